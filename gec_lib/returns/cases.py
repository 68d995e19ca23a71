"""One return before the checks: its cells by what they hold, and how a fault of it is worded."""

from __future__ import annotations

import functools
import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import pandas as pd

from gec_lib.codelists import BLANK, FAIL, Codes
from gec_lib.returns.faults import Fault, make_fault
from gec_lib.returns.numbers import as_typed
from gec_lib.returns.reading import Reading
from gec_lib.returns.records import Book, Key, Layout, Row


@dataclass(frozen=True)
class Cell:
    """One cell of a return; ``value`` is NaN where it gives none."""

    value: float
    status: str
    sheet: str
    name: str
    row: Row

    @property
    def is_blank(self) -> bool:
        return self.status == BLANK and math.isnan(self.value)


@dataclass(frozen=True)
class Case:
    """A return that was read, and what it is compared with."""

    reading: Reading
    layout: Layout
    codes: Codes
    units: pd.DataFrame = field(repr=False)
    others: pd.DataFrame | None = field(repr=False)
    target_measures: Collection[str]

    @property
    def book(self) -> Book:
        return self.reading.book

    @functools.cached_property
    def totals(self) -> Mapping[Key, Cell]:
        return self._cells("total", "cell_total")

    @functools.cached_property
    def women(self) -> Mapping[Key, Cell]:
        """The cells of women; only of measures that are split by sex."""
        return {key: cell for key, cell in self._cells("female", "cell_female").items() if cell.name}

    @functools.cached_property
    def unread(self) -> frozenset[tuple[str, str]]:
        """The cells that reading already found at fault: nothing is concluded from them."""
        return frozenset((f.sheet, f.cell) for f in self.reading.faults if f.severity == FAIL)

    def _cells(self, value: str, name: str) -> dict[Key, Cell]:
        seen = self.reading.observations
        cells: dict[Key, Cell] = {}
        columns = zip(*(seen[c] for c in ("measure", "category", "group", value, "status", "sheet", name)), strict=True)
        for measure, category, group, number, status, sheet, place in columns:
            key = (measure, category, group)
            cells[key] = Cell(float(number), status, sheet, place, self.layout.keys[key])
        return cells

    def fault(self, rule: str, cell: Cell, *, value: str, found: str | None = None, **more: str) -> Fault:
        """A fault at a cell of the form; a doubt counts as explained when its row carries the clerk's words."""
        known = self.book.rules[rule]
        typed = "" if math.isnan(cell.value) else as_typed(cell.value)
        severity = more.pop("severity", known.severity)
        explained = severity != FAIL and (cell.sheet, cell.row.code) in self.reading.explained
        return make_fault(
            rule,
            book=self.book,
            sheet=cell.sheet,
            cell=cell.name,
            row_code=cell.row.code,
            found=typed if found is None else found,
            value=value,
            severity=severity,
            explained=explained,
            form=self.layout.form,
            **more,
        )
