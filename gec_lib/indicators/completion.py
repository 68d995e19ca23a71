"""Completion of a level: over those who began it, and over the last grade of the year before.

Return Y of the end of the year speaks of school year Y−1/Y. Its completers began the level on 30 September as many
years before as the level has grades, so the lag counts the first grade's year too.
"""

from __future__ import annotations

from gec_lib.indicators.records import Indicator, Term, term
from gec_lib.indicators.shapes import END_FORM, GSO, Words, pooled

ELEMENTARY_YEARS, JUNIOR_YEARS = 5, 4
GRADUATION = ("graduation_diploma", "graduation_confirmed")
COMPLETERS = term("completers")


def _completion(code: str, name: Words, den: Term, denominator: Words, **more: object) -> Indicator:
    more = {"assumed": END_FORM, "reference": GSO, **more}
    return pooled(
        code,
        name,
        (COMPLETERS,),
        (den,),
        numerator=("học sinh hoàn thành cấp học", "pupils who completed the level"),
        denominator=denominator,
        by_sex=True,
        **more,
    )


MOVED = {
    "note_vi": "Có thể vượt 100% vì học sinh chuyển đến: để nguyên, gắn cờ.",
    "note_en": "May pass 100% through pupils who moved in: kept as it is, with a flag.",
}
N07_1A = _completion(
    "N07-1a",
    ("tỷ lệ hoàn thành cấp THCS", "completion of lower secondary"),
    term("pupils", "@first_junior", lag=JUNIOR_YEARS),
    ("học sinh lớp 6 bốn năm trước", "pupils of grade 6 four years before"),
    clause="III.7; IV.2.6",
    versions=GRADUATION,
    **MOVED,
)
N07_1B = _completion(
    "N07-1b",
    ("tỷ lệ hoàn thành THCS trong số học sinh lớp 9", "completion among pupils of grade 9"),
    term("pupils", "@last_junior", lag=1),
    ("học sinh lớp 9 năm trước", "pupils of grade 9 the year before"),
    clause="III.7; IV.2.6",
    versions=GRADUATION,
)
S01_3B = _completion(
    "S01-3b",
    ("tỷ lệ hoàn thành chương trình mầm non trong số trẻ 5–6 tuổi", "completion among kindergarten age 5"),
    term("pupils_end", "@last_kindergarten"),
    ("trẻ mẫu giáo 5–6 tuổi có mặt ngày 31/5", "kindergarten age 5 present on 31 May"),
    clause="IV.2.6",
)
S01_4A = _completion(
    "S01-4a",
    ("tỷ lệ hoàn thành chương trình tiểu học", "completion of primary"),
    term("pupils", "@first_elementary", lag=ELEMENTARY_YEARS),
    ("học sinh lớp 1 năm năm trước", "pupils of grade 1 five years before"),
    clause="IV.2.6",
    **MOVED,
)
S01_4B = _completion(
    "S01-4b",
    ("tỷ lệ hoàn thành tiểu học trong số học sinh lớp 5", "completion among pupils of grade 5"),
    term("pupils", "@last_elementary", lag=1),
    ("học sinh lớp 5 năm trước", "pupils of grade 5 the year before"),
    clause="IV.2.6",
)

COMPLETION = (N07_1A, N07_1B, S01_3B, S01_4A, S01_4B)
