"""Feedback pages of many schools in one run: throughput, memory of the driver, largest memory of a worker.

python benchmarks/many_schools.py --home build/demo --pages 2000
python benchmarks/many_schools.py --home build/demo --pages 200 --workers 2

Pages are schools × levels × years × languages of the home's newest snapshot, as many as are asked for. Everything is
built into a temporary folder that is removed at the end.
"""

from __future__ import annotations

import argparse
import itertools
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

import psutil

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.many_runs import HUNDRED, MEGABYTE, Watch, spent
from gec_lib import __version__
from gec_lib.codelists import LANGUAGES, load_codes
from gec_lib.home import Home
from gec_lib.plan import load_plan
from gec_lib.runs.batch import Outcome, Places, run
from gec_lib.runs.editions import Edition, SchoolError, feedback, snapshot_named

ROOT = Path(__file__).resolve().parent.parent


def editions(home: Home, *, pages: int) -> list[Edition]:
    """The newest year first, each year in every language."""
    snapshot, levels = snapshot_named("newest", home=home), load_codes(home.params).school_levels()
    period = load_plan(home.params).period
    found: list[Edition] = []
    for year in range(period.horizon, period.start - 1, -1):
        try:
            found += feedback(home=home, snapshot=snapshot, year=year, levels=levels, langs=LANGUAGES, schools=())
        except SchoolError:
            continue  # a year without returns
    return list(itertools.islice(found, pages))


def main() -> None:
    """Run and print a line for every hundred."""
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("--home", type=Path, default=ROOT / "build" / "demo")
    given.add_argument("--pages", type=int, default=2000)
    given.add_argument("--workers", type=int, default=2)
    options = given.parse_args()
    home, root = Home(options.home.resolve()), Path(tempfile.mkdtemp(prefix="gec-schools-"))
    wanted = editions(home, pages=options.pages)
    places = Places(ROOT / "notebooks", home.root, root / "outputs", __version__)
    watch, at, cpu = Watch(), [time.monotonic()], [spent()]
    print(f"{len(wanted)} pages, {options.workers} workers\n")
    print("| pages | s for the last hundred | processor s | driver MB | load |\n|---|---|---|---|---|")

    def done(outcome: Outcome) -> None:
        assert outcome.finished, outcome.failure
        at.append(time.monotonic())
        number = len(at) - 1
        if not number % HUNDRED or number == len(wanted):
            last = (number - 1) % HUNDRED + 1
            driver = psutil.Process().memory_info().rss / MEGABYTE
            cpu.append(spent())
            took, worked, load = at[-1] - at[-1 - last], cpu[-1] - cpu[-2], os.getloadavg()[0]
            print(f"| {number} | {took:.1f} | {worked:.1f} | {driver:.0f} | {load:.1f} |", flush=True)

    try:
        run(wanted, places=places, workers=options.workers, done=done)
    finally:
        watch.over.set()
        shutil.rmtree(root, ignore_errors=True)
    whole = at[-1] - at[0]
    print(f"\n{whole:.0f} s in all, {whole / len(wanted):.2f} s a page; largest private memory {watch.peak:.0f} MB")


if __name__ == "__main__":
    main()
