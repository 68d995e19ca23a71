"""Earlier years come by a short form that says so, what it did not ask stays not asked; the office has its own form."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import openpyxl
import pytest

from gec_lib.codelists import NOT_ASKED, REPORTED, load_codes
from gec_lib.collecting import Kind, coverage_now, rules_of, take, target_measures, write_forms
from gec_lib.ledger import rebuild
from gec_lib.plan import load_plan
from gec_lib.returns.forms import Identity, write_form
from gec_lib.returns.layouts import forms_due, layout_for, layout_of, load_layouts
from gec_lib.snapshots import freeze, open_snapshot
from tests.ledger.conftest import District, make_district

PARAMS = Path(__file__).resolve().parent.parent / "params"
LAYOUTS, CODES = load_layouts(PARAMS), load_codes(PARAMS)
SHORT = [layout for layout in LAYOUTS if layout.retrospective]
YEAR, AS_OF = 2022, "2025-12-31"
OFFICE = "99000,office,none,Phòng Giáo dục và Đào tạo,,,no,2010-01-01,"


@pytest.fixture
def district(tmp_path: Path) -> District:
    made = make_district(tmp_path, PARAMS)
    shutil.copy(PARAMS / "demo_offices.yaml", made.home.params / "offices.yaml")
    register = made.home.data / "register" / "units.csv"
    register.write_text(register.read_text(encoding="utf-8") + OFFICE + "\n", encoding="utf-8")
    return made


def filled(district: District, form: str, unit: str, values, *, version: str) -> Path:
    layout = layout_of(LAYOUTS, form=form, version=version)
    assert layout is not None
    who = Identity(form, version, YEAR, unit, "mẫu", layout.level, synthetic=True)
    path = district.inbox / f"{form}-{version}-{unit}.xlsx"
    zeros = {key: (0, 0 if CODES.measures[key[0]].sexed else None) for key in layout.keys}
    write_form(path, layout, identity=who, codes=CODES, values=zeros | values)
    return path


def receive(district: District, *paths: Path, on: str = "2025-03-01"):
    return take(
        district.home, paths, received=dt.date.fromisoformat(on), by="An", replaces="", check=False,
        moved=lambda n: None,
    ).outcomes  # fmt: skip


STAFF = {
    ("principals", "all", "all"): (1, 1),
    ("principals", "master", "all"): (1, 1),
    ("teachers", "all", "all"): (10, 6),
    ("teachers", "university", "all"): (10, 6),
}


def test_the_short_forms_ask_for_the_measures_of_the_targets_and_for_nothing_else():
    targets = target_measures(load_plan(PARAMS))
    assert {measure for layout in SHORT for measure in layout.measures} == targets
    for layout in SHORT:
        usual = layout_for(LAYOUTS, form=layout.form, year=YEAR)
        assert set(layout.keys) == {key for key in usual.keys if key[0] in targets and key[2] == "all"}, layout.form
        assert {row.code for row in layout.rows} <= {row.code for row in usual.rows}
        assert "hồi cứu" in layout.title_vi


def test_nobody_owes_a_short_form():
    owed = [forms_due(LAYOUTS, unit_type="school", level="primary", year=year) for year in (2016, YEAR, 2030)]
    assert not any(layout.retrospective for layouts in owed for layout in layouts)
    assert layout_for(LAYOUTS, form="dn_th", year=YEAR).version == "2018"


def test_a_short_return_is_accepted_marked_and_counted_as_the_return_of_its_year(district):
    (outcome,) = receive(district, filled(district, "dn_th", "99000002", STAFF, version="hoi_cuu"))
    assert outcome.line.action == "accepted", outcome.faults
    assert [fault.rule for fault in outcome.faults] == []  # years later is not "late": it was not owed then
    frozen = open_snapshot(district.home, freeze(district.home, as_of=AS_OF))
    rows = frozen.observations[frozen.observations["unit"].eq("99000002") & frozen.observations["form"].eq("dn_th")]
    assert set(rows["version"]) == {"hoi_cuu"}
    short = layout_of(LAYOUTS, form="dn_th", version="hoi_cuu")
    usual = layout_for(LAYOUTS, form="dn_th", year=YEAR)
    assert short is not None
    counts = rows["status"].value_counts().to_dict()
    assert counts == {REPORTED: len(short.keys), NOT_ASKED: len(usual.keys) - len(short.keys)}
    teachers = rows[(rows["measure"] == "teachers") & (rows["category"] == "university")].iloc[0]
    assert (teachers["total"], teachers["female"], teachers["status"]) == (10, 6, REPORTED)
    pupils = rows[rows["measure"] == "pupils"]
    assert len(pupils) and set(pupils["status"]) == {NOT_ASKED} and pupils["total"].isna().all()
    assert frozen.retrospective == (YEAR,)
    cov = coverage_now(district.home, year=YEAR, as_of=AS_OF)
    mine = cov[(cov["unit"] == "99000002") & (cov["form"] == "dn_th")].iloc[0]
    assert mine["received"] and not mine["on_time"]


def test_the_usual_return_of_that_year_is_a_second_return_not_a_second_count(district):
    short = filled(district, "dn_th", "99000002", STAFF, version="hoi_cuu")
    usual = filled(district, "dn_th", "99000002", STAFF, version="2018")
    receive(district, short)
    (outcome,) = receive(district, usual)
    assert outcome.line.action == "rejected" and "ST10" in {fault.rule for fault in outcome.faults}


def test_gaps_come_back_when_the_store_is_rebuilt(district):
    receive(district, filled(district, "dn_th", "99000002", STAFF, version="hoi_cuu"))
    before = freeze(district.home, as_of=AS_OF)
    rebuild(district.home, rules=rules_of(district.home), progress=lambda line: None)
    assert freeze(district.home, as_of=AS_OF) == before


def test_short_forms_go_out_only_when_they_are_asked_for(district, tmp_path):
    paths = write_forms(
        district.home, year=YEAR, units=["99000002", "99001"], forms=(), kind=Kind.RETROSPECTIVE, folder=tmp_path / "f"
    )
    assert sorted(path.name for path in paths) == [
        "bdg_th-99000002-2022.xlsx", "dn_th-99000002-2022.xlsx", "pc_thcs-99001-2022.xlsx",
    ]  # fmt: skip
    texts = [cell.value for row in openpyxl.load_workbook(paths[0])["Thông tin"].iter_rows() for cell in row]
    assert "hồi cứu, lập lại từ hồ sơ của năm đó" in texts


ACTS = {
    ("office_acts", "documents_reviewed", "all"): (12, None),
    ("office_acts", "violations", "all"): (2, None),
    ("office_acts", "violations_remedied", "all"): (2, None),
    ("office_people", "people_awarded", "all"): (9, 7),
}


def test_the_office_owes_one_form_about_what_only_it_knows(district, tmp_path):
    paths = write_forms(district.home, year=YEAR, units=["99000"], forms=(), kind=Kind.USUAL, folder=tmp_path / "f")
    assert [path.name for path in paths] == ["vp_pgd-99000-2022.xlsx"]
    sheet = openpyxl.load_workbook(paths[0])["Việc của Phòng"]
    assert sheet["A3"].value == "Đơn vị: Phòng Giáo dục và Đào tạo"
    (outcome,) = receive(district, filled(district, "vp_pgd", "99000", ACTS, version="2021"), on="2022-12-10")
    assert (outcome.line.action, outcome.faults) == ("accepted", ())
    frozen = open_snapshot(district.home, freeze(district.home, as_of=AS_OF))
    rows = frozen.observations[frozen.observations["form"] == "vp_pgd"]
    found = {(row.measure, row.category): (row.total, row.female) for row in rows.itertuples()}
    assert found["office_people", "people_awarded"] == (9, 7) and len(found) == 11
    assert found["office_acts", "documents_reviewed"][0] == 12
    cov = coverage_now(district.home, year=YEAR, as_of=AS_OF)
    assert cov[cov["unit_type"] == "office"]["received"].tolist() == [True]
    assert set(cov[cov["unit_type"] == "school"]["form"]) == {
        f"{kind}_{x}" for kind in ("dn", "cn", "bdg") for x in ("th", "thcs")
    }


def test_every_act_of_the_office_belongs_to_a_task_of_the_plan():
    tasks = set(CODES.members("task"))
    items = [CODES.get("office_item", item) for item in CODES.members("office_item")]
    assert len(items) == 11 and all(item.attr["task"] in tasks and item.vi and item.en for item in items)
    assert {item.attr["measure"] for item in items} == {"office_acts", "office_people"}
