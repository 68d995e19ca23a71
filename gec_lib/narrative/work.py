"""What was done under each task: the figures of the returns beside the number of schools that did it.

A task is told by the indicators that the plan's clause names; sentences of a plan whose forms do not ask are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from gec_lib.blocks import Sentence, Span
from gec_lib.claims import Claimed
from gec_lib.codelists import FEMALE, MALE, TOTAL
from gec_lib.indicators.counts import IN
from gec_lib.narrative.draft import Draft
from gec_lib.narrative.situation import STAFF
from gec_lib.plan import Task

PLAN = "Kế hoạch "  # how references of the catalogue name a plan, then its number and the clause
PLANNED = "N13-1a"
FEW = 10  # below it rates of girls and boys are not compared


def facts(draft: Draft, task: Task) -> list[Sentence]:
    """The sentences of a task, in the order of the catalogue."""
    said: list[Sentence] = []
    for code, tell in FACTS.items():
        if _of_task(draft, code, task):
            said += tell(draft, task)
    return said


def _of_task(draft: Draft, code: str, task: Task) -> bool:
    """Whether an indicator tells of a task: the catalogue names clauses of one plan, and no other's."""
    own = f"{PLAN}{draft.plan.short}," in draft.found.indicator(PLANNED).reference
    first = draft.found.indicator(code).clause.split(";")[0].strip()
    return own and first == task.clause and draft.asks(code)


def _num(draft: Draft, code: str, sex: str = TOTAL) -> Claimed:
    return draft.count(code, side="num", sex=sex, **draft.at)


def _den(draft: Draft, code: str, sex: str = TOTAL) -> Claimed:
    return draft.count(code, side="den", sex=sex, **draft.at)


def _say(draft: Draft, key: str, figures: Mapping[str, Claimed], **others: object) -> list[Sentence]:
    """The sentence, if every figure of it may be said."""
    if any(figure.value is None for figure in figures.values()):
        return []
    return draft.say(key, **figures, **others)


def _schools(key: str, code: str) -> Callable[[Draft, Task], list[Sentence]]:
    """Schools that did something, out of all."""

    def tell(draft: Draft, task: Task) -> list[Sentence]:
        return _say(draft, key, {"k": _num(draft, code), "n_schools": _den(draft, code)})

    return tell


def _documents(draft: Draft, task: Task) -> list[Sentence]:
    reviewed = _num(draft, "N01-5a")
    return _say(draft, "N1", {"n_reviewed": reviewed, "n_changed": _num(draft, "N01-5b")}) if reviewed.value else []


def _trained(draft: Draft, task: Task) -> list[Sentence]:
    code = "N03-1a"
    women, men = _num(draft, code, FEMALE), _num(draft, code, MALE)
    value = draft.value(code, **draft.at)
    return _say(draft, "N3", {"num": _num(draft, code), "value": value, "women": women, "men": men})


def _events(draft: Draft, task: Task) -> list[Sentence]:
    held = {"n_contests": _num(draft, "N04-1a"), "n_forums": _num(draft, "N04-1b"), "n_clubs": _num(draft, "N04-1c")}
    said = _say(draft, "N4", held) if any(figure.value for figure in held.values()) else []
    reach = _num(draft, "N04-1d")
    if not reach.value:
        return said
    return said + _say(draft, "N4.reach", {"reach": reach, "women": _num(draft, "N04-1d", FEMALE)})


def _action_month(draft: Draft, task: Task) -> list[Sentence]:
    when = draft.plan.calendar.action_month.text(draft.lang)
    counts = {"k": _num(draft, "N06-1a"), "n_schools": _den(draft, "N06-1a")}
    return _say(draft, "N6", counts, when=when, year=draft.year)


def _completion(draft: Draft, task: Task) -> list[Sentence]:
    value = draft.value("N07-1a", **draft.at)
    if value.value is None:
        return []
    if value.value > 1:
        return draft.say("P8", value=value)
    return draft.say("N7", value=value, ref=f"III.{task.targets[0]}") if task.targets else []


def _literacy(draft: Draft, task: Task) -> list[Sentence]:
    return _say(draft, "N8", {"k": _num(draft, "N08-3a"), "n_wards": _den(draft, "N08-3a")})


def _dropouts(draft: Draft, task: Task) -> list[Sentence]:
    code, year = "N09-1a", draft.year - 1
    num, women, men = _num(draft, code), _num(draft, code, FEMALE), _num(draft, code, MALE)
    if num.value == 0:
        return draft.say("P2.none", school_year=year)
    shown = {"num": num, "value": draft.value(code, **draft.at), "women": women, "men": men}
    said = _say(draft, "P1.all", shown, school_year=year)
    few = any(item.value is not None and item.value < FEW for item in (women, men))
    return said + (draft.say("P4", num=num) if said and few else [])


def _transition(draft: Draft, task: Task) -> list[Sentence]:
    code = "N09-5a"
    den, num = _den(draft, code, FEMALE), _num(draft, code, FEMALE)
    if den.value == 0:
        return []
    value = draft.value(code, sex=FEMALE, **draft.at)
    return _say(draft, "N9", {"den": den, "num": num, "value": value})


def _sent(draft: Draft, task: Task) -> list[Sentence]:
    code = "N10-2a"
    figures = {"total": _den(draft, code), "women": _num(draft, code), "value": draft.value(code, **draft.at)}
    return _say(draft, "N10", {**figures, "value_ref": draft.value(STAFF, **draft.at)})


def _courses(draft: Draft, task: Task) -> list[Sentence]:
    named = _num(draft, "T3-06a")
    return _say(draft, "N11", {"n_courses": named, "n_online": _num(draft, "T3-06b")}) if named.value else []


def _awareness(draft: Draft, task: Task) -> list[Sentence]:
    codes = {"mean": "N12-1a", "value_staff": "N12-1b", "value_pupils": "N12-1c"}
    return _say(draft, "N12", {name: draft.value(code, **draft.at) for name, code in codes.items()})


def _planned(draft: Draft, task: Task) -> list[Sentence]:
    value = draft.value(PLANNED, **draft.at)
    return _say(draft, "N13", {"done": _num(draft, PLANNED), "planned": _den(draft, PLANNED), "value": value})


def _focal(draft: Draft, task: Task) -> list[Sentence]:
    return _say(draft, "N14", {"num": _num(draft, "N14-1a"), "den": _den(draft, "N14-1a")})


def _inspected(draft: Draft, task: Task) -> list[Sentence]:
    said = _schools("N15", "N15-1a")(draft, task)
    found = _num(draft, "N15-2a")
    if found.value == 0:
        return said + draft.say("N15.none")
    return said + _say(draft, "N15.found", {"n_viol": found, "n_fixed": _num(draft, "N15-2b")})


def _joint(draft: Draft, task: Task) -> list[Sentence]:
    signed = _num(draft, "N16-1a")
    return _say(draft, "N16", {"n": signed, "n_ward": _num(draft, "N16-1b")}) if signed.value else []


def _awards(draft: Draft, task: Task) -> list[Sentence]:
    teams, people, women = _num(draft, "N17-3a"), _num(draft, "N17-3b"), _num(draft, "N17-3b", FEMALE)
    if teams.value == 0 and people.value == 0:
        return draft.say("N17.none")
    if people.value == 0:
        return _say(draft, "N17.teams", {"n_col": teams})
    return _say(draft, "N17", {"n_col": teams, "n_ind": people, "women": women})


def _money(draft: Draft, task: Task) -> list[Sentence]:
    code = "N18-1b"
    spent = {"spent": _num(draft, code), "value": draft.value(code, **draft.at), "planned": _den(draft, code)}
    said = _say(draft, "N18", spent)
    zero, schools = unfunded(draft)
    return said + (draft.say("N18.zero", n_zero=zero, n_schools=schools) if zero.value else [])


def unfunded(draft: Draft) -> tuple[Claimed, Claimed]:
    """Schools that planned no money, and schools that answered."""
    units = draft.found.units("N18-1a", **draft.at)
    answered = units[units["state"].eq(IN)].groupby("unit")["num"].sum()  # a school of several levels counts once
    made: list[Claimed] = []
    for what, number in (("zero", int(answered.eq(0).sum())), ("answered", len(answered))):
        label = draft.words.label("report", f"budget_{what}")
        unit = draft.words.label("report", "schools")
        made.append(draft.parameter(f"N18-1a.{draft.year}.{draft.level}.{what}", number, unit=unit, label=label))
    return made[0], made[1]


FACTS: Mapping[str, Callable[[Draft, Task], list[Sentence]]] = {
    "N01-5a": _documents,
    "N02-1a": _schools("N2", "N02-1a"),
    "N03-1a": _trained,
    "N04-1a": _events,
    "N05-1a": _schools("N5", "N05-1a"),
    "N06-1a": _action_month,
    "N07-1a": _completion,
    "N08-3a": _literacy,
    "N09-1a": _dropouts,
    "N09-5a": _transition,
    "N10-2a": _sent,
    "T3-06a": _courses,
    "N12-1a": _awareness,
    PLANNED: _planned,
    "N14-1a": _focal,
    "N15-1a": _inspected,
    "N16-1a": _joint,
    "N17-3a": _awards,
    "N18-1a": _money,
}


def joined(*parts: list[Sentence]) -> list[Sentence]:
    """Sentences of one list item as one: the first key stands for them all."""
    items = [sentence for part in parts for sentence in part]
    if not items:
        return []
    text: tuple[Any, ...] = items[0].text
    for sentence in items[1:]:
        text = (*text, Span(" "), *sentence.text)
    return [Sentence(items[0].key, text)]
