"""Many editions: a pool of processes in which one failure never stops the others."""

from __future__ import annotations

import contextlib
import json
import multiprocessing
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path
from typing import Any

from gec_lib.runs.editions import MANIFEST, Edition
from gec_lib.runs.execution import WORK, Outcome, build


def run(
    editions: Sequence[Edition],
    *,
    notebooks: Path,
    home: Path,
    outputs: Path,
    version: str,
    workers: int,
    done: Callable[[Outcome], None] = lambda outcome: None,
) -> tuple[Outcome, ...]:
    """Build editions side by side.

    Parameters
    ----------
    editions : sequence of Edition
        What to build; the result keeps their order.
    notebooks, home, outputs : Path
        Folders of the notebooks, of the district and of the editions.
    version : str
        Version of the code.
    workers : int
        Processes; each executes one notebook at a time.
    done : callable
        Called with each outcome as it comes, for a progress bar.
    """
    sweep(outputs)
    found: dict[Edition, Outcome] = {}
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=max(1, min(workers, len(editions))), mp_context=context) as pool:
        futures = {
            pool.submit(
                build,
                edition,
                notebook=notebooks / f"{edition.kind}.ipynb",
                home=home,
                outputs=outputs,
                version=version,
            ): edition
            for edition in editions
        }
        for future in as_completed(futures):
            edition = futures[future]
            error = future.exception()
            outcome = future.result() if error is None else Outcome(edition, failure=f"{type(error).__name__}: {error}")
            found[edition] = outcome
            done(outcome)
    with contextlib.suppress(OSError):
        (outputs / WORK).rmdir()
    return tuple(found[edition] for edition in editions)


def sweep(outputs: Path) -> None:
    """Remove the temporary folders of processes that no longer live."""
    import psutil

    for path in (outputs / WORK).glob("*-*"):
        owner = path.name.rsplit("-", 1)[-1]
        if not (owner.isdigit() and psutil.pid_exists(int(owner))):
            shutil.rmtree(path, ignore_errors=True)


def manifests(outputs: Path, *, profile: str) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Finished editions of a profile: folder and manifest, sorted by path."""
    for path in sorted((outputs / profile).glob(f"*/*/*/{MANIFEST}")):
        yield path.parent, json.loads(path.read_text(encoding="utf-8"))


def failures(outcomes: Iterable[Outcome]) -> str:
    """The failure list: one paragraph an edition."""
    return "\n".join(f"  {outcome.edition}\n    {outcome.failure}" for outcome in outcomes if not outcome.built)
