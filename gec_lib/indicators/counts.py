"""Numerators and denominators, unit by unit and added up over any dimensions.

One row per (year, unit, level) first, then sums: that order keeps coverage, firmness, suppression and sources
possible. ``state`` of a unit is ``in`` (both sides known), ``missing`` (no return or a blank where one is
needed), ``out`` (not applicable). Blank, zero, undefined and not applicable stay five different things.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from gec_lib.codelists import ALL, FEMALE, FILLED, MALE, NOT_APPLICABLE, TOTAL
from gec_lib.indicators.dataset import Dataset, categories, levels_of
from gec_lib.indicators.records import (
    BlankRule,
    Condition,
    CountUnits,
    Derived,
    Headcount,
    Indicator,
    Pool,
    Term,
    ToTarget,
)
from gec_lib.verdicts import Count, extra_women
from gec_lib.verdicts.plan_rules import rule_at

IN, MISSING, OUT = "in", "missing", "out"
UNIT = ["year", "unit", "level"]
RESULT_COLUMNS = ("num", "den", "value", "status", "units", "expected")


def rows_of(term: Term, data: Dataset) -> pd.DataFrame:
    """Observations that make up a term, shifted by its lag, with the column ``count`` for its sex."""
    key = ("rows", term)
    if key not in data.cache:
        data.cache[key] = _rows_of(term, data)
    return data.cache[key]


def _rows_of(term: Term, data: Dataset) -> pd.DataFrame:
    rows = data.observations(term.measure)
    if rows.empty:
        return rows.assign(count=pd.Series(dtype=float))
    rows = rows[rows["group"].eq(term.group)]
    keep = pd.Series(False, index=rows.index)
    for level in rows["level"].unique():
        wanted = categories(data.codes, term.measure, term.category, level=level)
        keep |= rows["level"].eq(level) & rows["category"].isin(wanted)
    rows = rows[keep]
    if term.lag:
        rows = rows.assign(year=rows["year"] + term.lag)
    column = {TOTAL: rows["total"], FEMALE: rows["female"], MALE: rows["total"] - rows["female"]}[term.sex]
    return rows.assign(count=column.where(rows["status"].isin(FILLED)))


def term_counts(term: Term, data: Dataset, *, strict: bool) -> pd.DataFrame:
    """Sum of a term per (year, unit, level): columns count, known (every cell answered), z (not applicable).

    With ``strict`` a blank cell makes the sum unknown; otherwise blanks are skipped, as in a condition
    that one answered cell can already satisfy.
    """
    key = ("term", term, strict)
    if key not in data.cache:
        rows = rows_of(term, data)
        rows = rows.assign(blank=rows["count"].isna(), z=rows["status"].eq(NOT_APPLICABLE))
        grouped = rows.groupby(UNIT, observed=True, sort=False)
        table = grouped[["blank", "z"]].agg({"blank": "max", "z": "min"}).astype(bool)
        table["count"] = grouped["count"].sum(min_count=1)
        if strict:
            table["count"] = table["count"].where(~table["blank"].astype(bool))
        data.cache[key] = table
    return data.cache[key]


def _expected(data: Dataset, indicator: Indicator) -> pd.DataFrame:
    units = data.expected[data.expected["unit_type"].eq(indicator.unit_type)]
    return units[units["level"].isin(levels_of(indicator, data.codes))].reset_index(drop=True)


def _sum(terms: Sequence[Term], data: Dataset, units: pd.DataFrame, *, sex: str) -> tuple[pd.Series, pd.Series]:
    """Sum of terms for each expected unit, and whether any of them does not apply there."""
    total = pd.Series(0.0, index=units.index)
    z = pd.Series(False, index=units.index)
    index = pd.MultiIndex.from_frame(units[UNIT])
    for item in terms:
        table = term_counts(item.of(sex), data, strict=True).reindex(index)
        exists = units["level"].isin(data.codes.measure(item.measure).levels)
        total += np.where(exists, table["count"].to_numpy(dtype=float), 0.0)
        z |= exists & table["z"].eq(True).to_numpy()
    return total, z


def _satisfied(conditions: Sequence[Condition], data: Dataset, units: pd.DataFrame) -> pd.DataFrame:
    """For each expected unit: does it satisfy all conditions, and is any answer missing."""
    index = pd.MultiIndex.from_frame(units[UNIT])
    yes = pd.Series(True, index=units.index)
    unknown = pd.Series(False, index=units.index)
    z = pd.Series(False, index=units.index)
    for condition in conditions:
        table = term_counts(condition.term, data, strict=False).reindex(index)
        count = table["count"].to_numpy(dtype=float)
        yes &= np.nan_to_num(count, nan=-1.0) >= condition.minimum
        z |= table["z"].eq(True).to_numpy()
        unknown |= np.isnan(count) & ~table["z"].eq(True).to_numpy()
    return pd.DataFrame({"yes": yes, "unknown": unknown & ~yes, "z": z})


def unit_counts(indicator: Indicator, data: Dataset, *, sex: str = TOTAL) -> pd.DataFrame:
    """Numerator and denominator of every expected unit.

    Parameters
    ----------
    indicator : Indicator
        A pooled, counted or headcount indicator.
    data : Dataset
        The prepared snapshot.
    sex : {"T", "F", "M"}
        For indicators that are repeated by sex.

    Returns
    -------
    DataFrame
        Columns year, unit, unit_type, level, ward, num, den, state; one row per expected unit and year.

    Raises
    ------
    TypeError
        For a derived indicator, which has no counts of its own.
    """
    key = ("units", indicator.code, sex)
    if key in data.cache:
        return data.cache[key]
    units = _expected(data, indicator).copy()
    formula = indicator.formula
    if isinstance(formula, Pool):
        units["num"], z_num = _sum(formula.numerator, data, units, sex=sex)
        units["den"], z_den = _sum(formula.denominator, data, units, sex=sex)
        known = units["num"].notna() & units["den"].notna()
        units["state"] = np.select([z_num | z_den, known], [OUT, IN], MISSING)
    elif isinstance(formula, Headcount):
        plus, z = _sum(formula.plus, data, units, sex=sex)
        minus, _ = _sum(formula.minus, data, units, sex=sex)
        units["num"], units["den"] = plus - minus, np.nan
        units["state"] = np.select([z, units["num"].notna()], [OUT, IN], MISSING)
    elif isinstance(formula, CountUnits):
        found = _satisfied(formula.conditions, data, units)
        among = _satisfied(formula.among, data, units)
        units["num"], units["den"] = found["yes"].astype(float), 1.0
        out = found["z"] | (~among["yes"] & ~among["unknown"])
        units["state"] = np.select([out, found["unknown"] | among["unknown"]], [OUT, MISSING], IN)
    else:
        raise TypeError(f"{indicator.code} is derived from other indicators and has no counts of its own")
    units.loc[units["state"].ne(IN), "num"] = np.nan
    units.loc[units["state"].eq(OUT), "den"] = np.nan
    data.cache[key] = units
    return units


def whole_units(table: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """Counts of units over all levels: a unit of several levels counts once and only if each level satisfies."""
    if not isinstance(indicator.formula, CountUnits):
        return table.assign(level=ALL)
    ranked = table.assign(rank=table["state"].map({MISSING: 1, OUT: 0, IN: 2}))
    # no beats missing beats yes beats out of scope
    ranked["rank"] = np.where(ranked["num"].eq(0), 3, np.where(ranked["num"].eq(1), 0.5, ranked["rank"]))
    ranked = ranked.sort_values("rank", ascending=False, kind="stable")
    return ranked.drop_duplicates(["year", "unit"]).drop(columns="rank").sort_index().assign(level=ALL)


def compute(
    indicator: Indicator, data: Dataset, *, by: Sequence[str], catalogue: Sequence[Indicator], sex: str = TOTAL
) -> pd.DataFrame:
    """The indicator over any dimensions.

    Parameters
    ----------
    indicator : Indicator
        From the catalogue.
    data : Dataset
        The prepared snapshot.
    by : list of str
        Dimensions out of year, level, ward, unit. Without ``level`` the rows are for all levels.
    catalogue : sequence of Indicator
        Where the inputs of derived indicators are found.
    sex : {"T", "F", "M"}
        For indicators that are repeated by sex.

    Returns
    -------
    DataFrame
        Columns ``by``, then num, den, value (share of one, heads, or ratio), status (reported, undefined,
        missing, refused, not_applicable), units (counted in) and expected. Groups without a return stay, as missing.
    """
    key = ("table", indicator.code, tuple(by), sex)
    if key not in data.cache:
        data.cache[key] = _compute(indicator, data, by=list(by), catalogue=catalogue, sex=sex)
    return data.cache[key]


def _compute(
    indicator: Indicator, data: Dataset, *, by: list[str], catalogue: Sequence[Indicator], sex: str
) -> pd.DataFrame:
    if isinstance(indicator.formula, ToTarget):
        return _to_target(indicator.formula, data, by=by, catalogue=catalogue)
    if isinstance(indicator.formula, Derived):
        return _derived(indicator, indicator.formula, data, by=by, catalogue=catalogue)
    table = unit_counts(indicator, data, sex=sex)
    if "level" not in by and table["level"].nunique() > 1:
        table = whole_units(table, indicator)
    table = table.assign(
        known=table["state"].eq(IN), asked=table["state"].ne(OUT), den_in=table["den"].where(_counts(indicator, table))
    )
    grouped = table.groupby(by, observed=True, sort=True)
    result = grouped.agg(
        num=("num", lambda s: s.sum(min_count=1)),
        den=("den_in", lambda s: s.sum(min_count=1)),
        units=("known", "sum"),
        expected=("asked", "sum"),
    ).reset_index()
    return _valued(result, indicator)[[*by, *RESULT_COLUMNS]]


def _counts(indicator: Indicator, table: pd.DataFrame) -> pd.Series:
    """Which units stand in the denominator: reporting ones, or the whole register where a blank counts as no."""
    if indicator.blank in (BlankRule.BLANK_IS_NO, BlankRule.NO_CELL) and isinstance(indicator.formula, CountUnits):
        return table["state"].ne(OUT)
    return table["state"].eq(IN)


def _valued(result: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    if isinstance(indicator.formula, Headcount):
        value = result["num"]
        undefined = pd.Series(False, index=result.index)
    else:
        if indicator.blank in (BlankRule.BLANK_IS_NO, BlankRule.NO_CELL):
            result["num"] = result["num"].where(result["den"].isna() | result["num"].notna(), 0.0)
        value = result["num"] / result["den"].where(result["den"].ne(0))
        undefined = result["den"].eq(0)
    refused = result["units"].lt(result["expected"]) if indicator.blank is BlankRule.REFUSE else result["units"].lt(0)
    none_in = result["units"].eq(0)
    nothing_asked = result["expected"].eq(0)
    status = np.select(
        [nothing_asked, none_in, refused, undefined],
        [NOT_APPLICABLE, "missing", "refused", "undefined"],
        "reported",
    )
    shown = pd.Series(status, index=result.index).eq("reported")
    return result.assign(value=value.where(shown), status=status)


def _derived(
    indicator: Indicator, formula: Derived, data: Dataset, *, by: list[str], catalogue: Sequence[Indicator]
) -> pd.DataFrame:
    known = {item.code: item for item in catalogue}
    parts = [compute(known[i.code], data, by=by, catalogue=catalogue, sex=i.sex) for i in formula.inputs]
    result = parts[0][by].copy()
    found = formula.function(*(part["value"].to_numpy(dtype=float) for part in parts))
    result["value"] = np.asarray(found, dtype=float)
    states = pd.concat([part["status"] for part in parts], axis=1)
    status = pd.Series("reported", index=result.index)
    for worse in ("undefined", "refused", "missing", NOT_APPLICABLE):
        status = status.mask((states == worse).any(axis=1), worse)
    status = status.mask(status.eq("reported") & result["value"].isna(), "undefined")
    result["value"] = result["value"].where(status.eq("reported"))
    return result.assign(num=np.nan, den=np.nan, status=status, units=parts[0]["units"], expected=parts[0]["expected"])[
        [*by, *RESULT_COLUMNS]
    ]


def _to_target(formula: ToTarget, data: Dataset, *, by: list[str], catalogue: Sequence[Indicator]) -> pd.DataFrame:
    of = next(item for item in catalogue if item.code == formula.of)
    table = compute(of, data, by=by, catalogue=catalogue).copy()
    item = next((found for _, found in data.plan.target_indicators() if found.indicator == formula.of), None)
    if item is None:
        return table.assign(num=np.nan, den=np.nan, value=np.nan, status=NOT_APPLICABLE)
    base_year = data.plan.baseline.year
    rules = [rule_at(item, year=int(year), base_year=base_year) for year in table["year"]]
    needed = [
        extra_women(Count(int(num), int(den)), rule=rule) if status == "reported" else None
        for num, den, status, rule in zip(table["num"], table["den"], table["status"], rules, strict=True)
    ]
    table["value"] = pd.Series(needed, index=table.index, dtype=float)
    return table.assign(num=table["value"], den=np.nan)
