"""An edition's claims beside the numbers worked from the workbooks: equal, different, or not recomputed."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from tests.recomputing.claims import Recomputed, digest
from tests.recomputing.counting import open_district
from tests.recomputing.judged import Number
from tests.recomputing.judging import BASE_YEAR
from tests.recomputing.series import NotRecomputedError, Series

EQUAL, DIFFERENT, NOT_RECOMPUTED = "equal", "different", "not recomputed"
# Claims in floating point (intervals, ratios of rates) are written with twelve decimals.
FLOAT_AS_WRITTEN = 2e-12
DRAWN = 100
BLOCK = "application/vnd.gec.block+json"


@dataclass(frozen=True)
class Compared:
    """One claim: what the edition says, what the workbooks give."""

    key: str
    result: str
    claimed: str
    recomputed: str

    def __str__(self) -> str:
        return f"{self.key}: the edition says {self.claimed}, the workbooks give {self.recomputed} ({self.result})"


@dataclass(frozen=True)
class Edition:
    """A finished edition as an evaluator finds it."""

    name: str
    snapshot: str
    as_of: str
    profile: str
    claims: Mapping[str, Mapping[str, Any]]
    sections: Mapping[str, Sequence[str]]

    def drawn(self) -> list[str]:
        """A hundred of its claims, drawn with the id of the snapshot."""
        keys = sorted(self.claims)
        return random.Random(self.snapshot).sample(keys, min(DRAWN, len(keys)))


def read_edition(folder: Path) -> Edition:
    """Claims, snapshot and the claims of sections III.1 to III.3 of an edition's folder."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    notebook = json.loads((folder / "report.ipynb").read_text(encoding="utf-8"))
    claims = json.loads((folder / "claims.json").read_text(encoding="utf-8"))
    cell = next(cell for cell in notebook["cells"] if cell.get("id") == "targets")
    block = next(out["data"][BLOCK]["block"] for out in cell["outputs"] if BLOCK in out.get("data", {}))
    return Edition(
        name="/".join(folder.parts[-3:]),
        snapshot=manifest["snapshot"],
        as_of=manifest["as_of"],
        profile=manifest["parameters"]["profile"],
        claims=claims,
        sections=sections_of(block, claims),
    )


def sections_of(block: Mapping[str, Any], claims: Mapping[str, Mapping[str, Any]]) -> dict[str, list[str]]:
    """Claims printed in each of the sections on targets, with those they are computed from."""
    found = {}
    for number, section in enumerate(block["blocks"], start=1):
        queue, keys = list(_printed(section)), set()
        while queue:
            key = queue.pop()
            if key not in keys:
                keys.add(key)
                queue += claims[key].get("inputs", []) if key in claims else []
        found[f"III.{number}"] = sorted(keys)
    return found


def _printed(node: Any) -> Iterable[str]:
    if isinstance(node, Mapping):
        if isinstance(node.get("claim"), str) and node["claim"]:
            yield node["claim"]
        node = list(node.values())
    if isinstance(node, list | tuple):
        for part in node:
            yield from _printed(part)


def compare(edition: Edition, recomputed: Recomputed, keys: Iterable[str]) -> list[Compared]:
    """Every claim of a list beside its number from the workbooks, and the cells behind it."""
    found = []
    for key in keys:
        claim = edition.claims.get(key)
        if claim is None:
            found.append(Compared(key, DIFFERENT, "nothing: it is printed and stands in no claims.json", "-"))
            continue
        try:
            number, cells = recomputed.number(key), recomputed.cells(key)
        except NotRecomputedError as reason:
            found.append(Compared(key, NOT_RECOMPUTED, claim["value"], f"nothing: {reason}"))
            continue
        if not _same(claim["value"], number):
            found.append(Compared(key, DIFFERENT, claim["value"], str(number)))
        elif cells is not None and _sources(claim) != _seen(cells, public=edition.profile == "public"):
            seen = _seen(cells, public=edition.profile == "public")
            found.append(Compared(key, DIFFERENT, f"cells {_sources(claim)}", f"cells {seen}"))
        else:
            found.append(Compared(key, EQUAL, claim["value"], str(number)))
    return found


def _same(claimed: str, number: Number) -> bool:
    if number is None:
        return False
    if isinstance(number, float):
        return abs(float(claimed) - number) <= FLOAT_AS_WRITTEN
    return Fraction(claimed) == number


def _sources(claim: Mapping[str, Any]) -> tuple[int, str, str]:
    return claim.get("cells", 0), claim.get("first", ""), claim.get("digest", "")


def _seen(cells: frozenset[tuple[str, str, str, str]], *, public: bool) -> tuple[int, str, str]:
    if not cells:
        return 0, "", ""
    file, name, sheet, cell = min(cells, key=lambda seen: (seen[0], seen[2], seen[3]))
    return len(cells), " › ".join((file[:12] if public else name, sheet, cell)), digest(cells)


def open_home(data: Path, *, as_of: str) -> Recomputed:
    """A home's data folder, ready to answer; years begin one before the base year, for changes and last returns."""
    return Recomputed(Series(open_district(data, as_of=as_of), BASE_YEAR - 1))
