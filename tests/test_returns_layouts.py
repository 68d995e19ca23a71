"""Layouts are data: what they ask is known, what is not known is refused with file and line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from gec_lib.codelists import load_codes
from gec_lib.returns.layouts import LayoutError, forms_due, label_for, layout_for, load_layouts

XMC, INDEX = "layouts/pc_xmc-2016.csv", "layouts/index.csv"


@pytest.fixture
def copy(params: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(params, tmp_path / "params"))


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        (XMC, "band_population,b15_35", "band_people,b15_35", "line 3: found measure 'band_people'"),
        (XMC, "band_population,b15_35", "band_population,b15_99", "line 3: found category 'b15_99'"),
        (XMC, "b15_35,all,TNDE", "b15_35,all,TNX", "line 3: found column set 'TNX'"),
        (XMC, "b15_35,all,TNDE", "b15_35,some,TNDE", "line 3: found group 'some'"),
        (XMC, "2,G02", "2,G01", "line 3: found row code 'G01' again"),
        (XMC, "band_population,b15_35", "band_population,b15_25", "again; expected each measure"),
        (INDEX, "pc_xmc,2016,2016,,universalisation", "pc_xmc,2016,2016,,census", "stream 'census'"),
        (INDEX, "pc_xmc,2016,", "pc_xmc,2017,", "no file pc_xmc-2017.csv"),
        (INDEX, "PC-XMC Biết chữ,Ward: literacy,assumed", "PC-XMC,Literacy,guessed", "evidence 'guessed'"),
        ("column_sets.csv", "TN,2,Trong đó: Nữ,of which female,row,female", "TN,2,Nữ,f,row,women", "field 'women'"),
    ],
)  # fmt: skip
def test_an_unknown_code_is_refused_with_file_and_line(copy: Path, file: str, old: str, new: str, told: str):
    path = copy / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(LayoutError) as refused:
        load_layouts(copy)
    assert path.name in str(refused.value) and told in str(refused.value) and "expected" in str(refused.value)


def test_the_version_follows_the_reporting_year(params: Path):
    layouts = load_layouts(params)
    years = {year: layout_for(layouts, form="cn_thcs", year=year).version for year in (2024, 2025, 2026, 2030)}
    assert years == {2024: "2018", 2025: "2025a", 2026: "2026", 2030: "2026"}
    with pytest.raises(LayoutError, match=r"no version for 2010; found 2018 \(2016–2024\)"):
        layout_for(layouts, form="cn_thcs", year=2010)


def test_a_school_owes_three_forms_a_year_and_a_ward_three(params: Path):
    layouts = load_layouts(params)
    due = [lay.form for lay in forms_due(layouts, unit_type="school", level="lower_secondary", year=2025)]
    assert due == ["dn_thcs", "cn_thcs", "bdg_thcs"]
    due = [lay.form for lay in forms_due(layouts, unit_type="ward", level="none", year=2026)]
    assert sorted(due) == ["pc_mn", "pc_thcs", "pc_xmc"]


def test_columns_of_mixed_sheets_and_tasks(params: Path):
    layouts = load_layouts(params)
    form = layout_for(layouts, form="bdg_th", year=2025)
    task = form.rows[0]
    made = [(c.header[-1], c.field, c.measure) for c in task.columns]
    assert [m for _, _, m in made] == [
        "task_planned",
        "task_done",
        "task_evidence",
        "budget_planned",
        "budget_spent",
        "",
    ]
    assert made[-1][:2] == ("Số, ngày văn bản minh chứng", "note")
    date = form.keys["action_date", "n06_4", "all"]
    assert date.columns[0].header == ("Năm nay", "Tổng số")  # shares the first column of its sheet
    pupils = layout_for(layouts, form="dn_th", year=2025).keys["pupils", "g1", "ethnic_minority"]
    assert [(c.header[-1], c.group, c.field) for c in pupils.columns][2:] == [
        ("DTTS", "ethnic_minority", "total"), ("Nữ DTTS", "ethnic_minority", "female")]  # fmt: skip


def test_evidence_and_reference_days_are_kept(params: Path):
    layouts = load_layouts(params)
    assert {lay.form: lay.evidence for lay in layouts}["pc_xmc"] == "assumed"
    assert layout_for(layouts, form="dn_th", year=2024).evidence == "verified"
    assert layout_for(layouts, form="bdg_th", year=2025).reference_date(2025).isoformat() == "2025-12-15"
    assert layout_for(layouts, form="cn_th", year=2025).reference_date(2025).isoformat() == "2025-05-31"
    assert label_for("0–2 tuổi (từ 3 tháng, sinh từ {Y-2})", year=2025) == "0–2 tuổi (từ 3 tháng, sinh từ 2023)"


def test_every_rule_has_words_for_what_is_expected(params: Path):
    for rule in load_layouts(params)[0].book.rules.values():
        assert rule.expected_vi and rule.expected_en and rule.message_vi and rule.message_en, rule.id


def test_no_level_or_grade_is_named_in_the_code(root: Path, params: Path):
    codes = load_codes(params)
    words = {c for name in ("level", "grade") for c in codes.lists[name]} - {"all", "none", "other"}
    for path in sorted((root / "gec_lib" / "returns").glob("*.py")):
        code = [line for line in path.read_text(encoding="utf-8").splitlines() if "Examples" not in line]
        for line in code:
            if not line.strip().startswith((">>>", "...", "#")):
                assert not any(f'"{word}"' in line for word in words), (path.name, line)


def test_a_word_that_a_home_lacks_is_told_with_its_file(copy: Path):
    table = copy / "layouts" / "words.csv"
    kept = [line for line in table.read_text(encoding="utf-8").splitlines() if not line.startswith("formula_empty,")]
    table.write_text("\n".join(kept) + "\n", encoding="utf-8")
    book = load_layouts(copy)[0].book
    with pytest.raises(LayoutError, match=r"words\.csv of the home has no line 'formula_empty'; .* copy it from"):
        _ = book.words["formula_empty"]
