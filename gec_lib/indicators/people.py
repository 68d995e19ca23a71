"""Women among pupils, teachers, support staff and managers; schools that women lead."""

from __future__ import annotations

from gec_lib.codelists import FEMALE, SCHOOL, WARD
from gec_lib.indicators.derived import difference
from gec_lib.indicators.records import BlankRule, Direction, Indicator, Input, Pool, at_least, term
from gec_lib.indicators.shapes import START_FORM, derived, schools


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
    splits=("age", "group"),
    assumed="column names of the universalisation form",
)
TEACHERS = "UNESCO UIS, percentage of female teachers"
S02_2A = _female_share("S02-2a", "teachers", "IV.1.4", TEACHERS, ("giáo viên", "teachers"))
S02_2B = _female_share("S02-2b", "other_staff", "IV.1.4", TEACHERS, ("nhân viên", "support staff"))
ROWS = "MOET start-of-year forms, rows of managers, principals and vice-principals"
N01_3A = _female_share("N01-3a", "managers", "IV.2.2", ROWS, ("cán bộ quản lý", "managers"))
N01_3B = _female_share("N01-3b", "principals", "IV.2.2", ROWS, ("hiệu trưởng", "principals"))
N01_3C = _female_share("N01-3c", "vice_principals", "IV.2.2", ROWS, ("phó hiệu trưởng", "vice-principals"))
PRINCIPAL, DEPUTY = "principals", "vice_principals"
N01_2A = schools(
    "N01-2a",
    ("tỷ lệ trường có hiệu trưởng là nữ", "share of schools with a woman as principal"),
    at_least(term(PRINCIPAL, sex=FEMALE)),
    among=(at_least(term(PRINCIPAL)),),
    numerator=("trường có hiệu trưởng là nữ", "schools with a woman as principal"),
    denominator=("trường có hiệu trưởng ngày 30/9", "schools with a principal on 30 September"),
    clause="IV.2.2",
    reference="Quyết định 383 on women in leadership",
    blank=BlankRule.UNIT_OUT,
    assumed=START_FORM,
    note_vi="Trường khuyết hiệu trưởng ra ngoài mẫu số.",
    note_en="A school without a principal leaves the denominator.",
)
N01_2B = schools(
    "N01-2b",
    (
        "tỷ lệ trường có nữ hiệu trưởng hoặc phó hiệu trưởng",
        "share of schools with a woman as principal or vice-principal",
    ),
    at_least(term(PRINCIPAL, sex=FEMALE), term(DEPUTY, sex=FEMALE)),
    among=(at_least(term(PRINCIPAL), term(DEPUTY)),),
    numerator=("trường có nữ hiệu trưởng hoặc phó hiệu trưởng", "schools with a woman in either post"),
    denominator=("trường có hiệu trưởng hoặc phó hiệu trưởng", "schools with somebody in either post"),
    clause="IV.2.2",
    reference="Quyết định 383 on women in leadership",
    blank=BlankRule.UNIT_OUT,
    assumed=START_FORM,
)
N01_4A = derived(
    "N01-4a",
    (
        "chênh lệch tỷ lệ nữ giữa cán bộ quản lý và giáo viên",
        "share of women among managers less their share among teachers",
    ),
    difference,
    Input("N01-3a"),
    Input("S02-2a"),
    numerator=(
        "tỷ lệ nữ trong cán bộ quản lý trừ tỷ lệ nữ trong giáo viên",
        "share among managers less share among teachers",
    ),
    unit="điểm phần trăm",
    clause="IV.2.2",
    reference="Difference of two shares of women",
)

PEOPLE = (S02_1A, S02_1B, S02_2A, S02_2B, N01_2A, N01_2B, N01_3A, N01_3B, N01_3C, N01_4A)
