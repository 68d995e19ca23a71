"""The schools, wards and office of the synthetic district, and their register."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from gec_lib.codelists import ALL, NONE, OFFICE, SCHOOL, UNIT_COLUMNS, WARD
from gec_lib.demo.draws import generator
from gec_lib.demo.parameters import Setting

PUBLIC_OWNER, PRIVATE_OWNER = "public", "private"


@dataclass(frozen=True)
class School:
    """One level of a school: what owes a set of returns.

    ``weight`` is its part of the pupils of the level in the district; ``heads`` tells whether its return carries
    the principal; ``twin`` whether the school has another level.
    """

    unit: str
    name: str
    level: str
    number: int
    ownership: str
    ward: str
    heads: bool
    twin: bool
    opens: str
    closes: str
    weight: float = 0.0

    def open_on(self, day: str) -> bool:
        """Whether the school exists on a day (ISO date); its last day counts."""
        return self.opens <= day and (not self.closes or day <= self.closes)


@dataclass(frozen=True)
class Ward:
    """A ward and its part of the district's people."""

    unit: str
    name: str
    number: int
    weight: float


@dataclass(frozen=True)
class Bureau:
    """The education office as a unit of the register."""

    unit: str
    name: str


def make_schools(setting: Setting, *, seed: int) -> tuple[School, ...]:
    """All (school, level) pairs that ever exist, with their sizes, in the order of the codes."""
    found = [*_founders(setting), *_newcomers(setting)]
    sized: list[School] = []
    for school in found:
        rng = generator(seed, "weight", school.unit, school.level)
        spread = setting.need("", level=ALL, quantity="school size weight").deviation
        sigma = math.sqrt(math.log(1 + spread**2))
        sized.append(replace(school, weight=min(2.2, max(0.45, float(rng.lognormal(-(sigma**2) / 2, sigma))))))
    totals = {s.level: sum(t.weight for t in sized if t.level == s.level and not t.closes) for s in sized}
    return tuple(replace(school, weight=school.weight / totals[school.level]) for school in sized)


def _founders(setting: Setting) -> Iterator[School]:
    plan, code = setting.plan, 0
    for kind in plan["kinds"]:
        for number in range(1, _how_many(setting, kind["levels"]) + 1):
            code += 1
            for level in kind["levels"]:
                yield _school(setting, kind, code=code, number=number, level=level)


def _newcomers(setting: Setting) -> Iterator[School]:
    opened = setting.plan["opened"]
    taken = sum(_how_many(setting, kind["levels"]) for kind in setting.plan["kinds"])
    for kind in setting.plan["kinds"]:
        if kind["levels"] == [opened["level"]]:
            school = _school(setting, kind, code=taken + 1, number=int(opened["number"]), level=opened["level"])
            yield replace(school, opens=opened["on"])


def _how_many(setting: Setting, levels: list[str]) -> int:
    if len(levels) == 1:
        return int(setting.need("", level=levels[0], quantity="schools").at(setting.first))
    return int(setting.need("", level=ALL, quantity="multi_level_schools").at(setting.first))


def _school(setting: Setting, kind: dict[str, Any], *, code: int, number: int, level: str) -> School:
    plan, levels = setting.plan, kind["levels"]
    closed = plan["closed"]
    gone = levels == [closed["level"]] and number == int(closed["number"])
    wards = int(setting.need("", level=NONE, quantity="wards").at(setting.first))
    return School(
        unit=str(int(plan["codes"]["school"]) + code),
        name=kind["name"].format(number=number),
        level=level,
        number=number,
        ownership=PUBLIC_OWNER if number <= int(kind["public"]) else PRIVATE_OWNER,
        ward=_ward_code(setting, (code - 1) % wards + 1),
        heads=len(levels) == 1 or level == plan["principal_level"],
        twin=len(levels) > 1,
        opens=plan["since"],
        closes=closed["on"] if gone else "",
    )


def _ward_code(setting: Setting, number: int) -> str:
    return str(int(setting.plan["codes"]["ward"]) + number)


def make_wards(setting: Setting, *, seed: int) -> tuple[Ward, ...]:
    """The wards, with their parts of the district's people."""
    count = int(setting.need("", level=NONE, quantity="wards").at(setting.first))
    spread = setting.need("band_population", level=NONE, category="b15_60").deviation
    raw = [
        min(1.7, max(0.5, float(generator(seed, "ward", number).normal(1, spread)))) for number in range(1, count + 1)
    ]
    return tuple(
        Ward(
            unit=_ward_code(setting, number),
            name=setting.plan["ward_name"].format(number=number),
            number=number,
            weight=raw[number - 1] / sum(raw),
        )
        for number in range(1, count + 1)
    )


def make_bureau(setting: Setting) -> Bureau:
    """The office of ``demo_district.yaml``."""
    return Bureau(**setting.plan["office"])


def make_register(
    schools: tuple[School, ...], wards: tuple[Ward, ...], bureau: Bureau, setting: Setting
) -> pd.DataFrame:
    """The register: one row per (unit, level), columns ``UNIT_COLUMNS``."""
    rows = [
        (s.unit, SCHOOL, s.level, s.name, s.ownership, s.ward, "yes" if s.heads else "no", s.opens, s.closes)
        for s in schools
    ]
    rows += [(w.unit, WARD, NONE, w.name, "", w.unit, "no", setting.plan["since"], "") for w in wards]
    rows.append((bureau.unit, OFFICE, NONE, bureau.name, "", "", "no", setting.plan["since"], ""))
    return pd.DataFrame(rows, columns=list(UNIT_COLUMNS), dtype="str")
