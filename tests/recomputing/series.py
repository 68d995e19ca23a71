"""Counts, rates and series of an indicator, and how big the missing units are."""

from __future__ import annotations

import statistics
from dataclasses import dataclass, field
from fractions import Fraction

from tests.recomputing.counting import Count, District
from tests.recomputing.definitions import LED, MONTH, OF_SCHOOLS, PAIRS_DONE, POOLS, TOTAL, WARDS_DONE, WARDS_LITERACY
from tests.recomputing.judging import Share
from tests.recomputing.received import LEVELS, Place

FURTHER = (LED, MONTH, PAIRS_DONE, WARDS_DONE, WARDS_LITERACY)


class NotRecomputedError(LookupError):
    """A kind of claim for which nothing is written here."""


@dataclass
class Series:
    """What the district's workbooks give, year by year from the first that is asked for."""

    district: District
    first_year: int
    _series: dict[tuple[str, int, str], dict[int, Share]] = field(default_factory=dict)

    def count(self, code: str, year: int, level: str, sex: str) -> Count | None:
        if code not in POOLS and code not in OF_SCHOOLS and code not in FURTHER:
            raise NotRecomputedError(f"{code} is not written out here")
        return self.district.count(code, year=year, level=level, sex=sex)

    def rate(self, code: str, year: int, level: str, sex: str) -> Fraction | None:
        count = self.count(code, year, level, sex)
        return count.num / count.den if count is not None and count.den else None

    def by_level(self, code: str, year: int, sex: str) -> list[Share]:
        counts = [self.count(code, year, level, sex) for level in LEVELS]
        return [(count.num, count.den) if count else (Fraction(0), Fraction(0)) for count in counts]

    def series(self, code: str, year: int, level: str) -> dict[int, Share]:
        """Counts of every year up to the reporting year."""
        if (code, year, level) not in self._series:
            counts = {y: self.count(code, y, level, TOTAL) for y in range(self.first_year, year + 1)}
            known = {y: (count.num, count.den) for y, count in counts.items() if count is not None}
            self._series[code, year, level] = known
        return self._series[code, year, level]

    def sizes(self, code: str, year: int, level: str) -> dict[str, int]:
        """People behind each missing unit: its last return, else the median of its level; one for a counted school."""
        count = self.district.count(code, year=year, level=level)
        if code == "T1-01a":
            return dict.fromkeys(count.missing if count else (), 1)
        every = self.district.found(code, year=year, sex=TOTAL)
        wanted = set(self.district.places(code, year=year, level=level))
        sizes: dict[str, int] = {}
        for place, found in every.items():
            if place in wanted and found.state == "missing":
                sizes[place.unit] = sizes.get(place.unit, 0) + self._size(code, year, place)
        return sizes

    def _size(self, code: str, year: int, place: Place) -> int:
        for earlier in range(year - 1, self.first_year - 1, -1):
            before = self.district.found(code, year=earlier, sex=TOTAL).get(place)
            if before is not None and before.state == "in":
                return int(before.den)
        alike = [
            found.den
            for other, found in self.district.found(code, year=year, sex=TOTAL).items()
            if other.level == place.level and found.state == "in"
        ]
        return round(statistics.median(alike)) if alike else 0
