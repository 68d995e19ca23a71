"""Many schools at once: what chance alone may do to each, and lists to follow up that small schools do not fill.

The counts are a census: nobody was sampled. Limits, shrunken rates and p-values ask whether a school's count differs
from that of the others by more than chance in the process behind it would make it differ; they never decide a verdict.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import stats

from gec_lib.formulas.intervals import Interval, _tail
from gec_lib.formulas.kinds import Values, arrays, as_given, divide, like


def funnel_limits(total: Values, *, rate: float, confidence: float = 0.95) -> Interval[Values]:
    """Counts between which a school of some size lies when it has the rate of all.

    Parameters
    ----------
    total : float, array or Series
        Sizes of the schools.
    rate : float
        The pooled rate, as a fraction of 1.
    confidence : float
        Between 0 and 1; funnels are drawn at 0.95 and 0.998.

    Returns
    -------
    Interval
        Exact binomial quantiles, in heads.

    Raises
    ------
    ValueError
        When the rate lies outside 0 and 1.

    References
    ----------
    Spiegelhalter 2005, Statistics in Medicine 24:1185.

    Examples
    --------
    >>> funnel_limits(300, rate=0.995)
    Interval(lower=296.0, upper=300.0)
    """
    if not 0 <= rate <= 1:
        raise ValueError(f"a rate is a fraction from 0 to 1, found {rate}; write 0.995 for 99.5 %")
    (n,) = arrays(total)
    tail = _tail(confidence)
    return Interval(like(stats.binom.ppf(tail, n, rate), [total]), like(stats.binom.ppf(1 - tail, n, rate), [total]))


def differs_from_rate(events: Values, *, total: Values, rate: float) -> Values:
    """How likely a count at least as far out would be if the school had the rate of all (two sides, exact).

    Parameters
    ----------
    events, total : float, array or Series
        Counts of each school.
    rate : float
        The pooled rate, as a fraction of 1.

    Returns
    -------
    float, array or Series
        Twice the smaller tail, at most 1; NaN where the total is 0.

    Examples
    --------
    >>> differs_from_rate(0, total=10, rate=0.5)
    0.001953125
    """

    def tails(x: np.ndarray, n: np.ndarray) -> np.ndarray:
        below, above = stats.binom.cdf(x, n, rate), stats.binom.sf(x - 1, n, rate)
        return np.where(n == 0, np.nan, np.minimum(1.0, 2 * np.minimum(below, above)))

    return as_given(tails, events, total)


def false_discovery(p_values: Values) -> Values:
    """P-values adjusted so that flags below a level are wrong in at most that share (Benjamini and Hochberg).

    Parameters
    ----------
    p_values : array or Series
        One a school; NaN stays NaN and is not counted as a test.

    References
    ----------
    Benjamini and Hochberg 1995, Journal of the Royal Statistical Society B 57:289.

    Examples
    --------
    >>> false_discovery(np.array([0.01, 0.02, 0.5])).tolist()
    [0.03, 0.03, 0.5]
    """

    def adjusted(p: np.ndarray) -> np.ndarray:
        found, known = np.full(p.shape, np.nan), ~np.isnan(p)
        if known.any():
            found[known] = stats.false_discovery_control(p[known], method="bh")
        return found

    return as_given(adjusted, p_values)


@dataclass(frozen=True)
class Prior:
    """The beta distribution that the rates of all schools seem to come from."""

    alpha: float
    beta: float

    @property
    def mean(self) -> float:
        return self.alpha / (self.alpha + self.beta)


def prior_of_rates(events: Values, *, total: Values) -> Prior | None:
    """Fit the beta distribution of the schools' rates by moments.

    Returns
    -------
    Prior or None
        None with fewer than two schools, when nobody or everybody counts, or when the rates differ by no more than
        chance: then every school is best told by the pooled rate.

    References
    ----------
    Kleinman 1973, Journal of the American Statistical Association 68:46.

    Examples
    --------
    >>> prior_of_rates(np.array([2, 4, 6, 8]), total=np.array([10, 10, 10, 10]))
    Prior(alpha=2.2..., beta=2.2...)
    """
    x, n = arrays(events, total)
    x, n = x[n > 0], n[n > 0]
    if len(n) < 2 or x.sum() in (0, n.sum()):
        return None
    mean = x.sum() / n.sum()
    between = np.sum(n * (x / n - mean) ** 2)
    spread = n.sum() - np.sum(n**2) / n.sum()
    if spread <= len(n) - 1:  # a head a school: nothing tells schools from chance
        return None
    # what is left of the spread once chance within schools is taken off
    variance = (between - (len(n) - 1) * mean * (1 - mean)) / (spread - (len(n) - 1))
    if variance <= 0:
        return None
    # rates that are all 0 or 1 would spread as far as a distribution can: keep it a distribution
    size = max(mean * (1 - mean) / variance - 1, 1e-6)
    return Prior(float(mean * size), float((1 - mean) * size))


def shrunken_rate(events: Values, *, total: Values) -> Values:
    """Each school's rate drawn towards the rate of all, the more the smaller the school: for follow-up lists.

    ``(k + alpha) / (n + alpha + beta)``; the pooled rate where the schools differ by no more than chance.

    Parameters
    ----------
    events, total : array or Series
        Counts of each school.

    References
    ----------
    Empirical Bayes for proportions: Casella 1985, American Statistician 39:83.

    Examples
    --------
    >>> shrunken_rate(np.array([2, 4, 6, 8]), total=np.array([10, 10, 10, 10])).round(3).tolist()
    [0.292, 0.431, 0.569, 0.708]
    """
    prior = prior_of_rates(events, total=total)
    x, n = arrays(events, total)
    if prior is None:
        pooled = float(divide(x[n > 0].sum(), np.asarray(n[n > 0].sum())))
        return as_given(lambda e, t: np.full(t.shape, pooled), events, total)
    return as_given(lambda e, t: (e + prior.alpha) / (t + prior.alpha + prior.beta), events, total)


def concentration(events: Values, *, top: float = 0.1) -> float:
    """Share of all events that the schools with the most have.

    Parameters
    ----------
    events : array or Series
        Events of each school, for example pupils who dropped out.
    top : float
        Which part of the schools, as a fraction of 1; a part of a school counts in proportion.

    Returns
    -------
    float
        Fraction of 1; NaN without any event. Where all have the same it is ``top``.

    Examples
    --------
    >>> concentration(np.array([6, 1, 1, 1, 1, 0, 0, 0, 0, 0]))
    0.6
    """
    (x,) = arrays(events)
    most = np.sort(x[~np.isnan(x)])[::-1]
    if not most.sum():
        return float("nan")
    heads = top * len(most)
    whole = int(heads)
    part = (heads - whole) * most[whole] if whole < len(most) else 0.0
    return float((most[:whole].sum() + part) / most.sum())
