"""What the returns of other units say: briefly, so that a whole district can be kept at hand while one is judged."""

from __future__ import annotations

import fnmatch
import functools
import math
import operator
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from gec_lib.codelists import ALL, OBSERVATION_COLUMNS

Place = tuple[float, str]
BRIEF_COLUMNS = ("measure", "category", "group", "total", "female", "cell_total")
brief_of = operator.itemgetter(*(OBSERVATION_COLUMNS.index(name) for name in BRIEF_COLUMNS))
MIN_FIGURES = 15  # below that, equal figures are no wonder


@dataclass(frozen=True)
class Brief:
    """One return in brief: who sent it, its totals with their cells, and a mark of all its figures together.

    ``content`` is zero for a return of too few figures to be told from another one; another process has others.
    """

    unit: str
    form: str
    totals: Mapping[tuple[str, str], Place] = field(repr=False)
    content: int

    @functools.cached_property
    def measures(self) -> frozenset[str]:
        return frozenset(measure for measure, _ in self.totals)

    def sum_of(self, measure: str, codes: Sequence[str]) -> float:
        """The sum of some categories; without any, the total, or all categories where there is none."""
        wanted = codes or [ALL] * ((measure, ALL) in self.totals) or [c for m, c in self.totals if m == measure]
        return sum(self.totals.get((measure, code), (math.nan, ""))[0] for code in wanted)


@dataclass(frozen=True)
class Area:
    """The return at hand, the accepted returns of other units for the same year, and the units that owe each form."""

    own: Brief
    briefs: tuple[Brief, ...]
    due: Mapping[str, frozenset[str]]


def make_brief(figures: Iterable[tuple[Any, ...]], *, unit: str, form: str) -> Brief:
    """A return in brief.

    Parameters
    ----------
    figures : iterable of tuple
        What it says, in the order of ``BRIEF_COLUMNS``.
    unit, form : str
        Whose return it is, and of which form.

    Examples
    --------
    >>> seen = ("pupils", "all", "all", 400.0, 192.0, "D8")
    >>> brief = make_brief([seen], unit="99000001", form="dn_th")
    >>> brief.totals["pupils", "all"], brief.content
    ((400.0, 'D8'), 0)
    """
    totals: dict[tuple[str, str], Place] = {}
    told: list[tuple[str, str, str, float, float]] = []
    for measure, category, group, total, female, cell in figures:
        if group == ALL:
            totals[measure, category] = (total, cell)
        if total > 0:
            told.append((measure, category, group, total, -1.0 if math.isnan(female) else female))
    return Brief(unit, form, totals, hash(frozenset(told)) if len(told) >= MIN_FIGURES else 0)


@dataclass(frozen=True)
class AreaTotals:
    """Sums over all units for a rule: the returns of other units of its forms, and the return at hand."""

    area: Area
    forms: Collection[str]

    def briefs(self, measure: str) -> tuple[Brief, ...]:
        """The returns that speak of a measure."""
        return tuple(
            brief
            for brief in (self.area.own, *self.area.briefs)
            if any(fnmatch.fnmatchcase(brief.form, pattern) for pattern in self.forms) and measure in brief.measures
        )

    def units(self, measure: str) -> set[str]:
        """The units that sent one of them."""
        return {brief.unit for brief in self.briefs(measure)}

    def of(self, measure: str, codes: Sequence[str]) -> float | None:
        """The sum over units; nothing while a unit that owes such a return has not sent it, or left a blank."""
        briefs = self.briefs(measure)
        for form in {brief.form for brief in briefs}:
            sent = {brief.unit for brief in briefs if brief.form == form}
            if not self.area.due.get(form, frozenset()) <= sent:
                return None
        if not briefs:
            return None
        return _known(sum(brief.sum_of(measure, codes) for brief in briefs))


def _known(total: float) -> float | None:
    return None if math.isnan(total) else total
