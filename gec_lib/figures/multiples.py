"""One target in several levels: small lines on one scale, the other levels as grey ghosts behind each."""

from __future__ import annotations

from dataclasses import dataclass

from gec_lib.claims import Claimed
from gec_lib.figures.bars import Line
from gec_lib.figures.labels import Box, Crowd, around
from gec_lib.figures.plane import Plane, Scale, Start, label_room, plane, value_scale
from gec_lib.figures.style import BASE, COLOUR, SMALL, TICK, Drawing, Kind, Look, Pen, Sheet, Size, Tone, draw, wrap

TALL, GAP = 128.0, 10.0


@dataclass(frozen=True)
class Panel:
    """One level over the years; a year without value keeps its mark."""

    name: str
    values: tuple[Claimed, ...]


@dataclass(frozen=True)
class Multiples:
    """Panels over the same ``years`` on one scale, each with the target as a dashed line (None: no target)."""

    years: tuple[int, ...]
    panels: tuple[Panel, ...]
    line: Line | None
    kind: Kind
    tone: Tone


def multiples(data: Multiples, *, look: Look) -> Drawing:
    """Draw small multiples by level.

    Parameters
    ----------
    data : Multiples
        Values of every level over the same years.
    look : Look
        Number formats, words and stamp.

    Returns
    -------
    Drawing
        Wide (up to four panels a row) and narrow (two a row) SVG.
    """
    return draw(lambda size: compose(data, size=size, look=look))


def compose(data: Multiples, *, size: Size, look: Look) -> Sheet:
    """One drawing of small multiples, before it becomes SVG."""
    columns = min(len(data.panels), 4 if size is Size.WIDE else 2)
    lines = -(-len(data.panels) // columns)
    known = [float(c.value) for p in data.panels for c in p.values if c.value is not None]
    scale = value_scale(
        [*known, *((data.line.value,) if data.line else ())],
        kind=data.kind,
        most=4,
        start=Start.MAY_CUT if known else Start.AT_ZERO,
    )
    left = label_room(scale, kind=data.kind, look=look)
    each = (size.width - left - 4 - GAP * (columns - 1)) / columns
    names = [wrap(p.name, width=each, pen=Pen(BASE, bold=True)) for p in data.panels]
    head = 8 + 12.0 * max(len(name) for name in names)
    sheet = Sheet(size.width, lines * (TALL + head + 20) + 20)
    for number, panel in enumerate(data.panels):
        row, column = divmod(number, columns)
        x, y = left + column * (each + GAP), sheet.height - (row + 1) * (TALL + head + 20) + 20
        box = Box(x, y, x + each, y + TALL)
        pad = 0.14 * max(data.years[-1] - data.years[0], 1)
        area = plane(sheet, box=box, across=Scale(data.years[0] - pad, data.years[-1] + pad), up=scale)
        for line, text in enumerate(names[number]):
            sheet.write(x, y + TALL + head - 12 - 12 * line, text, gid="axis:name", pen=Pen(BASE, bold=True))
        _axis(area, data, look=look, first=column == 0)
        _ghosts(area, data, panel)
        _panel(area, data, panel, look=look)
    sheet.foot(stamp=look.stamp, note=look.word("axis_cut", size) if scale.low > 0 else "")
    return sheet


def _axis(area: Plane, data: Multiples, *, look: Look, first: bool) -> None:
    """Light lines in every panel, their labels only at the left of each row of panels."""
    pen = Pen(TICK, COLOUR.ink2)
    for value in area.up.ticks():
        y = area.y(value)
        area.sheet.line([(area.box.x0, y), (area.box.x1, y)], color=COLOUR.rule2, linewidth=0.8, zorder=0)
        if first:
            spot, text = (area.box.x0 - 4, y - 0.36 * TICK), look.tick(value, data.kind)
            area.sheet.write(*spot, text, gid=f"axis:value:{value:g}", pen=pen, align="right")
    area.sheet.line([(area.box.x0, area.box.y0), (area.box.x1, area.box.y0)], color=COLOUR.axis, linewidth=0.9)
    for year in dict.fromkeys((data.years[0], data.years[-1])):
        x = area.x(year)
        area.sheet.line([(x, area.box.y0), (x, area.box.y0 - 3)], color=COLOUR.axis, linewidth=0.9)
        area.sheet.write(x, area.box.y0 - 13, str(year), gid=f"axis:year:{year}", pen=pen, align="center")


def _line(data: Multiples, panel: Panel) -> tuple[list[int], list[float]]:
    pairs = [(y, float(c.value)) for y, c in zip(data.years, panel.values, strict=True) if c.value is not None]
    return [year for year, _ in pairs], [value for _, value in pairs]


def _ghosts(area: Plane, data: Multiples, panel: Panel) -> None:
    for other in data.panels:
        if other is not panel:
            area.axes.plot(*_line(data, other), color=COLOUR.rule, linewidth=1.1, zorder=1, clip_on=False)


def _panel(area: Plane, data: Multiples, panel: Panel, *, look: Look) -> None:
    """The level's own line, its first and last value, its marks, and the target."""
    years, values = _line(data, panel)
    ends = [0, len(years) - 1] if years else []
    style = {"color": data.tone.mark, "marker": data.tone.shape, "markevery": ends, "markeredgecolor": COLOUR.paper}
    area.axes.plot(
        years, values, linewidth=2.2, markersize=6, zorder=4, clip_on=False, gid=f"values:{panel.name}", **style
    )
    crowd = Crowd(Box(area.box.x0 - 4, area.box.y0 + 2, area.box.x1 + 4, area.box.y1 + 8))
    crowd.add_line([area.at(*pair) for pair in zip(years, values, strict=True)], weight=14)
    for other in data.panels:
        crowd.add_line([area.at(*pair) for pair in zip(*_line(data, other), strict=True)], weight=2)
    for i in dict.fromkeys(ends):
        claimed = panel.values[data.years.index(years[i])]
        pen = Pen(BASE, data.tone.text, bold=True) if i == ends[-1] else Pen(TICK, data.tone.text)
        text, spot = look.number(claimed, data.kind), area.at(years[i], values[i])
        width = pen.width(text)
        spots = around(spot, width=width, height=pen.size, reach=(5, 8, 12, 16, 22))
        box, _ = crowd.place(spots, width=width, height=pen.size, pull=5, margin=1.5)
        area.sheet.write(box.x0, box.y0 + 0.2 * pen.size, text, gid=f"claim:{claimed.id}", pen=pen)
    for year, claimed in zip(data.years, panel.values, strict=True):
        if claimed.value is None:
            spot, pen = (area.x(year), area.box.y0 + 4), Pen(BASE, COLOUR.muted)
            crowd.add_box(area.sheet.write(*spot, claimed.mark, pen=pen, align="center"), weight=40)
    if data.line:
        _target(area, data.line, crowd)


def _target(area: Plane, line: Line, crowd: Crowd) -> None:
    y, pen = area.y(line.value), Pen(SMALL, COLOUR.ink)
    ends = [(area.box.x0, y), (area.box.x1, y)]
    area.sheet.line(ends, color=COLOUR.ink, linewidth=1.4, linestyle=(0, (4, 2)), zorder=2, gid=f"goal:{line.id}")
    width = pen.width(line.label)
    lefts = (area.box.x0 + 2, (area.box.x0 + area.box.x1 - width) / 2, area.box.x1 - width - 2)
    spots = [((x, y + d), (x, y)) for d in (-12.5, 4.0, -24.0, 14.0, -36.0, -48.0, 26.0, 38.0) for x in lefts]
    box, _ = crowd.place(spots, width=width, height=SMALL, pull=1, margin=1)
    area.sheet.write(box.x0, box.y0 + 0.2 * SMALL, line.label, gid=f"target:{line.id}", pen=pen)
