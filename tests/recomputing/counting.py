"""Numerators and denominators from the workbooks, unit by unit, with the cells they were read from."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

from tests.recomputing import definitions as defined
from tests.recomputing.definitions import FEMALE, TASK_ROWS, TOTAL
from tests.recomputing.opened import Home, Seen, seen, used_cells
from tests.recomputing.received import (
    ALL,
    SUFFIX,
    Key,
    Place,
    read_ledger,
    read_register,
)
from tests.recomputing.workbooks import Rows

State = Literal["in", "missing", "out"]


@dataclass(frozen=True)
class Found:
    """One unit's share of an indicator: heads, or 1 of 1 for a school that does what is counted."""

    state: State
    num: Fraction = Fraction(0)
    den: Fraction = Fraction(0)
    num_cells: frozenset[Seen] = frozenset()
    den_cells: frozenset[Seen] = frozenset()


@dataclass(frozen=True)
class Count:
    """An indicator at a level in a year; ``missing`` units are in neither side (of schools: in the denominator)."""

    num: Fraction
    den: Fraction
    units: int
    missing: tuple[str, ...]
    num_cells: frozenset[Seen]
    den_cells: frozenset[Seen]


@dataclass
class District(Home):
    """The home as an outsider reads it."""

    _found: dict[tuple[str, int, str], dict[Place, Found]] = field(default_factory=dict)

    # -- indicators -------------------------------------------------------------------------------------------------

    def places(self, code: str, *, year: int, level: str) -> list[Place]:
        """Units of the register that an indicator asks."""
        if code in (defined.WARDS_DONE, defined.WARDS_LITERACY):
            return self.register.wards(year)
        if code not in defined.POOLS:
            return self.register.schools(year, level=level)
        pool = defined.POOLS[code]
        if pool.of_wards:
            return self.register.wards(year)
        return [place for place in self.register.schools(year, level=level) if place.level in pool.levels]

    def found(self, code: str, *, year: int, sex: str) -> dict[Place, Found]:
        """Every unit's share, by place; read once."""
        if (code, year, sex) not in self._found:
            one = self._answers().get(code, self._heads)
            places = self.places(code, year=year, level=ALL)
            self._found[code, year, sex] = {place: one(code, year, place, sex) for place in places}
        return self._found[code, year, sex]

    def _answers(self) -> dict[str, Callable[[str, int, Place, str], Found]]:
        """How a unit's share is found, for what is not heads over heads."""
        return {
            **dict.fromkeys(defined.OF_SCHOOLS, self._school),
            defined.MONTH: self._month,
            defined.LED: self._led,
            defined.WARDS_DONE: self._ward,
            defined.WARDS_LITERACY: self._literacy,
        }

    def count(self, code: str, *, year: int, level: str, sex: str = TOTAL) -> Count | None:
        """An indicator added up at a level; None where nothing was reported, or a ward is missing."""
        if code == defined.PAIRS_DONE:
            return self._pairs(year, self.places(code, year=year, level=level))
        every = self.found(code, year=year, sex=sex)
        mine = {place: every[place] for place in self.places(code, year=year, level=level)}
        if code in defined.OF_SCHOOLS or code == defined.MONTH:
            return _schools(mine)
        if code == defined.LED:
            led = {place: one for place, one in mine.items() if one.state == "in"}
            schools = _schools(led)
            return schools and replace(schools, den_cells=_added(list(led.values()), len(led), ()).den_cells)
        if code in (defined.WARDS_DONE, defined.WARDS_LITERACY):
            return _added([one for one in mine.values() if one.state == "in" or one.den], len(mine), ())
        inside = [found for found in mine.values() if found.state == "in"]
        missing = tuple(sorted({place.unit for place, found in mine.items() if found.state == "missing"}))
        if not inside or (missing and defined.POOLS[code].of_wards):
            return None
        return _added(inside, len(mine), missing)

    def _heads(self, code: str, year: int, place: Place, sex: str) -> Found:
        pool = defined.POOLS[code]
        num = self.sum(year, place, pool.num, FEMALE if pool.women else sex)
        less = self.sum(year, place, pool.less, sex)
        den = self.sum(year, place, pool.den, sex)
        sides = (num, less, den)
        if any(side.not_applicable for side in sides):
            return Found("out")
        if any(side.blank for side in sides):
            return Found("missing")
        return Found("in", num.heads - less.heads, den.heads, num.cells | less.cells, den.cells)

    def _school(self, code: str, year: int, place: Place, sex: str) -> Found:
        asked = defined.OF_SCHOOLS[code]
        others = defined.LESSONS[place.level] if asked.lessons else asked.others
        rows_of = [self.row(year, place, noun) for noun in (asked.answer, *others)]
        there = [row for row in rows_of if row is not None]
        if len(there) < len(rows_of):
            return Found("missing")
        pairs = [(rows, used_cells(row, TOTAL)[0]) for rows, row in there]
        answer, *values = (self.read(rows, cell) for rows, cell in pairs)
        cells = frozenset(seen(rows, cell) for rows, cell in pairs if self.read(rows, cell) is not None)
        known = sum((value for value in values if value is not None), Fraction(0))
        if answer == 0 or (values and known == 0 and None not in values):
            return Found("in", Fraction(0), Fraction(1), cells)
        if answer is not None and answer >= 1 and (not values or known >= 1):
            return Found("in", Fraction(1), Fraction(1), cells)
        return Found("missing")

    def _month(self, code: str, year: int, place: Place, sex: str) -> Found:
        """The month of action was held, and its first and last day lie in the plan's month."""
        there = self.rows(Key(f"bdg_{SUFFIX[place.level]}", year, *place))
        if there is None:
            return Found("missing")
        rows = there[1]
        answer, *days = (used_cells(rows.cells[row], TOTAL)[0] for row in (defined.MONTH_HELD, *defined.MONTH_DAYS))
        held, cells = self.read(rows, answer), frozenset(seen(rows, cell) for cell in (answer, *days))
        if held == 0:
            return Found("in", Fraction(0), Fraction(1), cells)
        if held is None or any(cell.value is None for cell in days):
            return Found("missing")
        inside = [_in_month(cell.value, year) for cell in days if not cell.not_applicable]
        return Found("in", Fraction(len(inside) == len(days) and all(inside)), Fraction(1), cells)

    def _led(self, code: str, year: int, place: Place, sex: str) -> Found:
        women, people = (self.sum(year, place, defined.LEADERS, who) for who in (FEMALE, TOTAL))
        if women.blank or people.blank:
            return Found("missing")
        if not people.heads:
            return Found("out")
        return Found("in", Fraction(women.heads >= 1), Fraction(1), women.cells, people.cells)

    def _pairs(self, year: int, places: Iterable[Place]) -> Count | None:
        """Tasks of the schools' plans, and those carried out: a pair of school and task counts once, and as done only
        when every level that planned it did it; a school without a planned task has no pair."""
        returns: dict[str, list[Rows]] = {}
        for place in places:
            there = self.rows(Key(f"bdg_{SUFFIX[place.level]}", year, *place))
            if there is not None:
                returns.setdefault(place.unit, []).append(there[1])
        found = []
        for mine in returns.values():
            pairs = [[_planned_and_done(self, rows, row) for rows in mine] for row in TASK_ROWS]
            asked = [[done for planned, done in pair if planned] for pair in pairs]
            if any(asked):
                plans = {seen(rows, rows.cells[row][defined.PLANNED_HEADING]) for rows in mine for row in TASK_ROWS}
                works = {seen(rows, rows.cells[row][defined.DONE_HEADING]) for rows in mine for row in TASK_ROWS}
                done = sum(bool(pair) and all(pair) for pair in asked)
                total = Fraction(sum(bool(pair) for pair in asked))
                found.append(Found("in", Fraction(done), total, frozenset(plans | works), frozenset(plans)))
        return _added(found, len(returns), ()) if found else None

    def _literacy(self, code: str, year: int, place: Place, sex: str) -> Found:
        """The ward's literacy return says how many women aged 15 to 60 are illiterate; 0 says it too."""
        there = self.rows(Key("pc_xmc", year, *place))
        if there is None:
            return Found("missing", Fraction(0), Fraction(1))
        rows = there[1]
        women = used_cells(rows.cells[defined.ILLITERATE], FEMALE)[0]
        said = self.read(rows, women) is not None
        return Found("in", Fraction(said), Fraction(1), frozenset({seen(rows, women)} if said else ()))

    def _ward(self, code: str, year: int, place: Place, sex: str) -> Found:
        """Everybody who is required to has graduated."""
        finished, required = (self.sum(year, place, nouns, TOTAL) for nouns in (defined.FINISHED, defined.REQUIRED))
        if finished.blank or required.blank:
            return Found("missing")
        if not required.heads:
            return Found("in")
        done = finished.heads == required.heads
        cells = finished.cells | required.cells if done else frozenset[Seen]()
        return Found("in", Fraction(done), Fraction(1), cells, required.cells)


def open_district(data: Path, *, as_of: str) -> District:
    """A home's data folder as it stood on a day."""
    received = read_ledger(data / "ledger.jsonl", as_of=as_of)
    return District(data, read_register(data / "register" / "units.csv"), received)


def _planned_and_done(district: District, rows: Rows, row: str) -> tuple[bool, bool]:
    planned, done = (rows.cells[row][heading] for heading in (defined.PLANNED_HEADING, defined.DONE_HEADING))
    return district.read(rows, planned) == 1, district.read(rows, done) == 1


def _in_month(day: Any, year: int) -> bool:
    """Whether a date lies in the plan's month of action of a year."""
    return bool(day.year == year and defined.FIRST_DAY <= (day.month, day.day) <= defined.LAST_DAY)


def _added(parts: Iterable[Found], units: int, missing: tuple[str, ...]) -> Count:
    parts = list(parts)
    return Count(
        num=sum((part.num for part in parts), Fraction(0)),
        den=sum((part.den for part in parts), Fraction(0)),
        units=units,
        missing=missing,
        num_cells=frozenset[Seen]().union(*(part.num_cells for part in parts)),
        den_cells=frozenset[Seen]().union(*(part.den_cells for part in parts)),
    )


def _schools(found: dict[Place, Found]) -> Count | None:
    """Schools over the register: one of several levels counts once, and only when every level does it."""
    units: dict[str, list[Found]] = {}
    for place, part in found.items():
        units.setdefault(place.unit, []).append(part)
    if not units:
        return None
    no = {unit for unit, parts in units.items() if any(p.state == "in" and p.num == 0 for p in parts)}
    missing = {unit for unit, parts in units.items() if unit not in no and any(p.state == "missing" for p in parts)}
    yes = [part for unit, parts in units.items() if unit not in no | missing for part in parts]
    proven = _added(yes, len(units), tuple(sorted(missing)))
    number = Fraction(len(units) - len(no) - len(missing))
    return Count(number, Fraction(len(units)), len(units), proven.missing, proven.num_cells, frozenset())
