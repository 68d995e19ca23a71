"""The cells of a measure as arrays, each with its place among the expected units: made once, read by many terms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from gec_lib.codelists import FILLED, NOT_APPLICABLE
from gec_lib.indicators.dataset import Dataset

UNIT = ["year", "unit", "level"]


@dataclass(frozen=True)
class Cells:
    """Observations of one measure, column by column.

    ``level`` and ``category`` are positions in the levels of the home and in ``categories``.
    """

    year: np.ndarray
    unit: np.ndarray
    level: np.ndarray
    category: np.ndarray
    categories: tuple[str, ...]
    group: np.ndarray
    total: np.ndarray
    female: np.ndarray
    filled: np.ndarray
    z: np.ndarray
    _positions: dict[int, np.ndarray] = field(default_factory=dict, compare=False, repr=False)

    def position(self, lag: int, data: Dataset) -> np.ndarray:
        """Row of the expected table that each cell belongs to ``lag`` years later; -1 for none."""
        if lag not in self._positions:
            places = _places(data)
            year = self.year + lag - places.first
            ok = (year >= 0) & (year < places.table.shape[0]) & (self.unit >= 0) & (self.level >= 0)
            found = places.table[np.where(ok, year, 0), self.unit, self.level]
            self._positions[lag] = np.where(ok, found, -1)
        return self._positions[lag]


@dataclass(frozen=True)
class Places:
    """Row of the expected table by year since ``first``, unit and level; -1 where none is expected."""

    first: int
    units: pd.Index
    table: np.ndarray


def positions_of(values: pd.Series, known: Sequence[str]) -> np.ndarray:
    """Where each value stands in a list; -1 for an unknown one."""
    return pd.Index(list(known)).get_indexer(pd.Index(values))


def measured(measure: str, data: Dataset) -> Cells:
    """The cells of a measure."""
    key = ("cells of", measure)
    if key not in data.cache:
        rows = data.observations(measure)
        categories = tuple(rows["category"].unique())
        data.cache[key] = Cells(
            year=rows["year"].to_numpy(dtype="int64"),
            unit=_places(data).units.get_indexer(pd.Index(rows["unit"])),
            level=positions_of(rows["level"], data.codes.members("level")),
            category=positions_of(rows["category"], categories),
            categories=categories,
            group=rows["group"].to_numpy(dtype=object),
            total=rows["total"].to_numpy(dtype=float),
            female=rows["female"].to_numpy(dtype=float),
            filled=rows["status"].isin(FILLED).to_numpy(dtype=bool),
            z=rows["status"].eq(NOT_APPLICABLE).to_numpy(dtype=bool),
        )
    return data.cache[key]


def _places(data: Dataset) -> Places:
    key = "places of the expected units"
    if key not in data.cache:
        expected = data.expected
        units = pd.Index(expected["unit"].unique())
        first = int(expected["year"].min())
        shape = (int(expected["year"].max()) - first + 1, len(units), len(data.codes.members("level")))
        table = np.full(shape, -1, dtype="int64")
        year = expected["year"].to_numpy(dtype="int64") - first
        level = positions_of(expected["level"], data.codes.members("level"))
        table[year, units.get_indexer(pd.Index(expected["unit"])), level] = np.arange(len(expected))
        data.cache[key] = Places(first, units, table)
    return data.cache[key]
