"""docs/indicators.md says what the catalogue says, in both languages, with its marks."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from gec_lib.codelists import Codes, load_codes
from gec_lib.indicators import INDICATORS, catalogue
from gec_lib.indicators.catalogue_page import PAGE, page
from gec_lib.indicators.dataset import picked
from gec_lib.indicators.records import Derived, Indicator, ToTarget
from gec_lib.indicators.versions import breaks_in
from gec_lib.plan import load_plan

# what the sums of the catalogue need beside its 132 formulas: the staff, and the parts of the quality score
PARTS = {"S02-2c", "N17-2b", "N17-2c", "N17-2d", "N17-2e"}


@pytest.fixture(scope="module")
def codes(params: Path) -> Codes:
    return load_codes(params)


def test_page_is_fresh(root: Path, params: Path):
    found = (root / PAGE).read_text(encoding="utf-8")
    assert found == page(params), "stale: run python -m gec_lib.indicators.catalogue_page"


def test_every_formula_of_the_specification_is_in_the_catalogue(shared: Path):
    with (shared / "forms" / "indicator_formulas.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    records = {item.code: item for item in INDICATORS}
    assert len(records) == len(INDICATORS)
    assert set(records) == {row["id"] + row["part"] for row in rows} | PARTS
    for row in rows:
        item = records[row["id"] + row["part"]]
        assert item.blank.value == row["blank_rule"], item.code
        assert item.by_sex == (row["by_sex"] == "yes"), item.code
        assert isinstance(item.formula, Derived | ToTarget) <= (row["aggregation"] == "derived"), item.code


def test_clauses_are_those_of_the_specification(shared: Path):
    with (shared / "indicators.csv").open(encoding="utf-8") as stream:
        rows = {row["id"]: row for row in csv.DictReader(stream)}
    for item in INDICATORS:
        if item.code in PARTS:
            continue
        row = next(row for id, row in rows.items() if item.code.startswith(id))
        assert _clauses(item.clause) == _clauses(row["clause"]), item.code


def _clauses(text: str) -> set[str]:
    """Clauses one by one: ``III.2,3`` are III.2 and III.3; a date in brackets is none."""
    found = set()
    for part in text.split(";"):
        section, _, numbers = part.split("(")[0].strip().rpartition(".")
        found |= {f"{section}.{number}" for number in numbers.split(",")}
    return found


def test_texts_exist_in_both_languages(params: Path, codes: Codes):
    for item in catalogue(load_plan(params), codes):
        for text in (item.vi, item.en, item.numerator_vi, item.numerator_en, item.unit, item.clause, item.reference):
            assert text.strip(), item.code
        assert bool(item.denominator_vi) == bool(item.denominator_en), item.code
        assert bool(item.note_vi) == bool(item.note_en), item.code
        assert (item.vi[0].islower() and item.en[0].islower()) or item.en[0].isdigit(), item.code


def test_every_attribute_that_a_term_picks_by_exists(codes: Codes):
    for item in INDICATORS:
        for one in (one for side in item.terms() for one in side):
            levels = codes.measure(one.measure).levels
            assert any(picked(one, codes, level=level) for level in levels), f"{item.code}: {one}"


def test_definitions_that_changed_carry_their_versions(codes: Codes):
    """The lists of codes name the ids whose definition changed; each of their formulas says so."""
    for code in ("diploma_2026", "standard_2020"):
        listed = codes.get("break", code).attr["indicators"].split(",")
        for item in INDICATORS:
            if any(item.code.startswith(id) for id in listed):
                redefined = {found.code for found in breaks_in(item, codes) if found.redefined}
                assert redefined == {code}, item.code


def test_a_form_that_changed_is_no_new_definition(codes: Codes):
    pupils: Indicator = next(item for item in INDICATORS if item.code == "S02-1a")
    assert [(b.code, b.redefined) for b in breaks_in(pupils, codes)] == [("form_2025", False)]
