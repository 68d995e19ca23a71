"""Damage for training and tests: a sheet renamed, a row deleted, headings swapped, a password, a list of names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl

PUPILS, STAFF = "Học sinh", "Đội ngũ"
# The old binary container with the entry of an encrypted package: what a workbook with a password looks like.
PROTECTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1016) + "EncryptedPackage".encode("utf-16-le") + bytes(1000)
# Where a fault of the file is told: a key of the identity sheet, or sheet and cell.
TOLD: Mapping[str, tuple[str, str]] = {
    "ST01": ("", "GEC_VERSION"),
    "ST02": (STAFF, "A1"),
    "ST03": (PUPILS, "C10"),
    "ST04": (PUPILS, "B9"),
    "ST05": (PUPILS, "C11"),
    "ST06": (PUPILS, "D6"),
    "ST07": ("", "GEC_UNIT"),
    "ST08": ("", "GEC_UNIT"),
    "ST09": ("", "GEC_LEVEL"),
    "ST10": ("", "GEC_UNIT"),
    "ST11": ("", "GEC_YEAR"),
    "ST12": ("", "GEC_UNIT"),
    "ST13": ("", "GEC_UNIT_NAME"),
    "ST14": ("", "GEC_FORM"),
    "ST15": (PUPILS, "D9"),
    "ST16": ("", ""),
    "ST17": (PUPILS, "B40"),
}


def nothing(path: Path) -> None:
    """A fault of figures leaves the file whole."""


def _with(path: Path, work: Callable[[openpyxl.Workbook], None]) -> None:
    book = openpyxl.load_workbook(path)
    work(book)
    book.save(path)


def rename_sheet(path: Path) -> None:
    """ST02: a sheet under another name."""

    def work(book: openpyxl.Workbook) -> None:
        book[STAFF].title = "Doi ngu"

    _with(path, work)


def delete_row(path: Path) -> None:
    """ST03: the row of the second grade is gone."""
    _with(path, lambda book: book[PUPILS].delete_rows(10))


def swap_labels(path: Path) -> None:
    """ST04: the labels of the first two grades are swapped."""

    def work(book: openpyxl.Workbook) -> None:
        sheet = book[PUPILS]
        sheet["B9"], sheet["B10"] = sheet["B10"].value, sheet["B9"].value

    _with(path, work)


def copy_row(path: Path) -> None:
    """ST05: the row of the second grade stands twice."""

    def work(book: openpyxl.Workbook) -> None:
        sheet = book[PUPILS]
        sheet.insert_rows(11)
        for column in range(1, 8):
            sheet.cell(11, column).value = sheet.cell(10, column).value

    _with(path, work)


def swap_headings(path: Path) -> None:
    """ST06: total and female are swapped, with their headings."""

    def work(book: openpyxl.Workbook) -> None:
        sheet = book[PUPILS]
        for line in range(6, 30):
            one, two = sheet.cell(line, 4), sheet.cell(line, 5)
            one.value, two.value = two.value, one.value

    _with(path, work)


def link_cell(path: Path) -> None:
    """ST15: a cell takes its figure from another file."""

    def work(book: openpyxl.Workbook) -> None:
        book[PUPILS]["D9"] = "=[1]Sheet1!A1"

    _with(path, work)


def protect(path: Path) -> None:
    """ST16: a file with a password."""
    path.write_bytes(PROTECTED)


def paste_names(path: Path) -> None:
    """ST17: a list of persons below the table."""

    def work(book: openpyxl.Workbook) -> None:
        for line in range(40, 43):
            book[PUPILS].cell(line, 2).value = f"Học sinh mẫu {line}"

    _with(path, work)


DAMAGE: Mapping[str, Callable[[Path], None]] = {
    "ST02": rename_sheet,
    "ST03": delete_row,
    "ST04": swap_labels,
    "ST05": copy_row,
    "ST06": swap_headings,
    "ST15": link_cell,
    "ST16": protect,
    "ST17": paste_names,
}
