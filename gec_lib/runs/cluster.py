"""Editions made on a Dask cluster: a task goes out with everything it needs, its files come back as bytes.

No file system is shared. What many tasks have in common (snapshot, parameters, notebooks) is sent once for each worker
and kept there under the hash of its content; one edition is one pure call, so a lost worker only means a repeated call.
"""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import tempfile
import threading
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from gec_lib.runs.execution import Task, read_task
from gec_lib.runs.failures import Failure, Kind
from gec_lib.runs.limits import TRIES
from gec_lib.runs.manifest import library, packages, system, together

CACHE = "gec-cluster"
RETRIES = 3
PATIENCE = 10
LOCK = threading.Lock()


class ClusterError(ValueError):
    """A cluster that cannot make editions."""


@dataclass
class DaskPool:
    """Makes editions on the workers of a running Dask scheduler.

    Parameters
    ----------
    client : distributed.Client
        Connected to the scheduler; it and the workers must have the same version of this library.
    """

    client: Any

    def __post_init__(self) -> None:
        found = set(self.client.run(fingerprint).values())
        if found != {fingerprint()}:
            raise ClusterError("workers have another version of the library or of its packages; install the same lock")
        self.parcels: dict[str, Any] = {}
        self.lock = threading.Lock()

    @property
    def slots(self) -> int:
        """Editions that are worth sending out at the same time: one at work and one waiting for every thread."""
        return 2 * sum(self.client.nthreads().values())

    def make(self, task: Task) -> Failure | None:
        """Send a task out and unpack what comes back into its folder."""
        content = parcel(task)
        name = hashlib.sha256(content).hexdigest()
        for _ in range(TRIES):
            future = self.client.submit(
                remote, task.plain(), name, self._sent(name, content), pure=False, retries=RETRIES
            )
            try:
                answer = future.result()
            except Exception as error:  # a lost worker may take the only copy of the parcel with it: send it again
                last = f"on the cluster: {type(error).__name__}: {error}"
                self.parcels.pop(name, None)
            else:
                return _received(answer, task.folder)
        return Failure(Kind.DIED, task.notebook.name, last)

    def _sent(self, name: str, content: bytes) -> Any:
        with self.lock:
            if name not in self.parcels:
                self.parcels[name] = self.client.scatter(content, broadcast=True)
            return self.parcels[name]

    def stop(self) -> None:
        """Forget what was sent; the cluster itself goes on."""
        self.parcels.clear()


def _received(answer: Mapping[str, Any], folder: Path) -> Failure | None:
    if answer["failure"]:
        return Failure(**{**answer["failure"], "kind": Kind(answer["failure"]["kind"])})
    for file, data in answer["files"].items():
        (folder / file).write_bytes(data)
    return None


def fingerprint() -> str:
    """What must be the same on every machine, so that bytes are the same."""
    return together({"library": library(), "platform": system(), **packages()})


@contextmanager
def connected(address: str, *, patience: int = PATIENCE) -> Iterator[DaskPool]:
    """A pool on the scheduler at an address.

    Parameters
    ----------
    address : str
        Such as ``tcp://server:8786``.
    patience : int
        Seconds to wait for the scheduler, and for its first worker.

    Raises
    ------
    ClusterError
        When the extra ``cluster`` is not installed, nobody answers there, no worker is connected, or versions differ.
    """
    try:
        from distributed import Client
    except ImportError:
        raise ClusterError("the extra 'cluster' is not installed: pip install 'gec[cluster]'") from None
    try:
        client = Client(address, timeout=f"{patience}s", set_as_default=False)
    except (OSError, ValueError) as error:
        raise ClusterError(f"no Dask scheduler answers at {address} ({error}); start one, check the address") from None
    with client:
        try:
            client.wait_for_workers(1, timeout=patience)
        except TimeoutError:
            raise ClusterError(f"{address}: no worker is connected to the scheduler; start workers first") from None
        yield DaskPool(client)


def parcel(task: Task) -> bytes:
    """What an edition reads, as a zip: notebook, parameters, snapshot; equal content gives equal bytes."""
    buffer = io.BytesIO()
    home = task.home
    paths = [*(home / "params").rglob("*"), *(home / "data" / "snapshots" / task.edition.snapshot).rglob("*")]
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr(zipfile.ZipInfo(f"notebooks/{task.notebook.name}"), task.notebook.read_bytes())
        for path in sorted(path for path in paths if path.is_file()):
            archive.writestr(zipfile.ZipInfo(path.relative_to(home).as_posix()), path.read_bytes())
    return buffer.getvalue()


def remote(task: Mapping[str, Any], name: str, content: bytes) -> dict[str, Any]:
    """On a worker: make an edition; its files or its failure as plain data."""
    home = _unpacked(name, content)
    with tempfile.TemporaryDirectory(prefix="gec-edition-") as temporary:
        here = replace(
            read_task(task),
            home=home,
            folder=Path(temporary),
            notebook=home / "notebooks" / Path(str(task["notebook"])).name,
        )
        failure = _pool().make(here)
        files = {path.name: path.read_bytes() for path in sorted(Path(temporary).iterdir())}
    return {"failure": asdict(failure) if failure else None, "files": {} if failure else files}


def _unpacked(name: str, content: bytes) -> Path:
    """The home on this worker for a content; unpacked once, by whoever comes first."""
    place = Path(tempfile.gettempdir()) / f"{CACHE}-{os.getuid() if hasattr(os, 'getuid') else 0}" / name
    if place.is_dir():
        return place
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(dir=place.parent))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(unfinished)
    try:
        unfinished.rename(place)
    except OSError:
        shutil.rmtree(unfinished)  # another worker was faster
    return place


POOLS: list[Any] = []


def _pool() -> Any:
    """The worker's own pool: one zygote for as long as the worker lives."""
    from gec_lib.runs.engine_names import Engine
    from gec_lib.runs.pools import ForkedPool, StockPool, best_engine

    with LOCK:
        if not POOLS:
            POOLS.append(ForkedPool() if best_engine() is Engine.FORKED else StockPool(1))
    return POOLS[0]
