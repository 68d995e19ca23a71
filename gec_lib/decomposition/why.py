"""Why the rates of women and men, or of two years, differ: rates or composition, and which school or ward.

Counts by unit of one indicator go in; only units that answered count, as in the indicator itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import pandas as pd

from gec_lib import formulas
from gec_lib.codelists import ALL, FEMALE, MALE, TOTAL
from gec_lib.indicators import Indicator, unit_counts
from gec_lib.indicators.counts import IN
from gec_lib.indicators.records import Contrast, Pool
from gec_lib.indicators.units import Part
from gec_lib.results import Results


class Strata(StrEnum):
    """Groups among which composition may differ."""

    LEVEL = "level"
    WARD = "ward"
    UNIT = "unit"


@dataclass(frozen=True)
class Difference:
    """The difference of two pooled rates in percentage points, and what makes it.

    ``rate`` and ``composition`` add up to ``difference``; ``parts`` has one row a stratum with the same two columns.
    """

    difference: float
    rate: float
    composition: float
    parts: pd.DataFrame


def why_sexes_differ(found: Results, code: str, *, year: int, level: str, strata: Strata) -> Difference:
    """Split the gap between women and men into rates and composition.

    Parameters
    ----------
    found : Results
        The opened results.
    code : str
        An indicator that is a pooled rate told by sex.
    year, level
        Of the gap; ``all`` is the whole area.
    strata : Strata
        Levels, wards or units.

    Raises
    ------
    ValueError
        When the indicator has no rate of each sex.

    References
    ----------
    Kitagawa 1955, Journal of the American Statistical Association 50:1168.
    """
    women, men = _both(found, code, year=year, level=level)
    return _difference(women, men, strata)


def why_years_differ(
    found: Results, code: str, *, year: int, before: int, level: str, strata: Strata, sex: str
) -> Difference:
    """Split the change of a rate between two years into rates and composition.

    A school that opened or closed in between has no rate in one of the years: it is composition alone.

    Parameters
    ----------
    found, code, year, level, strata
        As in :func:`why_sexes_differ`.
    before : int
        The earlier year.
    sex : str
        T, F or M.
    """
    _pooled(found, code)
    now, then = (_counts(found, code, year=y, level=level, part=Part(sex=sex)) for y in (year, before))
    return _difference(now, then, strata)


def unit_gaps(found: Results, code: str, *, year: int, level: str, strata: Strata) -> pd.DataFrame:
    """What each school or ward brings to the gap between women and men, the furthest first.

    Returns
    -------
    DataFrame
        Columns: the stratum, women and their events, men and theirs, ``contribution`` (percentage points; they add up
        to the gap), and ``without``: the gap if the stratum were left out, undefined when nobody is left of a sex.
    """
    women, men = _both(found, code, year=year, level=level)
    table = _beside(women, men, strata)
    x, n, y, m = (table[name] for name in ("num", "den", "num_other", "den_other"))
    contribution = formulas.gap_contributions(x, total=n, events_other=y, total_other=m)
    left, left_other = (
        formulas.share(total.sum() - total, whole=whole.sum() - whole) for total, whole in ((x, n), (y, m))
    )
    result = table.assign(contribution=contribution, without=formulas.gap(left, male=left_other))
    result = result.rename(
        columns={"num": "women_events", "den": "women", "num_other": "men_events", "den_other": "men"}
    )
    order = result["contribution"].abs().sort_values(ascending=False, kind="stable").index
    return result.loc[order].reset_index(drop=True)


def share_of_women_change(found: Results, code: str, *, year: int, before: int, level: str) -> dict[str, float]:
    """Split the change of a share of women: what the change in women brought, and what the change in men did.

    "Met because men left" is a men's effect. Percentage points; ``women`` and ``men`` add up to ``difference``.

    Raises
    ------
    ValueError
        When the indicator is no share of women, or a year has no value.
    """
    indicator = _pooled(found, code)
    formula = indicator.formula
    assert isinstance(formula, Pool)
    if not all(term.sex == FEMALE for term in formula.numerator):
        raise ValueError(f"{code} is no share of women; expected one whose numerator counts women alone")
    rows = [found.at(code, year=y, level=level) for y in (year, before)]
    if any(row is None or not row["den"] > 0 for row in rows):
        raise ValueError(f"{code} has no value in {before} or {year} at level {level!r}; choose years with a value")
    (f, n), (f0, n0) = ((float(row["num"]), float(row["den"])) for row in rows if row is not None)
    women, men = formulas.share_change(f, men=n - f, women_before=f0, men_before=n0 - f0)
    return {"difference": 100 * (f / n - f0 / n0), "women": women, "men": men}


def group_by_sex(found: Results, code: str, *, year: int, level: str, group: str) -> pd.DataFrame:
    """A rate of women and men, of a group and of everybody else: where two disadvantages meet.

    Parameters
    ----------
    found, year, level
        As in :func:`why_sexes_differ`.
    code : str
        A pooled rate told by sex, or a gap between a group and the rest, whose rate is then taken.
    group : str
        A group for which both sides of the indicator are asked (ethnic minority, disability, poverty).

    Returns
    -------
    DataFrame
        Rows F and M; columns num, den, rate (of the group), num_rest, den_rest, rate_rest, and gap (percentage points
        between the group and the rest). Only units that answered for the group and for all.

    Raises
    ------
    ValueError
        When the group is not asked.
    """
    indicator = found.indicator(code)
    if not isinstance(indicator.formula, Contrast):
        indicator = _pooled(found, code)
    terms = [term for side in indicator.terms() for term in side]
    known = set.intersection(*(set(found.codes.measure(term.measure).groups) for term in terms))
    asked = ", ".join(sorted(known - {ALL})) or "none"
    if group not in known - {ALL}:
        raise ValueError(f"{code} is not asked for group {group!r}; asked are: {asked}")
    rows = []
    for sex in (FEMALE, MALE):
        whole, part = (
            _counts(found, code, year=year, level=level, part=Part(sex=sex, group=name)).set_index(["unit", "level"])
            for name in (ALL, group)
        )
        both = whole.index.intersection(part.index)
        inside, everybody = part.loc[both, ["num", "den"]].sum(), whole.loc[both, ["num", "den"]].sum()
        rest = everybody - inside
        rows.append((sex, inside["num"], inside["den"], rest["num"], rest["den"]))
    table = pd.DataFrame(rows, columns=["sex", "num", "den", "num_rest", "den_rest"]).set_index("sex")
    table["rate"] = formulas.share(table["num"], whole=table["den"])
    table["rate_rest"] = formulas.share(table["num_rest"], whole=table["den_rest"])
    return table.assign(gap=formulas.gap(table["rate"], male=table["rate_rest"]))


def _pooled(found: Results, code: str) -> Indicator:
    indicator = found.indicator(code)
    if not isinstance(indicator.formula, Pool):
        raise ValueError(f"{code} is not a pooled rate; expected an indicator with a numerator over a denominator")
    return indicator


def _both(found: Results, code: str, *, year: int, level: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    if not _pooled(found, code).by_sex:
        raise ValueError(f"{code} has no rate of each sex; expected an indicator that is repeated by sex")
    where: dict[str, Any] = {"year": year, "level": level}
    return _counts(found, code, part=Part(sex=FEMALE), **where), _counts(found, code, part=Part(sex=MALE), **where)


def _counts(found: Results, code: str, *, year: int, level: str, part: Part) -> pd.DataFrame:
    """Counts of the units that answered."""
    table = unit_counts(found.indicator(code), found.data, sex=TOTAL, part=part)
    table = table[table["year"].eq(year) & table["state"].eq(IN)]
    return table if level == ALL else table[table["level"].eq(level)]


def _beside(one: pd.DataFrame, other: pd.DataFrame, strata: Strata) -> pd.DataFrame:
    sums = [t.groupby(strata.value, observed=True, sort=True)[["num", "den"]].sum() for t in (one, other)]
    joined = sums[0].join(sums[1].add_suffix("_other"), how="outer").fillna(0.0)
    return joined.reset_index()


def _difference(one: pd.DataFrame, other: pd.DataFrame, strata: Strata) -> Difference:
    table = _beside(one, other, strata)
    x, n, y, m = (table[name].to_numpy() for name in ("num", "den", "num_other", "den_other"))
    found = formulas.kitagawa(x, total=n, events_other=y, total_other=m)
    parts = table[[strata.value]].assign(rate=100 * found.rate, composition=100 * found.composition)
    whole = formulas.gap(
        float(formulas.share(x.sum(), whole=n.sum())), male=float(formulas.share(y.sum(), whole=m.sum()))
    )
    if np.isnan(whole):
        return Difference(whole, np.nan, np.nan, parts.assign(rate=np.nan, composition=np.nan))
    return Difference(whole, float(parts["rate"].sum()), float(parts["composition"].sum()), parts)
