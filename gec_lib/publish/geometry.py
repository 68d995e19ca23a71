"""What templates need computed: heads and bodies of tables, dots of people, range bars, pictures as data."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from gec_lib.blocks import Table, text_of

Plain = Mapping[str, Any]

MOST_DOTS = 40
POINT = 4 / 3  # CSS pixels
SIZE = re.compile(r"<svg\b[^>]*?\bviewBox=[\"']([-\d.eE]+)[\s,]+([-\d.eE]+)[\s,]+([\d.eE]+)[\s,]+([\d.eE]+)[\"']")
UNIT = re.compile(r"<svg\b[^>]*?\bwidth=[\"'][\d.]+pt[\"']")


@dataclass(frozen=True)
class Picture:
    """An SVG drawing as a data address, with its size in CSS pixels."""

    src: str
    width: int
    height: int


def picture(svg: str) -> Picture:
    """Turn an SVG drawing into what ``<img>`` needs; the XML prologue is dropped, the drawing is left alone.

    Raises
    ------
    ValueError
        When the text is no SVG with a ``viewBox``.

    Examples
    --------
    >>> picture('<svg width="72pt" height="36pt" viewBox="0 0 72 36"></svg>').width
    96
    """
    size = SIZE.search(svg)
    if size is None:
        raise ValueError(
            f"expected an SVG drawing with a viewBox, found {svg[:60]!r}; save the figure with format='svg'"
        )
    scale = POINT if UNIT.search(svg) else 1.0
    body = svg[svg.index("<svg") :].encode()
    return Picture(
        src="data:image/svg+xml;base64," + base64.b64encode(body).decode(),
        width=round(float(size[3]) * scale),
        height=round(float(size[4]) * scale),
    )


@dataclass(frozen=True)
class Head:
    """A head cell of a table: text, scope and spans."""

    text: Sequence[Plain]
    scope: str
    align: str
    colspan: int = 1
    rowspan: int = 1


def head_rows(columns: Sequence[Plain]) -> list[list[Head]]:
    """One head row, or two when columns stand under group heads; a column without group spans both.

    Examples
    --------
    >>> a, b = {"label": [{"t": "Cấp"}]}, {"label": [{"t": "Nữ"}], "group": [{"t": "Thạc sĩ"}]}
    >>> [[(h.scope, h.colspan, h.rowspan) for h in row] for row in head_rows([a, b, b])]
    [[('col', 1, 2), ('colgroup', 2, 1)], [('col', 1, 1), ('col', 1, 1)]]
    """
    if not any(column.get("group") for column in columns):
        return [[_head(column, 1) for column in columns]]
    top: list[Head] = []
    low: list[Head] = []
    for group, members in groupby(columns, key=lambda c: text_of(c.get("group", []))):
        under = list(members)
        if group:
            top.append(Head(under[0]["group"], "colgroup", "center", colspan=len(under)))
            low.extend(_head(column, 1) for column in under)
        else:
            top.extend(_head(column, 2) for column in under)
    return [top, low]


def _head(column: Plain, rowspan: int) -> Head:
    return Head(column.get("label", []), "col", column.get("align", "right"), rowspan=rowspan)


def bodies(rows: Sequence[Plain]) -> Iterator[list[Plain]]:
    """Rows cut before each group row, one ``tbody`` each."""
    body: list[Plain] = []
    for row in rows:
        if row.get("role") == "group" and body:
            yield body
            body = []
        body.append(row)
    if body:
        yield body


def repeats(table: Plain, following: Plain | None) -> bool:
    """Whether the block printed just below a figure holds the figure's own numbers."""
    return (
        following is not None
        and following.get("kind") == Table.kind
        and text_of([s for c in following["columns"] for s in c.get("label", [])])
        == text_of([s for c in table["columns"] for s in c.get("label", [])])
        and following["rows"] == table["rows"]
    )


ADDED = "people"


def marks(people: Plain) -> list[tuple[str, int]]:
    """What a box of people draws, in order: women, those still needed, men.

    Women still needed come on top of the total. Schools and residents still needed are among those that do not meet
    the target yet, so the last number shrinks by them.

    Examples
    --------
    >>> marks({"women": 4, "men": 10, "needed": 1})
    [('women', 4), ('needed', 1), ('men', 10)]
    >>> marks({"women": 71, "men": 1, "needed": 1, "dots": "schools"})
    [('women', 71), ('needed', 1), ('men', 0)]
    """
    women, men, needed = (int(people.get(kind, 0)) for kind in ("women", "men", "needed"))
    if people.get("dots", ADDED) != ADDED:
        men = max(men - needed, 0)
    return [("women", women), ("needed", needed), ("men", men)]


def dots(people: Plain) -> list[str]:
    """Marks of a people box one by one; empty when there are so many that a bar reads better.

    Examples
    --------
    >>> dots({"women": 2, "men": 1, "needed": 1})
    ['women', 'women', 'needed', 'men']
    """
    counts = marks(people)
    if sum(n for _, n in counts) > MOST_DOTS:
        return []
    return [kind for kind, n in counts for _ in range(n)]


def parts(people: Plain) -> list[tuple[str, float]]:
    """Widths of the people bar in percent; absent parts are left out."""
    counts = marks(people)
    whole = sum(n for _, n in counts)
    return [(kind, round(100 * n / whole, 2)) for kind, n in counts if n]


@dataclass(frozen=True)
class Range:
    """Places on a range bar in percent of its width, and the side on which the two ends are labelled."""

    low: float
    high: float
    value: float
    target: float
    low_label: float
    high_label: float


MARGIN = 0.45  # of the spread on each side, room for the labels
NEAR = 18.0  # percent of the width that a label takes


def range_places(firmness: Plain) -> Range:
    """Lay out a firmness bar: all four values inside, labels clear of the tick of the target.

    Examples
    --------
    >>> r = range_places({"low": 0.25, "high": 0.35, "value": 0.28, "target": 0.30})
    >>> r.low < r.value < r.target < r.high
    True
    """
    values = {name: float(firmness.get(name, 0.0)) for name in ("low", "high", "value", "target")}
    least, most = min(values.values()), max(values.values())
    spread = (most - least) or 1.0
    start, width = least - MARGIN * spread, spread * (1 + 2 * MARGIN)
    at = {name: round(100 * (value - start) / width, 2) for name, value in values.items()}
    left, right = at["low"] - at["target"], at["target"] - at["high"]
    return Range(
        **at,
        low_label=at["target"] if 0 < left < NEAR else at["low"],
        high_label=at["target"] if 0 < right < NEAR else at["high"],
    )
