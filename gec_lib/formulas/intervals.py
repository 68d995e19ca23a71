"""Intervals for a rate and for the difference of two rates."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, NamedTuple, TypeVar

import numpy as np
from scipy import stats

from gec_lib.formulas.kinds import Values, arrays, divide, like

Limit = TypeVar("Limit")


class Interval(NamedTuple, Generic[Limit]):
    """The two limits of an interval, of the kind of the values that went in."""

    lower: Limit
    upper: Limit


def wilson(events: Values, *, total: Values, confidence: float = 0.95) -> Interval[Values]:
    """Wilson's score interval for a rate.

    The counts are a census: read the interval as the play of chance in the process behind them.

    Parameters
    ----------
    events, total : float, array or Series
        Counts with ``0 <= events <= total``.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    Interval
        Fractions of 1; NaN where the total is 0.

    Raises
    ------
    ValueError
        When an event count lies outside 0 and its total, or the confidence outside 0 and 1.

    References
    ----------
    Wilson 1927; Newcombe 1998, Statistics in Medicine 17:857, method 3.

    Examples
    --------
    >>> wilson(30, total=30)
    Interval(lower=0.886..., upper=1.0)
    """
    z = stats.norm.ppf(1 - _tail(confidence))

    def limits(x: np.ndarray, n: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        p = _rate(x, n)
        middle = (p + divide(z**2, 2 * n)) / (1 + divide(z**2, n))
        half = z * np.sqrt(divide(p * (1 - p), n) + divide(z**2, 4 * n**2)) / (1 + divide(z**2, n))
        # the limits at none and at all are exactly 0 and 1; floats would miss them by a hair
        return np.where(p == 0, 0.0, middle - half), np.where(p == 1, 1.0, middle + half)

    return _interval(limits, events, total)


def clopper_pearson(events: Values, *, total: Values, confidence: float = 0.95) -> Interval[Values]:
    """Clopper and Pearson's exact interval for a rate: never too short, often too long.

    Parameters, results and errors are those of :func:`wilson`.

    References
    ----------
    Clopper and Pearson 1934, Biometrika 26:404.

    Examples
    --------
    >>> clopper_pearson(0, total=45)
    Interval(lower=0.0, upper=0.0787...)
    """
    tail = _tail(confidence)

    def limits(x: np.ndarray, n: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        p = _rate(x, n)
        lower = stats.beta.ppf(tail, np.where(p == 0, np.nan, x), n - x + 1)
        upper = stats.beta.ppf(1 - tail, x + 1, np.where(p == 1, np.nan, n - x))
        return np.where(p == 0, 0.0, lower), np.where(p == 1, 1.0, upper)

    return _interval(limits, events, total)


def jeffreys(events: Values, *, total: Values, confidence: float = 0.95) -> Interval[Values]:
    """Jeffreys' interval for a rate: equal tails of Beta(events + 1/2, total - events + 1/2).

    The tails are kept at the ends too, so that 30 of 30 stays just below 1.
    Parameters, results and errors are those of :func:`wilson`.

    References
    ----------
    Brown, Cai and DasGupta 2001, Statistical Science 16:101.

    Examples
    --------
    >>> jeffreys(29, total=30)
    Interval(lower=0.854..., upper=0.996...)
    """
    tail = _tail(confidence)

    def limits(x: np.ndarray, n: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        a = np.where(np.isnan(_rate(x, n)), np.nan, x + 0.5)
        return stats.beta.ppf(tail, a, n - x + 0.5), stats.beta.ppf(1 - tail, a, n - x + 0.5)

    return _interval(limits, events, total)


def newcombe_difference(
    events: Values, *, total: Values, events_other: Values, total_other: Values, confidence: float = 0.95
) -> Interval[Values]:
    """Interval for the difference of two rates, from the Wilson interval of each.

    Parameters
    ----------
    events, total : float, array or Series
        Counts of the group in question.
    events_other, total_other : float, array or Series
        Counts of the group it is compared with.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    Interval
        Limits of ``rate - rate_other`` as fractions of 1; NaN where a total is 0.

    References
    ----------
    Newcombe 1998, Statistics in Medicine 17:873, method 10.

    Examples
    --------
    >>> newcombe_difference(56, total=70, events_other=48, total_other=80)
    Interval(lower=0.052..., upper=0.333...)
    """

    def limits(x: np.ndarray, n: np.ndarray, y: np.ndarray, m: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        p, q = _rate(x, n), _rate(y, m)
        own, other = wilson(x, total=n, confidence=confidence), wilson(y, total=m, confidence=confidence)
        lower = p - q - np.hypot(p - own.lower, other.upper - q)
        return lower, p - q + np.hypot(own.upper - p, q - other.lower)

    return _interval(limits, events, total, events_other, total_other)


def _rate(events: np.ndarray, total: np.ndarray) -> np.ndarray:
    wrong = int(np.sum((events < 0) | (events > total)))
    if wrong:
        raise ValueError(f"an interval needs 0 <= events <= total; {wrong} value(s) lie outside: check the counts")
    return divide(events, total)


def _tail(confidence: float) -> float:
    if not 0 < confidence < 1:
        raise ValueError(f"confidence is a fraction between 0 and 1, found {confidence}; write 0.95 for 95 %")
    return (1 - confidence) / 2


def _interval(compute: Callable[..., tuple[np.ndarray, np.ndarray]], *inputs: Values) -> Interval[Values]:
    lower, upper = compute(*arrays(*inputs))
    return Interval(like(lower, inputs), like(upper, inputs))
