"""What is hidden cannot be worked out: small counts first, their partners next, an exact audit last (domain §8.3)."""

from __future__ import annotations

import itertools

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gec_lib.suppression import Structure, audit, hidden_rates, suppress

SEXES = Structure({}, {"T": ("F", "M")})


def table_of(rows: dict[str, tuple[int, int]]) -> pd.DataFrame:
    """Women and men by row, with their sum, and the sum of all rows."""
    table = pd.DataFrame.from_dict(rows, orient="index", columns=["F", "M"])
    table.loc["all"] = table.sum()
    table["T"] = table["F"] + table["M"]
    return table


def structure_of(table: pd.DataFrame) -> Structure:
    return Structure({"all": tuple(row for row in table.index if row != "all")}, {"T": ("F", "M")})


def headline(table: pd.DataFrame) -> pd.DataFrame:
    """Ruling 23: the area's own counts are shown by decision."""
    mask = pd.DataFrame(False, index=table.index, columns=table.columns)
    mask.loc["all"] = True
    return mask


def test_the_worked_row():
    """Domain §11: Nam 3, Nữ 21, TS 24 hides Nam, then Nữ, because 24 - 21 would reveal it; TS stays."""
    table = pd.DataFrame({"F": [21], "M": [3], "T": [24]}, index=["school"])
    plan = suppress(table, structure=SEXES, threshold=5, width=5, published=None)
    assert plan.hidden.loc["school"].to_dict() == {"F": True, "M": True, "T": False}
    assert plan.small.loc["school"].to_dict() == {"F": False, "M": True, "T": False}


@pytest.mark.parametrize(("count", "threshold", "hidden"), [(0, 5, False), (1, 5, True), (4, 5, True), (5, 5, False)])
def test_counts_from_one_to_below_the_threshold_are_small(count: int, threshold: int, hidden: bool):
    table = pd.DataFrame({"F": [count]}, index=["school"])
    plan = suppress(table, structure=Structure({}, {}), threshold=threshold, width=5, published=None)
    assert plan.hidden.loc["school", "F"] == hidden


def test_sensitive_measures_take_a_higher_threshold():
    table = pd.DataFrame({"F": [9], "M": [10]}, index=["school"])
    plan = suppress(table, structure=Structure({}, {}), threshold=10, width=10, published=None)
    assert plan.hidden.loc["school"].to_dict() == {"F": True, "M": False}


def test_a_column_is_protected_as_a_row_is():
    """One small cell: its row loses a partner, its column loses a partner, and that partner's row loses one too."""
    table = table_of({"a": (3, 40), "b": (20, 30), "c": (25, 50)})
    plan = suppress(table, structure=structure_of(table), threshold=5, width=5, published=headline(table))
    assert sorted(plan.ranges.index) == [("a", "F"), ("a", "M"), ("b", "F"), ("b", "M")]
    assert plan.ranges.loc[("a", "F")].to_dict() == {"low": 0, "high": 23}
    assert plan.narrow.empty


def test_cells_shown_by_decision_stay_and_so_does_what_they_give_away():
    """T and F of the area are the headline; M = T - F is out already, and hiding it would only pretend."""
    table = table_of({"a": (1, 2), "b": (2, 1)})
    decided = pd.DataFrame(False, index=table.index, columns=table.columns)
    decided.loc["all", ["F", "T"]] = True
    plan = suppress(table, structure=structure_of(table), threshold=10, width=5, published=decided)
    assert plan.shown.loc["all"].all() and not plan.hidden.loc["all"].any()
    assert plan.hidden.loc[["a", "b"]].all(axis=None)


def test_where_the_headline_leaves_little_the_plan_says_so():
    """Three women in all: no lower cell can be left a range wider than 3."""
    table = table_of({"a": (1, 6), "b": (2, 9)})
    plan = suppress(table, structure=structure_of(table), threshold=5, width=5, published=headline(table))
    assert list(plan.narrow.index) == [("a", "F"), ("b", "F")]
    assert plan.narrow.loc[("a", "F")].to_dict() == {"low": 0, "high": 3}


def test_a_headline_of_none_gives_every_zero_away():
    table = table_of({"a": (0, 6), "b": (0, 9)})
    plan = suppress(table, structure=structure_of(table), threshold=5, width=5, published=headline(table))
    assert not plan.hidden.any(axis=None)


def test_a_rate_is_hidden_with_any_of_its_three_counts():
    hidden = pd.DataFrame(
        {"F": [True, False, False, False], "M": [False, True, False, False], "T": [False, False, True, False]},
        index=["numerator", "complement", "denominator", "none"],
    )
    found = hidden_rates(hidden, numerator="F", denominator="T", complement="M")
    assert found.to_dict() == {"numerator": True, "complement": True, "denominator": True, "none": False}


def test_the_audit_does_not_look_at_hidden_counts():
    table = pd.DataFrame({"F": [21], "M": [3], "T": [24]}, index=["school"])
    hidden = table.lt(24)
    other = table.mask(hidden, 7)
    found = audit(table, structure=SEXES, hidden=hidden)
    assert found.equals(audit(other, structure=SEXES, hidden=hidden))
    assert found.loc[("school", "M")].to_dict() == {"low": 0, "high": 24}


def test_the_audit_finds_what_a_single_hidden_cell_gives_away():
    table = pd.DataFrame({"F": [21], "M": [3], "T": [24]}, index=["school"])
    found = audit(table, structure=SEXES, hidden=table.eq(3))
    assert found.loc[("school", "M")].to_dict() == {"low": 3, "high": 3}


def test_a_table_that_does_not_add_up_is_refused():
    table = pd.DataFrame({"F": [21], "M": [3], "T": [25]}, index=["school"])
    with pytest.raises(ValueError, match="row 'school', column 'T' holds 25, its parts add up to 24"):
        suppress(table, structure=SEXES, threshold=5, width=5, published=None)
    with pytest.raises(ValueError, match="no counts fit the shown cells"):
        audit(table.assign(T=2), structure=SEXES, hidden=table.eq(21))
    with pytest.raises(TypeError, match="whole numbers"):
        suppress(table.astype(float), structure=SEXES, threshold=5, width=5, published=None)
    with pytest.raises(ValueError, match="missing: \\['X'\\]"):
        suppress(table, structure=Structure({}, {"X": ("F", "M")}), threshold=5, width=5, published=None)


COUNTS = st.tuples(st.integers(0, 12), st.integers(0, 12))


def by_search(table: pd.DataFrame, hidden: pd.DataFrame) -> dict[tuple[str, str], set[int]]:
    """What a reader can work out, found by trying all small tables: the audit must not know less."""
    rows = [row for row in table.index if row != "all"]
    seen: dict[tuple[str, str], set[int]] = {}
    shown = [(r, c) for r in table.index for c in table.columns if not hidden.loc[r, c]]
    for values in itertools.product(range(7), repeat=2 * len(rows)):
        guess = table_of({row: (values[2 * i], values[2 * i + 1]) for i, row in enumerate(rows)})
        if all(guess.at[cell] == table.at[cell] for cell in shown):
            for row, column in itertools.product(table.index, table.columns):
                seen.setdefault((row, column), set()).add(int(guess.at[row, column]))
    return seen


def test_the_audit_agrees_with_trying_every_table():
    table = table_of({"a": (1, 2), "b": (0, 3)})
    hidden = pd.DataFrame(False, index=table.index, columns=table.columns)
    hidden.loc[["a", "b"], ["F", "M"]] = True
    found = audit(table, structure=structure_of(table), hidden=hidden)
    tried = by_search(table, hidden)
    assert {cell: (row["low"], row["high"]) for cell, row in found.iterrows()} == {
        cell: (min(tried[cell]), max(tried[cell])) for cell in found.index
    }


@settings(max_examples=40, deadline=None)
@given(st.lists(COUNTS, min_size=2, max_size=4), st.booleans())
def test_no_small_count_is_shown_and_no_hidden_count_is_given_away(counts, with_headline: bool):
    table = table_of({f"school {i}": pair for i, pair in enumerate(counts)})
    structure = structure_of(table)
    decided = headline(table) if with_headline else None
    plan = suppress(table, structure=structure, threshold=5, width=5, published=decided)
    small = table.ge(1) & table.lt(5)
    assert (plan.hidden | plan.shown | ~small).all(axis=None)
    assert not (plan.hidden & plan.shown).any(axis=None)
    if with_headline:
        assert not plan.hidden.loc["all"].any()
    ranges = audit(table, structure=structure, hidden=plan.hidden)
    assert ranges.equals(plan.ranges)
    for (row, column), low, high in ranges.itertuples():
        assert low <= table.loc[row, column] <= high
        assert high > low
    if not with_headline:
        assert plan.narrow.empty
