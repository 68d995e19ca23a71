"""The Word file says what the blocks say, in their order, and nothing more (apart from the form's own words)."""

from __future__ import annotations

import dataclasses
import re
import zipfile
from collections.abc import Iterator
from itertools import groupby

import pytest

from gec_lib import blocks as b
from gec_lib.blocks import Span, text_of
from gec_lib.publish.docx import render_docx
from gec_lib.publish.extracts import frame_of_docx, texts_of_docx


def squeezed(texts) -> str:
    return re.sub(r"\s+", "", "".join(texts))


def read(block: dict) -> Iterator[str]:
    """A block's texts in the order in which a reader of the copy meets them."""
    kind = block["kind"]
    if kind == "group":
        for inner in block["blocks"]:
            yield from read(inner)
    elif kind == "heading":
        yield text_of(block["text"])
    elif kind == "sentences":
        yield from (text_of(item["text"]) for item in block["items"])
    elif kind == "quote":
        yield from (text_of(block["text"]), text_of(block["place"]))
    elif kind == "banner":
        yield from (block["word"], block.get("firm_word", ""), text_of(block.get("text", [])))
    elif kind == "people":
        yield from (text_of(block["title"]), *map(text_of, block["text"]))
    elif kind == "firmness":
        ends = (text_of(block["labels"][key]) for key in ("low", "high", "value", "target"))
        yield from (text_of(block["title"]), block["firm_word"], *ends, *map(text_of, block["text"]))
    elif kind == "commentary":
        yield from (block["author"], block["date"], re.sub(r"<[^>]+>", "", block["html"]))
    elif kind == "figure":
        yield from (text_of(block["title"]), text_of(block["subtitle"]), text_of(block["alt"]))
        yield from map(text_of, block["notes"])
        if block["id"] != "hinh-7":  # the sample prints the table of figure 7 just below it
            yield from table(block["table"])
    elif kind == "table":
        yield from table(block)
    elif kind == "matrix":
        yield from matrix(block)
    elif kind == "tasks":
        yield from (text_of(block["caption"]), text_of(block["subtitle"]), *map(text_of, block["columns"]))
        for row in block["rows"]:
            yield from (text_of(row["number"]), text_of(row["title"]))
        yield from (words for _, words in block["keys"])
    else:
        assert kind == "sources", kind


def table(block: dict) -> Iterator[str]:
    yield from (text_of(block["caption"]), text_of(block["subtitle"]))
    if any(column.get("group") for column in block["columns"]):
        for group, members in groupby(block["columns"], key=lambda c: text_of(c.get("group", []))):
            yield from [group] if group else [text_of(c.get("label", [])) for c in members]
        yield from (text_of(c["label"]) for c in block["columns"] if c.get("group"))
    else:
        yield from (text_of(c.get("label", [])) for c in block["columns"])
    for row in block["rows"]:
        yield from (text_of(cell["text"]) for cell in row["cells"])
    yield from map(text_of, block.get("notes", ()))


def matrix(block: dict) -> Iterator[str]:
    yield from (text_of(block["caption"]), text_of(block["subtitle"]), text_of(block["head"]))
    yield from map(text_of, block["columns"])
    for row in block["rows"]:
        yield from (text_of(row["title"]), text_of(row["detail"]))
        for cell in row["cells"]:
            state = cell["verdict"] in ("not_applicable", "undefined")
            yield from [] if state else [text_of(cell["value"]), cell["word"], cell.get("firm_word", "")]
            yield text_of(cell["note"])
    yield from (words for _, words in block["keys"])


def official(document) -> tuple[list[str], list[str]]:
    """Texts of the head and of the foot."""
    masthead = document.blocks[0]
    said = masthead["official"]
    facts = [text_of(fact[key]) for fact in masthead["facts"] for key in ("label", "value")]
    above = [text_of(said[key]) for key in ("superior", "issuer", "number", "place_date", "subject")]
    above += [*facts, text_of(said["addressee"]), *map(text_of, said["basis"]), text_of(said["opening"])]
    return above, [*map(text_of, said["recipients"]), *map(text_of, said["signatory"])]


def expected(document) -> list[str]:
    above, below = official(document)
    body = [text for block in document.blocks[1:-1] for text in read(block)]
    title, *annex = read(document.blocks[-1])
    issuer = text_of(document.blocks[0]["official"]["issuer"])
    title = re.sub(r"^(Phụ lục [IVX]+)\. ", r"\1", title)  # number and title stand on lines of their own
    return [*above, *body, *below, title, issuer, *annex]


def test_the_copy_says_the_blocks_in_their_order_and_nothing_more(word, document):
    assert squeezed(texts_of_docx(word)) == squeezed(expected(document))


def test_a_changed_number_would_be_seen(word, document):
    """The comparison is worth something: one digit more and it fails."""
    assert squeezed(texts_of_docx(word)) != squeezed([*expected(document), "7"])
    assert "28,6%" in squeezed(texts_of_docx(word))


def test_the_forms_own_words_hold_no_digit(word):
    said = frame_of_docx(word)
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in said
    assert [text for text in said if re.search(r"\d", text)] == []


def test_properties_hold_no_number_of_the_report(word):
    with zipfile.ZipFile(word) as archive:
        core = archive.read("docProps/core.xml").decode()
    assert "28,6" not in core


HOSTILE = "Trường <w:t>x</w:t> & ]]> \x00\x0b\ud800 “=1+1”"


@pytest.mark.parametrize("kind", ["sentence", "table", "heading", "commentary"])
def test_hostile_names_stay_text(kind, make, masthead, tmp_path):
    span = (Span(HOSTILE, structure="name"),)
    column = b.Column(span, align="left")
    block = {
        "sentence": b.Sentences((b.Sentence("S1", span),)),
        "table": b.Table("t", span, span, (column,), (b.Row((b.Cell(span),)),)),
        "heading": b.Heading(2, "h", span),
        "commentary": b.Commentary(
            "A", "", "", "<p>Trường &lt;w:t&gt;x&lt;/w:t&gt; &amp; ]]&gt; “<span data-place>=1+1</span>”</p>"
        ),
    }[kind]
    path = tmp_path / "hostile.docx"
    path.write_bytes(render_docx(make(block, masthead=masthead)))
    assert any("<w:t>x</w:t> & ]]>" in text and "“=1+1”" in text for text in texts_of_docx(path))


def test_no_link_leads_out_of_the_copy(word):
    """It goes to a copier."""
    with zipfile.ZipFile(word) as archive:
        for name in archive.namelist():
            assert b'TargetMode="External"' not in archive.read(name), name


def test_an_analysts_words_are_marked_as_theirs(make, masthead, tmp_path):
    words = b.Commentary("Tổ THCS", "tổ trưởng", "22/12/2025", "<p>Một <strong>hai</strong>.</p><ul><li>Ba</li></ul>")
    path = tmp_path / "said.docx"
    path.write_bytes(render_docx(make(words, masthead=masthead)))
    assert ["".join(t) for t in texts_of_docx(path) if "Một" in t or "Ba" in t] == [
        "Tổ THCStổ trưởng22/12/2025Một hai.",
        "Ba",
    ]
    assert "Nhận định" in frame_of_docx(path)


def test_english_copies_hold_no_vietnamese_word_of_the_form(make, masthead, sample, tmp_path):
    path = tmp_path / "en.docx"
    path.write_bytes(render_docx(dataclasses.replace(make(sample.PROSE, masthead=masthead), lang="en")))
    form = "".join(frame_of_docx(path))
    assert "SOCIALIST REPUBLIC OF VIET NAM" in form
    assert "Nơi nhận" not in form and "Căn cứ" not in form
