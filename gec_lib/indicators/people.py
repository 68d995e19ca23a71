"""Context of every result: women among pupils, teachers, support staff and managers."""

from __future__ import annotations

from gec_lib.codelists import FEMALE, SCHOOL, WARD
from gec_lib.indicators.records import BlankRule, Direction, Indicator, Pool, term


def _female_share(code: str, measure: str, clause: str, reference: str, words: tuple[str, str]) -> Indicator:
    vi, en = words
    return Indicator(
        code=code,
        vi=f"tỷ lệ nữ trong {vi}",
        en=f"share of women among {en}",
        unit="%",
        direction=Direction.NEUTRAL,
        clause=clause,
        reference=reference,
        formula=Pool((term(measure, sex=FEMALE),), (term(measure),)),
        unit_type=SCHOOL,
        blank=BlankRule.UNIT_OUT,
        numerator_vi=f"nữ trong {vi}",
        numerator_en=f"women among {en}",
        denominator_vi=vi,
        denominator_en=en,
    )


S02_1A = _female_share(
    "S02-1a",
    "pupils",
    "IV.1.4",
    "MOET start-of-year forms; read beside the population",
    ("trẻ, học sinh", "pupils"),
)
S02_1B = Indicator(
    code="S02-1b",
    vi="tỷ lệ nữ của dân số 3–6 và 11–14 tuổi",
    en="share of girls among residents aged 3–6 and 11–14",
    unit="%",
    direction=Direction.NEUTRAL,
    clause="IV.1.4",
    reference="Universalisation survey; yardstick for the share of girls among pupils",
    formula=Pool((term("residents", "@school_age", sex=FEMALE),), (term("residents", "@school_age"),)),
    unit_type=WARD,
    blank=BlankRule.REFUSE,
    numerator_vi="nữ cư trú 3–6 và 11–14 tuổi",
    numerator_en="girls resident aged 3–6 and 11–14",
    denominator_vi="người cư trú 3–6 và 11–14 tuổi",
    denominator_en="residents aged 3–6 and 11–14",
    assumed="column names of the universalisation form",
)
TEACHERS = "UNESCO UIS, percentage of female teachers"
S02_2A = _female_share("S02-2a", "teachers", "IV.1.4", TEACHERS, ("giáo viên", "teachers"))
S02_2B = _female_share("S02-2b", "other_staff", "IV.1.4", TEACHERS, ("nhân viên", "support staff"))
ROWS = "MOET start-of-year forms, rows of managers, principals and vice-principals"
N01_3A = _female_share("N01-3a", "managers", "IV.2.2", ROWS, ("cán bộ quản lý", "managers"))
N01_3B = _female_share("N01-3b", "principals", "IV.2.2", ROWS, ("hiệu trưởng", "principals"))
N01_3C = _female_share("N01-3c", "vice_principals", "IV.2.2", ROWS, ("phó hiệu trưởng", "vice-principals"))

PEOPLE = (S02_1A, S02_1B, S02_2A, S02_2B, N01_3A, N01_3B, N01_3C)
