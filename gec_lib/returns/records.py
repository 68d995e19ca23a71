"""What a form is made of: columns, rows, rules, remark fields, and how labels are compared."""

from __future__ import annotations

import datetime
import fnmatch
import functools
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from gec_lib.codelists import ALL, Codes, Measure

TOTAL_FIELD, FEMALE_FIELD, NOTE_FIELD = FIELDS = ("total", "female", "note")
YEAR_IN_LABEL = re.compile(r"\{Y(?:-(\d+))?\}")
YES_NO, DATE, HOUR = "yes_no", "date", "hour"  # the units of measures that are no plain counts
EXPLANATION_FIELD, EVIDENCE_FIELD = "explanation", "evidence"
IDENTITY_KEYS = ("GEC_FORM", "GEC_VERSION", "GEC_YEAR", "GEC_UNIT", "GEC_UNIT_NAME", "GEC_LEVEL", "GEC_SYNTHETIC")
FOUND_WORDS = ("blank", "absent", "extra", "formula", "refused_")  # beginnings of the keys of params/layouts/words.csv
RETROSPECTIVE = "hoi_cuu"  # the version of a form that fills years before the first collection
SIGNS = ("=", "≤", "≥")
Key = tuple[str, str, str]
Value = tuple[float | int | str | None, float | int | None]


class LayoutError(ValueError):
    """A layout that cannot be used; says in which file and line, what was found and what was expected."""


@dataclass(frozen=True)
class Column:
    """One value column of a row: where it stands and what it makes."""

    header: tuple[str, ...]
    field: str
    group: str
    measure: str
    position: int


class Asked(NamedTuple):
    """One figure of a row: what it is, and the positions of its total and its women."""

    key: Key
    measure: Measure
    total: int
    female: int | None


@dataclass(frozen=True)
class Row:
    """One row of a sheet."""

    sheet: str
    section: str
    order: int
    code: str
    code_status: str
    label: str
    measure: str
    category: str
    group: str
    columns: tuple[Column, ...]
    required: bool
    note: str

    def key(self, column: Column) -> Key:
        """Measure, category and group of what the column holds."""
        return column.measure, self.category, column.group


@dataclass(frozen=True)
class Rule:
    """One check of ``params/checks.csv``: how grave it is and what it says to the clerk."""

    id: str
    severity: str
    forms: tuple[str, ...]
    missing_left: str
    missing_right: str
    message_vi: str
    message_en: str
    expected_vi: str
    expected_en: str
    groups: tuple[str, ...]
    scope: str
    tier: str
    planted: str

    def is_for(self, form: str) -> bool:
        """Whether the rule is meant for a form."""
        return any(pattern == ALL or fnmatch.fnmatchcase(form, pattern) for pattern in self.forms)


@dataclass(frozen=True)
class RemarkField:
    """One text cell of the sheet with opinions."""

    field: str
    category: str
    label_vi: str
    label_en: str

    @property
    def code(self) -> str:
        return self.field if self.category == ALL else f"{self.field}.{self.category}"


@dataclass(frozen=True)
class Book:
    """What all forms of a home share: fixed words, remark fields, rules of the checks."""

    words: Mapping[str, str] = field(repr=False)
    words_en: Mapping[str, str] = field(repr=False)
    remarks: tuple[RemarkField, ...] = field(repr=False)
    rules: Mapping[str, Rule] = field(repr=False)

    def in_english(self, found: str) -> str:
        """What was found, in English where it is one of our own words; what the clerk typed stays as it is."""
        sign, _, word = found.partition(" ")
        if sign in SIGNS and word in self._own_words:
            return f"{sign} {self._own_words[word]}"
        return self._own_words.get(found, found)

    @functools.cached_property
    def _own_words(self) -> Mapping[str, str]:
        return {self.words[key]: self.words_en[key] for key in self.words if key.startswith(FOUND_WORDS)}


@dataclass(frozen=True, eq=False)  # one object a version: compared and hashed as such
class Layout:
    """One version of one form."""

    form: str
    version: str
    year_from: int
    year_to: int | None
    stream: str
    period: str
    level: str
    unit_type: str
    title_vi: str
    title_en: str
    evidence: str
    reference_day: tuple[int, int]
    remarks: bool
    rows: tuple[Row, ...] = field(repr=False)
    book: Book = field(repr=False)
    codes: Codes = field(repr=False)

    @functools.cached_property
    def sheets(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(row.sheet for row in self.rows))

    @functools.cached_property
    def measures(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(c.measure for row in self.rows for c in row.columns if c.measure))

    @functools.cached_property
    def keys(self) -> Mapping[Key, Row]:
        """The row of every (measure, category, group) the form asks for."""
        return {row.key(c): row for row in self.rows for c in row.columns if c.field == TOTAL_FIELD}

    @functools.cached_property
    def code_of(self) -> Mapping[Key, str]:
        """The row code of every (measure, category, group)."""
        return {key: row.code for key, row in self.keys.items()}

    @functools.cached_property
    def asked(self) -> Mapping[tuple[str, str], tuple[Asked, ...]]:
        """What every row asks for, by sheet and row code: worked out once, since every return is read by it."""
        return {(row.sheet, row.code): tuple(self._asked(row)) for row in self.rows}

    def _asked(self, row: Row) -> Iterator[Asked]:
        women = {(c.measure, c.group): c.position for c in row.columns if c.field == FEMALE_FIELD}
        for column in row.columns:
            if column.field == TOTAL_FIELD:
                measure = self.codes.measures[column.measure]
                female = women.get((column.measure, column.group)) if measure.sexed else None
                yield Asked(row.key(column), measure, column.position, female)

    def rows_of(self, sheet: str) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.sheet == sheet)

    def value_columns(self, sheet: str) -> tuple[Column, ...]:
        """The value columns of a sheet, one a position, taken from its widest row."""
        return max((row.columns for row in self.rows_of(sheet)), key=len)

    def covers(self, year: int) -> bool:
        """Whether the version is used for a reporting year."""
        return self.year_from <= year and (self.year_to is None or year <= self.year_to)

    @property
    def retrospective(self) -> bool:
        """Whether the version asks, later and briefly, for years before the first collection; nobody owes it."""
        return self.version == RETROSPECTIVE

    def owed_in(self, year: int) -> bool:
        """Whether a unit owes this version for a reporting year."""
        return self.covers(year) and not self.retrospective

    def reference_date(self, year: int) -> datetime.date:
        """The day for which the stock of a reporting year is counted."""
        day, month = self.reference_day
        return datetime.date(year, month, day)


@dataclass(frozen=True)
class Identity:
    """Whose return it is, of which form and year."""

    form: str
    version: str
    year: int
    unit: str
    unit_name: str
    level: str
    synthetic: bool


def label_for(label: str, *, year: int) -> str:
    """The label of a row in a reporting year: ``{Y-15}`` is replaced by the year fifteen years before.

    Examples
    --------
    >>> label_for("Sinh năm {Y-15} (15 tuổi)", year=2025)
    'Sinh năm 2010 (15 tuổi)'
    """
    return YEAR_IN_LABEL.sub(lambda match: str(year - int(match.group(1) or 0)), label)


@functools.lru_cache(maxsize=8192)
def normal(text: str) -> str:
    """A label as it is compared: NFC, case folded, blanks collapsed.

    Examples
    --------
    >>> normal("Mã  SỐ ")
    'mã số'
    """
    return " ".join(unicodedata.normalize("NFC", text).replace("\u200b", "").casefold().split())
