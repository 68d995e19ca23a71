"""Processes that are forked for one purpose: cells of a notebook, or a whole edition; and the zygote they come from."""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Any

from gec_lib.runs.surroundings import surroundings

MESSAGE = 1 << 20
PR_SET_PDEATHSIG = 1


class DiedError(RuntimeError):
    """A process ended before it answered."""


class TimedOutError(RuntimeError):
    """A process did not answer in time."""


def forkable() -> bool:
    """Whether this system can fork a process that has loaded numerical and drawing libraries.

    Windows has no fork, and on macOS its own libraries do not survive it; stock kernels serve there.
    """
    return sys.platform.startswith("linux") and hasattr(os, "fork")


def die_with_parent(parent: int) -> None:
    """Let the kernel of the system end this process when its parent dies, however it dies."""
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


class Kernel:
    """The process of one notebook: cells go in, messages come out."""

    # set in processes that come from a zygote: they have one thread and may fork
    inside = False

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    @classmethod
    @contextmanager
    def start(cls, *, seed: int) -> Iterator[Kernel]:
        """A fresh process that ends with the block.

        Parameters
        ----------
        seed : int
            Seed of its random generators.
        """
        source = _fork_here(seed) if cls.inside else _fork_in_zygote(seed)
        with source as connection:
            yield cls(connection)

    def run(self, source: str, *, cell_id: str, timeout: float | None) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        """Execute a cell.

        Returns
        -------
        tuple
            The reply (status, execution count, error) and the messages of the cell, in order.

        Raises
        ------
        TimedOutError
            After ``timeout`` seconds; the process is of no more use.
        DiedError
            When the process ended.
        """
        try:
            self.connection.send_bytes(json.dumps({"source": source, "id": cell_id}).encode())
            if not self.connection.poll(timeout):
                raise TimedOutError(f"no answer within {timeout} s")
            reply, messages = json.loads(self.connection.recv_bytes())
        except (EOFError, OSError):
            raise DiedError("the process of the notebook ended in the middle of a cell") from None
        return reply, messages


@contextmanager
def _fork_here(seed: int) -> Iterator[Connection]:
    from gec_lib.runs import shell

    ours, theirs = Pipe()
    parent = os.getpid()
    pid = os.fork()
    if pid == 0:
        try:
            die_with_parent(parent)
            ours.close()
            shell.serve(theirs, seed=seed)
            shell.leave(0)
        finally:
            os._exit(1)
    theirs.close()
    try:
        yield ours
    finally:
        ours.close()
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


@contextmanager
def _fork_in_zygote(seed: int) -> Iterator[Connection]:
    """For papermill used by hand with the engine: a zygote for this one notebook."""
    with Zygote() as zygote:
        end = zygote.fork({"do": "cells", "seed": seed})
        with Connection(end.detach()) as connection:
            yield connection


class Zygote:
    """A process that only imports and forks; it ends with this one, and everything it forked ends with it.

    It is a fresh interpreter, never a fork of this process, and has a single thread.
    """

    def __init__(self) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-P", "-m", "gec_lib.runs.zygote", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                env=surroundings(),
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        self.socket = ours
        if not ours.recv(MESSAGE):
            raise DiedError("the zygote could not start; its last words are above")

    def __enter__(self) -> Zygote:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def fork(self, task: Mapping[str, Any]) -> socket.socket:
        """Fork a process for a task; the socket returned is its other end.

        Raises
        ------
        DiedError
            When the zygote is gone.
        """
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        with theirs:
            try:
                socket.send_fds(self.socket, [json.dumps(task).encode()], [theirs.fileno()])
            except OSError:
                ours.close()
                raise DiedError("the zygote ended") from None
        return ours

    def ask(self, task: Mapping[str, Any]) -> Any:
        """Fork a process for a task and wait for its answer.

        Raises
        ------
        DiedError
            When the process ended without an answer.
        """
        with self.fork(task) as end, end.makefile("rb") as lines:
            answer: Any = None
            for line in lines:
                found = json.loads(line)
                if "exit" in found:
                    break
                answer = found
        if answer is None:
            raise DiedError("the process of the edition ended without an answer")
        return answer

    def close(self) -> None:
        """End the zygote and everything it forked."""
        with contextlib.suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
