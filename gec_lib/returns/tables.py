"""One table of a form: headings, rows, cells to fill, last year's figures, and what the cells accept."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from gec_lib.codelists import WARD, Codes
from gec_lib.returns.looks import Looks
from gec_lib.returns.records import (
    DATE,
    EVIDENCE_FIELD,
    FEMALE_FIELD,
    HOUR,
    NOTE_FIELD,
    TOTAL_FIELD,
    YES_NO,
    Column,
    Identity,
    Key,
    Layout,
    Row,
    Value,
    label_for,
)

STAMP_ROW, TITLE_ROW, UNIT_ROW, RULE_ROW, TOP_ROW, HEAD_ROW, FIRST_ROW = range(7)
ORDER, LABEL, CODE, FIRST_VALUE = range(4)
LABEL_WIDTH, HEAD_WIDTH, LINE_HEIGHT = 58, 13, 18
BLANK: Value = (None, None)


@dataclass(frozen=True)
class Draft:
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


def write_table(form: Draft, name: str, values: Mapping[Key, Value], previous: Mapping[Key, Value]) -> None:
    layout, looks = form.layout, form.looks
    block = Block.of(layout.value_columns(name))
    sheet = form.workbook.add_worksheet(name)
    page(sheet, form)
    date = layout.reference_date(form.identity.year)
    head(sheet, form, name, form.word("rule_line").format(date=f"{date.day}/{date.month}/{date.year}"), block.last)
    _headings(sheet, form, block)
    sheet.set_column(ORDER, ORDER, 5)
    sheet.set_column(LABEL, LABEL, LABEL_WIDTH)
    sheet.set_column(CODE, CODE, 11)
    sheet.set_column(FIRST_VALUE, block.last - 1, HEAD_WIDTH)
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
    sheet.write_string(line + 1, LABEL, sign_line(form), looks.note)


@dataclass(frozen=True)
class Block:
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
    def of(columns: tuple[Column, ...]) -> Block:
        previous = FIRST_VALUE + len(columns)
        count = min(2, len(columns))
        sexed = len(columns) > 1 and columns[1].field == FEMALE_FIELD
        male = previous + count if sexed else None
        result = previous + count + (1 if sexed else 0)
        return Block(columns, previous, count, male, result, result + 1)


def page(sheet: Any, form: Draft) -> None:
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(f"&L{form.identity.form}–{form.identity.version} · {form.identity.unit}&R&P/&N")
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.set_default_row(24)


def height(text: str, *, width: int) -> int:
    """Points that a wrapped text needs in a column of so many characters."""
    return max(24, LINE_HEIGHT * -(-len(text) // width))


def head(sheet: Any, form: Draft, name: str, rule_line: str, last: int) -> None:
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


def _headings(sheet: Any, form: Draft, block: Block) -> None:
    look = form.looks.head
    for column, key in ((ORDER, "order"), (LABEL, "indicator"), (CODE, "code"), (block.explanation, "explanation")):
        sheet.merge_range(TOP_ROW, column, HEAD_ROW, column, form.word(key), look)
    tallest = max((c.header[-1] for c in block.columns), key=len)
    sheet.set_row(HEAD_ROW, height(tallest, width=HEAD_WIDTH - 4))
    _group(sheet, block.columns[0].header[0], [c.header[-1] for c in block.columns], FIRST_VALUE, look)
    last_year = [c.header[-1] for c in block.columns[: block.previous_count]]
    _group(sheet, form.word("previous_year"), last_year, block.previous, look)
    checks = [form.word("result")] if block.male is None else [form.word("male"), form.word("result")]
    _group(sheet, form.word("check"), checks, block.result - len(checks) + 1, look)


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


def _label(sheet: Any, line: int, number: int, row: Row, form: Draft) -> None:
    looks = form.looks
    sheet.write_number(line, ORDER, number, looks.centre)
    look = looks.label_deep if row.label.startswith("–") else looks.label
    sheet.write_string(line, LABEL, label_for(row.label, year=form.identity.year), look)
    if len(row.label) >= LABEL_WIDTH:
        sheet.set_row(line, height(row.label, width=LABEL_WIDTH - 4))
    sheet.write_string(line, CODE, row.code, looks.centre_faint)


def _values(sheet: Any, line: int, row: Row, form: Draft, block: Block, values: Mapping[Key, Value]) -> None:
    looks = form.looks
    for column in row.columns:
        place = FIRST_VALUE + column.position
        if column.field == NOTE_FIELD:
            note = form.remarks.get((EVIDENCE_FIELD, row.category))
            write_cell(sheet, line, place, note, looks.text_input, looks)
            continue
        measure = form.codes.measures[column.measure]
        if column.field == FEMALE_FIELD and not measure.sexed:
            sheet.write_blank(line, place, None, looks.locked)
            continue
        value = values.get(row.key(column), BLANK)[0 if column.field == TOTAL_FIELD else 1]
        write_cell(sheet, line, place, value, looks.date_input if measure.unit == DATE else looks.input, looks)
    for position in range(len(row.columns), len(block.columns)):
        sheet.write_blank(line, FIRST_VALUE + position, None, looks.locked)


def write_cell(sheet: Any, line: int, place: int, value: Any, look: Any, looks: Looks) -> None:
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
    form: Draft,
    block: Block,
    values: Mapping[Key, Value],
    previous: Mapping[Key, Value],
) -> None:
    """Last year's figures, the computed number of men, the result of the check and the clerk's words."""
    looks = form.looks
    for offset in range(block.previous_count):
        value, look = None, looks.locked
        if offset < len(row.columns):
            column = row.columns[offset]
            value = previous.get(row.key(column), BLANK)[0 if column.field == TOTAL_FIELD else 1]
            look = looks.date_locked if form.codes.measures[column.measure].unit == DATE else looks.locked
        write_cell(sheet, line, block.previous + offset, value, look, looks)
    if block.male is not None:
        _male(sheet, line, row, block.male, values, looks)
    sheet.write_blank(line, block.result, None, looks.result)
    write_cell(sheet, line, block.explanation, form.explanations.get(row.code), looks.text_input, looks)


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


def _validate(sheet: Any, ranges: Mapping[str, list[str]], form: Draft) -> None:
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


def sign_line(form: Draft) -> str:
    return form.word("sign_line_ward" if form.layout.unit_type == WARD else "sign_line")
