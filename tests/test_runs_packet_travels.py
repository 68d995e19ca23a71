"""A packet is one zip from which an evaluator makes the editions again on another machine; it repeats byte for byte."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from gec_lib.runs.batch import Places, run
from gec_lib.runs.manifest import digest
from gec_lib.runs.packet import CRATE, PacketError, opened, pack
from gec_lib.runs.pools import Pool
from gec_lib.runs.verify import verify
from tests.runs_tiny import REPORT, edition, lent, tiny_home

__all__ = ["lent"]  # the fixture

FOLDER = "outputs/internal/plain-2025/all/vi"


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory, lent: Pool) -> Places:
    """A home with two finished editions."""
    places = tiny_home(tmp_path_factory.mktemp("home"), notebooks={"plain": REPORT})
    editions = [edition(places, "plain", level=level) for level in ("all", "primary")]
    assert all(outcome.finished for outcome in run(editions, places=places, workers=2, engine=lent))
    return places


@pytest.fixture(scope="module")
def packet(places: Places, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("packet") / "packet.zip"
    assert len(pack([places.outputs], places=places, file=file)) == 2
    return file


def test_it_holds_everything_that_is_needed_and_nothing_of_the_place(places, packet):
    with zipfile.ZipFile(packet) as archive:
        names = archive.namelist()
        text = b"".join(archive.read(name) for name in names if not name.endswith((".xlsx", ".docx", ".parquet")))
    snapshot = edition(places, "plain").snapshot
    assert {CRATE, "params/plan.yaml", "params/factor.txt", "notebooks/plain.ipynb", "requirements.lock"} <= {*names}
    assert {f"data/snapshots/{snapshot}/observations.parquet", f"{FOLDER}/report.html"} <= {*names}
    assert str(places.home).encode() not in text


def test_it_repeats_byte_for_byte(places, packet, tmp_path):
    pack([places.outputs], places=places, file=tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == packet.read_bytes()


def test_its_description_is_an_ro_crate(packet):
    with zipfile.ZipFile(packet) as archive:
        graph = {item["@id"]: item for item in json.loads(archive.read(CRATE))["@graph"]}
        names = {name for name in archive.namelist() if name != CRATE}
        hashes = {name: digest(archive.read(name)) for name in names}
    assert graph[CRATE]["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.1"}
    assert graph[CRATE]["about"] == {"@id": "./"}
    assert graph["./"]["@type"] == "Dataset"
    assert {part["@id"] for part in graph["./"]["hasPart"]} == names
    assert {id: item["sha256"] for id, item in graph.items() if item["@type"] == "File"} == hashes
    action = graph["#internal/plain-2025/all/vi"]
    referred = [item["@id"] for part in ("object", "result", "instrument") for item in action[part]]
    assert set(referred) <= set(graph)
    assert f"{FOLDER}/report.html" in referred


def test_it_verifies_elsewhere(packet, lent):
    with opened(packet, version="0.1.0") as (there, spoiled):
        verdicts = verify(there.outputs, places=there, workers=2, engine=lent)
    assert spoiled == ()
    assert [verdict.differences for verdict in verdicts] == [(), ()]


def test_a_changed_file_inside_is_named(packet, tmp_path, lent):
    spoiled = tmp_path / "spoiled.zip"
    with zipfile.ZipFile(packet) as old, zipfile.ZipFile(spoiled, "w") as new:
        for name in old.namelist():
            new.writestr(name, b"2" if name == "params/factor.txt" else old.read(name))
    with opened(spoiled, version="0.1.0") as (there, lines):
        verdicts = verify(there.outputs, places=there, workers=2, engine=lent)
    assert lines == ("packet file params/factor.txt is changed",)
    assert "input params/factor.txt changed" in verdicts[0].differences
    assert "  claim P.2025.all.num: value 7 → 14" in verdicts[0].differences


def test_a_public_edition_is_not_packed_with_its_snapshot(places, tmp_path, lent):
    from dataclasses import replace

    apart = replace(places, outputs=tmp_path)
    run([replace(edition(places, "plain"), profile="public")], places=apart, workers=1, engine=lent)
    with pytest.raises(PacketError, match="small counts included"):
        pack([tmp_path], places=apart, file=tmp_path / "packet.zip")
    assert not (tmp_path / "packet.zip").exists()


def test_a_file_that_is_no_packet_is_refused(tmp_path):
    (tmp_path / "other.zip").write_bytes(b"PK")
    with pytest.raises(PacketError, match="is no packet"), opened(tmp_path / "other.zip", version="0.1.0"):
        pass


def test_the_program_packs_and_verifies(places, tmp_path):
    gec = [sys.executable, "-m", "gec_lib.cli", "--home", str(places.home), "--lang", "en"]
    file = tmp_path / "p.zip"
    packed = subprocess.run(
        [*gec, "packet", str(places.outputs), "--output", str(file)], capture_output=True, text=True
    )
    assert packed.stdout == f"2 editions packed into {file}\n", packed.stderr
    done = subprocess.run([*gec, "verify", str(file)], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert "internal/plain-2025/all/vi: equal, byte for byte" in done.stdout
