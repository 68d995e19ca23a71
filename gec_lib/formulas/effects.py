"""Why two numbers differ: what each factor, the rates and the composition, or women and men bring to it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from gec_lib.formulas.kinds import Values, as_given, divide


class Effects(NamedTuple):
    """What the rates and what the composition of each group bring to a difference."""

    rate: np.ndarray
    composition: np.ndarray


def two_factor_effects(
    first: Values, *, second: Values, first_other: Values, second_other: Values
) -> tuple[Values, Values]:
    """Split ``first × second − first_other × second_other`` into what each factor brings.

    Parameters
    ----------
    first, second : float, array or Series
        Factors of the population in question, for example a rate and a share of the whole.
    first_other, second_other : float, array or Series
        The same factors of the population it is compared with.

    Returns
    -------
    tuple of two
        Effect of the first factor (its difference at the mean of the second) and effect of the second.

    References
    ----------
    Kitagawa 1955, JASA 50:1168; Das Gupta 1993, US Census Bureau P23-186, chapter 2.

    Examples
    --------
    >>> two_factor_effects(3.0, second=4.0, first_other=1.0, second_other=2.0)
    (6.0, 4.0)
    """
    effect = as_given(lambda a, b, c, d: (a - c) * (b + d) / 2, first, second, first_other, second_other)
    other = as_given(lambda a, b, c, d: (b - d) * (a + c) / 2, first, second, first_other, second_other)
    return effect, other


def kitagawa(events: Values, *, total: Values, events_other: Values, total_other: Values) -> Effects:
    """Split the difference of two pooled rates into rates and composition, group by group.

    Parameters
    ----------
    events, total : array or Series
        Counts of the population in question in each group (level, school).
    events_other, total_other : array or Series
        The same counts of the population it is compared with (the other sex, an earlier year).

    Returns
    -------
    Effects
        Fractions of 1, one a group; all of them add up to the difference of the pooled rates. A group that one of the
        two has nobody in has no rate there: its whole share in the difference is composition.

    References
    ----------
    Kitagawa 1955, Journal of the American Statistical Association 50:1168.

    Examples
    --------
    >>> found = kitagawa(
    ...     np.array([495, 475]), total=np.array([500, 500]),
    ...     events_other=np.array([686, 270]), total_other=np.array([700, 300]))
    >>> round(float(found.rate.sum()), 6), round(float(found.composition.sum()), 6)
    (0.026, -0.012)
    """
    x, n, y, m = (np.asarray(values, dtype=float) for values in (events, total, events_other, total_other))
    rate, rate_other = divide(x, n), divide(y, m)
    # nobody there: the other population's rate stands in, so that the group differs by its weight alone
    rate, rate_other = np.where(np.isnan(rate), rate_other, rate), np.where(np.isnan(rate_other), rate, rate_other)
    rate, rate_other = np.nan_to_num(rate), np.nan_to_num(rate_other)
    weight, weight_other = divide(n, n.sum()), divide(m, m.sum())
    found = two_factor_effects(rate, second=weight, first_other=rate_other, second_other=weight_other)
    return Effects(*found)


def share_change(women: Values, *, men: Values, women_before: Values, men_before: Values) -> tuple[Values, Values]:
    """Split the change of women's share into what the change in women and what the change in men brought.

    Each is the mean of its effect before and after the other changed, so that both add up exactly.

    Parameters
    ----------
    women, men, women_before, men_before : float, array or Series
        Heads in the year in question and before.

    Returns
    -------
    tuple of two
        Effect of women and effect of men, in percentage points; NaN where a share cannot be formed.

    References
    ----------
    Shapley decomposition: Shorrocks 2013, Journal of Economic Inequality 11:99.

    Examples
    --------
    >>> share_change(10.0, men=10.0, women_before=10.0, men_before=30.0)
    (0.0, 25.0)
    """

    def share(f: np.ndarray, m: np.ndarray) -> np.ndarray:
        return divide(f, f + m)

    def by_women(f: np.ndarray, m: np.ndarray, f0: np.ndarray, m0: np.ndarray) -> np.ndarray:
        return 50 * (share(f, m0) - share(f0, m0) + share(f, m) - share(f0, m))

    def by_men(f: np.ndarray, m: np.ndarray, f0: np.ndarray, m0: np.ndarray) -> np.ndarray:
        return 50 * (share(f0, m) - share(f0, m0) + share(f, m) - share(f, m0))

    given = (women, men, women_before, men_before)
    return as_given(by_women, *given), as_given(by_men, *given)


def gap_contributions(events: Values, *, total: Values, events_other: Values, total_other: Values) -> Values:
    """What each school brings to the gap of two pooled rates, in percentage points; they add up to the gap.

    Parameters
    ----------
    events, total : array or Series
        Counts of women in each school.
    events_other, total_other : array or Series
        Counts of men.

    Examples
    --------
    >>> gap_contributions(
    ...     np.array([1.0, 3.0]), total=np.array([4.0, 4.0]),
    ...     events_other=np.array([2.0, 2.0]), total_other=np.array([4.0, 4.0])).tolist()
    [-12.5, 12.5]
    """

    def parts(x: np.ndarray, n: np.ndarray, y: np.ndarray, m: np.ndarray) -> np.ndarray:
        return 100 * (divide(x, np.asarray(n.sum())) - divide(y, np.asarray(m.sum())))

    return as_given(parts, events, total, events_other, total_other)
