"""Checks with a function of their own, first part: whose return it is, and what a cell may hold."""

from __future__ import annotations

import math
from collections.abc import Iterator

from gec_lib.codelists import ALL, FAIL, NOT_APPLICABLE, WARD, WARNING
from gec_lib.returns.areas import FEW
from gec_lib.returns.cases import Case, is_total
from gec_lib.returns.faults import Fault
from gec_lib.returns.numbers import as_typed
from gec_lib.returns.records import YES_NO, normal

UNIT, UNIT_NAME, LEVEL, YEAR = "GEC_UNIT", "GEC_UNIT_NAME", "GEC_LEVEL", "GEC_YEAR"
# An amount in đồng: less is thousands or millions by mistake, more is beyond any school (rule TY10).
LEAST_AMOUNT, MOST_AMOUNT = 10_000, 5_000_000_000


def unit_registered(rule: str, case: Case) -> Iterator[Fault]:
    """ST07: the unit stands in the register."""
    if not case.register:
        yield case.identity_fault(rule, UNIT, found=case.identity.unit, value="")


def level_offered(rule: str, case: Case) -> Iterator[Fault]:
    """ST09: the unit has the level of the form, at whatever time."""
    levels = [row["level"] for row in case.register]
    if levels and case.layout.level not in levels:
        has = ", ".join(case.codes.label("level", level, lang="vi") for level in dict.fromkeys(levels))
        label = case.codes.label("level", case.layout.level, lang="vi")
        yield case.identity_fault(rule, LEVEL, found=label, value=has)


def _valid(case: Case) -> list[str]:
    """The names of the unit, of the level of the form, on the reference day; the last day of validity counts."""
    day = case.layout.reference_date(case.year).isoformat()
    return [
        row["name"]
        for row in case.register
        if row["level"] == case.layout.level and row["valid_from"] <= day <= (row["valid_to"] or day)
    ]


def unit_open(rule: str, case: Case) -> Iterator[Fault]:
    """ST08: the unit has the level on the reference day of the return."""
    rows = [row for row in case.register if row["level"] == case.layout.level]
    if rows and not _valid(case):
        spans = "; ".join(f"{row['valid_from']} – {row['valid_to']}" for row in rows)
        date = case.layout.reference_date(case.year)
        found, value = f"{case.identity.unit} ({spans})", f"{date.day}/{date.month}/{date.year}"
        yield case.identity_fault(rule, UNIT, found=found, value=value)


def ward_certain(rule: str, case: Case) -> Iterator[Fault]:
    """ST13: a ward code that had several meanings is sent with the name it has on the reference day.

    The code alone names nothing then: 00634 was one ward before the boundaries of 1 July 2025 and is another since.
    """
    names, valid = {normal(row["name"]) for row in case.register}, _valid(case)
    if case.layout.unit_type != WARD or len(names) < 2 or not valid:
        return
    given = case.identity.unit_name
    if normal(given) not in {normal(name) for name in valid}:
        found = f"{case.identity.unit} {given}".strip()
        yield case.identity_fault(rule, UNIT_NAME, found=found, value=f"{case.identity.unit} {valid[0]}")


def return_unique(rule: str, case: Case) -> Iterator[Fault]:
    """ST10: no other return of this form, unit, level and year was accepted (``others``)."""
    identity, others = case.identity, case.others
    if others is None or others.empty:
        return
    same = (
        (others["form"] == identity.form)
        & (others["unit"] == identity.unit)
        & (others["level"] == case.layout.level)
        & (others["year"] == identity.year)
        & (others["file"] != case.reading.file)
    )
    if same.any():
        unit = identity.unit
        yield case.identity_fault(rule, UNIT, found=unit, value="", other_unit=unit)


def required_filled(rule: str, case: Case) -> Iterator[Fault]:
    """TY08: a required cell holds something; fatal for the totals of the measures that decide the targets."""
    if not case.reading.blanks:
        return
    required = {(row.sheet, row.code) for row in case.layout.rows if row.required}
    for (measure, _, group), cell in case.totals.items():
        if (cell.sheet, cell.name) in case.reading.blanks and (cell.sheet, cell.code) in required:
            severity = FAIL if measure in case.target_measures and group == ALL else WARNING
            yield case.fault(rule, cell, value="", severity=severity)


def women_given(rule: str, case: Case) -> Iterator[Fault]:
    """TY11: where people are counted, the women among them are."""
    totals = case.totals
    for key, women in case.women.items():
        total = totals[key]
        if total.value > 0 and math.isnan(women.value) and (women.sheet, women.name) not in case.unread:
            yield case.fault(rule, women, value=as_typed(total.value))


def may_not_apply(rule: str, case: Case) -> Iterator[Fault]:
    """TY09: "not applicable" belongs to a grade, a subject, a task; the whole of a count always applies."""
    for key, cell in case.totals.items():
        unit = case.codes.measures[key[0]].unit
        if cell.status == NOT_APPLICABLE and is_total(key) and unit != YES_NO:
            yield case.fault(rule, cell, found="z", value="≥ 0")


def amounts_in_dong(rule: str, case: Case) -> Iterator[Fault]:
    """TY10: an amount is given in đồng, not in thousands or millions."""
    for (measure, _, _), cell in case.totals.items():
        if measure == "budget_planned" and cell.value > 0 and not LEAST_AMOUNT <= cell.value <= MOST_AMOUNT:
            yield case.fault(rule, cell, value=f"0; {LEAST_AMOUNT}–{MOST_AMOUNT}")


def one_principal(rule: str, case: Case) -> Iterator[Fault]:
    """CF07: one principal a school, entered at the level that the register names, and at most five deputies."""
    cell, deputies = (case.totals.get((measure, ALL, ALL)) for measure in ("principals", "vice_principals"))
    if deputies is not None and deputies.value > 5:
        yield case.fault(rule, deputies, value="≤ 5")
    if cell is None or not cell.value > 0:
        return
    other = _principal_elsewhere(case)
    where = {"other_form": other[1], "other_cell": other[2]} if other else {}
    allowed = 1 - (other[0] if other else 0) if case.carries_principal else 0
    if cell.value > allowed:
        yield case.fault(rule, cell, value=f"≤ {max(0, int(allowed))}", **where)


def _principal_elsewhere(case: Case) -> tuple[float, str, str] | None:
    """Number, form and cell of the principals that other levels of the school entered in the same year."""
    seen = case.others
    if seen is None or seen.empty:
        return None
    rows = seen[(seen["measure"] == "principals") & (seen["category"] == ALL) & (seen["level"] != case.layout.level)]
    rows = rows[(rows["total"] > 0) & (rows["year"] == case.year)]
    if rows.empty:
        return None
    first = rows.iloc[0]
    return float(rows["total"].sum()), str(first["form"]), str(first["cell_total"])


def principal_there(rule: str, case: Case) -> Iterator[Fault]:
    """CF08: a school has a principal; a vacancy is confirmed in words."""
    cell = case.totals.get(("principals", ALL, ALL))
    if cell is not None and case.carries_principal and cell.value == 0:
        yield case.fault(rule, cell, value="= 1")


def action_month(rule: str, case: Case) -> Iterator[Fault]:
    """SB29: where an Action Month was held, it lay between 15 November and 15 December, and something happened."""
    held = case.totals.get(("task_yes", "n06_1", ALL))
    dates = [case.totals.get(("action_date", item, ALL)) for item in ("n06_4", "n06_5")]
    acts = case.totals.get(("task_count", "n06_2", ALL))
    if held is None or held.value != 1:
        return
    first, last = (case.year * 10_000 + day for day in (1115, 1215))
    for cell in filter(None, dates):
        if (cell.sheet, cell.name) not in case.unread and not first <= cell.value <= last:
            found = "" if math.isnan(cell.value) else _day(cell.value)
            yield case.fault(rule, cell, found=found, value=f"{_day(first)}–{_day(last)}")
    start, end = dates
    if start is not None and end is not None and start.value > end.value:
        yield case.fault(rule, end, found=_day(end.value), value=f"≥ {_day(start.value)}")
    if acts is not None and acts.value == 0:
        yield case.fault(rule, acts, value="≥ 1")


def _day(number: float) -> str:
    text = str(int(number))
    return f"{text[6:]}/{text[4:6]}/{text[:4]}"


def seen_elsewhere(rule: str, case: Case) -> Iterator[Fault]:
    """ST12: another unit sent exactly these figures."""
    if case.area is None or case.area.own.mark == FEW:
        return
    for brief in case.area.briefs:
        if brief.form == case.layout.form and brief.mark == case.area.own.mark:
            yield case.identity_fault(rule, UNIT, found=case.identity.unit, value="", other_unit=brief.unit)
            return
