"""What an edition finds: every target judged at every level, with firmness, people and interval.

The chain of a report in one place: expected units and observations of a snapshot -> indicators -> verdicts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from gec_lib.codelists import ALL, TOTAL, Codes
from gec_lib.formulas import wilson
from gec_lib.indicators import Dataset, Indicator, catalogue, compute, dataset, unit_counts
from gec_lib.indicators.counts import IN, MISSING, whole_units
from gec_lib.indicators.dataset import EXPECTED_COLUMNS, levels_of
from gec_lib.indicators.records import CountCells, CountUnits, Derived, ToTarget
from gec_lib.plan import Plan, Target, TargetIndicator
from gec_lib.register import units_at
from gec_lib.snapshots import Snapshot
from gec_lib.verdicts import (
    Count,
    Firmness,
    Judgement,
    Missing,
    OnePerson,
    Rule,
    converted,
    extra_women,
    firmness_of_people,
    firmness_of_schools,
    in_force,
    judge,
    one_person,
)
from gec_lib.verdicts.plan_rules import rule_at, rules_of


@dataclass(frozen=True)
class Finding:
    """A target's indicator at one level in one reporting year.

    ``applies`` is False where the indicator does not exist (residence-based at a school level); then everything else
    is empty. ``series`` holds the counts of every year with something to divide, ``needed`` the people or schools
    still missing under ``rule``; ``refused`` says that a ward is missing and only a range may be printed.
    """

    target: Target
    item: TargetIndicator
    indicator: Indicator
    level: str
    year: int
    applies: bool
    rule: Rule
    later: Rule | None
    series: Mapping[int, Count]
    judgement: Judgement
    firmness: Firmness
    missing: tuple[Missing, ...]
    one_person: tuple[OnePerson, ...]
    needed: int | None
    interval: tuple[float, float] | None
    refused: bool

    @property
    def count(self) -> Count | None:
        return self.series.get(self.year)

    @property
    def of_schools(self) -> bool:
        return self.item.people == "schools"


@dataclass(frozen=True)
class Results:
    """All that the sections of an edition draw on."""

    plan: Plan
    codes: Codes
    data: Dataset
    indicators: tuple[Indicator, ...]
    year: int
    level: str
    years: tuple[int, ...]
    names: Mapping[str, str]

    def indicator(self, code: str) -> Indicator:
        return next(item for item in self.indicators if item.code == code)

    def table(self, code: str, *, by: Sequence[str], sex: str = TOTAL) -> pd.DataFrame:
        """An indicator over dimensions; see `gec_lib.indicators.compute`."""
        return compute(self.indicator(code), self.data, by=by, catalogue=self.indicators, sex=sex)

    def asks(self, code: str) -> bool:
        """Whether the forms of the home ask for all that an indicator counts; another plan may ask for less."""
        indicator = self.indicator(code)
        formula = indicator.formula
        if isinstance(formula, Derived):
            return all(self.asks(item.code) for item in formula.inputs)
        if isinstance(formula, ToTarget):
            return self.asks(formula.of)
        return all(term.measure in self.codes.measures for side in indicator.terms() for term in side)

    def at(self, code: str, *, year: int, level: str, sex: str = TOTAL) -> Mapping[str, Any] | None:
        """The row of an indicator for a year and a level (``all`` is the whole area), or None."""
        if not self.asks(code):
            return None
        by = ["year"] if level == ALL else ["year", "level"]
        key = ("rows at", code, len(by), sex)
        if key not in self.data.cache:
            rows = self.table(code, by=by, sex=sex).to_dict("records")
            self.data.cache[key] = {(int(row["year"]), row.get("level", ALL)): row for row in rows}
        return self.data.cache[key].get((year, level))

    def levels(self, code: str) -> tuple[str, ...]:
        """School levels at which an indicator exists, in order."""
        found = levels_of(self.indicator(code), self.codes)
        return tuple(level for level in self.codes.school_levels() if level in found)

    def units(self, code: str, *, year: int, level: str, sex: str = TOTAL) -> pd.DataFrame:
        """Counts of each unit behind an indicator's value."""
        key = ("units at", code, year, level, sex)
        if key not in self.data.cache:
            self.data.cache[key] = self._units(code, year=year, level=level, sex=sex)
        return self.data.cache[key]

    def _units(self, code: str, *, year: int, level: str, sex: str) -> pd.DataFrame:
        indicator = self.indicator(code)
        table = unit_counts(indicator, self.data, sex=sex)
        table = table[table["year"].eq(year)]
        if level != ALL:
            return table[table["level"].eq(level)]
        counted = isinstance(indicator.formula, CountUnits | CountCells)
        # heads are given level by level: of a school of two levels one return may count and the other not
        return whole_units(table, indicator) if counted and table["level"].nunique() > 1 else table

    def findings(self, *, year: int, levels: Sequence[str]) -> tuple[Finding, ...]:
        """Every target's indicator at every level, in the plan's order."""
        return tuple(
            self._finding(target, item, level=level, year=year)
            for target, item in self.plan.target_indicators()
            for level in levels
        )

    def _finding(self, target: Target, item: TargetIndicator, *, level: str, year: int) -> Finding:
        key = ("finding", item.id, level, year)
        if key not in self.data.cache:
            self.data.cache[key] = find(self, target, item, level=level, year=year)
        return self.data.cache[key]


def results(data: Dataset, *, year: int, level: str, years: Sequence[int], names: Mapping[str, str]) -> Results:
    """Open the results of a reporting year.

    Parameters
    ----------
    data : Dataset
        The prepared snapshot.
    year : int
        The reporting year that is judged.
    level : str
        A level of the home or ``all``.
    years : sequence of int
        The years the edition looks at, the reporting year included.
    names : mapping of str to str
        Names of units by code.
    """
    return Results(
        plan=data.plan,
        codes=data.codes,
        data=data,
        indicators=catalogue(data.plan, data.codes),
        year=year,
        level=level,
        years=tuple(y for y in years if y <= year),
        names=names,
    )


def expected_units(units: pd.DataFrame, *, plan: Plan, years: Sequence[int]) -> pd.DataFrame:
    """Units of the register on the reference day of every year: columns year, unit, unit_type, level, ward."""
    days = {year: plan.calendar.reference.on(year).isoformat() for year in years}
    parts = [units_at(units, date=day).assign(year=year) for year, day in days.items()]
    return pd.concat(parts, ignore_index=True)[list(EXPECTED_COLUMNS)]


def prepare(snapshot: Snapshot, *, plan: Plan, codes: Codes) -> Dataset:
    """The snapshot as a dataset: its observations, and the units expected in every year of a return."""
    years = sorted(int(year) for year in snapshot.due["year"].unique())
    expected = expected_units(snapshot.units, plan=plan, years=years)
    return dataset(snapshot.observations, expected=expected, codes=codes, plan=plan)


def breaks_of(plan: Plan, indicator: Indicator) -> tuple[int, ...]:
    """Years from which an indicator is no longer comparable with the years before."""
    return tuple(b.from_year for b in plan.breaks if b.forbids_pace and indicator.code in b.indicators)


def find(found: Results, target: Target, item: TargetIndicator, *, level: str, year: int) -> Finding:
    """Judge one target's indicator at one level in one year."""
    plan, indicator = found.plan, found.indicator(item.indicator)
    base_year = plan.baseline.year
    rule = rule_at(item, year=year, base_year=base_year)
    later = [r for r in rules_of(item, base_year=base_year) if r is not rule and r.deadline > rule.deadline]
    applies = level in item.levels
    breaks = breaks_of(plan, indicator)
    rows = found.table(item.indicator, by=["year"] if level == ALL else ["year", "level"])
    rows = rows[rows["year"].le(year)] if level == ALL else rows[rows["year"].le(year) & rows["level"].eq(level)]
    series = _series(rows) if applies else {}
    missing = _missing(found, item, level=level, year=year) if applies else ()
    if item.people == "schools":
        firmness = firmness_of_schools(series, rule=rule, year=year, breaks=breaks, missing=[m.unit for m in missing])
    else:
        firmness = firmness_of_people(series, rule=rule, year=year, breaks=breaks, missing=missing)
    count = series.get(year)
    this_year = rows[rows["year"].eq(year)]
    return Finding(
        target=target,
        item=item,
        indicator=indicator,
        level=level,
        year=year,
        applies=applies,
        rule=rule,
        later=next((r for r in later if in_force(r, year=max(year, r.pace_from))), None),
        series=series,
        judgement=judge(series, rule=rule, year=year, breaks=breaks),
        firmness=firmness,
        missing=missing,
        one_person=one_person(series, rule=rule, year=year, breaks=breaks) if item.people != "schools" else (),
        needed=_needed(item, count, rule),
        interval=_interval(count) if item.people != "schools" else None,
        refused=bool(len(this_year) and this_year["status"].iloc[0] == "refused"),
    )


def _series(rows: pd.DataFrame) -> dict[int, Count]:
    """Counts by year; a year in which nothing was reported, or a total is refused, has none."""
    known = rows[rows["status"].isin(["reported", "undefined"])]
    counts = known[["year", "num", "den"]].astype("int64")
    return {year: Count(num, den) for year, num, den in counts.itertuples(index=False)}


def _needed(item: TargetIndicator, count: Count | None, rule: Rule) -> int | None:
    if count is None or not count.den:
        return None
    return extra_women(count, rule=rule) if item.people == "women" else converted(count, rule=rule)


def _interval(count: Count | None) -> tuple[float, float] | None:
    if count is None or not count.den:
        return None
    low, high = wilson(count.num, total=count.den)
    return float(low), float(high)


def _missing(found: Results, item: TargetIndicator, *, level: str, year: int) -> tuple[Missing, ...]:
    """Units of the register without a usable return, with their size: the last accepted return, else an estimate."""
    if item.people == "schools":
        units = found.units(item.indicator, year=year, level=level)
        absent = units[units["state"].eq(MISSING)]
        return tuple(Missing(unit, 1, estimated=False) for unit in sorted(absent["unit"]))
    units = unit_counts(found.indicator(item.indicator), found.data)
    here = units[units["year"].eq(year)] if level == ALL else units[units["year"].eq(year) & units["level"].eq(level)]
    reported = units[units["state"].eq(IN) & units["year"].lt(year)].sort_values("year", kind="stable")
    medians = here[here["state"].eq(IN)].groupby("level")["den"].median()
    sizes: dict[str, tuple[int, bool]] = {}
    for unit, its_level in here[here["state"].eq(MISSING)][["unit", "level"]].itertuples(index=False):
        own = reported[reported["unit"].eq(unit) & reported["level"].eq(its_level)]["den"]
        size, estimated = (int(own.iloc[-1]), False) if len(own) else (round(float(medians.get(its_level, 0))), True)
        before, guess = sizes.get(unit, (0, False))
        sizes[unit] = (before + size, guess or estimated)
    return tuple(Missing(unit, size, estimated=guess) for unit, (size, guess) in sorted(sizes.items()))
