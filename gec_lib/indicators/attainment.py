"""Target 2: lower-secondary graduation of residents aged 15 to 18, from the wards' universalisation survey."""

from __future__ import annotations

from gec_lib.codelists import FEMALE, MALE, WARD
from gec_lib.indicators.derived import adjusted_parity, difference
from gec_lib.indicators.records import (
    BlankRule,
    Derived,
    Direction,
    Headcount,
    Indicator,
    Input,
    Pool,
    less,
    term,
)

AGES = ("a15", "a16", "a17", "a18")
FINISHED = term("youth_finished", "@youth")
REQUIRED = term("residents_required", "@youth")
DECREE = "Nghị định 20/2014/NĐ-CP, Điều 14–16"
COLUMNS = "column names of the universalisation form"

T2_01A = Indicator(
    code="T2-01a",
    vi="tỷ lệ người 15–18 tuổi tốt nghiệp THCS",
    en="share of residents aged 15–18 who graduated from lower secondary",
    unit="%",
    direction=Direction.UP,
    clause="I.2.2; II.2",
    reference=DECREE,
    formula=Pool((FINISHED,), (REQUIRED,)),
    unit_type=WARD,
    blank=BlankRule.REFUSE,
    numerator_vi="người 15–18 tuổi đã tốt nghiệp THCS hoặc tương đương",
    numerator_en="residents aged 15–18 who graduated from lower secondary or equivalent",
    denominator_vi="người 15–18 tuổi cư trú trên địa bàn thuộc diện phải phổ cập",
    denominator_en="residents aged 15–18 within the programme",
    by_sex=True,
    assumed=COLUMNS,
)
T2_02A = Indicator(
    code="T2-02a",
    vi="số người 15–18 tuổi chưa tốt nghiệp THCS",
    en="residents aged 15–18 who have not graduated",
    unit="người",
    direction=Direction.DOWN,
    clause="I.2.2",
    reference=DECREE,
    formula=Headcount((REQUIRED, less(FINISHED))),
    unit_type=WARD,
    blank=BlankRule.REFUSE,
    numerator_vi="người phải phổ cập trừ người đã tốt nghiệp",
    numerator_en="residents within the programme less those who graduated",
    by_sex=True,
    assumed=COLUMNS,
)
T2_02B = Indicator(
    code="T2-02b",
    vi="số người 15–18 tuổi chưa tốt nghiệp THCS và không đi học",
    en="residents aged 15–18 who have not graduated and are not studying",
    unit="người",
    direction=Direction.DOWN,
    clause="I.2.2",
    reference="Kế hoạch 379; row K34 of the plan's own table",
    formula=Headcount((term("youth_unfinished", "not_studying"),)),
    unit_type=WARD,
    blank=BlankRule.REFUSE,
    numerator_vi="người chưa tốt nghiệp THCS và không học ở đâu",
    numerator_en="residents who have not graduated and study nowhere",
    by_sex=True,
    sensitive=True,
)


def _single_age(age: str) -> Indicator:
    years = age[1:]
    return Indicator(
        code=f"T2-04{age}",
        vi=f"tỷ lệ tốt nghiệp THCS của người {years} tuổi",
        en=f"share of residents aged {years} who graduated from lower secondary",
        unit="%",
        direction=Direction.UP,
        clause="I.2.2",
        reference=DECREE,
        formula=Pool((term("youth_finished", age),), (term("residents_required", age),)),
        unit_type=WARD,
        blank=BlankRule.REFUSE,
        numerator_vi=f"người {years} tuổi đã tốt nghiệp THCS",
        numerator_en=f"residents aged {years} who graduated",
        denominator_vi=f"người {years} tuổi thuộc diện phải phổ cập",
        denominator_en=f"residents aged {years} within the programme",
        by_sex=True,
        assumed=COLUMNS,
    )


T2_04 = tuple(_single_age(age) for age in AGES)
SEXES_OF_T2 = (Input("T2-01a", FEMALE), Input("T2-01a", MALE))
T2_06A = Indicator(
    code="T2-06a",
    vi="chỉ số cân bằng giới điều chỉnh của tỷ lệ 15–18 tuổi tốt nghiệp THCS",
    en="adjusted gender parity index of graduation at ages 15–18",
    unit="lần",
    direction=Direction.PARITY,
    clause="I.1; III.9",
    reference="UNESCO UIS, adjusted gender parity index",
    formula=Derived(adjusted_parity, SEXES_OF_T2),
    unit_type=WARD,
    blank=BlankRule.REFUSE,
    numerator_vi="tỷ lệ ở nữ",
    numerator_en="rate of women",
    denominator_vi="tỷ lệ ở nam",
    denominator_en="rate of men",
)
T2_07A = Indicator(
    code="T2-07a",
    vi="khoảng cách nữ và nam về tỷ lệ 15–18 tuổi tốt nghiệp THCS",
    en="gap between women and men in graduation at ages 15–18",
    unit="điểm phần trăm",
    direction=Direction.PARITY,
    clause="I.1",
    reference="Kế hoạch 379, I.1",
    formula=Derived(difference, SEXES_OF_T2),
    unit_type=WARD,
    blank=BlankRule.REFUSE,
    numerator_vi="tỷ lệ ở nữ trừ tỷ lệ ở nam",
    numerator_en="rate of women less rate of men",
)

ATTAINMENT = (T2_01A, T2_02A, T2_02B, *T2_04, T2_06A, T2_07A)
