"""Sections V to VII: strengths, shortcomings, causes, directions, recommendations, from what III and IV say."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from gec_lib.blocks import Group, Sentence
from gec_lib.codelists import EQUALITY, FEMALE, INTERNAL, MALE
from gec_lib.narrative.case import Case
from gec_lib.narrative.causes import LESSONS, arithmetic, causes_table, reported, written
from gec_lib.narrative.changes import affected
from gec_lib.narrative.draft import Draft
from gec_lib.narrative.tasks import code_of
from gec_lib.narrative.verdict_sentences import improved
from gec_lib.plan import Task
from gec_lib.verdicts import Verdict

WEAK = Fraction(60, 100)
EVALUATIONS = ("midterm", "final")
ANALYSTS = (3, 4)  # causes and lessons cannot be computed
SLOW = (Verdict.BEHIND, Verdict.MOVING_AWAY)


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
        (3, "nguyen-nhan", "causes", causes(draft, own)),
        (4, "bai-hoc", "lessons", written(draft, LESSONS, "VL2")),
    ):
        words = draft.comment(f"V.{number}")
        wanted = _wanted(draft) if number in ANALYSTS and not words else ()
        named = causes_table(draft) if key == "causes" else None
        if said or words or wanted:
            blocks.append(draft.heading(3, slug, key))
            blocks += draft.paragraph(said, style="list" if len(said) > 1 else "body")
            blocks += [named] if named is not None else []
            blocks += (*wanted, *words)
    return Group(tuple(blocks))


def _wanted(draft: Draft) -> tuple[Any, ...]:
    """In the internal profile a paragraph that an evaluation needs is marked while it is missing."""
    if draft.profile != INTERNAL or draft.kind not in EVALUATIONS:
        return ()
    return draft.paragraph(draft.say("VL0"), style="note")


def strengths(draft: Draft, own: Sequence[Case]) -> list[Sentence]:
    """Firm and met; improved since the pace's start; tasks that nearly all schools carried out."""
    said: list[Sentence] = []
    for case in own:
        if case.settled and case.finding.firmness.firm:
            said += draft.say("VP1", indicator=case.name, value=case.value(), ref=place(case))
    for case in own:
        said += _improvement(case)
    full = draft.plan.task_thresholds.full
    done = [task for task in draft.plan.tasks if (share := task_share(draft, task)) is not None and share >= full]
    said += _tasks(draft, "VP5", "full", done, limit=full)
    return said or draft.say("VP3", annex=draft.words.label("report", "annex_method"))


def _improvement(case: Case) -> list[Sentence]:
    """A target not met from the start whose value rose by more than one case."""
    judged, now = case.finding.judgement, case.finding.count
    if case.finding.judgement.verdict is Verdict.MAINTAINED or not improved(case):
        return []
    assert now is not None and judged.start is not None and judged.start_year is not None
    number = case.computed("improved", Fraction(round(affected(now, judged.start))), label="improved", unit=case.noun)
    rise, period = case.points("change", judged.change), (judged.start_year, case.finding.year)
    return case.draft.say(
        "VP2", indicator=case.name, period=period, diff_pp=rise, diff_n=number, unit=case.noun, ref=place(case)
    )


def _tasks(draft: Draft, key: str, what: str, found: Sequence[Task], *, limit: Fraction) -> list[Sentence]:
    """Tasks on one side of a limit, in one sentence."""
    if not found:
        return []
    label = draft.words.label("report", f"tasks_{what}")
    n = draft.parameter(f"tasks.{draft.year}.{draft.level}.listed_{what}", len(found), unit="", label=label)
    bound = draft.parameter(f"plan.tasks.listed_{what}", limit, unit="%", label=label)
    if len(found) == len(draft.plan.tasks):
        return draft.say(f"{key}.all", n=n, limit=bound, ref="IV")
    return draft.say(key, n=n, limit=bound, task_list=[str(task.number) for task in found], ref="IV")


def task_share(draft: Draft, task: Task) -> Fraction | None:
    """Share of schools that carried out a task and can show it; None where nothing was reported."""
    k, n = (draft.count(code_of(task), side=side, **draft.at) for side in ("num", "den"))
    return Fraction(k.value) / Fraction(n.value) if k.value is not None and n.value else None


def shortcomings(draft: Draft, own: Sequence[Case]) -> list[Sentence]:
    """Every target missed, behind or without data, every open conclusion, weak tasks, late and missing returns."""
    said: list[Sentence] = []
    for case in own:
        said += _of_target(case)
    known = {case.finding.item.id for case in own}
    for finding in draft.found.findings(year=draft.year, levels=[draft.level]):
        case = Case(draft, finding)
        nothing = finding.count is None and finding.item.id not in known and not case.hidden
        if finding.applies and nothing:
            said += draft.say("VH7", indicator=case.name, ref=place(case))
    weak = [task for task in draft.plan.tasks if (share := task_share(draft, task)) is not None and share < WEAK]
    said += _tasks(draft, "VH2.many", "weak", weak, limit=WEAK)
    returns = draft.coverage(stream=EQUALITY, level=draft.level)
    late, missing = returns["late"], returns["missing"]
    if late.value and missing.value:
        said += draft.say("VH3", n_late=late, n_missing=missing)
    elif missing.value:
        said += draft.say("VH3.missing", n_missing=missing)
    elif late.value:
        said += draft.say("VH3.late", n_late=late)
    return said or draft.say("VH0")


def _of_target(case: Case) -> list[Sentence]:
    draft, verdict = case.draft, case.finding.judgement.verdict
    said: list[Sentence] = []
    if verdict in (Verdict.NOT_MET, *SLOW) and case.finding.needed:
        key = "VH1" if verdict is Verdict.NOT_MET else "VH1.before"
        said += draft.say(key, indicator=case.name, to_go=case.needed, unit=case.short_noun, ref=place(case))
    if not case.finding.firmness.firm:
        n = case.counted("deciding", len(case.finding.firmness.deciding), label="deciding")
        said += draft.say("VH5", indicator=case.name, n_decide=n, ref=place(case))
    return said + (_attainment(draft) if case.code == "T3-01a" and case.settled else [])


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


def causes(draft: Draft, own: Sequence[Case]) -> list[Sentence]:
    """Arithmetic, then what schools wrote; that the figures show no cause is said where nothing else is."""
    said = [*arithmetic(draft, list(own)), *reported(draft)]
    if said or "V.3" in draft.commentary:
        return said
    body = draft.words.label("report", "schools_body")
    return draft.say("VC4", issuer=draft.office.name.text(draft.lang), body=body)
