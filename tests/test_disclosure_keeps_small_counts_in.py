"""A public edition shows no small count of people, nor what would give one back; an internal one hides nothing."""

from __future__ import annotations

import base64
import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from gec_lib.codelists import ALL, FEMALE, MALE, SCHOOL, TOTAL
from gec_lib.disclosure import Disclosure
from gec_lib.indicators.records import CountCells, CountUnits, Derived
from gec_lib.publish.document import walk
from tests.home_fixture import Drafted, SmallHome

LEVELS = (ALL, "preschool", "primary", "lower_secondary")
EDITIONS = [("final", 2025, level) for level in LEVELS] + [("midterm", 2023, ALL), ("annual", 2024, "preschool")]
each = pytest.mark.parametrize(("kind", "year", "level"), EDITIONS)
Key = tuple[str, str, str, str]
Row = dict[str, str]


def public(home: SmallHome, kind: str, year: int, level: str) -> Drafted:
    return home.draft(kind, year=year, level=level, lang="vi", profile="public")


def internal(home: SmallHome, kind: str, year: int, level: str) -> Drafted:
    return home.draft(kind, year=year, level=level, lang="vi", profile="internal")


def rows(drafted: Drafted) -> dict[Key, Row]:
    table = csv.DictReader(io.StringIO(drafted.files.content["indicators.csv"]))
    return {(row["indicator"], row["year"], row["level"], row["sex"]): row for row in table}


def people(drafted: Drafted) -> set[str]:
    """Indicators that count people, or what is sensitive."""
    found = drafted.report.draft.found
    codes = set()
    for item in found.indicators:
        terms = [t for side in item.terms() for t in side]
        counted = any(found.codes.measure(t.measure).unit == "person" for t in terms)
        if terms and (counted or item.sensitive) and not isinstance(item.formula, CountUnits | CountCells):
            codes.add(item.code)
    return codes


def headlines(drafted: Drafted) -> set[str]:
    return {item.indicator for _, item in drafted.report.edition.plan.target_indicators() if item.publish == "headline"}


def threshold(drafted: Drafted, code: str) -> int:
    limits = drafted.report.edition.plan.disclosure
    return limits.sensitive if drafted.report.draft.found.indicator(code).sensitive else limits.threshold


def number(text: str) -> float | None:
    return None if text in ("", "c") else float(text)


@each
def test_no_small_count_is_shown(small_home: SmallHome, kind, year, level):
    drafted = public(small_home, kind, year, level)
    counted, published = people(drafted), headlines(drafted)
    wrong = []
    for key, row in rows(drafted).items():
        code = key[0]
        if code not in counted or (code in published and key[2] == ALL):
            continue
        for side in ("num", "den"):
            shown = number(row[side])
            if shown is not None and 1 <= shown < threshold(drafted, code):
                wrong.append((key, side, shown))
    assert wrong == []


def test_no_rate_stands_on_a_small_base(small_home: SmallHome):
    drafted = public(small_home, "final", 2025, ALL)
    found = drafted.report.draft.found
    code, at = "S02-1a", {"year": 2025, "level": "primary", "sex": TOTAL}
    base = found.at(code, year=2025, level="primary")
    assert base is not None
    for least, hidden in ((int(base["den"]), False), (int(base["den"]) + 1, True)):
        limits = found.plan.disclosure.model_copy(update={"rate_base": least})
        strict = Disclosure("public", replace(found, plan=found.plan.model_copy(update={"disclosure": limits})))
        assert strict.hides_rate(code, **at) is hidden


def test_what_is_computed_from_hidden_values_is_hidden(small_home: SmallHome):
    hidden = public(small_home, "final", 2025, ALL).report.draft.hidden
    at: Any = {"year": 2025, "level": "primary", "sex": TOTAL}
    for code in ("T3-R3a", "T3-07b", "N01-4a"):
        formula = hidden.found.indicator(code).formula
        inputs = [i.code for i in formula.inputs] if isinstance(formula, Derived) else [formula.of]  # type: ignore
        assert any(hidden.hides_rate(item, **at) for item in inputs), f"the small district hides an input of {code}"
        assert hidden.hides_rate(code, **at)
    assert hidden.hides("T3-07b", side="num", **at), "people-to-target is hidden where its counts are"


def attack(table: dict[tuple[str, str, str], float | None], sums: list[tuple[tuple[str, str, str], ...]]) -> None:
    """Work out by subtraction whatever a sum with a single unknown gives; works in place."""
    changed = True
    while changed:
        changed = False
        for total, *parts in sums:
            cells = (total, *parts)
            unknown = [cell for cell in cells if table[cell] is None]
            if len(unknown) == 1:
                known = {cell: table[cell] or 0 for cell in cells if cell not in unknown}
                whole = sum(known.get(part, 0) for part in parts)
                table[unknown[0]] = whole if unknown[0] == total else known[total] - whole
                changed = True


def sums_of(true: dict[tuple[str, str, str], float]) -> Iterator[tuple[tuple[str, str, str], ...]]:
    """Every sum that holds in the true counts of an indicator and a year: sexes, levels, numerator and remainder."""
    levels = {cell[0] for cell in true}
    sexes = {cell[1] for cell in true}
    sides = {cell[2] for cell in true}
    candidates = [((lv, TOTAL, s), (lv, FEMALE, s), (lv, MALE, s)) for lv in levels for s in sides]
    candidates += [((ALL, x, s), *((lv, x, s) for lv in sorted(levels - {ALL}))) for x in sexes for s in sides]
    candidates += [((lv, x, "den"), (lv, x, "num"), (lv, x, "rest")) for lv in levels for x in sexes]
    for total, *parts in candidates:
        if all(cell in true for cell in (total, *parts)) and parts and true[total] == sum(true[p] for p in parts):
            yield (total, *parts)


@each
def test_no_hidden_count_comes_back_by_subtraction(small_home: SmallHome, kind, year, level):
    drafted = public(small_home, kind, year, level)
    shown, whole = rows(drafted), rows(internal(small_home, kind, year, level))
    published, hidden = headlines(drafted), 0
    for code, when in sorted({key[:2] for key in shown}):
        true: dict[tuple[str, str, str], float] = {}
        seen: dict[tuple[str, str, str], float | None] = {}
        women = drafted.report.draft.found.indicator(code)
        share_of_women = not women.by_sex and all(t.sex == FEMALE for t in women.terms()[0]) and bool(women.terms()[0])
        for (c, y, lv, sex), row in whole.items():
            if (c, y) != (code, when) or number(row["den"]) is None or number(row["num"]) is None:
                continue
            mine = shown[c, y, lv, sex]
            num, den = float(row["num"]), float(row["den"])
            cells = {"num": num, "den": den, "rest": den - num}
            true |= {(lv, sex, side): value for side, value in cells.items()}
            told = {side: number(mine[side]) for side in ("num", "den")}
            if told["num"] is None and number(mine["value"]) is not None and told["den"] is not None:
                told["num"] = round(float(mine["value"]) * told["den"])
            seen |= {(lv, sex, side): told.get(side) for side in cells}
        before = {cell for cell, value in seen.items() if value is None and cell[2] != "rest"}
        attack(seen, list(sums_of(true)))
        back = {cell for cell in before if seen[cell] is not None}
        assert not back, f"{code} {when}: {sorted(back)}"
        hidden += len(before)
        limit = threshold(drafted, code)
        if code in people(drafted) and (share_of_women or women.by_sex):
            small = {
                cell
                for cell, value in seen.items()
                if cell[2] == "rest" and value is not None and 1 <= value < limit
                if not (code in published and cell[0] == ALL)
            }
            assert not small, f"{code} {when}: the remainder tells {sorted(small)}"
    assert hidden > 0, "the small district has small counts"


@each
def test_what_is_shown_is_true(small_home: SmallHome, kind, year, level):
    shown, whole = rows(public(small_home, kind, year, level)), rows(internal(small_home, kind, year, level))
    assert shown.keys() <= whole.keys()
    for key, row in shown.items():
        for column, text in row.items():
            assert text in ("c", whole[key][column]), (key, column)


@each
def test_an_internal_edition_hides_nothing(small_home: SmallHome, kind, year, level):
    drafted = internal(small_home, kind, year, level)
    assert all("c" not in (row["num"], row["den"], row["value"]) for row in rows(drafted).values())
    cells = [c for b in walk(drafted.blocks) if b["kind"] == "table" for r in b["rows"] for c in r["cells"]]
    assert cells and all(cell.get("mark") != "c" for cell in cells)


@each
def test_no_claim_is_filed_for_what_is_hidden(small_home: SmallHome, kind, year, level):
    drafted = public(small_home, kind, year, level)
    claims, wrong = drafted.book.claims, []
    for (code, when, lv, sex), row in rows(drafted).items():
        stem = f"{code}.{when}.{lv}"
        wrong += [f"{stem}.{sex}.{side}" for side in ("num", "den", "value") if row[side] == "c"]
        if row["value"] == "c" and sex == TOTAL:
            wrong += [id for id in claims if id.startswith(f"{stem}.") and id.split(".")[3] not in ("T", "F", "M")]
    assert [id for id in wrong if id in claims] == []


@each
def test_a_public_edition_names_no_school(small_home: SmallHome, kind, year, level):
    drafted = public(small_home, kind, year, level)
    units = drafted.report.edition.snapshot.units
    schools = units[units["unit_type"].eq(SCHOOL)]
    claims = {id: record for shown in drafted.sections.values() for id, record in shown.claims.items()}
    text = json.dumps([drafted.blocks, claims], ensure_ascii=False)
    text += "".join(content for name, content in drafted.files.content.items() if not name.endswith(".parquet"))
    names = {*schools["unit"], *schools["name"]}
    assert len(names) == 16
    assert sorted(name for name in names if name in text) == []


@each
def test_a_public_edition_lists_no_faults_and_no_cells(small_home: SmallHome, kind, year, level, tmp_path):
    drafted = public(small_home, kind, year, level)
    assert len(drafted.files.content["faults.csv"].splitlines()) == 1
    (tmp_path / "s.parquet").write_bytes(base64.b64decode(drafted.files.content["sources.parquet"]))
    assert pd.read_parquet(tmp_path / "s.parquet").empty
    mine = internal(small_home, kind, year, level).files.content
    (tmp_path / "i.parquet").write_bytes(base64.b64decode(mine["sources.parquet"]))
    assert len(pd.read_parquet(tmp_path / "i.parquet")) > 100


def test_the_area_values_of_the_targets_are_published_by_decision(small_home: SmallHome):
    drafted = public(small_home, "final", 2025, ALL)
    table: Any = rows(drafted)
    for code in ("T3-01a", "T3-02a", "T2-01a"):
        row = table[code, "2025", ALL, TOTAL]
        assert "c" not in (row["num"], row["den"], row["value"])
    assert table["T3-02a", "2025", "primary", TOTAL]["num"] == "c"


def test_a_hidden_level_says_so_instead_of_a_verdict(small_home: SmallHome):
    drafted = public(small_home, "final", 2025, "primary")
    [shown] = [b for b in walk(drafted.blocks) if b["kind"] == "matrix"]
    assert [row["cells"][0]["verdict"] for row in shown["rows"]][-1] == "suppressed"
    keys = {item["key"] for b in walk(drafted.blocks) for item in b.get("items", ())}
    assert {"T15", "K18"} <= keys
