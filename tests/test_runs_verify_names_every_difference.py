"""`gec verify` says equal when a second execution gives the same bytes, and names each difference to the claim."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from gec_lib.runs.batch import Places, run
from gec_lib.runs.pools import Pool
from gec_lib.runs.verify import VerifyError, verify
from tests.runs_tiny import PARAMETERS, REPORT, contents, edition, lent, tiny_home, write_notebook, write_snapshot

__all__ = ["lent"]  # the fixture

FOLDER = Path("internal") / "plain-2025" / "all" / "vi"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, lent: Pool) -> Places:
    """A home with one finished edition."""
    places = tiny_home(tmp_path_factory.mktemp("home"), notebooks={"plain": REPORT})
    assert run([edition(places, "plain")], places=places, workers=1, engine=lent)[0].finished
    return places


@pytest.fixture
def places(built: Places, tmp_path: Path) -> Places:
    """A copy of it in another place, free to be spoiled."""
    shutil.copytree(built.home, tmp_path / "copy")
    root = tmp_path / "copy"
    return Places(root / "notebooks", root, root / "outputs", built.version)


def _lines(places: Places, lent: Pool) -> tuple[str, ...]:
    (verdict,) = verify(places.outputs, places=places, workers=1, engine=lent)
    return verdict.differences


def _flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    place = len(content) // 2
    content[place] ^= 1
    path.write_bytes(content)


def test_an_untouched_edition_is_equal_in_another_place_and_stays_as_it_is(places, lent):
    before = contents(places.outputs)
    assert _lines(places, lent) == ()
    assert contents(places.outputs) == before


def test_a_flipped_byte_is_named_in_each_kind_of_file(places, lent):
    files = sorted(path.name for path in (places.outputs / FOLDER).iterdir() if path.name != "manifest.json")
    assert {"report.html", "report.docx", "tables.xlsx", "report.ipynb", "claims.json", "indicators.csv"} <= {*files}
    for name in files:
        _flip(places.outputs / FOLDER / name)
    lines = _lines(places, lent)
    for name in files:
        assert f"file {name} was changed after the edition was made" in lines
    assert not any("when made again" in line for line in lines)


def test_a_changed_claim_is_named_with_both_values(places, lent):
    path = places.outputs / FOLDER / "claims.json"
    claims = json.loads(path.read_text(encoding="utf-8"))
    claims["P.2025.all.num"]["value"] = "8"
    path.write_text(json.dumps(claims), encoding="utf-8")
    assert "  claim P.2025.all.num: value 8 → 7" in _lines(places, lent)


def test_a_changed_parameter_file_is_named_and_what_it_does_to_the_numbers(places, lent):
    (places.home / "params" / "factor.txt").write_text("3", encoding="utf-8")
    lines = _lines(places, lent)
    assert "input params/factor.txt changed" in lines
    assert "file claims.json is changed when made again" in lines
    assert "  claim P.2025.all.num: value 7 → 21" in lines
    assert "  line 2: …P,7… → …P,21… (P)" in lines


def test_one_count_changed_in_the_snapshot_is_named(places, lent):
    write_snapshot(places.home, total=8, named=edition(places, "plain").snapshot)
    lines = _lines(places, lent)
    assert any(line.startswith("input snapshot: ") and "was changed" in line for line in lines)
    assert "  claim P.2025.all.num: value 7 → 8" in lines


def test_a_changed_notebook_is_named(places, lent):
    write_notebook(places.notebooks / "plain.ipynb", [PARAMETERS, *REPORT, "1 + 1"])
    lines = _lines(places, lent)
    assert "input notebook changed" in lines
    assert "file report.ipynb is changed when made again" in lines


def test_a_changed_parameter_of_the_edition_is_named(places, lent):
    path = places.outputs / FOLDER / "manifest.json"
    made = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**made, "parameters": {**made["parameters"], "profile": "public"}}), encoding="utf-8")
    lines = _lines(places, lent)
    assert "manifest.json describes public/plain-2025/all/vi, the folder is internal/plain-2025/all/vi" in lines
    assert "file report.ipynb is changed when made again" in lines


def test_other_bytes_of_the_manifest_are_named(places, lent):
    path = places.outputs / FOLDER / "manifest.json"
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert _lines(places, lent) == ("manifest.json: the same content in other bytes",)
    path.write_text("{", encoding="utf-8")
    assert _lines(places, lent) == ("manifest.json cannot be read",)


def test_files_that_came_or_went_are_named(places, lent):
    (places.outputs / FOLDER / "claims.json").unlink()
    (places.outputs / FOLDER / "more.txt").write_text("x", encoding="utf-8")
    assert _lines(places, lent) == (
        "file claims.json was removed after the edition was made",
        "file more.txt was added after the edition was made",
    )


def test_an_edition_that_cannot_be_executed_any_more_says_why(places, lent):
    (places.notebooks / "plain.ipynb").unlink()
    lines = _lines(places, lent)
    assert "input notebook changed" in lines
    assert any(line.startswith("could not be executed again: plain.ipynb: ") for line in lines)


def test_a_folder_without_editions_is_refused(places, tmp_path):
    with pytest.raises(VerifyError, match=r"found no manifest\.json"):
        verify(tmp_path / "copy" / "params", places=places, workers=1)


def test_the_program_names_the_difference_and_exits_with_1(places):
    _flip(places.outputs / FOLDER / "report.html")
    command = [sys.executable, "-m", "gec_lib.cli", "--home", str(places.home), "--lang", "en", "verify"]
    done = subprocess.run([*command, str(places.outputs)], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1, done.stderr
    assert f"{FOLDER.as_posix()}: different" in done.stdout
    assert "  file report.html was changed after the edition was made" in done.stdout
