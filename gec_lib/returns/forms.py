"""Writing the workbook of a form, ready to be filled: one per form, unit and year.

Geometry (the reader relies on the headings, not on it): row 1 stamp, row 2 title, row 3 unit and form, row 4 rule
line, rows 5 and 6 headings, from row 7 the rows; columns A to C number, item and code, then the values.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Mapping
from pathlib import Path

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from gec_lib.codelists import Codes
from gec_lib.returns.looks import Looks
from gec_lib.returns.records import IDENTITY_KEYS, Identity, Key, Layout, Value
from gec_lib.returns.tables import (
    CODE,
    FIRST_ROW,
    FIRST_VALUE,
    HEAD_ROW,
    LABEL,
    LABEL_WIDTH,
    ORDER,
    STAMP_ROW,
    TITLE_ROW,
    TOP_ROW,
    UNIT_ROW,
    Draft,
    head,
    page,
    write_cell,
    write_table,
)

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
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    options = {"in_memory": True, "default_format_properties": {"font_name": "Times New Roman", "font_size": 12}}
    workbook = xlsxwriter.Workbook(str(temporary), options)
    workbook.set_properties({"title": layout.title_vi, "author": "GEC", "created": CREATED})
    form = Draft(workbook, Looks(workbook), layout, identity, codes, dict(remarks or {}), dict(explanations or {}))
    _information(form)
    for sheet in layout.sheets:
        write_table(form, sheet, values or {}, previous or {})
    if layout.remarks:
        _opinions(form)
    workbook.close()
    temporary.replace(path)


def _information(form: Draft) -> None:
    identity, looks = form.identity, form.looks
    sheet = form.workbook.add_worksheet(form.word("sheet_info"))
    page(sheet, form)
    sheet.set_column(0, 0, 14, None, {"hidden": True})
    sheet.set_column(1, 1, 24)
    sheet.set_column(2, 2, 100)
    if identity.synthetic:
        sheet.merge_range(STAMP_ROW, 1, STAMP_ROW, 2, form.word("synthetic"), looks.stamp)
    sheet.write_string(TITLE_ROW, 1, form.layout.title_vi, looks.title)
    sheet.write_string(UNIT_ROW, 1, form.word("info_title"), looks.bold)
    mark = form.word("synthetic") if identity.synthetic else form.word("not_synthetic")
    cells = (
        identity.form,
        identity.version,
        identity.year,
        identity.unit,
        identity.unit_name,
        identity.level,
        mark,
    )
    for line, (key, value) in enumerate(zip(IDENTITY_KEYS, cells, strict=True), start=UNIT_ROW + 1):
        sheet.write_string(line, 0, key, looks.faint)
        sheet.write_string(line, 1, form.word(f"id_{key}"), looks.locked_text)
        sheet.write_string(line, 2, str(value), looks.locked_text)
        form.workbook.define_name(key, f"='{form.word('sheet_info')}'!{xl_rowcol_to_cell(line, 2, True, True)}")
    sheet.ignore_errors({"number_stored_as_text": f"C{UNIT_ROW + 2}:C{line + 1}"})
    how = [key for key in form.layout.book.words if key.startswith("how_")]
    for below, key in enumerate(how, start=line + 2):
        sheet.write_string(below, 1, form.word(key), looks.bold if key == how[0] else looks.plain)
    if form.layout.evidence == "assumed":
        sheet.write_string(line + 3 + len(how), 1, form.word("assumed"), looks.note)


def _opinions(form: Draft) -> None:
    looks, name = form.looks, form.word("sheet_remarks")
    sheet = form.workbook.add_worksheet(name)
    page(sheet, form)
    head(sheet, form, name, form.word("rule_line_text"), FIRST_VALUE)
    for column, key in ((ORDER, "order"), (LABEL, "content"), (CODE, "code"), (FIRST_VALUE, "opinion")):
        sheet.merge_range(TOP_ROW, column, HEAD_ROW, column, form.word(key), looks.head)
    for column, width in ((ORDER, 5), (LABEL, LABEL_WIDTH), (CODE, 24), (FIRST_VALUE, 80)):
        sheet.set_column(column, column, width)
    for line, remark in enumerate(form.layout.book.remarks, start=FIRST_ROW):
        sheet.write_number(line, ORDER, line - FIRST_ROW + 1, looks.centre)
        sheet.write_string(line, LABEL, remark.label_vi, looks.label)
        sheet.write_string(line, CODE, remark.code, looks.centre_faint)
        sheet.set_row(line, 54)
        text = form.remarks.get((remark.field, remark.category))
        write_cell(sheet, line, FIRST_VALUE, text, looks.text_input, looks)
