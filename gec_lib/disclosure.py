"""What a profile may show: which counts of which indicator are hidden, decided once per indicator and year.

The internal profile hides nothing. The public profile hides small counts of people and what would give them away
in the same table of levels × women, men, total; the area's own values of the plan's targets are published by
decision (``publish: headline`` in the plan). What is computed from hidden counts is hidden with them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from gec_lib.codelists import ALL, FEMALE, MALE, PUBLIC, TOTAL
from gec_lib.indicators import Indicator
from gec_lib.indicators.records import Contrast, CountCells, CountUnits, Derived, Pool, ToTarget
from gec_lib.results import Results
from gec_lib.suppression import Structure, suppress

PERSON = "person"
NUM, DEN, REST = "num", "den", "rest"
SEXES = {TOTAL: (FEMALE, MALE)}


@dataclass(frozen=True)
class Disclosure:
    """The decisions of one edition."""

    profile: str
    found: Results
    _known: dict[tuple[str, int, str], pd.DataFrame | None] = field(default_factory=dict, repr=False, compare=False)

    def hides(self, code: str, *, year: int, level: str, sex: str, side: str) -> bool:
        """Whether a count (``side`` num or den) of an indicator may not be shown."""
        formula = self.found.indicator(code).formula
        if isinstance(formula, ToTarget):
            return self.hides_rate(formula.of, year=year, level=level, sex=TOTAL)
        column = self._column(code, sex, side)
        # what remains of the denominator is as easily told as the numerator itself
        return any(_at(self._mask(code, year, s), level, column) for s in ((NUM, REST) if side == NUM else (DEN,)))

    def hides_rate(self, code: str, *, year: int, level: str, sex: str) -> bool:
        """Whether a value may not be shown: counts, complement or inputs are hidden, or the base is small."""
        if self.profile != PUBLIC:
            return False
        at: dict[str, Any] = {"year": year, "level": level}
        formula = self.found.indicator(code).formula
        if isinstance(formula, Contrast):
            return True  # a group and everybody else are not in the tables that protect each other
        if isinstance(formula, ToTarget):
            return self.hides_rate(formula.of, sex=TOTAL, **at)
        if isinstance(formula, Derived):
            return any(self.hides_rate(item.code, sex=item.sex, **at) for item in formula.inputs)
        if any(self.hides(code, sex=sex, side=side, **at) for side in (NUM, DEN)):
            return True
        if self._headline(code, level):
            return False
        for side in (NUM, REST):
            mask = self._mask(code, year, side)
            if mask is not None and level in mask.index and bool(mask.loc[level].any()):
                return True
        row = self.found.at(code, year=year, level=level, sex=sex)
        small = self.found.plan.disclosure.rate_base
        return self._protected(code) and row is not None and 0 < row[DEN] < small

    def _column(self, code: str, sex: str, side: str) -> str:
        if _share_of_women(self.found.indicator(code)):
            return FEMALE if side == NUM else TOTAL
        return sex

    def _headline(self, code: str, level: str) -> bool:
        return level == ALL and any(
            item.indicator == code and item.publish == "headline" for _, item in self.found.plan.target_indicators()
        )

    def _protected(self, code: str) -> bool:
        """Whether the counts are of people, or of what is sensitive; units that do something are not."""
        indicator = self.found.indicator(code)
        if isinstance(indicator.formula, CountUnits | CountCells):
            return False
        terms = [t for side in indicator.terms() for t in side]
        people = any(self.found.codes.measure(t.measure).unit == PERSON for t in terms)
        return bool(terms) and (people or indicator.sensitive)

    def _mask(self, code: str, year: int, side: str) -> pd.DataFrame | None:
        if self.profile != PUBLIC or not self._protected(code):
            return None
        key = (code, year, side)
        if key not in self._known:
            self._known[key] = self._decide(code, year, side)
        return self._known[key]

    def _decide(self, code: str, year: int, side: str) -> pd.DataFrame | None:
        table = self._table(code, year, side)
        if table is None:
            return None
        limits = self.found.plan.disclosure
        threshold = limits.sensitive if self.found.indicator(code).sensitive else limits.threshold
        nothing = pd.DataFrame(False, index=table.index, columns=table.columns)
        if not (table.ge(1) & table.lt(threshold)).to_numpy().any():
            return nothing
        published = nothing.copy()
        if ALL in table.index and self._headline(code, ALL):
            # the target speaks of both sexes together, a target on the share of women of all its parts
            published.loc[ALL, table.columns if _share_of_women(self.found.indicator(code)) else [TOTAL]] = True
        sexes, levels = _sexes_add_up(table), _levels_add_up(table)
        structure = Structure(
            {ALL: tuple(row for row in table.index if row != ALL)} if levels else {}, SEXES if sexes else {}
        )
        hidden = suppress(table, structure=structure, threshold=threshold, width=threshold, published=published).hidden
        return hidden if sexes and levels else _coupled(hidden, published)

    def _table(self, code: str, year: int, side: str) -> pd.DataFrame | None:
        """Counts by level and sex, the whole area last; None when nothing was reported."""
        levels = self.found.levels(code)
        rows = {level: self._counts(code, year, level, side) for level in (*levels, ALL)}
        known = {level: counts for level, counts in rows.items() if counts is not None}
        return pd.DataFrame.from_dict(known, orient="index").astype("int64") if known else None

    def _counts(self, code: str, year: int, level: str, side: str) -> dict[str, int] | None:
        """Women, men and both; both alone where the indicator does not tell them apart."""
        indicator = self.found.indicator(code)
        if _share_of_women(indicator):
            row = self.found.at(code, year=year, level=level)
            women, total = _count(row, NUM), _count(row, DEN)
            if side == REST or women is None or total is None:
                return None
            return {FEMALE: women, MALE: total - women, TOTAL: total}
        sexes = (FEMALE, MALE, TOTAL) if indicator.by_sex else (TOTAL,)
        found = {sex: _count(self.found.at(code, year=year, level=level, sex=sex), side) for sex in sexes}
        known = {sex: count for sex, count in found.items() if count is not None}
        return known if len(known) == len(sexes) else None


def _count(row: Mapping[str, Any] | None, side: str) -> int | None:
    """A count of a row, in whole numbers; ``rest`` is what the numerator leaves of the denominator."""
    if row is None:
        return None
    number = row[DEN] - row[NUM] if side == REST else row[side]
    return None if pd.isna(number) else max(0, int(number))


def _sexes_add_up(table: pd.DataFrame) -> bool:
    """Whether women and men make the total in every row; a return may give a total without them."""
    return MALE in table.columns and bool((table[FEMALE] + table[MALE]).eq(table[TOTAL]).all())


def _levels_add_up(table: pd.DataFrame) -> bool:
    return ALL in table.index and len(table) > 1 and bool(table.drop(ALL).sum().eq(table.loc[ALL]).all())


def _coupled(hidden: pd.DataFrame, published: pd.DataFrame) -> pd.DataFrame:
    """Where sums do not hold exactly, a difference still tells nearly all: what belongs together hides together."""
    whole = hidden.copy()
    if MALE in whole.columns:
        either = whole[FEMALE] | whole[MALE]
        whole[FEMALE], whole[MALE] = either, either
    if ALL in whole.index:
        whole.loc[ALL] |= whole.any()
    return whole & ~published


def _at(mask: pd.DataFrame | None, level: str, column: str) -> bool:
    if mask is None or level not in mask.index or column not in mask.columns:
        return False
    return bool(mask.loc[level, column])


def _share_of_women(indicator: Indicator) -> bool:
    formula = indicator.formula
    return isinstance(formula, Pool) and all(t.sex == FEMALE for t in formula.numerator) and not indicator.by_sex
