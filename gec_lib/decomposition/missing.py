"""The two readings of missing returns for a target's finding: they held their last counts, or were like reporters."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd

from gec_lib.codelists import ALL
from gec_lib.indicators import unit_counts
from gec_lib.indicators.counts import IN, MISSING
from gec_lib.results import Finding, Results, breaks_of
from gec_lib.verdicts import Count, Guess, Reading, readings


def reading_of(found: Results, finding: Finding) -> tuple[Reading, Reading]:
    """The verdict if missing units held their last counts, and if they were like those of their level that reported.

    Parameters
    ----------
    found : Results
        The opened results.
    finding : Finding
        A target's indicator at a level, from the same results.

    Raises
    ------
    ValueError
        For counts of schools, which have no size, and where the indicator does not exist at the level.
    """
    if finding.of_schools or not finding.applies:
        raise ValueError(
            f"{finding.indicator.code} at level {finding.level!r} is no rate of people; ask for its range instead"
        )
    table = unit_counts(finding.indicator, found.data)
    if finding.level != ALL:
        table = table[table["level"].eq(finding.level)]
    here, before = table[table["year"].eq(finding.year)], table[table["year"].lt(finding.year) & table["state"].eq(IN)]
    rates = here[here["state"].eq(IN)].groupby("level", observed=True)[["num", "den"]].sum()
    sizes = {unit.unit: unit.size for unit in finding.missing}
    guesses = []
    for unit, rows in here[here["state"].eq(MISSING)].groupby("unit", observed=True):
        parts = [_last(before, unit=str(unit), level=level) for level in rows["level"]]
        known = [part for part in parts if part is not None]
        last = Count(sum(c.num for c in known), sum(c.den for c in known)) if len(known) == len(parts) else None
        guesses.append(Guess(str(unit), sizes[str(unit)], last=last, rate=_rate(rates, list(rows["level"]))))
    return readings(
        finding.series,
        rule=finding.rule,
        year=finding.year,
        breaks=breaks_of(found.plan, finding.indicator),
        missing=guesses,
    )


def _last(before: pd.DataFrame, *, unit: str, level: str) -> Count | None:
    own = before[before["unit"].eq(unit) & before["level"].eq(level)].sort_values("year", kind="stable")
    return Count(int(own["num"].iloc[-1]), int(own["den"].iloc[-1])) if len(own) else None


def _rate(rates: pd.DataFrame, levels: list[str]) -> Fraction | None:
    """Of all units of these levels that reported."""
    known = rates.loc[[level for level in levels if level in rates.index]].sum()
    return Fraction(int(known["num"]), int(known["den"])) if known["den"] else None
