"""A home as an outsider opens it: the workbook that stands for a return, and sums of its rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from tests.recomputing import definitions as defined
from tests.recomputing.definitions import FEMALE, TOTAL
from tests.recomputing.received import SUFFIX, Accepted, Key, Place, Received, Register
from tests.recomputing.workbooks import Cell, Rows, WorkbookError, read_workbook

Seen = tuple[str, str, str, str]  # hash of the file, its name, sheet, cell


@dataclass(frozen=True)
class Side:
    heads: Fraction
    cells: frozenset[Seen]
    blank: bool
    not_applicable: bool


@dataclass
class Home:
    """Workbooks, register and ledger; each workbook is read once."""

    data: Path
    register: Register
    received: Received
    _rows: dict[str, Rows] = field(default_factory=dict)

    def rows(self, key: Key) -> tuple[Accepted, Rows] | None:
        """The workbook that stands for a return, or None while there is none."""
        accepted = self.received.accepted.get(key)
        if accepted is None:
            return None
        if accepted.file not in self._rows:
            path = self.data / "archive" / f"{accepted.file}.xlsx"
            if not path.is_file():
                raise WorkbookError(f"{accepted.name}: the archive holds no workbook {path.name}")
            self._rows[accepted.file] = read_workbook(path, accepted)
        return accepted, self._rows[accepted.file]

    def read(self, rows: Rows, cell: Cell) -> Fraction | None:
        """The number of a cell, as corrected by the ledger where the workbook still says what was corrected."""
        corrected = self.received.corrections.get((rows.file, cell.sheet, cell.name))
        if corrected is not None:
            was, value = corrected
            if cell.number == (None if was is None else Fraction(str(was))):
                return value
        return cell.number

    def sum(self, year: int, place: Place, nouns: Iterable[str], sex: str) -> Side:
        """Heads of some rows; a row that a level's form does not have adds nothing, a missing form is a blank."""
        cells: set[Seen] = set()
        heads, blank, z = Fraction(0), False, False
        for noun in nouns:
            if noun == defined.ONE_EACH:
                heads += 1
                continue
            there = self.row(year, place, noun)
            if there is None:
                return Side(heads, frozenset(cells), blank=True, not_applicable=False)
            rows, row = there
            if not row:
                continue
            used = used_cells(row, sex)
            values = [self.read(rows, cell) for cell in used]
            z = z or any(cell.not_applicable for cell in used)
            blank = blank or None in values
            cells |= {seen(rows, cell) for cell in used}
            given = [value for value in values if value is not None]
            heads += given[0] - sum(given[1:], Fraction(0)) if given else 0
        return Side(heads, frozenset(cells), blank, z)

    def row(self, year: int, place: Place, noun: str) -> tuple[Rows, Mapping[str, Cell]] | None:
        """The cells of a row in the form that asks it: empty where the form has no such row, None without a return."""
        noun, _, years = noun.partition(" -")
        form = form_of(noun, place)
        there = self.rows(Key(form, year - int(years or 0), *place))
        if there is None:
            return None
        accepted, rows = there
        if form.startswith("bdg"):
            code, _, heading = noun.partition(" ")
            row = rows.cells.get(code, {})
            return rows, ({heading: row[heading]} if heading else row)
        known = defined.ROWS.get((form, accepted.version))
        if known is None:
            raise WorkbookError(f"{rows.name}: the rows of {form} {accepted.version} are not written out here")
        return rows, (rows.cells[known[noun]] if noun in known else {})

    def own(self, year: int, item: str, sex: str) -> Side:
        """One row of the office's own form: its number and cell; nothing at all without the form."""
        for key in self.received.accepted:
            if (key.form, key.year) == (defined.OFFICE_FORM, year):
                there = self.rows(key)
                assert there is not None
                _, rows = there
                (*_, cell) = used_cells(rows.cells[defined.OFFICE[item]], sex)
                value = self.read(rows, cell)
                return Side(value or Fraction(0), frozenset({seen(rows, cell)}), value is None, cell.not_applicable)
        return Side(Fraction(0), frozenset(), blank=True, not_applicable=False)


def form_of(noun: str, place: Place) -> str:
    """The form that asks a row."""
    if noun in defined.WARD:
        return "pc_thcs"
    # the equality form's codes are N01.1, NV01 and TL.g1; the start-of-year form's rows have names
    equality, end = noun[:2] in ("N0", "N1", "NV", "TL"), noun in {**defined.END_PRIMARY, **defined.END_LOWER}
    return f"{'bdg' if equality else 'cn' if end else 'dn'}_{SUFFIX[place.level]}"


def used_cells(row: Mapping[str, Cell], sex: str) -> tuple[Cell, ...]:
    """The cells of a sex: the total, the women, or both for the men."""
    total = next(iter(row.values()))
    if sex == TOTAL:
        return (total,)
    women = row[defined.WOMEN_HEADING]
    return (women,) if sex == FEMALE else (total, women)


def seen(rows: Rows, cell: Cell) -> Seen:
    return rows.file, rows.name, cell.sheet, cell.name
