"""A register that contradicts itself is refused, with file, line, what was found and what was expected."""

from __future__ import annotations

from pathlib import Path

import pytest

from gec_lib.codelists import UNIT_COLUMNS
from gec_lib.register import RegisterError, load_register

WARD = "99001,ward,none,Phường mẫu 1,,99001,no,2010-01-01,"
SCHOOL = "99000001,school,primary,Tiểu học mẫu 01,public,99001,yes,2010-01-01,"


def write(data: Path, *lines: str) -> Path:
    path = data / "register" / "units.csv"
    path.parent.mkdir(parents=True)
    path.write_text("\n".join((",".join(UNIT_COLUMNS), *lines)) + "\n", encoding="utf-8")
    return data


def test_a_sound_register_is_read_as_text(tmp_path):
    units = load_register(write(tmp_path, WARD, SCHOOL))
    assert tuple(units.columns) == UNIT_COLUMNS
    assert units["unit"].tolist() == ["99001", "99000001"]
    assert units["valid_to"].tolist() == ["", ""]


def test_leading_zeros_are_kept(tmp_path):
    units = load_register(write(tmp_path, WARD.replace("99001", "00634")))
    assert units["unit"].tolist() == ["00634"]


@pytest.mark.parametrize(
    ("line", "number", "words"),
    [
        (SCHOOL.replace("school", "scool"), 3, "found unit_type 'scool'; expected one of school, ward"),
        (SCHOOL.replace("99001,yes", ",yes"), 3, "found no ward for 99000001"),
        (
            SCHOOL.replace("99001,yes", "99002,yes"),
            3,
            "found ward 99002 for 99000001; expected a ward that the register",
        ),
        (SCHOOL.replace("primary", "none"), 3, "found school 99000001 with level 'none'"),
        (SCHOOL.replace(",yes,", ",ja,"), 3, "found principal_level 'ja'"),
        (SCHOOL.replace("2010-01-01", "1/1/2010"), 3, "found valid_from '1/1/2010' for 99000001; expected a day like"),
        (SCHOOL + "2009-12-31", 3, "found valid_to 2009-12-31 of 99000001; expected a day from 2010-01-01 on"),
        (SCHOOL.replace("99000001", "../x"), 3, "found unit '../x'"),
        (WARD.replace(",none,", ",primary,"), 3, "found ward 99001 with level 'primary'"),
    ],
)
def test_a_bad_line_is_named(tmp_path, line, number, words):
    with pytest.raises(RegisterError) as caught:
        load_register(write(tmp_path, WARD.replace("99001", "99009") if line.startswith("99001") else WARD, line))
    assert f"units.csv, line {number}: {words}" in str(caught.value)


def test_validities_of_one_unit_and_level_must_not_overlap(tmp_path):
    earlier = SCHOOL + "2015-06-30"
    later = SCHOOL.replace("2010-01-01", "2015-06-30")
    with pytest.raises(RegisterError, match=r"line 4: found validity from 2015-06-30 of 99000001.*line 3 holds until"):
        load_register(write(tmp_path, WARD, earlier, later))


def test_a_validity_may_follow_another_the_next_day(tmp_path):
    lines = (WARD, SCHOOL + "2015-06-30", SCHOOL.replace("2010-01-01", "2015-07-01"))
    assert len(load_register(write(tmp_path, *lines))) == 3


def test_two_levels_of_a_school_may_hold_at_once_but_one_carries_the_principal(tmp_path):
    second = SCHOOL.replace("primary", "lower_secondary")
    assert len(load_register(write(tmp_path / "good", WARD, SCHOOL, second.replace(",yes,", ",no,")))) == 3
    with pytest.raises(RegisterError, match=r"line 4: found principal_level yes .* in line 3 for level primary"):
        load_register(write(tmp_path / "bad", WARD, SCHOOL, second))


def test_a_missing_file_or_column_is_named(tmp_path):
    with pytest.raises(
        RegisterError, match=r"units.csv is missing; expected a CSV file with the columns unit, unit_type"
    ):
        load_register(tmp_path)
    path = tmp_path / "register" / "units.csv"
    path.parent.mkdir()
    path.write_text("unit,unit_type\n99001,ward\n", encoding="utf-8")
    with pytest.raises(RegisterError, match="line 1: found no column level, name"):
        load_register(tmp_path)
