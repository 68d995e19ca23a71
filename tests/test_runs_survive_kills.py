"""A killed run leaves only temporary folders; the next run completes, and its bytes are those of an undisturbed run."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest

from gec_lib.runs.batch import Places, always, run
from gec_lib.runs.manifest import read_manifest
from gec_lib.runs.places import OLD, WORK, settle, sweep, workplace
from gec_lib.runs.pools import Pool
from gec_lib.runs.processes import forkable
from tests.runs_tiny import REPORT, contents, edition, lent, tiny_home

__all__ = ["lent"]  # the fixture

LEVELS = ("l0", "l1", "l2", "l3")
KILLS = 5
DEAD = 2**22 + 1  # beyond the largest process id


def _editions(places: Places):
    return [edition(places, "plain", level=level) for level in LEVELS]


def _half_made(outputs: Path) -> list[Path]:
    found = (path for path in outputs.glob("*/*/*/*") if path.is_dir() and WORK not in path.parts)
    return [path for path in found if read_manifest(path) is None]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL here")
def test_five_kills_at_random_moments(tmp_path: Path, lent: Pool):
    places = tiny_home(tmp_path / "home", notebooks={"plain": REPORT})
    run(_editions(places), places=places, workers=2, engine=lent)
    (places.home / "params" / "factor.txt").write_text("2", encoding="utf-8")
    command = [sys.executable, "-m", "gec_lib.cli", "--home", str(places.home), "run", "plain", "--year", "2025"]
    command += [word for level in LEVELS for word in ("--level", level)]
    chance = random.Random(5)
    for _ in range(KILLS):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _until(lambda: (places.outputs / WORK).exists() or process.poll() is not None)  # noqa: B023 - called at once
        time.sleep(chance.uniform(0, 0.5))
        process.kill()
        process.wait()
        assert _half_made(places.outputs) == []
    run(_editions(places), places=places, workers=2, engine=lent)
    apart = Places(places.notebooks, places.home, tmp_path / "undisturbed", places.version)
    run(_editions(places), places=apart, workers=2, engine=lent)
    found = contents(places.outputs)
    found.pop("internal/index.html", None)
    assert found == contents(apart.outputs)
    assert not (places.outputs / WORK).exists()


@pytest.mark.skipif(not forkable(), reason="no fork here")
def test_nothing_survives_a_killed_run(tmp_path: Path):
    places = tiny_home(tmp_path, notebooks={"slow": ("import time\ntime.sleep(60)",)})
    command = [sys.executable, "-m", "gec_lib.cli", "--home", str(tmp_path), "run", "slow", "--year", "2025"]
    process = subprocess.Popen([*command, "--level", "all"], stdout=subprocess.DEVNULL)
    _until(lambda: len(psutil.Process(process.pid).children(recursive=True)) >= 3)
    family = psutil.Process(process.pid).children(recursive=True)
    process.kill()
    process.wait()
    _, alive = psutil.wait_procs(family, timeout=10)
    assert [one for one in alive if one.status() != psutil.STATUS_ZOMBIE] == []
    assert list((places.outputs / WORK).glob("slow-*"))
    sweep(places.outputs)
    assert not (places.outputs / WORK).exists()


def test_two_runs_of_the_same_editions_at_once_end_well(tmp_path: Path, lent: Pool):
    places = tiny_home(tmp_path / "home", notebooks={"plain": REPORT})
    failures = []

    def build():
        for _ in range(3):
            outcomes = run(_editions(places)[:3], places=places, workers=2, engine=lent, judge=always)
            failures.extend(str(outcome.failure) for outcome in outcomes if outcome.failure)

    threads = [threading.Thread(target=build) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert _half_made(places.outputs) == []
    apart = Places(places.notebooks, places.home, tmp_path / "alone", places.version)
    run(_editions(places)[:3], places=apart, workers=2, engine=lent)
    assert contents(places.outputs) == contents(apart.outputs)


def test_an_edition_set_aside_by_a_killed_run_is_put_back(tmp_path: Path):
    final = tmp_path / "internal" / "plain-2025" / "all" / "vi"
    aside = tmp_path / WORK / f"{OLD}-x-{DEAD}" / final.relative_to(tmp_path)
    aside.mkdir(parents=True)
    (aside / "report.html").write_text("older", encoding="utf-8")
    final.parent.mkdir(parents=True)
    sweep(tmp_path)
    assert (final / "report.html").read_text(encoding="utf-8") == "older"
    assert not (tmp_path / WORK).exists()


def test_folders_of_living_runs_are_left_alone(tmp_path: Path):
    with workplace(tmp_path, name="plain") as living:
        (tmp_path / WORK / f"plain-x-{DEAD}").mkdir()
        sweep(tmp_path)
        assert [path.name for path in (tmp_path / WORK).iterdir()] == [living.name]
        assert living.name.endswith(f"-{os.getpid()}")


def test_a_new_edition_replaces_the_whole_older_one(tmp_path: Path):
    final = tmp_path / "internal" / "plain-2025" / "all" / "vi"
    for names in (("a", "b"), ("b", "c")):
        with workplace(tmp_path, name="plain") as folder:
            for name in names:
                (folder / name).write_text(name, encoding="utf-8")
            settle(folder, final, outputs=tmp_path)
    assert sorted(path.name for path in final.iterdir()) == ["b", "c"]
    assert not (tmp_path / WORK).exists()
    shutil.rmtree(final)


def _until(ready) -> None:
    for _ in range(600):
        if ready():
            return
        time.sleep(0.05)
    raise AssertionError("did not happen within thirty seconds")
