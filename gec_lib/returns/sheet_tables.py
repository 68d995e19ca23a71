"""Tables of many units in a workbook: the sheets whose first row holds the columns of a table are read row by row."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from gec_lib.codelists import Codes
from gec_lib.returns.containers import RefusedError
from gec_lib.returns.datasets import DatasetMapping, Numbers, Table, columns_of, read_rows
from gec_lib.returns.numbers import as_typed
from gec_lib.returns.reading import Reading, open_grids
from gec_lib.returns.records import Layout


def read_sheet_tables(
    path: Path, *, layouts: Sequence[Layout], codes: Codes, mapping: DatasetMapping | None = None
) -> Reading | None:
    """Read a workbook that holds many units, as a CSV file does, with the names of its sheets and its cells.

    Parameters
    ----------
    path : Path
        An ``.xlsx``, ``.xlsm``, ``.xls`` or ``.ods`` file, headings in the first row of its sheets.
    layouts : sequence of Layout
        The layouts of the home; their rules word the faults.
    codes : Codes
        Code lists of the home.
    mapping : DatasetMapping, optional
        How to read a published table, say one row a school; without it the columns are
        :data:`gec_lib.returns.datasets.PLAIN_COLUMNS`.

    Returns
    -------
    Reading or None
        As :func:`gec_lib.returns.datasets.read_csv` gives it; nothing when no sheet holds all columns, or the file
        cannot be read as a workbook. Sheets without the columns are left alone.
    """
    data = path.read_bytes()
    try:
        grids = open_grids(data, suffix=path.suffix.casefold()).values()
    except RefusedError:
        return None
    table = Table(hashlib.sha256(data).hexdigest(), "", layouts[0].book, codes, [], [])
    text = as_plain if mapping is not None and mapping.numbers is Numbers.PLAIN else as_typed
    sheets = [(grid.name, [[text(cell) for cell in row] for row in grid.rows]) for grid in grids if grid.rows]
    tables = [(name, rows) for name, rows in sheets if columns_of(mapping) <= set(rows[0])]
    for name, rows in tables:
        read_rows(replace(table, sheet=name), rows, mapping=mapping)
    return table.reading() if tables else None


def as_plain(cell: object) -> str:
    """A cell as programs write it: the point is the decimal mark.

    Examples
    --------
    >>> as_plain(12.0), as_plain(2.09), as_plain("g1")
    ('12', '2.09', 'g1')
    """
    return repr(cell) if isinstance(cell, float) and not cell.is_integer() else as_typed(cell)
