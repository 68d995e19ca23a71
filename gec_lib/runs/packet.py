"""A packet: one zip with everything an evaluator needs to make editions again elsewhere, described as an RO-Crate.

Inside, the packet is a home of its own: ``params``, ``notebooks``, ``data/snapshots``, ``outputs``, the list of
packages. The description is written by hand: the library rocrate stamps the present time into every crate and copies
files on its own, while a packet must repeat byte for byte.
"""

from __future__ import annotations

import json
import mimetypes
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any

from gec_lib.codelists import PUBLIC
from gec_lib.files import whole
from gec_lib.publish.zipped import READABLE, entry
from gec_lib.runs.batch import Places
from gec_lib.runs.editions import Edition
from gec_lib.runs.manifest import LIBRARY, LOCK, digest, edition_of, read_manifest
from gec_lib.runs.verify import editions_in

CRATE = "ro-crate-metadata.json"
SPECIFICATION = "https://w3id.org/ro/crate/1.1"
SHA256 = "https://schema.org/sha256"


class PacketError(ValueError):
    """Editions that cannot be packed, or a file that is no packet."""


def pack(folders: Sequence[Path], *, places: Places, file: Path) -> tuple[Path, ...]:
    """Write a packet; the same editions give the same bytes.

    Parameters
    ----------
    folders : sequence of Path
        Editions, or folders that hold editions.
    places : Places
        Notebooks and home they were made from.
    file : Path
        The zip to write; an older one is replaced in one step.

    Returns
    -------
    tuple of Path
        The editions packed.

    Raises
    ------
    PacketError
        For a public edition: a packet carries the whole snapshot, small counts included.
    VerifyError
        When a folder holds no edition.
    """
    made = {path: read_manifest(path) for folder in folders for path in editions_in(folder)}
    editions = {path: edition_of(card) for path, card in made.items() if card}
    hidden = [str(edition) for edition in editions.values() if edition.profile == PUBLIC]
    if hidden:
        raise PacketError(
            f"{hidden[0]}: a packet carries the whole snapshot, small counts included; pack internal editions, "
            "and hand public ones out as they are"
        )
    contents = dict(_contents(editions, places))
    cards = [card for card in made.values() if card]
    contents[CRATE] = _json(crate(contents, cards=cards, version=places.version))
    with whole(file) as unfinished, zipfile.ZipFile(unfinished, "w") as archive:
        for name, content in sorted(contents.items()):
            archive.writestr(entry(name, mode=READABLE), content)
    return tuple(editions)


def _contents(editions: Mapping[Path, Edition], places: Places) -> Iterator[tuple[str, bytes]]:
    """Path inside the packet and content of everything but the description."""
    yield from _below(places.home / "params", "params")
    for edition in editions.values():
        notebook = places.notebook(edition)
        yield f"notebooks/{notebook.name}", notebook.read_bytes()
        snapshot = f"data/snapshots/{edition.snapshot}"
        yield from _below(places.home / snapshot, snapshot)
    for folder, edition in editions.items():
        yield from _below(folder, f"outputs/{edition}")
    lock = LIBRARY.parent / LOCK
    if lock.is_file():
        yield LOCK, lock.read_bytes()


def _below(folder: Path, name: str) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield f"{name}/{path.relative_to(folder).as_posix()}", path.read_bytes()


def crate(contents: Mapping[str, bytes], *, cards: Sequence[Mapping[str, Any]], version: str) -> dict[str, Any]:
    """The RO-Crate description: every file with its hash, every edition as an action from inputs to results.

    Parameters
    ----------
    contents : mapping
        Files of the packet, without the description.
    cards : sequence of mapping
        Manifests of the editions.
    version : str
        Version of the program.
    """
    root = {
        "@id": "./",
        "@type": "Dataset",
        "name": "; ".join(dict.fromkeys(card.get("title", card["kind"]) for card in cards)),
        "description": "Snapshot, parameters, notebooks and outputs of evaluations; `gec verify` makes them again.",
        "datePublished": max((card.get("as_of", "") for card in cards), default=""),
        "hasPart": [{"@id": name} for name in sorted(contents)],
        "mentions": [{"@id": f"#{edition_of(card)}"} for card in cards],
    }
    about = {
        "@id": CRATE,
        "@type": "CreativeWork",
        "about": {"@id": "./"},
        "conformsTo": {"@id": SPECIFICATION},
    }
    program = {"@id": "#gec", "@type": "SoftwareApplication", "name": "gec", "softwareVersion": version}
    files = [_file(name, content) for name, content in sorted(contents.items())]
    return {
        "@context": [f"{SPECIFICATION}/context", {"sha256": SHA256}],
        "@graph": [about, root, program, *files, *(_action(card, contents) for card in cards)],
    }


def _file(name: str, content: bytes) -> dict[str, Any]:
    kind = mimetypes.types_map.get(PurePosixPath(name).suffix, "application/octet-stream")
    return {
        "@id": name,
        "@type": "File",
        "name": PurePosixPath(name).name,
        "encodingFormat": kind,
        "contentSize": str(len(content)),
        "sha256": digest(content),
    }


def _action(card: Mapping[str, Any], contents: Mapping[str, bytes]) -> dict[str, Any]:
    edition = edition_of(card)
    inputs = ("params/", f"data/snapshots/{edition.snapshot}/")
    return {
        "@id": f"#{edition}",
        "@type": "CreateAction",
        "name": str(edition),
        "instrument": [{"@id": f"notebooks/{edition.kind}.ipynb"}, {"@id": "#gec"}],
        "object": [{"@id": name} for name in sorted(contents) if name.startswith(inputs)],
        "result": [{"@id": name} for name in sorted(contents) if name.startswith(f"outputs/{edition}/")],
    }


@contextmanager
def opened(file: Path, *, version: str) -> Iterator[tuple[Places, tuple[str, ...]]]:
    """A packet unpacked as a home for the length of the block, and the files that differ from its description.

    Raises
    ------
    PacketError
        When the file is no packet.
    """
    with TemporaryDirectory(prefix="gec-packet-") as temporary:
        root = Path(temporary)
        try:
            with zipfile.ZipFile(file) as archive:
                archive.extractall(root)
            described = json.loads((root / CRATE).read_text(encoding="utf-8"))["@graph"]
        except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
            raise PacketError(f"{file} is no packet ({error}); make one with `gec packet`") from None
        promised = {item["@id"]: item["sha256"] for item in described if item.get("@type") == "File"}
        yield Places(root / "notebooks", root, root / "outputs", version), tuple(_spoiled(root, promised))


def _spoiled(root: Path, promised: Mapping[str, str]) -> Iterator[str]:
    now = {name: digest(content) for name, content in _below(root, ".")}
    now = {name.removeprefix("./"): value for name, value in now.items() if name != f"./{CRATE}"}
    for name in sorted({*promised, *now}):
        if now.get(name) != promised.get(name):
            how = "missing" if name not in now else "new" if name not in promised else "changed"
            yield f"packet file {name} is {how}"


def _json(data: Mapping[str, Any]) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()
