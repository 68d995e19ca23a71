"""A page is well-formed, accessible in its basics, and asks nothing of the world outside it."""

from __future__ import annotations

import itertools
import re
from html.parser import HTMLParser

import pytest

VOID = {"meta", "link", "img", "source", "input", "br", "hr", "use", "path", "circle", "rect", "line"}
PAGES = ("page", "index_page")


class Tree(HTMLParser):
    """Collects elements with their attributes and checks that they nest."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> at {self.getpos()}")


def parse(html: str) -> Tree:
    tree = Tree()
    tree.feed(html)
    assert tree.faults == []
    assert tree.open == []
    return tree


@pytest.fixture(params=PAGES)
def html(request: pytest.FixtureRequest) -> str:
    return str(request.getfixturevalue(request.param))


def test_language_title_and_viewport_are_given(html):
    assert html.startswith("<!doctype html>")
    assert '<html lang="vi">' in html
    assert re.search(r"<title>[^<]{10,}</title>", html)
    assert "width=device-width" in html


def test_headings_are_one_h1_and_no_level_is_skipped(html):
    levels = [int(tag[1]) for tag, _ in parse(html).elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(b <= a + 1 for a, b in itertools.pairwise(levels))


def test_every_table_has_a_caption_and_scoped_heads(html):
    for table in re.findall(r"<table.*?</table>", html, re.DOTALL):
        assert "<caption>" in table
        heads = re.findall(r"<th\b[^>]*>", table)
        assert heads
        assert all(re.search(r'scope="(col|row|colgroup|rowgroup)"', head) for head in heads)


def test_every_table_row_is_as_wide_as_its_head(html):
    for table in re.findall(r"<table.*?</table>", html, re.DOTALL):
        widths = []
        for body in re.findall(r"<tbody.*?</tbody>", table, re.DOTALL):
            for row in re.findall(r"<tr.*?</tr>", body, re.DOTALL):
                cells = re.findall(r"<t[hd]\b([^>]*)>", row)
                widths.append(sum(int((re.search(r'colspan="(\d+)"', c) or ["", "1"])[1]) for c in cells))
        assert len(set(widths)) == 1, (widths, table[:200])


def test_every_picture_has_an_alternative_text(html):
    pictures = [attrs for tag, attrs in parse(html).elements if tag == "img"]
    assert all((attrs.get("alt") or "").strip() for attrs in pictures)


def test_no_address_leads_outside(html):
    assert not re.search(r"https?://", re.sub(r'xmlns="[^"]*"', "", html))
    for _, attrs in parse(html).elements:
        for name in ("src", "srcset", "href", "action", "data", "poster"):
            address = attrs.get(name) or ""
            assert not address.startswith(("//", "/", "http", "javascript:", "file:"))
            if name in ("src", "srcset") and address:
                assert address.startswith("data:image/svg+xml;base64,")


def test_no_id_stands_twice_and_every_inner_link_resolves(html):
    elements = parse(html).elements
    ids = [attrs["id"] for _, attrs in elements if "id" in attrs]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[A-Za-z0-9_-]+", id or "") for id in ids)
    inner = [attrs["href"] or "" for tag, attrs in elements if tag in ("a", "use") and "href" in attrs]
    for href in inner:
        if href.startswith("#"):
            assert href[1:] in ids, href


def test_references_by_id_resolve(html):
    elements = parse(html).elements
    ids = {attrs["id"] for _, attrs in elements if "id" in attrs}
    for _, attrs in elements:
        for name in ("aria-labelledby", "for", "aria-describedby"):
            if name in attrs:
                assert attrs[name] in ids


def test_landmarks_and_skip_link_exist(html):
    tags = [tag for tag, _ in parse(html).elements]
    assert tags.count("main") == 1
    assert tags.count("header") == 1
    assert tags.count("footer") == 1
    assert 'class="skip" href="#main"' in html


def test_the_policy_lets_only_our_own_script_run(html):
    assert "default-src 'none'" in html
    assert len(re.findall(r"<script>", html)) == 1
    assert not re.search(r"\son[a-z]+=", html)
