"""Checks that compare cells of one return: sums and parts, by total, women and every group column."""

from __future__ import annotations

import enum
import fnmatch
import math
import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from gec_lib.codelists import ALL, NOT_APPLICABLE, Codes
from gec_lib.returns.cases import Case, Cell
from gec_lib.returns.faults import Fault
from gec_lib.returns.numbers import as_typed
from gec_lib.returns.records import FEMALE_FIELD, TOTAL_FIELD, Key, Layout, Row

SKIP = "skip"
YES = "yes"


class Pick(enum.Enum):
    """Which categories of a measure a term adds up."""

    ALL = "the total"
    PARTS = "all parts of the dimension at this level"
    TOPS = "the members that are part of no other member"
    ASKED = "the parts the form asks for"
    FLAGGED = "the members that carry a mark"
    LAST = "the last member that carries a mark"
    EACH = "every category the form asks for, one after the other"


class Compare(enum.Enum):
    EQUAL = "="
    AT_MOST = "≤"


HOLDS: Mapping[Compare, Callable[[float, float], bool]] = {Compare.EQUAL: operator.eq, Compare.AT_MOST: operator.le}


@dataclass(frozen=True)
class Term:
    """A measure over some of its categories; ``mark`` is the attribute of ``params/codes.csv`` that is ``yes``."""

    measure: str
    pick: Pick = Pick.ALL
    mark: str = ""
    sign: int = 1


@dataclass(frozen=True)
class Relation:
    """The sum of the left terms equals, or is at most, the sum of the right ones."""

    rule: str
    left: tuple[Term, ...]
    compare: Compare
    right: tuple[Term, ...]


@dataclass(frozen=True)
class Composed:
    """Every category with an attribute ``sum`` equals the sum of the categories it names."""

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
    sign: int = 1


@dataclass(frozen=True)
class Within:
    """Within one row: the left parts are at most the right ones."""

    rule: str
    left: tuple[Part, ...]
    right: tuple[Part, ...]


Side = list[tuple[int, Cell]]


def applies(rule: str, case: Case) -> bool:
    """Whether a rule is meant for the form at hand."""
    patterns = case.book.rules[rule].forms
    return any(pattern == ALL or fnmatch.fnmatchcase(case.layout.form, pattern) for pattern in patterns)


def run_relation(check: Relation, case: Case) -> Iterator[Fault]:
    """Compare both sides for the total, for women and for every group column both have."""
    for group in _groups(check.left[0].measure, case.layout):
        for each in _bindings(check, case.layout, group):
            left = _keys(check.left, case, group, each)
            right = _keys(check.right, case, group, each)
            if left and right:
                yield from _both_sexes(check.rule, left, check.compare, right, case)


def run_composed(check: Composed, case: Case) -> Iterator[Fault]:
    """Compare every composed category with the sum of its own parts."""
    dimension = case.codes.measures[check.measure].dimension
    for group in _groups(check.measure, case.layout):
        for code in case.codes.members(dimension, level=case.layout.level):
            parts = _sum_of(dimension, code, case.codes)
            left = [(1, (check.measure, code, group))]
            right = [(1, (check.measure, part, group)) for part in parts]
            if parts and all(key in case.layout.keys for _, key in (*left, *right)):
                yield from _both_sexes(check.rule, left, Compare.EQUAL, right, case)


def run_within(check: Within, case: Case) -> Iterator[Fault]:
    """Compare the columns of every row with each other."""
    groups = case.book.rules[check.rule].groups
    for row in case.layout.rows:
        own = (row.measure, row.category, row.group)
        others = [c for c in row.columns if c.field == TOTAL_FIELD and c.group in groups and c.group != row.group]
        keys: list[Key | None] = [row.key(column) for column in others]
        for group_key in keys or [None] * (not groups):
            left = _parts(check.left, own, group_key, row, case)
            right = _parts(check.right, own, group_key, row, case)
            if left and right:
                yield from _compare(check.rule, left, Compare.AT_MOST, right, case)


def _parts(parts: Sequence[Part], own: Key, group: Key | None, row: Row, case: Case) -> Side:
    if not any(column.field == FEMALE_FIELD for column in row.columns):
        return []
    side: Side = []
    for part in parts:
        key = own if part.own is Own.ROW else group
        cell = (case.women if part.women else case.totals).get(key) if key else None
        if cell is None:
            return []
        side.append((part.sign, cell))
    return side


def _groups(measure: str, layout: Layout) -> list[str]:
    return list(dict.fromkeys(group for m, _, group in layout.keys if m == measure))


def _asked(measure: str, layout: Layout, group: str) -> list[str]:
    return [category for m, category, g in layout.keys if m == measure and g == group and category != ALL]


def _bindings(check: Relation, layout: Layout, group: str) -> list[str]:
    each = next((term for term in check.left if term.pick is Pick.EACH), None)
    return _asked(each.measure, layout, group) if each else [ALL]


def _keys(terms: Sequence[Term], case: Case, group: str, each: str) -> list[tuple[int, Key]]:
    """The cells of one side, or none when the form does not ask for one of them."""
    keys = [
        (term.sign, (term.measure, category, group))
        for term in terms
        for category in _categories(term, case, group, each)
    ]
    return keys if all(key in case.layout.keys for _, key in keys) else []


def _categories(term: Term, case: Case, group: str, each: str) -> list[str]:
    codes, layout = case.codes, case.layout
    dimension = codes.measures[term.measure].dimension
    if term.pick is Pick.ALL:
        return [ALL]
    if term.pick is Pick.EACH:
        return [each]
    if term.pick is Pick.ASKED:
        return _asked(term.measure, layout, group)
    members = codes.members(dimension, level=layout.level)
    if term.pick is Pick.PARTS:
        return [code for code in members if codes.get(dimension, code).partition]
    if term.pick is Pick.TOPS:
        inner = {part for code in members for part in _sum_of(dimension, code, codes)}
        return [code for code in members if code not in inner]
    flagged = [code for code in members if codes.get(dimension, code).attr.get(term.mark) == YES]
    return flagged[-1:] if term.pick is Pick.LAST else flagged


def _sum_of(dimension: str, code: str, codes: Codes) -> list[str]:
    return [part for part in codes.get(dimension, code).attr.get("sum", "").split("|") if part]


def _both_sexes(
    rule: str, left: list[tuple[int, Key]], compare: Compare, right: list[tuple[int, Key]], case: Case
) -> Iterator[Fault]:
    for cells in (case.totals, case.women):
        if all(key in cells for _, key in (*left, *right)):
            here = [(sign, cells[key]) for sign, key in left]
            there = [(sign, cells[key]) for sign, key in right]
            yield from _compare(rule, here, compare, there, case)


def _compare(rule: str, left: Side, compare: Compare, right: Side, case: Case) -> Iterator[Fault]:
    """One comparison; a blank side is left out, taken as zero or shown as blank, as the rule says."""
    known = case.book.rules[rule]
    cells = [cell for _, cell in (*left, *right)]
    unread = any(not cell.name or (cell.sheet, cell.name) in case.unread for cell in cells)
    if unread or all(math.isnan(cell.value) for cell in cells):
        return
    for side, strategy in ((left, known.missing_left), (right, known.missing_right)):
        if strategy == SKIP and any(cell.status != NOT_APPLICABLE and math.isnan(cell.value) for _, cell in side):
            return
    here, there = _sum(left), _sum(right)
    if not HOLDS[compare](here, there):
        blank = all(math.isnan(cell.value) for _, cell in right)
        value = case.book.words["blank"] if blank else as_typed(there)
        empty = all(math.isnan(cell.value) for _, cell in left)
        yield case.fault(rule, left[0][1], found="" if empty else as_typed(here), value=value)


def _sum(side: Side) -> float:
    return sum((sign * cell.value for sign, cell in side if not math.isnan(cell.value)), 0.0)
