"""Intake: every file is archived, judged once, and does the same whatever the order; what is wrong is kept."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from gec_lib.codelists import ACCEPTED, REJECTED, SUPERSEDED
from gec_lib.ledger import LedgerError, ReturnKey, examine, read_lines, standing
from gec_lib.ledger.archive import archived, file_hash
from gec_lib.ledger.store import FAULTS, store_path
from gec_lib.snapshots import freeze, open_snapshot

AS_OF = "2022-12-31"


def verdicts(result):
    return [(outcome.line.action, outcome.new) for outcome in result.outcomes]


def test_an_accepted_return_is_archived_stored_and_written_down(district):
    path = district.write("bdg_th", "99000002", year=2021)
    (outcome,) = district.take(path, received="2021-12-19").outcomes
    assert (outcome.line.action, outcome.line.on_time, outcome.new) == (ACCEPTED, True, True)
    file = file_hash(path.read_bytes())
    assert archived(district.home, file, name=path.name).read_bytes() == path.read_bytes()
    name = f"bdg_th-2021-99000002-primary-{file[:12]}.parquet"
    assert store_path(district.home, outcome.line, kind="observations") == district.home.data / "store" / name
    assert [(line.action, line.by, line.received) for line in read_lines(district.home)] == [
        ("received", "An", "2021-12-19"),
        ("accepted", "An", "2021-12-19"),
    ]


def test_the_same_files_again_change_no_byte(district):
    paths = district.every_return(years=range(2021, 2022))
    first = district.take(*paths)
    assert verdicts(first) == [(ACCEPTED, True)] * 12
    before = {path: path.read_bytes() for path in district.home.data.rglob("*") if path.is_file()}
    again = district.take(*reversed(paths), received="2021-12-31")
    assert verdicts(again) == [(ACCEPTED, False)] * 12
    assert {path: path.read_bytes() for path in district.home.data.rglob("*") if path.is_file()} == before


def test_the_same_file_twice_in_one_run_is_one_return(district):
    path = district.write("bdg_th", "99000002", year=2021)
    copy = path.with_name("copy.xlsx")
    copy.write_bytes(path.read_bytes())
    assert verdicts(district.take(path, copy)) == [(ACCEPTED, True), (ACCEPTED, False)]
    assert len(read_lines(district.home)) == 2


def test_received_before_the_twentieth_is_in_time(district):
    early = district.write("bdg_th", "99000001", year=2021)
    late = district.write("bdg_th", "99000002", year=2021)
    result = district.take(early, late, received={early.name: "2021-12-19", late.name: "2021-12-20"})
    by_unit = {outcome.line.unit: outcome for outcome in result.outcomes}
    assert by_unit["99000001"].line.on_time and not by_unit["99000001"].faults
    (fault,) = by_unit["99000002"].faults
    assert (fault.rule, fault.severity, fault.found) == ("ST14", "WARNING", "20/12/2021")
    assert "20/12/2021" in fault.expected
    assert by_unit["99000002"].line.action == ACCEPTED


@pytest.mark.parametrize("content", [b"", b"no workbook at all", b"PK\x03\x04 cut"])
def test_a_broken_workbook_is_kept_rejected_and_its_fault_is_in_the_snapshot(district, content):
    path = district.inbox / "hỏng.xlsx"
    path.write_bytes(content)
    (outcome,) = district.take(path, received="2021-12-01").outcomes
    assert (outcome.line.action, outcome.line.year, outcome.line.on_time) == (REJECTED, None, False)
    assert [fault.rule for fault in outcome.faults] == ["ST16"]
    assert archived(district.home, outcome.line.file, name=path.name).read_bytes() == content
    assert store_path(district.home, outcome.line, kind=FAULTS).is_file()
    snapshot = open_snapshot(district.home, freeze(district.home, as_of=AS_OF))
    assert snapshot.files[["name", "status"]].values.tolist() == [["hỏng.xlsx", "rejected"]]
    assert snapshot.faults["rule"].tolist() == ["ST16"]
    assert snapshot.observations["file"].eq("").all()
    assert not snapshot.synthetic


def test_a_rejected_file_again_is_the_same_verdict_and_no_new_line(district):
    path = district.inbox / "x.xlsx"
    path.write_bytes(b"?")
    district.take(path)
    lines = read_lines(district.home)
    assert verdicts(district.take(path)) == [(REJECTED, False)]
    assert read_lines(district.home) == lines


def test_a_second_different_return_is_rejected_unless_it_says_why_it_replaces(district):
    key = ReturnKey("dn_th", 2021, "99000002", "primary")
    first = district.write("dn_th", "99000002", year=2021, name="first.xlsx", pupils=10)
    second = district.write("dn_th", "99000002", year=2021, name="second.xlsx", pupils=20)
    district.take(first)
    (outcome,) = district.take(second, received="2021-07-01").outcomes
    assert outcome.line.action == REJECTED
    assert [fault.rule for fault in outcome.faults if fault.severity == "FAIL"] == ["ST10"]
    (outcome,) = district.take(second, received="2021-07-01", replaces="Trường gửi lại, cộng sai").outcomes
    assert (outcome.line.action, outcome.line.why) == (ACCEPTED, "Trường gửi lại, cộng sai")
    state = standing(read_lines(district.home), as_of=AS_OF)
    assert state.current[key].file == file_hash(second.read_bytes())
    snapshot = open_snapshot(district.home, freeze(district.home, as_of=AS_OF))
    pupils = snapshot.observations.query("measure == 'pupils' and category == 'all' and group == 'all'")
    assert pupils["total"].tolist() == [20]
    assert dict(zip(snapshot.files["name"], snapshot.files["status"], strict=True)) == {
        "first.xlsx": SUPERSEDED,
        "second.xlsx": ACCEPTED,
    }
    # Nothing happens when the same replacement comes again; the replaced file alone does not come back by itself.
    assert verdicts(district.take(second, replaces="Trường gửi lại, cộng sai")) == [(ACCEPTED, False)]
    assert verdicts(district.take(first)) == [(SUPERSEDED, False)]
    # As of a day before the replacement came, the first return counts.
    before = open_snapshot(district.home, freeze(district.home, as_of="2021-06-30"))
    assert before.observations.query("measure == 'pupils' and category == 'all' and group == 'all'")[
        "total"
    ].tolist() == [10]


def test_two_different_returns_in_one_run_leave_the_earlier_one(district):
    first = district.write("dn_th", "99000002", year=2021, name="z.xlsx", pupils=10)
    second = district.write("dn_th", "99000002", year=2021, name="a.xlsx", pupils=20)
    district.take(first, second, received={"z.xlsx": "2021-10-01", "a.xlsx": "2021-10-02"})
    (line,) = standing(read_lines(district.home), as_of=AS_OF).current.values()
    assert line.name == "z.xlsx"


def test_a_check_leaves_no_trace(district):
    path = district.write("bdg_th", "99000002", year=2021)
    before = sorted(district.home.root.rglob("*"))
    result = examine(district.home, [path], received=dt.date(2021, 12, 22), rules=district.rules, replaces="")
    assert [(outcome.line.action, [fault.rule for fault in outcome.faults]) for outcome in result.outcomes] == [
        (ACCEPTED, ["ST14"])
    ]
    assert sorted(district.home.root.rglob("*")) == before


def test_a_file_without_a_day_of_receipt_stops_the_run_before_it_begins(district):
    one, two = (district.write("bdg_th", unit, year=2021) for unit in ("99000001", "99000002"))
    with pytest.raises(LedgerError, match=f"found no day of receipt for {two.name}"):
        district.take(one, two, received={one.name: "2021-12-01"})
    assert read_lines(district.home) == ()


@pytest.mark.parametrize("seed", range(2))
def test_the_snapshot_does_not_depend_on_the_order_of_intake_or_of_names(district, new_district, seed):
    paths = district.every_return(years=range(2021, 2023))
    district.take(*paths)
    expected = freeze(district.home, as_of=AS_OF)
    other = new_district("other")
    shuffled = random.Random(seed).sample(paths, len(paths))
    for start in range(0, len(shuffled), 7):
        other.take(*shuffled[start : start + 7])
    assert freeze(other.home, as_of=AS_OF) == expected
