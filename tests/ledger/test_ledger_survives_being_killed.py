"""Killed at random moments and run again, an intake loses nothing, doubles nothing and leaves nothing half in."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="the kills need fork; the full run is benchmarks/kill_intake.py")
def test_five_kills(root: Path):
    arguments = ("--kills", "5", "--returns", "25", "--seed", "1")
    command = [sys.executable, str(root / "benchmarks" / "kill_intake.py"), *arguments]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    run = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert run.returncode == 0, run.stderr
    assert "5 kills" in run.stdout
