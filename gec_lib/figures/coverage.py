"""Coverage by level as stacked bars: on time, late and missing, with the counts in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gec_lib.claims import Claimed
from gec_lib.figures.labels import Box
from gec_lib.figures.style import BASE, COLOUR, SMALL, TICK, Drawing, Look, Pen, Sheet, Size, draw, wrap

BAR, LEADING = 13.0, 1.25


@dataclass(frozen=True)
class Share:
    """One row: how many returns came on time, late, not at all, of how many due."""

    name: str
    on_time: Claimed
    late: Claimed
    missing: Claimed
    due: Claimed


@dataclass(frozen=True)
class CoverageByLevel:
    """Levels in their order; ``total`` stands first and bold (None: there is one row only)."""

    total: Share | None
    rows: tuple[Share, ...]


def coverage_by_level(data: CoverageByLevel, *, look: Look) -> Drawing:
    """Draw coverage by level.

    Parameters
    ----------
    data : CoverageByLevel
        Counts of returns; each bar is as long as its row is due, so all bars have one length.
    look : Look
        Number formats, words and stamp.

    Returns
    -------
    Drawing
        Wide and narrow SVG.
    """
    return draw(lambda size: compose(data, size=size, look=look))


def compose(data: CoverageByLevel, *, size: Size, look: Look) -> Sheet:
    """One drawing of coverage by level, before it becomes SVG."""
    rows = [*((data.total,) if data.total else ()), *data.rows]
    wide = size is Size.WIDE
    pens = [Pen(BASE, COLOUR.ink if row is data.total else COLOUR.ink2, bold=row is data.total) for row in rows]
    names = [wrap(row.name, width=120 if wide else 240, pen=pen) for row, pen in zip(rows, pens, strict=True)]
    tall = [max(24.0, len(n) * LEADING * BASE + 8) if wide else 40 + len(n) * LEADING * BASE for n in names]
    sheet = Sheet(size.width, sum(tall) + 44)
    left = max(pen.width(line) for pen, name in zip(pens, names, strict=True) for line in name) + 10 if wide else 2.0
    words = max(Pen(TICK).width(_counts(row, look=look)) for row in rows)
    length = min(size.width - left - words - 12, 0.5 * size.width) if wide else size.width - 4
    top = sheet.height - 4
    for row, name, pen, height in zip(rows, names, pens, tall, strict=True):
        middle = top - height / 2 if wide else top - len(name) * LEADING * BASE - 4 - BAR / 2
        for number, line in enumerate(reversed(name)):
            lift = (number - (len(name) - 1) / 2) * LEADING * BASE - 0.36 * BASE
            y = middle + lift if wide else middle + BAR / 2 + 4 + number * LEADING * BASE
            sheet.write(left - 8 if wide else 2, y, line, gid="axis:name", pen=pen, align="right" if wide else "left")
        _bar(sheet, row, Box(left, middle - BAR / 2, left + length, middle + BAR / 2))
        spot = (left + length + 9, middle - 0.36 * TICK) if wide else (2.0, middle - BAR / 2 - 12)
        _words(sheet, row, spot, look=look)
        top -= height
    _key(sheet, left, look=look)
    sheet.foot(stamp=look.stamp, note="")
    return sheet


LOOKS: tuple[dict[str, Any], ...] = (
    {"facecolor": COLOUR.accent},
    {"facecolor": COLOUR.paper, "edgecolor": COLOUR.accent, "hatch": "/////"},
    {"facecolor": COLOUR.paper},
)
HIDDEN: dict[str, Any] = {"facecolor": COLOUR.band, "edgecolor": COLOUR.context, "hatch": "xxxx"}


def _bar(sheet: Sheet, row: Share, box: Box) -> None:
    """The three parts; a row with a hidden count is crossed out whole, for a length would give the count back."""
    counts = (row.on_time, row.late, row.missing)
    due = row.due.value
    if any(c.value is None for c in counts) or due is None:
        sheet.rectangle(box, linewidth=0, **HIDDEN)
    start = box.x0
    for claimed, style in zip(counts, LOOKS, strict=True):
        if due and all(c.value is not None for c in counts):
            end = start + float(claimed.value or 0) / float(due) * (box.x1 - box.x0)
            if end > start:
                sheet.rectangle(Box(start, box.y0, end, box.y1), linewidth=0, gid=f"part:{claimed.id}", **style)
            start = end
    sheet.rectangle(box, facecolor="none", edgecolor=COLOUR.ink2, linewidth=0.9)


def _counts(row: Share, *, look: Look) -> str:
    """The counts in words, or the one mark that stands for all."""
    counts = {"on_time": row.on_time, "late": row.late, "missing": row.missing, "due": row.due}
    marks = {c.mark for c in counts.values()}
    if len(marks) == 1 and "" not in marks:
        return marks.pop()
    return look.words["coverage_counts"].format(**{k: look.number(c, "count") for k, c in counts.items()})


def _words(sheet: Sheet, row: Share, spot: tuple[float, float], *, look: Look) -> None:
    gid = ";".join(f"claim:{c.id}" for c in (row.on_time, row.late, row.missing, row.due))
    sheet.write(*spot, _counts(row, look=look), gid=gid, pen=Pen(TICK, COLOUR.ink))


def _key(sheet: Sheet, left: float, *, look: Look) -> None:
    """What the three fillings mean, once under all bars."""
    x = left
    for key, style in zip(("on_time", "late", "missing"), LOOKS, strict=True):
        box = Box(x, 22, x + 14, 30)
        sheet.rectangle(box, linewidth=0, **style)
        sheet.rectangle(box, facecolor="none", edgecolor=COLOUR.ink2, linewidth=0.8)
        x = sheet.write(x + 18, 22.5, look.words[key], pen=Pen(SMALL, COLOUR.ink2)).x1 + 14
