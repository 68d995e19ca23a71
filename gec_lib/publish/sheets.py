"""Tables of a report as plain sheets: one table a sheet, one head row, nothing merged, numbers as numbers.

References
----------
Government Analysis Function (UK), releasing statistics in spreadsheets; the checklist of gptables.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from gec_lib import blocks, claims
from gec_lib.blocks import text_of
from gec_lib.publish import geometry
from gec_lib.publish.document import Document, flat
from gec_lib.publish.docx.elements import labels
from gec_lib.publish.html import MARK_NAMES, STATES
from gec_lib.publish.html import labels as page_labels

Block = Mapping[str, Any]

LONGEST_NAME = 31
RESERVED = "history"  # Excel keeps this name for itself
FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
NUMBERED = re.compile(r"^\S+ \S*?\w(?=\.\s)")
DECIMALS = re.compile(r"[.,](\d+)%?$")


@dataclass(frozen=True)
class Value:
    """A cell: the text as the report prints it, and the number with its format where it is one."""

    text: str = ""
    number: float | None = None
    format: str = ""
    mark: str = ""


@dataclass(frozen=True)
class Sheet:
    """A sheet: name, title, lines of notes, head, rows, and which rows are totals."""

    name: str
    title: str
    notes: tuple[str, ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    totals: tuple[bool, ...]
    slug: str


def sheets(document: Document) -> list[Sheet]:
    """Every table of a report in its order, then the sources of its numbers; names are unique.

    Parameters
    ----------
    document : Document
        Blocks and claims of an executed notebook.
    """
    found: list[Sheet] = []
    listed = list(flat(document.blocks))
    for block, following in zip(listed, [*listed[1:], None], strict=True):
        if block["kind"] == blocks.Table.kind:
            found.append(_table(block, document))
        elif block["kind"] == blocks.Figure.kind and not geometry.repeats(block["table"], following):
            found.append(_table(block["table"], document))
        elif block["kind"] == blocks.VerdictMatrix.kind:
            found.append(_matrix(block, document))
        elif block["kind"] == blocks.TaskMatrix.kind:
            found.append(_tasks(block, document))
    if document.claims:
        found.append(_sources(document))
    return list(_named(found, {RESERVED, labels(document.lang)["contents"].casefold()}))


def _named(found: Iterable[Sheet], seen: set[str]) -> Iterator[Sheet]:
    for sheet in found:
        name, number = sheet.name, 1
        while name.casefold() in seen:
            number += 1
            end = f" ({number})"
            name = sheet.name[: LONGEST_NAME - len(end)] + end
        seen.add(name.casefold())
        yield Sheet(name, sheet.title, sheet.notes, sheet.heads, sheet.rows, sheet.totals, sheet.slug)


def sheet_name(title: str) -> str:
    """The name of a sheet from the title of its table: number alone, without signs that workbooks refuse.

    Examples
    --------
    >>> sheet_name("Bảng 6. Tiến sĩ và nữ tiến sĩ"), sheet_name("Biểu III.2. Đội ngũ"), sheet_name("A/B: [x]?")
    ('Bảng 6', 'Biểu III.2', 'A B x')
    """
    numbered = NUMBERED.match(title)
    plain = " ".join(FORBIDDEN.sub(" ", numbered[0] if numbered else title).split())
    return plain[:LONGEST_NAME].strip("' ") or "–"


def slug(text: str) -> str:
    """ASCII letters, digits and underscores, for the name of a table.

    Examples
    --------
    >>> slug("so-lieu-hình-6")
    't_so_lieu_hinh_6'
    """
    flat_text = unicodedata.normalize("NFD", text.replace("đ", "d")).encode("ascii", "ignore").decode()
    return "t_" + re.sub(r"\W+", "_", flat_text.lower()).strip("_")


def _table(block: Block, document: Document) -> Sheet:
    """A table; rows that only name a group become a column, so that no cell is merged and none is empty."""
    words = labels(document.lang)
    grouped = any(row.get("role") == "group" for row in block["rows"])
    heads = [_head(column) or words["item"] for column in block["columns"]]
    rows, totals, group = [], [], Value()
    for row in block["rows"]:
        cells = tuple(_value(cell, document) for cell in row["cells"])
        if row.get("role") == "group":
            group = cells[0]
            continue
        rows.append(((group,) if grouped else ()) + cells)
        totals.append(row.get("role") == "total")
    title = text_of(block["caption"])
    lines = [text_of(block.get("subtitle", []))] + [text_of(note) for note in block.get("notes", ())]
    return Sheet(
        name=sheet_name(title),
        title=title,
        notes=tuple(line for line in (*lines, *_key(rows, document.lang)) if line),
        heads=((words["group"],) if grouped else ()) + tuple(heads),
        rows=tuple(rows),
        totals=tuple(totals),
        slug=slug(block.get("id") or title),
    )


def _head(column: Block) -> str:
    """The head of a column with the head above it: "Thạc sĩ: % nữ"."""
    return ": ".join(part for part in (text_of(column.get("group", [])), text_of(column.get("label", []))) if part)


def _value(cell: Block, document: Document) -> Value:
    text = text_of(cell.get("text", [])) or cell.get("mark", "")
    if cell.get("mark") and cell.get("value") is None:
        return Value(text, mark=cell["mark"])
    if cell.get("value") is None:
        return _claimed(cell.get("text", []), document)
    return Value(text, cell["value"], cell.get("format", ""))


def _key(rows: Iterable[Sequence[Value]], lang: str) -> list[str]:
    """What the marks of a table mean, one line a mark, in the order of the marks."""
    words = page_labels(lang)
    used = {value.mark for row in rows for value in row}
    return [f"{mark} {words['mark_' + MARK_NAMES[mark]]}" for mark in claims.MARKS if mark in used]


def _claimed(text: list[Any], document: Document) -> Value:
    """The number that an inline text consists of, read from its claim; else the text alone."""
    shown = text_of(text)
    ids = [span["claim"] for span in text if span.get("claim")]
    record = document.claims.get(ids[0]) if len(ids) == 1 else None
    if record is None or not text or text[0].get("claim") != ids[0] or len(text) > 1:
        return Value(shown, mark=shown if shown in claims.MARKS[1:] else "")
    decimals = DECIMALS.search(shown)
    places = "." + "0" * len(decimals[1]) if decimals else ""
    ending = "%" if shown.endswith("%") else ""
    return Value(shown, float(Fraction(record["value"])), f"{'0' if ending else '#,##0'}{places}{ending}")


def _matrix(block: Block, document: Document) -> Sheet:
    """The verdicts, one line for a target and a scope."""
    words = labels(document.lang)
    keys = ("item", "detail", "scope", "shown", "conclusion", "firmness", "remark_head")
    rows = []
    for row in block["rows"]:
        for column, cell in zip(block["columns"], row["cells"], strict=True):
            state = STATES.get(cell["verdict"], "")
            value = _claimed(cell.get("value", []), document) if cell.get("value") else Value(state, mark=state)
            texts = (cell["word"], cell.get("firm_word", ""), text_of(cell.get("note", [])))
            named = (text_of(row["title"]), text_of(row.get("detail", [])), text_of(column))
            rows.append((*map(Value, named), value, *map(Value, texts)))
    title = text_of(block["caption"])
    notes = [text_of(block.get("subtitle", [])), *(word for _, word in block.get("keys", ()))]
    return Sheet(
        name=words["matrix"],
        title=title,
        notes=tuple(line for line in (*notes, *_key(rows, document.lang)) if line),
        heads=(text_of(block["head"]), *(words[key] for key in keys[1:])),
        rows=tuple(rows),
        totals=(False,) * len(rows),
        slug="t_matrix",
    )


def _tasks(block: Block, document: Document) -> Sheet:
    """Tasks × years with the state in words."""
    words = labels(document.lang)
    years = len(block["rows"][0]["marks"]) if block["rows"] else len(block["columns"])
    heads = [text_of(column) for column in block["columns"]]
    first = heads[0] if len(heads) > years else words["item"]
    rows = tuple(
        (
            Value(text_of(row["number"])),
            Value(text_of(row["title"])),
            *(Value(mark["word"]) for mark in row["marks"]),
        )
        for row in block["rows"]
    )
    title = text_of(block["caption"])
    subtitle = text_of(block.get("subtitle", []))
    return Sheet(
        name=sheet_name(title),
        title=title,
        notes=(subtitle,) if subtitle else (),
        heads=(words["number_head"], first, *heads[-years:]),
        rows=rows,
        totals=(False,) * len(rows),
        slug=slug(block.get("id") or title),
    )


def _sources(document: Document) -> Sheet:
    """Where every number comes from: exact value, computation, number of cells and the first of them."""
    words = labels(document.lang)
    keys = ("key", "label", "value", "unit", "formula", "cells", "first")
    rows = []
    for id, record in document.claims.items():
        exact = str(record["value"])
        cells = record.get("cells")
        rows.append(
            (
                Value(id),
                Value(str(record.get("label", ""))),
                Value(exact, float(Fraction(exact)), "General"),
                Value(str(record.get("unit", ""))),
                Value(str(record.get("formula", ""))),
                Value(str(cells or ""), float(cells) if cells else None, "0"),
                Value(str(record.get("first", ""))),
            )
        )
    return Sheet(
        name=words["source_sheet"],
        title=words["source_title"],
        notes=(),
        heads=tuple(words[f"source_{key}"] for key in keys),
        rows=tuple(rows),
        totals=(False,) * len(rows),
        slug="t_sources",
    )
