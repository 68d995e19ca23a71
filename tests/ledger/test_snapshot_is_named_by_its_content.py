"""A snapshot is named by its content, never changes, holds current returns only, and is stamped when synthetic."""

from __future__ import annotations

import hashlib
import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from gec_lib.codelists import (
    FAULT_COLUMNS,
    FILE_COLUMNS,
    OBSERVATION_COLUMNS,
    REMARK_COLUMNS,
    UNIT_COLUMNS,
)
from gec_lib.coverage import DUE_COLUMNS, summary
from gec_lib.ledger.store import schema
from gec_lib.snapshots import (
    TABLES,
    SnapshotError,
    canonical_csv,
    freeze,
    known,
    newest,
    open_snapshot,
    snapshot_id,
    verify,
)

AS_OF = "2021-12-31"


def empty(name: str) -> pa.Table:
    columns = (OBSERVATION_COLUMNS, REMARK_COLUMNS, FAULT_COLUMNS, FILE_COLUMNS, UNIT_COLUMNS, DUE_COLUMNS)
    return schema(dict(zip(TABLES, columns, strict=True))[name]).empty_table()


def test_the_id_is_the_published_recipe():
    """By hand: the heads of six empty tables, one observation, and the day; hashed by hashlib alone."""
    row = [
        2021,
        "y",
        "s",
        "u",
        "school",
        "l",
        "m",
        "c",
        "all",
        12.0,
        0.5,
        "reported",
        "f",
        "v",
        "h",
        "Sheet, 1",
        "A1",
        "",
    ]
    table = pa.table([[value] for value in row], schema=schema(OBSERVATION_COLUMNS))
    text = (
        "as_of,2021-12-31\n"
        "observations\n"
        "year,period,stream,unit,unit_type,level,measure,category,group,total,female,status,form,version,file,sheet,"
        "cell_total,cell_female\n"
        '2021,y,s,u,school,l,m,c,all,12,0.5,reported,f,v,h,"Sheet, 1",A1,\n'
        "remarks\nyear,unit,level,form,field,category,text,file,sheet,cell\n"
        "faults\nfile,unit,level,form,year,sheet,cell,row_code,rule,severity,found,expected,message_vi,message_en,"
        "explained\n"
        "files\nfile,name,form,version,year,stream,unit,unit_type,level,received,status,synthetic,on_time\n"
        "units\nunit,unit_type,level,name,ownership,ward,principal_level,valid_from,valid_to\n"
        "due\nyear,stream,form,unit,unit_type,level,ward,deadline\n"
    )
    tables = {**{name: empty(name) for name in TABLES}, "observations": table}
    assert snapshot_id(tables, as_of=AS_OF) == hashlib.sha256(text.encode()).hexdigest()[:12]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (-1.0, "-1"),
        (12.5, "12.5"),
        (None, ""),
        (2e15, "2000000000000000"),
        (True, "true"),
        (False, "false"),
    ],
)
def test_numbers_are_written_one_way(value, text):
    kind = pa.bool_() if isinstance(value, bool) else pa.float64()
    assert canonical_csv(pa.table({"x": pa.array([value], type=kind), "y": ["z"]})) == f"x,y\n{text},z\n"


def test_frozen_twice_is_one_snapshot_and_it_verifies(district):
    district.take(*district.every_return(years=range(2021, 2022)))
    name = freeze(district.home, as_of=AS_OF)
    before = {path: path.stat().st_mtime_ns for path in (district.home.data / "snapshots" / name).iterdir()}
    assert freeze(district.home, as_of=AS_OF) == name
    assert {path: path.stat().st_mtime_ns for path in (district.home.data / "snapshots" / name).iterdir()} == before
    verify(district.home, name)
    assert freeze(district.home, as_of="2022-01-01") != name
    assert len(known(district.home)) == 2


def test_newest_is_the_one_frozen_last_whatever_the_names(district):
    with pytest.raises(SnapshotError, match=r"no snapshot was frozen in this home"):
        open_snapshot(district.home, "newest")
    days = [f"2021-12-{day}" for day in (31, 30, 29, 28)]
    names = [freeze(district.home, as_of=day) for day in days]
    assert newest(district.home) == names[-1]
    assert open_snapshot(district.home, "newest").as_of == days[-1]
    assert open_snapshot(district.home, names[0]).as_of == days[0]
    freeze(district.home, as_of=days[1])
    assert newest(district.home) == names[1]


def test_frames_come_back_with_their_columns_and_types(district):
    district.take(*district.every_return(years=range(2021, 2022)), received="2021-12-22")
    snapshot = open_snapshot(district.home, freeze(district.home, as_of=AS_OF))
    assert tuple(snapshot.observations.columns) == OBSERVATION_COLUMNS
    assert tuple(snapshot.remarks.columns) == REMARK_COLUMNS
    assert tuple(snapshot.faults.columns) == FAULT_COLUMNS
    assert tuple(snapshot.files.columns) == FILE_COLUMNS
    assert tuple(snapshot.units.columns) == UNIT_COLUMNS
    assert str(snapshot.observations["year"].dtype) == "int64"
    assert str(snapshot.observations["total"].dtype) == "float64"
    assert str(snapshot.files["on_time"].dtype) == "bool"
    assert snapshot.observations["unit"].str.len().ge(5).all()
    seen = snapshot.observations.query("measure == 'pupils' and category == 'all' and unit == '99000002'")
    assert seen.query("group == 'all'")[["total", "female"]].values.tolist() == [[10, 1]]
    assert (seen["file"].str.len() == 64).all() and seen["cell_total"].str.fullmatch("[A-Z]+[0-9]+").all()


def test_coverage_comes_with_the_snapshot(district):
    paths = district.every_return(years=range(2021, 2022))
    district.take(*(path for path in paths if "bdg_th-99000002" not in path.name), received="2021-10-20")
    snapshot = open_snapshot(district.home, freeze(district.home, as_of=AS_OF))
    table = summary(snapshot.coverage, by=["stream"]).set_index("stream")
    # Received 20 October: late for 30 June and 3 October, in time for 31 October and 19 December.
    assert table.loc["end_of_year"].tolist() == [3, 3, 0, 3, 0]
    assert table.loc["universalisation"].tolist() == [3, 3, 0, 3, 0]
    assert table.loc["start_of_year"].tolist() == [3, 3, 3, 0, 0]
    assert table.loc["equality"].tolist() == [3, 2, 2, 0, 1]
    receipts = snapshot.observations.query("stream == 'register' and not measure.str.startswith('cells_')")
    totals = receipts.groupby("measure")["total"].sum()
    assert totals.to_dict() == {"return_due": 12, "return_on_time": 5, "return_received": 11, "school_operating": 3}


def test_files_received_later_are_left_out(district):
    first = district.write("bdg_th", "99000001", year=2021)
    second = district.write("bdg_th", "99000002", year=2021)
    district.take(first, second, received={first.name: "2021-12-19", second.name: "2022-01-03"})
    snapshot = open_snapshot(district.home, freeze(district.home, as_of=AS_OF))
    assert snapshot.files["unit"].tolist() == ["99000001"]
    assert snapshot.coverage.query("form == 'bdg_th'")["received"].tolist() == [True, False]


@pytest.mark.parametrize(("marks", "expected"), [((False, False), False), ((False, True), True), ((True, True), True)])
def test_one_synthetic_file_makes_the_snapshot_synthetic(district, marks, expected):
    paths = [
        district.write("bdg_th", unit, year=2021, synthetic=mark)
        for unit, mark in zip(("99000001", "99000002"), marks, strict=True)
    ]
    district.take(*paths)
    assert open_snapshot(district.home, freeze(district.home, as_of=AS_OF)).synthetic is expected


def test_a_changed_snapshot_is_noticed(district):
    district.take(district.write("dn_th", "99000002", year=2021))
    name = freeze(district.home, as_of=AS_OF)
    path = district.home.data / "snapshots" / name / "observations.parquet"
    table = pq.read_table(path)
    totals = [value + 1 if value == 10 else value for value in table.column("total").to_pylist()]
    pq.write_table(table.set_column(table.column_names.index("total"), "total", pa.array(totals, pa.float64())), path)
    with pytest.raises(SnapshotError, match=f"expected {name}; the snapshot was changed"):
        verify(district.home, name)


def test_the_parquet_bytes_do_not_decide_the_name(district):
    district.take(district.write("dn_th", "99000002", year=2021))
    name = freeze(district.home, as_of=AS_OF)
    path = district.home.data / "snapshots" / name / "observations.parquet"
    pq.write_table(pq.read_table(path), path, compression="none", row_group_size=7)
    verify(district.home, name)


def test_an_unknown_snapshot_or_day_is_refused_with_what_there_is(district):
    name = freeze(district.home, as_of=AS_OF)
    with pytest.raises(SnapshotError, match=f"found no snapshot 'abc' .*expected one of {name}"):
        open_snapshot(district.home, "abc")
    with pytest.raises(SnapshotError, match=r"found as_of '31/12/2021'; expected a day like"):
        freeze(district.home, as_of="31/12/2021")


def test_the_card_says_what_is_inside(district):
    district.take(*district.every_return(years=range(2021, 2022)))
    name = freeze(district.home, as_of=AS_OF)
    card = json.loads((district.home.data / "snapshots" / name / "snapshot.json").read_text(encoding="utf-8"))
    assert card["id"] == name and card["synthetic"] is True and card["years"] == [2021]
    assert card["returns"] == {"accepted": 12, "rejected": 0, "superseded": 0}
