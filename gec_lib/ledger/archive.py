"""The archive: every file ever received, as it came, named by its content; and the lock that writers share."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gec_lib.files import whole
from gec_lib.home import Home

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

# An extension is kept for the reader's sake only; anything unusual is dropped.
LONGEST_SUFFIX = 6


class ArchiveError(OSError):
    """A file of the archive is missing or is no longer what was received."""


def file_hash(content: bytes) -> str:
    """SHA-256 of a file's bytes: the name of the file everywhere.

    Examples
    --------
    >>> file_hash(b"")[:12]
    'e3b0c44298fc'
    """
    return hashlib.sha256(content).hexdigest()


def archive_path(home: Home, file: str, *, name: str) -> Path:
    """Where the archive keeps a file.

    Parameters
    ----------
    home : Home
        The home.
    file : str
        SHA-256 of its bytes, in hex.
    name : str
        The name under which it was first received; only its extension is used.
    """
    suffix = Path(name).suffix.lower()
    plain = suffix[1:].isalnum() and suffix.isascii() and len(suffix) <= LONGEST_SUFFIX
    return home.data / "archive" / f"{file}{suffix if plain else ''}"


def archive(home: Home, content: bytes, *, name: str) -> Path:
    """Keep a file as received, also when it is going to be rejected; a whole archived file is never written again.

    It is on the disk only after :func:`gec_lib.files.flush`; no line of the ledger may name it before.
    """
    path = archive_path(home, file_hash(content), name=name)
    if not path.is_file() or path.read_bytes() != content:  # a power failure may have cut it short
        with whole(path) as unfinished:
            unfinished.write_bytes(content)
    return path


def archived(home: Home, file: str, *, name: str) -> Path:
    """The archived file, checked against its hash.

    Raises
    ------
    ArchiveError
        When it is missing or its bytes are not those received.
    """
    path = archive_path(home, file, name=name)
    if not path.is_file():
        raise ArchiveError(f"{path} is missing ({name} as received); put it back from a copy of data/archive")
    found = file_hash(path.read_bytes())
    if found != file:
        raise ArchiveError(
            f"{path} ({name} as received): found content {found[:12]}, expected {file[:12]}; "
            "put it back from a copy of data/archive"
        )
    return path


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a lock that other processes respect and that the system frees when its holder dies."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as stream:
        if sys.platform == "win32":
            stream.seek(0)
            msvcrt.locking(stream.fileno(), msvcrt.LK_LOCK, 1)
        else:
            fcntl.flock(stream, fcntl.LOCK_EX)
        try:
            yield
        finally:
            if sys.platform == "win32":
                stream.seek(0)
                msvcrt.locking(stream.fileno(), msvcrt.LK_UNLCK, 1)
            else:
                fcntl.flock(stream, fcntl.LOCK_UN)
