"""Judging one return: its faults against the forms, the register, the calendar and the returns accepted so far."""

from __future__ import annotations

import datetime as dt
import functools
import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import pandas as pd

from gec_lib.codelists import FAIL, FAULT_COLUMNS, REGISTER, Codes, load_codes
from gec_lib.home import Home
from gec_lib.ledger.lines import Line, ReturnKey
from gec_lib.ledger.shelf import Shelf
from gec_lib.ledger.tables import doubled, is_table, table_faults, table_line
from gec_lib.plan import Calendar, load_plan
from gec_lib.register import load_register
from gec_lib.returns.areas import Area, brief_of, mark_of
from gec_lib.returns.checks import STRUCTURE_RULES, area_forms, check
from gec_lib.returns.faults import Fault, make_fault
from gec_lib.returns.layouts import Book, Layout, load_layouts
from gec_lib.returns.reading import Reading

# Rules of params/checks.csv that the ledger judges.
YEAR_COVERED, IN_TIME, LEDGER_AGREES = "ST11", "ST14", "CF10"
# Measures of the stream "register" and what each of them cannot exceed.
AT_MOST: Mapping[str, str] = {
    "cells_filled": "cells_required",
    "cells_sexed_filled": "cells_sexed",
    "return_on_time": "return_received",
    "return_received": "return_due",
    "checks_passed": "checks_run",
}
MOST: Mapping[str, float] = {"school_operating": 1}
IDENTITY_FORM, IDENTITY_YEAR = "GEC_FORM", "GEC_YEAR"


@dataclass(frozen=True)
class Rules:
    """What a return is judged by; a blank total of a target measure rejects it, other blanks are doubts."""

    layouts: tuple[Layout, ...]
    codes: Codes
    units: pd.DataFrame
    calendar: Calendar
    target_measures: frozenset[str]

    @functools.cached_property
    def _places(self) -> Mapping[str, list[int]]:
        places: dict[str, list[int]] = {}
        for place, unit in enumerate(self.units["unit"].tolist()):
            places.setdefault(unit, []).append(place)
        return places

    def units_of(self, unit: str) -> pd.DataFrame:
        """The rows of the register about one unit."""
        return self.units.iloc[self._places.get(unit, [])]


class Neighbours(NamedTuple):
    """The accepted returns that a return is compared with: of its unit, the year before and this year; of others."""

    previous: tuple[Line, ...]
    others: tuple[Line, ...]
    area: tuple[Line, ...]


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
        return table_line(line, reading) if reading.rows else line
    line = replace(
        line,
        form=identity.form,
        version=identity.version,
        year=identity.year if dt.MINYEAR < identity.year < dt.MAXYEAR else None,
        unit=identity.unit,
        level=layout.level if layout else identity.level,
        synthetic=identity.synthetic,
        mark=mark_of(map(brief_of, reading.rows)),
    )
    return replace(line, stream=layout.stream, unit_type=layout.unit_type) if layout else line


def judge(
    reading: Reading, line: Line, *, rules: Rules, current: Mapping[ReturnKey, Line], shelf: Shelf, replaces: str
) -> tuple[Fault, ...]:
    """All faults of a return, compared with others as they hold on the day it came: what was corrected counts.

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
    near = neighbours(line, current=current, forms=area_forms(reading.layout))
    earlier = () if replaces else tuple(filter(None, [current.get(line.key)]))
    found = check(
        reading,
        codes=rules.codes,
        units=rules.units_of(line.unit),
        previous=shelf.rows(near.previous, as_of=line.received),
        others=shelf.rows((*near.others, *earlier), as_of=line.received),
        target_measures=rules.target_measures,
        area=area_of(line, reading, near.area, rules=rules, shelf=shelf),
    )
    tables = [other for other in current.values() if is_table(other)]
    twice = doubled(reading, line, others=tables, keys=shelf.keys) if tables else ()
    return (*found, *_late(reading, line, calendar=rules.calendar), *twice)


def neighbours(line: Line, *, current: Mapping[ReturnKey, Line], forms: Collection[str]) -> Neighbours:
    """The accepted returns with which a return is compared.

    Parameters
    ----------
    line : Line
        The return.
    current : mapping of ReturnKey to Line
        The accepted returns.
    forms : collection of str
        The forms of other units that matter to it.
    """
    own, year = line.key, line.year or 0
    same_year = [other for key, other in current.items() if other.year == year and key != own]
    return Neighbours(
        previous=tuple(o for key, o in current.items() if key.unit == line.unit and o.year == year - 1),
        others=tuple(other for other in same_year if other.unit == line.unit),
        area=tuple(other for other in same_year if other.unit != line.unit and other.form in forms),
    )


def area_of(line: Line, reading: Reading, lines: Sequence[Line], *, rules: Rules, shelf: Shelf) -> Area:
    """What the returns of other units say, and which units owe the forms that matter."""
    year = line.year or 0
    due = {layout.form: shelf.due(layout, year, units=rules.units) for layout in rules.layouts if layout.owed_in(year)}
    return Area(shelf.remember(line, reading), tuple(shelf.brief(other, as_of=line.received) for other in lines), due)


def passes_structure(reading: Reading, faults: Sequence[Fault]) -> bool:
    """Whether a file counts as a return at all: its form, unit and cells were understood, whatever the numbers say."""
    grave = {fault.rule for fault in faults if fault.severity == FAIL}
    return reading.layout is not None and not grave & STRUCTURE_RULES


def in_time(line: Line, *, calendar: Calendar) -> bool:
    """Whether a file came on or before the last day of its stream and year."""
    if line.year is None or not line.stream:
        return False
    return line.received <= calendar.deadline(line.stream).last_day(line.year).isoformat()


def fault_rows(faults: Sequence[Fault], *, line: Line) -> list[tuple[object, ...]]:
    """Faults as tuples in the order of ``FAULT_COLUMNS``."""
    source = {"file": line.file, "unit": line.unit, "level": line.level, "form": line.form, "year": line.year}
    return [tuple(getattr(fault, name, source.get(name)) for name in FAULT_COLUMNS) for fault in faults]


def _impossible_year(reading: Reading, line: Line) -> tuple[Fault, ...]:
    if reading.layout is None or reading.identity is None or line.year is not None:
        return ()
    sheet, cell = reading.identity_cells.get(IDENTITY_YEAR, ("", ""))
    found = str(reading.identity.year)
    years = f"{reading.layout.year_from}–{reading.layout.year_to or ''}"
    form = reading.layout.form
    return (make_fault(YEAR_COVERED, book=reading.book, sheet=sheet, cell=cell, found=found, value=years, form=form),)


def _late(reading: Reading, line: Line, *, calendar: Calendar) -> tuple[Fault, ...]:
    if in_time(line, calendar=calendar) or (reading.layout is not None and reading.layout.retrospective):
        return ()
    sheet, cell = reading.identity_cells.get(IDENTITY_FORM, ("", ""))
    received = dt.date.fromisoformat(line.received).strftime("%d/%m/%Y")
    day = calendar.deadline(line.stream).last_day(line.year or 0) + dt.timedelta(days=1)
    value = day.strftime("%d/%m/%Y")
    return (
        make_fault(IN_TIME, book=reading.book, sheet=sheet, cell=cell, found=received, value=value, form=line.form),
    )


def ledger_faults(observations: pd.DataFrame, *, book: Book) -> Iterator[Fault]:
    """CF10: what the register and the ledger say of a unit agrees: no more came than was due, none twice.

    Parameters
    ----------
    observations : DataFrame
        The measures of the stream ``register``, ``OBSERVATION_COLUMNS``
        (:func:`gec_lib.coverage.register_observations`); a measure that is not there is not asked for.
    book : Book
        The words of the rules.
    """
    known = {(row.year, row.unit, row.level, row.category, row.measure): row.total for row in observations.itertuples()}
    for (year, unit, level, category, measure), total in known.items():
        limit = known.get((year, unit, level, category, AT_MOST.get(measure, "")), MOST.get(measure, math.inf))
        if total > limit:
            cell, other = f"{year} {unit} {level} {category}", AT_MOST.get(measure, measure)
            yield make_fault(
                LEDGER_AGREES, book=book, sheet=measure, cell=cell, found=f"{total:g}", value=f"≤ {limit:g}",
                form=REGISTER, other_form=REGISTER, other_cell=other,
            )  # fmt: skip
