"""What is written into a form comes back with the cell it stands in, whatever the values; equal input, equal bytes."""

from __future__ import annotations

import datetime
import math
import random
from pathlib import Path

import openpyxl
import pytest

from gec_lib.codelists import OBSERVATION_COLUMNS, REMARK_COLUMNS, Codes, load_codes
from gec_lib.returns.forms import Identity, Value, write_form
from gec_lib.returns.layouts import Key, Layout, load_layouts
from gec_lib.returns.reading import Reading, read_workbook

PARAMS = Path(__file__).resolve().parent.parent / "params"
LAYOUTS = load_layouts(PARAMS)


@pytest.fixture(scope="module")
def codes() -> Codes:
    return load_codes(PARAMS)


def identity_for(layout: Layout, *, synthetic: bool = True) -> Identity:
    unit, name = ("99001", "Phường mẫu 1") if layout.unit_type == "ward" else ("99000001", "Trường mẫu 01")
    return Identity(layout.form, layout.version, layout.year_from, unit, name, layout.level, synthetic)


def random_values(layout: Layout, codes: Codes, *, seed: int) -> dict[Key, Value]:
    draw = random.Random(seed)
    values: dict[Key, Value] = {}
    for key in layout.keys:
        measure = codes.measures[key[0]]
        total: float | int | str = draw.randint(0, 3000)
        if measure.unit == "yes_no":
            total = draw.choice([0, 1, "z"])
        elif measure.unit == "date":
            total = layout.year_from * 10000 + draw.randint(1, 12) * 100 + draw.randint(1, 28)
        elif measure.unit == "hour":
            total = draw.randint(0, 900) / 2
        female = draw.randint(0, int(total)) if measure.sexed and not isinstance(total, str) else None
        values[key] = (total, female)
    return values


def write_and_read(path: Path, layout: Layout, codes: Codes, values: dict[Key, Value]) -> Reading:
    write_form(path, layout, identity=identity_for(layout), codes=codes, values=values, previous=values)
    return read_workbook(path, layouts=LAYOUTS, codes=codes)


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: f"{layout.form}-{layout.version}")
def test_every_layout_returns_what_was_written(layout: Layout, codes: Codes, tmp_path: Path):
    values = random_values(layout, codes, seed=len(layout.rows))
    reading = write_and_read(tmp_path / "form.xlsx", layout, codes, values)
    assert reading.faults == ()
    assert reading.identity == identity_for(layout)
    assert tuple(reading.observations.columns) == OBSERVATION_COLUMNS
    assert len(reading.observations) == len(values)
    for seen in reading.observations.itertuples():
        total, female = values[(seen.measure, seen.category, seen.group)]
        if total == "z":
            assert seen.status == "not_applicable" and math.isnan(seen.total)
        else:
            assert (seen.total, seen.status) == (total, "reported")
        assert math.isnan(seen.female) if female is None else seen.female == female


def test_two_hundred_observations_stand_in_the_cell_they_name(codes: Codes, tmp_path: Path):
    draw, looked_up = random.Random(379), 0
    for layout in LAYOUTS:
        path = tmp_path / f"{layout.form}-{layout.version}.xlsx"
        reading = write_and_read(path, layout, codes, random_values(layout, codes, seed=7))
        book = openpyxl.load_workbook(path, data_only=True)
        rows = list(reading.observations.itertuples())
        for seen in draw.sample(rows, min(12, len(rows))):
            for value, cell in ((seen.total, seen.cell_total), (seen.female, seen.cell_female)):
                if cell:
                    assert in_words(book[seen.sheet][cell].value) == in_words(value), (path.name, seen.sheet, cell)
                    looked_up += 1
    assert looked_up >= 200


def in_words(value: object) -> object:
    """A cell of the second reader in the terms of an observation."""
    if value is None or value == "z" or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, datetime.datetime):
        return float(f"{value:%Y%m%d}")
    return float(str(value))


def test_equal_input_gives_equal_bytes(codes: Codes, tmp_path: Path):
    layout = next(layout for layout in LAYOUTS if layout.remarks)
    values = random_values(layout, codes, seed=1)
    for name in ("a.xlsx", "b.xlsx"):
        write_form(tmp_path / name, layout, identity=identity_for(layout), codes=codes, values=values)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.xlsx", "b.xlsx"]


def test_text_that_looks_like_a_formula_stays_text(codes: Codes, tmp_path: Path):
    layout = next(layout for layout in LAYOUTS if layout.remarks)
    evil = "=cmd|' /C calc'!A0"
    who = Identity(layout.form, layout.version, layout.year_from, "99000001", evil, layout.level, True)
    path = tmp_path / "form.xlsx"
    remarks = {("mo_hinh", "all"): evil, ("evidence", "n01"): evil}
    write_form(path, layout, identity=who, codes=codes, remarks=remarks, explanations={"NV01": evil})
    cells = [c for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows() for c in row if c.value == evil]
    assert len(cells) >= 4
    assert {cell.data_type for cell in cells} == {"s"}
    reading = read_workbook(path, layouts=LAYOUTS, codes=codes)
    assert tuple(reading.remarks.columns) == REMARK_COLUMNS
    kept = set(zip(reading.remarks["field"], reading.remarks["category"], reading.remarks["text"], strict=True))
    assert kept == {("mo_hinh", "all", evil), ("evidence", "n01", evil), ("explanation", "NV01", evil)}
    assert reading.identity == who


def test_the_synthetic_mark_survives_a_deleted_identity_cell(codes: Codes, tmp_path: Path):
    layout = LAYOUTS[0]
    path = tmp_path / "form.xlsx"
    write_form(path, layout, identity=identity_for(layout, synthetic=False), codes=codes)
    assert read_workbook(path, layouts=LAYOUTS, codes=codes).identity == identity_for(layout, synthetic=False)
    write_form(path, layout, identity=identity_for(layout), codes=codes)
    book = openpyxl.load_workbook(path)
    for sheet in book:
        assert any("MÔ PHỎNG" in str(cell.value) for cell in sheet[1]), sheet.title
    for row in book["Thông tin"].iter_rows():
        if row[0].value == "GEC_SYNTHETIC":
            row[2].value = "không"
    book.save(path)
    read = read_workbook(path, layouts=LAYOUTS, codes=codes)
    assert read.identity is not None and read.identity.synthetic


def test_only_the_cells_to_fill_are_unlocked(codes: Codes, tmp_path: Path):
    layout = next(layout for layout in LAYOUTS if layout.form == "dn_thcs")
    path = tmp_path / "form.xlsx"
    write_form(path, layout, identity=identity_for(layout), codes=codes)
    book = openpyxl.load_workbook(path)
    asked = {(seen.sheet, cell) for seen in read_workbook(path, layouts=LAYOUTS, codes=codes).observations.itertuples()
             for cell in (seen.cell_total, seen.cell_female) if cell}  # fmt: skip
    for name in layout.sheets:
        sheet = book[name]
        assert sheet.protection.sheet and sheet.page_setup.orientation == "landscape"
        free = {cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
        explained = {f"{sheet.cell(5, sheet.max_column).column_letter}{line}" for line in range(7, sheet.max_row + 1)}
        assert free - explained == {cell for sheet_name, cell in asked if sheet_name == name}
        assert sheet.freeze_panes == "D7"
    assert {"GEC_FORM", "GEC_VERSION", "GEC_YEAR", "GEC_UNIT", "GEC_LEVEL", "GEC_SYNTHETIC"} <= set(book.defined_names)
