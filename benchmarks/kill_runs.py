"""Kill a run of editions at random moments; the next run must complete it with the bytes of an undisturbed one.

    python benchmarks/kill_runs.py --kills 100 --seed 7

Every round starts with finished editions whose parameters then change, kills run after run with SIGKILL, lets one run
complete, and compares every byte with a run that nobody disturbed.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from gec_lib.runs.batch import Places, run
from gec_lib.runs.manifest import read_manifest
from gec_lib.runs.places import WORK
from tests.runs_tiny import REPORT, contents, edition, tiny_home

LEVELS = 20
KILLS_A_ROUND = 5


def command(root: Path) -> list[str]:
    """The program on all editions of the tiny home."""
    levels = [word for n in range(LEVELS) for word in ("--level", f"l{n}")]
    return [sys.executable, "-m", "gec_lib.cli", "--home", str(root), "run", "plain", "--year", "2025", *levels]


def undisturbed(places: Places, outputs: Path) -> dict[str, bytes]:
    """What the editions must be."""
    apart = Places(places.notebooks, places.home, outputs, places.version)
    run([edition(places, "plain", level=f"l{n}") for n in range(LEVELS)], places=apart, workers=2)
    return contents(outputs)


def kill(places: Places, *, after: float) -> bool:
    """Start a run and kill it; whether it was still running."""
    process = subprocess.Popen(command(places.home), stdout=subprocess.DEVNULL)
    time.sleep(after)
    running = process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.wait()
    return running


def half_made(outputs: Path) -> list[Path]:
    """Folders in the place of editions that are no finished edition."""
    places = (path for path in outputs.glob("*/*/*/*") if path.is_dir() and WORK not in path.parts)
    return [path for path in places if read_manifest(path) is None]


def round_of_kills(places: Places, *, kills: int, chance: random.Random, longest: float) -> int:
    """Kill several times, then complete; how many kills hit a living run."""
    hit = 0
    for _ in range(kills):
        hit += kill(places, after=chance.uniform(0.1, longest))
        assert not half_made(places.outputs), half_made(places.outputs)
    subprocess.run(command(places.home), check=True, stdout=subprocess.DEVNULL)
    assert not (places.outputs / WORK).exists(), list((places.outputs / WORK).iterdir())
    return hit


def main() -> None:
    """Play all rounds."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--kills", type=int, default=100)
    given.add_argument("--seed", type=int, default=7)
    options = given.parse_args()
    chance = random.Random(options.seed)
    root = Path(tempfile.mkdtemp(prefix="gec-kills-"))
    try:
        places = tiny_home(root / "home", notebooks={"plain": REPORT})
        began = time.monotonic()
        subprocess.run(command(places.home), check=True, stdout=subprocess.DEVNULL)
        longest, hit, rounds = time.monotonic() - began, 0, options.kills // KILLS_A_ROUND
        for number in range(rounds):
            (places.home / "params" / "factor.txt").write_text(str(number + 2), encoding="utf-8")
            hit += round_of_kills(places, kills=KILLS_A_ROUND, chance=chance, longest=longest)
            expected, found = undisturbed(places, root / f"undisturbed-{number}"), contents(places.outputs)
            found = {name: content for name, content in found.items() if not name.endswith("index.html")}
            assert found == expected, [name for name in expected if found.get(name) != expected[name]]
        print(
            f"{rounds * KILLS_A_ROUND} kills in {rounds} rounds of {LEVELS} editions, {hit} of them hit a living run;"
        )
        print("no half-made edition at any time, and every round ended in the bytes of an undisturbed run")
        print(f"load {os.getloadavg()[0]:.1f}")
    finally:
        shutil.rmtree(root, ignore_errors=True)


if __name__ == "__main__":
    main()
