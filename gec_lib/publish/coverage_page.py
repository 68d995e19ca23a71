"""The office's page of returns: due, received, on time, late, missing; who is missing; every unit in sight."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from gec_lib.blocks import Masthead, Text, plain, text_of
from gec_lib.coverage import COUNTS_ON
from gec_lib.publish.html import bound, environment, frame, labels, static
from gec_lib.publish.index import CoverageBar, bar_widths
from gec_lib.publish.sources import NOWHERE


@dataclass(frozen=True)
class Counted:
    """Returns of a level, a ward or all: printed counts by name of ``coverage.COUNTS_ON``; ``role`` is row or total."""

    label: str
    counts: Mapping[str, str]
    role: str = "row"


@dataclass(frozen=True)
class CountTable:
    """Counts by one dimension."""

    id: str
    caption: str
    head: str
    rows: tuple[Counted, ...]


@dataclass(frozen=True)
class Missing:
    """A return that has not come; ``letter`` is the place of its reminder below the page, or empty."""

    name: str
    unit: str
    level: str
    ward: str
    title: str
    due: str
    overdue: str
    letter: str = ""


@dataclass(frozen=True)
class UnitRow:
    """A unit and its return of every stream: one of on_time, late, missing, ahead, or empty, and a day."""

    name: str
    unit: str
    level: str
    ward: str
    cells: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class CoveragePage:
    """All of the page; ``words`` are its labels, ``streams`` the heads of the columns of ``units``."""

    masthead: Masthead
    lead: Text
    bars: tuple[CoverageBar, ...]
    tables: tuple[CountTable, ...]
    missing: tuple[Missing, ...]
    streams: tuple[str, ...]
    units: tuple[UnitRow, ...]
    words: Mapping[str, str]
    version: str


def render_coverage(page: CoveragePage, *, lang: str) -> str:
    """The page, complete in one file, readable offline and without script.

    Parameters
    ----------
    page : CoveragePage
        What it shows.
    lang : str
        Language of the page's own words.
    """
    template = environment().get_template("coverage.html.j2")
    return template.render(
        label=labels(lang),
        words=page.words,
        title=text_of(page.masthead.title),
        masthead=plain(page.masthead),
        lead=plain(page.lead),
        bars=[(plain(bar), bar_widths(bar)) for bar in page.bars],
        tables=page.tables,
        counts=COUNTS_ON,
        missing=page.missing,
        streams=page.streams,
        units=page.units,
        version=page.version,
        index_style=Markup(static("index.css")),
        **frame(page.masthead.synthetic, lang=lang),
        **bound(NOWHERE),
    )


def ordered(rows: Sequence[Counted]) -> tuple[Counted, ...]:
    """Totals last, the rest as it came."""
    return tuple(sorted(rows, key=lambda row: row.role == "total"))
