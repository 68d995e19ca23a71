"""The survey of the wards: residents by year of birth, who finished lower secondary, who can read."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np

from gec_lib.codelists import ALL, NONE
from gec_lib.demo.cohorts import LOWER, YOUTH, Cohort, Survey, added, bands, cells, merged, present_at, young
from gec_lib.demo.draws import Flags, by_sex, generator, some
from gec_lib.demo.parameters import Setting
from gec_lib.demo.people import DISABILITY, MINORITY, Key, Value
from gec_lib.demo.schools import Ward

FINISHED, UNFINISHED, REQUIRED = "youth_finished", "youth_unfinished", "residents_required"


def make_survey(setting: Setting, wards: tuple[Ward, ...], *, seed: int) -> Survey:
    """Draw all residents once; the years only look at them."""
    births = [int(r.category) for r in setting.rows if r.measure == "residents" and r.category.isdigit()]
    finished = setting.need(FINISHED, level=NONE, category=f"a{YOUTH[0]}")
    found = re.search(r"(\d+) wards at exactly", finished.spread)
    order = sorted(range(len(wards)), key=lambda i: generator(seed, "complete", wards[i].unit).uniform())
    complete = frozenset(order[: int(found.group(1)) if found else 0])
    cohorts = {b: _cohort(setting, wards, b, complete, seed=seed) for b in births}
    return Survey(setting=setting, seed=seed, wards=wards, cohorts=cohorts, complete=complete)


def _cohort(setting: Setting, wards: tuple[Ward, ...], birth: int, complete: frozenset[int], *, seed: int) -> Cohort:
    rng = generator(seed, "cohort", birth)
    base = setting.need("residents", level=NONE, category=str(birth))
    growth = setting.need("", level=NONE, quantity="net migration").at(setting.first)
    births = round(base.at(setting.first) * growth ** (setting.last - setting.first))
    weights = np.array([ward.weight for ward in wards])
    home = rng.choice(len(wards), size=births, p=weights / weights.sum())
    girls = base.women_at(setting.first)
    female = rng.permutation((np.arange(births) + rng.uniform()) / births) < girls + rng.normal(0, base.women_spread)
    level = setting.codes.school_levels()[-1]
    shares = {g: setting.need("pupils", level=level, group=g) for g in (MINORITY, DISABILITY)}
    member = {
        g: some(rng, p.at(setting.first) * by_sex(female, p.women_at(setting.first), girls)) for g, p in shares.items()
    }
    spared = setting.need("residents_exempt", level=NONE, category=f"a{YOUTH[0]}")
    weight = by_sex(female, spared.women_at(setting.first), girls) * np.where(member[DISABILITY], 100.0, 1.0)
    # Few finish late in the wards that will be complete; boys' and girls' queues are apart.
    late = rng.uniform(size=births) ** np.where(np.isin(home, list(complete)), 0.8, 1.0)
    return Cohort(
        home=home,
        arrival=rng.permutation(births) / births,
        female=female,
        minority=member[MINORITY],
        disability=member[DISABILITY],
        exempt=some(rng, np.minimum(0.9, spared.at(setting.first) * weight / weight.mean())),
        late=np.where(np.isin(home, list(complete)), late * 0.999, late),
        luck=rng.uniform(size=births),
    )


def returns_of(survey: Survey, year: int) -> dict[str, dict[Key, Value]]:
    """The values of every ward's returns of a year, by ward code."""
    late = {age: _unfinished(survey, age, year) for age in YOUTH}
    return {
        ward.unit: {
            **_ages(survey, place, year, late),
            **_states(survey, place, year, late),
            **_pupils(survey, place, year),
            **young(survey, place, year),
            **bands(survey, place, year),
        }
        for place, ward in enumerate(survey.wards)
    }


def _required(survey: Survey, age: int, year: int) -> Flags:
    cohort, here = present_at(survey, age, year)
    return here & ~cohort.exempt


def _unfinished(survey: Survey, age: int, year: int) -> Flags:
    """Who of a birth year should have finished and has not: the exact number the parameters ask for.

    Girls and boys are taken apart so that girls' rate lies ``girls_ahead`` above boys' over all ages.
    """
    setting = survey.setting
    short = {a: 1 - setting.need(FINISHED, level=NONE, category=f"a{a}").at(year) for a in YOUTH}
    required_at = {a: _required(survey, a, year) for a in YOUTH}
    needed = {a: int(member.sum()) for a, member in required_at.items()}
    total = sum(short[a] * needed[a] for a in YOUTH)
    cohort, required = survey.cohorts[year - age], required_at[age]
    girls = float((required & cohort.female).sum() / required.sum())
    ahead = float(setting.plan["girls_ahead"])
    girls_short = max(0.0, total / sum(needed.values()) - (1 - girls) * ahead)
    girls_part = girls * girls_short / (total / sum(needed.values()))
    count = short[age] * needed[age]
    done_wards = list(survey.complete) if year == setting.last else []
    able = required & ~np.isin(cohort.home, done_wards)
    latest = np.zeros(len(able), bool)
    for member, part in ((able & cohort.female, girls_part), (able & ~cohort.female, 1 - girls_part)):
        places = np.flatnonzero(member)
        # The slowest to finish: ranks are fixed, so that nobody who has finished is unfinished later.
        order = places[np.argsort(cohort.late[places], kind="stable")]
        latest[order[: round(count * part)]] = True
    return latest


def _ages(survey: Survey, place: int, year: int, late: Mapping[int, Flags]) -> dict[Key, Value]:
    values: dict[Key, Value] = {}
    for age in (*range(3, 7), *LOWER, *YOUTH):
        cohort, present = present_at(survey, age, year)
        here = present & (cohort.home == place)
        code = f"a{age}"
        values |= cells(cohort, here, "residents", code)
        if age in YOUTH:
            values |= cells(cohort, here & cohort.exempt, "residents_exempt", code)
            values |= cells(cohort, here & ~cohort.exempt, REQUIRED, code)
            values |= cells(cohort, here & ~cohort.exempt & ~late[age], FINISHED, code)
    return values


def _states(survey: Survey, place: int, year: int, late: Mapping[int, Flags]) -> dict[Key, Value]:
    """Where the unfinished are, who is in upper secondary, who is still in lower secondary."""
    setting = survey.setting
    states, tracks = setting.codes.members("unfinished"), setting.codes.members("track")
    odds = np.cumsum([setting.need(UNFINISHED, level=NONE, category=s).at(year) for s in states])
    rows = {t: setting.need("youth_in_upper", level=NONE, category=t) for t in tracks}
    parts: list[dict[Key, Value]] = []
    for age in YOUTH:
        cohort, present = present_at(survey, age, year)
        here = present & (cohort.home == place)
        behind = late[age] & here
        slot = np.searchsorted(odds / odds[-1], cohort.luck * 0.999999)
        parts.append(merged([cells(cohort, behind & (slot == i), UNFINISHED, s) for i, s in enumerate(states)]))
        shares = np.array([rows[t].at(year) * by_sex(cohort.female, rows[t].women_at(year), 0.475) for t in tracks])
        edges = np.cumsum(shares, axis=0)
        track = (cohort.luck[None, :] >= edges).sum(axis=0)
        finished = here & ~cohort.exempt & ~late[age]
        parts.append(
            merged([cells(cohort, finished & (track == i), "youth_in_upper", t) for i, t in enumerate(tracks)])
        )
        # Whoever of that age sits in grades 6 to 9 has not finished; the exempt may sit there too.
        over = (behind & (slot == 0)) | (here & cohort.exempt & (cohort.luck < 0.7))
        parts.append(cells(cohort, over, "in_lower_secondary", f"o{LOWER[-1]}"))
    values = added(parts)
    return values


def _pupils(survey: Survey, place: int, year: int) -> dict[Key, Value]:
    """Residents of the official ages in lower secondary, the few younger ones, and the standards recognised."""
    setting = survey.setting
    values: dict[Key, Value] = {}
    for age in LOWER:
        share = setting.need("in_lower_secondary", level=NONE, category=f"a{age}").at(year)
        cohort, present = present_at(survey, age, year)
        values |= cells(
            cohort, present & (cohort.home == place) & (cohort.luck < share), "in_lower_secondary", f"a{age}"
        )
    early = setting.need("in_lower_secondary", level=NONE, category=f"u{LOWER[0]}").at(year) * len(LOWER)
    cohort, present = present_at(survey, LOWER[0] - 1, year)
    young_ones = present & (cohort.home == place) & (cohort.luck < early)
    values |= cells(cohort, young_ones, "in_lower_secondary", f"u{LOWER[0]}")
    for standard in setting.codes.members("pcgd_standard"):
        recognised = setting.need("pcgd_recognised", level=NONE, category=standard).at(year) * len(survey.wards)
        values["pcgd_recognised", standard, ALL] = (int(place < round(recognised)), None)
    return values
