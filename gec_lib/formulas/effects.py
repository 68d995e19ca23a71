"""What each of two factors brings to the difference of two products."""

from __future__ import annotations

from gec_lib.formulas.kinds import Values, as_given


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
