"""Every section of every edition can be written, in both languages, for both profiles, with every number claimed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from gec_lib import blocks
from gec_lib.codelists import ALL, LANGUAGES, PROFILES
from gec_lib.publish.document import printed, walk
from gec_lib.publish.html import render_block
from gec_lib.publish.show import guard
from tests.home_fixture import Drafted, SmallHome

LEVELS = (ALL, "preschool", "primary", "lower_secondary")
EDITIONS = [
    *(("final", 2025, level, profile) for profile in PROFILES for level in LEVELS),
    *(("midterm", 2023, level, profile) for profile in PROFILES for level in (ALL, "lower_secondary")),
    *(("annual", 2024, level, profile) for profile in PROFILES for level in (ALL, "preschool")),
    ("annual", 2021, "primary", "internal"),
]
each = pytest.mark.parametrize(("kind", "year", "level", "profile"), EDITIONS)
LEFTOVER = re.compile(r"\bNone\b|\bnan\b|NaN|\binf\b|[{}]|Claimed|Fraction|  |\bc\b [a-z]| [,.;:!?](?!\d)| ,|\.\.|\(\)")


def texts(data: Any) -> Iterator[str]:
    """Every run of inline text of a block: a sentence, a cell, a caption; the official copy has blanks to fill in."""
    if isinstance(data, Mapping):
        for key, item in data.items():
            yield from texts(item) if key != "official" else ()
    elif isinstance(data, list):
        if data and all(isinstance(item, Mapping) and "t" in item for item in data):
            yield blocks.text_of(data)
        else:
            for item in data:
                yield from texts(item)


def claims_of(drafted: Drafted) -> set[str]:
    return {id for shown in drafted.sections.values() for id, _ in printed(shown.block)}


@each
def test_an_edition_can_be_written_in_both_languages(small_home: SmallHome, kind, year, level, profile):
    vi, en = (small_home.draft(kind, year=year, level=level, lang=lang, profile=profile) for lang in LANGUAGES)
    for drafted in (vi, en):
        for name, shown in drafted.sections.items():
            guard(shown.block)
            wrong = [text for text in texts(shown.block) if LEFTOVER.search(text)]
            assert wrong == [], name
            assert shown._repr_mimebundle_()["text/html"]
    assert claims_of(vi) == claims_of(en), "the languages print different numbers"
    assert [len(list(walk([a]))) for a in vi.blocks] == [len(list(walk([b]))) for b in en.blocks]


@each
def test_every_claim_printed_is_filed_with_what_it_is_computed_from(small_home, kind, year, level, profile):
    drafted = small_home.draft(kind, year=year, level=level, lang="vi", profile=profile)
    for shown in drafted.sections.values():
        assert {id for id, _ in printed(shown.block)} <= shown.claims.keys()
        for record in shown.claims.values():
            assert set(record.get("inputs", ())) <= shown.claims.keys()
            assert record["label"] and "None" not in str(record["label"])


@each
def test_tables_and_charts_are_numbered_once_and_in_order(small_home, kind, year, level, profile):
    drafted = small_home.draft(kind, year=year, level=level, lang="vi", profile=profile)
    found = list(walk(drafted.blocks))
    for pattern, kinds in ((r"Bảng (\d+)\.", ("table", "tasks")), (r"Hình (\d+)\.", ("figure",))):
        heads = [blocks.text_of(b.get("caption") or b["title"]) for b in found if b["kind"] in kinds]
        numbers = [int(re.match(pattern, head).group(1)) for head in heads]
        assert numbers == list(range(1, len(numbers) + 1))
    ids = [b["id"] for b in found if "id" in b]
    assert len(set(ids)) == len(ids)


@each
def test_a_page_says_that_its_data_are_synthetic(small_home, kind, year, level, profile):
    vi = small_home.draft(kind, year=year, level=level, lang="vi", profile=profile)
    assert vi.sections["masthead"].block["synthetic"].startswith("SỐ LIỆU MÔ PHỎNG")
    assert all("MÔ PHỎNG" in b["wide"] and "MÔ PHỎNG" in b["narrow"] for b in walk(vi.blocks) if b["kind"] == "figure")


def test_links_of_the_matrix_lead_to_a_heading(small_home):
    drafted = small_home.draft("final", year=2025, level=ALL, lang="vi", profile="internal")
    found = list(walk(drafted.blocks))
    ids = {b["id"] for b in found if "id" in b}
    [matrix] = [b for b in found if b["kind"] == "matrix"]
    assert [row["href"][1:] for row in matrix["rows"] if row["href"][1:] not in ids] == []
    assert "href" in render_block(matrix, lang="vi")


def test_at_least_four_charts_stand_in_the_final_edition(small_home):
    drafted = small_home.draft("final", year=2025, level=ALL, lang="vi", profile="internal")
    charts = [b for b in walk(drafted.blocks) if b["kind"] == "figure"]
    assert len(charts) >= 4
    assert all(len(blocks.text_of(b["alt"])) > 40 for b in charts)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("kind", "year", "level"), [("final", 2025, ALL), ("annual", 2024, "preschool")])
def test_what_is_assumed_carries_its_mark(small_home: SmallHome, kind, year, level, lang):
    """Every indicator that is printed stands in the table of definitions, marked when it rests on an assumption."""
    drafted = small_home.draft(kind, year=year, level=level, lang=lang, profile="internal")
    found, draft = drafted.report.draft.found, drafted.report.draft
    tables = [b for b in walk([drafted.sections["method"].block]) if b["kind"] == "table"]
    rows = [[blocks.text_of(cell["text"]) for cell in row["cells"]] for row in tables[-1]["rows"]]
    mark = draft.words.label("note", "assumed")
    used = {id.split(".")[0] for id in claims_of(drafted)}
    seen = 0
    for item in found.indicators:
        if item.code not in used:
            continue
        own = [row for row in rows if row[1:3] == list(item.sides(lang))]
        assert own, f"{item.code} is printed and not defined"
        if item.assumed:
            seen += 1
            assert any(mark in row[0] for row in own), f"{item.code} is assumed and does not say so"
    assert seen > 4
    assert draft.plan.baseline.evidence.value == "verified" or "K12" in str(drafted.sections["conclusion"].block)
