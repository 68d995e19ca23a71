"""Corrections: single numbers that hold instead of what an accepted workbook says, until the source agrees."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import reduce

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from gec_lib.codelists import CORRECTED, OBSERVATION_COLUMNS, REMARK_COLUMNS
from gec_lib.home import Home
from gec_lib.ledger import store
from gec_lib.ledger.lines import Correction, Line, read_lines, standing

# The field of the remark that carries reason and author of a correction into a snapshot.
REMARK_FIELD = "correction"
OWNER = ("form", "year", "unit", "level")
NUMBER = ("measure", "category", "group")


class State(StrEnum):
    """What became of a correction by a day."""

    HOLDS = "holds"
    CHANGED = "changed"  # holds, but a new workbook says a third number: look again
    AGREES = "agrees"  # over: the workbook now says the same
    ENDED = "ended"  # over: its last day is past
    ABSENT = "absent"  # over: no accepted return asks for the number any more


@dataclass(frozen=True)
class Finding:
    """A correction, what became of it, and what the workbook says now."""

    line: Line
    state: State
    found: float | None

    @property
    def holds(self) -> bool:
        """Whether the corrected number stands in the snapshot."""
        return self.state in (State.HOLDS, State.CHANGED)


@dataclass(frozen=True)
class Corrected:
    """Observations with what holds put in, the remarks that say who and why, and every correction's state."""

    table: pa.Table = field(repr=False)
    remarks: pa.Table = field(repr=False)
    findings: tuple[Finding, ...]


def applied(observations: pa.Table, lines: Iterable[Line], *, as_of: str) -> Corrected:
    """Put corrections into observations.

    A corrected number has the status ``corrected``; file, sheet and cell still name the workbook's own cell.

    Parameters
    ----------
    observations : Table
        ``OBSERVATION_COLUMNS``, as the workbooks say them.
    lines : iterable of Line
        Lines with a correction.
    as_of : str
        ISO day; a correction whose last day lies before it is over.
    """
    findings, remarks = [], []
    for line in sorted(lines, key=lambda line: line.seq):
        made = _made(line)
        mask = _mask(observations, line)
        rows = store.to_frame(observations.filter(mask))
        finding = _finding(line, rows, as_of=as_of)
        findings.append(finding)
        if not finding.holds:
            continue
        rows[made.field] = made.value
        rows["status"] = CORRECTED
        changed = store.to_table(rows, columns=OBSERVATION_COLUMNS)
        observations = pa.concat_tables([observations.filter(pc.invert(mask)), changed])
        remarks.append(_remark(line, finding))
    said = store.to_table(pd.DataFrame(remarks, columns=list(REMARK_COLUMNS)), columns=REMARK_COLUMNS)
    return Corrected(observations, said, tuple(findings))


def review(home: Home, *, as_of: str) -> tuple[Finding, ...]:
    """Every correction of a home and what became of it by a day.

    Parameters
    ----------
    home : Home
        The home.
    as_of : str
        ISO day.
    """
    state = standing(read_lines(home), as_of=as_of)
    owners = {key for key, _ in state.corrections}
    lines = [line for key, line in state.current.items() if key in owners]
    table = store.collect(home, lines, kind=store.OBSERVATIONS)
    return applied(table, state.corrections.values(), as_of=as_of).findings


def _made(line: Line) -> Correction:
    if line.correction is None:
        raise ValueError(f"line {line.seq} of the ledger holds no correction")
    return line.correction


def _mask(table: pa.Table, line: Line) -> pa.ChunkedArray:
    """The rows of one measure, category and group of one return."""
    wanted = {name: getattr(line, name) for name in OWNER} | {name: getattr(_made(line), name) for name in NUMBER}
    wanted = {name: value for name, value in wanted.items() if value not in ("", None)}
    return reduce(pc.and_, (pc.equal(table[name], value) for name, value in wanted.items()))


def _finding(line: Line, rows: pd.DataFrame, *, as_of: str) -> Finding:
    made = _made(line)
    if rows.empty:
        return Finding(line, State.ABSENT, None)
    found = None if pd.isna(rows[made.field].iloc[0]) else float(rows[made.field].iloc[0])
    if found == made.value:
        return Finding(line, State.AGREES, found)
    if made.until < as_of:
        return Finding(line, State.ENDED, found)
    return Finding(line, State.HOLDS if found == made.was else State.CHANGED, found)


def _remark(line: Line, finding: Finding) -> dict[str, object]:
    made = _made(line)
    found = "…" if finding.found is None else f"{finding.found:g}"
    text = f"{found} → {made.value:g}. {line.why} ({line.by}, {line.received}, {made.until})"
    owner = {"year": line.year, "unit": line.unit, "level": line.level, "form": line.form}
    source = {"file": line.file, "sheet": made.sheet, "cell": made.cell}
    return {**owner, "field": REMARK_FIELD, "category": made.measure, "text": text, **source}
