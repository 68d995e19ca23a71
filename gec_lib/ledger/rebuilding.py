"""Building the store again from the archive and the ledger, and the decisions of people about a return."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace

from gec_lib.home import Home
from gec_lib.ledger.archive import archived, locked
from gec_lib.ledger.intake import END_OF_TIME, SHELF, keep
from gec_lib.ledger.judging import Rules, Shelf, judge
from gec_lib.ledger.lines import (
    ACCEPTED,
    APPROVED,
    LOCKED,
    REJECTED,
    REOPENED,
    LedgerError,
    Line,
    ReturnKey,
    append,
    read_lines,
    standing,
)
from gec_lib.ledger.tables import is_table, read_file

DECISIONS = (APPROVED, LOCKED, REOPENED)


def rebuild(home: Home, *, rules: Rules, progress: Callable[[Line], None]) -> None:
    """Delete the store and build it again: every archived file is read anew, every verdict stays as the ledger has it.

    Parameters
    ----------
    home : Home
        The home.
    rules : Rules
        What the returns were judged by.
    progress : callable
        Called with the line of every file that is done.

    Raises
    ------
    ArchiveError
        When an archived file is missing or changed.
    LedgerError
        When an accepted file can no longer be read: its layout is gone.
    """
    with locked(home.data / "intake.lock"):
        shutil.rmtree(home.data / "store", ignore_errors=True)
        current: dict[ReturnKey, Line] = {}
        shelf = Shelf(home, size=SHELF)
        for line in read_lines(home):
            if line.action not in (ACCEPTED, REJECTED):
                continue
            path = archived(home, line.file, name=line.name)
            reading = read_file(path, layouts=rules.layouts, codes=rules.codes)
            if line.action == ACCEPTED and reading.layout is None and not is_table(line):
                raise LedgerError(
                    f"{line.name} was accepted in line {line.seq} as {line.form}, version {line.version}, and no "
                    "layout of params/layouts reads it now; put that layout back"
                )
            faults = judge(reading, line, rules=rules, current=current, shelf=shelf, replaces=line.why)
            keep(home, line, reading=reading, faults=faults)
            if line.action == ACCEPTED:
                current[line.key] = line
            progress(line)


def decide(home: Home, key: ReturnKey, *, action: str, by: str, why: str) -> Line:
    """Write that somebody approved, locked or reopened an accepted return.

    A locked return is replaced by nothing until it is reopened.

    Parameters
    ----------
    home : Home
        The home.
    key : ReturnKey
        Form, year, unit and level of the return.
    action : str
        ``approved``, ``locked`` or ``reopened``.
    by, why : str
        Who decides, and for what reason; reopening needs one.

    Raises
    ------
    LedgerError
        When the action is none of these, no such return is accepted, it is locked already, or it is not locked.
    """
    if action not in DECISIONS:
        raise LedgerError(f"found action {action!r}; expected one of {', '.join(DECISIONS)}")
    with locked(home.data / "intake.lock"):
        state = standing(read_lines(home), as_of=END_OF_TIME)
        line = state.current.get(key)
        name = f"{key.form}, {key.year}, {key.unit}, {key.level}"
        if line is None:
            raise LedgerError(f"found no accepted return {name}; expected one to be {action}")
        if (action == LOCKED) == (key in state.locks) and action != APPROVED:
            raise LedgerError(
                f"found the return {name} {'' if key in state.locks else 'not '}locked; it cannot be {action}"
            )
        if action == REOPENED and not why.strip():
            raise LedgerError(f"the return {name} is reopened without a reason; expected why: pass `why`")
        return append(home, [replace(line, action=action, by=by, why=why)])[0]
