"""A whole round: forms go out, clerks fill them in LibreOffice, they come in, are mended, accepted and counted."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest

from gec_lib.collecting import Kind, coverage_now, send_back, take, write_forms
from gec_lib.snapshots import freeze, open_snapshot
from tests.conftest import absent
from tests.ledger.conftest import District, make_district

YEAR, SCHOOL = 2021, "99000002"
SYSTEM_PYTHON = "/usr/bin/python3"
CLERK = Path(__file__).parent / "clerk" / "fill.py"
Cells = list[tuple[str, str, float | str]]


@pytest.fixture(scope="session")
def office() -> str:
    """LibreOffice with its Python bridge."""
    found = shutil.which("soffice")
    bridge = (
        subprocess.run([SYSTEM_PYTHON, "-c", "import uno"], capture_output=True, check=False).returncode == 0
        if Path(SYSTEM_PYTHON).exists()
        else False
    )
    if found is None or not bridge:
        absent("LibreOffice (soffice with python3-uno) is not here")
    assert found is not None
    return found


def clerk(office: str, folder: Path, jobs: list[tuple[Path, Path, Cells]]) -> None:
    """Let LibreOffice open, fill and save workbooks."""
    pipe, profile = f"gec{folder.stat().st_ino}", folder / "profile"
    plan = folder / "jobs.json"
    plan.write_text(
        json.dumps([{"path": str(a), "save": str(b), "cells": cells} for a, b, cells in jobs]), encoding="utf-8"
    )
    command = [
        office,
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
        "--norestore",
        f"--accept=pipe,name={pipe};urp;",
    ]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        done = subprocess.run(
            [SYSTEM_PYTHON, str(CLERK), pipe, str(plan)], capture_output=True, text=True, timeout=120, check=False
        )
        assert done.returncode == 0, done.stderr
        running.wait(timeout=30)
    finally:
        running.kill()
        running.wait()


def unlocked(path: Path) -> Cells:
    """Zero in every cell that a clerk may fill, but for texts and dates."""
    cells: Cells = []
    workbook = openpyxl.load_workbook(path)
    for sheet in workbook.worksheets[1:]:
        heads = {cell.column: str(cell.value or "") for cell in sheet[6]} | {
            cell.column: str(cell.value) for cell in sheet[5] if cell.value in ("Giải thích", "Ý kiến")
        }
        for row in sheet.iter_rows(min_row=7):
            for cell in row:
                text = heads.get(cell.column, "")
                if cell.protection.locked or text in ("Giải thích", "Ý kiến") or "minh chứng" in text.lower()[4:]:
                    continue
                cells.append((sheet.title, cell.coordinate, "z" if cell.number_format == "dd/mm/yyyy" else 0))
    return cells


@pytest.fixture
def district(tmp_path: Path, params: Path) -> District:
    made = make_district(tmp_path, params)
    shutil.copy(params / "demo_offices.yaml", made.home.params / "offices.yaml")
    return made


def receive(district: District, paths: list[Path], *, on: str):
    return take(
        district.home, paths, received=dt.date.fromisoformat(on), by="An", replaces="", check=False,
        moved=lambda n: None,
    )  # fmt: skip


def test_forms_out_filled_in_sent_back_mended_and_counted(office, district, tmp_path):
    (district.home.root / ".demo").write_text("", encoding="utf-8")  # a synthetic district
    forms = write_forms(district.home, year=YEAR, units=[SCHOOL], forms=(), kind=Kind.USUAL, folder=tmp_path / "forms")
    assert sorted(path.name for path in forms) == [f"{form}_th-{SCHOOL}-{YEAR}.xlsx" for form in ("bdg", "cn", "dn")]
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()
    pupils: Cells = [("Học sinh", "D8", 10), ("Học sinh", "D9", 10), ("Học sinh", "E8", 3), ("Học sinh", "E9", 3)]
    slips: Cells = [("Học sinh", "E9", 12), ("Trường-Lớp", "D10", 1)]  # more girls than pupils
    jobs = []
    for form in forms:
        cells = unlocked(form) + (pupils + slips if form.name.startswith("dn_th") else [])
        jobs.append((form, first / form.name, cells))
    clerk(office, tmp_path, jobs)

    result = receive(district, sorted(first.glob("*.xlsx")), on="2021-10-20")
    verdicts = {outcome.path.name[:2]: outcome.line.action for outcome in result.outcomes}
    assert verdicts == {"bd": "accepted", "cn": "accepted", "dn": "rejected"}
    assert all(outcome.line.synthetic for outcome in result.outcomes)
    (returned,) = [
        item for item in send_back(district.home, result.outcomes, lang="vi") if item.copy and "dn_th" in item.copy.name
    ]
    assert "ô E9" in returned.letter.read_text(encoding="utf-8")

    assert returned.copy is not None
    mend: Cells = [("Học sinh", "E9", 3)]
    clerk(office, tmp_path, [(returned.copy, second / returned.copy.name, mend)])
    result = receive(district, sorted(second.glob("*.xlsx")), on="2021-10-25")
    assert [outcome.line.action for outcome in result.outcomes] == ["accepted"], [
        fault for outcome in result.outcomes for fault in outcome.faults
    ]
    (answered,) = send_back(district.home, result.outcomes, lang="vi")
    letter = answered.letter.read_text(encoding="utf-8")
    assert "Đã sửa so với bản trước" in letter and "Sheet “Học sinh”, ô E9" in letter

    cov = coverage_now(district.home, year=YEAR, as_of="2021-12-31")
    mine = cov[cov["unit"] == SCHOOL]
    assert mine["received"].tolist() == [True, True, True]
    # the first file passed the structure stage in time, so the return is on time though it was sent back
    assert dict(zip(mine["form"], mine["received_date"], strict=True))["dn_th"] == "2021-10-20"
    assert cov[cov["unit"] != SCHOOL]["received"].sum() == 0  # nobody else vanished or came

    frozen = open_snapshot(district.home, freeze(district.home, as_of="2021-12-31"))
    rows = frozen.observations[(frozen.observations["measure"] == "pupils") & (frozen.observations["group"] == "all")]
    found = {row.category: (row.total, row.female) for row in rows.itertuples()}
    assert found["all"] == found["g1"] == (10, 3) and found["g2"] == (0, 0)
    assert frozen.synthetic
