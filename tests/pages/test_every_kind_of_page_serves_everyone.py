"""Every kind of page: axe-core finds no fault, the keyboard reaches all, it prints, is small, and asks for nothing.

The pages are those of `tests.pages.kinds`; the annex of sources, a thousand lines of a few forms, is cut for axe-core
to one line of every form.
"""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import absent
from tests.pages.contrast import CONTRAST
from tests.pages.kinds import NAMES

pytestmark = pytest.mark.browser

KILOBYTE = 1000
PICTURE = re.compile(r"data:image/svg\+xml;base64,[A-Za-z0-9+/=]+")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
BOTH = [(1280, "light"), (360, "dark")]
# reports share their templates: each way of looking meets several of them, not each of them every way
SEEN = {
    **dict.fromkeys(NAMES, BOTH),
    "midterm": [(360, "light")],
    "annual": [(1280, "dark")],
    "final-public": [(360, "light")],
    "final-english": [(1280, "dark")],
    "index-public": [(1280, "light")],
}
KINDS = [name for name in NAMES if "-" not in name]
CUT = """
(() => {
  const seen = new Set();
  const form = e => [...e.children].map(c => c.tagName + form(c)).join();
  for (const line of document.querySelectorAll('.src li[id]')) {
    if (seen.has(form(line)) && line.parentElement.children.length > 1) line.remove();
    seen.add(form(line));
  }
})()
"""
AXE = """
rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']}).then(found => found.violations.map(
  v => [v.id, v.help, v.nodes.length, v.nodes[0].html.slice(0, 200)]))
"""
# what the keyboard must reach, in the order of the page; an open popover or a folded list is not on it
STOPS = "[...document.querySelectorAll('a[href], summary, input, button, .scroll[tabindex]')]"
LISTEN = """
stops => {
  window.visited = [];
  document.addEventListener('focusin', e => {
    const style = getComputedStyle(e.target), box = e.target.getBoundingClientRect();
    const shown = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 3 && box.width > 0
      && box.bottom > 0 && box.top < innerHeight;
    window.visited.push([stops.indexOf(e.target), shown, e.target.outerHTML.slice(0, 120)]);
  });
  return stops.filter(e => e.checkVisibility()).map(e => stops.indexOf(e));
}
"""
Open = Callable[..., Any]


@pytest.fixture(scope="session")
def axe() -> str:
    """The script of axe-core, as its package carries it."""
    found = importlib.util.find_spec("axe_playwright_python")
    if found is None or not found.submodule_search_locations:
        absent("axe-playwright-python is not installed")
    return Path(next(iter(found.submodule_search_locations)), "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture
def open_page(chromium: Any, kinds: dict[str, Path]) -> Iterator[Open]:
    contexts = []

    def open_one(name: str, *, width: int = 1280, scheme: str = "light") -> Any:
        contexts.append(chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme))
        page = contexts[-1].new_page()
        page.told = []
        page.on("request", lambda request: page.told.append(request.url))
        page.on("console", lambda message: page.told.append(message.text))
        page.on("pageerror", lambda error: page.told.append(str(error)))
        page.goto(kinds[name].as_uri())
        return page

    yield open_one
    for context in contexts:
        context.close()


@pytest.mark.parametrize(("name", "width", "scheme"), [(name, *seen) for name in NAMES for seen in SEEN[name]])
def test_axe_core_finds_nothing(open_page: Open, axe: str, name: str, width: int, scheme: str):
    page = open_page(name, width=width, scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    page.evaluate(CUT)
    page.evaluate(axe)
    assert page.evaluate(AXE, RULES) == []


def test_axe_core_would_find_what_is_wrong(open_page: Open, axe: str):
    page = open_page("schools")
    page.evaluate("document.documentElement.lang = ''")
    page.evaluate("document.querySelector('.lead').style.color = '#ccc'")
    page.evaluate(axe)
    assert {v[0] for v in page.evaluate(AXE, RULES)} >= {"html-has-lang", "color-contrast"}


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_fetched_nothing_complains_nothing_scrolls_sideways_all_text_stands_out(open_page: Open, name: str):
    page = open_page(name)
    page.wait_for_load_state("networkidle")
    assert [line for line in page.told if not line.startswith("data:")] == [page.url]
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert page.evaluate(CONTRAST) == [], scheme
    for width in (360, 640, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize(("name", "width"), [*((name, 1280) for name in KINDS), ("index", 360), ("school", 360)])
def test_the_keyboard_reaches_everything_in_order_and_shows_where_it_is(open_page: Open, name: str, width: int):
    """Long reports are walked through from the top for a hundred stops, then over the last fifty."""
    page = open_page(name, width=width)
    stops = page.evaluate(f"({LISTEN})({STOPS})")
    assert page.evaluate("[...document.querySelectorAll('[tabindex]')].filter(e => e.tabIndex > 0).length") == 0
    walked = stops[:100]
    for _ in walked:
        page.keyboard.press("Tab")
    tail = stops[100:][-50:]
    if tail and tail[0] != stops[100]:
        page.evaluate(f"{STOPS}[{stops[stops.index(tail[0]) - 1]}].focus()")
        page.evaluate("visited.pop()")
    for _ in tail:
        page.keyboard.press("Tab")
    visited = page.evaluate("visited")
    assert [stop for stop, _, _ in visited] == walked + tail
    assert [html for _, shown, html in visited if not shown] == []


def test_a_folded_table_opens_with_the_keyboard(open_page: Open):
    page = open_page("quality")
    page.locator("main summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("main details").first.get_attribute("open") is not None


@pytest.mark.parametrize("name", [*KINDS, "final-english"])
def test_every_printed_page_carries_stamp_and_number(open_page: Open, tmp_path: Path, name: str):
    """On paper: A4, the stamp at the head and the number at the foot of each page, folded tables opened."""
    if shutil.which("pdftotext") is None:
        absent("pdftotext of poppler-utils is not installed")
    page = open_page(name)
    summaries = page.locator("main details caption b").all_text_contents()
    printed = tmp_path / "page.pdf"
    printed.write_bytes(page.pdf(prefer_css_page_size=True, print_background=True))
    text = subprocess.run(["pdftotext", "-layout", printed, "-"], capture_output=True, text=True, check=True).stdout
    pages = text.split("\f")[:-1]
    stamp = "SYNTHETIC" if name == "final-english" else "SỐ LIỆU MÔ PHỎNG"
    for number, sheet in enumerate(pages, start=1):
        lines = [line.strip() for line in sheet.splitlines() if line.strip()]
        assert lines[0].startswith(stamp), number
        assert lines[-1].replace(" ", "") == f"{number}/{len(pages)}"
    for caption in summaries:
        assert " ".join(caption.split()[:3]) in re.sub(r"\s+", " ", text)
    about = subprocess.run(["pdfinfo", printed], capture_output=True, text=True, check=True).stdout
    assert "(A4)" in about


@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_small(kinds: dict[str, Path], name: str):
    """250 kB without pictures and without the annex of sources; 1.5 MB with everything; a school's page 200 kB."""
    page = kinds[name].read_text(encoding="utf-8")
    bare = PICTURE.sub("", page)
    annex = bare[bare.index('<ul class="src">') : bare.index("</main>")] if '<ul class="src">' in bare else ""
    assert len(bare.encode()) - len(annex.encode()) < 250 * KILOBYTE
    assert len(page.encode()) < (200 if name == "school" else 1500) * KILOBYTE


def test_the_index_leads_to_each_language_that_is_there_and_to_no_other(open_page: Open, kinds: dict[str, Path]):
    for name in ("index", "index-public", "schools", "coverage"):
        page = open_page(name)
        links = page.eval_on_selector_all("a[href]:not([href^='#'])", "all => all.map(a => a.href)")
        assert links and all(Path(link.removeprefix("file://")).is_file() for link in links)
    assert open_page("index").locator(".editions [lang=en] a").count() == 1
    assert open_page("index-public").locator("[lang=en]").count() == 0


def test_a_year_without_pace_says_so(open_page: Open):
    page = open_page("index")
    assert page.locator(".progress [title='chưa có nhịp độ']").count() > 0
    assert "chưa có nhịp độ" in page.locator(".progress .keys").inner_text()


def test_on_a_phone_the_conclusion_comes_before_the_files(open_page: Open):
    page = open_page("final", width=360)
    assert not page.locator(".toc ul a").first.is_visible()
    assert page.locator("main h2").first.bounding_box()["y"] < 500


def test_on_a_phone_whole_years_of_the_progress_stand_beside_the_levels(open_page: Open):
    page = open_page("index", width=360)
    first = page.locator(".progress thead th").first.bounding_box()
    heads = [head.bounding_box() for head in page.locator(".progress thead th").all()[1:]]
    edge = first["x"] + first["width"]
    shown = [box for box in heads if box["x"] + box["width"] > edge + 1]
    assert len(shown) == 3 and all(box["x"] >= edge - 3 and box["x"] + box["width"] <= 345 for box in shown)
