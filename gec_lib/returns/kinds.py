"""The few kinds of checks that compare figures, as plain records: what is added up, and what must hold."""

from __future__ import annotations

import enum
import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

# Shares such as 0.1 are no exact floats; counts are, and they lie further apart than this.
CLOSE = 1e-9


class Pick(enum.Enum):
    """Which categories of a measure a term adds up."""

    ALL = "the total"
    PARTS = "all parts of the dimension at this level"
    TOPS = "the members that are part of no other member"
    ASKED = "the parts the form asks for"
    FLAGGED = "the members that carry a mark"
    FIRST = "the first member that carries a mark"
    LAST = "the last member that carries a mark"
    EACH = "every category the form asks for, one after the other"
    BELOW = "the member before the one at hand, among those that carry a mark"
    WHOLE = "the member that the one at hand names as its whole, in the attribute given as mark"


class Compare(enum.Enum):
    EQUAL = "="
    AT_MOST = "≤"
    AT_LEAST = "≥"


HOLDS: Mapping[Compare, Callable[[float, float], bool]] = {
    Compare.EQUAL: operator.eq,
    Compare.AT_MOST: lambda left, right: left <= right + CLOSE,
    Compare.AT_LEAST: lambda left, right: left >= right - CLOSE,
}
TURNED: Mapping[Compare, Compare] = {
    Compare.EQUAL: Compare.EQUAL,
    Compare.AT_MOST: Compare.AT_LEAST,
    Compare.AT_LEAST: Compare.AT_MOST,
}


class Over(enum.Enum):
    """Over which columns of a row a check runs; a plausible share holds for the total only, not for small groups."""

    EVERY = "the total, women, and every group column"
    TOTAL = "the total alone"


@dataclass(frozen=True)
class Term:
    """A measure over some of its categories, ``lag`` reporting years back; ``codes`` names categories outright.

    ``mark`` is the attribute of ``params/codes.csv`` that says ``yes``, or that names another member (``WHOLE``).
    """

    measure: str
    pick: Pick = Pick.ALL
    codes: tuple[str, ...] = ()
    mark: str = ""
    factor: float = 1
    lag: int = 0


@dataclass(frozen=True)
class Relation:
    """The sum of the left terms compared with the sum of the right ones plus a constant; ``when`` must be positive."""

    rule: str
    left: tuple[Term, ...]
    compare: Compare
    right: tuple[Term, ...]
    plus: float = 0
    when: tuple[Term, ...] = ()
    over: Over = Over.EVERY


@dataclass(frozen=True)
class Near:
    """Both sums differ by no more than the largest of a number, a share of ``base``, a multiple of the square root.

    The square root of two counts together is how far their difference strays by chance alone (Poisson), so that small
    counts may jump and large ones may not.
    """

    rule: str
    left: tuple[Term, ...]
    right: tuple[Term, ...]
    least: float
    share: float = 0
    noise: float = 0
    base: tuple[Term, ...] = ()
    over: Over = Over.EVERY


@dataclass(frozen=True)
class Implies:
    """Where the cause is positive, the effect is too."""

    rule: str
    cause: tuple[Term, ...]
    effect: tuple[Term, ...]


@dataclass(frozen=True)
class Composed:
    """Every category with an attribute ``sum`` equals the sum of the categories it names."""

    rule: str
    measure: str


@dataclass(frozen=True)
class Groups:
    """The rows of a group hold at most what the row of everybody holds."""

    rule: str
    measure: str


class Own(enum.Enum):
    """Whose figure in one row: everybody's or that of the group the rule names."""

    ROW = "row"
    GROUP = "group"


@dataclass(frozen=True)
class Part:
    own: Own
    women: bool
    factor: float = 1


@dataclass(frozen=True)
class Within:
    """Within one row: the left parts are at most the right ones plus a constant."""

    rule: str
    left: tuple[Part, ...]
    right: tuple[Part, ...]
    plus: float = 0


@dataclass(frozen=True)
class AreaTerm:
    """A measure added over all units: some categories, or its total (all categories where the form asks for none)."""

    measure: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class OverArea:
    """Over the whole area: both sums are near each other by a share of the right one, or the left is at most the right.

    Runs only where every unit that owes one of the rule's forms has sent it: part of an area proves nothing.
    """

    rule: str
    left: AreaTerm
    compare: Compare
    right: AreaTerm
    share: float = 0


@dataclass(frozen=True)
class Special:
    """A rule with a function of its own."""

    rule: str
    run: Callable[[str, Any], Iterator[Any]]


Counted = Relation | Near | Implies | Composed | Groups | Within
T, RATE = Term, Over.TOTAL
EQUAL, AT_MOST, AT_LEAST = Compare.EQUAL, Compare.AT_MOST, Compare.AT_LEAST
ROW, GROUP = Own.ROW, Own.GROUP


def item(measure: str, *items: str, factor: float = 1) -> Term:
    return Term(measure, codes=items, factor=factor)


def staff(factor: float = 1) -> tuple[Term, ...]:
    measures = ("principals", "vice_principals", "teachers", "pioneer_leaders", "other_staff")
    return tuple(Term(measure, factor=factor) for measure in measures)


def degrees(*measures: str, ranks: tuple[str, ...] = ("master", "doctor"), lag: int = 0) -> tuple[Term, ...]:
    return tuple(Term(measure, codes=ranks, lag=lag) for measure in measures)
