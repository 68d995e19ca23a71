"""A target's way: values by year, the path that was required, the targets, and what lies beyond the last year."""

from __future__ import annotations

from gec_lib.figures.labels import Box
from gec_lib.figures.plane import Plane, Scale, Start, label_room, plane, value_axis, value_scale
from gec_lib.figures.style import COLOUR, SMALL, Drawing, Look, Pen, Sheet, Size, draw
from gec_lib.figures.trajectory_data import (
    COUNTS_ROW,
    Trajectory,
    all_values,
    all_years,
    bound,
    last_year,
    pieces,
    small_base,
    valued,
)
from gec_lib.figures.trajectory_labels import count_text, counts, counts_lines, label, year_axis

MOST = 7


def trajectory(data: Trajectory, *, look: Look) -> Drawing:
    """Draw a trajectory.

    Parameters
    ----------
    data : Trajectory
        What is known, what was asked for and, where there is one, the projection.
    look : Look
        Number formats, words and stamp.

    Returns
    -------
    Drawing
        Wide and narrow SVG.
    """
    return draw(lambda size: compose(data, size=size, look=look))


def compose(data: Trajectory, *, size: Size, look: Look) -> Sheet:
    """One drawing of a trajectory, before it becomes SVG."""
    years = all_years(data)
    up = value_scale(
        all_values(data), kind=data.kind, most=MOST, start=Start.MAY_CUT if valued(data) else Start.AT_ZERO
    )
    across = Scale(min(years) - 0.45, max(years) + (0.95 if data.projection else 0.5))
    left = label_room(up, kind=data.kind, look=look)
    step = (size.width - 4 - left) / (across.high - across.low)
    rows = _count_rows(data, step=step, look=look)
    lines = 0 if not rows or _beside(data, end=across, step=step) else len(counts_lines(data, size.width))
    foot = 20 + COUNTS_ROW * (rows + lines)
    head = 40 if any(g.value >= up.high - 0.1 * (up.high - up.low) for g in data.goals) else 10
    sheet = Sheet(size.width, 208 + head + foot + 16)
    area = plane(sheet, box=Box(left, foot + 16, size.width - 4, sheet.height - head), across=across, up=up)
    _future(area, data)
    value_axis(area, kind=data.kind, look=look)
    _intervals(area, data, size=size)
    _projection(area, data)
    _lines(area, data)
    label(area, data, size=size, look=look)
    year_axis(area, data)
    counts(area, data, rows=rows, look=look)
    sheet.foot(stamp=look.stamp, note=look.words["axis_cut"] if up.low > 0 else "")
    return sheet


def _count_rows(data: Trajectory, *, step: float, look: Look) -> int:
    """No counts, one row of them, or two when they do not fit side by side."""
    if not small_base(data):
        return 0
    texts = [count_text(p, look=look) for p in data.points]
    return 1 if max(Pen(SMALL).width(t) for t in texts) + 4 <= step else 2


def _beside(data: Trajectory, *, end: Scale, step: float) -> bool:
    """Whether the name of the counts fits at the right of the last year's."""
    return (end.high - data.points[-1].year) * step > Pen(SMALL).width(data.counts) + 34


def _future(area: Plane, data: Trajectory) -> None:
    """A grey panel from after the last datum, and the cuts of the series."""
    start = last_year(data) + 0.5
    if start < area.across.high - 0.5:
        area.axes.axvspan(start, area.across.high, facecolor=COLOUR.band, edgecolor="none", zorder=-2)
    for cut in data.breaks:
        area.axes.plot(
            [cut.year - 0.5] * 2, [area.up.low, area.up.high], color=COLOUR.muted, linewidth=1, linestyle=(0, (1, 2))
        )


def _intervals(area: Plane, data: Trajectory, *, size: Size) -> None:
    """Pale bars; the narrow drawing shows the last year's only."""
    bounded = [(p.year, bound(p.low), bound(p.high)) for p in data.points if p.value.value is not None]
    drawn = [(year, low, high) for year, low, high in bounded if low is not None and high is not None]
    for year, low, high in drawn if size is Size.WIDE else drawn[-1:]:
        area.axes.plot(
            [year, year], [low, high], color=data.tone.pale, linewidth=5, solid_capstyle="butt", zorder=1, clip_on=False
        )


def _projection(area: Plane, data: Trajectory) -> None:
    """A dashed line and a hatched fan, both from the last datum."""
    start = valued(data)[-1:]
    if not data.projection or not start:
        return
    year, value = start[0][0].year, start[0][1]
    middle = [(year, value)] + [(e.year, v) for e in data.projection if (v := bound(e.value)) is not None]
    fan = [(year, value, value)]
    for e in data.projection:
        low, high = bound(e.low), bound(e.high)
        if low is not None and high is not None:
            fan.append((e.year, low, high))
    if len(fan) > 1:
        xs, lows, highs = zip(*fan, strict=True)
        area.axes.fill_between(
            xs, lows, highs, facecolor=data.tone.faint, edgecolor=data.tone.pale, hatch="////", linewidth=0, zorder=1
        )
    xs, ys = zip(*middle, strict=True)
    area.axes.plot(xs, ys, color=data.tone.mark, linewidth=1.6, linestyle=(0, (5, 2.5)), zorder=3, clip_on=False)


def _lines(area: Plane, data: Trajectory) -> None:
    """The required path in dots, the values with marks, and the targets as bars across their years."""
    if len(data.path) > 1:
        xs, ys = zip(*data.path, strict=True)
        area.axes.plot(
            xs, ys, color=COLOUR.ink, linewidth=1.3, linestyle=(0, (1, 1.6)), zorder=2, gid="path", clip_on=False
        )
    for piece in pieces(data):
        xs, ys = zip(*piece, strict=True)
        area.axes.plot(
            xs,
            ys,
            color=data.tone.mark,
            linewidth=2.2,
            marker=data.tone.shape,
            markersize=6,
            markeredgecolor=COLOUR.paper,
            markeredgewidth=1,
            zorder=5,
            gid=f"values:{piece[0][0]}",
            clip_on=False,
        )
    half = min(0.32, 16 / (area.x(1) - area.x(0)))
    for goal in data.goals:
        area.axes.plot(
            [goal.year - half, goal.year + half],
            [goal.value] * 2,
            color=COLOUR.ink,
            linewidth=2.6,
            solid_capstyle="butt",
            zorder=4,
            gid=f"goal:{goal.id}",
            clip_on=False,
        )
