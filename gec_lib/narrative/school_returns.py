"""The returns of one school: which were due, when they came, which of their cells are still open, what was done."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from gec_lib.codelists import ACCEPTED, EQUALITY, FAIL, REJECTED, TOTAL
from gec_lib.indicators.counts import IN
from gec_lib.ledger.judging import IN_TIME
from gec_lib.narrative.school_case import SchoolCase
from gec_lib.narrative.tasks import code_of
from gec_lib.plan import Task
from gec_lib.snapshots import Snapshot

DONE, NO_EVIDENCE, NOT_DONE, UNKNOWN = STATES = ("full", "part", "none", "missing")
TASK_DONE = "task_done"
CAUSES = ("khach_quan", "chu_quan")  # fields of remarks that hold causes from the form's list
# messages read "PLACE: found X; WHAT IS WRONG (expected). What to do."
MESSAGE = re.compile(r"^[^:]+: (?P<all>.*?; (?P<what>[^;(]+?) \(.*?\)\. (?P<do>.*))$", re.DOTALL)


@dataclass(frozen=True)
class Return:
    """One return that was due; the days are ISO days, ``received`` is empty when nothing was accepted."""

    stream: str
    form: str
    deadline: str
    received: str
    on_time: bool


@dataclass(frozen=True)
class Open:
    """Cells of one sheet with the same fault or doubt, neither mended nor explained."""

    severity: str
    sheet: str
    cells: tuple[str, ...]
    messages: tuple[str, ...]

    @property
    def must(self) -> bool:
        """Whether the return is not accepted before they are mended."""
        return self.severity == FAIL

    @property
    def advice(self) -> str:
        """What stands there and what to do; for several cells, what they have in common."""
        found = MESSAGE.match(self.messages[0])
        if found is None:
            return self.messages[0]
        if len(self.messages) == 1:
            return _capital(found["all"])
        return f"{_capital(found['what'])}. {found['do']}"


def of_school(snapshot: Snapshot, *, unit: str, level: str, years: Collection[int]) -> Snapshot:
    """What one school's page may know of a snapshot.

    Parameters
    ----------
    snapshot : Snapshot
        The whole.
    unit, level : str
        Code and level of the school.
    years : collection of int
        Years that the page looks at.

    Returns
    -------
    Snapshot
        Observations and units of everybody, of those years; returns due, files, faults and remarks of the school
        alone, so that the workbook of another school can neither be listed nor named.
    """

    def own(rows: pd.DataFrame) -> pd.DataFrame:
        mine = rows["unit"].eq(unit) & rows["level"].eq(level) & rows["year"].isin(years).eq(True)
        return rows[mine.fillna(False).astype(bool)]

    observations = snapshot.observations
    return replace(
        snapshot,
        observations=observations[observations["year"].isin(years)],
        due=own(snapshot.due),
        files=own(snapshot.files),
        faults=own(snapshot.faults),
        remarks=own(snapshot.remarks),
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def returns(case: SchoolCase) -> tuple[Return, ...]:
    """Every return of the school that was due in the year, by deadline."""
    return case.once("returns", _returns)


def _returns(case: SchoolCase) -> tuple[Return, ...]:
    cov = case.draft.snapshot.coverage
    cov = cov[cov["year"].eq(case.draft.year)].sort_values(["deadline", "form"], kind="stable")
    return tuple(
        Return(row.stream, row.form, row.deadline, row.received_date, bool(row.on_time))
        for row in cov.itertuples(index=False)
    )


def open_faults(case: SchoolCase) -> tuple[Open, ...]:
    """What is open in the newest usable file of every return: what must be mended first, then what to look at."""
    return case.once("open faults", _open_faults)


def _open_faults(case: SchoolCase) -> tuple[Open, ...]:
    faults = _current(case)
    found = []
    for (severity, _, sheet, _), part in faults.groupby(["severity", "form", "sheet", "rule"], sort=True):
        part = part.assign(place=part["cell"].map(_place)).sort_values(["place", "cell"], kind="stable")
        messages = tuple(part[f"message_{case.draft.lang}"])
        found.append(Open(str(severity), str(sheet), tuple(part["cell"]), messages))
    return tuple(sorted(found, key=lambda item: (not item.must, len(item.cells), item.sheet, item.cells)))


def _current(case: SchoolCase) -> pd.DataFrame:
    """Open faults of the accepted file of a return, else of the file that was sent back last; lateness is no cell."""
    files, faults = case.draft.snapshot.files, case.draft.snapshot.faults
    files = files[files["year"].eq(case.draft.year) & files["status"].isin((ACCEPTED, REJECTED))]
    files = files.assign(late=files["status"].ne(ACCEPTED)).sort_values(["late", "received"], ascending=[True, False])
    kept = set(files.drop_duplicates("form")["file"])
    return faults[faults["file"].isin(kept) & faults["rule"].ne(IN_TIME) & ~faults["explained"].astype(bool)]


def _place(cell: str) -> tuple[int, int, str]:
    """Cells down a sheet: by row, then by column."""
    found = re.match(r"([A-Z]+)(\d+)", cell)
    return (int(found[2]), len(found[1]), found[1]) if found else (0, 0, cell)


def state(case: SchoolCase, task: Task, *, year: int) -> str:
    """What the school reported of a task: done with evidence, done without, not done, or nothing."""
    own = [one for one in case.counts.units(code_of(task), year=year, sex=TOTAL) if one.unit == case.unit]
    if own and own[0].state == IN and own[0].num == 1:
        return DONE
    if _said_done(case, task, year):
        return NO_EVIDENCE
    return NOT_DONE if own and own[0].state == IN else UNKNOWN


def _said_done(case: SchoolCase, task: Task, year: int) -> bool:
    return any(
        row.year == year and row.unit == case.unit and row.category == task.item and row.known(TOTAL) and row.total > 0
        for row in case.counts.read(TASK_DONE)
    )


def numbers(case: SchoolCase, *, wanted: Sequence[str]) -> list[str]:
    """Numbers of the plan's tasks that are in any of the wanted states this year, in the plan's order."""
    return [str(task.number) for task in case.draft.plan.tasks if state(case, task, year=case.draft.year) in wanted]


def causes(case: SchoolCase) -> list[str]:
    """Causes of shortcomings that the school picked from the form's list, in the list's order."""
    remarks = case.draft.snapshot.remarks
    remarks = remarks[remarks["year"].eq(case.draft.year) & remarks["field"].isin(CAUSES)]
    given = set(remarks[["field", "category"]].itertuples(index=False, name=None))
    return [label for key, label in case.causes.items() if key in given]


def has_equality_return(case: SchoolCase) -> bool:
    """Whether the return on the plan's own tasks was accepted."""
    return any(item.stream == EQUALITY and item.received for item in returns(case))
