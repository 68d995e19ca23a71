"""The shelf: what accepted returns say, at hand while other returns are compared with it."""

from __future__ import annotations

import functools
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from gec_lib.home import Home
from gec_lib.ledger import store
from gec_lib.ledger.corrections import applied
from gec_lib.ledger.lines import Line, Place, ReturnKey
from gec_lib.ledger.tables import Key, keys_of
from gec_lib.register import units_at
from gec_lib.returns.areas import BRIEF_COLUMNS, Brief, brief_of, mark_of
from gec_lib.returns.layouts import Layout
from gec_lib.returns.reading import Reading

BRIEF = list(BRIEF_COLUMNS)


class Shelf:
    """Observations of accepted returns, each read from the store once while it is in use; corrected where corrected.

    ``corrections`` are the last ones of every number, :attr:`gec_lib.ledger.Standing.corrections`.
    """

    def __init__(self, home: Home, *, size: int, corrections: Mapping[tuple[ReturnKey, Place], Line]) -> None:
        self._read = functools.lru_cache(maxsize=size)(lambda path: pq.ParquetFile(path).read())
        self._home, self._corrections = home, corrections
        self.keys = functools.lru_cache(maxsize=size)(self._keys)
        self._briefs: dict[str, Brief] = {}
        self._due: dict[tuple[str, int], frozenset[str]] = {}

    def rows(self, lines: Sequence[Line], *, as_of: str) -> pd.DataFrame | None:
        """The observations of some returns together as they hold on a day, or nothing without returns."""
        if not lines:
            return None
        table = pa.concat_tables([self._table(line) for line in lines])
        made = self._made({line.key for line in lines})
        frame: pd.DataFrame = (applied(table, made, as_of=as_of).table if made else table).to_pandas()
        return frame

    def _table(self, line: Line) -> pa.Table:
        return self._read(store.store_path(self._home, line, kind=store.OBSERVATIONS))

    def _made(self, keys: Collection[ReturnKey]) -> list[Line]:
        return [line for (key, _), line in self._corrections.items() if key in keys]

    def _keys(self, line: Line) -> frozenset[Key]:
        return keys_of(self._table(line).to_pandas())

    def brief(self, line: Line, *, as_of: str) -> Brief:
        """An accepted return in brief, its totals as they hold on a day; they are read only when they are asked for."""
        if line.file not in self._briefs or self._made({line.key}):
            read = functools.partial(self._figures, line, as_of=as_of)
            self._briefs[line.file] = Brief(line.unit, line.form, line.mark or mark_of(read()), read)
        return self._briefs[line.file]

    def _figures(self, line: Line, *, as_of: str) -> list[tuple[Any, ...]]:
        made = self._made({line.key})
        path = store.store_path(self._home, line, kind=store.OBSERVATIONS)
        table = applied(self._table(line), made, as_of=as_of).table if made else pq.read_table(path, columns=BRIEF)
        return list(table.select(BRIEF).to_pandas().itertuples(index=False, name=None))

    def remember(self, line: Line, reading: Reading) -> Brief:
        """The return at hand in brief, kept for those that come after it."""
        read = functools.partial(map, brief_of, reading.rows)
        self._briefs[line.file] = Brief(line.unit, line.form, line.mark or mark_of(read()), read)
        return self._briefs[line.file]

    def due(self, layout: Layout, year: int, *, units: pd.DataFrame) -> frozenset[str]:
        """The units that owe a form in a year."""
        key = (layout.form, year)
        if key not in self._due:
            rows = units_at(units, date=layout.reference_date(year).isoformat(), level=layout.level)
            self._due[key] = frozenset(rows.loc[rows["unit_type"] == layout.unit_type, "unit"])
        return self._due[key]
