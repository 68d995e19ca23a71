"""Published tables of Italy and Viet Nam go through a description in ``params`` to a table of shares of women.

What could not be read, and what cannot be true, is said in plain words and never dropped in silence.
"""

from __future__ import annotations

import csv
import re
import shutil
from collections import defaultdict
from pathlib import Path

import pandas as pd
import pytest

import gec_lib as gec
from gec_lib.exploring import Dataset, ExploreError
from gec_lib.formulas import share
from gec_lib.returns.datasets import Counted, DatasetMapping, Source
from tests.test_results_can_be_explored import html, run

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


@pytest.mark.shared
@pytest.mark.parametrize("name", SETS)
def test_the_share_of_girls_is_that_of_the_file(shared: Path, name: str):
    path = shared / "oracles" / SETS[name][0]
    data = gec.open_dataset(str(path), mapping=name, lang="vi")
    table = data.table("pupils", by=["unit", "year", "level"]).data
    empty = table["flag"].eq("empty")
    assert (set(table.loc[empty, "unit"]) == {"Ha Tay"}) if name == "vn_gso_provinces" else not empty.any()
    assert table.loc[empty, ["total", "female", "male", "share"]].isna().all(axis=None)
    table = table[~empty]
    truth = counted(path, name)
    assert len(table) == len(truth) > 100
    levels = {"Primary": "primary", "Middle": "lower_secondary", "High": "upper_secondary"}
    levels |= {"Lower secondary": "lower_secondary", "Upper secondary": "upper_secondary", "Total": "all"}
    expected = {(unit, year, levels[level]): cell for (unit, year, level), cell in truth.items()}
    for row in table.itertuples():
        total, girls = expected[row.unit, row.year, row.level]
        assert (row.total, row.female, row.male) == (total, girls, total - girls)
        assert row.share == share(girls, whole=total) or total == 0


@pytest.mark.shared
@pytest.mark.parametrize("name", SETS)
def test_totals_are_kept_to_the_person_by_any_dimension(shared: Path, name: str):
    path = shared / "oracles" / SETS[name][0]
    data = gec.open_dataset(str(path), mapping=name, lang="vi")
    truth = counted(path, name).values()
    for by in (["year"], ["level"], ["unit"], ["unit_type", "year"]):
        table = data.table("pupils", by=by).data
        assert table["total"].sum() == sum(total for total, _ in truth)
        assert table["female"].sum() == sum(girls for _, girls in truth)


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "by", "year", "lang"),
    [("it_schools", "level", "newest", "vi"), ("vn_gso_provinces", "unit", 2015, "en")],
)
def test_the_notebook_renders_them(root: Path, shared: Path, name: str, by: str, year: int | str, lang: str):
    path = str(shared / "oracles" / SETS[name][0])
    given = {"path": path, "mapping": name, "by": by, "year": year, "lang": lang}
    shown = run(root / "notebooks" / "explore_dataset.ipynb", given)
    assert len(shown) == 4 and all(html(item) for item in shown)
    assert any("<svg" in html(item) or "data:image" in html(item) for item in shown)


@pytest.mark.shared
def test_one_year_is_drawn_and_named(shared: Path):
    """Provinces are compared in one year; the figures are those of the file."""
    path = shared / "oracles" / SETS["vn_gso_provinces"][0]
    data = gec.open_dataset(str(path), mapping="vn_gso_provinces", lang="vi")
    only = {"level": "all", "unit_type": "province"}
    with path.open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["unit_type"] == "province" and row["level"] == "Total"]
    for year, wanted in (("newest", "2016"), (2014, "2014"), ("2013", "2013")):
        bundle = data.chart("pupils", by="unit", year=year, only=only)._repr_mimebundle_()
        claims = bundle["application/vnd.gec.block+json"]["claims"]
        drawn = {id.split(".")[2]: int(c["value"]) for id, c in claims.items() if id.endswith(".total")}
        truth = {row["unit"]: int(float(row["pupils"])) for row in rows if row["year"] == wanted and row["pupils"]}
        assert drawn == truth
        assert f", {wanted}" in bundle["text/plain"]
        assert "Đơn vị" in bundle["text/plain"] and "Cấp học" not in bundle["text/plain"]
        assert "Biểu đồ theo cấp" not in bundle["text/plain"] and "Không vẽ 1 dòng" in bundle["text/plain"]
    with pytest.raises(ExploreError, match=r"found 1999, expected one of 2013, 2014, 2015, 2016 or newest"):
        data.chart("pupils", by="unit", year=1999)


@pytest.mark.shared
def test_a_sum_of_totals_and_parts_is_pointed_out(shared: Path):
    path = shared / "oracles" / SETS["vn_gso_provinces"][0]
    data = gec.open_dataset(str(path), mapping="vn_gso_provinces", lang="en")
    notes = data.table("pupils", by=["year"]).notes
    assert len(notes) == 2 and "Level" in notes[0] and "Kind of unit" in notes[1]
    assert data.table("pupils", by=["year"], only={"level": "all", "unit_type": "province"}).notes == ()


# -- faults -------------------------------------------------------------------------------------------------------

HEAD = "year,unit,level,measure,category,group,total,female"
BAD = """
2024,A,primary,pupils,g1,all,180,85
2024,B,primary,pupils,g1,all,1100,1200
2024,C,primary,pupils,g1,all,2.09,85
2024,D,primary,pupils,g1,all,100,x
2024,E,secondary,pupils,g1,all,100,50
2025,A,primary,pupils,g1,all,190,95
2025,A,primary,pupils,g1,all,190,95
"""


def opened(folder: Path, text: str, lang: str) -> Dataset:
    file = folder / "own.csv"
    file.write_text(HEAD + text, encoding="utf-8")
    return gec.open_dataset(str(file), lang=lang)


def test_faults_are_told_by_line_in_plain_words_with_what_became_of_them(tmp_path: Path):
    faults = opened(tmp_path, BAD, "vi").faults()
    assert [(row.line, row.cell) for row in faults.data.itertuples()] == [
        (3, "G3"),
        (4, "G4"),
        (5, "H5"),
        (6, "C6"),
        (8, "G8"),
    ]
    said = dict(zip(faults["cell"], zip(faults["found"], faults["what"], faults["then"], strict=True), strict=True))
    assert said["G3"] == ("1200 > 1100", "số nữ lớn hơn tổng số", "vẫn tính, cần kiểm tra")
    assert said["G4"][0] == "2.09" and said["G4"][1].startswith("cột total: không rõ")
    assert said["H5"] == ("x", "cột female: không phải số", "để trống ô này, không tính vào bảng")
    assert said["C6"][0] == "secondary" and said["C6"][2] == "bỏ cả dòng, không tính vào bảng"
    assert said["G8"][1].startswith("trùng với một dòng trên")
    assert opened(tmp_path, "\n2024,A,primary,pupils,g1,all,180,85\n", "vi").faults().empty


def test_what_cannot_be_is_flagged_and_not_drawn(tmp_path: Path):
    data = opened(tmp_path, BAD, "en")
    table = data.table("pupils", by=["year", "unit"]).data.set_index(["year", "unit"])
    assert table["flag"].to_dict() == {
        (2024, "A"): "",
        (2024, "B"): "outside",
        (2024, "C"): "empty",
        (2024, "D"): "incomplete",
        (2025, "A"): "",
    }
    assert pd.isna(table.loc[(2024, "D"), "male"]) and pd.isna(table.loc[(2024, "D"), "share"])
    pooled = data.table("pupils", by=["year"]).data.set_index("year")
    assert pooled.loc[2024, "total"] == 180 + 1100 + 100 and pooled.loc[2024, "flag"] == "outside"
    text = data.chart("pupils", by="unit", year=2024)._repr_mimebundle_()["text/plain"]
    assert "Not drawn" in text and ": 3; see the table" in text and "109" not in text


def test_a_cell_that_was_not_read_leaves_its_province_in_sight(tmp_path: Path, shared: Path):
    """A thousands mark in a file of plain numbers."""
    path = shared / "oracles" / SETS["vn_gso_provinces"][0]
    text = path.read_text(encoding="utf-8")
    line = next(n for n, row in enumerate(text.splitlines(), start=1) if ",Bac Ninh,2013,Lower secondary" in row)
    file = tmp_path / "gso.csv"
    file.write_text(text.replace("Bac Ninh,2013,Lower secondary,62554.0", "Bac Ninh,2013,Lower secondary,62.554"))
    data = gec.open_dataset(str(file), mapping="vn_gso_provinces", lang="vi")
    [fault] = data.faults().data.itertuples()
    assert (fault.line, fault.cell, fault.found) == (line, f"F{line}", "62.554") and "cột pupils" in fault.what
    table = data.table("pupils", by=["unit", "level", "year"]).data
    [row] = table[
        table["unit"].eq("Bac Ninh") & table["level"].eq("lower_secondary") & table["year"].eq(2013)
    ].itertuples()
    assert pd.isna(row.total) and row.flag == "empty"


def test_members_and_measures_are_named_in_order(tmp_path: Path, shared: Path):
    path = shared / "oracles" / SETS["it_schools"][0]
    data = gec.open_dataset(str(path), mapping="it_schools", lang="vi")
    named = data.table("pupils", by=["level"]).named()
    assert named["Cấp học"].tolist() == ["Tiểu học", "Trung học cơ sở", "High"]
    assert "Trẻ, học sinh" in data.table("pupils", by=["level"]).title
    grades = data.table("pupils", by=["category"]).data["category"].tolist()
    assert grades == [f"g{number}" for number in range(1, 14)]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"measure": "pupil"}, r"measure: found 'pupil', expected one of pupils"),
        ({"by": ["province"]}, r"by: no column province; known: year"),
        ({"only": {"level": "x"}}, r"only: level has no 'x'; known: primary"),
        ({"only": {"province": "x"}}, r"only: no column 'province'; known: year"),
    ],
)
def test_what_the_file_has_not_is_refused_with_what_it_has(tmp_path: Path, more, said):
    data = opened(tmp_path, BAD, "vi")
    given = {"measure": "pupils", "by": ["unit"], **more}
    with pytest.raises(ExploreError, match=said):
        data.table(given["measure"], by=given["by"], only=given.get("only"))


def test_a_file_of_other_columns_is_refused_with_those_it_lacks(tmp_path: Path):
    file = tmp_path / "other.csv"
    file.write_text("year,unit,total\n2024,1,2\n", encoding="utf-8")
    with pytest.raises(ExploreError, match=r"other\.csv.*'year, unit, total'.*category.*measure.*name a mapping"):
        gec.open_dataset(str(file), lang="vi")


def test_the_worked_example_of_the_documentation_holds(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    page = (root / "docs" / "datasets.md").read_text(encoding="utf-8")
    table, mapping = re.findall(r"```(?:yaml)?\n(.+?)```", page, flags=re.DOTALL)
    shutil.copytree(root / "params", tmp_path / "params")
    (tmp_path / "params" / "datasets" / "my_schools.yaml").write_text(mapping, encoding="utf-8")
    (tmp_path / "schools.csv").write_text(table, encoding="utf-8")
    monkeypatch.setenv("GEC_HOME", str(tmp_path))
    data = gec.open_dataset("schools.csv", mapping="my_schools", lang="en")
    shown = data.table("pupils", by=["level"]).data.set_index("level")
    assert data.faults().empty and data.years() == (2022,)
    assert shown.loc["primary", ["total", "female"]].tolist() == [200, 98]
    assert shown.loc["lower_secondary", ["total", "female"]].tolist() == [116, 61]
    assert "(49.0%)" in page and "(52.6%)" in page


def test_every_key_of_a_description_is_documented(root: Path):
    page = (root / "docs" / "datasets.md").read_text(encoding="utf-8")
    keys = {key for model in (DatasetMapping, Source, Counted) for key in model.model_fields}
    assert [key for key in keys if f"`{key}`" not in page] == []
