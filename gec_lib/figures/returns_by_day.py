"""Returns received day by day up to the deadline, beside earlier years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from gec_lib.claims import Claimed
from gec_lib.figures.labels import Box, Crowd, around, scattered
from gec_lib.figures.plane import Plane, Scale, Start, label_room, plane, value_axis, value_scale
from gec_lib.figures.style import BASE, COLOUR, TICK, Drawing, FigureError, Look, Pen, Sheet, Size, draw

WEEK_MARKS, LEADING = 10, 1.3


@dataclass(frozen=True)
class Season:
    """One year: how many returns had come by each day, counted from the deadline (-1 is the day before)."""

    year: int
    days: tuple[int, ...]
    received: tuple[int, ...]

    def __post_init__(self) -> None:
        if len(self.days) != len(self.received) or not self.days:
            raise FigureError(f"season {self.year}: {len(self.days)} days and {len(self.received)} counts")
        if list(self.days) != sorted(set(self.days)) or list(self.received) != sorted(self.received):
            raise FigureError(f"season {self.year}: days must ascend and cumulative counts must not fall")


@dataclass(frozen=True)
class ReturnsByDay:
    """``seasons`` in ascending years, the last one is the subject; ``received`` of ``due`` came in time."""

    deadline: date
    seasons: tuple[Season, ...]
    received: Claimed
    due: Claimed


def returns_by_day(data: ReturnsByDay, *, look: Look) -> Drawing:
    """Draw cumulative returns to the deadline.

    Parameters
    ----------
    data : ReturnsByDay
        Counts of returns by day for this year and earlier ones.
    look : Look
        Number formats, words and stamp.

    Returns
    -------
    Drawing
        Wide and narrow SVG.
    """
    return draw(lambda size: compose(data, size=size, look=look))


def compose(data: ReturnsByDay, *, size: Size, look: Look) -> Sheet:
    """One drawing of the returns by day, before it becomes SVG."""
    sheet = Sheet(size.width, 250)
    due = 0.0 if data.due.value is None else float(data.due.value)
    most = max([due, *(float(s.received[-1]) for s in data.seasons)])
    scale = value_scale([0.0, most], kind="count", most=6, start=Start.AT_ZERO)
    up = Scale(0, most * 1.12, scale.step)
    days = [day for season in data.seasons for day in season.days]
    first, last = min(days), max([*days, 3])
    left = label_room(scale, kind="count", look=look)
    area = plane(sheet, box=Box(left, 36, size.width - 8, sheet.height - 6), across=Scale(first, last), up=up)
    value_axis(area, kind="count", look=look)
    _steps(area, data.seasons)
    _rules(area, due)
    _day_axis(area, data, look=look, size=size)
    _label(area, data, due, look=look)
    sheet.foot(stamp=look.stamp, note="")
    return sheet


def _steps(area: Plane, seasons: Sequence[Season]) -> None:
    """Earlier years thin and grey, this year strong."""
    for season in seasons:
        subject = season is seasons[-1]
        area.axes.step(
            season.days,
            season.received,
            where="post",
            color=COLOUR.accent if subject else COLOUR.context,
            linewidth=2.6 if subject else 1.3,
            zorder=4 if subject else 2,
            gid=f"season:{season.year}",
            clip_on=False,
        )
    last = seasons[-1]
    spot = area.at(*_at_deadline(last))
    style = {"marker": "o", "markersize": 7, "markeredgecolor": COLOUR.paper, "color": COLOUR.accent}
    area.sheet.line([spot], zorder=5, gid="mark:deadline", **style)


def _at_deadline(season: Season) -> tuple[int, int]:
    """The last day up to the deadline that is known, and what had come by then."""
    day = max((d for d in season.days if d <= 0), default=season.days[0])
    return day, season.received[season.days.index(day)]


def _rules(area: Plane, due: float) -> None:
    """The deadline as an upright rule, the expected total as a dashed line."""
    top = area.sheet.height - 4
    area.sheet.line([(area.x(0), area.box.y0), (area.x(0), top)], color=COLOUR.ink, linewidth=1.4, zorder=3)
    if due:
        ends = [(area.box.x0, area.y(due)), (area.box.x1, area.y(due))]
        area.sheet.line(ends, color=COLOUR.ink2, linewidth=1, linestyle=(0, (3, 2)), zorder=1)


def _day_axis(area: Plane, data: ReturnsByDay, *, look: Look, size: Size) -> None:
    low, high = int(area.across.low), int(area.across.high)
    marks = [day for day in range(-300, 301, WEEK_MARKS) if low <= day <= high]
    wanted = [0, low, high, *marks] if size is Size.WIDE else [0, low, *marks]
    pen, taken = Pen(TICK, COLOUR.ink2), list[tuple[float, float]]()
    for day in dict.fromkeys(wanted):
        text, x = _day(data.deadline, day, look), area.x(day)
        half = pen.width(text) / 2 + 4
        x_text = min(max(x, half), area.sheet.width - half)
        if any(abs(x_text - other) < half + room for other, room in taken):
            continue
        taken.append((x_text, half))
        area.sheet.line([(x, area.box.y0), (x, area.box.y0 - 3)], color=COLOUR.axis, linewidth=0.9)
        area.sheet.write(x_text, area.box.y0 - 14, text, gid=f"axis:day:{day}", pen=pen, align="center")


def _day(deadline: date, offset: int, look: Look) -> str:
    day = deadline + timedelta(days=offset)
    return look.words["day"].format(day=day.day, month=day.month)


def _label(area: Plane, data: ReturnsByDay, due: float, *, look: Look) -> None:
    """Name the dashed line, this year's count, the deadline and the earlier years, clear of the lines."""
    sheet = area.sheet
    crowd = Crowd(Box(area.box.x0 + 2, area.box.y0 + 2, sheet.width - 2, sheet.height - 2))
    for season in data.seasons:
        crowd.add_line(_corners(area, season), weight=12)
    crowd.add_line([(area.x(0), area.box.y0), (area.x(0), sheet.height)], weight=12)
    crowd.add_line([(area.box.x0, area.y(due)), (area.box.x1, area.y(due))], weight=12)
    total, pen = look.words["schools_due"].format(due=look.number(data.due, "count")), Pen(TICK, COLOUR.ink2)
    spot = (area.box.x0 + 5, area.y(due) + 4 if due else area.y(area.up.high) - 12)
    crowd.add_box(sheet.write(*spot, total, gid=f"claim:{data.due.id}", pen=pen), weight=40)
    last = data.seasons[-1]
    count, total = look.number(data.received, "count"), look.number(data.due, "count")
    text = look.words["by_deadline"].format(year=last.year, received=count, due=total)
    gid = f"axis:year:{last.year};claim:{data.received.id};claim:{data.due.id}"
    spot = area.at(*_at_deadline(last))
    _noted(area, crowd, [text], spot, Pen(BASE, COLOUR.accent, bold=True), gid=gid)
    foot = [look.words["deadline"], _day(data.deadline, 0, look)]
    _noted(area, crowd, foot, (area.x(0), area.box.y0 + 24), Pen(TICK, bold=True), gid="axis:deadline")
    for season in reversed(data.seasons[:-1]):
        _year(area, crowd, season)


def _corners(area: Plane, season: Season) -> list[tuple[float, float]]:
    found: list[tuple[float, float]] = []
    for day, count in zip(season.days, season.received, strict=True):
        if found:
            found.append((area.x(day), found[-1][1]))
        found.append(area.at(day, count))
    return found


def _noted(area: Plane, crowd: Crowd, lines: Sequence[str], anchor: tuple[float, float], pen: Pen, *, gid: str) -> None:
    width, height = max(pen.width(line) for line in lines), pen.size * (1 + LEADING * (len(lines) - 1))
    spots = scattered([anchor], limits=crowd.limits, width=width, height=height)
    box, _ = crowd.place(spots, width=width, height=height, pull=0.8, margin=3)
    for number, line in enumerate(lines):
        area.sheet.write(box.x0, box.y1 - 0.8 * pen.size - number * LEADING * pen.size, line, gid=gid, pen=pen)
    if box.distance(anchor) > 10:
        start = box.grown(1).nearest(anchor)
        area.sheet.line([start, anchor], color=pen.colour, linewidth=0.8, zorder=5)


def _year(area: Plane, crowd: Crowd, season: Season) -> None:
    """An earlier year is named beside its own line, where there is room: no leader, its colour tells."""
    pen, text = Pen(TICK, COLOUR.muted), str(season.year)
    width = pen.width(text)
    corners = _corners(area, season)
    late = [p for p in corners if p[0] > area.x(0)] or corners[-3:]
    spots = [s for p in reversed(late) for s in around(p, width=width, height=TICK, reach=(3, 5, 8, 12, 16))]
    box, _ = crowd.place(spots, width=width, height=TICK, pull=2, margin=1)
    area.sheet.write(box.x0, box.y0 + 0.2 * TICK, text, gid=f"axis:year:{season.year}", pen=pen)
