"""What the first screen says, what the sections say, and what the results hold are the same."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest

from gec_lib import blocks
from gec_lib.codelists import ALL, EQUALITY, LANGUAGES
from gec_lib.publish.document import walk
from gec_lib.publishing import index_page
from gec_lib.results import Finding
from gec_lib.verdicts import Verdict
from gec_lib.wording import load_wording
from tests.home_fixture import Drafted, SmallHome

LEVELS = (ALL, "preschool", "primary", "lower_secondary")
# cells without a verdict, by the words of the lead
MARKED_AS = {"not_applicable": "absent", "suppressed": "hidden", "undefined": "undefined"}
MARKED = MARKED_AS.values()


def final(home: SmallHome, level: str = ALL, profile: str = "internal", lang: str = "vi") -> Drafted:
    return home.draft("final", year=2025, level=level, lang=lang, profile=profile)


def matrix(drafted: Drafted) -> dict[str, Any]:
    return next(block for block in walk(drafted.blocks) if block["kind"] == "matrix")


def finding(drafted: Drafted, id: str) -> Finding:
    found = drafted.report.draft.found
    return next(f for f in found.findings(year=found.year, levels=[found.level]) if f.item.id == id)


@pytest.mark.parametrize("profile", ["internal", "public"])
@pytest.mark.parametrize("level", LEVELS)
def test_the_lead_counts_the_verdicts_of_the_matrix(small_home: SmallHome, level, profile):
    drafted = final(small_home, level, profile)
    counted = Counter(row["cells"][0]["verdict"] for row in matrix(drafted)["rows"])
    claims = drafted.book.claims.items()
    said = {id.rsplit(".", 1)[1]: int(c.value) for id, c in claims if id.startswith("verdicts.2025")}
    told = {verdict.value for verdict in Verdict} - {"maintained"} | set(MARKED)
    counted["met"] += counted.pop("maintained", 0)
    shown = {MARKED_AS.get(verdict, verdict): n for verdict, n in counted.items() if n}
    assert {key: n for key, n in said.items() if key in told} == shown
    assert said["indicators"] == len(matrix(drafted)["rows"])


@pytest.mark.parametrize("level", LEVELS)
def test_no_cell_of_the_matrix_is_empty(small_home: SmallHome, level):
    shown = matrix(final(small_home, level))
    assert all(len(row["cells"]) == len(shown["columns"]) for row in shown["rows"])
    assert all(cell["word"] and cell["verdict"] for row in shown["rows"] for cell in row["cells"])


def test_a_school_without_a_return_leaves_target_one_a_range(small_home: SmallHome):
    drafted = final(small_home, "preschool")
    one = finding(drafted, "1")
    assert [unit.unit for unit in one.missing] == ["99000031"]
    assert one.count is not None and one.firmness.low is not None and one.firmness.high is not None
    assert one.firmness.low == one.count.value
    assert one.firmness.high - one.firmness.low == type(one.firmness.low)(1, one.count.den)
    keys = {item["key"] for b in walk(drafted.blocks) for item in b.get("items", ())}
    assert keys & {"A11", "A11.unproven"} and keys & {"D2", "D2.named"}, "not proven, and the range it leaves"
    word = next(row for row in matrix(drafted)["rows"])["cells"][0]
    assert word["firm"] == ("firm" if one.firmness.firm else "open")


def test_a_missing_staff_return_takes_its_size_from_the_year_before(small_home: SmallHome):
    masters = finding(final(small_home, "preschool"), "3a")
    before = finding(small_home.draft("annual", year=2024, level="preschool", lang="vi", profile="internal"), "3a")
    found = final(small_home).report.draft.found
    own = found.units("T3-01a", year=2024, level="preschool")
    size = int(own[own["unit"].eq("99000040")]["den"].iloc[0])
    assert [(unit.unit, unit.size, unit.estimated) for unit in masters.missing] == [("99000040", size, False)]
    assert before.missing == ()


def test_a_school_of_two_levels_counts_once_in_the_whole_area(small_home: SmallHome):
    found = final(small_home).report.draft.found
    counted = {level: found.at("T1-01a", year=2025, level=level) for level in LEVELS}
    schools = {level: int(row["den"]) for level, row in counted.items() if row is not None}
    assert schools[ALL] == 8
    assert sum(schools[level] for level in LEVELS[1:]) == 9


def test_people_of_the_levels_add_up_to_the_whole_area(small_home: SmallHome):
    found = final(small_home).report.draft.found
    for code in ("T3-01a", "T3-02a", "S02-1a", "S02-2a", "N01-3a"):
        for year in found.years:
            rows = {level: found.at(code, year=year, level=level) for level in LEVELS}
            for side in ("num", "den"):
                whole = rows[ALL][side]  # type: ignore[index]
                parts = [row[side] for level, row in rows.items() if level != ALL and row is not None]
                assert whole == sum(part for part in parts if part == part), (code, year, side)


def test_the_target_by_residence_does_not_apply_to_a_level(small_home: SmallHome):
    drafted = final(small_home, "primary")
    two = finding(drafted, "2")
    assert not two.applies and two.count is None
    row = next(row for row in matrix(drafted)["rows"] if blocks.text_of(row["title"]).startswith("2."))
    assert [cell["verdict"] for cell in row["cells"]] == [
        "not_applicable",
        finding(final(small_home), "2").judgement.verdict,
    ]


def test_the_midterm_judges_no_deadline_that_has_not_come(small_home: SmallHome):
    drafted = small_home.draft("midterm", year=2023, level=ALL, lang="vi", profile="internal")
    found = drafted.report.draft.found
    verdicts = {f.judgement.verdict for f in found.findings(year=2023, levels=LEVELS) if f.applies}
    assert Verdict.NOT_MET not in verdicts
    assert found.years == (2021, 2022, 2023)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("profile", ["internal", "public"])
def test_progress_and_index_page_render(small_home: SmallHome, profile, lang, tmp_path):
    drafted = final(small_home, profile=profile, lang=lang)
    progress = json.loads(drafted.files.content["progress.json"])
    own = {(r["target"], r["verdict"]) for r in progress["rows"] if r["year"] == 2025 and r["level"] == ALL}
    rows = matrix(drafted)["rows"]
    assert {verdict for _, verdict in own} == {row["cells"][0]["verdict"] for row in rows}
    assert len(own) == len(rows)
    due = {c["level"]: c["due"] for c in progress["coverage"]}
    assert due == {ALL: 8, "preschool": 3, "primary": 3, "lower_secondary": 3}
    assert all(c["due"] == c["on_time"] + c["late"] + c["missing"] for c in progress["coverage"])
    page = index_page(tmp_path, [], progress, words=load_wording(lang), profile=profile)
    assert f'<html lang="{lang}"' in page and ("MÔ PHỎNG" in page or "SYNTHETIC" in page.upper())
    assert "None" not in page and "{{" not in page


def test_coverage_is_said_with_the_same_numbers_everywhere(small_home: SmallHome):
    drafted = final(small_home)
    cov = drafted.report.edition.snapshot.coverage
    cov = cov[cov["unit_type"].eq("school")]  # the office has a form of its own
    own = cov[cov["year"].eq(2025) & cov["stream"].eq(EQUALITY)].groupby("unit")["received"].all()
    claims = drafted.book.claims
    assert int(claims["coverage.equality.2025.all.due"].value) == len(own) == 8
    assert int(claims["coverage.equality.2025.all.missing"].value) == int((~own).sum()) == 1
