"""Counts of old wards on new borders, schools on either, and the labels of a school year.

A school is the stable unit: its counts stand on any borders that the register names for a day. A ward is not: where
an old ward was split, its people cannot be shared out without weights, and nothing is guessed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

import pandas as pd

from gec_lib.codelists import SCHOOL, WARD
from gec_lib.indicators.dataset import Dataset
from gec_lib.register import units_at

# Weights come with a few decimals; the parts of a ward must make the whole up to that.
TOLERANCE = 1e-6


class Standing(StrEnum):
    """What a count on new borders is."""

    EXACT = "exact"
    ESTIMATE = "estimate"
    REFUSED = "refused"


class Refusal(StrEnum):
    """Why there is no count on new borders."""

    SPLIT_WITHOUT_WEIGHTS = "split_without_weights"
    OUTSIDE_THE_AREA = "outside_the_area"


class SchoolYear(StrEnum):
    """Which school year a figure of a reporting year speaks of."""

    BEGUN = "begun"
    ENDED = "ended"


class TerritoryError(ValueError):
    """Parts of wards that do not make the wards."""


@dataclass(frozen=True)
class YearLabels:
    """The names of the school year that a reporting year closes or opens."""

    plan: int
    moet: int
    uis: int
    text: str


def year_labels(year: int, *, of: SchoolYear) -> YearLabels:
    """Labels of a school year: the ministry's (its first year), UNESCO's (its last), the plan's (calendar year).

    Parameters
    ----------
    year : int
        The reporting year.
    of : SchoolYear
        The school year that ended in that year (flows), or the one that began in it (what is counted on 30 September).

    Examples
    --------
    >>> year_labels(1, of=SchoolYear.BEGUN)
    YearLabels(plan=1, moet=1, uis=2, text='1–2')
    >>> year_labels(1, of=SchoolYear.ENDED)
    YearLabels(plan=1, moet=0, uis=1, text='0–1')
    """
    first = year - 1 if of is SchoolYear.ENDED else year
    return YearLabels(plan=year, moet=first, uis=first + 1, text=f"{first}–{first + 1}")


def on_wards_of(data: Dataset, *, units: pd.DataFrame, day: str) -> Dataset:
    """The dataset with every school in the ward that the register names for a day: a series on old or new borders.

    Parameters
    ----------
    data : Dataset
        The prepared snapshot.
    units : DataFrame
        The register, `gec_lib.codelists.UNIT_COLUMNS`.
    day : str
        ISO day, for example the last one of the old borders.

    Returns
    -------
    Dataset
        Schools that the register does not hold on that day stay in the ward of their own year. Rows of wards keep
        their code: their counts are moved by :func:`on_new_wards` alone.
    """
    valid = units_at(units, date=day)
    wards = valid[valid["unit_type"].eq(SCHOOL)].drop_duplicates("unit").set_index("unit")["ward"]
    expected = data.expected
    moved = (
        expected["unit"].map(wards).fillna(expected["ward"]).where(expected["unit_type"].eq(SCHOOL), expected["ward"])
    )
    return replace(data, expected=expected.assign(ward=moved), cache={})


def on_new_wards(counts: pd.DataFrame, *, parts: pd.DataFrame) -> pd.DataFrame:
    """Counts of old wards put on the new ones, or the reason why that cannot be done.

    Parameters
    ----------
    counts : DataFrame
        Columns ward (old code), num and den, one row a ward.
    parts : DataFrame
        Columns old, new, weight: which part of an old ward's people went where; an empty weight is not known. A ward
        that went to one new ward alone needs none.

    Returns
    -------
    DataFrame
        One row a new ward: ward, num, den, status (`Standing`), reason (`Refusal` or empty). ``estimate`` rests on
        weights and must be stamped so.

    Raises
    ------
    TerritoryError
        When the weights of a ward do not add up to 1.

    Examples
    --------
    >>> counts = pd.DataFrame({"ward": ["A", "B"], "num": [90.0, 45.0], "den": [100.0, 50.0]})
    >>> parts = pd.DataFrame({"old": ["A", "B", "B"], "new": ["X", "X", "Y"], "weight": [None, None, None]})
    >>> on_new_wards(counts, parts=parts)[["ward", "status", "reason"]].to_dict("list")
    {'ward': ['X', 'Y'], 'status': ['refused', 'refused'], 'reason': ['split_without_weights', 'split_without_weights']}
    """
    pieces = parts.assign(weight=pd.to_numeric(parts["weight"]))
    whole = pieces.groupby("old")["new"].transform("size").eq(1)
    pieces["weight"] = pieces["weight"].where(~whole, 1.0)
    _check(pieces)
    known = counts.set_index("ward")
    rows = []
    for new, own in pieces.groupby("new", sort=True):
        outside = ~own["old"].isin(known.index)
        if outside.any() or own["weight"].isna().any():
            reason = Refusal.OUTSIDE_THE_AREA if outside.any() else Refusal.SPLIT_WITHOUT_WEIGHTS
            rows.append((new, float("nan"), float("nan"), Standing.REFUSED.value, reason.value))
            continue
        moved = known.loc[own["old"], ["num", "den"]].mul(own["weight"].to_numpy(), axis=0).sum()
        standing = Standing.EXACT if own["weight"].eq(1).all() else Standing.ESTIMATE
        rows.append((new, moved["num"], moved["den"], standing.value, ""))
    return pd.DataFrame(rows, columns=["ward", "num", "den", "status", "reason"])


def on_old_district(counts: pd.DataFrame, *, units: pd.DataFrame, day: str) -> pd.DataFrame:
    """Counts of the wards that made the area on a day: the frozen territory on which a target was set.

    Parameters
    ----------
    counts : DataFrame
        A column ward and others.
    units : DataFrame
        The register.
    day : str
        ISO day on which the old borders held.

    Raises
    ------
    TerritoryError
        Naming the wards of the territory that have no counts: a part of it is not the whole.
    """
    valid = units_at(units, date=day)
    wards = set(valid.loc[valid["unit_type"].eq(WARD), "unit"])
    missing = sorted(wards - set(counts["ward"]))
    if missing:
        raise TerritoryError(f"no counts of ward {', '.join(missing)} of {day}; expected every ward of that territory")
    return counts[counts["ward"].isin(wards)].reset_index(drop=True)


def _check(pieces: pd.DataFrame) -> None:
    sums = pieces.groupby("old")["weight"].agg(["sum", "count", "size"])
    wrong = sums[sums["count"].eq(sums["size"]) & (sums["sum"] - 1).abs().gt(TOLERANCE)]
    if len(wrong):
        ward = wrong.index[0]
        raise TerritoryError(
            f"the weights of ward {ward} add up to {wrong['sum'].iloc[0]:g}; expected 1: give what part of its people "
            "went to each new ward"
        )
