"""Imports go one way, top to bottom of one list, and what is heavy or dangerous is imported in one place only."""

from __future__ import annotations

import pytest

from tests.house import imports, modules, part_of

ORDER = (
    "errors",
    "codelists",
    "files",
    "home",
    "formulas",
    "models",
    "plan",
    "offices",
    "verdicts",
    "register",
    "returns",
    "coverage",
    "ledger",
    "snapshots",
    "indicators",
    "results",
    "decomposition",
    "suppression",
    "disclosure",
    "claims",
    "blocks",
    "wording",
    "commentary",
    "letters",
    "figures",
    "narrative",
    "attachments",
    "publish",
    "report",
    "exploring",
    "runs",
    "demo",
    "collecting",
    "publishing",
    "cli",
)
# The facade stands outside the order: it names what notebooks import, and loads it when it is first used.
FACADE = ("__init__", "messages")

# Imports against the order, each with its reason; the list may only shrink.
AGAINST: dict[tuple[str, str], str] = {}

ONLY = {
    "matplotlib": {"figures"},
    "seaborn": {"figures"},
    "papermill": {"runs"},
    "nbclient": {"runs"},
    "jupyter_client": {"runs"},
    "nbconvert": {"publish", "runs"},
    "nbformat": {"publish", "runs"},
    "dask": {"runs"},
    "distributed": {"runs"},
    "duckdb": {"ledger"},
    "openpyxl": {"returns"},
    "python_calamine": {"returns"},
    "xlsxwriter": {"returns", "publish"},
    "docx": {"publish"},
    "click": {"cli"},
    "tqdm": {"cli"},
}
CONTENT = ("plan", "verdicts", "indicators", "results", "disclosure", "narrative", "figures", "report", "attachments")


def test_every_module_has_its_place_in_the_order():
    strange = {part_of(module) for module in modules()} - {*ORDER, *FACADE}
    assert not strange, f"give {sorted(strange)} a place in the order of architecture.md §1"


def test_a_module_imports_only_from_those_before_it():
    wrong = []
    for module in modules():
        own = part_of(module)
        for line, name in imports(module):
            if not name.startswith("gec_lib.") or own in FACADE:
                continue
            other = name.split(".")[1]
            if other in FACADE or other not in ORDER or (own, other) in AGAINST:
                continue
            if ORDER.index(other) > ORDER.index(own):
                wrong.append(f"{module}, line {line}: {own} imports {other}, which stands after it")
    assert wrong == []


def test_no_exception_outlives_its_import():
    real = {
        (part_of(m), name.split(".")[1]) for m in modules() for _, name in imports(m) if name.startswith("gec_lib.")
    }
    assert set(AGAINST) <= real


@pytest.mark.parametrize("package", sorted(ONLY))
def test_a_package_is_imported_in_its_own_place_only(package: str):
    wrong = [
        f"{module}, line {line}"
        for module in modules()
        for line, name in imports(module)
        if name.split(".")[0] == package and part_of(module) not in ONLY[package]
    ]
    assert wrong == []


def test_formulas_know_numbers_only():
    known = {"__future__", "collections", "dataclasses", "typing", "math", "numpy", "pandas", "scipy", "fractions"}
    wrong = [
        f"{module}, line {line}: {name}"
        for module in modules()
        if part_of(module) == "formulas"
        for line, name in imports(module)
        if name.split(".")[0] not in known and not name.startswith("gec_lib.formulas")
    ]
    assert wrong == []


def test_the_runner_does_not_know_what_a_report_contains():
    wrong = [
        f"{module}, line {line}: {name}"
        for module in modules()
        if part_of(module) == "runs"
        for line, name in imports(module)
        if name.startswith("gec_lib.") and name.split(".")[1] in CONTENT
    ]
    assert wrong == []


@pytest.mark.parametrize("word", ["utils", "util", "helpers", "helper", "common", "manager", "core", "misc", "tools"])
def test_no_module_is_named_after_nothing(word: str):
    assert [module for module in modules() if word in module.with_suffix("").parts] == []


def test_no_name_of_the_facade_is_the_name_of_a_module():
    """Importing a module sets its name on the package: the facade's own name would be gone."""
    import gec_lib

    assert set(gec_lib.__all__) & {part_of(module) for module in modules()} == set()
