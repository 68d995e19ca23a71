"""Building the store again from the archive and the ledger."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from gec_lib.files import flush
from gec_lib.home import Home
from gec_lib.ledger.archive import archived, locked
from gec_lib.ledger.intake import SHELF, keep
from gec_lib.ledger.judging import Rules, judge
from gec_lib.ledger.lines import ACCEPTED, REJECTED, LedgerError, Line, Place, ReturnKey, read_lines
from gec_lib.ledger.shelf import Shelf
from gec_lib.ledger.tables import is_table, read_file


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
        written: list[Path] = []
        corrections: dict[tuple[ReturnKey, Place], Line] = {}
        shelf = Shelf(home, size=SHELF, corrections=corrections)
        for line in read_lines(home):
            if line.correction is not None:
                corrections[line.key, line.correction.place] = line
            if line.action not in (ACCEPTED, REJECTED):
                continue
            path = archived(home, line.file, name=line.name)
            reading = read_file(path, name=line.name, layouts=rules.layouts, codes=rules.codes)
            if line.action == ACCEPTED and reading.layout is None and not is_table(line):
                raise LedgerError(
                    f"{line.name} was accepted in line {line.seq} as {line.form}, version {line.version}, and no "
                    "layout of params/layouts reads it now; put that layout back"
                )
            faults = judge(reading, line, rules=rules, current=current, shelf=shelf, replaces=line.why)
            written += keep(home, line, reading=reading, faults=faults, rules=rules)
            if line.action == ACCEPTED:
                current[line.key] = line
            progress(line)
        flush(written)
