"""Checking a return: structure first, then cells, rows, sums, other forms, other years, other units."""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from enum import StrEnum

import pandas as pd

from gec_lib.codelists import FAIL, Codes
from gec_lib.returns.areas import Area
from gec_lib.returns.cases import Case
from gec_lib.returns.catalogue import CHECKS, RECEIPT, STRUCTURE, OfLedger, WhileReading
from gec_lib.returns.faults import Fault
from gec_lib.returns.kinds import OverArea, Special
from gec_lib.returns.patterns import run_over_area
from gec_lib.returns.questions import Question, is_meant_for, questions_of
from gec_lib.returns.reading import Reading
from gec_lib.returns.records import Layout
from gec_lib.returns.relations import answer

__all__ = ["CHECKS", "STRUCTURE_RULES", "Fault", "Result", "area_forms", "check", "result_of"]
# A blank required cell; the columns of a row against each other, and what follows from them for the rest of the row.
FILLED, OF_ROW, REST_OF_ROW = "TY08", ("RW01", "RW02", "RW03"), "RW04"
STRUCTURE_RULES = frozenset(entry.rule for entry in STRUCTURE)


class Result(StrEnum):
    """What becomes of a return: taken, taken with a question, or sent back."""

    PASS = "PASS"
    WARNING = "WARNING"
    FAIL = "FAIL"


def result_of(faults: Iterable[Fault]) -> Result:
    """The result of a return.

    Parameters
    ----------
    faults : iterable of Fault
        What was found; a doubt that the clerk explained is no longer one.

    Examples
    --------
    >>> result_of([])
    <Result.PASS: 'PASS'>
    """
    found = list(faults)
    if any(fault.severity == FAIL for fault in found):
        return Result.FAIL
    return Result.PASS if all(fault.explained for fault in found) else Result.WARNING


def check(
    reading: Reading,
    *,
    codes: Codes,
    units: pd.DataFrame,
    previous: pd.DataFrame | None,
    others: pd.DataFrame | None,
    target_measures: Collection[str] = (),
    area: Area | None = None,
) -> tuple[Fault, ...]:
    """All faults of a return at once: those found while reading and those of every check that applies.

    A fault of structure stops the rest: figures that stand nobody knows where are not compared.

    Parameters
    ----------
    reading : Reading
        What the workbook says.
    codes : Codes
        Code lists of the home.
    units : DataFrame
        The register, ``UNIT_COLUMNS``; the rows about the unit are enough.
    previous : DataFrame or None
        The unit's observations of the year before, of all its forms and levels, ``OBSERVATION_COLUMNS``.
    others : DataFrame or None
        Observations of the unit's other returns of the same year; an earlier return of the same form, unit, level
        and year among them is fault ST10, so a declared replacement is checked without it.
    target_measures : collection of str
        Measures that decide the plan's targets: a blank total of one of them rejects the return.
    area : Area, optional
        What other units said in the same year, for the checks over the whole area.

    Returns
    -------
    tuple of Fault
        The reading's own faults included, each once, by sheet and cell. A check whose other return, other year or
        other units are not there is left out.
    """
    if reading.identity is None or reading.layout is None:
        return reading.faults
    case = Case(reading, reading.layout, reading.identity, codes, units, previous, others, target_measures, area)
    faults = [*reading.faults, *_specials(case, STRUCTURE)]
    if not any(fault.severity == FAIL and fault.rule in STRUCTURE_RULES for fault in faults):
        faults.extend(_specials(case, _after_structure()))
        empty = _empty(faults, reading)
        case = replace(case, empty=empty) if empty else case
        for question in _questions(case.layout):
            faults.extend(answer(question, case))
    else:
        faults.extend(_specials(case, RECEIPT[:1]))
    faults = _causes(faults)
    place = {name: position for position, name in enumerate(reading.layout.sheets)}
    return tuple(sorted(dict.fromkeys(faults), key=lambda fault: (place.get(fault.sheet, -1), _in_order(fault.cell))))


def _empty(faults: Iterable[Fault], reading: Reading) -> frozenset[tuple[str, str]]:
    """The blank cells of the rows whose blank rejects the return: the fault at the total speaks for its row."""
    rows = {(f.sheet, _in_order(f.cell)[0]) for f in faults if f.rule == FILLED and f.severity == FAIL}
    return frozenset((sheet, cell) for sheet, cell in reading.blanks if (sheet, _in_order(cell)[0]) in rows)


def _causes(faults: Iterable[Fault]) -> list[Fault]:
    """The faults without those that only follow: women beyond the total also leave too many in the rest of the row."""
    told = list(faults)
    wrong = {(fault.sheet, fault.row_code) for fault in told if fault.rule in OF_ROW and fault.severity == FAIL}
    return [fault for fault in told if fault.rule != REST_OF_ROW or (fault.sheet, fault.row_code) not in wrong]


@functools.cache
def _after_structure() -> tuple[Special | OverArea, ...]:
    return tuple(entry for entry in CHECKS[len(STRUCTURE) :] if isinstance(entry, Special | OverArea))


@functools.cache
def _questions(layout: Layout) -> tuple[Question, ...]:
    """What all comparing checks ask of a form."""
    others = (WhileReading, OfLedger, Special, OverArea)
    return tuple(
        question
        for entry in CHECKS
        if not isinstance(entry, others) and is_meant_for(layout, entry.rule)
        for question in questions_of(entry, layout)
    )


def _specials(case: Case, entries: Iterable[object]) -> Iterator[Fault]:
    for entry in entries:
        if isinstance(entry, Special) and is_meant_for(case.layout, entry.rule):
            yield from entry.run(entry.rule, case)
        elif isinstance(entry, OverArea) and is_meant_for(case.layout, entry.rule):
            yield from run_over_area(entry, case)


def _in_order(cell: str) -> tuple[int, str]:
    digits = "".join(filter(str.isdigit, cell))
    return int(digits or 0), cell


@functools.cache
def area_forms(layout: Layout) -> frozenset[str]:
    """The forms of other units that matter to a return: its own, and those of the checks over the whole area."""
    over = (entry.rule for entry in CHECKS if isinstance(entry, OverArea) and is_meant_for(layout, entry.rule))
    return frozenset({layout.form, *(form for rule in over for form in layout.book.rules[rule].forms)})
