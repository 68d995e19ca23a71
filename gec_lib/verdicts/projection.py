"""Where the series would go if it went on as it did: a straight line with its prediction interval, or no forecast."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
from scipy import stats

from gec_lib.verdicts.rules import Count, Rule

FEWEST_POINTS = 4
# Below this the points lie on the line, and what is left are the digits of floats.
ON_THE_LINE = 1e-12


@dataclass(frozen=True)
class Projection:
    """A line through the values of the years, weighted by their denominators; values are fractions of 1.

    ``slope`` is a year's change; ``value`` lies in the rule's deadline year (or the year after the last when that has
    gone), ``low`` and ``high`` enclose what a single year may show there. They are not bent to lie between 0 and 1:
    a line that leaves the range says so. ``attained`` is the first year in which the line reaches the target, None
    when it never does within ``horizon``; ``chance`` is how likely the year's value reaches it.
    """

    points: int
    slope: float
    year: int
    value: float
    low: float
    high: float
    attained: int | None
    chance: float


@dataclass(frozen=True)
class NoForecast:
    """Too few comparable values for a line with an interval."""

    points: int
    needed: int


def project(
    series: Mapping[int, Count], *, rule: Rule, year: int, breaks: Collection[int], horizon: int, confidence: float
) -> Projection | NoForecast:
    """Project an indicator to the deadline of its rule.

    Parameters
    ----------
    series, rule, year, breaks
        As in :func:`judge`; only years since the last break up to the reporting year are used.
    horizon : int
        Last year in which attainment is looked for.
    confidence : float
        Of the prediction interval, between 0 and 1.

    Returns
    -------
    Projection or NoForecast
        No forecast with fewer than four comparable years.

    References
    ----------
    Weighted least squares; prediction interval of a new observation with the mean weight (Draper and Smith, chapter 9).

    Examples
    --------
    >>> from fractions import Fraction
    >>> from gec_lib.verdicts.rules import Operator
    >>> rule = Rule(Operator.AT_LEAST, Fraction(30, 100), 6, onwards=False, base_year=1, pace_from=1, until=None)
    >>> series = {1: Count(10, 100), 2: Count(15, 100), 3: Count(18, 100), 4: Count(23, 100)}
    >>> found = project(series, rule=rule, year=4, breaks=(), horizon=12, confidence=0.95)
    >>> round(found.value, 3), found.attained
    (0.312, 6)
    >>> project(series, rule=rule, year=3, breaks=(), horizon=12, confidence=0.95)
    NoForecast(points=3, needed=4)
    """
    first = max((b for b in breaks if b <= year), default=min(series, default=year))
    years = sorted(y for y, count in series.items() if first <= y <= year and count.den)
    if len(years) < FEWEST_POINTS:
        return NoForecast(len(years), FEWEST_POINTS)
    x = np.array(years, dtype=float)
    y = np.array([series[at].num / series[at].den for at in years])
    weight = np.array([series[at].den for at in years], dtype=float)
    weight /= weight.mean()
    line = _Line.through(x, y, weight)
    ahead = rule.deadline if rule.deadline > year else year + 1
    half = float(stats.t.ppf((1 + confidence) / 2, line.freedom)) * line.error(ahead)
    target, value = float(rule.value), line.at(ahead)
    reached = [at for at in range(year + 1, horizon + 1) if line.at(at) >= target - ON_THE_LINE]
    chance = (
        float(stats.t.sf((target - value) / line.error(ahead), line.freedom))
        if line.error(ahead)
        else float(value >= target - ON_THE_LINE)
    )
    return Projection(
        len(years), line.slope, ahead, value, value - half, value + half, reached[0] if reached else None, chance
    )


@dataclass(frozen=True)
class _Line:
    mean_x: float
    mean_y: float
    slope: float
    spread: float
    weights: float
    residual: float
    freedom: int

    @classmethod
    def through(cls, x: np.ndarray, y: np.ndarray, weight: np.ndarray) -> _Line:
        mean_x, mean_y = float(np.average(x, weights=weight)), float(np.average(y, weights=weight))
        spread = float(np.sum(weight * (x - mean_x) ** 2))
        slope = float(np.sum(weight * (x - mean_x) * (y - mean_y)) / spread)
        left = y - mean_y - slope * (x - mean_x)
        freedom = len(x) - 2
        residual = float(np.sqrt(np.sum(weight * left**2) / freedom))
        exact = residual if residual > ON_THE_LINE else 0.0
        return cls(mean_x, mean_y, slope, spread, float(weight.sum()), exact, freedom)

    def at(self, year: int) -> float:
        return self.mean_y + self.slope * (year - self.mean_x)

    def error(self, year: int) -> float:
        """Standard error of one more year's value."""
        return self.residual * float(np.sqrt(1 + 1 / self.weights + (year - self.mean_x) ** 2 / self.spread))
