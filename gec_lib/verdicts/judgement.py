"""The verdict on one target in one year, and the pace behind it in percentage points a year."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from gec_lib.verdicts.rules import Count, Rule, satisfies

ON_TRACK_FROM = Fraction(95, 100)
NEEDS_ACCELERATION_FROM = Fraction(60, 100)


class Verdict(StrEnum):
    """The closed set of verdicts; hidden and not applicable are states of display, not verdicts."""

    MET = "met"
    MAINTAINED = "maintained"
    NOT_MET = "not_met"
    ON_TRACK = "on_track"
    NEEDS_ACCELERATION = "needs_acceleration"
    BEHIND = "behind"
    MOVING_AWAY = "moving_away"
    NO_DATA = "no_data"
    NOT_COMPARABLE = "not_comparable"


class Reason(StrEnum):
    """Why there is no value, or no pace."""

    NO_VALUE = "no_value"
    NOTHING_TO_DIVIDE = "nothing_to_divide"
    NO_EARLIER_VALUE = "no_earlier_value"
    BREAK = "break"


@dataclass(frozen=True)
class Judgement:
    """A verdict with all that a sentence about it may say; every number is exact.

    ``start`` and ``start_year`` are where the pace begins: the first comparable value from the rule's pace year on.
    ``reason`` says why the value or, below it, the pace is missing; None when neither is.
    """

    rule: Rule
    year: int
    verdict: Verdict
    count: Count | None
    start_year: int | None
    start: Count | None
    reason: Reason | None

    @property
    def value(self) -> Fraction | None:
        """The value of the year, as a fraction of 1."""
        return self.count.value if self.count else None

    @property
    def start_value(self) -> Fraction | None:
        """The value at which the pace begins."""
        return self.start.value if self.start else None

    @property
    def margin(self) -> Fraction | None:
        """Percentage points above the target; below 0 short of it."""
        return None if self.value is None else 100 * (self.value - self.rule.value)

    @property
    def change(self) -> Fraction | None:
        """Percentage points gained since the pace's start."""
        if self.value is None or self.start_value is None:
            return None
        return 100 * (self.value - self.start_value)

    @property
    def pace(self) -> Fraction | None:
        """Percentage points a year since the pace's start."""
        if self.change is None or self.start_year is None:
            return None
        return self.change / (self.year - self.start_year)

    @property
    def required_pace(self) -> Fraction | None:
        """Percentage points a year from the pace's start that reach the value in the deadline year."""
        if self.start_value is None or self.start_year is None or self.start_year >= self.rule.deadline:
            return None
        return 100 * (self.rule.value - self.start_value) / (self.rule.deadline - self.start_year)

    @property
    def ratio(self) -> Fraction | None:
        """Observed over required pace; None where nothing was required (the start lay at the target or above)."""
        if self.pace is None or self.required_pace is None or self.required_pace <= 0:
            return None
        return self.pace / self.required_pace

    @property
    def pace_left(self) -> Fraction | None:
        """Percentage points needed in each remaining year; None once the value is reached or the deadline is there."""
        if self.margin is None or self.year >= self.rule.deadline or self.verdict in (Verdict.MET, Verdict.MAINTAINED):
            return None
        return -self.margin / (self.rule.deadline - self.year)

    @property
    def done(self) -> Fraction | None:
        """Part of the required rise made so far, as a fraction of 1; None where no rise was required."""
        if self.change is None or self.start_value is None or self.start_value >= self.rule.value:
            return None
        return self.change / (100 * (self.rule.value - self.start_value))

    @property
    def elapsed(self) -> Fraction | None:
        """Part of the time from the pace's start to the deadline that has gone, as a fraction of 1."""
        if self.start_year is None or self.start_year >= self.rule.deadline:
            return None
        return Fraction(self.year - self.start_year, self.rule.deadline - self.start_year)


def judge(series: Mapping[int, Count], *, rule: Rule, year: int, breaks: Collection[int]) -> Judgement:
    """Judge the reporting year's own value against a rule (docs/method.md tells the order in words).

    Parameters
    ----------
    series : mapping of year to Count
        The indicator's counts; a year that is absent, or has nothing to divide, has no value.
    rule : Rule
        The target. Whether it is to be judged in that year at all is for :func:`in_force` to say.
    year : int
        The reporting year. Later years in the series are not looked at.
    breaks : collection of int
        Years from which values are no longer comparable with those of the years before.

    Raises
    ------
    ValueError
        When a later rule has taken over by that year.

    References
    ----------
    Open SDG, progress methodology, for the cuts 0.95, 0.60 and 0; applied here to percentage points.

    Examples
    --------
    >>> from gec_lib.verdicts.rules import Operator
    >>> rule = Rule(Operator.AT_LEAST, Fraction(30, 100), 5, onwards=False, base_year=1, pace_from=1, until=None)
    >>> found = judge({1: Count(10, 100), 3: Count(18, 100)}, rule=rule, year=3, breaks=())
    >>> found.verdict.value, found.ratio
    ('needs_acceleration', Fraction(4, 5))
    """
    if rule.until is not None and year >= rule.until:
        raise ValueError(f"a later rule took over in {rule.until}, asked for {year}; judge the later rule")
    count = series.get(year)
    start_year, missing = _start(series, rule=rule, year=year, breaks=breaks)
    if count is None or not count.den:
        missing = Reason.NO_VALUE if count is None else Reason.NOTHING_TO_DIVIDE
    start = None if start_year is None else series[start_year]
    # the judgement computes its own pace, and the verdict is read off it
    unread = Judgement(rule, year, Verdict.NO_DATA, count, start_year, start, missing)
    return replace(unread, verdict=_verdict(unread, base=series.get(rule.base_year)))


def _start(
    series: Mapping[int, Count], *, rule: Rule, year: int, breaks: Collection[int]
) -> tuple[int | None, Reason | None]:
    """The first comparable year with a value from the rule's pace year on, or the reason why there is none."""
    earlier = sorted(y for y, count in series.items() if rule.pace_from <= y < year and count.den)
    comparable = [y for y in earlier if not any(y < first <= year for first in breaks)]
    if comparable:
        return comparable[0], None
    return None, Reason.BREAK if earlier else Reason.NO_EARLIER_VALUE


def _verdict(found: Judgement, *, base: Count | None) -> Verdict:
    rule, count = found.rule, found.count
    if count is None or not count.den:
        return Verdict.NO_DATA
    if satisfies(count, rule=rule):
        if base is None or not base.den or rule.base_year > found.year:
            return Verdict.MET
        return Verdict.MAINTAINED if satisfies(base, rule=rule) else Verdict.MET
    if found.year >= rule.deadline:
        return Verdict.NOT_MET
    if found.pace is None:
        return Verdict.NOT_COMPARABLE if found.reason is Reason.BREAK else Verdict.NO_DATA
    if found.pace < 0:
        return Verdict.MOVING_AWAY
    # standing still is behind, also when nothing was required: 50 % held against a target of more than 50 %
    if found.ratio is None or found.ratio < NEEDS_ACCELERATION_FROM:
        return Verdict.BEHIND
    return Verdict.ON_TRACK if found.ratio >= ON_TRACK_FROM else Verdict.NEEDS_ACCELERATION
