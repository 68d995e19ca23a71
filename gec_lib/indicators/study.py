"""Study and training of staff: degrees in progress, demand, courses, the teachers' standard."""

from __future__ import annotations

from gec_lib.codelists import FEMALE
from gec_lib.indicators.derived import ratio
from gec_lib.indicators.qualification import staff
from gec_lib.indicators.records import Indicator, Input, term
from gec_lib.indicators.shapes import SELF_REPORT, START_FORM, derived, heads, pooled
from gec_lib.indicators.shapes import STAFF as STAFF_WORDS

PLAN = "Kế hoạch 379, III.11"
LAW = "Luật Giáo dục 2019, Điều 72"
STANDARD = ("standard_old", "standard_new")
SURVEYED = term("task_people", "n11_4")
SENT = term("task_people", "n10_1")
PLACED = (term("teachers_by_standard", "below|at|above"),)
PLACED_WORDS = ("giáo viên đã xếp theo chuẩn trình độ", "teachers placed by the standard")


def _studying(code: str, degree: str, vi: str, en: str) -> Indicator:
    return pooled(
        code,
        (f"tỷ lệ nữ trong số người đang học {vi}", f"share of women among staff studying for {en}"),
        (term("staff_studying", degree, sex=FEMALE),),
        (term("staff_studying", degree),),
        numerator=(f"nữ đang học {vi}", f"women studying for {en}"),
        denominator=(f"người đang học {vi}", f"staff studying for {en}"),
        clause="III.11; IV.1.5",
        reference=PLAN,
        sensitive=True,
        assumed=SELF_REPORT,
    )


T3_04A = _studying("T3-04a", "master", "thạc sĩ", "a master's")
T3_04B = _studying("T3-04b", "doctor", "tiến sĩ", "a doctorate")
T3_05A = pooled(
    "T3-05a",
    (
        "tỷ lệ có nhu cầu học thạc sĩ, tiến sĩ trong số người được khảo sát",
        "share of surveyed staff who want to study for a master's or a doctorate",
    ),
    (term("staff_wanting", "master|doctor"),),
    (SURVEYED,),
    numerator=("người có nhu cầu học thạc sĩ, tiến sĩ", "staff who want to study for a master's or a doctorate"),
    denominator=("người đã được khảo sát nhu cầu", "staff surveyed"),
    clause="IV.2.7; III.11",
    reference=PLAN,
    by_sex=True,
    splits=("degree",),
    assumed=SELF_REPORT,
    note_vi="Mỗi người chọn một bậc; người đang học không tính.",
    note_en="One degree a person; those who already study are not counted.",
)
T3_05B = pooled(
    "T3-05b",
    ("tỷ lệ đội ngũ được khảo sát nhu cầu học tập", "share of the staff surveyed on demand"),
    (SURVEYED,),
    staff(),
    numerator=("người đã được khảo sát nhu cầu", "staff surveyed"),
    denominator=STAFF_WORDS,
    clause="IV.2.7; III.11",
    reference=PLAN,
    by_sex=True,
    assumed=SELF_REPORT,
)
T3_06A = heads(
    "T3-06a",
    ("số khóa học được giới thiệu", "courses signposted"),
    term("task_count", "n11_1"),
    numerator=("lượt giới thiệu khóa học của các trường", "courses signposted by schools"),
    unit="khóa",
    clause="III.11",
    reference=PLAN,
    assumed=SELF_REPORT,
    note_vi="Khóa nhiều trường cùng giới thiệu được đếm nhiều lần: chỉ đọc theo trường.",
    note_en="A course that several schools signpost is counted as often: read it by school.",
)
T3_06B = pooled(
    "T3-06b",
    ("tỷ lệ khóa học trực tuyến trong số khóa được giới thiệu", "share of online courses among those signposted"),
    (term("task_count", "n11_2"),),
    (term("task_count", "n11_1"),),
    numerator=("khóa học trực tuyến được giới thiệu", "online courses signposted"),
    denominator=("khóa học được giới thiệu", "courses signposted"),
    clause="III.11",
    reference=PLAN,
    assumed=SELF_REPORT,
)
T3_06C = heads(
    "T3-06c",
    ("số lượt nữ tham gia các khóa học được giới thiệu", "attendances of women at those courses"),
    term("task_people", "n11_3", sex=FEMALE),
    numerator=("lượt nữ tham gia", "attendances of women"),
    unit="lượt",
    clause="III.11",
    reference=PLAN,
    assumed=SELF_REPORT,
)


def _standard(code: str, categories: str, vi: str, en: str) -> Indicator:
    return pooled(
        code,
        (f"tỷ lệ giáo viên {vi}", f"share of teachers {en}"),
        (term("teachers_by_standard", categories),),
        PLACED,
        numerator=(f"giáo viên {vi}", f"teachers {en}"),
        denominator=PLACED_WORDS,
        clause="III.10",
        reference=LAW,
        by_sex=True,
        versions=STANDARD,
        assumed=START_FORM,
    )


def _degrees(code: str, categories: str, levels: str, vi: str, en: str) -> Indicator:
    return pooled(
        code,
        (f"tỷ lệ giáo viên có trình độ {vi}", f"share of teachers with {en}"),
        (term("teachers", categories),),
        (term("teachers"),),
        numerator=(f"giáo viên có trình độ {vi}", f"teachers with {en}"),
        denominator=("giáo viên", "teachers"),
        clause="III.10",
        reference=f"{LAW}; derived from degrees, beside N10-1a",
        by_sex=True,
        levels=levels,
        versions=STANDARD,
        assumed=START_FORM,
        note_vi="Suy từ bằng cấp để đối chiếu; trình độ khác coi là chưa đạt.",
        note_en="Derived from degrees as a check; other degrees count as below.",
    )


N10_1A = _standard("N10-1a", "at|above", "đạt chuẩn trình độ trở lên", "at or above the standard")
N10_1B = _standard("N10-1b", "above", "trên chuẩn trình độ", "above the standard")
N10_1C = _degrees(
    "N10-1c", "college|university|master|doctor", "college_standard", "cao đẳng trở lên", "college or more"
)
N10_1D = _degrees("N10-1d", "university|master|doctor", "general", "đại học trở lên", "a bachelor's or more")
N10_2A = pooled(
    "N10-2a",
    (
        "tỷ lệ nữ trong số người được cử đi đào tạo, bồi dưỡng",
        "share of women among staff sent for training",
    ),
    (term("task_people", "n10_1", sex=FEMALE),),
    (SENT,),
    numerator=("nữ được cử đi đào tạo, bồi dưỡng", "women sent for training"),
    denominator=("người được cử đi đào tạo, bồi dưỡng", "staff sent for training"),
    clause="III.10",
    reference="Kế hoạch 379, III.10",
    assumed=SELF_REPORT,
)
N10_2B = derived(
    "N10-2b",
    (
        "tỷ lệ nữ được cử đi đào tạo so với tỷ lệ nữ của đội ngũ",
        "share of women among those sent over their share on the staff",
    ),
    ratio,
    Input("N10-2a"),
    Input("S02-2c"),
    numerator=("tỷ lệ nữ trong số người được cử đi", "share of women among those sent"),
    denominator=("tỷ lệ nữ trong đội ngũ", "share of women on the staff"),
    unit="lần",
    clause="III.10",
    reference="Representation index",
)

STUDY = (
    T3_04A, T3_04B, T3_05A, T3_05B, T3_06A, T3_06B, T3_06C,
    N10_1A, N10_1B, N10_1C, N10_1D, N10_2A, N10_2B,
)  # fmt: skip
