"""An edition is built again when something it is made from has changed, and only then; the reason is said."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from gec_lib.runs import batch, manifest
from gec_lib.runs.batch import Places, always, run
from gec_lib.runs.failures import Failure, Kind
from tests.runs_tiny import REPORT, edition, tiny_home, write_snapshot


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Places:
    """A home with two editions that stand; making is played, so that what is asked for can be counted."""
    places = tiny_home(tmp_path, notebooks={"plain": REPORT, "other": REPORT})
    monkeypatch.setattr(batch, "_built", _played)
    assert _built(places) == {"plain": ["not built yet"], "other": ["not built yet"]}
    return places


def _played(waiting, places, **how):
    for wanted, inputs, why in waiting:
        folder = wanted.folder(places.outputs)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "report.html").write_text("page", encoding="utf-8")
        (folder / manifest.MANIFEST).unlink(missing_ok=True)
        made = manifest.manifest(wanted, folder=folder, version="0.1.0", title="t", inputs=inputs)
        manifest.write_json(folder / manifest.MANIFEST, made)
        yield batch.Outcome(wanted, folder, reasons=why)


def _built(places, **how):
    outcomes = run([edition(places, "plain"), edition(places, "other")], places=places, workers=1, **how)
    return {outcome.edition.kind: list(outcome.reasons) for outcome in outcomes if not outcome.unchanged}


def test_nothing_changed_nothing_built(places):
    assert _built(places) == {}


def test_a_changed_notebook_rebuilds_its_editions_alone(places):
    path = places.notebooks / "other.ipynb"
    path.write_text(path.read_text(encoding="utf-8").replace("Báo cáo thử", "Báo cáo khác"), encoding="utf-8")
    assert _built(places) == {"other": ["notebook changed"]}
    assert _built(places) == {}


def test_a_changed_or_new_parameter_file_rebuilds_all(places):
    (places.home / "params" / "factor.txt").write_text("2", encoding="utf-8")
    (places.home / "params" / "new.csv").write_text("a\n", encoding="utf-8")
    expected = ["params/factor.txt changed", "params/new.csv is new"]
    assert _built(places) == {"plain": expected, "other": expected}


def test_another_snapshot_rebuilds_all_and_is_named(places):
    before = edition(places, "plain").snapshot
    after = write_snapshot(places.home, total=8)
    assert _built(places)["plain"] == [f"snapshot {before} → {after}"]


@pytest.mark.parametrize("part", ["library", "lock", "packages", "system"])
def test_changed_code_messages_templates_lock_or_packages_rebuild_all(places, monkeypatch, part):
    changed = {"pandas": "0"} if part == "packages" else "another"
    monkeypatch.setattr(manifest, part, lambda: changed)
    assert set(_built(places)) == {"plain", "other"}


def test_the_library_hash_covers_code_messages_and_templates():
    names = set(manifest.tree(manifest.LIBRARY))
    assert {"claims.py", "messages/vi.toml", "publish/templates/page.html.j2", "publish/static/page.css"} <= names
    assert not any("__pycache__" in name for name in names)


def test_a_damaged_or_incomplete_edition_is_built_again(places):
    folder = edition(places, "plain").folder(places.outputs)
    (folder / "report.html").write_text("page!", encoding="utf-8")
    assert _built(places) == {"plain": ["file report.html changed"]}
    (folder / "report.html").unlink()
    assert _built(places) == {"plain": ["file report.html is missing"]}
    (folder / "manifest.json").write_text("{}", encoding="utf-8")
    assert _built(places) == {"plain": ["not built yet"]}


def test_force_builds_what_has_not_changed(places):
    assert _built(places, judge=always) == {"plain": ["asked for"], "other": ["asked for"]}


def test_a_failed_edition_is_tried_again(places, monkeypatch):
    (places.home / "params" / "factor.txt").write_text("2", encoding="utf-8")

    def failing(waiting, places, **how):
        for wanted, _, why in waiting:
            failure = Failure(Kind.CELL, "x.ipynb", "no")
            yield batch.Outcome(wanted, wanted.folder(places.outputs), failure, reasons=why)

    with monkeypatch.context() as patched:
        patched.setattr(batch, "_built", failing)
        assert set(_built(places)) == {"plain", "other"}
    assert set(_built(places)) == {"plain", "other"}


def test_the_program_explains_and_loads_nothing_heavy_when_nothing_changed(tmp_path):
    tiny_home(tmp_path, notebooks={"plain": REPORT})
    command = [sys.executable, "-X", "importtime", "-m", "gec_lib.cli", "--home", str(tmp_path), "--lang", "en", "run"]
    command += ["plain", "--year", "2025", "--level", "all", "--why"]
    first = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert "internal/plain-2025/all/vi: not built yet" in first.stderr
    assert first.returncode == 0
    again = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert "internal/plain-2025/all/vi: unchanged" in again.stderr
    for heavy in ("papermill", "IPython", "matplotlib.pyplot"):
        assert f" {heavy}\n" not in again.stderr
