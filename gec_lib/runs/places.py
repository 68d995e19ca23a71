"""Places of editions: temporary folders that say who owns them, and the move of a finished edition into its place."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

WORK = ".work"
OLD = "old"
TRIES = 20


@contextmanager
def workplace(outputs: Path, *, name: str) -> Iterator[Path]:
    """An empty folder beside the editions; it vanishes at the end unless it was moved into its place.

    Its name ends with the id of the owning process, so that a later run knows whose it is.

    Parameters
    ----------
    outputs : Path
        Where editions live.
    name : str
        First part of the folder's name.
    """
    folder = _new_folder(outputs / WORK, name)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        with contextlib.suppress(OSError):
            folder.parent.rmdir()


def _new_folder(work: Path, name: str) -> Path:
    for left in reversed(range(TRIES)):
        try:
            work.mkdir(parents=True, exist_ok=True)
            return Path(tempfile.mkdtemp(prefix=f"{name}-", suffix=f"-{os.getpid()}", dir=work))
        except (FileNotFoundError, FileExistsError):  # another thread or run has just removed the empty work folder
            if not left:
                raise
    raise AssertionError("the last try returns or raises")


def settle(finished: Path, final: Path, *, outputs: Path) -> None:
    """Put a finished folder in place of an older edition by two renames; nobody ever sees a half-made edition.

    Between the two renames the older edition stands in the work folder, under its own path: `sweep` puts it back
    when this process dies there. Two runs that settle the same edition at once both succeed; the later one stays.
    """
    final.parent.mkdir(parents=True, exist_ok=True)
    finished.chmod(0o755)
    for _ in range(TRIES):
        with workplace(outputs, name=OLD) as aside:
            kept = aside / final.relative_to(outputs)
            kept.parent.mkdir(parents=True, exist_ok=True)
            with contextlib.suppress(FileNotFoundError):
                final.rename(kept)
            try:
                finished.rename(final)
                return
            except OSError:  # another run settled the same edition in between
                if not final.exists():
                    raise
    raise OSError(f"{final}: could not be replaced in {TRIES} tries; stop the other run that writes it")


def sweep(outputs: Path) -> None:
    """Remove the temporary folders of processes that no longer live, and put back an edition they had set aside."""
    if not (outputs / WORK).is_dir():
        return
    import psutil

    for path in sorted((outputs / WORK).glob("*-*")):
        owner = path.name.rsplit("-", 1)[-1]
        if owner.isdigit() and psutil.pid_exists(int(owner)):
            continue
        if path.name.startswith(f"{OLD}-"):
            _put_back(path, outputs)
        shutil.rmtree(path, ignore_errors=True)
    with contextlib.suppress(OSError):
        (outputs / WORK).rmdir()


def _put_back(aside: Path, outputs: Path) -> None:
    editions = sorted({path.parent for path in aside.rglob("*") if path.is_file()})
    for kept in editions:
        final = outputs / kept.relative_to(aside)
        if not final.exists():
            with contextlib.suppress(OSError):
                final.parent.mkdir(parents=True, exist_ok=True)
                kept.rename(final)
