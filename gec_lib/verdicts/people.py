"""Verdicts in heads: how many people are missing to the target, and what one person more or less would do."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum
from fractions import Fraction

from gec_lib.plan import Operator
from gec_lib.verdicts.judgement import judge
from gec_lib.verdicts.rules import Count, Rule, satisfies


class OnePerson(StrEnum):
    """A change by one person; for women's shares the counted are the women and the others the men."""

    COUNTED_MORE = "counted_more"
    COUNTED_LESS = "counted_less"
    OTHER_MORE = "other_more"
    OTHER_LESS = "other_less"


def extra_women(count: Count, *, rule: Rule) -> int | None:
    """Smallest number of new people, all of them counted, with which the rule is met: ``(F + k) / (N + k)``.

    Returns
    -------
    int or None
        0 when the rule is met already; None when no number suffices, as at 100 %.

    Examples
    --------
    >>> from fractions import Fraction
    >>> rule = Rule(Operator.AT_LEAST, Fraction(30, 100), 5, onwards=False, base_year=1, pace_from=1, until=None)
    >>> extra_women(Count(2, 10), rule=rule)
    2
    """
    if count.den and satisfies(count, rule=rule):
        return 0
    p, q = rule.value.numerator, rule.value.denominator
    if p == q:
        return None
    # at least one: with nobody yet there is no value, and the first person makes it 1 of 1
    return max(_smallest(p * count.den - q * count.num, q - p, rule.operator), 1)


def converted(count: Count, *, rule: Rule) -> int | None:
    """Smallest number of people who would have to count while the total stays: ``(F + k) / N``.

    Returns
    -------
    int or None
        0 when the rule is met already; None when there is nobody to count.

    Examples
    --------
    >>> from fractions import Fraction
    >>> rule = Rule(Operator.AT_LEAST, Fraction(1), 5, onwards=False, base_year=1, pace_from=1, until=None)
    >>> converted(Count(991, 1000), rule=rule), extra_women(Count(991, 1000), rule=rule)
    (9, None)
    """
    if not count.den:
        return None
    p, q = rule.value.numerator, rule.value.denominator
    return max(_smallest(p * count.den - q * count.num, q, rule.operator), 0)


def one_person(series: Mapping[int, Count], *, rule: Rule, year: int, breaks: Collection[int]) -> tuple[OnePerson, ...]:
    """Which change by one person would give another verdict; parameters are those of :func:`judge`.

    Returns
    -------
    tuple of OnePerson
        Empty when the verdict stands, or when the year has no value.

    Examples
    --------
    >>> from fractions import Fraction
    >>> rule = Rule(Operator.AT_LEAST, Fraction(30, 100), 5, onwards=False, base_year=1, pace_from=1, until=None)
    >>> [change.value for change in one_person({5: Count(3, 10)}, rule=rule, year=5, breaks=())]
    ['counted_less', 'other_more']
    """
    count = series.get(year)
    if count is None or not count.den:
        return ()
    now = judge(series, rule=rule, year=year, breaks=breaks).verdict
    return tuple(
        change
        for change, changed in _changed(count).items()
        if judge({**series, year: changed}, rule=rule, year=year, breaks=breaks).verdict != now
    )


def effect_of_one(count: Count) -> Fraction | None:
    """The most by which one person more or less, counted or not, moves the value.

    Somebody who leaves moves it further than somebody who comes, because fewer are left to divide by.

    Returns
    -------
    Fraction or None
        Of one, without its sign; None when there is nobody to count.

    Examples
    --------
    >>> effect_of_one(Count(2, 7))
    Fraction(5, 42)
    """
    now = count.value
    if now is None:
        return None
    values = (changed.value for changed in _changed(count).values())
    return max(abs(value - now) for value in values if value is not None)


def _changed(count: Count) -> dict[OnePerson, Count]:
    """The counts after each change by one person; unchanged where there is nobody to leave."""
    F, N = count.num, count.den
    return {
        OnePerson.COUNTED_MORE: Count(F + 1, N + 1),
        OnePerson.COUNTED_LESS: Count(F - 1, N - 1) if F > 0 else count,
        OnePerson.OTHER_MORE: Count(F, N + 1),
        OnePerson.OTHER_LESS: Count(F, N - 1) if F < N else count,
    }


def _smallest(needed: int, by: int, operator: Operator) -> int:
    """Smallest integer k with ``k * by`` at least, or more than, the needed."""
    return needed // by + 1 if operator is Operator.MORE_THAN else -(-needed // by)
