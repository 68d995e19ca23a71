"""Comparison with the year before and with the base year: how much changed, and by how many people.

A change is told only when it is material: at least the plan's threshold and at least two people or units
(prose rules of docs/wording.md); what is less is "stable", or the weight of one case.
"""

from __future__ import annotations

from fractions import Fraction

from gec_lib.blocks import Sentence
from gec_lib.formulas import newcombe_difference
from gec_lib.narrative.case import Case
from gec_lib.verdicts import Count, Verdict

FEWEST = 2  # one case more or less is no trend


def affected(now: Count, before: Count) -> Fraction:
    """How many of today's cases the change of the share stands for.

    Examples
    --------
    >>> affected(Count(2, 7), Count(1, 4))
    Fraction(1, 4)
    """
    return abs(Fraction(now.num, now.den) - Fraction(before.num, before.den)) * now.den


def material(now: Count, before: Count, *, threshold: Fraction) -> bool:
    """Whether a change of a share is worth a word of direction."""
    change = abs(Fraction(now.num, now.den) - Fraction(before.num, before.den))
    return change >= threshold and affected(now, before) >= FEWEST


def year_before(case: Case) -> list[Sentence]:
    """The change on the year before; nothing where there is none, or where the verdict has said it."""
    finding, draft = case.finding, case.draft
    year, now = finding.year, finding.count
    before = finding.series.get(year - 1)
    if now is None or before is None or not now.den or not before.den or _broken(case):
        return []
    judged = finding.judgement
    told = judged.verdict not in (Verdict.MET, Verdict.MAINTAINED, Verdict.NOT_MET)
    if told and judged.start_year == year - 1:
        return []
    value, previous = case.value(), case.value(year - 1)
    if value.value is None or previous.value is None:
        return []
    change = Fraction(now.num, now.den) - Fraction(before.num, before.den)
    shown = {"indicator": case.name, "value_prev": previous, "prev_year": year - 1, "value": value, "year": year}
    if abs(change) < finding.item.material_change:
        return draft.say("T22", **shown)
    points = case.points("change_year", 100 * change)
    if affected(now, before) < FEWEST:
        return draft.say("T21", unit=case.noun, diff_pp=points, **shown)
    if _random(case, now, before):
        return draft.say("T24", diff_pp=points, **shown)
    return draft.say("T23.up" if change > 0 else "T23.down", diff_pp=points, **shown)


def _broken(case: Case) -> bool:
    """Whether a declared break lies between the year before and this one."""
    breaks = case.draft.plan.breaks
    return any(b.forbids_pace and b.from_year == case.finding.year and case.code in b.indicators for b in breaks)


def _random(case: Case, now: Count, before: Count) -> bool:
    """Whether the change lies within what chance does to a group of this size; schools are all counted."""
    if case.finding.of_schools:
        return False
    low, high = newcombe_difference(now.num, total=now.den, events_other=before.num, total_other=before.den)
    return bool(low <= 0 <= high)


def people(case: Case) -> list[Sentence]:
    """For a share of women: how women and men changed since the base year, and what each did to the share."""
    finding, draft = case.finding, case.draft
    base, now = finding.series.get(finding.rule.base_year), finding.count
    year = finding.rule.base_year
    if finding.item.people != "women" or base is None or now is None or year >= finding.year:
        return []
    if not base.den or not now.den or case.value(year).value is None or case.value().value is None:
        return []
    at = {"level": finding.level}
    women, women_base = (draft.count(case.code, side="num", year=y, **at) for y in (finding.year, year))
    men, men_base = (draft.men(case.code, year=y, **at) for y in (finding.year, year))
    if any(item.value is None for item in (women, women_base, men, men_base)):
        return []
    if (now.num, now.den) == (base.num, base.den):
        return []
    said = draft.say(
        "M16", base_year=year, year=finding.year, women_base=women_base, women=women, men_base=men_base, men=men
    )
    if not material(now, base, threshold=finding.item.material_change):
        return said
    by_women, by_men = effects(now, base)
    return said + draft.say("M17", by_women=case.signed("by_women", by_women), by_men=case.signed("by_men", by_men))


def effects(now: Count, base: Count) -> tuple[Fraction, Fraction]:
    """What the change of women and the change of men bring to the change of the share; they add up to it.

    Each is the mean over the two orders in which the numbers may change (Das Gupta 1993, chapter 2).

    Examples
    --------
    >>> effects(Count(4, 8), Count(2, 6))  # two women more, as many men
    (Fraction(1, 6), Fraction(0, 1))
    """

    def share(women: int, men: int) -> Fraction:
        return Fraction(women, women + men) if women + men else Fraction(0)

    women, women_base, men, men_base = now.num, base.num, now.den - now.num, base.den - base.num
    by_women = (share(women, men_base) - share(women_base, men_base) + share(women, men) - share(women_base, men)) / 2
    return by_women, share(women, men) - share(women_base, men_base) - by_women
