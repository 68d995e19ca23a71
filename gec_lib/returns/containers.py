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
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from enum import StrEnum
from xml.parsers import expat

import python_calamine as calamine

from gec_lib.returns.opendocument import MAX_COLUMNS, TooFarError, TooMuchTextError, scan

SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods")
MAX_UNCOMPRESSED_BYTES = 64 * 2**20
MAX_TEXT_BYTES = 64 * 2**20
MAX_CELLS = 2_000_000
MAX_PARTS = 2_000
FAR_CELL = re.compile(rb'<(?:\w+:)?c [^>]*?r=["\'](?:[A-Z]{3}\d+|[A-Z]{1,2}\d{5,})["\'][^>]*[^/]>')
FAR_ROW = re.compile(rb'<(?:\w+:)?row [^>]*?r=["\']\d{5,}["\'][^>]*>\s*<(?:\w+:)?c')
ROW = re.compile(rb"<(?:\w+:)?row[\s/>]")
SHARED_CELL = re.compile(rb'<(?:\w+:)?c [^>]*?t=["\']s["\']')
SHARED_END = re.compile(rb"</(?:\w+:)?si>")
FORMULA = re.compile(rb'<(?:\w+:)?c r="([A-Z]{1,2}\d{1,4})"[^>]*>\s*<(?:\w+:)?f[\s>/]')
DOCTYPES = tuple("<!DOCTYPE".encode(code) for code in ("ascii", "utf-16-le", "utf-16-be"))
SHEET_ENTRY = re.compile(rb'<(?:\w+:)?sheet\s[^>]*?name="([^"]*)"[^>]*?r:id="([^"]*)"')
RELATION = re.compile(rb"<Relationship\s[^>]*>")
ATTRIBUTE = re.compile(rb'(\w+)="([^"]*)"')
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
    cells = 0
    for part in sheets.values():
        if FAR_CELL.search(part) or FAR_ROW.search(part) or len(ROW.findall(part)) > MAX_ROWS:
            raise RefusedError(Refusal.FAR)
        cells += len(SHARED_CELL.findall(part))
    for name, part in parts.items():
        if name.lower().endswith("sharedstrings.xml"):
            longest = max(map(len, SHARED_END.split(part)))
            if longest * cells > MAX_TEXT_BYTES:
                raise RefusedError(Refusal.TEXT)
    formulas = {name: frozenset(cell.decode() for cell in FORMULA.findall(part)) for name, part in sheets.items()}
    return {title: formulas[name] for title, name in _titles(parts) if formulas.get(name)}


def _titles(parts: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """The name of every sheet and the part that holds it."""
    targets = {}
    for relation in RELATION.findall(parts.get("xl/_rels/workbook.xml.rels", b"")):
        attributes = dict(ATTRIBUTE.findall(relation))
        target = attributes.get(b"Target", b"").decode(errors="replace")
        targets[attributes.get(b"Id", b"")] = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
    for title, key in SHEET_ENTRY.findall(parts.get("xl/workbook.xml", b"")):
        yield html.unescape(title.decode(errors="replace")), targets.get(key, "")


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
