"""The draft of an edition: its results, its words, and the book in which every number is filed before it is said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pandas as pd

from gec_lib.blocks import Commentary, Heading, Sentence, Sentences, Span, Text, text_of
from gec_lib.claims import HIDDEN, MISSING, NOT_APPLICABLE, UNDEFINED, Book, Claimed, Number
from gec_lib.codelists import ALL, FEMALE, PUBLIC, TOTAL, WARD
from gec_lib.commentary import read_commentary
from gec_lib.coverage import summary, without_office
from gec_lib.disclosure import PERSON, Disclosure
from gec_lib.indicators.records import Contrast, CountCells, CountUnits, Derived, Headcount, Indicator, ToTarget
from gec_lib.narrative.counts import exact_count, exact_difference, quotient, single
from gec_lib.narrative.origins import Origins
from gec_lib.offices import Office
from gec_lib.plan import Plan
from gec_lib.results import Results
from gec_lib.snapshots import Snapshot
from gec_lib.verdicts import Rule
from gec_lib.wording import Goal, Wording, declarations

MARKS = {"missing": MISSING, "refused": MISSING, "undefined": UNDEFINED, "not_applicable": NOT_APPLICABLE}


@dataclass
class Draft:
    """What the sections share while an edition is written.

    Attributes
    ----------
    kind : str
        Kind of edition: annual, midterm, final.
    found : Results
        The results of the reporting year.
    words : Wording
        The language.
    hidden : Disclosure
        What the profile may show.
    snapshot : Snapshot
        Files, coverage and faults behind the results.
    office : Office
        Who issues the report on the day of the snapshot.
    area : str
        Name of the territory.
    commentary : mapping of str to Path
        Analysts' paragraphs by section.
    params : Path
        Folder of the home's parameters: labels of remarks, recommendations of this edition and the one before.
    book : Book
        Claims filed so far.
    """

    kind: str
    found: Results
    words: Wording
    hidden: Disclosure
    snapshot: Snapshot
    office: Office
    area: str
    commentary: Mapping[str, Path] = field(default_factory=dict)
    params: Path | None = None
    book: Book = field(default_factory=Book)
    tables: int = 0
    figures: int = 0
    said: set[str] = field(default_factory=set)
    sections: set[str] = field(default_factory=set)
    origins: Origins = field(init=False, repr=False)

    def __post_init__(self) -> None:
        files = self.snapshot.files
        # a workbook's name tells its school, so a public edition gives its hash alone
        names = {} if self.profile == PUBLIC else dict(zip(files["file"], files["name"], strict=True))
        self.origins = Origins(self.found, names)

    @property
    def at(self) -> dict[str, Any]:
        """The year and the level that the edition reports on."""
        return {"year": self.year, "level": self.level}

    @property
    def plan(self) -> Plan:
        return self.found.plan

    @property
    def lang(self) -> str:
        return self.words.lang

    @property
    def profile(self) -> str:
        return self.hidden.profile

    @property
    def year(self) -> int:
        return self.found.year

    @property
    def level(self) -> str:
        return self.found.level

    def asks(self, code: str) -> bool:
        """Whether the home's forms ask for all that an indicator counts, measures and items alike."""
        if not self.found.asks(code):
            return False
        codes = self.found.codes
        terms = [term for side in self.found.indicator(code).terms() for term in side]
        known = {term: (ALL, *codes.lists.get(codes.measure(term.measure).dimension, {})) for term in terms}
        return all(c[:1] in "@*" or c in known[term] for term in terms for c in term.category)

    # -- words ------------------------------------------------------------------------------------------------------

    def level_name(self, level: str) -> str:
        """A level's name for tables and charts (its short form where the code list has one); the area for ``all``."""
        if level == ALL:
            return self.words.label("report", "whole_area")
        code = self.found.codes.get("level", level)
        return code.attr.get(f"short_{self.lang}", code.label(self.lang))

    def codes_label(self, list: str, code: str) -> str:
        return self.found.codes.label(list, code, lang=self.lang)

    def heading(self, level: int, id: str, key: str, **values: Span | Text | str) -> Heading:
        """A heading from the labels of reports."""
        return Heading(level, id, tied(self.words.text(self.words.label("report", key), **values)))

    def text(self, key: str, **values: Span | Text | str) -> Text:
        """Inline text from the labels of reports."""
        return self.words.text(self.words.label("report", key), **values)

    def say(self, key: str, **values: object) -> list[Sentence]:
        """A sentence as a list, empty when it may be said only once and was; of a single case by its own words."""
        if declarations()[key].max_once == "edition":
            if key in self.said:
                return []
            self.said.add(key)
        chosen, said = single(key, values)
        return [self.words.sentence(chosen, **said)]

    def paragraph(self, *sentences: Sequence[Sentence], style: str = "body") -> tuple[Sentences, ...]:
        """One paragraph, none when nothing is to be said."""
        items = tuple(sentence for part in sentences for sentence in part)
        return (Sentences(items, style=style),) if items else ()

    def goal_words(self, rule: Rule) -> str:
        """What a rule demands, as the plan sets it: 50%, trên 50%."""
        wanted = Goal(Claimed(f"rule.{rule.deadline}", rule.value), rule.operator)
        return text_of(self.words.inline(wanted, "goal"))

    def comment(self, section: str) -> tuple[Commentary, ...]:
        """The analyst's paragraph for a section, if there is one."""
        self.sections.add(section)
        if section not in self.commentary:
            return ()
        return (read_commentary(self.commentary[section], cite=self._cited),)

    def _cited(self, id: str) -> str:
        claim = self.book.claims[id]
        kind = "pct1" if claim.unit == "%" else "count"
        return self.words.digits(Fraction(claim.value), kind)

    def next_table(self) -> str:
        self.tables += 1
        return str(self.tables)

    def next_figure(self) -> str:
        self.figures += 1
        return str(self.figures)

    # -- numbers ----------------------------------------------------------------------------------------------------

    def count(self, code: str, *, year: int, level: str, side: str, sex: str = TOTAL) -> Claimed:
        """Numerator (``side`` num) or denominator of an indicator, or the mark that stands for it."""
        indicator = self.found.indicator(code)
        id = f"{code}.{year}.{level}.{sex}.{side}"
        row = self.found.at(code, year=year, level=level, sex=sex)
        if row is None or pd.isna(row[side]):
            mark = NOT_APPLICABLE if row is None else MARKS.get(row["status"], MISSING)
            return Claimed(id, None, mark)
        if side == "num" and MARKS.get(row["status"]) == MISSING:  # nobody answered: nothing is known, not zero
            return Claimed(id, None, MISSING)
        if self.hidden.hides(code, year=year, level=level, sex=sex, side=side):
            return Claimed(id, None, HIDDEN)
        if id in self.book.claims:
            return Claimed(id, exact_count(row[side]))
        return self.book.file(
            id,
            exact_count(row[side]),
            unit=self._unit(indicator, side),
            label=f"{self._side(indicator, side)}, {self._scope(year, level, sex)}",
            indicator=code,
            sources=self.origins.of(code, year=year, level=level, side=side, sex=sex),
        )

    def value(self, code: str, *, year: int, level: str, sex: str = TOTAL) -> Claimed:
        """The value of an indicator: an exact share of one, heads, or a ratio; or the mark that stands for it."""
        indicator = self.found.indicator(code)
        id = f"{code}.{year}.{level}.{sex}.value"
        row = self.found.at(code, year=year, level=level, sex=sex)
        if row is None or row["status"] != "reported":
            return Claimed(id, None, NOT_APPLICABLE if row is None else MARKS[row["status"]])
        if self.hidden.hides_rate(code, year=year, level=level, sex=sex):
            return Claimed(id, None, HIDDEN)
        if isinstance(indicator.formula, Headcount):
            return self.count(code, year=year, level=level, side="num", sex=sex)
        label = f"{indicator.name(self.lang)}, {self._scope(year, level, sex)}"
        value, formula, inputs = self._computed(indicator, row, year=year, level=level, sex=sex)
        if any(item.value is None for item in inputs):
            return Claimed(id, None, HIDDEN)
        numerator, denominator = indicator.sides(self.lang)
        return self.book.file(
            id, value, unit=indicator.unit, label=label, indicator=code, formula=formula,
            numerator=numerator, denominator=denominator, inputs=inputs,
        )  # fmt: skip

    def _computed(
        self, indicator: Indicator, row: Mapping[str, Any], *, year: int, level: str, sex: str
    ) -> tuple[Number, str, list[Claimed]]:
        """The value, the division behind it, and the claims it is computed from."""
        formula = indicator.formula
        if isinstance(formula, Contrast):
            return float(row["value"]), "", []
        if isinstance(formula, Derived):
            inputs = [self.value(i.code, year=year, level=level, sex=i.sex) for i in formula.inputs]
            return float(row["value"]), "", inputs
        if isinstance(formula, ToTarget):
            return int(row["value"]), "", [self.value(formula.of, year=year, level=level)]
        sides = [self.count(indicator.code, year=year, level=level, side=side, sex=sex) for side in ("num", "den")]
        above, below = exact_count(row["num"]), exact_count(row["den"])
        return Fraction(above) / Fraction(below), quotient(self.words, above, below), sides

    def computed(self, id: str, value: Number, *, unit: str, label: str, inputs: Sequence[Claimed]) -> Claimed:
        """A number computed from claimed ones; hidden where any of them is."""
        marks = [item.mark for item in inputs if item.value is None]
        if marks:
            return Claimed(id, None, marks[0])
        return self.book.file(id, value, unit=unit, label=label, inputs=inputs)

    def difference(self, id: str, a: Claimed, b: Claimed, *, unit: str, label: str) -> Claimed:
        """``a − b`` of two claimed numbers."""
        if a.value is None or b.value is None:
            return Claimed(id, None, a.mark or b.mark)
        return self.book.file(id, exact_difference(a.value, b.value), unit=unit, label=label, inputs=[a, b])

    def men(self, code: str, *, year: int, level: str) -> Claimed:
        """Total less women, for a share of women."""
        women = self.count(code, year=year, level=level, side="num")
        total = self.count(code, year=year, level=level, side="den")
        label = f"{self.words.label('sex', 'men')}, {self._scope(year, level, TOTAL)}"
        return self.difference(
            f"{code}.{year}.{level}.men", total, women, unit=self.words.label("report", "people"), label=label
        )

    def parameter(self, id: str, value: Number, *, unit: str, label: str) -> Claimed:
        """A number that the plan sets."""
        return self.book.file(id, value, unit=unit, label=label)

    def coverage(self, *, stream: str, level: str) -> dict[str, Claimed]:
        """Returns due, received, on time, late and missing of the reporting year."""
        cov = without_office(self.snapshot.coverage)
        cov = cov[cov["year"].eq(self.year) & cov["stream"].eq(stream)]
        if level != ALL:
            cov = cov[cov["level"].eq(level)]
        else:
            cov = cov.groupby("unit", as_index=False).agg(received=("received", "all"), on_time=("on_time", "all"))
        row = summary(cov, by=[]).iloc[0]
        names = {key: self.words.label("report", f"coverage_{key}") for key in row.index}
        return {
            key: self.book.file(
                f"coverage.{stream}.{self.year}.{level}.{key}",
                int(row[key]),
                unit=self.words.label("report", "schools"),
                label=f"{names[key]}, {self.codes_label('stream', stream)}, {self._scope(self.year, level, TOTAL)}",
            )
            for key in row.index
        }

    # -- labels of claims -------------------------------------------------------------------------------------------

    def _scope(self, year: int, level: str, sex: str) -> str:
        parts = [str(year), self.level_name(level)]
        if sex != TOTAL:
            parts.append(self.words.label("sex", "women" if sex == FEMALE else "men"))
        return ", ".join(parts)

    def _side(self, indicator: Indicator, side: str) -> str:
        numerator, denominator = indicator.sides(self.lang)
        return numerator if side == "num" else denominator

    def _unit(self, indicator: Indicator, side: str) -> str:
        """What is counted: units of the register, pairs of a unit and an item, or what the measure counts."""
        if isinstance(indicator.formula, CountUnits):
            return self.words.label("report", "wards" if indicator.unit_type == WARD else "schools")
        if isinstance(indicator.formula, CountCells):
            return self.words.label("report", "pairs")
        terms = indicator.terms()[0 if side == "num" else 1]
        unit = self.found.codes.measure(terms[0].measure).unit
        return self.words.label("report", "people") if unit == PERSON else self.codes_label("unit", unit)


def tied(text: Text) -> Text:
    """The same text with its last two syllables on one line, and ranges of years unbroken."""
    if not text:
        return text
    head, last = text[:-1], text[-1]
    before, space, end = last.t.rpartition(" ")
    if space and end:
        last = replace(last, t=f"{before}\u00a0{end}")
    return (*head, last)


def names_of(draft: Draft, units: Sequence[str]) -> list[str]:
    """Names of units by code."""
    names: Mapping[str, str] = draft.found.names
    return [names.get(unit, unit) for unit in units]
