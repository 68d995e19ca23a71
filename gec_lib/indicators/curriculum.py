"""Target 1: gender content in teaching."""

from __future__ import annotations

from gec_lib.codelists import SCHOOL
from gec_lib.indicators.records import BlankRule, CountCells, CountUnits, Direction, Indicator, at_least, term
from gec_lib.indicators.shapes import END_FORM, SELF_REPORT, pooled, record, schools

APPROVED = at_least(term("task_yes", "n02_2"))
TAUGHT = at_least(term("gender_lessons", "@t1_grade"))
PROGRAMME = at_least(term("sexuality_programme"))
LESSONS = term("gender_lessons", "@t1_grade")
OPEN_GRADE = at_least(term("pupils", "@t1_grade"))
SUBJECT = term("subject_integrated", "*")
OWN_CRITERIA = "criteria of this catalogue; self-report of the school"

T1_01A = Indicator(
    code="T1-01a",
    vi="tỷ lệ trường đưa nội dung giới, bình đẳng giới vào chương trình",
    en="share of schools teaching gender content",
    unit="%",
    direction=Direction.UP,
    clause="I.2.1; II.1; IV.1.3",
    reference="Kế hoạch 379, I.2.1; criteria of this catalogue",
    formula=CountUnits((APPROVED, TAUGHT)),
    unit_type=SCHOOL,
    blank=BlankRule.BLANK_IS_NO,
    numerator_vi="trường có kế hoạch giáo dục đã duyệt ghi nội dung giới và đã dạy ít nhất một tiết, hoạt động",
    numerator_en="schools whose approved plan names gender content and that taught at least one lesson or activity",
    denominator_vi="trường đang hoạt động trong danh bạ",
    denominator_en="schools in the register",
    assumed="criteria of approval and lessons are this catalogue's; the plan gives none",
)
T1_01B = Indicator(
    code="T1-01b",
    vi="tỷ lệ trường có kế hoạch giáo dục đã duyệt ghi nội dung giới",
    en="share of schools whose approved plan names gender content",
    unit="%",
    direction=Direction.UP,
    clause="I.2.1; II.1; IV.1.3",
    reference="Kế hoạch 379, I.2.1; looser variant of T1-01a",
    formula=CountUnits((APPROVED,)),
    unit_type=SCHOOL,
    blank=BlankRule.BLANK_IS_NO,
    numerator_vi="trường có kế hoạch giáo dục đã duyệt ghi nội dung giới",
    numerator_en="schools whose approved plan names gender content",
    denominator_vi="trường đang hoạt động trong danh bạ",
    denominator_en="schools in the register",
    assumed="criteria are this catalogue's; the plan gives none",
)
T1_02A = Indicator(
    code="T1-02a",
    vi="tỷ lệ trường có chương trình giáo dục cơ bản về giới tính, phòng chống bạo lực, xâm hại",
    en="share of schools with a basic programme on sexuality, violence and abuse",
    unit="%",
    direction=Direction.UP,
    clause="I.2.1; III.2",
    reference="MOET start-of-year form, row 22 (primary), rows 31+49 (preschool)",
    formula=CountUnits((PROGRAMME,)),
    unit_type=SCHOOL,
    blank=BlankRule.BLANK_IS_NO,
    numerator_vi="trường trả lời có ở dòng chương trình giáo dục giới tính của biểu đầu năm",
    numerator_en="schools that answered yes in that row of the start-of-year form",
    denominator_vi="trường đang hoạt động trong danh bạ, trừ trường không có dòng này trong biểu",
    denominator_en="schools in the register, without those whose form lacks the row",
    assumed="row code of the lower-secondary form and of the regime of 2025",
)

T1_03A = record(
    "T1-03a",
    ("tỷ lệ khối lớp có bài lồng ghép giới", "share of grades with integrated lessons"),
    formula=CountCells(LESSONS, (at_least(LESSONS),), (OPEN_GRADE,)),
    numerator=(
        "khối lớp có ít nhất một tiết, hoạt động lồng ghép giới",
        "grades with at least one integrated lesson or activity",
    ),
    denominator=("khối lớp có học sinh ngày 30/9", "grades with pupils on 30 September"),
    unit="%",
    direction=Direction.UP,
    clause="I.2.1; III.2; III.3",
    reference="Kế hoạch 379, III.2",
    unit_type=SCHOOL,
    blank=BlankRule.BLANK_IS_NO,
    splits=("grade",),
    assumed=OWN_CRITERIA,
    note_vi="Đếm cặp trường và khối; mầm non chỉ tính ba khối mẫu giáo; ô bỏ trống là chưa có bài.",
    note_en="Pairs of school and grade; preschools count three kindergarten grades; a blank is a no.",
)
T1_04A = record(
    "T1-04a",
    ("tỷ lệ môn học, hoạt động giáo dục có lồng ghép giới", "share of subjects with integration"),
    formula=CountCells(SUBJECT, (at_least(SUBJECT),)),
    numerator=("môn học, hoạt động giáo dục có lồng ghép giới", "subjects and activities with integration"),
    denominator=("môn học, hoạt động giáo dục phù hợp đã trả lời", "suitable subjects and activities answered for"),
    unit="%",
    direction=Direction.UP,
    clause="III.3",
    reference="Kế hoạch 379, III.3",
    unit_type=SCHOOL,
    blank=BlankRule.UNIT_OUT,
    splits=("subject",),
    assumed=OWN_CRITERIA,
    note_vi="Môn phù hợp là môn trường trả lời có hoặc không; môn không dạy (z) ra ngoài.",
    note_en="A subject is suitable when the school answers yes or no; one that is not taught (z) stays out.",
)
T1_05A = pooled(
    "T1-05a",
    ("số tiết lồng ghép giới bình quân mỗi lớp", "integrated lessons per class"),
    (LESSONS,),
    (term("classes"),),
    numerator=("tiết lồng ghép giới đã dạy ở mọi lớp", "integrated lessons taught in all classes"),
    denominator=("số lớp ngày 30/9", "classes on 30 September"),
    unit="tiết/lớp",
    clause="III.2",
    reference="Kế hoạch 379, III.2",
    assumed=OWN_CRITERIA,
    levels="general",
)
T1_05B = pooled(
    "T1-05b",
    ("số hoạt động lồng ghép giới bình quân mỗi lớp mẫu giáo", "integrated activities per kindergarten class"),
    (LESSONS,),
    (term("classes", "@all_kindergarten"),),
    numerator=("hoạt động lồng ghép giới ở các lớp mẫu giáo", "integrated activities in kindergarten classes"),
    denominator=("số lớp mẫu giáo ngày 30/9", "kindergarten classes on 30 September"),
    unit="hoạt động/lớp",
    clause="III.2",
    reference="Kế hoạch 379, III.2",
    assumed=OWN_CRITERIA,
    note_vi="Không cộng với tiết phổ thông.",
    note_en="Never added to lessons of general education.",
)
T1_06A = pooled(
    "T1-06a",
    (
        "tỷ lệ học sinh học chương trình kỹ năng sống, sức khỏe sinh sản và HIV",
        "share of pupils in the programme of life skills, reproductive health and HIV",
    ),
    (term("pupils_life_skills"),),
    (term("pupils_end"),),
    numerator=("học sinh học chương trình trong năm học", "pupils in the programme in the school year"),
    denominator=("học sinh cuối năm học", "pupils at the end of the school year"),
    clause="III.2; III.3",
    reference="CSDL ngành, HocKnsSkss",
    by_sex=True,
    assumed=END_FORM,
)
T1_07A = schools(
    "T1-07a",
    (
        "tỷ lệ trường được dự giờ, kiểm tra hồ sơ dạy lồng ghép giới",
        "share of schools whose integrated teaching was verified",
    ),
    at_least(term("task_yes", "n15_2")),
    numerator=("trường có biên bản dự giờ, kiểm tra hồ sơ", "schools with minutes of an observed lesson or check"),
    clause="I.2.1; III.15",
    reference="Kế hoạch 379, III.15",
    assumed=SELF_REPORT,
)

CURRICULUM = (T1_01A, T1_01B, T1_02A, T1_03A, T1_04A, T1_05A, T1_05B, T1_06A, T1_07A)
