"""One of the plan's indicators at a level in a year: how far, how fast, how firm."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from tests.recomputing import judging
from tests.recomputing.definitions import TOTAL
from tests.recomputing.judging import TARGETS, Share
from tests.recomputing.series import NotRecomputedError, Series

Number = Fraction | int | float | None


@dataclass(frozen=True)
class Judged:
    """One of the plan's indicators at a level in a year."""

    of: Series
    code: str
    year: int
    level: str

    @property
    def target(self) -> judging.Target:
        return TARGETS[self.code]

    @property
    def rule(self) -> judging.Rule:
        return self.target.rule(self.year)

    @property
    def series(self) -> dict[int, Share]:
        return self.of.series(self.code, self.year, self.level)

    @property
    def share(self) -> Share:
        return self.series.get(self.year, (Fraction(0), Fraction(0)))

    @property
    def counted(self) -> bool:
        """Whether anybody answered, be it that there is nobody."""
        return self.year in self.series

    @property
    def verdict(self) -> str:
        return self._verdict_of(self.share)

    def _verdict_of(self, share: Share) -> str:
        return judging.verdict({**self.series, self.year: share}, self.rule, year=self.year)

    @property
    def sizes(self) -> dict[str, int]:
        return self.of.sizes(self.code, self.year, self.level)

    @property
    def _ends(self) -> tuple[Share, Share]:
        return judging.ends(self.share, missing=sum(self.sizes.values()), people=self.target.people)

    @property
    def firm(self) -> bool:
        return all(self._verdict_of(end) == self.verdict for end in self._ends)

    @property
    def deciding(self) -> list[str]:
        return judging.deciding(self._verdict_of, self.share, self.sizes, people=self.target.people)

    def number(self, what: str) -> Number:
        """A number about the target: how far, how fast, how firm."""
        answers: dict[str, Callable[[], Number]] = {
            "gap": self._distance,
            "margin": self._distance,
            "change": lambda: abs(self._change()[0]),
            "pace": lambda: abs(self._change()[0] / self._change()[1]),
            "pace_left": lambda: self._distance() / (self.rule.deadline - self.year),
            "needed": lambda: judging.needed(self.share, self.rule, people=self.target.people),
            "low": lambda: judging.value(self._ends[0]),
            "high": lambda: judging.value(self._ends[1]),
            "most": lambda: self._ends[1][0],
            "missing": lambda: len(self.sizes),
            "no": lambda: self.share[1] - self.share[0] - len(self.sizes),
            "units": self._units,
            "one_person": lambda: judging.effect_of_one(self.share),
            "interval_low": lambda: judging.wilson(self.share)[0],
            "interval_high": lambda: judging.wilson(self.share)[1],
            "deciding": lambda: len(self.deciding),
            "change_year": lambda: abs(judging.value(self.share) - judging.value(self.series[self.year - 1])),
            "improved": lambda: round(abs(self._change()[0]) * self.share[1]),
            "done": lambda: self._change()[0] / (self._change()[0] + self._distance()),
            "elapsed": lambda: Fraction(self._change()[1], self._change()[1] + self.rule.deadline - self.year),
            "by_women": lambda: judging.effects_of_women_and_men(self.share, self._base)[0],
            "by_men": lambda: judging.effects_of_women_and_men(self.share, self._base)[1],
            "held": self._held,
            "mix": lambda: self._levels[0],
            "within": lambda: self._levels[1],
            "part_mix": lambda: self._levels[0] / sum(self._levels),
        }
        if what not in answers:
            raise NotRecomputedError(f"{self.code} {what}")
        return answers[what]()

    def _distance(self) -> Fraction:
        return abs(judging.value(self.share) - self.rule.value)

    def _change(self) -> tuple[Fraction, int]:
        first = judging.start(self.series, year=self.year)
        if first is None:
            raise NotRecomputedError(f"{self.code} {self.year} {self.level}: no earlier year to change from")
        return judging.value(self.share) - judging.value(self.series[first]), self.year - first

    @property
    def _base(self) -> Share:
        return self.series[judging.BASE_YEAR]

    @property
    def _levels(self) -> tuple[Fraction, Fraction]:
        """The change since the base year: what the mix of levels brings, and what happened within them."""
        now, before = (self.of.by_level(self.code, year, TOTAL) for year in (self.year, judging.BASE_YEAR))
        return judging.kitagawa(now, before)

    def _held(self) -> Fraction:
        """Who is missing in the fewest units that hold most of them."""
        found = self.of.district.found(self.code, year=self.year, sex=TOTAL)
        places = self.of.district.places(self.code, year=self.year, level=self.level)
        short = sorted((found[place].den - found[place].num for place in places), reverse=True)
        held = Fraction(0)
        for size in short:
            held += size
            if held >= judging.MOST * sum(short):
                break
        return held

    def _units(self) -> int:
        return len({place.unit for place in self.of.district.places(self.code, year=self.year, level=self.level)})
