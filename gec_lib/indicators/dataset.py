"""The snapshot prepared for indicators: observations by measure, and the units expected in every year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from gec_lib.codelists import ALL, Codes
from gec_lib.indicators.records import Indicator
from gec_lib.plan import Plan

EXPECTED_COLUMNS = ("year", "unit", "unit_type", "level", "ward")


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
        return next(iter(self.by_measure.values())).iloc[0:0] if self.by_measure else pd.DataFrame()


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
    groups = {str(name): rows for name, rows in observations.groupby("measure", observed=True, sort=False)}
    return Dataset(by_measure=groups, expected=expected.reset_index(drop=True), codes=codes, plan=plan)


def levels_of(indicator: Indicator, codes: Codes) -> tuple[str, ...]:
    """Levels at which an indicator exists: where its numerator and its denominator have a measure."""
    sides = [{level for t in side for level in codes.measure(t.measure).levels} for side in indicator.terms() if side]
    return tuple(level for level in codes.members("level") if sides and all(level in side for side in sides))


def categories(codes: Codes, measure: str, picked: Sequence[str], *, level: str) -> tuple[str, ...]:
    """Category codes of a term at a level; ``@name`` stands for the codes whose attribute ``name`` is yes.

    Returns an empty tuple when the measure does not exist at the level: it then contributes nothing.
    """
    record = codes.measure(measure)
    if level not in record.levels:
        return ()
    if record.dimension == "none" or tuple(picked) == (ALL,):
        return (ALL,)
    found: list[str] = []
    for code in picked:
        if code.startswith("@"):
            members = codes.parts(record.dimension, level=level)
            found += [c for c in members if codes.get(record.dimension, c).attr.get(code[1:]) == "yes"]
        else:
            found.append(code)
    return tuple(found)
