"""The sentences that open a target: its verdict, how firm it is, what one person would do, the hand-over."""

from __future__ import annotations

from gec_lib.blocks import Sentence
from gec_lib.codelists import ALL, INTERNAL, SCHOOL
from gec_lib.narrative.case import Case
from gec_lib.narrative.changes import material
from gec_lib.narrative.draft import names_of
from gec_lib.verdicts import Verdict, effect_of_one
from gec_lib.wording import Goal

MOST_NAMES = 3


def opening(case: Case) -> list[Sentence]:
    """The verdict sentence: the first key that applies, in the order of the verdict's own tests."""
    judged = case.finding.judgement
    common: dict[str, object] = {"indicator": case.name, "year": case.finding.year}
    if case.finding.refused:
        low, high = case.bounds
        wards = len(case.draft.found.units(case.code, year=case.finding.year, level=ALL))
        total = case.counted("wards", wards, label="wards")
        if low.value is None:
            return case.draft.say("T12", id=case.finding.target.id, **common)
        return case.draft.say("B12", n_missing=case.missing, n_wards=total, low=low, high=high)
    if case.finding.count is None:
        return case.draft.say("T12", id=case.finding.target.id, **common)
    if not case.finding.count.den:
        return case.draft.say("T27", **common)
    common["value"] = case.value()
    if judged.verdict is Verdict.NO_DATA:
        return case.draft.say("T13", **common)
    if judged.verdict is Verdict.NOT_COMPARABLE:
        reason = next(b.reason for b in case.draft.plan.breaks if case.code in b.indicators)
        words = reason.text(case.draft.lang)
        return case.draft.say("T14", prev_year=case.finding.year - 1, break_reason=words, **common)
    if case.settled:
        return _met(case, common)
    if judged.verdict is Verdict.NOT_MET:
        return _not_met(case, common)
    return _on_the_way(case, common)


def _met(case: Case, common: dict[str, object]) -> list[Sentence]:
    counts = {"num": case.num, "den": case.den, "unit": case.noun}
    wanted = case.goal
    if case.finding.judgement.verdict is Verdict.MAINTAINED:
        base = case.finding.rule.base_year
        if base == case.finding.year:
            return case.draft.say("T3", target=wanted, deadline=case.finding.rule.deadline, **common, **counts)
        return case.draft.say("T4", target=wanted, base_year=base, value_base=case.value(base), **common)
    if case.finding.year < case.finding.rule.deadline:
        return case.draft.say("T3", target=wanted, deadline=case.finding.rule.deadline, **common, **counts)
    if not case.finding.judgement.margin:
        del common["value"]
        return case.draft.say("T2", target=wanted, id=case.finding.target.id, **common, **counts)
    margin = case.points("margin", case.finding.judgement.margin)
    return case.draft.say("T1", target=wanted, id=case.finding.target.id, margin=margin, **common, **counts)


def _not_met(case: Case, common: dict[str, object]) -> list[Sentence]:
    counts = {"num": case.num, "den": case.den, "unit": case.noun}
    wanted, to_go = case.goal, case.needed
    exact = case.finding.judgement.value
    assert exact is not None and to_go.value is not None
    del common["year"]
    if exact == case.finding.rule.value:
        return case.draft.say("T17.after", target=wanted, to_go=to_go, **common, **counts)
    if case.draft.words.digits(exact, "pct1") == case.draft.words.digits(case.finding.rule.value, "pct1"):
        long = {"value_long": common["value"], "rounded": common["value"], "unit": counts["unit"]}
        return case.draft.say("T18.after", indicator=common["indicator"], target=wanted, to_go=to_go, **long)
    gap = case.points("gap", case.finding.judgement.margin)
    said = case.draft.say(
        "T9", year=case.finding.year, target=wanted, id=case.finding.target.id, gap=gap, to_go=to_go, **common, **counts
    )
    change = case.finding.judgement.change
    if change is not None and case.finding.judgement.start_year and improved(case):
        rise = case.points("change", change)
        period = (case.finding.judgement.start_year, case.finding.year)
        said += case.draft.say("T10", target=wanted, indicator=common["indicator"], diff_pp=rise, period=period)
    return said


def improved(case: Case) -> bool:
    """Whether the change since the pace's start is worth a word: the threshold, and more than one case."""
    judged, now = case.finding.judgement, case.finding.count
    if now is None or judged.start is None or judged.change is None or judged.change <= 0:
        return False
    return material(now, judged.start, threshold=case.finding.item.material_change)


def _on_the_way(case: Case, common: dict[str, object]) -> list[Sentence]:
    judged, wanted = case.finding.judgement, case.goal
    base = judged.start_year or case.finding.rule.base_year
    due = {"target": wanted, "deadline": case.finding.rule.deadline}
    pace = case.points("pace", judged.pace)
    left = case.points("pace_left", judged.pace_left)
    rise = case.points("change", judged.change)
    if judged.verdict is Verdict.MOVING_AWAY:
        return case.draft.say("T8", value_base=case.value(base), base_year=base, diff_pp=rise, **common)
    if judged.verdict is Verdict.ON_TRACK:
        return case.draft.say("T5", diff_pp=rise, base_year=base, pace=pace, **due, **common)
    if judged.verdict is Verdict.NEEDS_ACCELERATION:
        return case.draft.say("T6", pace=pace, pace_left=left, **due, **common)
    if not judged.change:
        return case.draft.say("T7.still", base_year=base, pace_left=left, **due, **common)
    assert judged.done is not None and judged.elapsed is not None
    return case.draft.say(
        "T7",
        done=case.computed("done", judged.done, label="done", unit="%"),
        value_base=case.value(base),
        target=wanted,
        elapsed=case.computed("elapsed", judged.elapsed, label="elapsed", unit="%"),
        **common,
    )


def firmness_sentences(case: Case) -> list[Sentence]:
    """Whether the verdict stands whatever the missing returns hold; says nothing of one person."""
    draft, finding = case.draft, case.finding
    if not case.has_value:
        return []
    if not finding.missing:
        return _complete(case)
    low, high = case.bounds
    if low.value is None or high.value is None:
        return []
    if finding.firmness.firm and low.value == high.value:
        return draft.say("C7", n_missing=case.missing, indicator=case.name)
    deciding = finding.firmness.deciding
    if finding.firmness.firm:
        said = draft.say("D1.firm", n_missing=case.missing, low=low, high=high)
    elif draft.profile == INTERNAL and len(deciding) <= MOST_NAMES:
        said = draft.say("D2.named", names=names_of(draft, deciding), low=low, high=high)
    else:
        said = draft.say(
            "D2.open", n_decide=case.counted("deciding", len(deciding), label="deciding"), low=low, high=high
        )
    guessed = sum(unit.estimated for unit in finding.missing)
    if guessed and not finding.of_schools:
        said += draft.say("D3", n_est=case.counted("estimated", guessed, label="estimated_sizes"))
    return said


def _complete(case: Case) -> list[Sentence]:
    finding = case.finding
    units = case.draft.found.units(case.code, year=finding.year, level=finding.level)
    expected = int(units["unit"].nunique())
    if finding.indicator.unit_type == SCHOOL:
        return case.draft.say("D1.complete", n_expected=case.counted("units", expected, label="schools_in_register"))
    return case.draft.say("D1.wards", n_expected=case.counted("units", expected, label="wards"))


def person_sentences(case: Case) -> list[Sentence]:
    """What one person more or less would do, without the word of firmness."""
    count = case.finding.count
    effect = effect_of_one(count) if count is not None else None
    if case.finding.item.people != "women" or effect is None:
        return []
    one = case.points("one_person", 100 * effect)
    unit = case.label("report", "people")
    return case.draft.say("E2.flips" if case.finding.one_person else "E1.stable", unit=unit, one_pp=one)


def hand_over(case: Case) -> list[Sentence]:
    """The final edition hands the value over to the next rule."""
    draft, finding = case.draft, case.finding
    later = finding.later
    if draft.kind != "final" or later is None or not case.has_value:
        return []
    wanted = draft.parameter(f"target.{finding.item.id}.{later.deadline}", later.value, unit="%", label=case.name)
    return draft.say(
        "T25",
        next_start=finding.year + 1,
        deadline=finding.year,
        value=case.value(),
        target_next=Goal(wanted, later.operator),
        deadline_next=later.deadline,
    )
