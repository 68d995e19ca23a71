"""One return before the checks: its cells by what they hold, the returns beside it, and how a fault is worded."""

from __future__ import annotations

import functools
import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypedDict

import pandas as pd

from gec_lib.codelists import ALL, FAIL, OBSERVATION_COLUMNS, UNIT_COLUMNS, Codes
from gec_lib.returns.areas import Area
from gec_lib.returns.faults import Fault, make_fault
from gec_lib.returns.numbers import as_typed
from gec_lib.returns.reading import Reading
from gec_lib.returns.records import Book, Identity, Key, Layout

YES = "yes"


class Cell(NamedTuple):
    """One cell of a return; ``value`` is NaN where it gives none, ``own`` tells the return at hand from others."""

    value: float
    status: str
    sheet: str
    name: str
    code: str
    form: str
    year: int
    own: bool


class Cells(NamedTuple):
    """The cells of one or more returns of a unit: totals, and women where a measure is split by sex."""

    totals: Mapping[Key, Cell]
    women: Mapping[Key, Cell]


class Spot(NamedTuple):
    """Where a term looks: which measure, category and group, how many years back, everybody or women."""

    factor: float
    lag: int
    key: Key
    women: bool


class Told(TypedDict):
    """What a message may name besides the cell."""

    form: str
    unit: str
    other_unit: str
    other_form: str
    other_cell: str
    other_year: str


NOTHING = Cells({}, {})
NOTHING_TOLD = "…"


@dataclass(frozen=True)
class Case:
    """A return that was read, and what it is compared with.

    ``previous`` are the unit's observations of the year before, ``others`` those of its other returns of the year;
    ``area`` is what other units said. Any of them may be absent, then the checks that need it are left out.
    """

    reading: Reading
    layout: Layout
    identity: Identity
    codes: Codes
    units: pd.DataFrame = field(repr=False)
    previous: pd.DataFrame | None = field(repr=False)
    others: pd.DataFrame | None = field(repr=False)
    target_measures: Collection[str]
    area: Area | None = field(repr=False)
    empty: frozenset[tuple[str, str]] = frozenset()  # blanks that reject the return: told once, at their own cell

    @property
    def book(self) -> Book:
        return self.reading.book

    @property
    def year(self) -> int:
        return self.identity.year

    @functools.cached_property
    def own(self) -> Cells:
        return _cells(self.reading.rows, year=self.year, codes=self.layout.code_of, level=self.layout.level)

    @property
    def totals(self) -> Mapping[Key, Cell]:
        return self.own.totals

    @property
    def women(self) -> Mapping[Key, Cell]:
        return self.own.women

    @functools.cached_property
    def beside(self) -> Cells:
        """The unit's other returns of the same year and level."""
        return self._foreign(self.others, self.year)

    @functools.cached_property
    def before(self) -> Cells:
        """The unit's returns of the year before, of the same level."""
        return self._foreign(self.previous, self.year - 1)

    def _foreign(self, seen: pd.DataFrame | None, year: int) -> Cells:
        if seen is None or seen.empty:
            return NOTHING
        columns = (seen[name].to_numpy().tolist() for name in OBSERVATION_COLUMNS)
        return _cells(zip(*columns, strict=True), year=year, codes=None, level=self.layout.level)

    @functools.cached_property
    def unread(self) -> frozenset[tuple[str, str]]:
        """The cells that are already told as unreadable or blank: nothing is concluded from them."""
        return self.empty | frozenset((f.sheet, f.cell) for f in self.reading.faults if f.severity == FAIL)

    @functools.cached_property
    def register(self) -> tuple[Mapping[str, str], ...]:
        """The unit's rows of the register."""
        rows = zip(*(self.units[name].tolist() for name in UNIT_COLUMNS), strict=True)
        named = (dict(zip(UNIT_COLUMNS, row, strict=True)) for row in rows)
        return tuple(row for row in named if row["unit"] == self.identity.unit)

    @functools.cached_property
    def carries_principal(self) -> bool:
        """Whether the principal of the school belongs to this return; of several levels one carries him or her."""
        chief = {row["level"] for row in self.register if row["principal_level"] == YES}
        return not chief or self.layout.level in chief

    def find(self, spot: Spot) -> Cell | None:
        """The cell of a term, in this return, else in those beside or before it."""
        where = 1 if spot.women else 0
        if spot.lag:
            return self.before[where].get(spot.key)
        return self.own[where].get(spot.key) or self.beside[where].get(spot.key)

    def fault(self, rule: str, cell: Cell, *, value: str, found: str | None = None, **more: str) -> Fault:
        """A fault at a cell of the form; a doubt counts as explained when its row carries the clerk's words."""
        known = self.book.rules[rule]
        typed = "" if math.isnan(cell.value) else as_typed(cell.value)
        severity = more.pop("severity", known.severity)
        explained = severity != FAIL and (cell.sheet, cell.code) in self.reading.explained
        return make_fault(
            rule,
            book=self.book,
            sheet=cell.sheet,
            cell=cell.name,
            row_code=cell.code,
            found=typed if found is None else found,
            value=value,
            severity=severity,
            explained=explained,
            **self._told(more),
        )

    def identity_fault(self, rule: str, key: str, *, found: str, value: str, **more: str) -> Fault:
        """A fault at a cell of the sheet that says whose return it is."""
        sheet, cell = self.reading.identity_cells.get(key, ("", ""))
        told = self._told(more)
        return make_fault(rule, book=self.book, sheet=sheet, cell=cell, found=found, value=value, **told)

    def _told(self, more: Mapping[str, str]) -> Told:
        """The other fields of a message: whose return it is, and what it is compared with."""
        who = f"{self.identity.unit} {self.identity.unit_name}".strip()
        return {
            "form": self.layout.form,
            "unit": more.get("unit", who),
            "other_unit": more.get("other_unit", NOTHING_TOLD),
            "other_form": more.get("other_form", NOTHING_TOLD),
            "other_cell": more.get("other_cell", NOTHING_TOLD),
            "other_year": more.get("other_year", str(self.year - 1)),
        }


def _cells(rows: Iterable[tuple[Any, ...]], *, year: int, codes: Mapping[Key, str] | None, level: str) -> Cells:
    """Index observations, tuples in the order of ``OBSERVATION_COLUMNS``; of another return no row code is known."""
    own = codes is not None
    totals: dict[Key, Cell] = {}
    women: dict[Key, Cell] = {}
    for _, _, _, _, _, at, measure, category, group, total, female, status, form, _, _, sheet, place, second in rows:
        if at != level:
            continue
        key = (measure, category, group)
        code = codes[key] if codes is not None else ""
        totals[key] = Cell(total, status, sheet, place, code, form, year, own)
        if second:
            women[key] = Cell(female, status, sheet, second, code, form, year, own)
    return Cells(totals, women)


def is_total(key: Key) -> bool:
    """Whether a key is the whole of its measure, for everybody."""
    return key[1:] == (ALL, ALL)
