"""What goes back to the school: a copy of its workbook that shows the faults, and the same in plain words.

The copy changes nothing but looks, the column of results and one added sheet; every figure stays as it was sent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.hyperlink import Hyperlink

from gec_lib.codelists import FAIL
from gec_lib.returns import widths
from gec_lib.returns.faults import Fault
from gec_lib.returns.looks import HEAD_FILL, INPUT_BORDER, INPUT_FILL, LINK_INK, LOCKED_FILL, RULE, STAMP_INK
from gec_lib.returns.reading import Reading
from gec_lib.returns.records import Book, normal
from gec_lib.returns.sheets import HEADING_SEARCH_ROWS

MISSING_RULES = ("TY08", "TY11")
TOLD = re.compile(r"(?:\{found\}; )(?P<what>.*?) \(\{expected\}\)\. (?P<todo>.*)", re.DOTALL)
NOTE_WIDTH, NOTE_LINE = 300, 22
FONT = "Times New Roman"
MEND_WIDTHS, MARKED_COLUMN = {"A": 22, "B": 36, "C": 16, "D": 24, "E": 44}, 2
PLACE = re.compile(r"[A-Z]{1,3}[1-9]\d*")


@dataclass(frozen=True)
class Mark:
    """How a kind of fault looks, and the key of its word."""

    word: str
    fill: str
    ink: str
    border: str
    bold: bool = False
    italic: bool = False


ERROR = Mark("mark_error", "FBE4E1", "8C1C13", "medium", bold=True)
MISSING = Mark("mark_missing", "FDE9DC", "96400A", "mediumDashed")
LOOK = Mark("mark_look", "FFF3D1", "7A4E00", "thin", italic=True)
MENDED = Mark("mark_mended", "", "0B5D3B", "thin")
RIGHT_INK = "0B5D3B"
GRAVITY = (ERROR, MISSING, LOOK)


class CopyError(ValueError):
    """The received file cannot be opened for an annotated copy."""


def mark_of(fault: Fault) -> Mark:
    """The look of a fault: missing, error, or look again."""
    if fault.rule in MISSING_RULES:
        return MISSING
    return ERROR if fault.severity == FAIL else LOOK


def write_copy(
    source: Path, target: Path, *, reading: Reading, faults: Iterable[Fault], mended: Sequence[Fault] = ()
) -> None:
    """Write the annotated copy of a received workbook.

    Parameters
    ----------
    source, target : Path
        The received file, and the copy to write (an ``.xlsx``: macros are left out).
    reading : Reading
        What was read from ``source``.
    faults : iterable of Fault
        What the checks found; explained doubts are left alone.
    mended : sequence of Fault, optional
        What was at fault in the file before and no longer is; listed below the rest.

    Raises
    ------
    CopyError
        When ``source`` was unreadable: a note is all that can be sent then.
    """
    if reading.layout is None or source.suffix.casefold() not in (".xlsx", ".xlsm"):
        raise CopyError(
            f"{source.name} has no sheets that can be marked; expected a readable .xlsx; send the note only"
        )
    shown = sorted((fault for fault in faults if not fault.explained), key=lambda fault: GRAVITY.index(mark_of(fault)))
    workbook = openpyxl.load_workbook(source)
    unmark(workbook, reading.book)
    for fault in shown:
        _mark_cell(workbook, fault, reading.book)
    for name in reading.layout.sheets:
        if name in workbook.sheetnames:
            _mark_results(workbook[name], name, shown, reading)
    _mend_sheet(workbook, shown, mended, reading.book)
    if reading.identity is not None and reading.identity.synthetic:
        footer = workbook[reading.book.words["mend_sheet"]].oddFooter.center
        footer.text, footer.color = reading.book.words["synthetic"], STAMP_INK[1:]
    workbook.save(target)


def unmark(workbook: Any, book: Book) -> None:
    """Take off what an earlier copy put on, when the school mended that copy and sent it back."""
    if book.words["mend_sheet"] in workbook.sheetnames:
        del workbook[book.words["mend_sheet"]]
    for sheet in workbook.worksheets:
        for cell in [cell for row in sheet.iter_rows() for cell in row if cell.comment is not None]:
            before, own, _ = f"\n\n{cell.comment.text}".partition(f"\n\n{cell.coordinate} · ")
            if not own:
                continue
            cell.comment = Comment(before.strip(), cell.comment.author) if before.strip() else None
            edge, fill = (RULE, LOCKED_FILL) if cell.protection.locked else (INPUT_BORDER, INPUT_FILL)
            side = Side(style="thin", color=edge[1:])
            cell.fill = PatternFill("solid", fgColor=fill[1:])
            cell.border = Border(left=side, right=side, top=side, bottom=side)
            cell.font = Font(name=cell.font.name, size=cell.font.size)


def listed(faults: Sequence[Fault], mended: Sequence[Fault], *, book: Book, lang: str, limit: int) -> list[str]:
    """What must be mended, what is to be looked at again, what was mended, in plain words.

    Parameters
    ----------
    faults, mended : sequence of Fault
        What is at fault, and what was at fault in the file before.
    book : Book
        The words of the home.
    lang : str
        Language of the lines.
    limit : int
        How many faults of a kind are told one by one; the rest is counted.
    """
    words = book.words if lang == "vi" else book.words_en
    must = [fault for fault in faults if fault.severity == FAIL]
    look = [fault for fault in faults if fault.severity != FAIL]
    lines = []
    for heading, part in (("note_must", must), ("note_look", look), ("note_mended", mended)):
        if part:
            messages = [fault.message_vi if lang == "vi" else fault.message_en for fault in part]
            if heading == "note_mended":
                messages = [words["mended_place"].format(sheet=fault.sheet, cell=fault.cell) for fault in part]
            more = [words["note_more"].format(count=len(part) - limit)] if len(part) > limit else []
            lines += [words[heading], *(f"– {message}" for message in messages[:limit]), *more, ""]
    return lines


def told(fault: Fault, book: Book) -> tuple[str, str]:
    """What is the matter and what to do, from the words of the rule."""
    match = TOLD.search(book.rules[fault.rule].message_vi)
    return (match["what"], match["todo"]) if match else ("", fault.message_vi)


def _mark_cell(workbook: Any, fault: Fault, book: Book) -> None:
    if fault.sheet not in workbook.sheetnames or not PLACE.fullmatch(fault.cell):
        return
    cell = workbook[fault.sheet][fault.cell]
    if isinstance(cell, MergedCell):
        return
    if cell.comment is None or not cell.comment.text.startswith(f"{cell.coordinate} · "):
        _dress(cell, mark_of(fault))  # the gravest fault comes first, and its look stays
    what, todo = told(fault, book)
    lines = [f"{fault.cell} · {what}"]
    for key, text in (("told_found", fault.found), ("told_expected", fault.expected), ("told_todo", todo)):
        lines.append(book.words[key].format(text=text))
    earlier = f"{cell.comment.text}\n\n" if cell.comment else ""
    comment = Comment(earlier + "\n".join(lines), "GEC")
    comment.width, comment.height = NOTE_WIDTH, NOTE_LINE * (comment.text.count("\n") + 4)
    cell.comment = comment


def _dress(cell: Any, mark: Mark) -> None:
    side = Side(style=mark.border, color=mark.ink)
    cell.fill = PatternFill("solid", fgColor=mark.fill)
    cell.border = Border(left=side, right=side, top=side, bottom=side)
    cell.font = Font(name=cell.font.name, size=cell.font.size, color=mark.ink, bold=mark.bold, italic=mark.italic)


def _mark_results(sheet: Any, name: str, faults: Sequence[Fault], reading: Reading) -> None:
    """The word of every row in the column of results: its gravest fault, or right."""
    words = reading.book.words
    column = _column(sheet, words["result"])
    seen = reading.observations[reading.observations["sheet"] == name]
    filled = {_line(cell) for cell in seen["cell_total"] if cell}
    marks: dict[int, list[Mark]] = {line: [] for line in filled}
    for fault in faults:
        if fault.sheet == name and PLACE.fullmatch(fault.cell) and _line(fault.cell) in filled:
            marks[_line(fault.cell)].append(mark_of(fault))
    for line, found in marks.items():
        if column is not None:
            cell = sheet.cell(line, column)
            grave = min(found, key=GRAVITY.index) if found else None
            cell.value = words[grave.word if grave else "mark_right"]
            cell.font = Font(name=FONT, size=12, color=grave.ink if grave else RIGHT_INK, bold=bool(grave))


def _column(sheet: Any, heading: str) -> int | None:
    for row in sheet.iter_rows(max_row=HEADING_SEARCH_ROWS):
        for cell in row:
            if isinstance(cell.value, str) and normal(cell.value) == normal(heading):
                return int(cell.column)
    return None


def _line(cell: str) -> int:
    return int("".join(filter(str.isdigit, cell)))


def _mend_sheet(workbook: Any, faults: Sequence[Fault], mended: Sequence[Fault], book: Book) -> None:
    words = book.words
    sheet = workbook.create_sheet(words["mend_sheet"], 1)
    heads = ("mend_place", "mend_what", "mend_found", "mend_expected", "mend_todo")
    sheet.append([words[key] for key in heads])
    for fault in faults:
        _mend_row(workbook, sheet, fault, mark_of(fault), book)
    for fault in mended:
        _mend_row(workbook, sheet, fault, MENDED, book)
    _mend_looks(sheet)
    sheet.cell(sheet.max_row + 2, 1, words["mend_key"]).font = Font(name=FONT, size=11)


def _mend_looks(sheet: Any) -> None:
    """A table that prints: grid, wrapped text, headings on every page, A4 across."""
    for letter, width in MEND_WIDTHS.items():
        sheet.column_dimensions[letter].width = width
    side = Side(style="thin", color=RULE[1:])
    for row in sheet.iter_rows():
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.border = Border(left=side, right=side, top=side, bottom=side)
            if cell.row == 1:
                cell.font, cell.fill = Font(name=FONT, size=12, bold=True), PatternFill("solid", fgColor=HEAD_FILL[1:])
            elif cell.column != MARKED_COLUMN and not cell.hyperlink:
                cell.font = Font(name=FONT, size=12)
        texts = ((str(cell.value or ""), MEND_WIDTHS[cell.column_letter]) for cell in row)
        sheet.row_dimensions[row[0].row].height = widths.height(texts)
    sheet.print_title_rows = "1:1"
    sheet.freeze_panes = "A2"
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _mend_row(workbook: Any, sheet: Any, fault: Fault, mark: Mark, book: Book) -> None:
    what, todo = told(fault, book)
    over = mark is MENDED
    sheet.append([None, book.words[mark.word] if over else what, None, None, what if over else todo])
    line = sheet.max_row
    for column, text in ((1, f"{fault.sheet} {fault.cell}".strip()), (3, fault.found), (4, fault.expected)):
        cell = sheet.cell(line, column, text)
        cell.data_type = "s"  # what the clerk typed is never a formula here
    if fault.sheet in workbook.sheetnames and PLACE.fullmatch(fault.cell):
        place = sheet.cell(line, 1)
        place.hyperlink = Hyperlink(ref=place.coordinate, location=f"'{fault.sheet}'!{fault.cell}")
        place.font = Font(name=FONT, size=12, color=LINK_INK[1:], underline="single")
    sheet.cell(line, MARKED_COLUMN).font = Font(name=FONT, size=12, color=mark.ink, bold=mark.bold)
