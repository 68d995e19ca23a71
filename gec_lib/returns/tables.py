"""One table of a form: headings, rows, cells to fill, last year's figures, and what the cells accept."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gec_lib.codelists import OFFICE, SCHOOL, WARD
from gec_lib.returns import widths
from gec_lib.returns.drafts import (
    CODE,
    FIRST_ROW,
    FIRST_VALUE,
    HEAD_ROW,
    LABEL,
    ORDER,
    RULE_ROW,
    STAMP_ROW,
    TITLE_ROW,
    TOP_ROW,
    UNIT_ROW,
    Draft,
)
from gec_lib.returns.looks import STAMP_INK, Looks
from gec_lib.returns.records import (
    DATE,
    EVIDENCE_FIELD,
    FEMALE_FIELD,
    NOTE_FIELD,
    TOTAL_FIELD,
    Column,
    Key,
    Row,
    Value,
    label_for,
)
from gec_lib.returns.validations import collect, confirm, validate

BLANK: Value = (None, None)
SIGN_LINES = {SCHOOL: "sign_line", WARD: "sign_line_ward", OFFICE: "sign_line_office"}
MARGIN = 0.4  # inches; the width of A4 is dear in a form with many columns
MONEY = "VND"


def write_table(form: Draft, name: str, values: Mapping[Key, Value], previous: Mapping[Key, Value]) -> None:
    """One sheet of the layout: headings, sections, rows, what the cells accept."""
    layout, looks = form.layout, form.looks
    block = Block.of(layout.value_columns(name))
    sheet = form.workbook.add_worksheet(name)
    page(sheet, form)
    rule_line = form.word("rule_line").format(date=day_text(layout.reference_date(form.identity.year)))
    head(sheet, form, name, rule_line, block.last)
    wide = _columns(sheet, form, name, block)
    _headings(sheet, form, block, wide)
    line, section = FIRST_ROW, None
    ranges: dict[str, list[str]] = {}
    tall: list[float] = [widths.LEAST] * (FIRST_ROW + 2)
    for number, row in enumerate(layout.rows_of(name), start=1):
        if row.section != section:
            section = row.section
            _band(sheet, line, section, looks, block.last)
            line += 1
            tall.append(widths.LEAST)
        _label(sheet, line, number, row, form)
        tall.append(_row_height(row, form, block, wide))
        sheet.set_row(line, tall[-1])
        _values(sheet, line, row, form, block, values)
        _aside(sheet, line, row, form, block, values, previous)
        collect(ranges, line, row, form.codes)
        line += 1
    validate(sheet, ranges, form)
    confirm(sheet, form, block.explanation, line - 1)
    if widths.fits_one_page(wide.values(), tall):
        sheet.fit_to_pages(1, 1)
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
    """What all sheets share: A4 across, one page wide, locked but for the cells to fill, the stamp on every page."""
    who = form.identity
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=MARGIN, right=MARGIN, top=0.45, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    stamp = f"&C&B&K{STAMP_INK[1:]}{form.word('synthetic')}" if who.synthetic else ""
    sheet.set_footer(f"&L{who.form}–{who.version} · {who.unit} · {who.year}{stamp}&R&P/&N", {"margin": 0.25})
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.set_default_row(widths.LEAST)


def day_text(day: datetime.date) -> str:
    """A day as an office writes it: a leading zero before 10, and before months 1 and 2.

    Examples
    --------
    >>> day_text(datetime.date(1999, 9, 5)), day_text(datetime.date(1999, 2, 20))
    ('05/9/1999', '20/02/1999')
    """
    return f"{day.day:02d}/{day.month:02d}/{day.year}" if day.month < 3 else f"{day.day:02d}/{day.month}/{day.year}"


def head(sheet: Any, form: Draft, name: str, rule_line: str, last: int) -> None:
    identity, looks = form.identity, form.looks
    if identity.synthetic:
        sheet.merge_range(STAMP_ROW, 0, STAMP_ROW, last, form.word("synthetic"), looks.stamp)
    title = form.word("title").format(title=form.layout.title_vi, year=identity.year)
    sheet.write_string(TITLE_ROW, 0, f"{title} – {name}", looks.title)
    who = form.word(form.layout.unit_type).format(name=identity.unit_name)
    sheet.write_string(UNIT_ROW, 0, who, looks.bold)
    sheet.write_string(UNIT_ROW, CODE, form.word("unit_code").format(unit=identity.unit), looks.plain)
    mark = form.word("form_mark").format(form=identity.form, version=identity.version)
    sheet.write_string(UNIT_ROW, last, mark, looks.mark)
    sheet.write_string(RULE_ROW, 0, rule_line, looks.note)
    sheet.freeze_panes(FIRST_ROW, FIRST_VALUE)
    sheet.repeat_rows(TOP_ROW, HEAD_ROW)


def _columns(sheet: Any, form: Draft, name: str, block: Block) -> dict[int, float]:
    """Set the width of every column by what stands in it; the widths, by column."""
    rows, year = form.layout.rows_of(name), form.identity.year
    wide: dict[int, float] = {
        ORDER: widths.ORDER,
        LABEL: widths.label_width(label_for(row.label, year=year) for row in rows),
        CODE: widths.code_width(row.code for row in rows),
        block.result: widths.RESULT,
        block.explanation: widths.EXPLANATION,
    }
    for column in block.columns:
        least = max((_least(row.columns[column.position], form) for row in rows if _reaches(row, column)), default=0)
        wide[FIRST_VALUE + column.position] = widths.head_width(column.header[-1], least=least)
    for offset in range(block.previous_count):
        wide[block.previous + offset] = min(widths.DATE, wide[FIRST_VALUE + offset])
    if block.male is not None:
        wide[block.male] = widths.NARROWEST
    for place, width in wide.items():
        sheet.set_column(place, place, width)
    return wide


def _reaches(row: Row, column: Column) -> bool:
    return column.position < len(row.columns)


def _least(column: Column, form: Draft) -> int:
    if column.field == NOTE_FIELD:
        return widths.NOTE
    unit = form.codes.measures[column.measure].unit
    return {MONEY: widths.MONEY, DATE: widths.DATE}.get(unit, widths.NARROWEST)


def _row_height(row: Row, form: Draft, block: Block, wide: Mapping[int, float]) -> float:
    texts = [
        (label_for(row.label, year=form.identity.year), wide[LABEL]),
        (form.explanations.get(row.code, ""), wide[block.explanation]),
    ]
    for column in row.columns:
        if column.field == NOTE_FIELD:
            evidence = form.remarks.get((EVIDENCE_FIELD, row.category)) or ""
            texts.append((evidence, wide[FIRST_VALUE + column.position]))
    return widths.height(texts)


def _headings(sheet: Any, form: Draft, block: Block, wide: Mapping[int, float]) -> None:
    look = form.looks.head
    for column, key in ((ORDER, "order"), (LABEL, "indicator"), (CODE, "code"), (block.explanation, "explanation")):
        sheet.merge_range(TOP_ROW, column, HEAD_ROW, column, form.word(key), look)
    checks = [form.word("result")] if block.male is None else [form.word("male"), form.word("result")]
    groups = (
        (block.columns[0].header[0], [c.header[-1] for c in block.columns], FIRST_VALUE),
        (form.word("previous_year"), [c.header[-1] for c in block.columns[: block.previous_count]], block.previous),
        (form.word("check"), checks, block.result - len(checks) + 1),
    )
    tops, names = [], []
    for top, below, first in groups:
        _group(sheet, top, below, first, look)
        tops.append((top, sum(wide[first + offset] for offset in range(len(below)))))
        names += [(name, wide[first + offset]) for offset, name in enumerate(below)]
    sheet.set_row(TOP_ROW, widths.height(tops))
    sheet.set_row(HEAD_ROW, widths.height(names))


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


def sign_line(form: Draft) -> str:
    """Who filled the form and who confirms it."""
    return form.word(SIGN_LINES[form.layout.unit_type])
