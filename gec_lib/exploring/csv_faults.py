"""What is wrong in a CSV file, said of its lines and columns: cells that were not read, numbers that cannot be."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from gec_lib.codelists import OBSERVATION_KEY
from gec_lib.returns.cells import DASH_IS_ZERO, IS_NUMBER, NON_NEGATIVE, NOT_RATE, UNAMBIGUOUS, WHOLE
from gec_lib.returns.faults import Fault
from gec_lib.returns.reading import Reading
from gec_lib.returns.sheets import HEADINGS

# What became of it: the row is gone, the cell is empty, the value was taken.
ROW_OUT, CELL_BLANK, KEPT, FILE_OUT = "row_out", "cell_blank", "kept", "file_out"
CELL = re.compile(r"([A-Z]+)(\d+)")
HEADING_CELL = "A1"
WORDED: Mapping[str, str] = {
    IS_NUMBER: "no_number",
    UNAMBIGUOUS: "ambiguous",
    NON_NEGATIVE: "negative",
    WHOLE: "not_whole",
    NOT_RATE: "rate",
    DASH_IS_ZERO: "dash",
}


@dataclass(frozen=True)
class CsvFault:
    """One fault: line and cell as a spreadsheet names them, the column's head, what was found, what, and what then."""

    line: int
    cell: str
    column: str
    found: str
    what: str
    then: str


def faults_of(reading: Reading, *, path: Path) -> tuple[CsvFault, ...]:
    """The faults of a reading and the rows whose numbers cannot be, in the order of the file."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        header = next(csv.reader(stream), [])
    of_cells = [_of_cell(fault, header) for fault in reading.faults]
    return tuple(sorted([*of_cells, *_of_rows(reading.observations, header)], key=lambda f: (f.line, f.cell)))


def doubtful_rows(rows: pd.DataFrame) -> pd.Series:
    """Rows with more women than people; numbers below zero are not even read."""
    return rows["female"].gt(rows["total"])


def _of_cell(fault: Fault, header: list[str]) -> CsvFault:
    line, _, column = _place(fault.cell, header)
    if fault.rule == HEADINGS and fault.cell == HEADING_CELL:
        return CsvFault(line, fault.cell, fault.expected, fault.found, "no_column", FILE_OUT)
    if fault.rule == HEADINGS:
        return CsvFault(line, fault.cell, column, fault.found, "unknown_code", ROW_OUT)
    then = KEPT if fault.rule == DASH_IS_ZERO else CELL_BLANK
    return CsvFault(line, fault.cell, column, fault.found, WORDED.get(fault.rule, "other"), then)


def _of_rows(observations: pd.DataFrame, header: list[str]) -> list[CsvFault]:
    doubtful, twice = doubtful_rows(observations), observations.duplicated(list(OBSERVATION_KEY), keep="first")
    columns = ["unit", "total", "female", "cell_total"]
    found = [
        (cell, f"{_whole(female)} > {_whole(total)}", "more_women")
        for _, total, female, cell in observations.loc[doubtful, columns].itertuples(index=False)
    ]
    found += [
        (cell, unit, "twice_row") for unit, _, _, cell in observations.loc[twice, columns].itertuples(index=False)
    ]
    return [CsvFault(*_place(cell, header), shown, what, KEPT) for cell, shown, what in found]


def _place(cell: str, header: list[str]) -> tuple[int, str, str]:
    """Line, cell and head; a sum of two cells stands where its first one stands."""
    place = CELL.match(cell)
    return (int(place[2]), cell, _column(place[1], header)) if place else (0, cell, "")


def _whole(number: float) -> str:
    return str(int(number)) if number.is_integer() else str(number)


def _column(letters: str, header: list[str]) -> str:
    """The head of a column that a spreadsheet names by letters."""
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return header[number - 1] if number <= len(header) else letters
