"""Answering questions about a return: sums and parts, distances, conditions; a fault names the cell it stands in."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from gec_lib.codelists import NOT_APPLICABLE
from gec_lib.returns.cases import Case, Cell, Spot
from gec_lib.returns.faults import Fault
from gec_lib.returns.kinds import CLOSE, HOLDS, TURNED, Compare
from gec_lib.returns.numbers import as_typed
from gec_lib.returns.questions import Condition, Distance, Question, Sums

SKIP = "skip"
Side = list[tuple[float, Cell]]


def answer(question: Question, case: Case) -> Iterator[Fault]:
    """The fault of a question, if its cells are there and disagree."""
    return ANSWERS[type(question)](question, case)


def _side(spots: Sequence[Spot], case: Case) -> Side | None:
    """The cells of one side, or nothing when a return is not there or reading found one of them at fault."""
    side: Side = []
    for spot in spots:
        cell = case.find(spot)
        if cell is None or not cell.name or (cell.own and (cell.sheet, cell.name) in case.unread):
            return None
        side.append((spot.factor, cell))
    return side


def _total(side: Side) -> float:
    return sum((factor * cell.value for factor, cell in side if not math.isnan(cell.value)), 0.0)


def _is_blank(side: Side) -> bool:
    return all(math.isnan(cell.value) for _, cell in side)


def _left_out(rule: str, left: Side, right: Side, case: Case) -> bool:
    """Whether a blank leaves the comparison out: everything is blank, or a side has one and its strategy is to skip."""
    if _is_blank([*left, *right]):
        return True
    known = case.book.rules[rule]
    return any(
        strategy == SKIP and any(math.isnan(cell.value) and cell.status != NOT_APPLICABLE for _, cell in side)
        for side, strategy in ((left, known.missing_left), (right, known.missing_right))
    )


def _holds(question: Sums, case: Case) -> bool:
    """Whether a question about cells that are all there and filled is settled at once, as almost every one is."""
    if question.when or case.unread:
        return False
    sums = []
    for spots in (question.left, question.right):
        total = 0.0
        for factor, lag, key, women in spots:
            cell = None if lag else case.own[women].get(key)
            if cell is None:
                return False
            total += factor * cell.value  # a blank makes the sum no number, and nothing holds
        sums.append(total)
    return HOLDS[question.compare](sums[0], sums[1] + question.plus)


def _sums(question: Sums, case: Case) -> Iterator[Fault]:
    if _holds(question, case):
        return
    left, right = _side(question.left, case), _side(question.right, case)
    if left is None or right is None or _left_out(question.rule, left, right, case):
        return
    if question.when:
        when = _side(question.when, case)
        if when is None or _total(when) <= 0:
            return
    here, there = _total(left), _total(right) + question.plus
    if HOLDS[question.compare](here, there):
        return
    own, other, shown, limit, compare = left, right, here, there, question.compare
    if not _own(left):
        own, other, compare = right, left, TURNED[question.compare]
        shown, limit = there - question.plus, here - question.plus
    blank = bool(other) and _is_blank(other)
    value = f"{compare.value} {case.book.words['blank'] if blank else _whole(limit, compare)}"
    found = "" if _is_blank(own) else as_typed(round(shown, 6))
    yield case.fault(question.rule, _own(own)[0], found=found, value=value, **_elsewhere(left, right))


def _distance(question: Distance, case: Case) -> Iterator[Fault]:
    left, right, base = (_side(spots, case) for spots in (question.left, question.right, question.base))
    if left is None or right is None or base is None or _left_out(question.rule, left, right, case):
        return
    here, there, check = _total(left), _total(right), question.check
    allowed = max(check.least, check.share * _total(base), check.noise * math.sqrt(max(0.0, here + there)))
    if abs(here - there) <= allowed + CLOSE:
        return
    own, shown, wanted = (left, here, there) if _own(left) else (right, there, here)
    value = f"{as_typed(wanted)} ± {math.floor(allowed + CLOSE)}"
    yield case.fault(question.rule, _own(own)[0], found=as_typed(shown), value=value, **_elsewhere(left, right))


def _condition(question: Condition, case: Case) -> Iterator[Fault]:
    cause, effect = _side(question.cause, case), _side(question.effect, case)
    if cause is None or effect is None or _left_out(question.rule, cause, effect, case):
        return
    if _total(cause) > 0 and _total(effect) <= 0:
        own, value = (effect, "≥ 1") if _own(effect) else (cause, "= 0")
        shown = "" if _is_blank(own) else as_typed(_total(own))
        yield case.fault(question.rule, _own(own)[0], found=shown, value=value, **_elsewhere(cause, effect))


ANSWERS: Mapping[type, Callable[[Any, Case], Iterator[Fault]]] = {
    Sums: _sums,
    Distance: _distance,
    Condition: _condition,
}


def _own(side: Side) -> list[Cell]:
    return [cell for _, cell in side if cell.own]


def _elsewhere(*sides: Side) -> dict[str, str]:
    """Form, cell and year of the first cell of another return."""
    for _, cell in (pair for side in sides for pair in side):
        if not cell.own:
            return {"other_form": cell.form, "other_cell": cell.name, "other_year": str(cell.year)}
    return {}


def _whole(limit: float, compare: Compare) -> str:
    """A limit as it is told: counts are whole, so the last whole number that is still right."""
    if compare is Compare.AT_MOST:
        return as_typed(float(math.floor(limit + CLOSE)))
    if compare is Compare.AT_LEAST:
        return as_typed(float(math.ceil(limit - CLOSE)))
    return as_typed(limit)
