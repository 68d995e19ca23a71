"""Shares, gaps and ratios of counts and rates of women and men."""

from __future__ import annotations

import numpy as np

from gec_lib.formulas.kinds import Values, as_given, divide


def share(part: Values, *, whole: Values) -> Values:
    """Part of a whole, as a fraction of 1.

    Parameters
    ----------
    part, whole : float, array or Series
        Counts, for example women and everybody.

    Returns
    -------
    float, array or Series
        ``part / whole``; NaN where the whole is 0. Above 1 is returned as it is: the reader must see it.

    Examples
    --------
    >>> share(3, whole=12)
    0.25
    >>> share(0, whole=0)
    nan
    """
    return as_given(divide, part, whole)


def gap(female: Values, *, male: Values) -> Values:
    """Difference of two rates in percentage points; 0 is no gap, below 0 women are behind on a good thing.

    Parameters
    ----------
    female, male : float, array or Series
        The same rate for each sex, as fractions of 1.

    Examples
    --------
    >>> gap(0.5, male=0.75)
    -25.0
    """
    return as_given(lambda f, m: 100 * (f - m), female, male)


def parity_index(female: Values, *, male: Values) -> Values:
    """Gender parity index (GPI): the female value over the male value; 1 is parity.

    Parameters
    ----------
    female, male : float, array or Series
        The same indicator for each sex, in any one unit.

    Returns
    -------
    float, array or Series
        NaN where the male value is 0, also when the female value is above 0.

    References
    ----------
    UNESCO Institute for Statistics, Glossary, "Gender parity index".

    Examples
    --------
    >>> parity_index(45.0, male=90.0)
    0.5
    """
    return as_given(divide, female, male)


def adjusted_parity_index(female: Values, *, male: Values) -> Values:
    """Adjusted gender parity index (GPIA): from 0 to 2 and symmetric about 1, which is parity.

    ``g = F / M``; g itself up to 1, and ``2 - 1 / g`` above.

    Parameters
    ----------
    female, male : float, array or Series
        The same indicator for each sex, not negative, in any one unit.

    Returns
    -------
    float, array or Series
        2 where only the male value is 0, 0 where only the female value is 0, NaN (not defined) where both are.

    References
    ----------
    UNESCO Institute for Statistics, SDG indicator 4.5.1, metadata.

    Examples
    --------
    >>> adjusted_parity_index(50.0, male=100.0)
    0.5
    >>> adjusted_parity_index(100.0, male=50.0)
    1.5
    """

    def adjusted(f: np.ndarray, m: np.ndarray) -> np.ndarray:
        return np.where(f <= m, divide(f, m), 2 - divide(m, f))

    return as_given(adjusted, female, male)


def risk_ratio(events: Values, *, total: Values, events_other: Values, total_other: Values) -> Values:
    """Rate of one group over the rate of another; 1 is no difference.

    Parameters
    ----------
    events, total : float, array or Series
        Counts of the group in question, for example women with a master's degree and all women.
    events_other, total_other : float, array or Series
        The same counts of the other group.

    Returns
    -------
    float, array or Series
        NaN where either rate cannot be formed or the other rate is 0.

    Examples
    --------
    >>> risk_ratio(1, total=10, events_other=2, total_other=10)
    0.5
    """

    def ratio(a: np.ndarray, n: np.ndarray, b: np.ndarray, m: np.ndarray) -> np.ndarray:
        return divide(divide(a, n), divide(b, m))

    return as_given(ratio, events, total, events_other, total_other)


def representation_index(part_female: Values, *, part: Values, whole_female: Values, whole: Values) -> Values:
    """Women's share of a part over their share of the whole; 1 is the representation their number calls for.

    Parameters
    ----------
    part_female, part : float, array or Series
        Women and everybody in the part, for example holders of a master's degree.
    whole_female, whole : float, array or Series
        Women and everybody in the whole it is drawn from, for example the staff.

    Examples
    --------
    >>> representation_index(1, part=4, whole_female=5, whole=10)
    0.5
    """

    def index(f: np.ndarray, n: np.ndarray, whole_f: np.ndarray, whole_n: np.ndarray) -> np.ndarray:
        return divide(divide(f, n), divide(whole_f, whole_n))

    return as_given(index, part_female, part, whole_female, whole)


def odds_ratio(events: Values, *, total: Values, events_other: Values, total_other: Values) -> Values:
    """Odds of one group over the odds of another; 1 is no difference.

    Parameters
    ----------
    events, total : float, array or Series
        Counts of the group in question, for example women with a master's degree and all women.
    events_other, total_other : float, array or Series
        The same counts of the other group.

    Returns
    -------
    float, array or Series
        NaN where the odds of a group cannot be formed or those of the other group are 0.

    Examples
    --------
    >>> odds_ratio(1, total=5, events_other=1, total_other=2)
    0.25
    """

    def ratio(a: np.ndarray, n: np.ndarray, b: np.ndarray, m: np.ndarray) -> np.ndarray:
        return divide(divide(a, n - a), divide(b, m - b))

    return as_given(ratio, events, total, events_other, total_other)
