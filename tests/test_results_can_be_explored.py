"""A number seen while exploring is the number printed in the reports, of the place that is named; no view strays."""

from __future__ import annotations

import ast
import csv
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import pytest

import gec_lib as gec
from gec_lib.codelists import WARD
from gec_lib.exploring import ExploreError, View
from gec_lib.exploring.wards import crossed, of_ward
from gec_lib.indicators.records import Crossed
from gec_lib.report import Report
from tests.home_fixture import SmallHome

YEAR = 2025
WARDS = [f"990{number:02d}" for number in range(1, 11)]
WHERE: dict[str, Any] = {"year": YEAR, "level": "all", "lang": "vi"}
TWO_LEVELS = "99000097"


@pytest.fixture
def district(small_home: SmallHome, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(small_home.tree)
    monkeypatch.delenv("GEC_HOME", raising=False)
    return small_home.tree


@pytest.fixture(scope="module")
def report(small_home: SmallHome) -> Report:
    return small_home.report("annual", year=YEAR, level="all", lang="vi", profile="internal")


def text_of(shown: Any) -> str:
    return shown._repr_mimebundle_()["text/plain"]


def count(view: View) -> tuple[int, int]:
    table = view.table().data
    row = table[table["year"].eq(YEAR)].iloc[0]
    return int(row["num"]), int(row["den"])


# -- the whole area -----------------------------------------------------------------------------------------------


def test_the_numbers_are_those_of_the_report(district: Path, small_home: SmallHome):
    view = gec.explore("T3-01a", **WHERE)
    claims = small_home.draft("final", year=YEAR, level="all", lang="vi", profile="internal").book.claims
    assert count(view) == tuple(int(claims[f"T3-01a.2025.all.T.{side}"].value) for side in ("num", "den"))
    assert len(view.sources("num")) == claims["T3-01a.2025.all.T.num"].cells
    assert view.chart()._repr_mimebundle_()["text/html"]
    assert "50%" in text_of(view.verdict())


def test_a_cell_may_be_run_again(district: Path):
    for _ in range(2):
        assert len(gec.explore("T1-01a", **WHERE).table()) > 0


def test_schools_stand_behind_the_number(district: Path):
    view = gec.explore("T3-01a", year=YEAR, level="primary", lang="en")
    units = view.units().data
    assert (units["num"].sum(), units["den"].sum()) == count(view)
    assert len(units) == 3


def test_more_rows_than_schools_are_explained(district: Path):
    units = gec.explore("T3-01a", **WHERE).units()
    assert list(units.data["unit"]).count(TWO_LEVELS) == 2
    schools = units.data["unit"].nunique()
    assert any(f"{len(units)} dòng của {schools} đơn vị" in note for note in units.notes)
    counted = gec.explore("T1-01a", **WHERE).units()
    assert list(counted.data["unit"]).count(TWO_LEVELS) == 1 and not any("dòng của" in note for note in counted.notes)


# -- one ward -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["T1-01a", "T2-01a", "T3-01a", "T3-02a"])
def test_wards_are_parts_of_the_whole_in_every_year(report: Report, code: str):
    """Narrowing to a ward gives what grouping by ward gives, which is another way through the library."""
    found, units = report.draft.found, report.edition.snapshot.units
    grouped = found.table(code, by=["year", "ward"])
    for ward in WARDS:
        own = of_ward(found, ward=ward, indicator=code, units=units).table(code, by=["year"])
        expected = grouped[grouped["ward"].eq(ward)].drop(columns="ward").reset_index(drop=True)
        pd.testing.assert_frame_equal(own.reset_index(drop=True), expected, check_dtype=False)


def test_every_view_is_of_the_ward_and_says_so(district: Path):
    whole, ward = gec.explore("T3-01a", **WHERE), gec.explore("T3-01a", **WHERE, ward="99001")
    assert count(ward) != count(whole)
    num, den = count(ward)
    own = set(ward.units()["unit"])
    assert own and own < set(whole.units()["unit"])
    assert {re.findall(r"\d{8}", name)[0] for name in ward.sources("num")["workbook"]} <= own
    assert set(whole.sources("num")["workbook"]) - set(ward.sources("num")["workbook"])
    chart, verdict = text_of(ward.chart()), text_of(ward.verdict())
    assert f"({num} trên {den})" in verdict
    shown = ward.draft.words.digits(num / den, "pct1")
    assert shown in verdict and shown in chart
    for said in (chart, verdict, ward.table().title, ward.units().title, ward.sources().title, ward.compared().title):
        assert "Phường mẫu 1" in said and "Toàn địa bàn" not in said


def test_level_and_ward_stand_together_in_the_title(district: Path):
    view = gec.explore("T3-01a", year=YEAR, level="primary", lang="vi", ward="99002")
    for said in (view.title, text_of(view.chart()), text_of(view.verdict())):
        assert "Tiểu học, Phường mẫu 2" in said
    assert set(view.units()["level"]) == {"primary"}


@pytest.mark.parametrize(
    ("lang", "said"), [("vi", "không đặt chỉ tiêu riêng cho phường"), ("en", "no target for a ward")]
)
def test_a_ward_has_a_distance_and_no_verdict(district: Path, lang: str, said: str):
    view = gec.explore("T3-01a", **{**WHERE, "lang": lang}, ward="99002")
    verdicts = view.draft.words.labels["verdict"]
    text = text_of(view.verdict())
    assert said in text and "50%" in text
    assert not any(re.search(rf"\b{word}\b", text) for word in verdicts.values())
    for table in (view.compared(), view.definitions()):
        assert view._word("verdict") not in table.named().columns
    assert view.methods().empty and said in repr(view.methods())


def test_the_distance_is_that_of_the_counts(report: Report, district: Path):
    rule = next(f.rule for f in report.draft.found.findings(year=YEAR, levels=["all"]) if f.item.indicator == "T3-01a")
    seen = set()
    for ward in WARDS:
        view = gec.explore("T3-01a", **WHERE, ward=ward)
        text = text_of(view.verdict())
        known = view.table().data
        num, den = count(view) if known.loc[known["year"].eq(YEAR), "den"].gt(0).any() else (0, 0)
        if not den:  # no school of the small home, or nobody with the degree
            assert "không có giá trị" in text
            continue
        gap = num / den - float(rule.value)
        key = "cao hơn" if gap > 0 else "thấp hơn" if gap < 0 else "Bằng đúng"
        seen.add(key)
        assert key in text
        if gap:
            assert f"{view.draft.words.digits(abs(round(gap, 12)), 'pp1')} điểm phần trăm" in text
    assert seen


def test_claims_of_a_ward_never_pass_for_those_of_the_district(district: Path):
    view = gec.explore("T3-01a", **WHERE, ward="99001")
    claims = view.verdict()._repr_mimebundle_()["application/vnd.gec.block+json"]["claims"]
    assert claims and all(id.endswith(".99001") for id in claims)


def test_a_whole_number_is_taken_as_the_code_of_a_ward(district: Path):
    """Stock papermill makes a number of ``-p ward 99001``."""
    as_number, as_text = (gec.explore("T2-01a", **WHERE, ward=ward) for ward in (99001, "99001"))
    assert as_number.ward == "99001" and count(as_number) == count(as_text)


def test_schools_and_residents_are_not_divided_within_a_ward(report: Report, district: Path):
    found = report.draft.found
    code = next(item.code for item in found.indicators if isinstance(item.formula, Crossed))
    with pytest.raises(ExploreError, match=r"whole area only; leave ward empty"):
        gec.explore(code, **WHERE, ward="99001")


def test_a_code_that_meant_another_ward_gives_no_series(report: Report):
    found, units = report.draft.found, report.edition.snapshot.units
    row = units[units["unit"].eq("99001") & units["unit_type"].eq(WARD)].iloc[0]
    old = {**row, "name": "Phường cũ", "valid_to": "2023-06-30"}
    new = {**row, "valid_from": "2023-07-01"}
    kept = units[~(units["unit"].eq("99001") & units["unit_type"].eq(WARD))]
    register = pd.concat([kept, pd.DataFrame([old, new])], ignore_index=True)
    narrowed = of_ward(found, ward="99001", indicator="T3-01a", units=register)
    assert set(narrowed.data.expected["year"]) == {2023, 2024, 2025}
    assert set(narrowed.data.expected["ward"]) == {"99001"}


def test_every_indicator_can_be_shown_everywhere(report: Report, district: Path):
    """No Run All ends in an error because of the indicator that was chosen; all views of one of every kind."""
    drawn = set()
    for view in (gec.explore("T1-01a", **WHERE), gec.explore("T1-01a", **WHERE, ward="99001")):
        for item in view.found.indicators:
            if view.ward and crossed(item, view.found):
                continue
            one = replace(view, code=item.code)
            tables = [one.table()]
            kind = (bool(view.ward), item.unit, type(item.formula))
            if kind not in drawn:
                drawn.add(kind)
                tables += [one.units(), one.compared(), one.sources("num")]
                assert text_of(one.chart())
            assert all(view.place in table.title and table._repr_html_() for table in tables)
            assert text_of(one.verdict())
    assert len(drawn) > 20


def test_an_indicator_without_target_says_so(district: Path):
    text = text_of(gec.explore("N09-1a", **WHERE).verdict())
    assert "không đặt chỉ tiêu cho chỉ số này" in text
    assert "đặt level là all" in text_of(gec.explore("T2-01a", year=YEAR, level="primary", lang="vi").verdict())


# -- what if ------------------------------------------------------------------------------------------------------


def test_other_counts_are_tried_and_nothing_is_kept(district: Path):
    view = gec.explore("T3-01a", **WHERE)
    rows = view.found.data.observations("teachers")
    row = rows[rows["year"].eq(YEAR) & rows["category"].eq("master") & rows["total"].gt(0)].iloc[0]
    edit = [row["unit"], row["level"], "teachers", int(row["total"]) + 2, int(row["female"]) + 1, "master"]
    (num, den), before = count(view), view.compared().data
    tried = view.compared([edit]).data.set_index("what")
    assert tuple(tried.loc["reported", ["num", "den"]]) == (num, den)
    assert tuple(tried.loc["edited", ["num", "den"]]) == (num + 1, den + 2)
    assert tried.loc["edited", "value"] == pytest.approx((num + 1) / (den + 2))
    pd.testing.assert_frame_equal(view.compared().data, before)
    assert view.what_if([edit])["num"].tolist() == [num, num + 1]


def test_an_edit_elsewhere_is_refused_because_it_would_show_nothing(district: Path):
    ward = gec.explore("T3-01a", **WHERE, ward="99001")
    other = next(
        unit for unit in gec.explore("T3-01a", **WHERE).units()["unit"] if unit not in set(ward.units()["unit"])
    )
    with pytest.raises(ExploreError, match=rf"{other} \(preschool\) is not among"):
        ward.what_if([[other, "preschool", "teachers", 1, 1, "master"]])
    with pytest.raises(ExploreError, match=r"found \['x', 'primary'\], expected unit, level, measure"):
        ward.compared([["x", "primary"]])


# -- tables to read -----------------------------------------------------------------------------------------------


def test_tables_speak_the_language_of_the_reader(district: Path):
    vi, en = (gec.explore("T3-01a", **{**WHERE, "lang": lang}).units().all() for lang in ("vi", "en"))
    assert {"Tên đơn vị", "Cấp học", "Tử số"} <= set(vi.named().columns)
    assert {"Unit", "Level", "Numerator"} <= set(en.named().columns)
    assert {"Tiểu học", "Mầm non"} <= set(vi.named()["Cấp học"]) and "Primary" in set(en.named()["Level"])
    for code in ("preschool", ">in<", "missing"):
        assert code not in vi._repr_html_()


def test_a_long_table_says_what_it_leaves_out_and_is_saved_whole(district: Path, tmp_path: Path):
    cells = gec.explore("T3-01a", **WHERE).sources("den")
    assert len(cells) > 20
    cut = cells._repr_html_()
    assert cut.count("<tr>") == 21 and f"20 dòng đầu trong {len(cells)} dòng" in cut and ".all()" in cut
    whole = cells.all()._repr_html_()
    assert whole.count("<tr>") == len(cells) + 1 and "dòng đầu" not in whole
    with cells.to_csv(tmp_path / "o.csv").open(encoding="utf-8-sig", newline="") as stream:
        written = list(csv.DictReader(stream))
    assert [row["Ô"] for row in written] == list(cells["cell"])


def test_what_stands_in_a_table_is_no_markup(district: Path):
    table = gec.explore("T3-01a", **WHERE).units()
    data = table.data.assign(name="<b>A & B</b>")
    assert "&lt;b&gt;A &amp; B&lt;/b&gt;" in replace(table, data=data)._repr_html_()


# -- parameters and homes -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("indicator", "more", "said"),
    [
        ("T9-99", {}, r"'T9-99'.*T3-01a"),
        ("T3-01a", {"ward": "77777"}, r"'77777'.*99001"),
        ("T3-01a", {"ward": 5}, r"found 5, expected.*99001"),
        ("T3-01a", {"level": "secondary"}, r"'secondary'.*lower_secondary"),
        ("T3-01a", {"year": 1999}, r"1999.*2025"),
        ("T3-01a", {"lang": "fr"}, r"'fr'.*vi, en"),
    ],
)
def test_what_is_not_known_is_refused_with_what_is(district: Path, indicator, more, said):
    with pytest.raises((ExploreError, ValueError), match=said):
        gec.explore(indicator, **{**WHERE, **more})


def test_a_home_of_ones_own_shows_its_own_data(small_home: SmallHome, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    office = tmp_path / "office"
    office.mkdir()
    for part in ("params", "data"):
        (office / part).symlink_to(small_home.home.root / part, target_is_directory=True)
    monkeypatch.setenv("GEC_HOME", str(office))
    view = gec.explore("T1-01a", **WHERE, snapshot="newest")
    assert view.report.edition.home.root == office.resolve() and len(view.table()) > 0
    assert gec.explore("T1-01a", **WHERE, snapshot=small_home.snapshot).table().data.equals(view.table().data)
    with pytest.raises(ExploreError, match=r"no synthetic district.*run `gec report`.*set snapshot to \"newest\""):
        gec.explore("T1-01a", **WHERE)


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"ward": 99001, "level": "primary"},
        {"indicator": "T1-01a", "ward": "99002", "lang": "en"},
        {"indicator": "N09-1a", "snapshot": "newest", "lang": "en"},
    ],
)
def test_the_notebook_runs_with_other_parameters(
    root: Path, district: Path, small_home: SmallHome, monkeypatch: pytest.MonkeyPatch, given: dict[str, Any]
):
    if given.get("snapshot") == "newest":
        monkeypatch.setenv("GEC_HOME", str(small_home.home.root))
    shown = run(root / "notebooks" / "explore_district.ipynb", given)
    assert len(shown) == 6
    assert all(html(item) for item in shown)
    assert any("data:image" in html(item) or "<svg" in html(item) for item in shown)


def run(notebook: Path, given: dict[str, Any]) -> list[Any]:
    """What every code cell shows, with some other parameters than those of the notebook."""
    space: dict[str, Any] = {}
    shown = []
    for cell in nbformat.read(notebook, as_version=4).cells:
        if cell.cell_type != "code":
            continue
        tree = ast.parse(cell.source)
        last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, cell["id"], "exec"), space)
        if "parameters" in cell.metadata.get("tags", []):
            assert given.keys() <= space.keys()
            space.update(given)
        if last is not None:
            shown.append(eval(compile(ast.Expression(last.value), cell["id"], "eval"), space))
    return shown


def html(item: Any) -> str:
    bundle = getattr(item, "_repr_mimebundle_", None)
    return str(bundle()["text/html"]) if bundle else item._repr_html_()
