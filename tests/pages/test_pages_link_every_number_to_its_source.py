"""Every claimed number on a page is a link, and its entry in the annex says where the number comes from."""

from __future__ import annotations

import dataclasses
import json
import re
from html import unescape

import pytest

from gec_lib.publish.document import Document, DocumentError, printed
from gec_lib.publish.html import render_page
from gec_lib.publish.sources import anchor, anchors


def entries(page: str) -> dict[str, str]:
    return dict(re.findall(r'<li id="(c-[^"]+)">(.*?)</li>', page, re.DOTALL))


def test_every_claim_of_the_blocks_becomes_a_link(page, document):
    body = re.sub(r'alt="[^"]*"', "", page)
    links = re.findall(r'<a class="n" href="#(c-[^"]+)">(.*?)</a>', body, re.DOTALL)
    shown = [(anchor(id), text) for id, text in printed(list(document.blocks))]
    alt = [("c-t3-02-value-2021", "12,5%"), ("c-t3-02-value-2025", "28,6%")]  # alternative texts hold no links
    table = [item for item in shown if item in alt]
    assert len(links) >= len(shown) - 2 * len(alt) - len(dropped(document))
    assert {place for place, _ in links} == {place for place, _ in shown}
    assert table


def dropped(document: Document) -> list[tuple[str, str]]:
    """Claims in the figure table that the page does not repeat, since the same table stands just below."""
    figure = next(block for block in document.blocks if block.get("id") == "hinh-7")
    return list(printed(figure["table"]))


def test_every_link_has_an_entry_with_the_same_number(page):
    found = entries(page)
    links = re.findall(r'<a class="n" href="#(c-[^"]+)">([^<]*)</a>', page)
    assert links
    for place, _ in links:
        assert place in found


def test_an_entry_names_indicator_formula_and_first_cell(page):
    entry = unescape(re.sub(r"<[^>]+>", "|", entries(page)["c-t3-02-all"]))
    assert "28,6%" in entry
    assert "T3-02 · Nữ trong số tiến sĩ" in entry
    assert "4 / 14" in entry
    assert "th-mau-05.xlsx › GV › E47, F47 và 11 ô" in entry


def test_an_entry_that_the_edition_forgot_is_made_from_the_record(page):
    entry = unescape(re.sub(r"<[^>]+>", "|", entries(page)["c-t3-09"]))
    assert "th-mau-05.xlsx › GV › E47 và 2 ô nữa" in entry


def test_the_popover_knows_numerator_and_denominator_in_words(page):
    data = json.loads(re.search(r'<script type="application/json" id="pop-data">(.*?)</script>', page)[1])
    at = list(entries(page)).index("c-t3-02-all")
    numerator, denominator = data["n"][at], data["d"][at]
    assert data["s"][numerator] == "4 nữ tiến sĩ: Tiểu học 1, THCS 3"
    assert data["s"][denominator] == "14 tiến sĩ, 12 trường (70 trên 72 đã nộp)"


def test_only_claims_in_use_are_listed(document):
    more = {f"X-{i}": {"id": f"X-{i}", "value": str(i)} for i in range(3000)}
    page = render_page(dataclasses.replace(document, claims={**document.claims, **more}))
    assert "c-x-1" not in page


def test_a_derived_number_shows_the_first_cell_of_what_it_is_computed_from():
    block = {"kind": "sentences", "items": [{"text": [{"t": "16,1", "claim": "change"}]}]}
    claims = {
        "change": {"id": "change", "value": "16.1", "label": "thay đổi", "inputs": ["later"]},
        "later": {"id": "later", "value": "4", "first": "a.xlsx › GV › E47", "cells": 3},
    }
    document = Document(blocks=(block,), claims=claims, lang="vi", title="Mẫu", profile="internal")
    assert "a.xlsx › GV › E47" in render_page(document)


def test_a_number_without_record_stops_the_page():
    block = {"kind": "sentences", "items": [{"text": [{"t": "16,1", "claim": "lost"}]}]}
    document = Document(blocks=(block,), claims={}, lang="vi", title="Mẫu", profile="internal")
    with pytest.raises(DocumentError, match="'16,1' as claim 'lost'"):
        render_page(document)


def test_an_id_used_twice_stops_the_page(document):
    heading = {"kind": "heading", "level": 2, "id": "ket-luan", "text": [{"t": "Kết luận"}]}
    with pytest.raises(DocumentError, match="'ket-luan' stands twice"):
        render_page(dataclasses.replace(document, blocks=(*document.blocks, heading)))


def test_anchors_are_ascii_and_never_shared():
    assert anchor("T3-02a.2025.Tiểu học.Đ") == "c-t3-02a-2025-tieu-hoc-d"
    assert len(set(anchors(["a.b", "a-b", "a b", "A.B"]).values())) == 4


def test_a_mention_of_a_figure_leads_to_it(page):
    assert '<a href="#hinh-6">Hình 6</a>' in page
