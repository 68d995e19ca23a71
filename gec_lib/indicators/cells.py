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
    """Observations of one measure, column by column, in as few bytes as they need.

    ``level``, ``category`` and ``group`` are positions in the levels of the home, in ``categories`` and in ``groups``.
    """

    year: np.ndarray
    unit: np.ndarray
    level: np.ndarray
    category: np.ndarray
    categories: tuple[str, ...]
    group: np.ndarray
    groups: tuple[str, ...]
    total: np.ndarray
    female: np.ndarray
    filled: np.ndarray
    z: np.ndarray
    _positions: dict[int, np.ndarray] = field(default_factory=dict, compare=False, repr=False)

    def of_group(self, group: str) -> np.ndarray:
        """Which cells speak of a group."""
        return self.group == self.groups.index(group) if group in self.groups else np.zeros(len(self.year), dtype=bool)

    def position(self, lag: int, data: Dataset) -> np.ndarray:
        """Row of the expected table that each cell belongs to ``lag`` years later; -1 for none."""
        if lag not in self._positions:
            places = _places(data)
            year = self.year + lag - places.first
            ok = (year >= 0) & (year < places.table.shape[0]) & (self.unit >= 0) & (self.level >= 0)
            found = places.table[np.where(ok, year, 0), self.unit, self.level]
            self._positions[lag] = np.where(ok, found, -1).astype(np.int32)
        return self._positions[lag]


@dataclass(frozen=True)
class Places:
    """Row of the expected table by year since ``first``, unit and level; -1 where none is expected."""

    first: int
    units: pd.Index
    table: np.ndarray


def positions_of(values: pd.Series, known: Sequence[str] | pd.Index) -> np.ndarray:
    """Where each value stands in a list; -1 for an unknown one.

    Examples
    --------
    >>> positions_of(pd.Series(["b", "x", "a"]), ["a", "b"]).tolist()
    [1, -1, 0]
    """
    places = known if isinstance(known, pd.Index) else pd.Index(list(known))
    if not isinstance(values.dtype, pd.CategoricalDtype):
        return places.get_indexer(pd.Index(values)).astype(np.int32)
    # each different text is looked up once; code -1, no text at all, finds the -1 at the end
    at = np.append(places.get_indexer(values.cat.categories), -1).astype(np.int32)
    return at[values.cat.codes.to_numpy()]


def measured(measure: str, data: Dataset) -> Cells:
    """The cells of a measure."""
    key = ("cells of", measure)
    if key not in data.cache:
        rows = data.observations(measure)
        category, categories = pd.factorize(rows["category"])
        group, groups = pd.factorize(rows["group"])
        data.cache[key] = Cells(
            year=rows["year"].to_numpy(dtype="int32"),
            unit=positions_of(rows["unit"], _places(data).units),
            level=positions_of(rows["level"], data.codes.members("level")).astype(np.int8),
            category=category.astype(np.int16),
            categories=tuple(categories),
            group=group.astype(np.int8),
            groups=tuple(groups),
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
        units = pd.Index(expected["unit"].unique().astype(object))
        first = int(expected["year"].min())
        shape = (int(expected["year"].max()) - first + 1, len(units), len(data.codes.members("level")))
        table = np.full(shape, -1, dtype=np.int32)
        year = expected["year"].to_numpy(dtype="int64") - first
        level = positions_of(expected["level"], data.codes.members("level"))
        table[year, positions_of(expected["unit"], units), level] = np.arange(len(expected))
        data.cache[key] = Places(first, units, table)
    return data.cache[key]
