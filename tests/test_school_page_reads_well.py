"""A school's page says what to do first, in both languages, whatever is missing; every number has its claim."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from gec_lib import blocks
from gec_lib.codelists import LANGUAGES
from gec_lib.narrative.school_returns import returns
from gec_lib.publish.document import printed, walk
from gec_lib.publish.show import guard
from gec_lib.report import EditionError, open_edition
from tests.home_fixture import SmallHome
from tests.school_page import GOOD, MISSING, STAFF_MISSING, TWO_LEVELS, Page, page_of

PAGES = [
    (GOOD, "primary", 2025),
    (MISSING, "preschool", 2025),
    (STAFF_MISSING, "preschool", 2025),
    (TWO_LEVELS, "primary", 2025),
    (TWO_LEVELS, "lower_secondary", 2025),
    (GOOD, "primary", 2021),  # nothing before
]
each = pytest.mark.parametrize(("unit", "level", "year"), PAGES)
LEFTOVER = re.compile(r"\bNone\b|\bnan\b|NaN|\binf\b|[{}]|Claimed|Fraction|  | [,.;:!?](?!\d)| ,|\.\.|\(\)")


def texts(data: Any) -> Iterator[str]:
    if isinstance(data, Mapping):
        for item in data.values():
            yield from texts(item)
    elif isinstance(data, list):
        if data and all(isinstance(item, Mapping) and "t" in item for item in data):
            yield blocks.text_of(data)
        else:
            for item in data:
                yield from texts(item)


def keys(page: Page) -> set[str]:
    return {item["key"] for block in walk(page.blocks) for item in block.get("items", ())}  # type: ignore[arg-type]


def lines(page: Page, style: str) -> list[str]:
    """The lines of the first screen in one style."""
    found = walk([page.sections["next_steps"].block])  # type: ignore[list-item]
    return [blocks.text_of(i["text"]) for b in found if b.get("style") == style for i in b["items"]]


@each
def test_a_page_can_be_written_in_both_languages(small_home: SmallHome, unit, level, year):
    vi, en = (page_of(small_home, unit, level=level, lang=lang, year=year) for lang in LANGUAGES)
    for page in (vi, en):
        for name, shown in page.sections.items():
            guard(shown.block)
            assert [text for text in texts(shown.block) if LEFTOVER.search(text)] == [], name
            assert {id for id, _ in printed(shown.block)} <= shown.claims.keys()
    printed_by = [{id for shown in page.sections.values() for id, _ in printed(shown.block)} for page in (vi, en)]
    assert printed_by[0] == printed_by[1], "the languages print different numbers"


@each
def test_the_page_begins_with_what_to_do_and_stays_short(small_home: SmallHome, unit, level, year):
    page = page_of(small_home, unit, level=level, year=year)
    heads = [b for b in walk(page.blocks) if b["kind"] == "heading"]  # type: ignore[arg-type]
    assert heads[0]["id"] == "viec-can-lam" and heads[1]["id"] == "da-lam-tot"
    assert 1 <= len(lines(page, "todo")) <= 9
    assert all(any(span.get("strong") for span in i["text"]) or i["key"] == "SP19" for b in
               walk([page.sections["next_steps"].block]) if b.get("style") == "todo" for i in b["items"])  # type: ignore[list-item]  # fmt: skip


@each
def test_no_verdict_and_no_rank_falls_on_a_school(small_home: SmallHome, unit, level, year):
    page = page_of(small_home, unit, level=level, year=year)
    kinds = {b["kind"] for b in walk(page.blocks)}  # type: ignore[arg-type]
    assert not kinds & {"matrix", "banner", "people", "firmness"}
    words = page.report.draft.words.labels["verdict"]
    said = " ".join(page.text(name) for name in page.sections)
    assert not [word for key, word in words.items() if key not in ("met", "not_applicable") and word in said]
    assert "SP30" in keys(page)


def test_a_missing_return_comes_first_and_leaves_no_gap(small_home: SmallHome):
    page = page_of(small_home, MISSING, level="preschool")
    absent = [owed for owed in returns(page.case) if not owed.received]
    assert len(absent) == 1
    first = lines(page, "todo")[0]
    assert first.startswith("Nộp báo cáo") and "20/12/2025" in first and page.case.contact in first
    assert {"SP1.missing", "SP3.missing", "SP40.missing"} <= keys(page)
    assert "SP15" not in keys(page), "nobody can say which tasks were not done"
    [matrix] = [b for b in walk(page.blocks) if b["kind"] == "tasks"]  # type: ignore[arg-type]
    assert {row["marks"][-1]["state"] for row in matrix["rows"]} == {"missing"}


def test_missing_figures_have_their_own_sentence_and_mark(small_home: SmallHome):
    page = page_of(small_home, STAFF_MISSING, level="preschool")
    assert "SP31.missing" in keys(page)
    assert "…" in page.text("own_figures") and "…" in page.text("contribution")


def test_small_numbers_say_what_one_person_is(small_home: SmallHome):
    page = page_of(small_home, GOOD, level="primary")
    den = int(page.case.draft.book.claims[f"T3-01a.2025.primary.{GOOD}.T.den"].value)
    assert 0 < den < 30
    assert page.case.draft.book.claims[f"school.{GOOD}.primary.2025.T3-01a.one"].value == f"1/{den}"
    assert "SP32" in keys(page) and "điểm phần trăm" in page.text("contribution")


def test_a_school_of_two_levels_has_a_page_for_each(small_home: SmallHome):
    primary, secondary = (page_of(small_home, TWO_LEVELS, level=lv) for lv in ("primary", "lower_secondary"))
    assert {"SP50"} <= keys(primary) & keys(secondary)
    assert primary.text("own_figures") != secondary.text("own_figures")
    assert "SP50" not in keys(page_of(small_home, GOOD, level="primary"))


def test_every_open_cell_stands_in_the_list_and_in_the_file(small_home: SmallHome):
    page = page_of(small_home, GOOD, level="primary")
    faults = page.files.content["faults.csv"].splitlines()[1:]
    tables = [b for b in walk([page.sections["open_cells"].block]) if b["kind"] == "table"]  # type: ignore[list-item]
    shown = sum(len(table["rows"]) for table in tables)
    assert shown <= len(faults)
    assert all(GOOD in line for line in faults)
    assert ("SP2.open" in keys(page)) == (shown > 0)


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"school": "12345678"}, "parameter school"),
        ({"school": ""}, "parameter school"),
        ({"school": MISSING}, "parameter school"),  # a preschool
        ({"profile": "public"}, "parameter profile"),
        ({"level": "all"}, "parameter school"),
    ],
)
def test_a_page_that_cannot_be_is_refused_by_name(small_home: SmallHome, monkeypatch, changed, word):
    monkeypatch.setenv("GEC_HOME", str(small_home.home.root))
    given: dict[str, Any] = {"snapshot": small_home.snapshot, "year": 2025, "level": "primary", "lang": "vi"}
    with pytest.raises(EditionError, match=word):
        open_edition("school", **{**given, "profile": "internal", "school": GOOD, **changed})


def test_another_kind_takes_no_school(small_home: SmallHome, monkeypatch):
    monkeypatch.setenv("GEC_HOME", str(small_home.home.root))
    given: dict[str, Any] = {"year": 2025, "level": "primary", "lang": "vi", "profile": "internal", "school": GOOD}
    with pytest.raises(EditionError, match="parameter kind"):
        open_edition("annual", snapshot=small_home.snapshot, **given)
