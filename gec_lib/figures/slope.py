"""From a base year to the latest: one sloping line a series, named at its end."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from gec_lib.claims import Claimed
from gec_lib.figures.labels import Box, spread
from gec_lib.figures.plane import Plane, Scale, Start, plane, value_scale
from gec_lib.figures.style import (
    BASE,
    COLOUR,
    SMALL,
    STRONG,
    TICK,
    Drawing,
    FigureError,
    Look,
    Pen,
    Sheet,
    Size,
    Tone,
    draw,
    wrap,
)

MOST, LEADING = 6, 1.22


@dataclass(frozen=True)
class Slope:
    """One series: its name, both shares, and the change in percentage points."""

    name: str
    start: Claimed
    end: Claimed
    change: Claimed
    tone: Tone


@dataclass(frozen=True)
class Slopes:
    """At most six series between two years; shares as parts of one."""

    start: int
    end: int
    series: tuple[Slope, ...]

    def __post_init__(self) -> None:
        if not 1 <= len(self.series) <= MOST:
            raise FigureError(f"a slope chart holds 1 to {MOST} series, found {len(self.series)}: split it")


@dataclass(frozen=True)
class Columns:
    """Where things stand from left to right, in points."""

    left: float
    right: float
    value: float
    name: float
    room: float


def slope(data: Slopes, *, look: Look) -> Drawing:
    """Draw the change of several shares between two years.

    Parameters
    ----------
    data : Slopes
        Shares as parts of one, changes as differences of shares.
    look : Look
        Number formats, words and stamp.

    Returns
    -------
    Drawing
        Wide and narrow SVG.
    """
    return draw(lambda size: compose(data, size=size, look=look))


def compose(data: Slopes, *, size: Size, look: Look) -> Sheet:
    """One drawing of a slope chart, before it becomes SVG."""
    columns = _columns(data, size=size, look=look)
    names = [wrap(s.name, width=columns.room, pen=Pen(TICK)) for s in data.series]
    heights = [_height(name, size=size) for name in names]
    tall = max(225.0, 1.5 * sum(heights)) if len(data.series) > 1 else 90.0
    sheet = Sheet(size.width, tall + 62)
    shares = [float(c.value) for s in data.series for c in (s.start, s.end) if c.value is not None]
    scale = value_scale(shares, kind="pct1", most=7, start=Start.MAY_CUT if shares else Start.AT_ZERO)
    box = Box(columns.left, 28, columns.right, sheet.height - 36)
    area = plane(sheet, box=box, across=Scale(data.start, data.end), up=scale)
    for year in (data.start, data.end):
        x = area.x(year)
        sheet.line([(x, box.y0 - 6), (x, box.y1 + 8)], color=COLOUR.rule, linewidth=0.9, zorder=0)
        sheet.write(
            x, box.y1 + 18, str(year), gid=f"axis:year:{year}", pen=Pen(STRONG, COLOUR.ink2, True), align="center"
        )
    _lines(area, data)
    _starts(area, data, look=look)
    _ends(area, data, names, heights, columns, size=size, look=look)
    if size is Size.WIDE:
        for number, line in enumerate(look.words["change_head"].split("\n")):
            y = box.y1 + 26 - number * LEADING * SMALL
            sheet.write(size.width - 2, y, line, pen=Pen(SMALL, COLOUR.ink2), align="right")
    sheet.foot(stamp=look.stamp, note=look.words["change_note"] if size is Size.NARROW else "")
    return sheet


def _columns(data: Slopes, *, size: Size, look: Look) -> Columns:
    """Values at left take their own width; at right come value, name and, on the wide drawing, the change."""
    before = max(Pen(BASE).width(look.number(s.start, "pct1")) for s in data.series)
    after = max(Pen(STRONG, bold=True).width(look.number(s.end, "pct1")) for s in data.series)
    left, share = max(before + 12, 16.0), 0.36 if size is Size.WIDE else 0.30
    right = left + share * size.width
    change = max(Pen(BASE).width(look.number(s.change, "signed_pp1")) for s in data.series) + 14
    change = max(change, 62.0) if size is Size.WIDE else 0.0
    name = right + 10 + after + 5
    return Columns(left, right, right + 10, name, size.width - name - change - 2)


def _height(name: Sequence[str], *, size: Size) -> float:
    lines = max(len(name), 1 if size is Size.WIDE else 2)
    return lines * LEADING * TICK + 4


def _lines(area: Plane, data: Slopes) -> None:
    for series in data.series:
        ends = [(y, c) for y, c in ((data.start, series.start), (data.end, series.end)) if c.value is not None]
        if not ends:
            continue
        xs, ys = zip(*((year, float(c.value)) for year, c in ends if c.value is not None), strict=True)
        style = {"color": series.tone.mark, "marker": series.tone.shape, "markeredgecolor": COLOUR.paper}
        area.axes.plot(xs, ys, linewidth=2, markersize=6, zorder=3, clip_on=False, gid=f"line:{series.end.id}", **style)


def _spot(area: Plane, wanted: Claimed, other: Claimed) -> float:
    """Where a label wants to be: at its value, else beside the other end, else at the foot."""
    known = wanted.value if wanted.value is not None else other.value
    return area.box.y0 if known is None else area.y(float(known))


def _starts(area: Plane, data: Slopes, *, look: Look) -> None:
    """Values of the base year, pushed apart in their order."""
    spots = [(_spot(area, s.start, s.end), s) for s in data.series]
    spots.sort(key=lambda item: item[0])
    gaps = [1.15 * BASE] * (len(spots) - 1)
    placed = spread([y for y, _ in spots], gaps=gaps, low=area.box.y0 - 4, high=area.box.y1 + 4)
    for (wanted, s), y in zip(spots, placed, strict=True):
        pen = Pen(BASE, s.tone.text if s.start.value is not None else COLOUR.muted)
        x = area.box.x0 - 9
        box = area.sheet.write(
            x, y - 0.36 * BASE, look.number(s.start, "pct1"), gid=_gid(s.start), pen=pen, align="right"
        )
        if abs(wanted - y) > 6 and s.start.value is not None:
            ends = [(box.x1 + 1, y), (area.box.x0 - 3, wanted)]
            area.sheet.line(ends, color=COLOUR.context, linewidth=0.7, zorder=1)


def _ends(
    area: Plane,
    data: Slopes,
    names: Sequence[Sequence[str]],
    heights: Sequence[float],
    columns: Columns,
    *,
    size: Size,
    look: Look,
) -> None:
    """Value, name and change of the latest year, pushed apart in their order."""
    spots = [_spot(area, s.end, s.start) for s in data.series]
    order = sorted(range(len(spots)), key=lambda i: (spots[i], -i))
    gaps = [(heights[i] + heights[j]) / 2 for i, j in itertools.pairwise(order)]
    low, high = 22 + heights[order[0]] / 2, area.box.y1 + 12 - heights[order[-1]] / 2
    placed = spread([spots[i] for i in order], gaps=gaps, low=low, high=high)
    for i, y in zip(order, placed, strict=True):
        _end(area, data.series[i], names[i], y, columns, size=size, look=look)
        if abs(spots[i] - y) > 6 and data.series[i].end.value is not None:
            ends = [(area.box.x1 + 3, spots[i]), (columns.value - 1, y)]
            area.sheet.line(ends, color=COLOUR.context, linewidth=0.7, zorder=1)


def _end(
    area: Plane, series: Slope, name: Sequence[str], y: float, columns: Columns, *, size: Size, look: Look
) -> None:
    sheet, tone = area.sheet, series.tone
    pen = Pen(STRONG, tone.text if series.end.value is not None else COLOUR.muted, bold=True)
    below = 0.36 * TICK + (0.5 * LEADING * TICK if size is Size.NARROW else 0.0)
    first = y - below + (LEADING * TICK if size is Size.NARROW else 0.0)
    sheet.write(columns.value, first, look.number(series.end, "pct1"), gid=_gid(series.end), pen=pen)
    top = y - 0.36 * TICK + (len(name) - 1) / 2 * LEADING * TICK
    for number, line in enumerate(name):
        sheet.write(columns.name, top - number * LEADING * TICK, line, gid="axis:name", pen=Pen(TICK, tone.text))
    change = look.number(series.change, "signed_pp1")
    if size is Size.WIDE:
        spot, pen = (sheet.width - 2, y - 0.36 * BASE), Pen(BASE)
        sheet.write(*spot, change, gid=_gid(series.change), pen=pen, align="right")
    else:
        sheet.write(columns.value, y - below, change, gid=_gid(series.change), pen=Pen(SMALL, COLOUR.ink2))


def _gid(claimed: Claimed) -> str:
    return f"claim:{claimed.id}"
