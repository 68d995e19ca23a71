"""Numbers as clerks type them: Vietnamese separators, dashes, dots for missing, rates in cells of counts."""

from __future__ import annotations

import datetime
import enum
import math
import re
from dataclasses import dataclass

DASHES = ("-", "–", "—", "−")
MISSING = re.compile(r"(…|\.{3,})")
RATE = re.compile(r"([+−-]?\d+(?:[.,]\d+)?)%")
DIGITS = re.compile(r"\d+")
DOTS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")  # 1.234.567
COMMAS = re.compile(r"[1-9]\d{0,2}(?:,\d{3}){2,}")  # 1,234,567: two commas cannot both be decimal
MIXED_VI = re.compile(r"([1-9]\d{0,2}(?:\.\d{3})+),(\d+)")  # 1.234,5
MIXED_EN = re.compile(r"([1-9]\d{0,2}(?:,\d{3})+)\.(\d+)")  # 1,234.5
SPACED = re.compile(r"[1-9]\d{0,2}(?: \d{3})+")  # 1 234
ONE_DECIMAL = re.compile(r"(\d+),(\d)")  # 12,5: the Vietnamese decimal comma, no thousands group has one digit
OTHER_MARK = re.compile(r"\d+[.,]\d+")  # 2.09 and 2,09: thousands or decimals?
DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
SPACES = str.maketrans(dict.fromkeys("\u00a0\u202f\u2007\u2009", " "))
THOUSAND = 1000
HUNDRED = 100


class Kind(enum.Enum):
    """What a cell turned out to hold."""

    NUMBER = "number"
    DASH = "dash"  # read as zero
    AMBIGUOUS = "ambiguous"  # thousands or decimals
    RATE = "rate"
    DATE = "date"
    BLANK = "blank"  # nothing at all
    MISSING = "missing"  # the mark for "not available"
    NOT_APPLICABLE = "not applicable"
    TEXT = "text"


@dataclass(frozen=True)
class Parsed:
    """The kind of a cell and its value; no value where nothing can be said without guessing."""

    kind: Kind
    value: float | None = None


def parse(raw: object) -> Parsed:
    """Read one cell of a return.

    Parameters
    ----------
    raw : object
        What the workbook holds: text, number, date, truth value or nothing.

    Returns
    -------
    Parsed
        ``value`` is the number; for a date, yyyymmdd; for a rate, the percentage; for a dash, 0.

    Examples
    --------
    >>> [parse(text).value for text in ("1.234", "2.090", "98,75%", "12,5", "-")]
    [1234.0, 2090.0, 98.75, 12.5, 0.0]
    >>> [parse(text).kind.value for text in ("2.09", "2,09", "…", "", "z", "12 em")]
    ['ambiguous', 'ambiguous', 'missing', 'blank', 'not applicable', 'text']
    """
    if raw is None:
        return Parsed(Kind.BLANK)
    if isinstance(raw, bool):
        return Parsed(Kind.TEXT)
    if isinstance(raw, int | float):
        return Parsed(Kind.NUMBER, float(raw)) if math.isfinite(raw) else Parsed(Kind.TEXT)
    if isinstance(raw, datetime.date):
        return Parsed(Kind.DATE, float(f"{raw:%Y%m%d}"))
    return _parse_text(" ".join(str(raw).translate(SPACES).split()))


def _parse_text(text: str) -> Parsed:
    if not text:
        return Parsed(Kind.BLANK)
    if text in DASHES:
        return Parsed(Kind.DASH, 0.0)
    if MISSING.fullmatch(text):
        return Parsed(Kind.MISSING)
    if text.casefold() == "z":
        return Parsed(Kind.NOT_APPLICABLE)
    rate = RATE.fullmatch(text.replace(" ", ""))
    if rate:
        return Parsed(Kind.RATE, float(rate[1].replace(",", ".").replace("−", "-")))
    date = DATE.fullmatch(text)
    if date:
        return _parse_date(int(date[1]), int(date[2]), int(date[3]))
    sign = -1.0 if text[0] in DASHES else 1.0
    return _parse_digits(text.lstrip("".join(DASHES) + "+").strip(), sign)


def _parse_digits(text: str, sign: float) -> Parsed:
    if DIGITS.fullmatch(text):
        return Parsed(Kind.NUMBER, sign * float(text))
    if DOTS.fullmatch(text) or COMMAS.fullmatch(text) or SPACED.fullmatch(text):
        return Parsed(Kind.NUMBER, sign * float(re.sub(r"[., ]", "", text)))
    for pattern in (MIXED_VI, MIXED_EN, ONE_DECIMAL):
        match = pattern.fullmatch(text)
        if match:
            return Parsed(Kind.NUMBER, sign * float(f"{re.sub('[.,]', '', match[1])}.{match[2]}"))
    return Parsed(Kind.AMBIGUOUS if OTHER_MARK.fullmatch(text) else Kind.TEXT)


def _parse_date(day: int, month: int, year: int) -> Parsed:
    try:
        return Parsed(Kind.DATE, float(f"{datetime.date(year, month, day):%Y%m%d}"))
    except ValueError:
        return Parsed(Kind.TEXT)


def is_ambiguous(value: float) -> bool:
    """Whether a fraction typed into a cell of counts may be a count whose thousands mark became a decimal mark.

    A spreadsheet turns 2.090 into 2.09. One decimal (12.5) is a true fraction, three or more digits before
    the mark cannot be followed by a lost group.

    Examples
    --------
    >>> is_ambiguous(2.09), is_ambiguous(12.5), is_ambiguous(0.985)
    (True, False, False)
    """
    places = round(abs(value) * THOUSAND, 6)
    return 1 <= abs(value) < THOUSAND and places == int(places) and (places / HUNDRED) != int(places / HUNDRED)


def as_typed(raw: object) -> str:
    """A cell as the clerk sees it, for messages: whole numbers without a fraction, dates as dd/mm/yyyy.

    Examples
    --------
    >>> as_typed(12.0), as_typed(2.09), as_typed(" 12 em")
    ('12', '2,09', '12 em')
    """
    if isinstance(raw, float):
        return str(int(raw)) if raw.is_integer() else str(raw).replace(".", ",")
    if isinstance(raw, datetime.date):
        return f"{raw:%d/%m/%Y}"
    if raw == datetime.time():
        return "0"  # a 0 in a cell formatted as a day
    return " ".join(str(raw).split())
