"""Plan 379 as data says what the document says, word for word; the rest of the plan holds together."""

from __future__ import annotations

import itertools
import re
import unicodedata
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from gec_lib.offices import load_offices
from gec_lib.plan import Plan, load_plan
from gec_lib.verdicts.plan_rules import rule_at, rules_of


@pytest.fixture(scope="module")
def plan(params: Path) -> Plan:
    return load_plan(params)


@pytest.fixture(scope="module")
def document(shared: Path) -> str:
    return flat((shared / "plan-379.txt").read_text(encoding="utf-8"))


def flat(text: str) -> str:
    """One line: composed letters, single spaces, no marks of emphasis."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text).replace("*", "")).strip()


def section(document: str, first: str, last: str) -> str:
    return document[document.index(first) : document.index(last)]


@pytest.mark.shared
def test_the_targets_are_quoted_word_for_word(plan: Plan, document: str):
    now = section(document, "2. Mục tiêu cụ thể", "II. ĐỊNH HƯỚNG")
    later = section(document, "II. ĐỊNH HƯỚNG", "III. NHIỆM VỤ")
    for target in plan.targets:
        for quote in target.quotes:
            part = now if quote.clause.startswith("I.2.") else later
            assert f"Chỉ tiêu {target.id}: {flat(quote.vi)}" in part
    assert len(re.findall(r"Chỉ tiêu \d:", now)) == len(plan.targets)


@pytest.mark.shared
def test_the_eighteen_tasks_are_quoted_word_for_word(plan: Plan, document: str):
    part = section(document, "III. NHIỆM VỤ", "IV. TỔ CHỨC")
    assert [task.number for task in plan.tasks] == list(range(1, 19))
    for task in plan.tasks:
        assert f" {task.number}. {flat(task.text)}" in part
        assert task.clause == f"III.{task.number}"
    # nothing between the tasks was left out
    said = part.removeprefix("III. NHIỆM VỤ, GIẢI PHÁP THỰC HIỆN").strip()
    assert said == " ".join(f"{task.number}. {flat(task.text)}" for task in plan.tasks)


@pytest.mark.shared
def test_the_duties_are_quoted_word_for_word_and_in_order(plan: Plan, document: str):
    office = section(document, "1. Phòng Giáo dục và Đào tạo - ", "2. Các cơ sở giáo dục trực thuộc")
    schools = section(document, "2. Các cơ sở giáo dục trực thuộc", "- Tổ Mầm non")
    for duties, part in ((plan.department_duties, office), (plan.school_duties, schools)):
        places = [part.index(flat(duty.text)) for duty in duties]
        assert places == sorted(places)
    assert len(re.findall(r" - [^\d]", office)) == len(plan.department_duties)


@pytest.mark.shared
def test_number_and_day_of_the_calendar_stand_in_the_document(plan: Plan, document: str):
    assert f"Số:{plan.number}" in document.replace(" ", "")
    assert "trước ngày 20/12 hàng năm" in document
    assert plan.calendar.deadline("equality").last_day(2025) == date(2025, 12, 19)
    assert "từ ngày 15/11 đến 15/12" in document


def test_what_the_targets_demand(plan: Plan):
    demanded = [
        (item.id, rule.operator.value, rule.value, rule.year, rule.from_year is not None, rule.implied)
        for _, item in plan.target_indicators()
        for rule in item.rules
    ]
    whole = Fraction(1)
    assert demanded == [
        ("1", "at_least", whole, 2025, False, True),
        ("1", "at_least", whole, 2030, False, True),
        ("2", "at_least", whole, 2025, False, False),
        ("2", "at_least", whole, 2030, False, False),
        ("3a", "at_least", Fraction(1, 2), 2025, True, False),
        ("3a", "more_than", Fraction(1, 2), 2030, True, False),
        ("3b", "at_least", Fraction(30, 100), 2025, False, False),
        ("3b", "at_least", Fraction(35, 100), 2030, False, False),
    ]


def test_rules_follow_one_another_and_the_one_in_force_decides(plan: Plan):
    for _, item in plan.target_indicators():
        rules = rules_of(item, base_year=plan.baseline.year)
        assert [r.deadline for r in rules] == sorted(r.deadline for r in rules)
        by_year = {year: rule_at(item, year=year, base_year=plan.baseline.year) for year in range(2021, 2031)}
        assert all(by_year[year] == rules[0] for year in range(2021, 2026))
        assert by_year[2030] == rules[1]


def test_a_target_names_levels_that_exist_once(plan: Plan):
    for _, item in plan.target_indicators():
        assert len(set(item.levels)) == len(item.levels)
    ids = [item.id for _, item in plan.target_indicators()]
    assert len(set(ids)) == len(ids) == 4


def test_editions_look_at_the_years_of_the_plan(plan: Plan):
    assert {(e.kind, e.from_year, e.year) for e in plan.editions} >= {("midterm", 2021, 2023), ("final", 2021, 2025)}
    annual = plan.edition("annual", year=2024)
    assert (annual.from_year, annual.year) == (2021, 2024)


def test_offices_follow_each_other_without_gap_or_overlap(params: Path):
    offices = load_offices(params).offices
    for before, after in itertools.pairwise(offices):
        assert before.valid_to is not None and (after.valid_from - before.valid_to).days == 1


def test_the_office_of_the_day_is_found_by_its_dates(params: Path):
    offices = load_offices(params)
    first = offices.offices[0]
    assert offices.at(first.valid_from) is first
    assert first.valid_to is not None and offices.at(first.valid_to) is first


def test_an_unknown_successor_prints_a_placeholder_and_warns(params: Path):
    with pytest.warns(UserWarning, match="declares no office for 1999-01-01"):
        office = load_offices(params).at(date(1999, 1, 1))
    assert office.name.text("vi") == "[cần khai báo đơn vị kế thừa]"
    assert office.name.text("en") == "[successor office to be declared]"
    assert office.evidence.value == "assumed"
