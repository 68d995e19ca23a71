"""The same edition gives the same bytes: from any process, order, number of workers, place, and either engine."""

from __future__ import annotations

import re
import shutil

import pytest

from gec_lib.runs.batch import Places, run
from gec_lib.runs.engine_names import Engine
from gec_lib.runs.processes import forkable
from tests.runs_tiny import REPORT, contents, edition, tiny_home

# what usually differs between two executions: order of sets, random numbers, addresses, streams, charts, names of cells
RESTLESS = (
    "{str(n) for n in range(50)}",
    "import random, numpy as np, pandas as pd\nrandom.random(), np.random.rand(), pd.Series(range(9)).sample(3).sum()",
    "object(), lambda: 1",
    'import sys\nfor n in range(50): print("out", n); print("err", n, file=sys.stderr)',
    'import warnings\nwarnings.warn("take care")\nprint("said")',
    "!echo shell",
    "import asyncio\nawait asyncio.sleep(0.01)\n'awaited'",
    'handle = display("first", display_id="fixed")\nhandle.update("second")',
    "from IPython.display import clear_output\nprint('gone')\nclear_output()\nprint('stays')",
    "from IPython.display import HTML, JSON\ndisplay(HTML('<b>x</b>'), JSON({'a': [1, (2, 3)]}))\n%matplotlib inline",
    "import matplotlib.pyplot as plt\nplt.plot([1, 2, 3])\nplt.show()",
    "import seaborn as sns\nsns.stripplot(x=[1, 1, 1, 2, 2], y=[1, 2, 3, 4, 5])",
    "pd.DataFrame({'a': [1.5], 'b': ['ộ']})",
    "import threading\nt = threading.Thread(target=lambda: print('thread')); t.start(); t.join()",
    "%timeit -n1 -r1 -q None",
    "import os\nos.environ['GEC_HOME'] is not None, os.environ['PYTHONHASHSEED'], __name__, sys.path.index('')",
    "%env MPLBACKEND",
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Places:
    """A home whose notebooks show blocks and everything restless."""
    return tiny_home(tmp_path_factory.mktemp("one"), notebooks={"restless": (*RESTLESS, *REPORT), "plain": REPORT})


def _made(places: Places, outputs, *, workers, engine, backwards=False):
    editions = [edition(places, kind, level=level) for kind in ("restless", "plain") for level in ("all", "primary")]
    here = Places(places.notebooks, places.home, outputs, places.version)
    outcomes = run(editions[::-1] if backwards else editions, places=here, workers=workers, engine=engine)
    assert [str(outcome.failure) for outcome in outcomes if outcome.failure] == []
    return contents(outputs)


@pytest.fixture(scope="module")
def stock(home, tmp_path_factory):
    return _made(home, tmp_path_factory.mktemp("stock"), workers=2, engine=Engine.STOCK)


@pytest.mark.skipif(not forkable(), reason="no fork here")
class TestForked:
    def test_as_a_stock_kernel(self, home, stock, tmp_path):
        _same(_made(home, tmp_path, workers=2, engine=Engine.FORKED), stock)

    def test_in_another_order_and_place_and_number_of_workers(self, home, stock, tmp_path):
        moved = tmp_path / "another place, có dấu"
        shutil.copytree(home.home, moved)
        there = Places(moved / "notebooks", moved, tmp_path, home.version)
        _same(_made(there, tmp_path / "out", workers=1, engine=Engine.FORKED, backwards=True), stock)


def test_nothing_tells_time_or_place(home, stock):
    for name, content in stock.items():
        if not name.endswith((".xlsx", ".docx")):
            for clue in (re.escape(str(home.home)), r"\d{4}-\d\d-\d\dT\d\d:\d\d", "duration"):
                assert not re.search(clue, content.decode()), (name, clue)


def test_another_edition_draws_other_random_numbers(stock):
    import json

    drawn = [
        next(
            "".join(output["data"]["text/plain"])
            for cell in json.loads(stock[f"internal/restless-2025/{level}/vi/report.ipynb"])["cells"]
            if "random.random()" in "".join(cell["source"])
            for output in cell["outputs"]
        )
        for level in ("all", "primary")
    ]
    assert drawn[0] != drawn[1]


def _same(found, expected):
    assert list(found) == list(expected)
    for name, content in sorted(expected.items(), key=lambda item: "manifest" in item[0]):
        if found[name] != content:
            before, after = (
                content.decode(errors="replace").splitlines(),
                found[name].decode(errors="replace").splitlines(),
            )
            lines = [(a[:300], b[:300]) for a, b in zip(before, after, strict=False) if a != b]
            raise AssertionError(f"{name} differs, expected and found: {lines[:5]}")
