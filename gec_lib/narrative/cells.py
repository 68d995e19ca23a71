"""The cells behind a count: which workbooks, sheets and cells a term of an indicator was read from."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, field

from gec_lib.codelists import ALL, FEMALE, MALE, TOTAL
from gec_lib.indicators import Dataset
from gec_lib.indicators.counts import rows_of
from gec_lib.indicators.records import Term

Place = tuple[str, str, str]  # file, sheet, cell
COLUMNS = {TOTAL: ("cell_total",), FEMALE: ("cell_female",), MALE: ("cell_total", "cell_female")}


@dataclass
class CellIndex:
    """Cells of terms by year and level, each with its unit; grouped once, read often."""

    _known: dict[Term, dict[tuple[int, str], list[tuple[str, Place]]]] = field(default_factory=dict)

    def of(self, term: Term, data: Dataset, *, year: int, level: str, wanted: Set[tuple[str, str]]) -> set[Place]:
        """Cells of a term in a year, at a level (``all``: at every level), of the wanted (unit, level).

        A wanted level ``all`` means every return of the unit; else a unit of two levels of which one counts gives the
        cells of that one alone.
        """
        found: set[Place] = set()
        for (its_year, its_level), cells in self._grouped(term, data).items():
            if its_year == year and level in (ALL, its_level):
                found.update(cell for unit, cell in cells if (unit, its_level) in wanted or (unit, ALL) in wanted)
        return found

    def _grouped(self, term: Term, data: Dataset) -> dict[tuple[int, str], list[tuple[str, Place]]]:
        if term not in self._known:
            rows = rows_of(term, data)
            rows = rows[rows["count"].notna()]
            grouped: dict[tuple[int, str], list[tuple[str, Place]]] = {}
            for column in COLUMNS[term.sex]:
                picked = rows[["year", "level", "unit", "file", "sheet", column]]
                for year, level, unit, file, sheet, cell in picked.itertuples(index=False):
                    if cell:
                        grouped.setdefault((int(year), level), []).append((unit, (file, sheet, cell)))
            self._known[term] = grouped
        return self._known[term]
