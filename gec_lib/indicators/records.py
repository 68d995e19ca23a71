"""What an indicator is: a frozen record around a formula of a few kinds.

Functions compute (`gec_lib.indicators.counts`), records describe. A formula is built from terms, each the count
of one measure. `Pool` adds numerators and denominators over units before dividing, `CountUnits` counts units that
satisfy conditions over the register, `CountCells` counts pairs of a unit and a category, `Headcount` adds heads,
`Crossed` divides sums that come from different units. `Derived` computes from the results of other indicators,
`Contrast` sets a group against everybody else.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
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
    """The count of one measure.

    Attributes
    ----------
    category : tuple of str
        Category codes that add up; ``@name`` picks the codes whose attribute ``name`` is yes, ``*`` every part.
    group, sex : str
        Whom to count.
    lag : int
        Reporting years back.
    level : str
        ``@name`` picks levels by attribute; empty for the level at hand.
    sign : int
        -1 for a term that is taken off.
    """

    measure: str
    category: tuple[str, ...] = (ALL,)
    group: str = ALL
    sex: str = TOTAL
    lag: int = 0
    level: str = ""
    sign: int = 1

    def of(self, sex: str) -> Term:
        """The same count for one sex, where the term leaves it open."""
        return replace(self, sex=sex) if self.sex == TOTAL and sex != TOTAL else self

    def within(self, group: str) -> Term:
        """The same count for one group, where the term leaves it open."""
        return replace(self, group=group) if self.group == ALL and group != ALL else self


def term(
    measure: str, category: str = ALL, *, sex: str = TOTAL, group: str = ALL, lag: int = 0, level: str = ""
) -> Term:
    """A term; several categories are written ``a|b``.

    Examples
    --------
    >>> term("youth_finished", "a15|a16").category
    ('a15', 'a16')
    """
    return Term(measure, tuple(category.split("|")), group, sex, lag, level)


def less(item: Term) -> Term:
    """The term taken off instead of added."""
    return replace(item, sign=-item.sign)


@dataclass(frozen=True)
class Condition:
    """Holds when the sum of the terms is at least ``minimum``; one answered cell may be enough."""

    terms: tuple[Term, ...]
    minimum: int = 1


@dataclass(frozen=True)
class Equal:
    """Holds when both sums are known and the same: counts are compared, never rounded rates."""

    left: tuple[Term, ...]
    right: tuple[Term, ...]

    @property
    def terms(self) -> tuple[Term, ...]:
        return self.left + self.right


@dataclass(frozen=True)
class InWindow:
    """Holds when the date (yyyymmdd) lies in the reporting year between two days, each a month and a day."""

    terms: tuple[Term, ...]
    first: tuple[int, int]
    last: tuple[int, int]


@dataclass(frozen=True)
class Filled:
    """Holds when the cells have an answer, whatever it is."""

    terms: tuple[Term, ...]


AnyCondition = Condition | Equal | InWindow | Filled


def at_least(*terms: Term, minimum: int = 1) -> Condition:
    """The condition that the terms together reach a minimum."""
    return Condition(terms, minimum)


@dataclass(frozen=True)
class Pool:
    """Sum of numerators over sum of denominators; never a mean of rates."""

    numerator: tuple[Term, ...]
    denominator: tuple[Term, ...]


@dataclass(frozen=True)
class CountUnits:
    """Units that satisfy every condition over units for which ``among`` holds (the register when empty)."""

    conditions: tuple[AnyCondition, ...]
    among: tuple[AnyCondition, ...] = ()


@dataclass(frozen=True)
class CountCells:
    """Pairs of a unit and a category that satisfy every condition, over the pairs for which ``among`` holds.

    ``over`` is the term whose categories make the pairs; the conditions are asked of one category at a time.
    """

    over: Term
    conditions: tuple[AnyCondition, ...]
    among: tuple[AnyCondition, ...] = ()


@dataclass(frozen=True)
class Headcount:
    """Heads: the sum of the terms."""

    heads: tuple[Term, ...]


@dataclass(frozen=True)
class Crossed:
    """A quotient whose sides are asked of different units or levels: it exists for the whole area alone."""

    numerator: tuple[Term, ...]
    denominator: tuple[Term, ...]


@dataclass(frozen=True)
class Input:
    """The result of another indicator, for one sex."""

    code: str
    sex: str = TOTAL


@dataclass(frozen=True)
class Derived:
    """A function of the values of other indicators, in the order of ``inputs``.

    With fewer than ``least`` cases in the numerator of an input the result is left undefined.
    """

    function: Callable[..., object]
    inputs: tuple[Input, ...]
    least: int = 0


@dataclass(frozen=True)
class Contrast:
    """Percentage points between the rate of a group and the rate of everybody else.

    ``groups`` are group codes, ``*`` for every group that both sides are asked for; a group or a remainder with
    fewer than ``least`` people in its denominator is left undefined.
    """

    of: Pool
    groups: tuple[str, ...]
    least: int


@dataclass(frozen=True)
class ToTarget:
    """People still missing for the target of another indicator, under the rule in force in the year."""

    of: str


Formula = Pool | CountUnits | CountCells | Headcount | Crossed | Derived | Contrast | ToTarget


@dataclass(frozen=True)
class Indicator:
    """One indicator of the catalogue.

    ``unit`` is ``%`` or ``‰`` for shares (values are shares of one), else the noun of what is counted;
    ``numerator_vi`` and the like say both sides in words; ``unit_type`` is the unit whose returns are added up.
    ``levels`` names the attribute that a level must have, ``splits`` the further dimensions it may be shown by,
    ``versions`` the wordings of its legal definition (list ``definition`` of the codes) from old to new.
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
    levels: str = ""
    splits: tuple[str, ...] = ()
    versions: tuple[str, ...] = ()
    note_vi: str = ""
    note_en: str = ""

    def terms(self) -> tuple[tuple[Term, ...], tuple[Term, ...]]:
        """Terms of the numerator and of the denominator; both empty for indicators computed from others."""
        formula = self.formula.of if isinstance(self.formula, Contrast) else self.formula
        if isinstance(formula, Pool | Crossed):
            return formula.numerator, formula.denominator
        if isinstance(formula, Headcount):
            return formula.heads, ()
        if isinstance(formula, CountUnits | CountCells):
            return _terms(formula.conditions), _terms(formula.among)
        return (), ()

    def name(self, lang: str) -> str:
        return self.vi if lang == "vi" else self.en

    def sides(self, lang: str) -> tuple[str, str]:
        """Numerator and denominator in words."""
        if lang == "vi":
            return self.numerator_vi, self.denominator_vi
        return self.numerator_en, self.denominator_en


def _terms(conditions: tuple[AnyCondition, ...]) -> tuple[Term, ...]:
    return tuple(item for condition in conditions for item in condition.terms)
