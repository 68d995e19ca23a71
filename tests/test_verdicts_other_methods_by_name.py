"""Compound growth and the UN chart beside the verdict, and where they disagree with it (domain §4, §11)."""

from __future__ import annotations

import math

import pytest

from gec_lib.verdicts import Direction, cagr_ratio, un_ratio, un_status


@pytest.mark.parametrize(
    ("base", "value", "target", "years", "growth", "chart"),
    [
        (99.0, 99.3, 100, 2, 0.6018, 0.6009),
        (98.0, 99.5, 100, 3, 1.0025, None),
        (42, 46, 50, 2, 1.0445, 1.0476),
        (10, 18, 30, 2, 1.0809, 1.1200),
    ],
)
def test_ratios_of_the_worked_vectors(base, value, target, years, growth, chart):
    """Domain §11, rows T2, T3-01 and T3-02, from 2021 to 2025."""
    found = cagr_ratio(
        base, value=value, target=target, years=years, years_to_target=4, direction=Direction.UP, zero=0.001
    )
    assert found == pytest.approx(growth, abs=5e-5)
    if chart is not None:
        assert un_ratio(base, value=value, target=target, years=years, years_to_target=4) == pytest.approx(
            chart, abs=5e-5
        )


@pytest.mark.parametrize(("zero", "expected"), [(0.001, 0.399), (0.0001, 0.344), (0.01, 0.556)])
def test_with_a_target_of_zero_the_stand_in_decides(zero: float, expected: float):
    """Domain §11, row Dropout 0.20 → 0.10 → 0: why the stand-in must be named and the method never decides."""
    found = cagr_ratio(0.20, value=0.10, target=0, years=2, years_to_target=4, direction=Direction.DOWN, zero=zero)
    assert found == pytest.approx(expected, abs=5e-4)


def test_a_base_above_the_target_that_falls_is_the_wrong_way():
    found = cagr_ratio(60, value=45, target=50, years=2, years_to_target=4, direction=Direction.UP, zero=0.001)
    assert found < 0


def test_no_required_growth_has_no_ratio():
    assert math.isnan(
        cagr_ratio(50, value=50, target=50, years=2, years_to_target=4, direction=Direction.UP, zero=0.001)
    )
    assert math.isnan(un_ratio(50, value=49, target=50, years=2, years_to_target=4))


def test_the_charts_tolerance_at_100_per_cent_is_not_applied():
    """Domain §4.2.2: the chart would call 99.1 % achieved, the plan says 100 %."""
    found = un_status(99.0, value=99.1, target=100, years=2, years_to_target=4, direction=Direction.UP)
    assert found.name == "FAIR"
