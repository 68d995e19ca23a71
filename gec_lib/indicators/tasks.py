"""Plans, programmes, training, support, inspection, awards and money: what schools report on the plan's tasks."""

from __future__ import annotations

from gec_lib.codelists import SCHOOL
from gec_lib.indicators.qualification import staff
from gec_lib.indicators.records import BlankRule, CountCells, Direction, Indicator, at_least, term
from gec_lib.indicators.shapes import PUPILS, SELF_REPORT, STAFF, Words, heads, pooled, record, schools

PLANNED, DONE = term("task_planned", "*"), term("task_done", "*")
BUDGET, SPENT = term("budget_planned", "*"), term("budget_spent", "*")


def _with_task(code: str, item: str, name: Words, numerator: Words, clause: str) -> Indicator:
    return schools(
        code,
        name,
        at_least(term("task_yes", item)),
        numerator=numerator,
        clause=clause,
        reference=f"Kế hoạch 379, {clause}",
        assumed=SELF_REPORT,
    )


def _number(code: str, measure: str, item: str, name: Words, unit: str, clause: str, **more: object) -> Indicator:
    return heads(
        code,
        (f"số {name[0]}", f"number of {name[1]}"),
        term(measure, item),
        numerator=name,
        unit=unit,
        clause=clause,
        reference=f"Kế hoạch 379, {clause}",
        assumed=SELF_REPORT,
        **more,
    )


def _of_people(
    code: str, name: Words, item: str, of: str, numerator: Words, denominator: Words, clause: str, measure: str
) -> Indicator:
    return pooled(
        code,
        name,
        (term(measure, item),),
        (term(measure, of),),
        numerator=numerator,
        denominator=denominator,
        clause=clause,
        reference=f"Kế hoạch 379, {clause}",
        by_sex=True,
        sensitive=measure == "protected_people",
        assumed=SELF_REPORT,
    )


N01_1A = _with_task(
    "N01-1a",
    "n01_1",
    ("tỷ lệ trường có kế hoạch bình đẳng giới năm", "share of schools with an annual plan on gender equality"),
    ("trường có kế hoạch năm do hiệu trưởng ký", "schools with a plan signed by the head"),
    "III.1; III.13; IV.2.1",
)
N01_5A = _number(
    "N01-5a",
    "task_documents",
    "n01_2",
    ("văn bản của trường đã rà soát về bình đẳng giới", "school documents reviewed"),
    "văn bản",
    "III.1; IV.1.2",
    direction=Direction.NEUTRAL,
    note_vi="Văn bản do Phòng rà soát không có ở đây.",
    note_en="Documents that the office reviewed are not among them.",
)
N01_5B = _number(
    "N01-5b",
    "task_documents",
    "n01_3",
    ("văn bản của trường đã sửa hoặc kiến nghị sửa", "school documents amended or proposed for amendment"),
    "văn bản",
    "III.1; IV.1.2",
    direction=Direction.NEUTRAL,
)
N02_1A = _with_task(
    "N02-1a",
    "n02_1",
    (
        "tỷ lệ trường có chương trình phòng ngừa, ứng phó với bạo lực trên cơ sở giới",
        "share of schools with a programme against gender-based violence",
    ),
    ("trường có chương trình hoặc kế hoạch", "schools with a programme or plan"),
    "III.2; IV.2.2",
)
N03_1A = pooled(
    "N03-1a",
    ("tỷ lệ cán bộ, giáo viên, nhân viên được tập huấn lồng ghép giới", "share of the staff trained in integration"),
    (term("task_people", "n03_1"),),
    staff(),
    numerator=("người được tập huấn, mỗi người đếm một lần", "staff trained, each counted once"),
    denominator=STAFF,
    clause="III.3",
    reference="Kế hoạch 379, III.3",
    by_sex=True,
    assumed=SELF_REPORT,
    note_vi="Có thể vượt 100% khi nhiều người nghỉ việc: để nguyên, gắn cờ.",
    note_en="May pass 100% when many left: kept as it is, with a flag.",
)
N03_2A = pooled(
    "N03-2a",
    ("số giờ tập huấn bình quân mỗi người", "hours of training per member of staff"),
    (term("task_hours", "n03_2"),),
    staff(),
    numerator=("tổng số giờ tập huấn của từng người", "person-hours of training"),
    denominator=STAFF,
    unit="giờ/người",
    clause="III.3",
    reference="Kế hoạch 379, III.3",
    by_sex=True,
    assumed=SELF_REPORT,
)
N09_3A = _of_people(
    "N09-3a",
    ("tỷ lệ học sinh có hoàn cảnh đặc biệt được hỗ trợ", "share of pupils in special circumstances supported"),
    "n09_2",
    "n09_1",
    ("học sinh được hỗ trợ trong năm", "pupils supported in the year"),
    ("học sinh có hoàn cảnh đặc biệt đã rà soát", "pupils in special circumstances identified"),
    "III.9",
    "protected_people",
)
N09_5A = _of_people(
    "N09-5a",
    ("tỷ lệ học sinh cuối cấp được hỗ trợ chuyển cấp", "share of last-grade pupils supported in transition"),
    "n09_4",
    "n09_3",
    ("học sinh cuối cấp được hỗ trợ", "last-grade pupils supported"),
    ("học sinh cuối cấp cần hỗ trợ", "last-grade pupils in need of support"),
    "III.9",
    "protected_people",
)
N13_1A = record(
    "N13-1a",
    ("tỷ lệ nhiệm vụ trong kế hoạch năm đã thực hiện", "share of planned tasks carried out"),
    formula=CountCells(PLANNED, (at_least(PLANNED), at_least(DONE)), (at_least(PLANNED),)),
    numerator=("nhiệm vụ trong kế hoạch đã thực hiện", "planned tasks carried out"),
    denominator=("nhiệm vụ có trong kế hoạch năm của trường", "tasks in the schools' annual plans"),
    unit="%",
    direction=Direction.UP,
    clause="III.13",
    reference="Kế hoạch 379, III.13",
    unit_type=SCHOOL,
    blank=BlankRule.BLANK_IS_NO,
    splits=("task",),
    assumed=SELF_REPORT,
    note_vi="Đếm cặp trường và nhiệm vụ.",
    note_en="Pairs of school and task.",
)
N13_1B = pooled(
    "N13-1b",
    ("số minh chứng bình quân mỗi nhiệm vụ đã thực hiện", "pieces of evidence per task carried out"),
    (term("task_evidence", "*"),),
    (DONE,),
    numerator=("minh chứng lưu tại trường", "pieces of evidence kept"),
    denominator=("nhiệm vụ đã thực hiện", "tasks carried out"),
    unit="minh chứng",
    clause="III.13",
    reference="Kế hoạch 379, III.13",
    splits=("task",),
    assumed=SELF_REPORT,
)
N14_1A = _of_people(
    "N14-1a",
    ("tỷ lệ người làm công tác bình đẳng giới được tập huấn", "share of focal points trained"),
    "n14_2",
    "n14_1",
    ("người làm công tác bình đẳng giới được tập huấn trong năm", "focal points trained in the year"),
    ("người làm công tác bình đẳng giới của trường", "focal points of schools"),
    "III.14",
    "task_people",
)
N15_1A = _with_task(
    "N15-1a",
    "n15_1",
    ("tỷ lệ trường được kiểm tra, giám sát về bình đẳng giới", "share of schools inspected"),
    ("trường có biên bản kiểm tra của cấp trên", "schools with minutes of an inspection"),
    "III.15; IV.1.2",
)
N15_2A = _number(
    "N15-2a",
    "violation_cases",
    "n15_3",
    ("vi phạm quy định về bình đẳng giới", "violations of the rules on gender equality"),
    "vụ",
    "III.15",
    direction=Direction.DOWN,
    sensitive=True,
)
N15_2B = pooled(
    "N15-2b",
    ("tỷ lệ vi phạm đã khắc phục", "share of violations remedied"),
    (term("violation_cases", "n15_4"),),
    (term("violation_cases", "n15_3"),),
    numerator=("vi phạm đã khắc phục", "violations remedied"),
    denominator=("vi phạm được kết luận", "violations found"),
    clause="III.15",
    reference="Kế hoạch 379, III.15",
    sensitive=True,
    assumed=SELF_REPORT,
)
JOINT = ("chương trình phối hợp liên ngành", "inter-agency programmes")
N16_1A = _number("N16-1a", "task_count", "n16_1", JOINT, "chương trình", "III.16; IV.2.5")
N16_1B = _number(
    "N16-1b",
    "task_count",
    "n16_2",
    ("chương trình phối hợp với ban ngành, đoàn thể của phường", "programmes with the ward"),
    "chương trình",
    "III.16; IV.2.5",
)
AWARDS = {"direction": Direction.NEUTRAL}
N17_3A = _number(
    "N17-3a", "task_count", "n17_1", ("tập thể được khen thưởng", "collectives awarded"), "tập thể", "III.17; IV.1.6",
    **AWARDS,
)  # fmt: skip
N17_3B = _number(
    "N17-3b", "task_people", "n17_2", ("cá nhân được khen thưởng", "individuals awarded"), "người", "III.17; IV.1.6",
    by_sex=True, **AWARDS,
)  # fmt: skip
N18_1A = heads(
    "N18-1a",
    ("kinh phí dự kiến cho công tác bình đẳng giới", "planned budget for gender equality"),
    BUDGET,
    numerator=("kinh phí dự kiến, mọi nguồn", "planned budget of every source"),
    unit="đồng",
    clause="III.18",
    reference="Kế hoạch 379, III.18",
    splits=("task",),
    assumed=SELF_REPORT,
)
N18_1B = pooled(
    "N18-1b",
    ("tỷ lệ giải ngân kinh phí công tác bình đẳng giới", "share of the planned budget spent"),
    (SPENT,),
    (BUDGET,),
    numerator=("kinh phí đã chi có chứng từ", "money spent with vouchers"),
    denominator=("kinh phí dự kiến", "planned budget"),
    clause="III.18",
    reference="Kế hoạch 379, III.18",
    splits=("task",),
    assumed=SELF_REPORT,
)
N18_1C = pooled(
    "N18-1c",
    ("kinh phí đã chi trên một học sinh", "money spent per pupil"),
    (SPENT,),
    (term("pupils"),),
    numerator=("kinh phí đã chi có chứng từ", "money spent with vouchers"),
    denominator=PUPILS,
    unit="đồng/học sinh",
    clause="III.18",
    reference="Kế hoạch 379, III.18",
    assumed=SELF_REPORT,
)

TASKS = (
    N01_1A, N01_5A, N01_5B, N02_1A, N03_1A, N03_2A, N09_3A, N09_5A, N13_1A, N13_1B, N14_1A, N15_1A,
    N15_2A, N15_2B, N16_1A, N16_1B, N17_3A, N17_3B, N18_1A, N18_1B, N18_1C,
)  # fmt: skip
