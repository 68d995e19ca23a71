"""From a check to its questions: which cells of a form it compares. Worked out once a layout, not once a return."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gec_lib.codelists import ALL
from gec_lib.returns.cases import YES, Spot
from gec_lib.returns.kinds import (
    Compare,
    Composed,
    Counted,
    Groups,
    Implies,
    Near,
    Over,
    Own,
    Part,
    Pick,
    Relation,
    Term,
    Within,
)
from gec_lib.returns.records import FEMALE_FIELD, TOTAL_FIELD, Key, Layout, Row

Spots = tuple[Spot, ...]


@dataclass(frozen=True)
class Sums:
    """Left against right plus a constant, where ``when`` is positive or empty."""

    rule: str
    left: Spots
    compare: Compare
    right: Spots
    plus: float = 0
    when: Spots = ()


@dataclass(frozen=True)
class Distance:
    """Left near right, by the allowances of its check."""

    rule: str
    left: Spots
    right: Spots
    base: Spots
    check: Near


@dataclass(frozen=True)
class Condition:
    """A positive cause asks for a positive effect."""

    rule: str
    cause: Spots
    effect: Spots


Question = Sums | Distance | Condition


def questions_of(check: Counted, layout: Layout) -> tuple[Question, ...]:
    """The questions that a check asks of a form; none when the form does not ask for what it compares."""
    return tuple(ASK[type(check)](check, layout))


def _relation(check: Relation, layout: Layout) -> Iterator[Question]:
    for found in _sides((check.left, check.right, check.when), layout, check.over):
        left, right, when = found
        if left and (right or not check.right) and (when or not check.when):
            yield Sums(check.rule, left, check.compare, right, check.plus, when)


def _near(check: Near, layout: Layout) -> Iterator[Question]:
    for left, right, base in _sides((check.left, check.right, check.base), layout, check.over):
        if left and right:
            yield Distance(check.rule, left, right, base or right, check)


def _implies(check: Implies, layout: Layout) -> Iterator[Question]:
    for cause, effect in _sides((check.cause, check.effect), layout, Over.TOTAL):
        if cause and effect:
            yield Condition(check.rule, cause, effect)


def _composed(check: Composed, layout: Layout) -> Iterator[Question]:
    dimension = layout.codes.measures[check.measure].dimension
    for group, women in _columns(check.measure, layout, Over.EVERY):
        for code in layout.codes.members(dimension, level=layout.level):
            parts = _sum_of(layout, dimension, code)
            left = (Spot(1, 0, (check.measure, code, group), women),)
            right = tuple(Spot(1, 0, (check.measure, part, group), women) for part in parts)
            if parts and all(spot.key in layout.keys for spot in (*left, *right)):
                yield Sums(check.rule, left, Compare.EQUAL, right)


def _groups(check: Groups, layout: Layout) -> Iterator[Question]:
    whole = (check.measure, ALL, ALL)
    for key, row in layout.keys.items():
        if key[0] == check.measure and key[1] == ALL and row.group != ALL and whole in layout.keys:
            for women in (False, True):
                yield Sums(check.rule, (Spot(1, 0, key, women),), Compare.AT_MOST, (Spot(1, 0, whole, women),))


def _within(check: Within, layout: Layout) -> Iterator[Question]:
    groups = layout.book.rules[check.rule].groups
    for row in layout.rows:
        if not any(column.field == FEMALE_FIELD for column in row.columns):
            continue
        others = [c for c in row.columns if c.field == TOTAL_FIELD and c.group in groups and c.group != row.group]
        keys: list[Key | None] = [row.key(column) for column in others]
        for group_key in keys or [None] * (not groups):
            left, right = (_parts(parts, row, group_key) for parts in (check.left, check.right))
            if left and right:
                yield Sums(check.rule, left, Compare.AT_MOST, right, check.plus)


def _parts(parts: Sequence[Part], row: Row, group: Key | None) -> Spots:
    own = (row.measure, row.category, row.group)
    keys = [own if part.own is Own.ROW else group for part in parts]
    found = [Spot(part.factor, 0, key, part.women) for part, key in zip(parts, keys, strict=True) if key is not None]
    return tuple(found) if len(found) == len(parts) else ()


ASK: Mapping[type, Callable[[Any, Layout], Iterator[Question]]] = {
    Relation: _relation,
    Near: _near,
    Implies: _implies,
    Composed: _composed,
    Groups: _groups,
    Within: _within,
}


def _sides(sides: Sequence[tuple[Term, ...]], layout: Layout, over: Over) -> Iterator[tuple[Spots, ...]]:
    """The cells of all sides, for every column and every category that a term runs through."""
    terms = [term for side in sides for term in side if _asks(layout, term)]
    if not terms:
        return
    each = next((term for side in sides for term in side if term.pick is Pick.EACH and not term.codes), None)
    for group, women in _columns(terms[0].measure, layout, over):
        for category in _asked(each.measure, layout, group) if each else (ALL,):
            found = [_spots(side, layout, group, category, women) for side in sides]
            if all(spots is not None for spots in found):
                yield tuple(spots or () for spots in found)


def _asks(layout: Layout, term: Term) -> bool:
    """Whether a term is about this form, not about another one or another year."""
    return term.lag == 0 and term.measure in layout.measures


def _columns(measure: str, layout: Layout, over: Over) -> list[tuple[str, bool]]:
    if over is Over.TOTAL:
        return [(ALL, False)]
    groups = dict.fromkeys(group for m, _, group in layout.keys if m == measure)
    sexes = (False, True) if layout.codes.measures[measure].sexed else (False,)
    return [(group, women) for group in groups for women in sexes]


def _asked(measure: str, layout: Layout, group: str) -> tuple[str, ...]:
    return tuple(category for m, category, g in layout.keys if m == measure and g == group and category != ALL)


def _spots(terms: Sequence[Term], layout: Layout, group: str, each: str, women: bool) -> Spots | None:
    """The cells of one side; none when the form lacks one of them, or a measure has no such column."""
    spots: list[Spot] = []
    for term in terms:
        measure = layout.codes.measures[term.measure]
        if layout.level not in measure.levels:
            continue  # a measure that does not exist at a level contributes nothing
        keys = [(term.measure, category, group) for category in _categories(term, layout, group, each)]
        if not keys or (women and not measure.sexed):
            return None
        if _asks(layout, term) and not all(key in layout.keys for key in keys):
            return None
        spots.extend(Spot(term.factor, term.lag, key, women) for key in keys)
    return tuple(spots)


def _categories(term: Term, layout: Layout, group: str, each: str) -> tuple[str, ...]:
    codes = layout.codes
    dimension = codes.measures[term.measure].dimension
    if term.codes:
        return term.codes
    if term.pick in (Pick.ALL, Pick.EACH):
        return (ALL,) if term.pick is Pick.ALL else (each,)
    if term.pick is Pick.ASKED:
        return _asked(term.measure, layout, group)
    if term.pick is Pick.WHOLE:
        whole = codes.get(dimension, each).attr.get(term.mark, "")
        return (whole,) if whole else ()
    members = codes.members(dimension, level=layout.level)
    if term.pick is Pick.PARTS:
        return tuple(code for code in members if codes.get(dimension, code).partition)
    if term.pick is Pick.TOPS:
        inner = {part for code in members for part in _sum_of(layout, dimension, code)}
        return tuple(code for code in members if code not in inner)
    return _marked(term, layout, dimension, members, each)


def _marked(term: Term, layout: Layout, dimension: str, members: Sequence[str], each: str) -> tuple[str, ...]:
    marks = {code: layout.codes.get(dimension, code).attr.get(term.mark) for code in members}
    flagged = tuple(code for code in members if not term.mark or marks[code] == YES)
    if term.pick is Pick.BELOW:
        place = flagged.index(each) if each in flagged else 0
        return flagged[place - 1 : place] if place else ()
    picked: Mapping[Pick, tuple[str, ...]] = {Pick.FIRST: flagged[:1], Pick.LAST: flagged[-1:], Pick.FLAGGED: flagged}
    return picked[term.pick]


def _sum_of(layout: Layout, dimension: str, code: str) -> tuple[str, ...]:
    return tuple(part for part in layout.codes.get(dimension, code).attr.get("sum", "").split("|") if part)


@functools.cache
def is_meant_for(layout: Layout, rule: str) -> bool:
    """Whether a rule is meant for a form."""
    return layout.book.rules[rule].is_for(layout.form)
