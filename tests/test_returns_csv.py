"""A published table becomes observations through a mapping file alone, and nobody is lost or added on the way."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import pytest

from gec_lib.codelists import OBSERVATION_COLUMNS, OBSERVATION_KEY, load_codes
from gec_lib.plan import PlanError
from gec_lib.returns.datasets import MappingError, load_mapping, read_csv
from gec_lib.returns.layouts import load_layouts
from gec_lib.returns.reading import Reading


def read(path: Path, params: Path, name: str | None = None) -> Reading:
    codes = load_codes(params)
    mapping = load_mapping(params / "datasets" / f"{name}.yaml", codes=codes) if name else None
    return read_csv(path, layouts=load_layouts(params), codes=codes, mapping=mapping)


def numbers(path: Path, column: str) -> list[float]:
    with path.open(encoding="utf-8", newline="") as stream:
        return [float(row[column]) for row in csv.DictReader(stream) if row[column]]


def test_italian_pupils_are_kept_to_the_person(params: Path, shared: Path):
    path = shared / "oracles" / "it_schools_molise_2022_23.csv"
    reading = read(path, params, "it_schools")
    seen = reading.observations
    assert reading.faults == () and tuple(seen.columns) == OBSERVATION_COLUMNS and len(seen) == 933
    men, women = sum(numbers(path, "male_students")), sum(numbers(path, "female_students"))
    assert seen["total"].sum() == men + women
    assert seen["female"].sum() == women
    assert set(seen["year"]) == {2022}
    assert set(seen["level"]) == {"primary", "lower_secondary", "upper_secondary"}
    assert not seen.duplicated(list(OBSERVATION_KEY)).any()
    assert seen.iloc[0][["category", "total", "female", "cell_total", "cell_female"]].tolist() == [
        "g1", 31.0, 14.0, "F2+G2", "G2"]  # fmt: skip


def test_vietnamese_pupils_and_teachers_are_kept_to_the_person(params: Path, shared: Path):
    path = shared / "oracles" / "vn_gso_red_river_delta_2013_2016.csv"
    reading = read(path, params, "vn_gso_provinces")
    seen = reading.observations
    assert reading.faults == () and len(seen) == 3 * 304
    assert not seen.duplicated(list(OBSERVATION_KEY)).any()
    for measure, total, female in (("pupils", "pupils", "girls"), ("teachers", "teachers", "women_teachers")):
        rows = seen[seen["measure"] == measure]
        assert rows["total"].sum() == sum(numbers(path, total))
        assert rows["female"].sum() == sum(numbers(path, female))
    empty = seen[(seen["unit"] == "Ha Tay") & (seen["measure"] == "pupils")]
    assert set(empty["status"]) == {"blank"} and empty["total"].isna().all()
    first = seen.iloc[0]
    assert (first["cell_total"], first["cell_female"], first["unit_type"]) == ("F2", "G2", "country")


def test_our_own_plain_layout(params: Path, tmp_path: Path):
    path = tmp_path / "backfill.csv"
    path.write_text(
        "year,unit,level,measure,category,group,total,female\n"
        "2021,99000001,primary,pupils,g1,all,1.234,600\n"
        "2021,99000001,primary,pupils,g2,all,2.09,1\n"
        "2021,99000001,primary,pupils,g11,all,5,1\n"
        "2021,99000001,primary,classes,all,all,30,\n"
        "2021,99001,none,residents,a15,all,…,\n",
        encoding="utf-8",
    )
    reading = read(path, params)
    seen = reading.observations
    assert [(fault.rule, fault.cell, fault.found) for fault in reading.faults] == [
        ("TY02", "G3", "2.09"), ("ST06", "E4", "g11")]  # fmt: skip
    assert seen["total"].tolist()[0] == 1234 and math.isnan(seen["total"].tolist()[1])
    assert seen["status"].tolist() == ["reported", "blank", "reported", "blank"]
    assert seen["unit_type"].tolist() == ["school"] * 3 + ["ward"]
    assert seen["stream"].tolist()[-1] == "universalisation"
    assert seen["cell_total"].tolist() == ["G2", "G3", "G5", "G6"]


def test_a_file_without_the_columns_is_a_fault_not_an_exception(params: Path, tmp_path: Path):
    path = tmp_path / "x.csv"
    path.write_text("year,unit\n2021,1\n", encoding="utf-8")
    assert {fault.rule for fault in read(path, params).faults} == {"ST06"}
    path.write_bytes(b"\xff\xfe\x00bad")
    assert {fault.rule for fault in read(path, params).faults} == {"ST16"}


@pytest.mark.parametrize(
    ("old", "new", "error", "told"),
    [
        ("Middle: lower_secondary", "Middle: middle", MappingError, "level 'middle'"),
        ("measure: pupils", "measure: students", MappingError, "measure 'students'"),
        ("evidence: verified", "evidence: verified\nevidence: assumed", PlanError, "line"),
        ("male: male_students, ", "", PlanError, "line 37: measures.0"),
        ("title:", "titel:", PlanError, "titel"),
    ],
)
def test_a_mapping_that_does_not_fit_is_refused(
    params: Path, tmp_path: Path, old: str, new: str, error: type[Exception], told: str
):
    text = (params / "datasets" / "it_schools.yaml").read_text(encoding="utf-8")
    path = tmp_path / "it.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(error) as refused:
        load_mapping(path, codes=load_codes(params))
    assert told in str(refused.value)
