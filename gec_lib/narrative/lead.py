"""The sentences on the first screen: what is met, what is missing, what is firm, what changed, what it rests on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from gec_lib.blocks import Sentence
from gec_lib.claims import UNDEFINED, Claimed
from gec_lib.narrative.annexes import coverage_lead
from gec_lib.narrative.case import Case
from gec_lib.narrative.draft import Draft
from gec_lib.verdicts import Verdict
from gec_lib.wording import inside

FINAL = "final"
UNKNOWN = (Verdict.NO_DATA, Verdict.NOT_COMPARABLE)
# verdicts in the order in which they are told; what was met from the start is met
TOLD = (
    Verdict.MET,
    Verdict.ON_TRACK,
    Verdict.NEEDS_ACCELERATION,
    Verdict.BEHIND,
    Verdict.MOVING_AWAY,
    Verdict.NOT_MET,
    Verdict.NOT_COMPARABLE,
    Verdict.NO_DATA,
)


def lead(draft: Draft, cases: Sequence[Case]) -> list[Sentence]:
    """How many indicators are met, and whether the conclusions stand: above the matrix, which shares its screen.

    Parameters
    ----------
    draft : Draft
        The edition.
    cases : sequence of Case
        The indicators that exist at its level, hidden ones among them.
    """
    shown = [case for case in cases if not case.hidden]
    return [*_verdicts(draft, shown), *_left_out(draft, cases, shown), *_firmness(draft, shown)]


def details(draft: Draft, cases: Sequence[Case]) -> list[Sentence]:
    """Below the matrix: which are met, what is missing of the others, what could still change, what it rests on."""
    shown = [case for case in cases if not case.hidden]
    said = [*_named(draft, shown), *_deciding(draft, shown)]
    return [*said, *changed(draft, shown), *coverage_lead(draft)]


def _verdicts(draft: Draft, shown: Sequence[Case]) -> list[Sentence]:
    """The tally of verdicts; what is all, or none of the plan is said so."""
    nothing = [case for case in shown if case.finding.count is not None and not case.finding.count.den]
    tally = Counter(case.finding.judgement.verdict for case in shown if case not in nothing)
    tally[Verdict.MET] += tally.pop(Verdict.MAINTAINED, 0)
    everything = len(draft.plan.target_indicators())
    plan = {
        "n_targets": _tally(draft, "targets", len(draft.plan.targets)),
        "n_ind": _tally(draft, "indicators", everything),
        "year": draft.year,
    }
    if draft.kind == FINAL:
        for verdict, key in ((Verdict.MET, "all"), (Verdict.NOT_MET, "none"), (Verdict.NO_DATA, "nothing")):
            if tally[verdict] == everything:
                return draft.say(f"O5.{key}", **plan)
    parts = [
        (_tally(draft, verdict.value, tally[verdict]), inside(draft.words.label("verdict", verdict.value)))
        for verdict in TOLD
        if tally[verdict]
    ]
    if nothing:  # nobody of the group exists: that is known, not missing
        parts.append((_tally(draft, "undefined", len(nothing)), inside(draft.words.label("mark", UNDEFINED))))
    if not parts:
        return draft.say("O5.plan", n_targets=plan["n_targets"], n_ind=plan["n_ind"])
    return draft.say("O5.final" if draft.kind == FINAL else "O5", parts=parts, **plan)


def _left_out(draft: Draft, cases: Sequence[Case], shown: Sequence[Case]) -> list[Sentence]:
    """Indicators that do not exist at the edition's level, and those whose value its profile hides."""
    absent = len(draft.plan.target_indicators()) - len(cases)
    hidden = len(cases) - len(shown)
    said = draft.say("O14", n=_tally(draft, "absent", absent)) if absent else []
    return said + (draft.say("O15", n=_tally(draft, "hidden", hidden)) if hidden else [])


def _named(draft: Draft, cases: Sequence[Case]) -> list[Sentence]:
    """Which indicators are met, and what is missing of the others."""
    met = [_short(case) for case in cases if case.settled]
    everything = len(met) == len(draft.plan.target_indicators())
    said = draft.say("O10", names=met) if met and not everything else []
    short = [case for case in cases if case.has_value and not case.settled and case.finding.needed]
    if short:
        parts = [(case.needed, f"{_noun(case)} ({_short(case)})") for case in short]
        said = said + draft.say("O11", parts=parts)
    return said


def _short(case: Case) -> str:
    """An indicator by its title inside a sentence."""
    return inside(case.finding.item.title.text(case.draft.lang))


def _noun(case: Case) -> str:
    return case.draft.words.noun(case.short_noun, one=case.finding.needed == 1)


def _judged(cases: Sequence[Case]) -> list[Case]:
    return [case for case in cases if case.has_value and case.finding.judgement.verdict not in UNKNOWN]


def _firmness(draft: Draft, cases: Sequence[Case]) -> list[Sentence]:
    """Whether the conclusions stand whatever the missing schools report."""
    judged = _judged(cases)
    unsure = [case for case in judged if not case.finding.firmness.firm]
    if not judged:
        return []
    n_judged = _tally(draft, "judged", len(judged))
    if not unsure:
        # with every return in, nothing could change, and coverage says so
        missing = any(case.finding.missing for case in judged)
        return draft.say("O9.firm", n_judged=n_judged) if missing else []
    firm, n_open = _tally(draft, "firm", len(judged) - len(unsure)), _tally(draft, "open", len(unsure))
    return draft.say("O9", n_judged=n_judged, n_firm=firm, n_open=n_open)


def _deciding(draft: Draft, cases: Sequence[Case]) -> list[Sentence]:
    """The conclusions that are open, and how many schools decide them."""
    unsure = [case for case in _judged(cases) if not case.finding.firmness.firm]
    if not unsure:
        return []
    deciding = {unit for case in unsure for unit in case.finding.firmness.deciding}
    names = [_short(case) for case in unsure]
    return draft.say("O13", names=names, n_decide=_tally(draft, "deciding", len(deciding)))


def changed(draft: Draft, cases: Sequence[Case]) -> list[Sentence]:
    """An annual report says which verdicts are not those of the year before."""
    year = draft.year - 1
    if draft.kind != "annual" or year not in draft.found.years:
        return []
    before = {f.item.id: f for f in draft.found.findings(year=year, levels=[draft.level])}
    names = []
    for case in cases:
        old, new = before[case.finding.item.id].judgement.verdict, case.finding.judgement.verdict
        if old is not new:
            words = [case.label("verdict", verdict.value) for verdict in (old, new)]
            names.append(f"{_short(case)} (“{words[0]}” → “{words[1]}”)")
    if not names:
        return draft.say("O7", prev_year=year)
    return draft.say("O6", prev_year=year, n=_tally(draft, "changed", len(names)), list=names)


def _tally(draft: Draft, what: str, number: int) -> Claimed:
    label = draft.words.label("report", f"tally_{what}")
    return draft.parameter(f"verdicts.{draft.year}.{draft.level}.{what}", number, unit="", label=label)
