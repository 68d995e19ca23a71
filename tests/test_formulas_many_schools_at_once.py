"""Funnel limits, shrinkage, false discovery, concentration: against worked vectors, scipy's rule and by laws."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gec_lib import formulas

SCHOOLS = st.lists(
    st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=2, max_size=30
)


@pytest.mark.parametrize(
    ("size", "lowest", "low", "high", "highest"),
    [(50, 47, 48, 50, 50), (150, 145, 147, 150, 150), (300, 294, 296, 300, 300), (600, 590, 593, 600, 600)],
)
def test_funnel_limits_are_the_worked_ones(size: int, lowest: int, low: int, high: int, highest: int):
    """Domain §11: quantiles .001, .025, .975, .999 at a rate of .995."""
    assert formulas.funnel_limits(size, rate=0.995) == (low, high)
    assert formulas.funnel_limits(size, rate=0.995, confidence=0.998) == (lowest, highest)


@given(st.integers(1, 400), st.floats(0.01, 0.99))
def test_wider_limits_hold_narrower_ones_and_the_expected_count(size: int, rate: float):
    narrow = formulas.funnel_limits(size, rate=rate)
    wide = formulas.funnel_limits(size, rate=rate, confidence=0.998)
    assert 0 <= wide.lower <= narrow.lower <= narrow.upper <= wide.upper <= size
    assert narrow.lower - 1 < size * rate < narrow.upper + 1


def test_a_rate_in_percent_is_refused():
    with pytest.raises(ValueError, match=r"found 99.5; write 0.995 for 99.5 %"):
        formulas.funnel_limits(10, rate=99.5)


def test_a_count_far_out_is_unlikely_by_the_binomial_table():
    """10 tosses: none or all heads happen 2 times in 1024, five heads are the middle."""
    assert formulas.differs_from_rate(0, total=10, rate=0.5) == pytest.approx(2 / 1024)
    assert formulas.differs_from_rate(10, total=10, rate=0.5) == pytest.approx(2 / 1024)
    assert formulas.differs_from_rate(5, total=10, rate=0.5) == 1
    assert np.isnan(formulas.differs_from_rate(0, total=0, rate=0.5))


def test_adjusted_p_values_are_those_of_the_paper():
    """Benjamini and Hochberg 1995, table 1: at 0.05 their procedure rejects the four smallest of fifteen."""
    small = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344]
    p = np.array([*small, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0])
    assert (formulas.false_discovery(p) <= 0.05).tolist() == [True] * 4 + [False] * 11
    with_gap = formulas.false_discovery(pd.Series([0.01, np.nan, 0.02]))
    assert with_gap.isna().tolist() == [False, True, False] and with_gap.iloc[2] == pytest.approx(0.02)


@given(SCHOOLS)
def test_a_shrunken_rate_lies_between_its_own_and_that_of_all(schools: list[tuple[int, int]]):
    x, n = (np.array(values, dtype=float) for values in zip(*schools, strict=True))
    pooled, found = x.sum() / n.sum(), formulas.shrunken_rate(x, total=n)
    low, high = np.minimum(x / n, pooled), np.maximum(x / n, pooled)
    assert (found >= low - 1e-9).all() and (found <= high + 1e-9).all()


def test_schools_that_differ_by_chance_alone_all_get_the_pooled_rate():
    x, n = np.array([2.0, 2.0, 2.0]), np.array([20.0, 20.0, 20.0])
    assert formulas.prior_of_rates(x, total=n) is None
    assert formulas.shrunken_rate(x, total=n).tolist() == pytest.approx([0.1] * 3)


def test_the_fit_by_moments_is_the_one_on_paper():
    """2, 4, 6, 8 of 10: spread 2 less 3/4 by chance, over 30 − 3, is 5/108; 1/4 over it less 1 is 22/5."""
    prior = formulas.prior_of_rates(np.array([2, 4, 6, 8]), total=np.array([10] * 4))
    assert prior is not None
    assert (prior.alpha, prior.beta, prior.mean) == pytest.approx((2.2, 2.2, 0.5))
    found = formulas.shrunken_rate(np.array([2, 4, 6, 8]), total=np.array([10] * 4))
    assert found.tolist() == pytest.approx([(k + 2.2) / 14.4 for k in (2, 4, 6, 8)])


@given(st.lists(st.integers(0, 20), min_size=1, max_size=40), st.floats(0.05, 1))
def test_the_top_holds_at_least_its_part(events: list[int], top: float):
    found = formulas.concentration(np.array(events, dtype=float), top=top)
    assert np.isnan(found) if sum(events) == 0 else top - 1e-9 <= found <= 1 + 1e-9


def test_events_in_the_top_tenth():
    events = np.array([6.0, 1, 1, 1, 1, 0, 0, 0, 0, 0])
    assert formulas.concentration(events, top=0.1) == 0.6
    assert formulas.concentration(events, top=0.15) == pytest.approx(0.65)
    assert formulas.concentration(events, top=1) == 1
