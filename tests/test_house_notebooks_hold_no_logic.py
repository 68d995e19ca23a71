"""A notebook is short, clean and without logic: what it says is decided, and tested, in the library."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import nbformat
import pytest

from gec_lib.runs.editions import parameters_of
from tests.house import ROOT

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
REPORTS = [path for path in NOTEBOOKS if not path.name.startswith("explore_")]
LOGIC = (
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.ClassDef,
    ast.For,
    ast.While,
    ast.If,
    ast.Try,
    ast.Lambda,
    ast.With,
    ast.ListComp,
    ast.SetComp,
    ast.DictComp,
    ast.GeneratorExp,
)
each = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
each_report = pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)


def cells(path: Path) -> list[Any]:
    return list(nbformat.read(path, as_version=4).cells)


def code(path: Path) -> list[Any]:
    return [cell for cell in cells(path) if cell.cell_type == "code"]


def parameters(path: Path) -> list[Any]:
    return [cell for cell in code(path) if "parameters" in cell.metadata.get("tags", [])]


def test_the_three_kinds_are_there():
    assert {"annual", "midterm", "final"} <= {path.stem for path in REPORTS}


@each
def test_outputs_are_stripped(path: Path):
    assert all(cell.outputs == [] and cell.execution_count is None for cell in code(path))


@each
def test_a_notebook_is_valid_and_its_ids_are_written_by_hand(path: Path):
    nbformat.validate(nbformat.read(path, as_version=4))
    ids = [cell["id"] for cell in cells(path)]
    assert len(set(ids)) == len(ids)
    # what Jupyter makes up is eight hexadecimal digits or a UUID
    assert [
        id for id in ids if re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f-]+)?", id) or not re.fullmatch(r"[a-z][a-z-]*", id)
    ] == []


@each
def test_a_cell_has_at_most_ten_lines(path: Path):
    assert [cell["id"] for cell in code(path) if len(cell.source.splitlines()) > 10] == []


@each
def test_a_cell_holds_no_logic(path: Path):
    wrong = [
        f"{cell['id']}: {type(node).__name__}"
        for cell in code(path)
        for node in ast.walk(ast.parse(cell.source))
        if isinstance(node, LOGIC)
    ]
    assert wrong == []


@each_report
def test_the_parameters_are_exactly_those_of_the_kind_and_each_says_what_it_is(path: Path):
    [cell] = parameters(path)
    names = []
    for line in cell.source.splitlines():
        found = re.fullmatch(r"(\w+)(: \w+)? = .+?  # \S.*", line)
        assert found, f"expected NAME = VALUE  # comment, found {line!r}"
        names.append(found.group(1))
    assert names == list(parameters_of(path.stem))


@each_report
def test_the_parameters_carry_the_synthetic_district(path: Path):
    [cell] = parameters(path)
    given = {
        node.targets[0].id if isinstance(node, ast.Assign) else node.target.id: node.value.value
        for node in ast.parse(cell.source).body
    }  # type: ignore
    assert given["snapshot"] == "demo" and isinstance(given["year"], int)


@each_report
def test_the_setup_walks_the_way_of_the_data(path: Path):
    source = code(path)[1].source
    steps = ["open_edition", "dataset_of", "results_of", "disclosure_of", "Report"]
    assert [source.index(f"gec.{step}(") for step in steps] == sorted(source.index(f"gec.{step}(") for step in steps)
    assert f'open_edition("{path.stem}"' in source


@each_report
def test_a_notebook_writes_no_files_and_imports_the_library_alone(path: Path):
    nodes = [node for cell in code(path) for node in ast.walk(ast.parse(cell.source))]
    imported = {a.name for node in nodes if isinstance(node, ast.Import) for a in node.names}
    imported |= {node.module for node in nodes if isinstance(node, ast.ImportFrom)}
    assert imported == {"gec_lib"}
    assert not {"open", "write_text", "to_csv", "to_excel", "savefig"} & {
        getattr(node.func, "attr", getattr(node.func, "id", "")) for node in nodes if isinstance(node, ast.Call)
    }
