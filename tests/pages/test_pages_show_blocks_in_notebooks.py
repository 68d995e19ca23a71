"""A cell shows a block as HTML and as data; a number without claim stops the cell."""

from __future__ import annotations

import json

import pytest

from gec_lib import blocks as b
from gec_lib.blocks import MIME, Span
from gec_lib.claims import Book, ClaimError
from gec_lib.publish.html import render_block
from gec_lib.publish.show import show


@pytest.fixture
def book() -> Book:
    book = Book()
    four = book.file("n", 4, unit="person", label="nữ")
    book.file("share", 0.5, unit="share", label="tỷ lệ", inputs=[four])
    return book


def text(*spans: Span) -> b.Sentences:
    return b.Sentences((b.Sentence("S", spans),))


def test_the_data_hold_the_block_and_all_claims_behind_it(book):
    bundle = show(text(Span("50%", claim="share")), book, lang="vi")._repr_mimebundle_()
    data = bundle[MIME]
    assert data["block"]["kind"] == "sentences"
    assert list(data["claims"]) == ["n", "share"]
    assert json.loads(json.dumps(data)) == data
    assert bundle["text/plain"] == "50%"


@pytest.mark.parametrize(
    "block",
    [
        text(Span("Có 4 nữ.")),
        b.Heading(2, "a", (Span("Năm 2025"),)),
        b.Banner("met", "Đạt 2 lần", (Span("x"),)),
        b.Table("t", (Span("x"),), (), (b.Column((Span("x"),)),), (b.Row((b.Cell((Span("7"),)),)),)),
        b.TaskMatrix("t", (), (), (), (), keys=(("full", "từ 95%"),)),
    ],
)
def test_a_digit_without_claim_stops_the_cell(block, book):
    with pytest.raises(ClaimError, match=f"block {block.kind}.* without a claim"):
        show(block, book, lang="vi")


def test_the_error_names_the_text_and_the_block(book):
    with pytest.raises(ClaimError, match=r"block table bang-1 prints 'năm 2025'"):
        show(b.Table("bang-1", (Span("năm 2025"),), (), (), ()), book, lang="vi")


def test_a_claim_that_was_never_filed_stops_the_cell(book):
    with pytest.raises(ClaimError, match="no claim 'lost'"):
        show(text(Span("4", claim="lost")), book, lang="vi")


def test_the_mark_of_a_task_is_a_claim_too(book):
    row = b.TaskRow((Span("a"),), (Span("b"),), (b.TaskMark("full", "làm đủ", "n"),))
    assert list(show(b.TaskMatrix("t", (), (), (), (row,)), book, lang="vi").claims) == ["n"]


def test_every_kind_of_the_sample_shows(sample):
    kinds = set()
    for block in sample.BLOCKS:
        bundle = show(block, sample.BOOK, lang="vi")._repr_mimebundle_()
        kinds.add(block.kind)
        assert bundle["text/html"].startswith('<div class="gec">')
        assert 'href="#c-' not in bundle["text/html"]
    assert kinds >= {
        "masthead",
        "heading",
        "sentences",
        "quote",
        "table",
        "figure",
        "matrix",
        "banner",
        "tasks",
        "commentary",
        "group",
    }


def test_labels_follow_the_language():
    said = {"kind": "commentary", "author": "A", "html": "<p>x</p>"}
    assert "Nhận định của người phân tích" in render_block(said, lang="vi")
    assert "The analyst" in render_block(said, lang="en")


def test_an_unknown_verdict_is_refused():
    with pytest.raises(ValueError, match=r"verdict 'won' has no mark; known: met, "):
        render_block({"kind": "banner", "verdict": "won", "word": "x", "text": []}, lang="vi")


def test_an_unknown_kind_is_refused():
    with pytest.raises(ValueError, match="kind 'poem'"):
        render_block({"kind": "poem"}, lang="vi")
