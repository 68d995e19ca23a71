"""What the plan's models do not know is refused, and the error says file, line, what was found and what is known."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from gec_lib.codelists import load_codes
from gec_lib.indicators import catalogue
from gec_lib.offices import load_offices
from gec_lib.plan import PlanError, check_indicators, load_plan

Change = Callable[[str, str], Path]


@pytest.fixture
def changed(params: Path, tmp_path: Path) -> Change:
    """A copy of ``params`` in which one text of plan.yaml was replaced at its first place."""

    def change(old: str, new: str, name: str = "plan.yaml") -> Path:
        copy = tmp_path / "params"
        shutil.copytree(params, copy)
        text = (copy / name).read_text(encoding="utf-8")
        assert old in text
        (copy / name).write_text(text.replace(old, new, 1), encoding="utf-8")
        return copy

    return change


def line_of(folder: Path, text: str, name: str = "plan.yaml") -> int:
    lines = (folder / name).read_text(encoding="utf-8").splitlines()
    return next(n for n, line in enumerate(lines, start=1) if text in line)


def known_to(folder: Path) -> list[str]:
    return [item.code for item in catalogue(load_plan(folder), load_codes(folder))]


BROKEN = [
    (
        "        people: schools\n",
        "        people: schools\n        colour: red\n",
        "colour",
        ("colour", "not permitted"),
    ),
    ("operator: more_than", "operator: greater", "greater", ("operator", "'at_least' or 'more_than'", "'greater'")),
    (
        "    levels: [all, preschool",
        "    levels: [all, kindergarden",
        "kindergarden",
        ("'kindergarden'", "lower_secondary"),
    ),
    ("item: n05", "item: n99", "n99", ("'n99'", "codes.csv")),
    ('value: "30%"', "value: 30%", "value: 30%,", ("quotes", "'30%'")),
    ('value: "30%"', "value: 0.3", "value: 0.3,", ("quotes", "0.3")),
    ('value: "30%"', 'value: "30"', 'value: "30"', ("quotes", "'30'")),
    ("people: schools", "people: teachers", "people: teachers", ("'women', 'converted' or 'schools'", "'teachers'")),
    ("publish: headline", "publish: everywhere", "publish: everywhere", ("'headline' or 'suppress'",)),
    ("year: 2021\n  source", "year: soon\n  source", "year: soon", ("integer", "'soon'")),
    ("year: 2021\n  source", "year: 2029\n  source", "year: 2029", ("baseline.year", "before 2025")),
    ("deadline: 2025, clause: I.2.1", "clause: I.2.1", "clause: I.2.1, implied", ("deadline or from_year",)),
    (
        "from_year: 2025, clause",
        "from_year: 2025, deadline: 2025, clause",
        "from_year: 2025, deadline",
        ("deadline or from_year",),
    ),
    ('short: "379"', 'short: "379"\nshort: "380"', 'short: "380"', ("short", "duplicate")),
    ("  evidence: assumed", "  evidence: rumoured", "evidence: rumoured", ("'verified' or 'assumed'",)),
]


@pytest.mark.parametrize(("old", "new", "place", "said"), BROKEN, ids=[b[2] for b in BROKEN])
def test_a_broken_plan_is_refused_where_it_is_broken(changed: Change, old, new, place, said):
    folder = changed(old, new)
    with pytest.raises(PlanError) as refused:
        load_plan(folder)
    text = str(refused.value)
    assert f"{folder / 'plan.yaml'}, line {line_of(folder, place)}:" in text
    assert all(part in text for part in said), text


def test_an_unknown_stream_of_the_calendar_is_refused(changed: Change):
    folder = changed("stream: equality", "stream: equity")
    with pytest.raises(PlanError, match=r"stream 'equity' is not one of .*equality") as refused:
        load_plan(folder)
    assert f"line {line_of(folder, 'stream: equity')}" in str(refused.value)


def test_an_indicator_that_no_catalogue_holds_is_refused_with_those_near_it(changed: Change):
    folder = changed("indicator: T3-01a", "indicator: T3-99x")
    plan = load_plan(folder)
    with pytest.raises(PlanError) as refused:
        check_indicators(plan, known_to(folder), path=folder / "plan.yaml")
    text = str(refused.value)
    assert f"line {line_of(folder, 'T3-99x')}:" in text
    assert "'T3-99x'" in text and "T3-01a" in text and "T1-01a" not in text


def test_an_indicator_of_a_break_is_checked_too(changed: Change):
    folder = changed("    indicators: [T2-01a,", "    indicators: [T2-99z,")
    plan = load_plan(folder)
    with pytest.raises(PlanError, match=rf"line {line_of(folder, 'T2-99z')}: indicator 'T2-99z'"):
        check_indicators(plan, known_to(folder), path=folder / "plan.yaml")


def test_a_task_for_an_unknown_target_is_refused(changed: Change):
    with pytest.raises(PlanError, match=r"target '7'.*1, 2, 3"):
        load_plan(changed('targets: ["2"]', 'targets: ["7"]'))


def test_yaml_that_is_no_yaml_is_refused_with_its_line(changed: Change):
    folder = changed("targets:\n", "targets: [\n")
    with pytest.raises(PlanError, match=r"plan\.yaml, line \d+"):
        load_plan(folder)


def test_several_faults_come_at_once(changed: Change):
    folder = changed("operator: more_than", "operator: greater")
    path = folder / "plan.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("people: schools", "people: them"), encoding="utf-8")
    with pytest.raises(PlanError) as refused:
        load_plan(folder)
    assert len(re.findall(r"plan\.yaml, line \d+", str(refused.value))) == 2


def test_a_broken_list_of_offices_is_refused_too(changed: Change):
    folder = changed("addressee:", "adressee:", "offices.yaml")  # type: ignore[call-arg]
    with pytest.raises(PlanError) as refused:
        load_offices(folder)
    assert f"offices.yaml, line {line_of(folder, 'adressee:', 'offices.yaml')}:" in str(refused.value)


def test_a_code_listed_twice_is_refused(params: Path, tmp_path: Path):
    copy = tmp_path / "params"
    shutil.copytree(params, copy)
    with (copy / "codes.csv").open("a", encoding="utf-8") as stream:
        stream.write("level,primary,9,X,X,,,,\n")
    lines = len((copy / "codes.csv").read_text(encoding="utf-8").splitlines())
    with pytest.raises(ValueError, match=rf"codes\.csv, line {lines}: level/primary is listed twice"):
        load_codes(copy)
