"""Kitagawa, contributions and the change of a share add up exactly, and give the worked vectors."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gec_lib import formulas

GROUP = st.integers(0, 50).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
GROUPS = st.lists(st.tuples(GROUP, GROUP), min_size=1, max_size=12).filter(
    lambda rows: sum(n for (_, n), _ in rows) > 0 and sum(m for _, (_, m) in rows) > 0
)


def columns(groups: list) -> dict[str, np.ndarray]:
    rows = np.array([(x, n, y, m) for (x, n), (y, m) in groups], dtype=float)
    return dict(zip(("events", "total", "events_other", "total_other"), rows.T, strict=True))


def gap(given: dict[str, np.ndarray]) -> float:
    return given["events"].sum() / given["total"].sum() - given["events_other"].sum() / given["total_other"].sum()


def test_the_worked_vector():
    """Domain §11: rA=(.99,.95) wA=(.5,.5); rB=(.98,.90) wB=(.7,.3): .014 = rate .026 + composition −.012."""
    found = formulas.kitagawa(
        np.array([495, 475]),
        total=np.array([500, 500]),
        events_other=np.array([686, 270]),
        total_other=np.array([700, 300]),
    )
    assert (found.rate.sum(), found.composition.sum()) == pytest.approx((0.026, -0.012))


@given(GROUPS)
def test_rate_and_composition_sum_to_the_difference(groups: list):
    given_ = columns(groups)
    found = formulas.kitagawa(given_.pop("events"), **given_)
    assert found.rate.sum() + found.composition.sum() == pytest.approx(gap(columns(groups)), abs=1e-12)


@given(GROUPS)
def test_swapping_the_two_negates_both_parts(groups: list):
    one, other = columns(groups), columns([(b, a) for a, b in groups])
    found, back = (formulas.kitagawa(c.pop("events"), **c) for c in (one, other))
    assert back.rate.sum() == pytest.approx(-found.rate.sum(), abs=1e-12)
    assert back.composition.sum() == pytest.approx(-found.composition.sum(), abs=1e-12)


@given(GROUPS)
def test_contributions_sum_to_the_gap(groups: list):
    given_ = columns(groups)
    found = formulas.gap_contributions(given_.pop("events"), **given_)
    assert found.sum() == pytest.approx(100 * gap(columns(groups)), abs=1e-9)


def test_with_equal_rates_everything_is_composition():
    found = formulas.kitagawa(
        np.array([9, 5]), total=np.array([10, 10]), events_other=np.array([18, 5]), total_other=np.array([20, 10])
    )
    assert np.abs(found.rate).max() < 1e-15
    assert found.composition.sum() == pytest.approx(14 / 20 - 23 / 30)


HEADS = st.integers(0, 200)


@given(HEADS, HEADS, HEADS, HEADS)
def test_women_and_men_make_the_whole_change(f: int, m: int, f0: int, m0: int):
    women, men = formulas.share_change(float(f), men=float(m), women_before=float(f0), men_before=float(m0))
    if 0 in (f + m, f0 + m0, f + m0, f0 + m):
        assert np.isnan(women) or np.isnan(men) or women + men == pytest.approx(100 * (f / (f + m) - f0 / (f0 + m0)))
        return
    assert women + men == pytest.approx(100 * (f / (f + m) - f0 / (f0 + m0)), abs=1e-9)
    assert women * (f - f0) >= -1e-9 and men * (m0 - m) >= -1e-9, "more women never lower their share"


def test_half_reached_because_men_left():
    """Domain §9, row 8: 10 women stay, 20 of 30 men leave: from 25 % to 50 %, all of it by men."""
    assert formulas.share_change(10.0, men=10.0, women_before=10.0, men_before=30.0) == (0.0, 25.0)
