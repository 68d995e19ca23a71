"""Whatever is sent, reading ends with a fault that says so, never with an exception, and within bounds."""

from __future__ import annotations

import io
import random
import struct
import time
import zipfile
from pathlib import Path

import pytest

from gec_lib.codelists import load_codes
from gec_lib.returns import oldbinary
from gec_lib.returns.containers import MAX_CELLS, MAX_ROWS, MAX_TEXT_BYTES, MAX_UNCOMPRESSED_BYTES, Refusal
from gec_lib.returns.datasets import read_csv
from gec_lib.returns.forms import Identity, write_form
from gec_lib.returns.grids import TooFarError
from gec_lib.returns.layouts import layout_for, load_layouts
from gec_lib.returns.reading import Reading, read_workbook

PARAMS = Path(__file__).resolve().parent.parent / "params"
LAYOUTS, CODES = load_layouts(PARAMS), load_codes(PARAMS)


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    layout = layout_for(LAYOUTS, form="dn_th", year=2025)
    path = tmp_path_factory.mktemp("good") / "form.xlsx"
    who = Identity("dn_th", layout.version, 2025, "99000001", "Tiểu học mẫu 01", layout.level, True)
    values = {key: (1, 1 if CODES.measures[key[0]].sexed else None) for key in layout.keys}
    write_form(path, layout, identity=who, codes=CODES, values=values)
    return path.read_bytes()


def read(folder: Path, data: bytes, name: str = "received.xlsx") -> Reading:
    (folder / name).write_bytes(data)
    return read_workbook(folder / name, layouts=LAYOUTS, codes=CODES)


def repacked(data: bytes, replace: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry, replace.get(entry.filename, old.read(entry)))
        for name in set(replace) - set(old.namelist()):
            new.writestr(name, replace[name])
    return out.getvalue()


SHEET = "xl/worksheets/sheet2.xml"


def bad_files(good: bytes) -> dict[str, tuple[bytes, Refusal]]:
    with zipfile.ZipFile(io.BytesIO(good)) as archive:
        sheet = archive.read(SHEET)
        book = archive.read("xl/workbook.xml")
    far = sheet.replace(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')
    rows = sheet.replace(b"</sheetData>", b"<row><c><v>1</v></c></row>" * 1_000_000 + b"</sheetData>")
    repeated = sheet.replace(
        b"</sheetData>", b'<row r="60"><c r="A60" t="s"><v>0</v></c></row>' * 9000 + b"</sheetData>"
    )
    long_text = b"<sst><si><t>" + b"x" * 20_000_000 + b"</t></si></sst>"
    laughs = b'<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "' + b"&b;" * 10_000 + b'">]>'
    inside = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2048
    return {
        "nothing": (b"", Refusal.DAMAGED),
        "text": ("năm,trường\n2025,1\n".encode(), Refusal.DAMAGED),
        "web page": (b"<html><table><tr><td>1</td></tr></table></html>", Refusal.DAMAGED),
        "cut": (good[: len(good) // 2], Refusal.DAMAGED),
        "cut sheet": (repacked(good, {SHEET: sheet[: len(sheet) // 2]}), Refusal.DAMAGED),
        "old binary": (old, Refusal.DAMAGED),
        "encrypted": (old + "EncryptedPackage".encode("utf-16-le"), Refusal.PASSWORD),
        "a zip of something else": (repacked(b"PK\x05\x06" + b"\0" * 18, {"readme.txt": b"x"}), Refusal.DAMAGED),
        "far cell": (repacked(good, {SHEET: far}), Refusal.FAR),
        "a million rows": (repacked(good, {SHEET: rows}), Refusal.FAR),
        "zip bomb": (repacked(good, {"xl/media/zero.bin": b"\0" * (MAX_UNCOMPRESSED_BYTES + 1)}), Refusal.SIZE),
        "many parts": (repacked(good, {f"xl/media/{n}": b"" for n in range(3000)}), Refusal.SIZE),
        "one long text often": (repacked(good, {SHEET: repeated, "xl/sharedStrings.xml": long_text}), Refusal.TEXT),
        "entities": (repacked(good, {"xl/workbook.xml": laughs + book}), Refusal.DOCTYPE),
        "entities in another alphabet": (
            repacked(good, {"xl/styles.xml": (laughs.decode() + "<a/>").encode("utf-16")}),
            Refusal.DOCTYPE,
        ),
        "a file of the machine": (repacked(good, {SHEET: inside + sheet}), Refusal.DOCTYPE),
        **ods_bombs(),
    }


CELL = '<table:table-cell office:value-type="string" table:number-columns-repeated="{}"><text:p>{}</text:p>{}'
CELL_END = "</table:table-cell>"
ROW = '<table:table-row table:number-rows-repeated="{}">{}</table:table-row>'


def ods(content: str) -> bytes:
    head = '<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet>'
    tail = "</office:spreadsheet></office:body></office:document-content>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", f'{head}<table:table table:name="a">{content}</table:table>{tail}')
        archive.writestr("META-INF/manifest.xml", '<manifest:manifest xmlns:manifest="m"/>')
    return out.getvalue()


def filled(*, rows: int, columns: int, text: str) -> str:
    return ROW.format(rows, CELL.format(columns, text, CELL_END))


def ods_bombs() -> dict[str, tuple[bytes, Refusal]]:
    return {
        "ods: a million filled rows": (ods(filled(rows=1_048_576, columns=1, text="a")), Refusal.FAR),
        "ods: sixteen thousand filled columns": (ods(filled(rows=1, columns=16_384, text="a")), Refusal.FAR),
        "ods: seven million cells": (ods(filled(rows=9_999, columns=700, text="a")), Refusal.FAR),
        "ods: a long text often": (ods(filled(rows=900, columns=100, text="a" * 10_000)), Refusal.TEXT),
    }


def test_every_bad_file_is_one_fault_that_names_the_limit(tmp_path: Path, good: bytes):
    book = LAYOUTS[0].book
    for name, (data, refusal) in bad_files(good).items():
        started = time.perf_counter()
        (fault,) = read(tmp_path, data).faults
        assert (fault.rule, fault.found) == ("ST16", book.words[refusal]), name
        assert "received.xlsx" in fault.message_vi and book.words_en[refusal] in fault.message_en
        assert time.perf_counter() - started < 10, name
    for refusal, limit in (
        (Refusal.SIZE, "64 MB"),
        (Refusal.TEXT, "64 MB"),
        (Refusal.FAR, "ZZ"),
        (Refusal.FAR, "9999"),
    ):
        assert limit in book.words[refusal] and limit in book.words_en[refusal]
    assert (MAX_UNCOMPRESSED_BYTES, MAX_TEXT_BYTES, MAX_ROWS, MAX_CELLS) == (64 * 2**20, 64 * 2**20, 9_999, 2_000_000)


def test_empty_rows_that_libreoffice_repeats_to_the_end_are_no_bomb(tmp_path: Path):
    empty = ROW.format(1_048_575, '<table:table-cell table:number-columns-repeated="16384"/>')
    reading = read(tmp_path, ods(filled(rows=1, columns=1, text="a") + empty), "received.ods")
    assert {fault.rule for fault in reading.faults} == {"ST01"}


def xls(cells: list[tuple[int, int]], *, kind: int = 0x0203) -> bytes:
    """A minimal old workbook: header, one sector of the table, one of the directory, eight of records."""
    begin, end, name = struct.pack("<HH", 0x0809, 0), struct.pack("<HH", 0x000A, 0), b"\x01\x00a"
    sheet_at = 2 * len(begin) + 10 + len(name)  # behind the record that points to it
    pointer = struct.pack("<HHIH", 0x0085, 6 + len(name), sheet_at, 0) + name
    cell = b"".join(struct.pack("<HHHHHd", kind, 14, row, column, 0, 1.0) for row, column in cells)
    stream = begin + pointer + end + begin + cell + end
    stream += bytes(4096 - len(stream))
    header = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504))
    struct.pack_into("<H", header, 30, 9)
    struct.pack_into("<I", header, 48, 1)
    struct.pack_into("<III", header, 60, 0xFFFFFFFE, 0, 0xFFFFFFFE)
    struct.pack_into("<109I", header, 76, 0, *[0xFFFFFFFF] * 108)
    table = struct.pack("<128I", 0xFFFFFFFD, 0xFFFFFFFE, *range(3, 10), 0xFFFFFFFE, *[0xFFFFFFFF] * 118)
    entry = "Workbook".encode("utf-16-le").ljust(64, b"\0") + struct.pack("<H", 18) + bytes(50)
    entry += struct.pack("<II", 2, 4096) + bytes(4)
    return bytes(header) + table + entry + bytes(384) + stream


def test_an_old_workbook_is_walked_before_it_is_opened(tmp_path: Path):
    book = LAYOUTS[0].book
    found = {
        name: [fault.found for fault in read(tmp_path, data, "received.xls").faults]
        for name, data in {
            "far row": xls([(0, 0), (60_000, 3)]),
            "far column": xls([(5, 703)]),
            "far corner": xls([(65_535, 65_535)]),
        }.items()
    }
    assert found == {name: [book.words[Refusal.FAR]] for name in found}
    oldbinary.scan(xls([(0, 0), (9_000, 100)]), max_rows=9_999, max_cells=2_000_000)
    with pytest.raises(TooFarError):
        oldbinary.scan(xls([(0, 0), (9_000, 300)]), max_rows=9_999, max_cells=2_000_000)
    for cut in (600, 1_000, 1_500):
        with pytest.raises(ValueError):
            oldbinary.scan(xls([(0, 0)])[:cut].replace(b"W\0o", b"X\0o"), max_rows=9_999, max_cells=2_000_000)


def test_far_cells_written_in_unusual_ways(tmp_path: Path, good: bytes):
    with zipfile.ZipFile(io.BytesIO(good)) as archive:
        sheet = archive.read(SHEET)
    ways = (
        b'<row r="9"><c\tr = "xfd9"><v>1</v></c></row>',
        b"<row r='70000'><!-- --><c><v>1</v></c></row>",
        b'<row r="9">' + b"<c><v>1</v></c>" * 800 + b"</row>",
        b'<row r="9"><c r="A1048576"><is><t>x</t></is></c></row>',
    )
    for way in ways:
        data = repacked(good, {SHEET: sheet.replace(b"</sheetData>", way + b"</sheetData>")})
        assert [fault.found for fault in read(tmp_path, data).faults] == [LAYOUTS[0].book.words[Refusal.FAR]], way
    empty = b'<row r="1048576"><c r="XFD1048576" s="1"/></row></sheetData>'
    assert read(tmp_path, repacked(good, {SHEET: sheet.replace(b"</sheetData>", empty)})).faults == ()


def test_bombs_of_commas(tmp_path: Path):
    head = "year,unit,level,measure,category,group,total,female\n"
    for text, refusal in (
        (head + "\n" * 300_000, Refusal.CELLS),
        (head + "," * 3_000_000, Refusal.CELLS),
        ('"' + "x" * 200_000, Refusal.DAMAGED),
        ("a," * 1_000, Refusal.CELLS),
        (head + "\n" * (MAX_UNCOMPRESSED_BYTES + 1), Refusal.SIZE),
    ):
        (tmp_path / "received.csv").write_text(text, encoding="utf-8")
        (fault,) = read_csv(tmp_path / "received.csv", layouts=LAYOUTS, codes=CODES).faults
        assert (fault.rule, fault.found) == ("ST16", LAYOUTS[0].book.words[refusal])
    (tmp_path / "received.csv").write_text(head + "x,y,z,a,b,c,d,e\n" * 150_000, encoding="utf-8")
    assert len(read_csv(tmp_path / "received.csv", layouts=LAYOUTS, codes=CODES).faults) < 1_010


def test_a_good_workbook_under_a_wrong_name(tmp_path: Path, good: bytes):
    assert [fault.rule for fault in read(tmp_path, good, "form.docx").faults] == ["ST16"]
    assert read(tmp_path, good, "FORM.XLSX").faults == ()


def test_a_workbook_without_our_identity(tmp_path: Path, good: bytes):
    with zipfile.ZipFile(io.BytesIO(good)) as archive:
        strings = archive.read("xl/sharedStrings.xml").replace(b"GEC_", b"XXX_")
    reading = read(tmp_path, repacked(good, {"xl/sharedStrings.xml": strings}))
    assert [fault.rule for fault in reading.faults] == ["ST01"] and reading.layout is None  # one cause, one message


def test_damaged_bytes_never_raise(tmp_path: Path, good: bytes):
    draw = random.Random(20)
    with zipfile.ZipFile(io.BytesIO(good)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name.endswith(".xml")}
    for turn in range(60):
        data = bytearray(good)
        for _ in range(draw.randint(1, 20)):
            data[draw.randrange(len(data))] = draw.randrange(256)
        name = draw.choice(sorted(parts))
        inner = bytearray(parts[name])
        for _ in range(draw.randint(1, 20)):
            inner[draw.randrange(len(inner))] = draw.randrange(256)
        for damaged in (bytes(data), repacked(good, {name: bytes(inner)})):
            assert isinstance(read(tmp_path, damaged), Reading), turn
