"""Which returns arrive, and when; which rows a careless school leaves blank."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from gec_lib.codelists import ALL, UNIVERSALISATION
from gec_lib.demo.draws import chance, generator
from gec_lib.demo.parameters import Setting
from gec_lib.demo.people import Key, Value
from gec_lib.demo.schools import PRIVATE_OWNER, School

PINNED_STREAM = "start_of_year"


def missing_returns(setting: Setting, schools: Iterable[School], *, stream: str, year: int, seed: int) -> set[School]:
    """The schools whose return never arrives: exactly as many as the parameters ask for.

    Each school has a leaning of its own, so that the same few forget; private schools of the lowest level forget
    twice as often. In the last year the schools are named by ``last_year_missing``.
    """
    due = list(schools)
    received = setting.need("return_received", level=ALL, category=stream)
    count = round((1 - received.at(year)) * len(due))
    pinned = setting.plan["last_year_missing"].get(stream)
    if year < setting.first or stream == UNIVERSALISATION:
        return set()
    if year == setting.last and pinned:
        due = [s for s in due if (s.level, s.ownership) == (pinned["level"], pinned["ownership"])]
        count = int(pinned["count"])
    holders = {(d["level"], int(d["number"])) for d in setting.plan["doctors"]}
    if stream == PINNED_STREAM:
        due = [s for s in due if s.twin or (s.level, s.number) not in holders]
    return set(sorted(due, key=lambda s: _leaning(setting, s, stream, year, seed))[:count])


def _leaning(setting: Setting, school: School, stream: str, year: int, seed: int) -> float:
    """Small for schools that forget."""
    often = 2.0 if school.ownership == PRIVATE_OWNER and school.level == setting.plan["kinds"][0]["levels"][0] else 1.0
    habit = chance(seed, "forgets", school.unit, school.level)
    year_of_it = chance(seed, "forgets", school.unit, school.level, stream, year)
    return (0.4 * habit + 0.6 * year_of_it) / often


def late_returns(
    setting: Setting, units: Iterable[tuple[str, str]], *, stream: str, year: int, seed: int
) -> set[tuple[str, str]]:
    """The (unit, level) pairs that arrive after the deadline: exactly as many as the parameters ask for."""
    arriving = list(units)
    on_time = setting.need("return_on_time", level=ALL, category=stream).at(year)
    count = round((1 - on_time) * len(arriving))
    # A unit that was late once is likelier to be late again.
    leaning = {u: 0.3 * chance(seed, "late", *u) + 0.7 * chance(seed, "late", *u, stream, year) for u in arriving}
    return set(sorted(arriving, key=lambda u: leaning[u])[:count])


def received_on(setting: Setting, *, stream: str, year: int, topic: str, late: bool, seed: int) -> dt.date:
    """The day a return arrives: most of them in the last days before the deadline, late ones soon after it."""
    rng = generator(seed, "received", topic)
    days = setting.plan["streams"][stream]
    due = dt.date.fromisoformat(f"{year}-{days['due']}")
    if not late:
        return due - dt.timedelta(days=int(rng.triangular(0, 1, int(days["early"]))))
    # Late returns follow the deadline closely; none of the equality returns comes after the year has ended.
    return due + dt.timedelta(days=1 + int(rng.triangular(0, 1, int(days["late"]))))


def with_blanks(
    setting: Setting, values: Mapping[Key, Value], *, unit: str, level: str, form: str, year: int, seed: int
) -> dict[Key, Value]:
    """The values with rows left blank by a careless school; targets, sums and wholes are never among them."""
    rng = generator(seed, "blanks", unit, level, form, year)
    plan = setting.plan["blanks"]
    filled = dict(values)
    if rng.uniform() >= float(plan["careless"]):
        return filled
    for key in sorted(filled):
        measure, category, group = key
        may = category in plan["categories"] or (measure in plan["measures"] and group == ALL)
        if may and rng.uniform() < float(plan["rows"]):
            filled[key] = (None, None)
    return filled
