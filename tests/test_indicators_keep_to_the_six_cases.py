"""Parity, nothing to divide, blank, absent, one sex only, suppressed: what each means for every indicator, by its kind.

Every cell that an indicator looks at gets the same numbers, a total over categories ten times as much, so that what
must come out follows from the kind alone.
The worked tables hold the numbers of each indicator; this module says by rule which case a kind can have at all:
units that do something and things have no sex and no small heads, heads have nothing to divide.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from gec_lib.codelists import ALL, FEMALE, MALE, OBSERVATION_COLUMNS, PUBLIC, REGISTER, TOTAL, load_codes
from gec_lib.disclosure import Disclosure
from gec_lib.indicators import Indicator, catalogue, compute, dataset
from gec_lib.indicators.dataset import Dataset, picked
from gec_lib.indicators.records import (
    Contrast,
    CountCells,
    CountUnits,
    Crossed,
    Derived,
    Headcount,
    Pool,
    Term,
    ToTarget,
)
from gec_lib.plan import load_plan
from gec_lib.results import results

PARAMS = Path(__file__).resolve().parent.parent / "params"
CODES, PLAN = load_codes(PARAMS), load_plan(PARAMS)
RECORDS = catalogue(PLAN, CODES)
BY_CODE = {item.code: item for item in RECORDS}
YEAR = 2025
COUNTED = [item for item in RECORDS if isinstance(item.formula, Pool | Headcount | CountUnits | CountCells)]
RATES = [item for item in COUNTED if isinstance(item.formula, Pool)]


@dataclass(frozen=True)
class Cell:
    """What every cell of the returns holds."""

    total: float
    female: float
    status: str = "reported"


def every_term(item: Indicator) -> Iterator[Term]:
    if isinstance(item.formula, Derived):
        for given in item.formula.inputs:
            yield from every_term(BY_CODE[given.code])
    elif isinstance(item.formula, ToTarget):
        yield from every_term(BY_CODE[item.formula.of])
    else:
        yield from (term for side in item.terms() for term in side)


def made(item: Indicator, cell: Cell | None) -> Dataset:
    """A unit a level, open since long, with the same counts in every cell; None leaves the returns away."""
    terms = list(every_term(item))
    # every level of the home that has one of the measures, so that sides asked elsewhere find their units
    levels = [lv for lv in CODES.members("level") if any(picked(term, CODES, level=lv) for term in terms)]
    years = range(YEAR - max(term.lag for term in terms) - 1, YEAR + 1)
    units = [
        {"year": year, "unit": f"U{level}", "unit_type": "ward" if level == "none" else "school", "level": level,
         "ward": "P"}
        for year in years for level in levels
    ]  # fmt: skip
    wanted = {
        (term.measure, category, level)
        for term in terms for level in levels for category in picked(term, CODES, level=level)
    }  # fmt: skip
    other = dict.fromkeys(OBSERVATION_COLUMNS, "") | {"year": YEAR, "unit": "X", "measure": "nothing", "total": 0.0}
    rows = [other | {"female": np.nan}]
    for year in years if cell is not None else ():
        for measure, category, level in sorted(wanted):
            times = 10 if category == ALL and CODES.measure(measure).dimension != "none" else 1
            rows.append(
                dict.fromkeys(OBSERVATION_COLUMNS, "")
                | {"year": year, "unit": f"U{level}", "level": level, "measure": measure, "category": category}
                | {"group": ALL, "total": cell.total * times, "female": cell.female * times, "status": cell.status}
            )
    return dataset(pd.DataFrame(rows), expected=pd.DataFrame(units), codes=CODES, plan=PLAN)


def at(item: Indicator, data: Dataset, *, sex: str = TOTAL) -> list[dict]:
    table = compute(item, data, by=["year", "level"], catalogue=RECORDS, sex=sex)
    return table[table["year"].eq(YEAR) & table["expected"].gt(0)].to_dict("records")


def ids(items: Sequence[Indicator]) -> list[str]:
    return [item.code for item in items]


@pytest.mark.parametrize("item", [i for i in COUNTED if i.by_sex], ids=ids([i for i in COUNTED if i.by_sex]))
def test_parity_is_the_same_for_women_and_men(item: Indicator):
    data = made(item, Cell(10, 5))
    women, men = at(item, data, sex=FEMALE), at(item, data, sex=MALE)
    assert women and [r["value"] for r in women] == pytest.approx([r["value"] for r in men], nan_ok=True)
    assert {r["status"] for r in women} == {r["status"] for r in men}


DERIVED = [i for i in RECORDS if isinstance(i.formula, Derived) and i.direction == "parity"]


@pytest.mark.parametrize("item", DERIVED, ids=ids(DERIVED))
def test_parity_is_one_or_no_gap_in_what_is_derived(item: Indicator):
    values = [r["value"] for r in at(item, made(item, Cell(40, 20))) if r["status"] == "reported"]
    neutral = 0 if item.unit == "điểm phần trăm" else 1
    assert values and values == pytest.approx([neutral] * len(values))


@pytest.mark.parametrize("item", COUNTED, ids=ids(COUNTED))
def test_zero_in_every_cell(item: Indicator):
    """A rate of nobody is undefined, no heads are zero; units are there whatever they answer."""
    statuses = {r["status"] for r in at(item, made(item, Cell(0, 0)))}
    if isinstance(item.formula, Pool):
        assert statuses == {"undefined"}
    elif isinstance(item.formula, Headcount):
        assert {r["value"] for r in at(item, made(item, Cell(0, 0)))} == {0}
    else:
        assert "undefined" not in statuses


ASKED = [i for i in COUNTED if all(CODES.measure(t.measure).stream != REGISTER for t in every_term(i))]


@pytest.mark.parametrize("item", ASKED, ids=ids(ASKED))
def test_blank_and_absent_are_missing_and_never_zero(item: Indicator):
    for data in (made(item, Cell(np.nan, np.nan, "blank")), made(item, None)):
        found = at(item, data)
        assert found and {r["status"] for r in found} == {"missing"}
        assert {r["units"] for r in found} == {0} and all(np.isnan(r["value"]) for r in found)


@pytest.mark.parametrize("item", [i for i in RATES if i.by_sex], ids=ids([i for i in RATES if i.by_sex]))
def test_one_sex_only(item: Indicator):
    """Women alone have the rate of all, and that of men is undefined, not 0."""
    data = made(item, Cell(10, 10))
    assert [r["value"] for r in at(item, data, sex=FEMALE)] == pytest.approx([r["value"] for r in at(item, data)])
    assert {r["status"] for r in at(item, data, sex=MALE)} == {"undefined"}


def protected(item: Indicator) -> bool:
    """By rule: counts of people, or of what is sensitive; never units that do something."""
    if isinstance(item.formula, CountUnits | CountCells):
        return False
    return item.sensitive or any(CODES.measure(term.measure).unit == "person" for term in every_term(item))


HEADLINE = {item.indicator for _, item in PLAN.target_indicators() if item.publish == "headline"}


@pytest.mark.parametrize("item", COUNTED, ids=ids(COUNTED))
def test_suppressed_where_two_people_stand_in_a_cell_and_nowhere_else(item: Indicator):
    data = made(item, Cell(2, 1))
    found = results(data, year=YEAR, level=ALL, years=(YEAR,), names={})
    public = Disclosure(PUBLIC, found)
    level = next(iter(found.levels(item.code)), ALL)
    row = found.at(item.code, year=YEAR, level=level)
    if row is None or row["status"] != "reported":
        assert not found.levels(item.code) or (row is not None and row["status"] == "undefined"), row
        return
    whole = {n for n in (row["num"], row["den"], row["den"] - row["num"]) if 1 <= n < 5}
    if protected(item) and whole:
        assert public.hides_rate(item.code, year=YEAR, level=level, sex=TOTAL)
    if not protected(item):
        assert not public.hides_rate(item.code, year=YEAR, level=level, sex=TOTAL)


def test_every_indicator_is_of_a_kind_that_is_tested_here():
    rest = [item for item in RECORDS if item not in COUNTED and item not in DERIVED]
    assert all(isinstance(item.formula, Crossed | Contrast | ToTarget | Derived) for item in rest)
    assert len(COUNTED) + len(DERIVED) + len(rest) == len(RECORDS)
