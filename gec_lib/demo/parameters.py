"""What the synthetic district is made from: ``demo_parameters.csv`` and ``demo_district.yaml`` of ``params``."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from gec_lib.codelists import ALL, Codes, load_codes, read_table, split

_YEAR = re.compile(r"^value_(\d+)$")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


class DemoError(ValueError):
    """The parameters of the synthetic district do not say what is needed."""


@dataclass(frozen=True)
class Parameter:
    """A line of ``demo_parameters.csv``: a value at two years, straight between and beyond them."""

    line: int
    level: str
    measure: str
    category: str
    group: str
    quantity: str
    values: tuple[tuple[int, float], ...]
    spread: str
    women: tuple[str, str]
    women_spread: float

    def at(self, year: int) -> float:
        """The value of a year."""
        (first, low), (last, high) = self.values
        return low + (high - low) * (year - first) / (last - first)

    def women_at(self, year: int, *, staff: float = 0.5) -> float:
        """The share of women of a year; ``staff`` is the share that "staff share −0.01" starts from."""
        low, high = (_share(text, staff=staff) for text in self.women)
        (first, _), (last, _) = self.values
        return min(0.999, max(0.001, low + (high - low) * (year - first) / (last - first)))

    @property
    def deviation(self) -> float:
        """The number in front of ``spread``, or zero."""
        found = _NUMBER.match(self.spread.strip())
        return float(found.group()) if found else 0.0

    def shift(self, word: str) -> float:
        """The number after a word in ``spread``, such as a level or an ownership, or zero."""
        found = re.search(rf"\b{re.escape(word)}\s*([−-]?\d+(?:\.\d+)?)", self.spread)
        return float(found.group(1).replace("−", "-")) if found else 0.0


@dataclass(frozen=True, eq=False)
class Setting:
    """Everything the builder reads: parameters, the plan of the district, code lists."""

    folder: Path
    rows: tuple[Parameter, ...]
    plan: Mapping[str, Any]
    codes: Codes

    @property
    def first(self) -> int:
        return int(self.plan["years"]["first"])

    @property
    def last(self) -> int:
        return int(self.plan["years"]["last"])

    @property
    def years(self) -> tuple[int, ...]:
        return tuple(range(self.first, self.last + 1))

    def find(
        self, measure: str, *, level: str, category: str = ALL, group: str = ALL, quantity: str = ""
    ) -> Parameter | None:
        """The most particular line for a level, measure, category and group, or None.

        Parameters
        ----------
        measure : str
            A measure, or "" for the lines about the district itself.
        level, category, group : str
            What the line must speak of; ``all`` and ``*`` in the file stand for any.
        quantity : str, optional
            How the column ``quantity`` begins, where several lines speak of the same cell.
        """
        return _find(self, measure, level, category, group, quantity)

    def need(self, measure: str, *, level: str, category: str = ALL, group: str = ALL, quantity: str = "") -> Parameter:
        """As ``find``, but a missing line is an error."""
        found = self.find(measure, level=level, category=category, group=group, quantity=quantity)
        if found is None:
            raise DemoError(
                f"{self.folder / 'demo_parameters.csv'} has no line for {measure!r}, level {level!r}, "
                f"category {category!r}, group {group!r}, quantity {quantity!r}: add one"
            )
        return found

    def chain(self, level: str) -> tuple[str, ...]:
        """The grades a cohort moves through, lowest first."""
        parts = self.codes.parts("grade", level=level)
        return tuple(code for code in parts if self.codes.get("grade", code).attr["t1_grade"] == "yes")

    def first_age(self, level: str) -> int:
        """The official age in the lowest grade of the chain at the end of the calendar year."""
        return int(self.plan["levels"][level]["first_age"])

    def side_grades(self, level: str) -> dict[str, Mapping[str, Any]]:
        """Grades beside the chain that are a share of a neighbour."""
        parts = self.codes.parts("grade", level=level)
        return {code: entry for code, entry in self.plan["side_grades"].items() if code in parts}

    def sums(self, level: str) -> dict[str, tuple[str, ...]]:
        """Grades that are sums of others (attribute ``sum``)."""
        members = self.codes.members("grade", level=level)
        attrs = {code: self.codes.get("grade", code).attr for code in members}
        return {code: split(attr["sum"]) for code, attr in attrs.items() if "sum" in attr}


@functools.lru_cache(maxsize=4096)
def _find(setting: Setting, measure: str, level: str, category: str, group: str, quantity: str) -> Parameter | None:
    best: tuple[int, Parameter] | None = None
    for row in setting.rows:
        if measure not in row.measure.split("|") or group != row.group or not row.quantity.startswith(quantity):
            continue
        levels, categories = split(row.level), split(row.category)
        if level not in levels and row.level != ALL:
            continue
        if category not in categories and not (row.category == "*" or (row.category == "" and category == ALL)):
            continue
        score = 2 * (row.category != "*") + (level in levels)
        if best is None or score > best[0]:
            best = (score, row)
    return best[1] if best else None


def load_setting(params: Path) -> Setting:
    """Read the parameters of the synthetic district.

    Parameters
    ----------
    params : Path
        A folder ``params`` with ``demo_parameters.csv`` and ``demo_district.yaml``.

    Raises
    ------
    DemoError
        When a number of the file cannot be read.
    """
    rows = tuple(
        _parameter(line, row, params) for line, row in enumerate(read_table(params / "demo_parameters.csv"), 2)
    )
    with (params / "demo_district.yaml").open(encoding="utf-8") as stream:
        plan = YAML(typ="safe").load(stream)
    return Setting(folder=params, rows=rows, plan=plan, codes=load_codes(params))


def _parameter(line: int, row: dict[str, str], params: Path) -> Parameter:
    columns = {int(found.group(1)): name for name in row if (found := _YEAR.match(name))}
    low, high = sorted(columns)
    try:
        values = tuple((year, float(row[columns[year]])) for year in (low, high))
    except ValueError as error:
        raise DemoError(f"{params / 'demo_parameters.csv'}, line {line}: {error}; two numbers are needed") from None
    return Parameter(
        line=line,
        level=row["level"],
        measure=row["measure"],
        category=row["category"],
        group=row["group"],
        quantity=row["quantity"],
        values=values,
        spread=row["spread"],
        women=(row[f"female_share_{low}"], row[f"female_share_{high}"]),
        women_spread=float(row["female_share_sd"] or 0),
    )


@functools.lru_cache(maxsize=1024)
def _share(text: str, *, staff: float) -> float:
    if text.startswith("staff share"):
        found = re.search(r"[−-]\s*(\d+\.\d+)", text)
        return staff - (float(found.group(1)) if found else 0.0)
    return float(Fraction(text)) if text else 0.5
