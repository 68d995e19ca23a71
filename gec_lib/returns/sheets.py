"""One sheet of a returned workbook: where its headings and rows stand, and what its cells hold."""

from __future__ import annotations

import functools
import math
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from gec_lib.codelists import BLANK, FAIL, REPORTED, Codes, Measure
from gec_lib.returns.cells import is_plain, judge
from gec_lib.returns.faults import Fault, make_fault
from gec_lib.returns.numbers import Kind, as_typed, parse
from gec_lib.returns.records import (
    EVIDENCE_FIELD,
    EXPLANATION_FIELD,
    NOTE_FIELD,
    Identity,
    Layout,
    Row,
    label_for,
    normal,
)

HEADING_SEARCH_ROWS = 60
SHEETS, ROWS, LABELS, CODES_ONCE, HEADINGS, NOTHING_ELSE = "ST02", "ST03", "ST04", "ST05", "ST06", "ST17"
NO_FORMULA = "ST15"


@dataclass(frozen=True)
class Grid:
    """The cells of a sheet from A1 on, its merged ranges, and the cells that hold a formula."""

    name: str
    rows: Sequence[Sequence[Any]]
    merges: Sequence[tuple[tuple[int, int], tuple[int, int]]]
    formulas: frozenset[str] = frozenset()

    def at(self, row: int, column: int) -> Any:
        """The cell, or an empty text outside of the sheet."""
        if 0 <= row < len(self.rows) and 0 <= column < len(self.rows[row]):
            return self.rows[row][column]
        return ""

    def filled(self, row: int) -> list[str]:
        """A heading row as text: merged ranges filled, then blanks taken from the left."""
        cells = [as_typed(cell) for cell in self.rows[row]] if row < len(self.rows) else []
        for (top, left), (bottom, right) in self.merges:
            if top <= row <= bottom:
                for column in range(left, min(right + 1, len(cells))):
                    cells[column] = as_typed(self.at(top, left))
        return cells

    def find(self, text: str) -> tuple[int, int] | None:
        """Row and column of the first cell with this text (compared as labels are) near the top."""
        wanted = normal(text)
        for row, cells in enumerate(self.rows[:HEADING_SEARCH_ROWS]):
            for column, cell in enumerate(cells):
                if isinstance(cell, str) and cell and normal(cell) == wanted:
                    return row, column
        return None


@dataclass
class Findings:
    """What reading a workbook gathers."""

    layout: Layout
    codes: Codes
    identity: Identity
    file: str
    observations: list[tuple[object, ...]] = field(default_factory=list)
    remarks: list[tuple[object, ...]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    blanks: set[tuple[str, str]] = field(default_factory=set)
    explained: set[tuple[str, str]] = field(default_factory=set)

    @functools.cached_property
    def head(self) -> tuple[tuple[object, ...], tuple[str, ...]]:
        """What all observations of the return have in common: whose they are, and of which form and file."""
        layout, who = self.layout, self.identity
        key = (who.year, layout.period, layout.stream, who.unit, layout.unit_type, layout.level)
        return key, (layout.form, layout.version, self.file)

    def fault(self, rule: str, *, sheet: str, cell: str, found: str, value: str = "", row_code: str = "") -> None:
        known = self.layout.book.rules[rule]
        explained = known.severity != FAIL and (sheet, row_code) in self.explained
        made = make_fault(
            rule,
            book=self.layout.book,
            sheet=sheet,
            cell=cell,
            found=found,
            value=value,
            row_code=row_code,
            explained=explained,
            form=self.layout.form,
        )
        self.faults.append(made)

    def remark(self, *, field: str, category: str, text: str, sheet: str, cell: str) -> None:
        who = self.identity
        key = (who.year, who.unit, self.layout.level, self.layout.form, field, category)
        self.remarks.append((*key, text, self.file, sheet, cell))


def address(row: int, column: int) -> str:
    """The name of a cell.

    Examples
    --------
    >>> address(11, 4)
    'E12'
    """
    return f"{_letters(column)}{row + 1}"


@functools.cache
def _letters(column: int) -> str:
    return str(xl_col_to_name(column))


def read_sheet(findings: Findings, name: str, grid: Grid) -> None:
    """Read one sheet of the layout into the findings."""
    words = findings.layout.book.words
    anchor = grid.find(words["code"])
    if anchor is None:
        findings.fault(HEADINGS, sheet=name, cell="A1", found=words["absent"], value=words["code"])
        return
    paths = _paths(grid, anchor[0], depth=2)
    places = _places(findings, name, grid, anchor, paths)
    lines = _lines(findings, name, grid, anchor)
    label_column = paths.get((normal(words["indicator"]),), anchor[1] - 1)
    explanation = paths.get((normal(words["explanation"]),))
    last = anchor[0] + 1
    for row in findings.layout.rows_of(name):
        line = lines.get(row.code)
        if line is None:
            place = address(last + 1, anchor[1])
            absent = words["absent"]
            findings.fault(ROWS, sheet=name, cell=place, found=absent, value=row.code, row_code=row.code)
            continue
        last = line
        if explanation is not None:
            _explain(findings, name, grid, row, line, explanation)
        trusted = _label_agrees(findings, name, grid, row, line, label_column)
        _read_row(findings, name, grid, row, line, places if trusted else {})
    _extras(findings, name, grid, anchor, lines, max(explanation or 0, *places.values(), anchor[1]))


def _extras(
    findings: Findings, name: str, grid: Grid, anchor: tuple[int, int], lines: Mapping[str, int], last_column: int
) -> None:
    """Content outside of the form, often a list of persons: told by its place, never quoted."""
    words = findings.layout.book.words
    known = {row.code for row in findings.layout.rows_of(name)}
    last_line = max((line for code, line in lines.items() if code in known), default=anchor[0])
    places = [(line, anchor[1]) for code, line in lines.items() if code not in known and line <= last_line]
    signed = tuple(normal(words[key].split(":")[0]) for key in ("sign_line", "sign_line_ward"))
    for line in range(anchor[0], len(grid.rows)):
        start = last_column + 1 if line <= last_line else 0
        filled = [at for at in range(start, len(grid.rows[line])) if as_typed(grid.at(line, at))]
        if filled and not normal(as_typed(grid.at(line, filled[0]))).startswith(signed):
            places.append((line, filled[0]))
    for place in sorted(places)[:1]:
        findings.fault(NOTHING_ELSE, sheet=name, cell=address(*place), found=words["extra"])


def _paths(grid: Grid, top: int, *, depth: int) -> dict[tuple[str, ...], int]:
    """Columns by their path of headings, each path once; equal neighbours of a path are one heading."""
    levels = [grid.filled(top + level) for level in range(depth)]
    for level in levels[:-1]:
        left = ""
        for column, text in enumerate(level):
            left = text or left
            if any(column < len(lower) and lower[column] for lower in levels[1:]):
                level[column] = left
    paths: dict[tuple[str, ...], int] = {}
    for column in range(max((len(level) for level in levels), default=0)):
        texts = [normal(level[column]) for level in levels if column < len(level) and level[column]]
        paths.setdefault(tuple(dict.fromkeys(texts)), column)
    return paths


def _places(
    findings: Findings, name: str, grid: Grid, anchor: tuple[int, int], paths: Mapping[tuple[str, ...], int]
) -> dict[int, int]:
    """The sheet's column of every value column; a heading that is absent or moved is a fault."""
    expected = {column: tuple(normal(text) for text in column.header) for column in findings.layout.value_columns(name)}
    places = {column.position: paths[path] for column, path in expected.items() if path in paths}
    first = _first_place(places, anchor[1] + 1)
    for column, path in expected.items():
        if places.get(column.position) != first + column.position:
            cell = (anchor[0] + len(path) - 1, first + column.position)
            found = as_typed(grid.at(*cell)) or findings.layout.book.words["absent"]
            value = " / ".join(column.header)
            findings.fault(HEADINGS, sheet=name, cell=address(*cell), found=found, value=value)
    return places


def _first_place(places: Mapping[int, int], usual: int) -> int:
    """Where the first value column should stand, by what most columns say, else right of the codes."""
    starts = [place - position for position, place in places.items()]
    common = statistics.mode(starts) if starts else usual
    return common if 2 * starts.count(common) > len(starts) else usual


def _lines(findings: Findings, name: str, grid: Grid, anchor: tuple[int, int]) -> dict[str, int]:
    """The line of every row code below the headings; a code met again is a fault."""
    lines: dict[str, int] = {}
    for line in range(anchor[0] + 1, len(grid.rows)):
        code = as_typed(grid.at(line, anchor[1]))
        if not code:
            continue
        if code in lines:
            findings.fault(CODES_ONCE, sheet=name, cell=address(line, anchor[1]), found=code, row_code=code)
        lines.setdefault(code, line)
    return lines


def _explain(findings: Findings, name: str, grid: Grid, row: Row, line: int, column: int) -> None:
    text = as_typed(grid.at(line, column))
    if text:
        findings.explained.add((name, row.code))
        cell = address(line, column)
        findings.remark(field=EXPLANATION_FIELD, category=row.code, text=text, sheet=name, cell=cell)


def _label_agrees(findings: Findings, name: str, grid: Grid, row: Row, line: int, column: int) -> bool:
    found = as_typed(grid.at(line, column))
    expected = label_for(row.label, year=findings.identity.year)
    if normal(found) == normal(expected):
        return True
    findings.fault(LABELS, sheet=name, cell=address(line, column), found=found, value=expected, row_code=row.code)
    return False


def _read_row(findings: Findings, name: str, grid: Grid, row: Row, line: int, places: Mapping[int, int]) -> None:
    who, form = findings.head
    for key, measure, total_at, female_at in findings.layout.asked[name, row.code]:
        place = places.get(total_at)
        total, status, total_cell = _cell(findings, name, grid, row, measure, (line, place))
        female, female_cell = math.nan, ""
        if female_at is not None and female_at in places:
            female, _, female_cell = _cell(findings, name, grid, row, measure, (line, places[female_at]))
            if total == 0 and (name, female_cell) in findings.blanks:
                female = 0.0  # women are part of the total: of none, none
        findings.observations.append((*who, *key, total, female, status, *form, name, total_cell, female_cell))
    for column in row.columns:
        if column.field == NOTE_FIELD and column.position in places:
            place = places[column.position]
            text = as_typed(grid.at(line, place))
            if text:
                cell = address(line, place)
                findings.remark(field=EVIDENCE_FIELD, category=row.category, text=text, sheet=name, cell=cell)


def _cell(
    findings: Findings, name: str, grid: Grid, row: Row, measure: Measure, where: tuple[int, int | None]
) -> tuple[float, str, str]:
    line, place = where
    if place is None:
        return math.nan, BLANK, ""
    cells, cell = grid.rows[line], address(line, place)
    raw: Any = cells[place] if place < len(cells) else ""
    if is_plain(raw, measure) and cell not in grid.formulas:
        return raw, REPORTED, cell
    judged = judge(raw, measure)
    if cell in grid.formulas:
        found = findings.layout.book.words["formula_empty" if raw == "" else "formula"]
        findings.fault(NO_FORMULA, sheet=name, cell=cell, found=found, row_code=row.code)
    if judged.rule:
        findings.fault(judged.rule, sheet=name, cell=cell, found=as_typed(raw), row_code=row.code)
    elif judged.status == BLANK and (raw == "" or parse(raw).kind is Kind.BLANK):
        findings.blanks.add((name, cell))
    return judged.value, judged.status, cell
