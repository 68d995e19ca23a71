"""Files that are written whole or not at all: beside their place first, then moved there in one step."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

# The end of a name that no reader of a folder takes for a finished file.
UNFINISHED = ".unfinished"
AT_ONCE = 8


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A place beside a file in which to write it; it takes the file's name once everything is written.

    A reader finds the file of before or the new one, never a part. When the writing fails, nothing is left; what a
    killed process leaves has a name that begins with a dot and ends with ``UNFINISHED``, see :func:`sweep`.

    Parameters
    ----------
    path : Path
        The file; its folder is made when it is missing.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with whole(Path(folder) / "a.txt") as unfinished:
    ...         count = unfinished.write_text("all of it")
    ...     [file.name for file in Path(folder).iterdir()]
    ['a.txt']
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name[:64]}.{secrets.token_hex(4)}{UNFINISHED}")
    try:
        yield unfinished
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


def write_whole(path: Path, content: bytes) -> None:
    """Write a file whole, and have it on the disk before it takes its name, so that no crash of the machine undoes it.

    Parameters
    ----------
    path : Path
        The file; an older one is replaced in one step.
    content : bytes
        What it is to hold.
    """
    with whole(path) as unfinished, unfinished.open("xb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def flush(paths: Iterable[Path]) -> None:
    """Have files on the disk when this returns; many at once, since a disk takes them together in the time of a few.

    Parameters
    ----------
    paths : iterable of Path
        Files that were written, each with the name that it keeps.
    """
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for _ in pool.map(_flush, paths):
            pass


def _flush(path: Path) -> None:
    with path.open("r+b") as stream:
        os.fsync(stream.fileno())


def sweep(folder: Path) -> None:
    """Remove what a killed run left unfinished; call it under the lock of the writers of that folder."""
    for path in folder.glob(f"*{UNFINISHED}"):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
