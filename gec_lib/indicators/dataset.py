"""The snapshot prepared for indicators: observations by measure, and the units expected in every year."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from gec_lib.codelists import ALL, Codes
from gec_lib.indicators.records import CountCells, CountUnits, Indicator, Term
from gec_lib.plan import Plan

EXPECTED_COLUMNS = ("year", "unit", "unit_type", "level", "ward")
EVERY_PART = "*"
# What indicators look at: the rest says where a number came from.
TEXTS = ("unit", "level", "measure", "category", "group", "status")
COUNTED_COLUMNS = ("year", *TEXTS, "total", "female")


@dataclass(frozen=True)
class Dataset:
    """Observations of a snapshot by measure, the expected units, and the code lists.

    Attributes
    ----------
    by_measure : mapping of str to DataFrame
        Observations (columns of `gec_lib.codelists.OBSERVATION_COLUMNS`) of each measure.
    expected : DataFrame
        One row per (year, unit, level) that the register holds in that year; columns `EXPECTED_COLUMNS`.
    codes : Codes
        Code lists of the home.
    plan : Plan
        Whose rules count people still missing to a target.
    """

    by_measure: Mapping[str, pd.DataFrame]
    expected: pd.DataFrame
    codes: Codes
    plan: Plan
    cache: dict[object, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def years(self) -> tuple[int, ...]:
        return tuple(sorted(int(y) for y in self.expected["year"].unique()))

    def observations(self, measure: str) -> pd.DataFrame:
        """Observations of a measure; empty with the same columns when nothing was reported."""
        if measure in self.by_measure:
            return self.by_measure[measure]
        return next(iter(self.by_measure.values())).iloc[0:0]


def dataset(observations: pd.DataFrame, *, expected: pd.DataFrame, codes: Codes, plan: Plan) -> Dataset:
    """Prepare observations for indicators.

    Parameters
    ----------
    observations : DataFrame
        The long table of a snapshot, register observations included.
    expected : DataFrame
        Units expected per year, columns `EXPECTED_COLUMNS`.
    codes : Codes
        Code lists of the home.
    plan : Plan
        The plan of the home.
    """
    missing = [name for name in EXPECTED_COLUMNS if name not in expected.columns]
    if missing:
        raise ValueError(f"expected units lack the columns {', '.join(missing)}")
    if observations.empty:
        raise ValueError("no observations: a snapshot of at least one accepted return is needed")
    groups = {str(name): rows for name, rows in observations.groupby("measure", observed=True, sort=False)}
    return Dataset(by_measure=groups, expected=expected.reset_index(drop=True), codes=codes, plan=plan)


def read_dataset(path: Path, *, measures: Collection[str], expected: pd.DataFrame, codes: Codes, plan: Plan) -> Dataset:
    """Prepare millions of observations: a Parquet file is read in pieces, of some measures and without sources.

    Parameters
    ----------
    path : Path
        A Parquet file with the columns of a snapshot's observations.
    measures : collection of str
        Codes of the measures to read.
    expected, codes, plan
        As in :func:`dataset`; text columns of ``expected`` may be categories.
    """
    pieces: dict[str, list[pa.Table]] = {}
    file = pq.ParquetFile(path, read_dictionary=list(TEXTS))
    for number in range(file.num_row_groups):
        for name, piece in _by_measure(file.read_row_group(number, columns=list(COUNTED_COLUMNS)), measures):
            pieces.setdefault(name, []).append(piece)
    if not pieces:
        raise ValueError(f"{path} holds no observation of {', '.join(measures)}; expected one at least")
    groups = {name: pa.concat_tables(pieces.pop(name)).to_pandas() for name in list(pieces)}
    return Dataset(by_measure=groups, expected=expected.reset_index(drop=True), codes=codes, plan=plan)


def _by_measure(table: pa.Table, measures: Collection[str]) -> Iterator[tuple[str, pa.Table]]:
    """The rows of each measure, in their order."""
    column = table.column("measure").combine_chunks()
    names = column.dictionary.to_pylist()
    codes = column.indices.to_numpy(zero_copy_only=False).astype(np.int16)
    asked = np.flatnonzero(np.array([name in measures for name in names], dtype=bool)[codes])
    order = asked[np.argsort(codes[asked], kind="stable")]
    rows, counts = table.take(order), np.bincount(codes[asked], minlength=len(names))
    for name, start, count in zip(names, np.cumsum(counts) - counts, counts, strict=True):
        if count:
            yield name, rows.slice(int(start), int(count))


def levels_of(indicator: Indicator, codes: Codes) -> tuple[str, ...]:
    """Levels at which an indicator exists: where its numerator and its denominator have something to count."""
    wanted = indicator.levels
    found = [level for level in codes.members("level") if not wanted or has(codes, "level", level, wanted)]
    sides = [side for side in indicator.terms() if side]
    # every condition is asked; a sum needs one of its terms
    enough = all if isinstance(indicator.formula, CountUnits | CountCells) else any
    return tuple(
        level
        for level in found
        if sides and all(enough(picked(item, codes, level=level) != () for item in side) for side in sides)
    )


def has(codes: Codes, list: str, code: str, name: str) -> bool:
    """Whether a code has an attribute that says yes."""
    return codes.get(list, code).attr.get(name) == "yes"


def picked(term: Term, codes: Codes, *, level: str) -> tuple[str, ...]:
    """Category codes of a term at a level; empty when it does not exist there and so contributes nothing.

    ``@name`` stands for the codes whose attribute ``name`` is yes, ``*`` for the parts that add up to all.
    """
    record = codes.measure(term.measure)
    if level not in record.levels or (term.level and not has(codes, "level", level, term.level[1:])):
        return ()
    if record.dimension == "none" or term.category == (ALL,):
        return (ALL,)
    found: list[str] = []
    for code in term.category:
        if code == EVERY_PART:
            found += codes.parts(record.dimension, level=level)
        elif code.startswith("@"):
            members = codes.members(record.dimension, level=level)
            found += [c for c in members if has(codes, record.dimension, c, code[1:])]
        else:
            applies = codes.get(record.dimension, code).applies_to
            found += [code] if not applies or level in applies else []
    return tuple(found)
