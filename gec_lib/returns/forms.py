"""Writing the workbook of a form, ready to be filled: one per form, unit and year.

Geometry (the reader relies on the headings, not on it): row 1 stamp, row 2 title, row 3 unit and form, row 4 rule
line, rows 5 and 6 headings, from row 7 the rows; columns A to C number, item and code, then the values.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from gec_lib.codelists import WARD, Codes
from gec_lib.returns.looks import Looks
from gec_lib.returns.records import FEMALE_FIELD, NOTE_FIELD, TOTAL_FIELD, Column, Key, Layout, Row, label_for

Value = tuple[float | int | str | None, float | int | None]
IDENTITY_KEYS = ("GEC_FORM", "GEC_VERSION", "GEC_YEAR", "GEC_UNIT", "GEC_UNIT_NAME", "GEC_LEVEL", "GEC_SYNTHETIC")
EXPLANATION_FIELD, EVIDENCE_FIELD = "explanation", "evidence"
CREATED = datetime.datetime(1980, 1, 1)  # constant, so that equal input gives equal bytes
YES_NO, DATE, HOUR = "yes_no", "date", "hour"
STAMP_ROW, TITLE_ROW, UNIT_ROW, RULE_ROW, TOP_ROW, HEAD_ROW, FIRST_ROW = range(7)
ORDER, LABEL, CODE, FIRST_VALUE = range(4)
BLANK: Value = (None, None)


@dataclass(frozen=True)
class Identity:
    """Whose return it is, of which form and year."""

    form: str
    version: str
    year: int
    unit: str
    unit_name: str
    level: str
    synthetic: bool


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
    form = _Form(workbook, Looks(workbook), layout, identity, codes, dict(remarks or {}), dict(explanations or {}))
    _information(form)
    for sheet in layout.sheets:
        _sheet(form, sheet, values or {}, previous or {})
    if layout.remarks:
        _opinions(form)
    workbook.close()
    temporary.replace(path)


@dataclass(frozen=True)
class _Form:
    """What every sheet of one workbook needs."""

    workbook: Any
    looks: Looks
    layout: Layout
    identity: Identity
    codes: Codes
    remarks: Mapping[tuple[str, str], str]
    explanations: Mapping[str, str]

    def word(self, key: str) -> str:
        return self.layout.book.words[key]


def _information(form: _Form) -> None:
    identity, looks = form.identity, form.looks
    sheet = form.workbook.add_worksheet(form.word("sheet_info"))
    _page(sheet, form)
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


def _sheet(form: _Form, name: str, values: Mapping[Key, Value], previous: Mapping[Key, Value]) -> None:
    layout, looks = form.layout, form.looks
    block = _Block.of(layout.value_columns(name))
    sheet = form.workbook.add_worksheet(name)
    _page(sheet, form)
    date = layout.reference_date(form.identity.year)
    _head(sheet, form, name, form.word("rule_line").format(date=f"{date.day}/{date.month}/{date.year}"), block.last)
    _headings(sheet, form, block)
    sheet.set_column(ORDER, ORDER, 5)
    sheet.set_column(LABEL, LABEL, 58)
    sheet.set_column(CODE, CODE, 11)
    sheet.set_column(FIRST_VALUE, block.last - 1, 13)
    sheet.set_column(block.explanation, block.explanation, 30)
    line, section = FIRST_ROW, None
    ranges: dict[str, list[str]] = {}
    for number, row in enumerate(layout.rows_of(name), start=1):
        if row.section != section:
            section = row.section
            _band(sheet, line, section, looks, block.last)
            line += 1
        _label(sheet, line, number, row, form)
        _values(sheet, line, row, form, block, values)
        _aside(sheet, line, row, form, block, values, previous)
        _collect(ranges, line, row, form.codes)
        line += 1
    _validate(sheet, ranges, form)
    sheet.ignore_errors({"number_stored_as_text": f"C{FIRST_ROW + 1}:C{line}"})
    sheet.write_string(line + 1, LABEL, _sign_line(form), looks.note)


@dataclass(frozen=True)
class _Block:
    """Where the columns of a sheet stand."""

    columns: tuple[Column, ...]
    previous: int
    previous_count: int
    male: int | None
    result: int
    explanation: int

    @property
    def last(self) -> int:
        return self.explanation

    @staticmethod
    def of(columns: tuple[Column, ...]) -> _Block:
        previous = FIRST_VALUE + len(columns)
        count = min(2, len(columns))
        sexed = len(columns) > 1 and columns[1].field == FEMALE_FIELD
        male = previous + count if sexed else None
        result = previous + count + (1 if sexed else 0)
        return _Block(columns, previous, count, male, result, result + 1)


def _page(sheet: Any, form: _Form) -> None:
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(f"&L{form.identity.form}–{form.identity.version} · {form.identity.unit}&R&P/&N")
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.set_default_row(24)


def _head(sheet: Any, form: _Form, name: str, rule_line: str, last: int) -> None:
    identity, looks = form.identity, form.looks
    if identity.synthetic:
        sheet.merge_range(STAMP_ROW, 0, STAMP_ROW, last, form.word("synthetic"), looks.stamp)
    title = form.word("title").format(title=form.layout.title_vi, year=identity.year)
    sheet.write_string(TITLE_ROW, 0, f"{title} – {name}", looks.title)
    who = form.word("ward" if form.layout.unit_type == WARD else "school").format(name=identity.unit_name)
    sheet.write_string(UNIT_ROW, 0, who, looks.bold)
    sheet.write_string(UNIT_ROW, CODE, form.word("unit_code").format(unit=identity.unit), looks.plain)
    mark = form.word("form_mark").format(form=identity.form, version=identity.version)
    sheet.write_string(UNIT_ROW, last, mark, looks.mark)
    sheet.write_string(RULE_ROW, 0, rule_line, looks.note)
    sheet.freeze_panes(FIRST_ROW, FIRST_VALUE)
    sheet.repeat_rows(TOP_ROW, HEAD_ROW)


def _headings(sheet: Any, form: _Form, block: _Block) -> None:
    head = form.looks.head
    for column, key in ((ORDER, "order"), (LABEL, "indicator"), (CODE, "code"), (block.explanation, "explanation")):
        sheet.merge_range(TOP_ROW, column, HEAD_ROW, column, form.word(key), head)
    _group(sheet, block.columns[0].header[0], [c.header[-1] for c in block.columns], FIRST_VALUE, head)
    last_year = [c.header[-1] for c in block.columns[: block.previous_count]]
    _group(sheet, form.word("previous_year"), last_year, block.previous, head)
    checks = [form.word("result")] if block.male is None else [form.word("male"), form.word("result")]
    _group(sheet, form.word("check"), checks, block.result - len(checks) + 1, head)


def _group(sheet: Any, top: str, names: list[str], first: int, look: Any) -> None:
    if len(names) > 1:
        sheet.merge_range(TOP_ROW, first, TOP_ROW, first + len(names) - 1, top, look)
    else:
        sheet.write_string(TOP_ROW, first, top, look)
    for offset, name in enumerate(names):
        sheet.write_string(HEAD_ROW, first + offset, name, look)


def _band(sheet: Any, line: int, text: str, looks: Looks, last: int) -> None:
    sheet.write_string(line, 0, text, looks.band)
    for column in range(1, last + 1):
        sheet.write_blank(line, column, None, looks.band)


def _label(sheet: Any, line: int, number: int, row: Row, form: _Form) -> None:
    looks = form.looks
    sheet.write_number(line, ORDER, number, looks.centre)
    look = looks.label_deep if row.label.startswith("–") else looks.label
    sheet.write_string(line, LABEL, label_for(row.label, year=form.identity.year), look)
    sheet.write_string(line, CODE, row.code, looks.centre_faint)


def _values(sheet: Any, line: int, row: Row, form: _Form, block: _Block, values: Mapping[Key, Value]) -> None:
    looks = form.looks
    for column in row.columns:
        place = FIRST_VALUE + column.position
        if column.field == NOTE_FIELD:
            note = form.remarks.get((EVIDENCE_FIELD, row.category))
            _cell(sheet, line, place, note, looks.text_input, looks)
            continue
        measure = form.codes.measures[column.measure]
        if column.field == FEMALE_FIELD and not measure.sexed:
            sheet.write_blank(line, place, None, looks.locked)
            continue
        value = values.get(row.key(column), BLANK)[0 if column.field == TOTAL_FIELD else 1]
        _cell(sheet, line, place, value, looks.date_input if measure.unit == DATE else looks.input, looks)
    for position in range(len(row.columns), len(block.columns)):
        sheet.write_blank(line, FIRST_VALUE + position, None, looks.locked)


def _cell(sheet: Any, line: int, place: int, value: Any, look: Any, looks: Looks) -> None:
    if value is None:
        sheet.write_blank(line, place, None, look)
    elif isinstance(value, str):
        sheet.write_string(line, place, value, look)
    elif look is looks.date_input or look is looks.date_locked:
        sheet.write_datetime(line, place, datetime.datetime.strptime(str(int(value)), "%Y%m%d"), look)
    else:
        sheet.write_number(line, place, value, look)


def _aside(
    sheet: Any,
    line: int,
    row: Row,
    form: _Form,
    block: _Block,
    values: Mapping[Key, Value],
    previous: Mapping[Key, Value],
) -> None:
    """Last year's figures, the computed number of men, the result of the check and the clerk's words."""
    looks = form.looks
    for offset in range(block.previous_count):
        value = None
        if offset < len(row.columns):
            column = row.columns[offset]
            value = previous.get(row.key(column), BLANK)[0 if column.field == TOTAL_FIELD else 1]
            is_date = form.codes.measures[column.measure].unit == DATE
        look = looks.date_locked if value is not None and is_date else looks.locked
        _cell(sheet, line, block.previous + offset, value, look, looks)
    if block.male is not None:
        _male(sheet, line, row, block.male, values, looks)
    sheet.write_blank(line, block.result, None, looks.result)
    _cell(sheet, line, block.explanation, form.explanations.get(row.code), looks.text_input, looks)


def _male(sheet: Any, line: int, row: Row, place: int, values: Mapping[Key, Value], looks: Looks) -> None:
    if len(row.columns) < 2:
        sheet.write_blank(line, place, None, looks.locked)
        return
    total, female = values.get(row.key(row.columns[0]), BLANK)
    known = isinstance(total, int | float) and isinstance(female, int | float)
    cells = f"D{line + 1}:E{line + 1}"
    formula = f'=IF(COUNT({cells})=2,D{line + 1}-E{line + 1},"")'
    sheet.write_formula(line, place, formula, looks.locked, total - female if known else "")  # type: ignore[operator]


def _collect(ranges: dict[str, list[str]], line: int, row: Row, codes: Codes) -> None:
    for column in row.columns:
        if column.field == NOTE_FIELD:
            continue
        measure = codes.measures[column.measure]
        if column.field == FEMALE_FIELD and not measure.sexed:
            continue
        kind = measure.unit if measure.unit in (YES_NO, DATE, HOUR) else "count"
        ranges.setdefault(kind, []).append(xl_rowcol_to_cell(line, FIRST_VALUE + column.position))


def _validate(sheet: Any, ranges: Mapping[str, list[str]], form: _Form) -> None:
    rules: dict[str, dict[str, Any]] = {
        "count": {"validate": "integer", "criteria": ">=", "value": 0, "error_type": "warning"},
        HOUR: {"validate": "decimal", "criteria": ">=", "value": 0, "error_type": "warning"},
        YES_NO: {"validate": "list", "source": ["1", "0", "z", "…"], "error_type": "stop"},
        DATE: {
            "validate": "date",
            "criteria": ">=",
            "value": datetime.date(form.identity.year - 1, 1, 1),
            "error_type": "warning",
        },
    }
    for kind, cells in ranges.items():
        text = form.word(f"{kind}_text").format(year=form.identity.year)
        title = form.word(f"{kind}_title")
        told = {"input_title": title, "input_message": text} if kind in (YES_NO, DATE) else {}
        rule = {**rules[kind], "multi_range": " ".join(cells), "error_title": title, "error_message": text, **told}
        sheet.data_validation(cells[0], rule)


def _sign_line(form: _Form) -> str:
    return form.word("sign_line_ward" if form.layout.unit_type == WARD else "sign_line")


def _opinions(form: _Form) -> None:
    looks, name = form.looks, form.word("sheet_remarks")
    sheet = form.workbook.add_worksheet(name)
    _page(sheet, form)
    _head(sheet, form, name, form.word("rule_line_text"), FIRST_VALUE)
    for column, key in ((ORDER, "order"), (LABEL, "content"), (CODE, "code"), (FIRST_VALUE, "opinion")):
        sheet.merge_range(TOP_ROW, column, HEAD_ROW, column, form.word(key), looks.head)
    for column, width in ((ORDER, 5), (LABEL, 58), (CODE, 24), (FIRST_VALUE, 80)):
        sheet.set_column(column, column, width)
    for line, remark in enumerate(form.layout.book.remarks, start=FIRST_ROW):
        sheet.write_number(line, ORDER, line - FIRST_ROW + 1, looks.centre)
        sheet.write_string(line, LABEL, remark.label_vi, looks.label)
        sheet.write_string(line, CODE, remark.code, looks.centre_faint)
        text = form.remarks.get((remark.field, remark.category))
        _cell(sheet, line, FIRST_VALUE, text, looks.text_input, looks)
