"""Published tables as observations: our own plain CSV, and any other CSV through a mapping file.

A mapping (``params/datasets/<name>.yaml``) says which column is the unit, the year, the level; no code knows a file.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Self

from pydantic import model_validator

from gec_lib.codelists import ALL, BLANK, NONE, SCHOOL, WARD, Codes, Measure
from gec_lib.plan import Evidence, Record, read_model
from gec_lib.returns.cells import IS_NUMBER, NOTHING, WHOLE, Judged, judge
from gec_lib.returns.containers import RefusedError, csv_rows
from gec_lib.returns.faults import Fault, make_fault
from gec_lib.returns.numbers import Kind, parse
from gec_lib.returns.reading import READABLE, YEAR, Reading
from gec_lib.returns.records import Book, Layout
from gec_lib.returns.sheets import HEADINGS, address

FORM = "csv"
MAX_FAULTS = 1_000  # more are no help to anybody; the file is refused with these
PLAIN_COLUMNS = ("year", "unit", "level", "measure", "category", "group", "total", "female")


class MappingError(ValueError):
    """A mapping that the home's code lists do not bear; says where, what was found and what was expected."""


class Numbers(StrEnum):
    """How the numbers of a file are written."""

    PLAIN = "plain"  # 1234.5, as programs write
    VIETNAMESE = "vietnamese"  # 1.234,5, as people type


class Source(Record):
    """Where a field comes from: a column, a column through a table of values, or the same for every row."""

    column: str = ""
    values: Mapping[str, str] = {}
    first_digits: int | None = None
    constant: str = ""

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if bool(self.column) == bool(self.constant):
            raise ValueError("either a column or a constant is expected")
        return self

    def of(self, row: Mapping[str, str]) -> str | None:
        """The field of a row, or nothing when the table of values does not know it."""
        if self.constant:
            return self.constant
        text = row[self.column].strip()[: self.first_digits]
        return self.values.get(text) if self.values else text


class Counted(Record):
    """One measure of every row: total and women, or men and women."""

    measure: str
    total: str = ""
    male: str = ""
    female: str = ""

    @model_validator(mode="after")
    def _total_or_both(self) -> Self:
        if bool(self.total) == bool(self.male) or (self.male and not self.female):
            raise ValueError("either total (and female), or male and female are expected")
        return self


class DatasetMapping(Record):
    """How the columns of a published CSV become observations."""

    title: str
    source: str
    evidence: Evidence
    numbers: Numbers
    year: Source
    unit: Source
    unit_type: Source
    level: Source
    category: Source
    group: Source
    stream: Source
    period: Source
    declares: Mapping[str, tuple[str, ...]] = {}
    measures: tuple[Counted, ...]

    def columns(self) -> set[str]:
        """The columns that a file must have."""
        fields = ("year", "unit", "unit_type", "level", "category", "group", "stream", "period")
        sources: list[Source] = [getattr(self, name) for name in fields]
        counted = {name for m in self.measures for name in (m.total, m.male, m.female)}
        return ({source.column for source in sources} | counted) - {""}


def load_mapping(path: Path, *, codes: Codes) -> DatasetMapping:
    """Read a mapping file and hold it against the code lists.

    Parameters
    ----------
    path : Path
        A file of ``params/datasets``.
    codes : Codes
        Code lists of the home; what the file ``declares`` is added to them.

    Raises
    ------
    MappingError
        For a measure or a code that neither the home nor the file knows.
    PlanError
        For a key or a type that the model does not know, with file and line.
    """
    mapping = read_model(path, DatasetMapping)
    for counted in mapping.measures:
        if counted.measure not in codes.measures:
            raise MappingError(f"{path}: measure {counted.measure!r}; expected a measure of params/measures.csv")
        dimension = codes.measures[counted.measure].dimension
        _known(path, mapping, mapping.category, dimension, codes)
    for name in ("level", "group", "stream", "period", "unit_type"):
        _known(path, mapping, getattr(mapping, name), name, codes)
    return mapping


def _known(path: Path, mapping: DatasetMapping, source: Source, name: str, codes: Codes) -> None:
    known = {ALL, *codes.lists.get(name, {}), *mapping.declares.get(name, ())}
    for code in (*source.values.values(), *([source.constant] if source.constant else [])):
        if code not in known:
            raise MappingError(f"{path}: {name} {code!r}; expected one of {', '.join(sorted(known))}, or declare it")


def read_csv(path: Path, *, layouts: Sequence[Layout], codes: Codes, mapping: DatasetMapping | None = None) -> Reading:
    """Read a CSV file into observations whose source cells are the file's own (column letter and line).

    Parameters
    ----------
    path : Path
        UTF-8, comma separated, headings in the first line.
    layouts : sequence of Layout
        The layouts of the home; their rules word the faults.
    codes : Codes
        Code lists of the home.
    mapping : DatasetMapping, optional
        How to read a published table; without it the columns are ``PLAIN_COLUMNS``.

    Returns
    -------
    Reading
        Without identity and layout. Bad cells are faults and stay blank; a row with an unknown code is a fault
        and is left out.
    """
    data = path.read_bytes()
    table = Table(hashlib.sha256(data).hexdigest(), FORM, layouts[0].book, codes, [], [])
    try:
        rows = csv_rows(data)
    except RefusedError as error:
        found = table.book.words[error.refusal]
        fault = make_fault(READABLE, book=table.book, sheet=FORM, cell="", found=found, form=path.name)
        table.faults.append(fault)
        return table.reading()
    read_rows(table, rows, mapping=mapping)
    return table.reading()


def columns_of(mapping: DatasetMapping | None) -> set[str]:
    """The columns that a table must have, by its mapping or in our own layout."""
    return mapping.columns() if mapping else set(PLAIN_COLUMNS)


def read_rows(table: Table, rows: Sequence[Sequence[str]], *, mapping: DatasetMapping | None) -> None:
    """Read the rows of a file or of a sheet, headings first, into a table."""
    header = rows[0] if rows else []
    missing = sorted(columns_of(mapping) - set(header))
    for name in missing:
        table.fault(HEADINGS, cell="A1", found=", ".join(header), value=name)
    for line, cells in enumerate(rows[1:] if not missing else (), start=1):
        if len(table.faults) > MAX_FAULTS:
            break
        if any(cells):
            row = dict(zip(header, [*cells, *[""] * len(header)], strict=False))
            _row(table, row, {name: address(line, at) for at, name in enumerate(header)}, mapping)


@dataclass(frozen=True)
class Table:
    """What reading a CSV file, or a sheet of a workbook, gathers."""

    file: str
    sheet: str
    book: Book
    codes: Codes
    observations: list[tuple[object, ...]]
    faults: list[Fault]

    def fault(self, rule: str, *, cell: str, found: str, value: str) -> None:
        made = make_fault(rule, book=self.book, sheet=self.sheet, cell=cell, found=found, value=value, form=FORM)
        self.faults.append(made)

    def reading(self) -> Reading:
        return Reading(
            identity=None,
            layout=None,
            file=self.file,
            rows=tuple(self.observations),
            notes=(),
            faults=tuple(self.faults),
            book=self.book,
        )


def _row(table: Table, row: Mapping[str, str], cells: Mapping[str, str], mapping: DatasetMapping | None) -> None:
    if mapping is None:
        _plain_row(table, row, cells)
        return
    fields = {name: getattr(mapping, name) for name in ("year", "period", "stream", "unit", "unit_type", "level")}
    fields |= {"category": mapping.category, "group": mapping.group}
    key: dict[str, str] = {}
    for name, source in fields.items():
        text = source.of(row)
        if not text or (name == "year" and not YEAR.fullmatch(text)):
            table.fault(HEADINGS, cell=cells[source.column], found=row[source.column], value=name)
            return
        key[name] = text
    reader = judge if mapping.numbers is Numbers.VIETNAMESE else _plain_number
    for counted in mapping.measures:
        _counted(table, row, cells, key, counted, reader)


def _plain_row(table: Table, row: Mapping[str, str], cells: Mapping[str, str]) -> None:
    codes, key = table.codes, {name: row[name].strip() for name in PLAIN_COLUMNS[:6]}
    measure = codes.measures.get(key["measure"])
    dimension = measure.dimension if measure else ""
    known = (
        ("measure", measure is not None),
        ("year", YEAR.fullmatch(key["year"]) is not None),
        ("unit", bool(key["unit"])),
        ("level", key["level"] in codes.lists["level"]),
        ("group", key["group"] in codes.lists["group"]),
        ("category", key["category"] == ALL or key["category"] in codes.lists.get(dimension, {})),
    )
    wrong = [name for name, holds in known if not holds]
    for name in wrong:
        table.fault(HEADINGS, cell=cells[name], found=row[name], value=name)
    if wrong or measure is None:
        return
    unit_type = WARD if key["level"] == NONE else SCHOOL
    full = {**key, "period": "y", "stream": measure.stream, "unit_type": unit_type}
    _counted(table, row, cells, full, Counted(measure=measure.code, total="total", female="female"), judge)


def _counted(
    table: Table,
    row: Mapping[str, str],
    cells: Mapping[str, str],
    key: Mapping[str, str],
    counted: Counted,
    reader: Callable[[object, Measure], Judged],
) -> None:
    measure = table.codes.measures[counted.measure]

    def one(column: str) -> Judged:
        judged = reader(row[column], measure) if column else NOTHING
        if judged.rule:
            table.fault(judged.rule, cell=cells[column], found=row[column], value="")
        return judged

    first, women = one(counted.total or counted.male), one(counted.female)
    total, cell = first.value, cells[counted.total or counted.male]
    if counted.male:
        total, cell = first.value + women.value, f"{cell}+{cells[counted.female]}"
    status = first.status if not math.isnan(total) or not counted.male else BLANK
    female = women.value if measure.sexed else math.nan
    place = cells[counted.female] if counted.female and measure.sexed else ""
    names = (key["year"], key["period"], key["stream"], key["unit"], key["unit_type"], key["level"])
    head = (int(names[0]), *names[1:], measure.code, key["category"], key["group"])
    table.observations.append((*head, total, female, status, FORM, "", table.file, table.sheet, cell, place))


def _plain_number(raw: object, measure: Measure) -> Judged:
    """A number as programs write it; the point is the decimal mark."""
    text = str(raw).strip()
    if parse(text).kind in (Kind.BLANK, Kind.MISSING, Kind.NOT_APPLICABLE):
        return judge(text, measure)
    try:
        value = float(text)
    except ValueError:
        return Judged(math.nan, BLANK, IS_NUMBER)
    judged = judge(value, measure)
    return Judged(math.nan, BLANK, WHOLE) if judged.rule and value > 0 else judged
