"""A town with its own plan, levels, tasks and forms: the same library drafts its reports, from its parameters alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from gec_lib import blocks
from gec_lib.codelists import LANGUAGES, PROFILES
from gec_lib.home import Home
from gec_lib.publish.document import walk
from gec_lib.publish.html import render_block
from gec_lib.report import Report, dataset_of, disclosure_of, open_edition, results_of
from gec_lib.verdicts import Verdict
from tests.home_fixture import SECTIONS
from tests.second_plan.district import make_home

LEVELS = ("all", "junior")
# Words of the first plan: its number, its levels, its district. None may come from the code.
FOREIGN = ("379", "Mầm non", "Tiểu học", "THCS", "Trung học cơ sở", "Nam Từ Liêm", "18 nhiệm vụ", "15–18", "thạc sĩ")


@pytest.fixture(scope="module")
def town(params: Path, tmp_path_factory: pytest.TempPathFactory) -> Home:
    home, _, result = make_home(tmp_path_factory.mktemp("town") / "home", source=params)
    faults = [fault.message_en for outcome in result.outcomes for fault in outcome.faults if fault.severity == "FAIL"]
    assert faults == []
    assert len(result.having("accepted")) == 2 * 2 * 5
    return home


def draft(home: Home, kind: str, level: str, *, lang: str = "vi", profile: str = "internal") -> Report:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GEC_HOME", str(home.root))
        edition = open_edition(kind, snapshot="newest", year=2025, level=level, lang=lang, profile=profile)
    found = results_of(edition, dataset_of(edition))
    return Report(edition, found, disclosure_of(edition, found))


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("kind", ["midterm"])
def test_every_section_is_written(town: Home, kind: str, level: str, profile: str):
    for lang in LANGUAGES:
        report = draft(town, kind, level, lang=lang, profile=profile)
        shown = {name: getattr(report, name)().block for name in SECTIONS}
        assert report.files().content["indicators.csv"].count("\n") > 10
        assert all(render_block(block, lang=lang) for block in shown.values())


def test_the_verdicts_are_those_worked_by_hand(town: Home):
    report = draft(town, "midterm", "all")
    found = report.draft.found
    judged = {f.item.id: f for f in found.findings(year=2025, levels=["all"])}
    counts = {id: (f.count.num, f.count.den) for id, f in judged.items() if f.count}
    assert counts == {"A1": (2, 5), "A2": (5, 10), "B": (5, 5)}
    assert {f.judgement.verdict for f in judged.values()} == {Verdict.MET}
    before = {f.item.id: f for f in found.findings(year=2024, levels=["all"])}
    assert {id: (f.count.num, f.count.den) for id, f in before.items() if f.count} == {
        "A1": (1, 5),
        "A2": (4, 10),
        "B": (2, 5),
    }
    infants = {f.item.id: f for f in found.findings(year=2025, levels=["infant"])}
    assert infants["A1"].count is not None and (infants["A1"].count.num, infants["A1"].count.den) == (1, 2)


def test_the_tasks_are_those_of_the_plan(town: Home):
    report = draft(town, "midterm", "all")
    [matrix] = [b for b in walk([report.tasks().block]) if b["kind"] == "tasks"]
    assert [blocks.text_of(row["title"]) for row in matrix["rows"]] == [
        "Tập huấn cán bộ",
        "Kèm cặp nữ giáo viên",
        "Kiểm tra các trường",
    ]
    assert [row["marks"][-1]["state"] for row in matrix["rows"]] == ["full", "part", "none"]


def test_the_matrix_has_the_targets_and_levels_of_the_plan(town: Home):
    report = draft(town, "midterm", "all")
    [matrix] = [b for b in walk([report.conclusion().block]) if b["kind"] == "matrix"]
    assert [blocks.text_of(column) for column in matrix["columns"]][1:] == ["Trường trẻ nhỏ", "Trường cơ sở"]
    assert [blocks.text_of(row["title"]).split(".")[0] for row in matrix["rows"]] == ["A1", "A2", "B"]


@pytest.mark.parametrize("level", LEVELS)
def test_no_word_of_the_first_plan_is_said(town: Home, level: str):
    report = draft(town, "midterm", level)
    shown = [getattr(report, name)().block for name in SECTIONS]
    text = " ".join(span["t"] for block in shown for span in blocks.spans(block))
    text += report.files().content["progress.json"]
    assert [word for word in FOREIGN if word.casefold() in text.casefold()] == []


def test_the_small_counts_of_the_town_are_hidden(town: Home):
    report = draft(town, "midterm", "infant", profile="public")
    [matrix] = [b for b in walk([report.conclusion().block]) if b["kind"] == "matrix"]
    own = {blocks.text_of(row["title"]).split(".")[0]: row["cells"][0]["verdict"] for row in matrix["rows"]}
    assert own == {"A1": "suppressed", "A2": "suppressed", "B": "met"}
