"""A form shows all it says, prints on A4, hides nothing, locks all but what is to be filled, and knows last year."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest

from gec_lib.codelists import load_codes
from gec_lib.collecting import Kind, write_forms
from gec_lib.ledger import ReturnKey, Wish, correct
from gec_lib.returns.forms import Identity, write_form
from gec_lib.returns.layouts import Layout, load_layouts
from gec_lib.returns.looks import INPUT_FILL
from gec_lib.returns.records import label_for
from gec_lib.returns.widths import lines_of
from tests.conftest import absent
from tests.ledger.conftest import District, make_district

PARAMS = Path(__file__).resolve().parent.parent / "params"
LAYOUTS, CODES = load_layouts(PARAMS), load_codes(PARAMS)
NAMES = [f"{layout.form}-{layout.version}" for layout in LAYOUTS]
UNITS = {
    "ward": ("99001", "Phường mẫu 1"),
    "school": ("99000001", "Trường mẫu 01"),
    "office": ("99000", "Phòng Giáo dục và Đào tạo"),
}
A4, POINTS_A_LINE = 9, 15  # Excel's number of the paper; a line of 12 points
STAMP = "SỐ LIỆU MÔ PHỎNG – KHÔNG DÙNG ĐỂ BÁO CÁO"


def written(folder: Path, layout: Layout, *, synthetic: bool = True, **more) -> Path:
    unit, name = UNITS[layout.unit_type]
    who = Identity(layout.form, layout.version, layout.year_from, unit, name, layout.level, synthetic)
    path = folder / f"{layout.form}-{layout.version}.xlsx"
    write_form(path, layout, identity=who, codes=CODES, **more)
    return path


@pytest.fixture(scope="module")
def forms(tmp_path_factory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("forms")
    return {name: written(folder, layout) for name, layout in zip(NAMES, LAYOUTS, strict=True)}


@pytest.mark.parametrize("layout", LAYOUTS, ids=NAMES)
def test_nothing_is_hidden_and_every_sheet_prints_on_one_width_of_a4(layout: Layout, forms):
    workbook = openpyxl.load_workbook(forms[f"{layout.form}-{layout.version}"])
    for sheet in workbook.worksheets:
        assert sheet.sheet_state == "visible"
        assert not any(column.hidden for column in sheet.column_dimensions.values())
        assert not any(row.hidden for row in sheet.row_dimensions.values())
        setup = sheet.page_setup
        assert (str(setup.paperSize), setup.orientation) == (str(A4), "landscape")
        assert sheet.sheet_properties.pageSetUpPr.fitToPage and setup.fitToWidth in (None, 1)
        assert STAMP in sheet.oddFooter.center.text  # the stamp on every printed page
        assert sheet["A1"].value == STAMP and sheet.protection.sheet
    for sheet in workbook.worksheets[1:]:
        assert sheet.print_title_rows == "$5:$6" and sheet.freeze_panes == "D7"


@pytest.mark.parametrize("layout", LAYOUTS, ids=NAMES)
def test_the_first_sheet_lists_the_tables_and_their_rows(layout: Layout, forms):
    workbook = openpyxl.load_workbook(forms[f"{layout.form}-{layout.version}"])
    info = workbook["Thông tin"]
    linked = {cell.value: cell.hyperlink.location for row in info.iter_rows() for cell in row if cell.hyperlink}
    assert linked == {name: f"'{name}'!A1" for name in workbook.sheetnames[1:]}
    counts = {info.cell(row[0].row, 1).value: info.cell(row[0].row, 3).value for row in info.iter_rows()}
    for name in layout.sheets:
        assert counts[name] == f"{len(layout.rows_of(name))} dòng"


@pytest.mark.parametrize("layout", LAYOUTS, ids=NAMES)
def test_no_row_inside_a_table_is_blank_and_no_label_is_cut(layout: Layout, forms):
    workbook = openpyxl.load_workbook(forms[f"{layout.form}-{layout.version}"])
    for name in layout.sheets:
        sheet = workbook[name]
        labels = {label_for(row.label, year=layout.year_from) for row in layout.rows_of(name)}
        lines = [row[0].row for row in sheet.iter_rows(min_row=7) if row[1].value in labels]
        assert len(lines) == len(layout.rows_of(name))
        for line in range(lines[0], lines[-1]):
            assert any(cell.value is not None for cell in sheet[line]), (name, line)
        width = sheet.column_dimensions["B"].width
        for line in lines:
            need = POINTS_A_LINE * lines_of(sheet.cell(line, 2).value, width=width - 2)
            assert sheet.row_dimensions[line].height >= need, (name, line)
        codes = sheet.column_dimensions["C"].width
        assert max(len(str(sheet.cell(line, 3).value)) for line in lines) + 2 <= codes


@pytest.mark.parametrize("layout", LAYOUTS, ids=NAMES)
def test_what_can_be_typed_into_is_what_is_yellow(layout: Layout, forms):
    workbook = openpyxl.load_workbook(forms[f"{layout.form}-{layout.version}"])
    asked = 0
    for sheet in workbook.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                yellow = cell.fill.fgColor.rgb == f"FF{INPUT_FILL[1:]}"
                assert yellow == (not cell.protection.locked), (sheet.title, cell.coordinate)
                asked += yellow
    assert asked >= sum(len(row.columns) for row in layout.rows if row.columns) // 2


@pytest.mark.parametrize("layout", LAYOUTS, ids=NAMES)
def test_cells_offer_what_they_take(layout: Layout, forms):
    workbook = openpyxl.load_workbook(forms[f"{layout.form}-{layout.version}"])
    kinds = set()
    for name in layout.sheets:
        rules = workbook[name].data_validations.dataValidation
        kinds |= {rule.type for rule in rules}
        confirm = [rule for rule in rules if rule.type == "list" and "Xác nhận" in rule.formula1]
        assert len(confirm) == 1 and not confirm[0].showErrorMessage  # offered, any other words are taken too
    units = {CODES.measures[measure].unit for measure in layout.measures}
    assert "list" in kinds
    assert ("date" in kinds) == ("date" in units) and ("decimal" in kinds) == ("hour" in units)


def test_a_form_says_when_it_is_due_and_in_which_words_its_level_is_called(tmp_path: Path):
    layout = next(layout for layout in LAYOUTS if layout.form == "bdg_th")
    path = written(tmp_path, layout, synthetic=False, due=dt.date(2021, 12, 20))
    texts = [cell.value for row in openpyxl.load_workbook(path)["Thông tin"].iter_rows() for cell in row]
    assert "Hạn nộp: trước ngày 20/12/2021." in texts and "Tiểu học" in texts
    assert STAMP not in texts


@pytest.fixture
def district(tmp_path: Path) -> District:
    return make_district(tmp_path, PARAMS)


def value(path: Path, sheet: str, cell: str) -> object:
    return openpyxl.load_workbook(path)[sheet][cell].value


def test_last_years_figures_stand_beside_with_what_the_office_corrected(district, tmp_path):
    district.take(district.write("dn_th", "99000002", year=2021, pupils=10))
    wish = Wish("Học sinh", "D8", 12, "2022-12-31")
    key = ReturnKey("dn_th", 2021, "99000002", "primary")
    correct(district.home, key, wish=wish, codes=CODES, by="An", why="Đã hỏi", on="2021-12-01")
    paths = write_forms(
        district.home, year=2022, units=["99000002"], forms=["dn_th", "cn_th"], kind=Kind.USUAL, folder=tmp_path / "out"
    )
    by_form = {path.name.split("-")[0]: path for path in paths}
    heads = openpyxl.load_workbook(by_form["dn_th"])["Học sinh"]
    assert heads["H5"].value == "Năm trước (đã khóa)"
    assert [heads[cell].value for cell in ("D8", "E8", "H8", "I8", "H9")] == [None, None, 12, 1, 10]
    assert heads["H8"].protection.locked
    none_before = openpyxl.load_workbook(by_form["cn_th"]).worksheets[1]
    last = next(cell.column for cell in none_before[5] if cell.value == "Năm trước (đã khóa)")
    assert {none_before.cell(line, last).value for line in range(7, none_before.max_row + 1)} == {None}


def test_a_synthetic_district_sends_synthetic_forms(district, tmp_path):
    real = write_forms(
        district.home, year=2021, units=["99000002"], forms=["dn_th"], kind=Kind.USUAL, folder=tmp_path / "a"
    )
    assert value(real[0], "Thông tin", "C10") == "không"
    district.take(district.write("cn_th", "99000002", year=2021, synthetic=True))
    again = write_forms(
        district.home, year=2021, units=["99000002"], forms=["dn_th"], kind=Kind.USUAL, folder=tmp_path / "b"
    )
    assert value(again[0], "Thông tin", "C10") == STAMP


def test_a_unit_or_form_that_owes_nothing_is_named(district, tmp_path):
    with pytest.raises(LookupError, match=r"units of 2021: found no 1234; check the codes in data/register"):
        write_forms(district.home, year=2021, units=["1234"], forms=(), kind=Kind.USUAL, folder=tmp_path)
    with pytest.raises(LookupError, match=r"forms of 2021: found no xyz"):
        write_forms(district.home, year=2021, units=(), forms=["xyz"], kind=Kind.USUAL, folder=tmp_path)


def test_a_school_of_two_levels_gets_a_set_for_each(district, tmp_path):
    paths = write_forms(
        district.home, year=2021, units=["99000001"], forms=(), kind=Kind.USUAL, folder=tmp_path / "out"
    )
    forms = sorted(path.name.split("-")[0] for path in paths)
    assert forms == ["bdg_th", "bdg_thcs", "cn_th", "cn_thcs", "dn_th", "dn_thcs"]


def test_libreoffice_prints_every_form_across_a4_with_its_headings_on_every_page(forms, tmp_path):
    if shutil.which("soffice") is None or shutil.which("pdfinfo") is None:
        absent("LibreOffice (soffice) or poppler-utils (pdfinfo) is not here")
    shown = [forms[name] for name in NAMES if name.startswith(("bdg_thcs", "dn_mn-2025", "pc_thcs-2026"))]
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), *map(str, shown)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    for form in shown:
        pdf = tmp_path / f"{form.stem}.pdf"
        facts = subprocess.run(["pdfinfo", pdf], check=True, capture_output=True, text=True).stdout
        assert "841.89 x 595.3" in facts, form.stem
        pages = int(facts.split("Pages:")[1].split()[0])
        sheets = len(openpyxl.load_workbook(form).sheetnames)
        assert sheets <= pages <= 12, form.stem
        for page in range(2, pages + 1):
            text = subprocess.run(
                ["pdftotext", "-f", str(page), "-l", str(page), pdf, "-"], check=True, capture_output=True, text=True
            ).stdout
            assert "Mã số" in text and "SỐ LIỆU MÔ PHỎNG" in text, (form.stem, page)
