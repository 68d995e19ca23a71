"""What stays the same for a school's pupils through the years, and how many of them come."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from gec_lib.codelists import ALL, NONE
from gec_lib.demo import people
from gec_lib.demo.draws import Whole, generator, nearly, skewed
from gec_lib.demo.parameters import Setting
from gec_lib.demo.people import Mix, Pupils
from gec_lib.demo.schools import School


@dataclass(frozen=True)
class Course:
    """What stays the same for a school's pupils through all years."""

    school: School
    setting: Setting
    seed: int
    grades: tuple[str, ...]
    chain: tuple[int, ...]
    ages: Whole
    girls: float
    factors: Mapping[str, float]
    class_size: float
    movement: float
    skills: float

    def rng(self, topic: str, year: int) -> np.random.Generator:
        return generator(self.seed, topic, self.school.unit, self.school.level, year)

    def mix(self, year: int) -> Mix:
        return people.mix_of(self.school, self.setting, girls=self.girls, factors=self.factors, year=year)

    def value(self, measure: str, year: int, *, category: str = ALL, quantity: str = "") -> float:
        """A parameter of the school's level, zero where the level has none."""
        found = self.setting.find(measure, level=self.school.level, category=category, quantity=quantity)
        return max(0.0, found.at(year)) if found else 0.0

    def women(self, measure: str, year: int) -> float:
        found = self.setting.find(measure, level=self.school.level)
        return found.women_at(year) if found else self.girls


def make_course(school: School, setting: Setting, *, seed: int) -> Course:
    """The constants of a school."""
    rng = generator(seed, "course", school.unit, school.level)
    grades = setting.codes.parts("grade", level=school.level)
    chain = setting.chain(school.level)
    first = setting.first_age(school.level)
    ages = np.array([first + chain.index(g) if g in chain else first - 1 for g in grades], dtype=np.int64)
    size = setting.need("classes", level=school.level, category=chain[0])
    pupils = setting.need("pupils", level=school.level, category=chain[0])
    moves = setting.find("transfers_in", level=school.level)
    skills = setting.find("pupils_life_skills", level=school.level)
    spread = {g: setting.find("pupils", level=school.level, group=g) for g in people.GROUPS}
    return Course(
        school=school,
        setting=setting,
        seed=seed,
        grades=grades,
        chain=tuple(grades.index(g) for g in chain),
        ages=ages,
        girls=float(np.clip(rng.normal(pupils.women_at(setting.first), 0.6 * pupils.women_spread), 0.44, 0.51)),
        factors={g: skewed(rng, p.deviation) if p else 0.0 for g, p in spread.items()},
        class_size=float(
            np.clip(rng.normal(size.at(setting.first), size.deviation), 0.75 * size.at(setting.first), 50)
        ),
        movement=skewed(rng, moves.deviation) if moves else 1.0,
        skills=float(rng.normal(0, skills.deviation)) if skills else 0.0,
    )


def _residents(course: Course, *, birth: int, year: int) -> float:
    """Children of a birth year in the district; before the oldest and after the youngest the nearest stands in."""
    sizes = [row for row in course.setting.rows if row.measure == "residents" and row.category.isdigit()]
    nearest = min(sizes, key=lambda row: abs(int(row.category) - birth))
    growth = course.setting.need("", level=NONE, quantity="net migration").at(year)
    return nearest.at(year) * growth ** (year - course.setting.first)


def _seats(course: Course, grade: int, year: int) -> float:
    """Expected pupils of a grade from the children who live in the district."""
    code, age = course.grades[grade], int(course.ages[grade])
    share = course.value("pupils", year, category=code) * course.school.weight
    if grade in course.chain:
        return share * _residents(course, birth=year - age, year=year)
    beside = course.setting.side_grades(course.school.level).get(code)
    if beside is not None:
        return float(beside["share"]) * _seats(course, course.grades.index(beside["beside"]), year)
    return share * sum(_residents(course, birth=year - k, year=year) for k in range(age + 1))


def intake(course: Course, rng: np.random.Generator, grades: Iterable[int], year: int) -> Pupils:
    """Pupils who enter grades of their district's age."""
    wanted = [g for g in grades for _ in range(nearly(rng, _seats(course, g, year) * rng.normal(1, 0.02)))]
    return people.new_pupils(rng, wanted, mix=course.mix(year), ages=course.ages, year=year)


def beginning(course: Course, year: int) -> Pupils:
    """All pupils of the year in which the story begins."""
    return intake(course, course.rng("intake", year), range(len(course.grades)), year)
