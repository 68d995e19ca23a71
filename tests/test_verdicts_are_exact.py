"""Counts decide in whole numbers; a float never gets in."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from gec_lib.verdicts import Count, Operator, Rule, Verdict, judge, satisfies


def rule(operator: Operator, value: Fraction, *, base_year: int = 2021, until: int | None = None) -> Rule:
    return Rule(operator, value, 2025, onwards=False, base_year=base_year, pace_from=2021, until=until)


ALL_OF_THEM = rule(Operator.AT_LEAST, Fraction(1))


def test_the_pace_of_99_to_99_3_is_exactly_0_60():
    """Ruling 4 and domain §11, row T2: in floats the ratio comes out as 0.5999… and the verdict as behind."""
    series = {2021: Count(990, 1000), 2023: Count(993, 1000)}
    found = judge(series, rule=ALL_OF_THEM, year=2023, breaks=())
    assert found.ratio == Fraction(3, 5)
    assert found.verdict is Verdict.NEEDS_ACCELERATION
    in_floats = ((99.3 - 99.0) / 2) / ((100 - 99.0) / 4)
    assert in_floats < 0.6, "the example must show what floats would do"


@pytest.mark.parametrize(
    ("base", "latest", "year", "target", "ratio"),
    [
        (Count(980, 1000), Count(995, 1000), 2024, Fraction(1), 1),
        (Count(42, 100), Count(46, 100), 2023, Fraction(1, 2), 1),
        (Count(10, 100), Count(18, 100), 2023, Fraction(30, 100), Fraction(4, 5)),
    ],
)
def test_linear_pace_of_the_worked_vectors(base: Count, latest: Count, year: int, target: Fraction, ratio: Fraction):
    """Domain §11, rows T2, T3-01 and T3-02."""
    found = judge({2021: base, year: latest}, rule=rule(Operator.AT_LEAST, target), year=year, breaks=())
    assert found.ratio == ratio


def test_what_rounds_to_the_target_does_not_meet_it():
    assert not satisfies(Count(99_999, 100_000), rule=ALL_OF_THEM)
    huge = 10**17
    assert satisfies(Count(huge + 1, 2 * huge), rule=rule(Operator.MORE_THAN, Fraction(1, 2)))
    assert (huge + 1) / (2 * huge) == 0.5, "the example must show what floats would do"


def test_thirty_per_cent_of_ten_is_met_by_three():
    assert satisfies(Count(3, 10), rule=rule(Operator.AT_LEAST, Fraction(30, 100)))


def test_whole_numbers_of_numpy_are_taken_and_floats_are_refused():
    assert Count(np.int64(3), np.int64(10)) == Count(3, 10)
    with pytest.raises(TypeError, match=r"Count.num is a whole number, found 3.0; give int"):
        Count(3.0, 10)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"Count.den is 0 or more, found -1"):
        Count(0, -1)


def test_nothing_to_divide_has_no_answer():
    with pytest.raises(ValueError, match="no_data"):
        satisfies(Count(0, 0), rule=ALL_OF_THEM)


def test_an_operator_read_as_text_is_the_same_operator():
    written = Rule("more_than", Fraction(1, 2), 2025, onwards=False, base_year=2021, pace_from=2021, until=None)  # type: ignore[arg-type]
    assert not satisfies(Count(1, 2), rule=written)


def test_a_rule_that_cannot_be_is_refused():
    with pytest.raises(TypeError, match=r"exact Fraction, found 0.5; give Fraction\(1, 2\)"):
        rule(Operator.AT_LEAST, 0.5)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="more_than 1 can never be met"):
        rule(Operator.MORE_THAN, Fraction(1))
    with pytest.raises(ValueError, match="give a value from 0 to 1"):
        rule(Operator.AT_LEAST, Fraction(50))
    for base_year, until in ((2025, None), (2022, None), (2021, 2025)):
        with pytest.raises(ValueError, match="base_year <= pace_from < deadline < until"):
            rule(Operator.AT_LEAST, Fraction(1, 2), base_year=base_year, until=until)
