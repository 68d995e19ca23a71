"""The tables of a school's page: returns, figures beside level and ward, own figures against last year, open cells."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from gec_lib.blocks import Cell, Column, Row, Span, Table, TaskMark, TaskMatrix, TaskRow, Text
from gec_lib.claims import MISSING, NOT_APPLICABLE, Claimed
from gec_lib.codelists import FEMALE, MALE, TOTAL
from gec_lib.narrative.school_case import SchoolCase, Where
from gec_lib.narrative.school_returns import STATES, UNKNOWN, Return, open_faults, returns, state
from gec_lib.narrative.situation import MANAGERS, PUPILS, STAFF
from gec_lib.narrative.tables import columns, numbers, row, table
from gec_lib.narrative.tasks import code_of
from gec_lib.plan import TargetIndicator, Task

RATE = "T3-R1a"  # the share of women, and of men, who hold a master's
WOMEN, SCHOOLS = "women", "schools"
OTHERS = {"staff": STAFF, "managers": MANAGERS}
PEOPLE = {"pupils": PUPILS, "staff": STAFF, "managers": MANAGERS}


def returns_table(case: SchoolCase) -> Table:
    """Every return that was due: until when, when it came, how many of its cells are open."""
    rows = [_return_row(case, owed) for owed in returns(case)]
    heads = ("return_head", "school_due_head", "school_received_head", "school_state_head")
    return table(
        case.draft,
        key="school_table_returns",
        subtitle="school_returns_subtitle",
        head_columns=tuple(Column(case.draft.text(key), align="left") for key in heads),
        rows=rows,
        year=str(case.draft.year),
    )


def _return_row(case: SchoolCase, owed: Return) -> Row:
    draft = case.draft
    received = (
        Cell(draft.words.inline(owed.received, "date")) if owed.received else Cell((Span(MISSING),), mark=MISSING)
    )
    word = "on_time" if owed.on_time else "late" if owed.received else "missing"
    return Row(
        (
            Cell(case.text(draft.codes_label("stream", owed.stream))),
            Cell(draft.words.inline(owed.deadline, "date")),
            received,
            Cell(case.text(draft.words.label("report", f"school_state_{word}"))),
        )
    )


# -- beside level and ward ------------------------------------------------------------------------------------------


def beside_table(case: SchoolCase) -> Table:
    """The school's counts and shares, then the same share of its level and of its ward."""
    draft = case.draft
    rows = [_beside(case, item) for _, item in case.targets]
    for key, code in OTHERS.items():
        if draft.found.asks(code):
            rows.append(_shares(case, draft.text(f"school_women_{key}"), code, TOTAL))
    if draft.found.asks(RATE) and any(item.people == WOMEN for _, item in case.targets):
        rows += [_shares(case, draft.text(f"school_rate_{sex}"), RATE, sex) for sex in (FEMALE, MALE)]
    level, ward = (draft.words.number(case.peers(where), "count") for where in (Where.LEVEL, Where.WARD))
    own = (draft.text("school_num_head"), draft.text("school_den_head"), draft.text("percent"))
    groups = [
        (draft.text("school_own_head"), own),
        (draft.text("school_beside_head"), (
            draft.text("school_level_head", level=draft.level_name(draft.level), n=level),
            draft.text("school_ward_head", ward=case.ward_name, n=ward),
        )),
    ]  # fmt: skip
    return table(
        draft,
        key="school_table_beside",
        subtitle="school_beside_subtitle",
        head_columns=columns(draft.text("row_head"), groups),
        rows=rows,
        notes=(draft.text("school_note_marks"),),
        year=str(draft.year),
    )


def _beside(case: SchoolCase, item: TargetIndicator) -> Row:
    title = case.draft.text("numbered", no=item.id, title=case.text(item.title.text(case.draft.lang)))
    if item.people != SCHOOLS:
        return _shares(case, title, item.indicator, TOTAL)
    value = case.value(item.indicator, where=Where.SCHOOL, year=case.draft.year)
    return Row((Cell(title), _blank(), _blank(), _yes_no(case, value), *_others(case, item.indicator, TOTAL)))


def _blank() -> Cell:
    return Cell((Span(NOT_APPLICABLE),), mark=NOT_APPLICABLE)


def _yes_no(case: SchoolCase, value: Claimed) -> Cell:
    if value.value is None:
        return Cell((Span(value.mark),), mark=value.mark)
    word = case.draft.words.label("report", "school_yes" if value.value == 1 else "school_no")
    return Cell((Span(word, claim=value.id),))


def _shares(case: SchoolCase, title: Text, code: str, sex: str) -> Row:
    at: dict[str, Any] = {"where": Where.SCHOOL, "year": case.draft.year}
    own = [(case.count(code, side=side, sex=sex, **at), "count") for side in ("num", "den")]
    value = case.value(code, sex=sex, **at)
    return Row((Cell(title), *numbers(case.draft, [*own, (value, "pct1")]), *_others(case, code, sex)))


def _others(case: SchoolCase, code: str, sex: str) -> tuple[Cell, ...]:
    found = [case.value(code, where=where, year=case.draft.year, sex=sex) for where in (Where.LEVEL, Where.WARD)]
    return numbers(case.draft, [(value, "pct1") for value in found])


# -- own figures ----------------------------------------------------------------------------------------------------


def own_table(case: SchoolCase) -> Table:
    """What the school reported, last year and this year, the change, and the cell it stands in."""
    draft = case.draft
    rows: list[Row] = []
    for key, code in PEOPLE.items():
        if draft.found.asks(code):
            rows.append(_own_row(case, draft.text(key), code, "den"))
            rows.append(_own_row(case, draft.text("of_which_women"), code, "num"))
    for _, item in case.targets:
        if item.people == WOMEN and _any(case, item.indicator):
            title = case.text(_sentence_case(item.title.text(draft.lang)))
            denominator = draft.found.indicator(item.indicator).sides(draft.lang)[1]
            rows.append(_own_row(case, case.text(_sentence_case(denominator)), item.indicator, "den"))
            rows.append(_own_row(case, draft.text("of_which_women"), item.indicator, "num"))
            rows.append(_share_row(case, title, item.indicator))
    years = [case.text(str(year)) for year in (draft.year - 1, draft.year)]
    heads = (*(Column(text) for text in years), Column(draft.text("school_change_head")))
    return table(
        draft,
        key="school_table_own",
        subtitle="school_own_subtitle",
        head_columns=(Column(draft.text("row_head"), align="left"), *heads, Column(draft.text("school_cell_head"))),
        rows=rows,
    )


def _sentence_case(words: str) -> str:
    return words[:1].upper() + words[1:]


def _any(case: SchoolCase, code: str) -> bool:
    """Whether the school has or had anybody to count; an unknown number is shown as such."""
    years = (case.draft.year - 1, case.draft.year)
    return any(case.count(code, where=Where.SCHOOL, year=year, side="den").value != 0 for year in years)


def _own_row(case: SchoolCase, title: Text, code: str, side: str) -> Row:
    draft = case.draft
    before, now = (case.count(code, where=Where.SCHOOL, year=year, side=side) for year in (draft.year - 1, draft.year))
    change = draft.difference(f"{now.id}.change", now, before, unit=draft.words.label("report", "people"),
                              label=draft.words.label("report", "school_change"))  # fmt: skip
    cells = [(before, "count"), (now, "count"), (change, "signed_count")]
    return Row((*row(draft, title, cells).cells, Cell(_place(case, now))))


def _share_row(case: SchoolCase, title: Text, code: str) -> Row:
    draft = case.draft
    before, now = (case.value(code, where=Where.SCHOOL, year=year) for year in (draft.year - 1, draft.year))
    change = draft.difference(f"{now.id}.change", now, before, unit=draft.words.label("unit", "points"),
                              label=draft.words.label("report", "school_change"))  # fmt: skip
    cells = row(draft, title, [(before, "pct1"), (now, "pct1"), (change, "signed_pp1")]).cells
    return Row((*cells, Cell(draft.text("school_computed"))), role="total")


def _place(case: SchoolCase, claimed: Claimed) -> Text:
    """Sheet and first cell behind a count, and how many more."""
    sources = case.draft.book.sources.get(claimed.id, ())
    if claimed.value is None or not sources:
        return (Span(claimed.mark or "–"),)
    first = (Span(f"{sources[0].sheet}!{sources[0].cell}", structure="cell"),)
    if len(sources) == 1:
        return first
    return case.draft.text("school_more_cells", first=first, n=Span(str(len(sources) - 1), structure="cells"))


# -- tasks and open cells -------------------------------------------------------------------------------------------


def task_matrix(case: SchoolCase) -> TaskMatrix:
    """Every task of the plan: done with evidence, done without, not done, unknown; last year and this year."""
    draft = case.draft
    years = (draft.year - 1, draft.year)
    rows = []
    for task in draft.plan.tasks:
        title = case.text(draft.codes_label("task", task.item))
        rows.append(TaskRow(case.text(str(task.number)), title, tuple(_mark(case, task, year) for year in years)))
    number = draft.next_table()
    what = draft.text("school_table_tasks", n=str(len(rows)))
    return TaskMatrix(
        id=f"bang-{number}",
        caption=draft.text("table_caption", no=number, what=what),
        subtitle=draft.text("school_tasks_subtitle"),
        columns=(draft.text("school_task_head"), *(case.text(str(year)) for year in years)),
        rows=tuple(rows),
        keys=tuple((found, draft.words.label("report", f"school_task_{found}")) for found in STATES),
    )


def _mark(case: SchoolCase, task: Task, year: int) -> TaskMark:
    found = state(case, task, year=year)
    count = case.count(code_of(task), where=Where.SCHOOL, year=year, side="num")
    word = case.draft.words.label("report", f"school_task_{found}")
    return TaskMark(found, word, claim=count.id if found != UNKNOWN and count.value is not None else "")


def faults_table(case: SchoolCase) -> Table | None:
    """Every open cell with what stands there and what to do."""
    draft = case.draft
    rows = []
    for group in open_faults(case):
        severity = draft.words.label("report", f"severity_{group.severity.lower()}")
        for cell, message in zip(group.cells, group.messages, strict=True):
            place = (Span(f"{group.sheet}!{cell}", structure="cell"),)
            said = (Span(message, cite=f"{group.sheet}!{cell}"),)
            rows.append(Row((Cell(place), Cell(case.text(severity)), Cell(said))))
    if not rows:
        return None
    heads = ("school_cell_head", "fault_head", "school_advice_head")
    return table(
        draft,
        key="school_table_faults",
        subtitle="school_faults_subtitle",
        head_columns=tuple(Column(draft.text(key), align="left") for key in heads),
        rows=rows,
    )


def one_person(case: SchoolCase, code: str) -> Claimed:
    """By how much one woman more in place of a man would move a share of this school."""
    den = case.count(code, where=Where.SCHOOL, year=case.draft.year, side="den")
    unit = case.draft.words.label("unit", "points")
    share = Fraction(1, int(den.value)) if den.value else Fraction(0)
    return case.computed(f"{code}.one", share, label="one_person", unit=unit, inputs=(den,))


def mean_tasks(case: SchoolCase) -> Claimed | None:
    """Tasks done with evidence by a school of the level, on average; None where too few schools stand beside."""
    draft, codes = case.draft, [code_of(task) for task in case.draft.plan.tasks]
    if any(case.mark(code, where=Where.LEVEL, year=draft.year, sex=TOTAL) for code in codes):
        return None
    at: dict[str, Any] = {"where": Where.LEVEL, "year": draft.year}
    done = [case.count(code, side="num", **at) for code in codes]
    schools = case.count(codes[0], side="den", **at)
    if not schools.value or any(item.value is None for item in done):
        return None
    mean = Fraction(sum(int(item.value or 0) for item in done), int(schools.value))
    unit = draft.words.label("report", "school_tasks_unit")
    return case.computed("mean_tasks", mean, label="school_mean_tasks", unit=unit, inputs=(*done, schools))
