"""What the returns of other units say: briefly, so that a whole district can be kept at hand while one is judged."""

from __future__ import annotations

import fnmatch
import functools
import hashlib
import math
import operator
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from gec_lib.codelists import ALL, OBSERVATION_COLUMNS

Place = tuple[float, str]
BRIEF_COLUMNS = ("measure", "category", "group", "total", "female", "cell_total")
brief_of = operator.itemgetter(*(OBSERVATION_COLUMNS.index(name) for name in BRIEF_COLUMNS))
MIN_FIGURES = 15  # below that, equal figures are no wonder
FEW = "few"


@dataclass(frozen=True)
class Brief:
    """One return in brief: who sent it, a mark of all its figures together, and its totals, looked up when needed."""

    unit: str
    form: str
    mark: str
    read: Callable[[], Iterable[tuple[Any, ...]]] = field(repr=False, compare=False)

    @functools.cached_property
    def totals(self) -> Mapping[tuple[str, str], Place]:
        """The totals of everybody, with their cells."""
        return {(measure, category): (total, cell) for measure, category, group, total, _, cell in self.read()
                if group == ALL}  # fmt: skip

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


def mark_of(figures: Iterable[tuple[Any, ...]]) -> str:
    """A mark that two returns share only when all their figures are equal.

    Parameters
    ----------
    figures : iterable of tuple
        What a return says, in the order of ``BRIEF_COLUMNS``.

    Returns
    -------
    str
        16 hex digits, or ``FEW`` for a return of too few figures to be told from another one.

    Examples
    --------
    >>> mark_of([("pupils", "all", "all", 400.0, 192.0, "D8")]) == FEW
    True
    """
    told = sorted((m, c, g, total, -1.0 if math.isnan(women) else women) for m, c, g, total, women, _ in figures
                  if total > 0)  # fmt: skip
    if len(told) < MIN_FIGURES:
        return FEW
    return hashlib.sha256(repr([(m, c, g, float(t), float(w)) for m, c, g, t, w in told]).encode()).hexdigest()[:16]


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
