"""The synthetic district's home: made once for a seed and a set of parameters, taken in, frozen."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

from gec_lib.collecting.receiving import received_days, take
from gec_lib.demo import make_demo_home
from gec_lib.demo.faults import write_faults
from gec_lib.demo.write import UNITS
from gec_lib.home import Home
from gec_lib.snapshots import freeze

STAMP, PLANTED = ".demo", "planted.csv"
Moved = Callable[[int], None]


def demo_is_fresh(root: Path, *, template: Path, seed: int) -> bool:
    """Whether the synthetic district stands as these parameters and this seed would make it."""
    stamp = root / STAMP
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == _stamp(template, seed)


def make_demo(root: Path, *, template: Path, seed: int, workers: int, moved: Moved) -> Home:
    """Make the synthetic district's home from scratch; its stamp is written last."""
    for part in ("archive", "store", "snapshots", "ledger.jsonl"):
        path = root / "data" / part
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    (root / STAMP).unlink(missing_ok=True)
    home = make_demo_home(root, template=template, seed=seed, workers=workers)
    (root / STAMP).write_text(_stamp(template, seed), encoding="utf-8")
    moved(1)
    return home


def make_faults(root: Path, *, template: Path, seed: int) -> Home:
    """Make a home for training: workbooks with one planted fault of each kind, and a list that says which.

    Parameters
    ----------
    root : Path
        The folder of the home; its params and data/incoming are replaced.
    template : Path
        A folder ``params`` to copy.
    seed : int
        Seed of the synthetic district that lends its figures.
    """
    home = Home(root)
    incoming, register = home.data / "incoming", home.data / "register"
    for old in (home.params, incoming):
        shutil.rmtree(old, ignore_errors=True)
    shutil.copytree(template, home.params)
    shutil.copyfile(template / "demo_offices.yaml", home.params / "offices.yaml")
    register.mkdir(parents=True, exist_ok=True)
    incoming.mkdir(parents=True)
    planted = write_faults(incoming, params=home.params, seed=seed)
    (incoming / UNITS).replace(register / UNITS)
    with (home.data / PLANTED).open("w", encoding="utf-8", newline="") as stream:
        rows = [(path.relative_to(incoming).as_posix(), rule) for path, rule in planted]
        csv.writer(stream, lineterminator="\n").writerows([("file", "rule"), *rows])
    return home


def demo_snapshot(home: Home, *, moved: Moved) -> str:
    """Take in what the synthetic schools sent and freeze it on the day after the last receipt."""
    incoming = home.data / "incoming"
    days = received_days(str(incoming / "received.csv"))
    assert isinstance(days, Mapping)
    files = sorted(incoming.rglob("*.xlsx"))
    take(home, files, received=days, by="demo", replaces="", check=False, moved=lambda n: moved(n * 1 // len(files)))
    return freeze(home, as_of=_last(days))


def _last(days: Mapping[str, dt.date]) -> str:
    return max(days.values()).isoformat()


def _stamp(template: Path, seed: int) -> str:
    digest = hashlib.sha256(str(seed).encode())
    for path in sorted(template.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(template).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
