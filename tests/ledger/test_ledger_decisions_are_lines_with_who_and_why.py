"""Approving, locking, reopening and correcting are lines of the ledger: who, when, why; nothing else decides."""

from __future__ import annotations

import json

import pytest

from gec_lib.codelists import CORRECTED, REPORTED
from gec_lib.ledger import LedgerError, ReturnKey, State, Wish, accepted, applied, correct, decide, rebuild, standing
from gec_lib.ledger import store as stored
from gec_lib.ledger.lines import ledger_path, read_lines
from gec_lib.snapshots import freeze, open_snapshot

KEY = ReturnKey("dn_th", 2021, "99000002", "primary")
DAY, AS_OF = "2021-12-20", "2022-12-31"
SHEET, CELL, WOMEN = "Học sinh", "D8", "E8"  # all pupils, all girls
WHO = {"by": "Bình", "why": "Gọi điện hỏi lại trường", "on": DAY}


def verdict(result):
    return [outcome.line.action for outcome in result.outcomes]


@pytest.fixture
def filled(district):
    """A primary school with ten pupils in one grade."""
    district.take(district.write("dn_th", "99000002", year=2021, name="first.xlsx", pupils=10))
    return district


def wish(value: float, *, cell: str = CELL, until: str = AS_OF) -> Wish:
    return Wish(SHEET, cell, value, until)


def put_right(district, value: float, **more):
    return correct(district.home, KEY, wish=wish(value, **more), codes=district.rules.codes, **WHO)


def pupils(district, *, as_of: str = AS_OF):
    """All pupils of the school in a snapshot: total, women, status."""
    rows = open_snapshot(district.home, freeze(district.home, as_of=as_of)).observations
    rows = rows[(rows["measure"] == "pupils") & (rows["category"] == "all") & (rows["group"] == "all")]
    return rows[["total", "female", "status", "cell_total"]].iloc[0].tolist()


def states(district, *, as_of: str = AS_OF):
    lines = read_lines(district.home)
    state = standing(lines, as_of=as_of)
    rows = stored.collect(district.home, list(state.current.values()), kind=stored.OBSERVATIONS)
    return [finding.state for finding in applied(rows, state.corrections.values(), as_of=as_of).findings]


def test_a_locked_return_is_replaced_only_after_it_was_reopened(filled):
    second = filled.write("dn_th", "99000002", year=2021, name="second.xlsx", pupils=20)
    decide(filled.home, [KEY], action="locked", by="Bình", why="Đã duyệt", on=DAY)
    assert verdict(filled.take(second, replaces="gửi lại")) == ["rejected"]
    with pytest.raises(LedgerError, match=r"reopened without a reason"):
        decide(filled.home, [KEY], action="reopened", by="Bình", why=" ", on=DAY)
    decide(filled.home, [KEY], action="reopened", by="Bình", why="Trường báo sai", on=DAY)
    assert verdict(filled.take(second, replaces="gửi lại")) == ["accepted"]
    assert [line.seq for line in read_lines(filled.home)] == list(range(1, len(read_lines(filled.home)) + 1))


def test_a_decision_needs_an_accepted_return_a_person_and_a_day_that_can_be(filled):
    other = KEY._replace(unit="99000001")
    with pytest.raises(
        LedgerError, match=r"found no accepted return dn_th, 2021, 99000001, primary; nothing to be locked"
    ):
        decide(filled.home, [KEY, other], action="locked", by="Bình", why="", on=DAY)
    with pytest.raises(LedgerError, match=r"nobody is named for locked"):
        decide(filled.home, [KEY], action="locked", by=" ", why="", on=DAY)
    with pytest.raises(LedgerError, match=r"came in on 2021-06-01; it cannot be locked on 2021-05-31"):
        decide(filled.home, [KEY], action="locked", by="Bình", why="", on="2021-05-31")
    with pytest.raises(LedgerError, match=r"not locked; it cannot be reopened"):
        decide(filled.home, [KEY], action="reopened", by="Bình", why="x", on=DAY)
    with pytest.raises(LedgerError, match=r"found no accepted return; expected at least one"):
        decide(filled.home, [], action="locked", by="Bình", why="", on=DAY)
    assert standing(read_lines(filled.home), as_of=AS_OF).locks == frozenset()  # one fault, no line


def test_a_whole_year_is_locked_in_one_write(filled):
    filled.take(*filled.every_return(years=range(2022, 2023)), received="2022-12-01")
    keys = accepted(filled.home, year=2022, form="", unit="", level="")
    assert len(keys) == 12 and accepted(filled.home, year=2022, form="dn_th", unit="", level="primary") == keys[6:8]
    decide(filled.home, keys, action="locked", by="Bình", why="Chốt năm", on="2022-12-25")
    assert standing(read_lines(filled.home), as_of=AS_OF).locks == set(keys)
    assert standing(read_lines(filled.home), as_of="2022-12-24").locks == frozenset()


def test_an_approval_is_of_one_file(filled):
    decide(filled.home, [KEY], action="approved", by="Bình", why="", on=DAY)
    assert standing(read_lines(filled.home), as_of=AS_OF).approved == {KEY}
    second = filled.write("dn_th", "99000002", year=2021, name="second.xlsx", pupils=20)
    filled.take(second, received=DAY, replaces="gửi lại")
    assert standing(read_lines(filled.home), as_of=AS_OF).approved == frozenset()


def test_a_correction_holds_from_its_day_to_its_last_day(filled):
    assert pupils(filled) == [10, 1, REPORTED, CELL]
    line = put_right(filled, 12, until="2022-06-30")
    assert (line.action, line.by, line.why) == ("corrected", "Bình", "Gọi điện hỏi lại trường")
    assert pupils(filled, as_of="2021-12-19") == [10, 1, REPORTED, CELL]
    assert pupils(filled, as_of=DAY) == [12, 1, CORRECTED, CELL]
    assert pupils(filled, as_of="2022-06-30") == [12, 1, CORRECTED, CELL]
    assert pupils(filled, as_of="2022-07-01") == [10, 1, REPORTED, CELL]
    assert states(filled, as_of="2022-06-30") == [State.HOLDS] and states(filled) == [State.ENDED]
    written = json.loads(ledger_path(filled.home).read_bytes().splitlines()[-1])
    assert written["correction"]["was"] == 10 and written["correction"]["value"] == 12
    assert "correction" not in json.loads(ledger_path(filled.home).read_bytes().splitlines()[0])


def test_who_and_why_travel_with_the_snapshot(filled):
    put_right(filled, 12)
    remarks = open_snapshot(filled.home, freeze(filled.home, as_of=AS_OF)).remarks
    (said,) = remarks[remarks["field"] == "correction"].to_dict("records")
    assert said["text"] == "10 → 12. Gọi điện hỏi lại trường (Bình, 2021-12-20, 2022-12-31)"
    assert (said["unit"], said["sheet"], said["cell"], said["category"]) == ("99000002", SHEET, CELL, "pupils")


def test_a_correction_is_over_once_the_workbook_agrees(filled):
    put_right(filled, 12)
    third = filled.write("dn_th", "99000002", year=2021, name="third.xlsx", pupils=11)
    filled.take(third, received="2021-12-22", replaces="gửi lại")
    assert pupils(filled) == [12, 1, CORRECTED, CELL] and states(filled) == [State.CHANGED]
    right = filled.write("dn_th", "99000002", year=2021, name="right.xlsx", pupils=12)
    filled.take(right, received="2021-12-23", replaces="gửi lại")
    assert pupils(filled) == [12, 1, REPORTED, CELL] and states(filled) == [State.AGREES]


def test_the_last_correction_of_a_number_counts_and_others_stay(filled):
    put_right(filled, 12)
    put_right(filled, 7, cell=WOMEN)
    put_right(filled, 14)
    assert pupils(filled) == [14, 7, CORRECTED, CELL]
    assert states(filled) == [State.HOLDS, State.HOLDS]


@pytest.mark.parametrize(
    ("value", "cell", "complaint"),
    [
        (12.5, CELL, r"found 12.5; expected a whole number, 0 or more"),
        (-1, CELL, r"found -1; expected a whole number, 0 or more"),
        (11, WOMEN, r"11 women of 10; expected no more women than the total"),
        (0, CELL, r"1 women of 0"),
        (5, "B8", r"found no number in sheet 'Học sinh', cell 'B8'; expected a cell that the form asks for"),
    ],
)
def test_a_correction_that_cannot_be_is_refused(filled, value, cell, complaint):
    with pytest.raises(LedgerError, match=complaint):
        put_right(filled, value, cell=cell)
    assert [line.action for line in read_lines(filled.home)] == ["received", "accepted"]


def test_a_correction_needs_a_reason_an_end_and_an_open_return(filled):
    codes = filled.rules.codes
    with pytest.raises(LedgerError, match=r"corrected without a reason"):
        correct(filled.home, KEY, wish=wish(12), codes=codes, by="Bình", why="", on=DAY)
    with pytest.raises(LedgerError, match=r"ends on 2021-12-19, before 2021-12-20"):
        correct(filled.home, KEY, wish=wish(12, until="2021-12-19"), codes=codes, **WHO)
    decide(filled.home, [KEY], action="locked", by="Bình", why="", on=DAY)
    with pytest.raises(LedgerError, match=r"is locked; reopen it with a reason"):
        put_right(filled, 12)


def test_a_store_rebuilt_from_archive_and_ledger_gives_the_same_snapshot_with_corrections(filled):
    put_right(filled, 12)
    put_right(filled, 7, cell=WOMEN)
    decide(filled.home, [KEY], action="locked", by="Bình", why="Chốt năm", on=DAY)
    before = freeze(filled.home, as_of=AS_OF)
    rebuild(filled.home, rules=filled.rules, progress=lambda line: None)
    assert freeze(filled.home, as_of=AS_OF) == before
    assert pupils(filled) == [12, 7, CORRECTED, CELL]


def rules_of(result):
    return {fault.rule for outcome in result.outcomes for fault in outcome.faults}


def test_the_next_return_is_compared_with_what_was_corrected(filled, new_district):
    grown = {"year": 2022, "pupils": 100}  # ten pupils a year before: a jump that asks for a word
    untouched = new_district("untouched")
    untouched.take(untouched.write("dn_th", "99000002", year=2021, pupils=10))
    assert "CY03" in rules_of(untouched.take(untouched.write("dn_th", "99000002", **grown), received="2022-10-01"))
    put_right(filled, 100)
    assert "CY03" not in rules_of(filled.take(filled.write("dn_th", "99000002", **grown), received="2022-10-01"))
    before = freeze(filled.home, as_of=AS_OF)
    rebuild(filled.home, rules=filled.rules, progress=lambda line: None)
    assert freeze(filled.home, as_of=AS_OF) == before  # its faults are part of the snapshot


def test_a_correction_that_is_over_is_compared_no_more(filled):
    put_right(filled, 100, until="2022-09-30")
    second = filled.write("dn_th", "99000002", year=2022, pupils=100)
    assert "CY03" in rules_of(filled.take(second, received="2022-10-01"))
