"""Where editions are made: processes forked from a zygote, or workers with stock kernels."""

from __future__ import annotations

import contextlib
import multiprocessing
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from queue import SimpleQueue
from typing import Protocol

from gec_lib.runs.engine_names import Engine
from gec_lib.runs.execution import Task, make
from gec_lib.runs.failures import Failure, Kind
from gec_lib.runs.limits import TRIES
from gec_lib.runs.processes import DiedError, Zygote, forkable


class Pool(Protocol):
    """Makes editions, several at once when several threads call."""

    def make(self, task: Task) -> Failure | None:
        """Make one edition; None when its folder is complete."""

    def stop(self) -> None:
        """End everything that is being made, at once."""


class ForkedPool:
    """Every edition in a process of its own, forked from one zygote; nothing is left of it afterwards."""

    def __init__(self) -> None:
        self.zygote = Zygote()

    def make(self, task: Task) -> Failure | None:
        for _ in range(TRIES):
            try:
                answer = self.zygote.ask({"do": "edition", "task": task.plain()})
            except DiedError as error:
                last = str(error)
            else:
                failure = answer["failure"]
                return Failure(**{**failure, "kind": Kind(failure["kind"])}) if failure else None
        return Failure(Kind.DIED, task.notebook.name, f"{last} {TRIES} times; memory may be short")

    def stop(self) -> None:
        self.zygote.close()


class StockPool:
    """One worker process a slot; each starts a stock kernel for every edition."""

    def __init__(self, workers: int) -> None:
        self.idle: SimpleQueue[ProcessPoolExecutor] = SimpleQueue()
        self.all = [_worker() for _ in range(workers)]
        for worker in self.all:
            self.idle.put(worker)

    def make(self, task: Task) -> Failure | None:
        for _ in range(TRIES):
            worker = self.idle.get()
            try:
                failure = worker.submit(make, task, engine=Engine.STOCK).result()
            except BrokenProcessPool:
                worker = _worker()
                self.all.append(worker)
            else:
                return failure
            finally:
                self.idle.put(worker)
        return Failure(Kind.DIED, task.notebook.name, f"the process of the edition died {TRIES} times")

    def stop(self) -> None:
        for worker in self.all:
            for process in list((worker._processes or {}).values()):
                with contextlib.suppress(ProcessLookupError):
                    process.terminate()
            worker.shutdown(wait=False, cancel_futures=True)


def _worker() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(max_workers=1, mp_context=multiprocessing.get_context("spawn"))


@contextmanager
def pool(engine: Engine | Pool | None, *, workers: int) -> Iterator[Pool]:
    """A pool that ends with the block; one that stood before is lent and stays.

    Parameters
    ----------
    engine : Engine, Pool or None
        Forked processes, stock kernels, a pool that stands, or the fastest that this system allows.
    workers : int
        Editions made at the same time.
    """
    if not isinstance(engine, Engine | None):
        yield engine
        return
    forked = (engine or best_engine()) is Engine.FORKED
    made: Pool = ForkedPool() if forked else StockPool(workers)
    try:
        yield made
    finally:
        made.stop()


def best_engine() -> Engine:
    """Forked processes where the system allows them."""
    return Engine.FORKED if forkable() else Engine.STOCK
