"""Two markers a row: how common something is among women and among men, with their ratio at the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gec_lib.claims import Claimed
from gec_lib.figures.labels import Box, spread
from gec_lib.figures.plane import Plane, Scale, Start, flat_axis, plane, value_scale
from gec_lib.figures.style import (
    BASE,
    COLOUR,
    SMALL,
    SMALL_BASE,
    Align,
    Drawing,
    Look,
    Pen,
    Sheet,
    Size,
    Tone,
    draw,
    wrap,
)

ROW, REACH, LEADING, NBSP = 31.0, 7.0, 1.25, "\u00a0"


@dataclass(frozen=True)
class Pair:
    """One row: the shares among women and men, the counts they are shares of, and women over men."""

    name: str
    women: Claimed
    men: Claimed
    women_base: Claimed
    men_base: Claimed
    ratio: Claimed

    @property
    def small(self) -> bool:
        """Whether a base is under thirty, or hidden for being small."""
        return any(_small(base) for base in (self.women_base, self.men_base))


@dataclass(frozen=True)
class Dumbbell:
    """``total`` stands above a rule (None: there is only one row to show), ``rows`` below it in their order."""

    total: Pair | None
    rows: tuple[Pair, ...]


def dumbbell(data: Dumbbell, *, look: Look) -> Drawing:
    """Draw attainment by sex.

    Parameters
    ----------
    data : Dumbbell
        Shares as parts of one. A base under thirty gives a hollow marker and a star on the name.
    look : Look
        Number formats, words and stamp.

    Returns
    -------
    Drawing
        Wide and narrow SVG.
    """
    return draw(lambda size: compose(data, size=size, look=look))


def compose(data: Dumbbell, *, size: Size, look: Look) -> Sheet:
    """One drawing of a dumbbell chart, before it becomes SVG."""
    rows = [*((data.total,) if data.total else ()), *data.rows]
    pens = [Pen(BASE, COLOUR.ink if row is data.total else COLOUR.ink2, bold=row is data.total) for row in rows]
    names = [_name(row, pen, size=size) for row, pen in zip(rows, pens, strict=True)]
    ratios = [_ratio(row, size=size, look=look) for row in rows]
    gap = 10.0 if data.total and data.rows else 0.0
    tall = [_height(name, size=size) for name in names]
    sheet = Sheet(size.width, 40 + sum(tall) + gap + 36)
    shares = [float(c.value) for row in rows for c in (row.women, row.men) if c.value is not None]
    scale = value_scale([0.0, *shares], kind="pct1", most=7 if size is Size.WIDE else 6, start=Start.AT_ZERO)
    column = max(pen.width(line) for pen, name in zip(pens, names, strict=True) for line in name) + 4
    right = size.width - 16 - max(pen.width(text) for pen, text in zip(pens, ratios, strict=True))
    box = Box(column + 8 if size is Size.WIDE else 8, 34, right, sheet.height - 40)
    area = plane(sheet, box=_with_room(box, scale, rows, look), across=scale, up=Scale(0, box.y1 - box.y0))
    flat_axis(area, kind="pct1", look=look, top=6)
    top = box.y1
    for row, name, ratio, pen, height in zip(rows, names, ratios, pens, tall, strict=True):
        y = top - height + ROW / 2 if size is Size.NARROW else top - height / 2
        _row(area, row, y, look=look)
        _words(area, row, name, ratio, y, pen, column=column, size=size)
        top -= height
        if gap and row is data.total:
            sheet.line([(2, top - gap / 2), (size.width - 2, top - gap / 2)], color=COLOUR.context, linewidth=0.9)
            top -= gap
    _heads(area, rows[0], look=look, size=size)
    sheet.foot(stamp=look.stamp, note="")
    return sheet


def _small(base: Claimed) -> bool:
    return base.value is None or base.value < SMALL_BASE


def _name(row: Pair, pen: Pen, *, size: Size) -> tuple[str, ...]:
    text = f"{row.name}{NBSP}*" if row.small else row.name
    return wrap(text, width=150 if size is Size.WIDE else 196, pen=pen)


def _height(name: Sequence[str], *, size: Size) -> float:
    """On the narrow drawing the name stands above its row and leaves the whole width to the markers."""
    lines = len(name) * LEADING * BASE
    return ROW + lines if size is Size.NARROW else max(ROW, lines + 8)


def _ratio(row: Pair, *, size: Size, look: Look) -> str:
    number = look.number(row.ratio, "ratio2")
    return number if row.ratio.value is None else look.word("times", size).format(ratio=number)


def _with_room(box: Box, scale: Scale, rows: Sequence[Pair], look: Look) -> Box:
    """Narrow the area until the numbers beside the outer markers fit between names and ratios."""
    pen = Pen(BASE, bold=True)
    x0, x1 = box.x0, box.x1
    for _ in range(3):
        lows, highs = [0.0], [0.0]
        for row in rows:
            known = sorted((float(c.value), pen.width(look.number(c, "pct1"))) for c in (row.women, row.men) if c.value)
            spots = [x0 + (value - scale.low) / (scale.high - scale.low) * (x1 - x0) for value, _ in known]
            if known:
                lows.append(box.x0 - (spots[0] - 10 - known[0][1]))
                highs.append(spots[-1] + 10 + known[-1][1] - box.x1)
            if any(c.value == 0 for c in (row.women, row.men)):
                lows.append(box.x0 - (x0 - 10 - pen.width(look.number(Claimed("axis", 0), "pct1"))))
        x0, x1 = x0 + max(0.0, *lows), x1 - max(0.0, *highs)
    return Box(x0, box.y0, x1, box.y1)


def _row(area: Plane, row: Pair, y: float, *, look: Look) -> None:
    """The bar between the markers, the markers, and a number at the outer side of each."""
    both = ((Tone.WOMEN, row.women), (Tone.MEN, row.men))
    known = [(float(c.value), tone, c) for tone, c in both if c.value is not None]
    known.sort(key=lambda item: item[0])
    touching = len(known) > 1 and area.x(known[1][0]) - area.x(known[0][0]) < 2 * REACH
    up = {Tone.WOMEN: 4.5, Tone.MEN: -4.5} if touching else {}
    if len(known) > 1 and not touching:
        ends = [(area.x(value), y) for value, _, _ in known]
        area.sheet.line(ends, color=COLOUR.rule, linewidth=4, solid_capstyle="butt", zorder=1)
    for number, (value, tone, claimed) in enumerate(known):
        base = row.women_base if tone is Tone.WOMEN else row.men_base
        marker(area.sheet, (area.x(value), y + up.get(tone, 0.0)), tone, hollow=_small(base), gid=claimed.id)
        side = -1 if number == 0 and (len(known) > 1 or tone is Tone.WOMEN) else 1
        spot = (area.x(value) + side * (REACH + 3), y - 0.36 * BASE)
        align: Align = "right" if side < 0 else "left"
        pen = Pen(BASE, tone.text, bold=True)
        area.sheet.write(*spot, look.number(claimed, "pct1"), gid=f"claim:{claimed.id}", pen=pen, align=align)
    absent = [(tone, c.mark) for tone, c in both if c.value is None]
    start = max((area.x(value) + 56 for value, _, _ in known), default=area.box.x0 + 10)
    for number, (tone, mark) in enumerate(absent):
        area.sheet.write(
            start + 16 * number, y - 0.36 * BASE, mark, pen=Pen(BASE, tone.text, bold=True), align="center"
        )


def marker(sheet: Sheet, spot: tuple[float, float], tone: Tone, *, hollow: bool, gid: str) -> None:
    """A circle for women, a diamond for men; hollow when the base is small."""
    style = {"marker": tone.shape, "markersize": 8.5 if tone is Tone.WOMEN else 8, "linestyle": "none", "zorder": 4}
    if hollow:
        style |= {"markerfacecolor": COLOUR.paper, "markeredgecolor": tone.mark, "markeredgewidth": 1.6}
    else:
        style |= {"markerfacecolor": tone.mark, "markeredgecolor": COLOUR.paper, "markeredgewidth": 0.8}
    sheet.line([spot], gid=f"mark:{gid}", **style)


def _words(
    area: Plane, row: Pair, name: Sequence[str], ratio: str, y: float, pen: Pen, *, column: float, size: Size
) -> None:
    sheet = area.sheet
    for number, line in enumerate(reversed(name)):
        if size is Size.NARROW:
            sheet.write(2, y + 12 + number * LEADING * BASE, line, gid="axis:name", pen=pen)
        else:
            up = number - (len(name) - 1) / 2
            sheet.write(column, y + (up * LEADING - 0.36) * BASE, line, gid="axis:name", pen=pen, align="right")
    ink = Pen(BASE, COLOUR.ink, bold=pen.bold)
    sheet.write(sheet.width - 2, y - 0.36 * BASE, ratio, gid=f"claim:{row.ratio.id}", pen=ink, align="right")


def _heads(area: Plane, first: Pair, *, look: Look, size: Size) -> None:
    """The two sexes are named above the first row's markers, the ratio above its column."""
    sheet = area.sheet
    sheet.write(
        sheet.width - 2, sheet.height - 11, look.word("ratio_head", size), pen=Pen(SMALL, COLOUR.ink2), align="right"
    )
    heads = [(Tone.WOMEN, look.words["women"], first.women), (Tone.MEN, look.words["men"], first.men)]
    spots = [area.x(float(c.value)) if c.value is not None else area.box.x0 + 10 for _, _, c in heads]
    order = sorted((0, 1), key=lambda i: (spots[i], i))
    pen = Pen(BASE, bold=True)
    gap = sum(pen.width(word) for _, word, _ in heads) / 2 + 8
    placed = spread([spots[i] for i in order], gaps=[gap], low=area.box.x0, high=sheet.width - 20)
    for i, x in zip(order, placed, strict=True):
        tone, word, _ = heads[i]
        sheet.write(x, sheet.height - 30, word, pen=Pen(BASE, tone.text, bold=True), align="center")
