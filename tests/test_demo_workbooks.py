"""The workbooks of the synthetic district: repeatable, stamped, readable, complete, accepted by the checks."""

from __future__ import annotations

import csv
import hashlib
import shutil
import zipfile

import openpyxl
import pandas as pd
import pytest

from gec_lib.codelists import load_codes
from gec_lib.demo import build_district, make_demo_home, write_district, write_samples
from gec_lib.demo.draws import generator
from gec_lib.home import find_home
from gec_lib.register import load_register
from gec_lib.returns.checks import check
from gec_lib.returns.layouts import load_layouts
from gec_lib.returns.reading import read_workbook

SEED = 379
FEW = {"99000001", "99000051", "99000076", "99000097", "99001"}


@pytest.fixture(scope="module")
def district(params):
    return build_district(params, seed=SEED)


@pytest.fixture(scope="module")
def folder(district, tmp_path_factory):
    folder = tmp_path_factory.mktemp("few")
    write_district(district, folder, years=[2024, 2025], units=FEW)
    return folder


@pytest.fixture(scope="module")
def readings(folder, params):
    layouts, codes = load_layouts(params), load_codes(params)
    files = sorted(folder.glob("*/*.xlsx"))
    return {file: read_workbook(file, layouts=layouts, codes=codes) for file in files}


def digest(file):
    return hashlib.sha256(file.read_bytes()).hexdigest()


def parts(file):
    """The parts of a workbook before compression, which is not the same on every platform."""
    with zipfile.ZipFile(file) as archive:
        return {name: hashlib.sha256(archive.read(name)).hexdigest() for name in archive.namelist()}


def digests(folder):
    return {path.relative_to(folder).as_posix(): digest(path) for path in folder.rglob("*.*")}


@pytest.fixture(scope="module")
def samples(params, tmp_path_factory):
    folder = tmp_path_factory.mktemp("samples")
    return folder, write_samples(folder, params=params, seed=SEED)


def test_same_seed_same_bytes(district, samples, tmp_path):
    folder, files = samples
    units = {file.stem.split("-")[1] for file in files}
    write_district(district, tmp_path, years=[2025], units=units, workers=2)
    assert digests(tmp_path) == digests(folder)


def test_other_seed_other_values(district, params):
    other = build_district(params, seed=SEED + 1)
    values = {(m.form, m.unit, m.level, m.year): m.values for m in other.returns}
    same = sum(values[m.form, m.unit, m.level, m.year] == m.values for m in district.returns)
    assert same < 0.01 * len(district.returns)


def test_each_stream_of_chance_is_its_own():
    one = generator(SEED, "pupils", "99000001", 2021).integers(0, 2**31, size=4)
    assert (generator(SEED, "pupils", "99000001", 2021).integers(0, 2**31, size=4) == one).all()
    for words in (("pupils", "99000002", 2021), ("pupils", "99000001", 2022), ("staff", "99000001", 2021)):
        assert not (generator(SEED, *words).integers(0, 2**31, size=4) == one).any()


def test_one_school_more_leaves_the_others_alone(district, params, tmp_path):
    """A school that opens a year earlier changes no value of any other school."""
    other = tmp_path / "params"
    make_copy(params, other, "2024-03-01", "2023-03-01")
    changed = build_district(other, seed=SEED)
    values = {(m.form, m.unit, m.level, m.year): m.values for m in changed.returns}
    newcomer = "99000101"
    assert all(values[m.form, m.unit, m.level, m.year] == m.values for m in district.returns if m.unit != newcomer)
    assert len(values) == len(district.returns) + 3


def make_copy(params, folder, old, new):
    shutil.copytree(params, folder)
    plan = folder / "demo_district.yaml"
    text = plan.read_text(encoding="utf-8")
    assert old in text
    plan.write_text(text.replace(old, new), encoding="utf-8")


def test_every_workbook_is_stamped_synthetic(folder):
    files = sorted(folder.glob("*/*.xlsx"))
    assert len(files) == 2 * (3 + 3 + 3 + 6 + 3)
    for file in files:
        book = openpyxl.load_workbook(file)
        sheet, cell = next(iter(book.defined_names["GEC_SYNTHETIC"].destinations))
        assert str(book[sheet][cell.replace("$", "")].value).strip() not in ("", "None", "0")
        shown = [str(c.value) for c in book.worksheets[0]["B"] if c.value is not None]
        assert any("SỐ LIỆU MÔ PHỎNG" in text.upper() or "MẪU" in text.upper() for text in shown)


def test_what_is_written_is_read_back(readings, district, folder):
    made = {m.name: m for m in district.returns}
    for file, reading in readings.items():
        expected = made[file.name]
        assert reading.identity is not None and reading.identity.synthetic
        assert (reading.identity.unit, reading.identity.year) == (expected.unit, expected.year)
        table = reading.observations
        read = {(r.measure, r.category, r.group): (r.total, r.female, r.status) for r in table.itertuples()}
        assert set(read) == set(expected.values)
        for key, (total, female) in expected.values.items():
            got_total, got_female, status = read[key]
            if total is None or total == "z":
                assert status == ("blank" if total is None else "not_applicable")
                continue
            assert got_total == total, (file.name, key)
            assert (pd.isna(got_female) and female is None) or got_female == female, (file.name, key)


def test_the_checks_reject_nothing(readings, district, params):
    codes = load_codes(params)
    for file, reading in readings.items():
        one = reading.identity
        others = [
            r.observations
            for r in readings.values()
            if r is not reading and (r.identity.unit, r.identity.year) == (one.unit, one.year)
        ]
        faults = check(reading, codes=codes, units=district.units, previous=None, others=pd.concat(others))
        assert not [fault for fault in faults if fault.severity == "FAIL"], file.name


def test_receipts_name_every_workbook(folder):
    with (folder / "received.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert list(rows[0]) == ["name", "received"]
    assert {row["name"] for row in rows} == {p.name for p in folder.glob("*/*.xlsx")}
    assert not list(folder.rglob("*.tmp"))


def test_samples_are_few_and_of_all_levels(samples):
    _, files = samples
    assert len(files) == 13 and {file.parent.name for file in files} == {"2025"}
    assert {file.name.split("-")[0] for file in files} == {
        *("dn_mn", "cn_mn", "bdg_mn", "dn_th", "cn_th", "bdg_th"),
        *("dn_thcs", "cn_thcs", "bdg_thcs", "pc_thcs", "pc_mn", "pc_xmc", "vp_pgd"),
    }
    assert sum(file.stat().st_size for file in files) < 400_000


def test_the_committed_samples_are_what_the_code_writes(samples, root):
    written = {file.name: parts(file) for file in samples[1]}
    kept = {file.name: parts(file) for file in (root / "data" / "demo").glob("*/*.xlsx")}
    assert kept == written, "write them again: gec_lib.demo.write_samples(Path('data/demo'), params=..., seed=379)"


def test_a_home_of_its_own(params, tmp_path, monkeypatch):
    """The home holds params with sample offices, the register, and the workbooks to take in."""
    few = write_district

    def write_few(district, folder, **options):
        return few(district, folder, units={"99001"}, years=[2025])

    monkeypatch.setattr("gec_lib.demo.write.write_district", write_few)
    home = make_demo_home(tmp_path / "demo", template=params, seed=SEED)
    assert find_home(home.root).root == home.root
    assert (home.params / "offices.yaml").read_bytes() == (params / "demo_offices.yaml").read_bytes()
    assert load_register(home.data)["unit"].nunique() == 101 + 10 + 1  # schools, wards, the office
    incoming = home.data / "incoming"
    assert {p.relative_to(incoming).as_posix() for p in incoming.rglob("*.*")} == {
        "received.csv",
        *(f"2025/{form}-99001-2025.xlsx" for form in ("pc_thcs", "pc_mn", "pc_xmc")),
    }
