"""Every file gets a letter, a faulty one its own workbook back with marks; a file sent again shows what was mended."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from gec_lib.cli import gec
from gec_lib.collecting import send_back, take
from tests.ledger.conftest import District, make_district

DAY = "2021-10-20"


@pytest.fixture
def district(tmp_path: Path, params: Path) -> District:
    made = make_district(tmp_path, params)
    shutil.copy(params / "demo_offices.yaml", made.home.params / "offices.yaml")
    return made


def edited(path: Path, cells: dict[str, object], *, sheet: str = "Học sinh", name: str = "") -> Path:
    """The clerk's workbook with other things typed into it."""
    workbook = openpyxl.load_workbook(path)
    for cell, value in cells.items():
        workbook[sheet][cell] = value
    target = path.with_name(name or path.name)
    workbook.save(target)
    return target


def receive(district: District, *paths: Path, on: str = DAY, replaces: str = ""):
    return take(
        district.home, paths, received=dt.date.fromisoformat(on), by="An", replaces=replaces, check=False,
        moved=lambda n: None,
    ).outcomes  # fmt: skip


def answers(district: District, *paths: Path, on: str = DAY, lang: str = "vi"):
    return send_back(district.home, receive(district, *paths, on=on), lang=lang)


def wrong(district: District, name: str = "") -> Path:
    path = district.write("dn_th", "99000002", year=2021)
    return edited(path, {"E8": 99, "D10": "2.09"}, name=name)


def text(returned) -> str:
    return returned.letter.read_text(encoding="utf-8")


def test_a_rejected_return_comes_back_with_marks_and_a_letter(district):
    (returned,) = answers(district, wrong(district, name="Trường gửi.xlsx"))
    folder = district.home.data / "returned" / DAY
    assert returned.copy == folder / "Trường gửi.xlsx" and returned.letter == folder / "Trường gửi.txt"
    letter = text(returned)
    assert letter.startswith("SỐ LIỆU MÔ PHỎNG") and "Kính gửi: Hiệu trưởng Trường Tiểu học mẫu 02." in letter
    assert "Đề nghị sửa trên tệp gửi kèm và gửi lại trước ngày 25/10/2021." in letter
    assert "ô E8): đang là 99; nữ nhiều hơn tổng số" in letter and "ô D10: đang là 2.09" in letter
    assert "{" not in letter and len(letter.splitlines()) < 50
    cell = openpyxl.load_workbook(returned.copy)["Học sinh"]["E8"]
    assert cell.value == 99 and cell.fill.fgColor.rgb.endswith("FBE4E1") and "Làm gì:" in cell.comment.text


def test_no_value_of_a_returned_workbook_differs_from_what_was_sent(district):
    path = wrong(district)
    (returned,) = answers(district, path)
    sent, back = openpyxl.load_workbook(path), openpyxl.load_workbook(returned.copy)
    compared = 0
    for sheet in sent.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                copied = back[sheet.title][cell.coordinate]
                is_result = cell.value is None and str(copied.value)[:1] in "●■□►"
                assert is_result or (copied.value, copied.data_type) == (cell.value, cell.data_type), cell.coordinate
                compared += 1
    assert compared > 500
    assert [name for name in back.sheetnames if name not in sent.sheetnames] == ["Cần sửa"]


def test_a_file_sent_again_shows_what_was_mended_and_what_is_left(district):
    answers(district, wrong(district, name="lần 1.xlsx"))
    path = district.write("dn_th", "99000002", year=2021)
    half = edited(path, {"D10": "2.09"}, name="lần 2.xlsx")
    (second,) = answers(district, half, on="2021-10-22")
    done = text(second).partition("Đã sửa so với bản trước")[2]
    assert "– Sheet “Học sinh”, ô E8" in done and "D10" not in done
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(second.copy)["Cần sửa"].iter_rows(min_row=2)]
    assert ["Học sinh E8", "● Đã sửa"] in [row[:2] for row in rows]
    right = district.write("dn_th", "99000002", year=2021, name="lần 3.xlsx")
    (third,) = answers(district, right, on="2021-10-23")
    assert "– Sheet “Học sinh”, ô D10" in text(third).partition("Đã sửa so với bản trước")[2]
    assert "được tiếp nhận" in text(third) or "không phát hiện lỗi" in text(third)


def test_a_clean_return_gets_a_receipt_and_no_copy(district):
    (returned,) = answers(district, district.write("bdg_th", "99000002", year=2021))
    assert returned.copy is None
    assert "đã nhận biểu báo cáo của Trường Tiểu học mẫu 02 ngày 20/10/2021 và không phát hiện lỗi" in text(returned)


def test_a_late_return_is_told_so_and_nothing_else(district):
    (returned,) = answers(district, district.write("bdg_th", "99000002", year=2021), on="2021-12-22")
    assert returned.copy is None
    assert "không phát hiện lỗi" in text(returned) and "Biểu nhận sau hạn nên được tính là nộp muộn." in text(returned)


def test_a_broken_file_gets_a_letter_that_calls_it_as_it_came(district):
    broken = district.inbox / "ảnh chụp.xlsx"
    broken.write_bytes(b"?")
    (returned,) = answers(district, broken)
    assert returned.copy is None and "Tệp “ảnh chụp.xlsx” chưa đọc được" in text(returned)
    assert returned.outcome.line.file + ".xlsx" not in text(returned)


def test_two_files_of_one_name_on_one_day_get_two_letters(district):
    first = wrong(district, name="biểu.xlsx")
    (one,) = answers(district, first)
    second = edited(district.write("cn_th", "99000002", year=2021), {"D8": "một"}, sheet="Cuối năm", name="biểu.xlsx")
    (two,) = answers(district, second)
    assert (one.letter.name, two.letter.name) == ("biểu.txt", "biểu-2.txt")
    assert two.copy is not None and two.copy.name == "biểu-2.xlsx"


def test_an_interrupted_run_is_finished_by_the_next_and_a_finished_one_changes_nothing(district):
    bad, good = wrong(district), district.write("bdg_th", "99000002", year=2021)
    receive(district, bad, good)  # and then the machine stops before any answer is written
    sent = {item.letter.name: item.letter.read_bytes() for item in answers(district, bad, good)}
    assert len(sent) == 2
    again = answers(district, bad, good)
    assert {item.letter.name: item.letter.read_bytes() for item in again}.items() <= sent.items()
    assert len(list((district.home.data / "returned" / DAY).iterdir())) == 3


def test_the_letter_can_be_in_english(district):
    (returned,) = answers(district, wrong(district), lang="en")
    assert "places to correct" in text(returned) and "To the principal of Tiểu học mẫu 02." in text(returned)


def test_macros_and_old_formats_get_back_what_can_be_given(district):
    path = wrong(district)
    with_macros = path.with_suffix(".xlsm")
    path.rename(with_macros)
    (returned,) = answers(district, with_macros)
    assert returned.copy is not None and returned.copy.suffix == ".xlsx"
    openpyxl.load_workbook(returned.copy)  # opens as what it is called


def test_a_second_answer_about_a_file_never_takes_the_place_of_the_first(district):
    bad = wrong(district)
    (first,) = answers(district, bad)
    before = first.letter.read_bytes()
    register = district.home.data / "register" / "units.csv"
    register.write_text(
        register.read_text(encoding="utf-8").replace("Tiểu học mẫu 02", "Tiểu học đổi tên"), encoding="utf-8"
    )
    (second,) = answers(district, bad)  # the same bytes on the same day, and something else is said about them
    assert (first.letter.name, second.letter.name) == (f"{bad.stem}.txt", f"{bad.stem}-2.txt")
    assert first.letter.read_bytes() == before and "đổi tên" in text(second)
    assert (first.copy.name, second.copy.name) == (f"{bad.stem}.xlsx", f"{bad.stem}-2.xlsx")
    (third,) = answers(district, bad)
    assert third.letter == second.letter  # nothing new to say: no third letter


def intake(district: District, *paths: Path, lang: str = "vi") -> str:
    arguments = ["intake", *map(str, paths), "--received", DAY, "--by", "An"]
    return CliRunner().invoke(gec, ["--home", str(district.home.root), "--lang", lang, *arguments]).output


def test_a_file_sent_again_is_known_and_not_counted_as_received(district):
    path = district.write("bdg_th", "99000002", year=2021)
    assert "Đã đọc 1 tệp: nhận 1, trả lại 0\n" in intake(district, path)
    again = intake(district, path)
    assert f"{path.name}: đã nhận từ trước, không đổi" in again
    assert "Đã đọc 1 tệp: nhận 0, trả lại 0, đã nhận từ trước và không đổi 1" in again
    assert "1 received before and unchanged" in intake(district, path, lang="en")


def test_what_is_no_workbook_in_a_folder_is_left_alone_and_named(district):
    district.write("bdg_th", "99000002", year=2021)
    note = district.inbox / "note.docx"
    note.write_bytes(b"PK")
    said = intake(district, district.inbox)
    assert f"Không phải biểu, để nguyên: {note}" in said and "nhận 1, trả lại 0" in said
    assert not list((district.home.data / "returned").rglob("note*"))
    named = intake(district, note)  # whoever names it says that it came as a return
    assert "note.docx: trả lại" in named


def test_a_snapshot_of_a_day_to_come_is_made_and_said(district):
    district.take(district.write("bdg_th", "99000002", year=2021), received=DAY)
    for day, warned in (("2021-12-31", False), ("2999-12-31", True)):
        done = CliRunner().invoke(gec, ["--home", str(district.home.root), "snapshot", "--as-of", day])
        assert done.exit_code == 0, done.output
        assert ("chưa đến; bản chụp chỉ có biểu đã nhận tới nay" in done.output) is warned
