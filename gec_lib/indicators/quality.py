"""Quality of the data itself: four parts of 25 points, and person cells that are split by sex."""

from __future__ import annotations

from gec_lib.indicators.derived import quality_score
from gec_lib.indicators.records import BlankRule, Direction, Indicator, Input, term
from gec_lib.indicators.shapes import Words, derived, pooled

EVERY_STREAM = "*"
SCORE = "III.17; IV.1.4"


def _part(
    code: str,
    name: Words,
    good: str,
    asked: str,
    category: str,
    numerator: Words,
    denominator: Words,
    *,
    clause: str = SCORE,
) -> Indicator:
    return pooled(
        code,
        name,
        (term(good, category),),
        (term(asked, category),),
        numerator=numerator,
        denominator=denominator,
        clause=clause,
        reference=f"Kế hoạch 379, {clause}",
        blank=BlankRule.NO_CELL,
        splits=("stream",) if category == EVERY_STREAM else (),
        assumed="criteria of this catalogue",
    )


N17_2B = _part(
    "N17-2b",
    ("tỷ lệ ô bắt buộc đã điền", "share of required cells filled"),
    "cells_filled",
    "cells_required",
    EVERY_STREAM,
    ("ô bắt buộc có giá trị hợp lệ", "required cells with a valid value"),
    ("ô bắt buộc của các biểu đã nhận", "required cells of the returns received"),
)
N17_2C = _part(
    "N17-2c",
    ("tỷ lệ báo cáo mọi loại nộp đúng hạn", "share of returns of every kind on time"),
    "return_on_time",
    "return_due",
    EVERY_STREAM,
    ("báo cáo nhận trong hạn", "returns received in time"),
    ("báo cáo phải nộp", "returns due"),
)
N17_2D = _part(
    "N17-2d",
    ("tỷ lệ phép kiểm trong một biểu đạt", "share of checks within a form that passed"),
    "checks_passed",
    "checks_run",
    "internal",
    ("phép kiểm đạt", "checks passed"),
    ("phép kiểm đã chạy trên bản nộp đầu tiên", "checks run on the first submission"),
)
N17_2E = _part(
    "N17-2e",
    ("tỷ lệ phép kiểm giữa biểu, năm, đơn vị đạt", "share of checks between forms, years and units that passed"),
    "checks_passed",
    "checks_run",
    "cross",
    ("phép kiểm đạt", "checks passed"),
    ("phép kiểm đã chạy trên bản nộp đầu tiên", "checks run on the first submission"),
)
N17_2A = derived(
    "N17-2a",
    ("điểm chất lượng số liệu", "data-quality score"),
    quality_score,
    Input("N17-2b"),
    Input("N17-2c"),
    Input("N17-2d"),
    Input("N17-2e"),
    numerator=("bốn phần, mỗi phần 25 điểm", "four parts of 25 points each"),
    denominator=("100 điểm", "100 points"),
    unit="điểm",
    direction=Direction.UP,
    blank=BlankRule.NO_CELL,
    clause=SCORE,
    reference="Weights of this catalogue",
    assumed="criteria and weights of this catalogue",
    note_vi="In cả bốn phần, không chỉ tổng.",
    note_en="The four parts are printed, never the sum alone.",
)
S02_3A = _part(
    "S02-3a",
    ("tỷ lệ ô số người có tách giới", "share of person cells split by sex"),
    "cells_sexed_filled",
    "cells_sexed",
    EVERY_STREAM,
    ("ô số người có cột nữ được điền", "person cells whose column of women is filled"),
    ("ô số người phải tách giới", "person cells that must be split"),
    clause="IV.1.4",
)

QUALITY = (N17_2A, N17_2B, N17_2C, N17_2D, N17_2E, S02_3A)
