"""The plan as data: targets, tasks, duties, offices by date, calendar, declared breaks in series.

Typed models over ``params/plan.yaml`` and ``params/offices.yaml``.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Literal

from pydantic import model_validator

from gec_lib.codelists import ALL, Codes, load_codes
from gec_lib.models import Evidence, Percentage, PlanError, Record, Words, read_model


class Operator(StrEnum):
    """How counts are compared with the value of a target."""

    AT_LEAST = "at_least"
    MORE_THAN = "more_than"


class Rule(Record):
    """What the plan demands of an indicator: operator, value, and a deadline or a year from which it holds."""

    operator: Operator
    value: Percentage
    deadline: int | None = None
    from_year: int | None = None
    clause: str
    implied: bool = False

    @model_validator(mode="after")
    def _one_year(self) -> Rule:
        if (self.deadline is None) == (self.from_year is None):
            raise ValueError("give either deadline or from_year")
        return self

    @property
    def year(self) -> int:
        """The first year in which the rule decides."""
        return self.deadline if self.deadline is not None else self.from_year  # type: ignore[return-value]


class TargetIndicator(Record):
    """An indicator by which a target is judged. ``id`` is how it is called in print: 1, 2, 3a, 3b."""

    id: str
    indicator: str
    title: Words
    name: Words
    detail: Words
    levels: tuple[str, ...]
    unit_noun: Words
    people: Literal["women", "converted", "schools"]
    material_change: Percentage
    publish: Literal["headline", "suppress"]
    rules: tuple[Rule, ...]


class Quote(Record):
    clause: str
    vi: str


class Target(Record):
    """A target of the plan with its own words."""

    id: str
    title: Words
    quotes: tuple[Quote, ...]
    indicators: tuple[TargetIndicator, ...]


class Task(Record):
    """A task of the plan; ``item`` is its code in the list ``task``."""

    number: int
    item: str
    clause: str
    text: str
    targets: tuple[str, ...] = ()


class Duty(Record):
    """A duty of the department or of the schools."""

    clause: str
    text: str
    indicators: tuple[str, ...] = ()


class Deadline(Record):
    """The last day on which a return of a stream is on time; ``last_day`` is inclusive (Hà Nội time)."""

    stream: str
    month: int
    day: int
    years_after: int = 0
    printed: str
    evidence: Evidence

    def last_day(self, year: int) -> date:
        """The last day on time for reporting year ``year``."""
        return date(year + self.years_after, self.month, self.day)

    def first_late_day(self, year: int) -> date:
        """The day before which a return has to be there, as the plan says it."""
        return self.last_day(year) + timedelta(days=1)


class Reference(Record):
    """The day in the reporting year at which stocks and the register are read."""

    month: int
    day: int

    def on(self, year: int) -> date:
        return date(year, self.month, self.day)


class Calendar(Record):
    reference: Reference
    deadlines: tuple[Deadline, ...]
    action_month: Words

    def deadline(self, stream: str) -> Deadline:
        for item in self.deadlines:
            if item.stream == stream:
                return item
        raise PlanError(f"params/plan.yaml: calendar.deadlines has no stream {stream!r}")


class Break(Record):
    """A declared break in series. ``from_year`` is the first year of the new definition."""

    id: str
    from_year: int
    indicators: tuple[str, ...] = ()
    unit: str = ""
    stream: tuple[str, ...] = ()
    forbids_pace: bool
    reason: Words
    evidence: Evidence


class Baseline(Record):
    year: int
    source: Words
    evidence: Evidence


class Basis(Record):
    """A legal basis that the plan itself cites, or one that was read in its source."""

    citation: Words
    evidence: Evidence


class Period(Record):
    start: int
    end: int
    horizon: int


class EditionYears(Record):
    """The years an edition looks at and which of them it judges."""

    kind: str
    from_year: int
    year: int


class TaskThresholds(Record):
    """Share of schools from which a task counts as done fully, and in part."""

    full: Percentage
    part: Percentage


class Disclosure(Record):
    """Smallest count that a public edition may show, by sensitivity."""

    threshold: int
    sensitive: int
    rate_base: int


class Plan(Record):
    """A gender-equality plan."""

    number: str
    short: str
    date: date
    issuer: Words
    subject: Words
    period: Period
    baseline: Baseline
    population: Words
    bases: tuple[Basis, ...]
    territory: Words
    targets: tuple[Target, ...]
    tasks: tuple[Task, ...]
    department_duties: tuple[Duty, ...]
    school_duties: tuple[Duty, ...]
    calendar: Calendar
    breaks: tuple[Break, ...]
    editions: tuple[EditionYears, ...]
    material_change: Percentage
    task_thresholds: TaskThresholds
    disclosure: Disclosure

    def target_indicators(self) -> tuple[tuple[Target, TargetIndicator], ...]:
        """Every indicator by which a target is judged, in the plan's order."""
        return tuple((target, item) for target in self.targets for item in target.indicators)

    def edition(self, kind: str, *, year: int) -> EditionYears:
        """The years of an edition: declared for midterm and final, the year and its base for others."""
        for item in self.editions:
            if item.kind == kind and item.year == year:
                return item
        return EditionYears(kind=kind, from_year=self.period.start, year=year)


@functools.cache
def load_plan(params: Path) -> Plan:
    """The plan of a home, with every level, stream, task and target number checked against its code lists."""
    path = params / "plan.yaml"
    plan = read_model(path, Plan)
    _check_codes(path, plan, load_codes(params))
    _check_years(path, plan)
    return plan


def check_indicators(plan: Plan, known: Sequence[str], *, path: Path) -> None:
    """Refuse a target, a duty or a break whose indicator the catalogue does not hold.

    Raises
    ------
    PlanError
        Naming the file, the line and the known indicators of the same subject.
    """
    named = [item.indicator for _, item in plan.target_indicators()]
    named += [code for duty in (*plan.department_duties, *plan.school_duties) for code in duty.indicators]
    named += [code for declared in plan.breaks for code in declared.indicators]
    for wanted in named:
        if wanted not in known:
            near = [code for code in known if code[:2] == wanted[:2]] or list(known)
            raise PlanError(
                f"{path}, line {_line_of(path, wanted)}: indicator {wanted!r} is not in the catalogue; "
                f"known: {', '.join(near)}"
            )


def _check_years(path: Path, plan: Plan) -> None:
    """A pace needs time: the base year lies before the first year in which a target decides."""
    base = plan.baseline.year
    first = min(rule.year for _, item in plan.target_indicators() for rule in item.rules)
    if base >= first:
        raise PlanError(
            f"{path}, line {_line_of(path, f' year: {base}')}: baseline.year: found {base}, "
            f"expected a year before {first}, the first in which a target decides"
        )


def _check_codes(path: Path, plan: Plan, codes: Codes) -> None:
    levels = (ALL, *codes.school_levels())
    for _, item in plan.target_indicators():
        for level in item.levels:
            if level not in levels:
                raise PlanError(
                    f"{path}, line {_line_of(path, level)}: level {level!r} is not one of {', '.join(levels)}"
                )
    known_tasks = codes.members("task")
    for task in plan.tasks:
        if task.item not in known_tasks:
            raise PlanError(f"{path}, line {_line_of(path, task.item)}: no task {task.item!r} in params/codes.csv")
    targets = [target.id for target in plan.targets]
    for name in (name for task in plan.tasks for name in task.targets):
        if name not in targets:
            raise PlanError(f"{path}: a task serves target {name!r}, which is not one of {', '.join(targets)}")
    streams = codes.members("stream")
    for stream in (*(d.stream for d in plan.calendar.deadlines), *(s for b in plan.breaks for s in b.stream)):
        if stream not in streams:
            place = _line_of(path, stream)
            raise PlanError(f"{path}, line {place}: stream {stream!r} is not one of {', '.join(streams)}")


def _line_of(path: Path, word: str) -> int:
    lines = path.read_text(encoding="utf-8").splitlines()
    return next((number for number, text in enumerate(lines, start=1) if word in text), 1)
