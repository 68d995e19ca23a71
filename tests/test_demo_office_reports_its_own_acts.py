"""The synthetic district has an office, which owes one form a year about its own acts and contradicts no school."""

from __future__ import annotations

import csv
import datetime as dt

import pytest

from gec_lib.codelists import load_codes
from gec_lib.coverage import coverage, due, summary
from gec_lib.demo import build_district, write_district
from gec_lib.plan import load_plan
from gec_lib.returns.checks import check
from gec_lib.returns.layouts import load_layouts
from gec_lib.returns.reading import read_workbook

OFFICE = "99000"
YEARS = (2021, 2022, 2023, 2024, 2025)
PARTS = {
    "documents_amended": "documents_reviewed",
    "violations_remedied": "violations",
    "programmes_active": "programmes",
}


@pytest.fixture(scope="module")
def district(params):
    return build_district(params, seed=379)


@pytest.fixture(scope="module")
def acts(district):
    found = {}
    for year in YEARS:
        made = district.find(form="vp_pgd", unit=OFFICE, year=year)
        found[year] = {item: value for (_, item, _), value in made.values.items()}
    return found


def test_the_register_holds_one_office_beside_the_schools_and_wards(district):
    kinds = district.units.drop_duplicates("unit")["unit_type"].value_counts().to_dict()
    assert kinds == {"school": 101, "ward": 10, "office": 1}  # one school closed in 2023, one opened in 2024
    office = district.units[district.units["unit_type"] == "office"].iloc[0]
    assert (office["unit"], office["level"], office["ward"]) == (OFFICE, "none", "")
    assert "quận Mẫu" in office["name"]


def test_one_return_a_year_arrives_in_time(district):
    own = [made for made in district.returns if made.unit == OFFICE]
    assert [(made.form, made.year) for made in own] == [("vp_pgd", year) for year in YEARS]
    assert all(dt.date(made.year, 12, 1) < made.received <= dt.date(made.year, 12, 19) for made in own)


def test_the_office_inspected_the_schools_that_say_so(district, acts):
    for year in YEARS:
        said = {
            made.unit
            for made in district.returns
            if made.year == year and made.stream == "equality" and made.unit != OFFICE
            and made.values["task_yes", "n15_1", "all"][0] == 1
        }  # fmt: skip
        assert acts[year]["schools_inspected"] == (len(said), None)
        assert 0 < acts[year]["inspections"][0] <= len(said)


def test_no_part_exceeds_its_whole(acts):
    for year in YEARS:
        for part, whole in PARTS.items():
            assert 0 <= acts[year][part][0] <= acts[year][whole][0]
        people, women = acts[year]["people_awarded"]
        assert 0 <= women <= people


def test_its_workbook_is_accepted_without_a_doubt(district, params, tmp_path):
    (path,) = write_district(district, tmp_path, years=[2025], units={OFFICE})
    assert path.name == "vp_pgd-99000-2025.xlsx"
    with (tmp_path / "received.csv").open(encoding="utf-8", newline="") as stream:
        assert [row["name"] for row in csv.DictReader(stream)] == [path.name]
    codes = load_codes(params)
    reading = read_workbook(path, layouts=load_layouts(params), codes=codes)
    assert check(reading, codes=codes, units=district.units, previous=None, others=None) == ()


def test_the_office_adds_one_return_and_changes_no_count_of_schools_and_wards(district, params):
    calendar, layouts = load_plan(params).calendar, load_layouts(params)
    owed = due(district.units, layouts, years=[2025], calendar=calendar)
    alone = due(district.units[district.units["unit_type"] != "office"], layouts, years=[2025], calendar=calendar)
    assert len(owed) == len(alone) + 1
    assert owed[owed["unit_type"] == "office"]["form"].tolist() == ["vp_pgd"]
    files = {"status": "accepted", "received": "2025-12-01", "on_time": True}
    cov = coverage(owed, files=owed.assign(**files))
    by_kind = summary(cov, by=["unit_type"]).set_index("unit_type")["due"].to_dict()
    assert by_kind == {"office": 1, "school": 312, "ward": 30}
