"""From the key of a claim to its number: ``T3-02a.2025.all.F.num`` and every other kind that an edition prints."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from tests.recomputing import judging
from tests.recomputing.counting import District
from tests.recomputing.definitions import (
    EVIDENCE_BY_TASK,
    EVIDENCE_HEADING,
    FEMALE,
    MALE,
    OF_SCHOOLS,
    POOLS,
    TASKS,
    TOTAL,
)
from tests.recomputing.judged import Judged, Number
from tests.recomputing.judging import TARGETS
from tests.recomputing.opened import Seen
from tests.recomputing.received import ALL, punctuality
from tests.recomputing.series import NotRecomputedError, Series
from tests.recomputing.workbooks import OPINION

OF_INDICATOR = re.compile(r"([TNS]\d\d?-\w+)\.(\d{4})\.(\w+)\.([TFM])\.(num|den|value)")
ABOUT = re.compile(r"([TNS]\d\d?-\w+)\.(\d{4})\.(\w+)\.(den\.change|\w+)")
COVERAGE = re.compile(r"coverage\.(\w+)\.(\d{4})\.(\w+)\.(\w+)")
TALLY = re.compile(r"(register|tasks|verdicts)\.(\d{4})\.(\w+)\.(\w+)")
REMARKS = re.compile(r"(remarks)\.(\d{4})\.(\w+)\.([\w.]+)")
EVIDENCE = re.compile(rf"{EVIDENCE_BY_TASK}\.(\d{{4}})\.(\w+)\.n(\d\d)\.num")
WARDS = re.compile(r"register\.(\d{4})\.wards")
OWN = re.compile(r"office\.(\d{4})\.(\w+)\.(total|female)")
TARGET = re.compile(r"target\.(\w+)\.(\d{4})")
# What the plan and the method set; nothing to count.
SET = {
    "goal.zero": Fraction(0),
    "plan.tasks.full": judging.DONE_IN_FULL,
    "plan.tasks.part": judging.DONE_IN_PART,
    "plan.tasks.listed_full": judging.DONE_IN_FULL,
    "plan.tasks.listed_weak": judging.WEAK,
}
MET, UNKNOWN = ("met", "maintained"), ("no_data",)
OTHERS = ("not_met", "on_track", "needs_acceleration", "behind", "moving_away")


@dataclass
class Recomputed:
    """Numbers of one edition's year, by the keys of its claims."""

    series: Series

    @property
    def district(self) -> District:
        return self.series.district

    def number(self, key: str) -> Number:
        """The number that belongs under a key; None where there is nothing to divide or nobody answered.

        Raises
        ------
        NotRecomputedError
            For a kind of claim that is not known here.
        """
        if key in SET:
            return SET[key]
        for pattern, answer in (
            (OF_INDICATOR, self._indicator),
            (ABOUT, self._about),
            (COVERAGE, self._coverage),
            (TALLY, self._tally),
            (TARGET, self._target),
            (REMARKS, self._remarks),
            (EVIDENCE, self._evidence),
            (OWN, self._own),
            (WARDS, lambda year: len(self.district.register.wards(int(year)))),
        ):
            match = pattern.fullmatch(key)
            if match:
                return answer(*match.groups())
        raise NotRecomputedError(key)

    def cells(self, key: str) -> frozenset[Seen] | None:
        """The cells behind a numerator or denominator; None for numbers that are computed from others."""
        own = OWN.fullmatch(key)
        if own:
            return self.district.own(int(own[1]), own[2], TOTAL if own[3] == "total" else FEMALE).cells
        match = OF_INDICATOR.fullmatch(key)
        if not match or match[5] == "value":
            return None
        count = self.series.count(match[1], int(match[2]), match[3], match[4])
        if count is None:
            return frozenset()
        return count.num_cells if match[5] == "num" else count.den_cells

    # -- indicators -------------------------------------------------------------------------------------------------

    def _indicator(self, code: str, year: str, level: str, sex: str, what: str) -> Number:
        if code == "T3-R3a":
            women, men = (self.series.rate("T3-R1a", int(year), level, sex) for sex in (FEMALE, MALE))
            return float(women / men) if women is not None and men else None
        count = self.series.count(code, int(year), level, sex)
        if what == "value":
            return self.series.rate(code, int(year), level, sex)
        return None if count is None else count.num if what == "num" else count.den

    def _about(self, code: str, year_text: str, level: str, what: str) -> Number:
        year = int(year_text)
        known: dict[tuple[str, str], Callable[[], Number]] = {
            ("N01-4a", "value"): lambda: self._apart("N01-3a", "S02-2a", year, level),
            ("T2-07a", "value"): lambda: self._between_sexes("T2-01a", year, level),
            ("T2-07a", "people"): lambda: self._people_apart("T2-01a", year, level),
            ("T3-R1a", "gap"): lambda: self._between_sexes("T3-R1a", year, level),
            ("T3-R1a", "diff_pp"): lambda: self._between_sexes("T3-R1a", year, level),
            ("T3-R1a", "mix"): lambda: self._sexes_by_level("T3-R1a", year)[0],
            ("T3-R1a", "within"): lambda: self._sexes_by_level("T3-R1a", year)[1],
            ("T3-04a", "if"): lambda: self._if_all_graduate("T3-01a", "T3-04a", year, level),
            ("T3-04b", "if"): lambda: self._if_all_graduate("T3-02a", "T3-04b", year, level),
            ("N18-1a", "answered"): lambda: len(self._budgets(year, level)),
            ("N18-1a", "zero"): lambda: sum(not planned for planned in self._budgets(year, level)),
            ("S02-1a", "den.change"): lambda: self._change_of_total("S02-1a", year, level),
        }
        if (code, what) in known:
            return known[code, what]()
        if (code in OF_SCHOOLS and what == "rest") or (code in POOLS and POOLS[code].women and what == "men"):
            return self._rest(code, year, level)
        if code in TARGETS:
            return Judged(self.series, code, year, level).number(what)
        raise NotRecomputedError(f"{code} {what}")

    def _apart(self, code: str, other: str, year: int, level: str) -> Fraction | None:
        """How far two shares are apart; which is higher is said in words."""
        a, b = self.series.rate(code, year, level, TOTAL), self.series.rate(other, year, level, TOTAL)
        return None if a is None or b is None else abs(a - b)

    def _between_sexes(self, code: str, year: int, level: str) -> Fraction | None:
        women, men = (self.series.rate(code, year, level, sex) for sex in (FEMALE, MALE))
        return None if women is None or men is None else abs(women - men)

    def _people_apart(self, code: str, year: int, level: str) -> int | None:
        """The gap as a number of people of the sex that is behind, to the nearest whole."""
        women, men = (self.series.rate(code, year, level, sex) for sex in (FEMALE, MALE))
        if women is None or men is None:
            return None
        behind = self.series.count(code, year, level, MALE if women >= men else FEMALE)
        return None if behind is None else math.floor(abs(women - men) * behind.den + Fraction(1, 2))

    def _change_of_total(self, code: str, year: int, level: str) -> Fraction | None:
        now, before = (self.series.count(code, y, level, TOTAL) for y in (year, year - 1))
        return None if now is None or before is None else abs(now.den - before.den)

    def _rest(self, code: str, year: int, level: str) -> Fraction | None:
        count = self.series.count(code, year, level, TOTAL)
        return None if count is None else count.den - count.num

    def _sexes_by_level(self, code: str, year: int) -> tuple[Fraction, Fraction]:
        """The gap between the sexes, the higher rate first: what the levels they work at bring, and the rest."""
        women, men = (self.series.by_level(code, year, sex) for sex in (FEMALE, MALE))
        whole = [sum(num for num, _ in side) / sum(den for _, den in side) for side in (women, men)]
        return judging.kitagawa(*((women, men) if whole[0] > whole[1] else (men, women)))

    def _if_all_graduate(self, holders: str, studying: str, year: int, level: str) -> Fraction | None:
        now, soon = (self.series.count(code, year, level, TOTAL) for code in (holders, studying))
        return None if now is None or soon is None else (now.num + soon.num) / (now.den + soon.den)

    def _budgets(self, year: int, level: str) -> list[Fraction]:
        """Money planned by each school that answered."""
        planned: dict[str, Fraction] = {}
        wanted = self.district.places("N18-1a", year=year, level=level)
        for place, found in self.district.found("N18-1a", year=year, sex=TOTAL).items():
            if place in wanted and found.state == "in":
                planned[place.unit] = planned.get(place.unit, Fraction(0)) + found.num
        return list(planned.values())

    # -- counts of returns, schools, tasks, verdicts ----------------------------------------------------------------

    def _coverage(self, stream: str, year: str, level: str, what: str) -> Number:
        counts = punctuality(self.district.register, self.district.received, stream=stream, year=int(year), level=level)
        if what == "share":
            return Fraction(counts["received"], counts["due"])
        if what not in counts:
            raise NotRecomputedError(f"coverage {what}")
        return counts[what]

    def _target(self, id: str, year: str) -> Number:
        for target in TARGETS.values():
            for rule in target.rules:
                if (target.id, rule.deadline) == (id, int(year)):
                    return rule.value
        raise NotRecomputedError(f"target {id} {year}")

    def _tally(self, of: str, year_text: str, level: str, what: str) -> Number:
        year = int(year_text)
        if of == "register" and what == "schools":
            return len({place.unit for place in self.district.register.schools(year, level=level)})
        tally = {"tasks": self._tasks, "verdicts": self._verdicts}.get(of)
        counted = {} if tally is None else tally(year, level)
        if what not in counted:
            raise NotRecomputedError(f"{of} {what}")
        return counted[what]

    def _tasks(self, year: int, level: str) -> dict[str, int]:
        shares = [self.series.rate(code, year, level, TOTAL) for code in TASKS]
        known = [share for share in shares if share is not None]
        full = sum(share >= judging.DONE_IN_FULL for share in known)
        part = sum(judging.DONE_IN_PART <= share < judging.DONE_IN_FULL for share in known)
        return {
            "all": len(TASKS),
            "full": full,
            "part": part,
            "none": len(known) - full - part,
            "missing": len(TASKS) - len(known),
            "listed_full": full,
            "listed_weak": sum(share < judging.WEAK for share in known),
        }

    def _verdicts(self, year: int, level: str) -> dict[str, int]:
        judged = [Judged(self.series, code, year, level) for code, target in TARGETS.items() if level in target.levels]
        verdicts = [one.verdict for one in judged]
        nothing = [one for one in judged if one.counted and not one.share[1]]
        firm = [one.firm for one in judged if one.verdict not in UNKNOWN]
        unsure = [one for one in judged if one.verdict not in UNKNOWN and not one.firm]
        before = [Judged(self.series, one.code, year - 1, level).verdict for one in judged]
        return {
            "targets": len({target.id[0] for target in TARGETS.values()}),
            "indicators": len(TARGETS),
            **{verdict: verdicts.count(verdict) for verdict in OTHERS},
            "met": sum(verdict in MET for verdict in verdicts),
            # nobody of the group exists: known, and nothing to divide
            "undefined": len(nothing),
            "no_data": sum(verdict in UNKNOWN for verdict in verdicts) - len(nothing),
            "absent": len(TARGETS) - len(judged),
            "judged": len(firm),
            "firm": sum(firm),
            "open": len(firm) - sum(firm),
            "deciding": len({unit for one in unsure for unit in one.deciding}),
            "changed": sum(old != new for old, new in zip(before, verdicts, strict=True)),
        }

    def _own(self, year: str, item: str, column: str) -> Fraction | None:
        """A number of the office's own form."""
        side = self.district.own(int(year), item, TOTAL if column == "total" else FEMALE)
        return None if side.blank or side.not_applicable else side.heads

    def _evidence(self, year: str, level: str, task: str) -> Fraction | None:
        """Pieces of evidence of one task."""
        count = self.district.count(f"NV{task} {EVIDENCE_HEADING}", year=int(year), level=level)
        return count.num if count else None

    def _remarks(self, _: str, year: str, level: str, what: str) -> int:
        """Schools that wrote something in a row of the sheet of opinions."""
        keys = [key for key in self.district.received.accepted if key.form.startswith("bdg_")]
        mine = [key for key in keys if key.year == int(year) and level in (ALL, key.level)]
        wrote = set()
        for key in mine:
            there = self.district.rows(key)
            cell = there[1].cells.get(what, {}).get(OPINION) if there else None
            if cell is not None and str(cell.value or "").strip():
                wrote.add(key.unit)
        return len(wrote)


def digest(cells: frozenset[Seen]) -> str:
    """The hash that a claim carries: SHA-256 over ``file, sheet, cell`` sorted, a line each, first 12 digits."""
    lines = sorted(f"{file}\t{sheet}\t{cell}" for file, _, sheet, cell in cells)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12]
