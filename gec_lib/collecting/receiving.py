"""Workbooks in, answers out: what came is taken in, and every file gets a letter, a faulty one its marked copy."""

from __future__ import annotations

import csv
import datetime as dt
import itertools
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from gec_lib.codelists import ACCEPTED, REJECTED
from gec_lib.errors import WordedError
from gec_lib.files import whole, write_whole
from gec_lib.home import Home
from gec_lib.indicators import INDICATORS
from gec_lib.ledger import IntakeResult, Line, Outcome, Rules, examine, load_rules, read_lines, store, take_in
from gec_lib.ledger.archive import archive_path, archived
from gec_lib.ledger.judging import IN_TIME
from gec_lib.ledger.tables import UNIQUE, read_file
from gec_lib.letters import SHORT_HASH, Answer, Sender, answer, load_letter_rules
from gec_lib.offices import load_offices
from gec_lib.plan import Plan, load_plan
from gec_lib.register import units_at
from gec_lib.returns.copies import CopyError, write_copy
from gec_lib.returns.faults import Fault
from gec_lib.returns.reading import Reading
from gec_lib.wording import load_wording

Moved = Callable[[int], None]
RETURNED = "returned"
FAULT_FIELDS = tuple(field.name for field in fields(Fault))
# What no new workbook can mend: the day on which the first one came, and that there was one before.
NOT_MENDED = (IN_TIME, UNIQUE)


class ReceiptError(WordedError, ValueError):
    """Days of receipt that are none."""


@dataclass(frozen=True)
class Returned:
    """What goes back to a unit: the letter, and the marked copy where there is one."""

    outcome: Outcome
    letter: Path
    copy: Path | None


def target_measures(plan: Plan) -> frozenset[str]:
    """Measures behind the plan's targets: a blank among them rejects a return."""
    wanted = {item.indicator for _, item in plan.target_indicators()}
    return frozenset(
        term.measure for item in INDICATORS if item.code in wanted for side in item.terms() for term in side
    )


def received_days(text: str) -> dt.date | Mapping[str, dt.date]:
    """A day, or the days of a CSV file with the columns name and received.

    Raises
    ------
    ReceiptError
        When the text is neither.
    """
    path = Path(text)
    if path.is_file():
        with path.open(encoding="utf-8-sig", newline="") as stream:
            return {row["name"]: dt.date.fromisoformat(row["received"]) for row in csv.DictReader(stream)}
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise ReceiptError(
            f"--received: found {text!r}, expected a day YYYY-MM-DD or a CSV file", key="received", found=text
        ) from None


def rules_of(home: Home) -> Rules:
    """What the returns of a home are judged by."""
    return load_rules(home, target_measures=target_measures(load_plan(home.params)))


def take(
    home: Home,
    files: Iterable[Path],
    *,
    received: dt.date | Mapping[str, dt.date],
    by: str,
    replaces: str,
    check: bool,
    moved: Moved,
) -> IntakeResult:
    """Take files in, or only examine them."""
    rules = rules_of(home)
    if check:
        return examine(home, files, received=received, rules=rules, replaces=replaces)
    done = 0

    def progress(outcome: object) -> None:
        nonlocal done
        done += 1
        moved(done)

    return take_in(home, files, received=received, by=by, rules=rules, replaces=replaces, progress=progress)


def send_back(home: Home, outcomes: Iterable[Outcome], *, lang: str) -> list[Returned]:
    """Write what goes back to the units, into ``data/returned/<day of receipt>``.

    Done again it writes the same; a file that was accepted before gets its letter only when that is missing, so that
    an interrupted run is finished by the next one.

    Parameters
    ----------
    home : Home
        The home.
    outcomes : iterable of Outcome
        Files that were judged.
    lang : str
        Language of the letters; the marks in a copy are in the language of its form.
    """
    rules, lines, written = rules_of(home), read_lines(home), []
    for outcome in outcomes:
        line = outcome.line
        if line.action not in (ACCEPTED, REJECTED):
            continue
        folder = home.data / RETURNED / line.received
        if outcome.reading is None and any(_is_about(letter, line) for letter in _letters_of(folder, line)):
            continue
        judged = outcome if outcome.reading is not None else _judged_before(home, outcome, rules)
        written.append(_send(home, judged, lines, folder=folder, rules=rules, lang=lang))
    return written


def _send(home: Home, outcome: Outcome, lines: Sequence[Line], *, folder: Path, rules: Rules, lang: str) -> Returned:
    line, reading = outcome.line, outcome.reading
    assert reading is not None
    told = tuple(fault for fault in outcome.faults if not fault.explained and fault.rule != IN_TIME)
    late = any(fault.rule == IN_TIME for fault in outcome.faults)
    mended = _mended(home, line, told, lines=lines) if reading.layout is not None else ()
    texts = {
        marked: answer(
            _sender(home, line, lang=lang), Answer(line, reading, told, mended, _name(line, rules), marked, late)
        ).encode()
        for marked in (True, False)
    }
    letter = _letter_path(folder, line, texts=texts.values())
    copy = None
    if told:
        kept = archive_path(home, line.file, name=line.name)
        copy = _copy(kept, letter.with_suffix(".xlsx"), reading=reading, told=told, mended=mended)
    write_whole(letter, texts[copy is not None])
    return Returned(outcome, letter, copy)


def _copy(kept: Path, target: Path, *, reading: Reading, told: Sequence[Fault], mended: Sequence[Fault]) -> Path | None:
    """The marked copy, or nothing for a file that takes no marks."""
    try:
        with whole(target) as unfinished:
            write_copy(kept, unfinished, reading=reading, faults=told, mended=mended)
    except CopyError:
        return None
    return target


def _sender(home: Home, line: Line, *, lang: str) -> Sender:
    office = load_offices(home.params).at(dt.date.fromisoformat(line.received))
    return Sender(office, load_letter_rules(home.params), load_wording(lang), stamp=line.synthetic)


def _name(line: Line, rules: Rules) -> str:
    """The unit as the register names it on the day of receipt; empty when it does not know the unit."""
    known = units_at(rules.units, date=line.received)
    names = known.loc[known["unit"] == line.unit, "name"].tolist()
    return str(names[0]) if names else ""


def _letters_of(folder: Path, line: Line) -> Iterator[Path]:
    """The letters that stand in a folder about files of a name."""
    for letter in _numbered(folder, line):
        if not letter.is_file():
            return
        yield letter


def _numbered(folder: Path, line: Line) -> Iterator[Path]:
    """Places of letters, named as the file: the first without a number."""
    stem = Path(line.name).stem
    return (folder / f"{stem}{'' if number == 1 else f'-{number}'}.txt" for number in itertools.count(1))


def _is_about(letter: Path, line: Line) -> bool:
    return line.file[:SHORT_HASH] in letter.read_text(encoding="utf-8")


def _letter_path(folder: Path, line: Line, *, texts: Collection[bytes]) -> Path:
    """The first place that is free or holds one of these texts: no letter takes the place of another."""
    places = _numbered(folder, line)
    return next(place for place in places if not place.is_file() or place.read_bytes() in texts)


def _judged_before(home: Home, outcome: Outcome, rules: Rules) -> Outcome:
    line = outcome.line
    kept = archived(home, line.file, name=line.name)
    reading = read_file(kept, name=line.name, layouts=rules.layouts, codes=rules.codes)
    return Outcome(outcome.path, line, _stored_faults(home, line), reading, new=False)


def _stored_faults(home: Home, line: Line) -> tuple[Fault, ...]:
    rows = store.to_frame(store.collect(home, [line], kind=store.FAULTS))
    return tuple(Fault(**row) for row in rows[list(FAULT_FIELDS)].to_dict("records"))


def _mended(home: Home, line: Line, told: Sequence[Fault], *, lines: Sequence[Line]) -> tuple[Fault, ...]:
    """What was at fault in the file of the same return before this one, and no longer is."""
    before = None
    for other in lines:
        if other.action not in (ACCEPTED, REJECTED) or other.key != line.key:
            continue
        if other.file == line.file:
            break
        before = other
    if before is None:
        return ()
    left = {(fault.rule, fault.sheet, fault.cell) for fault in told}
    was = {
        (fault.sheet, fault.cell): fault
        for fault in _stored_faults(home, before)
        if not fault.explained and fault.rule not in NOT_MENDED and (fault.rule, fault.sheet, fault.cell) not in left
    }
    return tuple(was.values())
