"""Last counts, and as those who reported: two readings beside the verdict that lie in its range and decide nothing."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from gec_lib.verdicts import (
    Assumption,
    Count,
    Guess,
    Missing,
    Operator,
    Rule,
    Verdict,
    firmness_of_people,
    readings,
)

PHD = Rule(Operator.AT_LEAST, Fraction(30, 100), 2025, onwards=False, base_year=2021, pace_from=2021, until=None)
COUNT = st.integers(0, 12).flatmap(lambda n: st.builds(Count, st.integers(0, n), st.just(n)))


def read(count: Count, *missing: Guess):
    return readings({2025: count}, rule=PHD, year=2025, breaks=(), missing=missing)


def test_the_worked_example():
    """3 of 12 report; the missing school had 3 of 4: 6 of 16 is met, and at the rate of the others it is 1/4."""
    last, alike = read(Count(3, 12), Guess("A", 4, last=Count(3, 4), rate=Fraction(1, 4)))
    assert (last.assumption, last.value, last.judgement.verdict) == (
        Assumption.LAST_COUNTS, Fraction(3, 8), Verdict.MET
    )  # fmt: skip
    assert (alike.assumption, alike.value, alike.judgement.verdict) == (
        Assumption.AS_REPORTERS, Fraction(1, 4), Verdict.NOT_MET
    )  # fmt: skip


def test_parts_of_a_head_stay_exact():
    """One person at a rate of 1/3 beside 1 of 3: (1 + 1/3) / 4 is 1/3, not 0 or 1 of one person."""
    _, alike = read(Count(1, 3), Guess("A", 1, last=None, rate=Fraction(1, 3)))
    assert alike.value == Fraction(1, 3)


def test_what_an_assumption_says_nothing_about_is_named():
    last, alike = read(Count(3, 10), Guess("new", 4, last=None, rate=None))
    assert last.unknown == alike.unknown == ("new",)
    assert last.value == alike.value == Fraction(3, 10)


@given(COUNT, st.lists(COUNT, min_size=1, max_size=5))
def test_both_lie_in_the_range_of_firmness(count: Count, held: list[Count]):
    guesses = [Guess(f"s{i}", was.den, last=was, rate=count.value if count.den else None) for i, was in enumerate(held)]
    missing = [Missing(g.unit, g.size, estimated=False) for g in guesses]
    range_ = firmness_of_people({2025: count}, rule=PHD, year=2025, breaks=(), missing=missing)
    for reading in read(count, *guesses):
        if reading.value is None or range_.low is None or range_.high is None:
            continue
        if not reading.unknown:
            assert range_.low <= reading.value <= range_.high
            assert not range_.firm or reading.judgement.verdict is range_.verdict
