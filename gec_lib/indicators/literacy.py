"""Literacy of residents by age band, each band at the level that the decree sets for it; bands are nested."""

from __future__ import annotations

from gec_lib.codelists import FEMALE, UNIVERSALISATION, WARD
from gec_lib.indicators.records import BlankRule, Direction, Filled, Indicator, at_least, less, term
from gec_lib.indicators.shapes import DECREE, heads, pooled, residents, schools

WIDEST = "b15_60"
ILLITERATE = term("illiterate_2", WIDEST)


def _literate(code: str, band: str, measure: str, level: int, article: int) -> Indicator:
    ages = band.removeprefix("b").replace("_", "–")
    everybody = term("band_population", band)
    return residents(
        code,
        (f"tỷ lệ người {ages} tuổi biết chữ mức độ {level}", f"literacy rate at ages {ages}, level {level}"),
        (everybody, less(term(measure, band))),
        (everybody,),
        numerator=(f"người {ages} tuổi biết chữ mức độ {level}", f"residents aged {ages} literate at level {level}"),
        denominator=(f"người {ages} tuổi cư trú", f"residents aged {ages}"),
        clause="III.8",
        reference=f"{DECREE}, Điều {article}",
        note_vi="Các nhóm tuổi lồng nhau: không bao giờ cộng.",
        note_en="The age bands are nested: they are never added.",
    )


N08_1A = _literate("N08-1a", WIDEST, "illiterate_2", 2, 21)
N08_1B = _literate("N08-1b", "b15_35", "illiterate_1", 1, 20)
N08_1C = _literate("N08-1c", "b15_25", "illiterate_2", 2, 19)
N08_2A = heads(
    "N08-2a",
    ("số người 15–60 tuổi mù chữ mức độ 2", "residents aged 15–60 illiterate at level 2"),
    ILLITERATE,
    numerator=("người 15–60 tuổi mù chữ mức độ 2", "residents aged 15–60 illiterate at level 2"),
    unit="người",
    direction=Direction.DOWN,
    clause="III.8",
    reference=f"{DECREE}, Điều 19",
    unit_type=WARD,
    blank=BlankRule.REFUSE,
    by_sex=True,
    sensitive=True,
    splits=("group",),
)
N08_2B = pooled(
    "N08-2b",
    ("tỷ lệ nữ trong số người 15–60 tuổi mù chữ mức độ 2", "share of women among illiterate residents aged 15–60"),
    (term("illiterate_2", WIDEST, sex=FEMALE),),
    (ILLITERATE,),
    numerator=("nữ 15–60 tuổi mù chữ mức độ 2", "women aged 15–60 illiterate at level 2"),
    denominator=("người 15–60 tuổi mù chữ mức độ 2", "residents aged 15–60 illiterate at level 2"),
    direction=Direction.NEUTRAL,
    clause="III.8",
    reference=f"{DECREE}, Điều 19",
    unit_type=WARD,
    blank=BlankRule.REFUSE,
    sensitive=True,
    splits=("group",),
)
N08_3A = schools(
    "N08-3a",
    ("tỷ lệ phường cập nhật số liệu mù chữ tách giới", "share of wards that keep literacy figures by sex"),
    Filled((term("illiterate_2", WIDEST, sex=FEMALE),)),
    at_least(term("return_received", UNIVERSALISATION)),
    among=(at_least(term("return_due", UNIVERSALISATION)),),
    numerator=("phường đã nộp phiếu có số mù chữ của nữ", "wards whose return gives illiterate women"),
    denominator=("phường phải nộp báo cáo", "wards due to report"),
    clause="III.8",
    reference="Kế hoạch 379, III.8",
    unit_type=WARD,
)

LITERACY = (N08_1A, N08_1B, N08_1C, N08_2A, N08_2B, N08_3A)
