"""Two engines behind papermill: a forked process with an IPython shell, and a stock kernel; both give equal bytes."""

from __future__ import annotations

import contextlib
import logging
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelspec import RESOURCES, get_kernel_dict
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine, papermill_engines
from papermill.log import logger
from traitlets.config import Config

from gec_lib.runs.engine_names import Engine as Name
from gec_lib.runs.processes import DiedError, Kernel, TimedOutError
from gec_lib.runs.surroundings import surroundings

SKIP = "skip-execution"
MAY_FAIL = "raises-exception"
SEEDS = "__import__('random').seed({seed}); __import__('numpy').random.seed({seed})"


class OwnPython(KernelSpecManager):
    """Names one kernel: the Python that runs this program, whatever kernels a user has installed."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """The kernel specification of this Python."""
        return KernelSpec(resource_dir=RESOURCES, **get_kernel_dict())


class OwnKernelManager(AsyncKernelManager):
    """Starts a kernel of this very Python."""

    def _kernel_spec_manager_default(self) -> KernelSpecManager:
        return OwnPython()


class StockClient(PapermillNotebookClient):
    """papermill's client, with the random generators seeded before the first cell."""

    seed = 0

    def papermill_execute_cells(self) -> None:
        """Seed, then execute the cells as papermill does."""
        self.wait_for_reply(self.kc.execute(SEEDS.format(seed=self.seed), silent=True, store_history=False))
        super().papermill_execute_cells()


class StockEngine(Engine):
    """A stock ipykernel, talking over files where the system has such sockets, and over TCP on Windows."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: Any,
        kernel_name: str,
        *,
        execution_timeout: int | None = None,
        start_timeout: int = 60,
        seed: int = 0,
        **ignored: Any,
    ) -> Any:
        """Execute the notebook of an execution manager."""
        with _sockets() as config:
            client = StockClient(
                nb_man,
                timeout=execution_timeout,
                startup_timeout=start_timeout,
                kernel_name=kernel_name,
                kernel_manager_class=OwnKernelManager,
                shutdown_kernel="immediate",
                record_timing=False,
                config=config,
                log=logger,
            )
            client.seed = seed
            return client.execute(env=surroundings())


class ForkedClient(PapermillNotebookClient):
    """papermill's client on a forked process: the cells, their outputs and failures are handled as for any kernel."""

    kernel: Kernel
    seed = 0

    def execute(self, **kwargs: Any) -> Any:
        """Execute the cells in a fresh fork, which ends with them."""
        self.reset_execution_trackers()
        with Kernel.start(seed=self.seed) as self.kernel:
            self.papermill_execute_cells()
        self.nb.metadata["language_info"] = dict(IPythonKernel.language_info)
        return self.nb

    def execute_cell(self, cell: Any, cell_index: int, *args: Any, **kwargs: Any) -> Any:
        """Execute one cell.

        Raises
        ------
        CellExecutionError, CellTimeoutError, DeadKernelError
            As nbclient's own client.
        """
        tags = cell.metadata.get("tags", ())
        if cell.cell_type != "code" or not cell.source.strip() or SKIP in tags:
            return cell
        cell.outputs = []
        self.clear_before_next_output = False
        try:
            reply, messages = self.kernel.run(cell.source, cell_id=cell.get("id", ""), timeout=self.timeout)
        except TimedOutError:
            raise CellTimeoutError.error_from_timeout_and_cell("Cell execution timed out", self.timeout, cell) from None
        except DiedError as error:
            raise DeadKernelError(str(error)) from None
        for message in messages:
            self.process_message(message, cell, cell_index)
        cell.execution_count = reply["execution_count"]
        if reply["status"] == "error" and MAY_FAIL not in tags:
            raise CellExecutionError.from_cell_and_msg(cell, reply)
        return cell


class ForkedEngine(Engine):
    """A process forked for this notebook alone."""

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: Any, kernel_name: str, *, execution_timeout: int | None = None, seed: int = 0, **ignored: Any
    ) -> Any:
        """Execute the notebook of an execution manager."""
        client = ForkedClient(nb_man, timeout=execution_timeout, kernel_name=kernel_name, log=logger)
        client.seed = seed
        return client.execute()


def register() -> None:
    """Make the engines known to papermill under their names; failures are returned and not logged on the side."""
    logger.addHandler(logging.NullHandler())
    papermill_engines.register(Name.FORKED.value, ForkedEngine)
    papermill_engines.register(Name.STOCK.value, StockEngine)


@contextlib.contextmanager
def _sockets() -> Iterator[Config]:
    """Kernel sockets as files of one own folder: no port to race for, nothing to overhear, no warning about it."""
    if sys.platform == "win32":
        yield Config()
        return
    folder = Path(tempfile.mkdtemp(prefix="gec-"))
    try:
        yield Config({"KernelManager": {"transport": "ipc", "ip": str(folder / "k")}})
    finally:
        shutil.rmtree(folder, ignore_errors=True)
