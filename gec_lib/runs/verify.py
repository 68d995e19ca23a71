"""Prove an edition: execute it again from what its manifest names, and compare bytes; differences are named."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gec_lib.codelists import PROFILES
from gec_lib.home import Home
from gec_lib.runs.batch import Outcome, Places, always, run
from gec_lib.runs.editions import Edition
from gec_lib.runs.manifest import (
    MANIFEST,
    differences,
    digest,
    edition_of,
    inputs_of,
    outputs_now,
    read_manifest,
    tree,
)
from gec_lib.runs.places import WORK

if TYPE_CHECKING:
    from gec_lib.runs.engine_names import Engine
    from gec_lib.runs.pools import Pool

CLAIMS = "claims.json"
FIELDS = ("value", "unit", "label", "formula", "numerator", "denominator", "inputs", "cells", "first", "digest")


@dataclass(frozen=True)
class Verdict:
    """What a second execution of an edition gave.

    Attributes
    ----------
    folder : Path
        The edition.
    differences : tuple of str
        One line for each; empty when every byte is the same.
    """

    folder: Path
    differences: tuple[str, ...]

    @property
    def equal(self) -> bool:
        return not self.differences


class VerifyError(FileNotFoundError):
    """A folder that holds no edition."""


def editions_in(folder: Path) -> list[Path]:
    """The folders of the finished editions in a folder, or the folder itself.

    Raises
    ------
    VerifyError
        When there is none.
    """
    found = sorted(path.parent for path in folder.rglob(MANIFEST) if WORK not in path.parts)
    if not found:
        raise VerifyError(f"{folder}: found no {MANIFEST} in it; expected an edition, or a folder of editions")
    return found


def verify(
    folder: Path,
    *,
    places: Places,
    workers: int,
    engine: Engine | Pool | None = None,
    done: Callable[[Outcome], None] = lambda outcome: None,
) -> tuple[Verdict, ...]:
    """Execute every edition of a folder again, beside it, and compare.

    Parameters
    ----------
    folder : Path
        An edition, or a folder that holds editions; nothing in it is changed.
    places : Places
        Notebooks and home to execute from; the outputs named there are not touched.
    workers, engine, done
        As for `run`.

    Returns
    -------
    tuple of Verdict
        One for each edition, in the order of their paths.
    """
    found = {path: read_manifest(path) for path in editions_in(folder)}
    whole = {path: made for path, made in found.items() if made}
    editions = {path: edition_of(made) for path, made in whole.items()}
    with tempfile.TemporaryDirectory(prefix="gec-verify-") as temporary:
        apart = replace(places, outputs=Path(temporary))
        outcomes = run(
            list(dict.fromkeys(editions.values())),
            places=apart,
            workers=workers,
            engine=engine,
            judge=always,
            done=done,
        )
        by_edition = {outcome.edition: outcome for outcome in outcomes}
        return tuple(
            Verdict(path, tuple(_compared(path, whole[path], by_edition[editions[path]], apart)))
            if path in whole
            else Verdict(path, (f"{MANIFEST} cannot be read",))
            for path in found
        )


def _compared(folder: Path, made: Mapping[str, Any], outcome: Outcome, places: Places) -> Iterator[str]:
    """Inputs first, because they explain the rest; then files as they stand; then files as they would be made."""
    inputs = inputs_of(
        outcome.edition, notebook=places.notebook(outcome.edition), parameters=tree(places.home / "params")
    )
    for line in differences(made.get("inputs", {}), inputs):
        yield f"input {line}"
    depth = len(str(outcome.edition).split("/"))
    if {*folder.parts[-depth : 1 - depth]} & {*PROFILES} and not folder.as_posix().endswith(f"/{outcome.edition}"):
        yield f"{MANIFEST} describes {outcome.edition}, the folder is {'/'.join(folder.parts[-depth:])}"
    yield from _snapshot(places.home, outcome.edition)
    if outcome.failure:
        yield f"could not be executed again: {outcome.failure}"
        return
    now = outputs_now(folder)
    again = outputs_now(outcome.folder)
    for name in sorted({*made["outputs"], *now, *again}):
        promised, stands, fresh = made["outputs"].get(name), now.get(name), again.get(name)
        if stands != promised:
            yield f"file {name} was {_became(promised, stands)} after the edition was made"
        if fresh != promised:
            yield f"file {name} is {_became(promised, fresh)} when made again"
        if stands != fresh and stands and fresh:
            yield from (f"  {line}" for line in _detail(folder / name, outcome.folder / name))
    yield from _manifest(folder, outcome.folder)


def _became(before: str | None, after: str | None) -> str:
    return "added" if before is None else "removed" if after is None else "changed"


def _snapshot(home: Path, edition: Edition) -> Iterator[str]:
    """Whether the rows of the snapshot are those that its name promises."""
    from gec_lib.snapshots import SnapshotError, verify

    try:
        verify(Home(home), edition.snapshot)
    except (SnapshotError, OSError, ValueError) as error:
        yield f"input snapshot: {error}"


def _manifest(folder: Path, again: Path) -> Iterator[str]:
    """Parameters and words of the manifest that neither inputs nor files explain."""
    texts = [(place / MANIFEST).read_bytes() for place in (folder, again)]
    old, new = (json.loads(text) for text in texts)
    found = list(differences(old, new))
    yield from (f"{MANIFEST}: {line}" for line in found if not line.startswith(("inputs/", "outputs/")))
    if texts[0] != texts[1] and not found:
        yield f"{MANIFEST}: the same content in other bytes"


def _detail(standing: Path, fresh: Path) -> Iterator[str]:
    """Where two files differ: claim by claim, else the first line or row, else the first byte."""
    if standing.name == CLAIMS:
        yield from _claims(standing, fresh)
        return
    old, new = standing.read_bytes(), fresh.read_bytes()
    try:
        before, after = old.decode("utf-8"), new.decode("utf-8")
    except UnicodeDecodeError:
        place = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
        yield f"byte {place}: {digest(old)[:12]} → {digest(new)[:12]}"
        return
    rows = csv.reader if standing.suffix == ".csv" else None
    for number, (a, b) in enumerate(zip(before.split("\n"), after.split("\n"), strict=False), start=1):
        if a != b:
            yield f"line {number}: {_around(a, b)}" + (f" ({next(rows(io.StringIO(a)), [''])[0]})" if rows else "")
            return
    yield f"length {len(before)} → {len(after)}"


def _around(old: str, new: str, *, width: int = 40) -> str:
    """The first difference of two lines, with a little of what stands around it."""
    place = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    start = max(0, place - width // 2)
    return f"…{old[start : start + width]}… → …{new[start : start + width]}…"


def _claims(standing: Path, fresh: Path) -> Iterator[str]:
    try:
        old, new = (json.loads(path.read_text(encoding="utf-8")) for path in (standing, fresh))
    except ValueError as error:
        yield f"no JSON any more: {error}"
        return
    for id in sorted({*old, *new}):
        before, after = old.get(id), new.get(id)
        if before is None or after is None:
            yield f"claim {id} " + ("is new" if before is None else "is missing")
            continue
        for field in FIELDS:
            if before.get(field) != after.get(field):
                yield f"claim {id}: {field} {before.get(field)} → {after.get(field)}"
