"""Published tables of Italy and Viet Nam go through a description in ``params`` to a table of shares of women."""

from __future__ import annotations

import ast
import csv
from collections import defaultdict
from pathlib import Path
from typing import Any

import nbformat
import pytest

import gec_lib as gec
from gec_lib.formulas import share

pytestmark = pytest.mark.shared
SETS = {
    "it_schools": ("it_schools_molise_2022_23.csv", "school_code", "year", lambda text: int(text[:4])),
    "vn_gso_provinces": ("vn_gso_red_river_delta_2013_2016.csv", "unit", "year", int),
}


@pytest.fixture(autouse=True)
def at_home(root: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("GEC_HOME", str(root))


def counted(path: Path, name: str) -> dict[tuple[str, int, str], tuple[int, int]]:
    """Total and girls by unit, year and level, straight from the file; rows without a number are left out."""
    _, unit, year, read = SETS[name]
    found: dict[tuple[str, int, str], list[int]] = defaultdict(lambda: [0, 0])
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            level = row.get("order") or row.get("level") or ""
            if name == "it_schools":
                girls, total = int(row["female_students"]), int(row["female_students"]) + int(row["male_students"])
            elif row["pupils"] and row["girls"]:
                girls, total = int(float(row["girls"])), int(float(row["pupils"]))
            else:
                continue
            cell = found[row[unit], read(row[year]), level]
            cell[0] += total
            cell[1] += girls
    return {key: (total, girls) for key, (total, girls) in found.items()}


@pytest.mark.parametrize("name", SETS)
def test_the_share_of_girls_is_that_of_the_file(shared: Path, name: str):
    path = shared / "oracles" / SETS[name][0]
    data = gec.open_dataset(str(path), mapping=name)
    table = data.table("pupils", by=["unit", "year", "level"])
    truth = counted(path, name)
    assert len(table) == len(truth) > 100
    levels = {"Primary": "primary", "Middle": "lower_secondary", "High": "upper_secondary"}
    levels |= {"Lower secondary": "lower_secondary", "Upper secondary": "upper_secondary", "Total": "all"}
    expected = {(unit, year, levels[level]): cell for (unit, year, level), cell in truth.items()}
    for row in table.itertuples():
        total, girls = expected[row.unit, row.year, row.level]
        assert (row.total, row.female, row.male) == (total, girls, total - girls)
        assert row.share == share(girls, whole=total) or total == 0


@pytest.mark.parametrize("name", SETS)
def test_totals_are_kept_to_the_person_by_any_dimension(shared: Path, name: str):
    path = shared / "oracles" / SETS[name][0]
    data = gec.open_dataset(str(path), mapping=name)
    truth = counted(path, name).values()
    for by in (["year"], ["level"], ["unit"], ["unit_type", "year"]):
        table = data.table("pupils", by=by)
        assert table["total"].sum() == sum(total for total, _ in truth)
        assert table["female"].sum() == sum(girls for _, girls in truth)


@pytest.mark.parametrize(("name", "by"), [("it_schools", "level"), ("vn_gso_provinces", "unit")])
def test_the_notebook_renders_them(root: Path, shared: Path, name: str, by: str):
    given = {
        "path": str(shared / "oracles" / SETS[name][0]),
        "mapping": name,
        "measure": "pupils",
        "by": by,
        "lang": "vi",
    }
    shown = [item for item in run(root / "notebooks" / "explore_dataset.ipynb", given) if item is not None]
    assert len(shown) == 4
    assert any("<svg" in html(item) or "data:image" in html(item) for item in shown)


def run(notebook: Path, given: dict[str, Any]) -> list[Any]:
    """What every code cell shows, with other parameters than those of the notebook."""
    space: dict[str, Any] = {}
    shown = []
    for cell in nbformat.read(notebook, as_version=4).cells:
        if cell.cell_type != "code":
            continue
        tree = ast.parse(cell.source)
        last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, cell["id"], "exec"), space)
        if "parameters" in cell.metadata.get("tags", []):
            assert given.keys() == space.keys() - {"__builtins__"}
            space.update(given)
        if last is not None:
            shown.append(eval(compile(ast.Expression(last.value), cell["id"], "eval"), space))
    return shown


def html(item: Any) -> str:
    bundle = getattr(item, "_repr_mimebundle_", None)
    return str(bundle()["text/html"]) if bundle else getattr(item, "_repr_html_", str)()
