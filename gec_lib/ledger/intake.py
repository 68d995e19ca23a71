"""The intake: files come in, are archived, read, judged, and leave their lines in the ledger.

The lines are the last step, and some files take it together: their bytes are on the disk, then one write names them
all. A run that is killed before it leaves bytes in the archive or the store that no line names, and the next run does
those files again; a run that is killed after it finds them known.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from gec_lib.codelists import FAIL
from gec_lib.files import flush
from gec_lib.home import Home
from gec_lib.ledger import store
from gec_lib.ledger.archive import archive, file_hash, locked
from gec_lib.ledger.gaps import with_gaps
from gec_lib.ledger.judging import Rules, fault_rows, in_time, judge, line_of, passes_structure
from gec_lib.ledger.lines import (
    ACCEPTED,
    RECEIVED,
    REJECTED,
    SUPERSEDED,
    LedgerError,
    Line,
    append,
    read_lines,
    standing,
)
from gec_lib.ledger.shelf import Shelf
from gec_lib.ledger.tables import is_table, read_file
from gec_lib.returns.faults import Fault
from gec_lib.returns.reading import Reading

Received = dt.date | Mapping[str, dt.date]
TOGETHER = 32
# Returns kept in memory while their neighbours are judged; a few hundred bytes of Arrow each.
SHELF = 4096
END_OF_TIME = dt.date.max.isoformat()


@dataclass(frozen=True)
class Outcome:
    """What became of a file: its verdict's line, and its faults when it was judged.

    ``new`` is False when an earlier run had come to the same verdict; a file accepted before is not even read again.
    """

    path: Path
    line: Line
    faults: tuple[Fault, ...]
    reading: Reading | None = field(repr=False)
    new: bool


@dataclass(frozen=True)
class IntakeResult:
    """What became of all files of a run, in the order in which they were judged."""

    outcomes: tuple[Outcome, ...]

    def having(self, verdict: str) -> tuple[Outcome, ...]:
        """The outcomes with one verdict: ``accepted``, ``rejected`` or ``superseded``."""
        return tuple(outcome for outcome in self.outcomes if outcome.line.action == verdict)


@dataclass(frozen=True)
class _Arrival:
    """A file on the desk, not yet judged; ``reading`` is None when its verdict is known and final."""

    path: Path
    line: Line
    reading: Reading | None


class _Desk:
    """What one run knows while it works: the accepted returns, the last verdict on every file, the locks."""

    def __init__(self, home: Home, *, by: str, rules: Rules, replaces: str) -> None:
        lines = read_lines(home)
        state = standing(lines, as_of=END_OF_TIME)
        self.home, self.by, self.rules, self.replaces = home, by, rules, replaces
        self.received = {line.file for line in lines if line.action == RECEIVED}
        self.current = dict(state.current)
        self.seen = {file: line for (file, _), line in state.verdicts.items()}
        self.locks = state.locks
        self.shelf = Shelf(home, size=SHELF, corrections=state.corrections)
        self.unwritten: list[Line] = []
        self.written: list[Path] = []

    def commit(self) -> None:
        """Write the lines of the files judged so far, once their bytes are on the disk."""
        files, lines, self.written, self.unwritten = self.written, self.unwritten, [], []
        flush(files)
        if lines:
            append(self.home, lines)

    def is_final(self, file: str) -> bool:
        """Whether a file needs no judging: it is accepted, or was replaced and is not to come back."""
        known = self.seen.get(file)
        return known is not None and (known.action == ACCEPTED or (known.action == SUPERSEDED and not self.replaces))

    def reason(self, line: Line) -> str:
        """Why a file may replace another: nothing may replace a locked return."""
        return "" if line.key in self.locks else self.replaces


def take_in(
    home: Home,
    paths: Iterable[Path],
    *,
    received: Received,
    by: str,
    rules: Rules,
    replaces: str,
    progress: Callable[[Outcome], None],
) -> IntakeResult:
    """Take in files: each is archived, accepted or rejected, and stands in the ledger with who, when and why.

    The order of ``paths`` does not matter: returns are judged by year, then in the order in which they fall due, so
    that a return is compared with those before it. Doing it again does nothing twice.

    Parameters
    ----------
    home : Home
        The home.
    paths : iterable of Path
        Workbooks, and tables in our own CSV layout (:data:`gec_lib.returns.datasets.PLAIN_COLUMNS`).
    received : date or mapping of str to date
        The day of receipt in Hà Nội, one for all or by file name.
    by : str
        Who takes them in.
    rules : Rules
        What they are judged by: :func:`gec_lib.ledger.judging.load_rules`.
    replaces : str
        The reason why these files take the place of returns accepted before; empty when they do not.
    progress : callable
        Called with every outcome.

    Raises
    ------
    LedgerError
        Before anything is written, when a file has no day of receipt or nobody is named.
    """
    dated = [(path, _day(path, received)) for path in sorted(paths, key=lambda path: (path.name, path))]
    if not by.strip():
        raise LedgerError("nobody is named who takes the files in; expected who did it: pass `by`", key="nobody")
    with locked(home.data / "intake.lock"):
        store.sweep_store(home)
        desk, outcomes = _Desk(home, by=by, rules=rules, replaces=replaces), []
        arrivals = [_arrive(desk, path, day) for path, day in dated]
        arrivals.sort(key=lambda arrival: _turn(arrival.line, rules))
        for start in range(0, len(arrivals), TOGETHER):
            try:
                outcomes += [_settle(desk, arrival) for arrival in arrivals[start : start + TOGETHER]]
            finally:
                desk.commit()  # also of those before one that broke off
            for outcome in outcomes[start:]:
                progress(outcome)
    return IntakeResult(tuple(outcomes))


def examine(home: Home, paths: Iterable[Path], *, received: Received, rules: Rules, replaces: str) -> IntakeResult:
    """What would become of files, without a trace of them in the home: ``gec intake --check``."""
    state = standing(read_lines(home), as_of=END_OF_TIME)
    shelf, outcomes = Shelf(home, size=SHELF, corrections=state.corrections), []
    for path in sorted(paths, key=lambda path: (path.name, path)):
        reading = read_file(path, name=path.name, layouts=rules.layouts, codes=rules.codes)
        line = line_of(reading, name=path.name, received=_day(path, received), by="")
        faults = judge(reading, line, rules=rules, current=state.current, shelf=shelf, replaces=replaces)
        outcomes.append(Outcome(path, _decided(line, reading, faults, rules=rules), faults, reading, new=True))
    return IntakeResult(tuple(outcomes))


def _day(path: Path, received: Received) -> str:
    if isinstance(received, dt.date):
        return received.isoformat()
    if path.name not in received:
        raise LedgerError(
            f"found no day of receipt for {path.name}; expected a line for it in the list of receipts",
            key="no_receipt",
            name=path.name,
        )
    return received[path.name].isoformat()


def _arrive(desk: _Desk, path: Path, received: str) -> _Arrival:
    content = path.read_bytes()
    file = file_hash(content)
    known = desk.seen.get(file)
    if known is not None and desk.is_final(file):
        return _Arrival(path, known, None)
    name, day = (known.name, known.received) if known else (path.name, received)
    kept = archive(desk.home, content, name=name)
    desk.written.append(kept)
    reading = read_file(kept, name=name, layouts=desk.rules.layouts, codes=desk.rules.codes)
    return _Arrival(path, line_of(reading, name=name, received=day, by=desk.by), reading)


def _turn(line: Line, rules: Rules) -> tuple[int, str, str, str, str, str]:
    """By year, then by the day on which the stream falls due; what nobody can place comes last."""
    if line.year is None or not line.stream:
        return (dt.MAXYEAR, "", "", "", line.received, line.file)
    due = rules.calendar.deadline(line.stream).last_day(line.year).isoformat()
    return (line.year, due, line.form, line.unit, line.received, line.file)


def _settle(desk: _Desk, arrival: _Arrival) -> Outcome:
    """Judge one file, store it, and have its lines ready."""
    reading, known = arrival.reading, desk.seen.get(arrival.line.file)
    if known is not None and (reading is None or desk.is_final(known.file)):
        return Outcome(arrival.path, known, (), reading, new=False)
    assert reading is not None  # only files with a known verdict are not read
    reason = desk.reason(arrival.line)
    faults = judge(reading, arrival.line, rules=desk.rules, current=desk.current, shelf=desk.shelf, replaces=reason)
    line = _decided(arrival.line, reading, faults, rules=desk.rules)
    if known is not None and known.action == line.action == REJECTED:
        return Outcome(arrival.path, known, faults, reading, new=False)
    desk.written += keep(desk.home, line, reading=reading, faults=faults, rules=desk.rules)
    line = _write(desk, line, reason=reason)
    return Outcome(arrival.path, line, faults, reading, new=True)


def _write(desk: _Desk, line: Line, *, reason: str) -> Line:
    """The ledger lines of a verdict, for one write: received (once a file), the verdict, and what it replaces."""
    before = desk.current.get(line.key) if line.action == ACCEPTED else None
    replaced = before if before is not None and before.file != line.file else None
    line = replace(line, why=reason if replaced else "")
    # A full disk may have kept "received" alone, without the verdict that was to follow it.
    lines = [] if line.file in desk.received else [replace(line, action=RECEIVED, why="")]
    lines.append(line)
    if replaced is not None:
        lines.append(replace(replaced, action=SUPERSEDED, received=line.received, by=line.by, why=reason))
        desk.seen[replaced.file] = replace(replaced, action=SUPERSEDED)
    desk.unwritten += lines
    desk.received.add(line.file)
    desk.seen[line.file] = line
    if line.action == ACCEPTED:
        desk.current[line.key] = line
    return line


def _decided(line: Line, reading: Reading, faults: tuple[Fault, ...], *, rules: Rules) -> Line:
    whole = is_table(line) or (reading.layout is not None and line.year is not None)
    verdict = ACCEPTED if whole and all(fault.severity != FAIL for fault in faults) else REJECTED
    on_time = whole and passes_structure(reading, faults) and in_time(line, calendar=rules.calendar)
    return replace(line, action=verdict, on_time=on_time)


def keep(home: Home, line: Line, *, reading: Reading, faults: tuple[Fault, ...], rules: Rules) -> list[Path]:
    """Put a judged return into the store; of a rejected one, only its faults; the files written."""
    rows: dict[str, Sequence[tuple[object, ...]]] = {store.FAULTS: fault_rows(faults, line=line)}
    if line.action == ACCEPTED:
        rows |= {store.REMARKS: reading.notes, store.OBSERVATIONS: with_gaps(reading, layouts=rules.layouts)}
    return store.put(home, line, rows=rows)
