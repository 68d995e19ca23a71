"""Coverage: which returns were due, which came, which came in time; a school without a return stays in sight."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from gec_lib.codelists import (
    ACCEPTED,
    ALL,
    OBSERVATION_COLUMNS,
    OBSERVATION_KEY,
    OFFICE,
    REGISTER,
    REPORTED,
    SUPERSEDED,
)
from gec_lib.plan import Calendar
from gec_lib.register import schools, units_at
from gec_lib.returns.layouts import Layout

RETURN_KEY = ["year", "form", "unit", "level"]
DUE_COLUMNS = ("year", "stream", "form", "unit", "unit_type", "level", "ward", "deadline")
COVERAGE_COLUMNS = (*DUE_COLUMNS, "received", "on_time", "received_date")
COUNTS = ("due", "received", "on_time", "late", "missing")
# The same on a day: what is missing is overdue, or its deadline is still ahead.
COUNTS_ON = ("due", "received", "on_time", "late", "overdue", "ahead")
# The measures of the stream "register" in params/measures.csv, their period, and the sheet named as their source.
OPERATING, RETURN_DUE, RETURN_RECEIVED, RETURN_ON_TIME = (
    "school_operating",
    "return_due",
    "return_received",
    "return_on_time",
)
WHOLE_YEAR = "y"
SHEET = "(sổ nhận)"


def due(units: pd.DataFrame, layouts: Sequence[Layout], *, years: Iterable[int], calendar: Calendar) -> pd.DataFrame:
    """Every return that a unit of the register owes.

    Parameters
    ----------
    units : DataFrame
        ``UNIT_COLUMNS``.
    layouts : sequence of Layout
        The forms; a unit owes a form of its type and level when it is valid on the form's reference day.
    years : iterable of int
        Reporting years.
    calendar : Calendar
        The plan's calendar, for the last day on time of each stream.

    Returns
    -------
    DataFrame
        ``DUE_COLUMNS``, one row a return; ``deadline`` is the last day on time, an ISO day that itself counts.
    """
    parts = [pd.DataFrame(columns=list(DUE_COLUMNS), dtype="str").astype({"year": "int64"})]
    for year in years:
        for layout in layouts:
            if not layout.owed_in(year):
                continue
            owing = units_at(units, date=layout.reference_date(year).isoformat(), level=layout.level)
            owing = owing.loc[owing["unit_type"] == layout.unit_type, ["unit", "unit_type", "level", "ward"]]
            deadline = calendar.deadline(layout.stream).last_day(year).isoformat()
            parts.append(owing.assign(year=year, stream=layout.stream, form=layout.form, deadline=deadline))
    table = pd.concat(parts, ignore_index=True)[list(DUE_COLUMNS)]
    return table.sort_values(["year", "stream", "form", "unit", "level"], kind="stable", ignore_index=True)


def coverage(owed: pd.DataFrame, *, files: pd.DataFrame) -> pd.DataFrame:
    """What became of every return that was due.

    A return is received when a file of it is accepted. It is on time when, besides, any file of it came by the deadline
    and passed the structure stage, even if that file was sent back for its numbers or replaced since.

    Parameters
    ----------
    owed : DataFrame
        ``DUE_COLUMNS``.
    files : DataFrame
        ``FILE_COLUMNS``.

    Returns
    -------
    DataFrame
        ``COVERAGE_COLUMNS``, as many rows as ``owed``; ``received_date`` is the day of the first file that counts,
        empty without an accepted return.
    """
    keyed = files.dropna(subset=["year"]).astype({"year": "int64"})
    taken = keyed[keyed["status"].isin((ACCEPTED, SUPERSEDED)) | keyed["on_time"]]
    facts = taken.groupby(RETURN_KEY, as_index=False).agg(on_time=("on_time", "any"), received_date=("received", "min"))
    accepted = keyed.loc[keyed["status"] == ACCEPTED, RETURN_KEY].drop_duplicates().assign(received=True)
    table = owed.merge(accepted, on=RETURN_KEY, how="left").merge(facts, on=RETURN_KEY, how="left")
    table["received"] = table["received"].eq(True)
    table["on_time"] = table["on_time"].eq(True) & table["received"]
    table["received_date"] = table["received_date"].astype("str").where(table["received"], "").fillna("")
    return table[list(COVERAGE_COLUMNS)]


def summary(cov: pd.DataFrame, *, by: Sequence[str]) -> pd.DataFrame:
    """Counts of returns: due, received, on time, late, missing.

    Parameters
    ----------
    cov : DataFrame
        ``COVERAGE_COLUMNS``, or those and more to count by (say, the names of schools).
    by : sequence of str
        Dimensions, in the order of the columns of the result; empty for one row over all.

    Returns
    -------
    DataFrame
        The dimensions and ``COUNTS``; always due = on time + late + missing.

    Examples
    --------
    >>> cov = pd.DataFrame({"level": ["a", "a", "a"], "received": [True, True, False], "on_time": [True, False, False]})
    >>> summary(cov, by=["level"]).to_dict("records")
    [{'level': 'a', 'due': 3, 'received': 2, 'on_time': 1, 'late': 1, 'missing': 1}]
    """
    flags = cov.assign(
        due=1,
        received=cov["received"].astype("int64"),
        on_time=cov["on_time"].astype("int64"),
        late=(cov["received"] & ~cov["on_time"]).astype("int64"),
        missing=(~cov["received"]).astype("int64"),
    )
    if not by:
        return flags[list(COUNTS)].sum().to_frame().T.astype("int64")
    return flags.groupby(list(by), as_index=False, sort=True)[list(COUNTS)].sum()


def is_ahead(cov: pd.DataFrame, *, on: str) -> pd.Series:
    """Which returns have not come and need not have: their last day on time is this day or a later one.

    Parameters
    ----------
    cov : DataFrame
        ``COVERAGE_COLUMNS``.
    on : str
        ISO day.
    """
    return ~cov["received"].astype("bool") & (cov["deadline"].astype("str") >= on)


def summary_on(cov: pd.DataFrame, *, by: Sequence[str], on: str) -> pd.DataFrame:
    """Counts of returns on a day: those that have not come are overdue or not yet due.

    Parameters
    ----------
    cov : DataFrame
        ``COVERAGE_COLUMNS``, or those and more to count by.
    by : sequence of str
        Dimensions, as in :func:`summary`.
    on : str
        ISO day.

    Returns
    -------
    DataFrame
        The dimensions and ``COUNTS_ON``; always due = on time + late + overdue + ahead.

    Examples
    --------
    >>> cov = pd.DataFrame({"received": [True, False, False], "on_time": [True, False, False],
    ...                     "deadline": ["1999-06-30", "1999-06-30", "1999-12-19"]})
    >>> summary_on(cov, by=[], on="1999-12-19").to_dict("records")
    [{'due': 3, 'received': 1, 'on_time': 1, 'late': 0, 'overdue': 1, 'ahead': 1}]
    """
    ahead = is_ahead(cov, on=on)
    whole = summary(cov, by=by)
    left = summary(cov[ahead], by=by)
    if by:
        left = whole[list(by)].merge(left, on=list(by), how="left").fillna({"due": 0})
    whole["ahead"] = left["due"].to_numpy().astype("int64")
    whole["overdue"] = whole["missing"] - whole["ahead"]
    return whole[[*by, *COUNTS_ON]]


def without_office(cov: pd.DataFrame) -> pd.DataFrame:
    """The returns of schools and wards: the office's own form is no return of a school, whatever its stream.

    Examples
    --------
    >>> without_office(pd.DataFrame({"unit_type": ["school", "office", "ward"]}))["unit_type"].tolist()
    ['school', 'ward']
    """
    return cov[cov["unit_type"] != OFFICE]


def register_observations(units: pd.DataFrame, cov: pd.DataFrame, *, calendar: Calendar) -> pd.DataFrame:
    """Register and coverage as ordinary measures of the stream ``register``.

    ``school_operating`` is 1 for every (school, level) of the register on the calendar's reference day; ``return_due``,
    ``return_received`` and ``return_on_time`` count the returns of a unit, their category is the stream.

    Parameters
    ----------
    units : DataFrame
        ``UNIT_COLUMNS``.
    cov : DataFrame
        ``COVERAGE_COLUMNS``; its years are the years of the result.
    calendar : Calendar
        The plan's calendar, for the day on which schools are counted.

    Returns
    -------
    DataFrame
        ``OBSERVATION_COLUMNS``; there is no file behind these rows, their sheet says that they come from the register.
    """
    frames = [_operating(units, year=year, calendar=calendar) for year in sorted(cov["year"].unique())]
    counted = summary(cov, by=["year", "unit", "unit_type", "level", "stream"]).rename(columns={"stream": "category"})
    for measure, column in ((RETURN_DUE, "due"), (RETURN_RECEIVED, "received"), (RETURN_ON_TIME, "on_time")):
        frames.append(counted.assign(measure=measure, total=counted[column].astype("float64")))
    if not frames:
        return pd.DataFrame(columns=list(OBSERVATION_COLUMNS))
    table = pd.concat(frames, ignore_index=True).assign(period=WHOLE_YEAR, stream=REGISTER, group=ALL, status=REPORTED)
    table = table.assign(form=REGISTER, version="", file="", sheet=SHEET, cell_total="", cell_female="")
    table["female"] = float("nan")
    return table[list(OBSERVATION_COLUMNS)].sort_values(list(OBSERVATION_KEY), kind="stable", ignore_index=True)


def _operating(units: pd.DataFrame, *, year: int, calendar: Calendar) -> pd.DataFrame:
    open_now = schools(units, reference=calendar.reference.on(int(year)))
    return open_now[["unit", "unit_type", "level"]].assign(year=int(year), measure=OPERATING, category=ALL, total=1.0)
