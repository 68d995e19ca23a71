"""Section IV: the tasks of the plan, in its own order, with what the schools reported and can show."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pandas as pd

from gec_lib.blocks import Cell, Column, Group, Row, Sentence, Table, TaskMark, TaskMatrix, TaskRow, Text
from gec_lib.claims import MISSING as MISSING_MARK
from gec_lib.claims import Claimed
from gec_lib.codelists import ALL
from gec_lib.indicators.records import term
from gec_lib.narrative.draft import Draft
from gec_lib.narrative.tables import numbers, share_cells, table
from gec_lib.narrative.work import facts, joined
from gec_lib.plan import Task

FULL, PART, NOT_DONE, MISSING = STATES = ("full", "part", "none", "missing")
EVIDENCE = "N13-1b"


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
    known = set(states.values()) != {MISSING}
    blocks += draft.paragraph(_tally(draft, list(states.values())), draft.say("K21") if known else [])
    blocks.append(matrix(draft))
    blocks += draft.paragraph(sentences(draft) if known else [], style="list")
    blocks.append(table_of_tasks(draft))
    return Group((*blocks, *draft.comment("IV")))


def _tally(draft: Draft, states: Sequence[str]) -> list[Sentence]:
    def claim(what: str, number: int) -> Any:
        label = draft.words.label("report", f"tasks_{what}")
        return draft.parameter(f"tasks.{draft.year}.{draft.level}.{what}", number, unit="", label=label)

    parts = [(claim(what, states.count(what)), draft.words.label("task", what)) for what in STATES if what in states]
    return draft.say("N00", n_tasks=claim("all", len(states)), year=draft.year, parts=parts) if parts else []


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
    """A sentence for every task in the plan's order, with what was done; those done by all and no more share one."""
    alike: dict[str, list[Task]] = {"N0e": [], "N0f": []}  # done by all; without figures
    told: list[Sentence] = []
    schools = None
    for task in draft.plan.tasks:
        k, n = (draft.count(code_of(task), side=side, **draft.at) for side in ("num", "den"))
        work = facts(draft, task)
        if work or (k.value is not None and k.value != n.value):
            told += joined(reach(draft, task), work)
        else:
            alike["N0f" if k.value is None else "N0e"].append(task)
            schools = n if k.value is not None else schools
    said: list[Sentence] = []
    for key, found in alike.items():
        if len(found) == 1:
            said += reach(draft, found[0])
        elif found:
            named = [str(task.number) for task in found]
            said += draft.say(key, task_list=named, **({"n_schools": schools} if key == "N0e" else {}))
    return said + told


def reach(draft: Draft, task: Task) -> list[Sentence]:
    """How many schools carried out a task and can show it."""
    code = code_of(task)
    k, n = (draft.count(code, side=side, **draft.at) for side in ("num", "den"))
    named = {"task_no": str(task.number), "task_short": draft.codes_label("task", task.item)}
    if k.value is None or n.value is None:
        return draft.say("N0c", **named)
    if k.value == n.value:
        return draft.say("N0", n_schools=n, **named)
    if k.value == 0:
        return draft.say("N0d", year=draft.year, **named)
    label = draft.words.label("report", "not_proven")
    rest = draft.difference(f"{code}.{draft.year}.{draft.level}.rest", n, k, unit="", label=label)
    return draft.say("N0b", k=k, n_schools=n, value=draft.value(code, **draft.at), rest=rest, **named)


def table_of_tasks(draft: Draft) -> Table:
    """Every task: the targets it serves, the schools that did it and can show it, the pieces of evidence they keep."""
    rows = []
    for task in draft.plan.tasks:
        title = draft.text("numbered", no=str(task.number), title=_title(draft, task))
        served = draft.words.text("{x}", x=", ".join(task.targets)) if task.targets else draft.text("none_named")
        cells = [*share_cells(draft, code_of(task), **draft.at), (evidence(draft, task), "count")]
        rows.append(Row((Cell(title), Cell(served), *numbers(draft, cells))))
    heads = [draft.text(key) for key in ("schools_head", "done_head", "percent", "evidence_head")]
    first, second = (Column(draft.text(key), align="left") for key in ("task_head", "served_head"))
    return table(
        draft,
        key="table_reach",
        subtitle="unit_reach",
        head_columns=(first, second, *(Column(head) for head in heads)),
        rows=rows,
        notes=(draft.text("source_equality"), draft.text("note_served")),
        year=str(draft.year),
    )


def _title(draft: Draft, task: Task) -> Text:
    return draft.words.text("{x}", x=draft.codes_label("task", task.item))


def evidence(draft: Draft, task: Task) -> Claimed:
    """Pieces of evidence that schools keep of a task."""
    id = f"{EVIDENCE}.{draft.year}.{draft.level}.{task.item}.num"
    by = ["year", "task"] if draft.level == ALL else ["year", "level", "task"]
    if not draft.found.asks(EVIDENCE):
        return Claimed(id, None, MISSING_MARK)
    rows = draft.found.table(EVIDENCE, by=by)
    rows = rows[rows["year"].eq(draft.year) & rows["task"].eq(task.item)]
    if draft.level != ALL:
        rows = rows[rows["level"].eq(draft.level)]
    if rows.empty or pd.isna(rows["num"].iloc[0]):
        return Claimed(id, None, MISSING_MARK)
    return draft.book.file(
        id,
        int(rows["num"].iloc[0]),
        unit=draft.words.label("report", "evidence_unit"),
        label=f"{draft.words.label('report', 'evidence_head')}, {draft.codes_label('task', task.item)}, {draft.year}",
        indicator=EVIDENCE,
        sources=draft.origins.of_term(term("task_evidence", task.item), year=draft.year, level=draft.level),
    )
