"""Tables of many returns: a CSV that fills years before the first collection, and who else already said the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd

from gec_lib.codelists import Codes
from gec_lib.ledger.lines import Line
from gec_lib.returns.datasets import FORM, read_csv
from gec_lib.returns.faults import Fault, make_fault
from gec_lib.returns.layouts import Layout
from gec_lib.returns.reading import Reading, read_workbook
from gec_lib.returns.sheet_tables import read_sheet_tables

TABLE_SUFFIX = ".csv"
UNIQUE, REGISTERED = "ST10", "ST07"
# What makes two numbers the same number: a measure has one stream, and a table may not know the period.
SAME = ["year", "unit", "level", "measure", "category", "group"]
Key = tuple[object, ...]


def read_file(path: Path, *, name: str, layouts: tuple[Layout, ...], codes: Codes) -> Reading:
    """Read a workbook, or a table in our own plain layout, a CSV file or sheets of a workbook.

    Parameters
    ----------
    path : Path
        The file, perhaps in the archive.
    name : str
        Its name as received: what faults call it.
    layouts : tuple of Layout
        The layouts of the home.
    codes : Codes
        Code lists of the home.
    """
    if path.suffix.casefold() == TABLE_SUFFIX:
        reading = read_csv(path, layouts=layouts, codes=codes, mapping=None)
    else:
        reading = read_workbook(path, layouts=layouts, codes=codes)
        if reading.identity is None:  # no form of ours: perhaps a table of many schools
            reading = read_sheet_tables(path, layouts=layouts, codes=codes) or reading
    if path.name == name:
        return reading
    return replace(reading, faults=tuple(_renamed(fault, path.name, name) for fault in reading.faults))


def _renamed(fault: Fault, old: str, new: str) -> Fault:
    texts = ("found", "message_vi", "message_en")
    return replace(fault, **{text: getattr(fault, text).replace(old, new) for text in texts})


def is_table(line: Line) -> bool:
    """Whether a file is a table of many returns and not a return itself."""
    return line.form == FORM


def table_line(line: Line, reading: Reading) -> Line:
    """The line of a table: year and stream where all its rows share them, no unit."""
    years, streams = (reading.observations[name].unique() for name in ("year", "stream"))
    return replace(
        line,
        form=FORM,
        year=int(years[0]) if len(years) == 1 else None,
        stream=str(streams[0]) if len(streams) == 1 else "",
    )


def keys_of(observations: pd.DataFrame) -> frozenset[Key]:
    """What a set of observations speaks of."""
    return frozenset(observations[SAME].itertuples(index=False, name=None))


def table_faults(reading: Reading, *, units: pd.DataFrame) -> Iterator[Fault]:
    """The units of a table that the register does not know, each at its first row."""
    first = reading.observations.drop_duplicates("unit")
    for row in first[~first["unit"].isin(units["unit"])].itertuples():
        yield make_fault(
            REGISTERED, book=reading.book, sheet=row.sheet, cell=row.cell_total, found=row.unit, value="", form=FORM
        )


def doubled(
    reading: Reading, line: Line, *, others: Iterable[Line], keys: Callable[[Line], frozenset[Key]]
) -> Iterator[Fault]:
    """The accepted files that already hold a number which this one gives: counted twice, it would be wrong.

    Parameters
    ----------
    reading : Reading
        What the file says.
    line : Line
        Its line.
    others : iterable of Line
        Accepted files to compare with.
    keys : callable
        What an accepted file speaks of.
    """
    mine = keys_of(reading.observations)
    for other in others:
        common = mine & keys(other)
        if not common or other.file == line.file:
            continue
        rows = reading.observations.set_index(SAME)
        row = rows.loc[[min(common, key=str)]].iloc[0]
        yield make_fault(
            UNIQUE,
            book=reading.book,
            sheet=str(row["sheet"]),
            cell=str(row["cell_total"]),
            found=line.name,
            form=line.form,
            unit=line.unit or line.name,
            other_unit=other.name,
        )
