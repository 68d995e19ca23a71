"""A printed number leads back to its formula, its inputs and every cell of the workbooks behind it."""

from __future__ import annotations

import json
import subprocess
import sys

import pandas as pd
import pytest

from gec_lib.runs.trace import TraceError, newest_first, trace

SHARE = {"value": "2/7", "unit": "%", "label": "tỷ lệ", "formula": "F / N", "numerator": "nữ", "denominator": "tất cả",
         "inputs": ["X.num", "X.den"]}  # fmt: skip
COUNTS = {"X.num": {"value": "2", "unit": "người", "label": "nữ", "cells": 1, "first": "a › S › E12"},
          "X.den": {"value": "7", "unit": "người", "label": "tất cả", "cells": 2, "first": "a › S › D12"}}  # fmt: skip
CELLS = [("X.den", "ab" * 32, "a.xlsx", "S", "D12"), ("X.den", "cd" * 32, "b.xlsx", "S", "D13"),
         ("X.num", "ab" * 32, "a.xlsx", "S", "E12"), ("Y.num", "ab" * 32, "a.xlsx", "S", "Z9")]  # fmt: skip


@pytest.fixture
def outputs(tmp_path):
    """Two editions: the newest has the share, the older one only a count."""
    for name, year, claims in (
        ("final", 2025, {"X.share": SHARE, **COUNTS}),
        ("midterm", 2023, {"Y.num": {"value": "1"}}),
    ):
        folder = tmp_path / "outputs" / "internal" / f"{name}-{year}" / "all" / "vi"
        folder.mkdir(parents=True)
        (folder / "claims.json").write_text(json.dumps(claims), encoding="utf-8")
        (folder / "manifest.json").write_text(json.dumps({"parameters": {"year": year}, "as_of": f"{year}-12-20"}))
        pd.DataFrame(CELLS, columns=["claim", "file", "name", "sheet", "cell"]).to_parquet(folder / "sources.parquet")
    return tmp_path / "outputs"


def test_a_share_leads_to_both_counts_and_their_cells(outputs):
    found = trace("X.share", folders=newest_first(outputs, profile="internal"))
    assert list(found.claims) == ["X.share", "X.num", "X.den"]
    assert [(cell.claim, cell.name, cell.cell) for cell in found.cells] == [
        ("X.num", "a.xlsx", "E12"),
        ("X.den", "a.xlsx", "D12"),
        ("X.den", "b.xlsx", "D13"),
    ]


def test_the_newest_edition_that_has_it_is_used(outputs):
    folders = newest_first(outputs, profile="internal")
    assert [folder.parts[-3] for folder in folders] == ["final-2025", "midterm-2023"]
    assert trace("Y.num", folders=folders).folder == folders[1]


def test_an_unknown_claim_names_what_is_spelled_alike(outputs):
    with pytest.raises(TraceError, match=r"no claim 'X.shar' in 2 editions; spelled alike: X\.share"):
        trace("X.shar", folders=newest_first(outputs, profile="internal"))


def test_the_program_prints_value_formula_and_cells(outputs):
    command = [sys.executable, "-m", "gec_lib.cli", "trace", "X.share", "--outputs", str(outputs), "--cells", "1"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    for line in ("X.share = 2/7", "Công thức: F / N", "Tử số: nữ", "Mẫu số: tất cả", "Tính từ: X.num, X.den",
                 "Lấy từ 2 ô:", "a.xlsx › S › D12", "… và 1 ô nữa"):  # fmt: skip
        assert line in done.stdout
    wrong = subprocess.run([*command[:4], "nothing", *command[5:]], capture_output=True, text=True, check=False)
    assert wrong.returncode == 2
