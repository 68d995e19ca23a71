"""Shares, gaps and parity indices: worked vectors, what cannot be divided, and how the sexes mirror each other."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gec_lib import formulas

RATES = st.floats(min_value=1e-6, max_value=1e6)
COUNTS = st.integers(min_value=0, max_value=10**6)


@pytest.mark.parametrize(
    ("female", "male", "expected"),
    [(99.2, 98.4, 1.0081), (96, 99, 0.9697), (110, 100, 1.0909), (200, 100, 1.5), (50, 100, 0.5)],
)
def test_adjusted_index_of_the_worked_vectors(female: float, male: float, expected: float):
    """Domain §11, row GPIA."""
    assert formulas.adjusted_parity_index(female, male=male) == pytest.approx(expected, abs=5e-5)


def test_representation_of_the_worked_vector():
    """Domain §11, row Representation: staff F 1450, M 150; master's F 150, M 30."""
    assert formulas.share(150, whole=180) == pytest.approx(0.8333, abs=5e-5)
    assert formulas.share(1450, whole=1600) == pytest.approx(0.90625)
    found = formulas.representation_index(150, part=180, whole_female=1450, whole=1600)
    assert found == pytest.approx(0.9195, abs=5e-5)
    assert formulas.share(150, whole=1450) == pytest.approx(0.1034, abs=5e-5)
    assert formulas.share(30, whole=150) == pytest.approx(0.2)
    ratio = formulas.risk_ratio(150, total=1450, events_other=30, total_other=150)
    assert ratio == pytest.approx(0.5172, abs=5e-5)


def test_a_gap_is_in_percentage_points_and_below_zero_when_women_are_behind():
    """Domain §11, row Representation: 10.34 % of women and 20 % of men hold a master's degree."""
    assert formulas.gap(150 / 1450, male=30 / 150) == pytest.approx(-9.66, abs=5e-3)


def test_nothing_over_nothing_is_not_defined():
    assert math.isnan(formulas.share(0, whole=0))
    assert math.isnan(formulas.parity_index(0, male=0))
    assert math.isnan(formulas.adjusted_parity_index(0, male=0))
    assert math.isnan(formulas.risk_ratio(0, total=0, events_other=1, total_other=2))
    assert math.isnan(formulas.risk_ratio(1, total=2, events_other=0, total_other=2))
    assert math.isnan(formulas.representation_index(0, part=0, whole_female=1, whole=2))


def test_one_zero():
    """Domain §3: GPI without men is not defined; the adjusted index has its ends there."""
    assert math.isnan(formulas.parity_index(3, male=0))
    assert formulas.adjusted_parity_index(3, male=0) == 2
    assert formulas.adjusted_parity_index(0, male=3) == 0
    assert formulas.share(0, whole=3) == 0


def test_a_share_above_one_is_shown_not_capped():
    """Domain §2.3: completion can exceed 100 % in a growing district; it is flagged, never clipped."""
    assert formulas.share(105, whole=100) == 1.05


def test_answers_come_in_the_kind_of_the_question():
    series = pd.Series([3, pd.NA, 0], index=["a", "b", "c"], dtype="Int64")
    found = formulas.share(series, whole=pd.Series([12, 4, 0], index=["a", "b", "c"]))
    assert isinstance(found, pd.Series) and list(found.index) == ["a", "b", "c"]
    assert found.iloc[0] == 0.25 and found.iloc[1:].isna().all()
    assert isinstance(formulas.share(np.array([1, 2]), whole=np.array([2, 2])), np.ndarray)
    assert isinstance(formulas.share(1, whole=2), float)


def test_series_of_different_schools_are_refused():
    with pytest.raises(ValueError, match="different indexes: reindex them to one"):
        formulas.share(pd.Series([1], index=["a"]), whole=pd.Series([2], index=["b"]))


def test_no_warning_when_dividing_by_zero(recwarn: pytest.WarningsRecorder):
    formulas.adjusted_parity_index(np.array([0.0, 1.0]), male=np.array([0.0, 0.0]))
    formulas.wilson(np.array([0, 1]), total=np.array([0, 1]))
    formulas.clopper_pearson(np.array([0, 1]), total=np.array([0, 1]))
    formulas.jeffreys(np.array([0, 1]), total=np.array([0, 1]))
    assert not list(recwarn)


@settings(deadline=None)
@given(RATES, RATES)
def test_swapping_the_sexes_reflects_the_adjusted_index_and_negates_the_gap(female: float, male: float):
    one, other = formulas.adjusted_parity_index(female, male=male), formulas.adjusted_parity_index(male, male=female)
    assert one + other == pytest.approx(2)
    assert 0 <= one <= 2 and (one < 1) == (female < male)
    assert formulas.gap(female, male=male) == -formulas.gap(male, male=female)


@settings(deadline=None)
@given(COUNTS, COUNTS)
def test_a_share_of_a_whole_lies_between_0_and_1(women: int, men: int):
    found = formulas.share(women, whole=women + men)
    assert math.isnan(found) if women + men == 0 else 0 <= found <= 1
