"""One workbook with many schools is read as a CSV file is: same figures, same faults, with sheet and cell."""

from __future__ import annotations

import csv
import shutil
import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl
import pytest

from gec_lib.codelists import load_codes
from gec_lib.collecting import send_back
from gec_lib.ledger.tables import read_file
from gec_lib.returns.datasets import DatasetMapping, load_mapping, read_csv
from gec_lib.returns.layouts import load_layouts
from gec_lib.returns.sheet_tables import read_sheet_tables
from tests.ledger.conftest import make_district

SHEET = "Các trường"
# One row a school: boys and girls of grade 1; the third school gives a rate where a count belongs.
MAPPING = """
title: Pupils of a district
source: a list of schools
evidence: assumed
numbers: plain
year: {column: year}
unit: {column: code}
unit_type: {constant: school}
level: {constant: primary}
category: {constant: g1}
group: {constant: all}
stream: {constant: start_of_year}
period: {constant: 30sep}
measures:
  - {measure: pupils, total: pupils, female: girls}
  - {measure: classes, total: classes}
"""
ROWS: tuple[tuple[object, ...], ...] = (
    ("year", "code", "name", "pupils", "girls", "classes"),
    (2021, "99000001", "A", 31, 14, 1),
    (2021, "99000002", "B", 60, 29, 2),
    (2021, "99000003", "C", 45, "0.985", 2),
)
MIME = "application/vnd.oasis.opendocument.spreadsheet"
NAMES = "".join(
    f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
)


def write_xlsx(path: Path, rows: Sequence[Sequence[object]]) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Ghi chú"
    book.active["A1"] = "Danh sách do Phòng lập"
    sheet = book.create_sheet(SHEET)
    for row in rows:
        sheet.append(list(row))
    book.save(path)


def write_ods(path: Path, rows: Sequence[Sequence[object]]) -> None:
    def cell(value: object) -> str:
        text = f"<text:p>{escape(str(value))}</text:p>"
        if isinstance(value, int):
            return f'<table:table-cell office:value-type="float" office:value="{value}">{text}</table:table-cell>'
        return f'<table:table-cell office:value-type="string">{text}</table:table-cell>'

    lines = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content{NAMES} office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="{SHEET}">{lines}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("mimetype", MIME)
        file.writestr("content.xml", content)
        file.writestr(
            "META-INF/manifest.xml",
            f'<manifest:manifest xmlns:manifest="{manifest}"><manifest:file-entry manifest:full-path="/" '
            f'manifest:media-type="{MIME}"/></manifest:manifest>',
        )


def write_csv(path: Path, rows: Sequence[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)


@pytest.fixture
def mapping(params: Path, tmp_path: Path) -> DatasetMapping:
    path = tmp_path / "mapping.yaml"
    path.write_text(MAPPING, encoding="utf-8")
    return load_mapping(path, codes=load_codes(params))


@pytest.mark.parametrize(("suffix", "write"), [(".xlsx", write_xlsx), (".ods", write_ods)])
def test_three_schools_one_of_them_wrong(params, tmp_path, mapping, suffix, write):
    path, plain = tmp_path / f"trường{suffix}", tmp_path / "trường.csv"
    write(path, ROWS)
    write_csv(plain, ROWS)
    known = {"layouts": load_layouts(params), "codes": load_codes(params), "mapping": mapping}
    reading, as_csv = read_sheet_tables(path, **known), read_csv(plain, **known)
    assert reading is not None
    (fault,) = reading.faults
    (same,) = as_csv.faults
    assert (fault.sheet, fault.cell, fault.found) == (SHEET, "E4", "0.985")
    assert (fault.rule, fault.cell, fault.found, fault.expected) == (same.rule, same.cell, same.found, same.expected)
    assert SHEET in fault.message_vi and "E4" in fault.message_vi
    seen = reading.observations
    pupils = seen[seen["measure"] == "pupils"].set_index("unit")
    assert pupils["total"].to_dict() == {"99000001": 31, "99000002": 60, "99000003": 45}
    assert pupils["female"].dropna().to_dict() == {"99000001": 14, "99000002": 29}
    assert pupils.loc["99000002", ["sheet", "cell_total", "cell_female"]].tolist() == [SHEET, "D3", "E3"]
    apart = ["file", "sheet"]
    assert seen.drop(columns=apart).equals(as_csv.observations.drop(columns=apart))


def test_a_workbook_without_the_columns_is_no_table(params, tmp_path, mapping):
    path = tmp_path / "x.xlsx"
    write_xlsx(path, [("year", "code"), (2021, "99000001")])
    known = {"layouts": load_layouts(params), "codes": load_codes(params)}
    assert read_sheet_tables(path, mapping=mapping, **known) is None
    path.write_bytes(b"?")
    assert read_sheet_tables(path, mapping=mapping, **known) is None
    assert [fault.rule for fault in read_file(path, name="x.xlsx", **known).faults] == ["ST16"]


OWN = ("year", "unit", "level", "measure", "category", "group", "total", "female")


def test_the_intake_takes_a_workbook_in_our_own_columns(params, tmp_path):
    district = make_district(tmp_path, params)
    shutil.copy(params / "demo_offices.yaml", district.home.params / "offices.yaml")
    good = district.inbox / "các trường.xlsx"
    rows = [OWN, *((2020, unit, "primary", "pupils", "g1", "all", 31, 14) for unit in ("99000001", "99000002"))]
    write_xlsx(good, rows)
    (outcome,) = district.take(good, received="2021-10-20").outcomes
    assert outcome.line.action == "accepted" and outcome.line.form == "csv" and outcome.line.year == 2020
    wrong = district.inbox / "sai.xlsx"
    write_xlsx(wrong, [OWN, (2019, "99000009", "primary", "pupils", "g1", "all", "31 em", 14)])
    (outcome,) = district.take(wrong, received="2021-10-20").outcomes
    assert outcome.line.action == "rejected"
    found = {(fault.rule, fault.sheet, fault.cell) for fault in outcome.faults}
    assert ("TY01", SHEET, "G2") in found and ("ST07", SHEET, "G2") in found  # not a number; no unit of the register
    (returned,) = send_back(district.home, [outcome], lang="vi")
    letter = returned.letter.read_text(encoding="utf-8")
    assert "sai.xlsx" in letter and f"Sheet “{SHEET}”, ô G2" in letter
