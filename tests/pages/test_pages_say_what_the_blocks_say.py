"""The text of the page is the text of the blocks, in their order, and nothing more (apart from the page's frame)."""

from __future__ import annotations

import dataclasses
import re
from html.parser import HTMLParser

from gec_lib import blocks
from gec_lib.publish.html import labels, render_page

VOID = {"img", "source", "input", "br", "meta", "link"}
FRAME = ("by", "src")  # who wrote the commentary; the annex, which lists claims


class Spoken(HTMLParser):
    """Text inside ``main``, without what is marked as the page's own (``data-page``)."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.stack: list[bool] = []
        self.text: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag not in VOID:
            inside = (self.stack[-1] if self.stack else False) or tag == "main"
            names = dict(attrs)
            self.stack.append(
                inside and "data-page" not in names and tag != "summary" and names.get("class") not in FRAME
            )

    def handle_endtag(self, tag):
        self.stack.pop()

    def handle_data(self, data):
        if self.stack and self.stack[-1]:
            self.text.append(data)


def chunks(page: str) -> list[str]:
    reader = Spoken()
    reader.feed(page)
    return reader.text


def spoken(page: str) -> str:
    return re.sub(r"\s+", "", "".join(chunks(page)))


def told(block: dict) -> list[str]:
    """Texts of a block that the page must speak; the sample's figure 7 leaves its table to the one just below."""
    data = {k: v for k, v in block.items() if k != "alt" and not (k == "table" and block["id"] == "hinh-7")}
    return [re.sub(r"\s+", "", span["t"]) for span in blocks.spans(data)]


def test_every_text_of_the_blocks_is_on_the_page(page, document):
    said = spoken(page)
    for block in document.blocks:
        if block["kind"] != "masthead":
            missing = [text for text in told(block) if text not in said]
            assert missing == [], block["kind"]


def test_blocks_stand_in_their_order(page, document):
    said, at = spoken(page), 0
    for block in document.blocks:
        texts = {"heading": "text", "table": "caption", "figure": "title", "matrix": "caption", "tasks": "caption"}
        if block["kind"] in texts:
            text = re.sub(r"\s+", "", blocks.text_of(block[texts[block["kind"]]]))
            assert text in said[at:], text
            at = said.index(text, at)


def test_every_digit_of_the_page_comes_from_a_block(page, document):
    """Runs of digits outside annex and frame are exactly those of the spans and of the analyst's words."""
    in_blocks = " ".join(t for block in document.blocks for t in [*told(block), block.get("html", "")])
    assert set(re.findall(r"\d+", " ".join(chunks(page)))) <= set(re.findall(r"\d+", in_blocks))


def test_the_frame_is_in_the_language_of_the_page(page, document):
    english = render_page(dataclasses.replace(document, lang="en"))
    assert '<html lang="en">' in english
    for word in ("contents", "files", "footer_made", "close"):
        assert labels("vi")[word] in page
        assert labels("en")[word] in english
    assert labels("vi")["footer_made"] not in english
    assert labels("vi").keys() == labels("en").keys()
