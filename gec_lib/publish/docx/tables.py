"""Tables of the official copy: full grid of half a point, head repeated on every page, numbers to the right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from gec_lib import claims
from gec_lib.blocks import text_of
from gec_lib.publish import geometry
from gec_lib.publish.docx.elements import (
    Element,
    caption,
    frame,
    held,
    ink,
    inline,
    labels,
    paragraph,
    run,
    symbol,
    twips,
    w,
)
from gec_lib.publish.html import STATES

Block = Mapping[str, Any]

VERDICT_MARKS = {
    "met": "●",
    "maintained": "○",
    "on_track": "▲",
    "needs_acceleration": "►",
    "behind": "◊",
    "moving_away": "▼",
    "not_met": "■",
    "no_data": "□",
    "not_comparable": "≠",
    "suppressed": claims.HIDDEN,
}
TASK_MARKS = {
    "full": "●",
    "part": "◐",
    "none": "□",
    "missing": claims.MISSING,
    "not_applicable": claims.NOT_APPLICABLE,
}
HEAD_FILL = "F2F2F2"
KEEP = ("keepNext",)
PADDING = 1.2
FIRST_COLUMN = 46.0
MARK_COLUMN = 17.0
WIDE = 8  # columns that stand in letters of full size on upright paper
ACROSS = 200.0  # millimetres of text on paper laid across, at least
NOT_ALONE = 3  # rows that stand together at the end of a longer one
KEPT_TOGETHER = 8  # rows of a table that is not broken over pages
SLACK = 1.2  # millimetres that an estimated width may be short
UNBREAKABLE = "\u00a0"
LONGEST, SHORTEST = 36, 4  # characters that a column asks for at most, and beyond what it holds


def cell(
    *content: Element, width: float, span: int = 1, merge: str = "", fill: str = "", place: str = "center"
) -> Element:
    """A cell of ``width`` mm with paragraphs as content."""
    props = [w("tcW", w=twips(width), type="dxa")]
    props += [w("gridSpan", val=span)] if span > 1 else []
    props += [w("vMerge", val=merge)] if merge else []
    props += [w("shd", val="clear", color="auto", fill=fill)] if fill else []
    return w("tc", w("tcPr", *props, w("vAlign", val=place)), *content)


def line(runs: Iterable[Element], *, align: str, keep: Sequence[str] = (), style: str = "Cell") -> Element:
    """A line inside a cell."""
    return paragraph(style, *runs, extra=[*map(w, keep), w("jc", val=align)])


def row(cells: Iterable[Element], *, head: Sequence[str] = ()) -> Element:
    """A row that is never broken over two pages."""
    return w("tr", w("trPr", w("cantSplit"), *map(w, head)), *cells)


def grid(widths: Sequence[float], rows: Iterable[Element]) -> Element:
    """A table with a full grid of half a point and fixed columns."""
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = w("tblBorders", *(w(side, val="single", sz=4, space=0, color="000000") for side in sides))
    padding = w("tblCellMar", *(w(side, w=twips(PADDING), type="dxa") for side in ("left", "right")))
    return _table(widths, rows, w("tblW", w=twips(sum(widths)), type="dxa"), borders, padding)


def bare(widths: Sequence[float], rows: Iterable[Element], *, indent: float) -> Element:
    """A table that is only there to set texts side by side."""
    return _table(widths, rows, w("tblW", w=twips(sum(widths)), type="dxa"), w("tblInd", w=twips(indent), type="dxa"))


def _table(widths: Sequence[float], rows: Iterable[Element], *props: Element) -> Element:
    order = {"tblW": 0, "tblInd": 1, "tblBorders": 2, "tblLayout": 3, "tblCellMar": 4}
    ordered = sorted([*props, w("tblLayout", type="fixed")], key=lambda e: order[e.tag.split("}")[1]])
    columns = w("tblGrid", *(w("gridCol", w=twips(width)) for width in widths))
    return w("tbl", w("tblPr", *ordered), columns, *rows)


def widths_of(block: Block, *, total: float, size: float) -> list[float] | None:
    """Column widths in millimetres that fill ``total``: first room for the longest word, then by what columns hold.

    None when the longest words do not stand side by side.

    Examples
    --------
    >>> one, two = {"label": [{"t": "Cấp học"}], "align": "left"}, {"label": [{"t": "Nữ"}]}
    >>> rows = [{"cells": [{"text": [{"t": "Trung học cơ sở"}]}, {"text": [{"t": "1.234"}]}]}]
    >>> [round(width, 1) for width in widths_of({"columns": [one, two], "rows": rows}, total=100, size=12)]
    [63.9, 36.1]
    """
    least, asked = [], []
    for i, column in enumerate(block["columns"]):
        head = text_of(column.get("label", []))
        texts = [text_of(r["cells"][i].get("text", [])) for r in block["rows"] if r.get("role") != "group"]
        longest = max((ink(word, size) for text in (head, *texts) for word in text.split(" ")), default=0.0)
        least.append(longest + 2 * PADDING + SLACK)
        asked.append(min(max((len(text) for text in texts), default=0), LONGEST) + SHORTEST)
    free = total - sum(least)
    if free < 0:
        return None
    shared = [width + free * part / sum(asked) for width, part in zip(least, asked, strict=True)]
    return _alike(shared, least, block["columns"])


def _alike(widths: list[float], least: Sequence[float], columns: Sequence[Block]) -> list[float]:
    """Columns of numbers of one kind take one width: years side by side, or what has one head under several groups."""
    kinds: dict[str, list[int]] = {}
    for i, column in enumerate(columns):
        if (column.get("align") or "right") == "right":
            kinds.setdefault(text_of(column.get("label", [])) if column.get("group") else "", []).append(i)
    for places in kinds.values():
        mean = sum(widths[i] for i in places) / len(places)
        if all(least[i] <= mean for i in places):
            for i in places:
                widths[i] = mean
    return widths


def _loosened(block: Block) -> Block:
    """A table too full for words that are held together: they may be broken there."""

    def loose(text: Any) -> Any:
        return [{**span, "t": span["t"].replace(UNBREAKABLE, " ")} for span in text or ()]

    columns = [{**column, "label": loose(column.get("label"))} for column in block["columns"]]
    rows = [
        {
            **row,
            "cells": [{**cell, "text": loose(cell.get("text"))} if cell.get("text") else cell for cell in row["cells"]],
        }
        for row in block["rows"]
    ]
    return {**block, "columns": columns, "rows": rows}


def table(block: Block, *, width: float) -> list[Element]:
    """Caption, unit, table and notes."""
    small = len(block["columns"]) > WIDE and width < ACROSS
    style, size = ("SmallCell", 11) if small else ("Cell", 12)
    widths = widths_of(block, total=width, size=size)
    if widths is None:
        block = _loosened(block)
        widths = widths_of(block, total=width, size=size) or [width / len(block["columns"])] * len(block["columns"])
    rows = [*_head(block["columns"], widths, style), *_body(block, widths, style)]
    return [*title(block), grid(widths, rows), *notes(block.get("notes"))]


def title(block: Block) -> list[Element]:
    """Caption and unit line, both held to the table."""
    above = [paragraph("Caption", *caption(block["caption"]))]
    if block.get("subtitle"):
        above.append(paragraph("Unit", *inline(block["subtitle"])))
    return above


def notes(texts: Iterable[Any] | None) -> list[Element]:
    """Source and symbols under a table."""
    found = [paragraph("Source", *inline(text)) for text in texts or ()]
    return found or [paragraph("Source")]


def _head(columns: Sequence[Block], widths: Sequence[float], style: str) -> list[Element]:
    levels = geometry.head_rows(columns)
    repeated = ("tblHeader",)
    if len(levels) == 1:
        cells = [_head_cell(h, width, style) for h, width in zip(levels[0], widths, strict=True)]
        return [row(cells, head=repeated)]
    top: list[Element] = []
    low: list[Element] = []
    under = iter(levels[1])
    at = 0
    for head in levels[0]:
        width = sum(widths[at : at + head.colspan])
        if head.rowspan > 1:
            top.append(_head_cell(head, width, style, merge="restart"))
            low.append(cell(line((), align="left"), width=width, merge="continue", fill=HEAD_FILL))
        else:
            top.append(_head_cell(head, width, style))
            low += [_head_cell(next(under), widths[at + i], style) for i in range(head.colspan)]
        at += head.colspan
    return [row(top, head=repeated), row(low, head=repeated)]


def _head_cell(head: geometry.Head, width: float, style: str, *, merge: str = "") -> Element:
    align = "left" if head.align == "left" else "center"
    words = line(inline(head.text, "b"), align=align, keep=KEEP, style=style)
    return cell(words, width=width, span=head.colspan, merge=merge, fill=HEAD_FILL)


def _body(block: Block, widths: Sequence[float], style: str) -> list[Element]:
    aligns = [column.get("align") or "right" for column in block["columns"]]
    rows, last = [], len(block["rows"]) - 1
    for number, item in enumerate(block["rows"]):
        together = last < KEPT_TOGETHER or item.get("role") == "group" or number > last - NOT_ALONE
        keep = KEEP if number < last and together else ()
        if item.get("role") == "group":
            words = line(inline(item["cells"][0]["text"], "b"), align="left", keep=keep, style=style)
            rows.append(row([cell(words, width=sum(widths), span=len(widths))]))
            continue
        bold = ("b",) if item.get("role") == "total" else ()
        cells = []
        for i, content in enumerate(item["cells"]):
            shown = inline(content["text"], *bold) if content.get("text") else [run(content.get("mark", ""), *bold)]
            align = "left" if i == 0 else aligns[i]
            cells.append(cell(line(shown, align=align, keep=keep, style=style), width=widths[i]))
        rows.append(row(cells))
    return rows


def matrix(block: Block, *, width: float, lang: str) -> list[Element]:
    """The verdicts of targets × levels: value, mark and word, firmness and what is missing."""
    first = max(FIRST_COLUMN, width * 0.28)
    widths = [first, *[(width - first) / len(block["columns"])] * len(block["columns"])]
    heads = [line(inline(block["head"], "b"), align="left", keep=KEEP)]
    heads += [line(inline(column, "b"), align="center", keep=KEEP) for column in block["columns"]]
    rows = [row([cell(h, width=x, fill=HEAD_FILL) for h, x in zip(heads, widths, strict=True)], head=("tblHeader",))]
    for item in block["rows"]:
        named = [line(inline(item["title"], "b"), align="left")]
        named += [line(inline(item["detail"]), align="left")] if item.get("detail") else []
        cells = [cell(*named, width=first)]
        for verdict, x in zip(item["cells"], widths[1:], strict=True):
            cells.append(cell(*_verdict(verdict), width=x))
        rows.append(row(cells))
    if len(block["rows"]) < KEPT_TOGETHER:
        held(rows[:-1])
    keys = [run(words) for _, words in block.get("keys", ())]
    return [*title(block), grid(widths, rows), *_key(keys, lang=lang)]


def _verdict(found: Block) -> list[Element]:
    if found["verdict"] in STATES:
        mark, note = STATES[found["verdict"]], found.get("note")
        said = inline(note) if note else [run(found["word"])]
        lead = [] if note and text_of(note).startswith(mark) else [frame(f"{mark} · ")]
        return [line([*lead, *said], align="center")]
    lines = [line(inline(found["value"], "b"), align="center")] if found.get("value") else []
    mark = VERDICT_MARKS[found["verdict"]]
    lead = [] if text_of(found.get("note", [])).startswith(mark) else [frame(f"{mark} ", "b")]
    lines.append(line([*lead, run(found["word"], "b")], align="center"))
    foot = [run(found["firm_word"])] if found.get("firm_word") else []
    if found.get("note"):
        foot += [*([frame(" · ")] if foot else []), *inline(found["note"])]
    return [*lines, *([line(foot, align="center")] if foot else [])]


def tasks(block: Block, *, width: float, lang: str) -> list[Element]:
    """Tasks × years as characters, with the key below."""
    years = len(block["rows"][0]["marks"]) if block["rows"] else len(block["columns"])
    heads = [[], *block["columns"]] if len(block["columns"]) == years else block["columns"]
    widths = [width - MARK_COLUMN * years, *[MARK_COLUMN] * years]
    cells = [line(inline(heads[0], "b"), align="left", keep=KEEP)]
    cells += [line(inline(head, "b"), align="center", keep=KEEP) for head in heads[1:]]
    rows = [row([cell(h, width=x, fill=HEAD_FILL) for h, x in zip(cells, widths, strict=True)], head=("tblHeader",))]
    for item in block["rows"]:
        named = line([*inline(item["number"]), frame(". "), *inline(item["title"])], align="left")
        marks = [line([symbol(TASK_MARKS[m["state"]])], align="center") for m in item["marks"]]
        rows.append(row([cell(c, width=x) for c, x in zip([named, *marks], widths, strict=True)]))
    held(rows[-NOT_ALONE:-1])
    keys: list[Element] = []
    for state, words in block.get("keys", ()):
        keys += [*([frame("; ")] if keys else []), symbol(f"{TASK_MARKS.get(state, state)} "), run(words)]
    under = [paragraph("Source", frame(f"{labels(lang)['note']}: "), *keys, frame("."))] if keys else notes(())
    return [*title(block), grid(widths, rows), *under]


def _key(keys: Sequence[Element], *, lang: str) -> list[Element]:
    if not keys:
        return notes(())
    parts = [part for key in keys for part in (key, frame("; "))][:-1]
    return [paragraph("Source", frame(f"{labels(lang)['note']}: "), *parts, frame("."))]
