"""A CSV may carry many returns of years before the first collection; what a workbook already said is not said twice."""

from __future__ import annotations

from gec_lib.codelists import ACCEPTED, REJECTED
from gec_lib.ledger import rebuild
from gec_lib.snapshots import freeze, open_snapshot

HEAD = "year,unit,level,measure,category,group,total,female"
AS_OF = "2022-12-31"


def table(district, *rows: str, name: str = "hồi cứu.csv"):
    path = district.inbox / name
    path.write_text("\n".join((HEAD, *rows)) + "\n", encoding="utf-8")
    return path


def test_the_rows_of_a_table_are_observations_with_their_cells(district):
    path = table(
        district, "2020,99000001,primary,pupils,all,all,300,140", "2019,99000002,primary,pupils,all,all,200,90"
    )
    other = table(district, "2018,99000002,primary,pupils,all,all,100,50", name="nữa.csv")
    result = district.take(path, other, received="2021-03-01")
    assert [outcome.line.action for outcome in result.outcomes] == [ACCEPTED, ACCEPTED]
    name = freeze(district.home, as_of=AS_OF)
    seen = open_snapshot(district.home, name).observations.query("stream != 'register'")
    assert seen[["year", "unit", "total", "female", "cell_total"]].values.tolist() == [
        [2018, "99000002", 100, 50, "G2"],
        [2019, "99000002", 200, 90, "G3"],
        [2020, "99000001", 300, 140, "G2"],
    ]
    rebuild(district.home, rules=district.rules, progress=lambda line: None)
    assert freeze(district.home, as_of=AS_OF) == name
    again = district.take(path, other)
    assert [(outcome.line.action, outcome.new) for outcome in again.outcomes] == [(ACCEPTED, False)] * 2


def test_a_unit_that_is_not_registered_is_a_fault_at_its_cell(district):
    (outcome,) = district.take(table(district, "2020,99009999,primary,pupils,all,all,3,1")).outcomes
    assert outcome.line.action == REJECTED
    assert [(fault.rule, fault.cell, fault.found) for fault in outcome.faults] == [("ST07", "G2", "99009999")]


def test_a_number_that_is_already_there_is_refused_from_either_side(district):
    district.take(district.write("dn_th", "99000002", year=2021))
    (outcome,) = district.take(table(district, "2021,99000002,primary,pupils,all,all,10,1")).outcomes
    assert outcome.line.action == REJECTED
    assert [(fault.rule, fault.cell) for fault in outcome.faults] == [("ST10", "G2")]
    district.take(table(district, "2022,99000002,primary,pupils,all,all,10,1", name="b.csv"))
    (outcome,) = district.take(district.write("dn_th", "99000002", year=2022)).outcomes
    assert outcome.line.action == REJECTED
    assert "ST10" in [fault.rule for fault in outcome.faults]
