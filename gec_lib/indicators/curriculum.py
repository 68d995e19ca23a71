"""Target 1: gender content in teaching."""

from __future__ import annotations

from gec_lib.codelists import SCHOOL
from gec_lib.indicators.records import BlankRule, CountUnits, Direction, Indicator, at_least, term

APPROVED = at_least(term("task_yes", "n02_2"))
TAUGHT = at_least(term("gender_lessons", "@t1_grade"))
PROGRAMME = at_least(term("sexuality_programme"))

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

CURRICULUM = (T1_01A, T1_01B, T1_02A)
