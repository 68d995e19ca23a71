"""Pupils by grade: women at left, men at right, the grades between them and the share of women beside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gec_lib.claims import Claimed
from gec_lib.figures.labels import Box
from gec_lib.figures.style import BASE, COLOUR, SMALL, STRONG, TICK, Drawing, Look, Pen, Sheet, Size, Tone, draw

ROW, BAR = 20.0, 15.5


@dataclass(frozen=True)
class Grade:
    """One grade: its name, both counts and the share of women."""

    name: str
    women: Claimed
    men: Claimed
    share: Claimed


@dataclass(frozen=True)
class Level:
    """The grades of one level under its name."""

    name: str
    grades: tuple[Grade, ...]


@dataclass(frozen=True)
class Pyramid:
    """Levels in their order with the sums of both sexes over everything shown."""

    levels: tuple[Level, ...]
    women: Claimed
    men: Claimed


def pyramid(data: Pyramid, *, look: Look) -> Drawing:
    """Draw mirrored bars of pupils by grade.

    Parameters
    ----------
    data : Pyramid
        Counts by grade and sex.
    look : Look
        Number formats, words and stamp.

    Returns
    -------
    Drawing
        Wide and narrow SVG.
    """
    return draw(lambda size: compose(data, size=size, look=look))


def compose(data: Pyramid, *, size: Size, look: Look) -> Sheet:
    """One drawing of the pyramid, before it becomes SVG."""
    grades = [grade for level in data.levels for grade in level.grades]
    extra = 14.0 if size is Size.NARROW else 0.0
    sheet = Sheet(size.width, 30 + ROW * len(grades) + (12 + extra) * len(data.levels) + 18)
    level_pen, pen = Pen(BASE, COLOUR.ink2, bold=True), Pen(TICK)
    left = 2.0 if extra else max(level_pen.width(level.name) for level in data.levels) + 12
    gap = max(pen.width(grade.name) for grade in grades) + 12
    right = size.width - 8 - max(pen.width(text) for text in (look.word("share_of_women", size), "00,0%"))
    half = (right - left - gap) / 2
    most = max([float(c.value) for g in grades for c in (g.women, g.men) if c.value is not None] or [1.0])
    middle = left + half + gap / 2
    _heads(sheet, data, middle, gap, look=look, size=size)
    top = sheet.height - 24
    for number, level in enumerate(data.levels):
        if number:
            rule = [(2, top - 6), (size.width - 2, top - 6)]
            sheet.line(rule, color=COLOUR.context, linewidth=0.9, linestyle=(0, (1, 1.6)))
            top -= 12
        top -= extra
        y = top + 3 if extra else top - ROW / 2 - 0.36 * BASE
        sheet.write(2, y, level.name, gid="axis:name", pen=level_pen)
        for grade in level.grades:
            y = top - ROW / 2
            sheet.write(middle, y - 0.36 * TICK, grade.name, gid="axis:name", pen=pen, align="center")
            _bars(sheet, grade, y, (middle - gap / 2, middle + gap / 2), half / most, look=look)
            share, gid = look.number(grade.share, "pct1"), f"claim:{grade.share.id}"
            sheet.write(size.width - 2, y - 0.36 * TICK, share, gid=gid, pen=Pen(TICK, COLOUR.ink2), align="right")
            top -= ROW
    sheet.foot(stamp=look.stamp, note="")
    return sheet


def _heads(sheet: Sheet, data: Pyramid, middle: float, gap: float, *, look: Look, size: Size) -> None:
    """Each sex with its sum above its bars."""
    y = sheet.height - 13
    for side, tone, key, claimed in ((-1, Tone.WOMEN, "women", data.women), (1, Tone.MEN, "men", data.men)):
        text, pen = f"{look.words[key]} {look.number(claimed, 'count')}", Pen(STRONG, tone.text, bold=True)
        x = middle + side * gap / 2
        sheet.write(x, y, text, gid=f"claim:{claimed.id}", pen=pen, align="right" if side < 0 else "left")
    head = look.word("share_of_women", size)
    sheet.write(sheet.width - 2, y, head, pen=Pen(SMALL, COLOUR.ink2), align="right")


def _bars(sheet: Sheet, grade: Grade, y: float, inner: Sequence[float], unit: float, *, look: Look) -> None:
    """Both bars of a grade; the number stands inside its bar, or beside it where the bar is too short."""
    for side, x, tone, claimed in ((-1, inner[0], Tone.WOMEN, grade.women), (1, inner[1], Tone.MEN, grade.men)):
        text = look.number(claimed, "count")
        length = 0.0 if claimed.value is None else float(claimed.value) * unit
        end = x + side * length
        if length:
            box = Box(min(x, end), y - BAR / 2, max(x, end), y + BAR / 2)
            sheet.rectangle(box, facecolor=tone.mark, linewidth=0, gid=f"bar:{claimed.id}")
        pen = Pen(TICK, COLOUR.paper if tone is Tone.WOMEN else COLOUR.ink)
        inside = length > pen.width(text) + 10
        if not inside:
            pen = Pen(TICK, tone.text if claimed.value is not None else COLOUR.muted)
        spot = (end - 5 * side if inside else end + 5 * side, y - 0.36 * TICK)
        outward = side > 0
        sheet.write(*spot, text, gid=f"claim:{claimed.id}", pen=pen, align="right" if outward == inside else "left")
