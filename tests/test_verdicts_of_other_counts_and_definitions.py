"""What if, other definitions, missing returns read two ways, and why a gap is there: on a small district's results."""

from __future__ import annotations

from fractions import Fraction

import pytest

import gec_lib as gec
from gec_lib import formulas
from gec_lib.codelists import FEMALE, MALE, TOTAL
from gec_lib.decomposition import (
    Edit,
    EditError,
    Strata,
    concentrated,
    follow_up,
    group_by_sex,
    public_only,
    reading_of,
    sensitivity,
    share_of_women_change,
    unit_gaps,
    what_if,
    why_sexes_differ,
    why_years_differ,
)
from gec_lib.report import Report
from gec_lib.results import Finding, Results
from gec_lib.verdicts import Count, extra_women, judge
from tests.home_fixture import SmallHome

YEAR = 2025


@pytest.fixture(scope="module")
def report(small_home: SmallHome) -> Report:
    return small_home.report("final", year=YEAR, level="all", lang="vi", profile="internal")


@pytest.fixture(scope="module")
def found(report: Report) -> Results:
    return report.draft.found


def finding(found: Results, target: str, level: str = "all") -> Finding:
    return next(f for f in found.findings(year=YEAR, levels=[level]) if f.item.id == target)


def doctor(found: Results) -> Edit:
    """A cell of doctorates as it was reported."""
    rows = found.data.by_measure["teachers"]
    at = rows["year"].eq(YEAR) & rows["category"].eq("doctor") & rows["group"].eq("all") & rows["status"].eq("reported")
    cell = rows[at].iloc[0]
    return Edit(cell["unit"], cell["level"], "teachers", int(cell["total"]), int(cell["female"]), category="doctor")


def changed(edit: Edit, *, women: int, men: int) -> Edit:
    return Edit(edit.unit, edit.level, edit.measure, edit.total + women + men, (edit.female or 0) + women, "doctor")


def test_the_counts_as_they_are_change_nothing(found: Results):
    before, after = finding(found, "3b"), what_if(found, [doctor(found)], target="3b", year=YEAR, level="all")
    assert (after.count, after.judgement.verdict, after.needed, after.firmness) == (
        before.count, before.judgement.verdict, before.needed, before.firmness
    )  # fmt: skip


def test_new_people_move_count_verdict_people_and_firmness_together(found: Results):
    """So many men come that two women are missing: one woman more is not enough, two are; the snapshot stays."""
    before, cell = finding(found, "3b"), doctor(found)
    assert before.count is not None
    women, people = before.count.num, before.count.den
    men = next(m for m in range(100) if extra_women(Count(women, people + m), rule=before.rule) == 2)
    for more, verdicts in ((0, {"not_met"}), (1, {"not_met"}), (2, {"met", "maintained"})):
        after = what_if(found, [changed(cell, women=more, men=men)], target="3b", year=YEAR, level="all")
        assert after.count == Count(women + more, people + men + more)
        assert after.judgement.verdict in verdicts
        assert after.needed == 2 - more
        low, high = after.firmness.low, after.firmness.high
        assert low is not None and high is not None and low <= Fraction(after.count.num, after.count.den) <= high
    assert finding(found, "3b").count == before.count


def test_an_impossible_edit_is_refused_by_its_cell(found: Results):
    cell = doctor(found)
    with pytest.raises(EditError, match="found 3 of 2; expected 0 <= women <= total"):
        what_if(found, [Edit(cell.unit, cell.level, "teachers", 2, 3, "doctor")], target="3b", year=YEAR, level="all")
    with pytest.raises(EditError, match=r"X1.*found 0 cells, expected one"):
        what_if(found, [Edit("X1", cell.level, "teachers", 2, 1, "doctor")], target="3b", year=YEAR, level="all")
    with pytest.raises(EditError, match=r"found '9', expected one of 1, 2, 3a, 3b"):
        what_if(found, [cell], target="9", year=YEAR, level="all")


def test_readings_of_missing_returns_lie_in_the_range(found: Results):
    read = 0
    for one in found.findings(year=YEAR, levels=["all", *found.codes.school_levels()]):
        if one.of_schools or not one.applies:
            continue
        for reading in reading_of(found, one):
            if reading.value is None or one.firmness.low is None or one.firmness.high is None or reading.unknown:
                continue
            assert one.firmness.low <= reading.value <= one.firmness.high
            read += bool(one.missing)
    assert read, "the district must have a missing return of staff"
    with pytest.raises(ValueError, match="T1-01a at level 'all' is no rate of people"):
        reading_of(found, finding(found, "1"))


def test_other_definitions_by_hand(found: Results, report: Report):
    units = report.edition.snapshot.units
    default, public, higher = sensitivity(found, "T3-01a", year=YEAR, level="all", units=units)
    assert (default.code, public.code, public.public_only, higher.code) == ("T3-01a", "T3-01a", True, "T3-03a")
    # master's or higher is master's and doctorates
    masters, doctors = finding(found, "3a").count, finding(found, "3b").count
    assert masters is not None and doctors is not None
    assert higher.count == Count(masters.num + doctors.num, masters.den + doctors.den)
    # public schools and the others make all
    private = set(units.loc[~units["ownership"].isin(["public", ""]), "unit"])
    table = found.units("T3-01a", year=YEAR, level="all")
    theirs = table[table["unit"].isin(private) & table["state"].eq("in")]
    assert public.count == Count(masters.num - int(theirs["num"].sum()), masters.den - int(theirs["den"].sum()))
    for variant in (default, public, higher):
        assert variant.count is not None and variant.changes is (variant.verdict is not default.verdict)
    assert [v.code for v in sensitivity(found, "N09-1a", year=YEAR, level="all", units=units)][-2:] == [
        "N09-1b",
        "N09-1c",
    ]
    assert public_only(found, units=units).data.expected["unit"].isin(private).sum() == 0


@pytest.mark.parametrize("strata", list(Strata))
@pytest.mark.parametrize("code", ["N09-1a", "N09-6a", "S01-4b"])
def test_rate_and_composition_make_the_gap(found: Results, code: str, strata: Strata):
    why = why_sexes_differ(found, code, year=YEAR, level="all", strata=strata)
    women, men = (found.at(code, year=YEAR, level="all", sex=sex) for sex in (FEMALE, MALE))
    assert women is not None and men is not None
    assert why.difference == pytest.approx(100 * (women["num"] / women["den"] - men["num"] / men["den"]))
    assert why.rate + why.composition == pytest.approx(why.difference, abs=1e-12)
    brought = unit_gaps(found, code, year=YEAR, level="all", strata=strata)
    assert brought["contribution"].sum() == pytest.approx(why.difference, abs=1e-12)
    assert brought["women_events"].sum() == women["num"] and brought["men"].sum() == men["den"]


def test_without_a_school_is_the_gap_of_all_others(found: Results):
    table = unit_gaps(found, "N09-1a", year=YEAR, level="all", strata=Strata.UNIT)
    rest = table.iloc[1:].sum(numeric_only=True)
    by_hand = 100 * (rest["women_events"] / rest["women"] - rest["men_events"] / rest["men"])
    assert table["without"].iloc[0] == pytest.approx(by_hand)


def test_two_years_and_the_change_of_a_share(found: Results):
    why = why_years_differ(found, "N09-6a", year=YEAR, before=2023, level="all", strata=Strata.UNIT, sex=TOTAL)
    assert why.rate + why.composition == pytest.approx(why.difference, abs=1e-12)
    change = share_of_women_change(found, "T3-01a", year=YEAR, before=2021, level="all")
    now, then = (found.at("T3-01a", year=y, level="all") for y in (YEAR, 2021))
    assert now is not None and then is not None
    assert change["difference"] == pytest.approx(100 * (now["num"] / now["den"] - then["num"] / then["den"]))
    assert change["women"] + change["men"] == pytest.approx(change["difference"], abs=1e-12)
    with pytest.raises(ValueError, match="N09-1a is no share of women"):
        share_of_women_change(found, "N09-1a", year=YEAR, before=2021, level="all")


def test_schools_to_follow_up_and_where_events_gather(found: Results):
    listed = follow_up(found, "N09-6a", year=YEAR, level="all", sex=TOTAL, false_flags=0.1)
    row = found.at("N09-6a", year=YEAR, level="all")
    assert row is not None and listed.rate == pytest.approx(row["num"] / row["den"])
    schools = listed.schools
    assert schools["num"].sum() == row["num"] and schools["shrunken"].is_monotonic_decreasing
    assert ((schools["lowest"] <= schools["low"]) & (schools["high"] <= schools["highest"])).all()
    assert (schools["adjusted"] >= schools["p"] - 1e-12).all()
    share = concentrated(found, "N09-6a", year=YEAR, level="all", sex=TOTAL, top=0.1)
    assert share == pytest.approx(formulas.concentration(schools["num"], top=0.1))


def test_a_group_and_everybody_else_make_all(found: Results):
    table = group_by_sex(found, "N09-9b", year=YEAR, level="all", group="ethnic_minority")
    pupils = found.data.by_measure["pupils"]
    whole = pupils[pupils["year"].eq(YEAR - 1) & pupils["category"].eq("all") & pupils["group"].eq("all")]
    minority = pupils[
        pupils["year"].eq(YEAR - 1) & pupils["category"].eq("all") & pupils["group"].eq("ethnic_minority")
    ]
    assert 0 < table.loc[FEMALE, "den"] <= minority["female"].sum()
    assert table[["den", "den_rest"]].to_numpy().sum() <= whole["total"].sum()
    rest = table.loc[FEMALE, "num_rest"] / table.loc[FEMALE, "den_rest"]
    own = table.loc[FEMALE, "num"] / table.loc[FEMALE, "den"]
    assert table.loc[FEMALE, "gap"] == pytest.approx(100 * (own - rest))
    with pytest.raises(ValueError, match=r"not asked for group 'orphan_of_mars'; asked are: .*ethnic_minority"):
        group_by_sex(found, "N09-9b", year=YEAR, level="all", group="orphan_of_mars")


def test_judging_is_the_same_function(found: Results):
    one = finding(found, "3b")
    again = judge(one.series, rule=one.rule, year=YEAR, breaks=())
    assert again == one.judgement


def test_the_same_can_be_asked_while_exploring(small_home: SmallHome, found: Results, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(small_home.tree)
    monkeypatch.delenv("GEC_HOME", raising=False)
    view = gec.explore("T3-02a", year=YEAR, level="all", lang="vi")
    one = finding(found, "3b")
    assert one.count is not None
    table = view.what_if([changed(doctor(found), women=1, men=0)])
    assert table["num"].tolist() == [one.count.num, one.count.num + 1]
    assert table["den"].tolist() == [one.count.den, one.count.den + 1]
    assert view.readings()["assumption"].tolist() == ["last_counts", "as_reporters"]
    assert view.definitions()["indicator"].tolist() == ["T3-02a", "T3-02a"]
    assert view.methods().empty  # the deadline has come
    assert len(gec.explore("T3-02a", year=2023, level="all", lang="vi").methods()) in (0, 6)
