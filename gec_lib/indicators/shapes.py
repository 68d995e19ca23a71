"""Records of the common shapes, so that a record says only what is its own.

Names and sides are pairs of Vietnamese and English. ``more`` are the other fields of `Indicator`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gec_lib.codelists import SCHOOL, WARD
from gec_lib.indicators.records import (
    AnyCondition,
    BlankRule,
    CountUnits,
    Derived,
    Direction,
    Formula,
    Headcount,
    Indicator,
    Input,
    Pool,
    Term,
)

Words = tuple[str, str]

REGISTER: Words = ("trường đang hoạt động trong danh bạ", "schools in the register")
STAFF: Words = (
    "cán bộ quản lý, giáo viên, tổng phụ trách Đội và nhân viên tại ngày 30/9",
    "managers, teachers, Pioneers' leaders and support staff on 30 September",
)
PUPILS: Words = ("trẻ, học sinh tại ngày 30/9", "pupils on 30 September")
NOTHING: Words = ("", "")
SELF_REPORT = "self-report of the school"
START_FORM = "rows of the lower-secondary start-of-year form and of its new regime"
END_FORM = "rows of the end-of-year forms"
SURVEY_FORM = "column names of the universalisation form"
DECREE = "Nghị định 20/2014/NĐ-CP"
GSO = "GSO, national statistical indicators, metadata of education"
UIS = "UNESCO UIS, Glossary"


def record(code: str, name: Words, *, formula: Formula, numerator: Words, denominator: Words, **more: Any) -> Indicator:
    """An indicator from pairs of words."""
    return Indicator(
        code=code,
        vi=name[0],
        en=name[1],
        formula=formula,
        numerator_vi=numerator[0],
        numerator_en=numerator[1],
        denominator_vi=denominator[0],
        denominator_en=denominator[1],
        **more,
    )


def schools(
    code: str, name: Words, *conditions: AnyCondition, numerator: Words, denominator: Words = REGISTER, **more: Any
) -> Indicator:
    """The share of schools of the register that satisfy conditions; a school without an answer is not proven."""
    more = {"direction": Direction.UP, "unit_type": SCHOOL, "blank": BlankRule.BLANK_IS_NO, **more}
    formula = CountUnits(conditions, more.pop("among", ()))
    return record(code, name, formula=formula, numerator=numerator, denominator=denominator, unit="%", **more)


def pooled(
    code: str,
    name: Words,
    num: tuple[Term, ...],
    den: tuple[Term, ...],
    *,
    numerator: Words,
    denominator: Words,
    **more: Any,
) -> Indicator:
    """A share pooled over the schools that answered both sides."""
    more = {"unit": "%", "direction": Direction.UP, "unit_type": SCHOOL, "blank": BlankRule.UNIT_OUT, **more}
    return record(code, name, formula=Pool(num, den), numerator=numerator, denominator=denominator, **more)


def residents(
    code: str,
    name: Words,
    num: tuple[Term, ...],
    den: tuple[Term, ...],
    *,
    numerator: Words,
    denominator: Words,
    **more: Any,
) -> Indicator:
    """A share of residents from the wards' survey, by sex; no total while a ward is missing."""
    more = {"unit_type": WARD, "blank": BlankRule.REFUSE, "by_sex": True, "splits": ("group",), **more}
    return pooled(code, name, num, den, numerator=numerator, denominator=denominator, **more)


def heads(code: str, name: Words, *terms: Term, numerator: Words, unit: str, **more: Any) -> Indicator:
    """A number of people or things over the schools that answered."""
    more = {"direction": Direction.UP, "unit_type": SCHOOL, "blank": BlankRule.UNIT_OUT, **more}
    return record(code, name, formula=Headcount(terms), numerator=numerator, denominator=NOTHING, unit=unit, **more)


def derived(
    code: str,
    name: Words,
    function: Callable[..., object],
    *inputs: Input,
    numerator: Words,
    denominator: Words = NOTHING,
    **more: Any,
) -> Indicator:
    """A number computed from other indicators; parity or no gap is the aim unless said otherwise."""
    more = {"direction": Direction.PARITY, "unit_type": SCHOOL, "blank": BlankRule.UNIT_OUT, **more}
    formula = Derived(function, inputs, more.pop("least", 0))
    return record(code, name, formula=formula, numerator=numerator, denominator=denominator, **more)
