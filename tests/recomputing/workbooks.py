"""A workbook as rows found by their code labels: what the clerk wrote, and in which cell."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter

from tests.recomputing.received import Accepted

COVER = "Thông tin"
CODE, THIS_YEAR = "Mã số", "Năm nay"
OPINION = "Ý kiến"  # the one sheet of text: a single column below a single heading
IDENTITY = {"GEC_FORM": "form", "GEC_YEAR": "year", "GEC_UNIT": "unit", "GEC_LEVEL": "level"}


class WorkbookError(ValueError):
    """A workbook that is not what the ledger says it is, or that cannot be read by its code labels."""


@dataclass(frozen=True)
class Cell:
    """One cell of this year's block."""

    sheet: str
    name: str
    value: Any

    @property
    def number(self) -> Fraction | None:
        """The number, None for a blank or for ``z``; anything else is refused rather than guessed."""
        if self.value is None or self.value == "" or self.value == "z":
            return None
        if self.value == "-":
            return Fraction(0)
        if isinstance(self.value, bool) or not isinstance(self.value, int | float):
            raise WorkbookError(f"{self.sheet}!{self.name} holds {self.value!r}, expected a number, a blank, - or z")
        return Fraction(Decimal(str(self.value)))

    @property
    def not_applicable(self) -> bool:
        return bool(self.value == "z")


@dataclass(frozen=True)
class Rows:
    """This year's cells of one workbook, by code of the row and heading of the column."""

    file: str
    name: str
    cells: Mapping[str, Mapping[str, Cell]]


def read_workbook(path: Path, accepted: Accepted) -> Rows:
    """Rows of a workbook, after its bytes and its cover sheet were compared with the ledger.

    Raises
    ------
    WorkbookError
        Where the bytes are not those that were received, the cover names another return, or a code stands twice.
    """
    if hashlib.sha256(path.read_bytes()).hexdigest() != accepted.file:
        raise WorkbookError(f"{path.name} ({accepted.name}) is not the file that was received: its SHA-256 differs")
    book = openpyxl.load_workbook(path, read_only=True)
    try:
        _check_cover(book[COVER], accepted)
        cells: dict[str, dict[str, Cell]] = {}
        for sheet in book.worksheets:
            for code, row in _rows_of(sheet):
                if code in cells:
                    raise WorkbookError(f"{accepted.name}: code {code} stands twice, expected once")
                cells[code] = row
    finally:
        book.close()
    return Rows(accepted.file, accepted.name, cells)


def _check_cover(sheet: Any, accepted: Accepted) -> None:
    said = {row[0]: row[2] for row in sheet.iter_rows(max_col=3, values_only=True) if row[0] in IDENTITY}
    for label, field in IDENTITY.items():
        expected = str(getattr(accepted.key, field))
        if str(said.get(label)) != expected:
            raise WorkbookError(f"{accepted.name}: {label} on its cover is {said.get(label)!r}, the ledger: {expected}")


def _rows_of(sheet: Any) -> Iterator[tuple[str, dict[str, Cell]]]:
    """Rows below the headings: the code stands under ``Mã số``, this year's columns under ``Năm nay``."""
    columns: dict[int, str] = {}
    code_column = -1
    above: list[Any] = []
    for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
        if code_column < 0:
            if CODE in values and (THIS_YEAR in values or OPINION in values):
                code_column, above = values.index(CODE), list(values)
                columns = {above.index(OPINION): OPINION} if OPINION in above else {}
            continue
        if not columns:
            columns = _columns(above, values)
            continue
        code = values[code_column] if code_column < len(values) else None
        if code is None:
            continue
        yield (
            str(code),
            {
                heading: Cell(sheet.title, f"{get_column_letter(column + 1)}{number}", _at(values, column))
                for column, heading in columns.items()
            },
        )


def _columns(above: list[Any], below: tuple[Any, ...]) -> dict[int, str]:
    """Columns from ``Năm nay`` up to the next upper heading, by their lower heading."""
    first = above.index(THIS_YEAR)
    after = [column for column, value in enumerate(above) if column > first and value is not None]
    return {column: str(below[column]) for column in range(first, after[0] if after else len(below))}


def _at(values: tuple[Any, ...], column: int) -> Any:
    return values[column] if column < len(values) else None
