"""Forms as offices really save them: .xls and .ods by LibreOffice, formulas, hidden sheets, moved headings."""

from __future__ import annotations

import shutil
import subprocess
import unicodedata
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from gec_lib.codelists import load_codes
from gec_lib.returns.forms import Identity, write_form
from gec_lib.returns.layouts import layout_for, load_layouts
from gec_lib.returns.reading import Reading, read_workbook
from tests.conftest import absent

PARAMS = Path(__file__).resolve().parent.parent / "params"
LAYOUTS, CODES = load_layouts(PARAMS), load_codes(PARAMS)
PUPILS = "Học sinh"
SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")


def read(path: Path) -> Reading:
    return read_workbook(path, layouts=LAYOUTS, codes=CODES)


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> Path:
    layout = layout_for(LAYOUTS, form="bdg_thcs", year=2025)
    path = tmp_path_factory.mktemp("form") / "biểu mẫu.xlsx"
    who = Identity("bdg_thcs", layout.version, 2025, "99000001", "THCS mẫu 01", layout.level, True)
    values = {}
    for place, key in enumerate(layout.keys):
        measure = CODES.measures[key[0]]
        if measure.unit == "date":
            values[key] = (20251115, None)
        elif measure.unit == "yes_no":
            values[key] = (place % 2, None)
        else:
            values[key] = (place + 1000, place if measure.sexed else None)
    values["task_hours", "n03_2", "all"] = (12.5, 0.5)
    write_form(path, layout, identity=who, codes=CODES, values=values, explanations={"NV01": "Đã kiểm tra"},
               remarks={("mo_hinh", "all"): "Câu lạc bộ mẫu"})  # fmt: skip
    assert read(path).faults == ()
    return path


@pytest.fixture
def pupils(tmp_path: Path) -> Path:
    layout = layout_for(LAYOUTS, form="dn_thcs", year=2025)
    path = tmp_path / "form.xlsx"
    who = Identity("dn_thcs", layout.version, 2025, "99000001", "THCS mẫu 01", layout.level, True)
    values = {key: (40, 19 if CODES.measures[key[0]].sexed else None) for key in layout.keys}
    values["sexuality_programme", "all", "all"] = (1, None)
    write_form(path, layout, identity=who, codes=CODES, values=values)
    return path


def said(reading: Reading) -> pd.DataFrame:
    return reading.observations.drop(columns="file")


def told(reading: Reading) -> list[tuple[str, str, str]]:
    return [(fault.rule, fault.cell, fault.found) for fault in reading.faults]


def converted(paths: list[Path], suffix: str, folder: Path) -> list[Path]:
    """The files as LibreOffice saves them in another format."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    names = [str(path) for path in paths]
    command = [str(SOFFICE), profile, "--headless", "--convert-to", suffix, "--outdir", str(folder), *names]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return [folder / f"{path.stem}.{suffix}" for path in paths]


@pytest.mark.parametrize("suffix", ["xls", "ods", "xlsx"])
def test_a_form_saved_by_libreoffice_says_the_same(form: Path, pupils: Path, tmp_path: Path, suffix: str):
    if SOFFICE is None:
        absent("LibreOffice (soffice) is not here")
    book = openpyxl.load_workbook(pupils)
    book[PUPILS]["D9"] = "=20+20"
    book.save(pupils)
    (tmp_path / "out").mkdir()
    saved, computed = converted([form, pupils], suffix, tmp_path / "out")
    reading = read(saved)
    assert told(reading) == []
    pd.testing.assert_frame_equal(said(reading), said(read(form)))
    assert reading.remarks["text"].tolist() == read(form).remarks["text"].tolist()
    assert reading.identity == read(form).identity and reading.explained == read(form).explained
    formula = read(computed)
    assert told(formula) == ([] if suffix == "xls" else [("ST15", "D9", "công thức hoặc liên kết")])
    assert formula.observations.set_index(["measure", "category", "group"]).loc[("pupils", "g6", "all"), "total"] == 40


def test_a_formula_without_a_cached_value_is_a_blank_that_is_told(pupils: Path):
    book = openpyxl.load_workbook(pupils)
    book[PUPILS]["D9"] = "=20+20"
    book[PUPILS]["D10"] = "='[2]Trang 1'!$A$1"
    book.save(pupils)
    reading = read(pupils)
    assert told(reading) == [("ST15", "D9", "công thức chưa có kết quả"), ("ST15", "D10", "công thức chưa có kết quả")]
    assert (PUPILS, "D9") in reading.blanks
    assert [fault.severity for fault in reading.faults] == ["WARNING", "WARNING"]
    assert "a formula without a result" in reading.faults[0].message_en


def test_a_formula_with_a_cached_value_is_read_and_told(pupils: Path, tmp_path: Path):
    import zipfile

    path = tmp_path / "cached.xlsx"
    with zipfile.ZipFile(pupils) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            data = old.read(entry)
            if entry.filename == "xl/worksheets/sheet3.xml":
                before, after = data.split(b'<c r="D9"')
                style, rest = after.split(b"<v>40</v>", 1)
                data = before + b'<c r="D9"' + style + b"<f>20+20</f><v>40</v>" + rest
            new.writestr(entry, data)
    reading = read(path)
    assert told(reading) == [("ST15", "D9", "công thức hoặc liên kết")]
    pd.testing.assert_frame_equal(said(reading), said(read(pupils)))


def test_hidden_sheets_are_read_and_foreign_ones_are_told(pupils: Path):
    before = said(read(pupils))
    book = openpyxl.load_workbook(pupils)
    book[PUPILS].sheet_state = "hidden"
    book["Đội ngũ"].sheet_state = "veryHidden"
    book.create_sheet("Nháp")
    book.save(pupils)
    assert told(read(pupils)) == []
    pd.testing.assert_frame_equal(said(read(pupils)), before)
    book.create_sheet("DS lớp")["C7"] = "Nguyễn Văn Mẫu"
    book.save(pupils)
    reading = read(pupils)
    assert told(reading) == [("ST17", "C7", "nội dung ngoài biểu")]
    assert "Nguyễn" not in reading.faults[0].message_vi + reading.faults[0].found


def test_text_in_decomposed_letters_and_hard_blanks_is_the_same_text(pupils: Path):
    before = said(read(pupils))
    book = openpyxl.load_workbook(pupils)
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.data_type == "s" and not cell.value.startswith("GEC"):
                    cell.value = unicodedata.normalize("NFD", cell.value).replace(" ", "\u00a0 ")
        sheet.title = unicodedata.normalize("NFD", sheet.title)
    book.save(pupils)
    reading = read(pupils)
    assert told(reading) == []
    pd.testing.assert_frame_equal(said(reading).drop(columns="sheet"), before.drop(columns="sheet"))
    assert set(reading.observations["sheet"]) == set(before["sheet"])
    assert reading.identity is not None and reading.identity.unit_name == "THCS mẫu 01"


def test_headings_merged_another_way_are_filled(pupils: Path):
    before = said(read(pupils))
    book = openpyxl.load_workbook(pupils)
    sheet = book[PUPILS]
    for area in [str(area) for area in sheet.merged_cells.ranges if area.min_row >= 5]:
        sheet.unmerge_cells(area)
    book.save(pupils)
    assert told(read(pupils)) == []
    sheet.merge_cells("D5:G5")
    sheet.merge_cells("H5:I5")
    book.save(pupils)
    assert told(read(pupils)) == []
    pd.testing.assert_frame_equal(said(read(pupils)), before)


def test_a_column_inserted_between_is_told_and_the_values_are_found(pupils: Path):
    before = said(read(pupils))
    book = openpyxl.load_workbook(pupils)
    sheet = book[PUPILS]
    for area in [str(area) for area in sheet.merged_cells.ranges]:
        sheet.unmerge_cells(area)
    sheet.insert_cols(5)
    book.save(pupils)
    reading = read(pupils)
    assert {fault.rule for fault in reading.faults} == {"ST06"}
    columns = ["measure", "category", "group", "total", "female"]
    pd.testing.assert_frame_equal(said(reading)[columns], before[columns])


def test_blank_rows_total_rows_and_numbers_as_text(pupils: Path):
    book = openpyxl.load_workbook(pupils)
    sheet = book[PUPILS]
    sheet.insert_rows(9, amount=2)
    sheet["D8"], sheet["E8"], sheet["D11"], sheet["E11"] = "1.234", " 1 000\u00a0", "40", "…"
    book.save(pupils)
    reading = read(pupils)
    assert told(reading) == []
    rows = reading.observations.set_index(["measure", "category", "group"])
    assert rows.loc[("pupils", "all", "all"), ["total", "female"]].tolist() == [1234, 1000]
    assert rows.loc[("pupils", "g6", "all"), "cell_total"] == "D11" and (PUPILS, "E11") not in reading.blanks
