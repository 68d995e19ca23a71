"""The words and numbers of a trajectory: values, targets, names of lines, years and counts."""

from __future__ import annotations

from collections.abc import Sequence

from gec_lib.figures.labels import Box, Crowd, Point, around, scattered
from gec_lib.figures.plane import Plane
from gec_lib.figures.style import BASE, COLOUR, SMALL, STRONG, TICK, Look, Pen, Size, wrap
from gec_lib.figures.trajectory_data import COUNTS_ROW, Observed, Trajectory, bound, last_year, pieces, valued

LEADING = 1.3


def _crowd(area: Plane, data: Trajectory, *, size: Size) -> Crowd:
    """Everything drawn so far, for labels to keep clear of."""
    sheet = area.sheet
    crowd = Crowd(Box(area.box.x0, area.box.y0 + 2, sheet.width - 2, sheet.height - 2))
    for piece in pieces(data):
        crowd.add_line([area.at(*pair) for pair in piece], weight=14)
        for pair in piece:
            px, py = area.at(*pair)
            crowd.add_box(Box(px - 3.5, py - 3.5, px + 3.5, py + 3.5), weight=20)
    crowd.add_line([area.at(x, y) for x, y in data.path], weight=8)
    for goal in data.goals:
        x, y = area.at(goal.year, goal.value)
        crowd.add_box(Box(x - 16, y - 2, x + 16, y + 2), weight=20)
    ahead = [(p.year, v) for p, v in valued(data)[-1:]]
    ahead += [(e.year, v) for e in data.projection if (v := bound(e.value)) is not None]
    crowd.add_line([area.at(x, y) for x, y in ahead], weight=12)
    for cut in data.breaks:
        crowd.add_line([area.at(cut.year - 0.5, area.up.low), area.at(cut.year - 0.5, area.up.high)], weight=10)
    bars = [p for p, _ in valued(data) if bound(p.low) is not None and bound(p.high) is not None]
    for p in bars if size is Size.WIDE else bars[-1:]:
        (left, low), (_, high) = area.at(p.year, bound(p.low) or 0), area.at(p.year, bound(p.high) or 0)
        crowd.add_box(Box(left - 2.5, low, left + 2.5, high), weight=4)
    return crowd


def label(area: Plane, data: Trajectory, *, size: Size, look: Look) -> None:
    """Place all words inside the area: what must be near its mark first, what may have a leader last."""
    crowd = _crowd(area, data, size=size)
    _values(area, data, crowd, look=look)
    for goal in data.goals:
        spot = area.at(goal.year, goal.value)
        _noted(area, crowd, (goal.label, goal.shown), [spot], Pen(bold=True), gid=f"target:{goal.id}")
    _remark(area, data, crowd, size=size, look=look)
    if len(data.path) > 1:
        (x0, y0), (x1, y1) = data.path[0], data.path[1]
        spots = [area.at(x0 + t * (x1 - x0), y0 + t * (y1 - y0)) for t in (0.35, 0.6, 0.2)]
        _noted(area, crowd, (look.words["required_path"],), spots, Pen(TICK), gid="")
    ends = [(p.year, end) for p, _ in valued(data) for end in (bound(p.high), bound(p.low)) if end is not None]
    if ends and size is Size.WIDE:
        lines, spots = look.words["interval"].split("\n"), [area.at(*end) for end in ends[:4]]
        _noted(area, crowd, lines, spots, Pen(TICK, data.tone.text), gid="axis:interval")
    for cut in data.breaks:
        spots = [area.at(cut.year - 0.5, area.up.high), area.at(cut.year - 0.5, area.up.low)]
        _noted(area, crowd, cut.label.split("\n"), spots, Pen(TICK, COLOUR.ink2), gid="axis:break")


def _values(area: Plane, data: Trajectory, crowd: Crowd, *, look: Look) -> None:
    """Every value stands beside its mark; the first and the last are bold. A mark without value stands at the foot."""
    known = valued(data)
    ends = {known[0][0].year, known[-1][0].year} if known else set()
    for point, value in sorted(known, key=lambda pair: pair[0].year not in ends):
        pen = Pen(STRONG, data.tone.text, bold=True) if point.year in ends else Pen(TICK, data.tone.text)
        _near(area, crowd, look.number(point.value, data.kind), area.at(point.year, value), pen, gid=point.value.id)
    for expected in data.projection[-1:]:
        number = bound(expected.value)
        if number is not None:
            text, pen = look.number(expected.value, data.kind), Pen(BASE, data.tone.text, bold=True)
            _near(area, crowd, text, area.at(expected.year, number), pen, gid=expected.value.id)
    for point in data.points:
        if point.value.value is None:
            spot, pen = (area.x(point.year), area.box.y0 + 4), Pen(BASE, COLOUR.muted)
            box = area.sheet.write(*spot, point.value.mark, pen=pen, align="center")
            crowd.add_box(box, weight=40)


def _near(area: Plane, crowd: Crowd, text: str, anchor: Point, pen: Pen, *, gid: str) -> None:
    """A number beside its mark."""
    width, height = pen.width(text), pen.size
    spots = around(anchor, width=width, height=height, reach=(5, 8, 12, 17, 23))
    box, _ = crowd.place(spots, width=width, height=height, pull=4, margin=1.5)
    area.sheet.write(box.x0, box.y0 + 0.2 * pen.size, text, gid=f"claim:{gid}", pen=pen)


def _noted(area: Plane, crowd: Crowd, lines: Sequence[str], anchors: Sequence[Point], pen: Pen, *, gid: str) -> None:
    """One or two centred lines anywhere in the area, with a leader to what they name."""
    width = max(pen.width(line) for line in lines)
    height = pen.size * (1 + LEADING * (len(lines) - 1))
    spots = scattered(anchors, limits=crowd.limits, width=width, height=height)
    box, anchor = crowd.place(spots, width=width, height=height, pull=0.8, margin=3)
    middle = (box.x0 + box.x1) / 2
    for number, line in enumerate(lines):
        y = box.y1 - 0.8 * pen.size - number * LEADING * pen.size
        area.sheet.write(middle, y, line, gid=gid, pen=pen, align="center")
    start = box.grown(1).nearest(anchor)
    if box.distance(anchor) > 8:
        area.sheet.line([start, anchor], color=pen.colour, linewidth=0.8)
        crowd.add_line([start, anchor], weight=10)


def _remark(area: Plane, data: Trajectory, crowd: Crowd, *, size: Size, look: Look) -> None:
    """Name the projection, or say that there is none."""
    text = look.word("projection", size) if data.projection else data.remark
    if not text:
        return
    lines = text.split("\n")
    if not data.projection:
        half = max(Pen(TICK).width(line) for line in lines) / 2
        middle = area.x((last_year(data) + 0.5 + area.across.high) / 2)
        spots = [(min(middle, area.sheet.width - 4 - half), area.box.y1 - 20)]
        _noted(area, crowd, lines, spots, Pen(TICK, COLOUR.ink2), gid="axis:projection")
        return
    spots = []
    for expected in data.projection:
        value, high = bound(expected.value), bound(expected.high)
        if value is not None:
            spots.append(area.at(expected.year, value if high is None else value + 0.6 * (high - value)))
    _noted(area, crowd, lines, spots, Pen(TICK, data.tone.text), gid="axis:projection")


def year_axis(area: Plane, data: Trajectory) -> None:
    """Years that matter first (first, last, targets), others where there is room; every year has its tick."""
    years = range(round(area.across.low + 0.5), int(area.across.high) + 1)
    known = [p.year for p in data.points]
    wanted = [*known[:1], *known[-1:], *(g.year for g in data.goals), *reversed(known), *years]
    room = Pen(TICK).width("0000") + 4
    chosen: list[int] = []
    for year in dict.fromkeys(wanted):
        if all(abs(area.x(year) - area.x(other)) >= room for other in chosen):
            chosen.append(year)
    for year in years:
        x = area.x(year)
        area.sheet.line([(x, area.box.y0), (x, area.box.y0 - 3)], color=COLOUR.axis, linewidth=0.9)
    for year in chosen:
        spot = (area.x(year), area.box.y0 - 13)
        area.sheet.write(*spot, str(year), gid=f"axis:year:{year}", pen=Pen(TICK, COLOUR.ink2), align="center")


def counts(area: Plane, data: Trajectory, *, rows: int, look: Look) -> None:
    """Numerator over denominator under each year, staggered in two rows where one is too narrow."""
    if not rows:
        return
    top = area.box.y0 - 13 - COUNTS_ROW - 2
    right = 0.0
    pen = Pen(SMALL, COLOUR.ink2)
    for number, point in enumerate(data.points):
        y = top - COUNTS_ROW * (number % rows)
        gid = ";".join(f"claim:{claimed.id}" for claimed in (point.num, point.den) if claimed is not None)
        box = area.sheet.write(area.x(point.year), y, count_text(point, look=look), gid=gid, pen=pen, align="center")
        right = max(right, box.x1)
    room = area.sheet.width - right - 14
    if data.counts and Pen(SMALL).width(data.counts) <= room:
        area.sheet.write(right + 12, top, data.counts, gid="axis:counts", pen=pen)
    else:
        for number, line in enumerate(counts_lines(data, area.sheet.width)):
            area.sheet.write(2, top - COUNTS_ROW * (rows + number), line, gid="axis:counts", pen=pen)


def counts_lines(data: Trajectory, width: float) -> tuple[str, ...]:
    """The name of the counts when it stands below them."""
    return wrap(data.counts, width=width - 4, pen=Pen(SMALL)) if data.counts else ()


def count_text(point: Observed, *, look: Look) -> str:
    """Numerator over denominator, or the one mark that stands for both."""
    if point.num is None or point.den is None:
        return ""
    if point.num.value is None or point.den.value is None:
        return point.num.mark or point.den.mark
    return f"{look.number(point.num, 'count')}/{look.number(point.den, 'count')}"
