"""A Dask cluster gives the bytes of a local run, shares no folder with it, and survives the loss of a worker."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from gec_lib.runs.batch import Places, run
from gec_lib.runs.pools import Pool
from tests.runs_tiny import REPORT, contents, edition, lent, tiny_home

pytest.importorskip("distributed", reason="the extra 'cluster' is not installed")

__all__ = ["lent"]  # the fixture

LEVELS = tuple(f"l{n}" for n in range(12))


@pytest.fixture
def cluster(tmp_path: Path):
    """A scheduler and two workers as separate processes on this machine, each in a folder of its own."""
    here = tmp_path / "cluster"
    here.mkdir()
    dask = [sys.executable, "-m", "distributed.cli"]
    scheduler = subprocess.Popen(
        [*dask[:2], "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--dashboard-address", ":0",
         "--scheduler-file", str(here / "at.json")],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=here,
    )  # fmt: skip
    command = [*dask[:2], "distributed.cli.dask_worker", "--scheduler-file", str(here / "at.json"), "--no-nanny"]
    command += ["--nthreads", "1", "--host", "127.0.0.1", "--no-dashboard"]
    workers = [
        subprocess.Popen(
            [*command, "--local-directory", str(here / str(n))],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=here,
        )
        for n in range(2)
    ]  # fmt: skip
    yield here / "at.json", workers
    for process in (*workers, scheduler):
        process.kill()
        process.wait()


@pytest.mark.slow
def test_the_same_bytes_with_a_worker_killed_half_way(tmp_path: Path, lent: Pool, cluster):
    from gec_lib.runs.cluster import connected

    places = tiny_home(tmp_path / "home", notebooks={"plain": REPORT, "broken": ("1 / 0",)})
    editions = [edition(places, "plain", level=level) for level in LEVELS]
    bad = edition(places, "broken")
    address, workers = cluster
    made = threading.Semaphore(0)

    def kill_one(outcome) -> None:
        made.release()
        if made._value == len(LEVELS) // 3:
            workers[0].kill()

    with connected(_address(address), patience=60) as pool:
        pool.client.wait_for_workers(2, timeout=60)
        outcomes = run([*editions, bad], places=places, workers=4, engine=pool, done=kill_one)
    assert [str(o.failure) for o in outcomes[:-1] if o.failure] == []
    assert "ZeroDivisionError" in str(outcomes[-1].failure)
    apart = Places(places.notebooks, places.home, tmp_path / "local", places.version)
    run(editions, places=apart, workers=2, engine=lent)
    assert contents(places.outputs) == contents(apart.outputs)


def test_nobody_at_the_address_is_said(tmp_path: Path):
    from gec_lib.runs.cluster import ClusterError, connected

    with (
        pytest.raises(ClusterError, match=r"no Dask scheduler answers at tcp://127\.0\.0\.1:9"),
        connected("tcp://127.0.0.1:9"),
    ):
        pass


def _address(file: Path) -> str:
    import json
    import time

    for _ in range(600):
        if file.is_file():
            return str(json.loads(file.read_text(encoding="utf-8"))["address"])
        time.sleep(0.1)
    raise AssertionError("the scheduler did not start within a minute")
