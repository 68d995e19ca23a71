"""The lines of the ledger: what happened to every file, who did it, when and why; appended, never changed."""

from __future__ import annotations

import dataclasses
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from gec_lib.errors import WordedError
from gec_lib.home import Home
from gec_lib.ledger.archive import locked

RECEIVED, ACCEPTED, REJECTED, SUPERSEDED, APPROVED, LOCKED, REOPENED, CORRECTED = ACTIONS = (
    "received",
    "accepted",
    "rejected",
    "superseded",
    "approved",
    "locked",
    "reopened",
    "corrected",
)


class LedgerError(WordedError, ValueError):
    """The ledger holds a line that it cannot hold, or is asked for one."""


class ReturnKey(NamedTuple):
    """What makes two files the same return: one form, one unit, one level, one reporting year."""

    form: str
    year: int | None
    unit: str
    level: str


class Place(NamedTuple):
    """One number of a return: the total or the women of a measure, category and group."""

    measure: str
    category: str
    group: str
    field: str


@dataclass(frozen=True)
class Correction:
    """One number of an accepted return that somebody put right without a new workbook.

    ``was`` is what the workbook said then (None: nothing), ``until`` the last day on which the correction holds.
    """

    sheet: str
    cell: str
    measure: str
    category: str
    group: str
    field: str
    was: float | None
    value: float
    until: str

    @property
    def place(self) -> Place:
        """The number that is corrected."""
        return Place(self.measure, self.category, self.group, self.field)


@dataclass(frozen=True)
class Line:
    """One line of ``data/ledger.jsonl``.

    ``received`` is the day on which the file came in, in Hà Nội (of a superseded line: the day of the file that took
    its place; of a decision: the day on which it was made); no line holds the time of its writing. ``year`` is None,
    and the other names of the return are empty, while nobody could say which return the file is. ``mark`` tells whether
    two returns have the same figures without reading them again (:func:`gec_lib.returns.areas.mark_of`).
    """

    action: str
    file: str
    name: str
    received: str
    by: str
    why: str = ""
    form: str = ""
    version: str = ""
    year: int | None = None
    stream: str = ""
    unit: str = ""
    unit_type: str = ""
    level: str = ""
    synthetic: bool = False
    on_time: bool = False
    mark: str = ""
    correction: Correction | None = None
    seq: int = 0

    @property
    def key(self) -> ReturnKey:
        """The return; a file that is not one return (a table of many, a broken file) is a key of its own."""
        return ReturnKey(self.form, self.year, self.unit or self.file[:12], self.level)


@dataclass(frozen=True)
class Standing:
    """What the ledger's lines add up to.

    Attributes
    ----------
    current : mapping of ReturnKey to Line
        The accepted return of every unit, form and year: the line that accepted it.
    verdicts : mapping of (file, ReturnKey) to Line
        The last verdict on every file: the line that accepted or rejected it, whose action is ``superseded`` when
        another file took its place.
    locks : set of ReturnKey
        Returns that are locked and not reopened since.
    approved : set of ReturnKey
        Returns whose accepted file was approved; another file has to be approved anew.
    corrections : mapping of (ReturnKey, Place) to Line
        The last correction of every corrected number.
    """

    current: Mapping[ReturnKey, Line] = field(default_factory=dict)
    verdicts: Mapping[tuple[str, ReturnKey], Line] = field(default_factory=dict)
    locks: frozenset[ReturnKey] = frozenset()
    approved: frozenset[ReturnKey] = frozenset()
    corrections: Mapping[tuple[ReturnKey, Place], Line] = field(default_factory=dict)


def ledger_path(home: Home) -> Path:
    """The ledger of a home."""
    return home.data / "ledger.jsonl"


def read_lines(home: Home) -> tuple[Line, ...]:
    """All lines in order; a last line that a crash cut short is not a line.

    Raises
    ------
    LedgerError
        At a line that is not valid: the ledger was changed by hand.
    """
    path = ledger_path(home)
    if not path.is_file():
        return ()
    whole = path.read_bytes().rpartition(b"\n")[0]
    return tuple(_parse(text, path=path, number=number) for number, text in enumerate(_rows(whole), start=1))


def append(home: Home, lines: Sequence[Line]) -> tuple[Line, ...]:
    """Append lines in one write that is on the disk when this returns; the lines come back with their ``seq``.

    Other processes may append at the same time. What a crash left of a half-written last line is cut off first: it
    was never acknowledged to anybody.

    Raises
    ------
    LedgerError
        When a line has an unknown action or nobody is named in ``by``.
    """
    for line in lines:
        if line.action not in ACTIONS:
            raise LedgerError(f"found action {line.action!r} for {line.name}; expected one of {', '.join(ACTIONS)}")
        if not line.by.strip():
            raise LedgerError(
                f"nobody is named for {line.action} {line.name}; expected who did it: pass `by`", key="nobody"
            )
    path = ledger_path(home)
    with locked(path.with_suffix(".lock")):
        handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o644)
        try:
            last = _repair(handle)
            numbered = tuple(dataclasses.replace(line, seq=last + place) for place, line in enumerate(lines, start=1))
            content = b"".join(_format(line) for line in numbered)
            if os.write(handle, content) != len(content):
                raise LedgerError(f"{path}: the disk took only a part of {len(content)} bytes; free some space")
            os.fsync(handle)
        finally:
            os.close(handle)
    return numbered


def standing(lines: Iterable[Line], *, as_of: str) -> Standing:
    """What the lines on files received up to a day add up to.

    Parameters
    ----------
    lines : iterable of Line
        Lines in the order of the ledger.
    as_of : str
        ISO day; lines about files that came later are left out, so that a later replacement changes nothing.

    Examples
    --------
    >>> first = Line(action="accepted", file="a1", name="a.xlsx", received="1999-12-01", by="An", form="f", unit="u")
    >>> standing([first], as_of="1999-12-31").current[first.key].file
    'a1'
    >>> standing([first], as_of="1999-11-30").current
    {}
    """
    current: dict[ReturnKey, Line] = {}
    verdicts: dict[tuple[str, ReturnKey], Line] = {}
    locks: set[ReturnKey] = set()
    approved: dict[ReturnKey, str] = {}
    corrections: dict[tuple[ReturnKey, Place], Line] = {}
    for line in lines:
        if line.received > as_of:
            continue
        if line.action in (ACCEPTED, REJECTED):
            verdicts[line.file, line.key] = line
        if line.action == ACCEPTED:
            before = current.get(line.key, line)
            if before.file != line.file:
                verdicts[before.file, before.key] = dataclasses.replace(before, action=SUPERSEDED)
            current[line.key] = line
        elif line.action == SUPERSEDED and current.get(line.key, line).file == line.file:
            current.pop(line.key, None)
            verdicts[line.file, line.key] = dataclasses.replace(verdicts[line.file, line.key], action=SUPERSEDED)
        elif line.action == LOCKED:
            locks.add(line.key)
        elif line.action == REOPENED:
            locks.discard(line.key)
        elif line.action == APPROVED:
            approved[line.key] = line.file
        elif line.action == CORRECTED and line.correction is not None:
            corrections[line.key, line.correction.place] = line
    return Standing(
        current=current,
        verdicts=verdicts,
        locks=frozenset(locks),
        approved=frozenset(key for key, file in approved.items() if key in current and current[key].file == file),
        corrections=corrections,
    )


def _repair(handle: int) -> int:
    """Cut off a half-written last line; the ``seq`` of the last whole line, 0 when there is none."""
    size = os.lseek(handle, 0, os.SEEK_END)
    tail, start = b"", size
    while start and tail.count(b"\n") < 2:
        start = max(0, start - 65536)
        os.lseek(handle, start, os.SEEK_SET)
        tail = _read_exactly(handle, size - start)
    whole, _, half = tail.rpartition(b"\n")
    if half:
        os.ftruncate(handle, size - len(half))
    return int(json.loads(whole.rpartition(b"\n")[2])["seq"]) if whole else 0


def _read_exactly(handle: int, count: int) -> bytes:
    parts = []
    while count and (part := os.read(handle, count)):
        parts.append(part)
        count -= len(part)
    return b"".join(parts)


def _rows(whole: bytes) -> list[bytes]:
    return whole.split(b"\n") if whole else []


def _format(line: Line) -> bytes:
    values = dataclasses.asdict(line)
    if line.correction is None:
        del values["correction"]
    ordered = {"seq": values.pop("seq"), **values}
    return (json.dumps(ordered, ensure_ascii=False, separators=(", ", ": ")) + "\n").encode()


def _parse(text: bytes, *, path: Path, number: int) -> Line:
    try:
        values = json.loads(text)
        correction = values.pop("correction", None)
        line = Line(**values, correction=Correction(**correction) if correction else None)
    except (ValueError, TypeError) as error:
        raise LedgerError(f"{path}, line {number}: {error}; the ledger is appended, never edited: restore it") from None
    if line.seq != number or line.action not in ACTIONS:
        raise LedgerError(
            f"{path}, line {number}: found seq {line.seq} and action {line.action!r}; expected seq {number} and one of "
            f"{', '.join(ACTIONS)}; the ledger is appended, never edited: restore it"
        )
    return line
