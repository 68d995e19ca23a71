"""Numerator and denominator of every expected unit, and of the units over all their levels.

One row per (year, unit, level) first, then sums: that order keeps coverage, firmness, suppression and sources
possible. ``state`` of a unit is ``in`` (both sides known), ``missing`` (no return or a blank where an answer is
needed), ``out`` (nothing to ask). Blank, zero, undefined and not applicable stay different things.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from gec_lib.codelists import ALL, TOTAL
from gec_lib.indicators.conditions import answered, only
from gec_lib.indicators.dataset import Dataset, levels_of, picked
from gec_lib.indicators.records import (
    BlankRule,
    Contrast,
    CountCells,
    CountUnits,
    Crossed,
    Headcount,
    Indicator,
    Pool,
    Term,
)
from gec_lib.indicators.terms import sum_at

IN, MISSING, OUT = STATES = ("in", "missing", "out")


@dataclass(frozen=True)
class Part:
    """Whom and what to count: a sex, a group, and one category of the dimension that is split (empty for all)."""

    sex: str = TOTAL
    group: str = ALL
    category: str = ""


WHOLE = Part()


def unit_counts(indicator: Indicator, data: Dataset, *, sex: str = TOTAL, part: Part = WHOLE) -> pd.DataFrame:
    """Numerator and denominator of every expected unit.

    Parameters
    ----------
    indicator : Indicator
        One that counts, not one derived from others.
    data : Dataset
        The prepared snapshot.
    sex : {"T", "F", "M"}
        For indicators that are repeated by sex.
    part : Part
        A group or a category to count alone.

    Returns
    -------
    DataFrame
        Columns year, unit, unit_type, level, ward, num, den, state; one row per expected unit and year.

    Raises
    ------
    TypeError
        For a derived indicator, which has no counts of its own.
    """
    part = replace(part, sex=sex) if sex != TOTAL else part
    key = ("units", indicator.code, part)
    if key not in data.cache:
        data.cache[key] = _unit_counts(indicator, data, part)
    return data.cache[key]


def state_of(*, out: np.ndarray, known: np.ndarray) -> pd.Categorical:
    """The state of each unit: nothing to ask, else known or not."""
    codes = np.where(out, STATES.index(OUT), np.where(known, STATES.index(IN), STATES.index(MISSING)))
    return pd.Categorical.from_codes(codes.astype(np.int8), categories=list(STATES))


def _unit_counts(indicator: Indicator, data: Dataset, part: Part) -> pd.DataFrame:
    formula = indicator.formula.of if isinstance(indicator.formula, Contrast) else indicator.formula
    if isinstance(formula, Crossed):
        return _crossed(formula, data, part)
    units = _expected(indicator, data)
    if isinstance(formula, Pool):
        return _pool(formula, data, units, part)
    if isinstance(formula, Headcount):
        heads = sum_at(_narrowed(formula.heads, part, data), data, units)
        state = state_of(out=heads.nothing, known=~heads.blank)
        return _with(units, num=heads.known, den=np.nan, state=state)
    if isinstance(formula, CountUnits):
        found, among = answered(formula.conditions, data, units), answered(formula.among, data, units)
        out = found.nothing | among.nothing | ~among.possible
        state = state_of(out=out, known=~(found.unknown | among.unknown))
        return _with(units, num=found.yes.astype(float), den=1.0, state=state)
    if isinstance(formula, CountCells):
        return _added(_cells_by_category(indicator, data, part), units)
    raise TypeError(f"{indicator.code} is derived from other indicators and has no counts of its own")


def _expected(indicator: Indicator, data: Dataset) -> pd.DataFrame:
    levels = levels_of(indicator, data.codes)
    key = ("expected", indicator.unit_type, levels)
    if key not in data.cache:
        asked = data.expected["unit_type"].eq(indicator.unit_type) & data.expected["level"].isin(levels)
        data.cache[key] = data.expected[asked]
    return data.cache[key]


def _with(units: pd.DataFrame, *, num: np.ndarray, den: np.ndarray | float, state: pd.Categorical) -> pd.DataFrame:
    """Counts beside the units: no numerator without an answer, no denominator where nothing is asked."""
    return units.assign(num=np.where(state == IN, num, np.nan), den=np.where(state == OUT, np.nan, den), state=state)


def _pool(formula: Pool, data: Dataset, units: pd.DataFrame, part: Part) -> pd.DataFrame:
    num = sum_at(_narrowed(formula.numerator, part, data), data, units)
    den = sum_at(_narrowed(formula.denominator, part, data), data, units)
    state = state_of(out=num.nothing | den.nothing, known=~num.blank & ~den.blank)
    return _with(units, num=num.known, den=den.known, state=state)


def _crossed(formula: Crossed, data: Dataset, part: Part) -> pd.DataFrame:
    """Rows that carry one side each: schools of a level, or wards, wherever the side is asked."""
    rows = []
    for side, terms in (("num", formula.numerator), ("den", formula.denominator)):
        levels = [lv for lv in data.codes.members("level") if any(picked(t, data.codes, level=lv) for t in terms)]
        units = data.expected[data.expected["level"].isin(levels)]
        found = sum_at(_narrowed(terms, part, data), data, units)
        state = state_of(out=found.nothing, known=~found.blank)
        rows.append(units.assign(num=np.nan, den=np.nan, state=state).assign(**{side: found.known}))
    return pd.concat(rows, ignore_index=True)


def _narrowed(terms: tuple[Term, ...], part: Part, data: Dataset) -> tuple[Term, ...]:
    """The terms for a sex, a group and one category; terms that are not split by category stay whole."""
    found = tuple(item.of(part.sex).within(part.group) for item in terms)
    if not part.category:
        return found
    return tuple(replace(t, category=(part.category,)) if len(categories(t, data)) > 1 else t for t in found)


def categories(term: Term, data: Dataset) -> tuple[str, ...]:
    """Every category that a term adds up at any level, in order."""
    levels = data.codes.members("level")
    return tuple(dict.fromkeys(c for level in levels for c in picked(term, data.codes, level=level)))


def cells_of(indicator: Indicator, data: Dataset, *, part: Part) -> pd.DataFrame:
    """Each pair of an expected unit and a category: columns of the units, category, num, den, state."""
    key = ("cells", indicator.code, part)
    if key not in data.cache:
        data.cache[key] = _cells_of(indicator, data, part)
    return data.cache[key]


def _cells_of(indicator: Indicator, data: Dataset, part: Part) -> pd.DataFrame:
    tables = list(_cells_by_category(indicator, data, part))
    names = pd.CategoricalDtype([category for category, _ in tables])
    marked = [
        table.assign(category=pd.Categorical.from_codes(np.full(len(table), code, dtype=np.int8), dtype=names))
        for code, (_, table) in enumerate(tables)
    ]
    return pd.concat(marked, ignore_index=True)


def _cells_by_category(indicator: Indicator, data: Dataset, part: Part) -> Iterator[tuple[str, pd.DataFrame]]:
    """Units and their counts, one category after the other; rows keep the index of the expected table."""
    formula = indicator.formula
    assert isinstance(formula, CountCells)
    units = _expected(indicator, data)
    for category in categories(formula.over, data):
        if part.category not in ("", category):
            continue
        here = [lv for lv in units["level"].unique() if category in picked(formula.over, data.codes, level=lv)]
        asked = units[units["level"].isin(here)]
        found = answered([only(c, formula.over, category) for c in formula.conditions], data, asked)
        among = answered([only(c, formula.over, category) for c in formula.among], data, asked)
        state = state_of(out=found.nothing | among.nothing | ~among.possible, known=~(found.unknown | among.unknown))
        # a blank is a no where the rule says so, but only of a pair that is known to be in question
        counts = (state == IN) | ((indicator.blank is BlankRule.BLANK_IS_NO) & (state == MISSING) & among.yes)
        num, den = (found.yes & among.yes).astype(float), np.where(counts, 1.0, np.nan)
        yield category, _with(asked, num=num, den=den, state=state)


def _added(cells: Iterable[tuple[str, pd.DataFrame]], units: pd.DataFrame) -> pd.DataFrame:
    """Pairs added up for each unit: known as soon as one pair is."""
    sums = {name: np.zeros(len(units)) for name in ("num", "num_given", "den", "den_given", "known", "asked")}
    for _, table in cells:
        at = units.index.get_indexer(table.index)
        for side in ("num", "den"):
            values = table[side].to_numpy()
            given = ~np.isnan(values)
            sums[side][at] += np.where(given, values, 0.0)
            sums[f"{side}_given"][at] += given
        sums["known"][at] += (table["state"] == IN).to_numpy()
        sums["asked"][at] += (table["state"] != OUT).to_numpy()
    num, den = (np.where(sums[f"{side}_given"] > 0, sums[side], np.nan) for side in ("num", "den"))
    return units.assign(num=num, den=den, state=state_of(out=sums["asked"] == 0, known=sums["known"] > 0))


def whole_counts(indicator: Indicator, data: Dataset, *, part: Part) -> pd.DataFrame:
    """Counts over all levels: a unit, or a pair, of several levels counts once and only if each level satisfies."""
    if isinstance(indicator.formula, CountCells):
        cells = _once(cells_of(indicator, data, part=part), ["year", "unit", "category"])
        units = _expected(indicator, data).drop_duplicates(["year", "unit"]).set_index(["year", "unit"], drop=False)
        pairs = cells.set_index(["year", "unit"]).groupby("category", observed=True, sort=False)
        return _added(pairs, units.assign(level=ALL)).reset_index(drop=True)
    return whole_units(unit_counts(indicator, data, part=part), indicator)


def whole_units(table: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """Counts of units over all levels: a unit of several levels counts once and only if each level satisfies."""
    if not isinstance(indicator.formula, CountUnits) or table["level"].nunique() < 2:
        return table.assign(level=ALL)
    return _once(table, ["year", "unit"]).assign(level=ALL)


def _once(table: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """One row a key: no beats missing beats yes beats out of scope."""
    known = table["state"].eq(IN)
    rank = np.select([known & table["num"].eq(0), table["state"].eq(MISSING), known], [3, 2, 1], 0)
    ranked = table.assign(rank=rank).sort_values("rank", ascending=False, kind="stable")
    return ranked.drop_duplicates(key).drop(columns="rank").sort_index()
