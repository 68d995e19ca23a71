"""Each check finds the fault a clerk plants, at its sheet and cell, and leaves the clean return alone."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from gec_lib.codelists import UNIT_COLUMNS, load_codes
from gec_lib.returns.checks import Fault, check, result_of
from gec_lib.returns.forms import Identity, Value, write_form
from gec_lib.returns.layouts import Key, Layout, layout_for, load_layouts
from gec_lib.returns.reading import Reading, read_workbook

PARAMS = Path(__file__).resolve().parent.parent / "params"
LAYOUTS, CODES = load_layouts(PARAMS), load_codes(PARAMS)
YEAR = 2025
UNITS = pd.DataFrame(
    [
        ["99000001", "school", "lower_secondary", "THCS mẫu 01", "public", "99001", "yes", "2000-01-01", ""],
        ["99000001", "school", "preschool", "Mầm non mẫu 01", "public", "99001", "yes", "2000-01-01", ""],
        ["99000002", "school", "primary", "Tiểu học mẫu 02", "public", "99001", "yes", "2000-01-01", ""],
        ["99000003", "school", "lower_secondary", "THCS mẫu 03", "public", "99001", "yes", "2000-01-01", "2025-09-29"],
        ["99000004", "school", "lower_secondary", "THCS mẫu 04", "public", "99001", "yes", "2000-01-01", "2025-09-30"],
        ["99001", "ward", "none", "Phường mẫu 1", "", "99001", "", "2000-01-01", ""],
    ],
    columns=list(UNIT_COLUMNS),
)
NOBODY: Value = (0, 0)
Counts = dict[Key, Value]


def spread(measure: str, counts: dict[str, Value], minority: dict[str, Value] | None = None) -> Counts:
    both = {("all", code): value for code, value in counts.items()}
    both |= {("ethnic_minority", code): value for code, value in (minority or {}).items()}
    return {(measure, code, group): value for (group, code), value in both.items()}


STAFF = {
    **spread("managers", {"all": (3, 2)}),
    **spread("principals", {"all": (1, 1), "master": (1, 1)}),
    **spread("vice_principals", {"all": (2, 1), "master": (1, 0)}),
    **spread("teachers", {"all": (40, 33), "college": (2, 2), "university": (30, 25)}),
    **spread("teachers", {"master": (7, 5), "doctor": (1, 1)}),
    **spread("teachers_by_standard", {"below": (2, 2), "at": (30, 25), "above": (8, 6)}),
    **spread("other_staff", {"all": (6, 4)}),
}  # fmt: skip
GRADES, AGES = ("g6", "g7", "g8", "g9"), ("a11", "a12", "a13", "a14")
CLEAN: dict[str, Counts] = {
    "dn_thcs": {
        **STAFF,
        ("sexuality_programme", "all", "all"): (1, None),
        ("classes", "all", "all"): (16, None),
        **spread("staff", {"all": (50, 40)}),
        **spread("pioneer_leaders", {"all": (1, 1)}),
        **spread(
            "pupils",
            {"all": (400, 192), **dict.fromkeys(GRADES, (100, 48))},
            {"all": (16, 8), **dict.fromkeys(GRADES, (4, 2))},
        ),
        ("pupils", "all", "disability"): (3, 1),
        **spread("pupils_by_age", dict.fromkeys(AGES, (100, 48))),
        **spread(
            "new_entrants",
            {"all": (99, 47), "straight": (98, 46), "straight_in_area": (90, 40)},
            {"all": (4, 2), "straight": (4, 2)},
        ),
        **spread("repeaters", {"all": (1, 1)}),
    },
    "dn_mn": {
        **STAFF,
        ("classes", "all", "all"): (16, None),
        ("classes", "nursery", "all"): (3, None),
        ("classes", "kindergarten", "all"): (13, None),
        **spread(
            "pupils",
            {"all": (225, 110), "nursery": (60, 30), "kindergarten": (165, 80),
             "kg_3": (50, 24), "kg_4": (55, 27), "kg_5": (60, 29)},
            {"all": (8, 4), "nursery": (2, 1), "kindergarten": (6, 3), "kg_3": (2, 1), "kg_4": (2, 1), "kg_5": (2, 1)},
        ),
    },
    "cn_thcs": {
        **spread(
            "pupils_end",
            {"all": (396, 192), **dict.fromkeys(GRADES, (99, 48))},
            {"all": (16, 8), **dict.fromkeys(GRADES, (4, 2))},
        ),
        **spread("leavers", {"all": (5, 2), "r01": (1, 0), "r02": (1, 1), "r07": (1, 0), "r08": (2, 1)}),
        **spread("dropouts", {"all": (2, 1), "g8": (1, 0), "g9": (1, 1)}),
        **spread("completers", {"all": (99, 48)}, {"all": (4, 2)}),
        **spread("pupils_life_skills", {"all": (396, 192)}),
    },
    "pc_thcs": {
        **spread("residents", {f"a{age}": (100, 48) for age in range(11, 19)}),
        **spread("residents_exempt", {f"a{age}": (1, 0) for age in range(15, 19)}),
        **spread("residents_required", {f"a{age}": (99, 48) for age in range(15, 19)}),
        **spread("youth_finished", {f"a{age}": (97, 47) for age in range(15, 19)}),
        **spread("youth_unfinished", {"in_lower_secondary": (6, 3), "in_continuing": (1, 1), "not_studying": (1, 0)}),
    },
    "pc_xmc": {},
    "pc_mn": {},
    "bdg_thcs": {
        ("action_date", "n06_4", "all"): (20251115, None),
        ("action_date", "n06_5", "all"): (20251215, None),
        ("task_people", "n14_1", "all"): (2, 1),
    },
}  # fmt: skip


def identity_for(layout: Layout) -> Identity:
    unit = "99001" if layout.unit_type == "ward" else "99000001"
    return Identity(layout.form, layout.version, YEAR, unit, "Đơn vị mẫu", layout.level, True)


def clean(path: Path, form: str) -> Path:
    layout = layout_for(LAYOUTS, form=form, year=YEAR)
    zeros: Counts = {
        key: (0, 0 if CODES.measures[key[0]].sexed else None)
        for key in layout.keys
        if CODES.measures[key[0]].unit != "date"
    }
    file = path / f"{form}.xlsx"
    write_form(file, layout, identity=identity_for(layout), codes=CODES, values={**zeros, **CLEAN[form]})
    return file


def edit(file: Path, edits: dict[str, object]) -> None:
    """What a clerk does: ``Sheet!D9`` -> value."""
    book = openpyxl.load_workbook(file)
    for where, value in edits.items():
        sheet, cell = where.split("!")
        book[sheet][cell].value = value
    book.save(file)


def judged(file: Path, *, others: pd.DataFrame | None = None, targets: tuple[str, ...] = ()) -> list[Fault]:
    reading = read_workbook(file, layouts=LAYOUTS, codes=CODES)
    found = check(reading, codes=CODES, units=UNITS, previous=None, others=others, target_measures=targets)
    assert set(reading.faults) <= set(found)
    return list(found)


def places(faults: list[Fault], rule: str) -> list[str]:
    return [f"{fault.sheet}!{fault.cell}" for fault in faults if fault.rule == rule]


@pytest.mark.parametrize("form", CLEAN)
def test_a_clean_return_is_left_alone(tmp_path: Path, form: str):
    assert judged(clean(tmp_path, form), targets=("teachers", "youth_finished")) == []


HS, DN, CN, PC, GV = "Học sinh", "Đội ngũ", "Cuối năm", "PC THCS", "Trẻ em"
HD = "Hoạt động và con người"
PLANTED = [  # form, rule, what the clerk does, where it is told; row 7 is the first band, row 8 the first row
    ("dn_thcs", "ST17", {f"{HS}!B40": "Nguyễn Văn A"}, f"{HS}!B40"),
    ("dn_thcs", "ST17", {f"{HS}!N9": 5}, f"{HS}!N9"),
    ("dn_thcs", "TY01", {f"{HS}!D9": "12 em"}, f"{HS}!D9"),
    ("dn_thcs", "TY02", {f"{HS}!D8": "2.09"}, f"{HS}!D8"),
    ("dn_thcs", "TY03", {f"{HS}!D9": -3}, f"{HS}!D9"),
    ("dn_thcs", "TY04", {f"{HS}!D9": "12,5"}, f"{HS}!D9"),
    ("dn_thcs", "TY05", {"Trường-Lớp!D8": 2}, "Trường-Lớp!D8"),
    ("dn_thcs", "TY06", {f"{HS}!E9": "98,5%"}, f"{HS}!E9"),
    ("bdg_thcs", "TY07", {f"{HD}!D35": "31/11/2024"}, f"{HD}!D35"),
    ("dn_thcs", "TY08", {f"{DN}!D13": None, f"{DN}!E13": None}, f"{DN}!D13"),
    ("dn_thcs", "TY11", {f"{HS}!E9": None}, f"{HS}!E9"),
    ("dn_thcs", "TY13", {f"{DN}!D14": "-"}, f"{DN}!D14"),
    ("dn_thcs", "RW01", {f"{DN}!E17": 400}, f"{DN}!E17"),
    ("dn_thcs", "RW02", {f"{HS}!F9": 101}, f"{HS}!F9"),
    ("dn_thcs", "RW03", {f"{HS}!G9": 5}, f"{HS}!G9"),
    ("dn_thcs", "RW04", {f"{HS}!E9": 99, f"{HS}!F9": 4, f"{HS}!G9": 2}, f"{HS}!E9"),
    ("pc_thcs", "RW05", {f"{PC}!H8": 7, f"{PC}!I8": 8}, f"{PC}!I8"),
    ("dn_thcs", "SM01", {f"{HS}!D8": 410}, f"{HS}!D8"),
    ("dn_thcs", "SM01", {f"{HS}!E8": 190}, f"{HS}!E8"),
    ("dn_thcs", "SM01", {f"{HS}!F8": 17}, f"{HS}!F8"),
    ("dn_thcs", "SM01", {f"{HS}!G8": 7}, f"{HS}!G8"),
    ("dn_mn", "SM02", {f"{GV}!D8": 165}, f"{GV}!D8"),
    ("dn_mn", "SM03", {f"{GV}!D13": 51}, f"{GV}!D10"),
    ("dn_thcs", "SM04", {f"{HS}!D18": 4}, f"{HS}!D8"),
    ("dn_thcs", "SM05", {f"{DN}!D9": 5}, f"{DN}!D9"),
    ("dn_thcs", "SM06", {f"{DN}!D23": 2}, f"{DN}!D8"),
    ("dn_thcs", "SM07", {f"{DN}!D19": 37}, f"{DN}!D16"),
    ("dn_thcs", "SM08", {f"{DN}!D12": 1}, f"{DN}!D11"),
    ("dn_thcs", "SM10", {f"{DN}!D30": 38}, f"{DN}!D16"),
    ("cn_thcs", "SM11", {f"{CN}!D12": 0}, f"{CN}!D8"),
    ("cn_thcs", "SM12", {f"{CN}!D19": 3}, f"{CN}!D18"),
    ("cn_thcs", "SM13", {f"{CN}!D31": 3}, f"{CN}!D30"),
    ("cn_thcs", "SM14", {f"{CN}!D30": 4, f"{CN}!D31": 2}, f"{CN}!D30"),
    ("bdg_thcs", "SM15", {f"{HD}!D43": 5}, f"{HD}!D43"),
    ("dn_mn", "SM20", {"Trường-Lớp!D10": 7}, "Trường-Lớp!D10"),
    ("cn_thcs", "SB06", {f"{CN}!D42": 400}, f"{CN}!D42"),
    ("cn_thcs", "SB07", {f"{CN}!D41": 110}, f"{CN}!D41"),
    ("pc_thcs", "PC01", {f"{PC}!D25": 100}, f"{PC}!D25"),
    ("pc_thcs", "PC02", {f"{PC}!D30": 100}, f"{PC}!D30"),
    ("pc_thcs", "PC04", {f"{PC}!D39": 0}, f"{PC}!D36"),
    ("pc_xmc", "PC10", {"XMC!D12": 5}, "XMC!D12"),
    ("pc_xmc", "PC11", {"XMC!D16": 5}, "XMC!D16"),
    ("pc_mn", "PC13", {"PC MN!D14": 3}, "PC MN!D14"),
]


@pytest.mark.parametrize(("form", "rule", "edits", "told"), PLANTED, ids=[f"{p[1]}-{p[3]}" for p in PLANTED])
def test_a_planted_fault_is_found_where_it_is(
    tmp_path: Path, form: str, rule: str, edits: dict[str, object], told: str
):
    file = clean(tmp_path, form)
    edit(file, edits)
    faults = judged(file)
    assert told in places(faults, rule), [(f.rule, f.sheet, f.cell) for f in faults]
    fault = next(fault for fault in faults if fault.rule == rule)
    for message in (fault.message_vi, fault.message_en):
        assert fault.cell in message and "{" not in message and "()" not in message, message
        assert "Nguyễn" not in message


def test_a_sum_names_what_was_found_and_what_the_parts_make(tmp_path: Path):
    file = clean(tmp_path, "dn_thcs")
    edit(file, {f"{HS}!D8": 410})
    assert [(f.rule, f.found, f.expected) for f in judged(file)] == [("SM01", "410", "= 400"), ("SM04", "410", "= 400")]
    assert judged(file)[0].message_vi == (
        "Biểu dn_thcs, sheet “Học sinh”, ô D8: đang là 410; tổng học sinh phải bằng tổng các lớp (= 400). "
        "Cộng lại các khối."
    )


def test_a_cell_that_was_not_understood_breeds_no_further_faults(tmp_path: Path):
    file = clean(tmp_path, "dn_thcs")
    edit(file, {f"{HS}!D9": "2.09"})
    assert [(f.rule, f.cell) for f in judged(file)] == [("TY02", "D9")]


def test_a_blank_rejects_only_where_a_target_hangs_on_it(tmp_path: Path):
    file = clean(tmp_path, "dn_thcs")
    edit(file, {f"{HS}!D15": None, f"{DN}!D13": None, f"{DN}!E13": None, f"{HS}!F15": None, f"{HS}!G15": None})
    found = {f.cell: f.severity for f in judged(file, targets=("vice_principals",)) if f.rule == "TY08"}
    assert found == {"D13": "FAIL", "D15": "WARNING"}
    edit(file, {f"{DN}!D13": "…", f"{HS}!D15": "…"})
    assert places(judged(file, targets=("vice_principals",)), "TY08") == []


def test_what_only_follows_from_a_told_mistake_is_not_told(tmp_path: Path):
    file = clean(tmp_path, "dn_thcs")
    # girls beyond the pupils of a grade, so beyond those of the majority too; a blank that breaks a sum of the staff
    edit(file, {f"{HS}!E9": 148, f"{DN}!D13": None, f"{DN}!E13": None})

    def told(targets: tuple[str, ...]) -> list[tuple[str, str, str]]:
        return [(f.rule, f.sheet, f.cell) for f in judged(file, targets=targets) if f.severity == "FAIL"]

    rejecting = told(("vice_principals",))
    assert ("RW01", HS, "E9") in rejecting and "RW04" not in {rule for rule, _, _ in rejecting}
    assert [fault for fault in rejecting if fault[1] == DN] == [("TY08", DN, "D13")]
    assert [rule for rule, sheet, _ in told(()) if sheet == DN] == ["SM05", "SM05", "SM08"]  # a doubt alone
    edit(file, {f"{HS}!F10": 101, f"{HS}!E10": 30, f"{DN}!E17": 400})  # mistakes of their own are told
    assert {("RW01", HS, "E9"), ("RW02", HS, "F10"), ("RW01", DN, "E17")} <= set(told(("vice_principals",)))


def test_a_blank_that_is_only_a_doubt_still_shows_in_the_sum(tmp_path: Path):
    file = clean(tmp_path, "dn_thcs")
    edit(file, {f"{HS}!D9": None, f"{HS}!E9": None, f"{HS}!F9": None, f"{HS}!G9": None})
    assert f"{HS}!D8" in places(judged(file), "SM01")  # else the return would be taken with a hole in it


@pytest.mark.parametrize("typed", [0, "0"])
def test_a_zero_in_a_cell_of_a_day_is_told_what_to_do(tmp_path: Path, typed: object):
    file = clean(tmp_path, "bdg_thcs")
    edit(file, {f"{HD}!D35": typed})
    (fault,) = [fault for fault in judged(file) if fault.rule == "TY07"]
    assert "đang là 0; cần ngày dd/mm/yyyy" in fault.message_vi and "để trống, không ghi 0" in fault.message_vi
    assert "found 0;" in fault.message_en and "leave the cell blank" in fault.message_en
    book = openpyxl.load_workbook(file)
    words = next(
        column for column in range(1, 20) for row in range(1, 12) if book[HD].cell(row, column).value == "Giải thích"
    )
    book[HD].cell(35, 4).value = None
    book[HD].cell(35, words).value = "Không tổ chức"
    book.save(file)  # what the message asks for is taken without a question
    assert result_of([f for f in judged(file) if f.cell == "D35"]) == "PASS"


def test_a_doubt_counts_as_explained_when_the_row_carries_words(tmp_path: Path):
    file = clean(tmp_path, "dn_thcs")
    edit(file, {f"{DN}!D14": "-", f"{DN}!J14": "Không có ai", f"{HS}!E9": 101, f"{HS}!L9": "đúng"})
    found = {fault.rule: fault.explained for fault in judged(file)}
    assert found["TY13"] is True and found["RW01"] is False


def change_identity(file: Path, key: str, value: object) -> None:
    book = openpyxl.load_workbook(file)
    for row in book["Thông tin"].iter_rows():
        if row[0].value == key:
            row[2].value = value
    book.save(file)


@pytest.mark.parametrize(
    ("key", "value", "rule", "cell"),
    [
        ("GEC_FORM", None, "ST01", "C4"),
        ("GEC_VERSION", None, "ST01", "C5"),
        ("GEC_VERSION", "1999", "ST01", "C5"),
        ("GEC_YEAR", "năm nay", "ST01", "C6"),
        ("GEC_YEAR", "0", "ST01", "C6"),
        ("GEC_YEAR", 99999, "ST01", "C6"),
        ("GEC_YEAR", 2018, "ST11", "C6"),
        ("GEC_UNIT", "99000009", "ST07", "C7"),
        ("GEC_UNIT", "99000003", "ST08", "C7"),
        ("GEC_UNIT", "99000002", "ST09", "C9"),
    ],
)
def test_identity(tmp_path: Path, key: str, value: object, rule: str, cell: str):
    file = clean(tmp_path, "dn_thcs")
    change_identity(file, key, value)
    assert places(judged(file), rule) == [f"Thông tin!{cell}"]


def test_the_last_day_of_validity_still_counts(tmp_path: Path):
    file = clean(tmp_path, "dn_thcs")
    change_identity(file, "GEC_UNIT", "99000004")
    assert judged(file) == []


def test_a_second_return_of_the_same_form_unit_and_year(tmp_path: Path):
    first, again = clean(tmp_path, "dn_thcs"), clean(tmp_path, "cn_thcs")
    accepted = read(first).observations
    assert judged(first, others=accepted) == []  # the same file is no second return
    edit(first, {f"{HS}!L8": "sửa"})
    assert places(judged(first, others=accepted), "ST10") == ["Thông tin!C7"]
    assert judged(again, others=accepted) == []


def read(file: Path) -> Reading:
    return read_workbook(file, layouts=LAYOUTS, codes=CODES)


def test_a_renamed_sheet(tmp_path: Path):
    file = clean(tmp_path, "dn_thcs")
    book = openpyxl.load_workbook(file)
    book["Đội ngũ"].title = "Doi ngu"
    book.save(file)
    faults = judged(file)
    assert places(faults, "ST02") == ["Đội ngũ!A1"] and {f.rule for f in faults} == {"ST02"}


def test_a_deleted_row_and_a_copied_row(tmp_path: Path):
    file = clean(tmp_path, "dn_thcs")
    edit(file, {f"{HS}!C10": None, f"{HS}!C11": "G04", f"{DN}!C10": "X1"})
    faults = judged(file)
    assert {f.row_code for f in faults if f.rule == "ST03"} == {"G05", "G06", "G19"}
    assert places(faults, "ST17") == ["Đội ngũ!C10"]
    assert next(f for f in faults if f.rule == "ST03").message_en.count("found not found") == 1
    assert places(faults, "ST05") == ["Học sinh!C11"]


def test_swapped_labels(tmp_path: Path):
    file = clean(tmp_path, "dn_thcs")
    edit(file, {f"{HS}!B9": "Lớp 7", f"{HS}!B10": "Lớp 6"})
    assert places(judged(file), "ST04") == ["Học sinh!B9", "Học sinh!B10"]
    rows = read(file).observations.set_index(["measure", "category", "group"])
    assert rows.loc[("pupils", "g6", "all"), "status"] == "blank"


def test_swapped_and_renamed_headings(tmp_path: Path):
    file = clean(tmp_path, "dn_thcs")
    edit(file, {f"{HS}!D6": "Trong đó: Nữ", f"{HS}!E6": "Tổng số"})
    assert places(judged(file), "ST06") == ["Học sinh!D6", "Học sinh!E6"]
    file = clean(tmp_path, "dn_thcs")
    edit(file, {f"{DN}!D6": "Trong đó: Nữ", f"{DN}!E6": "Tổng số"})
    assert places(judged(file), "ST06") == ["Đội ngũ!D6", "Đội ngũ!E6"]
    file = clean(tmp_path, "dn_thcs")
    edit(file, {f"{HS}!F6": "Dân tộc"})
    assert places(judged(file), "ST06") == ["Học sinh!F6"]


def test_headings_are_compared_without_case_blanks_and_composition(tmp_path: Path):
    file = clean(tmp_path, "dn_thcs")
    edit(file, {f"{HS}!D6": " TỔNG  SỐ", f"{HS}!E6": "Trong đó: Nữ ", f"{HS}!B9": "LỚP 6"})
    assert judged(file) == []


def test_a_sheet_moved_down_and_right_is_read_as_before(tmp_path: Path):
    file = clean(tmp_path, "cn_thcs")
    before = read(file).observations.drop(columns=["file", "cell_total", "cell_female"])
    book = openpyxl.load_workbook(file)
    for sheet in (book["Cuối năm"], book["Thông tin"]):
        merged = [str(area) for area in sheet.merged_cells.ranges]
        for area in merged:
            sheet.unmerge_cells(area)
        sheet.move_range(sheet.dimensions, rows=3, cols=2)
    book.save(file)
    after = read(file)
    assert judged(file) == []
    pd.testing.assert_frame_equal(after.observations.drop(columns=["file", "cell_total", "cell_female"]), before)
    assert after.observations["cell_total"].iloc[0] == "F11"
