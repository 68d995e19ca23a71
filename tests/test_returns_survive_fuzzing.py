"""Mutated workbooks and CSV files end as accepted or refused, in bounds; the full run is a benchmark."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path


def test_a_sample_of_mutated_files(root: Path):
    script = root / "benchmarks" / "fuzz_returns.py"
    command = [sys.executable, str(script), "--files", "150", "--seed", "151", "--suffixes", ".xlsx", ".csv"]
    run = subprocess.run(command, capture_output=True, text=True, timeout=300, cwd=root)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "bad: []" in run.stdout
    assert sum(map(int, re.findall(r"\): (\d+)", run.stdout))) == 150
    assert int(re.findall(r"peak_mib: (\d+)", run.stdout)[0]) < 1024
    assert float(re.findall(r"slowest: ([\d.]+)", run.stdout)[0]) < 10


def test_the_full_run_is_kept(root: Path):
    kept = (root / "benchmarks" / "RESULTS.md").read_text(encoding="utf-8")
    assert re.search(r"fuzz_returns\.py --files 1[0-9]000", kept)
