"""Text from workbooks, file names and parameters is text on the page, never markup, script or style."""

from __future__ import annotations

import dataclasses
import json
import re

import pytest

from gec_lib import blocks as b
from gec_lib.blocks import Span
from gec_lib.claims import Book, Source
from gec_lib.publish.document import Document, Meta
from gec_lib.publish.html import render_page
from gec_lib.publish.show import show

ATTACK = "</script></style><script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{ 7*7 }}\\"


def everywhere() -> Document:
    book = Book()
    book.file(
        "X-1",
        4,
        unit="person",
        label=ATTACK,
        indicator="X",
        formula=ATTACK,
        numerator=ATTACK,
        denominator=ATTACK,
        sources=[Source("f", ATTACK, ATTACK, "A1")],
    )
    text = (Span(ATTACK, structure="name"), Span(ATTACK, claim="X-1", strong=True))
    table = b.Table(
        "t", text, text, (b.Column(text, "left", text), b.Column(text)), (b.Row((b.Cell(text), b.Cell(text))),), (text,)
    )
    svg = '<svg viewBox="0 0 9 9" width="9pt"></svg>'
    found = (
        b.Masthead(text, text, text, (b.Fact(text, text),), "internal", ATTACK),
        b.Heading(2, "h", text),
        b.Sentences((b.Sentence(ATTACK, text),), "lead"),
        b.Quote(text, text),
        table,
        b.Figure("f", text, text, svg, svg, text, dataclasses.replace(table, id="ft"), (text,)),
        b.VerdictMatrix(
            text,
            text,
            text,
            (text,),
            (b.VerdictRow(text, text, (b.VerdictCell("met", "Đạt", text, "open", "chưa chắc", text),), ATTACK),),
            (("open", "chưa chắc"),),
        ),
        b.Banner("met", "Đạt", text, "firm", "chắc"),
        b.People(text, 1, 2, 3, (text,)),
        b.Firmness(text, "open", "chưa chắc", 0.1, 0.3, 0.2, 0.25, {"low": text, "value": text}, (text,)),
        b.TaskMatrix("k", text, text, (text, text), (b.TaskRow(text, text, (b.TaskMark("full", "làm đủ", "X-1"),)),)),
        b.Commentary(ATTACK, ATTACK, ATTACK, "<p>ok</p>"),
        b.SourceList((b.SourceEntry("X-1", ATTACK, ATTACK, ATTACK, ATTACK, ATTACK),)),
    )
    shown = [show(block, book, lang="vi") for block in found]
    return Document(
        blocks=tuple(dict(s.block) for s in shown),
        claims=book.records(["X-1"]),
        lang="vi",
        title=ATTACK,
        profile="internal",
        synthetic=ATTACK,
        meta=Meta(ATTACK, ATTACK, (ATTACK,)),
    )


@pytest.fixture(scope="module")
def hostile() -> str:
    return render_page(everywhere())


def test_no_tag_of_the_attack_survives(hostile):
    assert "<script>alert" not in hostile
    assert "<img src=x" not in hostile
    assert hostile.count("<script>") == 1
    assert hostile.count("</style>") == 1


def test_no_template_is_evaluated(hostile):
    assert "{{ 7*7 }}" in hostile
    assert not re.search(r">49[^0-9]", hostile)


def test_attributes_cannot_be_broken_out_of(hostile):
    tags = re.findall(r"<[a-z][^>]*>", hostile)
    assert tags
    assert not any("onerror" in tag and "alert(1)" in tag and "&lt;" not in tag for tag in tags)


def test_the_data_of_the_popover_stay_data(hostile):
    inside = re.search(r'<script type="application/json" id="pop-data">(.*?)</script>', hostile, re.DOTALL)[1]
    assert ATTACK in json.loads(inside)["s"]


def test_what_a_notebook_shows_is_escaped_too():
    shown = show(b.Heading(2, "h", (Span(ATTACK, structure="name"),)), Book(), lang="vi")
    html = shown._repr_mimebundle_()["text/html"]
    assert "<script" not in html
    assert "<img" not in html
