"""Does a unit satisfy a condition: yes, no, not known, or nothing to ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from gec_lib.indicators.dataset import Dataset
from gec_lib.indicators.records import AnyCondition, Condition, Equal, Filled, InWindow, Term
from gec_lib.indicators.terms import sum_at


@dataclass(frozen=True)
class Answer:
    """Yes, possible (yes, or nobody answered) and nothing to ask, for a list of units."""

    yes: np.ndarray
    possible: np.ndarray
    nothing: np.ndarray

    @property
    def unknown(self) -> np.ndarray:
        return self.possible & ~self.yes


def answered(conditions: Sequence[AnyCondition], data: Dataset, units: pd.DataFrame) -> Answer:
    """All conditions together: one plain no decides, whatever the others hold or do not apply to."""
    parts = [_answer(condition, data, units) for condition in conditions]
    if not parts:
        every = np.ones(len(units), dtype=bool)
        return Answer(every, every, ~every)
    refuted = np.any([~part.possible & ~part.nothing for part in parts], axis=0)
    nothing = np.any([part.nothing for part in parts], axis=0) & ~refuted
    yes = np.all([part.yes for part in parts], axis=0) & ~nothing
    return Answer(yes, ~refuted & ~nothing, nothing)


def only(condition: AnyCondition, over: Term, category: str) -> AnyCondition:
    """The condition asked of one category of a dimension."""

    def one(item: Term) -> Term:
        return replace(item, category=(category,)) if item.category == over.category else item

    if isinstance(condition, Equal):
        return Equal(tuple(map(one, condition.left)), tuple(map(one, condition.right)))
    return replace(condition, terms=tuple(map(one, condition.terms)))


def _answer(condition: AnyCondition, data: Dataset, units: pd.DataFrame) -> Answer:
    if isinstance(condition, Equal):
        left, right = sum_at(condition.left, data, units), sum_at(condition.right, data, units)
        unknown = left.blank | right.blank
        return Answer(~unknown & (left.count == right.count), unknown | (left.count == right.count), left.nothing)
    found = sum_at(condition.terms, data, units)
    if isinstance(condition, Condition):
        yes = ~found.nothing & (np.nan_to_num(found.count, nan=-1.0) >= condition.minimum)
        return Answer(yes, yes | found.blank, found.nothing)
    if isinstance(condition, Filled):
        filled = ~found.blank & ~found.nothing
        return Answer(filled, filled, found.nothing)
    yes = ~found.nothing & ~found.blank & _inside(found.count, condition, units)
    return Answer(yes, yes | found.blank, found.nothing)


def _inside(dates: np.ndarray, window: InWindow, units: pd.DataFrame) -> np.ndarray:
    days = np.nan_to_num(dates).astype("int64")
    first, last = (month * 100 + day for month, day in (window.first, window.last))
    in_year = days // 10_000 == units["year"].to_numpy(dtype="int64")
    return in_year & (days % 10_000 >= first) & (days % 10_000 <= last)
