"""Snapshots: immutable sets of Parquet files named by their content, which notebooks read instead of the store."""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from gec_lib.codelists import ACCEPTED, FILE_COLUMNS, FILE_STATUSES, OBSERVATION_COLUMNS, UNIT_COLUMNS
from gec_lib.coverage import DUE_COLUMNS, coverage, due, register_observations
from gec_lib.errors import WordedError
from gec_lib.files import UNFINISHED, sweep, write_whole
from gec_lib.home import Home
from gec_lib.ledger import store
from gec_lib.ledger.archive import locked
from gec_lib.ledger.corrections import applied
from gec_lib.ledger.filling import filling_observations
from gec_lib.ledger.lines import Line, read_lines, standing
from gec_lib.plan import Plan, load_plan
from gec_lib.register import load_register
from gec_lib.returns.datasets import FORM as TABLE
from gec_lib.returns.layouts import load_layouts
from gec_lib.returns.records import RETROSPECTIVE

NEWEST = "newest"
CARD = "snapshot.json"
TABLES = ("observations", "remarks", "faults", "files", "units", "due")
ID_LENGTH = 12


class SnapshotError(WordedError, ValueError):
    """A snapshot that is not there, or whose rows are not those that its name promises."""


@dataclass(frozen=True)
class Snapshot:
    """What was accepted on a day, frozen.

    Attributes
    ----------
    id : str
        First 12 hex digits of SHA-256 over the canonical text of all tables.
    as_of : str
        ISO day: files received later are not in it.
    synthetic : bool
        Whether any file in it is marked as synthetic.
    observations : DataFrame
        ``OBSERVATION_COLUMNS``, with the stream ``register`` (schools in operation, returns, their cells);
        what the office corrected has the status ``corrected``, and a remark that says who and why.
    remarks, faults, files, units : DataFrame
        ``REMARK_COLUMNS``, ``FAULT_COLUMNS``, ``FILE_COLUMNS``, ``UNIT_COLUMNS``; files and faults also of returns
        that were rejected or superseded.
    due : DataFrame
        Every return that was due: ``coverage.DUE_COLUMNS``.
    """

    id: str
    as_of: str
    synthetic: bool
    observations: pd.DataFrame = field(repr=False)
    remarks: pd.DataFrame = field(repr=False)
    faults: pd.DataFrame = field(repr=False)
    files: pd.DataFrame = field(repr=False)
    units: pd.DataFrame = field(repr=False)
    due: pd.DataFrame = field(repr=False)

    @functools.cached_property
    def coverage(self) -> pd.DataFrame:
        """What became of every return that was due: ``coverage.COVERAGE_COLUMNS``."""
        return coverage(self.due, files=self.files)

    @property
    def retrospective(self) -> tuple[int, ...]:
        """The years for which any accepted figure was collected in retrospect: by the short form, or by a table."""
        marked = self.files["version"].eq(RETROSPECTIVE) & self.files["status"].eq(ACCEPTED)
        years = set(self.files.loc[marked, "year"].dropna())
        years |= set(self.observations.loc[self.observations["form"].eq(TABLE), "year"])
        return tuple(sorted(int(year) for year in years))


def freeze(home: Home, *, as_of: str) -> str:
    """Freeze what is accepted, and return the snapshot's id; the same content frozen again is the same snapshot.

    Parameters
    ----------
    home : Home
        The home; its register, layouts and plan say which returns were due.
    as_of : str
        ISO day; files received later are left out.

    Raises
    ------
    SnapshotError
        When ``as_of`` is no day.
    FileNotFoundError
        When the store lacks an accepted return: rebuild it.
    """
    tables = snapshot_tables(home, as_of=as_of)
    name = snapshot_id(tables, as_of=as_of)
    folder = home.data / "snapshots" / name
    with locked(home.data / "snapshots.lock"):
        if not folder.is_dir():
            _write(folder, tables, card=_card(name, tables, as_of=as_of))
        write_whole(folder.parent / NEWEST, f"{name}\n".encode())
    return name


def open_snapshot(home: Home, name: str) -> Snapshot:
    """Read a snapshot.

    Parameters
    ----------
    home : Home
        The home.
    name : str
        The id, or ``newest`` for the one frozen last.

    Raises
    ------
    SnapshotError
        When there is no such snapshot; lists those there are.
    """
    folder = home.data / "snapshots" / (newest(home) if name == NEWEST else name)
    if not (folder / CARD).is_file():
        there = ", ".join(known(home))
        text = f"found no snapshot {name!r} in {folder.parent}; expected one of {there or 'none yet'}; freeze one first"
        raise SnapshotError(text, key="no_snapshot", found=name, folder=folder.parent, known=there or "–")
    card = json.loads((folder / CARD).read_text(encoding="utf-8"))
    frames = {table: store.to_frame(pq.read_table(folder / f"{table}.parquet")) for table in TABLES}
    return Snapshot(id=card["id"], as_of=card["as_of"], synthetic=card["synthetic"], **frames)


def newest(home: Home) -> str:
    """The id of the snapshot frozen last.

    Raises
    ------
    SnapshotError
        When none was frozen.
    """
    path = home.data / "snapshots" / NEWEST
    if not path.is_file():
        text = f"{path} is missing: no snapshot was frozen in this home; freeze one first"
        raise SnapshotError(text, key="no_snapshot_yet", folder=path.parent)
    return path.read_text(encoding="utf-8").strip()


def known(home: Home) -> tuple[str, ...]:
    """The ids of all snapshots of a home, in order of their names."""
    return tuple(sorted(path.parent.name for path in (home.data / "snapshots").glob(f"*/{CARD}")))


def verify(home: Home, name: str) -> None:
    """Compute the id of a snapshot again from its rows.

    Raises
    ------
    SnapshotError
        When the rows are not those that were frozen.
    """
    folder = home.data / "snapshots" / name
    card = json.loads((folder / CARD).read_text(encoding="utf-8"))
    tables = {table: pq.read_table(folder / f"{table}.parquet") for table in TABLES}
    found = snapshot_id(tables, as_of=card["as_of"])
    if found != name:
        raise SnapshotError(f"{folder}: found rows that make {found}, expected {name}; the snapshot was changed")


def snapshot_tables(home: Home, *, as_of: str) -> dict[str, pa.Table]:
    """The tables of a snapshot as they stand on a day."""
    try:
        day = dt.date.fromisoformat(as_of)
    except ValueError:
        text = f"found as_of {as_of!r}; expected a day like YYYY-MM-DD"
        raise SnapshotError(text, key="no_day", found=as_of) from None
    state = standing(read_lines(home), as_of=as_of)
    units = load_register(home.data)
    plan = load_plan(home.params)
    current, judged = list(state.current.values()), list(state.verdicts.values())
    files = files_table(judged)
    layouts = load_layouts(home.params)
    owed = due(units, layouts, years=_years(plan, day), calendar=plan.calendar)
    receipts = register_observations(units, coverage(owed, files=files), calendar=plan.calendar)
    corrected = applied(store.collect(home, current, kind=store.OBSERVATIONS), state.corrections.values(), as_of=as_of)
    remarks = store.collect(home, current, kind=store.REMARKS)
    filled = filling_observations(store.to_frame(corrected.table), layouts=layouts)
    derived = [store.to_table(table, columns=OBSERVATION_COLUMNS) for table in (receipts, filled)]
    return {
        "observations": store.ordered(pa.concat_tables([corrected.table, *derived])),
        "remarks": store.ordered(pa.concat_tables([remarks, corrected.remarks])),
        "faults": store.ordered(store.collect(home, judged, kind=store.FAULTS)),
        "files": store.to_table(files, columns=FILE_COLUMNS),
        "units": store.to_table(units, columns=UNIT_COLUMNS),
        "due": store.to_table(owed, columns=DUE_COLUMNS),
    }


def files_table(judged: Iterable[Line]) -> pd.DataFrame:
    """The files on which there is a verdict, as ``FILE_COLUMNS``.

    Parameters
    ----------
    judged : iterable of Line
        The values of :attr:`gec_lib.ledger.Standing.verdicts`.
    """
    rows = [{name: getattr(line, name, line.action) for name in FILE_COLUMNS} for line in judged]
    return store.to_frame(store.to_table(pd.DataFrame(rows, columns=list(FILE_COLUMNS)), columns=FILE_COLUMNS))


def snapshot_id(tables: Mapping[str, pa.Table], *, as_of: str) -> str:
    """The name of a content: 12 hex digits of SHA-256 over its canonical text, never over Parquet bytes.

    Parameters
    ----------
    tables : mapping of str to Table
        The tables of ``TABLES``, rows in the order of all columns.
    as_of : str
        ISO day.
    """
    digest = hashlib.sha256(f"as_of,{as_of}\n".encode())
    for name in TABLES:
        digest.update(f"{name}\n".encode())
        digest.update(canonical_csv(tables[name]).encode())
    return digest.hexdigest()[:ID_LENGTH]


def canonical_csv(table: pa.Table) -> str:
    """A table as CSV that depends on its content alone: LF, NFC, quotes where needed, whole numbers without a point.

    Examples
    --------
    >>> canonical_csv(pa.table({"unit": ["a", "b"], "total": [12.0, None]}))
    'unit,total\\na,12\\nb,\\n'
    """
    comma = pa.scalar(",", type=pa.large_string())
    lines = pc.binary_join_element_wise(*(_texts(column) for column in table.columns), comma)
    return "\n".join((",".join(table.column_names), *lines.to_pylist(), ""))


def _texts(column: pa.ChunkedArray) -> pa.Array:
    """Cells as text; each different value is put into words by Python, so that no library's format changes an id."""
    encoded = column.combine_chunks().dictionary_encode()
    words = pa.array([_word(value) for value in encoded.dictionary.to_pylist()], type=pa.large_string())
    return pc.fill_null(words.take(encoded.indices), "")


def _word(value: str | float) -> str:
    if isinstance(value, str):
        return '"' + value.replace('"', '""') + '"' if any(mark in value for mark in ',"\r\n') else value
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(int(value)) if value == int(value) else repr(value)


def _years(plan: Plan, day: dt.date) -> range:
    """The reporting years of the plan up to a day."""
    return range(min(plan.baseline.year, plan.period.start), min(day.year, plan.period.horizon) + 1)


def _card(name: str, tables: Mapping[str, pa.Table], *, as_of: str) -> dict[str, object]:
    files = store.to_frame(tables["files"])
    accepted = files[files["status"] == ACCEPTED]
    return {
        "id": name,
        "as_of": as_of,
        "synthetic": bool(accepted["synthetic"].any()),
        "counts": {table: tables[table].num_rows for table in TABLES},
        "returns": {status: int((files["status"] == status).sum()) for status in FILE_STATUSES},
        "years": sorted(int(year) for year in accepted["year"].dropna().unique()),
    }


def _write(folder: Path, tables: Mapping[str, pa.Table], *, card: Mapping[str, object]) -> None:
    """Write all files into a folder beside the place, then move it there in one step."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    sweep(folder.parent)
    unfinished = Path(tempfile.mkdtemp(dir=folder.parent, suffix=UNFINISHED))
    try:
        for name, table in tables.items():
            pq.write_table(table, unfinished / f"{name}.parquet", compression="zstd")
        text = json.dumps(card, ensure_ascii=False, indent=1) + "\n"
        (unfinished / CARD).write_text(text, encoding="utf-8", newline="\n")
        unfinished.replace(folder)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
