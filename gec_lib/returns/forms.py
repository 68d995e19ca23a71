"""Writing the workbook of a form, ready to be filled: one per form, unit and year.

Geometry (the reader relies on the headings, not on it): row 1 stamp, row 2 title, row 3 unit and form, row 4 rule
line, rows 5 and 6 headings, from row 7 the rows; columns A to C number, item and code, then the values.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path

import xlsxwriter

from gec_lib.codelists import Codes
from gec_lib.files import whole
from gec_lib.returns.cover import write_information, write_opinions
from gec_lib.returns.drafts import Draft
from gec_lib.returns.looks import Looks
from gec_lib.returns.records import Identity, Key, Layout, Value
from gec_lib.returns.tables import write_table

__all__ = ["Identity", "Value", "write_form"]
CREATED = datetime.datetime(1980, 1, 1)  # constant, so that equal input gives equal bytes


def write_form(
    path: Path,
    layout: Layout,
    *,
    identity: Identity,
    codes: Codes,
    values: Mapping[Key, Value] | None = None,
    previous: Mapping[Key, Value] | None = None,
    remarks: Mapping[tuple[str, str], str] | None = None,
    explanations: Mapping[str, str] | None = None,
    due: datetime.date | None = None,
) -> None:
    """Write the workbook of one form, empty or filled.

    Equal input gives equal bytes. The file appears under its name only when it is complete.

    Parameters
    ----------
    path : Path
        Where to write; the folder must exist.
    layout : Layout
        The form and version.
    identity : Identity
        Unit, reporting year and the synthetic mark.
    codes : Codes
        Code lists of the home.
    values : mapping of (measure, category, group) to (total, female), optional
        Counts; hours may be halves, dates are yyyymmdd. ``None`` leaves the cell blank, text such as ``"z"`` is
        written as text, never as a formula.
    previous : mapping, optional
        The same for the year before; shown locked, for reference.
    remarks : mapping of (field, category) to text, optional
        Text of the sheet of opinions; the field ``evidence`` with a task fills the evidence column.
    explanations : mapping of row code to text, optional
        The clerk's words in the last column.
    due : date, optional
        The day before which the return has to be there; printed on the first sheet.

    Examples
    --------
    >>> import tempfile
    >>> from gec_lib.codelists import load_codes
    >>> from gec_lib.home import find_home
    >>> from gec_lib.returns.layouts import layout_for, load_layouts
    >>> params = find_home().params
    >>> form = layout_for(load_layouts(params), form="pc_xmc", year=2025)
    >>> who = Identity("pc_xmc", form.version, 2025, "99001", "Phường mẫu 1", "none", synthetic=True)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "pc_xmc.xlsx"
    ...     write_form(file, form, identity=who, codes=load_codes(params))
    ...     file.is_file()
    True
    """
    options = {"in_memory": True, "default_format_properties": {"font_name": "Times New Roman", "font_size": 12}}
    with whole(path) as unfinished, xlsxwriter.Workbook(str(unfinished), options) as workbook:
        workbook.set_properties({"title": layout.title_vi, "author": "GEC", "created": CREATED})
        looks, said, why = Looks(workbook), dict(remarks or {}), dict(explanations or {})
        form = Draft(workbook, looks, layout, identity, codes, said, why, due)
        write_information(form)
        for sheet in layout.sheets:
            write_table(form, sheet, values or {}, previous or {})
        if layout.remarks:
            write_opinions(form)
