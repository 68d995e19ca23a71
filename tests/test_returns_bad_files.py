"""Whatever is sent, reading ends with a fault that says so, never with an exception, and within bounds."""

from __future__ import annotations

import io
import random
import time
import zipfile
from pathlib import Path

import pytest

from gec_lib.codelists import load_codes
from gec_lib.returns.containers import MAX_UNCOMPRESSED_BYTES
from gec_lib.returns.forms import Identity, write_form
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


def bad_files(good: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(good)) as archive:
        sheet = archive.read(SHEET)
    far = sheet.replace(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')
    return {
        "nothing": b"",
        "text": "năm,trường\n2025,1\n".encode(),
        "web page": b"<html><table><tr><td>1</td></tr></table></html>",
        "cut": good[: len(good) // 2],
        "cut sheet": repacked(good, {SHEET: sheet[: len(sheet) // 2]}),
        "encrypted or old binary": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2048,
        "a zip of something else": repacked(b"PK\x05\x06" + b"\0" * 18, {"readme.txt": b"x"}),
        "far cell": repacked(good, {SHEET: far}),
        "bomb": repacked(good, {"xl/media/zero.bin": b"\0" * (MAX_UNCOMPRESSED_BYTES + 1)}),
    }


def test_every_bad_file_is_one_fault(tmp_path: Path, good: bytes):
    for name, data in bad_files(good).items():
        started = time.perf_counter()
        reading = read(tmp_path, data)
        assert [fault.rule for fault in reading.faults] == ["ST16"], name
        assert reading.identity is None and reading.observations.empty
        assert "received.xlsx" in reading.faults[0].message_vi
        assert time.perf_counter() - started < 2, name


def test_a_good_workbook_under_a_wrong_name(tmp_path: Path, good: bytes):
    assert [fault.rule for fault in read(tmp_path, good, "form.docx").faults] == ["ST16"]
    assert read(tmp_path, good, "FORM.XLSX").faults == ()


def test_a_workbook_without_our_identity(tmp_path: Path, good: bytes):
    with zipfile.ZipFile(io.BytesIO(good)) as archive:
        strings = archive.read("xl/sharedStrings.xml").replace(b"GEC_", b"XXX_")
    reading = read(tmp_path, repacked(good, {"xl/sharedStrings.xml": strings}))
    assert {fault.rule for fault in reading.faults} == {"ST01"} and reading.layout is None


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
