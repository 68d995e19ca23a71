"""The store: observations, remarks and faults of every return as Parquet files; built from the archive, deletable."""

from __future__ import annotations

import operator
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from gec_lib.codelists import (
    FAULT_COLUMNS,
    FILE_COLUMNS,
    OBSERVATION_COLUMNS,
    REMARK_COLUMNS,
)
from gec_lib.files import sweep, whole
from gec_lib.home import Home
from gec_lib.ledger.lines import REJECTED, Line

OBSERVATIONS, REMARKS, FAULTS = KINDS = ("observations", "remarks", "faults")
NUMBERS = ("total", "female")
FLAGS = ("synthetic", "on_time", "explained")
HASH_LENGTH = 12


def schema(columns: Sequence[str]) -> pa.Schema:
    """Arrow types of a table of the project: text, but whole years, counts as doubles and flags as booleans."""
    types = {"year": pa.int64(), **dict.fromkeys(NUMBERS, pa.float64()), **dict.fromkeys(FLAGS, pa.bool_())}
    return pa.schema([(name, types.get(name, pa.string())) for name in columns])


COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {OBSERVATIONS: OBSERVATION_COLUMNS, REMARKS: REMARK_COLUMNS, FAULTS: FAULT_COLUMNS}
)
# Tables in which a row may have no year: nobody could say which return a broken file was.
YEAR_MAY_LACK = (FILE_COLUMNS, FAULT_COLUMNS)


def to_table(frame: pd.DataFrame, *, columns: Sequence[str]) -> pa.Table:
    """A frame as an Arrow table: columns in order, text in NFC and never missing, rows in the order of all columns.

    Parameters
    ----------
    frame : DataFrame
        At least these columns.
    columns : sequence of str
        One of the column lists of :mod:`gec_lib.codelists`, or of coverage.
    """
    return ordered(_table([_values(frame[name]) for name in columns], columns=columns))


def rows_table(rows: Sequence[tuple[object, ...]], *, columns: Sequence[str]) -> pa.Table:
    """Rows as an Arrow table, in their own order; without a frame between it is made many times faster.

    Parameters
    ----------
    rows : sequence of tuple
        Values in the order of ``columns``; None or NaN where there is none.
    columns : sequence of str
        One of the column lists of :mod:`gec_lib.codelists`.
    """
    return _table(list(zip(*rows, strict=True)) or [()] * len(columns), columns=columns)


def _values(column: pd.Series) -> list[object]:
    pairs = zip(column.tolist(), column.isna().tolist(), strict=True)
    return [None if absent else value for value, absent in pairs]


def _table(lists: Sequence[Sequence[object]], *, columns: Sequence[str]) -> pa.Table:
    kinds = schema(columns)
    return pa.table([_array(values, kind=kinds.field(at).type) for at, values in enumerate(lists)], schema=kinds)


def to_frame(table: pa.Table) -> pd.DataFrame:
    """A table of the project as a frame; a year is ``Int64`` where a file may have none, else ``int64``."""
    frame: pd.DataFrame = table.to_pandas()
    if tuple(table.column_names) in YEAR_MAY_LACK:
        frame["year"] = pd.array(table.column("year").to_pylist(), dtype="Int64")
    return frame


def ordered(table: pa.Table) -> pa.Table:
    """Rows in the order of all columns, text by code point, empty numbers last."""
    return table.sort_by([(name, "ascending") for name in table.column_names])


def _array(values: Sequence[Any], *, kind: pa.DataType) -> pa.Array:
    if kind != pa.string():
        return pa.array(values, type=kind, from_pandas=True)
    words = {value: "" if value is None or value != value else composed(str(value)) for value in set(values)}
    if len(words) == 1:
        return pa.repeat(pa.scalar(*words.values(), type=kind), len(values))
    return pa.array(values if all(map(operator.is_, words, words.values())) else [words[v] for v in values], type=kind)


def composed(text: str) -> str:
    """A text in NFC.

    Examples
    --------
    >>> composed("e\\u0301") == "\\u00e9"
    True
    """
    return unicodedata.normalize("NFC", text)


def store_path(home: Home, line: Line, *, kind: str) -> Path:
    """The Parquet file of a return: ``<form>-<year>-<unit>-<level>-<hash>.<kind>.parquet``.

    A rejected file is named by its hash alone, since what it says about itself may be wrong.
    """
    names = (line.form, str(line.year or ""), line.unit, line.level, line.file[:HASH_LENGTH])
    stem = "-".join(filter(None, names))
    if line.action == REJECTED:
        stem = f"rejected-{line.file[:HASH_LENGTH]}"
    dotted = "" if kind == OBSERVATIONS else f".{kind}"
    return home.data / "store" / f"{stem}{dotted}.parquet"


def put(home: Home, line: Line, *, rows: Mapping[str, Sequence[tuple[object, ...]]]) -> list[Path]:
    """Write what a return says and what is wrong with it; a kind without rows has no file.

    The files are on the disk only after :func:`gec_lib.files.flush`.

    Parameters
    ----------
    home : Home
        The home.
    line : Line
        The line that accepts or rejects the file.
    rows : mapping of str to sequence of tuple
        Rows by kind, in the order of its ``COLUMNS``.

    Returns
    -------
    list of Path
        The files written.
    """
    written = []
    for kind, made in rows.items():
        path = store_path(home, line, kind=kind)
        if not made and kind != OBSERVATIONS:
            path.unlink(missing_ok=True)
            continue
        with whole(path) as unfinished:
            pq.write_table(rows_table(made, columns=COLUMNS[kind]), unfinished, compression="zstd")
        written.append(path)
    return written


def collect(home: Home, lines: Sequence[Line], *, kind: str) -> pa.Table:
    """The rows of one kind of many returns, in one Arrow table, in no order.

    Raises
    ------
    FileNotFoundError
        When the store lacks the observations of an accepted return: rebuild the store.
    """
    paths = [path for line in lines if (path := store_path(home, line, kind=kind)).is_file()]
    if kind == OBSERVATIONS and len(paths) < len(lines):
        absent = next(path for line in lines if not (path := store_path(home, line, kind=kind)).is_file())
        raise FileNotFoundError(f"{absent} is missing; rebuild the store from the archive and the ledger")
    wanted = schema(COLUMNS[kind])
    if not paths:
        return wanted.empty_table()
    columns = ", ".join(f'"{name}"' for name in wanted.names)
    # A connection lives for one query: an open one would hang a process forked later.
    with duckdb.connect() as connection:
        rows = connection.sql(
            f"SELECT {columns} FROM read_parquet($files)",
            params={"files": [str(path) for path in dict.fromkeys(paths)]},
        )
        return rows.to_arrow_table().cast(wanted)


def sweep_store(home: Home) -> None:
    """Remove unfinished files of a killed run from the store and the archive."""
    for folder in ("store", "archive"):
        sweep(home.data / folder)
