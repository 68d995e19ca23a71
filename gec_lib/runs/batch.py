"""Many editions: a bounded pool in which one failure never stops the others, and only what changed is built."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gec_lib.runs.editions import Edition
from gec_lib.runs.failures import Failure, Kind
from gec_lib.runs.limits import TIMEOUT
from gec_lib.runs.manifest import MANIFEST, inputs_of, reasons, tree
from gec_lib.runs.places import settle, sweep, workplace

if TYPE_CHECKING:
    from gec_lib.runs.engine_names import Engine
    from gec_lib.runs.pools import Pool

LOG = ".log"


class UnknownKindError(LookupError):
    """A kind of edition without a notebook."""


@dataclass(frozen=True)
class Outcome:
    """What became of an edition.

    Attributes
    ----------
    edition : Edition
        Which edition.
    folder : Path
        Its place; finished unless there is a failure.
    failure : Failure, optional
        Why it was not built.
    reasons : tuple of str
        Why it had to be built; empty when nothing had changed and it was left alone.
    seconds : float
        How long it took; never written into an edition.
    """

    edition: Edition
    folder: Path
    failure: Failure | None = None
    reasons: tuple[str, ...] = ()
    seconds: float = field(default=0.0, compare=False)

    @property
    def finished(self) -> bool:
        return self.failure is None

    @property
    def unchanged(self) -> bool:
        return self.finished and not self.reasons


@dataclass(frozen=True)
class Places:
    """Folders of the notebooks, of the district and of the editions, and the version of the code."""

    notebooks: Path
    home: Path
    outputs: Path
    version: str

    def notebook(self, edition: Edition) -> Path:
        """The notebook of an edition's kind."""
        return self.notebooks / f"{edition.kind}.ipynb"


def run(
    editions: Sequence[Edition],
    *,
    places: Places,
    workers: int,
    engine: Engine | Pool | None = None,
    judge: Callable[..., Sequence[str]] = reasons,
    timeout: int = TIMEOUT,
    done: Callable[[Outcome], None] = lambda outcome: None,
) -> tuple[Outcome, ...]:
    """Build the editions that changed, side by side.

    Parameters
    ----------
    editions : sequence of Edition
        What to build; the result keeps their order.
    places : Places
        Where everything stands.
    workers : int
        Editions made at the same time.
    engine : Engine or Pool, optional
        What runs the cells, by default the fastest that this system allows; or a pool that stands, for several runs.
    judge : callable
        Says why an edition must be built: `reasons` when something changed, `always` in any case.
    timeout : int
        Seconds that one cell may take.
    done : callable
        Called with each outcome as it comes, for a progress bar.

    Raises
    ------
    KeyboardInterrupt
        On SIGINT and SIGTERM, after everything has ended and temporary folders are gone.
    """
    sweep(places.outputs)
    parameters = tree(places.home / "params")
    found: dict[Edition, Outcome] = {}
    waiting: list[tuple[Edition, dict[str, Any], tuple[str, ...]]] = []
    for edition in dict.fromkeys(editions):
        inputs = inputs_of(edition, notebook=places.notebook(edition), parameters=parameters)
        why = judge(edition.folder(places.outputs), inputs=inputs)
        if why:
            waiting.append((edition, inputs, tuple(why)))
        else:
            found[edition] = Outcome(edition, edition.folder(places.outputs))
            done(found[edition])
    if waiting:
        for outcome in _built(waiting, places, workers=min(workers, len(waiting)), engine=engine, timeout=timeout):
            found[outcome.edition] = outcome
            _log(outcome, places.outputs)
            done(outcome)
    return tuple(found[edition] for edition in editions)


def check_kinds(editions: Sequence[Edition], *, places: Places) -> None:
    """Refuse a kind that has no notebook.

    Raises
    ------
    UnknownKindError
        Listing the notebooks that there are.
    """
    for edition in editions:
        if not places.notebook(edition).is_file():
            known = ", ".join(sorted(path.stem for path in places.notebooks.glob("*.ipynb"))) or "none"
            raise UnknownKindError(f"no notebook {edition.kind}.ipynb in {places.notebooks}; there are: {known}")


def always(folder: Path, *, inputs: Mapping[str, Any]) -> Sequence[str]:
    """The reason to build an edition that was asked for, changed or not."""
    return reasons(folder, inputs=inputs) or ["asked for"]


def _built(
    waiting: Sequence[tuple[Edition, dict[str, Any], tuple[str, ...]]],
    places: Places,
    *,
    workers: int,
    engine: Engine | Pool | None,
    timeout: int,
) -> Iterator[Outcome]:
    from gec_lib.runs.pools import pool

    with (
        _stoppable(),
        ThreadPoolExecutor(max_workers=max(1, workers)) as threads,
        pool(engine, workers=max(1, workers)) as makers,
    ):
        futures = [threads.submit(_build, *item, places=places, makers=makers, timeout=timeout) for item in waiting]
        try:
            for future in as_completed(futures):
                yield future.result()
        except BaseException:
            for future in futures:
                future.cancel()
            raise


def _build(
    edition: Edition,
    inputs: dict[str, Any],
    why: tuple[str, ...],
    *,
    places: Places,
    makers: Pool,
    timeout: int,
) -> Outcome:
    from gec_lib.runs.execution import Task

    began, final = time.monotonic(), edition.folder(places.outputs)
    try:
        with workplace(places.outputs, name=edition.kind) as folder:
            task = Task(edition, places.notebook(edition), places.home, folder, places.version, inputs, timeout)
            failure = makers.make(task)
            if failure is None:
                settle(folder, final, outputs=places.outputs)
    except Exception as error:
        failure = Failure(Kind.INTERNAL, places.notebook(edition).name, f"{type(error).__name__}: {error}")
    return Outcome(edition, final, failure, why, seconds=time.monotonic() - began)


@contextmanager
def _stoppable() -> Iterator[None]:
    """SIGTERM ends a run as Ctrl-C does: both raise KeyboardInterrupt in the main thread."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _log(outcome: Outcome, outputs: Path) -> None:
    """Times go into a log beside the editions, never into them."""
    line = {
        "at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "edition": str(outcome.edition),
        "snapshot": outcome.edition.snapshot,
        "seconds": round(outcome.seconds, 2),
        "failure": str(outcome.failure or ""),
    }
    with contextlib.suppress(OSError), (outputs / LOG).open("a", encoding="utf-8") as log:
        log.write(json.dumps(line, ensure_ascii=False) + "\n")


def manifests(outputs: Path, *, profile: str) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Finished editions of a profile: folder and manifest, sorted by path; a school's page lies one folder deeper."""
    found = (outputs / profile).glob
    for path in sorted([*found(f"*/*/*/{MANIFEST}"), *found(f"*/*/*/*/{MANIFEST}")]):
        yield path.parent, json.loads(path.read_text(encoding="utf-8"))
