"""Section IV: the tasks of the plan, in its own order, with what the schools reported and can show."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from gec_lib.blocks import Group, Sentence, TaskMark, TaskMatrix, TaskRow
from gec_lib.narrative.draft import Draft
from gec_lib.plan import Task

FULL, PART, NOT_DONE, MISSING = STATES = ("full", "part", "none", "missing")


def code_of(task: Task) -> str:
    """The indicator of a task."""
    return f"N13-{task.item}"


def state(draft: Draft, task: Task, year: int) -> str:
    """Done fully, in part, not done, or nothing reported, by the plan's thresholds on exact counts."""
    row = draft.found.at(code_of(task), year=year, level=draft.level)
    if row is None or row["status"] != "reported":
        return MISSING
    share = Fraction(int(row["num"]), int(row["den"]))
    limits = draft.plan.task_thresholds
    return FULL if share >= limits.full else PART if share >= limits.part else NOT_DONE


def tasks(draft: Draft) -> Group:
    """Counts of tasks by state, the matrix of tasks × years, and a sentence for every task not done by all."""
    states = {task.number: state(draft, task, draft.year) for task in draft.plan.tasks}
    blocks: list[Any] = [draft.heading(2, "nhiem-vu", "tasks", n=str(len(draft.plan.tasks)))]
    blocks += draft.paragraph(_tally(draft, list(states.values())), draft.say("A8"))
    blocks.append(matrix(draft))
    blocks += draft.paragraph(sentences(draft), style="list")
    return Group((*blocks, *draft.comment("IV")))


def _tally(draft: Draft, states: Sequence[str]) -> list[Sentence]:
    def claim(what: str, number: int) -> Any:
        label = draft.words.label("report", f"tasks_{what}")
        return draft.parameter(f"tasks.{draft.year}.{draft.level}.{what}", number, unit="", label=label)

    return draft.say(
        "N00",
        n_tasks=claim("all", len(states)),
        year=draft.year,
        n_full=claim(FULL, states.count(FULL)),
        n_part=claim(PART, states.count(PART)),
        n_none=claim(NOT_DONE, states.count(NOT_DONE)),
        n_nodata=claim(MISSING, states.count(MISSING)),
    )


def matrix(draft: Draft) -> TaskMatrix:
    """Tasks × years; every mark has its word."""
    words, years = draft.words, draft.found.years
    limits = draft.plan.task_thresholds
    rows = []
    for task in draft.plan.tasks:
        marks = []
        for year in years:
            found = state(draft, task, year)
            claimed = draft.value(code_of(task), year=year, level=draft.level)
            marks.append(
                TaskMark(found, words.label("task", found), claim=claimed.id if claimed.value is not None else "")
            )
        title = words.text("{x}", x=draft.codes_label("task", task.item))
        rows.append(TaskRow(words.text("{x}", x=str(task.number)), title, tuple(marks)))
    number = draft.next_table()
    full = draft.parameter("plan.tasks.full", limits.full, unit="%", label=words.label("report", "tasks_full"))
    part = draft.parameter("plan.tasks.part", limits.part, unit="%", label=words.label("report", "tasks_part"))
    what = draft.text("table_tasks", n=str(len(rows)), years=f"{years[0]}–{years[-1]}")
    return TaskMatrix(
        id=f"bang-{number}",
        caption=draft.text("table_caption", no=number, what=what),
        subtitle=draft.text("tasks_subtitle", full=words.number(full, "pct"), part=words.number(part, "pct")),
        columns=tuple(words.text("{x}", x=str(year)) for year in years),
        rows=tuple(rows),
        keys=tuple((state_, words.label("task", state_)) for state_ in STATES),
    )


def sentences(draft: Draft) -> list[Sentence]:
    """Tasks done by all schools share a sentence; every other task has its own, in the plan's order."""
    by_all: list[int] = []
    single: list[Sentence] = []
    schools = None
    for task in draft.plan.tasks:
        code = code_of(task)
        at: dict[str, Any] = {"year": draft.year, "level": draft.level}
        k, n = draft.count(code, side="num", **at), draft.count(code, side="den", **at)
        short = draft.codes_label("task", task.item)
        if k.value is None or n.value is None:
            single += draft.say("N0c", task_no=str(task.number), task_short=short)
        elif k.value == n.value:
            by_all.append(task.number)
            schools = n
        elif k.value == 0:
            single += draft.say("N0d", task_no=str(task.number), year=draft.year, task_short=short)
        else:
            label = draft.words.label("report", "not_proven")
            rest = draft.difference(f"{code}.{draft.year}.{draft.level}.rest", n, k, unit="", label=label)
            single += draft.say(
                "N0b",
                task_no=str(task.number),
                k=k,
                n_schools=n,
                value=draft.value(code, **at),
                task_short=short,
                rest=rest,
            )
    if len(by_all) > 1 and schools is not None:
        return draft.say("N0e", task_list=[str(n) for n in by_all], n_schools=schools) + single
    return single
