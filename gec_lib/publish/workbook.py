"""The Excel annex: every table of a report on its own sheet, after a contents sheet; text never becomes a formula."""

from __future__ import annotations

import io
import textwrap
import warnings
from collections.abc import Mapping, Sequence
from typing import Any

import xlsxwriter

from gec_lib import blocks
from gec_lib.blocks import text_of
from gec_lib.publish import guard
from gec_lib.publish.document import Document, walk
from gec_lib.publish.docx.copy import AUTHOR, created
from gec_lib.publish.docx.elements import clean, labels
from gec_lib.publish.docx.styles import FONT, STAMP
from gec_lib.publish.html import labels as page_labels
from gec_lib.publish.sheets import Sheet, Value, sheets
from gec_lib.publish.zipped import rewritten
from gec_lib.wording.numerals import MINUS

OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
SIZE = 12
A4 = 9
NARROW, WIDEST = 10.0, 36.0  # widths of columns in letters
LINE = 16.5  # points of height that a line takes
CROWDED = 1.1  # letters of our font in the width of a letter of the default font
LINK = "0B3D91"
HEAD_FILL = "F2F2F2"
LOOKS: Mapping[str, Mapping[str, Any]] = {
    "title": {"bold": True, "font_size": 14},
    "stamp": {"bold": True, "font_size": 14, "font_color": f"#{STAMP}"},
    "note": {"italic": True},
    "link": {"font_color": f"#{LINK}", "underline": 1},
    "head": {
        "bold": True,
        "text_wrap": True,
        "valign": "vcenter",
        "align": "left",
        "indent": 1,
        "bg_color": f"#{HEAD_FILL}",
        "bottom": 1,
    },
    "number_head": {
        "bold": True,
        "text_wrap": True,
        "valign": "vcenter",
        "align": "right",
        "bg_color": f"#{HEAD_FILL}",
        "bottom": 1,
    },
    "text": {"text_wrap": True, "valign": "top", "align": "left", "indent": 1},
    "total": {"text_wrap": True, "valign": "top", "align": "left", "indent": 1, "bold": True},
    "mark": {"align": "right", "valign": "top"},
}


class Looks:
    """Formats of one workbook, made when first used: XlsxWriter numbers them in that order."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.made: dict[tuple[str, str, bool], Any] = {}

    def get(self, name: str, *, number: str = "", bold: bool = False) -> Any:
        key = (name, number, bold)
        if key not in self.made:
            look = {"font_name": FONT, "font_size": SIZE, **LOOKS[name]}
            look |= {"num_format": number} if number else {}
            look |= {"bold": True} if bold else {}
            self.made[key] = self.book.add_format(look)
        return self.made[key]


def render_workbook(document: Document) -> bytes:
    """The tables of an edition as a workbook.

    Parameters
    ----------
    document : Document
        Blocks and claims of an executed notebook.

    Returns
    -------
    bytes
        A workbook of one contents sheet and one sheet a table; the same document gives the same bytes.

    Raises
    ------
    GuardError
        When the workbook says more, or other numbers, than the blocks.
    """
    buffer = io.BytesIO()
    masthead = next(b for b in walk(document.blocks) if b["kind"] == blocks.Masthead.kind)
    day = created(masthead)
    found = sheets(document)
    book = xlsxwriter.Workbook(buffer, dict(OPTIONS))
    words = labels(document.lang)
    book.set_properties(
        {
            "title": clean(document.title),
            "author": AUTHOR,
            "comments": clean(document.synthetic),
            "keywords": document.meta.snapshot,
            "created": day,
        }
    )
    looks = Looks(book)
    contents = words["contents"]
    _contents(book.add_worksheet(contents), found, document, masthead, looks)
    for sheet in found:
        page = book.add_worksheet(sheet.name)
        _write(page, sheet, document, looks, back=contents)
    book.close()
    data = rewritten(buffer.getvalue(), created=day)
    guard.guard_workbook(document, data, form=(*words.values(), *page_labels(document.lang).values()))
    return data


def _title(page: Any, title: str, document: Document, looks: Looks) -> None:
    """The title in A1, after the synthetic mark."""
    if not document.synthetic:
        page.write_string(0, 0, clean(title), looks.get("title"))
        return
    mark = clean(document.synthetic.partition(" · ")[0])
    page.write_rich_string(0, 0, looks.get("stamp"), f"{mark} – ", looks.get("title"), clean(title), looks.get("title"))


def _contents(page: Any, found: Sequence[Sheet], document: Document, masthead: Any, looks: Looks) -> None:
    """What is inside: title, who reports with which data, and a line with a link for each sheet."""
    words = labels(document.lang)
    _title(page, document.title, document, looks)
    lines = [text_of(masthead["agency"]), text_of(masthead.get("subtitle", []))]
    lines += [f"{text_of(f['label'])}: {text_of(f['value'])}" for f in masthead.get("facts", ())]
    at = 1
    for line in filter(None, lines):
        page.write_string(at, 0, clean(line), looks.get("note"))
        at += 1
    for i, key in enumerate(("sheet", "sheet_title")):
        page.write_string(at, i, words[key], looks.get("head"))
    page.freeze_panes(at + 1, 0)
    for number, sheet in enumerate(found, start=at + 1):
        page.write_url(number, 0, f"internal:'{_quoted(sheet.name)}'!A1", looks.get("link"), clean(sheet.name))
        page.write_string(number, 1, clean(sheet.title), looks.get("text"))
    page.set_column(0, 0, 30)
    page.set_column(1, 1, 90)
    _paper(page, document, repeated=at)


def _quoted(name: str) -> str:
    return name.replace("'", "''")


def _write(page: Any, sheet: Sheet, document: Document, looks: Looks, *, back: str) -> None:
    """Title, link to the contents, notes, one head row, rows."""
    _title(page, sheet.title, document, looks)
    words = labels(document.lang)
    page.write_url(1, 0, f"internal:'{_quoted(back)}'!A1", looks.get("link"), words["to_contents"])
    for number, line in enumerate(sheet.notes, start=2):
        page.write_string(number, 0, clean(line), looks.get("note"))
    top = 2 + len(sheet.notes)
    widths = [_width(sheet, column) for column in range(len(sheet.heads))]
    for column, (head, width) in enumerate(zip(sheet.heads, widths, strict=True)):
        page.write_string(top, column, clean(head), looks.get(_head_look(sheet, column)))
        page.set_column(column, column, width)
    page.set_row(top, LINE * _lines(sheet.heads, widths))
    texts = ["mark" if _head_look(sheet, column) == "number_head" else "text" for column in range(len(sheet.heads))]
    for number, (row, total) in enumerate(zip(sheet.rows, sheet.totals, strict=True), start=top + 1):
        page.set_row(number, LINE * _lines([value.text for value in row], widths))
        for column, value in enumerate(row):
            _cell(page, number, column, value, looks, total=total, text=texts[column])
    page.freeze_panes(top + 1, 1)
    _structure(page, sheet, top, looks)
    _paper(page, document, repeated=top)


def _head_look(sheet: Sheet, column: int) -> str:
    return "number_head" if any(row[column].number is not None for row in sheet.rows) else "head"


def _lines(texts: Sequence[str], widths: Sequence[float]) -> int:
    """How many lines the fullest cell of a row takes."""
    wrapped = (len(textwrap.wrap(t, int(x * CROWDED))) for t, x in zip(texts, widths, strict=True))
    return max([1, *wrapped])


def _cell(page: Any, row: int, column: int, value: Value, looks: Looks, *, total: bool, text: str) -> None:
    if value.number is not None:
        shown = value.format.replace(MINUS, f'"{MINUS}"') or "General"
        page.write_number(row, column, value.number, looks.get("mark", number=shown, bold=total))
    elif value.mark:
        page.write_string(row, column, clean(value.text), looks.get("mark", bold=total))
    elif value.text:
        page.write_string(row, column, clean(value.text), looks.get("total" if total and text == "text" else text))


def _structure(page: Any, sheet: Sheet, top: int, looks: Looks) -> None:
    """Say that this is a table, so that screen readers name its head; heads that repeat forbid it."""
    names = [clean(head) for head in sheet.heads]
    if not sheet.rows or len({name.casefold() for name in names}) < len(names):
        return
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        page.add_table(
            top,
            0,
            top + len(sheet.rows),
            len(names) - 1,
            {
                "name": f"{sheet.slug}_{page.index}",
                "autofilter": False,
                "style": None,
                "columns": [
                    {"header": name, "header_format": looks.get(_head_look(sheet, column))}
                    for column, name in enumerate(names)
                ],
            },
        )


def _width(sheet: Sheet, column: int) -> float:
    longest = max((len(row[column].text) for row in sheet.rows), default=0)
    words = max((len(word) for word in sheet.heads[column].split()), default=0)
    return min(max(NARROW, longest * 1.05 + 2, words * 1.25 + 2), WIDEST)


def _paper(page: Any, document: Document, *, repeated: int) -> None:
    """Printed across on A4, one page wide, the head on every page, the synthetic mark in every footer."""
    page.set_landscape()
    page.set_paper(A4)
    page.fit_to_pages(1, 0)
    page.repeat_rows(repeated)
    page.hide_gridlines(2)
    mark = f"&B{clean(document.synthetic.partition(' · ')[0]).replace('&', '&&')}&B" if document.synthetic else ""
    page.set_footer(f"&L{mark}&R&P / &N")
