"""The order of the tests behind a verdict: one test a clause of rulings 1 to 3 (told in docs/method.md)."""

from __future__ import annotations

from fractions import Fraction

import pytest

from gec_lib.verdicts import Count, Judgement, Operator, Reason, Rule, Verdict, in_force, judge

PHD = Rule(Operator.AT_LEAST, Fraction(30, 100), 2025, onwards=False, base_year=2021, pace_from=2021, until=None)
MASTERS = Rule(Operator.AT_LEAST, Fraction(1, 2), 2025, onwards=True, base_year=2021, pace_from=2021, until=2030)
MASTERS_LATER = Rule(Operator.MORE_THAN, Fraction(1, 2), 2030, onwards=True, base_year=2021, pace_from=2025, until=None)


def percent(value: str | int) -> Count:
    return Count(int(Fraction(value) * 10), 1000)


def phd(series: dict[int, str | int], year: int, *breaks: int) -> Judgement:
    return judge({y: percent(value) for y, value in series.items()}, rule=PHD, year=year, breaks=breaks)


# ruling 1


def test_no_value_for_the_year_is_no_data_even_after_the_deadline():
    for year in (2023, 2025, 2026):
        found = phd({2021: 10, 2022: 40}, year)
        assert (found.verdict, found.reason, found.value) == (Verdict.NO_DATA, Reason.NO_VALUE, None)


def test_nothing_to_divide_in_the_year_is_no_data_with_its_own_reason():
    found = judge({2021: percent(10), 2023: Count(0, 0)}, rule=PHD, year=2023, breaks=())
    assert (found.verdict, found.reason) == (Verdict.NO_DATA, Reason.NOTHING_TO_DIVIDE)


def test_met():
    found = phd({2021: 10, 2023: 30}, 2023)
    assert (found.verdict, found.margin, found.pace_left) == (Verdict.MET, 0, None)


def test_met_now_and_in_the_base_year_is_maintained():
    assert phd({2021: 31, 2023: 30}, 2023).verdict is Verdict.MAINTAINED


def test_met_is_tested_before_the_pace():
    """A value above the target is met even when it fell; the deterioration shows in the pace."""
    found = phd({2021: 45, 2023: 35}, 2023)
    assert (found.verdict, found.pace) == (Verdict.MAINTAINED, -5)


def test_met_is_tested_before_the_deadline():
    assert phd({2021: 10, 2025: 30}, 2025).verdict is Verdict.MET


def test_deadline_there_and_short_of_it_is_not_met():
    found = phd({2021: 10, 2025: "29.9"}, 2025)
    assert (found.verdict, found.margin, found.pace_left) == (Verdict.NOT_MET, Fraction(-1, 10), None)


def test_the_deadline_is_tested_before_the_earlier_value():
    assert phd({2025: 20}, 2025).verdict is Verdict.NOT_MET


def test_no_earlier_value_is_no_data_and_keeps_the_value():
    found = phd({2023: 20}, 2023)
    assert (found.verdict, found.reason, found.value) == (Verdict.NO_DATA, Reason.NO_EARLIER_VALUE, Fraction(1, 5))


def test_no_earlier_comparable_value_because_of_a_break_is_not_comparable():
    found = phd({2021: 10, 2022: 15, 2023: 20}, 2023, 2023)
    assert (found.verdict, found.reason, found.pace) == (Verdict.NOT_COMPARABLE, Reason.BREAK, None)


def test_a_break_without_any_earlier_value_is_not_the_reason():
    assert phd({2023: 20}, 2023, 2022).verdict is Verdict.NO_DATA


def test_a_break_forbids_a_pace_but_never_met_or_not_met():
    met, missed = phd({2021: 10, 2025: 30}, 2025, 2024), phd({2021: 10, 2025: 29}, 2025, 2024)
    assert (met.verdict, met.pace, met.reason) == (Verdict.MET, None, Reason.BREAK)
    assert (missed.verdict, missed.pace, missed.reason) == (Verdict.NOT_MET, None, Reason.BREAK)


def test_after_a_break_the_pace_starts_at_the_first_year_of_the_new_series():
    found = phd({2021: 25, 2022: 10, 2023: 15, 2024: 25}, 2024, 2022)
    assert (found.start_year, found.pace, found.verdict) == (2022, Fraction(15, 2), Verdict.ON_TRACK)


def test_a_break_after_the_year_or_at_the_start_does_not_matter():
    for first in (2024, 2021):
        assert phd({2021: 10, 2023: 20}, 2023, first).verdict is Verdict.ON_TRACK


@pytest.mark.parametrize(
    ("value", "verdict"),
    [
        ("9.9", Verdict.MOVING_AWAY),
        ("10", Verdict.BEHIND),  # standing still below, ruling 2
        ("10.1", Verdict.BEHIND),
        ("15.9", Verdict.BEHIND),
        ("16", Verdict.NEEDS_ACCELERATION),  # exactly 0.60
        ("19.4", Verdict.NEEDS_ACCELERATION),
        ("19.5", Verdict.ON_TRACK),  # exactly 0.95
        ("20", Verdict.ON_TRACK),
        ("29.9", Verdict.ON_TRACK),
        ("30", Verdict.MET),
    ],
)
def test_the_cuts_of_the_pace_are_inclusive(value: str, verdict: Verdict):
    """From 10 % in 2021 to 30 % in 2025: 20 % in 2023 is the required pace, 16 % is 0.60 and 19.5 % is 0.95 of it."""
    assert phd({2021: 10, 2023: value}, 2023).verdict is verdict


# ruling 2


def test_later_years_are_not_looked_at():
    assert phd({2021: 10, 2023: 12, 2024: 30}, 2023) == phd({2021: 10, 2023: 12}, 2023)


def test_standing_still_at_a_strict_target_is_behind():
    series = {2025: Count(50, 100), 2027: Count(60, 120)}
    found = judge(series, rule=MASTERS_LATER, year=2027, breaks=())
    assert (found.verdict, found.pace, found.required_pace, found.ratio) == (Verdict.BEHIND, 0, 0, None)


def test_falling_below_a_target_met_before_is_moving_away():
    found = phd({2021: 40, 2023: 25}, 2023)
    assert (found.verdict, found.ratio) == (Verdict.MOVING_AWAY, None)


def test_a_year_with_nothing_to_divide_is_skipped_in_the_pace():
    series = {2021: Count(0, 0), 2022: percent(10), 2023: percent(20)}
    found = judge(series, rule=PHD, year=2023, breaks=())
    assert (found.start_year, found.pace, found.required_pace) == (2022, 10, Fraction(20, 3))


def test_without_a_base_year_value_a_target_is_met_not_maintained():
    assert phd({2022: 40, 2023: 40}, 2023).verdict is Verdict.MET
    series = {2021: Count(0, 0), 2023: percent(40)}
    assert judge(series, rule=PHD, year=2023, breaks=()).verdict is Verdict.MET


def test_without_a_base_year_value_the_pace_starts_at_the_first_year():
    found = phd({2022: 15, 2023: 20, 2024: 25}, 2024)
    assert (found.start_year, found.pace, found.ratio, found.verdict) == (2022, 5, 1, Verdict.ON_TRACK)


def test_values_before_the_base_year_do_not_count_for_the_pace():
    assert phd({2019: 29, 2021: 10, 2023: 20}, 2023).start_year == 2021


# ruling 3


def test_from_year_on_is_a_deadline_before_its_year():
    found = judge({2021: percent(42), 2023: percent(46)}, rule=MASTERS, year=2023, breaks=())
    assert (found.verdict, found.required_pace, found.pace_left) == (Verdict.ON_TRACK, 2, 2)


def test_from_year_on_is_judged_anew_every_year_from_it():
    values = {2021: 42, 2025: 50, 2026: 49, 2027: 51}
    series = {year: percent(value) for year, value in values.items()}
    found = [judge(series, rule=MASTERS, year=year, breaks=()).verdict for year in (2025, 2026, 2027)]
    assert found == [Verdict.MET, Verdict.NOT_MET, Verdict.MET]


def test_the_later_rule_takes_over():
    assert [in_force(MASTERS, year=year) for year in (2020, 2021, 2025, 2029, 2030)] == [False, True, True, True, False]
    assert [in_force(PHD, year=year) for year in (2025, 2026)] == [True, False]
    with pytest.raises(ValueError, match="a later rule took over in 2030, asked for 2030"):
        judge({2030: percent(50)}, rule=MASTERS, year=2030, breaks=())


def test_the_later_rule_runs_beside_with_its_pace_from_the_earlier_rules_year():
    values = {2021: 30, 2025: 44, 2027: 46}
    series = {year: percent(value) for year, value in values.items()}
    beside = judge(series, rule=MASTERS_LATER, year=2027, breaks=())
    assert (beside.start_year, beside.pace, beside.required_pace) == (2025, 1, Fraction(6, 5))
    assert beside.verdict is Verdict.NEEDS_ACCELERATION
    assert judge(series, rule=MASTERS, year=2027, breaks=()).verdict is Verdict.NOT_MET


def test_exactly_half_meets_the_first_rule_and_not_the_later_one():
    """Domain §11, row Master's 2030: F = 50, N = 100."""
    half = Count(50, 100)
    assert judge({2025: half}, rule=MASTERS, year=2025, breaks=()).verdict is Verdict.MET
    assert judge({2030: half}, rule=MASTERS_LATER, year=2030, breaks=()).verdict is Verdict.NOT_MET
    assert judge({2030: Count(51, 100)}, rule=MASTERS_LATER, year=2030, breaks=()).verdict is Verdict.MET


def test_what_the_sentence_about_being_behind_needs():
    found = phd({2021: 10, 2024: 13}, 2024)
    assert (found.verdict, found.change, found.pace) == (Verdict.BEHIND, 3, 1)
    assert (found.done, found.elapsed) == (Fraction(3, 20), Fraction(3, 4))
    assert (found.pace_left, found.margin) == (17, -17)
