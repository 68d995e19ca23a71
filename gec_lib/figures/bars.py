"""One share per school level in one year: a bar from zero, its value and counts, and the target as a rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gec_lib.claims import Claimed
from gec_lib.figures.labels import Box
from gec_lib.figures.plane import Plane, Scale, Start, flat_axis, plane, value_scale
from gec_lib.figures.style import (
    BASE,
    COLOUR,
    SMALL,
    SMALL_BASE,
    TICK,
    Drawing,
    Kind,
    Look,
    Pen,
    Sheet,
    Size,
    Tone,
    draw,
    wrap,
)

ROW, BAR, LEADING, NBSP = 30.0, 15.0, 1.25, "\u00a0"


@dataclass(frozen=True)
class Bar:
    """One row: name, share, and the counts that it is made of (None when they are not shown)."""

    name: str
    value: Claimed
    num: Claimed | None
    den: Claimed | None


@dataclass(frozen=True)
class Line:
    """A target over all rows: ``id`` of the plan, its number, and the label printed at it ("chỉ tiêu 50%")."""

    id: str
    value: float
    label: str


@dataclass(frozen=True)
class Bars:
    """``total`` stands first, bold and above a rule (None: there is no total), ``rows`` in their order."""

    total: Bar | None
    rows: tuple[Bar, ...]
    line: Line | None
    kind: Kind
    tone: Tone


def bars(data: Bars, *, look: Look) -> Drawing:
    """Draw shares by school level.

    Parameters
    ----------
    data : Bars
        Shares as parts of one, or other values according to ``data.kind``; the axis begins at zero.
    look : Look
        Number formats, words and stamp.

    Returns
    -------
    Drawing
        Wide and narrow SVG.
    """
    return draw(lambda size: compose(data, size=size, look=look))


def compose(data: Bars, *, size: Size, look: Look) -> Sheet:
    """One drawing of shares by level, before it becomes SVG."""
    wide = size is Size.WIDE
    rows = [*((data.total,) if data.total else ()), *data.rows]
    pens = [Pen(BASE, COLOUR.ink if row is data.total else COLOUR.ink2, bold=row is data.total) for row in rows]
    names = [_name(row, pen, size=size) for row, pen in zip(rows, pens, strict=True)]
    tall = [max(ROW, len(n) * LEADING * BASE + 8) if wide else ROW - 2 + len(n) * LEADING * BASE for n in names]
    gap, head = 8.0 if data.total and data.rows else 0.0, 22.0 if data.line else 8.0
    sheet = Sheet(size.width, head + sum(tall) + gap + 38)
    column = max(pen.width(line) for pen, name in zip(pens, names, strict=True) for line in name) + 4
    texts = [_texts(data, row, look) for row in rows]
    outside = max(Pen(BASE, bold=True).width(value) + Pen(TICK).width(counts) for value, counts in texts)
    box = Box(column + 6 if wide else 12, 34, size.width - outside - 18, sheet.height - head)
    area = plane(sheet, box=box, across=_scale(data, rows), up=Scale(0, 1))
    flat_axis(area, kind=data.kind, look=look, top=0)
    top = box.y1
    for row, name, pen, text, height in zip(rows, names, pens, texts, tall, strict=True):
        y = top - height / 2 if wide else top - height + BAR / 2 + 5
        _draw(area, data, row, y)
        _names(area, name, pen, y, column=column, size=size)
        _numbers(area, data, row, text, y)
        top -= height
        if gap and row is data.total:
            sheet.line([(2, top - gap / 2), (size.width - 2, top - gap / 2)], color=COLOUR.context, linewidth=0.9)
            top -= gap
    if data.line:
        _target(area, data.line)
    sheet.foot(stamp=look.stamp, note="")
    return sheet


def _scale(data: Bars, rows: Sequence[Bar]) -> Scale:
    values = [float(row.value.value) for row in rows if row.value.value is not None]
    found = [*values, *((data.line.value,) if data.line else ())] or [1.0]
    return value_scale([0.0, *found], kind=data.kind, most=6, start=Start.AT_ZERO)


def _name(row: Bar, pen: Pen, *, size: Size) -> tuple[str, ...]:
    small = row.den is not None and (row.den.value is None or row.den.value < SMALL_BASE)
    text = f"{row.name}{NBSP}*" if small else row.name
    return wrap(text, width=150 if size is Size.WIDE else 230, pen=pen)


def _texts(data: Bars, row: Bar, look: Look) -> tuple[str, str]:
    """Value and counts of a row as printed; no counts where they are not shown or the value is a mark."""
    counts = ""
    if row.num is not None and row.den is not None and row.value.value is not None:
        counts = f"{look.number(row.num, 'count')}/{look.number(row.den, 'count')}"
    return look.number(row.value, data.kind), counts


def _draw(area: Plane, data: Bars, row: Bar, y: float) -> None:
    """The bar of a row that has a value, and the target's rule across it; a hidden row stays visibly empty."""
    stub = [(area.box.x0, y - BAR / 2), (area.box.x0, y + BAR / 2)]
    area.sheet.line(stub, color=COLOUR.axis, linewidth=0.9, zorder=1)
    if row.value.value is not None:
        end = area.x(float(row.value.value))
        bar = Box(area.box.x0, y - BAR / 2, end, y + BAR / 2)
        area.sheet.rectangle(bar, facecolor=data.tone.mark, linewidth=0, gid=f"bar:{row.value.id}", zorder=2)
    if data.line:
        x = area.x(data.line.value)
        ends = [(x, y - BAR / 2 - 3), (x, y + BAR / 2 + 3)]
        area.sheet.line(ends, color=COLOUR.paper, linewidth=4, zorder=3, solid_capstyle="butt")
        area.sheet.line(
            ends, color=COLOUR.ink, linewidth=2, zorder=4, solid_capstyle="butt", gid=f"goal:{data.line.id}"
        )


def _names(area: Plane, name: Sequence[str], pen: Pen, y: float, *, column: float, size: Size) -> None:
    for number, line in enumerate(reversed(name)):
        if size is Size.NARROW:
            area.sheet.write(area.box.x0, y + BAR / 2 + 4 + number * LEADING * BASE, line, gid="axis:name", pen=pen)
        else:
            up = (number - (len(name) - 1) / 2) * LEADING * BASE - 0.36 * BASE
            area.sheet.write(column, y + up, line, gid="axis:name", pen=pen, align="right")


def _numbers(area: Plane, data: Bars, row: Bar, texts: tuple[str, str], y: float) -> None:
    """The value bold at the bar's end, the counts muted after it."""
    value = 0.0 if row.value.value is None else float(row.value.value)
    pen = Pen(BASE, data.tone.text if row.value.value is not None else COLOUR.muted, bold=True)
    x = area.x(value) + 6
    wide = pen.width(texts[0]) + 7 + Pen(TICK).width(texts[1])
    if data.line and x - 6 <= area.x(data.line.value) <= x + wide + 3:
        x = area.x(data.line.value) + 6
    gid = f"claim:{row.value.id}"
    box = area.sheet.write(x, y - 0.36 * BASE, texts[0], gid=gid, pen=pen)
    if texts[1] and row.num is not None and row.den is not None:
        gid = f"claim:{row.num.id};claim:{row.den.id}"
        area.sheet.write(box.x1 + 7, y - 0.36 * TICK, texts[1], gid=gid, pen=Pen(TICK, COLOUR.ink2))


def _target(area: Plane, line: Line) -> None:
    """The label above the rules of the target."""
    pen = Pen(SMALL, COLOUR.ink, bold=True)
    half = pen.width(line.label) / 2
    middle = min(max(area.x(line.value), half + 2), area.sheet.width - half - 2)
    area.sheet.write(middle, area.box.y1 + 8, line.label, gid=f"target:{line.id}", pen=pen, align="center")
