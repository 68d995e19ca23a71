"""The table behind each chart: exactly what is drawn, intervals and projection included."""

from __future__ import annotations

from collections.abc import Sequence

from gec_lib.blocks import Cell, Column, Row, Span, Table, Text
from gec_lib.claims import Claimed
from gec_lib.figures.bars import Bars
from gec_lib.figures.coverage import CoverageByLevel
from gec_lib.figures.dumbbell import Dumbbell
from gec_lib.figures.multiples import Multiples
from gec_lib.figures.pyramid import Pyramid
from gec_lib.figures.returns_by_day import ReturnsByDay
from gec_lib.figures.slope import Slopes
from gec_lib.figures.trajectory_data import Trajectory
from gec_lib.wording import Wording

Parts = tuple[tuple[Column, ...], tuple[Row, ...]]
NOTHING = Cell(())


def table_trajectory(data: Trajectory, *, words: Wording) -> Parts:
    """A row a year, then a row a projected year and a row a target; counts and bounds where they are drawn."""
    counted = any(p.num is not None and p.den is not None for p in data.points)
    bounds = [c for p in data.points for c in (p.low, p.high)] + [c for e in data.projection for c in (e.low, e.high)]
    bounded = any(c is not None for c in bounds)
    heads = ["head_year", *(("head_num", "head_den") if counted else ()), "head_value"]
    heads += ["head_low", "head_high"] if bounded else []
    rows = []
    for p in data.points:
        cells = [_year(p.year), *((_cell(words, p.num, "count"), _cell(words, p.den, "count")) if counted else ())]
        cells += [_cell(words, c, data.kind) for c in (p.value, *((p.low, p.high) if bounded else ()))]
        rows.append(Row(tuple(cells)))
    for e in data.projection:
        projected = words.text(words.label("chart", "head_projected"), year=str(e.year))
        cells = [Cell(projected), *((NOTHING, NOTHING) if counted else ())]
        cells += [_cell(words, c, data.kind) for c in (e.value, *((e.low, e.high) if bounded else ()))]
        rows.append(Row(tuple(cells)))
    for goal in data.goals:
        cells = [_name(words, goal.label), *((NOTHING, NOTHING) if counted else ())]
        cells += [Cell((Span(goal.shown, structure="target"),)), *((NOTHING, NOTHING) if bounded else ())]
        rows.append(Row(tuple(cells)))
    return _columns(words, heads), tuple(rows)


def table_dumbbell(data: Dumbbell, *, words: Wording) -> Parts:
    """Share and base of both sexes and their ratio."""
    rows = []
    for pair in (*((data.total,) if data.total else ()), *data.rows):
        cells = [_name(words, pair.name)]
        cells += [_cell(words, pair.women, "pct1"), _cell(words, pair.women_base, "count")]
        cells += [_cell(words, pair.men, "pct1"), _cell(words, pair.men_base, "count")]
        cells.append(_cell(words, pair.ratio, "ratio2"))
        rows.append(Row(tuple(cells), "total" if pair is data.total else "row"))
    heads = ("head_level", "women", "head_women_base", "men", "head_men_base", "ratio_head")
    return _columns(words, heads), tuple(rows)


def table_slope(data: Slopes, *, words: Wording) -> Parts:
    """Both values and the change of every series."""
    rows = [
        Row(
            (
                _name(words, s.name),
                _cell(words, s.start, "pct1"),
                _cell(words, s.end, "pct1"),
                _cell(words, s.change, "signed_pp1"),
            )
        )
        for s in data.series
    ]
    years = (Column(_year(data.start).text), Column(_year(data.end).text))
    first, last = _columns(words, ("head_series",))[0], Column(words.text(words.label("chart", "head_change")))
    return (first, *years, last), tuple(rows)


def table_returns(data: ReturnsByDay, *, words: Wording) -> Parts:
    """This year's count by the deadline; the days between are drawn, not tabled."""
    cells = (_year(data.seasons[-1].year), _cell(words, data.received, "count"), _cell(words, data.due, "count"))
    return _columns(words, ("head_year", "head_received", "head_due")), (Row(cells),)


def table_coverage(data: CoverageByLevel, *, words: Wording) -> Parts:
    """The four counts of every row."""
    rows = []
    for share in (*((data.total,) if data.total else ()), *data.rows):
        counts = (share.on_time, share.late, share.missing, share.due)
        cells = (_name(words, share.name), *(_cell(words, c, "count") for c in counts))
        rows.append(Row(cells, "total" if share is data.total else "row"))
    return _columns(words, ("head_level", "on_time", "late", "missing", "head_due")), tuple(rows)


def table_bars(data: Bars, *, words: Wording) -> Parts:
    """Counts and value of every row, and the target."""
    bars = [*((data.total,) if data.total else ()), *data.rows]
    counted = any(bar.num is not None and bar.den is not None for bar in bars)
    rows = []
    for bar in bars:
        counts = (_cell(words, bar.num, "count"), _cell(words, bar.den, "count")) if counted else ()
        cells = (_name(words, bar.name), *counts, _cell(words, bar.value, data.kind))
        rows.append(Row(cells, "total" if bar is data.total else "row"))
    heads = ("head_level", *(("head_num", "head_den") if counted else ()), "head_value")
    return _columns(words, heads), tuple(rows)


def table_multiples(data: Multiples, *, words: Wording) -> Parts:
    """A row a level, a column a year."""
    columns = (_columns(words, ("head_level",))[0], *(Column(_year(year).text) for year in data.years))
    rows = [Row((_name(words, p.name), *(_cell(words, c, data.kind) for c in p.values))) for p in data.panels]
    return columns, tuple(rows)


def table_pyramid(data: Pyramid, *, words: Wording) -> Parts:
    """Both counts and the share of women of every grade, and the sums."""
    heads = ("head_grade", "women", "men", "share_of_women")
    sums = (_cell(words, data.women, "count"), _cell(words, data.men, "count"))
    rows = [Row((_name(words, words.label("chart", "head_sum")), *sums, NOTHING), "total")]
    for level in data.levels:
        rows.append(Row((_name(words, level.name),), "group"))
        for g in level.grades:
            counts = (_cell(words, g.women, "count"), _cell(words, g.men, "count"))
            rows.append(Row((_name(words, g.name), *counts, _cell(words, g.share, "pct1"))))
    return _columns(words, heads), tuple(rows)


def table_of(parts: Parts, *, id: str, caption: Text, subtitle: Text) -> Table:
    """Columns and rows under a caption."""
    return Table(id=id, caption=caption, subtitle=subtitle, columns=parts[0], rows=parts[1])


def _cell(words: Wording, claimed: Claimed | None, kind: str) -> Cell:
    return NOTHING if claimed is None else words.cell(claimed, kind)


def _name(words: Wording, name: str) -> Cell:
    return Cell(words.text("{name}", name=name))


def _year(year: int) -> Cell:
    return Cell((Span(str(year), structure="year"),))


def _columns(words: Wording, keys: Sequence[str]) -> tuple[Column, ...]:
    """Heads from the messages; the first column is the one with the names."""
    texts = [words.text("{head}", head=words.label("chart", key)) for key in keys]
    return tuple(Column(text, "left" if number == 0 else "right") for number, text in enumerate(texts))
