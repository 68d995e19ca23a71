"""What an indicator is: a frozen record around a formula of one of four kinds.

Functions compute (`gec_lib.indicators.counts`), records describe. A formula is built from terms, each the count
of one measure; three kinds serve most indicators: `Pool` adds numerators and denominators over units before
dividing, `CountUnits` counts units that satisfy conditions over the register, `Headcount` adds heads. `Derived`
computes from the results of other indicators.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from gec_lib.codelists import ALL, TOTAL


class Direction(StrEnum):
    """Which way is better."""

    UP = "up"
    DOWN = "down"
    PARITY = "parity"
    NEUTRAL = "neutral"


class BlankRule(StrEnum):
    """What a unit without an answer means for the indicator."""

    UNIT_OUT = "unit_out"
    BLANK_IS_NO = "blank_is_no"
    REFUSE = "refuse"
    NO_CELL = "none"


@dataclass(frozen=True)
class Term:
    """The count of one measure: category codes (``@name`` picks the codes whose attribute ``name`` is yes), group,
    sex, and ``lag`` reporting years back."""

    measure: str
    category: tuple[str, ...] = (ALL,)
    group: str = ALL
    sex: str = TOTAL
    lag: int = 0

    def of(self, sex: str) -> Term:
        """The same count for one sex, where the term leaves it open."""
        return Term(self.measure, self.category, self.group, sex, self.lag) if self.sex == TOTAL else self


def term(measure: str, category: str = ALL, *, sex: str = TOTAL, group: str = ALL, lag: int = 0) -> Term:
    """A term; several categories are written ``a|b``.

    Examples
    --------
    >>> term("youth_finished", "a15|a16").category
    ('a15', 'a16')
    """
    return Term(measure, tuple(category.split("|")), group, sex, lag)


@dataclass(frozen=True)
class Condition:
    """A unit satisfies it when the sum of the term is at least ``minimum``."""

    term: Term
    minimum: int = 1


@dataclass(frozen=True)
class Pool:
    """Sum of numerators over sum of denominators; never a mean of rates."""

    numerator: tuple[Term, ...]
    denominator: tuple[Term, ...]


@dataclass(frozen=True)
class CountUnits:
    """Units that satisfy every condition over units for which ``among`` holds (the register when empty)."""

    conditions: tuple[Condition, ...]
    among: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class Headcount:
    """Heads: the sum of ``plus`` less the sum of ``minus``."""

    plus: tuple[Term, ...]
    minus: tuple[Term, ...] = ()


@dataclass(frozen=True)
class Input:
    """The result of another indicator, for one sex."""

    code: str
    sex: str = TOTAL


@dataclass(frozen=True)
class Derived:
    """A function of the values of other indicators, in the order of ``inputs``."""

    function: Callable[..., object]
    inputs: tuple[Input, ...]


@dataclass(frozen=True)
class ToTarget:
    """People still missing for the target of another indicator, under the rule in force in the year."""

    of: str


Formula = Pool | CountUnits | Headcount | Derived | ToTarget


@dataclass(frozen=True)
class Indicator:
    """One indicator of the catalogue.

    ``unit`` is ``%`` for shares (values are shares of one), else the noun of what is counted; ``numerator_vi`` and
    the like say both sides in words; ``unit_type`` is the unit whose returns are added up.
    """

    code: str
    vi: str
    en: str
    unit: str
    direction: Direction
    clause: str
    reference: str
    formula: Formula
    unit_type: str
    blank: BlankRule
    numerator_vi: str
    numerator_en: str
    denominator_vi: str = ""
    denominator_en: str = ""
    by_sex: bool = False
    sensitive: bool = False
    assumed: str = ""

    def terms(self) -> tuple[tuple[Term, ...], tuple[Term, ...]]:
        """Terms of the numerator and of the denominator; both empty for indicators computed from others."""
        formula = self.formula
        if isinstance(formula, Pool):
            return formula.numerator, formula.denominator
        if isinstance(formula, Headcount):
            return formula.plus + formula.minus, ()
        if isinstance(formula, CountUnits):
            return tuple(c.term for c in formula.conditions), tuple(c.term for c in formula.among)
        return (), ()

    def name(self, lang: str) -> str:
        return self.vi if lang == "vi" else self.en

    def sides(self, lang: str) -> tuple[str, str]:
        """Numerator and denominator in words."""
        if lang == "vi":
            return self.numerator_vi, self.denominator_vi
        return self.numerator_en, self.denominator_en
