"""Intervals: worked vectors, their ends, and what every interval must do."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gec_lib import formulas

COUNTS = st.integers(min_value=1, max_value=2000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(
    ("method", "events", "total", "lower", "upper", "digits"),
    [
        (formulas.wilson, 30, 30, 0.8865, 1, 4),
        (formulas.wilson, 29, 30, 0.8333, 0.9941, 4),
        (formulas.wilson, 198, 200, 0.9643, 0.9973, 4),
        (formulas.wilson, 2, 3, 0.2077, 0.9385, 4),
        (formulas.wilson, 0, 45, 0, 0.0787, 4),
        (formulas.wilson, 1, 1, 0.2065, 1, 4),
        (formulas.clopper_pearson, 30, 30, 0.8843, 1, 4),
        (formulas.clopper_pearson, 29, 30, 0.8278, 0.9992, 4),
        (formulas.clopper_pearson, 0, 45, 0, 0.0787, 4),
        (formulas.jeffreys, 30, 30, 0.9203, 0.99998, 4),
        (formulas.jeffreys, 29, 30, 0.8546, 0.9964, 4),
        (formulas.jeffreys, 0, 45, 0.00001, 0.0540, 4),
    ],
)
def test_intervals_of_the_worked_vectors(method, events: int, total: int, lower: float, upper: float, digits: int):
    """Domain §11, rows Wilson, Clopper–Pearson and Jeffreys (95 %)."""
    found = method(events, total=total, confidence=0.95)
    assert (round(found.lower, digits), round(found.upper, digits)) == (round(lower, digits), round(upper, digits))


def test_ends_are_exact_where_they_are_known():
    assert formulas.wilson(0, total=45).lower == 0 and formulas.wilson(30, total=30).upper == 1
    assert formulas.clopper_pearson(0, total=45).lower == 0 and formulas.clopper_pearson(30, total=30).upper == 1
    assert formulas.jeffreys(0, total=45).lower > 0 and formulas.jeffreys(30, total=30).upper < 1


@pytest.mark.parametrize("method", [formulas.wilson, formulas.clopper_pearson, formulas.jeffreys])
def test_no_total_no_interval(method):
    assert all(math.isnan(limit) for limit in method(0, total=0))


def test_a_difference_without_a_total_has_no_interval():
    found = formulas.newcombe_difference(1, total=2, events_other=0, total_other=0)
    assert all(math.isnan(limit) for limit in found)


def test_more_events_than_the_total_are_refused():
    with pytest.raises(ValueError, match=r"0 <= events <= total; 1 value"):
        formulas.wilson(pd.Series([1, 5]), total=pd.Series([2, 4]))


def test_a_confidence_in_percent_is_refused():
    with pytest.raises(ValueError, match=r"write 0.95"):
        formulas.wilson(1, total=2, confidence=95)


@settings(deadline=None)
@given(COUNTS)
def test_an_interval_covers_its_rate_and_mirrors_its_complement(counts: tuple[int, int]):
    events, total = counts
    for method in (formulas.wilson, formulas.clopper_pearson):
        found, mirrored = method(events, total=total), method(total - events, total=total)
        assert 0 <= found.lower <= events / total <= found.upper <= 1
        assert found.lower == pytest.approx(1 - mirrored.upper, abs=1e-9)


@settings(deadline=None)
@given(COUNTS, COUNTS)
def test_the_interval_of_a_difference_covers_it_and_turns_with_its_sign(one: tuple[int, int], other: tuple[int, int]):
    (x, n), (y, m) = one, other
    found = formulas.newcombe_difference(x, total=n, events_other=y, total_other=m)
    turned = formulas.newcombe_difference(y, total=m, events_other=x, total_other=n)
    assert found.lower <= x / n - y / m <= found.upper
    assert found.lower == pytest.approx(-turned.upper)
