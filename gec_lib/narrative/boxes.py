"""What stands beside the sentences of a target: banner, people still missing, and the range left open."""

from __future__ import annotations

from gec_lib.blocks import Banner, Firmness, People, Text
from gec_lib.narrative.case import Case

DOTS = {"women": "people", "converted": "residents", "schools": "schools"}


def banner(case: Case) -> Banner:
    """The verdict above the section."""
    state, word = case.firm
    shown = case.value()
    target = case.goal
    text: Text = ()
    if shown.value is not None:
        wanted = case.draft.words.inline(target, "goal")
        text = case.draft.text("against_target", value=case.draft.words.number(shown, "pct1"), target=wanted)
    verdict = case.finding.judgement.verdict
    return Banner(verdict.value, case.label("verdict", verdict.value), text, firm=state, firm_word=word)


def people_box(case: Case) -> People | None:
    """How many are missing to the target."""
    if case.finding.count is None or not case.finding.count.den or case.finding.needed is None:
        return None
    title = case.draft.text("people_box_schools" if case.finding.of_schools else "people_box")
    lines = [_needed_line(case)]
    F, N = case.finding.count.num, case.finding.count.den
    return People(
        title=title,
        women=F,
        men=N - F,
        needed=case.finding.needed,
        text=tuple(lines),
        dots=DOTS[case.finding.item.people],
    )


def _needed_line(case: Case) -> Text:
    if not case.finding.needed:
        return case.draft.text("needed_none", target=case.draft.words.inline(case.goal, "goal"))
    n = case.draft.words.number(case.needed, "count")
    wanted = case.draft.words.inline(case.goal, "goal")
    if case.finding.item.people == "women":
        return case.draft.text("needed_women", n=n, target=wanted)
    return case.draft.text("needed_converted", n=n, unit=case.noun, target=wanted)


def firmness_box(case: Case) -> Firmness | None:
    """The range that the missing returns leave open."""
    low, high = case.bounds
    shown = case.value()
    if low.value is None or high.value is None or shown.value is None:
        return None
    state, word = case.firm
    words = case.draft.words
    if not case.finding.missing:
        line = case.draft.text("firmness_complete")
    else:
        key = "firmness_same" if low.value == high.value else "firmness_range"
        line = case.draft.text(key, n=words.number(case.missing, "count"))
    return Firmness(
        title=case.draft.text("firmness_box"),
        firm=state,
        firm_word=word,
        low=float(low.value),
        high=float(high.value),
        value=float(shown.value),
        target=float(case.finding.rule.value),
        labels={
            **(
                {"low": (words.number(low, "pct1"),), "high": (words.number(high, "pct1"),)}
                if low.value != high.value
                else {}
            ),
            "value": (words.number(shown, "pct1"),),
            "target": case.draft.text("target_label", target=words.inline(case.goal, "goal")),
        },
        text=(line,),
    )
