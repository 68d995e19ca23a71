"""The desk where a school fills its equality return: what is known there, and chance with a memory."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gec_lib.demo.draws import chance, generator, nearly, women_among
from gec_lib.demo.parameters import Parameter, Setting
from gec_lib.demo.pupils import Facts
from gec_lib.demo.schools import School


@dataclass(frozen=True)
class Desk:
    """What the person who fills the return knows: the school, its year, its people."""

    school: School
    setting: Setting
    seed: int
    year: int
    facts: Facts
    staff: tuple[int, int]

    def steady(self, *topic: object) -> np.random.Generator:
        """Chance that is the same for the school in every year."""
        return generator(self.seed, "task", self.school.unit, self.school.level, *topic)

    def fresh(self, *topic: object) -> np.random.Generator:
        """Chance of the year."""
        return generator(self.seed, "task", self.school.unit, self.school.level, self.year, *topic)

    def need(self, measure: str, category: str) -> Parameter:
        return self.setting.need(measure, level=self.school.level, category=category)

    def value(self, measure: str, category: str) -> float:
        return max(0.0, self.need(measure, category).at(self.year))

    def knows(self, measure: str, category: str) -> bool:
        return self.setting.find(measure, level=self.school.level, category=category) is not None

    def bent(self, measure: str, category: str, *, year: int) -> float:
        """A chance that leans on the level and the ownership of the school."""
        parameter = self.need(measure, category)
        lean = parameter.shift(self.school.level) + parameter.shift(self.school.ownership)
        return parameter.at(year) + lean

    def yes(self, limit: float, *topic: object) -> bool:
        """A yes that, once said, stays as long as the chance does not fall."""
        return self.leaning("yes", *topic) < limit

    def leaning(self, *topic: object) -> float:
        """A number between zero and one that is the same for the school in every year."""
        return chance(self.seed, "task", self.school.unit, self.school.level, *topic)

    @property
    def women(self) -> float:
        return self.staff[1] / self.staff[0] if self.staff[0] else 0.5

    def part(self, body: tuple[int, int], share: float, women: float, *topic: object) -> tuple[int, int]:
        """A part of a body of people (all, women), near a share of the body and a share of women."""
        rng = self.fresh("part", *topic)
        count = min(body[0], nearly(rng, body[0] * min(1.0, max(0.0, share))))
        return count, women_among(rng, count, women, women=body[1], men=body[0] - body[1])

    def some_people(self, expected: float, women: float, *topic: object) -> tuple[int, int]:
        """A number of people of no given body."""
        rng = self.fresh("people", *topic)
        count = int(rng.poisson(expected))
        return count, min(count, nearly(rng, count * women))
