"""A sentence of a named part of the catalogue uses claims of that part and of what the part is computed from."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from gec_lib.codelists import ALL
from gec_lib.indicators import find
from gec_lib.indicators.records import Derived
from gec_lib.publish.document import walk
from gec_lib.wording import declarations
from tests.home_fixture import Drafted, SmallHome

# Sentence -> claims of other parts that it may use, each with its reason.
COMPANIONS: dict[str, dict[str, str]] = {
    "L5.roles": {"N01-3c": "deputies stand beside principals, the part it is named after"},
}
EDITIONS = [
    ("final", 2025, ALL, "internal"),
    ("final", 2025, "preschool", "internal"),
    ("final", 2025, "primary", "public"),
    ("midterm", 2023, ALL, "internal"),
    ("annual", 2024, ALL, "internal"),
]


def used(drafted: Drafted) -> Iterator[tuple[str, str, set[str]]]:
    """Key, part and the indicators behind the claims of every sentence that has a part."""
    codes = {item.code for item in drafted.report.draft.found.indicators}
    for block in walk(drafted.blocks):
        for item in block.get("items", ()):
            part = declarations()[item["key"]].part
            if part:
                claims = {span["claim"] for span in item["text"] if span.get("claim")}
                yield item["key"], part, {id.split(".")[0] for id in claims} & codes


def inputs(part: str) -> set[str]:
    """Indicators from which the part itself is computed."""
    try:
        formula = find(part).formula
    except KeyError:
        return set()  # a family of indicators, such as T2-04
    return {item.code for item in formula.inputs} if isinstance(formula, Derived) else set()


@pytest.mark.parametrize(("kind", "year", "level", "profile"), EDITIONS)
def test_claims_belong_to_the_part_of_their_sentence(small_home: SmallHome, kind, year, level, profile):
    drafted = small_home.draft(kind, year=year, level=level, lang="vi", profile=profile)
    wrong = [
        f"{key} is of part {part} and uses {code}"
        for key, part, codes in used(drafted)
        for code in codes
        if not (code.startswith(part) or code in inputs(part) or code in COMPANIONS.get(key, {}))
    ]
    assert wrong == []


def test_the_test_reads_sentences_of_many_parts(small_home: SmallHome):
    drafted = small_home.draft("final", year=2025, level=ALL, lang="vi", profile="internal")
    found = list(used(drafted))
    assert {part.split("-")[0] for _, part, _ in found} >= {"T1", "T2", "T3", "S02", "N01"}
    assert sum(bool(codes) for _, _, codes in found) > 8


def test_no_companion_is_named_without_need(small_home: SmallHome):
    drafted = small_home.draft("final", year=2025, level=ALL, lang="vi", profile="internal")
    needed = {(key, code) for key, part, codes in used(drafted) for code in codes if not code.startswith(part)}
    assert {(key, code) for key, codes in COMPANIONS.items() for code in codes} <= needed
