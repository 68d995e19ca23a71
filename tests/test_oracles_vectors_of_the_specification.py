"""Every vector worked in domain.md §11, in one module; each row is printed with its greatest difference."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

from gec_lib import formulas
from gec_lib.returns.numbers import Kind, parse
from gec_lib.suppression import Structure, suppress
from gec_lib.verdicts import Count, Direction, Operator, Rule, cagr_ratio, extra_women, judge, satisfies, un_ratio

Check = Callable[..., None]


@pytest.fixture
def vector(capsys: pytest.CaptureFixture[str]) -> Check:
    def check(name: str, *, found: list[float], worked: list[float], tolerance: float) -> None:
        difference = float(np.abs(np.array(found, dtype=float) - np.array(worked, dtype=float)).max())
        with capsys.disabled():
            print(
                f"\n  {name:<52}{len(found):>3} values   max difference {difference:.1e}   allowed {tolerance:.0e}",
                end="",
            )
        assert difference <= tolerance  # NaN fails too

    return check


def rule(value: Fraction, operator: Operator = Operator.AT_LEAST) -> Rule:
    return Rule(operator, value, 2025, onwards=False, base_year=2021, pace_from=2021, until=None)


def growth(base: float, value: float, target: float, years: int, direction: Direction, zero: float) -> float:
    return cagr_ratio(base, value=value, target=target, years=years, years_to_target=4, direction=direction, zero=zero)


@pytest.mark.parametrize(
    ("name", "base", "value", "target", "years", "cagr", "linear", "un"),
    [
        ("T2 99.0 -> 99.3 -> 100", 990, 993, 1000, 2, 0.6018, 0.6, 0.6009),
        ("T2 98.0 -> 99.5 (2024) -> 100", 980, 995, 1000, 3, 1.0025, 1.0, None),
        ("T3-01 42 -> 46 -> 50", 420, 460, 500, 2, 1.0445, 1.0, 1.0476),
        ("T3-02 10 -> 18 -> 30", 100, 180, 300, 2, 1.0809, 0.8, 1.12),
    ],
)
def test_paces(name: str, base: int, value: int, target: int, years: int, cagr: float, linear: float, un: float | None,
               vector: Check):  # fmt: skip
    series = {2021: Count(base, 1000), 2021 + years: Count(value, 1000)}
    ratio = judge(series, rule=rule(Fraction(target, 1000)), year=2021 + years, breaks=()).ratio
    assert ratio == Fraction(linear).limit_denominator(100), "the default pace is exact"
    found, worked = [growth(base / 10, value / 10, target / 10, years, Direction.UP, 0.001)], [cagr]
    if un is not None:
        found.append(un_ratio(base / 10, value=value / 10, target=target / 10, years=years, years_to_target=4))
        worked.append(un)
    vector(name, found=found, worked=worked, tolerance=5e-5)


def test_dropout_to_zero(vector: Check):
    found = [growth(0.20, 0.10, 0, 2, Direction.DOWN, zero) for zero in (0.001, 0.0001, 0.01)]
    vector("dropout 0.20 -> 0.10 -> 0, CAGR by stand-in", found=found, worked=[0.399, 0.344, 0.556], tolerance=5e-4)
    linear = ((0.10 - 0.20) / 2) / ((0 - 0.20) / 4)
    vector("dropout 0.20 -> 0.10 -> 0, linear", found=[linear], worked=[1.0], tolerance=1e-12)


def test_adjusted_parity(vector: Check):
    pairs = [(99.2, 98.4), (96, 99), (110, 100), (200, 100), (50, 100)]
    found = [formulas.adjusted_parity_index(f, male=m) for f, m in pairs]
    vector("GPIA", found=found, worked=[1.0081, 0.9697, 1.0909, 1.5, 0.5], tolerance=5e-5)


def test_intervals(vector: Check):
    counts = [(30, 30), (29, 30), (198, 200), (2, 3), (0, 45), (1, 1)]
    wilson = [limit for x, n in counts for limit in formulas.wilson(x, total=n)]
    worked = [0.8865, 1, 0.8333, 0.9941, 0.9643, 0.9973, 0.2077, 0.9385, 0, 0.0787, 0.2065, 1]
    vector("Wilson 95 %", found=wilson, worked=worked, tolerance=5.1e-5)
    three = [(30, 30), (29, 30), (0, 45)]
    exact = [limit for x, n in three for limit in formulas.clopper_pearson(x, total=n)]
    vector("Clopper-Pearson 95 %", found=exact, worked=[0.8843, 1, 0.8278, 0.9992, 0, 0.0787], tolerance=5.1e-5)
    half = [limit for x, n in three for limit in formulas.jeffreys(x, total=n)]
    vector("Jeffreys 95 %", found=half, worked=[0.9203, 0.99998, 0.8546, 0.9964, 0.00001, 0.0540], tolerance=5.1e-5)


def test_funnel(vector: Check):
    found = []
    for size in (50, 150, 300, 600):
        inner = formulas.funnel_limits(size, rate=0.995)
        outer = formulas.funnel_limits(size, rate=0.995, confidence=0.998)
        found += [outer.lower, inner.lower, inner.upper, outer.upper]
    worked = [47, 48, 50, 50, 145, 147, 150, 150, 294, 296, 300, 300, 590, 593, 600, 600]
    vector("binomial funnel at .995", found=found, worked=worked, tolerance=0)


def test_representation(vector: Check):
    found = [
        formulas.share(150, whole=180),
        formulas.share(1450, whole=1600),
        formulas.representation_index(150, part=180, whole_female=1450, whole=1600),
        formulas.share(150, whole=1450),
        formulas.share(30, whole=150),
        formulas.risk_ratio(150, total=1450, events_other=30, total_other=150),
    ]
    vector("representation", found=found, worked=[0.8333, 0.9063, 0.9195, 0.1034, 0.2, 0.5172], tolerance=6e-5)


def test_kitagawa(vector: Check):
    found = formulas.kitagawa(
        np.array([495, 475]), total=np.array([500, 500]),
        events_other=np.array([686, 270]), total_other=np.array([700, 300]),
    )  # fmt: skip
    parts = [float(found.rate.sum()), float(found.composition.sum())]
    vector("Kitagawa", found=[*parts, sum(parts)], worked=[0.026, -0.012, 0.014], tolerance=1e-12)


def test_people_and_operators(vector: Check):
    vector("extra women for 30 %, F=2, N=10", found=[extra_women(Count(2, 10), rule=rule(Fraction(3, 10))) or 0],
           worked=[2], tolerance=0)  # fmt: skip
    assert not satisfies(Count(50, 100), rule=rule(Fraction(1, 2), Operator.MORE_THAN))
    assert satisfies(Count(50, 100), rule=rule(Fraction(1, 2)))


def test_numbers_as_typed():
    assert (parse("1.234").value, parse("2.090").value, parse("-").value) == (1234, 2090, 0)
    assert (parse("98,75%").kind, parse("98,75%").value) == (Kind.RATE, 98.75)
    assert parse("2.09").kind is Kind.AMBIGUOUS
    assert (parse("…").kind, parse("").kind) == (Kind.MISSING, Kind.BLANK)


def test_suppression_of_a_row():
    table = pd.DataFrame({"M": [3], "F": [21], "T": [24]}, index=["row"])
    plan = suppress(table, structure=Structure({}, {"T": ("F", "M")}), threshold=5, width=5, published=None)
    assert plan.small.loc["row"].tolist() == [True, False, False]
    assert plan.hidden.loc["row"].tolist() == [True, True, False]
