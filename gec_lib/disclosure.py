"""What a profile may show: which counts of which indicator are hidden, decided once per indicator and year.

The internal profile hides nothing. The public profile hides small counts of people and what would give them away
in the same table of levels × women, men, total; the area's own values of the plan's targets are published by
decision (``publish: headline`` in the plan).
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, field

import pandas as pd

from gec_lib.codelists import ALL, FEMALE, MALE, PUBLIC, TOTAL
from gec_lib.indicators import Indicator
from gec_lib.indicators.records import CountUnits, Pool
from gec_lib.results import Results
from gec_lib.suppression import Structure, suppress

PERSON = "person"


@dataclass(frozen=True)
class Disclosure:
    """The decisions of one edition."""

    profile: str
    found: Results
    _known: dict[tuple[str, int, str], pd.DataFrame | None] = field(default_factory=dict, repr=False, compare=False)

    def hides(self, code: str, *, year: int, level: str, sex: str, side: str) -> bool:
        """Whether a count (``side`` num or den) of an indicator may not be shown."""
        mask = self._mask(code, year, side)
        if mask is None or level not in mask.index:
            return False
        return bool(mask.loc[level, self._column(code, sex, side)])

    def hides_rate(self, code: str, *, year: int, level: str, sex: str) -> bool:
        """Whether a rate may not be shown: numerator, base or complement is hidden, or the base is small."""
        if self.profile != PUBLIC:
            return False
        if self.hides(code, year=year, level=level, sex=sex, side="num"):
            return True
        if self.hides(code, year=year, level=level, sex=sex, side="den"):
            return True
        if self._headline(code, level):
            return False
        mask = self._mask(code, year, "num")
        if mask is not None and level in mask.index and bool(mask.loc[level].any()):
            return True
        row = self.found.at(code, year=year, level=level, sex=sex)
        small = self.found.plan.disclosure.rate_base
        return self._persons(code) and row is not None and 0 < row["den"] < small

    def _column(self, code: str, sex: str, side: str) -> str:
        if _share_of_women(self.found.indicator(code)):
            return FEMALE if side == "num" else TOTAL
        return sex

    def _headline(self, code: str, level: str) -> bool:
        return level == ALL and any(
            item.indicator == code and item.publish == "headline" for _, item in self.found.plan.target_indicators()
        )

    def _persons(self, code: str) -> bool:
        indicator = self.found.indicator(code)
        if isinstance(indicator.formula, CountUnits):
            return False
        terms = [t for side in indicator.terms() for t in side]
        return any(self.found.codes.measure(t.measure).unit == PERSON for t in terms)

    def _mask(self, code: str, year: int, side: str) -> pd.DataFrame | None:
        if self.profile != PUBLIC or not self._persons(code):
            return None
        key = (code, year, side)
        if key not in self._known:
            self._known[key] = self._decide(code, year, side)
        return self._known[key]

    def _decide(self, code: str, year: int, side: str) -> pd.DataFrame | None:
        table = self._table(code, year, side)
        if table is None:
            return None
        levels = tuple(row for row in table.index if row != ALL)
        structure = Structure({ALL: levels} if ALL in table.index and levels else {}, {TOTAL: (FEMALE, MALE)})
        published = pd.DataFrame(False, index=table.index, columns=table.columns)
        if ALL in table.index and self._headline(code, ALL):
            published.loc[ALL] = True
        limits = self.found.plan.disclosure
        threshold = limits.sensitive if self.found.indicator(code).sensitive else limits.threshold
        return suppress(table, structure=structure, threshold=threshold, width=threshold, published=published).hidden

    def _table(self, code: str, year: int, side: str) -> pd.DataFrame | None:
        """Counts of women, men and both by level; None when nothing was reported."""
        rows = {}
        levels = self.found.levels(code)
        for level in levels or (ALL,):
            counts = self._counts(code, year, level, side)
            if counts is not None:
                rows[level] = counts
        if not rows:
            return None
        table = pd.DataFrame.from_dict(rows, orient="index", columns=[FEMALE, MALE, TOTAL]).astype("int64")
        if levels:
            table.loc[ALL] = table.sum()
        return table

    def _counts(self, code: str, year: int, level: str, side: str) -> tuple[int, int, int] | None:
        at = functools.partial(self.found.at, code, year=year, level=level)
        if _share_of_women(self.found.indicator(code)):
            row = at()
            if row is None or pd.isna(row["num"]) or pd.isna(row["den"]):
                return None
            return int(row["num"]), int(row["den"] - row["num"]), int(row["den"])
        if not self.found.indicator(code).by_sex:
            return None
        found = [at(sex=sex) for sex in (FEMALE, MALE, TOTAL)]
        if any(row is None or pd.isna(row[side]) for row in found):
            return None
        women, men, total = (int(row[side]) for row in found if row is not None)
        return women, men, total


def _share_of_women(indicator: Indicator) -> bool:
    formula = indicator.formula
    return isinstance(formula, Pool) and all(t.sex == FEMALE for t in formula.numerator) and not indicator.by_sex
