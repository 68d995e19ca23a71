"""Coverage: a school without a return stays in sight, on time is by the day in Hà Nội, and the counts add up."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gec_lib.codelists import FILE_COLUMNS, OBSERVATION_COLUMNS, UNIT_COLUMNS
from gec_lib.coverage import COUNTS, coverage, due, register_observations, summary
from gec_lib.plan import load_plan
from gec_lib.returns.layouts import load_layouts

YEAR = 2024
UNITS = pd.DataFrame(
    [
        ("99001", "ward", "none", "Phường mẫu 1", "", "99001", "no", "2010-01-01", ""),
        ("99000001", "school", "primary", "TH&THCS mẫu 01", "public", "99001", "no", "2010-01-01", ""),
        ("99000001", "school", "lower_secondary", "TH&THCS mẫu 01", "public", "99001", "yes", "2010-01-01", ""),
        ("99000002", "school", "primary", "Tiểu học mẫu 02", "public", "99001", "yes", "2010-01-01", f"{YEAR}-06-30"),
        ("99000003", "school", "preschool", "Mầm non mẫu 03", "private", "99001", "yes", f"{YEAR}-11-01", ""),
    ],
    columns=list(UNIT_COLUMNS),
    dtype="str",
)


@pytest.fixture(scope="module")
def calendar(params):
    return load_plan(params).calendar


@pytest.fixture(scope="module")
def owed(params, calendar):
    return due(UNITS, load_layouts(params), years=[YEAR], calendar=calendar)


def file(form: str, unit: str, level: str, *, received: str, status: str, on_time: bool) -> dict[str, object]:
    return {
        **dict.fromkeys(FILE_COLUMNS, ""),
        **{"file": form + unit + received, "form": form, "year": YEAR, "unit": unit, "level": level},
        **{"received": received, "status": status, "on_time": on_time, "synthetic": True},
    }


def files(*rows: dict[str, object]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=list(FILE_COLUMNS))
    return frame.astype({"year": "Int64", "on_time": "bool", "synthetic": "bool"})


def test_who_owes_what(owed):
    """Worked by hand. The school closed on 30 June owes the end of the year (31 May) and nothing later; the school
    opened on 1 November owes the equality return (15 December) alone; each level of a school owes its own set."""
    assert sorted(zip(owed["form"], owed["unit"], strict=True)) == [
        ("bdg_mn", "99000003"),
        ("bdg_th", "99000001"),
        ("bdg_thcs", "99000001"),
        ("cn_th", "99000001"),
        ("cn_th", "99000002"),
        ("cn_thcs", "99000001"),
        ("dn_th", "99000001"),
        ("dn_thcs", "99000001"),
        ("pc_mn", "99001"),
        ("pc_thcs", "99001"),
        ("pc_xmc", "99001"),
    ]


def test_the_last_days_on_time(owed):
    """Before 20 December means the whole of the 19th (plan IV.1); 31 October: Circular 25/2024."""
    days = dict(zip(owed["stream"], owed["deadline"], strict=True))
    assert days == {
        "equality": "2024-12-19",
        "start_of_year": "2024-10-31",
        "end_of_year": "2024-06-30",
        "universalisation": "2024-10-03",
    }


def test_received_late_missing(owed):
    came = files(
        file("bdg_th", "99000001", "primary", received="2024-12-19", status="accepted", on_time=True),
        file("bdg_thcs", "99000001", "lower_secondary", received="2024-12-20", status="accepted", on_time=False),
        file("cn_th", "99000002", "primary", received="2024-06-01", status="rejected", on_time=True),
    )
    table = coverage(owed, files=came).set_index(["form", "unit"])
    assert len(table) == len(owed)
    assert table.loc[("bdg_th", "99000001"), ["received", "on_time", "received_date"]].tolist() == [
        True,
        True,
        "2024-12-19",
    ]
    assert table.loc[("bdg_thcs", "99000001"), ["received", "on_time"]].tolist() == [True, False]
    # Sent back and never corrected: in time, but not received.
    assert table.loc[("cn_th", "99000002"), ["received", "on_time", "received_date"]].tolist() == [False, False, ""]


def test_a_first_file_in_time_counts_when_its_correction_is_accepted(owed):
    key = ("bdg_th", "99000001", "primary")
    first = file(*key, received="2024-12-10", status="rejected", on_time=True)
    second = file(*key, received="2024-12-24", status="accepted", on_time=False)
    row = coverage(owed, files=files(first, second)).query("form == 'bdg_th'").iloc[0]
    assert (row["received"], row["on_time"], row["received_date"]) == (True, True, "2024-12-10")
    # A first file that failed the structure stage is no return: the correction decides alone.
    broken = {**first, "on_time": False}
    row = coverage(owed, files=files(broken, second)).query("form == 'bdg_th'").iloc[0]
    assert (row["received"], row["on_time"], row["received_date"]) == (True, False, "2024-12-24")


def test_a_file_that_nobody_can_identify_covers_nothing(owed):
    unknown = {**file("", "", "", received="2024-12-01", status="rejected", on_time=False), "year": None}
    assert not coverage(owed, files=files(unknown))["received"].any()
    assert not coverage(owed, files=files())["received"].any()


def test_a_summary_by_hand(owed):
    came = files(
        file("bdg_th", "99000001", "primary", received="2024-12-19", status="accepted", on_time=True),
        file("bdg_thcs", "99000001", "lower_secondary", received="2024-12-20", status="accepted", on_time=False),
    )
    table = summary(coverage(owed, files=came), by=["stream"]).set_index("stream")
    assert table.loc["equality"].to_dict() == {"due": 3, "received": 2, "on_time": 1, "late": 1, "missing": 1}
    assert table.loc["universalisation"].to_dict() == {"due": 3, "received": 0, "on_time": 0, "late": 0, "missing": 3}
    assert summary(coverage(owed, files=came), by=[]).to_dict("records") == [
        {"due": 11, "received": 2, "on_time": 1, "late": 1, "missing": 9}
    ]


@given(st.lists(st.tuples(st.sampled_from("ab"), st.booleans(), st.booleans()), min_size=1))
def test_the_counts_always_add_up(rows):
    cov = pd.DataFrame(
        [(level, got, got and early) for level, got, early in rows], columns=["level", "received", "on_time"]
    )
    for by in ([], ["level"]):
        table = summary(cov, by=by)
        assert list(table.columns) == [*by, *COUNTS]
        assert (table["due"] == table["on_time"] + table["late"] + table["missing"]).all()
        assert (table["received"] == table["on_time"] + table["late"]).all()
        assert table["due"].sum() == len(rows)


def test_register_and_coverage_are_measures(owed, calendar):
    came = files(file("bdg_th", "99000001", "primary", received="2024-12-19", status="accepted", on_time=True))
    table = register_observations(UNITS, coverage(owed, files=came), calendar=calendar)
    assert tuple(table.columns) == OBSERVATION_COLUMNS
    assert set(table["stream"]) == {"register"}
    assert table["female"].isna().all()
    operating = table[table["measure"] == "school_operating"]
    # Open on 30 September: neither the one closed in June nor the one opened in November.
    assert sorted(zip(operating["unit"], operating["level"], strict=True)) == [
        ("99000001", "lower_secondary"),
        ("99000001", "primary"),
    ]
    totals = table.set_index(["measure", "unit", "level", "category"])["total"]
    assert totals["return_due", "99000001", "primary", "equality"] == 1
    assert totals["return_received", "99000001", "primary", "equality"] == 1
    assert totals["return_on_time", "99000001", "lower_secondary", "equality"] == 0
    assert totals["return_due", "99001", "none", "universalisation"] == 3


def test_nothing_due_is_an_empty_table_with_its_columns(params, calendar):
    nothing = due(UNITS, load_layouts(params), years=[], calendar=calendar)
    assert nothing.empty
    assert register_observations(UNITS, coverage(nothing, files=files()), calendar=calendar).empty
