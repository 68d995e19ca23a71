"""Target 2: lower-secondary graduation of residents aged 15 to 18, from the wards' universalisation survey."""

from __future__ import annotations

from gec_lib.codelists import FEMALE, MALE, WARD
from gec_lib.indicators.derived import adjusted_parity, difference
from gec_lib.indicators.records import (
    BlankRule,
    Derived,
    Direction,
    Equal,
    Headcount,
    Indicator,
    Input,
    Pool,
    at_least,
    less,
    term,
)
from gec_lib.indicators.shapes import residents, schools

AGES = ("a15", "a16", "a17", "a18")
FINISHED = term("youth_finished", "@youth")
REQUIRED = term("residents_required", "@youth")
DECREE = "Nghị định 20/2014/NĐ-CP, Điều 14–16"
COLUMNS = "column names of the universalisation form"
GRADUATION = ("graduation_diploma", "graduation_confirmed")
IN_UPPER = term("youth_in_upper", "general|continuing|vocational")
WARDS = ("phường có người phải phổ cập", "wards with people within the programme")

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
    splits=("age", "group"),
    versions=GRADUATION,
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
    splits=("age", "group"),
    versions=GRADUATION,
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
    versions=GRADUATION,
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
        splits=("group",),
        versions=GRADUATION,
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
    versions=GRADUATION,
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
    versions=GRADUATION,
)
T2_03A = residents(
    "T2-03a",
    (
        "tỷ lệ tốt nghiệp THCS trên toàn bộ người 15–18 tuổi",
        "graduates of lower secondary among all residents aged 15–18",
    ),
    (FINISHED,),
    (term("residents", "@youth"),),
    numerator=("người 15–18 tuổi đã tốt nghiệp THCS", "residents aged 15–18 who graduated from lower secondary"),
    denominator=("toàn bộ người cư trú 15–18 tuổi, kể cả được miễn", "all residents aged 15–18, exempted included"),
    clause="I.2.2",
    reference="Kế hoạch 379, I.2.2; sensitivity of T2-01a",
    splits=("age", "group"),
    versions=GRADUATION,
    assumed=COLUMNS,
)
T2_05A = residents(
    "T2-05a",
    (
        "tỷ lệ người 15–18 tuổi đang học THPT, GDTX hoặc GDNN",
        "share of residents aged 15–18 in upper-secondary or vocational education",
    ),
    (IN_UPPER,),
    (term("residents", "@youth"),),
    numerator=("người 15–18 tuổi đang học THPT, GDTX hoặc GDNN", "residents aged 15–18 in upper secondary"),
    denominator=("người cư trú 15–18 tuổi", "residents aged 15–18"),
    clause="III.7; III.9",
    reference="Nghị định 20/2014/NĐ-CP, Điều 16",
    assumed=COLUMNS,
    note_vi="Người 15 tuổi còn học lớp 9 làm tỷ lệ thấp đi một cách máy móc.",
    note_en="Residents of 15 who are still in the last grade lower the share mechanically.",
)
T2_05B = residents(
    "T2-05b",
    (
        "tỷ lệ đang học THPT, GDTX hoặc GDNN trong số người 15–18 tuổi đã tốt nghiệp THCS",
        "share in upper secondary among graduates aged 15–18",
    ),
    (IN_UPPER,),
    (FINISHED,),
    numerator=("người 15–18 tuổi đang học THPT, GDTX hoặc GDNN", "residents aged 15–18 in upper secondary"),
    denominator=("người 15–18 tuổi đã tốt nghiệp THCS", "residents aged 15–18 who graduated"),
    clause="III.7; III.9",
    reference="Nghị định 20/2014/NĐ-CP, Điều 16",
    versions=GRADUATION,
    assumed=COLUMNS,
)
T2_08A = schools(
    "T2-08a",
    ("tỷ lệ phường có 100% người 15–18 tuổi tốt nghiệp THCS", "share of wards where all graduated"),
    Equal((FINISHED,), (REQUIRED,)),
    among=(at_least(REQUIRED),),
    numerator=("phường mà mọi người phải phổ cập đã tốt nghiệp", "wards where everybody required has graduated"),
    denominator=WARDS,
    clause="I.2.2; III.7",
    reference=DECREE,
    unit_type=WARD,
    versions=GRADUATION,
    assumed=COLUMNS,
)
T2_08B = schools(
    "T2-08b",
    ("tỷ lệ phường được công nhận phổ cập giáo dục THCS mức độ 3", "share of wards recognised at level 3"),
    at_least(term("pcgd_recognised", "thcs_3")),
    among=(at_least(REQUIRED),),
    numerator=("phường có quyết định công nhận mức độ 3", "wards with a decision of recognition at level 3"),
    denominator=WARDS,
    clause="I.2.2; III.7",
    reference="Nghị định 20/2014/NĐ-CP, Điều 16",
    unit_type=WARD,
    versions=GRADUATION,
    assumed=COLUMNS,
    note_vi="Là quyết định công nhận, không phải số tính.",
    note_en="A decision of recognition, not a computed number.",
)

ATTAINMENT = (T2_01A, T2_02A, T2_02B, T2_03A, *T2_04, T2_05A, T2_05B, T2_06A, T2_07A, T2_08A, T2_08B)
