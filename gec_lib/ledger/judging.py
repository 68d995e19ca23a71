"""Judging one return: its faults against the forms, the register, the calendar and the returns accepted so far."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import NamedTuple

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from gec_lib.codelists import FAIL, FAULT_COLUMNS, Codes, load_codes
from gec_lib.home import Home
from gec_lib.ledger import store
from gec_lib.ledger.lines import Line, ReturnKey
from gec_lib.ledger.tables import Key, doubled, is_table, keys_of, table_faults, table_line
from gec_lib.plan import Calendar, load_plan
from gec_lib.register import load_register
from gec_lib.returns.checks import check
from gec_lib.returns.faults import Fault, make_fault
from gec_lib.returns.layouts import Layout, load_layouts
from gec_lib.returns.reading import Reading

# Rules of params/checks.csv that the ledger judges, and the letters that mark the structure stage.
UNIQUE, YEAR_COVERED, IN_TIME = "ST10", "ST11", "ST14"
STRUCTURE = "ST"
IDENTITY_FORM, IDENTITY_YEAR = "GEC_FORM", "GEC_YEAR"


@dataclass(frozen=True)
class Rules:
    """What a return is judged by; a blank total of a target measure rejects it, other blanks are doubts."""

    layouts: tuple[Layout, ...]
    codes: Codes
    units: pd.DataFrame
    calendar: Calendar
    target_measures: frozenset[str]


class Neighbours(NamedTuple):
    """The accepted returns that a return is compared with: of the year before, and of the same year."""

    previous: tuple[Line, ...]
    others: tuple[Line, ...]


class Shelf:
    """Observations of accepted returns, each read from the store once while it is in use."""

    def __init__(self, home: Home, *, size: int) -> None:
        self._read = functools.lru_cache(maxsize=size)(lambda path: pq.ParquetFile(path).read())
        self._home = home
        self.keys = functools.lru_cache(maxsize=size)(self._keys)

    def rows(self, lines: Sequence[Line]) -> pd.DataFrame | None:
        """The observations of some returns together, or nothing without returns."""
        paths = [store.store_path(self._home, line, kind=store.OBSERVATIONS) for line in lines]
        if not paths:
            return None
        frame: pd.DataFrame = pa.concat_tables([self._read(path) for path in paths]).to_pandas()
        return frame

    def _keys(self, line: Line) -> frozenset[Key]:
        frame = self.rows([line])
        return keys_of(frame) if frame is not None else frozenset()


def load_rules(home: Home, *, target_measures: Iterable[str]) -> Rules:
    """The rules of a home, from its ``params`` and its register.

    Parameters
    ----------
    home : Home
        The home.
    target_measures : iterable of str
        The measures that decide the plan's targets.
    """
    return Rules(
        layouts=load_layouts(home.params),
        codes=load_codes(home.params),
        units=load_register(home.data),
        calendar=load_plan(home.params).calendar,
        target_measures=frozenset(target_measures),
    )


def line_of(reading: Reading, *, name: str, received: str, by: str) -> Line:
    """The ledger line of a file before anything is decided: what it is, and whether it came in time.

    Parameters
    ----------
    reading : Reading
        What the file says.
    name : str
        Its name as received.
    received : str
        ISO day of receipt.
    by : str
        Who takes it in.
    """
    line = Line(action="", file=reading.file, name=name, received=received, by=by)
    identity, layout = reading.identity, reading.layout
    if identity is None:
        return table_line(line, reading) if len(reading.observations) else line
    line = replace(
        line,
        form=identity.form,
        version=identity.version,
        year=identity.year if dt.MINYEAR < identity.year < dt.MAXYEAR else None,
        unit=identity.unit,
        level=layout.level if layout else identity.level,
        synthetic=identity.synthetic,
    )
    return replace(line, stream=layout.stream, unit_type=layout.unit_type) if layout else line


def judge(
    reading: Reading, line: Line, *, rules: Rules, current: Mapping[ReturnKey, Line], shelf: Shelf, replaces: str
) -> tuple[Fault, ...]:
    """All faults of a return.

    Parameters
    ----------
    reading : Reading
        What the file says.
    line : Line
        Its line, from :func:`line_of`.
    rules : Rules
        The rules of the home.
    current : mapping of ReturnKey to Line
        The accepted returns.
    shelf : Shelf
        Where their observations are read.
    replaces : str
        The reason when the file is marked as a replacement, else empty; without it a second, different return of the
        same unit, form and year is at fault.
    """
    if is_table(line):
        unknown = table_faults(reading, units=rules.units)
        return (*reading.faults, *unknown, *doubled(reading, line, others=current.values(), keys=shelf.keys))
    if reading.layout is None or line.year is None:
        return (*reading.faults, *_impossible_year(reading, line))
    near = neighbours(line, current=current)
    earlier = () if replaces else tuple(filter(None, [current.get(line.key)]))
    found = check(
        reading,
        codes=rules.codes,
        units=rules.units,
        previous=shelf.rows(near.previous),
        others=shelf.rows((*near.others, *earlier)),
        target_measures=rules.target_measures,
    )
    tables = [other for other in current.values() if is_table(other)]
    twice = doubled(reading, line, others=tables, keys=shelf.keys)
    return (*found, *_late(reading, line, calendar=rules.calendar), *twice)


def neighbours(line: Line, *, current: Mapping[ReturnKey, Line]) -> Neighbours:
    """The accepted returns with which a return is compared: all of its unit, of the year before and of its year."""
    mine = [other for key, other in current.items() if key.unit == line.unit and key != line.key]
    year = line.year or 0
    return Neighbours(
        previous=tuple(other for other in mine if other.year == year - 1),
        others=tuple(other for other in mine if other.year == year),
    )


def passes_structure(reading: Reading, faults: Sequence[Fault]) -> bool:
    """Whether a file counts as a return at all: its form, unit and cells were understood, whatever the numbers say."""
    grave = (fault.rule for fault in faults if fault.severity == FAIL and fault.rule != UNIQUE)
    return reading.layout is not None and not any(rule.startswith(STRUCTURE) for rule in grave)


def in_time(line: Line, *, calendar: Calendar) -> bool:
    """Whether a file came on or before the last day of its stream and year."""
    if line.year is None or not line.stream:
        return False
    return line.received <= calendar.deadline(line.stream).last_day(line.year).isoformat()


def fault_rows(faults: Sequence[Fault], *, line: Line) -> pd.DataFrame:
    """Faults as ``FAULT_COLUMNS``."""
    source = {"file": line.file, "unit": line.unit, "level": line.level, "form": line.form, "year": line.year}
    return pd.DataFrame([{**source, **asdict(fault)} for fault in faults], columns=list(FAULT_COLUMNS))


def _impossible_year(reading: Reading, line: Line) -> tuple[Fault, ...]:
    if reading.layout is None or reading.identity is None or line.year is not None:
        return ()
    sheet, cell = reading.identity_cells.get(IDENTITY_YEAR, ("", ""))
    found = str(reading.identity.year)
    years = f"{reading.layout.year_from}–{reading.layout.year_to or ''}"
    form = reading.layout.form
    return (make_fault(YEAR_COVERED, book=reading.book, sheet=sheet, cell=cell, found=found, value=years, form=form),)


def _late(reading: Reading, line: Line, *, calendar: Calendar) -> tuple[Fault, ...]:
    if in_time(line, calendar=calendar):
        return ()
    sheet, cell = reading.identity_cells.get(IDENTITY_FORM, ("", ""))
    received = dt.date.fromisoformat(line.received).strftime("%d/%m/%Y")
    day = calendar.deadline(line.stream).last_day(line.year or 0) + dt.timedelta(days=1)
    value = day.strftime("%d/%m/%Y")
    return (
        make_fault(IN_TIME, book=reading.book, sheet=sheet, cell=cell, found=received, value=value, form=line.form),
    )
