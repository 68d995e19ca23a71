"""The look of every chart: colours, sizes, the sheet that texts are written on, and the SVG that leaves it.

Everything is placed in points on a sheet of 72 dots an inch, so that one pixel is one point. A text that holds a
digit says whose it is (`gid`), or it is not written: the first of two guards against unclaimed numbers.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache
from typing import Any, Literal

import matplotlib as mpl
import seaborn as sns
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure as Canvas
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon
from matplotlib.textpath import text_to_path
from matplotlib.transforms import Affine2D

from gec_lib.claims import DIGITS, Claimed
from gec_lib.figures.labels import Box
from gec_lib.figures.raster import raster

Kind = Literal["pct", "pct1", "count", "signed_pp1", "ratio2"]
Align = Literal["left", "center", "right"]

FONT = "DejaVu Sans"
# Verdana has nearly the widths of DejaVu Sans; the others are narrower, so a label can only shrink.
FONT_STACK = "'DejaVu Sans', Verdana, 'Noto Sans', Roboto, sans-serif"
STRONG, BASE, TICK, SMALL = 10.5, 9.5, 9.0, 8.5
SMALL_BASE = 30
COUNTS_BELOW = 50


class FigureError(ValueError):
    """A chart that would lie or could not be read: a number without a claim, no text, no room."""


@dataclass(frozen=True)
class Palette:
    """The colour tokens of the published pages; contrast measured against white."""

    ink: str = "#1B242C"
    ink2: str = "#4A545C"
    muted: str = "#5F6B74"
    accent: str = "#0A5A7A"
    band: str = "#F5F6F4"
    rule: str = "#C9D0D5"
    rule2: str = "#E3E7EA"
    axis: str = "#8A949B"
    women: str = "#4F2277"
    men: str = "#C27F00"
    men_text: str = "#7A4E00"
    total: str = "#56636D"
    context: str = "#9AA5AD"
    stamp: str = "#7A1F1F"
    paper: str = "#FFFFFF"


COLOUR = Palette()


@dataclass(frozen=True)
class Pen:
    """How a text is written."""

    size: float = BASE
    colour: str = COLOUR.ink
    bold: bool = False

    def width(self, text: str) -> float:
        """Width of one line in points, measured in DejaVu Sans.

        Examples
        --------
        >>> Pen(size=10, bold=True).width("28,6%") > Pen(size=10).width("28,6%") > 20
        True
        """
        return _unit_width(unicodedata.normalize("NFC", text), self.bold) * self.size

    def box(self, x: float, y: float, text: str, *, align: Align) -> Box:
        """The room of one line, tall enough for the two marks of a Vietnamese capital."""
        width = self.width(text)
        left = x - {"left": 0.0, "center": width / 2, "right": width}[align]
        return Box(left, y - 0.24 * self.size, left + width, y + 0.8 * self.size)


class Tone(Enum):
    """Who a series is about. Sex is told by shape first, by colour second."""

    WOMEN = (COLOUR.women, COLOUR.women, "o")
    MEN = (COLOUR.men, COLOUR.men_text, "D")
    BOTH = (COLOUR.total, COLOUR.total, "o")
    ONE = (COLOUR.accent, COLOUR.accent, "o")

    @property
    def mark(self) -> str:
        return self.value[0]

    @property
    def text(self) -> str:
        return self.value[1]

    @property
    def shape(self) -> str:
        return self.value[2]

    @property
    def pale(self) -> str:
        return _steps(self.value[0])[3]

    @property
    def faint(self) -> str:
        return _steps(self.value[0])[1]


class Size(Enum):
    """The two drawings of each chart; widths in points."""

    WIDE = 518.4
    NARROW = 252.0

    @property
    def width(self) -> float:
        return float(self.value)


@dataclass(frozen=True)
class Look:
    """How numbers and words are printed: the language enters charts only here.

    ``fmt`` turns a claimed number into text (``pct1`` 28,6% · ``pct`` 30% · ``count`` 1.234 · ``signed_pp1`` +16,1 ·
    ``ratio2`` 0,54); ``words`` are the labels ``[label.chart]`` of the messages; ``stamp`` is printed inside every
    image of an edition with synthetic data and empty otherwise.
    """

    fmt: Callable[[Claimed, str], str]
    words: Mapping[str, str]
    stamp: str

    def number(self, claimed: Claimed, kind: Kind) -> str:
        """The printed form of a claimed number, or the mark that stands for it."""
        return claimed.mark if claimed.value is None else self.fmt(claimed, kind)

    def tick(self, value: float, kind: Kind) -> str:
        """A label of the value axis: percentages without needless decimals, counts whole."""
        if kind == "count":
            return self.fmt(Claimed("axis", round(value)), kind)
        return self.fmt(Claimed("axis", value), "pct" if kind == "pct1" else kind)

    def word(self, key: str, size: Size) -> str:
        """A label, in its shorter form on the narrow drawing where there is one."""
        short = self.words.get(f"{key}_short") if size is Size.NARROW else None
        return self.words[key] if short is None else short


@dataclass(frozen=True)
class Drawing:
    """One chart as SVG text in two widths, 7.2 in for screens and 3.5 in for phones, and as PNG for paper."""

    wide: str
    narrow: str
    png: str


@cache
def theme() -> Any:
    """Settings under which every chart is drawn: seaborn's paper context on white, with our own font and ids."""
    base = {**sns.axes_style("white"), **sns.plotting_context("paper")}
    own = {
        "font.family": [FONT],
        "svg.fonttype": "none",
        "svg.hashsalt": "gec",
        "hatch.linewidth": 0.5,
        "axes.unicode_minus": True,
        "path.simplify": False,
    }
    return {**base, **own}


@cache
def _steps(colour: str) -> list[str]:
    return list(sns.light_palette(colour, n_colors=10).as_hex())


@lru_cache(maxsize=4096)
def _unit_width(text: str, bold: bool) -> float:
    font = FontProperties(family=FONT, size=100, weight="bold" if bold else "normal")
    width, _, _ = text_to_path.get_text_width_height_descent(text, font, ismath=False)
    return float(width) / 100


def wrap(text: str, *, width: float, pen: Pen) -> tuple[str, ...]:
    """Break a label into lines no wider than ``width`` points; a single long word stays whole.

    Examples
    --------
    >>> wrap("Nữ hiệu trưởng", width=60, pen=Pen(size=9))
    ('Nữ hiệu', 'trưởng')
    """
    lines: list[str] = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and pen.width(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(lines)


@dataclass
class Sheet:
    """One drawing under construction; origin bottom left, units points."""

    width: float
    height: float

    def __post_init__(self) -> None:
        self.points = Affine2D()
        self.canvas = Canvas(figsize=(self.width / 72, self.height / 72), dpi=72, facecolor=COLOUR.paper)
        FigureCanvasSVG(self.canvas)

    def write(
        self,
        x: float,
        y: float,
        text: str,
        *,
        pen: Pen,
        gid: str = "",
        align: Align = "left",
    ) -> Box:
        """Write one line with its baseline at (x, y) and return the room it takes.

        Raises
        ------
        FigureError
            When the text holds a digit and no ``gid`` says whose number it is.
        """
        text = unicodedata.normalize("NFC", text)
        if DIGITS.search(text) and not gid:
            raise FigureError(f"chart text {text!r} holds a number without a claim: give its claim or axis as gid")
        font = FontProperties(family=FONT, size=pen.size, weight="bold" if pen.bold else "normal")
        drawn = self.canvas.text(
            x, y, text, transform=self.points, ha=align, va="baseline", color=pen.colour, fontproperties=font
        )
        drawn.set_parse_math(False)
        drawn.set_gid(gid or None)
        return pen.box(x, y, text, align=align)

    def line(self, points: list[tuple[float, float]], **style: Any) -> None:
        """Draw a line through points given in points of the sheet."""
        xs, ys = zip(*points, strict=True)
        self.canvas.add_artist(Line2D(xs, ys, transform=self.points, **style))

    def rectangle(self, box: Box, **style: Any) -> None:
        """Draw a rectangle given in points of the sheet."""
        corners = [(box.x0, box.y0), (box.x1, box.y0), (box.x1, box.y1), (box.x0, box.y1)]
        self.canvas.add_artist(Polygon(corners, closed=True, transform=self.points, **style))

    def foot(self, *, stamp: str, note: str) -> None:
        """The last line: what is unusual about the axis at left, the synthetic stamp at right."""
        if note:
            self.write(2, 4, note, pen=Pen(SMALL, COLOUR.ink2))
        if stamp:
            self.write(self.width - 2, 4, stamp, pen=Pen(SMALL, COLOUR.stamp, bold=True), align="right")

    def svg(self) -> str:
        """The drawing as SVG with real text, free of dates, addresses and random ids."""
        stream = io.StringIO()
        nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        self.canvas.savefig(stream, format="svg", metadata=nothing)
        return _lean(stream.getvalue())


def _lean(svg: str) -> str:
    """Drop the prolog (the SVG goes inside a page) and name the fonts once, on the root."""
    svg = svg[svg.index("<svg") :]
    svg = svg.replace(f"; font-family: '{FONT}'", "")
    svg = re.sub(rf"font: (\S+) ([\d.]+px) '{FONT}'", r"font-size: \2; font-weight: \1", svg)
    svg = re.sub(r' transform="rotate\(-?0 [-\d. ]+\)"', "", svg)
    return svg.replace("<svg ", f'<svg font-family="{FONT_STACK}" ', 1)


def draw(compose: Callable[[Size], Sheet]) -> Drawing:
    """Draw a chart in both widths under the house theme."""
    with mpl.rc_context(theme()):
        wide = compose(Size.WIDE)
        return Drawing(wide.svg(), compose(Size.NARROW).svg(), raster(wide.canvas, points=wide.points))
