"""People to the target are the smallest whole numbers that flip it; one person more or less is said apart."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gec_lib.verdicts import (
    Count,
    OnePerson,
    Operator,
    Rule,
    converted,
    effect_of_one,
    extra_women,
    judge,
    one_person,
    satisfies,
)

OPERATORS = st.sampled_from([Operator.AT_LEAST, Operator.MORE_THAN])
VALUES = st.integers(min_value=1, max_value=99).map(lambda percent: Fraction(percent, 100))
COUNTS = st.integers(min_value=1, max_value=60).flatmap(lambda n: st.builds(Count, st.integers(0, n), st.just(n)))


def rule(operator: Operator, value: Fraction) -> Rule:
    return Rule(operator, value, 2025, onwards=False, base_year=2021, pace_from=2021, until=None)


PHD = rule(Operator.AT_LEAST, Fraction(30, 100))
ALL_OF_THEM = rule(Operator.AT_LEAST, Fraction(1))


def test_two_more_women_with_a_doctorate():
    """Domain §11: F = 2, N = 10; two new women give 4 of 12, one gives 3 of 11."""
    assert extra_women(Count(2, 10), rule=PHD) == 2
    assert not satisfies(Count(3, 11), rule=PHD) and satisfies(Count(4, 12), rule=PHD)
    assert converted(Count(2, 10), rule=PHD) == 1


def test_more_than_half_needs_one_more_than_half():
    strict = rule(Operator.MORE_THAN, Fraction(1, 2))
    assert extra_women(Count(50, 100), rule=strict) == 1
    assert converted(Count(50, 100), rule=strict) == 1
    assert extra_women(Count(48, 100), rule=strict) == 5  # 53 of 105; four would give 52 of 104
    assert converted(Count(48, 100), rule=strict) == 3


def test_at_100_per_cent_only_the_fixed_total_makes_sense():
    assert extra_women(Count(991, 1000), rule=ALL_OF_THEM) is None
    assert converted(Count(991, 1000), rule=ALL_OF_THEM) == 9
    assert extra_women(Count(7, 7), rule=ALL_OF_THEM) == converted(Count(7, 7), rule=ALL_OF_THEM) == 0


def test_with_nobody_the_first_woman_meets_it():
    assert extra_women(Count(0, 0), rule=PHD) == 1
    assert converted(Count(0, 0), rule=PHD) is None


@settings(deadline=None)
@given(COUNTS, OPERATORS, VALUES)
def test_new_women_are_the_smallest_number_that_flips(count: Count, operator: Operator, value: Fraction):
    found = extra_women(count, rule=rule(operator, value))
    assert found is not None
    by_search = next(
        k for k in range(10**6) if satisfies(Count(count.num + k, count.den + k), rule=rule(operator, value))
    )
    assert found == by_search


@settings(deadline=None)
@given(COUNTS, OPERATORS, VALUES)
def test_converted_people_are_the_smallest_number_that_flips(count: Count, operator: Operator, value: Fraction):
    by_search = next(
        k
        for k in range(count.den - count.num + 1)
        if satisfies(Count(count.num + k, count.den), rule=rule(operator, value))
    )
    assert converted(count, rule=rule(operator, value)) == by_search


def test_three_of_ten_hangs_on_one_woman_or_one_man():
    """Domain §4.2.8: one person flips the doctorate target at exactly 30 %."""
    found = one_person({2025: Count(3, 10)}, rule=PHD, year=2025, breaks=())
    assert found == (OnePerson.COUNTED_LESS, OnePerson.OTHER_MORE)


def test_two_of_seven_hangs_on_one_woman_more_or_one_man_less():
    found = one_person({2025: Count(2, 7)}, rule=PHD, year=2025, breaks=())
    assert found == (OnePerson.COUNTED_MORE, OnePerson.OTHER_LESS)  # 3 of 8, 2 of 6


def test_a_wide_margin_hangs_on_nobody():
    assert one_person({2025: Count(80, 100)}, rule=PHD, year=2025, breaks=()) == ()
    assert one_person({2024: Count(80, 100)}, rule=PHD, year=2025, breaks=()) == ()


def test_the_only_one_leaving_takes_the_verdict_along():
    assert one_person({2025: Count(1, 1)}, rule=PHD, year=2025, breaks=()) == (OnePerson.COUNTED_LESS,)


def test_before_the_deadline_one_person_may_move_the_pace():
    series = {2021: Count(10, 100), 2023: Count(16, 100)}  # exactly 0.60
    assert OnePerson.COUNTED_LESS in one_person(series, rule=PHD, year=2023, breaks=())
    less = {**series, 2023: Count(15, 99)}
    assert judge(less, rule=PHD, year=2023, breaks=()).verdict == "behind"


@pytest.mark.parametrize("function", [extra_women, converted])
def test_met_already_needs_nobody(function):
    assert function(Count(90, 100), rule=PHD) == 0


@pytest.mark.parametrize(
    ("women", "of", "effect"),
    [
        (2, 7, Fraction(5, 42)),  # one woman less: 2/7 -> 1/6
        (1, 2, Fraction(1, 2)),  # the other leaves, or she does: 1/2 -> 1/1 or 0/1
        (8, 10, Fraction(4, 45)),  # one man less: 8/10 -> 8/9 is 4/45; one woman less: 7/9 is 1/45; one man more: 4/55
        (1, 1, Fraction(1, 2)),  # one man more; were she to leave there would be no value to compare
    ],
)
def test_the_effect_of_one_person_is_the_largest_of_coming_and_leaving(women: int, of: int, effect: Fraction):
    assert effect_of_one(Count(women, of)) == effect


def test_nobody_has_no_effect():
    assert effect_of_one(Count(0, 0)) is None
