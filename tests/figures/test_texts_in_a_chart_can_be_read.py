"""Texts are horizontal, large enough, inside the sheet, and lie on no other text: measured by matplotlib's renderer."""

from __future__ import annotations

import importlib
import itertools

import matplotlib as mpl
import pytest
from matplotlib.text import Text

from gec_lib.figures import CHARTS, Size
from gec_lib.figures.style import theme


def texts(chart, size, look):
    """Every text of a drawing with its box, as matplotlib itself lays it out."""
    module = importlib.import_module(CHARTS[type(chart)][0].__module__)
    with mpl.rc_context(theme()):
        sheet = module.compose(chart, size=size, look=look)
        sheet.canvas.draw_without_rendering()
        found = [t for t in sheet.canvas.findobj(Text) if t.get_text() and t.get_visible() and t.axes is None]
        return sheet, [(t, t.get_window_extent()) for t in found]


@pytest.mark.parametrize("size", list(Size), ids=lambda size: size.name)
def test_no_text_lies_on_another_or_leaves_the_sheet(chart, size, look):
    sheet, found = texts(chart, size, look)
    for text, box in found:
        assert box.x0 >= -0.5 and box.y0 >= -0.5, f"{text.get_text()!r} leaves the sheet at left or below: {box}"
        assert box.x1 <= sheet.width + 0.5 and box.y1 <= sheet.height + 0.5, f"{text.get_text()!r} leaves: {box}"
    for (one, a), (two, b) in itertools.combinations(found, 2):
        across = min(a.x1, b.x1) - max(a.x0, b.x0)
        up = min(a.y1, b.y1) - max(a.y0, b.y0)
        assert across <= 0.5 or up <= 1.5, f"{one.get_text()!r} lies on {two.get_text()!r}"


@pytest.mark.parametrize("size", list(Size), ids=lambda size: size.name)
def test_every_text_is_horizontal_and_at_least_8_4_points(chart, size, look):
    _, found = texts(chart, size, look)
    assert found
    assert all(text.get_fontsize() >= 8.4 and text.get_rotation() == 0 for text, _ in found)
