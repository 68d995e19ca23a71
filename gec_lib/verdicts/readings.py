"""Two readings of missing returns that never decide: they hold what they held before, or what those reporting hold."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from gec_lib.verdicts.judgement import Judgement, judge
from gec_lib.verdicts.rules import Count, Rule


class Assumption(StrEnum):
    """What the missing returns are taken to hold."""

    LAST_COUNTS = "last_counts"
    AS_REPORTERS = "as_reporters"


@dataclass(frozen=True)
class Guess:
    """What a unit without a return may hold: its last accepted counts, and its size at the rate of its group.

    ``last`` is None for a unit that never reported; ``rate`` is that of the units of its level that did report, None
    where none did.
    """

    unit: str
    size: int
    last: Count | None
    rate: Fraction | None


@dataclass(frozen=True)
class Reading:
    """The verdict under an assumption. ``unknown`` names the units that the assumption says nothing about."""

    assumption: Assumption
    judgement: Judgement
    unknown: tuple[str, ...]

    @property
    def value(self) -> Fraction | None:
        return self.judgement.value


def readings(
    series: Mapping[int, Count], *, rule: Rule, year: int, breaks: Collection[int], missing: Sequence[Guess]
) -> tuple[Reading, Reading]:
    """The verdict if missing units held their last counts, and if they were like those of their level that reported.

    Parameters
    ----------
    series, rule, year, breaks
        As in :func:`judge`.
    missing : sequence of Guess
        Every unit that owes a return and has none. A unit that an assumption says nothing about is left out of it.

    Examples
    --------
    >>> from gec_lib.verdicts.rules import Operator
    >>> rule = Rule(Operator.AT_LEAST, Fraction(30, 100), 5, onwards=False, base_year=1, pace_from=1, until=None)
    >>> held = [Guess("A", 4, last=Count(3, 4), rate=Fraction(1, 4))]
    >>> [(r.value, r.judgement.verdict.value) for r in readings(
    ...     {5: Count(3, 12)}, rule=rule, year=5, breaks=(), missing=held)]
    [(Fraction(3, 8), 'met'), (Fraction(1, 4), 'not_met')]
    """
    now = series.get(year, Count(0, 0))

    def read(assumption: Assumption, added: Sequence[tuple[Fraction, int]], unknown: Sequence[str]) -> Reading:
        women = now.num + sum((num for num, _ in added), Fraction(0))
        people = now.den + sum(den for _, den in added)
        # a rate times a size need not be whole heads: both sides are taken as many times as makes them whole
        times = women.denominator
        count = Count(math.floor(women * times), people * times)
        found = judge({**series, year: count}, rule=rule, year=year, breaks=breaks)
        return Reading(assumption, found, tuple(unknown))

    last = [(Fraction(unit.last.num), unit.last.den) for unit in missing if unit.last is not None]
    alike = [(unit.rate * unit.size, unit.size) for unit in missing if unit.rate is not None]
    return (
        read(Assumption.LAST_COUNTS, last, [unit.unit for unit in missing if unit.last is None]),
        read(Assumption.AS_REPORTERS, alike, [unit.unit for unit in missing if unit.rate is None]),
    )
