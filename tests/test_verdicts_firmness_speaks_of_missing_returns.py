"""Firm means: the verdict stands whatever the missing returns hold (rulings 5 and 6)."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gec_lib.verdicts import Count, Missing, Operator, Rule, Verdict, firmness_of_people, firmness_of_schools

PHD = Rule(Operator.AT_LEAST, Fraction(30, 100), 2025, onwards=False, base_year=2021, pace_from=2021, until=None)
CURRICULUM = Rule(Operator.AT_LEAST, Fraction(1), 2025, onwards=True, base_year=2021, pace_from=2021, until=None)


def known(unit: str, size: int) -> Missing:
    return Missing(unit, size, estimated=False)


def people(count: Count, *missing: Missing, year: int = 2025, base: Count | None = None):
    series = {year: count} if base is None else {2021: base, year: count}
    return firmness_of_people(series, rule=PHD, year=year, breaks=(), missing=missing)


def test_nothing_missing_is_firm():
    found = people(Count(2, 7))
    assert found.firm and found.low == found.high == Fraction(2, 7) and not found.deciding


def test_the_bounds_are_those_of_the_ruling():
    """F = 8, N = 28, three people in missing schools: 8/31 and 11/31, and 30 % lies between."""
    found = people(Count(8, 28), known("99000011", 1), known("99000012", 2))
    assert (found.low, found.high) == (Fraction(8, 31), Fraction(11, 31))
    assert (found.verdict, found.verdict_low, found.verdict_high) == (Verdict.NOT_MET, Verdict.NOT_MET, Verdict.MET)
    assert not found.firm


def test_the_school_that_decides_alone_is_named():
    """One more of 29 gives 9/29 > 30 %: the school with one holder already decides; the empty one does not."""
    found = people(Count(8, 28), known("a", 1), known("b", 0))
    assert found.deciding == ("a",) and not found.firm


def test_a_school_that_could_not_decide_alone_is_not_named_beside_one_that_could():
    """20/80: a school of 6 can give 26/86 = 30.2 %, one of 3 only 23/83 = 27.7 %."""
    assert people(Count(20, 80), known("small", 3), known("large", 6)).deciding == ("large",)


def test_when_none_decides_alone_all_are_named():
    """20/80: one school of 3 gives 23/83 = 27.7 %, both give 26/86 = 30.2 %."""
    found = people(Count(20, 80), known("a", 3), known("b", 3))
    assert found.deciding == ("a", "b") and not found.firm


def test_missing_returns_that_cannot_matter_leave_it_firm():
    found = people(Count(50, 100), known("a", 3), known("b", 3))
    assert found.firm and not found.deciding


def test_firmness_has_nothing_to_do_with_one_person():
    """At exactly 3 of 10 one person decides, yet with every return in, the verdict is firm."""
    assert people(Count(3, 10)).firm


def test_before_the_deadline_the_whole_verdict_must_stand():
    found = people(Count(16, 100), known("a", 10), year=2023, base=Count(10, 100))
    assert (found.verdict, found.verdict_low) == (Verdict.NEEDS_ACCELERATION, Verdict.BEHIND)
    assert found.verdict_high is Verdict.ON_TRACK


def test_a_year_without_any_return_ranges_from_none_to_all():
    found = firmness_of_people({}, rule=PHD, year=2025, breaks=(), missing=[known("a", 4)])
    assert (found.verdict, found.low, found.high, found.firm) == (Verdict.NO_DATA, 0, 1, False)
    empty = firmness_of_people({}, rule=PHD, year=2025, breaks=(), missing=[known("a", 0)])
    assert (empty.low, empty.high, empty.firm) == (None, None, True)


def test_an_estimated_size_is_stamped():
    assert people(Count(8, 28), Missing("a", 2, estimated=True)).estimated
    assert not people(Count(8, 28), known("a", 2), Missing("b", 0, estimated=True)).estimated


def test_schools_are_counted_over_the_register():
    """Ruling 6: 68 of 72 proven and 2 missing range from 68/72 to 70/72; not met either way, and firm."""
    found = firmness_of_schools({2025: Count(68, 72)}, rule=CURRICULUM, year=2025, breaks=(), missing=["a", "b"])
    assert (found.low, found.high) == (Fraction(68, 72), Fraction(70, 72))
    assert found.firm and found.verdict is Verdict.NOT_MET and not found.deciding


def test_schools_that_could_still_prove_it_decide_together():
    found = firmness_of_schools({2025: Count(70, 72)}, rule=CURRICULUM, year=2025, breaks=(), missing=["a", "b"])
    assert (found.high, found.verdict_high, found.firm) == (1, Verdict.MET, False)
    assert found.deciding == ("a", "b")
    last = firmness_of_schools({2025: Count(71, 72)}, rule=CURRICULUM, year=2025, breaks=(), missing=["b"])
    assert last.deciding == ("b",)


def test_more_schools_than_the_register_are_refused():
    with pytest.raises(ValueError, match="the register holds 72 schools, found 71 proven and 2 missing"):
        firmness_of_schools({2025: Count(71, 72)}, rule=CURRICULUM, year=2025, breaks=(), missing=["a", "b"])


def test_a_school_named_twice_is_refused():
    with pytest.raises(ValueError, match="named once, found a more than once"):
        people(Count(3, 10), known("a", 1), known("a", 2))
    with pytest.raises(ValueError, match="0 people or more"):
        people(Count(3, 10), known("a", -1))


SCHOOLS = st.lists(
    st.integers(0, 12).flatmap(lambda size: st.tuples(st.integers(0, size), st.just(size))), min_size=1, max_size=6
)


@settings(deadline=None)
@given(SCHOOLS, SCHOOLS)
def test_bounds_hold_the_value_and_shrink_as_schools_report(reported, still_out):
    """Each school is (women, holders); the missing ones report one after the other, with the size that was assumed."""
    num, den = sum(f for f, _ in reported), sum(n for _, n in reported)
    truth = (num + sum(f for f, _ in still_out), den + sum(n for _, n in still_out))
    before = None
    for i in range(len(still_out) + 1):
        found = people(Count(num, den), *(known(f"s{j}", n) for j, (_, n) in enumerate(still_out[i:])))
        if found.low is None or found.high is None:
            assert truth[1] == 0
            return
        assert found.low <= Fraction(*truth) <= found.high
        if den:
            assert found.low <= Fraction(num, den) <= found.high
        if before:
            assert before.low <= found.low and found.high <= before.high
            if before.firm:
                assert found.verdict == before.verdict
        before = found
        if i < len(still_out):
            num, den = num + still_out[i][0], den + still_out[i][1]
    assert found.low == found.high == Fraction(*truth)


@settings(deadline=None)
@given(SCHOOLS, SCHOOLS, st.sampled_from([2023, 2025]))
def test_a_verdict_called_firm_survives_every_possible_return(reported, still_out, year: int):
    num, den = sum(f for f, _ in reported), sum(n for _, n in reported)
    found = people(
        Count(num, den), *(known(f"s{j}", n) for j, (_, n) in enumerate(still_out)), year=year, base=Count(1, 5)
    )
    more = sum(n for _, n in still_out)
    verdicts = {people(Count(num + f, den + more), year=year, base=Count(1, 5)).verdict for f in range(more + 1)}
    assert found.firm == (verdicts == {found.verdict})
    assert found.firm or found.deciding


def test_a_year_without_any_return_leaves_everything_open():
    every = Rule(Operator.AT_LEAST, Fraction(1), 2025, onwards=False, base_year=2021, pace_from=2021, until=None)
    found = firmness_of_schools({}, rule=every, year=2025, breaks=(), missing=["a", "b", "c"])
    assert (found.low, found.high) == (0, 1)
    assert found.verdict is Verdict.NO_DATA
    assert not found.firm and found.deciding == ("a", "b", "c")
