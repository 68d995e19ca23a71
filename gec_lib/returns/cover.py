"""The first sheet of a return: whose it is, what is in it, how it is filled; and the sheet of opinions."""

from __future__ import annotations

from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from gec_lib.codelists import NONE
from gec_lib.returns import widths
from gec_lib.returns.drafts import (
    CODE,
    FIRST_ROW,
    FIRST_VALUE,
    HEAD_ROW,
    LABEL,
    ORDER,
    STAMP_ROW,
    TITLE_ROW,
    TOP_ROW,
    UNIT_ROW,
    Draft,
)
from gec_lib.returns.records import IDENTITY_KEYS
from gec_lib.returns.tables import day_text, head, page, write_cell

KEY, NAME, VALUE, MEANING = range(4)
COLUMNS = {KEY: 17, NAME: 20, VALUE: 54, MEANING: 42}
SMALL = 19  # points of a row of plain text
OPINION_WIDTHS = {ORDER: 5, LABEL: 44, CODE: 24, FIRST_VALUE: 76}


def write_information(form: Draft) -> None:
    """Identity with its named cells, the list of tables, how to fill: one page."""
    sheet = form.workbook.add_worksheet(form.word("sheet_info"))
    page(sheet, form)
    sheet.fit_to_pages(1, 1)
    for column, width in COLUMNS.items():
        sheet.set_column(column, column, width)
    if form.identity.synthetic:
        sheet.merge_range(STAMP_ROW, KEY, STAMP_ROW, MEANING, form.word("synthetic"), form.looks.stamp)
    title = form.word("title").format(title=form.layout.title_vi, year=form.identity.year)
    sheet.write_string(TITLE_ROW, KEY, title, form.looks.title)
    line = _identity(sheet, form, UNIT_ROW)
    line = _contents(sheet, form, line + 1)
    _guidance(sheet, form, line + 1)


def write_opinions(form: Draft) -> None:
    """The sheet of texts: good models, difficulties and their causes, recommendations."""
    looks, name = form.looks, form.word("sheet_remarks")
    sheet = form.workbook.add_worksheet(name)
    page(sheet, form)
    head(sheet, form, name, form.word("rule_line_text"), FIRST_VALUE)
    for column, key in ((ORDER, "order"), (LABEL, "content"), (CODE, "code"), (FIRST_VALUE, "opinion")):
        sheet.merge_range(TOP_ROW, column, HEAD_ROW, column, form.word(key), looks.head)
    for column, width in OPINION_WIDTHS.items():
        sheet.set_column(column, column, width)
    for line, remark in enumerate(form.layout.book.remarks, start=FIRST_ROW):
        text = form.remarks.get((remark.field, remark.category))
        sheet.write_number(line, ORDER, line - FIRST_ROW + 1, looks.centre)
        sheet.write_string(line, LABEL, remark.label_vi, looks.label)
        sheet.write_string(line, CODE, remark.code, looks.centre_faint)
        tall = ((remark.label_vi, OPINION_WIDTHS[LABEL]), (text or "", OPINION_WIDTHS[FIRST_VALUE]))
        sheet.set_row(line, widths.height(tall, least=40))
        write_cell(sheet, line, FIRST_VALUE, text, looks.text_input, looks)


def _identity(sheet: Any, form: Draft, top: int) -> int:
    """One line for each part of the identity; the reader finds a value by its key, two columns to the left."""
    who, looks = form.identity, form.looks
    mark = form.word("synthetic") if who.synthetic else form.word("not_synthetic")
    cells = (who.form, who.version, str(who.year), who.unit, who.unit_name, who.level, mark)
    kind = ("unit_type", form.layout.unit_type) if who.level == NONE else ("level", who.level)
    told = {"GEC_FORM": form.layout.title_vi, "GEC_LEVEL": form.codes.label(*kind, lang="vi")}
    if form.layout.retrospective:
        told["GEC_VERSION"] = form.word("retrospective")
    for column, key in ((KEY, "info_key"), (NAME, "info_title"), (VALUE, "info_value"), (MEANING, "info_meaning")):
        sheet.write_string(top, column, form.word(key), looks.head)
    for line, (key, value) in enumerate(zip(IDENTITY_KEYS, cells, strict=True), start=top + 1):
        sheet.write_string(line, KEY, key, looks.faint)
        sheet.write_string(line, NAME, form.word(f"id_{key}"), looks.locked_text)
        sheet.write_string(line, VALUE, value, looks.locked_text)
        write_cell(sheet, line, MEANING, told.get(key), looks.locked_text, looks)
        form.workbook.define_name(key, f"='{form.word('sheet_info')}'!{xl_rowcol_to_cell(line, VALUE, True, True)}")
    sheet.ignore_errors({"number_stored_as_text": f"C{top + 2}:C{line + 1}"})
    return line + 1


def _contents(sheet: Any, form: Draft, top: int) -> int:
    """The tables of the workbook, each with a link to its sheet."""
    looks, layout = form.looks, form.layout
    sheet.write_string(top, KEY, form.word("contents_title"), looks.bold)
    tables = [(name, len(layout.rows_of(name))) for name in layout.sheets]
    if layout.remarks:
        tables.append((form.word("sheet_remarks"), len(layout.book.remarks)))
    for line, (name, rows) in enumerate(tables, start=top + 1):
        sheet.set_row(line, SMALL)
        sheet.write_url(line, KEY, f"internal:'{name}'!A1", looks.link, name)
        sheet.write_string(line, VALUE, form.word("contents_rows").format(rows=rows), looks.plain)
    return top + 1 + len(tables)


def _guidance(sheet: Any, form: Draft, top: int) -> None:
    looks = form.looks
    how = [form.word(key) for key in form.layout.book.words if key.startswith("how_")]
    sheet.write_string(top, KEY, how[0], looks.bold)
    if form.due is not None:
        how.append(form.word("due_line").format(date=day_text(form.due)))
    if form.layout.evidence == "assumed":
        how.append(form.word("assumed"))
    for line, text in enumerate(how[1:], start=top + 1):
        sheet.set_row(line, SMALL)
        sheet.write_string(line, KEY, text, looks.note if text == form.word("assumed") else looks.plain)
