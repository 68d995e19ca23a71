"""Exact counts: whole numbers, halves of hours, and what is computed from them without rounding."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from gec_lib.claims import Claimed, Number
from gec_lib.wording import Wording, declarations


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


def single(key: str, values: Mapping[str, object]) -> tuple[str, dict[str, object]]:
    """The sentence of a single case (``KEY.one``) where there is one and the counts that it leaves out say so.

    "Toàn bộ 1 trường" is no sentence; "trường duy nhất" has no number. It is used when the largest of the figures
    that it leaves out is one.
    """
    one = f"{key}.one"
    if one not in declarations():
        return key, dict(values)
    left_out = [value for name, value in values.items() if name not in declarations()[one].fields]
    figures = [item.value for item in left_out if isinstance(item, Claimed) and item.value is not None]
    if len(figures) != len(left_out) or max(figures, default=0) != 1 or not set(figures) <= {0, 1}:
        return key, dict(values)
    return one, {name: value for name, value in values.items() if name in declarations()[one].fields}
