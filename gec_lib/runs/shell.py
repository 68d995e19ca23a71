"""A notebook's own process: an IPython shell whose messages are kept and handed over, without sockets or threads."""

from __future__ import annotations

import builtins
import contextlib
import getpass
import io
import os
import random
import sys
import tempfile
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import comm
import numpy as np
from ipykernel.compiler import XCachingCompiler
from ipykernel.zmqshell import ZMQInteractiveShell
from IPython.core.error import StdinNotImplementedError
from jupyter_client.session import Session, json_packer, json_unpacker
from traitlets.config import Config

NO_INPUT = "raw_input was called, but this frontend does not support input requests."
NO_WIDGET = "a widget needs a live page; show a table or a figure instead"


class Recorder(Session):
    """A kernel's session that keeps its messages instead of sending them."""

    def __init__(self, **traits: Any) -> None:
        super().__init__(**traits)
        self.kept: list[dict[str, Any]] = []

    def send(
        self,
        stream: Any,
        msg_or_type: Any,
        content: Any = None,
        parent: Any = None,
        ident: Any = None,
        buffers: Any = None,
        track: bool = False,
        header: Any = None,
        metadata: Any = None,
    ) -> Any:
        """Keep a message."""
        message = msg_or_type if isinstance(msg_or_type, dict) else self.msg(msg_or_type, content, parent)
        self.keep(message["header"]["msg_type"], message["content"])
        return message

    def keep(self, kind: str, content: Any) -> None:
        """Keep what a message says; a stream goes on where it stopped."""
        if kind == "stream" and self.kept and self.kept[-1]["msg_type"] == kind:
            last = self.kept[-1]["content"]
            if last["name"] == content["name"]:
                last["text"] += content["text"]
                return
        self.kept.append({"header": {"msg_type": kind}, "msg_type": kind, "content": content, "parent_header": {}})

    def taken(self) -> list[dict[str, Any]]:
        """Messages kept since the last call."""
        kept, self.kept = self.kept, []
        return kept


class Stream(io.TextIOBase):
    """Standard output or error of the notebook; a process forked by a cell writes to the file behind it."""

    def __init__(self, recorder: Recorder, name: str, fd: int) -> None:
        self.recorder, self.name, self.fd, self.owner = recorder, name, fd, os.getpid()

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return "UTF-8"

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self.fd

    def write(self, text: str) -> int:
        """Keep the text."""
        if os.getpid() != self.owner:
            os.write(self.fd, text.encode())
        elif text:
            self.recorder.keep("stream", {"name": self.name, "text": str(text)})
        return len(text)


class Captured:
    """A file descriptor that subprocesses and C libraries write to, turned into a file that is read after each cell."""

    def __init__(self, recorder: Recorder, name: str, fd: int) -> None:
        self.recorder, self.name = recorder, name
        self.file = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the process
        os.dup2(self.file.fileno(), fd)
        os.set_inheritable(fd, True)
        self.read = 0

    def collect(self) -> None:
        """Keep what was written since the last cell."""
        size = os.fstat(self.file.fileno()).st_size
        text = os.pread(self.file.fileno(), size - self.read, self.read)
        self.read = size
        if text:
            self.recorder.keep("stream", {"name": self.name, "text": text.decode(errors="replace")})


class NotebookShell(ZMQInteractiveShell):
    """ipykernel's shell in a process that has no kernel around it."""

    def enable_gui(self, gui: str | None = None) -> None:
        """Charts are drawn into the notebook; there is no window whose events a loop could serve."""
        self.active_eventloop = gui


def serve(connection: Connection, *, seed: int) -> None:
    """Execute cells until the other side hangs up.

    Parameters
    ----------
    connection : Connection
        Cells come in and messages go out, as JSON.
    seed : int
        Seed of the global random generators.
    """
    recorder = Recorder()
    captured = [Captured(recorder, name, fd) for name, fd in (("stdout", 1), ("stderr", 2))]
    sys.stdout, sys.stderr = Stream(recorder, "stdout", 1), Stream(recorder, "stderr", 2)
    shell = new_shell(recorder)
    random.seed(seed)
    np.random.seed(seed)
    run = runner(shell)
    while True:
        try:
            cell = json_unpacker(connection.recv_bytes())
        except EOFError:
            return
        status = run(cell["source"], cell["id"])
        for stream in captured:
            stream.collect()
        reply = {**status, "execution_count": shell.execution_count - 1}
        connection.send_bytes(json_packer([reply, recorder.taken()]))


def new_shell(recorder: Recorder) -> Any:
    """ipykernel's shell, so that displays, errors and magics are those of a stock kernel."""
    config = Config({"HistoryManager": {"enabled": False}})
    shell = NotebookShell.instance(config=config, compiler_class=XCachingCompiler)
    parts: tuple[tuple[Any, bytes], ...] = (
        (shell.displayhook, b"execute_result"),
        (shell.display_pub, b"display_data"),
    )
    for part, topic in parts:
        part.session, part.pub_socket, part.topic = recorder, None, topic
    if "" not in sys.path:  # the working folder, where IPython puts it: after Python's own modules
        packages = (n for n, path in enumerate(sys.path) if Path(path).name in ("site-packages", "dist-packages"))
        sys.path.insert(next(packages, len(sys.path)), "")
    builtins.input = getpass.getpass = _refuse_input
    comm.create_comm = _refuse_widget
    return shell


def runner(shell: Any) -> Callable[[str, str], dict[str, Any]]:
    """A function that runs one cell inside an event loop, as in a stock kernel, and says how it ended."""
    import asyncio

    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)

    async def run(source: str, id: str) -> Any:
        transformed, early = source, None
        try:
            transformed = shell.transform_cell(source)
        except Exception:
            early = sys.exc_info()
        how: dict[str, Any] = {"transformed_cell": transformed, "preprocessing_exc_tuple": early}
        if not shell.should_run_async(source, **how):
            return shell.run_cell(source, store_history=True, silent=False, cell_id=id)
        result = None
        try:
            result = await shell.run_cell_async(source, store_history=True, silent=False, cell_id=id, **how)
        finally:
            shell.events.trigger("post_execute")
            shell.events.trigger("post_run_cell", result)
        return result

    def status(source: str, id: str) -> dict[str, Any]:
        # what a cell leaves in the display hook marks errors that arise while an output is formatted
        shell._last_traceback_during_displayhook = False
        result = loop.run_until_complete(run(source, id))
        shell.payload_manager.clear_payload()
        error = result.error_before_exec or result.error_in_exec
        if result.success and not shell._last_traceback_during_displayhook:
            return {"status": "ok"}
        lines = shell._last_traceback or []
        return {"status": "error", "ename": type(error).__name__, "evalue": str(error), "traceback": lines}

    return status


def _refuse_input(prompt: object = "", stream: object = None) -> str:
    raise StdinNotImplementedError(NO_INPUT)


def _refuse_widget(*args: Any, **kwargs: Any) -> Any:
    raise RuntimeError(NO_WIDGET)


def leave(code: int) -> None:
    """End the process at once: what a fork inherited must not run its exit handlers."""
    with contextlib.suppress(Exception):
        sys.stdout.flush()
    os._exit(code)
