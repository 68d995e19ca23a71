"""Reading a returned workbook: identity, observations with their cells, remarks, and the faults of form and type."""

from __future__ import annotations

import functools
import hashlib
import io
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import python_calamine as calamine

from gec_lib.codelists import OBSERVATION_COLUMNS, REMARK_COLUMNS, Codes
from gec_lib.returns.containers import MAX_CELLS, UNREADABLE, Formulas, Refusal, RefusedError, inspect
from gec_lib.returns.faults import Fault, make_fault
from gec_lib.returns.numbers import as_typed
from gec_lib.returns.records import IDENTITY_KEYS, Book, Identity, Layout, normal
from gec_lib.returns.sheets import NOTHING_ELSE, SHEETS, Findings, Grid, address, read_sheet

STAMP_SEARCH_ROWS = 3
PANIC = "PanicException"  # a broken .xls can break the reader itself; no module offers this class for import
Rows = tuple[tuple[object, ...], ...]
YEAR = re.compile(r"[1-9]\d{3}", re.ASCII)
VERSION_KNOWN, YEAR_COVERED, READABLE, LEVEL_OFFERED = "ST01", "ST11", "ST16", "ST09"


@dataclass(frozen=True)
class Reading:
    """What a workbook says; ``blanks`` are asked cells left empty, ``explained`` rows carry the clerk's words.

    ``rows`` are the observations and ``notes`` the remarks, one tuple each in the order of ``OBSERVATION_COLUMNS`` and
    ``REMARK_COLUMNS``; the intake of a whole district never makes a frame of them.
    """

    identity: Identity | None
    layout: Layout | None
    file: str
    rows: Rows = field(repr=False)
    notes: Rows = field(repr=False)
    faults: tuple[Fault, ...]
    book: Book = field(repr=False)
    blanks: frozenset[tuple[str, str]] = field(repr=False, default=frozenset())
    explained: frozenset[tuple[str, str]] = field(repr=False, default=frozenset())
    identity_cells: Mapping[str, tuple[str, str]] = field(repr=False, default_factory=dict)

    @functools.cached_property
    def observations(self) -> pd.DataFrame:
        """The observations as a frame, text as plain objects: Arrow strings would cost most for so few rows."""
        types = {"year": "int64", "total": "float64", "female": "float64"}
        if not self.rows:
            return pd.DataFrame(columns=list(OBSERVATION_COLUMNS))
        columns = zip(OBSERVATION_COLUMNS, zip(*self.rows, strict=True), strict=True)
        return pd.DataFrame({name: pd.Series(column, dtype=types.get(name, "object")) for name, column in columns})

    @functools.cached_property
    def remarks(self) -> pd.DataFrame:
        """The remarks as a frame."""
        return pd.DataFrame(list(self.notes), columns=list(REMARK_COLUMNS))


def read_workbook(path: Path, *, layouts: Sequence[Layout], codes: Codes) -> Reading:
    """Read one workbook.

    Parameters
    ----------
    path : Path
        The file as received.
    layouts : sequence of Layout
        The layouts of the home.
    codes : Codes
        Code lists of the home.

    Returns
    -------
    Reading
        Never an exception for bad content: an unreadable file has no identity and the fault ST16. A cell that
        cannot be understood is a fault, and its observation stays blank (NaN).
    """
    data = path.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    book = layouts[0].book
    try:
        grids = open_grids(data, suffix=path.suffix.casefold())
    except RefusedError as error:
        fault = make_fault(READABLE, book=book, sheet="", cell="", found=book.words[error.refusal], form=path.name)
        return _nothing(digest, book, [fault])
    return _read(grids, digest=digest, layouts=layouts, codes=codes)


def open_grids(data: bytes, *, suffix: str) -> dict[str, Grid]:
    """The sheets of a workbook by their normal names; a ``RefusedError`` says why a file is not read."""
    try:
        formulas = inspect(data, suffix=suffix)
        with calamine.load_workbook(io.BytesIO(data)) as workbook:
            return _grids(workbook, formulas)
    except calamine.PasswordError:
        raise RefusedError(Refusal.PASSWORD) from None
    except RefusedError:
        raise
    except UNREADABLE:
        raise RefusedError(Refusal.DAMAGED) from None
    except BaseException as error:
        if type(error).__name__ == PANIC:
            raise RefusedError(Refusal.DAMAGED) from None
        raise


def _grids(workbook: calamine.CalamineWorkbook, formulas: Formulas) -> dict[str, Grid]:
    grids, cells = {}, 0
    for name in workbook.sheet_names:
        sheet = workbook.get_sheet_by_name(name)
        cells += sheet.total_height * sheet.total_width
        if cells > MAX_CELLS:
            raise RefusedError(Refusal.CELLS)
        rows = sheet.to_python(skip_empty_area=False)
        grids[normal(name)] = Grid(name, rows, sheet.merged_cell_ranges or (), formulas.get(name, frozenset()))
    return grids


def _read(grids: Mapping[str, Grid], *, digest: str, layouts: Sequence[Layout], codes: Codes) -> Reading:
    book = layouts[0].book
    cells = _identity_cells(grids.get(normal(book.words["sheet_info"])))
    identity, faults = _identity(grids, cells, book)
    layout = None
    if identity is not None:
        match = (lay for lay in layouts if (lay.form, lay.version) == (identity.form, identity.version))
        layout = next(match, None)
        if layout is None:
            faults.append(_unknown_version(identity, cells, layouts, book))
    where = {key: place for key, (_, place) in cells.items()}
    sheet = book.words["sheet_info"]
    placed = {key: (sheet, place) for key, place in where.items()}
    if identity is None or layout is None:
        return _nothing(digest, book, faults, identity=identity, identity_cells=placed)
    findings = Findings(layout, codes, identity, digest)
    findings.faults.extend(faults)
    _check_identity(findings, where)
    _read_sheets(findings, grids)
    return Reading(
        identity=identity,
        layout=layout,
        file=digest,
        rows=tuple(findings.observations),
        notes=tuple(findings.remarks),
        faults=tuple(findings.faults),
        book=book,
        blanks=frozenset(findings.blanks),
        explained=frozenset(findings.explained),
        identity_cells=placed,
    )


def _nothing(
    digest: str,
    book: Book,
    faults: list[Fault],
    *,
    identity: Identity | None = None,
    identity_cells: Mapping[str, tuple[str, str]] | None = None,
) -> Reading:
    return Reading(
        identity=identity,
        layout=None,
        file=digest,
        rows=(),
        notes=(),
        faults=tuple(faults),
        book=book,
        identity_cells=identity_cells or {},
    )


def _identity_cells(grid: Grid | None) -> dict[str, tuple[str, str]]:
    """Text and cell of every identity key: the key stands in the first column, the value two columns further."""
    cells: dict[str, tuple[str, str]] = {}
    for line, row in enumerate(grid.rows if grid else ()):
        for column, cell in enumerate(row):
            if isinstance(cell, str) and cell in IDENTITY_KEYS:
                text = as_typed(grid.at(line, column + 2)) if grid else ""
                cells[cell] = (unicodedata.normalize("NFC", text), address(line, column + 2))
    return cells


def _identity(
    grids: Mapping[str, Grid], cells: Mapping[str, tuple[str, str]], book: Book
) -> tuple[Identity | None, list[Fault]]:
    faults = []
    sheet = book.words["sheet_info"]
    for key in IDENTITY_KEYS if cells else IDENTITY_KEYS[:1]:  # no form of ours at all is one fault, not seven
        text, cell = cells.get(key, ("", ""))
        if not text or (key == "GEC_YEAR" and not YEAR.fullmatch(text)):
            label = book.words[f"id_{key}"]
            found = text or book.words["absent"]
            form = cells.get("GEC_FORM", ("…", ""))[0]
            fault = make_fault(
                VERSION_KNOWN, book=book, sheet=sheet, cell=cell or "?", found=found, value=label, form=form
            )
            faults.append(fault)
    texts = {key: text for key, (text, _) in cells.items()}
    if not all(texts.get(key) for key in ("GEC_FORM", "GEC_VERSION", "GEC_UNIT")):
        return None, faults
    if not YEAR.fullmatch(texts.get("GEC_YEAR", "")):
        return None, faults
    identity = Identity(
        form=texts["GEC_FORM"],
        version=texts["GEC_VERSION"],
        year=int(texts["GEC_YEAR"]),
        unit=texts["GEC_UNIT"],
        unit_name=texts.get("GEC_UNIT_NAME", ""),
        level=texts.get("GEC_LEVEL", ""),
        synthetic=_is_synthetic(texts.get("GEC_SYNTHETIC", ""), grids, book),
    )
    return identity, faults


def _is_synthetic(mark: str, grids: Mapping[str, Grid], book: Book) -> bool:
    """Real only when the identity cell says so and no sheet carries the stamp: a deleted mark switches nothing off."""
    stamp = normal(book.words["synthetic"])
    stamped = any(
        isinstance(cell, str) and normal(cell) == stamp
        for grid in grids.values()
        for row in grid.rows[:STAMP_SEARCH_ROWS]
        for cell in row
    )
    return stamped or normal(mark) != normal(book.words["not_synthetic"])


def _unknown_version(
    identity: Identity, cells: Mapping[str, tuple[str, str]], layouts: Sequence[Layout], book: Book
) -> Fault:
    versions = [layout.version for layout in layouts if layout.form == identity.form]
    known = ", ".join(versions) or ", ".join(dict.fromkeys(layout.form for layout in layouts))
    cell = cells["GEC_VERSION" if versions else "GEC_FORM"][1]
    found = f"{identity.form}–{identity.version}"
    sheet = book.words["sheet_info"]
    return make_fault(VERSION_KNOWN, book=book, sheet=sheet, cell=cell, found=found, value=known, form=identity.form)


def _check_identity(findings: Findings, where: Mapping[str, str]) -> None:
    layout, identity = findings.layout, findings.identity
    sheet = layout.book.words["sheet_info"]
    if not layout.covers(identity.year):
        years = f"{layout.year_from}–{layout.year_to or ''}"
        cell = where["GEC_YEAR"]
        findings.fault(YEAR_COVERED, sheet=sheet, cell=cell, found=str(identity.year), value=years)
    if identity.level and identity.level != layout.level:
        cell = where["GEC_LEVEL"]
        findings.fault(LEVEL_OFFERED, sheet=sheet, cell=cell, found=identity.level, value=layout.level)


def _read_sheets(findings: Findings, grids: Mapping[str, Grid]) -> None:
    layout = findings.layout
    for name in layout.sheets:
        grid = grids.get(normal(name))
        if grid is None:
            findings.fault(SHEETS, sheet=name, cell="A1", found=layout.book.words["absent"], value=name)
        else:
            read_sheet(findings, name, grid)
    if layout.remarks:
        _read_opinions(findings, grids)
    _refuse_more_sheets(findings, grids)


def _refuse_more_sheets(findings: Findings, grids: Mapping[str, Grid]) -> None:
    """A sheet that is none of ours and holds something, often a list of persons: told, never quoted."""
    words = findings.layout.book.words
    asked = {normal(sheet) for sheet in findings.layout.sheets}
    ours = asked | {normal(words[key]) for key in ("sheet_info", "sheet_remarks", "mend_sheet")}
    if not asked <= set(grids):
        return  # a sheet of the form is missing: another one may be it under a new name
    for name, grid in grids.items():
        if name in ours:
            continue
        places = (address(line, at) for line, row in enumerate(grid.rows) for at, cell in enumerate(row) if cell != "")
        place = next(places, None)
        if place is not None:
            findings.fault(NOTHING_ELSE, sheet=grid.name, cell=place, found=words["extra"])


def _read_opinions(findings: Findings, grids: Mapping[str, Grid]) -> None:
    words = findings.layout.book.words
    name = words["sheet_remarks"]
    grid = grids.get(normal(name))
    if grid is None:
        findings.fault(SHEETS, sheet=name, cell="A1", found=words["absent"], value=name)
        return
    code, opinion = grid.find(words["code"]), grid.find(words["opinion"])
    fields = {remark.code: remark for remark in findings.layout.book.remarks}
    for line in range(code[0] + 1 if code and opinion else len(grid.rows), len(grid.rows)):
        remark = fields.get(as_typed(grid.at(line, code[1]))) if code else None
        text = as_typed(grid.at(line, opinion[1])) if opinion else ""
        if remark and text:
            cell = address(line, opinion[1]) if opinion else ""
            findings.remark(field=remark.field, category=remark.category, text=text, sheet=name, cell=cell)
