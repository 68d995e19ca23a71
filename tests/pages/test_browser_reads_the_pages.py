"""In a real browser: no network, no errors, phones, keyboard, popover, print, search."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.pages.contrast import CONTRAST

pytestmark = pytest.mark.browser

NUMBER = 'main p > a.n[href="#c-t3-02-all"]'


class Visit:
    """A page with all that it asked for and complained about."""

    def __init__(self, browser: Any, address: str, width: int, height: int, **options: Any) -> None:
        self.context = browser.new_context(viewport={"width": width, "height": height}, **options)
        self.page = self.context.new_page()
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda r: self.requests.append(r.url))
        self.page.on("console", lambda m: self.complaints.append(m.text))
        self.page.on("pageerror", lambda e: self.complaints.append(str(e)))
        self.page.goto(address)


@pytest.fixture
def visit(chromium: Any, address: str) -> Iterator[Any]:
    made: list[Visit] = []

    def go(name: str, width: int = 1280, height: int = 1160, **options: Any) -> Visit:
        made.append(Visit(chromium, f"{address}/{name}.html", width, height, **options))
        return made[-1]

    yield go
    for one in made:
        one.context.close()


@pytest.mark.parametrize("name", ["report", "index"])
def test_nothing_is_fetched_and_nothing_complains(visit, name):
    seen = visit(name)
    seen.page.wait_for_load_state("networkidle")
    assert [url for url in seen.requests if not url.startswith("data:")] == [seen.page.url]
    assert seen.complaints == []


@pytest.mark.parametrize("name", ["report", "index"])
@pytest.mark.parametrize("width", [360, 640, 901, 1280])
def test_the_page_never_scrolls_sideways(visit, name, width):
    page = visit(name, width, 836).page
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_the_first_screen_holds_the_stamp_and_the_whole_verdict_matrix(visit):
    page = visit("report").page
    box = page.locator("table.matrix").bounding_box()
    assert box["y"] + box["height"] < 1160
    assert page.locator(".stamp").is_visible()


@pytest.mark.parametrize("key", ["click", "Enter"])
def test_a_number_opens_its_source_and_escape_gives_the_focus_back(visit, key):
    page = visit("report").page
    number = page.locator(NUMBER)
    if key == "click":
        number.click()
    else:
        number.focus()
        page.keyboard.press("Enter")
    pop = page.get_by_role("dialog")
    assert pop.get_by_text("28,6% = 4 / 14").is_visible()
    assert pop.get_by_text("4 nữ tiến sĩ: Tiểu học 1, THCS 3").is_visible()
    assert pop.get_by_text("th-mau-05.xlsx › GV › E47, F47 và 11 ô").is_visible()
    page.keyboard.press("Escape")
    assert pop.count() == 0
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#c-t3-02-all"
    assert "#" not in page.url


def test_the_cross_closes_and_the_link_leads_to_the_marked_entry(visit):
    page = visit("report").page
    page.locator(NUMBER).click()
    page.get_by_role("button", name="Đóng").click()
    assert page.get_by_role("dialog").count() == 0
    page.locator(NUMBER).click()
    page.get_by_role("dialog").get_by_role("link").click()
    assert page.url.endswith("#c-t3-02-all")
    assert page.evaluate("document.querySelector('li:target').textContent").startswith("28,6%")


def test_on_a_phone_the_source_is_a_sheet_at_the_foot(visit):
    page = visit("report", 360, 836).page
    page.locator(NUMBER).click()
    box = page.locator(".pop").bounding_box()
    assert box["x"] == 0 and box["width"] == 360
    assert abs(box["y"] + box["height"] - 836) < 1


def test_without_script_a_number_is_a_plain_link(visit):
    page = visit("report", java_script_enabled=False).page
    page.locator(NUMBER).click()
    assert page.url.endswith("#c-t3-02-all")


def test_the_keyboard_reaches_skip_link_contents_and_numbers(visit):
    page = visit("report").page
    reached = []
    for _ in range(20):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.className + document.activeElement.getAttribute('href')"))
    assert reached[0] == "skip#main"
    assert "#ket-luan" in " ".join(reached)
    assert "n#c-v-01" in reached
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert outline == "3px"


def test_links_are_tall_enough_to_touch(visit):
    page = visit("report", 360, 836).page
    heights = page.evaluate(
        "[...document.querySelectorAll('main > p > a.n')].map(a => parseFloat(getComputedStyle(a).lineHeight))"
    )
    assert heights and min(heights) >= 24


def test_the_contents_follow_the_reader(visit):
    page = visit("report").page
    assert page.locator(".toc a[aria-current]").text_content() == "Kết luận"
    page.locator("#nhiem-vu").scroll_into_view_if_needed()
    page.evaluate("document.getElementById('nhiem-vu').scrollIntoView()")
    page.wait_for_selector('.toc a[aria-current][href="#nhiem-vu"]', timeout=3000)


def test_contents_and_files_are_folded_on_phones_only(visit):
    folded = "[...document.querySelectorAll('.toc details')].map(d => !d.open)"
    assert visit("report", 1280, 800).page.evaluate(folded) == [False, False]
    assert visit("report", 360, 800).page.evaluate(folded) == [True, True]


def test_phones_take_the_narrow_drawing(visit):
    wide = visit("report", 1280, 800).page.evaluate("document.querySelector('img').currentSrc")
    narrow = visit("report", 360, 800).page.evaluate("document.querySelector('img').currentSrc")
    assert wide != narrow


def test_print_opens_what_is_folded_and_numbers_its_pages(visit):
    page = visit("report").page
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator("main details:not([open])").count() == 0
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.locator("main details:not([open])").count() == 1
    pdf = page.pdf(prefer_css_page_size=True, print_background=True)
    assert pdf.startswith(b"%PDF")
    sheets = len(re.findall(rb"/Type\s*/Page\b", pdf))
    assert 3 <= sheets <= 12
    box = [float(x) for x in re.search(rb"/MediaBox\s*\[([^\]]*)\]", pdf)[1].split()]
    assert abs(box[2] - 595) < 2 and abs(box[3] - 842) < 2


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["report", "index"])
def test_text_stands_out_from_its_ground(visit, name, scheme):
    """WCAG 2 contrast of at least 4.5 to 1 for every text on the page."""
    assert visit(name, color_scheme=scheme).page.evaluate(CONTRAST) == []


def test_charts_keep_a_white_plate_in_the_dark(visit):
    page = visit("report", color_scheme="dark").page
    assert page.evaluate("getComputedStyle(document.querySelector('picture')).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 25, 30)"


@pytest.mark.parametrize(
    ("asked", "left"), [("cuoi ky", 4), ("Cuối kỳ THCS", 1), ("chat luong", 1), ("đánh 2025", 4), ("zzz", 0)]
)
def test_the_search_works_with_and_without_marks(visit, asked, left):
    page = visit("index").page
    page.get_by_role("searchbox").fill(asked)
    assert page.locator(".editions tbody tr:visible").count() == left
    assert page.locator("[data-count]").text_content() == f"{left} trong 7 bản"


def test_without_script_the_full_list_stands_and_no_box_pretends(visit):
    page = visit("index", java_script_enabled=False).page
    assert page.locator(".editions tbody tr:visible").count() == 7
    assert not page.locator(".find").is_visible()


def test_on_phones_the_reporting_year_stands_beside_the_first_column(visit):
    page = visit("index", 360, 836).page
    now = page.locator(".progress thead .now").bounding_box()
    first = page.locator(".progress thead th").first.bounding_box()
    beside = abs(now["x"] - (first["x"] + first["width"])) < 3
    end = page.evaluate(
        "(b => b.scrollLeft + b.clientWidth >= b.scrollWidth - 1)(document.querySelector('.progress .scroll'))"
    )
    assert beside or end
    assert first["x"] + first["width"] <= now["x"] + 1 and now["x"] + now["width"] <= 360
