"""The synthetic district's home: made once for a seed and a set of parameters, taken in, frozen."""

from __future__ import annotations

import datetime as dt
import hashlib
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

from gec_lib.collecting.receiving import received_days, take
from gec_lib.demo import make_demo_home
from gec_lib.home import Home
from gec_lib.snapshots import freeze

STAMP = ".demo"
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
