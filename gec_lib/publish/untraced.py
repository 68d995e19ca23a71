"""The first guard of the numbers: what a block prints without claim, citation or structure, digits or spelled out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from gec_lib import blocks
from gec_lib.claims import ClaimError, unclaimed
from gec_lib.publish.numerals import spelled

WORDS = ("word", "firm_word")
CITED = re.compile(r"<span data-(?:claim=\"[^\"]*\"|place)>.*?</span>", re.DOTALL)
TAG = re.compile(r"<[^>]*>")


def guard(data: Mapping[str, Any]) -> None:
    """Refuse a block that prints a number which no claim, citation or structure carries, in digits or spelled out.

    The texts of its charts, their alternative texts and an analyst's paragraph are read as well.

    Raises
    ------
    ClaimError
        Naming the block and the text.
    """
    texts = [*blocks.spans(data), *({"t": word} for word in _words(data)), *({"t": said} for said in _said(data))]
    found = unclaimed(texts) + [s["t"] for s in texts if not _owned(s) and spelled(s["t"])] + list(_drawn(data))
    if found:
        name = " ".join(part for part in (data["kind"], str(data.get("id", ""))) if part)
        raise ClaimError(
            f"block {name} prints {found[0]!r} without a claim; put the number into a Span with claim=…, "
            "or with cite=… or structure=… when it is no finding"
        )


def _owned(span: Mapping[str, str]) -> bool:
    return any(span.get(kind) for kind in ("claim", "cite", "structure"))


def _said(data: Any) -> Iterator[str]:
    """An analyst's paragraphs without what they cite and the places they name."""
    if isinstance(data, Mapping):
        if data.get("kind") == blocks.Commentary.kind:
            yield TAG.sub(" ", CITED.sub("#", data.get("html", "")))
        else:
            for item in data.values():
                yield from _said(item)
    elif isinstance(data, list):
        for item in data:
            yield from _said(item)


def _drawn(data: Any) -> Iterator[str]:
    """Texts with a number in the drawings of a block that belong to no claim, axis or target."""
    for svg in _drawings(data):
        from gec_lib.figures.guard import unclaimed_texts  # loads matplotlib, which a drawing has needed anyway

        yield from unclaimed_texts(svg)


def drawn_claims(data: Any) -> Iterator[str]:
    """Claims whose numbers the drawings of a block print."""
    for svg in _drawings(data):
        from gec_lib.figures.guard import numbers_of

        yield from numbers_of(svg)


def _drawings(data: Any) -> Iterator[str]:
    if isinstance(data, Mapping):
        if data.get("kind") == blocks.Figure.kind:
            yield from (data[name] for name in ("wide", "narrow") if data.get(name))
        else:
            for item in data.values():
                yield from _drawings(item)
    elif isinstance(data, list | tuple):
        for item in data:
            yield from _drawings(item)


def _words(data: Any) -> Iterator[str]:
    """Bare words of a block that are printed without being spans."""
    if isinstance(data, Mapping):
        for key, item in data.items():
            if key in WORDS:
                yield item
            elif key == "keys":
                yield from (words for _, words in item)
            else:
                yield from _words(item)
    elif isinstance(data, list):
        for item in data:
            yield from _words(item)
