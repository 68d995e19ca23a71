"""Number formats: exact numbers to text, rounded half up from fractions, never through binary floating point."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from gec_lib.claims import Number, exact

MINUS = "−"


class WordingError(ValueError):
    """A sentence, a label or a number that cannot be written; the text says which, and what was expected."""


@dataclass(frozen=True)
class Format:
    """How a kind of number is printed: ``factor`` × value, decimal places (None: as many as needed, up to two)."""

    places: int | None
    factor: Fraction = Fraction(1)
    suffix: str = ""
    signed: bool = False


_HUNDRED = Fraction(100)
FORMATS: Mapping[str, Format] = {
    "count": Format(0),
    "signed_count": Format(0, signed=True),
    "pct": Format(None, _HUNDRED, "%"),
    "pct1": Format(1, _HUNDRED, "%"),
    "pct2": Format(2, _HUNDRED, "%"),
    "pp1": Format(1, _HUNDRED),
    "pp2": Format(2, _HUNDRED),
    "signed_pp1": Format(1, _HUNDRED, signed=True),
    "ratio2": Format(2),
    "index3": Format(3),
    "hours1": Format(1),
    "mean1": Format(1),
    "permille1": Format(1, Fraction(1000), "‰"),
    "million1": Format(1, Fraction(1, 1_000_000)),
}
COUNTS = ("count", "signed_count")


@dataclass(frozen=True)
class Marks:
    """Decimal mark and thousands mark of a language."""

    decimal: str
    group: str


def digits(value: Number, kind: str, marks: Marks) -> str:
    """The printed number, rounded half away from zero from the exact value.

    Parameters
    ----------
    value : int, Fraction or float
        Shares and differences of shares as parts of one; money in đồng. A float is read by its shortest decimal.
    kind : str
        A key of `FORMATS`.
    marks : Marks
        Decimal and thousands marks.

    Raises
    ------
    WordingError
        A count that is not a whole number, or an unknown kind.

    Examples
    --------
    >>> digits(1234567, "count", Marks(",", ".")), digits(Fraction(2, 7), "pct1", Marks(",", "."))
    ('1.234.567', '28,6%')
    >>> digits(Fraction(-4, 1000), "signed_pp1", Marks(",", "."))
    '−0,4'
    """
    rule = rule_of(kind)
    scaled = Fraction(exact(value)) * rule.factor
    if kind in COUNTS and scaled.denominator != 1:
        raise WordingError(f"a count is a whole number, found {exact(value)}; use another type or count again")
    places = _needed(scaled) if rule.places is None else rule.places
    units = half_up(scaled * 10**places)
    whole, rest = divmod(abs(units), 10**places)
    sign = MINUS if units < 0 else "+" if rule.signed and units > 0 else ""
    decimals = f"{marks.decimal}{rest:0{places}d}" if places else ""
    return f"{sign}{f'{whole:,}'.replace(',', marks.group)}{decimals}{rule.suffix}"


def same_printed(first: Number, second: Number, kind: str) -> bool:
    """Whether two numbers print alike; the direction itself comes from the exact values.

    Examples
    --------
    >>> same_printed(Fraction(2858, 10000), Fraction(2862, 10000), "pct1")
    True
    """
    plain = Marks(".", "")
    return digits(first, kind, plain) == digits(second, kind, plain)


def rule_of(kind: str) -> Format:
    """The format of a kind of number."""
    if kind not in FORMATS:
        raise WordingError(f"no number format {kind!r}; known: {', '.join(FORMATS)}")
    return FORMATS[kind]


def scaled(value: Number, kind: str) -> Fraction:
    """The number as workbooks hold it: shares stay parts of one, points and millions are converted."""
    rule = rule_of(kind)
    return Fraction(exact(value)) * (1 if rule.suffix == "%" else rule.factor)


def workbook_format(kind: str) -> str:
    """The number format of a workbook cell, in the notation of spreadsheets.

    Examples
    --------
    >>> workbook_format("pct1"), workbook_format("count"), workbook_format("signed_pp1")
    ('0.0%', '#,##0', '+0.0;−0.0;0.0')
    """
    rule = rule_of(kind)
    places = 2 if rule.places is None else rule.places
    code = ("#,##0" if kind in (*COUNTS, "million1") else "0") + (f".{'0' * places}" if places else "")
    if rule.suffix:
        code += rule.suffix if rule.suffix == "%" else f'"{rule.suffix}"'
    return f"+{code};{MINUS}{code};{code}" if rule.signed else code


def half_up(value: Fraction) -> int:
    """The nearest whole number; halves go away from zero."""
    units = (abs(value) + Fraction(1, 2)).__floor__()
    return units if value >= 0 else -units


def _needed(scaled: Fraction) -> int:
    return next((places for places in (0, 1) if (scaled * 10**places).denominator == 1), 2)
