"""What one cell of a return says, and which rule of type it offends."""

from __future__ import annotations

import datetime
import math
from typing import NamedTuple

from gec_lib.codelists import BLANK, NOT_APPLICABLE, REPORTED, Measure
from gec_lib.returns.numbers import Kind, Parsed, is_ambiguous, parse
from gec_lib.returns.records import DATE, HOUR, YES_NO

IS_NUMBER, UNAMBIGUOUS, NON_NEGATIVE, WHOLE = "TY01", "TY02", "TY03", "TY04"
IS_YES_NO, NOT_RATE, VALID_DATE, DASH_IS_ZERO = "TY05", "TY06", "TY07", "TY13"


class Judged(NamedTuple):
    """Value (NaN where the cell gives none), status, and the id of the rule it offends, if any."""

    value: float
    status: str
    rule: str | None = None


NOTHING = Judged(math.nan, BLANK)
NO_CASE = Judged(math.nan, NOT_APPLICABLE)


def is_plain(raw: object, measure: Measure) -> bool:
    """Whether a cell holds what almost every cell holds, a whole number where one is counted: nothing to judge."""
    return type(raw) is float and raw >= 0 and raw.is_integer() and measure.unit not in (DATE, YES_NO)


def judge(raw: object, measure: Measure) -> Judged:
    """Judge a cell by the unit of its measure; nothing is guessed.

    Examples
    --------
    >>> from gec_lib.codelists import load_codes
    >>> from gec_lib.home import find_home
    >>> pupils = load_codes(find_home().params).measure("pupils")
    >>> judge("1.234", pupils).value, judge("2.09", pupils).rule, judge("98,5%", pupils).rule
    (1234.0, 'TY02', 'TY06')
    """
    parsed = parse(raw)
    if parsed.kind in (Kind.BLANK, Kind.MISSING):
        return NOTHING
    if parsed.kind is Kind.NOT_APPLICABLE:
        return NO_CASE
    if measure.unit == DATE:
        return _date(parsed)
    if measure.unit == YES_NO:
        return _yes_no(parsed)
    return _number(parsed, halves=measure.unit == HOUR)


def _offends(rule: str) -> Judged:
    return Judged(math.nan, BLANK, rule)


def _date(parsed: Parsed) -> Judged:
    if parsed.value is not None and parsed.kind in (Kind.DATE, Kind.NUMBER):
        try:
            datetime.datetime.strptime(str(int(parsed.value)), "%Y%m%d")
        except ValueError:
            return _offends(VALID_DATE)
        return Judged(parsed.value, REPORTED)
    return _offends(VALID_DATE)


def _yes_no(parsed: Parsed) -> Judged:
    if parsed.kind is Kind.DASH:
        return Judged(0.0, REPORTED, DASH_IS_ZERO)
    if parsed.kind is Kind.NUMBER and parsed.value in (0, 1):
        return Judged(parsed.value, REPORTED)
    return _offends(IS_YES_NO)


def _number(parsed: Parsed, *, halves: bool) -> Judged:
    if parsed.kind is Kind.DASH:
        return Judged(0.0, REPORTED, DASH_IS_ZERO)
    if parsed.kind is Kind.RATE:
        return _offends(NOT_RATE)
    if parsed.kind is Kind.AMBIGUOUS:
        return _offends(UNAMBIGUOUS)
    if parsed.kind is not Kind.NUMBER or parsed.value is None:
        return _offends(IS_NUMBER)
    value = parsed.value
    if value < 0:
        return _offends(NON_NEGATIVE)
    if value.is_integer() or (halves and (2 * value).is_integer()):
        return Judged(value, REPORTED)
    return _offends(_fraction(value, halves=halves))


def _fraction(value: float, *, halves: bool) -> str:
    if not halves and value < 1:
        return NOT_RATE
    return UNAMBIGUOUS if is_ambiguous(value) else WHOLE
