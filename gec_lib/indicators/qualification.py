"""Target 3: women among holders of master's degrees and doctorates, and what a share alone hides.

Degree means the highest degree held. Support staff and Pioneers' leaders are counted together in the rows of
their degrees because the ministry's form does not ask for them.
"""

from __future__ import annotations

from gec_lib.codelists import FEMALE, MALE, SCHOOL, TOTAL
from gec_lib.indicators.derived import ratio
from gec_lib.indicators.records import (
    BlankRule,
    Derived,
    Direction,
    Indicator,
    Input,
    Pool,
    Term,
    ToTarget,
    term,
)

ROLES = ("principals", "vice_principals", "teachers", "other_staff")
STAFF = ("principals", "vice_principals", "teachers", "pioneer_leaders", "other_staff")
FORM = "MOET start-of-year forms, rows of degrees; Kế hoạch 379, I.2.3"
HIGHEST = "highest degree held; population of target 3 by parameter"


def holders(degree: str, *, sex: str = TOTAL) -> tuple[Term, ...]:
    """Holders of a highest degree over all roles."""
    return tuple(term(role, degree, sex=sex) for role in ROLES)


def staff(*, sex: str = TOTAL) -> tuple[Term, ...]:
    """All staff: managers, teachers, Pioneers' leaders, support staff."""
    return tuple(term(role, sex=sex) for role in STAFF)


def _female_share(
    code: str, degrees: tuple[str, ...], clauses: tuple[str, ...], words: tuple[str, str, str, str, str, str]
) -> Indicator:
    vi, en, num_vi, num_en, den_vi, den_en = words
    return Indicator(
        code=code,
        vi=vi,
        en=en,
        unit="%",
        direction=Direction.UP,
        clause="; ".join(clauses),
        reference=FORM,
        formula=Pool(
            tuple(t for degree in degrees for t in holders(degree, sex=FEMALE)),
            tuple(t for degree in degrees for t in holders(degree)),
        ),
        unit_type=SCHOOL,
        blank=BlankRule.UNIT_OUT,
        numerator_vi=num_vi,
        numerator_en=num_en,
        denominator_vi=den_vi,
        denominator_en=den_en,
        sensitive=True,
        assumed=HIGHEST,
    )


T3_01A = _female_share(
    "T3-01a",
    ("master",),
    ("I.2.3", "II.3"),
    (
        "tỷ lệ nữ thạc sĩ trong tổng số thạc sĩ",
        "share of women among master's holders",
        "nữ có trình độ cao nhất là thạc sĩ",
        "women whose highest degree is a master's",
        "người có trình độ cao nhất là thạc sĩ",
        "people whose highest degree is a master's",
    ),
)
T3_02A = _female_share(
    "T3-02a",
    ("doctor",),
    ("I.2.3", "II.3"),
    (
        "tỷ lệ nữ tiến sĩ trong tổng số tiến sĩ",
        "share of women among doctorate holders",
        "nữ có trình độ tiến sĩ",
        "women with a doctorate",
        "người có trình độ tiến sĩ",
        "people with a doctorate",
    ),
)
T3_03A = _female_share(
    "T3-03a",
    ("master", "doctor"),
    ("I.2.3",),
    (
        "tỷ lệ nữ trong số người có trình độ thạc sĩ trở lên",
        "share of women among those with a master's or higher",
        "nữ có trình độ thạc sĩ hoặc tiến sĩ",
        "women with a master's or a doctorate",
        "người có trình độ thạc sĩ hoặc tiến sĩ",
        "people with a master's or a doctorate",
    ),
)


def _attainment(code: str, degree: str, vi: str, en: str) -> Indicator:
    return Indicator(
        code=code,
        vi=f"tỷ lệ có trình độ {vi} trong đội ngũ",
        en=f"share of the staff holding {en}",
        unit="%",
        direction=Direction.UP,
        clause="III.10",
        reference=FORM,
        formula=Pool(holders(degree), staff()),
        unit_type=SCHOOL,
        blank=BlankRule.UNIT_OUT,
        numerator_vi=f"người có trình độ cao nhất là {vi}",
        numerator_en=f"people whose highest degree is {en}",
        denominator_vi="cán bộ quản lý, giáo viên, tổng phụ trách Đội và nhân viên",
        denominator_en="managers, teachers, Pioneers' leaders and support staff",
        by_sex=True,
        sensitive=True,
        assumed=HIGHEST,
    )


T3_R1A = _attainment("T3-R1a", "master", "thạc sĩ", "a master's")
T3_R1B = _attainment("T3-R1b", "doctor", "tiến sĩ", "a doctorate")
S_STAFF = Indicator(
    code="S02-2c",
    vi="tỷ lệ nữ trong đội ngũ",
    en="share of women on the staff",
    unit="%",
    direction=Direction.NEUTRAL,
    clause="IV.1.4",
    reference="UNESCO UIS, percentage of female teachers, extended to all staff",
    formula=Pool(staff(sex=FEMALE), staff()),
    unit_type=SCHOOL,
    blank=BlankRule.UNIT_OUT,
    numerator_vi="nữ cán bộ quản lý, giáo viên, tổng phụ trách Đội và nhân viên",
    numerator_en="women among managers, teachers, Pioneers' leaders and support staff",
    denominator_vi="cán bộ quản lý, giáo viên, tổng phụ trách Đội và nhân viên",
    denominator_en="managers, teachers, Pioneers' leaders and support staff",
)
T3_R2A = Indicator(
    code="T3-R2a",
    vi="chỉ số đại diện của nữ trong số thạc sĩ",
    en="representation index of women among master's holders",
    unit="lần",
    direction=Direction.PARITY,
    clause="III.10",
    reference="Share among master's holders over share on the staff",
    formula=Derived(ratio, (Input("T3-01a"), Input("S02-2c"))),
    unit_type=SCHOOL,
    blank=BlankRule.UNIT_OUT,
    numerator_vi="tỷ lệ nữ trong số thạc sĩ",
    numerator_en="share of women among master's holders",
    denominator_vi="tỷ lệ nữ trong đội ngũ",
    denominator_en="share of women on the staff",
)
T3_R3A = Indicator(
    code="T3-R3a",
    vi="tỷ số nữ so với nam về tỷ lệ có trình độ thạc sĩ",
    en="ratio of women to men in holding a master's",
    unit="lần",
    direction=Direction.PARITY,
    clause="III.10",
    reference="Risk ratio of attainment",
    formula=Derived(ratio, (Input("T3-R1a", FEMALE), Input("T3-R1a", MALE))),
    unit_type=SCHOOL,
    blank=BlankRule.UNIT_OUT,
    numerator_vi="tỷ lệ có trình độ thạc sĩ ở nữ",
    numerator_en="share of women holding a master's",
    denominator_vi="tỷ lệ có trình độ thạc sĩ ở nam",
    denominator_en="share of men holding a master's",
)


def _needed(code: str, of: str, vi: str, en: str) -> Indicator:
    return Indicator(
        code=code,
        vi=f"số nữ {vi} cần thêm để đạt chỉ tiêu",
        en=f"further women with {en} needed to meet the target",
        unit="người",
        direction=Direction.DOWN,
        clause="I.2.3",
        reference="Smallest k with (F + k)/(N + k) satisfying the rule in force, new holders all women",
        formula=ToTarget(of),
        unit_type=SCHOOL,
        blank=BlankRule.UNIT_OUT,
        numerator_vi=f"nữ {vi} cần thêm",
        numerator_en=f"further women with {en}",
        sensitive=True,
    )


T3_07A = _needed("T3-07a", "T3-01a", "thạc sĩ", "a master's")
T3_07B = _needed("T3-07b", "T3-02a", "tiến sĩ", "a doctorate")

QUALIFICATION = (T3_01A, T3_02A, T3_03A, T3_R1A, T3_R1B, S_STAFF, T3_R2A, T3_R3A, T3_07A, T3_07B)
