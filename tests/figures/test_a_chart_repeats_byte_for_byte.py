"""The same input gives the same bytes, in another process and under another hash seed."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from gec_lib.figures import CHARTS

SCRIPT = """
import importlib.util, sys
spec = importlib.util.spec_from_file_location("inputs", sys.argv[1])
inputs = importlib.util.module_from_spec(spec); spec.loader.exec_module(inputs)
from gec_lib.figures import CHARTS, look_of
from gec_lib.wording import load_wording
import hashlib
look = look_of(load_wording("vi"), stamp="SỐ LIỆU MÔ PHỎNG")
total = hashlib.sha256()
for name, data in reversed(inputs.INPUTS.items()):
    drawing = CHARTS[type(data)][0](data, look=look)
    total.update(hashlib.sha256((drawing.wide + drawing.narrow + drawing.png).encode()).digest())
print(total.hexdigest())
"""


def test_two_processes_draw_the_same_bytes(root):
    here = str(Path(__file__).with_name("conftest.py"))
    found = []
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(root)}
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT, here], env=environment, capture_output=True, text=True, check=False, cwd=root
        )
        assert done.returncode == 0, done.stderr
        found.append(done.stdout.strip())
    assert found[0] == found[1]


def test_drawing_twice_gives_the_same_bytes_and_no_dates_or_addresses(chart, look):
    first, second = (CHARTS[type(chart)][0](chart, look=look) for _ in range(2))
    assert first == second
    for svg in (first.wide, first.narrow):
        assert svg.startswith("<svg ") and hashlib.sha256(svg.encode()).digest()
        assert "<metadata" not in svg and "matplotlib.org" not in svg and "DOCTYPE" not in svg
        assert svg.count("font-family") == 1
