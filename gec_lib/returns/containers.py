"""A file before it is opened: what would fill the memory is refused by a limit that is named, formulas are noted.

Excel files and OpenDocument files are archives of XML; what they unpack to, how far their cells reach and how often a
text is repeated is known before any grid is built.
"""

from __future__ import annotations

import csv
import html
import io
import itertools
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Collection, Iterator, Mapping
from enum import StrEnum
from xml.parsers import expat

import python_calamine as calamine

from gec_lib.returns import oldbinary
from gec_lib.returns.grids import MAX_COLUMNS, TooFarError, TooMuchTextError, reach, scan

SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods")
MAX_UNCOMPRESSED_BYTES = 64 * 2**20
MAX_TEXT_BYTES = 64 * 2**20
MAX_CELLS = 2_000_000
MAX_PARTS = 2_000
# Every pattern is bounded by the next angle bracket or quote: a hostile part cannot make the search take long.
# The name of a far cell, the number of a far row, or a blank between the sign and the value, which nobody writes.
SUSPECT = re.compile(rb"""=(?:["'](?:[A-Za-z]{3,}\d|[A-Za-z]{0,2}\d{5})|[\s])""")
CELL = re.compile(rb"<(?:[^\s<>/:]+:)?c[\s/>]")
SHARED_END = re.compile(rb"</(?:[^\s<>/:]+:)?si>")
FORMULA = re.compile(rb'<(?:[^\s<>/:]+:)?c r="([A-Z]{1,2}\d{1,4})"[^<>]*>\s*<(?:[^\s<>/:]+:)?f[\s>/]')
LAST_CELL = re.compile(rb'<c r="([A-Z]{1,2}\d{1,4})"[^<>]*>\s*$')
DOCTYPES = tuple("<!DOCTYPE".encode(code) for code in ("ascii", "utf-16-le", "utf-16-be"))
TAG = re.compile(rb"<(?:[^\s<>/:]+:)?(?:sheet|Relationship)\s([^<>]*)>")
ATTRIBUTE = re.compile(rb'\s([\w:]+)="([^"]*)"')
OLD_BINARY = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
MAX_ROWS, MAX_LINES = 9_999, 200_000  # of a sheet, of a CSV file of many returns
UNREADABLE = (
    calamine.CalamineError,
    calamine.WorksheetNotFound,
    calamine.XmlError,
    calamine.ZipError,
    zipfile.BadZipFile,
    zlib.error,
    expat.ExpatError,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
    struct.error,
)
Formulas = Mapping[str, frozenset[str]]


class Refusal(StrEnum):
    """Why a file is refused: the key of its words in ``params/layouts/words.csv``."""

    SUFFIX = "refused_suffix"
    PASSWORD = "refused_password"
    DAMAGED = "refused_damaged"
    SIZE = "refused_size"
    FAR = "refused_far"
    CELLS = "refused_cells"
    TEXT = "refused_text"
    DOCTYPE = "refused_doctype"


class RefusedError(ValueError):
    """A file that is not opened."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal


def inspect(data: bytes, *, suffix: str) -> Formulas:
    """Look at a file before it is opened.

    Parameters
    ----------
    data : bytes
        The file as received.
    suffix : str
        The end of its name, in small letters.

    Returns
    -------
    mapping of str to set of str
        The cells with a formula, by the name of their sheet; none of an ``.xls`` file, which does not show them.

    Raises
    ------
    RefusedError
        When the file is beyond a limit, protected, or of another kind.
    """
    if suffix not in SUFFIXES:
        raise RefusedError(Refusal.SUFFIX)
    if data.startswith(OLD_BINARY) and ENCRYPTED in data:
        raise RefusedError(Refusal.PASSWORD)
    if not zipfile.is_zipfile(io.BytesIO(data)):
        if len(data) > MAX_UNCOMPRESSED_BYTES:
            raise RefusedError(Refusal.SIZE)
        _old_binary(data)
        return {}
    parts = _parts(data)
    if "content.xml" in parts:
        return _opendocument(parts["content.xml"])
    return _excel(parts)


def _parts(data: bytes) -> dict[str, bytes]:
    """The XML parts of an archive; of the others only the size counts."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
        if len(entries) > MAX_PARTS or sum(entry.file_size for entry in entries) > MAX_UNCOMPRESSED_BYTES:
            raise RefusedError(Refusal.SIZE)
        if any(entry.flag_bits & 1 for entry in entries):
            raise RefusedError(Refusal.PASSWORD)
        parts = {entry.filename: archive.read(entry) for entry in entries}  # never more than an entry declares
    for name, part in parts.items():
        if name.endswith((".xml", ".rels", ".vml")) and any(mark in part for mark in DOCTYPES):
            raise RefusedError(Refusal.DOCTYPE)
    return parts


def _excel(parts: Mapping[str, bytes]) -> Formulas:
    sheets = {name: part for name, part in parts.items() if name.lower().startswith("xl/worksheets/")}
    for part in sheets.values():
        _within_limits(part)
    for name, part in parts.items():
        if name.lower().endswith("sharedstrings.xml"):
            _repeats_no_text(part, sheets.values())
    formulas = {name: frozenset(_formulas(part)) for name, part in sheets.items()}
    return {title: formulas[name] for title, name in _titles(parts) if formulas.get(name)}


def _within_limits(part: bytes) -> None:
    """Refuse a sheet with far cells; only where there could be one, the cells are looked at one by one."""
    rows = part.split(b"<row")
    if len(rows) > MAX_ROWS + 1:
        raise RefusedError(Refusal.FAR)
    if len(rows) == 1 or max(row.count(b"<") for row in rows) > MAX_COLUMNS or SUSPECT.search(part):
        try:
            reach(part, max_rows=MAX_ROWS)
        except TooFarError:
            raise RefusedError(Refusal.FAR) from None


def _repeats_no_text(shared: bytes, sheets: Collection[bytes]) -> None:
    longest = max(map(len, SHARED_END.split(shared)))
    if longest * sum(part.count(b"<") for part in sheets) <= MAX_TEXT_BYTES:
        return  # there are more marks than cells
    if longest * sum(len(CELL.findall(part)) for part in sheets) > MAX_TEXT_BYTES:
        raise RefusedError(Refusal.TEXT)


def _formulas(part: bytes) -> Iterator[str]:
    """The cells of a sheet with a formula."""
    if b":c " in part:  # elements with a prefix
        yield from (cell.decode() for cell in FORMULA.findall(part))
        return
    for before in part.split(b"<f")[:-1]:
        match = LAST_CELL.search(before, max(0, before.rfind(b"<c ")))
        if match:
            yield match[1].decode()


def _titles(parts: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """The name of every sheet and the part that holds it."""
    targets = {}
    for text in TAG.findall(parts.get("xl/_rels/workbook.xml.rels", b"")):
        attributes = dict(ATTRIBUTE.findall(b" " + text))
        target = attributes.get(b"Target", b"").decode(errors="replace")
        targets[attributes.get(b"Id", b"")] = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
    for text in TAG.findall(parts.get("xl/workbook.xml", b"")):
        attributes = dict(ATTRIBUTE.findall(b" " + text))
        title = html.unescape(attributes.get(b"name", b"").decode(errors="replace"))
        yield title, targets.get(attributes.get(b"r:id", b""), "")


def _old_binary(data: bytes) -> None:
    if not data.startswith(OLD_BINARY):
        raise RefusedError(Refusal.DAMAGED)
    try:
        oldbinary.scan(data, max_rows=MAX_ROWS, max_cells=MAX_CELLS)
    except TooMuchTextError:
        raise RefusedError(Refusal.TEXT) from None
    except TooFarError:
        raise RefusedError(Refusal.FAR) from None


def _opendocument(content: bytes) -> Formulas:
    try:
        return scan(content, max_rows=MAX_ROWS, max_cells=MAX_CELLS, max_text=MAX_TEXT_BYTES)
    except TooMuchTextError:
        raise RefusedError(Refusal.TEXT) from None
    except TooFarError:
        raise RefusedError(Refusal.FAR) from None


def csv_rows(data: bytes) -> list[list[str]]:
    """The rows of a CSV file.

    Raises
    ------
    RefusedError
        When it is beyond a limit, or no text of rows and columns.
    """
    if len(data) > MAX_UNCOMPRESSED_BYTES:
        raise RefusedError(Refusal.SIZE)
    try:
        lines = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
        rows = list(itertools.islice(lines, MAX_LINES + 1))
    except (UnicodeDecodeError, csv.Error):
        raise RefusedError(Refusal.DAMAGED) from None
    if len(rows) > MAX_LINES or sum(map(len, rows)) > MAX_CELLS or (rows and len(rows[0]) > MAX_COLUMNS):
        raise RefusedError(Refusal.CELLS)
    return rows
