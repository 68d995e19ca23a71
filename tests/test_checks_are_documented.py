"""docs/checks.md says what the checks do, every rule of params/checks.csv is a record, and nothing is evaluated."""

from __future__ import annotations

import csv
import re
import string
from pathlib import Path

from gec_lib.returns.catalogue import CHECKS
from gec_lib.returns.checks import Result, result_of
from gec_lib.returns.faults import Fault
from gec_lib.returns.manual import checks_page


def rules(params: Path) -> list[dict[str, str]]:
    with (params / "checks.csv").open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_the_page_is_up_to_date(root: Path, params: Path):
    page = (root / "docs" / "checks.md").read_text(encoding="utf-8")
    assert page == checks_page(params), "run python -m gec_lib.returns.manual"


def test_the_page_names_every_rule_with_its_fault_and_both_messages(root: Path, params: Path):
    page = (root / "docs" / "checks.md").read_text(encoding="utf-8")
    for rule in rules(params):
        (line,) = re.findall(rf"^\| {rule['id']} \|.*$", page, flags=re.MULTILINE)
        for column in ("severity", "planted_fault_vi", "message_vi", "message_en"):
            assert rule[column].replace("|", r"\|") in line, (rule["id"], column)


def test_every_rule_is_a_record_and_every_record_a_rule(params: Path):
    assert {entry.rule for entry in CHECKS} == {rule["id"] for rule in rules(params)}


def test_messages_name_found_and_expected_and_only_known_fields(params: Path):
    known = {"form", "sheet", "cell", "row_code", "found", "expected", "unit", "other_unit", "other_form", "other_cell",
             "other_year"}  # fmt: skip
    for rule in rules(params):
        for column in ("message_vi", "message_en"):
            fields = {name for _, name, _, _ in string.Formatter().parse(rule[column]) if name}
            assert {"found", "expected"} <= fields <= known, (rule["id"], fields)
        assert rule["planted_fault_vi"] and rule["expected_vi"] and rule["expected_en"]


def test_expressions_are_never_evaluated(root: Path):
    for path in (root / "gec_lib").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"(?<![\w.])(eval|exec|compile)\(", text), path.name
        assert '"expression"' not in text, path.name


def test_the_result_of_a_return():
    def fault(severity: str, *, explained: bool = False) -> Fault:
        return Fault("TY13", severity, "s", "D8", "", "-", "0", "", "", explained)

    assert result_of([]) is Result.PASS
    assert result_of([fault("WARNING", explained=True)]) is Result.PASS
    assert result_of([fault("WARNING", explained=True), fault("WARNING")]) is Result.WARNING
    assert result_of([fault("WARNING"), fault("FAIL")]) is Result.FAIL
