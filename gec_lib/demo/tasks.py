"""The equality return of a school: plans, tasks, content on gender, activities, people reached."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from gec_lib.codelists import ALL
from gec_lib.demo.desk import Desk
from gec_lib.demo.draws import nearly, rate, skewed
from gec_lib.demo.people import Key, Value

CONTENT = "n02_2"
NOT_APPLICABLE: Value = ("z", None)
MONEY_STEP = 100_000


def equality_values(desk: Desk) -> dict[Key, Value]:
    """All values of an equality return."""
    answers = {item: desk.yes(desk.bent("task_yes", item, year=desk.year), item) for item in _items(desk, "task_yes")}
    answers[CONTENT] = desk.yes(_content_chance(desk), CONTENT)
    values: dict[Key, Value] = {("task_yes", item, ALL): (int(yes), None) for item, yes in answers.items()}
    values |= _tasks(desk, planned=answers["n01_1"])
    values |= _content(desk, taught=answers[CONTENT])
    values |= _counts(desk, month=answers["n06_1"])
    values |= _staff_people(desk)
    values |= _pupil_people(desk, values)
    values |= _protected(desk)
    return values | _destinations(desk)


def _content_chance(desk: Desk) -> float:
    """Target 1: every school that reports has the content in the last year; the missing returns decide the rest."""
    setting = desk.setting
    passed = (desk.year - setting.first) / (setting.last - setting.first)
    return desk.bent("task_yes", CONTENT, year=setting.first) * (1 - passed) + passed


def _items(desk: Desk, measure: str) -> list[str]:
    items = desk.setting.codes.members("task_item", level=desk.school.level)
    return [item for item in items if desk.setting.codes.get("task_item", item).attr["measure"] == measure]


def _tasks(desk: Desk, *, planned: bool) -> dict[Key, Value]:
    """The eighteen tasks: in the plan, done, evidence, money."""
    values: dict[Key, Value] = {}
    with_plan = max(0.01, min(1.0, desk.bent("task_yes", "n01_1", year=desk.year)))
    steady, fresh = desk.steady("tasks"), desk.fresh("tasks")
    for task in desk.setting.codes.members("task"):
        in_plan = planned and desk.yes(min(1.0, desk.value("task_planned", task) / with_plan), "plan", task)
        done = in_plan and desk.yes(desk.value("task_done", task), "done", task)
        more = max(0.0, desk.value("task_evidence", task) - 1) * skewed(steady, 0.5)
        evidence = 1 + int(fresh.poisson(more))
        # Each school keeps its own scale; a year moves it a little.
        budget = desk.need("budget_planned", task)
        drawn = budget.at(desk.year) * skewed(steady, budget.deviation) * skewed(fresh, 0.15)
        money = max(1, round(drawn / MONEY_STEP)) * MONEY_STEP if in_plan and drawn > 0 else 0
        share = rate(fresh, desk.value("budget_spent", task), desk.need("budget_spent", task).deviation)
        cells = {
            "task_planned": int(in_plan),
            "task_done": int(done),
            "task_evidence": evidence if done else 0,
            "budget_planned": money,
            "budget_spent": round(money * share / 1000) * 1000 if done else 0,
        }
        values |= {(measure, task, ALL): (cell, None) for measure, cell in cells.items()}
    return values


def _content(desk: Desk, *, taught: bool) -> dict[Key, Value]:
    """Lessons by grade and subjects with content on gender."""
    level, codes = desk.school.level, desk.setting.codes
    habit, fresh = skewed(desk.steady("lessons"), 0.35), desk.fresh("lessons")
    values: dict[Key, Value] = {}
    lessons: dict[str, int] = {}
    for grade in desk.setting.chain(level):
        expected = desk.value("gender_lessons", grade) * desk.facts.classes.get(grade, 0) * habit
        lessons[grade] = int(fresh.poisson(expected)) if taught else 0
    if taught and not any(lessons.values()):
        lessons[desk.setting.chain(level)[-1]] = 1
    values |= {("gender_lessons", grade, ALL): (count, None) for grade, count in lessons.items()}
    subjects = codes.parts("subject", level=level)
    kept = [s for s in subjects if desk.leaning("taught", s) >= 0.08] or list(subjects[:1])
    chosen = {s for s in kept if taught and desk.yes(desk.value("subject_integrated", s), "subject", s)}
    chosen |= {kept[0]} if taught and not chosen else set()
    for subject in subjects:
        values["subject_integrated", subject, ALL] = (
            (int(subject in chosen), None) if subject in kept else NOT_APPLICABLE
        )
    return values


def _counts(desk: Desk, *, month: bool) -> dict[Key, Value]:
    """Documents, activities, days of the Action Month, views."""
    counts: dict[str, int] = {}
    steady, fresh = desk.steady("counts"), desk.fresh("counts")
    for measure in ("task_documents", "task_count"):
        for item in _items(desk, measure):
            counts[item] = int(fresh.poisson(desk.value(measure, item) * skewed(steady, 0.4)))
    for part, whole in (("n01_3", "n01_2"), ("n11_2", "n11_1"), ("n16_2", "n16_1")):
        counts[part] = min(counts[part], counts[whole])
    counts["n12_1"] = min(8, counts["n12_1"])
    counts["n06_2"] = max(1, counts["n06_2"]) if month else 0
    values: dict[Key, Value] = {
        (measure, item, ALL): (counts[item], None)
        for measure in ("task_documents", "task_count")
        for item in _items(desk, measure)
    }
    views = desk.value("digital_views", "n06_6") * desk.facts.pupils[0] * skewed(desk.steady("views"), 0.8)
    seen = round(views * skewed(desk.fresh("views"), 0.2)) if counts["n06_3"] else 0
    values["digital_views", "n06_6", ALL] = (seen, None)
    return values | _month(desk, held=month)


def _month(desk: Desk, *, held: bool) -> dict[Key, Value]:
    """First and last day of the Action Month, from 15 November to 15 December; a few fall outside it."""
    if not held:
        return {("action_date", item, ALL): NOT_APPLICABLE for item in _items(desk, "action_date")}
    rng = desk.fresh("month")
    start = int(np.clip(round(rng.normal(desk.value("action_date", "n06_4"), 2.5)), 15, 25))
    if rng.uniform() < 0.02:
        start = 12
    end = int(np.clip(round(rng.normal(desk.value("action_date", "n06_5"), 2.5)), 1, 15))
    return {
        ("action_date", "n06_4", ALL): (desk.year * 10_000 + 1100 + start, None),
        ("action_date", "n06_5", ALL): (desk.year * 10_000 + 1200 + end, None),
    }


def _staff_people(desk: Desk) -> dict[Key, Value]:
    """Staff trained, sent, surveyed, reached, studying, wanting to study."""
    people: dict[str, tuple[int, int]] = {}
    for item in ("n03_1", "n10_1", "n11_4", "n12_2"):
        parameter = desk.need("task_people", item)
        women = parameter.women_at(desk.year, staff=desk.women)
        people[item] = desk.part(desk.staff, _share(desk, item), women, item)
    for item, least in (("n04_6", 0), ("n14_1", 1), ("n17_2", 0)):
        parameter = desk.need("task_people", item)
        women = parameter.women_at(desk.year, staff=desk.women)
        count, female = desk.some_people(max(0.0, parameter.at(desk.year) - least), women, item)
        people[item] = (count + least, female + least)
    people["n14_2"] = desk.part(people["n14_1"], desk.value("task_people", "n14_2"), desk.women, "n14_2")
    values: dict[Key, Value] = {("task_people", item, ALL): found for item, found in people.items()}
    values["task_hours", "n03_2", ALL] = _hours(desk, *people["n03_1"])
    for degree in ("master", "doctor"):
        for measure, base in (("staff_wanting", people["n11_4"]), ("staff_studying", desk.staff)):
            parameter = desk.need(measure, degree)
            women = parameter.women_at(desk.year, staff=desk.women)
            values[measure, degree, ALL] = desk.part(base, parameter.at(desk.year), women, measure, degree)
    return values


def _share(desk: Desk, item: str) -> float:
    """The share of a body of people that a school reaches, by its own zeal."""
    parameter = desk.need("task_people", item)
    zeal = float(np.clip(skewed(desk.steady("rate", item), parameter.deviation), 0.3, 1.6))
    return min(0.99, parameter.at(desk.year) * zeal)


def _hours(desk: Desk, people: int, women: int) -> Value:
    parameter = desk.need("task_hours", "n03_2")
    mean = parameter.at(desk.year)
    rng = desk.fresh("hours")
    each = float(np.clip(mean * skewed(rng, parameter.deviation / mean), 1.0, 100.0))
    # Every person attends the same hours, in half hours.
    hours = max(1.0, round(2 * each) / 2)
    return people * hours, women * hours


def _pupil_people(desk: Desk, known: Mapping[Key, Value]) -> dict[Key, Value]:
    """Pupils who take part and are reached, parents who come, people at courses."""
    values: dict[Key, Value] = {}

    def count(item: str) -> int:
        return int(known["task_count", item, ALL][0] or 0)

    for item, needs in (("n04_5", ("n04_1", "n04_2", "n04_3")), ("n12_3", ())):
        parameter = desk.need("task_people", item)
        held = not needs or any(count(other) for other in needs)
        body = desk.facts.pupils if held else (0, 0)
        values["task_people", item, ALL] = desk.part(body, _share(desk, item), parameter.women_at(desk.year), item)
    parents = desk.need("task_people", "n05_2")
    expected = parents.at(desk.year) * desk.facts.pupils[0] if count("n05_1") else 0.0
    values["task_people", "n05_2", ALL] = desk.some_people(expected, parents.women_at(desk.year), "n05_2")
    courses = desk.need("task_people", "n11_3")
    expected = courses.at(desk.year) * desk.staff[0] if count("n11_1") else 0.0
    women = courses.women_at(desk.year, staff=desk.women)
    values["task_people", "n11_3", ALL] = desk.some_people(expected, women, "n11_3")
    return values


def _protected(desk: Desk) -> dict[Key, Value]:
    """Violence, pupils in need and those supported, violations: counts only."""
    values: dict[Key, Value] = {}
    rng = desk.fresh("protected")
    cases = int(rng.poisson(desk.value("violence_cases", "n05_3") * desk.facts.pupils[0] / 1000))
    values["violence_cases", "n05_3", ALL] = (cases, None)
    victims = cases + int(rng.poisson(max(0.0, desk.value("protected_people", "n05_4") - 1) * cases))
    found: dict[str, tuple[int, int]] = {"n05_4": _girls(desk, victims, "n05_4")}
    base = {"n09_1": desk.facts.pupils[0], "n09_3": desk.facts.last_grade[0]}
    for item, size in base.items():
        if desk.knows("protected_people", item):
            parameter = desk.need("protected_people", item)
            factor = skewed(desk.steady("need", item), parameter.deviation)
            found[item] = _girls(desk, min(size, int(rng.poisson(parameter.at(desk.year) * size * factor))), item)
    for part, whole in (("n05_5", "n05_4"), ("n09_2", "n09_1"), ("n09_4", "n09_3")):
        if whole in found:
            women = desk.need("protected_people", part).women_at(desk.year)
            found[part] = desk.part(found[whole], desk.value("protected_people", part), women, part)
    values |= {("protected_people", item, ALL): people for item, people in found.items()}
    wrong = int(rng.poisson(desk.value("violation_cases", "n15_3")))
    remedied = int(rng.binomial(wrong, min(1.0, desk.value("violation_cases", "n15_4"))))
    return values | {
        ("violation_cases", "n15_3", ALL): (wrong, None),
        ("violation_cases", "n15_4", ALL): (remedied, None),
    }


def _girls(desk: Desk, count: int, item: str) -> tuple[int, int]:
    rng = desk.fresh("girls", item)
    return count, min(count, nearly(rng, count * desk.need("protected_people", item).women_at(desk.year)))


def _destinations(desk: Desk) -> dict[Key, Value]:
    """Where those who completed the level in May study in December: every one in one place."""
    codes = desk.setting.codes.parts("destination", level=desk.school.level)
    measure = "leavers_destination"
    if not codes or not desk.knows(measure, codes[0]):
        return {}
    rng = desk.fresh("destinations")
    total, women = desk.facts.completers
    shares = np.array([desk.value(measure, code) for code in codes])
    shares = shares * np.maximum(0.2, rng.normal(1, 0.1, size=len(codes)))
    female = np.array([desk.need(measure, code).women_at(desk.year) for code in codes])
    girls = rng.multinomial(women, shares * female / (shares * female).sum())
    boys = rng.multinomial(total - women, shares * (1 - female) / (shares * (1 - female)).sum())
    values: dict[Key, Value] = {(measure, ALL, ALL): (total, women)}
    for code, girl, boy in zip(codes, girls, boys, strict=True):
        values[measure, code, ALL] = (int(girl + boy), int(girl))
    return values
