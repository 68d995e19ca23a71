"""Schools of one indicator: which differ by more than chance, whom to visit, how concentrated the events are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from gec_lib import formulas
from gec_lib.decomposition.why import _counts, _pooled
from gec_lib.indicators.units import Part
from gec_lib.results import Results

WARN, ALARM = 0.95, 0.998


@dataclass(frozen=True)
class FollowUp:
    """Schools of an indicator beside the pooled rate.

    ``schools`` has one row a school: unit, num, den, rate, ``shrunken`` (drawn towards the rate of all), ``low`` and
    ``high`` (95 % limits of the funnel, in heads), ``lowest`` and ``highest`` (99.8 %), ``p`` and ``adjusted``
    (Benjamini and Hochberg over all schools), and ``flagged``. Ordered by the shrunken rate, the highest first.
    ``dispersion`` is the mean squared distance in units of chance: well above 1 says that the schools differ by more
    than chance and that flags then tell of more than the single school.
    """

    rate: float
    dispersion: float
    schools: pd.DataFrame


def follow_up(found: Results, code: str, *, year: int, level: str, sex: str, false_flags: float) -> FollowUp:
    """A list to follow up that small schools do not fill by chance.

    Parameters
    ----------
    found : Results
        The opened results.
    code : str
        A pooled rate of events over people.
    year, level, sex
        Of the counts.
    false_flags : float
        Share of the flags that may be wrong, as a fraction of 1.

    References
    ----------
    Spiegelhalter 2005, Statistics in Medicine 24:1185; Benjamini and Hochberg 1995.
    """
    _pooled(found, code)
    table = _counts(found, code, year=year, level=level, part=Part(sex=sex)).groupby("unit", observed=True)
    schools = table[["num", "den"]].sum().reset_index()
    schools = schools[schools["den"].gt(0)].reset_index(drop=True)
    x, n = schools["num"], schools["den"]
    rate = float(formulas.share(float(x.sum()), whole=float(n.sum())))
    warn, alarm = (formulas.funnel_limits(n, rate=rate, confidence=c) for c in (WARN, ALARM))
    p = formulas.differs_from_rate(x, total=n, rate=rate)
    adjusted = formulas.false_discovery(p)
    chance = rate * (1 - rate)
    dispersion = float((((x - n * rate) ** 2) / (n * chance)).sum() / (len(n) - 1)) if chance and len(n) > 1 else np.nan
    result = schools.assign(
        rate=formulas.share(x, whole=n),
        shrunken=formulas.shrunken_rate(x, total=n),
        low=warn.lower, high=warn.upper, lowest=alarm.lower, highest=alarm.upper,
        p=p, adjusted=adjusted, flagged=adjusted.le(false_flags),
    )  # fmt: skip
    return FollowUp(rate, dispersion, result.sort_values("shrunken", ascending=False, kind="stable", ignore_index=True))


def concentrated(found: Results, code: str, *, year: int, level: str, sex: str, top: float) -> float:
    """Share of an indicator's events in the schools with the most, for example of dropouts in the top tenth."""
    _pooled(found, code)
    table = _counts(found, code, year=year, level=level, part=Part(sex=sex))
    return formulas.concentration(table.groupby("unit", observed=True)["num"].sum(), top=top)
