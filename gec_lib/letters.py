"""Letters to schools and wards: reminders of returns that are due, answers to files that came in."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from gec_lib.codelists import ACCEPTED, FAIL, SCHOOL, WARD
from gec_lib.ledger.lines import Line
from gec_lib.models import Evidence, Record, read_model
from gec_lib.offices import Office
from gec_lib.plan import Words as Both
from gec_lib.returns.copies import listed
from gec_lib.returns.faults import Fault
from gec_lib.returns.reading import Reading
from gec_lib.wording import Wording

GROUP = "letters"
# A page of a letter holds this many faults of a kind.
TOLD_ONE_BY_ONE = 12
SHORT_HASH = 12


class LetterRules(Record):
    """When letters go out, what they name: ``params/letters.yaml``."""

    remind_before_days: int
    insist_after_days: int
    close_after_days: int
    mend_days: int
    contact: Both
    evidence: Evidence


class Reminder(StrEnum):
    """What a reminder says, by the day on which it goes out."""

    EARLY = "early"  # nothing yet: the deadline is too far away
    BEFORE = "before"  # days remain
    AFTER = "after"  # the deadline has passed
    INSIST = "insist"  # it passed long ago


@dataclass(frozen=True)
class Sender:
    """Who writes, in which language, by which rules; ``stamp`` marks letters about synthetic returns."""

    office: Office
    rules: LetterRules
    words: Wording
    stamp: bool

    @property
    def issuer(self) -> str:
        return self.office.name.text(self.words.lang)

    def say(self, key: str, **values: object) -> str:
        """A sentence of a letter."""
        return self.words.label(GROUP, key).format(**values)

    def day(self, day: dt.date) -> str:
        """A day as the language writes it."""
        return "".join(span.t for span in self.words.inline(day, "date"))


@dataclass(frozen=True)
class Owed:
    """A return that a unit owes: its title, and the day before which it has to be there."""

    title: str
    due: dt.date


@functools.cache
def load_letter_rules(params: Path) -> LetterRules:
    """The rules of a home.

    Raises
    ------
    PlanError
        With file and line, for what the model does not know.
    """
    return read_model(params / "letters.yaml", LetterRules)


def kind_of(due: dt.date, *, on: dt.date, rules: LetterRules) -> Reminder:
    """Which reminder goes out on a day.

    Parameters
    ----------
    due : date
        The day before which the return has to be there.
    on : date
        The day of the letter.
    rules : LetterRules
        The rules of the home.

    Examples
    --------
    >>> rules = LetterRules(remind_before_days=14, insist_after_days=7, close_after_days=10, mend_days=5,
    ...                     contact=Both(vi="", en=""), evidence=Evidence.ASSUMED)
    >>> due = dt.date(1999, 12, 20)
    >>> [kind_of(due, on=dt.date(1999, 12, day), rules=rules).value for day in (5, 6, 19, 20, 26, 27)]
    ['early', 'before', 'before', 'after', 'after', 'insist']
    """
    left = (due - on).days
    if left > rules.remind_before_days:
        return Reminder.EARLY
    if left > 0:
        return Reminder.BEFORE
    return Reminder.AFTER if _days(due, on) <= rules.insist_after_days else Reminder.INSIST


def to_remind(owed: Sequence[Owed], *, on: dt.date, rules: LetterRules) -> tuple[Owed, ...]:
    """The returns that a letter of this day may name: overdue, or due within the time of notice.

    Parameters
    ----------
    owed : sequence of Owed
        Returns that have not come.
    on : date
        The day of the letter.
    rules : LetterRules
        The rules of the home.
    """
    named = [item for item in owed if kind_of(item.due, on=on, rules=rules) is not Reminder.EARLY]
    return tuple(sorted(named, key=lambda item: item.due))


def reminder(sender: Sender, *, name: str, unit_type: str, owed: Sequence[Owed], on: dt.date) -> str:
    """The letter to a unit whose returns have not come; it says nothing of earlier letters, which nobody records.

    Parameters
    ----------
    sender : Sender
        Who writes.
    name, unit_type : str
        The unit as the register has it.
    owed : sequence of Owed
        The returns that have not come; the one due first decides what is said, those due later than the time of notice
        are left out.
    on : date
        The day of the letter.

    Raises
    ------
    ValueError
        When there is nothing to remind of on that day.
    """
    rules = sender.rules
    named = to_remind(owed, on=on, rules=rules)
    if not named:
        raise ValueError(f"no return of {name} is due by {on} or soon after; expected at least one to remind of")
    first = named[0].due
    close = first + dt.timedelta(days=rules.close_after_days)
    mended = on + dt.timedelta(days=rules.mend_days)
    sentence = sender.say(
        kind_of(first, on=on, rules=rules),
        name=called(sender, name, unit_type),
        issuer=sender.issuer,
        days=_days(first, on),
        due=sender.day(first),
        due_new=sender.day(mended),
        contact=rules.contact.text(sender.words.lang),
        close=sender.day(close if close > on else mended),
    )
    return _letter(sender, name, unit_type, on, [sentence, *_forms(sender, named, on)])


def _forms(sender: Sender, named: Sequence[Owed], on: dt.date) -> list[str]:
    """The returns that are overdue, then those that are due soon, each with its day."""
    lines: list[str] = []
    for kind, items in (("overdue", [o for o in named if o.due <= on]), ("soon", [o for o in named if o.due > on])):
        told = [
            sender.say(f"form_{kind}", title=item.title, due=sender.day(item.due), days=_days(item.due, on))
            for item in items
        ]
        lines += ["", sender.say(f"forms_{kind}"), *told] if told else []
    return lines


def _days(due: dt.date, on: dt.date) -> int:
    """Days left; from the due day on, days over time: the first late day is one day over time."""
    left = (due - on).days
    return left if left > 0 else 1 - left


def called(sender: Sender, name: str, unit_type: str) -> str:
    """A unit as a letter calls it; a register may or may not begin names with the word for a school.

    Parameters
    ----------
    sender : Sender
        Who writes.
    name, unit_type : str
        The unit as the register has it.
    """
    if unit_type not in (SCHOOL, WARD) or not name:
        return name or sender.say("unknown")
    whole = sender.say(unit_type, name=name)
    first = whole.split()[0].casefold()
    return name if name.casefold().startswith(f"{first} ") else whole


@dataclass(frozen=True)
class Answer:
    """What a letter about a received file has to know."""

    line: Line
    reading: Reading
    faults: tuple[Fault, ...]
    mended: tuple[Fault, ...]
    name: str
    marked: bool  # whether a copy with marks goes with the letter
    late: bool  # whether the file came after the deadline


def answer(sender: Sender, about: Answer) -> str:
    """The cover note to a file: accepted, accepted with doubts, or to be mended; one page.

    Parameters
    ----------
    sender : Sender
        Who writes.
    about : Answer
        The file, its verdict and its faults; explained doubts are left alone.
    """
    line, on = about.line, dt.date.fromisoformat(about.line.received)
    shown = [fault for fault in about.faults if not fault.explained]
    errors = sum(fault.severity == FAIL for fault in shown)
    sentence = sender.say(
        _kind(about, shown),
        name=called(sender, about.name, line.unit_type),
        issuer=sender.issuer,
        file=line.name,
        date=sender.day(on),
        errors=errors,
        doubts=len(shown) - errors,
        due_new=sender.day(on + dt.timedelta(days=sender.rules.mend_days)),
    )
    listing = listed(shown, about.mended, book=about.reading.book, lang=sender.words.lang, limit=TOLD_ONE_BY_ONE)
    lines = [sentence]
    if about.late and line.action == ACCEPTED and not line.on_time:
        lines.append(sender.say("accepted_late"))
    if shown and about.reading.layout is not None and not about.marked:
        lines.append(sender.say("no_copy"))
    if about.reading.layout is not None:
        layout = about.reading.layout
        title = layout.title_vi if sender.words.lang == "vi" else layout.title_en
        lines = [f"{title}, {line.year}", "", *lines]
    file = sender.say("file", file=line.name, hash=line.file[:SHORT_HASH])
    return _letter(sender, about.name, line.unit_type, on, [*lines, "", *listing, file])


def _kind(about: Answer, shown: Sequence[Fault]) -> str:
    if about.line.action == ACCEPTED:
        return "doubtful" if shown else "accepted"
    return "unreadable" if about.reading.layout is None else "returned"


def _letter(sender: Sender, name: str, unit_type: str, on: dt.date, body: Sequence[str]) -> str:
    key = f"to_{unit_type}" if unit_type in (SCHOOL, WARD) else "to_office"
    head = [sender.say("synthetic"), ""] if sender.stamp else []
    whom = called(sender, name, unit_type) if key == "to_school" else name or sender.say("unknown")
    dated = sender.say("place_date", issuer=sender.issuer, date=sender.day(on))
    return "\n".join([*head, dated, "", sender.say(key, name=whom), "", *body, ""])
