"""Schools on any borders, wards on new ones only where that is known, and the labels of a school year."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from gec_lib.codelists import ALL, NONE, OBSERVATION_COLUMNS, SCHOOL, UNIT_COLUMNS, WARD, load_codes
from gec_lib.indicators import INDICATORS, compute, dataset, find
from gec_lib.indicators.territory import (
    SchoolYear,
    TerritoryError,
    on_new_wards,
    on_old_district,
    on_wards_of,
    year_labels,
)
from gec_lib.plan import load_plan

COUNTS = pd.DataFrame({"ward": ["A", "B", "C"], "num": [90.0, 45.0, 20.0], "den": [100.0, 50.0, 40.0]})


def parts(*rows: tuple[str, str, float | None]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["old", "new", "weight"])


def test_whole_wards_add_up_exactly():
    found = on_new_wards(COUNTS, parts=parts(("A", "X", None), ("B", "X", None), ("C", "Y", None)))
    assert found.to_dict("records") == [
        {"ward": "X", "num": 135.0, "den": 150.0, "status": "exact", "reason": ""},
        {"ward": "Y", "num": 20.0, "den": 40.0, "status": "exact", "reason": ""},
    ]


def test_a_split_ward_without_weights_is_refused_with_its_reason():
    found = on_new_wards(COUNTS, parts=parts(("A", "X", None), ("B", "X", None), ("B", "Y", None), ("C", "Z", None)))
    assert found["status"].tolist() == ["refused", "refused", "exact"]
    assert found["reason"].tolist() == ["split_without_weights", "split_without_weights", ""]
    assert found["num"].isna().tolist() == [True, True, False]


def test_with_weights_it_is_an_estimate_and_says_so():
    """X = A and three fifths of B: 90 + 27 of 100 + 30."""
    found = on_new_wards(COUNTS, parts=parts(("A", "X", None), ("B", "X", 0.6), ("B", "Y", 0.4), ("C", "Y", None)))
    assert found["status"].tolist() == ["estimate", "estimate"]
    assert found[["num", "den"]].to_numpy().tolist() == [[117.0, 130.0], [38.0, 60.0]]
    assert found["den"].sum() == COUNTS["den"].sum()


def test_a_new_ward_with_people_from_elsewhere_is_refused():
    found = on_new_wards(COUNTS, parts=parts(("A", "X", None), ("B", "Y", None), ("C", "Y", None), ("out", "X", None)))
    assert found["reason"].tolist() == ["outside_the_area", ""]


def test_weights_that_do_not_make_the_ward_are_refused():
    with pytest.raises(TerritoryError, match=r"ward B add up to 0.9; expected 1"):
        on_new_wards(COUNTS, parts=parts(("A", "X", None), ("B", "X", 0.5), ("B", "Y", 0.4), ("C", "Y", None)))


def test_the_real_wards_of_the_district_are_refused_but_for_none(shared: Path):
    """Domain §7.2: of the four new wards none is made of whole old wards of the district alone."""
    table = pd.read_csv(shared / "oracles" / "vn_nam_tu_liem_old_to_new.csv", dtype=str)
    city = pd.read_csv(shared / "oracles" / "vn_hanoi_old_to_new_wards.csv", dtype=str)
    here = set(table["old_code"])
    new = city[city["new_code"].isin(table["new_code"])]
    pieces = pd.DataFrame({"old": new["old_code"], "new": new["new_code"], "weight": None}).drop_duplicates()
    counts = pd.DataFrame({"ward": sorted(here), "num": 1.0, "den": 1.0})
    found = on_new_wards(counts, parts=pieces)
    assert set(found["status"]) == {"refused"}
    assert {"00592", "00622", "00634", "00637"} <= set(found["ward"])


def register(*rows: tuple[str, str, str, str, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["unit", "unit_type", "ward", "valid_from", "valid_to"])
    return frame.assign(level=[NONE if t == WARD else "primary" for t in frame["unit_type"]]).reindex(
        columns=list(UNIT_COLUMNS), fill_value=""
    )


UNITS = register(
    ("P", WARD, "P", "2014-01-01", "2025-06-30"),
    ("Q", WARD, "Q", "2014-01-01", "2025-06-30"),
    ("P2", WARD, "P2", "2025-07-01", ""),
    ("S1", SCHOOL, "P", "2014-01-01", "2025-06-30"),
    ("S1", SCHOOL, "P2", "2025-07-01", ""),
    ("S2", SCHOOL, "Q", "2014-01-01", "2025-06-30"),
    ("S2", SCHOOL, "P2", "2025-07-01", ""),
)


def test_a_series_of_schools_stands_on_either_borders(params: Path):
    """Two schools of two old wards lie in one new ward: the same teachers, added up both ways."""
    codes, plan = load_codes(params), load_plan(params)
    cells = [
        dict.fromkeys(OBSERVATION_COLUMNS, "")
        | {"year": year, "unit": unit, "level": "primary", "measure": "teachers", "category": ALL, "group": ALL}
        | {"total": total, "female": women, "status": "reported"}
        for year in (2024, 2025)
        for unit, total, women in (("S1", 10.0, 8.0), ("S2", 20.0, 10.0))
    ]
    wards = {2024: {"S1": "P", "S2": "Q"}, 2025: {"S1": "P2", "S2": "P2"}}
    expected = pd.DataFrame(
        [
            {"year": year, "unit": unit, "unit_type": SCHOOL, "level": "primary", "ward": ward}
            for year, own in wards.items()
            for unit, ward in own.items()
        ]
    )
    data = dataset(pd.DataFrame(cells), expected=expected, codes=codes, plan=plan)

    def series(day: str) -> dict[tuple[int, str], tuple[float, float]]:
        moved = on_wards_of(data, units=UNITS, day=day)
        table = compute(find("S02-2a"), moved, by=["year", "ward"], catalogue=INDICATORS)
        return {(r["year"], r["ward"]): (r["num"], r["den"]) for r in table.to_dict("records")}

    old, new = series("2025-06-30"), series("2025-07-01")
    assert old == {(y, w): c for y in (2024, 2025) for w, c in (("P", (8, 10)), ("Q", (10, 20)))}
    assert new == {(2024, "P2"): (18, 30), (2025, "P2"): (18, 30)}


def test_the_old_district_is_whole_or_refused():
    counts = pd.DataFrame({"ward": ["P", "Q", "P2"], "den": [1, 2, 4]})
    assert on_old_district(counts, units=UNITS, day="2025-06-30")["ward"].tolist() == ["P", "Q"]
    with pytest.raises(TerritoryError, match="no counts of ward Q of 2025-06-30"):
        on_old_district(counts[counts["ward"].ne("Q")], units=UNITS, day="2025-06-30")


def test_labels_of_a_school_year():
    """Domain §0.11: MOET stores 2016–2017 as 2016, UIS labels it 2017."""
    begun = year_labels(2016, of=SchoolYear.BEGUN)
    assert (begun.plan, begun.moet, begun.uis, begun.text) == (2016, 2016, 2017, "2016–2017")
    ended = year_labels(2017, of=SchoolYear.ENDED)
    assert (ended.plan, ended.moet, ended.uis, ended.text) == (2017, 2016, 2017, "2016–2017")
