"""One school in a draft: its own counts, those of its ward and its level beside it, and what may stand beside it.

A school knows its own figures. Where a ward's or a level's figure is made of its own and those of a single other
school, a subtraction would tell the other's; such a figure is hidden on the page, whatever the profile.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import TypeVar, cast

import pandas as pd

from gec_lib.blocks import Text
from gec_lib.claims import HIDDEN, NOT_APPLICABLE, UNDEFINED, Claimed
from gec_lib.codelists import FEMALE, SCHOOL, TOTAL, read_table
from gec_lib.indicators.counts import IN
from gec_lib.indicators.records import CountUnits
from gec_lib.letters import LetterRules, Sender, called, load_letter_rules
from gec_lib.narrative.counts import quotient
from gec_lib.narrative.draft import Draft
from gec_lib.narrative.school_counts import Counts, One
from gec_lib.plan import Target, TargetIndicator

Found = TypeVar("Found")
OTHERS = 2  # schools besides the own one from which a figure is made of too many to be taken apart


class Where(StrEnum):
    """Whose figure: the school's, its ward's at its level, its level's in the whole area."""

    SCHOOL = "unit"
    WARD = "ward"
    LEVEL = "level"


@dataclass
class SchoolCase:
    """A school at one level, in the year of a draft.

    Attributes
    ----------
    draft : Draft
        Its snapshot holds the returns, files, faults and remarks of this school alone, and everybody's observations.
    unit : str
        Code of the school.
    rules : LetterRules
        Whom to write to, and within how many days.
    causes : mapping of (field, category) to label
        Causes that the form offers.
    """

    draft: Draft
    unit: str
    rules: LetterRules
    causes: Mapping[tuple[str, str], str]
    _known: dict[tuple[str, Where, int, str, str], Claimed] = field(default_factory=dict, repr=False)
    _found: dict[str, object] = field(default_factory=dict, repr=False)

    @functools.cached_property
    def counts(self) -> Counts:
        """The schools of the level, read once."""
        return Counts(self.draft.found, self.draft.level)

    def once(self, name: str, find: Callable[[SchoolCase], Found]) -> Found:
        """What a function finds of this school, remembered under a name."""
        if name not in self._found:
            self._found[name] = find(self)
        return cast("Found", self._found[name])

    # -- who --------------------------------------------------------------------------------------------------------

    @functools.cached_property
    def expected(self) -> pd.DataFrame:
        """Schools of the level in the year, by the register."""
        rows = self.draft.found.data.expected
        return rows[rows["year"].eq(self.draft.year) & rows["level"].eq(self.draft.level)]

    @functools.cached_property
    def ward(self) -> str:
        """Code of the ward."""
        return str(self.expected.loc[self.expected["unit"].eq(self.unit), "ward"].iloc[0])

    @property
    def ward_name(self) -> str:
        return self.draft.found.names.get(self.ward, self.ward)

    @functools.cached_property
    def name(self) -> str:
        """The school as the page calls it: Trường THCS mẫu 07."""
        draft = self.draft
        sender = Sender(draft.office, self.rules, draft.words, stamp=draft.snapshot.synthetic)
        return called(sender, draft.found.names.get(self.unit, self.unit), SCHOOL)

    @property
    def contact(self) -> str:
        return self.rules.contact.text(self.draft.lang)

    @functools.cached_property
    def other_levels(self) -> tuple[str, ...]:
        """Levels of the same school that have a page of their own."""
        rows = self.draft.found.data.expected
        rows = rows[rows["year"].eq(self.draft.year) & rows["unit"].eq(self.unit)]
        return tuple(lv for lv in self.draft.found.codes.school_levels() if lv in set(rows["level"]) - {self.level})

    @property
    def level(self) -> str:
        return self.draft.level

    @functools.cached_property
    def targets(self) -> tuple[tuple[Target, TargetIndicator], ...]:
        """Indicators of the targets that exist at the school's level."""
        found = self.draft.plan.target_indicators()
        return tuple((t, i) for t, i in found if self.level in i.levels and self.draft.found.asks(i.indicator))

    def peers(self, where: Where) -> Claimed:
        """How many schools the register has in the ward, or at the level; the own one included."""
        rows = self.expected if where is Where.LEVEL else self.expected[self.expected["ward"].eq(self.ward)]
        place = self.level if where is Where.LEVEL else f"{self.level}.{self.ward}"
        label = f"{self.draft.words.label('report', 'schools_in_register')}, {self._scope(where, self.draft.year)}"
        unit = self.draft.words.label("report", "schools")
        return self.draft.parameter(
            f"register.{self.draft.year}.{place}.schools", int(rows["unit"].nunique()), unit=unit, label=label
        )

    # -- numbers ----------------------------------------------------------------------------------------------------

    def count(self, code: str, *, where: Where, year: int, side: str, sex: str = TOTAL) -> Claimed:
        """Numerator or denominator (``side``) of an indicator, or the mark that stands for it."""
        key = (code, where, year, side, sex)
        if key not in self._known:
            self._known[key] = self._count(code, where, year, side, sex)
        return self._known[key]

    def _count(self, code: str, where: Where, year: int, side: str, sex: str) -> Claimed:
        id, indicator = self._id(code, where, year, sex, side), self.draft.found.indicator(code)
        among = [one for one in self.counts.units(code, year=year, sex=sex) if self._inside(one, where)]
        sums = self.counts.pooled(indicator, among)
        mark = self.mark(code, where=where, year=year, sex=sex) or sums.mark
        if mark:
            return Claimed(id, None, mark)
        counts_units = isinstance(indicator.formula, CountUnits)
        only = counts_units and side == "num"
        units = {one.unit for one in among if one.state == IN and (one.num == 1 or not only)}
        terms = indicator.terms()[0 if side == "num" else 1]
        level = self.counts.level
        return self.draft.book.file(
            id,
            sums.num if side == "num" else sums.den,
            unit=self.draft.words.label("report", "schools" if counts_units else "people"),
            label=f"{indicator.sides(self.draft.lang)[0 if side == 'num' else 1]}, {self._scope(where, year, sex)}",
            indicator=code,
            sources=self.draft.origins.at(terms, year=year, level=level, sex=sex, units=units),
        )

    def value(self, code: str, *, where: Where, year: int, sex: str = TOTAL) -> Claimed:
        """A share, exact, or the mark that stands for it."""
        id = self._id(code, where, year, sex, "value")
        num, den = (self.count(code, where=where, year=year, side=side, sex=sex) for side in ("num", "den"))
        if num.value is None or den.value is None or not den.value:
            return Claimed(id, None, num.mark or den.mark or UNDEFINED)
        indicator = self.draft.found.indicator(code)
        numerator, denominator = indicator.sides(self.draft.lang)
        return self.draft.book.file(
            id,
            Fraction(int(num.value), int(den.value)),
            unit=indicator.unit,
            label=f"{indicator.name(self.draft.lang)}, {self._scope(where, year, sex)}",
            indicator=code,
            formula=quotient(self.draft.words, int(num.value), int(den.value)),
            numerator=numerator,
            denominator=denominator,
            inputs=[num, den],
        )

    def mark(self, code: str, *, where: Where, year: int, sex: str) -> str:
        """The mark instead of a figure that would give one other school's away, or that is the school's own again."""
        if where is Where.SCHOOL:
            return ""
        units = self.counts.units(code, year=year, sex=sex)
        others = [one for one in units if one.state == IN and one.unit != self.unit]
        inside = sum(one.ward == self.ward for one in others)
        beside, outside = inside if where is Where.WARD else len(others), len(others) - inside
        if not beside:
            return NOT_APPLICABLE
        # a ward's figure taken from the level's leaves the schools elsewhere
        alone = beside < OTHERS or (where is Where.WARD and 0 < outside < OTHERS)
        return HIDDEN if alone else ""

    def shown(self) -> Iterator[tuple[str, Where, int, str]]:
        """Indicator, place, year and sex of every figure asked for so far, in the order of the catalogue."""
        order = {item.code: number for number, item in enumerate(self.draft.found.indicators)}
        asked = {(code, where, year, sex) for code, where, year, _, sex in self._known}
        places = list(Where)
        yield from sorted(asked, key=lambda key: (order[key[0]], key[2], places.index(key[1]), key[3]))

    def computed(
        self, what: str, value: int | Fraction, *, label: str, unit: str, inputs: tuple[Claimed, ...]
    ) -> Claimed:
        """A number of this page that follows from claimed ones."""
        id = f"school.{self.unit}.{self.level}.{self.draft.year}.{what}"
        words = f"{self.draft.words.label('report', label)}, {self._scope(Where.SCHOOL, self.draft.year)}"
        return self.draft.computed(id, value, unit=unit, label=words, inputs=inputs)

    def tally(self, what: str, number: int, *, of: str = "") -> Claimed:
        """How many returns, cells or tasks of this school; ``of`` tells several of a kind apart."""
        label = f"{self.draft.words.label('report', f'school_n_{what}')}, {self._scope(Where.SCHOOL, self.draft.year)}"
        id = ".".join(part for part in (f"school.{self.unit}.{self.level}.{self.draft.year}.{what}", of) if part)
        return self.draft.parameter(id, number, unit="", label=label)

    def text(self, words: str) -> Text:
        return self.draft.words.text("{x}", x=words)

    # -- inside -----------------------------------------------------------------------------------------------------

    def _inside(self, one: One, where: Where) -> bool:
        return {Where.SCHOOL: one.unit == self.unit, Where.WARD: one.ward == self.ward, Where.LEVEL: True}[where]

    def place(self, where: Where) -> str:
        """Code of a place: the school, the ward; empty for the level."""
        return {Where.SCHOOL: self.unit, Where.WARD: self.ward, Where.LEVEL: ""}[where]

    def _id(self, code: str, where: Where, year: int, sex: str, what: str) -> str:
        return ".".join(part for part in (code, str(year), self.level, self.place(where), sex, what) if part)

    def _scope(self, where: Where, year: int, sex: str = TOTAL) -> str:
        name = {Where.SCHOOL: self.name, Where.WARD: self.ward_name, Where.LEVEL: ""}[where]
        whom = "" if sex == TOTAL else self.draft.words.label("sex", "women" if sex == FEMALE else "men")
        return ", ".join(part for part in (str(year), self.draft.level_name(self.level), name, whom) if part)


def open_case(draft: Draft, *, unit: str, params: Path) -> SchoolCase:
    """A school in a draft, with what the home's parameters say of letters and of causes.

    Parameters
    ----------
    draft : Draft
        Its snapshot was narrowed by `gec_lib.narrative.school_returns.of_school`.
    unit : str
        Code of the school.
    params : Path
        The folder ``params`` of the home.
    """
    listed = params / "layouts" / "remarks.csv"
    rows = read_table(listed) if listed.is_file() else []
    causes = {(row["field"], row["category"]): row[f"label_{draft.lang}"] for row in rows}
    return SchoolCase(draft, unit, load_letter_rules(params), causes)
