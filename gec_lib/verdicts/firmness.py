"""Firmness: does the verdict stand whatever the missing returns hold?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from gec_lib.verdicts.judgement import Verdict, judge
from gec_lib.verdicts.rules import Count, Rule


@dataclass(frozen=True)
class Missing:
    """A unit whose return is not there.

    ``size`` is how many people its denominator holds: by its last accepted return, else by the register, else the
    median of its level, and then ``estimated``.
    """

    unit: str
    size: int
    estimated: bool


@dataclass(frozen=True)
class Firmness:
    """The range of the value and of the verdict over all that the missing returns may hold.

    ``deciding`` names the units of which any single one could change the verdict; when none could alone but all
    together could, all of them. ``estimated`` says that a size in it was estimated. ``low`` and ``high`` are None
    when there is nothing to divide.
    """

    verdict: Verdict
    low: Fraction | None
    high: Fraction | None
    verdict_low: Verdict
    verdict_high: Verdict
    deciding: tuple[str, ...]
    estimated: bool

    @property
    def firm(self) -> bool:
        """Whether the verdict stands whatever the missing returns hold."""
        return self.verdict_low == self.verdict == self.verdict_high


def people_range(count: Count, *, missing: int) -> tuple[Count, Count]:
    """Counts when none, and when all, of the missing people count: ``F / (N + m)`` and ``(F + m) / (N + m)``.

    Examples
    --------
    >>> people_range(Count(3, 10), missing=2)
    (Count(num=3, den=12), Count(num=5, den=12))
    """
    return Count(count.num, count.den + missing), Count(count.num + missing, count.den + missing)


def school_range(count: Count, *, missing: int) -> tuple[Count, Count]:
    """Counts when none, and when all, of the missing schools count: ``k / N`` and ``(k + m) / N`` over the register.

    Raises
    ------
    ValueError
        When more schools are proven and missing than the register holds.

    Examples
    --------
    >>> school_range(Count(68, 72), missing=2)
    (Count(num=68, den=72), Count(num=70, den=72))
    """
    if count.num + missing > count.den:
        raise ValueError(
            f"the register holds {count.den} schools, found {count.num} proven and {missing} missing: "
            "count every school once and divide by the register"
        )
    return count, Count(count.num + missing, count.den)


def firmness_of_people(
    series: Mapping[int, Count], *, rule: Rule, year: int, breaks: Collection[int], missing: Sequence[Missing]
) -> Firmness:
    """Firmness of a verdict over people, where a missing school would add to numerator and denominator.

    A better value never gives a worse verdict, so that the two ends of the range decide.

    Parameters
    ----------
    series, rule, year, breaks
        As in :func:`judge`; a year without any return may be absent.
    missing : sequence of Missing
        Every unit that owes a return and has none.

    Examples
    --------
    >>> from gec_lib.verdicts.rules import Operator
    >>> rule = Rule(Operator.AT_LEAST, Fraction(30, 100), 5, onwards=False, base_year=1, pace_from=1, until=None)
    >>> held = [Missing("A", 3, estimated=False), Missing("B", 0, estimated=True)]
    >>> found = firmness_of_people({5: Count(3, 10)}, rule=rule, year=5, breaks=(), missing=held)
    >>> found.low, found.high, found.firm, found.deciding
    (Fraction(3, 13), Fraction(6, 13), False, ('A',))
    """
    sizes = {unit.unit: unit.size for unit in missing}
    _no_twins([unit.unit for unit in missing])
    if any(size < 0 for size in sizes.values()):
        raise ValueError(f"a missing unit has 0 people or more, found {sizes}; check their sizes")
    estimated = any(unit.estimated and unit.size for unit in missing)
    return _firmness(_judged(series, rule, year, breaks), people_range, sizes, estimated=estimated)


def firmness_of_schools(
    series: Mapping[int, Count], *, rule: Rule, year: int, breaks: Collection[int], missing: Sequence[str]
) -> Firmness:
    """Firmness of a verdict over schools of the register, where a missing return leaves the denominator as it is.

    Parameters
    ----------
    series, rule, year, breaks
        As in :func:`judge`; counts are proven schools over the schools of the register. A year without any return may
        be absent.
    missing : sequence of str
        The schools without a return: not proven, which is not a no.

    Examples
    --------
    >>> from gec_lib.verdicts.rules import Operator
    >>> rule = Rule(Operator.AT_LEAST, Fraction(1), 5, onwards=True, base_year=1, pace_from=1, until=None)
    >>> found = firmness_of_schools({5: Count(70, 72)}, rule=rule, year=5, breaks=(), missing=["A", "B"])
    >>> found.verdict.value, found.verdict_high.value, found.deciding
    ('not_met', 'met', ('A', 'B'))
    """
    _no_twins(missing)
    # a year without any return has no count yet: its register is the missing schools
    ends = school_range if year in series else people_range
    return _firmness(_judged(series, rule, year, breaks), ends, dict.fromkeys(missing, 1), estimated=False)


@dataclass(frozen=True)
class _Judged:
    """The count of the year, and the verdict that any other count would have got in its place."""

    count: Count
    verdict: Callable[[Count], Verdict]


def _judged(series: Mapping[int, Count], rule: Rule, year: int, breaks: Collection[int]) -> _Judged:
    def verdict(count: Count) -> Verdict:
        return judge({**series, year: count}, rule=rule, year=year, breaks=breaks).verdict

    return _Judged(series.get(year, Count(0, 0)), verdict)


def _firmness(
    judged: _Judged, ends: Callable[..., tuple[Count, Count]], sizes: Mapping[str, int], *, estimated: bool
) -> Firmness:
    now = judged.verdict(judged.count)

    def open_with(missing: int) -> bool:
        return any(judged.verdict(end) != now for end in ends(judged.count, missing=missing))

    low, high = ends(judged.count, missing=sum(sizes.values()))
    sized = [unit for unit, size in sizes.items() if size]
    alone = [unit for unit in sized if open_with(sizes[unit])]
    together = sized if open_with(sum(sizes.values())) else []
    verdicts = judged.verdict(low), judged.verdict(high)
    return Firmness(now, low.value, high.value, *verdicts, deciding=tuple(alone or together), estimated=estimated)


def _no_twins(units: Sequence[str]) -> None:
    twins = [unit for unit, times in Counter(units).items() if times > 1]
    if twins:
        raise ValueError(f"each missing unit is named once, found {', '.join(twins)} more than once; list them once")
