"""Every closed set of the project, once: columns, statuses, sexes, and the code lists of ``params``.

Levels, grades, groups, tasks and their names are data of a home (``params/codes.csv``, ``params/measures.csv``);
code knows only the two words ``all`` and ``none``.
"""

from __future__ import annotations

import csv
import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

OBSERVATION_KEY = ("year", "period", "stream", "unit", "unit_type", "level", "measure", "category", "group")
SOURCE_COLUMNS = ("file", "sheet", "cell_total", "cell_female")
OBSERVATION_COLUMNS = (*OBSERVATION_KEY, "total", "female", "status", "form", "version", *SOURCE_COLUMNS)
REMARK_COLUMNS = ("year", "unit", "level", "form", "field", "category", "text", "file", "sheet", "cell")
UNIT_COLUMNS = (
    "unit",
    "unit_type",
    "level",
    "name",
    "ownership",
    "ward",
    "principal_level",
    "valid_from",
    "valid_to",
)
FILE_COLUMNS = (
    "file",
    "name",
    "form",
    "version",
    "year",
    "stream",
    "unit",
    "unit_type",
    "level",
    "received",
    "status",
    "synthetic",
    "on_time",
)
FAULT_COLUMNS = (
    "file",
    "unit",
    "level",
    "form",
    "year",
    "sheet",
    "cell",
    "row_code",
    "rule",
    "severity",
    "found",
    "expected",
    "message_vi",
    "message_en",
    "explained",
)

REPORTED, BLANK, NOT_APPLICABLE, NOT_ASKED, CORRECTED = STATUSES = (
    "reported",
    "blank",
    "not_applicable",
    "not_asked",
    "corrected",
)
FILLED = (REPORTED, CORRECTED)
TOTAL, FEMALE, MALE = SEXES = ("T", "F", "M")
FAIL, WARNING = SEVERITIES = ("FAIL", "WARNING")
ACCEPTED, REJECTED, SUPERSEDED = FILE_STATUSES = ("accepted", "rejected", "superseded")
INTERNAL, PUBLIC = PROFILES = ("internal", "public")
LANGUAGES = ("vi", "en")
ALL, NONE = "all", "none"
SCHOOL, WARD, OFFICE = UNIT_TYPES = ("school", "ward", "office")
START_OF_YEAR, END_OF_YEAR, UNIVERSALISATION, EQUALITY, REGISTER = STREAMS = (
    "start_of_year",
    "end_of_year",
    "universalisation",
    "equality",
    "register",
)


class CodeError(ValueError):
    """A code that no list of the home knows."""


@dataclass(frozen=True)
class Code:
    """One member of a closed list."""

    list: str
    code: str
    order: int
    vi: str
    en: str
    applies_to: tuple[str, ...] = ()
    partition: bool = False
    attr: Mapping[str, str] = field(default_factory=dict)

    def label(self, lang: str) -> str:
        return self.vi if lang == "vi" else self.en


@dataclass(frozen=True)
class Measure:
    """A noun that can be counted."""

    code: str
    vi: str
    en: str
    unit: str
    stream: str
    levels: tuple[str, ...]
    dimension: str
    groups: tuple[str, ...]
    sexed: bool
    sensitive: bool
    definition_vi: str
    calendar_rule: str

    def label(self, lang: str) -> str:
        return self.vi if lang == "vi" else self.en


@dataclass(frozen=True)
class Codes:
    """The code lists and measures of a home."""

    lists: Mapping[str, Mapping[str, Code]]
    measures: Mapping[str, Measure]

    def get(self, list: str, code: str) -> Code:
        try:
            return self.lists[list][code]
        except KeyError:
            known = ", ".join(self.lists.get(list, {})) or "no such list"
            raise CodeError(f"params/codes.csv: list {list!r} has no code {code!r}; known: {known}") from None

    def label(self, list: str, code: str, *, lang: str) -> str:
        return self.get(list, code).label(lang)

    def members(self, list: str, *, level: str | None = None) -> tuple[str, ...]:
        """Codes of a list in order, ``all`` excluded, optionally only those that apply to a level."""
        return tuple(
            c.code
            for c in self._ordered(list)
            if c.code != ALL and (level is None or not c.applies_to or level in c.applies_to)
        )

    def parts(self, list: str, *, level: str | None = None) -> tuple[str, ...]:
        """The members that add up to ``all`` (column ``partition``)."""
        return tuple(c for c in self.members(list, level=level) if self.get(list, c).partition)

    def school_levels(self) -> tuple[str, ...]:
        """School levels in order, without ``all`` and ``none``."""
        return tuple(c for c in self.members("level") if c != NONE)

    def measure(self, code: str) -> Measure:
        try:
            return self.measures[code]
        except KeyError:
            raise CodeError(f"params/measures.csv has no measure {code!r}") from None

    def _ordered(self, list: str) -> Iterator[Code]:
        if list not in self.lists:
            raise CodeError(f"params/codes.csv has no list {list!r}; known: {', '.join(self.lists)}")
        return iter(sorted(self.lists[list].values(), key=lambda c: c.order))


def split(text: str) -> tuple[str, ...]:
    """Split a ``a|b|c`` cell; empty parts are dropped.

    Examples
    --------
    >>> split("preschool|primary")
    ('preschool', 'primary')
    """
    return tuple(part for part in text.split("|") if part)


def read_table(path: Path) -> list[dict[str, str]]:
    """Rows of a UTF-8 CSV file as dictionaries of text."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


@functools.cache
def load_codes(params: Path) -> Codes:
    """Read ``codes.csv`` and ``measures.csv`` of a ``params`` folder.

    Parameters
    ----------
    params : Path
        The folder ``params`` of a home.

    Raises
    ------
    CodeError
        When a code is listed twice.
    """
    lists: dict[str, dict[str, Code]] = {}
    for line, row in enumerate(read_table(params / "codes.csv"), start=2):
        members = lists.setdefault(row["list"], {})
        if row["code"] in members:
            raise CodeError(f"{params / 'codes.csv'}, line {line}: {row['list']}/{row['code']} is listed twice")
        members[row["code"]] = Code(
            list=row["list"],
            code=row["code"],
            order=int(row["order"]),
            vi=row["vi"],
            en=row["en"],
            applies_to=split(row["applies_to"]),
            partition=row["partition"] == "yes",
            attr=_attributes(row["attr"]),
        )
    measures = {
        row["code"]: Measure(
            code=row["code"],
            vi=row["vi"],
            en=row["en"],
            unit=row["unit"],
            stream=row["stream"],
            levels=split(row["levels"]),
            dimension=row["dimension"],
            groups=split(row["groups"]),
            sexed=row["sexed"] == "yes",
            sensitive=row["sensitive"] == "yes",
            definition_vi=row["definition_vi"],
            calendar_rule=row["calendar_rule"],
        )
        for row in read_table(params / "measures.csv")
    }
    return Codes(lists=lists, measures=measures)


def _attributes(text: str) -> dict[str, str]:
    pairs = (part.split("=", 1) for part in text.split(";") if "=" in part)
    return {key.strip(): value.strip() for key, value in pairs}
