"""How long a chart takes: both drawings of every kind, on the inputs of the tests.

Run it from the checkout: ``python benchmarks/charts.py``. The aim is 120 ms of processor time for the pair.
Measured on two busy cores (AMD EPYC, Python 3.11, matplotlib 3.11): trajectory 31-83 ms, small multiples 23-92,
slope 21-51, returns by day 33-43, dumbbell 27-41, bars 21-35, pyramid 15-27, coverage 12-22; 3-16 kB a drawing.
"""

from __future__ import annotations

import importlib.util
import statistics
import sys
import time
from pathlib import Path
from types import ModuleType

from gec_lib.figures import CHARTS, look_of
from gec_lib.wording import load_wording

REPEATS = 7


def load(path: Path) -> ModuleType:
    """The inputs of the tests, which are no package."""
    spec = importlib.util.spec_from_file_location("chart_inputs", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main() -> int:
    """Print the median of every input and whether all keep the aim."""
    inputs = load(Path(__file__).resolve().parent.parent / "tests" / "figures" / "conftest.py").INPUTS
    words = load_wording("vi")
    look = look_of(words, stamp=words.label("chart", "stamp"))
    for data in inputs.values():
        CHARTS[type(data)][0](data, look=look)
    worst = 0.0
    print(f"{'input':45} {'ms CPU':>7} {'ms wall':>8} {'kB wide':>8} {'kB narrow':>10}")
    for name, data in inputs.items():
        cpu, wall = [], []
        for _ in range(REPEATS):
            start = time.process_time(), time.perf_counter()
            drawing = CHARTS[type(data)][0](data, look=look)
            cpu.append(time.process_time() - start[0])
            wall.append(time.perf_counter() - start[1])
        worst = max(worst, statistics.median(cpu))
        sizes = (len(drawing.wide.encode()) / 1000, len(drawing.narrow.encode()) / 1000)
        times = (1000 * statistics.median(cpu), 1000 * statistics.median(wall))
        print(f"{name:45} {times[0]:7.0f} {times[1]:8.0f} {sizes[0]:8.1f} {sizes[1]:10.1f}")
    return int(worst > 0.120)


if __name__ == "__main__":
    sys.exit(main())
