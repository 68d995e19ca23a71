"""Whose figures a planted fault borrows: schools and wards of the synthetic district, each for one fault only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from gec_lib.codelists import ALL
from gec_lib.demo.district import District, Return
from gec_lib.demo.people import Key, Value
from gec_lib.demo.planted import Plant, Size
from gec_lib.returns.layouts import Layout, layout_for

Values = Mapping[Key, Value]
LARGE = 30  # teachers


@dataclass(frozen=True)
class Lent:
    """The returns of one unit and level, moved from their own years to those of the fault."""

    returns: Mapping[tuple[str, int], Return] = field(repr=False)
    shift: int

    def has(self, form: str) -> bool:
        """Whether the unit sends such a form at its level."""
        return any(form == known for known, _ in self.returns)

    def values(self, form: str, year: int) -> Values:
        """The figures of a form, with its dates moved too."""
        made = self.returns[form, year - self.shift]
        days = self.shift * 10_000
        return {
            key: (value[0] + days, value[1]) if key[0] == "action_date" and isinstance(value[0], int) else value
            for key, value in made.values.items()
        }


class Lenders:
    """The units of a district in turn; nobody lends the same return twice, so that no two are alike."""

    def __init__(self, district: District) -> None:
        self._units: dict[tuple[str, str], dict[tuple[str, int], Return]] = {}
        for made in district.returns:
            self._units.setdefault((made.unit, made.level), {})[made.form, made.year] = made
        self._years = sorted({made.year for made in district.returns}, reverse=True)
        self._lent: set[tuple[str, str, int]] = set()

    def next(self, plant: Plant, *, year: int, layouts: Sequence[Layout]) -> Lent:
        """The next unit that has all forms a fault needs, without a blank in them."""
        level = layout_for(layouts, form=plant.form, year=year).level
        for own in self._years:
            for (unit, at), returns in self._units.items():
                needed = [(plant.form, own), *((f, own - 1) for f in plant.before)]
                needed += [(f, own) for f in plant.beside if layout_for(layouts, form=f, year=year).level == level]
                whole = at == level and all(_is_whole(returns.get(key)) for key in needed)
                taken = {(unit, *key) for key in needed}
                if whole and not taken & self._lent and _is_large_enough(returns, plant, own):
                    self._lent |= taken
                    return Lent(returns, year - own)
        raise LookupError(f"no unit of the district is left that could lend its figures to {plant.rule}")


def _is_whole(made: Return | None) -> bool:
    return made is not None and all(value[0] is not None for value in made.values.values())


def _is_large_enough(returns: Mapping[tuple[str, int], Return], plant: Plant, year: int) -> bool:
    if plant.size is Size.NEXT:
        return True
    teachers = [returns[plant.form, y].values["teachers", ALL, ALL][0] for y in (year, year - 1)]
    return all(isinstance(count, int | float) and count >= LARGE for count in teachers)
