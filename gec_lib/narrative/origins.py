"""Where a number comes from: every cell of every workbook that a numerator or a denominator was added up from."""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from gec_lib.claims import Source
from gec_lib.codelists import ALL, FEMALE, MALE, TOTAL
from gec_lib.indicators.counts import IN, unit_counts, whole_units
from gec_lib.indicators.records import CountCells, CountUnits, Indicator, Term
from gec_lib.indicators.terms import answered_cells
from gec_lib.results import Results

COLUMNS = {TOTAL: ("cell_total",), FEMALE: ("cell_female",), MALE: ("cell_total", "cell_female")}


@dataclass
class Origins:
    """The cells behind the numbers of an edition, gathered once and then looked up.

    Attributes
    ----------
    found : Results
        The results that the numbers are of.
    names : mapping of str to str
        Names of workbooks by hash; empty where they may not be told, because a workbook's name names its school.
    """

    found: Results
    names: Mapping[str, str]
    _read: dict[str, dict[str, list[Any]]] = field(default_factory=dict, repr=False)
    _cells: dict[tuple[Term, int], list[tuple[str, str, Source]]] = field(default_factory=dict, repr=False)
    _units: dict[tuple[str, int, str, bool], list[tuple[str, str, bool]]] = field(default_factory=dict, repr=False)

    def of(self, code: str, *, year: int, level: str, side: str, sex: str) -> tuple[Source, ...]:
        """Every cell behind a numerator (``side`` num) or denominator, in the order of file, sheet and cell."""
        indicator = self.found.indicator(code)
        only_yes = side == "num" and isinstance(indicator.formula, CountUnits)
        whole = level == ALL and isinstance(indicator.formula, CountUnits | CountCells)
        counted = self._counted(indicator, year=year, sex=sex, whole=whole)
        # a unit counts with the returns of one level, or (level all) with every return it owes
        wanted = {(unit, its) for unit, its, yes in counted if (yes or not only_yes) and level in (ALL, its)}
        numerator, denominator = indicator.terms()
        cells: set[Source] = set()
        for term in numerator if side == "num" else denominator:
            for unit, its, cell in self._of_term(term.of(sex), year):
                if level in (ALL, its) and ((unit, its) in wanted or (unit, ALL) in wanted):
                    cells.add(cell)
        return tuple(sorted(cells))

    def at(
        self, terms: Iterable[Term], *, year: int, level: str, sex: str, units: Collection[str]
    ) -> tuple[Source, ...]:
        """Every cell of some terms at some units of a level."""
        every = (row for item in terms for row in self._of_term(item.of(sex), year))
        return tuple(sorted({cell for unit, its, cell in every if its == level and unit in units}))

    def of_term(self, term: Term, *, year: int, level: str) -> tuple[Source, ...]:
        """Every cell of a term, whatever unit gave it."""
        return tuple(sorted({cell for _, its, cell in self._of_term(term, year) if level in (ALL, its)}))

    def named(self, cells: Iterable[tuple[str, str, str]]) -> tuple[Source, ...]:
        """Files, sheets and cells as sources, sorted."""
        return tuple(sorted(Source(file, self.names.get(file, ""), sheet, cell) for file, sheet, cell in cells))

    def _counted(self, indicator: Indicator, *, year: int, sex: str, whole: bool) -> list[tuple[str, str, bool]]:
        """Units that are counted in, with their level and whether they are a yes."""
        key = (indicator.code, year, sex, whole)
        if key not in self._units:
            table = unit_counts(indicator, self.found.data, sex=sex)
            table = table[table["year"].eq(year)]
            if whole and table["level"].nunique() > 1:
                table = whole_units(table, indicator)
            table = table[table["state"].eq(IN).to_numpy()].assign(yes=table["num"].eq(1))
            self._units[key] = list(zip(*_lists(table, ("unit", "level", "yes")).values(), strict=True))
        return self._units[key]

    def _of_term(self, term: Term, year: int) -> list[tuple[str, str, Source]]:
        """Cells of a term with their unit and level."""
        if (term, year) not in self._cells:
            self._cells[term, year] = list(self._answered(term, year))
        return self._cells[term, year]

    def _answered(self, term: Term, year: int) -> Iterator[tuple[str, str, Source]]:
        cells, at, _ = answered_cells(term, self.found.data)
        here = self._years[at] == year
        rows = list(zip(cells[here].tolist(), at[here].tolist(), strict=True))
        unit, level = self._expected["unit"], self._expected["level"]
        read = self._columns(term.measure)
        file, sheet = read["file"], read["sheet"]
        for column in COLUMNS[term.sex]:
            for cell, row in rows:
                if read[column][cell]:
                    source = Source(file[cell], self.names.get(file[cell], ""), sheet[cell], read[column][cell])
                    yield unit[row], level[row], source

    @functools.cached_property
    def _years(self) -> np.ndarray:
        return self.found.data.expected["year"].to_numpy()

    @functools.cached_property
    def _expected(self) -> dict[str, list[Any]]:
        return _lists(self.found.data.expected, ("unit", "level"))

    def _columns(self, measure: str) -> dict[str, list[Any]]:
        if measure not in self._read:
            rows = self.found.data.observations(measure)
            self._read[measure] = _lists(rows, ("file", "sheet", "cell_total", "cell_female"))
        return self._read[measure]


def _lists(frame: pd.DataFrame, columns: Sequence[str]) -> dict[str, list[Any]]:
    return {name: frame[name].to_numpy(dtype=object).tolist() for name in columns}
