"""How far the cells of a sheet reach, element by element, before a grid is made of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from xlsxwriter.utility import xl_rowcol_to_cell

MAX_COLUMNS = 702  # column ZZ
CELLS = ("table:table-cell", "table:covered-table-cell")


class TooFarError(ValueError):
    """Cells beyond the last row or column that is read, or too many of them."""


class TooMuchTextError(ValueError):
    """A text that would be repeated over and over."""


@dataclass
class _Scan:
    """Where the reading of ``content.xml`` stands."""

    max_rows: int
    max_cells: int
    max_text: int
    formulas: dict[str, set[str]] = field(default_factory=dict)
    table: str = ""
    row: int = 0
    row_repeats: int = 1
    column: int = 0
    cell_repeats: int = 1
    filled: bool = False
    row_filled: bool = False
    widest: int = 0
    cells: int = 0
    text: int = 0
    cell_text: int = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "table:table":
            self.table, self.row, self.widest = attributes.get("table:name", ""), 0, 0
        elif name == "table:table-row":
            self.row_repeats = _repeats(attributes.get("table:number-rows-repeated"))
            self.column, self.row_filled = 0, False
        elif name in CELLS:
            self.cell_repeats = _repeats(attributes.get("table:number-columns-repeated"))
            self.filled, self.cell_text = "office:value-type" in attributes, 0
            if "table:formula" in attributes:
                self.filled = True
                self._formula()

    def _formula(self) -> None:
        if self.row <= self.max_rows and self.column <= MAX_COLUMNS:
            self.formulas.setdefault(self.table, set()).add(xl_rowcol_to_cell(self.row, self.column))

    def data(self, text: str) -> None:
        self.cell_text += len(text)

    def end(self, name: str) -> None:
        if name in CELLS:
            self._end_cell()
        elif name == "table:table-row":
            self._end_row()

    def _end_cell(self) -> None:
        if self.filled or self.cell_text:
            if self.column + self.cell_repeats > MAX_COLUMNS:
                raise TooFarError
            self.row_filled = True
            self.widest = max(self.widest, self.column + self.cell_repeats)
            self.text += self.cell_text * self.cell_repeats * self.row_repeats
            if self.text > self.max_text:
                raise TooMuchTextError
        self.column += self.cell_repeats

    def _end_row(self) -> None:
        if self.row_filled:
            if self.row + self.row_repeats > self.max_rows:
                raise TooFarError
            self.cells += self.row_repeats * self.widest
            if self.cells > self.max_cells:
                raise TooFarError
        self.row += self.row_repeats


def _repeats(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 1


def scan(content: bytes, *, max_rows: int, max_cells: int, max_text: int) -> Mapping[str, frozenset[str]]:
    """The cells with a formula, by sheet, of a ``content.xml`` whose cells keep to the limits.

    Parameters
    ----------
    content : bytes
        The part of the archive.
    max_rows, max_cells, max_text : int
        The last row, the number of cells of all sheets and the number of characters, repeats included.

    Raises
    ------
    TooFarError
        When a filled cell lies beyond the last row or column, or there are too many cells.
    TooMuchTextError
        When there is too much text.
    xml.parsers.expat.ExpatError
        When the part is no XML.
    """
    state, parser = _Scan(max_rows, max_cells, max_text), expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = state.start, state.end
    parser.CharacterDataHandler = state.data
    parser.Parse(content, True)
    return {table: frozenset(cells) for table, cells in state.formulas.items()}


@dataclass
class _Reach:
    """Where the reading of an Excel sheet stands; a cell without a place stands right of the one before."""

    max_rows: int
    row: int = 0
    column: int = 0
    inside: bool = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        name, place = name.rpartition(":")[2], attributes.get("r", "")
        if name == "row":
            self.row, self.column = int(place) if place.isascii() and place.isdigit() else self.row + 1, 0
        elif name == "c":
            self.inside, self.column = True, self.column + 1
            letters = place.rstrip("0123456789")
            if letters and letters.isascii() and letters.isalpha():
                self.row = int(place[len(letters) :] or 0)
                self.column = _column(letters)
        elif self.inside and (self.row > self.max_rows or self.column > MAX_COLUMNS):
            raise TooFarError  # something stands in the cell

    def end(self, name: str) -> None:
        if name.rpartition(":")[2] == "c":
            self.inside = False


def _column(letters: str) -> int:
    number = 0
    for letter in letters[:6].upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def reach(part: bytes, *, max_rows: int) -> None:
    """Look at every cell of an Excel sheet.

    Parameters
    ----------
    part : bytes
        The part of the archive.
    max_rows : int
        The last row that is read.

    Raises
    ------
    TooFarError
        When a cell with something in it lies beyond the last row or column.
    xml.parsers.expat.ExpatError
        When the part is no XML.
    """
    state, parser = _Reach(max_rows), expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = state.start, state.end
    parser.Parse(part, True)
