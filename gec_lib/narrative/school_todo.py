"""What one school did well and what it has to do next: rules over its own returns, no verdict of the plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from gec_lib.blocks import Sentence, Span
from gec_lib.codelists import EQUALITY
from gec_lib.narrative.school_case import SchoolCase, Where
from gec_lib.narrative.school_returns import (
    DONE,
    NO_EVIDENCE,
    NOT_DONE,
    UNKNOWN,
    Open,
    Return,
    causes,
    has_equality_return,
    numbers,
    open_faults,
    returns,
)
from gec_lib.plan import TargetIndicator
from gec_lib.verdicts import Count, Rule, extra_women, satisfies
from gec_lib.verdicts.plan_rules import rule_at
from gec_lib.wording import Goal

MOST_PLACES = 3  # groups of open cells told one by one; the table of open cells has them all
MOST_CELLS = 6
WOMEN, SCHOOLS = "women", "schools"


def lead(case: SchoolCase) -> list[Sentence]:
    """In one paragraph: returns, open cells, tasks."""
    return [*_lead_returns(case), *_lead_faults(case), *_lead_tasks(case)]


def _lead_returns(case: SchoolCase) -> list[Sentence]:
    draft, owed = case.draft, returns(case)
    due = case.tally("due", len(owed))
    missing = sum(not item.received for item in owed)
    late = sum(bool(item.received) and not item.on_time for item in owed)
    if missing == len(owed):
        return draft.say("SP1.none", issuer=draft.office.name.text(draft.lang), year=draft.year, n_due=due)
    if missing:
        received, absent = case.tally("received", len(owed) - missing), case.tally("missing", missing)
        return draft.say("SP1.missing", year=draft.year, n_received=received, n_due=due, n_missing=absent)
    if late:
        return draft.say("SP1.late", year=draft.year, n_due=due, n_late=case.tally("late", late))
    return draft.say("SP1.on_time", year=draft.year, n_due=due)


def _lead_faults(case: SchoolCase) -> list[Sentence]:
    number = sum(len(item.cells) for item in open_faults(case))
    if number:
        return case.draft.say("SP2.open", n_open=case.tally("open", number))
    return case.draft.say("SP2.clean") if any(item.received for item in returns(case)) else []


def _lead_tasks(case: SchoolCase) -> list[Sentence]:
    draft, tasks = case.draft, len(case.draft.plan.tasks)
    if not tasks:
        return []
    if not has_equality_return(case):
        return draft.say("SP3.missing")
    done = len(numbers(case, wanted=(DONE,)))
    n_tasks, n_done = case.tally("tasks", tasks), case.tally("done", done)
    if done == tasks:
        return draft.say("SP3.all", n_tasks=n_tasks)
    return draft.say("SP3.some", n_tasks=n_tasks, n_done=n_done) if done else draft.say("SP3.none", n_tasks=n_tasks)


# -- what went well -----------------------------------------------------------------------------------------------


def done_well(case: SchoolCase) -> list[Sentence]:
    """Facts only: returns in time, nothing open, targets that ask every school, tasks, shares at the plan's figure."""
    draft, owed = case.draft, returns(case)
    said: list[Sentence] = []
    if owed and all(item.on_time for item in owed):
        said += draft.say("SP20", n_due=case.tally("due", len(owed)))
    if all(item.received for item in owed) and not open_faults(case):
        said += draft.say("SP21")
    said += [sentence for _, item in case.targets for sentence in _reached(case, item)]
    done = len(numbers(case, wanted=(DONE,)))
    if draft.plan.tasks and Fraction(done, len(draft.plan.tasks)) >= draft.plan.task_thresholds.part:
        said += draft.say("SP23", n_done=case.tally("done", done), n_tasks=case.tally("tasks", len(draft.plan.tasks)))
    return said


def _reached(case: SchoolCase, item: TargetIndicator) -> list[Sentence]:
    draft = case.draft
    value = case.value(item.indicator, where=Where.SCHOOL, year=draft.year)
    if value.value is None:
        return []
    if item.people == SCHOOLS:
        return draft.say("SP22", no=item.id, title=item.title.text(draft.lang)) if value.value == 1 else []
    rule = _rule(case, item)
    num, den = (case.count(item.indicator, where=Where.SCHOOL, year=draft.year, side=side) for side in ("num", "den"))
    if int(den.value or 0) < draft.plan.disclosure.rate_base:
        return []  # of so few people a share is no merit
    if not satisfies(Count(int(num.value or 0), int(den.value or 0)), rule=rule):
        return []
    return draft.say(
        "SP25", indicator=item.name.text(draft.lang), value=value, num=num, den=den, target=_goal(case, item, rule)
    )


# -- what to do next ----------------------------------------------------------------------------------------------


def to_do(case: SchoolCase) -> list[Sentence]:
    """Missing returns, open cells, evidence, targets that ask every school, tasks, causes, women; in this order."""
    said = [_missing(case, item) for item in returns(case) if not item.received]
    said += _cells(case)
    said += _evidence(case)
    said += [item for _, target in case.targets if target.people == SCHOOLS for item in _content(case, target)]
    said += _tasks(case)
    said += [item for _, target in case.targets if target.people == WOMEN for item in _women(case, target)]
    return said or case.draft.say("SP19", due=_next_due(case))


def item(head: Sequence[Sentence], *details: Sequence[Sentence]) -> Sentence:
    """One line of the list: what to do in bold, then how and until when."""
    first = head[0]
    spans = [replace(span, strong=True) for span in first.text]
    for detail in (sentence for part in details for sentence in part):
        spans += [Span(" "), *detail.text]
    return Sentence(first.key, tuple(spans))


def _missing(case: SchoolCase, owed: Return) -> Sentence:
    draft = case.draft
    head = draft.say("SP10", stream=draft.codes_label("stream", owed.stream), year=draft.year)
    due = date.fromisoformat(owed.deadline) + timedelta(days=1)
    today = date.fromisoformat(draft.snapshot.as_of)
    if today < due:
        return item(head, draft.say("SP10.ahead", due=due.isoformat(), contact=case.contact))
    return item(head, draft.say("SP10.overdue", due=due.isoformat(), due_new=_mend_by(case), contact=case.contact))


def _cells(case: SchoolCase) -> list[Sentence]:
    found = open_faults(case)
    said = [_cell(case, group, str(n)) for n, group in enumerate(found[:MOST_PLACES], start=1)]
    if found[MOST_PLACES:]:
        rest = sum(len(group.cells) for group in found[MOST_PLACES:])
        said.append(item(case.draft.say("SP12", n_rest=case.tally("rest", rest))))
    return said


def _cell(case: SchoolCase, group: Open, number: str) -> Sentence:
    draft = case.draft
    verb = "mend" if group.must else "look"
    advice = [Sentence("SP11.advice", (Span(group.advice, cite=f"{group.sheet}!{group.cells[0]}"),))]
    if len(group.cells) == 1:
        return item(draft.say(f"SP11.{verb}", cell=group.cells[0], sheet=group.sheet), advice)
    shown = ", ".join(group.cells[:MOST_CELLS]) + (", …" if len(group.cells) > MOST_CELLS else "")
    n = case.tally("cells", len(group.cells), of=number)
    return item(draft.say(f"SP11.{verb}_several", n=n, sheet=group.sheet, cells=shown), advice)


def _evidence(case: SchoolCase) -> list[Sentence]:
    bare = numbers(case, wanted=(NO_EVIDENCE,))
    if not bare:
        return []
    head = case.draft.say("SP13", n=case.tally("no_evidence", len(bare)), task_list=bare)
    return [item(head, case.draft.say("SP13.how"))]


def _content(case: SchoolCase, target: TargetIndicator) -> list[Sentence]:
    draft = case.draft
    value = case.value(target.indicator, where=Where.SCHOOL, year=draft.year)
    if value.value is None or value.value == 1:
        return []
    head = draft.say("SP14", no=target.id, title=target.title.text(draft.lang))
    return [item(head, draft.say("SP14.how", plan_short=draft.plan.short, due=_next_due(case)))]


def _tasks(case: SchoolCase) -> list[Sentence]:
    draft = case.draft
    if not has_equality_return(case):
        return []
    said = []
    left = numbers(case, wanted=(NOT_DONE,))
    if left:
        why = [] if causes(case) else draft.say("SP15.why")
        head = draft.say("SP15", n=case.tally("not_done", len(left)), year=draft.year, task_list=left)
        said.append(item(head, draft.say("SP15.until", due=_next_due(case)), why))
    silent = numbers(case, wanted=(UNKNOWN,))
    if silent:
        head = draft.say("SP16", n=case.tally("silent", len(silent)), task_list=silent)
        said.append(item(head, draft.say("SP16.how")))
    return said


def _women(case: SchoolCase, target: TargetIndicator) -> list[Sentence]:
    """How many women more would bring the school's own share to the plan's figure: an orientation, no demand."""
    draft, rule = case.draft, _rule(case, target)
    num, den = (case.count(target.indicator, where=Where.SCHOOL, year=draft.year, side=s) for s in ("num", "den"))
    if num.value is None or not den.value:
        return []
    more = extra_women(Count(int(num.value), int(den.value)), rule=rule)
    if not more:
        return []
    goal, name = _goal(case, target, rule), target.name.text(draft.lang)
    n = case.computed(
        f"{target.id}.more", more, label="school_more_women", unit=draft.words.label("report", "people"),
        inputs=(num, den),
    )  # fmt: skip
    head = draft.say("SP17", indicator=name, target=goal)
    return [item(head, draft.say("SP17.how", num=num, den=den, n=n))]


def _rule(case: SchoolCase, target: TargetIndicator) -> Rule:
    plan = case.draft.plan
    return rule_at(target, year=case.draft.year, base_year=plan.baseline.year)


def _goal(case: SchoolCase, target: TargetIndicator, rule: Rule) -> Goal:
    name = target.name.text(case.draft.lang)
    return Goal(
        case.draft.parameter(f"target.{target.id}.{rule.deadline}", rule.value, unit="%", label=name), rule.operator
    )


def _mend_by(case: SchoolCase) -> str:
    day = date.fromisoformat(case.draft.snapshot.as_of) + timedelta(days=case.rules.mend_days)
    return day.isoformat()


def mend_note(case: SchoolCase) -> list[Sentence]:
    """Where and until when cells are mended."""
    if not open_faults(case):
        return []
    return case.draft.say("SP18", due_new=_mend_by(case), contact=case.contact)


def _next_due(case: SchoolCase) -> str:
    """The day before which the next return on the plan has to be there."""
    deadline = case.draft.plan.calendar.deadline(EQUALITY)
    this = deadline.first_late_day(case.draft.year)
    ahead = date.fromisoformat(case.draft.snapshot.as_of) < this and not has_equality_return(case)
    return (this if ahead else deadline.first_late_day(case.draft.year + 1)).isoformat()
