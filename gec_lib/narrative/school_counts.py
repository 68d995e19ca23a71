"""Counts of single schools and of few of them, summed without frames: thousands of pages are made in one run.

The rules are those of `gec_lib.indicators.counts`: a unit is in, missing or out; where a blank counts as no, every
unit that is asked stands in the denominator. A test compares the sums with `gec_lib.indicators.compute`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

from gec_lib.claims import MISSING, NOT_APPLICABLE
from gec_lib.codelists import FEMALE, FILLED, MALE, TOTAL
from gec_lib.indicators import Indicator, unit_counts
from gec_lib.indicators.counts import IN, OUT, blank_is_no
from gec_lib.results import Results

READ = ("year", "unit", "category", "group", "status", "total", "female", "file", "sheet", "cell_total", "cell_female")


@dataclass(frozen=True)
class One:
    """An indicator at one school: numerator and denominator where they are known, and its state."""

    unit: str
    ward: str
    num: float
    den: float
    state: str


@dataclass(frozen=True)
class Pooled:
    """Sums over schools; ``mark`` stands for them when there are none."""

    num: int
    den: int
    mark: str = ""


@dataclass(frozen=True)
class Read:
    """One observation with the cells that it was read from."""

    year: int
    unit: str
    category: str
    group: str
    status: str
    total: float
    female: float
    file: str
    sheet: str
    cell_total: str
    cell_female: str

    def known(self, sex: str) -> bool:
        """Whether the cell was answered for a sex."""
        value = {TOTAL: self.total, FEMALE: self.female, MALE: self.total - self.female}[sex]
        return self.status in FILLED and not math.isnan(value)


@dataclass
class Counts:
    """Schools of one level: their counts by indicator and year, their observations by measure; read once."""

    found: Results
    level: str
    _units: dict[tuple[str, str], dict[int, tuple[One, ...]]] = field(default_factory=dict, repr=False)
    _rows: dict[str, tuple[Read, ...]] = field(default_factory=dict, repr=False)

    def units(self, code: str, *, year: int, sex: str) -> tuple[One, ...]:
        """Every school of the register at the level, in the order of the register."""
        if (code, sex) not in self._units:
            table = unit_counts(self.found.indicator(code), self.found.data, sex=sex)
            table = table[table["level"].eq(self.level)]
            by_year: dict[int, list[One]] = {}
            columns = (table[name].tolist() for name in ("year", "unit", "ward", "num", "den", "state"))
            for year_of, *values in zip(*columns, strict=True):
                by_year.setdefault(int(year_of), []).append(One(*values))
            self._units[code, sex] = {key: tuple(values) for key, values in by_year.items()}
        return self._units[code, sex].get(year, ())

    def pooled(self, indicator: Indicator, among: Iterable[One]) -> Pooled:
        """Sums over some schools, as the indicator counts them."""
        asked = [one for one in among if one.state != OUT]
        known = [one for one in asked if one.state == IN]
        if not asked or not known:
            return Pooled(0, 0, MISSING if asked else NOT_APPLICABLE)
        return Pooled(
            _sum(one.num for one in known), _sum(one.den for one in (asked if blank_is_no(indicator) else known))
        )

    def read(self, measure: str) -> tuple[Read, ...]:
        """Observations of a measure at the level."""
        if measure not in self._rows:
            rows = self.found.data.observations(measure)
            rows = rows[rows["level"].eq(self.level)]
            self._rows[measure] = tuple(Read(*values) for values in zip(*(rows[c].tolist() for c in READ), strict=True))
        return self._rows[measure]


def _sum(values: Iterable[float]) -> int:
    return int(sum(value for value in values if not math.isnan(value)))
