"""Every indicator gives what was worked by hand: tests/worked/<code>.csv holds the returns and the expected rows.

A file has rows ``unit`` (the register), ``given`` (a cell of a return) and ``expect`` (a row of the result for the
dimensions named in ``by``). Numbers in the rows ``expect`` were worked on paper, never by the library. A school has
a level, a ward has none; an empty female cell was not given. A row ``public`` says whether the public profile hides
the value, and why: that is what "suppressed" means of a worked case.
"""

from __future__ import annotations

import csv
import math
from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest

from gec_lib.codelists import ALL, INTERNAL, NONE, OBSERVATION_COLUMNS, PUBLIC, SCHOOL, WARD, Codes, load_codes
from gec_lib.disclosure import Disclosure
from gec_lib.indicators import catalogue, compute, dataset
from gec_lib.indicators.dataset import EXPECTED_COLUMNS
from gec_lib.indicators.records import Indicator
from gec_lib.plan import Plan, load_plan
from gec_lib.results import results

ROOT = Path(__file__).resolve().parent.parent
PARAMS = ROOT / "params"
WORKED = ROOT / "tests" / "worked"
FILES = sorted(path.stem for path in WORKED.glob("*.csv"))
# Worked by ward or for a group alone: no value of the whole area or of a level that a public edition could show.
NO_VALUE_TO_HIDE = ("N09-7d", "N09-9a")
DIMENSIONS = {"year": "year", "unit": "unit", "ward": "unit", "level": "level", "group": "group"}


@pytest.fixture(scope="module")
def codes() -> Codes:
    return load_codes(PARAMS)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load_plan(PARAMS)


@pytest.fixture(scope="module")
def records(plan: Plan, codes: Codes) -> tuple[Indicator, ...]:
    return catalogue(plan, codes)


def test_every_indicator_has_a_worked_file(records: tuple[Indicator, ...]):
    assert sorted(item.code for item in records) == FILES


@pytest.mark.parametrize("code", FILES)
def test_worked(code: str, plan: Plan, codes: Codes, records: tuple[Indicator, ...]):
    with (WORKED / f"{code}.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    data = dataset(given(rows, codes), expected=register(rows), codes=codes, plan=plan)
    item = next(record for record in records if record.code == code)
    wanted = [row for row in rows if row["row"] == "expect"]
    assert wanted, f"{code}.csv expects nothing"
    for row in wanted:
        by = row["by"].split("|")
        table = compute(item, data, by=by, catalogue=records, sex=row["sex"])
        found = table
        for name in by:
            value = row[DIMENSIONS.get(name, "category")]
            found = found[found[name].astype(str).eq(value)]
        where = f"{code}.csv: {row['by']} {row['year']} {row['level']} {row['unit']} {row['category']} {row['sex']}"
        assert len(found) == 1, f"{where}: {len(found)} rows\n{table}"
        one = found.iloc[0]
        for name in ("num", "den", "value"):
            assert same(one[name], row[name]), f"{where}: {name} is {one[name]}, by hand {row[name] or 'nothing'}"
        answers = (one["status"], str(one["units"]), str(one["expected"]), one["flag"])
        assert answers == (row["status"], row["units"], row["expected"], row["flag"]), where


@pytest.mark.parametrize("code", FILES)
def test_the_public_profile_hides_what_was_worked_out(code: str, plan: Plan, codes: Codes):
    with (WORKED / f"{code}.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    wanted = [row for row in rows if row["row"] == "public"]
    if not wanted:
        assert code in NO_VALUE_TO_HIDE
        return
    data = dataset(given(rows, codes), expected=register(rows), codes=codes, plan=plan)
    found = results(data, year=max(data.years), level=ALL, years=data.years, names={})
    internal, public = (Disclosure(profile, found) for profile in (INTERNAL, PUBLIC))
    for row in wanted:
        assert row["why"], f"{code}.csv: a row public without its reason"
        where = {"year": int(row["year"]), "level": row["level"] or ALL, "sex": row["sex"]}
        at = found.at(code, **where)
        assert at is not None and at["status"] == "reported", f"{code}.csv: nothing to hide at {where}"
        assert public.hides_rate(code, **where) == (row["status"] == "hidden"), f"{code}.csv: {where}: {row['why']}"
        assert not internal.hides_rate(code, **where)


def register(rows: list[dict[str, str]]) -> pd.DataFrame:
    units = [row for row in rows if row["row"] == "unit"]
    frame = pd.DataFrame(
        {
            "year": [int(row["year"]) for row in units],
            "unit": [row["unit"] for row in units],
            "unit_type": [WARD if row["level"] == NONE else SCHOOL for row in units],
            "level": [row["level"] for row in units],
            "ward": [row["unit"] if row["level"] == NONE else "P" for row in units],
        }
    )
    return frame[list(EXPECTED_COLUMNS)]


def given(rows: list[dict[str, str]], codes: Codes) -> pd.DataFrame:
    cells = [row for row in rows if row["row"] == "given"]
    frame = pd.DataFrame([{name: row.get(name, "") for name in OBSERVATION_COLUMNS} for row in cells])
    known = set(codes.measures)
    assert not (set(frame["measure"]) - known), "unknown measures"
    for name in ("total", "female"):
        frame[name] = pd.to_numeric(frame[name].replace("", None)).astype(float)
    frame["year"] = frame["year"].astype("int64")
    frame["group"] = frame["group"].replace("", ALL)
    return frame


def same(found: float, by_hand: str) -> bool:
    if not by_hand:
        return math.isnan(found)
    return math.isclose(found, float(Fraction(by_hand)), rel_tol=1e-12, abs_tol=1e-12)
