"""Labels keep order and distance; axes hold every value, begin at zero unless cut, and never print a step twice."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gec_lib.claims import Claimed
from gec_lib.figures import FigureError, Season, Slope, Slopes, Tone
from gec_lib.figures.labels import Box, Crowd, around, spread
from gec_lib.figures.plane import Start, value_scale

HEIGHTS = st.lists(st.floats(-500, 500), min_size=1, max_size=8).map(sorted)


@given(HEIGHTS, st.floats(1, 40))
def test_spread_keeps_order_and_gaps(wanted, gap):
    placed = spread(wanted, gaps=[gap] * (len(wanted) - 1), low=-1000, high=1000)
    assert all(b - a >= gap - 1e-6 for a, b in itertools.pairwise(placed))


@given(HEIGHTS)
def test_spread_moves_nothing_that_has_room(wanted):
    assert spread(wanted, gaps=[0.0] * (len(wanted) - 1), low=-500, high=500) == pytest.approx(wanted)


@given(HEIGHTS, st.floats(1, 40))
def test_spread_stays_inside_where_there_is_room(wanted, gap):
    placed = spread(wanted, gaps=[gap] * (len(wanted) - 1), low=0, high=gap * 8)
    assert placed[0] >= -1e-6 and placed[-1] <= gap * 8 + 1e-6


def test_a_label_takes_the_free_place_next_to_its_mark():
    crowd = Crowd(Box(0, 0, 100, 100))
    taken = Box(50, 20, 100, 50)
    crowd.add_box(taken, weight=40)
    spots = around((50.0, 50.0), width=30, height=9, reach=(5,))
    box, anchor = crowd.place(spots, width=30, height=9, pull=1, margin=0)
    assert anchor == (50.0, 50.0)
    assert box.x1 <= taken.x0 or box.y0 >= taken.y1 or box.y1 <= taken.y0 or box.x0 >= taken.x1


SHARES = st.lists(st.floats(0, 1), min_size=1, max_size=12)


@given(SHARES, st.sampled_from(Start))
def test_an_axis_of_shares_holds_all_values_and_never_passes_one(values, start):
    scale = value_scale(values, kind="pct1", most=7, start=start)
    assert scale.low <= min(values) + 1e-9 and max(values) - 1e-9 <= scale.high <= 1
    assert scale.low == 0 or start is Start.MAY_CUT
    labels = [round(100 * tick, 6) for tick in scale.ticks()]
    assert 2 <= len(labels) <= 7 and all(label == int(label) for label in labels)
    assert scale.low in scale.ticks()


@given(st.lists(st.integers(0, 100_000), min_size=1, max_size=12))
def test_an_axis_of_counts_begins_at_zero_and_prints_whole_numbers(values):
    scale = value_scale(values, kind="count", most=6, start=Start.AT_ZERO)
    assert scale.low == 0 and scale.high >= max(values)
    assert 2 <= len(scale.ticks()) <= 6 and all(tick == int(tick) for tick in scale.ticks())


def test_too_many_series_and_falling_counts_are_refused():
    one = Slope("x", Claimed("a", 0.1), Claimed("b", 0.2), Claimed("c", 0.1), Tone.WOMEN)
    with pytest.raises(FigureError, match="1 to 6 series, found 7"):
        Slopes(2021, 2025, (one,) * 7)
    with pytest.raises(FigureError, match="season 2025: days must ascend and cumulative counts must not fall"):
        Season(2025, (-2, -1), (5, 4))
