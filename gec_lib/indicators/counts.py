"""Indicators added up over any dimensions: numerator, denominator, value and what stands in its way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from gec_lib import formulas
from gec_lib.codelists import ALL, NOT_APPLICABLE, TOTAL
from gec_lib.indicators.dataset import EVERY_PART, Dataset
from gec_lib.indicators.records import (
    BlankRule,
    Contrast,
    CountCells,
    CountUnits,
    Crossed,
    Derived,
    Headcount,
    Indicator,
    ToTarget,
)
from gec_lib.indicators.units import (
    IN,
    MISSING,
    OUT,
    WHOLE,
    Part,
    categories,
    state_of,
    unit_counts,
    whole_counts,
    whole_units,
)
from gec_lib.verdicts import Count, extra_women
from gec_lib.verdicts.plan_rules import rule_at

__all__ = ["IN", "MISSING", "OUT", "RESULT_COLUMNS", "compute", "unit_counts", "whole_units"]

UNDEFINED, REFUSED, REPORTED = "undefined", "refused", "reported"
OUTSIDE = "outside_range"
PLAIN = ("year", "level", "ward", "unit")
GROUP = "group"
RESULT_COLUMNS = ("num", "den", "value", "status", "units", "expected", "flag")
SHARES = ("%", "‰")


class DimensionError(ValueError):
    """A dimension by which an indicator cannot be shown."""


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
        Dimensions out of year, level, ward, unit, and those that the indicator lists in ``splits`` (group, or the
        dimension of its categories: grade, age, reason, task). Without ``level`` the rows are for all levels.
    catalogue : sequence of Indicator
        Where the inputs of derived indicators are found.
    sex : {"T", "F", "M"}
        For indicators that are repeated by sex.

    Returns
    -------
    DataFrame
        Columns ``by``, then num, den, value (share of one, heads, or ratio), status (reported, undefined,
        missing, refused, not_applicable), units (counted in), expected, and flag (``outside_range`` for a value
        that is returned as it is although its logic forbids it, else empty). Groups without a return stay, as
        missing. Where a blank counts as no, ``num + expected - units`` is the numerator if every blank were yes.

    Raises
    ------
    DimensionError
        When the indicator cannot be shown by a dimension.
    """
    return _part(indicator, data, by=list(by), catalogue=catalogue, part=replace(WHOLE, sex=sex))


def _part(
    indicator: Indicator, data: Dataset, *, by: list[str], catalogue: Sequence[Indicator], part: Part
) -> pd.DataFrame:
    key = ("table", indicator.code, tuple(by), part)
    if key not in data.cache:
        data.cache[key] = _compute(indicator, data, by=by, catalogue=catalogue, part=part)
    return data.cache[key]


def _compute(
    indicator: Indicator, data: Dataset, *, by: list[str], catalogue: Sequence[Indicator], part: Part
) -> pd.DataFrame:
    formula = indicator.formula
    further = [name for name in by if name not in PLAIN]
    if further:
        return _split(indicator, data, by=by, catalogue=catalogue, part=part, name=further[0])
    if isinstance(formula, ToTarget):
        return _to_target(formula, data, by=by, catalogue=catalogue)
    if isinstance(formula, Derived):
        return _derived(formula, data, by=by, catalogue=catalogue)
    if isinstance(formula, Contrast):
        return _contrast(indicator, formula, data, by=by, part=part)
    whole = whole_counts if "level" not in by else unit_counts
    result = _added(whole(indicator, data, part=part), indicator, by=by)
    result = _valued(result, indicator)
    if isinstance(formula, Crossed) and by != ["year"]:
        result = result.assign(value=np.nan, status=NOT_APPLICABLE, flag="")
    return result[[*by, *RESULT_COLUMNS]]


def _split(
    indicator: Indicator, data: Dataset, *, by: list[str], catalogue: Sequence[Indicator], part: Part, name: str
) -> pd.DataFrame:
    """The rows of one part after another, in the order of the code list."""
    if name not in indicator.splits:
        allowed = ", ".join((*PLAIN, *indicator.splits))
        raise DimensionError(f"{indicator.code} cannot be shown by {name!r}; it can be shown by {allowed}")
    rest = [other for other in by if other != name]
    tables = []
    for member in _members(indicator, data, name):
        one = replace(part, group=member) if name == GROUP else replace(part, category=member)
        table = _part(indicator, data, by=rest, catalogue=catalogue, part=one)
        tables.append(table.assign(**{name: member}))
    return pd.concat(tables, ignore_index=True)[[*by, *RESULT_COLUMNS]]


def _members(indicator: Indicator, data: Dataset, name: str) -> tuple[str, ...]:
    """Groups that every term is asked for, or the categories of the term that is split."""
    terms = [item for side in indicator.terms() for item in side]
    if name == GROUP:
        asked = [data.codes.measure(item.measure).groups for item in terms]
        wanted = indicator.formula.groups if isinstance(indicator.formula, Contrast) else (EVERY_PART,)
        members = [g for g in data.codes.members(GROUP) if wanted == (EVERY_PART,) or g in wanted]
        return tuple(g for g in members if all(g in groups for groups in asked))
    if isinstance(indicator.formula, CountCells):
        terms = [indicator.formula.over]
    found = [categories(t, data) for t in terms if data.codes.measure(t.measure).dimension == name]
    return next((members for members in found if len(members) > 1), ())


def _added(table: pd.DataFrame, indicator: Indicator, *, by: list[str]) -> pd.DataFrame:
    """Sums of units by dimensions, in order; a sum of nothing known is not known."""
    group, keys = _grouped(table, by)
    known, asked = table["state"].eq(IN).to_numpy(), table["state"].ne(OUT).to_numpy()
    den = np.where(asked if blank_is_no(indicator) else known, table["den"].to_numpy(), np.nan)
    return keys.assign(
        num=_sums(table["num"].to_numpy(), group, len(keys)),
        den=_sums(den, group, len(keys)),
        units=np.bincount(group[known], minlength=len(keys)),
        expected=np.bincount(group[asked], minlength=len(keys)),
    )


def _grouped(table: pd.DataFrame, by: list[str]) -> tuple[np.ndarray, pd.DataFrame]:
    """The group of every row, and the groups in order of their dimensions."""
    code = np.zeros(len(table), dtype=np.int64)
    members = []
    for name in by:
        codes, values = pd.factorize(table[name], sort=True)
        code = code * len(values) + codes
        members.append(values)
    there, group = np.unique(code, return_inverse=True)
    at = np.unravel_index(there, [max(len(values), 1) for values in members])
    return group, pd.DataFrame({name: values.take(i) for name, values, i in zip(by, members, at, strict=True)})


def _sums(values: np.ndarray, group: np.ndarray, size: int) -> np.ndarray:
    known = ~np.isnan(values)
    group, values = group[known], values[known]
    return np.where(np.bincount(group, minlength=size), np.bincount(group, values, size), np.nan)


def blank_is_no(indicator: Indicator) -> bool:
    """Whether the denominator is the whole register, a unit without an answer included."""
    counted = isinstance(indicator.formula, CountUnits | CountCells)
    return counted and indicator.blank in (BlankRule.BLANK_IS_NO, BlankRule.NO_CELL)


def _valued(result: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    num, den, units, expected = (result[name].to_numpy() for name in ("num", "den", "units", "expected"))
    no = np.zeros(len(result), dtype=bool)
    if isinstance(indicator.formula, Headcount):
        value, undefined = num, no
    else:
        if indicator.blank in (BlankRule.BLANK_IS_NO, BlankRule.NO_CELL):
            num = np.where(np.isnan(den) | ~np.isnan(num), num, 0.0)
        undefined = np.isnan(den) | (den == 0)
        value = num / np.where(undefined, np.nan, den)
    # sides that come from different units: one of them may lack every return
    one_sided = np.isnan(num) | np.isnan(den) if isinstance(indicator.formula, Crossed) else no
    refused = units < expected if indicator.blank is BlankRule.REFUSE else no
    status = np.select(
        [expected == 0, (units == 0) | one_sided, refused, undefined],
        [NOT_APPLICABLE, MISSING, REFUSED, UNDEFINED],
        REPORTED,
    )
    shown = np.where(status == REPORTED, value, np.nan)
    return result.assign(num=num, value=shown, status=status, flag=_flag(shown, indicator))


def _flag(value: np.ndarray, indicator: Indicator) -> np.ndarray:
    """Marks values below 0, and shares above 1: they are returned as they are and must be explained."""
    outside = (value < 0) | ((value > 1) & (indicator.unit in SHARES))
    return np.where(outside, OUTSIDE, "")


def _worst(parts: Sequence[pd.DataFrame], value: pd.Series) -> pd.Series:
    """What stands in the way of a value computed from others."""
    states = pd.concat([part["status"] for part in parts], axis=1)
    status = pd.Series(REPORTED, index=value.index)
    for worse in (UNDEFINED, REFUSED, MISSING, NOT_APPLICABLE):
        status = status.mask((states == worse).any(axis=1), worse)
    return status.mask(status.eq(REPORTED) & value.isna(), UNDEFINED)


def _derived(formula: Derived, data: Dataset, *, by: list[str], catalogue: Sequence[Indicator]) -> pd.DataFrame:
    known = {item.code: item for item in catalogue}
    parts = [
        _part(known[i.code], data, by=by, catalogue=catalogue, part=replace(WHOLE, sex=i.sex)) for i in formula.inputs
    ]
    parts = _on_the_same_rows(parts, by)
    found = formula.function(*(part["value"].to_numpy(dtype=float) for part in parts))
    value = pd.Series(np.asarray(found, dtype=float), index=parts[0].index)
    if formula.least:
        few = np.any([part["num"].lt(formula.least) for part in parts], axis=0)
        value = value.mask(few)
    status = _worst(parts, value)
    return parts[0][by].assign(
        num=np.nan,
        den=np.nan,
        value=value.where(status.eq(REPORTED)),
        status=status,
        units=parts[0]["units"],
        expected=parts[0]["expected"],
        flag=np.where(np.any([part["flag"].eq(OUTSIDE) for part in parts], axis=0), OUTSIDE, ""),
    )[[*by, *RESULT_COLUMNS]]


def _on_the_same_rows(parts: list[pd.DataFrame], by: list[str]) -> list[pd.DataFrame]:
    """Inputs that do not exist at the same levels meet at the rows that all of them have."""
    if all(part[by].equals(parts[0][by]) for part in parts):
        return parts
    shared = parts[0][by]
    for part in parts[1:]:
        shared = shared.merge(part[by], on=by)
    return [shared.merge(part, on=by, how="left") for part in parts]


def _contrast(indicator: Indicator, formula: Contrast, data: Dataset, *, by: list[str], part: Part) -> pd.DataFrame:
    """The rate of the group less the rate of everybody else, over units that know both."""
    group = part.group
    if group == ALL and formula.groups != (EVERY_PART,):
        group = formula.groups[0]
    everybody = unit_counts(indicator, data, part=replace(part, group=ALL))
    inside = unit_counts(indicator, data, part=replace(part, group=group))
    both = everybody["state"].eq(IN) & inside["state"].eq(IN)
    out = everybody["state"].eq(OUT) | inside["state"].eq(OUT)
    table = inside.assign(
        state=state_of(out=out.to_numpy(), known=both.to_numpy()),
        num=inside["num"].where(both), den=inside["den"].where(both),
        rest_num=(everybody["num"] - inside["num"]).where(both),
        rest_den=(everybody["den"] - inside["den"]).where(both),
    )  # fmt: skip
    result = _valued(_added(table, indicator, by=by), indicator)
    rest = table.groupby(by, observed=True, sort=True)[["rest_num", "rest_den"]].sum(min_count=1).reset_index()
    gap = formulas.gap(result["value"], male=formulas.share(rest["rest_num"], whole=rest["rest_den"]))
    enough = result["den"].ge(formula.least) & rest["rest_den"].ge(formula.least)
    status = result["status"].mask(result["status"].eq(REPORTED) & ~(enough & gap.notna()), UNDEFINED)
    if group == ALL:
        status = status.where(status.eq(MISSING), NOT_APPLICABLE)
    # a gap is no quotient of its counts: nobody shall divide them again
    result = result.assign(num=np.nan, den=np.nan, value=gap.where(status.eq(REPORTED)), status=status)
    return result[[*by, *RESULT_COLUMNS]]


def _to_target(formula: ToTarget, data: Dataset, *, by: list[str], catalogue: Sequence[Indicator]) -> pd.DataFrame:
    of = next(item for item in catalogue if item.code == formula.of)
    table = compute(of, data, by=by, catalogue=catalogue).copy()
    item = next((found for _, found in data.plan.target_indicators() if found.indicator == formula.of), None)
    if item is None:
        return table.assign(num=np.nan, den=np.nan, value=np.nan, status=NOT_APPLICABLE, flag="")
    base_year = data.plan.baseline.year
    rules = [rule_at(item, year=int(year), base_year=base_year) for year in table["year"]]
    needed = [
        extra_women(Count(int(num), int(den)), rule=rule) if status == REPORTED else None
        for num, den, status, rule in zip(table["num"], table["den"], table["status"], rules, strict=True)
    ]
    table["value"] = pd.Series(needed, index=table.index, dtype=float)
    return table.assign(num=table["value"], den=np.nan)
