"""What if a count were another: the same functions on edited observations; the snapshot stays as it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from gec_lib.codelists import ALL, REPORTED
from gec_lib.results import Finding, Results


class EditError(ValueError):
    """An edit of a cell that no return has, or to a count that cannot be."""


@dataclass(frozen=True)
class Edit:
    """One cell of one return with other counts; ``female`` is None where the measure is not told by sex."""

    unit: str
    level: str
    measure: str
    total: int
    female: int | None
    category: str = ALL
    group: str = ALL


def what_if(found: Results, edits: Sequence[Edit], *, target: str, year: int, level: str) -> Finding:
    """The finding of a target if some counts of the reporting year were others: verdict, people missing, firmness.

    Parameters
    ----------
    found : Results
        The opened results; they are not changed.
    edits : sequence of Edit
        Cells of the reporting year. A blank cell becomes a reported one.
    target : str
        Id of a target's indicator in the plan, for example ``3b``.
    year, level
        Of the finding.

    Raises
    ------
    EditError
        Naming the cell that is not there, or the counts that cannot be.
    """
    by_measure = dict(found.data.by_measure)
    for edit in edits:
        by_measure[edit.measure] = _edited(by_measure.get(edit.measure), edit, year=year)
    changed = replace(found, data=replace(found.data, by_measure=by_measure, cache={}))
    known = {item.id: (of, item) for of, item in found.plan.target_indicators()}
    if target not in known:
        raise EditError(f"target: found {target!r}, expected one of {', '.join(known)}")
    wanted = known[target][1].id
    return next(f for f in changed.findings(year=year, levels=[level]) if f.item.id == wanted)


def _edited(rows: pd.DataFrame | None, edit: Edit, *, year: int) -> pd.DataFrame:
    where = f"{edit.unit}, level {edit.level}, {edit.measure}, {edit.category}, {edit.group}, {year}"
    if edit.total < 0 or (edit.female is not None and not 0 <= edit.female <= edit.total):
        raise EditError(f"{where}: found {edit.female} of {edit.total}; expected 0 <= women <= total")
    if rows is None:
        raise EditError(f"{where}: no return has this measure; expected a measure of the snapshot")
    at = (
        rows["year"].eq(year)
        & rows["unit"].eq(edit.unit)
        & rows["level"].eq(edit.level)
        & rows["category"].eq(edit.category)
        & rows["group"].eq(edit.group)
    )
    if at.sum() != 1:
        raise EditError(f"{where}: found {at.sum()} cells, expected one; name a cell of a return that is there")
    female = float("nan") if edit.female is None else float(edit.female)
    changed = rows.copy()
    changed.loc[at, ["total", "female"]] = [float(edit.total), female]
    changed.loc[at, "status"] = REPORTED
    return changed
