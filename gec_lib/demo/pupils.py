"""Pupils of a school through the years: intake, movements, results, promotion."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from gec_lib.codelists import ALL, NONE
from gec_lib.demo import people
from gec_lib.demo.course import Course, beginning, intake
from gec_lib.demo.draws import Flags, by_sex, nearly, pick, rate, some, tally
from gec_lib.demo.people import Key, Mix, Pupils, Value

DROPOUT, LEAVES = "yes", "leavers"
NOBODY: Value = (0, 0)


@dataclass(frozen=True)
class Facts:
    """What other returns of the same year need to know: people as (all, women)."""

    pupils: tuple[int, int]
    last_grade: tuple[int, int]
    completers: tuple[int, int]
    classes: Mapping[str, int]


@dataclass(frozen=True)
class SchoolYear:
    """A reporting year of a school: values of the start-of-year and the end-of-year return."""

    start: Mapping[Key, Value]
    end: Mapping[Key, Value]
    facts: Facts


def live(course: Course) -> dict[int, SchoolYear]:
    """All reporting years of a school, the year before the first included."""
    begin = course.setting.first - 2
    pupils = beginning(course, begin)
    years: dict[int, SchoolYear] = {}
    for year in range(begin + 1, course.setting.last + 1):
        end, spring, done = _school_year(course, pupils, year)
        pupils, dropped = _summer(course, spring, done, year, before=len(pupils))
        start = {**_autumn(course, pupils, year), ("summer_dropouts", ALL, ALL): dropped}
        facts = Facts(
            pupils=tally(np.ones(len(pupils), bool), pupils.female),
            last_grade=tally(pupils.grade == course.chain[-1], pupils.female),
            completers=tally(done, spring.female),
            classes={g: int(start["classes", g, ALL][0] or 0) for g in course.grades},
        )
        years[year] = SchoolYear(start=start, end=end, facts=facts)
    return years


def _school_year(course: Course, pupils: Pupils, year: int) -> tuple[dict[Key, Value], Pupils, Flags]:
    """From 30 September of the year before to 31 May: the return, who is there, who completes the level."""
    rng = course.rng("spring", year)
    reason = _leavers(course, rng, pupils, year)
    staying = reason == ""
    out = pick(
        rng,
        staying,
        int(rng.poisson(len(pupils) * _moves(course, "transfers_out", year))),
        by_sex(pupils.female, course.women("transfers_out", year), course.girls),
    )
    arrivals = {name: _arrivals(course, rng, len(pupils), name, year) for name in ("transfers_in", "returners")}
    spring = pupils.only(staying & ~out)
    for others in arrivals.values():
        spring = spring.with_others(others)
    done = _completers(course, rng, spring, year)
    values = {
        ("transfers_out", ALL, ALL): tally(out, pupils.female),
        **{(name, ALL, ALL): tally(np.ones(len(p), bool), p.female) for name, p in arrivals.items()},
        **_leaver_counts(course, pupils, reason),
        **people.counted(spring, "pupils_end", _by_grade(course, spring)),
        **people.counted(spring, "completers", {ALL: done}),
        ("pupils_life_skills", ALL, ALL): _skilled(course, rng, spring, year),
    }
    return values, spring, done


def _moves(course: Course, measure: str, year: int) -> float:
    known = course.value(measure, year) * course.movement
    # A level whose form asks no movements: the last grade still grows or shrinks a little until May.
    return known or max(0.0, course.value("pupils_end", year, category=course.grades[course.chain[-1]]) - 1) / 2


def _arrivals(course: Course, rng: np.random.Generator, size: int, measure: str, year: int) -> Pupils:
    share = _moves(course, measure, year) if measure != "returners" else course.value(measure, year)
    grades = rng.choice(course.chain, size=int(rng.poisson(size * share)))
    mix = course.mix(year - 1)
    other = Mix(girls=course.women(measure, year), chances=mix.chances, right_age=mix.right_age)
    return people.new_pupils(rng, grades, mix=other, ages=course.ages, year=year - 1)


def _leavers(course: Course, rng: np.random.Generator, pupils: Pupils, year: int) -> np.ndarray:
    """The main reason of everyone who leaves, "" for those who do not."""
    reasons = {code: course.setting.codes.get("reason", code).attr for code in course.setting.codes.members("reason")}
    base = course.value("dropouts", year, category=course.grades[course.chain[-1]])
    steps = np.zeros(len(course.grades))
    steps[list(course.chain)] = np.linspace(0.5, 1.6, len(course.chain))
    sexes = by_sex(pupils.female, course.women("dropouts", year), course.girls)
    chances = base * steps[pupils.grade] * sexes * people.risks(pupils, course.setting, course.school.level)
    gone = some(rng, np.minimum(chances, 0.5))
    why = [code for code, attr in reasons.items() if attr.get("dropout") == DROPOUT]
    shares = np.array([course.value(LEAVES, year, category=code) for code in why])
    reason = np.full(len(pupils), "", dtype="U3")
    if gone.any():
        reason[gone] = rng.choice(why, size=int(gone.sum()), p=shares / shares.sum())
    for code in (code for code in reasons if code not in why):
        expected = course.value(LEAVES, year, category=code) * base * len(pupils)
        chosen = pick(rng, (reason == "") & (pupils.grade >= course.chain[-2]), int(rng.poisson(expected)), sexes)
        reason[chosen] = code
    return reason


def _leaver_counts(course: Course, pupils: Pupils, reason: np.ndarray) -> dict[Key, Value]:
    codes = course.setting.codes
    parts = {code: reason == code for code in codes.members("reason")}
    drops = [code for code in parts if codes.get("reason", code).attr.get("dropout") == DROPOUT]
    dropped = np.isin(reason, drops)
    values: dict[Key, Value] = {
        (LEAVES, ALL, ALL): tally(reason != "", pupils.female),
        **{(LEAVES, code, ALL): tally(member, pupils.female) for code, member in parts.items()},
    }
    grades = {code: dropped & member for code, member in _by_grade(course, pupils).items()}
    return values | people.counted(pupils, "dropouts", grades) | people.counted_groups(pupils, "dropouts", dropped)


def _completers(course: Course, rng: np.random.Generator, spring: Pupils, year: int) -> Flags:
    share, women = course.value("completers", year), course.women("completers", year)
    chances = share * by_sex(spring.female, women, 0.475)
    return (spring.grade == course.chain[-1]) & some(rng, np.minimum(chances, 1.0))


def _skilled(course: Course, rng: np.random.Generator, spring: Pupils, year: int) -> Value:
    share = float(np.clip(course.value("pupils_life_skills", year) + course.skills, 0.05, 0.98))
    return tally(some(rng, np.full(len(spring), share)), spring.female)


def _summer(course: Course, spring: Pupils, done: Flags, year: int, *, before: int) -> tuple[Pupils, Value]:
    """From 31 May to 30 September: repeaters, dropouts, migration, promotion, intake."""
    rng = course.rng("summer", year)
    last = spring.grade == course.chain[-1]
    chained = np.isin(spring.grade, course.chain)
    repeats = np.zeros(len(spring), bool)
    share = course.value("repeaters", year)
    if share > 0:
        repeats = last & ~done
        more = nearly(rng, share * before - int(repeats.sum()))
        repeats |= pick(
            rng, chained & ~last, more, by_sex(spring.female, course.women("repeaters", year), course.girls)
        )
    going_on = (chained & ~last) | repeats
    lost = int(rng.poisson(course.value("summer_dropouts", year) * len(spring)))
    weights = by_sex(spring.female, course.women("summer_dropouts", year), course.girls)
    dropped = pick(rng, going_on & ~repeats, lost, weights)
    kept = going_on & ~dropped
    stay = spring.only(kept)
    step = np.array([min(g + 1, len(course.grades) - 1) for g in range(len(course.grades))])
    moved = stay.moved(np.where(repeats[kept], stay.grade, step[stay.grade]), repeats=repeats[kept])
    pupils = moved.with_others(_movers(course, rng, len(moved), year))
    fresh = (g for g in range(len(course.grades)) if g not in course.chain or g == course.chain[0])
    pupils = pupils.with_others(intake(course, rng, fresh, year))
    return pupils, tally(dropped, spring.female)


def _movers(course: Course, rng: np.random.Generator, size: int, year: int) -> Pupils:
    """Children who move into the district in summer beyond those who move out."""
    growth = course.setting.need("", level=NONE, quantity="net migration").at(year) - 1
    known = course.value("transfers_in", year) - course.value("transfers_out", year)
    lost = course.value("dropouts", year, category=course.grades[course.chain[0]])
    count = nearly(rng, size * max(0.0, rng.normal(growth - known + lost, 0.004)))
    grades = rng.choice(course.chain[1:], size=count)
    return people.new_pupils(rng, grades, mix=course.mix(year), ages=course.ages, year=year)


def _by_grade(course: Course, pupils: Pupils) -> dict[str, Flags]:
    """Who is in each grade, in each sum of grades, and in all."""
    found = {code: pupils.grade == place for place, code in enumerate(course.grades)}
    for code, parts in course.setting.sums(course.school.level).items():
        found[code] = np.isin(pupils.grade, [course.grades.index(part) for part in parts])
    return {ALL: np.ones(len(pupils), bool), **found}


def _autumn(course: Course, pupils: Pupils, year: int) -> dict[Key, Value]:
    """The pupil rows of the start-of-year return."""
    rng = course.rng("autumn", year)
    first = course.chain[0]
    entrants = (pupils.grade == first) & ~pupils.repeats
    right = (pupils.grade == first) & (pupils.birth == year - int(course.ages[first]))
    everyone = np.ones(len(pupils), bool)
    values: dict[Key, Value] = {
        **people.counted(pupils, "pupils", _by_grade(course, pupils)),
        **people.counted_groups(pupils, "pupils", everyone),
        **people.counted(pupils, "pupils_official_age", {course.grades[first]: right}),
        **people.counted(pupils, "repeaters", {ALL: pupils.repeats}),
        **people.counted(pupils, "pupils_by_age", _by_age(course, pupils, year)),
        **people.counted(pupils, "new_entrants", _entrants(course, rng, entrants, year)),
    }
    return values | _classes(course, pupils)


def _by_age(course: Course, pupils: Pupils, year: int) -> dict[str, Flags]:
    ages = [int(course.ages[place]) for place in course.chain]
    age = year - pupils.birth
    return {
        f"u{ages[0]}": age < ages[0],
        **{f"a{a}": age == a for a in ages},
        f"o{ages[-1]}": age > ages[-1],
    }


def _entrants(course: Course, rng: np.random.Generator, entrants: Flags, year: int) -> dict[str, Flags]:
    straight = entrants & some(rng, np.full(len(entrants), course.value("new_entrants", year, category="straight")))
    found = course.setting.find("new_entrants", level=course.school.level, category="straight_in_area")
    if found is None:
        return {}
    here = rate(rng, found.at(year), 0.5 * found.deviation)
    return {
        ALL: entrants,
        "straight": straight,
        "straight_in_area": straight & some(rng, np.full(len(entrants), here)),
    }


def _classes(course: Course, pupils: Pupils) -> dict[Key, Value]:
    """Classes by grade: a full class more or less, one at least where there are pupils of the chain."""
    side = course.setting.side_grades(course.school.level)
    found: dict[str, int] = {}
    for place, code in enumerate(course.grades):
        size = int((pupils.grade == place).sum())
        found[code] = 0 if code in side or size == 0 else max(1, round(size / course.class_size))
    for code, parts in course.setting.sums(course.school.level).items():
        found[code] = sum(found[part] for part in parts)
    total = sum(found[code] for code in course.grades)
    return {("classes", code, ALL): (count, None) for code, count in {ALL: total, **found}.items()}
