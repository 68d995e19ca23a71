"""Exact counts: whole numbers, halves of hours, and what is computed from them without rounding."""

from __future__ import annotations

from fractions import Fraction

from gec_lib.claims import Number
from gec_lib.wording import Wording


def exact_count(number: float) -> int | Fraction:
    """A count as it was reported: whole, or in halves where hours are counted.

    Examples
    --------
    >>> exact_count(7.0), exact_count(2.5)
    (7, Fraction(5, 2))
    """
    return int(number) if float(number).is_integer() else Fraction(float(number))


def exact_difference(a: Number, b: Number) -> Number:
    """The difference without rounding where both are exact."""
    if isinstance(a, float) or isinstance(b, float):
        return float(a) - float(b)
    return Fraction(a) - Fraction(b)


def quotient(words: Wording, above: int | Fraction, below: int | Fraction) -> str:
    """A division as it is shown beside a claim: 4 / 7."""
    return " / ".join(words.digits(n, "count" if isinstance(n, int) else "hours1") for n in (above, below))
