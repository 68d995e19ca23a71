"""The zygote: imports what notebooks and pages need, then forks a process for each task, and does nothing else.

A single thread, no open connection, no figure, no event loop stands at the moment of a fork; DuckDB is imported by
nobody here, because an open connection before a fork would hang the child.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import select
import signal
import socket
import sys
from multiprocessing.connection import Connection
from typing import Any

from gec_lib.runs.limits import LONGEST
from gec_lib.runs.processes import MESSAGE, Kernel, die_with_parent

PRELOADED = (
    "gec_lib.report",
    "gec_lib.runs.execution",
    "gec_lib.runs.engines",
    "gec_lib.runs.shell",
    "gec_lib.publish.document",
    "gec_lib.publish.docx",
    "gec_lib.publish.html",
    "gec_lib.publish.workbook",
)


def main() -> None:
    """Serve until the other side hangs up."""
    control = socket.socket(fileno=int(sys.argv[1]))
    os.set_inheritable(control.fileno(), False)
    for name in PRELOADED:
        importlib.import_module(name)
    compile_templates()
    gc.collect()
    gc.freeze()
    try:
        control.send(b"ready")
    except BrokenPipeError:
        return  # whoever started it has died meanwhile
    serve(control)


def compile_templates() -> None:
    """Compile the templates of pages once, for all that will be forked."""
    from gec_lib.publish.html import environment

    for name in environment().list_templates():
        environment().get_template(name)


def serve(control: socket.socket) -> None:
    """Fork a process for each message; tell each caller how its process ended."""
    ended, wake = socket.socketpair()
    for end in (ended, wake):
        end.setblocking(False)
    signal.signal(signal.SIGCHLD, lambda *args: None)
    signal.set_wakeup_fd(wake.fileno(), warn_on_full_buffer=False)
    children: dict[int, socket.socket] = {}
    while True:
        ready, _, _ = select.select([control, ended], [], [])
        if ended in ready:
            ended.recv(4096)
            _reap(children)
        if control in ready:
            message, fds, _, _ = socket.recv_fds(control, MESSAGE, 1)
            if not message:
                break
            end = socket.socket(fileno=fds[0])
            children[_fork(json.loads(message), end, closing=(control, ended, wake, *children.values()))] = end
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for pid in children:
        _end_group(pid)


def _reap(children: dict[int, socket.socket]) -> None:
    while children:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if not pid:
            return
        _end_group(pid)
        with children.pop(pid) as end:
            _say(end, {"exit": os.waitstatus_to_exitcode(status)})


def _end_group(pid: int) -> None:
    """End what a task started and left behind."""
    try:
        os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def _say(end: socket.socket, answer: Any) -> None:
    try:
        end.sendall(json.dumps(answer).encode() + b"\n")
    except OSError:
        return  # nobody listens any more


def _fork(task: dict[str, Any], end: socket.socket, *, closing: tuple[socket.socket, ...]) -> int:
    parent = os.getpid()
    pid = os.fork()
    if pid:
        return pid
    try:
        os.setpgid(0, 0)
        die_with_parent(parent)
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.alarm(LONGEST)
        for inherited in closing:
            inherited.close()
        _perform(task, end)
        os._exit(0)
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(1)


def _perform(task: dict[str, Any], end: socket.socket) -> None:
    Kernel.inside = True
    if task["do"] == "cells":
        from gec_lib.runs import shell

        shell.serve(Connection(end.detach()), seed=task["seed"])
        return
    from gec_lib.runs import execution

    _say(end, execution.perform(task))


if __name__ == "__main__":
    main()
