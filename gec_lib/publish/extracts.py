"""What a finished Word file or workbook says, read back from its XML: for the guard, and independent of the writers."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from xml.etree import ElementTree as ET

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
EXCEL = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
FRAME = "Frame"
BUILT_IN = {"0": "General", "1": "0", "2": "0.00", "3": "#,##0", "4": "#,##0.00", "9": "0%", "10": "0.00%"}
PRINTED = re.compile(r"^word/(document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml$")


def texts_of_docx(path: Path) -> list[str]:
    """What the blocks say in a Word file: one text a paragraph, and alternative texts of pictures, in their order.

    Runs of the character style ``Frame`` are the form's own words and are left out; see `frame_of_docx`.

    Parameters
    ----------
    path : Path
        A file written by `gec_lib.publish.docx.render_docx`.
    """
    found = ("".join(text for text, own in runs if not own) for runs in _paragraphs(path))
    return [text for text in found if text.strip()]


def frame_of_docx(path: Path) -> list[str]:
    """The form's own words in a Word file: national name, motto, punctuation between texts; none holds a figure."""
    return [text for runs in _paragraphs(path) for text, own in runs if own]


def read_docx(data: bytes) -> tuple[list[str], list[str]]:
    """Texts of the blocks, one a paragraph, and words of the form in a Word file that lies in memory."""
    told, own = [], []
    for runs in _paragraphs(io.BytesIO(data)):
        told.append("".join("\n" if frame else text for text, frame in runs))
        own += [text for text, frame in runs if frame]
    return told, own


def sheet_names(data: bytes) -> list[str]:
    """Names of the sheets of a workbook that lies in memory."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return list(_sheet_files(archive))


def read_workbook(data: bytes) -> tuple[list[str], list[list[float]]]:
    """Texts of a workbook that lies in memory, and the numbers of each sheet in the order of its cells."""
    file = io.BytesIO(data)
    by_sheet: dict[str, list[float]] = {}
    with zipfile.ZipFile(file) as archive:
        by_sheet = {name: [] for name in _sheet_files(archive)}
    for number in numbers_of_workbook(file):
        by_sheet[number.sheet].append(number.value)
    return texts_of_workbook(file), list(by_sheet.values())


def _paragraphs(path: Path | IO[bytes]) -> Iterator[list[tuple[str, bool]]]:
    with zipfile.ZipFile(path) as archive:
        for name in sorted(archive.namelist()):
            if PRINTED.match(name):
                for paragraph in ET.fromstring(archive.read(name)).iter(f"{WORD}p"):
                    yield list(_runs(paragraph))


def _runs(paragraph: ET.Element) -> Iterator[tuple[str, bool]]:
    for run in paragraph.iter(f"{WORD}r"):
        style = run.find(f"{WORD}rPr/{WORD}rStyle")
        own = style is not None and style.get(f"{WORD}val") == FRAME
        for about in run.iter(f"{DRAWING}docPr"):
            yield about.get("descr", ""), False
        for text in run.iter(f"{WORD}t"):
            yield text.text or "", own


@dataclass(frozen=True)
class Typed:
    """A number of a workbook with its sheet, cell and format."""

    sheet: str
    cell: str
    value: float
    format: str


def texts_of_workbook(path: Path | IO[bytes]) -> list[str]:
    """Every text of a workbook: cells (each part of a cell in several fonts alone), sheet names, printed footers."""
    with zipfile.ZipFile(path) as archive:
        texts = _strings(archive)
        book = ET.fromstring(archive.read("xl/workbook.xml"))
        texts += [sheet.get("name", "") for sheet in book.iter(f"{EXCEL}sheet")]
        for name in _sheet_files(archive).values():
            page = ET.fromstring(archive.read(name))
            for tag in ("oddHeader", "oddFooter"):
                texts += [element.text or "" for element in page.iter(EXCEL + tag)]
    return texts


def formulas_of_workbook(path: Path) -> list[str]:
    """Formulas of a workbook; there must be none."""
    with zipfile.ZipFile(path) as archive:
        pages = [ET.fromstring(archive.read(name)) for name in _sheet_files(archive).values()]
    return [formula.text or "" for page in pages for formula in page.iter(f"{EXCEL}f")]


def numbers_of_workbook(path: Path | IO[bytes]) -> list[Typed]:
    """Every number of a workbook with its place and its format."""
    found = []
    with zipfile.ZipFile(path) as archive:
        formats = _formats(archive)
        for sheet, name in _sheet_files(archive).items():
            for cell in ET.fromstring(archive.read(name)).iter(f"{EXCEL}c"):
                value = cell.find(f"{EXCEL}v")
                if value is not None and cell.get("t", "n") == "n":
                    style = formats[int(cell.get("s", "0"))]
                    found.append(Typed(sheet, cell.get("r", ""), float(value.text or "nan"), style))
    return found


def _strings(archive: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    shared = ET.fromstring(archive.read("xl/sharedStrings.xml"))
    return [text.text or "" for text in shared.iter(f"{EXCEL}t")]


def _sheet_files(archive: zipfile.ZipFile) -> dict[str, str]:
    book = ET.fromstring(archive.read("xl/workbook.xml"))
    links = ET.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    return {s.get("name", ""): f"xl/{targets[s.get(RELATION)]}" for s in book.iter(f"{EXCEL}sheet")}


def _formats(archive: zipfile.ZipFile) -> list[str]:
    styles = ET.fromstring(archive.read("xl/styles.xml"))
    own = {f.get("numFmtId", ""): f.get("formatCode", "") for f in styles.iter(f"{EXCEL}numFmt")}
    cells = styles.find(f"{EXCEL}cellXfs")
    known = BUILT_IN | own
    return [known[x.get("numFmtId", "0")] for x in cells] if cells is not None else []
