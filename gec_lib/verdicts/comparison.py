"""The same series under methods by name, beside the default, and why they disagree; none of them decides."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from gec_lib.verdicts.judgement import NEEDS_ACCELERATION_FROM, ON_TRACK_FROM, Verdict, judge
from gec_lib.verdicts.methods import Direction, UNStatus, cagr_ratio, un_ratio
from gec_lib.verdicts.rules import Count, Rule

# Open SDG's stand-in for a base or target of 0
ZERO = 0.001
# UN chart: the band below which it speaks of stagnation, and the point at 100 % that it forgives
STAGNATION_BELOW, FORGIVEN = 0.10, 0.01
# ESCAP: what part of the way may still be missing at the deadline (assumed)
MAINTAIN_UP_TO, ACCELERATE_UP_TO = 0.10, 1.0


class Method(StrEnum):
    """A named way to read progress."""

    POINTS = "points"
    CAGR = "cagr"
    UN_CHART = "un_chart"
    UN_CHART_TOLERANT = "un_chart_tolerant"
    ESCAP_CURRENT = "escap_current"
    ESCAP_ANTICIPATED = "escap_anticipated"


class Why(StrEnum):
    """Why a method does not say what the default says."""

    SAME = "same"
    COMPOUND_GROWTH = "compound_growth"
    WIDER_BANDS = "wider_bands"
    TOLERANCE = "tolerance"
    GAP_AT_DEADLINE = "gap_at_deadline"
    NO_STATUS = "no_status"
    NO_NUMBER = "no_number"


@dataclass(frozen=True)
class Line:
    """One method's number and status.

    ``number`` is a ratio to what is required (points, CAGR, UN chart), a score out of 10 (ESCAP current status) or the
    part of the way missing at the deadline (ESCAP anticipated); None where it cannot be formed. ``status`` is put into
    the words of verdicts; ``assumed`` marks formulas that no source was read for.
    """

    method: Method
    number: float | None
    status: Verdict | None
    assumed: bool
    why: Why


def current_status(base: float, *, value: float, target: float) -> float:
    """ESCAP's current status index: the part of the way made, out of 10 (formula assumed).

    Examples
    --------
    >>> current_status(0.10, value=0.18, target=0.30)
    4.0
    """
    if target == base:
        return math.nan
    return round(10 * (value - base) / (target - base), 12)


def anticipated_gap(series: Mapping[int, float], *, target: float, deadline: int) -> float:
    """ESCAP's anticipated progress: the part of the way that a line through the values leaves at the deadline.

    Later years weigh more, in proportion to their order (weights assumed). Below 0 the line passes the target.

    Parameters
    ----------
    series : mapping of year to float
        At least two values, as fractions of 1; the first is the base.
    target : float
        The value to reach.
    deadline : int
        The year in which it has to be reached.

    References
    ----------
    UNESCAP, Anticipated Progress Index (concept read; weights and thresholds assumed).

    Examples
    --------
    >>> round(anticipated_gap({1: 0.10, 3: 0.18}, target=0.30, deadline=5), 6)
    0.2
    """
    ordered = sorted(series)
    values = np.array([series[year] for year in ordered])
    if len(ordered) < 2 or target == values[0]:
        return math.nan
    years = np.array(ordered, dtype=float) - ordered[0]
    weights = np.arange(1, len(years) + 1, dtype=float)
    middle = np.average(years, weights=weights)
    slope = np.sum(weights * (years - middle) * values) / np.sum(weights * (years - middle) ** 2)
    expected = np.average(values, weights=weights) + slope * (deadline - ordered[0] - middle)
    return float((target - expected) / (target - values[0]))


def compare(series: Mapping[int, Count], *, rule: Rule, year: int, breaks: Collection[int]) -> tuple[Line, ...]:
    """Every method on one indicator, the default first; empty where there is no pace to compare.

    Parameters
    ----------
    series, rule, year, breaks
        As in :func:`judge`.

    Examples
    --------
    >>> from fractions import Fraction
    >>> from gec_lib.verdicts.rules import Operator
    >>> rule = Rule(Operator.AT_LEAST, Fraction(30, 100), 5, onwards=False, base_year=1, pace_from=1, until=None)
    >>> [(line.method.value, line.status and line.status.value) for line in compare(
    ...     {1: Count(10, 100), 3: Count(18, 100)}, rule=rule, year=3, breaks=())][:2]
    [('points', 'needs_acceleration'), ('cagr', 'on_track')]
    """
    found = judge(series, rule=rule, year=year, breaks=breaks)
    if found.value is None or found.start_value is None or found.start_year is None or year >= rule.deadline:
        return ()
    base, value, target = float(found.start_value), float(found.value), float(rule.value)
    spans = {"years": year - found.start_year, "years_to_target": rule.deadline - found.start_year}
    growth = cagr_ratio(base, value=value, target=target, direction=Direction.UP, zero=ZERO, **spans)
    chart = un_ratio(base, value=value, target=target, **spans) if base and value else math.nan
    values = {y: c.num / c.den for y, c in series.items() if found.start_year <= y <= year and c.den}
    gap = anticipated_gap(values, target=target, deadline=rule.deadline)
    met = found.verdict in (Verdict.MET, Verdict.MAINTAINED)
    near = target == 1 and value >= target - FORGIVEN
    strict = _of_chart(chart, met=met)
    plain = found.verdict
    return (
        Line(Method.POINTS, _number(found.ratio), plain, False, Why.SAME),
        _line(Method.CAGR, growth, _of_ratio(growth, met=met, verdict=plain), plain, Why.COMPOUND_GROWTH),
        _line(Method.UN_CHART, chart, strict, plain, _why_of_chart(chart, plain, met=met)),
        _line(
            Method.UN_CHART_TOLERANT,
            chart,
            Verdict.MET if near else strict,
            plain,
            Why.TOLERANCE if near and not met else _why_of_chart(chart, plain, met=met),
        ),
        Line(
            Method.ESCAP_CURRENT, _number(current_status(base, value=value, target=target)), None, True, Why.NO_STATUS
        ),
        _line(Method.ESCAP_ANTICIPATED, gap, _of_gap(gap, met=met), plain, Why.GAP_AT_DEADLINE),
    )


def _line(method: Method, number: float, status: Verdict | None, default: Verdict, why: Why) -> Line:
    if status is None:
        return Line(method, None, None, method is Method.ESCAP_ANTICIPATED, Why.NO_NUMBER)
    same = status is default or {status, default} == {Verdict.MET, Verdict.MAINTAINED}
    return Line(method, _number(number), status, method is Method.ESCAP_ANTICIPATED, Why.SAME if same else why)


def _number(value: object) -> float | None:
    number = math.nan if value is None else float(value)  # type: ignore[arg-type]
    return None if math.isnan(number) else number


def _of_ratio(ratio: float, *, met: bool, verdict: Verdict) -> Verdict | None:
    if met:
        return verdict
    if math.isnan(ratio):
        return None
    if ratio < 0:
        return Verdict.MOVING_AWAY
    if ratio < NEEDS_ACCELERATION_FROM:
        return Verdict.BEHIND
    return Verdict.ON_TRACK if ratio >= ON_TRACK_FROM else Verdict.NEEDS_ACCELERATION


def _of_chart(ratio: float, *, met: bool) -> Verdict | None:
    """The chart's three colours: its lowest does not tell standing still from going back."""
    if met:
        return Verdict.MET
    if math.isnan(ratio):
        return None
    colour = UNStatus.ON_TRACK if ratio >= ON_TRACK_FROM else UNStatus.FAIR
    if ratio < STAGNATION_BELOW:
        colour = UNStatus.STAGNATION
    words = {UNStatus.ON_TRACK: Verdict.ON_TRACK, UNStatus.FAIR: Verdict.NEEDS_ACCELERATION}
    return words.get(colour, Verdict.BEHIND)


def _why_of_chart(ratio: float, default: Verdict, *, met: bool) -> Why:
    """With the default's own cuts it would agree: then the bands are what differs, else the growth."""
    return Why.WIDER_BANDS if _of_ratio(ratio, met=met, verdict=default) is default else Why.COMPOUND_GROWTH


def _of_gap(gap: float, *, met: bool) -> Verdict | None:
    if met:
        return Verdict.MET
    if math.isnan(gap):
        return None
    if gap <= MAINTAIN_UP_TO:
        return Verdict.ON_TRACK
    return Verdict.NEEDS_ACCELERATION if gap <= ACCELERATE_UP_TO else Verdict.MOVING_AWAY
