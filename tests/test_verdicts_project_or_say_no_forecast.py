"""A line with its prediction interval where there are four comparable years, and "no forecast" where there are not."""

from __future__ import annotations

from fractions import Fraction

import pytest

from gec_lib.verdicts import Count, NoForecast, Operator, Projection, Rule, project

PHD = Rule(Operator.AT_LEAST, Fraction(30, 100), 2025, onwards=False, base_year=2021, pace_from=2021, until=None)


def ahead(series: dict[int, Count], *, year: int, breaks: tuple[int, ...] = (), horizon: int = 2035):
    return project(series, rule=PHD, year=year, breaks=breaks, horizon=horizon, confidence=0.95)


SERIES = {2021: Count(10, 100), 2022: Count(15, 100), 2023: Count(18, 100), 2024: Count(23, 100)}


def test_the_line_and_its_interval_are_those_worked_by_hand():
    """Slope .042, mean .165 at 2022.5; residuals −.002, .006, −.006, .002: s² = .00008/2 = .00004.

    2025: .165 + 2.5·.042 = .27; error² = s² (1 + 1/4 + 2.5²/5) = .0001; t(.975, 2) = 4.3027.
    """
    found = ahead(SERIES, year=2024)
    assert isinstance(found, Projection)
    assert (found.points, found.year) == (4, 2025)
    assert (found.slope, found.value) == pytest.approx((0.042, 0.27))
    assert (found.low, found.high) == pytest.approx((0.27 - 0.043027, 0.27 + 0.043027), abs=1e-6)
    assert found.attained == 2026
    assert 0 < found.chance < 0.5


def test_three_years_are_no_forecast():
    assert ahead(SERIES, year=2023) == NoForecast(points=3, needed=4)
    assert ahead({}, year=2023) == NoForecast(points=0, needed=4)


def test_years_before_a_break_and_empty_years_do_not_count():
    assert ahead(SERIES, year=2024, breaks=(2022,)) == NoForecast(points=3, needed=4)
    assert ahead({**SERIES, 2023: Count(0, 0)}, year=2024) == NoForecast(points=3, needed=4)


def test_a_falling_line_never_reaches_it():
    falling = {2021 + i: Count(25 - 3 * i, 100) for i in range(4)}
    found = ahead(falling, year=2024)
    assert isinstance(found, Projection) and found.attained is None


def test_an_exact_line_has_no_width_and_is_sure():
    exact = {2021 + i: Count(10 + 5 * i, 100) for i in range(4)}
    found = ahead(exact, year=2024)
    assert isinstance(found, Projection)
    assert (found.low, found.value, found.high, found.chance) == pytest.approx((0.3, 0.3, 0.3, 1.0))
    assert found.attained == 2025


def test_big_years_weigh_more():
    """Four equal years, then one far out with hardly anybody in it: the line stays flat."""
    series = {2020 + i: Count(100, 1000) for i in range(4)} | {2024: Count(1, 1)}
    found = ahead(series, year=2024)
    assert isinstance(found, Projection) and found.value < 0.11
