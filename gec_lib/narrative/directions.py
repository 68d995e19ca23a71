"""Sections VI and VII: what the next year must deliver, and who is asked to do what, how many, by when."""

from __future__ import annotations

from typing import Any

from gec_lib.blocks import Group, Sentence
from gec_lib.codelists import EQUALITY, INTERNAL, UNIVERSALISATION
from gec_lib.narrative.assessment import cases
from gec_lib.narrative.case import Case
from gec_lib.narrative.causes import PROPOSALS, written
from gec_lib.narrative.draft import Draft
from gec_lib.narrative.followup import asked
from gec_lib.narrative.office import awards
from gec_lib.narrative.work import PLANNED, unfunded

MOST_NAMES = 3
DEGREES = {"T3-01a": "degree_master", "T3-02a": "degree_doctor"}
BUDGET = "N18-1a"


def directions(draft: Draft) -> Group:
    """Section VI: one line for each target, then the returns."""
    said: list[Sentence] = []
    for case in cases(draft):
        if case.settled:
            said += draft.say("VD2", indicator=case.name, target=case.goal)
        elif case.finding.needed:
            zero = draft.parameter("goal.zero", 0, unit="", label=draft.words.label("report", "goal_zero"))
            said += draft.say(
                "VD1",
                next_year=draft.year + 1,
                indicator=case.name,
                to_go=case.needed,
                goal=zero,
                unit=case.short_noun,
            )
    returns = draft.coverage(stream=EQUALITY, level=draft.level)
    if returns["missing"].value or returns["late"].value or not said:
        said += draft.say("VD4", next_year=draft.year + 1, due=_due(draft, EQUALITY))
    heading = draft.heading(2, "phuong-huong", "directions")
    return Group((heading, *draft.paragraph(said, style="list"), *draft.comment("VI")))


def _due(draft: Draft, stream: str) -> str:
    """The first late day of the next year's returns: what must be there before it."""
    return draft.plan.calendar.deadline(stream).first_late_day(draft.year + 1).isoformat()


def recommendations(draft: Draft) -> Group:
    """Section VII: higher bodies first, then wards and schools; the office's own beside those that figures ask for."""
    said = [*asked(draft), *_to_superior(draft)]
    for case in cases(draft):
        said += _for_target(case)
    said += _to_the_missing(draft)
    blocks: list[Any] = [draft.heading(2, "kien-nghi", "recommendations")]
    blocks += draft.paragraph(said or draft.say("VR0"), style="list" if len(said) > 1 else "body")
    blocks += draft.paragraph(written(draft, PROPOSALS, "VR4"), awards(draft))
    return Group((*blocks, *draft.comment("VII")))


def _to_superior(draft: Draft) -> list[Sentence]:
    body = draft.office.superior.text(draft.lang)
    said: list[Sentence] = []
    if any(rule.implied for case in cases(draft) for rule in case.finding.item.rules):
        matter = draft.words.label("report", "matter_target_one")
        said += draft.say("VR2", body=body, matter=matter, year=draft.year + 1)
    indicator = next((item for item in draft.found.indicators if item.code == BUDGET), None)
    task = next((t for t in draft.plan.tasks if indicator is not None and t.clause == indicator.clause), None)
    if task is not None and draft.asks(BUDGET) and draft.asks(PLANNED):
        zero, _ = unfunded(draft)
        if zero.value:
            said += draft.say("VR1", body=body, year=draft.year + 1, n_zero=zero, task_no=str(task.number))
    return said


def _for_target(case: Case) -> list[Sentence]:
    """Who can close the distance to a target of people."""
    draft, finding = case.draft, case.finding
    if case.settled or not finding.needed:
        return []
    if case.code in DEGREES:
        body, degree = case.label("report", "schools_body"), case.label("report", DEGREES[case.code])
        year = finding.later.deadline if finding.later is not None else draft.year + 1
        deadline = finding.rule.deadline if finding.rule.deadline > draft.year else year
        return draft.say("VR7", target=case.goal, body=body, to_go=case.needed, degree=degree, year=deadline)
    if finding.item.people == "converted":
        body = case.label("report", "ward_bodies")
        return draft.say("VR6", body=body, to_go=case.needed, due=_due(draft, UNIVERSALISATION))
    return []


def _to_the_missing(draft: Draft) -> list[Sentence]:
    """Schools without a return: named in the annex where the annex names them."""
    absent = draft.coverage(stream=EQUALITY, level=draft.level)["missing"]
    if not absent.value:
        return []
    common: dict[str, Any] = {"year": draft.year, "due": _due(draft, EQUALITY)}
    if draft.profile == INTERNAL and absent.value <= MOST_NAMES:
        annex = draft.words.label("report", "annex_quality")
        return draft.say("VR3", n_names=absent, annex=annex, **common)
    return draft.say("VR3.open", n_missing=absent, **common)
