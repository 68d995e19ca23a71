"""A number that nobody answers for fails the build, wherever it is planted; whole editions raise no false alarm.

| place                                  | planted               | found by                                    |
|----------------------------------------|-----------------------|---------------------------------------------|
| 1 message                              | Còn 7 trường          | loading of the bank                         |
| 2 cell of a notebook: sentence         | Còn 7 trường          | the cell that shows it                      |
| 3 heading                              | 7 trường              | the cell                                    |
| 4 cell of a table                      | 7                     | the cell                                    |
| 5 note under a table                   | trên 28,6%            | the cell                                    |
| 6 word of a verdict                    | Đạt 7                 | the cell                                    |
| 7 title of a chart                     | tăng 16,1             | the cell                                    |
| 8 alternative text                     | lên 28,6%             | the cell                                    |
| 9 text drawn in a chart                | 28,6%                 | the cell                                    |
| 10 commentary in its file              | 30% nữ                | reading of the file                         |
| 11 executed notebook, edited by hand   | Còn 7 trường          | the page                                    |
| 12 executed notebook: unknown claim    | 7                     | the page                                    |
| 13 template of the page                | 7                     | the page, read back                         |
| 14 Word file: a paragraph              | 7 trường              | the Word file, read back                    |
| 15 Excel: a cell with a number         | 7                     | the workbook, read back                     |
| 16 message, spelled out                | bảy trường            | the cell                                    |
| 17 commentary, spelled out             | hai mươi người        | the cell                                    |
| 18 title of a chart, spelled out       | ba phường             | the cell                                    |
| 19 Word file, spelled out              | bảy trường            | the Word file, read back                    |
| 20 Excel, spelled out                  | seven schools         | the workbook, read back                     |
"""

from __future__ import annotations

import ast
import dataclasses
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gec_lib import blocks as b
from gec_lib.blocks import Span
from gec_lib.claims import Book, ClaimError
from gec_lib.commentary import CommentaryError, read_commentary
from gec_lib.publish import html, workbook
from gec_lib.publish.document import Document, DocumentError, document_from_notebook
from gec_lib.publish.docx import body, render_docx
from gec_lib.publish.docx.elements import paragraph, run
from gec_lib.publish.guard import GuardError
from gec_lib.publish.html import render_page
from gec_lib.publish.show import show
from gec_lib.publish.workbook import render_workbook
from gec_lib.wording.templates import declarations, load_messages, parse, problems
from tests.home_fixture import SmallHome

YEARS = (Span("năm ", structure=""), Span("2025", structure="year"))
FINE = (Span("Nữ đạt "), Span("28,6%", claim="T.value"), Span(" "), *YEARS, Span("."))
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="72pt" height="36pt" viewBox="0 0 72 36">{}</svg>'
DRAWN = SVG.format('<g id="claim:T.value"><text>28,6%</text></g>')


def said(text: str) -> b.Text:
    return (Span(text),)


def sentence(text: b.Text) -> b.Sentences:
    return b.Sentences((b.Sentence("S", text),))


def table(*, cell: b.Text = FINE[1:2], note: b.Text = ()) -> b.Table:
    notes = (note,) if note else ()
    row = b.Row((b.Cell(said("Nữ")), b.Cell(cell)))
    return b.Table(
        "t", said("Bảng"), (), (b.Column(said("Nội dung"), align="left"), b.Column(said("%"))), (row,), notes
    )


def figure(*, title: b.Text = FINE, alt: b.Text = FINE, drawn: str = DRAWN) -> b.Figure:
    behind = dataclasses.replace(table(), id="f-data")
    return b.Figure("f", title, (), drawn, "", alt, behind)


def matrix(word: str) -> b.VerdictMatrix:
    row = b.VerdictRow(said("Nữ"), (), (b.VerdictCell("met", word),))
    return b.VerdictMatrix(said("Kết luận"), (), said("Chỉ tiêu"), (said("Toàn địa bàn"),), (row,))


@pytest.fixture
def book() -> Book:
    made = Book()
    made.file("T.value", 0.286, unit="%", label="Nữ trong số tiến sĩ")
    return made


MASTHEAD = b.Masthead(said("Phòng"), said("Báo cáo"), (), (), "internal")


def notebook(book: Book, *content: Any) -> dict[str, Any]:
    """An executed notebook, as publishing reads it."""
    cells = [{"cell_type": "code", "metadata": {"tags": ["parameters"]}, "source": 'lang = "vi"', "outputs": []}]
    for block in (MASTHEAD, *content):
        data = json.loads(json.dumps(show(block, book, lang="vi")._repr_mimebundle_()))
        cells.append({"cell_type": "code", "source": "", "outputs": [{"output_type": "execute_result", "data": data}]})
    return {"cells": cells, "metadata": {}}


@pytest.fixture
def nb(book: Book) -> dict[str, Any]:
    return notebook(book, sentence(FINE), table(), figure(), matrix("Đạt"))


@pytest.fixture
def document(nb: dict[str, Any]) -> Document:
    return document_from_notebook(nb)


RENDER: tuple[Callable[[Document], Any], ...] = (render_page, render_docx, render_workbook)


@pytest.mark.parametrize("render", RENDER, ids=["page", "word", "workbook"])
def test_without_a_planted_number_everything_is_written(document, render):
    assert render(document)


def test_one_in_a_message():
    """Loading of the bank stops at what `problems` finds; a number that belongs to the text is marked {{so}}."""
    entry = declarations()["O1"]
    table = load_messages("vi")["O1"]
    fine, planted = (parse(table["text"] + more) for more in (" {{7}} trường", " 7 trường"))
    assert problems("O1", entry, fine, table) == []
    assert any("bare digit" in problem for problem in problems("O1", entry, planted, table))


IN_BLOCKS = {
    "2 sentence": sentence(said("Còn 7 trường")),
    "3 heading": b.Heading(2, "h", said("7 trường chưa nộp")),
    "4 table cell": table(cell=said("7")),
    "5 table note": table(note=said("trên 28,6%")),
    "6 verdict word": matrix("Đạt 7"),
    "7 chart title": figure(title=said("Nữ tăng 16,1 điểm")),
    "8 alternative text": figure(alt=said("Đường nối lên 28,6%")),
    "9 drawn text": figure(drawn=SVG.format("<g><text>28,6%</text></g>")),
    "16 spelled out in a message": sentence(said("Còn bảy trường chưa nộp.")),
    "17 spelled out in commentary": b.Commentary("A", "", "", "<p>Có hai mươi người đang học.</p>"),
    "18 spelled out in a chart's title": figure(title=said("Thấp nhất ở ba phường")),
}


@pytest.mark.parametrize("block", IN_BLOCKS.values(), ids=IN_BLOCKS.keys())
def test_in_a_block_the_cell_that_shows_it_fails(block, book):
    with pytest.raises(ClaimError, match="without a claim"):
        show(block, book, lang="vi")


def test_ten_in_the_file_of_a_commentary(tmp_path):
    path = tmp_path / "III.3.vi.md"
    head = "---\nauthor: A\nrole: Tổ THCS\ndate: 2025-12-22\n---\n"
    fine = "Tỷ lệ là {{claim:T.value}} (nhiệm vụ 11, mục III.3), năm 2025, Kế hoạch số 379/KH-PGD&ĐT, ngày 20/12/2025."
    path.write_text(head + fine, encoding="utf-8")
    assert 'data-claim="T.value"' in read_commentary(path, cite=lambda id: "28,6%").html
    for planted in ("Còn 30% nữ.", "Tổng số 12 trường.", "Chỉ tiêu 30% không đạt.", "Năm qua có 7 nữ."):
        path.write_text(head + fine + " " + planted, encoding="utf-8")
        with pytest.raises(CommentaryError, match=r"III\.3\.vi\.md: the number '(30|12|7)'.*comes from no claim"):
            read_commentary(path, cite=lambda id: "28,6%")


def spans_of(nb: dict[str, Any]) -> list[dict[str, str]]:
    """The spans of the notebook's first sentence."""
    return nb["cells"][2]["outputs"][0]["data"][b.MIME]["block"]["items"][0]["text"]


def test_eleven_in_a_notebook_edited_after_its_run(nb):
    spans_of(nb).append({"t": " Còn 7 trường."})
    with pytest.raises(GuardError, match="Còn 7 trường"):
        render_page(document_from_notebook(nb))


def test_twelve_under_a_claim_that_the_notebook_does_not_hold(nb):
    spans_of(nb).append({"t": "7", "claim": "X.num"})
    with pytest.raises(DocumentError, match=r"X\.num"):
        render_page(document_from_notebook(nb))
    drawn = nb["cells"][4]["outputs"][0]["data"][b.MIME]["block"]
    spans_of(nb).pop()
    drawn["wide"] = SVG.format('<g id="claim:Y.num"><text>7</text></g>')
    with pytest.raises(GuardError, match=r"Y\.num"):
        render_page(document_from_notebook(nb))


@pytest.mark.parametrize("planted", ["7", "bảy"], ids=["13 digit", "spelled out"])
def test_in_a_template_of_the_page(planted, document, monkeypatch):
    plain = html._unbroken
    monkeypatch.setattr(html, "_unbroken", lambda text: plain(text) + f" {planted} trường")
    with pytest.raises(GuardError, match=rf"report\.html says .*'{planted}'"):
        render_page(document)


@pytest.mark.parametrize(
    "planted", ["7 trường", "28,6%", "bảy trường"], ids=["14 digit", "value of a claim", "19 spelled"]
)
@pytest.mark.parametrize("own", ["", "Frame"], ids=["as text", "as the form's own word"])
def test_in_the_word_file(planted, own, document, monkeypatch):
    plain = body.finish
    extra = paragraph("Body", run(planted, style=own))
    monkeypatch.setattr(body, "finish", lambda elements: [*plain(elements), extra])
    with pytest.raises(GuardError, match=rf"report\.docx says .*'{planted.split()[0].rstrip('%')}'"):
        render_docx(document)


@pytest.mark.parametrize(
    "planted", [7, 0.286, "7 trường", "seven schools"], ids=["15 number", "claim's", "text", "20 spelled"]
)
def test_in_the_workbook(planted, document, monkeypatch):
    plain = workbook._write

    def write(page, sheet, *rest, **named):
        plain(page, sheet, *rest, **named)
        page.write(40, 3, planted)

    monkeypatch.setattr(workbook, "_write", write)
    with pytest.raises(GuardError, match=r"tables\.xlsx"):
        render_workbook(document)


def test_a_number_left_out_is_found_too(book, monkeypatch):
    document = document_from_notebook(notebook(book, sentence(FINE)))
    assert render_docx(document)
    monkeypatch.setitem(body.RENDER, "sentences", lambda block, following, sheet: [])
    with pytest.raises(GuardError, match=r"report\.docx leaves out '28,6'"):
        render_docx(document)


NOTEBOOKS = sorted(
    p.stem for p in (Path(__file__).parent.parent / "notebooks").glob("*.ipynb") if "explore" not in p.stem
)
YEAR = {"midterm": 2023, "annual": 2024}
DRAFTED = ("final", "midterm", "annual")


def run_all(path: Path, given: dict[str, Any]) -> dict[str, Any]:
    """A notebook with its cells run one after another, as a kernel would, and what its last expressions show."""
    found = json.loads(path.read_text(encoding="utf-8"))
    names: dict[str, Any] = {}
    for cell in found["cells"]:
        if cell["cell_type"] != "code":
            continue
        source = "".join(cell["source"])
        tree = ast.parse(source)
        last = tree.body[-1]
        if isinstance(last, ast.Expr):
            tree.body[-1] = ast.copy_location(ast.Assign([ast.Name("shown", ast.Store())], last.value), last)
        exec(compile(ast.fix_missing_locations(tree), path.name, "exec"), names)
        if "parameters" in cell["metadata"].get("tags", ()):
            names.update(given)
            cell["source"] = "\n".join(f"{name} = {value!r}" for name, value in given.items())
        if "shown" in names:
            data = names.pop("shown")._repr_mimebundle_()
            cell["outputs"] = [{"output_type": "execute_result", "data": json.loads(json.dumps(data))}]
    return found


def executed(kind: str, home: SmallHome, notebook: Path) -> dict[str, Any]:
    """The edition of the small home; its sections are drafted where other tests draft them as well."""
    given: dict[str, Any] = {"year": YEAR.get(kind, 2025), "level": "all", "lang": "vi", "profile": "internal"}
    if kind in DRAFTED:
        parameters = {"cell_type": "code", "metadata": {"tags": ["parameters"]}, "source": 'lang = "vi"', "outputs": []}
        shown = [one._repr_mimebundle_() for one in home.draft(kind, **given).sections.values()]
        outputs = [[{"output_type": "execute_result", "data": json.loads(json.dumps(data))}] for data in shown]
        return {"cells": [parameters, *({"cell_type": "code", "source": "", "outputs": o} for o in outputs)]}
    more = {"school": "99000052", "level": "primary"} if kind == "school" else {}
    return run_all(notebook, {"snapshot": home.snapshot, **given, **more})


@pytest.mark.parametrize("kind", NOTEBOOKS)
def test_whole_editions_raise_no_false_alarm(kind, small_home, root, monkeypatch):
    monkeypatch.setenv("GEC_HOME", str(small_home.home.root))
    document = document_from_notebook(executed(kind, small_home, root / "notebooks" / f"{kind}.ipynb"))
    for render in RENDER:
        assert render(document)
