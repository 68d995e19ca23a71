"""An edition as data: the blocks of an executed notebook in order, and the claims they print."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from gec_lib import blocks
from gec_lib.codelists import LANGUAGES, PROFILES

Block = dict[str, Any]
Record = Mapping[str, Any]


class DocumentError(ValueError):
    """A notebook that is no finished edition: failed, not executed, or in contradiction with itself."""


@dataclass(frozen=True)
class Meta:
    """What the page says of its own making: snapshot id, version of the code, names of the files beside it."""

    snapshot: str = ""
    version: str = ""
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class Document:
    """Blocks in plain form, claims by id, and what the page as a whole must say."""

    blocks: tuple[Block, ...]
    claims: Mapping[str, Record]
    lang: str
    title: str
    profile: str
    synthetic: str = ""
    meta: Meta = Meta()

    def __post_init__(self) -> None:
        if self.lang not in LANGUAGES:
            raise DocumentError(f"language {self.lang!r}; expected one of {', '.join(LANGUAGES)}")
        if self.profile not in PROFILES:
            raise DocumentError(f"profile {self.profile!r}; expected one of {', '.join(PROFILES)}")


def walk(data: Iterable[Block]) -> Iterator[Block]:
    """Blocks in document order, those inside groups too.

    Examples
    --------
    >>> [b["kind"] for b in walk([{"kind": "group", "blocks": [{"kind": "quote"}]}])]
    ['group', 'quote']
    """
    for block in data:
        yield block
        yield from walk(block.get("blocks", ()))


def flat(data: Iterable[Record]) -> Iterator[Record]:
    """Blocks in document order, groups opened and left out."""
    for block in data:
        if block["kind"] == blocks.Group.kind:
            yield from flat(block.get("blocks", ()))
        else:
            yield block


def printed(data: Any) -> Iterator[tuple[str, str]]:
    """Claims that a block prints, as (claim id, characters printed), in an order that survives a notebook on disk.

    The annex of sources lists claims and prints none, so it is left out; a mark of the task matrix prints its word.
    Fields come in alphabetical order, because notebooks are written with sorted keys.

    Examples
    --------
    >>> list(printed({"kind": "sentences", "items": [{"text": [{"t": "4", "claim": "x.num"}, {"t": " người"}]}]}))
    [('x.num', '4')]
    """
    if isinstance(data, dict):
        if data.get("kind") == blocks.SourceList.kind:
            return
        if data.get("claim"):
            yield data["claim"], data.get("t") or data.get("word", "")
        for _, item in sorted(data.items()):
            yield from printed(item)
    elif isinstance(data, list | tuple):
        for item in data:
            yield from printed(item)


def document_from_notebook(nb: Mapping[str, Any]) -> Document:
    """Collect the blocks of an executed notebook and merge their claims.

    Language, snapshot, version and files come from ``nb.metadata.gec`` where the runner wrote them, else from the
    parameters cell, so that a notebook run by hand or by stock papermill publishes too. Title, profile and the
    synthetic mark come from the masthead.

    Parameters
    ----------
    nb : mapping
        A notebook of format 4, for example ``nbformat.read(path, as_version=4)``.

    Raises
    ------
    DocumentError
        When a cell failed, no cell shows a block, no masthead says whose page it is, or two cells print different
        numbers under one claim.
    """
    found, claims = _collect(nb["cells"])
    heads = [block for block in walk(found) if block["kind"] == blocks.Masthead.kind]
    if len(heads) != 1:
        raise DocumentError(f"the notebook shows {len(heads)} mastheads; a page needs exactly one, as its first block")
    said = {**_parameters(nb["cells"]), **nb.get("metadata", {}).get("gec", {})}
    if "lang" not in said:
        raise DocumentError("the notebook has no parameter 'lang'; its parameters cell must be tagged 'parameters'")
    return Document(
        blocks=tuple(found),
        claims=claims,
        lang=said["lang"],
        title=blocks.text_of(heads[0]["title"]),
        profile=heads[0]["profile"],
        synthetic=heads[0].get("synthetic", ""),
        meta=Meta(
            snapshot=str(said.get("snapshot", "")),
            version=str(said.get("version", "")),
            files=tuple(said.get("files", ())),
        ),
    )


def _collect(cells: Iterable[Mapping[str, Any]]) -> tuple[list[Block], dict[str, Record]]:
    found: list[Block] = []
    claims: dict[str, Record] = {}
    for number, cell in enumerate(cells, start=1):
        place = f"cell {number} (id {cell.get('id', '?')})"
        for output in cell.get("outputs", ()):
            if output["output_type"] == "error":
                raise DocumentError(
                    f"{place} failed with {output['ename']}: {output['evalue']}; mend the cause and run it again"
                )
            data = output.get("data", {}).get(blocks.MIME)
            if data is not None:
                shown = json.loads(data) if isinstance(data, str) else data
                found.append(shown["block"])
                _merge(claims, shown["claims"], place)
    if not found:
        raise DocumentError("no cell of the notebook shows a block; execute the notebook before publishing it")
    return found, claims


def _merge(claims: dict[str, Record], more: Mapping[str, Record], place: str) -> None:
    for id, record in more.items():
        known = claims.setdefault(id, record)
        if known != record:
            raise DocumentError(
                f"{place}: claim {id!r} is {record.get('value')}, an earlier cell has {known.get('value')}; "
                "execute the whole notebook again in one go"
            )


def _parameters(cells: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Plain values assigned in the parameters cell, overridden by those that papermill injected."""
    values: dict[str, Any] = {}
    for cell in cells:
        tags = cell.get("metadata", {}).get("tags", ())
        if "parameters" in tags or "injected-parameters" in tags:
            for node in ast.parse(cell["source"]).body:
                target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
                value = getattr(node, "value", None)
                if isinstance(target, ast.Name) and isinstance(value, ast.Constant):
                    values[target.id] = value.value
    return values
