"""The feedback page of one school: what to do next, what went well, its figures beside its level and its ward.

The plan's targets are for the area: the page judges no school and ranks none (prose.md: own value, area's value, own
open cells, next deadline).
"""

from __future__ import annotations

from typing import Any

from gec_lib.blocks import Fact, Group, Masthead, Sentence, SourceList, Span
from gec_lib.claims import HIDDEN, NOT_APPLICABLE
from gec_lib.codelists import ALL, EQUALITY, TOTAL
from gec_lib.narrative.school_case import SchoolCase, Where
from gec_lib.narrative.school_returns import DONE, causes, has_equality_return, numbers, open_faults, returns
from gec_lib.narrative.school_tables import (
    beside_table,
    faults_table,
    mean_tasks,
    one_person,
    own_table,
    returns_table,
    task_matrix,
)
from gec_lib.narrative.school_todo import done_well, lead, mend_note, to_do
from gec_lib.plan import TargetIndicator
from gec_lib.wording import inside

SMALL = 30  # below this base one person is felt in a share
FEW = 5  # a ward with fewer schools of the level is said to be small
WOMEN = "women"


def masthead(case: SchoolCase) -> Masthead:
    """Which school, of which level and ward; when its return on the plan came, and what is open in it."""
    draft, words = case.draft, case.draft.words
    facts = [
        Fact(draft.text("school_return"), _return_fact(case)),
        Fact(draft.text("school_use"), draft.text("school_only")),
        Fact(draft.text("data_until"), words.inline(draft.snapshot.as_of, "date")),
        Fact(draft.text("snapshot"), (Span(draft.snapshot.id, structure="snapshot"),)),
    ]
    return Masthead(
        agency=words.text("{a} · {b}", a=draft.office.superior.text(draft.lang), b=draft.office.name.text(draft.lang)),
        title=draft.text("school_title", name=case.text(case.name)),
        subtitle=draft.text(
            "school_subtitle",
            year=str(draft.year),
            level=draft.level_name(draft.level),
            ward=case.text(case.ward_name),
            code=(Span(case.unit, structure="code"),),
        ),
        facts=tuple(facts),
        profile=draft.profile,
        synthetic=words.label("report", "synthetic") if draft.snapshot.synthetic else "",
    )


def _return_fact(case: SchoolCase) -> tuple[Span, ...]:
    draft = case.draft
    owed = next((item for item in returns(case) if item.stream == EQUALITY), None)
    if owed is None or not owed.received:
        return draft.text("school_state_missing")
    key = "school_fact_on_time" if owed.on_time else "school_fact_late"
    return draft.text(key, day=draft.words.inline(owed.received, "date"))


def next_steps(case: SchoolCase) -> Group:
    """The first screen: one paragraph, the list of what to do, the list of what went well."""
    draft = case.draft
    blocks: list[Any] = [*draft.paragraph(lead(case), style="lead"), draft.heading(2, "viec-can-lam", "school_to_do")]
    blocks += draft.paragraph(to_do(case), style="todo")
    blocks += draft.paragraph(mend_note(case), style="note")
    return Group((*blocks, _well(case), *draft.comment("I")))


def _well(case: SchoolCase) -> Group:
    draft, said = case.draft, done_well(case)
    heading = draft.heading(2, "da-lam-tot", "school_well")
    style = "list" if said else "body"
    return Group((heading, *draft.paragraph(said or draft.say("SP29"), style=style)))


def contribution(case: SchoolCase) -> Group:
    """What the school's people are of the area's, and its shares beside its level and its ward."""
    draft = case.draft
    blocks: list[Any] = [draft.heading(2, "dong-gop", "school_contribution")]
    blocks += draft.paragraph(draft.say("SP30", plan_short=draft.plan.short), _elsewhere(case))
    women = [item for _, item in case.targets if item.people == WOMEN]
    blocks += draft.paragraph([sentence for item in women for sentence in _part_of_area(case, item)], style="list")
    blocks.append(beside_table(case))
    blocks += draft.paragraph(_ward(case), _small(case, women), style="note")
    return Group(tuple(blocks))


def _elsewhere(case: SchoolCase) -> list[Sentence]:
    """Targets that are counted where people live, and so not at a school."""
    found = [i.id for _, i in case.draft.plan.target_indicators() if case.level not in i.levels]
    return case.draft.say("SP33", no=found) if found else []


def _part_of_area(case: SchoolCase, item: TargetIndicator) -> list[Sentence]:
    draft = case.draft
    name = item.name.text(draft.lang)
    num, den = (case.count(item.indicator, where=Where.SCHOOL, year=draft.year, side=side) for side in ("num", "den"))
    if num.value is None or den.value is None:
        return draft.say("SP31.missing", indicator=name, year=draft.year)
    num_area, den_area = (draft.count(item.indicator, year=draft.year, level=ALL, side=s) for s in ("num", "den"))
    if num_area.value is None or den_area.value is None:
        return draft.say("SP31.own", indicator=name, num=num, den=den)
    area = {"num_area": num_area, "den_area": den_area}
    if not den.value:
        return draft.say("SP31.none", indicator=name, **area)
    return draft.say("SP31", indicator=name, num=num, den=den, **area)


def _ward(case: SchoolCase) -> list[Sentence]:
    """How many schools stand beside this one in its ward, and what is not printed for that reason."""
    draft, n = case.draft, case.peers(Where.WARD)
    codes = [item.indicator for _, item in case.targets]
    marks = {case.mark(code, where=Where.WARD, year=draft.year, sex=TOTAL) for code in codes}
    level = draft.codes_label("level", draft.level)
    if n.value == 1:
        return draft.say("SP34.only", ward=case.ward_name, level=level)
    if HIDDEN in marks or NOT_APPLICABLE in marks:
        return draft.say("SP34.hidden", ward=case.ward_name, n=n, level=level)
    return draft.say("SP34.few", ward=case.ward_name, n=n, level=level) if int(n.value or 0) < FEW else []


def _small(case: SchoolCase, women: list[TargetIndicator]) -> list[Sentence]:
    draft = case.draft
    for item in women:
        den = case.count(item.indicator, where=Where.SCHOOL, year=draft.year, side="den")
        if den.value is not None and 0 < den.value < SMALL:
            pp = one_person(case, item.indicator)
            return draft.say("SP32", indicator=item.name.text(draft.lang), den=den, one_pp=pp)
    return []


def figures(case: SchoolCase) -> Group:
    """The returns one by one, then the school's own figures against the year before."""
    draft = case.draft
    blocks: list[Any] = [draft.heading(2, "so-lieu-cua-truong", "school_figures")]
    if case.other_levels:
        names = [inside(draft.codes_label("level", level)) for level in case.other_levels]
        blocks += draft.paragraph(draft.say("SP50", level=draft.codes_label("level", draft.level), names=names))
    blocks += [own_table(case), returns_table(case)]
    return Group(tuple(blocks))


def tasks(case: SchoolCase) -> Group:
    """The tasks of the plan as the school reported them."""
    draft = case.draft
    number = len(draft.plan.tasks)
    if not number:
        return Group(())
    blocks: list[Any] = [draft.heading(2, "nhiem-vu", "school_tasks", n=str(number))]
    if not has_equality_return(case):
        blocks += draft.paragraph(draft.say("SP40.missing", year=draft.year))
    else:
        blocks += draft.paragraph(_tasks_said(case), draft.say("A8"))
    blocks.append(task_matrix(case))
    return Group(tuple(blocks))


def _tasks_said(case: SchoolCase) -> list[Sentence]:
    draft = case.draft
    said = draft.say("SP40", n_done=case.tally("done", len(numbers(case, wanted=(DONE,)))), year=draft.year)
    mean = mean_tasks(case)
    if mean is not None and mean.value is not None:
        said += draft.say("SP41", level=draft.codes_label("level", draft.level), mean=mean)
    given = causes(case)
    return said + [sentence for cause in given for sentence in draft.say("SP42", cause=cause)]


def faults(case: SchoolCase) -> Group:
    """Every open cell of the school's returns."""
    draft = case.draft
    blocks: list[Any] = [draft.heading(2, "o-can-xem-lai", "school_faults")]
    found = faults_table(case)
    if found is None:
        received = any(item.received for item in returns(case))
        return Group((*blocks, *draft.paragraph(draft.say("SP2.clean" if received else "SP2.nothing"))), role="annex")
    return Group((*blocks, found, *draft.paragraph(draft.say("SP18.how"), style="note")), role="annex")


def sources(case: SchoolCase) -> Group:
    """The annex that every number link leads to, and what the page is for."""
    draft = case.draft
    blocks: list[Any] = [draft.heading(2, "nguon-tung-con-so", "annex_sources")]
    blocks += draft.paragraph(draft.say("R8", school=case.name), style="note")
    return Group((*blocks, SourceList(())), role="annex")


def card(case: SchoolCase) -> dict[str, Any]:
    """How lists name the page: school, level, ward, year, day of the data, what is open."""
    draft = case.draft
    owed = returns(case)
    return {
        "scope": draft.level_name(draft.level),
        "term": str(draft.year),
        "as_of": draft.snapshot.as_of,
        "name": case.name,
        "ward": case.ward_name,
        "rank": draft.found.codes.school_levels().index(draft.level),
        "missing": sum(not item.received for item in owed),
        "open": sum(len(item.cells) for item in open_faults(case)),
        "agency": f"{draft.office.superior.text(draft.lang)} · {draft.office.name.text(draft.lang)}",
        "synthetic": draft.snapshot.synthetic,
    }


def indicators_csv(case: SchoolCase) -> str:
    """The figures that the page prints of the school, its ward and its level, with the mark of what it hides."""
    lines = ["indicator,year,level,place,sex,num,den,value,status"]
    return "\n".join([*lines, *(_line(case, *key) for key in case.shown())]) + "\n"


def _line(case: SchoolCase, code: str, where: Where, year: int, sex: str) -> str:
    num, den = (case.count(code, where=where, year=year, side=side, sex=sex) for side in ("num", "den"))
    value = case.value(code, where=where, year=year, sex=sex)
    shown = [item.mark if item.value is None else str(item.value) for item in (num, den)]
    share = "" if value.value is None else f"{float(value.value):.6f}"
    place = case.place(where) or case.level
    return f"{code},{year},{case.level},{place},{sex},{','.join(shown)},{share},{value.mark or 'reported'}"
