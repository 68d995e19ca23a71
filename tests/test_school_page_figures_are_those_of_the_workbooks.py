"""A school's own figures are the cells it filled in; those beside them are sums over schools, worked out apart."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from gec_lib.claims import HIDDEN, MISSING, NOT_APPLICABLE
from gec_lib.codelists import FEMALE, MALE, TOTAL
from gec_lib.narrative.school_case import Where
from gec_lib.snapshots import open_snapshot
from tests.home_fixture import SmallHome
from tests.school_page import GOOD, STAFF_MISSING, TWO_LEVELS, page_of, report_of
from tests.school_page import MISSING as ABSENT

PAGES = [(GOOD, "primary"), (ABSENT, "preschool"), (STAFF_MISSING, "preschool"), (TWO_LEVELS, "lower_secondary")]
ROLES = ("principals", "vice_principals", "teachers", "other_staff")
YEAR = 2025


@pytest.fixture(scope="module")
def workbooks(small_home: SmallHome) -> Mapping[str, Path]:
    """Received files by the hash of their content."""
    files = (small_home.home.data / "incoming").rglob("*.xlsx")
    return {hashlib.sha256(path.read_bytes()).hexdigest(): path for path in files}


@pytest.mark.parametrize(("unit", "level"), PAGES)
def test_a_count_of_the_school_is_the_sum_of_the_cells_it_names(small_home, workbooks, unit, level):
    book, checked, opened = page_of(small_home, unit, level=level).report.draft.book, 0, {}
    for id, sources in book.sources.items():
        code, _, _, place, *_ = id.split(".")
        # yes-or-no indicators count a school, not what stands in its cells; men are a difference of two cells
        if place != unit or code.startswith(("N13", "T1-")) or ".M." in id:
            continue
        total = Fraction(0)
        for source in sources:
            if source.file not in opened:
                opened[source.file] = openpyxl.load_workbook(workbooks[source.file], data_only=True)
            assert workbooks[source.file].name == source.name and unit in source.name
            total += Fraction(opened[source.file][source.sheet][source.cell].value or 0)
        assert total == Fraction(book.claims[id].value), id
        checked += 1
    assert checked >= 6


def rows_of(home: SmallHome, *, level: str) -> pd.DataFrame:
    rows = open_snapshot(home.home, home.snapshot).observations
    return rows[rows["year"].eq(YEAR) & rows["level"].eq(level) & rows["group"].eq("all")]


def masters(home: SmallHome, *, level: str) -> pd.DataFrame:
    """Women and people with a master's by school, from the long table itself."""
    rows = rows_of(home, level=level)
    rows = rows[rows["measure"].isin(ROLES) & rows["category"].eq("master")]
    return rows.groupby("unit")[["female", "total"]].sum()


@pytest.mark.parametrize(("unit", "level"), [(GOOD, "primary"), (TWO_LEVELS, "lower_secondary")])
def test_the_level_beside_a_school_is_pooled_over_its_schools(small_home, unit, level):
    sums = masters(small_home, level=level)
    case = page_of(small_home, unit, level=level).case
    at: dict[str, Any] = {"year": YEAR}
    own = case.value("T3-01a", where=Where.SCHOOL, **at)
    beside = case.value("T3-01a", where=Where.LEVEL, **at)
    if sums.loc[unit, "total"]:
        assert own.value == Fraction(int(sums.loc[unit, "female"]), int(sums.loc[unit, "total"]))
    assert len(sums) == 3
    assert beside.value == Fraction(int(sums["female"].sum()), int(sums["total"].sum()))
    assert beside.id == f"T3-01a.{YEAR}.{level}.T.value"


def test_the_ward_beside_a_school_is_pooled_over_its_schools(small_home: SmallHome):
    case = report_of(small_home, GOOD, level="primary", ward="99002").case
    sums = masters(small_home, level="primary")
    beside = case.value("T3-01a", where=Where.WARD, year=YEAR)
    assert beside.value == Fraction(int(sums["female"].sum()), int(sums["total"].sum()))
    assert beside.id == f"T3-01a.{YEAR}.primary.99002.T.value"
    assert case.peers(Where.WARD).value == 3


def test_a_school_without_return_stays_in_the_denominator_of_target_one(small_home: SmallHome):
    """Three preschools are in the register, one sent no return on the plan: it is asked, and has proven nothing."""
    case = page_of(small_home, ABSENT, level="preschool").case
    own = case.value("T1-01a", where=Where.SCHOOL, year=YEAR)
    beside = case.count("T1-01a", where=Where.LEVEL, year=YEAR, side="den")
    assert (own.value, own.mark) == (None, MISSING)
    assert beside.value == 3


def test_sums_agree_with_the_catalogue_at_every_school_and_level(small_home: SmallHome):
    """The light sums of a page and `gec_lib.indicators.compute`, which the other editions use, are two ways."""
    case = page_of(small_home, GOOD, level="primary").case
    found, checked = case.draft.found, 0
    for code, sexes in (("T1-01a", "T"), ("T3-01a", "T"), ("S02-1a", "T"), ("T3-R1a", "FM"), ("N13-n01", "T")):
        for sex in sexes:
            assert sex in (TOTAL, FEMALE, MALE)
            table = found.table(code, by=["year", "level", "unit"], sex=sex)
            for row in table[table["level"].eq("primary")].itertuples():
                ones = [one for one in case.counts.units(code, year=row.year, sex=sex) if one.unit == row.unit]
                sums = case.counts.pooled(found.indicator(code), ones)
                if row.status in ("reported", "undefined"):
                    assert (sums.num, sums.den, sums.mark) == (row.num, row.den, "")
                else:
                    assert sums.mark
                checked += 1
            whole = found.at(code, year=YEAR, level="primary", sex=sex)
            ones = case.counts.units(code, year=YEAR, sex=sex)
            sums = case.counts.pooled(found.indicator(code), ones)
            assert whole is not None and (sums.num, sums.den) == (whole["num"], whole["den"])
    assert checked >= 30


def test_the_change_is_this_year_less_the_year_before(small_home: SmallHome):
    case = page_of(small_home, GOOD, level="primary").case
    rows = open_snapshot(small_home.home, small_home.snapshot).observations
    own = rows["unit"].eq(GOOD) & rows["measure"].eq("pupils") & rows["category"].eq("all") & rows["group"].eq("all")
    totals = rows[own].set_index("year")["total"]
    change = case.draft.book.claims[f"S02-1a.{YEAR}.primary.{GOOD}.T.den.change"]
    assert int(change.value) == int(totals[YEAR] - totals[YEAR - 1])


def test_a_figure_that_would_tell_another_school_is_hidden(small_home: SmallHome):
    """With one other school in the ward, its figure is the ward's less the own; with none there is nothing beside."""
    case = report_of(small_home, GOOD, level="primary").case
    wards = case.expected.groupby("ward")["unit"].nunique()
    expected = {1: NOT_APPLICABLE, 2: HIDDEN}
    assert case.value("T3-01a", where=Where.WARD, year=YEAR).mark == expected[int(wards[case.ward])]
    pair = report_of(small_home, ABSENT, level="preschool").case  # of the three, one sent no return on the staff
    assert case.mark("T3-01a", where=Where.LEVEL, year=YEAR, sex=TOTAL) == ""
    assert pair.mark("T3-01a", where=Where.LEVEL, year=YEAR, sex=TOTAL) == HIDDEN
    assert pair.value("T3-01a", where=Where.LEVEL, year=YEAR).mark == HIDDEN


def test_no_workbook_of_another_school_is_named(small_home: SmallHome):
    page = page_of(small_home, GOOD, level="primary")
    names = {source.name for sources in page.report.draft.book.sources.values() for source in sources}
    assert names and all(GOOD in name for name in names if name)
    others = {"99000059", "99000097", "99000001"}
    said = "".join(str(shown.block) + str(shown.claims) for shown in page.sections.values())
    assert not any(code in said + "".join(page.files.content.values()) for code in others)
