"""Sections V to VII: strengths, shortcomings, causes, directions, recommendations, from what III and IV say."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from gec_lib.blocks import Group, Sentence
from gec_lib.codelists import EQUALITY, FEMALE, INTERNAL, MALE
from gec_lib.narrative.case import Case
from gec_lib.narrative.draft import Draft
from gec_lib.narrative.tasks import code_of
from gec_lib.verdicts import Verdict

WEAK = Fraction(60, 100)
EVALUATIONS = ("midterm", "final")


def cases(draft: Draft) -> list[Case]:
    """The findings of the edition's own level that exist and may be shown."""
    found = draft.found.findings(year=draft.year, levels=[draft.level])
    own = [Case(draft, finding) for finding in found if finding.applies]
    return [case for case in own if case.has_value and not case.hidden]


def place(case: Case) -> str:
    """Where in the report a target is told."""
    return f"III.{case.finding.target.id}"


def assessment(draft: Draft) -> Group:
    """Section V; causes and lessons are the analyst's, and their absence from an evaluation is marked inside."""
    own = cases(draft)
    blocks: list[Any] = [draft.heading(2, "danh-gia-chung", "assessment")]
    for number, slug, key, said in (
        (1, "uu-diem", "strengths", strengths(draft, own)),
        (2, "han-che", "shortcomings", shortcomings(draft, own)),
        (3, "nguyen-nhan", "causes", causes(draft)),
        (4, "bai-hoc", "lessons", []),
    ):
        words = draft.comment(f"V.{number}")
        wanted = () if words or said else _wanted(draft)
        if said or words or wanted:
            blocks.append(draft.heading(3, slug, key))
            blocks += draft.paragraph(said, style="list" if len(said) > 1 else "body")
            blocks += (*wanted, *words)
    return Group(tuple(blocks))


def _wanted(draft: Draft) -> tuple[Any, ...]:
    """In the internal profile a paragraph that an evaluation needs is marked while it is missing."""
    if draft.profile != INTERNAL or draft.kind not in EVALUATIONS:
        return ()
    return draft.paragraph(draft.say("VL0"), style="note")


def strengths(draft: Draft, own: Sequence[Case]) -> list[Sentence]:
    """Firm and met."""
    said: list[Sentence] = []
    for case in own:
        if case.settled and case.finding.firmness.firm:
            said += draft.say("VP1", indicator=case.name, value=case.value(), ref=place(case))
    return said or draft.say("VP3", annex=draft.words.label("report", "annex_method"))


def shortcomings(draft: Draft, own: Sequence[Case]) -> list[Sentence]:
    """Every target missed or behind, every open conclusion, every weak task, late and missing returns."""
    said: list[Sentence] = []
    for case in own:
        if case.finding.judgement.verdict in (Verdict.NOT_MET, Verdict.BEHIND, Verdict.MOVING_AWAY):
            key = "VH1" if case.finding.judgement.verdict is Verdict.NOT_MET else "VH1.before"
            said += draft.say(key, indicator=case.name, to_go=case.needed, unit=case.noun, ref=place(case))
        if not case.finding.firmness.firm:
            n = case.counted("deciding", len(case.finding.firmness.deciding), label="deciding")
            said += draft.say("VH5", indicator=case.name, n_decide=n, ref=place(case))
        if case.code == "T3-01a" and case.settled:
            said += _attainment(draft)
    for task in draft.plan.tasks:
        at: dict[str, Any] = {"year": draft.year, "level": draft.level}
        k, n = draft.count(code_of(task), side="num", **at), draft.count(code_of(task), side="den", **at)
        if k.value is not None and n.value and Fraction(k.value) / Fraction(n.value) < WEAK:
            said += draft.say("VH2", task_no=str(task.number), k=k, n_schools=n)
    returns = draft.coverage(stream=EQUALITY, level=draft.level)
    if returns["late"].value or returns["missing"].value:
        said += draft.say("VH3", n_late=returns["late"], n_missing=returns["missing"])
    return said or draft.say("VH0")


def _attainment(draft: Draft) -> list[Sentence]:
    at: dict[str, Any] = {"year": draft.year, "level": draft.level}
    women, men = draft.value("T3-R1a", sex=FEMALE, **at), draft.value("T3-R1a", sex=MALE, **at)
    if women.value is None or men.value is None:
        return []
    if Fraction(men.value) - Fraction(women.value) < draft.plan.material_change:
        return []
    id, label = f"T3-R1a.{draft.year}.{draft.level}.gap", draft.words.label("report", "gap_sexes")
    gap = draft.difference(id, men, women, unit=draft.words.label("unit", "points"), label=label)
    return draft.say("VH4", diff_pp=gap)


def causes(draft: Draft) -> list[Sentence]:
    """The figures do not show causes; the report says so unless the analyst gives them."""
    if "V.3" in draft.commentary:
        return []
    lang = draft.lang
    return draft.say("VC4", issuer=draft.office.name.text(lang), body=draft.words.label("report", "schools_body"))


def directions(draft: Draft) -> Group:
    """Section VI: what the next year must deliver, from what is missing now."""
    own = cases(draft)
    due = draft.plan.calendar.deadline(EQUALITY).first_late_day(draft.year + 1).isoformat()
    said: list[Sentence] = []
    for case in own:
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
                unit=case.noun,
            )
    returns = draft.coverage(stream=EQUALITY, level=draft.level)
    if returns["missing"].value:
        said += draft.say("VD4", n_missing=returns["missing"], due=due)
    heading = draft.heading(2, "phuong-huong", "directions")
    return Group((heading, *draft.paragraph(said, style="list"), *draft.comment("VI")))


def recommendations(draft: Draft) -> Group:
    """Section VII: who should do what, how many, by when."""
    returns = draft.coverage(stream=EQUALITY, level=draft.level)
    due = draft.plan.calendar.deadline(EQUALITY).first_late_day(draft.year + 1).isoformat()
    said: list[Sentence] = []
    matter = draft.words.label("report", "matter_target_one")
    if any(rule.implied for case in cases(draft) for rule in case.finding.item.rules):
        body = draft.office.superior.text(draft.lang)
        said += draft.say("VR2", body=body, matter=matter, year=draft.year + 1)
    absent = returns["missing"]
    if absent.value:
        said += draft.say("VR3", n_names=absent, annex=draft.words.label("report", "annex_quality"), due=due)
    heading = draft.heading(2, "kien-nghi", "recommendations")
    return Group((heading, *draft.paragraph(said or draft.say("VR0"), style="list"), *draft.comment("VII")))
