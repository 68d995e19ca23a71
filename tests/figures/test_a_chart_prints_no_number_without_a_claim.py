"""Ruling 21: in figures every text with a digit carries the id of a claim or of an axis."""

from __future__ import annotations

import pytest

from gec_lib.figures import CHARTS, FigureError, claims_of, unclaimed_texts
from gec_lib.figures.style import Pen, Sheet


def test_no_chart_holds_an_unclaimed_number(chart, look):
    drawing = CHARTS[type(chart)][0](chart, look=look)
    assert unclaimed_texts(drawing.wide) == []
    assert unclaimed_texts(drawing.narrow) == []


def test_both_drawings_print_the_same_claims(chart, look):
    drawing = CHARTS[type(chart)][0](chart, look=look)
    assert set(claims_of(drawing.wide)) == set(claims_of(drawing.narrow))


def test_a_number_without_a_claim_is_not_even_written():
    with pytest.raises(FigureError, match="'tăng 16,1'"):
        Sheet(100, 100).write(10, 10, "tăng 16,1", pen=Pen())


@pytest.mark.parametrize(
    "planted",
    [
        '<text x="3">28,6%</text>',
        '<g id="text_7"><text>28,6%</text></g>',
        '<g id="values:2021"><text>28,6%</text></g>',
        '<g id="claim:"><text>28,6%</text></g>',
        '<g id="claim:a;other"><text>28,6%</text></g>',
        '<g id="claim:a"><text>4/14</text></g>',
        '<g id="claim:a"><g id="patch_1"><text>28,6%</text></g></g>',
        "<title>28,6%</title>",
    ],
)
def test_a_planted_number_is_found(planted, inputs, look):
    data = inputs["Bars: ordinary"]
    svg = CHARTS[type(data)][0](data, look=look).wide
    assert len(unclaimed_texts(svg.replace("</svg>", f"{planted}</svg>"))) == 1


def test_claims_axes_and_targets_answer_for_their_numbers():
    svg = '<svg><g id="claim:a;claim:b"><text>4/1.014</text></g><g id="axis:year:1"><text>2025</text></g>'
    assert unclaimed_texts(svg + '<g id="target:T1"><text>từ 50%</text></g></svg>') == []
