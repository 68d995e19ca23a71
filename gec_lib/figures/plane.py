"""The area of a chart in which data are drawn, its value axis and its scales."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from gec_lib.figures.labels import Box, Point
from gec_lib.figures.style import COLOUR, TICK, Kind, Look, Pen, Sheet


class Start(Enum):
    """Where a value axis begins: bars need zero, lines and dots may begin higher when all values lie high."""

    AT_ZERO = "at zero"
    MAY_CUT = "may cut"


@dataclass(frozen=True)
class Scale:
    """Range of an axis; ``step`` is the distance of its ticks, 0 when it has none."""

    low: float
    high: float
    step: float = 0.0

    def ticks(self) -> tuple[float, ...]:
        """The round values of the axis."""
        first, last = math.ceil(self.low / self.step - 1e-6), math.floor(self.high / self.step + 1e-6)
        return tuple(round(i * self.step, 10) for i in range(first, last + 1))


@dataclass(frozen=True)
class Plane:
    """A rectangle of the sheet with linear scales; ``axes`` draws in data units, ``at`` gives points for labels."""

    sheet: Sheet
    box: Box
    across: Scale
    up: Scale
    axes: Any

    def x(self, value: float) -> float:
        """Position of a value of the horizontal axis in points."""
        share = (value - self.across.low) / (self.across.high - self.across.low)
        return self.box.x0 + share * (self.box.x1 - self.box.x0)

    def y(self, value: float) -> float:
        """Position of a value of the vertical axis in points."""
        share = (value - self.up.low) / (self.up.high - self.up.low)
        return self.box.y0 + share * (self.box.y1 - self.box.y0)

    def at(self, x: float, y: float) -> Point:
        """Position of a pair of values in points."""
        return self.x(x), self.y(y)


def plane(sheet: Sheet, *, box: Box, across: Scale, up: Scale) -> Plane:
    """Lay an area for data onto the sheet."""
    place = (box.x0 / sheet.width, box.y0 / sheet.height)
    size = ((box.x1 - box.x0) / sheet.width, (box.y1 - box.y0) / sheet.height)
    axes = sheet.canvas.add_axes((*place, *size))
    axes.set(xlim=(across.low, across.high), ylim=(up.low, up.high), autoscale_on=False)
    axes.set_axis_off()
    return Plane(sheet, box, across, up, axes)


def value_scale(values: Iterable[float], *, kind: Kind, most: int, start: Start) -> Scale:
    """A scale with round ends around the values: from zero, or cut when all of them lie high above it.

    Parameters
    ----------
    values : iterable of float
        Everything that will be drawn; shares are parts of one.
    kind : Kind
        Sets the smallest step that a label can print. A share never gets an axis beyond one.
    most : int
        Most ticks.
    start : Start
        Whether the axis may begin above zero.

    Examples
    --------
    >>> value_scale([0.125, 0.286, 0.55], kind="pct1", most=7, start=Start.MAY_CUT)
    Scale(low=0.0, high=0.6, step=0.1)
    >>> value_scale([72], kind="count", most=5, start=Start.AT_ZERO).ticks()
    (0.0, 20.0, 40.0, 60.0, 80.0)
    """
    found = sorted(values) or [0.0]
    low, high = found[0], found[-1]
    least = step_floor(kind)
    floor = min(low, 0.0)
    if start is Start.MAY_CUT and low > 0 and high - low < 0.5 * high:
        floor = max(low - max(0.3 * (high - low), least), 0.0)
    top = max(high, floor + 4 * least)
    whole = 1.0 if kind == "pct1" and high <= 1 else math.inf
    power = 10.0 ** math.floor(math.log10((top - floor) / most))
    for step in (m * power for m in (1, 2, 2.5, 5, 10, 20, 50)):
        first, last = math.floor(floor / step + 1e-6), math.ceil(top / step - 1e-6)
        printable = abs(step / least - round(step / least)) < 1e-6 and step >= least
        if printable and last - first + 1 <= most:
            break
    return Scale(round(first * step, 10), round(min(last * step, whole), 10), round(step, 10))


def label_room(scale: Scale, *, kind: Kind, look: Look) -> float:
    """Width in points that the labels of a value axis need at left."""
    return max(Pen(TICK).width(look.tick(v, kind)) for v in scale.ticks()) + 6


def step_floor(kind: Kind) -> float:
    """The smallest step that the labels of an axis can print."""
    return {"pct": 0.01, "pct1": 0.01, "count": 1.0, "signed_pp1": 0.001, "ratio2": 0.01}[kind]


def value_axis(area: Plane, *, kind: Kind, look: Look) -> None:
    """Light lines and labels at round values, at left of the area; the base line is darker when it is zero."""
    marks = area.up.ticks()
    area.axes.hlines(marks, area.across.low, area.across.high, colors=COLOUR.rule2, linewidth=0.8, zorder=0)
    for value in marks:
        area.sheet.write(
            area.box.x0 - 4,
            area.y(value) - 0.36 * TICK,
            look.tick(value, kind),
            gid=f"axis:value:{value:g}",
            pen=Pen(TICK, COLOUR.ink2),
            align="right",
        )
    area.sheet.line([(area.box.x0, area.box.y0), (area.box.x1, area.box.y0)], color=COLOUR.axis, linewidth=0.9)


def flat_axis(area: Plane, *, kind: Kind, look: Look, top: float) -> None:
    """Light upright lines and labels below them, for charts whose values run from left to right."""
    low, high = area.box.y0, area.box.y1 + top
    marks, pen = area.across.ticks(), Pen(TICK, COLOUR.ink2)
    room = max(pen.width(look.tick(value, kind)) for value in marks) + 5
    apart = area.x(area.across.low + area.across.step) - area.box.x0
    every = min((k for k in (1, 2, 3, 4, 5) if k * apart >= room), default=5)
    for value in marks[::every]:
        x, gid = area.x(value), f"axis:value:{value:g}"
        area.sheet.line([(x, low), (x, high)], color=COLOUR.rule2, linewidth=0.8, zorder=0)
        area.sheet.write(x, low - 13, look.tick(value, kind), gid=gid, pen=pen, align="center")
