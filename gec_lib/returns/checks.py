"""The checks of a return: one explicit list, each a record of a few kinds; words and severity come from params.

A check is added by a line in ``params/checks.csv`` and a record in ``CHECKS``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from gec_lib.codelists import ALL, FAIL, WARNING, Codes
from gec_lib.returns.cases import Case
from gec_lib.returns.faults import Fault, make_fault
from gec_lib.returns.numbers import as_typed
from gec_lib.returns.reading import Reading
from gec_lib.returns.relations import (
    Compare,
    Composed,
    Own,
    Part,
    Pick,
    Relation,
    Term,
    Within,
    applies,
    run_composed,
    run_relation,
    run_within,
)

__all__ = ["CHECKS", "Fault", "check"]


@dataclass(frozen=True)
class WhileReading:
    """A rule of structure or type that :mod:`gec_lib.returns.reading` raises at the cell itself."""

    rule: str


@dataclass(frozen=True)
class AtReceipt:
    """A rule that needs the day of receipt and is raised by the ledger."""

    rule: str


@dataclass(frozen=True)
class Special:
    """A rule with a function of its own."""

    rule: str
    run: Callable[[str, Case], Iterator[Fault]]


def _identity_fault(rule: str, case: Case, *, key: str, found: str, value: str) -> Fault:
    sheet, cell = case.reading.identity_cells.get(key, ("", ""))
    unit = case.reading.identity.unit if case.reading.identity else ""
    return make_fault(
        rule, book=case.book, sheet=sheet, cell=cell, found=found, value=value, form=case.layout.form, unit=unit,
        other_unit=unit,
    )  # fmt: skip


def _unit_rows(case: Case) -> pd.DataFrame:
    identity = case.reading.identity
    assert identity is not None  # a case is made of a reading with an identity only
    return case.units[case.units["unit"] == identity.unit]


def unit_registered(rule: str, case: Case) -> Iterator[Fault]:
    """ST07: the unit stands in the register."""
    identity = case.reading.identity
    if identity is not None and _unit_rows(case).empty:
        yield _identity_fault(rule, case, key="GEC_UNIT", found=identity.unit, value="")


def level_offered(rule: str, case: Case) -> Iterator[Fault]:
    """ST09: the unit has the level of the form, at whatever time."""
    rows, identity = _unit_rows(case), case.reading.identity
    if identity is not None and not rows.empty and case.layout.level not in set(rows["level"]):
        has = ", ".join(case.codes.label("level", level, lang="vi") for level in dict.fromkeys(rows["level"]))
        label = case.codes.label("level", case.layout.level, lang="vi")
        yield _identity_fault(rule, case, key="GEC_LEVEL", found=label, value=has)


def unit_open(rule: str, case: Case) -> Iterator[Fault]:
    """ST08: the unit has the level on the reference day of the return; the last day of validity counts."""
    rows, identity = _unit_rows(case), case.reading.identity
    rows = rows[rows["level"] == case.layout.level]
    if identity is None or rows.empty:
        return
    date = case.layout.reference_date(identity.year)
    day = date.isoformat()
    if not ((rows["valid_from"] <= day) & ((rows["valid_to"] == "") | (rows["valid_to"] >= day))).any():
        spans = "; ".join(f"{a} – {b}" for a, b in zip(rows["valid_from"], rows["valid_to"], strict=True))
        shown = f"{date.day}/{date.month}/{date.year}"
        yield _identity_fault(rule, case, key="GEC_UNIT", found=f"{identity.unit} ({spans})", value=shown)


def return_unique(rule: str, case: Case) -> Iterator[Fault]:
    """ST10: no other return of this form, unit, level and year was accepted (``others``)."""
    identity, others = case.reading.identity, case.others
    if identity is None or others is None or others.empty:
        return
    same = (
        (others["form"] == identity.form)
        & (others["unit"] == identity.unit)
        & (others["level"] == case.layout.level)
        & (others["year"] == identity.year)
        & (others["file"] != case.reading.file)
    )
    if same.any():
        earlier = str(others.loc[same, "file"].iloc[0])
        yield _identity_fault(rule, case, key="GEC_UNIT", found=identity.unit, value=earlier)


def required_filled(rule: str, case: Case) -> Iterator[Fault]:
    """TY08: a required cell holds something; fatal for the totals of the measures that decide the targets."""
    for (measure, _, group), cell in case.totals.items():
        if cell.row.required and (cell.sheet, cell.name) in case.reading.blanks:
            severity = FAIL if measure in case.target_measures and group == ALL else WARNING
            yield case.fault(rule, cell, value="", severity=severity)


def women_given(rule: str, case: Case) -> Iterator[Fault]:
    """TY11: where people are counted, the women among them are."""
    for key, women in case.women.items():
        total = case.totals[key]
        if total.value > 0 and math.isnan(women.value) and (women.sheet, women.name) not in case.unread:
            yield case.fault(rule, women, value=as_typed(total.value))


ROW, GROUP = Own.ROW, Own.GROUP
Check = WhileReading | AtReceipt | Special | Within | Relation | Composed
CHECKS: tuple[Check, ...] = (
    WhileReading("ST01"),
    WhileReading("ST02"),
    WhileReading("ST03"),
    WhileReading("ST04"),
    WhileReading("ST05"),
    WhileReading("ST06"),
    Special("ST07", unit_registered),
    Special("ST08", unit_open),
    Special("ST09", level_offered),
    Special("ST10", return_unique),
    WhileReading("ST11"),
    AtReceipt("ST14"),
    WhileReading("ST16"),
    WhileReading("ST17"),
    WhileReading("TY01"),
    WhileReading("TY02"),
    WhileReading("TY03"),
    WhileReading("TY04"),
    WhileReading("TY05"),
    WhileReading("TY06"),
    WhileReading("TY07"),
    Special("TY08", required_filled),
    Special("TY11", women_given),
    WhileReading("TY13"),
    Within("RW01", (Part(ROW, women=True),), (Part(ROW, women=False),)),
    Within("RW02", (Part(GROUP, women=False),), (Part(ROW, women=False),)),
    Within("RW03", (Part(GROUP, women=True),), (Part(ROW, women=True),)),
    Within("RW03", (Part(GROUP, women=True),), (Part(GROUP, women=False),)),
    Within(
        "RW04",
        (Part(ROW, women=True), Part(GROUP, women=True, sign=-1)),
        (Part(ROW, women=False), Part(GROUP, women=False, sign=-1)),
    ),
    Within("RW05", (Part(GROUP, women=False),), (Part(ROW, women=False),)),
    Within("RW05", (Part(GROUP, women=True),), (Part(GROUP, women=False),)),
    Relation("SM01", (Term("pupils"),), Compare.EQUAL, (Term("pupils", Pick.PARTS),)),
    Relation("SM02", (Term("pupils"),), Compare.EQUAL, (Term("pupils", Pick.TOPS),)),
    Composed("SM03", "pupils"),
    Relation("SM04", (Term("pupils"),), Compare.EQUAL, (Term("pupils_by_age", Pick.PARTS),)),
    Relation("SM05", (Term("managers"),), Compare.EQUAL, (Term("principals"), Term("vice_principals"))),
    Relation(
        "SM06",
        (Term("staff"),),
        Compare.EQUAL,
        (Term("managers"), Term("teachers"), Term("pioneer_leaders"), Term("other_staff")),
    ),
    Relation("SM07", (Term("teachers"),), Compare.EQUAL, (Term("teachers", Pick.PARTS),)),
    Relation("SM08", (Term("principals", Pick.ASKED),), Compare.AT_MOST, (Term("principals"),)),
    Relation("SM08", (Term("vice_principals", Pick.ASKED),), Compare.AT_MOST, (Term("vice_principals"),)),
    Relation("SM10", (Term("teachers"),), Compare.EQUAL, (Term("teachers_by_standard", Pick.PARTS),)),
    Relation("SM11", (Term("pupils_end"),), Compare.EQUAL, (Term("pupils_end", Pick.PARTS),)),
    Relation("SM12", (Term("leavers"),), Compare.EQUAL, (Term("leavers", Pick.PARTS),)),
    Relation("SM13", (Term("dropouts"),), Compare.EQUAL, (Term("dropouts", Pick.PARTS),)),
    Relation("SM14", (Term("dropouts"),), Compare.EQUAL, (Term("leavers", Pick.FLAGGED, mark="dropout"),)),
    Relation("SM15", (Term("leavers_destination"),), Compare.EQUAL, (Term("leavers_destination", Pick.PARTS),)),
    Relation("SM20", (Term("classes"),), Compare.EQUAL, (Term("classes", Pick.TOPS),)),
    Relation("SB06", (Term("pupils_life_skills"),), Compare.AT_MOST, (Term("pupils_end"),)),
    Relation("SB07", (Term("completers"),), Compare.AT_MOST, (Term("pupils_end", Pick.LAST, mark="t1_grade"),)),
    Relation(
        "PC01",
        (Term("residents_required", Pick.EACH),),
        Compare.EQUAL,
        (Term("residents", Pick.EACH), Term("residents_exempt", Pick.EACH, sign=-1)),
    ),
    Relation("PC02", (Term("youth_finished", Pick.EACH),), Compare.AT_MOST, (Term("residents_required", Pick.EACH),)),
    Relation(
        "PC04",
        (Term("youth_unfinished", Pick.PARTS),),
        Compare.EQUAL,
        (Term("residents_required", Pick.ASKED), Term("youth_finished", Pick.ASKED, sign=-1)),
    ),
    Relation("PC10", (Term("illiterate_1", Pick.EACH),), Compare.AT_MOST, (Term("illiterate_2", Pick.EACH),)),
    Relation("PC11", (Term("illiterate_2", Pick.EACH),), Compare.AT_MOST, (Term("band_population", Pick.EACH),)),
    Relation("PC13", (Term("in_preschool", Pick.EACH),), Compare.AT_MOST, (Term("residents", Pick.EACH),)),
)
RUN: Mapping[type, Callable[[Any, Case], Iterator[Fault]]] = {
    Within: run_within,
    Relation: run_relation,
    Composed: run_composed,
    Special: lambda special, case: special.run(special.rule, case),
}


def check(
    reading: Reading,
    *,
    codes: Codes,
    units: pd.DataFrame,
    previous: pd.DataFrame | None,
    others: pd.DataFrame | None,
    target_measures: Collection[str] = (),
) -> tuple[Fault, ...]:
    """All faults of a return at once: those found while reading and those of every check that applies.

    Parameters
    ----------
    reading : Reading
        What the workbook says.
    codes : Codes
        Code lists of the home.
    units : DataFrame
        The register, ``UNIT_COLUMNS``.
    previous : DataFrame or None
        The unit's observations of the year before (for later checks; none of this list needs it).
    others : DataFrame or None
        Observations of returns already accepted, ``OBSERVATION_COLUMNS``; an earlier return of the same form,
        unit, level and year among them is fault ST10, so a declared replacement is checked without it.
    target_measures : collection of str
        Measures that decide the plan's targets: a blank total of one of them rejects the return.

    Returns
    -------
    tuple of Fault
        The reading's own faults included, each once, by sheet and cell.
    """
    if reading.identity is None or reading.layout is None:
        return reading.faults
    case = Case(reading, reading.layout, codes, units, others, target_measures)
    faults = list(reading.faults)
    for entry in CHECKS:
        run = RUN.get(type(entry))
        if run is not None and applies(entry.rule, case):
            faults.extend(run(entry, case))
    place = {name: position for position, name in enumerate(reading.layout.sheets)}
    return tuple(sorted(dict.fromkeys(faults), key=lambda fault: (place.get(fault.sheet, -1), _in_order(fault.cell))))


def _in_order(cell: str) -> tuple[int, str]:
    digits = "".join(filter(str.isdigit, cell))
    return int(digits or 0), cell
