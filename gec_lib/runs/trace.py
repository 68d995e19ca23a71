"""From a printed number back to the cells of the workbooks it comes from."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gec_lib.runs.batch import manifests

CLAIMS = "claims.json"
SOURCES = "sources.parquet"


class TraceError(LookupError):
    """No edition holds the claim."""


@dataclass(frozen=True)
class Cell:
    """One cell of a workbook as received."""

    claim: str
    file: str
    name: str
    sheet: str
    cell: str


@dataclass(frozen=True)
class Trace:
    """A claim of an edition, the claims it is computed from, and the cells behind all of them.

    Attributes
    ----------
    folder : Path
        The edition.
    claims : mapping
        Records by id: the claim itself first, then its inputs, and theirs.
    cells : tuple of Cell
        In the order of claims, files, sheets.
    """

    folder: Path
    claims: Mapping[str, Mapping[str, Any]]
    cells: tuple[Cell, ...]


def trace(claim: str, *, folders: Sequence[Path]) -> Trace:
    """Follow a claim in the first of the editions that prints it.

    Parameters
    ----------
    claim : str
        Id of a claim, for example as a page shows it beside its number.
    folders : sequence of Path
        Editions, the newest first.

    Raises
    ------
    TraceError
        When none of them has it; names the claims that are spelled most alike.
    """
    import difflib

    known: set[str] = set()
    for folder in folders:
        claims = json.loads((folder / CLAIMS).read_text(encoding="utf-8"))
        if claim in claims:
            chain = dict(_chain(claim, claims))
            return Trace(folder, chain, tuple(_cells(folder, chain)))
        known.update(claims)
    near = ", ".join(difflib.get_close_matches(claim, sorted(known), n=5, cutoff=0.5))
    if not folders:
        raise TraceError(f"no claim {claim!r}: there are no editions in these outputs; run gec first, or name others")
    more = f"spelled alike: {near}" if near else "the ids stand in the claims.json of each edition"
    raise TraceError(f"no claim {claim!r} in {len(folders)} editions; {more}")


def newest_first(outputs: Path, *, profile: str) -> list[Path]:
    """Editions of a profile: the latest data first, then the latest year, the whole area before its parts.

    Pages of single schools come last: of the figures of a level they name the school's own workbooks alone.
    """
    found = list(manifests(outputs, profile=profile))
    found.sort(key=lambda item: (item[1].get("as_of", ""), item[1]["parameters"]["year"]), reverse=True)
    found.sort(key=lambda item: "school" in item[1]["parameters"])
    return [folder for folder, _ in found]


def _chain(claim: str, claims: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The claim and its inputs, each once, breadth first."""
    queue, seen = [claim], {claim}
    for id in queue:
        record = claims.get(id, {})
        yield id, record
        more = [input for input in record.get("inputs", ()) if input not in seen]
        seen.update(more)
        queue += more


def _cells(folder: Path, chain: Mapping[str, Any]) -> Iterator[Cell]:
    if not (folder / SOURCES).is_file():
        return
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    table = pq.read_table(folder / SOURCES)
    rows = table.filter(pc.is_in(table["claim"], value_set=_strings(list(chain), like=table["claim"]))).to_pylist()
    order = {id: place for place, id in enumerate(chain)}
    for row in sorted(rows, key=lambda row: order[row["claim"]]):
        yield Cell(**row)


def _strings(values: list[str], *, like: Any) -> Any:
    import pyarrow as pa

    return pa.array(values, type=like.type)
