"""The workbook holds every table of the report, one a sheet, with the numbers of the claims as numbers."""

from __future__ import annotations

import dataclasses
import io
import re
import tomllib
from fractions import Fraction

import openpyxl
import pytest

from gec_lib import blocks as b
from gec_lib.blocks import Span, text_of
from gec_lib.publish.docx import render_docx
from gec_lib.publish.extracts import formulas_of_workbook, numbers_of_workbook, texts_of_workbook
from gec_lib.publish.html import render_page
from gec_lib.publish.workbook import render_workbook


@pytest.fixture(scope="module")
def book(workbook):
    return openpyxl.load_workbook(workbook, rich_text=True)


@pytest.fixture(scope="module")
def captions(document) -> list[str]:
    """Captions of all tables, those behind figures too; the sample prints that of figure 7 just below it."""
    found = []
    for block in [*document.blocks, *document.blocks[-1]["blocks"]]:
        if block["kind"] in ("table", "matrix", "tasks"):
            found.append(text_of(block["caption"]))
        elif block["kind"] == "figure" and block["id"] != "hinh-7":
            found.append(text_of(block["table"]["caption"]))
    return found


def title(sheet) -> str:
    """The parts of A1, each in its own font."""
    return "".join(str(part) for part in sheet["A1"].value)


def top(sheet) -> int:
    """Row of the head: the first row with two cells filled."""
    return next(r for r in range(1, sheet.max_row + 1) if sheet.cell(r, 2).value is not None)


def test_every_table_has_a_sheet_in_order_and_the_contents_list_it(book, captions):
    contents, *tables, sources = book.worksheets
    assert contents.title == "Mục lục" and sources.title == "Nguồn"
    assert [title(sheet).removeprefix("SỐ LIỆU MÔ PHỎNG – ") for sheet in tables] == captions
    listed = [(row[0].value, row[1].value) for row in contents.iter_rows(min_row=top(contents) + 1)]
    assert listed == [*zip([s.title for s in tables], captions, strict=True), ("Nguồn", "Nguồn từng con số")]
    links = {row[0].hyperlink.location for row in contents.iter_rows(min_row=top(contents) + 1)}
    assert links == {f"'{sheet.title}'!A1" for sheet in (*tables, sources)}


def test_every_sheet_is_one_plain_table(book):
    """The checklist for accessible workbooks: title in A1, one head row, nothing merged, no blank row, frozen head."""
    for sheet in book.worksheets:
        head = top(sheet)
        assert sheet["A1"].value
        assert not sheet.merged_cells.ranges, sheet.title
        assert sheet.freeze_panes == f"{'A' if sheet.title == 'Mục lục' else 'B'}{head + 1}"
        width = max(c for c in range(1, sheet.max_column + 1) if sheet.cell(head, c).value is not None)
        heads = [sheet.cell(head, c).value for c in range(1, width + 1)]
        assert all(heads) and width == sheet.max_column, (sheet.title, heads)
        for row in sheet.iter_rows(min_row=1):
            assert any(cell.value is not None for cell in row), (sheet.title, row[0].row)
        assert sheet.title == "Mục lục" or len(sheet.tables) == 1


def test_groups_become_a_column(book):
    sheet = book["Biểu III.2"]
    head = top(sheet)
    assert sheet.cell(head, 1).value == "Nhóm"
    groups = [sheet.cell(r, 1).value for r in range(head + 1, sheet.max_row + 1)]
    assert groups == ["Năm 2025 (70 trên 72 trường)"] * 3 + ["Năm 2024 (tất cả các trường)"] * 2


def test_heads_above_heads_are_said_in_one(book):
    sheet = book["Biểu III.2"]
    heads = [cell.value for cell in sheet[top(sheet)]]
    assert heads[:4] == ["Nhóm", "Cấp học", "Đội ngũ: Tổng số", "Đội ngũ: Nữ"]


def test_numbers_are_numbers_with_the_format_of_the_report(make, masthead, tmp_path, sample):
    """Worked by hand: 2/7 as 28.6 %, 1 234 567 people, −0,4 points."""
    cells = (
        b.Cell((sample.n("28,6%", "W-1", Fraction(2, 7)),), value=2 / 7, format="0.0%"),
        b.Cell((sample.n("1.234.567", "W-2", 1234567),), value=1234567, format="#,##0"),
        b.Cell((sample.n("−0,4", "W-3", Fraction(-4, 1000)),), value=-0.4, format="+0.0;−0.0;0.0"),
    )
    columns = tuple(b.Column((Span(x),)) for x in ("Tỷ lệ", "Người", "Điểm"))
    table = b.Table("w", (Span("Bảng tính tay"),), (), columns, (b.Row(cells),))
    path = tmp_path / "w.xlsx"
    path.write_bytes(render_workbook(make(table, masthead=masthead)))
    sheet = openpyxl.load_workbook(path)["Bảng tính tay"]
    row = sheet[sheet.max_row]
    assert [cell.value for cell in row] == [2 / 7, 1234567, -0.4]
    assert [cell.number_format for cell in row] == ["0.0%", "#,##0", '+0.0;"−"0.0;0.0']


def test_numbers_of_the_verdicts_are_those_of_the_claims(workbook, document):
    matrix = next(block for block in document.blocks if block["kind"] == "matrix")
    ids = [c["value"][0]["claim"] for row in matrix["rows"] for c in row["cells"] if c["verdict"] in ("met", "not_met")]
    claimed = {float(Fraction(document.claims[id]["value"])) for id in ids}
    written = {n.value for n in numbers_of_workbook(workbook) if n.sheet == "Kết luận"}
    assert claimed <= written
    assert {n.format for n in numbers_of_workbook(workbook) if n.sheet == "Kết luận"} <= {"0.0%", "0%"}


def test_marks_stay_text_and_are_explained(book):
    sheet = book["Biểu III.2"]
    marks = [cell for row in sheet.iter_rows(min_row=top(sheet) + 1) for cell in row if cell.value == "–"]
    assert marks and all(cell.data_type == "s" for cell in marks)
    assert any(str(sheet.cell(r, 1).value).startswith("– không có hiện tượng") for r in range(1, top(sheet)))


def test_every_claim_has_a_line_of_sources(book, document):
    sheet = book["Nguồn"]
    rows = {row[0].value: row for row in sheet.iter_rows(min_row=top(sheet) + 1)}
    assert rows.keys() == document.claims.keys()
    assert float(Fraction(document.claims["T3-02.all"]["value"])) == rows["T3-02.all"][2].value
    assert rows["T3-02.all"][5].value == 3  # the sample files three cells for each claim


def test_every_sheet_carries_the_synthetic_mark_in_row_one_and_in_print(book, make, masthead, sample, tmp_path):
    for sheet in book.worksheets:
        assert title(sheet).startswith("SỐ LIỆU MÔ PHỎNG – ")
        assert "SỐ LIỆU MÔ PHỎNG" in sheet.oddFooter.left.text
    path = tmp_path / "real.xlsx"
    path.write_bytes(render_workbook(make(sample.SERIES, masthead=dataclasses.replace(masthead, synthetic=""))))
    assert not any("MÔ PHỎNG" in text for text in texts_of_workbook(path))


def test_texts_are_those_of_the_blocks_and_of_the_form_and_nothing_more(workbook, document, root):
    """Every text with a digit comes from a block or a claim, whole; words without digits may be the form's own."""
    own = tomllib.loads((root / "gec_lib/messages/docx.vi.toml").read_text("utf-8"))["label"]["docx"].values()
    assert not any(re.search(r"\d", text) for text in own)
    inlines = {text_of(found) for found in texts(document.blocks)}
    groups = {f"{text_of(c['group'])}: {text_of(c['label'])}" for c in columns(document.blocks) if c.get("group")}
    facts = {f"{text_of(f['label'])}: {text_of(f['value'])}" for f in document.blocks[0]["facts"]}
    claims = {str(value) for id, record in document.claims.items() for value in (id, *record.values())}
    names = set(openpyxl.load_workbook(workbook).sheetnames)
    for text in texts_of_workbook(workbook):
        if re.search(r"\d", text) and text not in names:
            assert text in inlines | groups | facts | claims, text
    for name in names:
        assert not re.search(r"\d", name) or any(text.startswith(name) for text in inlines), name


def texts(data):
    """All inline texts of blocks."""
    if isinstance(data, dict):
        for item in data.values():
            yield from texts(item)
    elif isinstance(data, list | tuple):
        if data and isinstance(data[0], dict) and "t" in data[0]:
            yield data
        else:
            for item in data:
                yield from texts(item)


def columns(data):
    """All columns of tables."""
    if isinstance(data, dict):
        yield from (c for c in data.get("columns", ()) if isinstance(c, dict))
        for item in data.values():
            yield from columns(item)
    elif isinstance(data, list | tuple):
        for item in data:
            yield from columns(item)


ATTACKS = ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", '=HYPERLINK("http://x.example","y")', "\t=1", "{=1}"]


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_name_never_becomes_a_formula_or_a_link(attack, make, masthead, tmp_path):
    """Names of schools come from workbooks that anyone may have written."""
    span = (Span(attack, structure="name"),)
    table = b.Table("t", span, span, (b.Column(span), b.Column((Span("Nữ"),))), (b.Row((b.Cell(span),) * 2),), (span,))
    path = tmp_path / "attack.xlsx"
    path.write_bytes(render_workbook(make(table, masthead=masthead)))
    assert formulas_of_workbook(path) == []
    sheet = openpyxl.load_workbook(path).worksheets[1]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert [c.value for c in cells if c.row == sheet.max_row] == [attack, attack]
    assert {c.hyperlink.location for c in cells if c.hyperlink} == {"'Mục lục'!A1"}


@pytest.mark.parametrize("name", ["A/B [1]: x?*\\", "'", "Mục lục", "x" * 80, "Nguồn", "History"])
def test_any_caption_gives_a_sheet(name, make, masthead, tmp_path):
    """Excel refuses some signs, lengths and doubles in names of sheets."""
    text = (Span(name, structure="name"),)
    table = b.Table("t", text, (), (b.Column((Span("Nữ"),)),), (b.Row((b.Cell((Span("–"),), mark="–"),)),))
    path = tmp_path / "named.xlsx"
    path.write_bytes(render_workbook(make(table, table, masthead=masthead)))
    names = [n.casefold() for n in openpyxl.load_workbook(path).sheetnames]
    assert len(names) == 4 == len(set(names))  # contents, two tables, sources
    assert names[0] == "mục lục" and "history" not in names
    assert all(0 < len(n) <= 31 and not re.search(r"[\[\]:*?/\\]", n) and n.strip("'") == n for n in names)


def test_a_table_without_rows_is_published_too(make, masthead):
    """A level without schools has tables with a head alone."""
    column = b.Column((Span("Cấp học"),))
    empty = b.Table("bang-1", (Span("Bảng trống"),), (Span("Đơn vị: người"),), (column,), rows=())
    made = make(empty, masthead=masthead)
    assert "Bảng trống" in render_page(made)
    assert render_docx(made)
    sheets = openpyxl.load_workbook(io.BytesIO(render_workbook(made))).worksheets
    assert any("Bảng trống" in str(sheet["A1"].value) for sheet in sheets)
