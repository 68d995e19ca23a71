"""What a term is for every unit: its count, whether a cell is blank, whether it does not apply."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from gec_lib.codelists import END_OF_YEAR, FEMALE, MALE, REGISTER, TOTAL
from gec_lib.indicators.cells import UNIT, measured, positions_of
from gec_lib.indicators.dataset import Dataset, picked
from gec_lib.indicators.records import Term


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


def term_at(term: Term, data: Dataset, units: pd.DataFrame) -> Counted:
    """A term for some of the expected units, told by their index in the expected table."""
    plain = replace(term, sign=1) if term.sign != 1 else term
    key = ("term", plain)
    if key not in data.cache:
        data.cache[key] = _everywhere(plain, data)
    found = data.cache[key]
    if len(units) == len(data.expected):
        return found if term.sign == 1 else replace(found, count=-found.count)
    at = units.index.to_numpy()
    return Counted(term.sign * found.count[at], found.blank[at], found.nothing[at])


@dataclass(frozen=True)
class _Rows:
    """The observations of a term, whatever the sex: where they stand, and what the units have of them.

    ``cells`` are their places among the cells of the measure, ``at`` the rows of the expected table they belong to;
    ``rows`` and ``not_asked`` say how many of them, and how many that do not apply, each expected unit has.
    """

    cells: np.ndarray
    at: np.ndarray
    rows: np.ndarray
    not_asked: np.ndarray
    nothing: np.ndarray
    incomplete: np.ndarray


def _everywhere(term: Term, data: Dataset) -> Counted:
    """A term for every row of the expected table.

    A row that a file left out is as blank as an empty cell: three ages never pass for four. Only the register says
    nothing of what is not due.
    """
    found, size = _rows_everywhere(replace(term, sex=TOTAL), data), len(data.expected)
    _, at, value = answered_cells(term, data)
    answers = np.bincount(at, minlength=size)
    count = np.bincount(at, weights=value, minlength=size)
    blank = ((answers + found.not_asked < found.rows) | found.incomplete) & ~found.nothing
    return Counted(np.where(found.nothing, 0.0, np.where(answers > 0, count, np.nan)), blank, found.nothing)


def answered_cells(term: Term, data: Dataset) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The answered cells of a term.

    Returns
    -------
    tuple of arrays
        Their places among the observations of the measure, the rows of the expected table they belong to, and their
        counts for the term's sex.
    """
    cells, found = measured(term.measure, data), _rows_everywhere(replace(term, sex=TOTAL, sign=1), data)
    value = {TOTAL: cells.total, FEMALE: cells.female, MALE: cells.total - cells.female}[term.sex][found.cells]
    answered = cells.filled[found.cells] & ~np.isnan(value)
    if answered.all():
        return found.cells, found.at, value
    return found.cells[answered], found.at[answered], value[answered]


def _rows_everywhere(term: Term, data: Dataset) -> _Rows:
    key = ("rows of term", term)
    if key in data.cache:
        return data.cache[key]
    cells = measured(term.measure, data)
    levels = data.codes.members("level")
    picks = [picked(term, data.codes, level=level) for level in levels]
    wanted = np.array([[category in pick for category in cells.categories] for pick in picks], dtype=bool)
    places = np.zeros(0, dtype=np.int32)
    if len(cells.year):
        places = np.flatnonzero(cells.of_group(term.group) & wanted[cells.level, cells.category]).astype(np.int32)
    at = cells.position(term.lag, data)[places]
    places, at = places[at >= 0], at[at >= 0]
    size = len(data.expected)
    rows, not_asked = np.bincount(at, minlength=size), np.bincount(at[cells.z[places]], minlength=size)
    here = positions_of(data.expected["level"], levels)
    needed = np.array([len(pick) for pick in picks])[here]
    absent = rows == 0
    of_register = data.codes.measure(term.measure).stream == REGISTER and len(cells.year) > 0
    closed = np.ones(size, dtype=bool) if of_register else _not_open(term, data)
    nothing = (needed == 0) | (~absent & (not_asked == rows)) | (absent & closed)
    incomplete = np.zeros(size, dtype=bool) if of_register else rows < needed
    data.cache[key] = _Rows(places, at, rows.astype(np.int16), not_asked.astype(np.int16), nothing, incomplete)
    return data.cache[key]


def _not_open(term: Term, data: Dataset) -> np.ndarray:
    """Units that the register did not hold when the term was to be counted, in years it speaks of.

    A return at the end of a school year belongs to schools that were open when that year began.
    """
    back = term.lag + (data.codes.measure(term.measure).stream == END_OF_YEAR)
    expected = data.expected
    if not back:
        return np.zeros(len(expected), dtype=bool)
    key = ("not open", back)
    if key not in data.cache:
        then = data.expected[UNIT].assign(year=expected["year"] + back)
        spoken_of = expected["year"].isin([year + back for year in data.years]).to_numpy()
        open_then = pd.MultiIndex.from_frame(expected[UNIT]).isin(pd.MultiIndex.from_frame(then))
        data.cache[key] = spoken_of & ~open_then
    return data.cache[key]


def sum_at(terms: Sequence[Term], data: Dataset, units: pd.DataFrame) -> Counted:
    """Sum of terms for each of the units; terms that do not apply contribute nothing."""
    parts = [term_at(item, data, units) for item in terms]
    if len(parts) == 1:
        return parts[0]
    silent = np.all([np.isnan(part.count) for part in parts], axis=0)
    count = np.where(silent, np.nan, np.sum([np.nan_to_num(part.count) for part in parts], axis=0))
    blank = np.any([part.blank for part in parts], axis=0)
    return Counted(count, blank, np.all([part.nothing for part in parts], axis=0))
