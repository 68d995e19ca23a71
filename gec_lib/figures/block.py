"""A chart as a block: drawings, alternative text and table from one and the same input."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gec_lib.blocks import Figure, Text
from gec_lib.claims import Claimed
from gec_lib.figures import alternatives, tables
from gec_lib.figures.bars import Bars, bars
from gec_lib.figures.coverage import CoverageByLevel, coverage_by_level
from gec_lib.figures.dumbbell import Dumbbell, dumbbell
from gec_lib.figures.multiples import Multiples, multiples
from gec_lib.figures.pyramid import Pyramid, pyramid
from gec_lib.figures.returns_by_day import ReturnsByDay, returns_by_day
from gec_lib.figures.slope import Slopes, slope
from gec_lib.figures.style import Look
from gec_lib.figures.trajectory import trajectory
from gec_lib.figures.trajectory_data import Trajectory
from gec_lib.wording import Wording

Chart = Trajectory | Dumbbell | Slopes | ReturnsByDay | CoverageByLevel | Bars | Multiples | Pyramid

# What draws, what describes and what tabulates each kind of input.
CHARTS: dict[type, tuple[Callable[..., Any], Callable[..., Text], Callable[..., tables.Parts]]] = {
    Trajectory: (trajectory, alternatives.alt_trajectory, tables.table_trajectory),
    Dumbbell: (dumbbell, alternatives.alt_dumbbell, tables.table_dumbbell),
    Slopes: (slope, alternatives.alt_slope, tables.table_slope),
    ReturnsByDay: (returns_by_day, alternatives.alt_returns, tables.table_returns),
    CoverageByLevel: (coverage_by_level, alternatives.alt_coverage, tables.table_coverage),
    Bars: (bars, alternatives.alt_bars, tables.table_bars),
    Multiples: (multiples, alternatives.alt_multiples, tables.table_multiples),
    Pyramid: (pyramid, alternatives.alt_pyramid, tables.table_pyramid),
}


def look_of(words: Wording, *, stamp: str) -> Look:
    """How the charts of a language print numbers and words."""

    def fmt(claimed: Claimed, kind: str) -> str:
        return words.number(claimed, kind).t

    return Look(fmt, words.labels["chart"], stamp)


def figure_of(
    data: Chart,
    *,
    words: Wording,
    stamp: str,
    id: str,
    name: str,
    title: Text,
    subtitle: Text,
    caption: Text,
    notes: tuple[Text, ...],
) -> Figure:
    """A chart with everything that must stand around it.

    Parameters
    ----------
    data : Chart
        The input of one of the charts.
    words, stamp : Wording, str
        The language; what is printed inside the image of an edition with synthetic data, else empty.
    id, name : str
        ASCII id (the table gets ``<id>-data``); what is shown, as inside a sentence ("tỷ lệ nữ trong số tiến sĩ").
    title, subtitle, caption : Text
        The finding in at most fifteen words; measure, unit, place, years; the caption of the table.
    notes : tuple of Text
        Source and reading hints.
    """
    draw, describe, tabulate = CHARTS[type(data)]
    drawing = draw(data, look=look_of(words, stamp=stamp))
    parts = tabulate(data, words=words)
    return Figure(
        id=id,
        title=title,
        subtitle=subtitle,
        wide=drawing.wide,
        narrow=drawing.narrow,
        alt=describe(data, words=words, name=name),
        table=tables.table_of(parts, id=f"{id}-data", caption=caption, subtitle=subtitle),
        notes=notes,
        png=drawing.png,
    )
