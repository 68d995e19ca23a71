"""Every received file is kept byte for byte under its hash, and a changed or lost one is noticed."""

from __future__ import annotations

import pytest

from gec_lib.files import UNFINISHED, sweep
from gec_lib.home import Home
from gec_lib.ledger.archive import ArchiveError, archive, archive_path, archived, file_hash

# SHA-256 of "abc": FIPS 180-2, appendix B.1.
ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_a_file_is_named_by_its_published_hash(tmp_path):
    path = archive(Home(tmp_path), b"abc", name="Trường A.XLSX")
    assert file_hash(b"abc") == ABC
    assert path == tmp_path / "data" / "archive" / f"{ABC}.xlsx"
    assert path.read_bytes() == b"abc"


def test_the_same_bytes_are_kept_once_and_never_written_again(tmp_path):
    home = Home(tmp_path)
    first = archive(home, b"abc", name="a.xlsx")
    before = first.stat().st_mtime_ns
    assert archive(home, b"abc", name="b.xlsx") == first
    assert first.stat().st_mtime_ns == before
    assert len(list(first.parent.iterdir())) == 1


@pytest.mark.parametrize("name", ["noext", "a.", "a.x/y", "a.very_long_extension", "..", "a.x;rm"])
def test_an_odd_extension_is_dropped(tmp_path, name):
    assert archive_path(Home(tmp_path), ABC, name=name) == tmp_path / "data" / "archive" / ABC


def test_a_changed_or_lost_file_is_noticed(tmp_path):
    home = Home(tmp_path)
    path = archive(home, b"abc", name="a.xlsx")
    assert archived(home, ABC, name="a.xlsx") == path
    path.write_bytes(b"abd")
    with pytest.raises(ArchiveError, match=r"a.xlsx as received\): found content a52d159f262b, expected ba7816bf8f01"):
        archived(home, ABC, name="a.xlsx")
    path.unlink()
    with pytest.raises(ArchiveError, match="is missing"):
        archived(home, ABC, name="a.xlsx")


def test_what_a_killed_run_left_is_swept(tmp_path):
    (tmp_path / f"x{UNFINISHED}").write_bytes(b"half")
    (tmp_path / "whole.parquet").write_bytes(b"whole")
    sweep(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["whole.parquet"]
