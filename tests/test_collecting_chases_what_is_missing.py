"""Coverage on screen, on a page and in letters: nobody who owes a return drops out of sight."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from gec_lib.cli import gec
from gec_lib.codelists import UNIT_COLUMNS
from gec_lib.collecting import coverage_now, coverage_page, write_letters
from gec_lib.collecting.chasing import missing_list
from gec_lib.coverage import summary, summary_on
from tests.ledger.conftest import District, make_district

YEAR, AFTER = 2021, dt.date(2021, 12, 22)
EVIL = "<script>alert(1)</script> & Cộng sự"


@pytest.fixture
def district(tmp_path: Path, params: Path) -> District:
    made = make_district(tmp_path, params)
    shutil.copy(params / "demo_offices.yaml", made.home.params / "offices.yaml")
    return made


def cov_of(district: District, on: dt.date = AFTER):
    return coverage_now(district.home, year=YEAR, as_of=on.isoformat())


def test_counts_by_level_and_ward_add_up_to_every_return_due(district):
    district.take(district.write("dn_th", "99000002", year=YEAR), received="2021-10-20")
    district.take(district.write("bdg_th", "99000002", year=YEAR), received="2021-12-21")
    cov = cov_of(district)
    # two schools of primary, one of lower secondary, three returns each; one ward with three
    assert summary(cov, by=[]).iloc[0].to_dict() == {"due": 12, "received": 2, "on_time": 1, "late": 1, "missing": 10}
    assert summary(cov, by=["ward_name"]).to_dict("records")[0]["ward_name"] == "Phường mẫu 1"
    by_level = summary(cov, by=["level"]).set_index("level")["due"].to_dict()
    assert by_level == {"primary": 6, "lower_secondary": 3, "none": 3}
    assert cov_of(district, dt.date(2021, 12, 1))["received"].sum() == 1  # later files are not counted


def test_the_page_keeps_every_unit_in_sight_and_stays_offline(district):
    district.take(district.write("dn_th", "99000002", year=YEAR), received="2021-10-20")
    html = coverage_page(district.home, cov_of(district), year=YEAR, on=AFTER, letters={}, lang="vi")
    assert 'lang="vi"' in html and "Tình hình nộp báo cáo năm 2021" in html and "SỐ LIỆU MÔ PHỎNG" in html
    assert not re.search(r'(?:src|href)="(?:https?:)?//', html)
    assert "Đã nhận 1 trong tổng số 12 biểu phải nộp" in html and "11 biểu chưa nộp, của 3 đơn vị" in html
    units = html.partition('id="units"')[2]
    rows = re.findall(r'<tr><th scope="row">(.*?)</th><td>(\d+)</td><td>(.*?)</td>', units)
    assert rows == [
        ("TH&amp;THCS mẫu 01", "99000001", "Tiểu học"),
        ("Tiểu học mẫu 02", "99000002", "Tiểu học"),
        ("TH&amp;THCS mẫu 01", "99000001", "Trung học cơ sở"),
        ("Phường mẫu 1", "99001", "Phường"),
    ]
    assert units.count("□ chưa nộp") == 3 + 2 + 3 + 1  # one cell a stream; the ward owes three forms of one stream


def test_names_from_the_register_cannot_break_the_page(district):
    register = district.home.data / "register" / "units.csv"
    line = f'99000003,school,primary,"{EVIL}",private,99001,yes,2010-01-01,\n'
    register.write_text(register.read_text(encoding="utf-8") + line, encoding="utf-8")
    html = coverage_page(district.home, cov_of(district), year=YEAR, on=AFTER, letters={}, lang="vi")
    assert "<script>alert" not in html and "&lt;script&gt;alert(1)" in html


def test_all_received_says_so(district):
    district.take(*district.every_return(years=range(YEAR, YEAR + 1)), received="2021-06-01")
    html = coverage_page(district.home, cov_of(district), year=YEAR, on=AFTER, letters={}, lang="vi")
    assert "Đã nhận đủ 12 biểu phải nộp" in html and "Không còn biểu nào chưa nộp." in html
    said = CliRunner().invoke(gec, ["--home", str(district.home.root), "coverage", "--year", str(YEAR)])
    assert said.exit_code == 0, said.output
    assert missing_list(cov_of(district), on=AFTER).empty


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2021-12-06", "Còn 14 ngày đến hạn nộp báo cáo (20/12/2021)"),
        ("2021-12-19", "Còn 1 ngày đến hạn nộp báo cáo"),
        ("2021-12-20", "Đã quá hạn nộp báo cáo 1 ngày; đề nghị Trường Tiểu học mẫu 02 gửi biểu trong ngày 25/12/2021"),
        ("2021-12-27", "Đã quá hạn nộp báo cáo 8 ngày, Phòng Giáo dục và Đào tạo vẫn chưa nhận được biểu"),
        ("2021-12-27", "“chưa nộp” đối với biểu chưa nhận được của Trường Tiểu học mẫu 02 sau ngày 30/12/2021"),
    ],
)
def test_what_a_reminder_says_depends_on_the_day(district, tmp_path, day, said):
    others = [district.write(form, "99000002", year=YEAR) for form in ("dn_th", "cn_th")]
    district.take(*others, received="2021-06-01")
    on = dt.date.fromisoformat(day)
    letters = write_letters(district.home, cov_of(district, on), on=on, folder=tmp_path / "l", lang="vi")
    assert sorted(letters) == ["99000001", "99000002", "99001"]
    letter = letters["99000002"].read_text(encoding="utf-8")
    assert said in letter and "{" not in letter and "lần nhắc" not in letter  # nobody records letters
    assert "– BĐG-TH Bình đẳng giới, tiểu học: trước ngày 20/12/2021" in letter and "ĐN-TH" not in letter
    ward = letters["99001"].read_text(encoding="utf-8")
    assert "Kính gửi: UBND Phường mẫu 1." in ward


def test_a_letter_names_no_return_whose_deadline_is_far(district, tmp_path):
    # end of year due by 30 June, start of year by 31 October, equality by 19 December; notice from 14 days before
    on = dt.date(2021, 10, 26)
    cov = cov_of(district, on)
    told = {}
    for lang in ("vi", "en"):
        letters = write_letters(district.home, cov, on=on, folder=tmp_path / lang, lang=lang)
        told[lang] = letters["99000002"].read_text(encoding="utf-8")
    overdue, soon = told["vi"].split("Biểu sắp đến hạn, chưa nhận được:")
    assert (
        "Biểu đã quá hạn, chưa nhận được:\n– CN-TH" in overdue and "trước ngày 01/7/2021, quá hạn 118 ngày" in overdue
    )
    assert "– ĐN-TH" in soon and "trước ngày 01/11/2021, còn 6 ngày" in soon and "BĐG-TH" not in told["vi"]
    assert "Overdue and not received:\n– End of year, primary: before 1 July 2021, days overdue: 118" in told["en"]
    assert "Start of year, primary: before 1 November 2021, days left: 6" in told["en"]
    assert "reminder" not in told["en"] and "equality" not in told["en"].lower()


def test_a_unit_that_owes_nothing_yet_gets_no_letter(district, tmp_path):
    others = [district.write(form, "99000002", year=YEAR) for form in ("dn_th", "cn_th")]
    district.take(*others, received="2021-06-01")
    on = dt.date(2021, 11, 1)
    letters = write_letters(district.home, cov_of(district, on), on=on, folder=tmp_path / "l", lang="vi")
    assert sorted(letters) == ["99000001", "99001"]  # overdue since the summer; the other school has until December


def test_what_is_not_yet_due_is_told_from_what_is_overdue(district, tmp_path):
    on = dt.date(2021, 10, 26)
    cov = cov_of(district, on)
    # end of year of three schools and the ward's three forms of 3 October are overdue; six returns of schools are not
    total = summary_on(cov, by=[], on=on.isoformat()).iloc[0].to_dict()
    assert total == {"due": 12, "received": 0, "on_time": 0, "late": 0, "overdue": 6, "ahead": 6}
    last_day = summary_on(cov, by=[], on="2021-12-19").iloc[0]
    assert (last_day["overdue"], last_day["ahead"]) == (9, 3)  # the last day itself is not over
    html = coverage_page(district.home, cov, year=YEAR, on=on, letters={}, lang="vi")
    assert "6 biểu quá hạn chưa nộp, 6 biểu chưa đến hạn, của 3 đơn vị" in html
    units = html.partition('id="units"')[2]
    assert (units.count("□ chưa nộp"), units.count("□ chưa đến hạn")) == (4, 6)
    assert html.count("chưa đến hạn, còn ") == 6 and '<th scope="col">Chưa đến hạn</th>' in html


def test_a_long_list_is_cut_on_screen_and_whole_in_the_csv(district, tmp_path):
    register = district.home.data / "register" / "units.csv"
    more = [f'9900010{n},school,primary,"Tiểu học thêm {n}",public,99001,yes,2010-01-01,\n' for n in range(5)]
    register.write_text(register.read_text(encoding="utf-8") + "".join(more), encoding="utf-8")
    table = tmp_path / "missing.csv"
    arguments = ["coverage", "--year", str(YEAR), "--as-of", "2021-10-26", "--csv", str(table)]
    run = CliRunner().invoke(gec, ["--home", str(district.home.root), "--lang", "en", *arguments])
    assert run.exit_code == 0, run.output
    listed = [line for line in run.output.splitlines() if line.startswith(("Missing: ", "Not yet due: "))]
    # 12 returns and 5 schools with three more; 11 of the 27 are overdue and come first
    assert len(listed) == 20 and [line.startswith("Missing") for line in listed] == [True] * 11 + [False] * 9
    assert "… and 7 more; --page PAGE.html or --csv LIST.csv" in run.output
    assert "form End of year, primary, due 30 June 2021" in run.output and "Cuối năm" not in run.output
    rows = table.read_text(encoding="utf-8-sig").splitlines()
    assert len(rows) == 1 + 27 and rows[0] == "unit,name,level_name,ward_name,form,title,deadline,state"
    assert rows[1].endswith(",2021-06-30,Overdue") and rows[-1].endswith(",2021-12-19,Not yet due")


def test_the_command_prints_writes_and_links(district, tmp_path):
    arguments = ["--home", str(district.home.root), "coverage", "--year", str(YEAR), "--as-of", AFTER.isoformat()]
    page, folder = tmp_path / "trang" / "tinh-hinh.html", tmp_path / "trang" / "thu"
    run = CliRunner().invoke(gec, [*arguments, "--page", str(page), "--letters", str(folder)])
    assert run.exit_code == 0, run.output
    assert "Phường mẫu 1" in run.output and "Chưa nộp: Tiểu học mẫu 02" in run.output
    assert "hạn 19/12/2021" in run.output
    assert f"Đã ghi 3 thư nhắc tại {folder}" in run.output
    links = set(re.findall(r'href="(thu/[^"]+)"', page.read_text(encoding="utf-8")))
    assert links == {f"thu/{unit}.txt" for unit in ("99000001", "99000002", "99001")}
    assert all((page.parent / link).is_file() for link in links)


def test_a_year_in_which_nothing_is_due_is_wrong_usage(district):
    register = district.home.data / "register" / "units.csv"
    register.write_text(
        ",".join(UNIT_COLUMNS) + "\n99001,ward,none,Phường mẫu 1,,99001,no,2030-01-01,\n", encoding="utf-8"
    )
    run = CliRunner().invoke(gec, ["--home", str(district.home.root), "coverage", "--year", "2021"])
    assert run.exit_code == 2 and "không có đơn vị nào phải nộp" in run.output
