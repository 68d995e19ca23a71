"""The archive and the ledger are the truth: the store can be deleted and comes back with the same rows."""

from __future__ import annotations

import dataclasses
import json
import shutil

import pytest

from gec_lib.files import UNFINISHED
from gec_lib.ledger import LedgerError, rebuild
from gec_lib.ledger.archive import ArchiveError, archive_path
from gec_lib.ledger.lines import ledger_path, read_lines
from gec_lib.snapshots import freeze

AS_OF = "2022-12-31"


def fill(district):
    """Accepted, late, rejected, doubled and replaced returns."""
    paths = district.every_return(years=range(2021, 2022))
    district.take(*paths, received="2021-12-22")
    broken = district.inbox / "hỏng.xlsx"
    broken.write_bytes(b"?")
    second = district.write("dn_th", "99000002", year=2021, name="second.xlsx", pupils=20)
    district.take(broken, second, received="2021-12-23")
    district.take(second, received="2021-12-23", replaces="cộng sai")
    third = district.write("dn_th", "99000002", year=2021, name="third.xlsx", pupils=30)
    district.take(third, received="2021-12-24")


def store_files(district):
    return {path.name: path.read_bytes() for path in (district.home.data / "store").iterdir()}


def test_the_same_store_and_snapshot_come_back(district):
    fill(district)
    expected, files = freeze(district.home, as_of=AS_OF), store_files(district)
    lines = ledger_path(district.home).read_bytes()
    shutil.rmtree(district.home.data / "store")
    with pytest.raises(FileNotFoundError, match=r"is missing; rebuild the store from the archive and the ledger"):
        freeze(district.home, as_of=AS_OF)
    done = []
    rebuild(district.home, rules=district.rules, progress=done.append)
    assert len(done) == 12 + 4
    assert freeze(district.home, as_of=AS_OF) == expected
    assert store_files(district) == files
    assert ledger_path(district.home).read_bytes() == lines


def test_a_changed_archive_stops_the_rebuilding(district):
    fill(district)
    line = read_lines(district.home)[0]
    archive_path(district.home, line.file, name=line.name).write_bytes(b"changed")
    with pytest.raises(ArchiveError, match=r"found content .*, expected"):
        rebuild(district.home, rules=district.rules, progress=lambda line: None)


def test_a_layout_that_is_gone_is_named(district):
    fill(district)
    rules = dataclasses.replace(
        district.rules, layouts=tuple(layout for layout in district.rules.layouts if layout.form != "pc_xmc")
    )
    with pytest.raises(LedgerError, match=r"pc_xmc-99001-2021.xlsx was accepted in line \d+ as pc_xmc, version 2016"):
        rebuild(district.home, rules=rules, progress=lambda line: None)


def test_what_a_crash_left_is_swept_by_the_next_intake(district):
    fill(district)
    for folder in ("store", "archive"):
        (district.home.data / folder / f"left{UNFINISHED}").write_bytes(b"half")
    district.take()
    assert not list(district.home.data.rglob(f"*{UNFINISHED}"))


def test_a_ledger_written_before_lines_had_a_mark_gives_the_same_faults(district):
    district.take(*district.every_return(years=range(2021, 2022)), received="2021-12-01")
    before = freeze(district.home, as_of=AS_OF)
    ledger = ledger_path(district.home)
    lines = [json.loads(line) for line in ledger.read_text(encoding="utf-8").splitlines()]
    assert {line.pop("mark") for line in lines} == {"few"}  # all figures but a few are zero
    ledger.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    rebuild(district.home, rules=district.rules, progress=lambda line: None)
    assert freeze(district.home, as_of=AS_OF) == before
