"""The register: schools and wards with validity dates.

One row of ``data/register/units.csv`` is one (unit, level, validity): a school of two levels has two rows, a ward whose
code was given to another area has one row for each meaning. A code alone names nothing; a code and a date do.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from gec_lib.codelists import ALL, NONE, OFFICE, SCHOOL, UNIT_COLUMNS, UNIT_TYPES, WARD, read_table
from gec_lib.errors import WordedError

UNITS_FILE = Path("register") / "units.csv"
YES_NO = ("yes", "no")
# Sorts after every ISO date: the end of a validity that is still open.
OPEN_END = "9999-12-31"


class RegisterError(WordedError, ValueError):
    """The register contradicts itself; the text names file, line, what was found and what was expected."""


def load_register(data: Path) -> pd.DataFrame:
    """Read and check ``register/units.csv``.

    Parameters
    ----------
    data : Path
        The folder ``data`` of a home.

    Returns
    -------
    DataFrame
        ``UNIT_COLUMNS``, all text, in the order of the file; dates are ISO days, ``valid_to`` is the last day of
        validity and empty while it is open.

    Raises
    ------
    RegisterError
        At the first line with a missing column, an unknown unit type, a bad date, an empty or unknown ward, or a
        validity that overlaps another of the same unit and level.
    """
    path = data / UNITS_FILE
    if not path.is_file():
        raise RegisterError(
            f"{path} is missing; expected a CSV file with the columns {', '.join(UNIT_COLUMNS)}: write "
            "the register there, or name a home that has one, such as build/demo after `gec report`",
            key="no_register",
            path=path,
            columns=",".join(UNIT_COLUMNS),
        )
    rows = read_table(path)
    if not rows:
        raise RegisterError(
            f"{path} holds no unit; expected one line for each school, level and validity",
            key="empty_register",
            path=path,
        )
    missing = [name for name in UNIT_COLUMNS if name not in rows[0]]
    if missing:
        raise RegisterError(f"{path}, line 1: found no column {', '.join(missing)}; expected {', '.join(UNIT_COLUMNS)}")
    return check_register(pd.DataFrame(rows, columns=list(UNIT_COLUMNS), dtype="str"), path=path)


def check_register(units: pd.DataFrame, *, path: Path) -> pd.DataFrame:
    """The register itself, NFC and stripped, when nothing in it contradicts anything else.

    Parameters
    ----------
    units : DataFrame
        ``UNIT_COLUMNS``; row ``i`` stands in line ``i + 2`` of the file.
    path : Path
        The file that an error names.

    Raises
    ------
    RegisterError
        At the first contradiction.
    """
    clean = units.fillna("").map(lambda cell: unicodedata.normalize("NFC", str(cell)).strip()).reset_index(drop=True)
    faults = (*_row_faults(clean), *_ward_faults(clean), *_overlaps(clean), *_principals(clean))
    for index, message in sorted(faults):
        raise RegisterError(f"{path}, line {index + 2}: {message}")
    return clean


def units_at(units: pd.DataFrame, *, date: str, level: str | None = None) -> pd.DataFrame:
    """The rows of the register that are valid on a day.

    Parameters
    ----------
    units : DataFrame
        ``UNIT_COLUMNS``.
    date : str
        An ISO day; the first and the last day of a validity both count.
    level : str, optional
        Only the rows of this level.

    Raises
    ------
    RegisterError
        When ``date`` is no ISO day.

    Examples
    --------
    >>> register = pd.DataFrame(
    ...     [["00634", "old name", "1990-01-01", "1999-06-30"], ["00634", "new name", "1999-07-01", ""]],
    ...     columns=["unit", "name", "valid_from", "valid_to"], dtype="str")
    >>> units_at(register, date="1999-07-01")["name"].tolist()
    ['new name']
    """
    if not _is_day(date):
        raise RegisterError(f"found date {date!r}; expected a day like YYYY-MM-DD")
    valid = (units["valid_from"] <= date) & ((units["valid_to"] == "") | (units["valid_to"] >= date))
    if level is not None:
        valid &= units["level"] == level
    return units[valid].reset_index(drop=True)


def schools(units: pd.DataFrame, *, reference: dt.date) -> pd.DataFrame:
    """The (school, level) rows in operation on the reference day of a year.

    Parameters
    ----------
    units : DataFrame
        ``UNIT_COLUMNS``.
    reference : date
        The day of the plan's calendar on which schools are counted.
    """
    valid = units_at(units, date=reference.isoformat())
    return valid[valid["unit_type"] == SCHOOL].reset_index(drop=True)


def _row_faults(units: pd.DataFrame) -> Iterator[tuple[int, str]]:
    for index, row in enumerate(units.to_dict("records")):
        for problem in _problems(row):
            yield index, problem


def _problems(row: dict[str, str]) -> Iterator[str]:
    unit, kind, level = row["unit"], row["unit_type"], row["level"]
    if not unit or not unit.isalnum() or not unit.isascii():
        yield f"found unit {unit!r}; expected a code of letters and digits, kept as text (leading zeros included)"
    if kind not in UNIT_TYPES:
        yield f"found unit_type {kind!r}; expected one of {', '.join(UNIT_TYPES)}"
    if kind == WARD and (level != NONE or row["ward"] != unit):
        yield f"found ward {unit} with level {level!r} and ward {row['ward']!r}; expected level {NONE!r}, ward {unit!r}"
    if kind == OFFICE and (level != NONE or row["ward"]):
        yield f"found office {unit} with level {level!r} and ward {row['ward']!r}; expected level {NONE!r} and no ward"
    if kind == SCHOOL and level in ("", ALL, NONE):
        yield f"found school {unit} with level {level!r}; expected one school level a line"
    if not row["ward"] and kind != OFFICE:
        yield f"found no ward for {unit}; expected the code of the ward where it stands"
    if row["principal_level"] not in YES_NO:
        yield f"found principal_level {row['principal_level']!r} for {unit}; expected yes or no"
    yield from _date_problems(row)


def _date_problems(row: dict[str, str]) -> Iterator[str]:
    for name in ("valid_from", "valid_to"):
        text = row[name]
        if name == "valid_to" and not text:
            continue
        if not _is_day(text):
            yield f"found {name} {text!r} for {row['unit']}; expected a day like YYYY-MM-DD"
            return
    if row["valid_to"] and row["valid_to"] < row["valid_from"]:
        yield f"found valid_to {row['valid_to']} of {row['unit']}; expected a day from {row['valid_from']} on"


def _is_day(text: str) -> bool:
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _ward_faults(units: pd.DataFrame) -> Iterator[tuple[int, str]]:
    """Schools whose ward the register does not know at any day of their own validity."""
    rows = units.to_dict("records")
    spans: dict[str, list[tuple[str, str]]] = {}
    for row in rows:
        if row["unit_type"] == WARD:
            spans.setdefault(row["ward"], []).append(_span(row))
    for index, row in enumerate(rows):
        own = _span(row)
        known = any(_overlap(own, span) for span in spans.get(row["ward"], []))
        if row["unit_type"] == SCHOOL and row["ward"] and not known:
            yield (
                index,
                f"found ward {row['ward']} for {row['unit']}; expected a ward that the register holds "
                f"for some day from {own[0]} to {own[1] or 'now'}: add its line (unit_type {WARD}, level {NONE})",
            )


def _overlaps(units: pd.DataFrame) -> Iterator[tuple[int, str]]:
    last: dict[tuple[str, str], tuple[int, str]] = {}
    rows = sorted(enumerate(units.to_dict("records")), key=lambda item: (item[1]["valid_from"], item[1]["valid_to"]))
    for index, row in rows:
        key, end = (row["unit"], row["level"]), row["valid_to"] or OPEN_END
        if key in last and row["valid_from"] <= last[key][1]:
            line, until = last[key]
            yield (
                index,
                f"found validity from {row['valid_from']} of {row['unit']}, level {row['level']}, while line {line} "
                f"holds until {until if until != OPEN_END else 'further notice'}; expected validities that do not "
                "overlap: close the earlier line the day before",
            )
        if key not in last or end > last[key][1]:
            last[key] = (index + 2, end)


def _principals(units: pd.DataFrame) -> Iterator[tuple[int, str]]:
    """A principal is counted once: no two levels of a school may carry the principal on one day."""
    carrying: dict[str, list[tuple[int, dict[str, str]]]] = {}
    for index, row in enumerate(units.to_dict("records")):
        if row["principal_level"] != YES_NO[0]:
            continue
        for other, earlier in carrying.setdefault(row["unit"], []):
            if row["level"] != earlier["level"] and _overlap(_span(row), _span(earlier)):
                yield (
                    index,
                    f"found principal_level yes for {row['unit']}, level {row['level']}, and in line {other + 2} for "
                    f"level {earlier['level']}; expected one level to carry the principal: write no in the other line",
                )
        carrying[row["unit"]].append((index, row))


def _span(row: dict[str, str]) -> tuple[str, str]:
    return row["valid_from"], row["valid_to"]


def _overlap(one: tuple[str, str], other: tuple[str, str]) -> bool:
    return one[0] <= (other[1] or OPEN_END) and other[0] <= (one[1] or OPEN_END)
