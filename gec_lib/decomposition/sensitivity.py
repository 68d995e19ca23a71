"""Does the verdict hang on a definition: public schools only, master's or higher, other codes of dropping out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from fractions import Fraction

import pandas as pd

from gec_lib.register import units_at
from gec_lib.results import Results, breaks_of
from gec_lib.verdicts import Count, Rule, Verdict, judge
from gec_lib.verdicts.plan_rules import rule_at

PUBLIC_SCHOOL = "public"
# Indicators that tell the same by a wider or another definition, by the one they vary.
OTHER_DEFINITIONS = {
    "T1-01a": ("T1-01b",),
    "T2-01a": ("T2-03a",),
    "T3-01a": ("T3-03a",),
    "N09-1a": ("N09-1b", "N09-1c"),
    "N10-1a": ("N10-1c", "N10-1d"),
}


@dataclass(frozen=True)
class Variant:
    """One definition: its indicator, whether of public schools only, its count, and the verdict under the same rule.

    ``verdict`` is None where the plan sets no target; ``changes`` says that it is another than the default's, or,
    without a target, None.
    """

    code: str
    public_only: bool
    count: Count | None
    verdict: Verdict | None
    changes: bool | None

    @property
    def value(self) -> Fraction | None:
        return self.count.value if self.count else None


def public_only(found: Results, *, units: pd.DataFrame) -> Results:
    """The same results over public schools alone; wards, which nobody owns, stay.

    Parameters
    ----------
    found : Results
        The opened results.
    units : DataFrame
        The register (`gec_lib.codelists.UNIT_COLUMNS`); ownership is read on the reference day of each year.
    """
    keep: set[tuple[int, str, str]] = set()
    for year in found.data.years:
        day = found.plan.calendar.reference.on(year).isoformat()
        valid = units_at(units, date=day)
        public = valid[valid["ownership"].isin([PUBLIC_SCHOOL, ""])]
        keep |= {(year, unit, level) for unit, level in public[["unit", "level"]].itertuples(index=False)}
    expected = found.data.expected
    at = pd.MultiIndex.from_frame(expected[["year", "unit", "level"]]).isin(list(keep))
    data = replace(found.data, expected=expected[at].reset_index(drop=True), cache={})
    return replace(found, data=data)


def sensitivity(found: Results, code: str, *, year: int, level: str, units: pd.DataFrame) -> tuple[Variant, ...]:
    """An indicator under its other definitions, the default first.

    Parameters
    ----------
    found, code, year, level
        The opened results, an indicator that divides counts, and where.
    units : DataFrame
        The register.
    """
    item = next((item for _, item in found.plan.target_indicators() if item.indicator == code), None)
    rule = None if item is None else rule_at(item, year=year, base_year=found.plan.baseline.year)
    narrowed = public_only(found, units=units)
    tried = [(found, code, False), (narrowed, code, True)]
    tried += [(found, other, False) for other in OTHER_DEFINITIONS.get(code, ())]
    variants = [_variant(of, name, year=year, level=level, rule=rule, public=public) for of, name, public in tried]
    first = variants[0].verdict
    return tuple(replace(v, changes=None if first is None else v.verdict is not first) for v in variants)


def _variant(found: Results, code: str, *, year: int, level: str, rule: Rule | None, public: bool) -> Variant:
    series = _series(found, code, level=level, years=[y for y in found.data.years if y <= year])
    breaks = breaks_of(found.plan, found.indicator(code))
    verdict = None if rule is None else judge(series, rule=rule, year=year, breaks=breaks).verdict
    return Variant(code, public, series.get(year), verdict, None)


def _series(found: Results, code: str, *, level: str, years: Collection[int]) -> dict[int, Count]:
    rows = {year: found.at(code, year=year, level=level) for year in years}
    return {
        year: Count(int(row["num"]), int(row["den"]))
        for year, row in rows.items()
        if row is not None and row["status"] in ("reported", "undefined")
    }
