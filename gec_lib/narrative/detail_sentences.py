"""The sentences that follow a verdict: counts, women and men, and what the share alone does not say.

Sentences of a named part of the catalogue are used for that part only.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from gec_lib.blocks import Sentence
from gec_lib.claims import Claimed
from gec_lib.codelists import FEMALE, MALE, TOTAL
from gec_lib.narrative.case import Case
from gec_lib.narrative.draft import Draft
from gec_lib.verdicts import Count, satisfies


def detail(case: Case, *, said: Sequence[Sentence]) -> list[Sentence]:
    """Counts, sexes and caveats, by the kind of the indicator; counts that ``said`` holds are not repeated."""
    if case.finding.count is None or not case.finding.count.den:
        return []
    if case.finding.of_schools:
        return _of_schools(case)
    special = {"T2-01a": _of_residents, "T3-01a": _of_masters, "T3-02a": _of_doctors}
    claims = {span.claim for sentence in said for span in sentence.text}
    told = {case.num.id, case.den.id} <= claims
    return special[case.code](case, told=told) if case.code in special else []


def _of_schools(case: Case) -> list[Sentence]:
    draft, count = case.draft, case.finding.count
    assert count is not None
    no = count.den - count.num - len(case.finding.missing)
    schools = case.label("report", "schools")
    counts = {"k": case.num, "n_schools": case.den}
    n_no = case.computed("no", Fraction(no), label="not_done", unit=schools)
    said: list[Sentence] = []
    if case.finding.missing and no:
        said += draft.say("A11", n_no=n_no, n_missing=case.missing, **counts)
    elif case.finding.missing:
        said += draft.say("A11.unproven", n_missing=case.missing, **counts)
    elif no:
        said += draft.say("A11.no", n_no=n_no, **counts)
    if any(rule.implied for rule in case.finding.item.rules):
        said += draft.say("A12", id=case.finding.item.id, target=case.goal)
    return said


def _of_residents(case: Case, *, told: bool) -> list[Sentence]:
    code, draft = case.code, case.draft
    at: dict[str, Any] = {"year": case.finding.year, "level": case.finding.level}
    value_f, value_m = draft.value(code, sex=FEMALE, **at), draft.value(code, sex=MALE, **at)
    whole = {"den": case.den, "num": case.num, "value": case.value()}
    if case.finding.needed == 0 and case.num.value == case.den.value and case.den.value is not None:
        return draft.say("B5", den=case.den)
    if value_f.value is None or value_m.value is None:
        return [] if told else draft.say("B1.whole", **whole)
    sexes = {"value_f": value_f, "value_m": value_m}
    said = draft.say("B1.sexes", **sexes) if told else draft.say("B1", **sexes, **whole)
    to_go, women, men = (draft.value("T2-02a", sex=sex, **at) for sex in (TOTAL, FEMALE, MALE))
    if to_go.value and women.value is not None and men.value is not None:
        said += draft.say("B2", to_go=to_go, women=women, men=men)
    return said + _gap_sentence(case, value_f, value_m)


def _gap_sentence(case: Case, value_f: Claimed, value_m: Claimed) -> list[Sentence]:
    """How far women and men are apart, and how many people that is on the side that is behind."""
    if value_f.value is None or value_m.value is None:
        return []
    women_ahead = value_f.value >= value_m.value
    high, low = (value_f, value_m) if women_ahead else (value_m, value_f)
    id = f"T2-07a.{case.finding.year}.{case.finding.level}"
    points = case.label("unit", "points")
    gap = case.draft.difference(f"{id}.value", high, low, unit=points, label=case.label("report", "gap_sexes"))
    assert gap.value is not None
    if gap.value < case.finding.item.material_change:
        return case.draft.say("B4", value_f=value_f, value_m=value_m)
    year, level = case.finding.year, case.finding.level
    base = case.draft.count(case.code, year=year, level=level, side="den", sex=MALE if women_ahead else FEMALE)
    equivalent = case.draft.computed(
        f"{id}.people",
        round(Fraction(gap.value) * Fraction(base.value or 0)),
        unit=case.label("report", "people"),
        label=case.label("report", "gap_people"),
        inputs=[gap, base],
    )
    return case.draft.say("B3.above" if women_ahead else "B3.below", diff_pp=gap, n_equiv=equivalent)


def _of_masters(case: Case, *, told: bool) -> list[Sentence]:
    draft, finding = case.draft, case.finding
    said = [] if told else draft.say("M1", total=case.den, women=case.num, value=case.value())
    said += attainment_sentence(draft, met=case.settled, level=finding.level)
    wider = draft.value("T3-03a", year=finding.year, level=finding.level)
    if wider.value is None:
        return said
    count = Fraction(wider.value)
    same = satisfies(Count(count.numerator, count.denominator), rule=finding.rule) == case.settled
    return said + draft.say("M12.same" if same else "M12.changed", value_alt=wider)


def _of_doctors(case: Case, *, told: bool) -> list[Sentence]:
    if case.num.value == 0:
        return case.draft.say("M7", total=case.den, target=case.goal)
    return [] if told else case.draft.say("M1.doctor", total=case.den, women=case.num, value=case.value())


def attainment_sentence(draft: Draft, *, met: bool, level: str) -> list[Sentence]:
    """Women's and men's own rates of holding a master's: what a share of women hides."""
    att_f = draft.value("T3-R1a", year=draft.year, level=level, sex=FEMALE)
    att_m = draft.value("T3-R1a", year=draft.year, level=level, sex=MALE)
    if att_f.value is None or att_m.value is None:
        return []
    gap = Fraction(att_f.value) - Fraction(att_m.value)
    if abs(gap) < draft.plan.material_change:
        return draft.say("M3", att_f=att_f, att_m=att_m)
    if gap > 0:
        return draft.say("M4", att_f=att_f, att_m=att_m)
    return draft.say("M2" if met else "M2.lower", att_f=att_f, att_m=att_m)
