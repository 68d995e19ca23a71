"""Targets, verdicts, pace, people to the target and firmness, worked from counts in exact fractions.

The rules are those of Plan 379 (sections I.2 and II) as the report reads them; the order of the tests, the cuts and
the bounds are those of ``docs/method.md``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import count as numbers

Share = tuple[Fraction, Fraction]  # counted, of how many

BASE_YEAR = 2021
ON_TRACK, ACCELERATE = Fraction(95, 100), Fraction(60, 100)
DONE_IN_FULL, DONE_IN_PART, WEAK = Fraction(95, 100), Fraction(50, 100), Fraction(60, 100)
MOST = Fraction(60, 100)  # few units hold "most" of the missing when they hold this part
SCHOOLS, RESIDENTS, WOMEN = "schools", "residents", "women"
HALF_OF_95 = 1.959963984540054  # the normal deviate with 2.5 % above it


@dataclass(frozen=True)
class Rule:
    """At least (or more than) a value, by a year; ``onwards``: in every year from it, until a later rule's year."""

    value: Fraction
    deadline: int
    more_than: bool = False
    onwards: bool = False

    def met(self, share: Share) -> bool:
        counted, of = share
        return counted > self.value * of if self.more_than else counted >= self.value * of


@dataclass(frozen=True)
class Target:
    """One of the plan's four indicators: its id in the plan, whom it counts, where it exists, what is demanded."""

    id: str
    people: str
    levels: tuple[str, ...]
    rules: tuple[Rule, ...]

    def rule(self, year: int) -> Rule:
        """The rule by which a year is judged: the first that is not over; one that holds onwards ends with the next."""
        for rule, later in zip(self.rules, self.rules[1:], strict=False):
            if year <= (later.deadline - 1 if rule.onwards else rule.deadline):
                return rule
        return self.rules[-1]


EVERYWHERE = ("all", "preschool", "primary", "lower_secondary")
TARGETS = {
    "T1-01a": Target("1", SCHOOLS, EVERYWHERE, (Rule(Fraction(1), 2025), Rule(Fraction(1), 2030))),
    "T2-01a": Target("2", RESIDENTS, ("all",), (Rule(Fraction(1), 2025), Rule(Fraction(1), 2030))),
    "T3-01a": Target(
        "3a",
        WOMEN,
        EVERYWHERE,
        (Rule(Fraction(1, 2), 2025, onwards=True), Rule(Fraction(1, 2), 2030, more_than=True, onwards=True)),
    ),
    "T3-02a": Target("3b", WOMEN, EVERYWHERE, (Rule(Fraction(30, 100), 2025), Rule(Fraction(35, 100), 2030))),
}


def start(series: Mapping[int, Share], *, year: int) -> int | None:
    """The year from which change and pace are measured: the base year, else the first with something to divide."""
    return min((y for y, (_, of) in series.items() if BASE_YEAR <= y < year and of), default=None)


def value(share: Share) -> Fraction:
    return share[0] / share[1]


def verdict(series: Mapping[int, Share], rule: Rule, *, year: int) -> str:
    """The first test that answers."""
    share = series.get(year)
    if share is None or not share[1]:
        return "no_data"
    if rule.met(share):
        base = series.get(BASE_YEAR)
        return "maintained" if base is not None and base[1] and rule.met(base) else "met"
    if year >= rule.deadline:
        return "not_met"
    first = start(series, year=year)
    if first is None:
        return "no_data"
    pace = (value(share) - value(series[first])) / (year - first)
    if pace < 0:
        return "moving_away"
    ratio = pace / ((rule.value - value(series[first])) / (rule.deadline - first))
    return "on_track" if ratio >= ON_TRACK else "needs_acceleration" if ratio >= ACCELERATE else "behind"


def needed(share: Share, rule: Rule, *, people: str) -> int | None:
    """The smallest number with which the rule is met, by trying 0, 1, 2 and so on."""
    counted, of = share
    newcomers = people == WOMEN
    if not of or (newcomers and rule.value == 1 and not rule.met(share)):
        return None
    tried: Iterator[int] = numbers()
    return next(k for k in tried if rule.met((counted + k, of + k if newcomers else of)))


def effect_of_one(share: Share) -> Fraction:
    """How far one person more or less, woman or man, can move the value at most."""
    women, of = share
    after = [(women + 1, of + 1), (women, of + 1)]
    if of > 1:
        after += [(women - 1, of - 1)] if women else []
        after += [(women, of - 1)] if women < of else []
    return max(abs(value(changed) - value(share)) for changed in after)


def ends(share: Share, *, missing: int, people: str) -> tuple[Share, Share]:
    """The counts when none and when all of the missing count; missing schools are in the denominator already."""
    counted, of = share
    total = of if people == SCHOOLS else of + missing
    return (counted, total), (counted + missing, total)


def deciding(verdict_of: Callable[[Share], str], share: Share, sizes: Mapping[str, int], *, people: str) -> list[str]:
    """The missing units that could each change the verdict alone; if none could, all when they could together."""

    def opens(missing: int) -> bool:
        return any(verdict_of(end) != verdict_of(share) for end in ends(share, missing=missing, people=people))

    alone = [unit for unit, size in sizes.items() if size and opens(size)]
    together = [unit for unit, size in sizes.items() if size] if opens(sum(sizes.values())) else []
    return alone or together


def kitagawa(here: Sequence[Share], there: Sequence[Share]) -> tuple[Fraction, Fraction]:
    """The difference of two rates in two parts (Kitagawa 1955): by the mix of groups, and within the groups.

    With weights w and rates r of each group: the sum of ``(w - w') (r + r') / 2``, and of ``(r - r') (w + w') / 2``. A
    group with nobody on one side has the other side's rate there.
    """
    whole, other_whole = (sum(of for _, of in side) for side in (here, there))
    mix = within = Fraction(0)
    for mine, other in zip(here, there, strict=True):
        if not mine[1] and not other[1]:
            continue
        rate, other_rate = (value(side if side[1] else spare) for side, spare in ((mine, other), (other, mine)))
        weight, other_weight = mine[1] / whole, other[1] / other_whole
        mix += (weight - other_weight) * (rate + other_rate) / 2
        within += (rate - other_rate) * (weight + other_weight) / 2
    return mix, within


def effects_of_women_and_men(now: Share, before: Share) -> tuple[Fraction, Fraction]:
    """What the change in the number of women, and of men, did to the women's share: the mean of both orders."""
    women, men, women_before, men_before = now[0], now[1] - now[0], before[0], before[1] - before[0]

    def share(f: Fraction, m: Fraction) -> Fraction:
        return f / (f + m)

    by_women = (share(women, men_before) - share(women_before, men_before)) / 2
    by_women += (share(women, men) - share(women_before, men)) / 2
    return by_women, share(women, men) - share(women_before, men_before) - by_women


def wilson(share: Share) -> tuple[float, float]:
    """Wilson's 95 % interval (1927): the roots p of ``(x/n - p)² = z² p (1 - p) / n``."""
    x, n = float(share[0]), float(share[1])
    z = HALF_OF_95
    middle, half = x + z * z / 2, z * (x * (n - x) / n + z * z / 4) ** 0.5
    low, high = (middle - half) / (n + z * z), (middle + half) / (n + z * z)
    return (0.0 if x == 0 else low), (1.0 if x == n else high)
