"""What a term is for every unit: its count, whether a cell is blank, whether it does not apply."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from gec_lib.codelists import END_OF_YEAR, FEMALE, FILLED, MALE, NOT_APPLICABLE, REGISTER, TOTAL
from gec_lib.indicators.dataset import Dataset, picked
from gec_lib.indicators.records import Term

UNIT = ["year", "unit", "level"]


@dataclass(frozen=True)
class Counted:
    """A term, or a sum of terms, for a list of units.

    Attributes
    ----------
    count : array
        Sum of the answered cells; NaN where none was answered.
    blank : array of bool
        Whether a cell that should be answered is not, a missing return included.
    nothing : array of bool
        Whether there is nothing to ask: the measure does not exist at the level, was marked as not applicable, or
        the unit was not open then.
    """

    count: np.ndarray
    blank: np.ndarray
    nothing: np.ndarray

    @property
    def known(self) -> np.ndarray:
        """The sum where every cell is answered, else NaN."""
        return np.where(self.blank, np.nan, self.count)


def rows_of(term: Term, data: Dataset) -> pd.DataFrame:
    """Observations that make up a term, shifted by its lag, with the column ``count`` for its sex."""
    plain = replace(term, sign=1) if term.sign != 1 else term
    key = ("rows", plain)
    if key not in data.cache:
        data.cache[key] = _rows_of(plain, data)
    return data.cache[key]


def _rows_of(term: Term, data: Dataset) -> pd.DataFrame:
    rows = data.observations(term.measure)
    if rows.empty:
        return rows.assign(count=pd.Series(dtype=float))
    rows = rows[rows["group"].eq(term.group)]
    keep = pd.Series(False, index=rows.index)
    for level in rows["level"].unique():
        wanted = picked(term, data.codes, level=level)
        if wanted:
            keep |= rows["level"].eq(level) & rows["category"].isin(wanted)
    rows = rows[keep]
    if term.lag:
        rows = rows.assign(year=rows["year"] + term.lag)
    column = {TOTAL: rows["total"], FEMALE: rows["female"], MALE: rows["total"] - rows["female"]}[term.sex]
    return rows.assign(count=column.where(rows["status"].isin(FILLED)))


def term_counts(term: Term, data: Dataset) -> pd.DataFrame:
    """A term per (year, unit, level): columns count (answered cells), blank (some), z (nothing applies).

    A row that a file left out is as blank as an empty cell: four ages never pass for three.
    """
    key = ("term", replace(term, sign=1))
    if key not in data.cache:
        rows = rows_of(term, data)
        not_applicable = rows["status"].eq(NOT_APPLICABLE) if len(rows) else pd.Series(dtype=bool)
        rows = rows.assign(blank=rows["count"].isna() & ~not_applicable, z=not_applicable)
        grouped = rows.groupby(UNIT, observed=True, sort=False)
        table = grouped[["blank", "z"]].agg({"blank": "max", "z": "min"}).astype(bool)
        table["count"] = grouped["count"].sum(min_count=1)
        # the register says nothing of what is not due
        if data.codes.measure(term.measure).stream != REGISTER:
            needed = {level: len(picked(term, data.codes, level=level)) for level in rows["level"].unique()}
            expected = table.index.get_level_values("level").map(needed).to_numpy(dtype=float)
            table["blank"] |= grouped.size().to_numpy() < expected
        data.cache[key] = table
    return data.cache[key]


def term_at(term: Term, data: Dataset, units: pd.DataFrame) -> Counted:
    """A term for each of the units (columns year, unit, level)."""
    table = term_counts(term, data).reindex(pd.MultiIndex.from_frame(units[UNIT]))
    levels = {level: bool(picked(term, data.codes, level=level)) for level in units["level"].unique()}
    exists = units["level"].map(levels).to_numpy(dtype=bool)
    absent = table["blank"].isna().to_numpy()
    z = table["z"].eq(True).to_numpy()
    nothing = ~exists | z | (absent & _not_open(term, data, units))
    blank = (absent | table["blank"].eq(True).to_numpy()) & ~nothing
    count = np.where(nothing, 0.0, table["count"].to_numpy(dtype=float))
    return Counted(term.sign * count, blank, nothing)


def _not_open(term: Term, data: Dataset, units: pd.DataFrame) -> np.ndarray:
    """Units that the register did not hold when the term was to be counted, in years it speaks of.

    A return at the end of a school year belongs to schools that were open when that year began.
    """
    back = term.lag + (data.codes.measure(term.measure).stream == END_OF_YEAR)
    if not back:
        return np.zeros(len(units), dtype=bool)
    key = ("register", back)
    if key not in data.cache:
        data.cache[key] = pd.MultiIndex.from_frame(data.expected[UNIT].assign(year=data.expected["year"] + back))
    spoken_of = units["year"].isin([year + back for year in data.years]).to_numpy()
    open_then = pd.MultiIndex.from_frame(units[UNIT]).isin(data.cache[key])
    return spoken_of & ~open_then


def sum_at(terms: Sequence[Term], data: Dataset, units: pd.DataFrame) -> Counted:
    """Sum of terms for each of the units; terms that do not apply contribute nothing."""
    parts = [term_at(item, data, units) for item in terms]
    answered = np.array([part.count for part in parts])
    with_answer = ~np.isnan(answered)
    count = np.where(with_answer.any(axis=0), np.where(with_answer, answered, 0.0).sum(axis=0), np.nan)
    blank = np.any([part.blank for part in parts], axis=0)
    return Counted(count, blank, np.all([part.nothing for part in parts], axis=0))
