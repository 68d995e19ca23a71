"""Pupils as arrays: everything a return says of them is counted, so that every sum and every part agrees."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace

import numpy as np

from gec_lib.codelists import ALL
from gec_lib.demo.draws import Flags, Real, Whole, some, tally
from gec_lib.demo.parameters import Setting
from gec_lib.demo.schools import School

MINORITY, DISABILITY, POOR, ORPHAN, MIGRANT = GROUPS = (
    "ethnic_minority",
    "disability",
    "poor_or_near_poor",
    "orphan",
    "migrant",
)
Value = tuple[int | float | str | None, int | float | None]
Key = tuple[str, str, str]


@dataclass(frozen=True)
class Pupils:
    """Pupils of one school, one entry each; ``grade`` is a place in the level's tuple of grades."""

    grade: Whole
    female: Flags
    birth: Whole
    groups: Mapping[str, Flags]
    repeats: Flags

    def __len__(self) -> int:
        return len(self.grade)

    def only(self, kept: Flags) -> Pupils:
        """The pupils that are kept."""
        return Pupils(
            grade=self.grade[kept],
            female=self.female[kept],
            birth=self.birth[kept],
            groups={name: flags[kept] for name, flags in self.groups.items()},
            repeats=self.repeats[kept],
        )

    def with_others(self, others: Pupils) -> Pupils:
        """These pupils and others."""
        joined = {
            field.name: np.concatenate([getattr(self, field.name), getattr(others, field.name)])
            for field in fields(self)
            if field.name != "groups"
        }
        groups = {name: np.concatenate([flags, others.groups[name]]) for name, flags in self.groups.items()}
        return Pupils(groups=groups, **joined)

    def moved(self, grade: Whole, *, repeats: Flags) -> Pupils:
        """The same pupils in other grades."""
        return replace(self, grade=grade, repeats=repeats)


@dataclass(frozen=True)
class Mix:
    """What new pupils of a school are like."""

    girls: float
    chances: Mapping[str, tuple[float, float]]
    right_age: float


def new_pupils(rng: np.random.Generator, grades: Iterable[int], *, mix: Mix, ages: Whole, year: int) -> Pupils:
    """Pupils who enter given grades.

    Parameters
    ----------
    rng : numpy.random.Generator
        The stream of chance.
    grades : iterable of int
        The grade of each, as a place in the level's tuple of grades.
    mix : Mix
        Shares of the school.
    ages : array of int
        The official age of each grade at the end of the calendar year.
    year : int
        The year whose 30 September they are enrolled at.
    """
    grade = np.fromiter(grades, dtype=np.int64)
    size = len(grade)
    # One girl in every two seats or so: shuffled quantiles keep small groups near the school's share.
    female = rng.permutation((np.arange(size) + rng.uniform()) / max(1, size)) < mix.girls
    late = rng.uniform(size=size)
    off = np.where(late < mix.right_age, 0, np.where(late < mix.right_age + 0.92 * (1 - mix.right_age), 1, -1))
    groups = {
        name: some(rng, np.where(female, for_girls, for_boys)) for name, (for_girls, for_boys) in mix.chances.items()
    }
    return Pupils(grade, female, year - ages[grade] - off, groups, np.zeros(size, dtype=bool))


def mix_of(school: School, setting: Setting, *, girls: float, factors: Mapping[str, float], year: int) -> Mix:
    """Shares of girls and of the groups among a school's new pupils of a year."""
    chances = {}
    for group in GROUPS:
        parameter = setting.find("pupils", level=school.level, group=group)
        if parameter is None:
            chances[group] = (0.0, 0.0)
            continue
        share = min(0.25, parameter.at(year) * factors[group])
        women = parameter.women_at(year)
        chances[group] = (share * women / girls, share * (1 - women) / (1 - girls))
    first = setting.chain(school.level)[0]
    age = setting.find("pupils_official_age", level=school.level, category=first) or setting.find(
        "pupils_by_age", level=school.level, category=first
    )
    return Mix(girls=girls, chances=chances, right_age=age.at(year) if age else 1.0)


def counted(pupils: Pupils, measure: str, categories: Mapping[str, Flags]) -> dict[Key, Value]:
    """Counts of a measure for every category, all pupils and the minority, total and girls."""
    values: dict[Key, Value] = {}
    for category, member in categories.items():
        values[measure, category, ALL] = tally(member, pupils.female)
        values[measure, category, MINORITY] = tally(member & pupils.groups[MINORITY], pupils.female)
    return values


def counted_groups(pupils: Pupils, measure: str, member: Flags) -> dict[Key, Value]:
    """Counts of a measure's total for every group that overlaps others."""
    return {
        (measure, ALL, group): tally(member & pupils.groups[group], pupils.female)
        for group in GROUPS
        if group != MINORITY
    }


def risks(pupils: Pupils, setting: Setting, level: str) -> Real:
    """How much likelier each pupil leaves school than the school's average one, from sex and groups."""
    factor = np.ones(len(pupils))
    for group in GROUPS:
        ratio = setting.find("dropouts", level=level, group=group)
        if ratio is not None:
            factor = np.where(pupils.groups[group], factor * ratio.at(setting.first), factor)
    return factor / factor.mean() if len(factor) else factor
