"""Where every printed number leads: anchors, the annex of sources, and what its popover says."""

from __future__ import annotations

import itertools
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from gec_lib.blocks import SourceList
from gec_lib.publish.document import Document, DocumentError, Record, printed, walk


@dataclass(frozen=True)
class Links:
    """Places of a page: anchors of claims by claim id, and ids of blocks."""

    claims: Mapping[str, str]
    blocks: frozenset[str] = frozenset()


NOWHERE = Links({})


@dataclass(frozen=True)
class Entry:
    """A line of the annex: the number, its indicator, how it is computed and the first cell behind it."""

    anchor: str
    shown: str
    label: str
    formula: str
    cells: str
    numerator: str = ""
    denominator: str = ""
    code: str = ""


def anchor(id: str) -> str:
    """The ASCII address of a claim inside a page.

    Examples
    --------
    >>> anchor("T3-02a.2025.all.F.num")
    'c-t3-02a-2025-all-f-num'
    """
    flat = unicodedata.normalize("NFD", id.replace("đ", "d").replace("Đ", "D")).encode("ascii", "ignore").decode()
    return "c-" + re.sub(r"[^a-z0-9]+", "-", flat.lower()).strip("-")


def anchors(ids: Iterable[str]) -> dict[str, str]:
    """Addresses of claims; where two ids would share one, the later in sorted order gets a number.

    Examples
    --------
    >>> anchors(["a.b", "a-b"])
    {'a-b': 'c-a-b', 'a.b': 'c-a-b-2'}
    """
    taken: dict[str, str] = {}
    for id in sorted(set(ids)):
        place, number = anchor(id), 2
        while place in taken:
            place, number = f"{anchor(id)}-{number}", number + 1
        taken[place] = id
    return {id: place for place, id in taken.items()}


def links(document: Document) -> Links:
    """All places of a page that text may link to."""
    used = [id for id, _ in printed(list(document.blocks))]
    ids = (block.get("id", "") for block in walk(document.blocks))
    return Links(claims=anchors(used), blocks=frozenset(id for id in ids if id))


def annex(document: Document, *, places: Links, words: Mapping[str, str]) -> list[Entry]:
    """Lines of the annex for the claims that the page prints, and for no others.

    Entries written by the edition come first, in its order; claims it forgot follow in the order of printing.

    Parameters
    ----------
    document : Document
        The edition.
    places : Links
        The addresses of the page's claims.
    words : mapping
        Labels of the page in its language.

    Raises
    ------
    DocumentError
        When a printed claim has neither an entry nor a record.
    """
    shown: dict[str, str] = {}
    for id, text in printed(list(document.blocks)):
        if not shown.get(id):
            shown[id] = text
    written = {
        entry["claim"]: entry
        for block in walk(document.blocks)
        if block["kind"] == SourceList.kind
        for entry in block.get("entries", ())
        if entry["claim"] in shown
    }
    order = [*written, *(id for id in shown if id not in written)]
    return [_entry(id, document, written.get(id, {}), shown=shown[id], places=places, words=words) for id in order]


def _entry(
    id: str, document: Document, said: Mapping[str, Any], *, shown: str, places: Links, words: Mapping[str, str]
) -> Entry:
    record = document.claims.get(id)
    if record is None:
        if not said:
            raise DocumentError(f"the page prints {shown!r} as claim {id!r}, but no cell gave a record of that claim")
        record = {}
    own = int(record.get("cells", 0))
    first = said.get("first") or _first(record, document.claims)
    rest = words["source_more"].format(n=f"{own - 1:,}".replace(",", ".")) if own > 1 else ""
    if first and not own:
        rest = words["source_others"]
    return Entry(
        anchor=places.claims[id],
        shown=said.get("shown") or shown,
        label=said.get("label") or record.get("label", ""),
        code="" if said.get("label") else record.get("indicator", ""),
        formula=said.get("formula") or record.get("formula", ""),
        cells=" ".join(part for part in (first, said.get("more") or rest) if part),
        numerator=record.get("numerator", ""),
        denominator=record.get("denominator", ""),
    )


def _first(record: Record, claims: Mapping[str, Record]) -> str:
    """The first source cell of a claim, or of the nearest claim it is computed from."""
    queue, seen = [record], set()
    while queue:
        now = queue.pop(0)
        if now.get("first"):
            return str(now["first"])
        fresh = [id for id in now.get("inputs", ()) if id in claims and id not in seen]
        seen.update(fresh)
        queue.extend(claims[id] for id in fresh)
    return ""


def by_name(entries: Iterable[Entry]) -> list[tuple[str, list[Entry]]]:
    """Entries of one indicator under what their labels have in common, in the order of their first entry.

    The common part is cut at commas (``name, year, level``) and taken out of the labels; entries that share nothing
    stand under an empty name.

    Examples
    --------
    >>> lines = [Entry("c-1", "4", "Nữ, 2024", "", "", code="T"), Entry("c-2", "5", "Nữ, 2025", "", "", code="T")]
    >>> [(name, [entry.label for entry in group]) for name, group in by_name(lines)]
    [('T Nữ', ['2024', '2025'])]
    """
    groups: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        groups.setdefault((entry.code, entry.label.split(", ")[0]), []).append(entry)
    return [_named(group) for group in groups.values()]


def _named(group: list[Entry]) -> tuple[str, list[Entry]]:
    if len(group) == 1:
        entry = group[0]
        return "", [replace(entry, label=_joined(entry.code, entry.label))]
    split = [entry.label.split(", ") for entry in group]
    same = itertools.takewhile(lambda parts: len(set(parts)) == 1, zip(*split, strict=False))
    prefix = [parts[0] for parts in same]
    name, cut = ", ".join(prefix), len(prefix)
    rest = [replace(e, label=", ".join(parts[cut:])) for e, parts in zip(group, split, strict=True)]
    return _joined(group[0].code, name), rest


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def popover_data(groups: Iterable[tuple[str, list[Entry]]]) -> str:
    """What the popover says beyond the annex, as JSON that is safe inside ``<script>``.

    ``s`` holds each text once; ``n`` and ``d`` give numerator and denominator of the entries, in the order in which
    the annex lists them, as places in ``s``. Most numbers of a report share their texts, which keeps the page small.

    Examples
    --------
    >>> print(popover_data([("A", [Entry("c-x", "4", "A", "", "", numerator="nữ", denominator="tiến sĩ")])]))
    {"s":["","nữ","tiến sĩ"],"n":[1],"d":[2]}
    """
    texts: dict[str, int] = {"": 0}
    entries = [entry for _, group in groups for entry in group]
    numerators = [texts.setdefault(entry.numerator, len(texts)) for entry in entries]
    denominators = [texts.setdefault(entry.denominator, len(texts)) for entry in entries]
    whole = {"s": list(texts), "n": numerators, "d": denominators}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
