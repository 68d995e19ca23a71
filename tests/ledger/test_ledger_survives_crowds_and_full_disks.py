"""Two intakes at once, or a disk that fills up: nothing is lost, the state can be read, the next run finishes."""

from __future__ import annotations

import errno
import os
import subprocess
import sys

import pytest

from gec_lib.ledger import read_lines, standing
from gec_lib.ledger.lines import ledger_path
from gec_lib.snapshots import freeze

AS_OF = "2022-12-31"
SCRIPT = """
import datetime as dt, sys
from pathlib import Path
from gec_lib.home import Home
from gec_lib.ledger import load_rules, take_in
home = Home(Path(sys.argv[1]))
take_in(home, [Path(name) for name in sys.argv[3:]], received=dt.date(2021, 12, 1), by=sys.argv[2],
        rules=load_rules(home, target_measures=("youth_finished",)), replaces="", progress=lambda outcome: None)
"""


def content(district):
    """What the home holds, whoever took it in and in whatever order."""
    lines = sorted((line.action, line.file) for line in read_lines(district.home))
    store = sorted(path.name for path in (district.home.data / "store").iterdir())
    archive = sorted(path.name for path in (district.home.data / "archive").iterdir())
    return lines, store, archive, freeze(district.home, as_of=AS_OF)


def test_two_intakes_at_once_give_what_one_gives(district, new_district):
    alone = new_district("alone")
    paths = alone.every_return(years=range(2021, 2022))
    alone.take(*paths, received="2021-12-01")
    together = district
    # each process has most files of its own and some in common
    halves = (paths[:8], paths[4:])
    commands = [
        [sys.executable, "-c", SCRIPT, str(together.home.root), name, *map(str, half)]
        for name, half in zip(("An", "Bình"), halves, strict=True)
    ]
    running = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for command in commands]
    for process in running:
        _, errors = process.communicate(timeout=120)
        assert process.returncode == 0, errors
    assert content(together) == content(alone)
    assert {line.by for line in read_lines(together.home)} == {"An", "Bình"}


class FullDisk:
    """A disk that takes a number of further writes and then no more."""

    def __init__(self, *, writes: int) -> None:
        self.left = writes

    def spend(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize("writes", [0, 1, 2, 3, 5, 8, 12, 13])
def test_a_full_disk_loses_nothing(district, new_district, monkeypatch, writes):
    expected = new_district("expected")
    paths = expected.every_return(years=range(2021, 2022))[:6]
    expected.take(*paths, received="2021-12-01")
    disk = FullDisk(writes=writes)
    sync, append = os.fsync, os.write

    def fsync(handle):
        disk.spend()
        return sync(handle)

    def write(handle, data):  # the ledger's own way to write; the kernel may take a part before it refuses
        if disk.left <= 0:
            append(handle, data[: len(data) // 2])
        disk.spend()
        return append(handle, data)

    with monkeypatch.context() as full:
        full.setattr(os, "fsync", fsync)
        full.setattr(os, "write", write)
        with pytest.raises(OSError, match="No space left"):
            district.take(*paths, received="2021-12-01")
    whole = ledger_path(district.home).read_bytes() if ledger_path(district.home).is_file() else b""
    known = read_lines(district.home)
    assert len(known) == whole.count(b"\n")  # every acknowledged line can be read
    accepted = standing(known, as_of=AS_OF).current.values()
    archived = {path.name.split(".")[0] for path in (district.home.data / "archive").glob("*.xlsx")}
    assert {line.file for line in accepted} <= archived  # what the ledger names is there
    freeze(district.home, as_of=AS_OF)  # the store holds every accepted return
    district.take(*paths, received="2021-12-01")
    got, want = content(district), content(expected)
    for a, b in zip(got, want, strict=True):
        assert a == b
