"""Flows of pupils between two school years, and the reconstructed cohort.

Two ways to a rate of dropout: the leavers that a school counts over its pupils (`gec_lib.formulas.share`), or what
is left of a grade once promotion and repetition are taken off. The second is raw: pupils who move in push it below
0, and it is returned so. Ask `outside_range` before printing.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gec_lib.formulas.kinds import Values, arrays, as_given, divide, like


def repetition_rate(repeaters_next: Values, *, enrolled: Values) -> Values:
    """Pupils who repeat a grade in the next year over the pupils of that grade.

    Parameters
    ----------
    repeaters_next : float, array or Series
        Repeaters of the grade in year t + 1.
    enrolled : float, array or Series
        Pupils of the grade in year t.

    Returns
    -------
    float, array or Series
        Fractions of 1; NaN where nobody was enrolled.

    References
    ----------
    UNESCO Institute for Statistics, Glossary, "Repetition rate by grade".

    Examples
    --------
    >>> repetition_rate(5, enrolled=100)
    0.05
    """
    return as_given(divide, repeaters_next, enrolled)


def promotion_rate(enrolled_above_next: Values, *, repeaters_above_next: Values, enrolled: Values) -> Values:
    """Pupils new to the grade above in the next year over the pupils of the grade.

    Parameters
    ----------
    enrolled_above_next, repeaters_above_next : float, array or Series
        Pupils and repeaters of the grade above in year t + 1.
    enrolled : float, array or Series
        Pupils of the grade in year t.

    Returns
    -------
    float, array or Series
        Fractions of 1, above 1 where pupils moved in; NaN where nobody was enrolled.

    References
    ----------
    UNESCO Institute for Statistics, Glossary, "Promotion rate by grade".

    Examples
    --------
    >>> promotion_rate(95, repeaters_above_next=5, enrolled=100)
    0.9
    """
    return as_given(lambda e, r, n: divide(e - r, n), enrolled_above_next, repeaters_above_next, enrolled)


def dropout_rate(promotion: Values, *, repetition: Values) -> Values:
    """What neither goes up nor repeats.

    Parameters
    ----------
    promotion, repetition : float, array or Series
        Rates of one grade between the same two years, as fractions of 1.

    Returns
    -------
    float, array or Series
        ``1 - promotion - repetition``; below 0 where pupils moved in, returned as it is.

    References
    ----------
    UNESCO Institute for Statistics, Glossary, "Dropout rate by grade".

    Examples
    --------
    >>> dropout_rate(0.75, repetition=0.125)
    0.125
    """
    return as_given(lambda p, r: 1 - p - r, promotion, repetition)


def survival_rate(promotion: Sequence[Values], *, repetition: Sequence[Values]) -> Values:
    """Share of a cohort of the first grade expected to reach a grade, however often its pupils repeat.

    Parameters
    ----------
    promotion, repetition : sequence of float, array or Series
        Rates of the grades below the one to be reached, from the first grade on, of one pair of years.

    Returns
    -------
    float, array or Series
        Product of ``p / (1 - r)`` over the grades; NaN where a whole grade repeats.

    Raises
    ------
    ValueError
        When the two do not cover the same grades, or cover none.

    References
    ----------
    UNESCO Institute for Statistics, Glossary, "Survival rate by grade" (reconstructed cohort: rates stay as they
    are, those who leave do not return).

    Examples
    --------
    >>> survival_rate([0.75, 0.5], repetition=[0.0, 0.5])
    0.75
    """
    if not promotion or len(promotion) != len(repetition):
        raise ValueError(
            f"survival needs promotion and repetition of the same grades; "
            f"found {len(promotion)} and {len(repetition)}: give one of each a grade"
        )
    inputs = [*promotion, *repetition]
    plain = arrays(*inputs)
    half = len(promotion)
    kept = [divide(p, 1 - r) for p, r in zip(plain[:half], plain[half:], strict=True)]
    result: Values = like(np.prod(np.stack(np.broadcast_arrays(*kept)), axis=0), inputs)
    return result


def transition_rate(entrants_next: Values, *, last_grade: Values, repeaters_next: Values) -> Values:
    """Effective transition: new entrants to the next level over those who could go there.

    Parameters
    ----------
    entrants_next : float, array or Series
        Pupils new to the first grade of the next level in year t + 1 (its repeaters taken off).
    last_grade : float, array or Series
        Pupils of the last grade of the level in year t.
    repeaters_next : float, array or Series
        Repeaters of that last grade in year t + 1.

    Returns
    -------
    float, array or Series
        Fractions of 1; NaN where nobody could go.

    References
    ----------
    UNESCO Institute for Statistics, Glossary, "Effective transition rate".

    Examples
    --------
    >>> transition_rate(90, last_grade=110, repeaters_next=10)
    0.9
    """
    return as_given(lambda e, n, r: divide(e, n - r), entrants_next, last_grade, repeaters_next)


def outside_range(rate: Values) -> Values:
    """1 where a rate lies below 0 or above 1 and must be explained, else 0; NaN stays NaN.

    Examples
    --------
    >>> outside_range(-0.003)
    1.0
    >>> outside_range(1.0)
    0.0
    """
    return as_given(lambda x: np.where(np.isnan(x), np.nan, (x < 0) | (x > 1)), rate)
