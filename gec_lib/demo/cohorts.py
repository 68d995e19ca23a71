"""People by year of birth who live in the wards: who is there, and what is counted of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from gec_lib.codelists import ALL, NONE
from gec_lib.demo.draws import Flags, Real, generator, nearly, skewed, tally
from gec_lib.demo.parameters import Setting
from gec_lib.demo.people import DISABILITY, MINORITY, Key, Value
from gec_lib.demo.schools import Ward

YOUTH = (15, 16, 17, 18)
LOWER = (11, 12, 13, 14)
YOUNGEST = (0, 1, 2)
MINORITY_SHARE = 0.02  # of adults, as of pupils in demo_parameters.csv


@dataclass(frozen=True)
class Cohort:
    """Everyone of one birth year who ever lives in the district, in the order of arrival.

    ``late`` orders them by how long they take to finish lower secondary; ``home`` is the place of the ward.
    """

    home: np.ndarray
    arrival: Real
    female: Flags
    minority: Flags
    disability: Flags
    exempt: Flags
    late: Real
    luck: Real


@dataclass(frozen=True)
class Survey:
    """The cohorts of a district, and the wards where everybody finished in the last year."""

    setting: Setting
    seed: int
    wards: tuple[Ward, ...]
    cohorts: Mapping[int, Cohort]
    complete: frozenset[int]


def present_at(survey: Survey, age: int, year: int) -> tuple[Cohort, Flags]:
    """The cohort of an age and who of it lives in the district that year."""
    cohort = survey.cohorts[year - age]
    growth = survey.setting.need("", level=NONE, quantity="net migration").at(year)
    return cohort, cohort.arrival < growth ** (year - survey.setting.last)


def cells(cohort: Cohort, member: Flags, measure: str, category: str) -> dict[Key, Value]:
    return {
        (measure, category, ALL): tally(member, cohort.female),
        (measure, category, MINORITY): tally(member & cohort.minority, cohort.female),
        (measure, category, DISABILITY): tally(member & cohort.disability, cohort.female),
    }


def added(parts: list[dict[Key, Value]]) -> dict[Key, Value]:
    total: dict[Key, Value] = {}
    for part in parts:
        for key, (all_, women) in part.items():
            before = total.get(key, (0, 0))
            total[key] = (before[0] + all_, before[1] + women)  # type: ignore[operator]
    return total


def merged(parts: list[dict[Key, Value]]) -> dict[Key, Value]:
    return {key: value for part in parts for key, value in part.items()}


def young(survey: Survey, place: int, year: int) -> dict[Key, Value]:
    """Young residents, who of them is in preschool, and the children of six."""
    values: dict[Key, Value] = {}
    parts = []
    for age in YOUNGEST:
        cohort, present = present_at(survey, age, year)
        here = present & (cohort.home == place)
        share = survey.setting.need("in_preschool", level=NONE, category="a0_2").at(year)
        parts += [
            cells(cohort, here, "residents", "a0_2"),
            cells(cohort, here & (cohort.luck < share), "in_preschool", "a0_2"),
        ]
    values |= added(parts)
    for measure, ages in (("in_preschool", (3, 4, 5)), ("preschool_completed", (6,)), ("in_grade1", (6,))):
        for age in ages:
            cohort, present = present_at(survey, age, year)
            share = survey.setting.need(measure, level=NONE, category=f"a{age}").at(year)
            here = present & (cohort.home == place) & (cohort.luck < share)
            values |= cells(cohort, here, measure, f"a{age}")
    return values


def bands(survey: Survey, place: int, year: int) -> dict[Key, Value]:
    """Nested age bands: people, and who of them cannot read, added from the youngest piece outwards."""
    setting, ward = survey.setting, survey.wards[place]
    pieces = _Pieces(generator(survey.seed, "bands", ward.unit))
    before = {"band_population": 0.0, "illiterate_1": 0.0, "illiterate_2": 0.0}
    for band in setting.codes.members("band"):
        people = setting.need("band_population", level=NONE, category=band)
        whole = {"band_population": people.at(year) * ward.weight}
        pieces.add(
            ("band_population",), band, whole["band_population"] - before["band_population"], people.women_at(year)
        )
        rates = {m: setting.need(m, level=NONE, category=band) for m in ("illiterate_1", "illiterate_2")}
        whole |= {m: rate.at(year) * whole["band_population"] for m, rate in rates.items()}
        factor = skewed(generator(survey.seed, "readers", ward.unit, band), rates["illiterate_2"].deviation)
        lower, upper = ((whole[m] - before[m]) * factor for m in rates)
        women = rates["illiterate_2"].women_at(year)
        # Whoever has not finished grade 3 has not finished grade 5 either: the lower level is part of the upper.
        pieces.add(("illiterate_1", "illiterate_2"), band, lower, women)
        pieces.add(("illiterate_2",), band, upper - lower, women)
        before = whole
    return pieces.values


class _Pieces:
    """Counts that grow from the narrowest band outwards."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng = rng
        self.values: dict[Key, Value] = {}
        self.sums: dict[tuple[str, str], tuple[int, int]] = {}

    def add(self, measures: tuple[str, ...], band: str, expected: float, women: float) -> None:
        """Add people of a band who are in no narrower one to each measure."""
        count = nearly(self.rng, expected)
        female = min(count, nearly(self.rng, count * women))
        minority = nearly(self.rng, MINORITY_SHARE * count)
        minority_women = min(minority, female, nearly(self.rng, minority * women))
        minority = min(minority, minority_women + count - female)
        for group, (total, part) in ((ALL, (count, female)), (MINORITY, (minority, minority_women))):
            for measure in measures:
                known = self.sums.get((measure, group), (0, 0))
                self.sums[measure, group] = (known[0] + total, known[1] + part)
                self.values[measure, band, group] = self.sums[measure, group]
