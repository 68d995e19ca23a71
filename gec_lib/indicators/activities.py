"""Activities with people: contests, parents, the action month, digital reach, awareness (tasks 4, 5, 6 and 12)."""

from __future__ import annotations

from gec_lib.codelists import FEMALE
from gec_lib.indicators.qualification import staff
from gec_lib.indicators.records import Direction, Indicator, InWindow, at_least, term
from gec_lib.indicators.shapes import PUPILS, SELF_REPORT, STAFF, Words, heads, pooled, schools

EVERYBODY = (term("pupils"),)
MONTH_BEGINS, MONTH_ENDS = (11, 15), (12, 15)
VIEWS = term("digital_views", "n06_6")


def _number(code: str, item: str, name: Words, unit: str, clause: str) -> Indicator:
    return heads(
        code,
        (f"số {name[0]}", f"number of {name[1]}"),
        term("task_count", item),
        numerator=name,
        unit=unit,
        clause=clause,
        reference=f"Kế hoạch 379, {clause}",
        assumed=SELF_REPORT,
    )


N04_1A = _number("N04-1a", "n04_1", ("cuộc thi về bình đẳng giới", "contests on gender equality"), "hoạt động", "III.4")
N04_1B = _number("N04-1b", "n04_2", ("diễn đàn về bình đẳng giới", "forums on gender equality"), "hoạt động", "III.4")
N04_1C = _number("N04-1c", "n04_3", ("câu lạc bộ có nội dung bình đẳng giới", "clubs"), "hoạt động", "III.4")
N04_1D = pooled(
    "N04-1d",
    ("số học sinh tham gia hoạt động trên 1.000 học sinh", "pupils taking part per 1,000 pupils"),
    (term("task_people", "n04_5"),),
    EVERYBODY,
    numerator=("trẻ, học sinh tham gia ít nhất một hoạt động", "pupils who took part in at least one activity"),
    denominator=PUPILS,
    unit="‰",
    clause="III.4",
    reference="Kế hoạch 379, III.4",
    by_sex=True,
    assumed=SELF_REPORT,
)
N04_2A = _number("N04-2a", "n04_4", ("mô hình tốt về bình đẳng giới", "good models"), "mô hình", "III.4")
N04_2B = heads(
    "N04-2b",
    ("số gương cá nhân điển hình về bình đẳng giới", "individuals held up as examples"),
    term("task_people", "n04_6"),
    numerator=("gương cá nhân được trường biểu dương", "individuals held up as examples by schools"),
    unit="người",
    clause="III.4",
    reference="Kế hoạch 379, III.4",
    by_sex=True,
    assumed=SELF_REPORT,
)
N05_1A = schools(
    "N05-1a",
    ("tỷ lệ trường có hoạt động của cha mẹ học sinh về bình đẳng giới", "share of schools with parents' activities"),
    at_least(term("task_count", "n05_1")),
    numerator=("trường có hoạt động của Ban đại diện cha mẹ học sinh", "schools with an activity of parents"),
    clause="III.5",
    reference="Kế hoạch 379, III.5",
    assumed=SELF_REPORT,
)
N05_1B = pooled(
    "N05-1b",
    ("tỷ lệ nữ trong lượt cha mẹ tham gia", "share of women among attendances of parents"),
    (term("task_people", "n05_2", sex=FEMALE),),
    (term("task_people", "n05_2"),),
    numerator=("lượt mẹ, bà tham gia", "attendances of mothers and grandmothers"),
    denominator=("lượt cha mẹ tham gia", "attendances of parents"),
    direction=Direction.NEUTRAL,
    clause="III.5",
    reference="Kế hoạch 379, III.5",
    assumed=SELF_REPORT,
    note_vi="Cho biết người cha có tham gia hay không.",
    note_en="Tells whether fathers take part.",
)
N05_2A = pooled(
    "N05-2a",
    ("số vụ bạo lực học đường trên 1.000 học sinh", "cases of school violence per 1,000 pupils"),
    (term("violence_cases", "n05_3"),),
    EVERYBODY,
    numerator=("vụ bạo lực học đường có biên bản", "recorded cases of school violence"),
    denominator=PUPILS,
    unit="‰",
    direction=Direction.DOWN,
    clause="III.5; III.2",
    reference="Kế hoạch 379, III.5",
    sensitive=True,
    assumed=SELF_REPORT,
    note_vi="Tăng có thể do ghi chép tốt hơn: không xếp hạng trường.",
    note_en="A rise may come from better records: schools are not ranked.",
)
N05_2B = pooled(
    "N05-2b",
    ("tỷ lệ học sinh là nạn nhân được hỗ trợ", "share of pupil victims who were supported"),
    (term("protected_people", "n05_5"),),
    (term("protected_people", "n05_4"),),
    numerator=("học sinh là nạn nhân được tư vấn, hỗ trợ", "pupil victims who were supported"),
    denominator=("học sinh là nạn nhân", "pupil victims"),
    clause="III.5; III.2",
    reference="Kế hoạch 379, III.5",
    by_sex=True,
    sensitive=True,
    assumed=SELF_REPORT,
)
N06_1A = schools(
    "N06-1a",
    ("tỷ lệ trường tổ chức Tháng hành động từ 15/11 đến 15/12", "share of schools that held the action month in time"),
    at_least(term("task_yes", "n06_1")),
    InWindow((term("action_date", "n06_4"),), MONTH_BEGINS, MONTH_ENDS),
    InWindow((term("action_date", "n06_5"),), MONTH_BEGINS, MONTH_ENDS),
    numerator=(
        "trường tổ chức Tháng hành động với ngày đầu và ngày cuối trong khung",
        "schools that held it with the first and the last day in the window",
    ),
    clause="III.6",
    reference="Nghị quyết 28/NQ-CP; Kế hoạch 379, III.6",
    assumed=SELF_REPORT,
)
N06_1B = _number(
    "N06-1b", "n06_2", ("hoạt động trong Tháng hành động", "activities in the action month"), "hoạt động", "III.6"
)
N06_2A = heads(
    "N06-2a",
    ("số lượt tiếp cận truyền thông số", "views of digital communication"),
    VIEWS,
    numerator=("lượt xem do nền tảng đếm", "views counted by the platform"),
    unit="lượt",
    clause="III.6; III.12; IV.2.3",
    reference="Kế hoạch 379, III.6",
    assumed=SELF_REPORT,
    note_vi="Lượt xem không đổi thành người.",
    note_en="Views are not people.",
)
N06_2B = pooled(
    "N06-2b",
    ("số lượt tiếp cận truyền thông số trên một học sinh", "views of digital communication per pupil"),
    (VIEWS,),
    EVERYBODY,
    numerator=("lượt xem do nền tảng đếm", "views counted by the platform"),
    denominator=PUPILS,
    unit="lượt/học sinh",
    clause="III.6; III.12; IV.2.3",
    reference="Kế hoạch 379, III.6",
    assumed=SELF_REPORT,
)
N06_2C = _number(
    "N06-2c", "n06_3", ("sản phẩm truyền thông số", "digital products"), "sản phẩm", "III.6; III.12; IV.2.3"
)
N12_1A = pooled(
    "N12-1a",
    ("số hình thức tuyên truyền bình quân mỗi trường", "forms of communication per school"),
    (term("task_count", "n12_1"),),
    (term("school_operating"),),
    numerator=("hình thức tuyên truyền đã dùng, trong tám hình thức", "forms used, out of eight"),
    denominator=("trường đã trả lời", "schools that answered"),
    unit="hình thức",
    clause="III.12; IV.2.4",
    reference="Kế hoạch 379, III.12",
    assumed=SELF_REPORT,
    note_vi="Trường hai cấp trả lời hai lần và được tính hai lần.",
    note_en="A school of two levels answers twice and counts twice.",
)
N12_1B = pooled(
    "N12-1b",
    ("tỷ lệ cán bộ, giáo viên, nhân viên được tuyên truyền", "share of the staff reached by communication"),
    (term("task_people", "n12_2"),),
    staff(),
    numerator=("cán bộ, giáo viên, nhân viên được tuyên truyền", "staff reached"),
    denominator=STAFF,
    clause="III.12; IV.2.4",
    reference="Kế hoạch 379, III.12",
    by_sex=True,
    assumed=SELF_REPORT,
)
N12_1C = pooled(
    "N12-1c",
    ("tỷ lệ học sinh được tuyên truyền", "share of pupils reached by communication"),
    (term("task_people", "n12_3"),),
    EVERYBODY,
    numerator=("trẻ, học sinh được tuyên truyền", "pupils reached"),
    denominator=PUPILS,
    clause="III.12; IV.2.4",
    reference="Kế hoạch 379, III.12",
    by_sex=True,
    assumed=SELF_REPORT,
)

ACTIVITIES = (
    N04_1A, N04_1B, N04_1C, N04_1D, N04_2A, N04_2B, N05_1A, N05_1B, N05_2A, N05_2B,
    N06_1A, N06_1B, N06_2A, N06_2B, N06_2C, N12_1A, N12_1B, N12_1C,
)  # fmt: skip
