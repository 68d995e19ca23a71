"""The value of an indicator under other assumptions and on other counts; nothing of it decides or is kept."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, NamedTuple

import pandas as pd

from gec_lib.codelists import ALL, WARD
from gec_lib.decomposition import Edit, reading_of, sensitivity, what_if
from gec_lib.exploring.listing import ExploreError
from gec_lib.narrative.case import FIRM, OPEN, Case
from gec_lib.results import Finding, Results
from gec_lib.verdicts import Judgement, Rule

__all__ = ["COLUMNS", "FIRM", "OPEN", "Given", "Row", "edits_of", "judged", "readings", "rows"]

Given = Edit | Sequence[str | int | None]
FIELDS = ("unit", "level", "measure", "total", "female", "category", "group")
LEAST_FIELDS = 5


class Row(NamedTuple):
    """One assumption, the indicator it speaks of, and what comes out; ``gap`` is a difference of shares of one."""

    what: str
    code: str
    num: int | None
    den: int | None
    value: float | None
    gap: float | None
    verdict: str | None


COLUMNS = Row._fields


def rows(
    found: Results,
    code: str,
    case: Case | None,
    *,
    edits: Sequence[Given],
    units: pd.DataFrame,
    year: int,
    level: str,
) -> list[Row]:
    """The indicator as reported and under every assumption that it allows.

    Parameters
    ----------
    found, code, year, level
        The opened results, an indicator, and where.
    case : Case or None
        Its finding where the plan sets a target.
    edits : sequence
        Cells with other counts.
    units : DataFrame
        The register.
    """
    where: dict[str, Any] = {"year": year, "level": level}
    finding = case.finding if case is not None else None
    table: list[Row] = []
    if finding is not None and finding.applies:
        table.append(_of_finding("reported", finding))
        if edits:
            other = what_if(found, edits_of(edits, found, **where), target=finding.item.id, **where)
            table.append(_of_finding("edited", other))
        table += _of_missing(found, finding)
    elif edits:
        raise ExploreError(f"{code} at level {level!r} has no target: counts are edited for indicators of targets only")
    if _divides_counts(found, code, **where):
        first, *others = sensitivity(found, code, units=units, **where)
        rule = finding.rule if finding is not None else None
        table += [] if finding is not None else [_row("reported", code, first.count, rule, None)]
        if found.indicator(code).unit_type == WARD:  # nobody owns a ward
            others = [one for one in others if not one.public_only]
        for one in others:
            what = "public_only" if one.public_only else "definition"
            table.append(_row(what, one.code, one.count, rule, one.verdict and one.verdict.value))
    return table


def judged(judgement: Judgement) -> tuple[float | None, float | None, str]:
    """Value, distance to the target and verdict."""
    value, margin = judgement.value, judgement.margin
    return (
        None if value is None else float(value),
        None if margin is None else float(margin / 100),
        judgement.verdict.value,
    )


def readings(found: Results, finding: Finding) -> list[tuple[str, float | None, float | None, str, str]]:
    """The two readings of missing returns: assumption, value, gap, verdict, units that it says nothing about."""
    return [
        (r.assumption.value, *judged(r.judgement), ", ".join(found.names.get(unit, unit) for unit in r.unknown))
        for r in reading_of(found, finding)
    ]


def edits_of(given: Sequence[Given], found: Results, *, year: int, level: str) -> list[Edit]:
    """Edits from records or from lists of their fields, each of a unit and a level that are shown.

    Raises
    ------
    ExploreError
        For a list that is too short or too long, or a unit of another place: it would change nothing that is shown.
    """
    edits = [edit if isinstance(edit, Edit) else _edit(edit) for edit in given]
    expected = found.data.expected[found.data.expected["year"].eq(year)]
    shown = set(expected[["unit", "level"]].itertuples(index=False, name=None))
    strange = [e for e in edits if (e.unit, e.level) not in shown or level not in (ALL, e.level)]
    if strange:
        named = ", ".join(f"{edit.unit} ({edit.level})" for edit in strange)
        raise ExploreError(f"edits: {named} is not among the units and levels that are shown; units() lists them")
    return edits


def _edit(fields: Sequence[Any]) -> Edit:
    if isinstance(fields, str) or not LEAST_FIELDS <= len(fields) <= len(FIELDS):
        raise ExploreError(f"edits: found {fields!r}, expected {', '.join(FIELDS)} (the last two may be left out)")
    unit, *rest = fields
    return Edit(str(unit), *rest)


def _of_finding(what: str, finding: Finding) -> Row:
    count = finding.count
    num, den = (count.num, count.den) if count else (None, None)
    return Row(what, finding.item.indicator, num, den, *judged(finding.judgement))


def _of_missing(found: Results, finding: Finding) -> list[Row]:
    """What the missing returns could change: two readings of people, the range of schools."""
    if not finding.missing or finding.count is None:
        return []
    code = finding.item.indicator
    if not finding.of_schools:
        return [Row(what, code, None, None, value, gap, verdict)
                for what, value, gap, verdict, _ in readings(found, finding)]  # fmt: skip
    ends = (("lowest", finding.firmness.low), ("highest", finding.firmness.high))
    return [
        Row(what, code, None, None, float(end), float(end - finding.rule.value), None)
        for what, end in ends
        if end is not None
    ]


def _row(what: str, code: str, count: Any, rule: Rule | None, verdict: str | None) -> Row:
    value: Fraction | None = count.value if count else None
    gap = None if value is None or rule is None else float(value - rule.value)
    num, den = (count.num, count.den) if count else (None, None)
    return Row(what, code, num, den, None if value is None else float(value), gap, verdict)


def _divides_counts(found: Results, code: str, *, year: int, level: str) -> bool:
    row = found.at(code, year=year, level=level)
    return row is not None and not pd.isna(row["num"]) and not pd.isna(row["den"]) and float(row["num"]).is_integer()
