"""What a target's value hides: evidence that was checked, where people are missing, who is on the way to a degree."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from gec_lib.blocks import Sentence
from gec_lib.claims import Claimed
from gec_lib.codelists import FEMALE, INTERNAL, MALE, TOTAL
from gec_lib.indicators.counts import IN
from gec_lib.narrative.case import Case
from gec_lib.narrative.draft import Draft, names_of

MOST_NAMES = 3
MAINLY = Fraction(60, 100)  # "concentrated" needs this part of the whole
CHECKED = "T1-07a"
AGES = ("T2-04a15", "T2-04a16", "T2-04a17", "T2-04a18")
OUT, AT_GOAL = "T2-02b", "T2-08a"
STUDY: Mapping[str, tuple[str, str]] = {"T3-01a": ("T3-04a", "M8"), "T3-02a": ("T3-04b", "M8.doctor")}


def distribution(case: Case) -> list[Sentence]:
    """At most three sentences beside the value, by the indicator."""
    tell = TELLERS.get(case.code)
    return tell(case) if tell is not None else []


def _checked(case: Case) -> list[Sentence]:
    """How many schools were observed or had their records checked: evidence beside the schools' own word."""
    draft = case.draft
    if not draft.asks(CHECKED):
        return draft.say("A8")
    k, n = (draft.count(CHECKED, side=side, **draft.at) for side in ("num", "den"))
    value = draft.value(CHECKED, **draft.at)
    if k.value is None or n.value is None or value.value is None:
        return draft.say("A8")
    checked = draft.say("A7", k=k, n_schools=n, value=value) if k.value else draft.say("A7.none")
    return checked + draft.say("A8")


def _residents(case: Case) -> list[Sentence]:
    return [*_not_studying(case), *_wards(case), *_by_age(case)]


def _not_studying(case: Case) -> list[Sentence]:
    draft = case.draft
    n, women, men = (draft.count(OUT, side="num", sex=sex, **draft.at) for sex in (TOTAL, FEMALE, MALE))
    if not n.value or women.value is None or men.value is None:
        return []
    return draft.say("B2.out", n=n, women=women, men=men)


def _wards(case: Case) -> list[Sentence]:
    """Wards where nobody is missing, and those that hold most of the missing, if few do."""
    draft, finding = case.draft, case.finding
    k, n = (draft.count(AT_GOAL, side=side, **draft.at) for side in ("num", "den"))
    if k.value is None or n.value is None or k.value == n.value or n.value == 1:
        return []
    units = draft.found.units(case.code, year=finding.year, level=finding.level)
    units = units[units["state"].eq(IN)].assign(short=lambda t: t["den"] - t["num"])
    units = units.sort_values(["short", "unit"], ascending=[False, True], kind="stable")
    short, names = [int(x) for x in units["short"]], names_of(draft, list(units["unit"]))
    whole = sum(short)
    # the fewest wards that hold most of the missing; a tie across the last of them names nobody
    top = next((i for i in range(1, len(short) + 1) if sum(short[:i]) >= MAINLY * whole), len(short))
    tied = top < len(short) and short[top] == short[top - 1]
    if draft.profile != INTERNAL or top > MOST_NAMES or tied or not whole:
        return draft.say("B6.few", k=k, n_wards=n)
    held = case.computed("held", Fraction(sum(short[:top])), label="held", unit=case.noun)
    return draft.say("B6", k=k, n_wards=n, names=names[:top], n_top=held, to_go=case.needed)


def _by_age(case: Case) -> list[Sentence]:
    draft = case.draft
    first, *_, last = values = [draft.value(code, **draft.at) for code in AGES]
    known = [item.value for item in values if item.value is not None]
    if len(known) < len(AGES) or sorted(known) != known or known[0] == known[-1]:
        return []
    return draft.say("B7", value_15=first, value_18=last)


def _studying(case: Case) -> list[Sentence]:
    """Who studies for the degree, and what the share would be with all of them."""
    draft, finding = case.draft, case.finding
    code, key = STUDY[case.code]
    women, total = (draft.count(code, side=side, **draft.at) for side in ("num", "den"))
    if not total.value or women.value is None or case.num.value is None or case.den.value is None:
        return []
    share = Fraction(case.num.value + women.value) / Fraction(case.den.value + total.value)
    inputs = [case.num, case.den, women, total]
    label = case.label("report", "value_if")
    value = draft.computed(f"{code}.{finding.year}.{finding.level}.if", share, unit="%", label=label, inputs=inputs)
    said = draft.say(key, total=total, women=women, value_if=value)
    return said + wishes(draft) if case.code == "T3-01a" else said


def wishes(draft: Draft) -> list[Sentence]:
    """Who wishes to study, of those asked."""
    code = "T3-05a"
    n_surv = draft.count(code, side="den", **draft.at)
    n_want, women, men = (draft.count(code, side="num", sex=sex, **draft.at) for sex in (TOTAL, FEMALE, MALE))
    figures: dict[str, Claimed] = {"n_surv": n_surv, "n_want": n_want, "women": women, "men": men}
    if not n_surv.value or any(item.value is None for item in figures.values()):
        return []
    return draft.say("M14", **figures)


TELLERS: Mapping[str, Callable[[Case], list[Sentence]]] = {
    "T1-01a": _checked,
    "T2-01a": _residents,
    "T3-01a": _studying,
    "T3-02a": _studying,
}
