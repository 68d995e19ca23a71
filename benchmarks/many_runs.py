"""Many small editions in one run: throughput from the first to the last hundred, memory of the driver and of workers.

python benchmarks/many_runs.py --reports 2000
python benchmarks/many_runs.py --reports 200 --cluster tcp://127.0.0.1:8786
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import threading
import time
from contextlib import ExitStack
from pathlib import Path

import psutil

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from gec_lib.runs.batch import Outcome, run
from tests.runs_tiny import REPORT, edition, tiny_home

HUNDRED = 100
MEGABYTE = 1e6


class Watch:
    """Largest memory of any process below this one, looked at five times a second."""

    def __init__(self) -> None:
        self.peak = 0.0
        self.over = threading.Event()
        threading.Thread(target=self._look, daemon=True).start()

    def _look(self) -> None:
        while not self.over.wait(0.2):
            for process in psutil.Process().children(recursive=True):
                try:
                    self.peak = max(self.peak, process.memory_full_info().uss / MEGABYTE)
                except psutil.Error:
                    continue


def spent() -> float:
    """Processor seconds of this process and of all that it started, those that have ended too."""
    whole = psutil.Process()
    return sum(sum(process.cpu_times()[:4]) for process in (whole, *whole.children()))


def main() -> None:
    """Run and print a line for every hundred."""
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("--reports", type=int, default=2000)
    given.add_argument("--cluster")
    options = given.parse_args()
    root = Path(tempfile.mkdtemp(prefix="gec-many-"))
    places = tiny_home(root, notebooks={"plain": REPORT})
    editions = [edition(places, "plain", level=f"u{n}") for n in range(options.reports)]
    watch, at, cpu = Watch(), [time.monotonic()], [spent()]
    print("| reports | s for the last hundred | processor s | driver MB | load |\n|---|---|---|---|---|")

    def done(outcome: Outcome) -> None:
        assert outcome.finished, outcome.failure
        at.append(time.monotonic())
        number = len(at) - 1
        if not number % HUNDRED:
            driver = psutil.Process().memory_info().rss / MEGABYTE
            cpu.append(spent())
            took, worked, load = at[-1] - at[-1 - HUNDRED], cpu[-1] - cpu[-2], os.getloadavg()[0]
            print(f"| {number} | {took:.1f} | {worked:.1f} | {driver:.0f} | {load:.1f} |", flush=True)

    with ExitStack() as stack:
        engine, workers = None, 2
        if options.cluster:
            from gec_lib.runs.cluster import connected

            engine = stack.enter_context(connected(options.cluster))
            workers = engine.slots
        run(editions, places=places, workers=workers, engine=engine, done=done)
    print(f"\n{at[-1] - at[0]:.0f} s in all; largest private memory of a process {watch.peak:.0f} MB")
    watch.over.set()
    shutil.rmtree(root)


if __name__ == "__main__":
    main()
