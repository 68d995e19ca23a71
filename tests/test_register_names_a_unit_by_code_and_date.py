"""A ward code that was given to another area names a different unit before and after; schools carry on."""

from __future__ import annotations

import csv
import datetime as dt

import pandas as pd
import pytest

from gec_lib.codelists import UNIT_COLUMNS
from gec_lib.register import schools, units_at

# The merger of 1 July 2025 (Resolution 1656/NQ-UBTVQH15): 00634 was Đại Mỗ and became Tây Mỗ.
LAST_OLD, FIRST_NEW = "2025-06-30", "2025-07-01"


def ward(code: str, name: str, *, first: str, last: str) -> tuple[str, ...]:
    return (code, "ward", "none", name, "", code, "no", first, last)


def frame(*rows: tuple[str, ...]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(UNIT_COLUMNS), dtype="str")


def test_the_same_code_on_either_side_of_the_merger():
    units = frame(
        ward("00634", "Đại Mỗ", first="2014-04-01", last=LAST_OLD), ward("00634", "Tây Mỗ", first=FIRST_NEW, last="")
    )
    assert units_at(units, date=LAST_OLD)["name"].tolist() == ["Đại Mỗ"]
    assert units_at(units, date=FIRST_NEW)["name"].tolist() == ["Tây Mỗ"]
    assert units_at(units, date="2014-03-31").empty


def test_the_published_codes_of_the_area_are_unique_at_every_date(shared):
    """Ten old and four new wards with three reused codes: a code is ambiguous, a code and a date never."""
    with (shared / "oracles" / "vn_nam_tu_liem_old_to_new.csv").open(encoding="utf-8") as stream:
        pairs = list(csv.DictReader(stream))
    old = {(row["old_code"], row["old_ward"]) for row in pairs}
    new = {(row["new_code"], row["new_ward"]) for row in pairs}
    units = frame(
        *(ward(code, name, first="2014-04-01", last=LAST_OLD) for code, name in sorted(old)),
        *(ward(code, name, first=FIRST_NEW, last="") for code, name in sorted(new)),
    )
    reused = {code for code, name in old} & {code for code, name in new}
    assert reused >= {"00592", "00634", "00637"}
    for day, expected in ((LAST_OLD, old), (FIRST_NEW, new)):
        valid = units_at(units, date=day)
        assert valid["unit"].is_unique
        assert set(zip(valid["unit"], valid["name"], strict=True)) == expected


def test_schools_are_those_open_on_the_reference_day_by_level():
    row = ("99000001", "school", "primary", "Tiểu học mẫu 01", "public", "99001", "yes", "2010-01-01", "2023-06-30")
    units = frame(row, (row[0], row[1], "lower_secondary", *row[3:7], "2010-01-01", ""))
    assert schools(units, reference=dt.date(2022, 9, 30))["level"].tolist() == ["primary", "lower_secondary"]
    assert schools(units, reference=dt.date(2023, 9, 30))["level"].tolist() == ["lower_secondary"]
    assert units_at(units, date="2022-09-30", level="primary")["unit"].tolist() == ["99000001"]


def test_a_date_that_is_no_day_is_refused():
    with pytest.raises(ValueError, match="2025-13-01"):
        units_at(frame(ward("99001", "Phường mẫu 1", first="2010-01-01", last="")), date="2025-13-01")
