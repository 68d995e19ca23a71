"""At one year and one base, a higher value never gets a worse verdict."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from gec_lib.verdicts import Count, Operator, Rule, Verdict, judge

RANK = [
    Verdict.MOVING_AWAY,
    Verdict.BEHIND,
    Verdict.NEEDS_ACCELERATION,
    Verdict.ON_TRACK,
    Verdict.MET,
    Verdict.MAINTAINED,
]
AFTER_DEADLINE = [Verdict.NOT_MET, Verdict.MET, Verdict.MAINTAINED]


@settings(deadline=None)
@given(
    base=st.integers(0, 40),
    values=st.tuples(st.integers(0, 40), st.integers(0, 40)).map(sorted),
    year=st.integers(2022, 2027),
    value=st.integers(1, 40),
    operator=st.sampled_from([Operator.AT_LEAST, Operator.MORE_THAN]),
)
def test_a_higher_value_is_never_judged_worse(base, values, year, value, operator):
    if value == 40:
        operator = Operator.AT_LEAST
    rule = Rule(operator, Fraction(value, 40), 2025, onwards=True, base_year=2021, pace_from=2021, until=None)
    lower, higher = (
        judge({2021: Count(base, 40), year: Count(v, 40)}, rule=rule, year=year, breaks=()).verdict for v in values
    )
    rank = RANK if year < 2025 else AFTER_DEADLINE
    assert rank.index(lower) <= rank.index(higher)


@settings(deadline=None)
@given(base=st.integers(0, 40), latest=st.integers(0, 40), scale=st.integers(2, 10**9), year=st.integers(2022, 2026))
def test_only_the_fraction_matters_not_its_terms(base, latest, scale, year):
    rule = Rule(Operator.AT_LEAST, Fraction(1, 2), 2025, onwards=True, base_year=2021, pace_from=2021, until=None)
    small = judge({2021: Count(base, 40), year: Count(latest, 40)}, rule=rule, year=year, breaks=())
    large = judge(
        {2021: Count(base * scale, 40 * scale), year: Count(latest * scale, 40 * scale)},
        rule=rule,
        year=year,
        breaks=(),
    )
    assert (small.verdict, small.ratio, small.pace_left) == (large.verdict, large.ratio, large.pace_left)
