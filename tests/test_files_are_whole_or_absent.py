"""A file is written whole or not at all, with the permissions of any other file, and leaves nothing when it fails."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from gec_lib.files import UNFINISHED, sweep, whole, write_whole


def test_what_is_written_is_there_and_nothing_beside_it(tmp_path: Path):
    path = tmp_path / "new folder" / "page.html"
    write_whole(path, b"one")
    write_whole(path, b"two")
    assert path.read_bytes() == b"two"
    assert [file.name for file in path.parent.iterdir()] == ["page.html"]


def test_a_failure_leaves_the_file_of_before_and_nothing_else(tmp_path: Path):
    path = tmp_path / "page.html"
    write_whole(path, b"before")
    with pytest.raises(RuntimeError, match="broken off"), whole(path) as unfinished:
        unfinished.write_bytes(b"half")
        raise RuntimeError("broken off")
    assert path.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no umask")
@pytest.mark.parametrize("mask", [0o022, 0o077])
def test_the_permissions_are_those_that_the_user_wants_for_new_files(tmp_path: Path, mask: int):
    before = os.umask(mask)
    try:
        write_whole(tmp_path / "kept.xlsx", b"content")
        (tmp_path / "plain.xlsx").write_bytes(b"content")
    finally:
        os.umask(before)
    kept, plain = (stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("kept.xlsx", "plain.xlsx"))
    assert kept == plain == 0o666 & ~mask


def test_what_is_unfinished_is_hidden_and_swept(tmp_path: Path):
    with whole(tmp_path / "page.html") as unfinished:
        unfinished.write_bytes(b"half")
        assert unfinished.name.startswith(".")
        assert unfinished.name.endswith(UNFINISHED)
        (tmp_path / f".left{UNFINISHED}").write_bytes(b"by a killed run")
    sweep(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["page.html"]


def test_a_long_name_in_vietnamese_still_has_room(tmp_path: Path):
    path = tmp_path / f"{'ế' * 80}.txt"
    write_whole(path, b"x")
    assert path.is_file()
