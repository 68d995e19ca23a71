"""What goes back to a school shows every fault where it is, and changes no figure."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from gec_lib.codelists import UNIT_COLUMNS, load_codes
from gec_lib.returns.checks import Fault, check
from gec_lib.returns.copies import CopyError, listed, write_copy
from gec_lib.returns.forms import Identity, write_form
from gec_lib.returns.layouts import layout_for, load_layouts
from gec_lib.returns.reading import Reading, read_workbook

PARAMS = Path(__file__).resolve().parent.parent / "params"
LAYOUTS, CODES = load_layouts(PARAMS), load_codes(PARAMS)
UNITS = pd.DataFrame(
    [["99000001", "school", "lower_secondary", "THCS mẫu 01", "public", "99001", "yes", "2000-01-01", ""]],
    columns=list(UNIT_COLUMNS),
)
EVIL = "=HYPERLINK(1)"


@pytest.fixture
def received(tmp_path: Path) -> Path:
    """Zeros, with two errors (D10, E18), a missing cell (D15), a dash (D14) and an explained dash on another sheet."""
    layout = layout_for(LAYOUTS, form="dn_thcs", year=2025)
    who = Identity("dn_thcs", layout.version, 2025, "99000001", "THCS mẫu 01", layout.level, True)
    values = {key: (0, 0 if CODES.measures[key[0]].sexed else None) for key in layout.keys}
    values["principals", "all", "all"] = (EVIL, 0)  # type: ignore[assignment]
    values["vice_principals", "doctor", "all"] = (None, 0)  # type: ignore[assignment]
    values["vice_principals", "master", "all"] = ("-", 0)  # type: ignore[assignment]
    values["repeaters", "all", "all"] = ("-", 0)  # type: ignore[assignment]
    values["teachers", "college", "all"] = (0, 400)
    path = tmp_path / "received.xlsx"
    explained = {layout.keys["repeaters", "all", "all"].code: "Trường không có"}
    write_form(path, layout, identity=who, codes=CODES, values=values, explanations=explained)
    return path


def judged(path: Path) -> tuple[Reading, tuple[Fault, ...]]:
    reading = read_workbook(path, layouts=LAYOUTS, codes=CODES)
    return reading, check(reading, codes=CODES, units=UNITS, previous=None, others=None)


def test_the_copy_shows_every_fault_and_keeps_every_figure(received: Path, tmp_path: Path):
    reading, faults = judged(received)
    write_copy(received, tmp_path / "copy.xlsx", reading=reading, faults=faults)
    before, after = openpyxl.load_workbook(received), openpyxl.load_workbook(tmp_path / "copy.xlsx")
    sheet = after["Đội ngũ"]
    result = next(cell.column for cell in sheet[6] if cell.value == "Kết quả")
    words = {line: sheet.cell(line, result).value for line in (8, 10, 14, 15, 18)}
    assert words == {8: "● Đúng", 10: "■ Lỗi", 14: "► Xem lại", 15: "□ Thiếu", 18: "■ Lỗi"}
    assert sheet["D10"].fill.fgColor.rgb.endswith("FBE4E1") and sheet["D10"].border.left.style == "medium"
    assert sheet["D15"].border.left.style == "mediumDashed"
    assert sheet["E18"].comment is not None
    assert sheet["E18"].comment.text.splitlines() == [
        "E18 · nữ nhiều hơn tổng số",
        "Tìm thấy: 400",
        "Cần: ≤ 0",
        "Làm gì: Kiểm tra đảo cột Tổng số và Nữ.",
    ]
    assert sheet["D10"].value == EVIL and sheet["D10"].data_type == "s"
    marks = {"● Đúng", "■ Lỗi", "► Xem lại", "□ Thiếu"}
    for name in before.sheetnames:
        for row in before[name].iter_rows():
            for cell in row:
                copied = after[name][cell.coordinate].value
                assert copied == cell.value or (cell.value is None and copied in marks), (name, cell.coordinate)
    again = read_workbook(tmp_path / "copy.xlsx", layouts=LAYOUTS, codes=CODES)
    drop = ["file"]
    pd.testing.assert_frame_equal(again.observations.drop(columns=drop), reading.observations.drop(columns=drop))


def test_the_sheet_of_things_to_mend_lists_all_but_the_explained(received: Path, tmp_path: Path):
    reading, faults = judged(received)
    write_copy(received, tmp_path / "copy.xlsx", reading=reading, faults=faults)
    sheet = openpyxl.load_workbook(tmp_path / "copy.xlsx")["Cần sửa"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2, max_row=sheet.max_row - 2)]
    told = [fault for fault in faults if not fault.explained]
    assert len(rows) == len(told) == len(faults) - 1
    assert {row[0] for row in rows} == {f"{fault.sheet} {fault.cell}" for fault in told}
    evil = next(row for row in sheet.iter_rows(min_row=2) if row[2].value == EVIL)
    assert evil[2].data_type == "s"


def test_the_list_says_what_must_be_mended_first_and_stays_on_a_page(received: Path):
    reading, faults = judged(received)
    told = [fault for fault in faults if not fault.explained]
    text = "\n".join(listed(told, (), book=reading.book, lang="vi", limit=9))
    assert text.index("Phải sửa") < text.index("Cần xem lại")
    assert "{" not in text and "Đã sửa" not in text
    short = listed(told, told[:2], book=reading.book, lang="vi", limit=1)
    assert sum(line.startswith("–") for line in short) == 3
    must = sum(fault.severity == "FAIL" for fault in told)
    assert f"… và {must - 1} ô nữa; xem sheet “Cần sửa” trong tệp gửi kèm." in short
    assert short[-4] == "Đã sửa so với bản trước"


def test_a_mended_copy_that_comes_back_loses_the_marks_of_the_first(received: Path, tmp_path: Path):
    reading, faults = judged(received)
    copy = tmp_path / "copy.xlsx"
    write_copy(received, copy, reading=reading, faults=faults)
    workbook = openpyxl.load_workbook(copy)
    workbook["Đội ngũ"]["E18"] = 0
    mended = tmp_path / "mended.xlsx"
    workbook.save(mended)
    again, left = judged(mended)
    assert not any(fault.cell == "E18" and fault.rule.startswith("RW") for fault in left)
    left = tuple(fault for fault in left if fault.cell != "E18")
    gone = [fault for fault in faults if fault.cell == "E18"][:1]
    write_copy(mended, tmp_path / "second.xlsx", reading=again, faults=left, mended=gone)
    second = openpyxl.load_workbook(tmp_path / "second.xlsx")
    assert second.sheetnames == workbook.sheetnames  # one sheet of things to mend, not two
    cell = second["Đội ngũ"]["E18"]
    assert cell.comment is None and cell.fill.fgColor.rgb.endswith("FFFBE6") and cell.border.left.style == "thin"
    assert second["Đội ngũ"]["D15"].comment.text.count("D15 · ") == workbook["Đội ngũ"]["D15"].comment.text.count(
        "D15 · "
    )
    rows = [[cell.value for cell in row] for row in second["Cần sửa"].iter_rows(min_row=2)]
    assert ["Đội ngũ E18", "● Đã sửa"] in [row[:2] for row in rows]


def test_the_gravest_fault_gives_the_look_and_no_fault_is_left_out(received: Path, tmp_path: Path):
    reading, faults = judged(received)
    error = next(fault for fault in faults if fault.cell == "E18" and fault.severity == "FAIL")
    doubt = dataclasses.replace(next(fault for fault in faults if fault.severity == "WARNING"), cell="E18")
    doubt = dataclasses.replace(doubt, sheet="Đội ngũ", explained=False)
    for order in ((error, doubt), (doubt, error)):
        write_copy(received, tmp_path / "copy.xlsx", reading=reading, faults=order)
        cell = openpyxl.load_workbook(tmp_path / "copy.xlsx")["Đội ngũ"]["E18"]
        assert cell.fill.fgColor.rgb.endswith("FBE4E1") and cell.comment.text.count("E18 · ") == 2


def test_an_unreadable_file_gets_no_copy(tmp_path: Path):
    path = tmp_path / "broken.xlsx"
    path.write_bytes(b"not a workbook")
    reading, faults = judged(path)
    with pytest.raises(CopyError, match=r"broken\.xlsx has no sheets"):
        write_copy(path, tmp_path / "copy.xlsx", reading=reading, faults=faults)
