"""What one notebook does to its process never reaches another, and everything a notebook may use works in a fork."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from multiprocessing.connection import Connection

import pytest

from gec_lib.runs.batch import run
from gec_lib.runs.engine_names import Engine
from gec_lib.runs.processes import DiedError, Kernel, TimedOutError, Zygote, forkable
from tests.runs_tiny import REPORT, edition, tiny_home

pytestmark = pytest.mark.skipif(not forkable(), reason="no fork here")

DIRTY = """
import os, sys, builtins, warnings, json
import pandas as pd, matplotlib as mpl, numpy as np
pd.options.display.max_rows = 3
mpl.rcParams["figure.dpi"] = 7
os.environ["LEAK"] = "1"
os.chdir("/")
sys.path.insert(0, "/leak")
builtins.leak = json.leak = 1
np.random.seed(1)
"""
PROBE = """
import os, sys, builtins, json
import pandas as pd, matplotlib as mpl
(pd.options.display.max_rows, mpl.rcParams["figure.dpi"], os.environ.get("LEAK"), "/leak" in sys.path,
 hasattr(builtins, "leak"), hasattr(json, "leak"), os.path.samefile(os.getcwd(), os.environ["GEC_HOME"]))
"""
USES = {
    "duckdb": "import duckdb; con = duckdb.connect(); con.execute('select 499500').fetchall()[0][0]",
    "pyarrow": "import pyarrow as pa, pyarrow.compute as pc; pc.sum(pa.array(range(1000))).as_py()",
    "numpy": "import numpy as np; round(float(np.linalg.inv(np.eye(300) * 2).sum()))",
    "threads": "from concurrent.futures import ThreadPoolExecutor as T; list(T(2).map(abs, [-1, -2]))",
    "processes": "import multiprocessing as m; m.get_context('fork').Pool(2).map(abs, [-1, -2])",
    "await": "import asyncio; await asyncio.gather(*[asyncio.sleep(0.01, n) for n in (1, 2)])",
    "logging": "import logging; logging.getLogger('x').warning('w'); 1",
    "debug": "import faulthandler, sqlite3; sqlite3.connect(':memory:').execute('select 5').fetchone()[0]",
}
FOUND = {
    "duckdb": "499500",
    "pyarrow": "499500",
    "numpy": "150",
    "threads": "[1, 2]",
    "processes": "[1, 2]",
    "await": "[1, 2]",
    "logging": "1",
    "debug": "5",
}


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    """A notebook that dirties everything, one that looks, one that uses much; one worker, so one after the other."""
    places = tiny_home(
        tmp_path_factory.mktemp("home"),
        notebooks={"a_dirty": (*REPORT, DIRTY), "b_probe": (*REPORT, PROBE), "c_uses": (*REPORT, *USES.values())},
    )
    kinds = ("a_dirty", "b_probe", "c_uses")
    outcomes = run([edition(places, k) for k in kinds], places=places, workers=1, engine=Engine.FORKED)
    assert [str(outcome.failure) for outcome in outcomes if outcome.failure] == []
    return {
        outcome.edition.kind: json.loads((outcome.folder / "report.ipynb").read_text(encoding="utf-8"))["cells"]
        for outcome in outcomes
    }


def _shown(cell):
    return next("".join(o["data"]["text/plain"]) for o in cell["outputs"] if o["output_type"] == "execute_result")


def test_nothing_of_a_notebook_reaches_the_next(played):
    assert _shown(played["b_probe"][-1]).replace("\n", "") == "(60, 100.0, None, False, False, False, True)"


def test_a_notebook_that_spoils_its_process_is_published_all_the_same(played):
    assert played["a_dirty"]


@pytest.mark.parametrize("name", USES)
def test_it_works_in_a_fork(played, name):
    cells = {"".join(cell["source"]): cell for cell in played["c_uses"]}
    assert _shown(cells[USES[name]]) == FOUND[name]


@pytest.fixture(scope="module")
def zygote():
    """One zygote for all processes of cells."""
    with Zygote() as zygote:
        yield zygote


def _forked(zygote, seed):
    return Kernel(Connection(zygote.fork({"do": "cells", "seed": seed}).detach()))


@pytest.fixture(scope="module")
def kernel(zygote):
    return _forked(zygote, 5)


def _run(kernel, source, timeout=20):
    reply, messages = kernel.run(source, cell_id="c", timeout=timeout)
    text = "".join(m["content"]["text"] for m in messages if m["msg_type"] == "stream")
    return reply, text, messages


def test_subprocesses_and_forks_write_into_the_notebook(kernel):
    source = "import os, subprocess; subprocess.run(['echo', 'con']); pid = os.fork()\n"
    source += "if not pid:\n    print('cháu', flush=True); os._exit(0)\nos.waitpid(pid, 0);"
    assert _run(kernel, source)[1].split() == ["con", "cháu"]


def test_an_error_tells_the_cell_and_the_next_cell_runs(kernel):
    reply, _, messages = _run(kernel, "def f():\n    return 1 / 0\nf()")
    assert (reply["status"], reply["ename"]) == ("error", "ZeroDivisionError")
    assert "return 1 / 0" in re.sub(r"\x1b\[[\d;]*m", "", "".join(messages[-1]["content"]["traceback"]))
    assert _run(kernel, "1 +")[0]["ename"] == "SyntaxError"
    assert _run(kernel, "%nosuch")[0]["status"] == "error"
    assert _run(kernel, "import asyncio; asyncio.run(asyncio.sleep(0))")[0]["ename"] == "RuntimeError"
    assert _run(kernel, "print(6 * 7)")[1] == "42\n"


def test_it_has_one_thread_and_repeats_hashes_and_draws(zygote):
    kernel, same, other = (_forked(zygote, seed) for seed in (5, 5, 6))
    assert _run(kernel, "import threading; print(threading.active_count())")[1] == "1\n"
    assert (
        _run(kernel, "print(hash('Việt') == hash('Việt'), __import__('os').environ['PYTHONHASHSEED'])")[1] == "True 0\n"
    )
    draw = "import random, numpy; print(hash('Việt'), random.random(), numpy.random.rand())"
    first, second, third = (_run(one, draw)[1] for one in (kernel, same, other))
    assert first == second != third


def test_a_process_that_is_too_slow_or_gone_is_told_apart(zygote):
    with pytest.raises(TimedOutError):
        _run(_forked(zygote, 1), "while True: pass", timeout=0.3)
    with pytest.raises(DiedError):
        _run(_forked(zygote, 1), "import os; os.abort()")


def test_everything_ends_with_the_zygote():
    with Zygote() as zygote:
        kernel = _forked(zygote, 1)
        source = "import os, subprocess; p = subprocess.Popen(['sleep', '99']); print(os.getpid(), p.pid)"
        pids = [int(pid) for pid in _run(kernel, source)[1].split()]
    for _ in range(100):
        if not any(_alive(pid) for pid in pids):
            return
        time.sleep(0.05)
    raise AssertionError(f"still alive: {[pid for pid in pids if _alive(pid)]}")


def _alive(pid):
    import psutil

    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_papermill_finds_the_engine_by_its_entry_point(tmp_path):
    places = tiny_home(tmp_path / "home", notebooks={"plain": ("print(year)",)})
    command = [sys.executable, "-m", "papermill", "--engine", "gec", "--no-progress-bar", "-p", "year", "2031"]
    done = subprocess.run(
        [*command, str(places.notebooks / "plain.ipynb"), str(tmp_path / "out.ipynb")],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert '"2031\\n"' in (tmp_path / "out.ipynb").read_text(encoding="utf-8")
