"""Decisions of people about accepted returns: approved, locked, reopened, corrected; each is a line of the ledger."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from gec_lib.codelists import Codes
from gec_lib.home import Home
from gec_lib.ledger import store
from gec_lib.ledger.archive import locked
from gec_lib.ledger.corrections import applied
from gec_lib.ledger.intake import END_OF_TIME
from gec_lib.ledger.lines import (
    APPROVED,
    CORRECTED,
    LOCKED,
    REOPENED,
    Correction,
    LedgerError,
    Line,
    ReturnKey,
    Standing,
    append,
    read_lines,
    standing,
)
from gec_lib.returns.records import FEMALE_FIELD, HOUR, TOTAL_FIELD

DECISIONS = (APPROVED, LOCKED, REOPENED)
FIELD_OF = {"cell_total": TOTAL_FIELD, "cell_female": FEMALE_FIELD}


@dataclass(frozen=True)
class Wish:
    """What somebody wants corrected: a cell of a workbook, the right number, and the last day on which this holds."""

    sheet: str
    cell: str
    value: float
    until: str


def accepted(home: Home, *, year: int, form: str, unit: str, level: str) -> tuple[ReturnKey, ...]:
    """The accepted returns of a year, in order; an empty form, unit or level means all of them."""
    current = standing(read_lines(home), as_of=END_OF_TIME).current
    wanted = (key for key in current if key.year == year and (not form or key.form == form))
    return tuple(sorted(key for key in wanted if unit in ("", key.unit) and level in ("", key.level)))


def decide(home: Home, keys: Iterable[ReturnKey], *, action: str, by: str, why: str, on: str) -> tuple[Line, ...]:
    """Write that somebody approved, locked or reopened accepted returns: all of them or, at a fault, none.

    A locked return is replaced and corrected by nothing until it is reopened.

    Parameters
    ----------
    home : Home
        The home.
    keys : iterable of ReturnKey
        The returns.
    action : str
        ``approved``, ``locked`` or ``reopened``.
    by, why : str
        Who decides, and for what reason; reopening needs one.
    on : str
        ISO day of the decision.

    Raises
    ------
    LedgerError
        When the action is none of these, there is no such return, it is locked already, or it is not locked.
    """
    if action not in DECISIONS:
        raise LedgerError(f"found action {action!r}; expected one of {', '.join(DECISIONS)}")
    with locked(home.data / "intake.lock"):
        state = standing(read_lines(home), as_of=END_OF_TIME)
        lines = [_decision(state, key, action=action, by=by, why=why, on=on) for key in keys]
        if not lines:
            raise LedgerError(
                f"found no accepted return; expected at least one to be {action}; check year and unit",
                key="nothing_accepted",
            )
        return append(home, lines)


def correct(home: Home, key: ReturnKey, *, wish: Wish, codes: Codes, by: str, why: str, on: str) -> Line:
    """Write a correction of one number of an accepted return.

    The workbook stays as it was received; from the day of the decision the number stands in every snapshot with the
    status ``corrected``, until the last day of the correction or until a new workbook says the same.

    Parameters
    ----------
    home : Home
        The home.
    key : ReturnKey
        The return.
    wish : Wish
        The cell, the right number, the last day.
    codes : Codes
        Code lists of the home, for what a measure may be.
    by, why : str
        Who corrects, and for what reason.
    on : str
        ISO day of the decision.

    Raises
    ------
    LedgerError
        Without a reason; for a return that is not accepted or locked; for a cell that holds no number of the return;
        for a number that the measure cannot be; for women who are more than the total.
    """
    if not why.strip():
        text = f"{name_of(key)} is corrected without a reason; expected why: pass `why`"
        raise LedgerError(text, key="correct_why", **key._asdict())
    with locked(home.data / "intake.lock"):
        state = standing(read_lines(home), as_of=END_OF_TIME)
        line = _accepted_line(state, key, action=CORRECTED, on=on)
        if key in state.locks:
            text = f"{name_of(key)} is locked; reopen it with a reason, then correct it"
            raise LedgerError(text, key="is_locked", **key._asdict())
        if _day(wish.until) < _day(on):
            raise LedgerError(f"the correction ends on {wish.until}, before {on}; expected a later last day")
        if not line.unit:
            raise LedgerError(f"{line.name} is a table of many returns; take in a new table instead of a correction")
        table = store.collect(home, [line], kind=store.OBSERVATIONS)
        made = _correction(store.to_frame(table), wish, key)
        _possible(made, codes)
        new = replace(line, action=CORRECTED, by=by, why=why, received=on, correction=made)
        mine = [old for (owner, place), old in state.corrections.items() if owner == key and place != made.place]
        _women_within(applied(table, [*mine, new], as_of=on).table.to_pandas(), made)
        return append(home, [new])[0]


def name_of(key: ReturnKey) -> str:
    """A return in words, for messages."""
    return f"the return {key.form}, {key.year}, {key.unit}, {key.level}"


def _decision(state: Standing, key: ReturnKey, *, action: str, by: str, why: str, on: str) -> Line:
    line = _accepted_line(state, key, action=action, on=on)
    if (action == LOCKED) == (key in state.locks) and action != APPROVED:
        found, told = ("", "locked_already") if key in state.locks else ("not ", "not_locked")
        raise LedgerError(f"found {name_of(key)} {found}locked; it cannot be {action}", key=told, **key._asdict())
    if action == REOPENED and not why.strip():
        text = f"{name_of(key)} is reopened without a reason; expected why: pass `why`"
        raise LedgerError(text, key="reopen_why", **key._asdict())
    return replace(line, action=action, by=by, why=why, received=on)


def _accepted_line(state: Standing, key: ReturnKey, *, action: str, on: str) -> Line:
    line = state.current.get(key)
    if line is None:
        raise LedgerError(
            f"found no accepted return {name_of(key).removeprefix('the return ')}; nothing to be {action}",
            key="not_accepted",
            **key._asdict(),
        )
    if _day(on) < _day(line.received):
        text = f"{name_of(key)} came in on {line.received}; it cannot be {action} on {on}, before that day"
        raise LedgerError(text, key="before_receipt", on=on, received=line.received, **key._asdict())
    return line


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise LedgerError(f"found day {text!r}; expected a day like YYYY-MM-DD", key="no_day", found=text) from None


def _correction(frame: pd.DataFrame, wish: Wish, key: ReturnKey) -> Correction:
    """The number that stands in the cell."""
    for column, field in FIELD_OF.items():
        found = frame[(frame["sheet"] == wish.sheet) & (frame[column] == wish.cell)]
        if len(found):
            row = found.iloc[0]
            was = None if pd.isna(row[field]) else float(row[field])
            return Correction(
                sheet=wish.sheet,
                cell=wish.cell,
                measure=str(row["measure"]),
                category=str(row["category"]),
                group=str(row["group"]),
                field=field,
                was=was,
                value=float(wish.value),
                until=wish.until,
            )
    sheets = ", ".join(sorted(set(frame["sheet"])))
    raise LedgerError(
        f"{name_of(key)}: found no number in sheet {wish.sheet!r}, cell {wish.cell!r}; expected a cell that the form "
        f"asks for, in one of the sheets {sheets}",
        key="no_number",
        sheet=wish.sheet,
        cell=wish.cell,
        sheets=sheets,
    )


def _possible(made: Correction, codes: Codes) -> None:
    step = 2 if codes.measure(made.measure).unit == HOUR else 1
    if made.value < 0 or (made.value * step) % 1:
        raise LedgerError(
            f"{made.sheet}, {made.cell}: found {made.value:g}; expected {'halves' if step == 2 else 'a whole number'}, "
            "0 or more"
        )


def _women_within(frame: pd.DataFrame, made: Correction) -> None:
    names: Sequence[str] = ("measure", "category", "group")
    mine = frame[(frame[list(names)] == [getattr(made, name) for name in names]).all(axis=1)]
    for row in mine.itertuples():
        if row.female > row.total:
            raise LedgerError(
                f"{made.sheet}, {made.cell}: {row.female:g} women of {row.total:g}; expected no more women than the "
                "total; correct the other cell first"
            )
