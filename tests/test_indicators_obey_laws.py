"""Laws that hold whatever the schools report: sums, shares, the two sexes, scaling, ranges and the rate formulas."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gec_lib import formulas
from gec_lib.codelists import ALL, OBSERVATION_COLUMNS, SCHOOL, load_codes
from gec_lib.indicators import INDICATORS, compute, dataset, find
from gec_lib.indicators.counts import DimensionError
from gec_lib.indicators.dataset import Dataset
from gec_lib.plan import load_plan

PARAMS = Path(__file__).resolve().parent.parent / "params"
CODES, PLAN = load_codes(PARAMS), load_plan(PARAMS)
LEVELS = CODES.school_levels()
YEAR = 2025
COUNT = st.tuples(st.integers(0, 60), st.integers(0, 60))
SCHOOLS = st.lists(st.tuples(st.sampled_from(LEVELS), COUNT, COUNT), min_size=1, max_size=8)
ANSWERS = st.lists(st.sampled_from(["yes", "no", "blank", "absent", "z"]), min_size=1, max_size=12)
FEW = settings(max_examples=25)


def cell(
    unit: str, level: str, measure: str, category: str, *, women: float, men: float, status: str = "reported"
) -> dict:
    row = dict.fromkeys(OBSERVATION_COLUMNS, "") | {"year": YEAR, "unit": unit, "level": level, "measure": measure}
    row |= {"category": category, "group": ALL, "total": float(women + men), "female": float(women), "status": status}
    return row


def prepared(cells: list[dict], units: list[tuple[str, str]]) -> Dataset:
    expected = pd.DataFrame(
        [{"year": YEAR, "unit": u, "unit_type": SCHOOL, "level": level, "ward": "P"} for u, level in units]
    )
    return dataset(pd.DataFrame(cells), expected=expected, codes=CODES, plan=PLAN)


def managers_and_teachers(schools: list, *, factor: int, swapped: bool) -> Dataset:
    cells, units = [], []
    for number, (level, managers, teachers) in enumerate(schools):
        unit = f"S{number}"
        units.append((unit, level))
        for measure, (women, men) in (("managers", managers), ("teachers", teachers)):
            women, men = (men, women) if swapped else (women, men)
            cells.append(cell(unit, level, measure, ALL, women=factor * women, men=factor * men))
    return prepared(cells, units)


def value(code: str, data: Dataset, by: list[str] | None = None) -> pd.DataFrame:
    return compute(find(code), data, by=["year", *(by or [])], catalogue=INDICATORS)


@FEW
@given(SCHOOLS)
def test_levels_and_schools_add_up_to_the_whole(schools: list):
    data = managers_and_teachers(schools, factor=1, swapped=False)
    whole = value("S02-2a", data).iloc[0]
    for by in (["level"], ["unit"], ["ward"]):
        parts = value("S02-2a", data, by)
        assert (parts["num"].sum(), parts["den"].sum(), parts["units"].sum()) == (
            whole["num"],
            whole["den"],
            whole["units"],
        )
    assert np.isnan(whole["value"]) or 0 <= whole["value"] <= 1
    assert (whole["den"] == 0) == (whole["status"] == "undefined")


@FEW
@given(SCHOOLS, st.integers(2, 9))
def test_scaling_all_counts_leaves_ratios_and_swapping_the_sexes_mirrors_them(schools: list, factor: int):
    plain, scaled, swapped = (
        managers_and_teachers(schools, factor=f, swapped=s) for f, s in ((1, False), (factor, False), (1, True))
    )
    for code in ("S02-2a", "N01-3a", "N01-4a"):
        a, b, c = (value(code, data).iloc[0] for data in (plain, scaled, swapped))
        assert a["status"] == b["status"] == c["status"]
        assert a["value"] == pytest.approx(b["value"], nan_ok=True)
        mirrored = -c["value"] if code == "N01-4a" else 1 - c["value"]
        assert a["value"] == pytest.approx(mirrored, abs=1e-9, nan_ok=True)


@FEW
@given(ANSWERS)
def test_a_count_of_schools_stays_between_its_bounds(answers: list[str]):
    """The numerator if every blank were yes is at most the register, and a blank turned into yes moves up to it."""
    level = LEVELS[0]
    units = [(f"S{i}", level) for i in range(len(answers))]
    codes = {"yes": (1, "reported"), "no": (0, "reported"), "blank": (np.nan, "blank"), "z": (np.nan, "not_applicable")}
    cells = [cell("X", level, "teachers", ALL, women=0, men=0)]
    for (unit, _), answer in zip(units, answers, strict=True):
        if answer != "absent":
            number, status = codes[answer]
            cells.append(cell(unit, level, "task_yes", "n02_2", women=0, men=number, status=status))
    one = value("T1-01b", prepared(cells, units)).iloc[0]
    asked = len(answers) - answers.count("z")
    if asked == 0:
        assert one["status"] == "not_applicable"
        return
    unproven = answers.count("blank") + answers.count("absent")
    assert (one["num"], one["den"]) == (answers.count("yes"), asked)
    assert one["expected"] - one["units"] == unproven
    assert one["num"] + one["expected"] - one["units"] == asked - answers.count("no")
    assert (one["status"] == "missing") == (unproven == asked)


@FEW
@given(st.integers(1, 500), st.data())
def test_promotion_repetition_and_dropout_make_a_whole(enrolled: int, data: st.DataObject):
    repeaters = data.draw(st.integers(0, enrolled))
    above = data.draw(st.integers(0, 2 * enrolled))
    repeaters_above = data.draw(st.integers(0, above))
    r = formulas.repetition_rate(repeaters, enrolled=enrolled)
    p = formulas.promotion_rate(above, repeaters_above_next=repeaters_above, enrolled=enrolled)
    d = formulas.dropout_rate(p, repetition=r)
    assert p + r + d == pytest.approx(1)
    assert bool(formulas.outside_range(d)) == (above - repeaters_above + repeaters > enrolled) or abs(d) < 1e-12


@FEW
@given(st.lists(st.floats(0, 0.9), min_size=1, max_size=8))
def test_a_cohort_survives_whole_when_nobody_drops_out(repetition: list[float]):
    promotion = [1 - r for r in repetition]
    assert formulas.survival_rate(promotion, repetition=repetition) == pytest.approx(1)
    half = [p / 2 for p in promotion]
    assert formulas.survival_rate(half, repetition=repetition) == pytest.approx(0.5 ** len(repetition))


@FEW
@given(*[st.floats(-1e3, 1e3)] * 4)
def test_two_effects_make_the_whole_difference(a: float, b: float, c: float, d: float):
    first, second = formulas.two_factor_effects(a, second=b, first_other=c, second_other=d)
    assert first + second == pytest.approx(a * b - c * d, abs=1e-6)
    back = formulas.two_factor_effects(c, second=d, first_other=a, second_other=b)
    assert back == (pytest.approx(-first, abs=1e-6), pytest.approx(-second, abs=1e-6))


def test_survival_refuses_grades_that_do_not_match():
    with pytest.raises(ValueError, match="same grades; found 2 and 1"):
        formulas.survival_rate([0.9, 0.8], repetition=[0.1])


def test_undefined_rates_are_nan_and_raw_rates_are_kept():
    assert np.isnan(formulas.repetition_rate(0, enrolled=0)) and np.isnan(formulas.outside_range(np.nan))
    assert formulas.dropout_rate(1.25, repetition=0.0) == -0.25
    assert np.isnan(formulas.odds_ratio(0, total=5, events_other=0, total_other=5))
    # master's 150 of 1450 women and 30 of 150 men: odds 150/1300 over 30/120
    found = formulas.odds_ratio(150, total=1450, events_other=30, total_other=150)
    assert found == pytest.approx(6 / 13)


def test_a_dimension_that_makes_no_sense_is_refused():
    data = managers_and_teachers([(LEVELS[0], (1, 1), (2, 2))], factor=1, swapped=False)
    with pytest.raises(DimensionError, match="S02-2a cannot be shown by 'grade'; it can be shown by year, level"):
        value("S02-2a", data, ["grade"])
