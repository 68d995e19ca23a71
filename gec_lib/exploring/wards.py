"""One ward instead of the whole area: the same functions over its schools alone, and a book that says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import pandas as pd

from gec_lib.claims import Book, Claimed, Number
from gec_lib.codelists import ALL, WARD
from gec_lib.exploring.listing import ExploreError
from gec_lib.indicators.records import Crossed, Derived, Indicator, ToTarget
from gec_lib.narrative.draft import Draft
from gec_lib.register import units_at
from gec_lib.results import Results


@dataclass
class WardBook(Book):
    """The claims of a ward; every key ends in the ward's code, so that none passes for a number of the district."""

    ward: str = ""

    def file(self, id: str, value: Number, **given: Any) -> Claimed:
        return super().file(f"{id}.{self.ward}", value, **given)


@dataclass
class WardDraft(Draft):
    """A draft over the schools of one ward; the ward stands in every name of a place."""

    ward: str = ""

    def level_name(self, level: str) -> str:
        """The ward, after the level when there is one: Tiểu học, Phường mẫu 1."""
        name = self.found.names.get(self.ward, self.ward)
        return name if level == ALL else f"{super().level_name(level)}, {name}"


def ward_draft(draft: Draft, *, ward: str) -> WardDraft:
    """A draft over results that were narrowed by `of_ward`."""
    given = {item.name: getattr(draft, item.name) for item in fields(Draft) if item.init}
    return WardDraft(**{**given, "book": WardBook(ward=ward), "ward": ward})


def known_ward(given: object, *, found: Results) -> str:
    """A ward's code of the reporting year; a whole number (as stock papermill reads a code) is taken as its code.

    Raises
    ------
    ExploreError
        Naming the wards of the year.
    """
    if given in ("", None):
        return ""
    expected = found.data.expected
    wards = sorted(set(expected.loc[expected["year"].eq(found.year), "ward"]) - {""})
    text = str(given)
    if isinstance(given, int):  # zeros before a code are lost in a number
        text = next((ward for ward in wards if ward.isdigit() and int(ward) == given), text)
    if text not in wards:
        raise ExploreError(f"ward: found {given!r}, expected one of {', '.join(wards)} or nothing")
    return text


def of_ward(found: Results, *, ward: str, indicator: str, units: pd.DataFrame) -> Results:
    """The same results over the units of one ward, in the years in which its code named this ward.

    Parameters
    ----------
    found : Results
        The opened results.
    ward : str
        Its code.
    indicator : str
        What will be asked of them.
    units : DataFrame
        The register: a code that meant another territory in an earlier year gives no series.

    Raises
    ------
    ExploreError
        For an indicator that sets what schools report beside what wards report: a ward's pupils are not its residents.
    """
    if crossed(found.indicator(indicator), found):
        raise ExploreError(
            f"{indicator} divides what schools report by what wards report, so it exists for the whole area only; "
            "leave ward empty"
        )
    expected = found.data.expected
    years = _years_of(ward, found=found, units=units)
    inside = expected[expected["ward"].eq(ward) & expected["year"].isin(years)].reset_index(drop=True)
    return replace(found, data=replace(found.data, expected=inside, cache={}))


def crossed(indicator: Indicator, found: Results) -> bool:
    """Whether an indicator, or one that it is computed from, crosses schools and wards."""
    formula = indicator.formula
    if isinstance(formula, Derived):
        return any(crossed(found.indicator(item.code), found) for item in formula.inputs)
    if isinstance(formula, ToTarget):
        return crossed(found.indicator(formula.of), found)
    return isinstance(formula, Crossed)


def _years_of(ward: str, *, found: Results, units: pd.DataFrame) -> Sequence[int]:
    """Years in which the code named the same ward as in the reporting year."""
    names: dict[int, str] = {}
    for year in found.data.years:
        valid = units_at(units, date=found.plan.calendar.reference.on(year).isoformat())
        rows = valid[valid["unit_type"].eq(WARD) & valid["unit"].eq(ward)]
        names |= {year: str(rows["name"].iloc[0])} if len(rows) else {}
    if found.year not in names:  # a register without rows of wards tells nothing of their names
        return found.data.years
    return [year for year, name in names.items() if name == names[found.year]]
