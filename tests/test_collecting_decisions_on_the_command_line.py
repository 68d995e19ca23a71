"""``gec returns``: approve, lock, reopen, correct; ``gec snapshot`` says which corrections are over."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from gec_lib.cli import gec
from gec_lib.ledger import read_lines
from tests.ledger.conftest import District, make_district

PERSON = ("--by", "Bình", "--on", "2021-12-20")


@pytest.fixture
def district(tmp_path: Path, params: Path) -> District:
    made = make_district(tmp_path, params)
    shutil.copy(params / "demo_offices.yaml", made.home.params / "offices.yaml")
    made.take(*(made.write(form, "99000002", year=2021) for form in ("dn_th", "bdg_th")), received="2021-10-20")
    return made


def run(district: District, *arguments: str, expect: int = 0) -> str:
    result = CliRunner().invoke(gec, ["--home", str(district.home.root), *arguments])
    if expect == 0:
        assert result.exit_code == 0, (result.output, result.exception)
        return result.output
    assert result.exit_code == expect or isinstance(result.exception, ValueError)
    return f"{result.output} {result.exception}"


def actions(district: District) -> list[str]:
    return [line.action for line in read_lines(district.home)][4:]


def test_a_year_is_approved_locked_and_one_return_reopened(district):
    assert "Đã duyệt 2 biểu (Bình)" in run(district, "returns", "approve", "--year", "2021", *PERSON)
    assert "Đã chốt 2 biểu (Bình)" in run(district, "returns", "lock", "--year", "2021", *PERSON)
    one = ("--year", "2021", "--form", "dn_th", "--school", "99000002")
    complaint = run(district, "returns", "reopen", *one, *PERSON, expect=2)
    assert "gec: Mở lại biểu dn_th năm 2021 của đơn vị 99000002 phải có lý do; ghi bằng --why" in complaint
    assert "Đã mở lại 1 biểu" in run(district, "returns", "reopen", *one, "--why", "Trường báo sai", *PERSON)
    assert actions(district) == ["approved", "approved", "locked", "locked", "reopened"]
    assert read_lines(district.home)[-1].why == "Trường báo sai"


def test_nothing_is_decided_about_returns_that_are_not_there(district):
    said = run(district, "returns", "lock", "--year", "2020", *PERSON, expect=2)
    assert "Không có biểu nào đã nhận khớp với điều kiện; kiểm tra --year" in said
    english = run(district, "--lang", "en", "returns", "lock", "--year", "2020", *PERSON, expect=2)
    assert "No accepted return fits; check --year" in english
    assert actions(district) == []


CELL = ("--year", "2021", "--form", "dn_th", "--school", "99000002", "--sheet", "Học sinh", "--cell", "d8")


def test_a_correction_is_registered_listed_and_its_end_is_told(district):
    said = run(
        district, "returns", "correct", *CELL, "--value", "12", "--until", "2022-06-30", "--why", "Đã hỏi", *PERSON
    )
    assert "Đã đính chính Học sinh D8: 10 → 12, đến hết ngày 2022-06-30" in said
    listed = run(district, "returns", "corrections", "--as-of", "2022-01-01")
    assert "Đang dùng: dn_th, 2021, 99000002, Học sinh D8 = 12 thay cho 10" in listed and "(Bình: Đã hỏi)" in listed
    assert "Hết hiệu lực" not in run(district, "snapshot", "--as-of", "2022-01-01")
    assert "hết hạn ngày 2022-06-30, nay dùng 10 của biểu" in run(district, "snapshot", "--as-of", "2022-07-01")
    right = district.write("dn_th", "99000002", year=2021, name="right.xlsx", pupils=12)
    district.take(right, received="2022-01-15", replaces="gửi lại")
    assert "biểu mới đã ghi đúng 12" in run(district, "snapshot", "--as-of", "2022-02-01")


def test_without_corrections_the_list_says_so(district):
    assert "Không có đính chính nào" in run(district, "returns", "corrections")
    assert "There are no corrections" in run(district, "--lang", "en", "returns", "corrections")


def test_the_intake_command_writes_answers_and_says_where(district):
    broken = district.inbox / "hỏng.xlsx"
    broken.write_bytes(b"?")
    result = CliRunner().invoke(
        gec, ["--home", str(district.home.root), "intake", str(broken), "--received", "2021-10-21", "--by", "An"]
    )
    assert result.exit_code == 1
    assert "hỏng.xlsx: trả lại, 1 chỗ phải sửa" in result.output and "returned" in result.output
    assert (district.home.data / "returned" / "2021-10-21" / "hỏng.txt").is_file()
    before = sorted(district.home.root.rglob("*"))
    other = district.write("cn_th", "99000002", year=2021)
    checked = CliRunner().invoke(
        gec, ["--home", str(district.home.root), "intake", str(other), "--received", "2021-10-21", "--check"]
    )
    assert checked.exit_code == 0 and sorted(district.home.root.rglob("*")) == before


def test_what_excel_and_libreoffice_leave_beside_an_open_file_is_no_return(district, tmp_path):
    folder = tmp_path / "từ trường"
    folder.mkdir()
    district.write("cn_th", "99000002", year=2021).rename(folder / "cn_th.xlsx")
    for name in ("~$cn_th.xlsx", ".~lock.cn_th.xlsx#"):
        (folder / name).write_bytes(b"lock")
    result = CliRunner().invoke(
        gec, ["--home", str(district.home.root), "intake", str(folder), "--received", "2021-06-01", "--by", "An"]
    )
    assert result.exit_code == 0 and "Đã đọc 1 tệp: nhận 1, trả lại 0" in result.output, result.output
