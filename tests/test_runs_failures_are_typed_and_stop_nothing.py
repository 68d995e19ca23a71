"""Whatever a notebook does, the other editions are built, nothing half-made is published, and the failure says what."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from gec_lib.runs.batch import Outcome, run
from gec_lib.runs.editions import Edition, EditionNameError
from gec_lib.runs.engine_names import Engine
from gec_lib.runs.failures import Kind
from gec_lib.runs.processes import forkable
from tests.runs_tiny import PARAMETERS, REPORT, edition, tiny_home, write_notebook

BAD: Mapping[str, tuple[str, ...]] = {
    "broken": ("x = 1\n1 / 0",),
    "quiet_exit": ("import sys\nsys.exit()",),
    "loud_exit": ("import sys\nsys.exit(4)",),
    "interrupted": ("raise KeyboardInterrupt",),
    "died": ("import os\nos._exit(0)",),
    "crashed": ("import ctypes\nctypes.string_at(0)",),
    "killed": ("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)",),
    "slow": ("import time\ntime.sleep(600)",),
    "asks": ('input("?")',),
    "asks_secret": ('import getpass\ngetpass.getpass("?")',),
    "widget": ('display({"application/vnd.jupyter.widget-view+json": {"model_id": "a"}}, raw=True)',),
    "bare": ("1 + 1",),
    "late": (*REPORT, "raise ValueError('after the page')"),
}
KINDS = {
    "broken": Kind.CELL,
    "quiet_exit": Kind.EXIT,
    "loud_exit": Kind.EXIT,
    "interrupted": Kind.INTERRUPTED,
    "died": Kind.DIED,
    "crashed": Kind.DIED,
    "killed": Kind.DIED,
    "slow": Kind.TIMEOUT,
    "asks": Kind.INPUT,
    "asks_secret": Kind.INPUT,
    "widget": Kind.WIDGET,
    "bare": Kind.PAGE,
    "late": Kind.CELL,
    "misspelt": Kind.PARAMETERS,
    "missing": Kind.PARAMETERS,
    "untagged": Kind.NO_PARAMETERS,
}


# longer than a stock kernel on a busy machine needs for the imports of a good notebook
TIMEOUT = 20
# a stock kernel starts slowly: what a cell can do to it, once each
STOCK = ("broken", "quiet_exit", "killed", "slow", "asks", "widget")


@pytest.fixture(
    scope="module",
    params=[pytest.param(Engine.FORKED, marks=pytest.mark.skipif(not forkable(), reason="no fork here")), Engine.STOCK],
)
def played(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Outcome], Path]:
    """All bad notebooks and a good one in two editions, in one run."""
    places = tiny_home(tmp_path_factory.mktemp("home"), notebooks={**BAD, "good": REPORT})
    write_notebook(places.notebooks / "misspelt.ipynb", [PARAMETERS.replace("level", "levl"), "1"])
    write_notebook(places.notebooks / "missing.ipynb", [PARAMETERS.replace('lang = "vi"', ""), "1"])
    write_notebook(places.notebooks / "untagged.ipynb", [PARAMETERS, "1"], tagged=False)
    good = [edition(places, "good"), edition(places, "good", level="primary")]
    bad = [edition(places, kind) for kind in (KINDS if request.param is Engine.FORKED else STOCK)]
    outcomes = run([good[0], *bad, good[1]], places=places, workers=2, engine=request.param, timeout=TIMEOUT)
    return {f"{outcome.edition.kind}/{outcome.edition.level}": outcome for outcome in outcomes}, places.outputs


def test_the_others_are_built(played):
    outcomes, outputs = played
    for level in ("all", "primary"):
        assert outcomes[f"good/{level}"].finished
        assert (outputs / "internal" / "good-2025" / level / "vi" / "manifest.json").is_file()


def test_nothing_half_made_stands_in_outputs(played):
    _, outputs = played
    assert {path.name for path in (outputs / "internal").iterdir()} == {"good-2025"}
    assert {path.name for path in outputs.iterdir()} == {"internal", ".log"}


def test_every_failure_has_its_type(played):
    outcomes, _ = played
    found = {name: outcome.failure for name, outcome in outcomes.items() if outcome.failure}
    assert {name: failure.kind for name, failure in found.items()} == {
        name: KINDS[name.removesuffix("/all")] for name in outcomes if not name.startswith("good/")
    }
    assert all(failure.notebook == name.replace("/all", ".ipynb") for name, failure in found.items())


def test_a_broken_cell_is_named_with_its_last_line(played):
    failure = played[0]["broken/all"].failure
    assert str(failure) == "broken.ipynb, cell cell-1: ZeroDivisionError: division by zero\n    last line: 1 / 0"


def test_differing_parameters_are_listed_on_both_sides(played):
    if "misspelt/all" not in played[0]:
        return  # parameters are compared before any engine starts
    text = str(played[0]["misspelt/all"].failure)
    assert "has lang, levl, profile, snapshot, year" in text
    assert "gives lang, level, profile, snapshot, year" in text
    assert "unknown here: level; not given: levl" in text
    assert "unknown here: lang; not given: none" in str(played[0]["missing/all"].failure)


def test_a_timeout_says_how_long_and_where(played):
    text = str(played[0]["slow/all"].failure)
    assert f"longer than {TIMEOUT} s" in text
    assert "last line: time.sleep(600)" in text


def test_times_stand_in_the_log_alone(played):
    outputs = played[1]
    assert (outputs / ".log").read_text(encoding="utf-8").count('"seconds"') == len(played[0])


def test_the_program_lists_failures_and_exits_with_3(tmp_path):
    places = tiny_home(tmp_path, notebooks={"broken": BAD["broken"]})
    command = [sys.executable, "-m", "gec_lib.cli", "--home", str(tmp_path), "--lang", "en", "run", "broken"]
    done = subprocess.run(
        [*command, "--year", "2025", "--level", "all"], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 3
    assert done.stdout == ""
    assert "internal/broken-2025/all/vi · a cell failed" in done.stderr
    assert "last line: 1 / 0" in done.stderr
    assert "Warning" not in done.stderr
    assert not (places.outputs / "internal").exists()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_run_ends_soon_and_cleanly(tmp_path, how):
    places = tiny_home(tmp_path, notebooks={"slow": BAD["slow"]})
    command = [sys.executable, "-m", "gec_lib.cli", "--home", str(tmp_path), "run", "slow"]
    process = subprocess.Popen(
        [*command, "--year", "2025", "--level", "all"],
        stderr=subprocess.PIPE,
        # a job in the background of a shell ignores Ctrl-C, and so would all that the tests start from there
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    _wait(lambda: list((places.outputs / ".work").glob("slow-*")), process)
    process.send_signal(how)
    assert process.wait(timeout=20) == 130
    assert not (places.outputs / ".work").exists()
    assert b"Traceback" not in process.stderr.read()  # type: ignore[union-attr]


def _wait(ready, process):
    import time

    until = time.monotonic() + 60  # a busy machine imports slowly; how soon a run begins is not promised here
    while time.monotonic() < until:
        if ready():
            return
        assert process.poll() is None, process.stderr.read()
        time.sleep(0.05)
    raise AssertionError("the run did not begin within a minute")


def test_a_kind_without_notebook_is_wrong_use(tmp_path):
    tiny_home(tmp_path, notebooks={"plain": REPORT})
    command = [sys.executable, "-m", "gec_lib.cli", "--home", str(tmp_path), "run", "plian", "--year", "2025"]
    done = subprocess.run([*command, "--level", "all"], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert "no notebook plian.ipynb" in done.stderr
    assert "there are: plain" in done.stderr


def test_no_name_leads_out_of_the_outputs():
    for name in ("../x", "a/b", "", ".", "a\\b"):
        with pytest.raises(EditionNameError, match="cannot name an edition's folder"):
            Edition(kind="plain", snapshot="x", year=2025, level=name, lang="vi", profile="internal")
