"""Staff of a school through the years: persons with a sex, a post and a degree that is never lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from gec_lib.codelists import ALL
from gec_lib.demo.draws import Flags, Real, generator, nearly, pick, skewed, tally
from gec_lib.demo.parameters import Setting
from gec_lib.demo.people import Key, Value
from gec_lib.demo.schools import School

PRINCIPALS, VICE_PRINCIPALS, TEACHERS, PIONEERS, OTHERS = ROLES = (
    "principals",
    "vice_principals",
    "teachers",
    "pioneer_leaders",
    "other_staff",
)
MASTER, DOCTOR = "master", "doctor"
WOMAN = "F"


@dataclass(frozen=True)
class Post:
    """The holders of one kind of post in a school.

    ``rank`` orders them from the best to the least qualified (0 to 1): whoever stands below the share of a degree
    holds it, and as shares only grow, nobody loses a degree. ``doctor`` is the first year with a doctorate.
    """

    female: Flags
    rank: Real
    doctor: Real

    def only(self, kept: Flags) -> Post:
        return Post(self.female[kept], self.rank[kept], self.doctor[kept])

    def with_others(self, others: Post) -> Post:
        return Post(
            np.concatenate([self.female, others.female]),
            np.concatenate([self.rank, others.rank]),
            np.concatenate([self.doctor, others.doctor]),
        )


@dataclass(frozen=True)
class StaffYear:
    """Staff rows of a start-of-year return, and everybody as (all, women)."""

    values: Mapping[Key, Value]
    everybody: tuple[int, int]
    vacant: bool


@dataclass(frozen=True)
class House:
    """What stays the same for a school's staff through all years."""

    school: School
    setting: Setting
    seed: int
    learned: float
    offsets: Mapping[str, float]
    sizes: Mapping[str, float]

    def rng(self, topic: str, year: int) -> np.random.Generator:
        return generator(self.seed, topic, self.school.unit, self.school.level, year)


def make_house(school: School, setting: Setting, *, seed: int) -> House:
    """The constants of a school: how learned its staff, how many women, how many posts."""
    rng = generator(seed, "house", school.unit, school.level)
    level = school.level
    known = {role: setting.find(role, level=level) for role in ROLES}
    masters = setting.need(TEACHERS, level=level, category=MASTER, quantity="attainment of women")
    sizes: dict[str, float] = {}
    for role, parameter in known.items():
        mean = parameter.at(setting.first) if parameter else 0.0
        drawn = rng.normal(mean, parameter.deviation if parameter else 0.0)
        sizes[role] = float(np.clip(drawn, mean * 0.85, mean * 1.15))
        if role == VICE_PRINCIPALS:
            sizes[role] = float(np.clip(round(drawn), 0, 3))
        if role == OTHERS:
            sizes[role] = mean * skewed(rng, parameter.deviation if parameter else 0.0)
    return House(
        school=school,
        setting=setting,
        seed=seed,
        learned=float(np.clip(skewed(rng, masters.deviation), 0.25, 2.0)),
        offsets={role: float(rng.normal(0, p.women_spread)) if p else 0.0 for role, p in known.items()},
        sizes=sizes,
    )


def serve(house: House, classes: Mapping[int, int]) -> dict[int, StaffYear]:
    """Staff of every reporting year, from the classes of each year."""
    posts: dict[str, Post] = {}
    years: dict[int, StaffYear] = {}
    for year in sorted(classes):
        rng = house.rng("staff", year)
        for role in ROLES:
            wanted = _wanted(house, rng, role, classes[year], year)
            posts[role] = _renewed(house, rng, posts.get(role), role, wanted, year)
        present = dict(posts)
        vacancy = house.setting.need(PRINCIPALS, level=house.school.level).deviation / 100
        pinned = np.isfinite(posts[PRINCIPALS].doctor).any()
        vacant = house.school.heads and not pinned and rng.uniform() < vacancy
        if vacant or not house.school.heads:
            present[PRINCIPALS] = posts[PRINCIPALS].only(np.zeros(len(posts[PRINCIPALS].rank), bool))
        years[year] = _counted(house, present, year, vacant=bool(vacant))
    return years


def _wanted(house: House, rng: np.random.Generator, role: str, classes: int, year: int) -> int:
    pinned = sum(1 for d in _doctors(house) if d["role"] == role)
    if house.setting.find(role, level=house.school.level) is None:
        return 0
    if role == TEACHERS:
        return max(2, pinned, round(house.sizes[role] * classes))
    if role == OTHERS:
        return max(2, nearly(rng, house.sizes[role]))
    if role == PIONEERS:
        return int(generator(house.seed, "pioneer", house.school.unit, house.school.level).uniform() > 0.05)
    return max(pinned, round(house.sizes[role]), 1 if role == PRINCIPALS else 0)


def _doctors(house: House) -> list[Mapping[str, str]]:
    school = house.school
    if school.twin:
        return []
    return [
        entry
        for entry in house.setting.plan["doctors"]
        if entry["level"] == school.level and int(entry["number"]) == school.number
    ]


def _renewed(house: House, rng: np.random.Generator, post: Post | None, role: str, wanted: int, year: int) -> Post:
    """Who holds a post after departures and appointments."""
    if post is None:
        return _appointed(house, rng, role, wanted, year, first=True)
    turnover = float(house.setting.plan["levels"][house.school.level]["turnover"])
    leaving = (rng.uniform(size=len(post.rank)) < turnover) & ~np.isfinite(post.doctor)
    post = post.only(~leaving)
    surplus = len(post.rank) - wanted
    if surplus > 0:
        free = ~np.isfinite(post.doctor)
        # Schools keep their best qualified when a class closes.
        post = post.only(~pick(rng, free, surplus, 0.05 + post.rank))
    return post.with_others(_appointed(house, rng, role, max(0, wanted - len(post.rank)), year, first=False))


def _appointed(house: House, rng: np.random.Generator, role: str, count: int, year: int, *, first: bool) -> Post:
    parameter = house.setting.find(role, level=house.school.level)
    share = parameter.women_at(year) if parameter else 0.5
    share = float(np.clip(share + house.offsets[role], 0.02, 0.999))
    women = min(count, nearly(rng, count * share))
    female = rng.permutation(np.arange(count) < women)
    rank = np.zeros(count)
    for member in (female, ~female):
        size = int(member.sum())
        # Even quantiles within each sex: small schools stay near the district's shares.
        rank[member] = rng.permutation((np.arange(size) + rng.uniform()) / max(1, size))
    doctor = np.full(count, np.inf)
    if first:
        for place, entry in enumerate(d for d in _doctors(house) if d["role"] == role):
            female[place], rank[place], doctor[place] = entry["sex"] == WOMAN, 0.0, float(entry["since"])
    return Post(female, rank, doctor)


def _limits(house: House, role: str, year: int) -> dict[str, Real | float]:
    """For each degree the rank below which it is held: (men, women) for a master's, one number for the rest."""
    setting, level = house.setting, house.school.level
    source = OTHERS if role == PIONEERS else role
    learned = house.learned if source in (TEACHERS, OTHERS) else 1.0
    shares = [
        setting.need(source, level=level, category=MASTER, quantity=f"attainment of {sex}").at(year)
        for sex in ("men", "women")
    ]
    limits: dict[str, Real | float] = {MASTER: np.clip(np.array(shares) * learned, 0.0, 0.95)}
    if role != TEACHERS:
        return limits
    below = 1.0
    for degree in ("other", "intermediate", "college"):
        below -= max(0.0, setting.need(TEACHERS, level=level, category=degree, quantity="share of teachers").at(year))
        limits[_NEXT[degree]] = below
    return limits


_NEXT = {"other": "intermediate", "intermediate": "college", "college": "university"}


def _degrees(house: House, post: Post, role: str, year: int) -> dict[str, Flags]:
    """Who holds each degree as the highest one."""
    limits = _limits(house, role, year)
    doctor = post.doctor <= year
    at_master = np.asarray(limits[MASTER])[post.female.astype(int)]
    taken = doctor | (post.rank < at_master) | np.isfinite(post.doctor)
    found = {DOCTOR: doctor, MASTER: taken & ~doctor}
    for degree in ("university", "college", "intermediate"):
        if degree in limits:
            found[degree] = ~taken & (post.rank < limits[degree])
            taken = taken | found[degree]
    return found | ({"other": ~taken} if role == TEACHERS else {})


def _standards(house: House, degrees: Mapping[str, Flags]) -> dict[str, Flags]:
    """Teachers below, at and above the standard of their level."""
    standard = house.setting.plan["levels"][house.school.level]["standard"]
    order = ("other", "intermediate", "college", "university", MASTER, DOCTOR)
    place = order.index(standard)
    sides = {"below": order[:place], "at": (standard,), "above": order[place + 1 :]}
    return {name: np.logical_or.reduce([degrees[d] for d in members]) for name, members in sides.items()}


def _counted(house: House, posts: Mapping[str, Post], year: int, *, vacant: bool) -> StaffYear:
    values: dict[Key, Value] = {}
    totals = {role: tally(np.ones(len(post.rank), bool), post.female) for role, post in posts.items()}
    degrees = {role: _degrees(house, post, role, year) for role, post in posts.items()}
    for role, post in posts.items():
        values[role, ALL, ALL] = totals[role]
        for degree, member in degrees[role].items():
            values[role, degree, ALL] = tally(member, post.female)
    for degree in (MASTER, DOCTOR):
        # The form counts the pioneers' leader's degree with the other staff.
        both = [tally(degrees[role][degree], posts[role].female) for role in (OTHERS, PIONEERS)]
        values[OTHERS, degree, ALL] = (both[0][0] + both[1][0], both[0][1] + both[1][1])
    for name, member in _standards(house, degrees[TEACHERS]).items():
        values["teachers_by_standard", name, ALL] = tally(member, posts[TEACHERS].female)
    managers = [totals[PRINCIPALS], totals[VICE_PRINCIPALS]]
    values["managers", ALL, ALL] = (sum(t for t, _ in managers), sum(f for _, f in managers))
    everybody = (sum(t for t, _ in totals.values()), sum(f for _, f in totals.values()))
    values["staff", ALL, ALL] = everybody
    return StaffYear(values=values, everybody=everybody, vacant=vacant)
