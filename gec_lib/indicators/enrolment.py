"""Residents at school: preschool, entry to school, lower secondary at the official age and at any age."""

from __future__ import annotations

from gec_lib.codelists import WARD
from gec_lib.indicators.records import BlankRule, Crossed, Direction, Indicator, Term, term
from gec_lib.indicators.shapes import DECREE, GSO, SURVEY_FORM, UIS, Words, record, residents

OFFICIAL = "a11|a12|a13|a14"
ANY_AGE = f"u11|{OFFICIAL}|o14"
CIRCULAR = "Thông tư 03/2024/TT-BGDĐT"


def _attending(
    code: str, name: Words, num: Term, ages: str, *, numerator: Words, denominator: Words, clause: str, reference: str
) -> Indicator:
    one_age = "|" not in ages
    return residents(
        code,
        name,
        (num,),
        (term("residents", ages),),
        numerator=numerator,
        denominator=denominator,
        clause=clause,
        reference=reference,
        splits=("group",) if one_age else ("age", "group"),
        assumed=SURVEY_FORM,
    )


N07_2A = _attending(
    "N07-2a",
    ("tỷ lệ học THCS đúng tuổi", "net enrolment rate in lower secondary"),
    term("in_lower_secondary", OFFICIAL),
    OFFICIAL,
    numerator=("người 11–14 tuổi cư trú đang học THCS", "residents aged 11–14 in lower secondary"),
    denominator=("người 11–14 tuổi cư trú", "residents aged 11–14"),
    clause="III.7",
    reference=f"{GSO}; {UIS}, net enrolment rate",
)
N07_2B = residents(
    "N07-2b",
    ("tỷ lệ học THCS chung", "gross enrolment ratio in lower secondary"),
    (term("in_lower_secondary", ANY_AGE),),
    (term("residents", OFFICIAL),),
    numerator=("người cư trú đang học THCS, mọi tuổi", "residents in lower secondary, of any age"),
    denominator=("người 11–14 tuổi cư trú", "residents aged 11–14"),
    clause="III.7",
    reference=f"{GSO}; {UIS}, gross enrolment ratio",
    assumed=SURVEY_FORM,
    note_vi="Có thể vượt 100% vì học sinh ngoài độ tuổi: để nguyên, gắn cờ.",
    note_en="May pass 100% through pupils outside the age: kept as it is, with a flag.",
)
N07_2C = record(
    "N07-2c",
    (
        "học sinh 11–14 tuổi của các trường so với dân số cùng tuổi",
        "pupils aged 11–14 of the schools over residents of that age",
    ),
    formula=Crossed((term("pupils_by_age", OFFICIAL),), (term("residents", OFFICIAL),)),
    numerator=("học sinh THCS 11–14 tuổi của các trường trên địa bàn", "pupils aged 11–14 of the area's schools"),
    denominator=("người 11–14 tuổi cư trú", "residents aged 11–14"),
    unit="%",
    direction=Direction.NEUTRAL,
    clause="III.7",
    reference="Check of two sources against each other",
    unit_type=WARD,
    blank=BlankRule.REFUSE,
    by_sex=True,
    assumed=SURVEY_FORM,
    note_vi="Chỉ để đối chiếu: học sinh trái tuyến làm hỏng tỷ lệ.",
    note_en="A check only: pupils from elsewhere spoil it as a rate.",
)
S01_1A = _attending(
    "S01-1a",
    ("tỷ lệ huy động trẻ nhà trẻ", "enrolment rate of nursery age"),
    term("in_preschool", "a0_2"),
    "a0_2",
    numerator=("trẻ 0–2 tuổi cư trú ra lớp", "residents aged 0–2 in preschool"),
    denominator=("trẻ 0–2 tuổi cư trú (từ 3 tháng)", "residents aged 0–2, from three months"),
    clause="IV.2.6",
    reference=f"{CIRCULAR}, 1106",
)
S01_2A = _attending(
    "S01-2a",
    ("tỷ lệ huy động trẻ 3–5 tuổi", "enrolment rate at ages 3–5"),
    term("in_preschool", "a3|a4|a5"),
    "a3|a4|a5",
    numerator=("trẻ 3–5 tuổi cư trú ra lớp", "residents aged 3–5 in preschool"),
    denominator=("trẻ 3–5 tuổi cư trú", "residents aged 3–5"),
    clause="IV.2.6",
    reference=f"{CIRCULAR}, 1206",
)
S01_2B = _attending(
    "S01-2b",
    ("tỷ lệ huy động trẻ 5 tuổi", "enrolment rate at age 5"),
    term("in_preschool", "a5"),
    "a5",
    numerator=("trẻ 5 tuổi cư trú ra lớp", "residents aged 5 in preschool"),
    denominator=("trẻ 5 tuổi cư trú", "residents aged 5"),
    clause="IV.2.6",
    reference=f"{CIRCULAR}, 1207; {DECREE}, Điều 6",
)
S01_3A = _attending(
    "S01-3a",
    ("tỷ lệ trẻ hoàn thành chương trình giáo dục mầm non", "completion of the preschool programme"),
    term("preschool_completed", "a6"),
    "a6",
    numerator=("trẻ 6 tuổi cư trú đã hoàn thành chương trình", "residents aged 6 who completed the programme"),
    denominator=("trẻ 6 tuổi cư trú", "residents aged 6"),
    clause="IV.2.6",
    reference=f"{CIRCULAR}, 1208; {DECREE}, Điều 6",
)
S01_5A = _attending(
    "S01-5a",
    ("tỷ lệ trẻ 6 tuổi vào lớp 1", "entry to grade 1 at age 6"),
    term("in_grade1", "a6"),
    "a6",
    numerator=("trẻ 6 tuổi cư trú đang học lớp 1", "residents aged 6 in grade 1"),
    denominator=("trẻ 6 tuổi cư trú", "residents aged 6"),
    clause="IV.2.6",
    reference=f"{DECREE}, Điều 9–10",
)

ENROLMENT = (N07_2A, N07_2B, N07_2C, S01_1A, S01_2A, S01_2B, S01_3A, S01_5A)
