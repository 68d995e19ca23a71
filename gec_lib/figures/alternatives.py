"""Alternative texts: what kind of chart, from where to where, against which target; every number in them is a claim."""

from __future__ import annotations

from collections.abc import Iterable

from gec_lib.blocks import Span, Text, text_of
from gec_lib.claims import Claimed
from gec_lib.figures.bars import Bars
from gec_lib.figures.coverage import CoverageByLevel
from gec_lib.figures.dumbbell import Dumbbell
from gec_lib.figures.multiples import Multiples
from gec_lib.figures.pyramid import Pyramid
from gec_lib.figures.returns_by_day import ReturnsByDay
from gec_lib.figures.slope import Slopes
from gec_lib.figures.style import Kind
from gec_lib.figures.trajectory_data import Trajectory, valued
from gec_lib.wording import Wording

Named = tuple[str, Claimed]
Fields = dict[str, Span | Text | str]
Option = tuple[str, Fields]
LIMIT = 250


def alt_trajectory(data: Trajectory, *, words: Wording, name: str) -> Text:
    """First and last value and the next target."""
    known = [point for point, _ in valued(data)]
    if not known:
        return _empty(words, name)
    first, last = known[0], known[-1]
    fields: Fields = {"name": name, "last": words.number(last.value, data.kind)}
    fields["last_year"] = str(last.year)
    key = "alt_trajectory_one"
    if len(known) > 1:
        key = "alt_trajectory"
        fields |= {"first": words.number(first.value, data.kind), "first_year": str(first.year)}
    goals = [goal for goal in data.goals if goal.year >= last.year] or list(data.goals[-1:])
    if goals:
        key += "_goal"
        fields |= {"goal": Span(goals[0].shown, structure="target"), "goal_year": str(goals[0].year)}
    return words.text(words.label("chart", key), **fields)


def alt_dumbbell(data: Dumbbell, *, words: Wording, name: str) -> Text:
    """Both shares of the first row and the range of the ratio over the rows."""
    rows = [*((data.total,) if data.total else ()), *data.rows]
    first = rows[0]
    if first.women.value is None or first.men.value is None:
        return _empty(words, name)
    fields: Fields = {"name": name, "row": first.name}
    fields |= {"women": words.number(first.women, "pct1"), "men": words.number(first.men, "pct1")}
    ends = _ends(words, [(row.name, row.ratio) for row in data.rows], "ratio2")
    return _first_short(words, (("alt_dumbbell", fields | ends),) if ends else (), ("alt_dumbbell_one", fields))


def alt_slope(data: Slopes, *, words: Wording, name: str) -> Text:
    """Smallest and largest change."""
    years: Fields = {"start": str(data.start), "end": str(data.end)}
    ends = _ends(words, [(s.name, s.change) for s in data.series], "signed_pp1")
    if ends:
        years["name"] = name
        brief = {key: ends[key] for key in ("low", "high")}
        return _first_short(words, (("alt_slope", years | ends),), ("alt_slope_brief", years | brief))
    known = [s for s in data.series if s.change.value is not None]
    if not known:
        return _empty(words, name)
    change, row = words.number(known[0].change, "signed_pp1"), known[0].name
    return words.text(words.label("chart", "alt_slope_one"), name=name, change=change, row=row, **years)


def alt_returns(data: ReturnsByDay, *, words: Wording, name: str) -> Text:
    """How many came by the deadline, of how many."""
    if data.received.value is None or data.due.value is None:
        return _empty(words, name)
    day = words.inline(data.deadline.isoformat(), "date")
    received, due = words.number(data.received, "count"), words.number(data.due, "count")
    return words.text(words.label("chart", "alt_returns"), name=name, received=received, due=due, deadline=day)


def alt_coverage(data: CoverageByLevel, *, words: Wording, name: str) -> Text:
    """The counts of the total, or of the only row."""
    row = data.total or data.rows[0]
    counts = {"on_time": row.on_time, "late": row.late, "missing": row.missing, "due": row.due}
    if any(claimed.value is None for claimed in counts.values()):
        return _empty(words, name)
    spans = {key: words.number(claimed, "count") for key, claimed in counts.items()}
    return words.text(words.label("chart", "alt_coverage"), name=name, row=row.name, **spans)


def alt_bars(data: Bars, *, words: Wording, name: str) -> Text:
    """Highest and lowest level."""
    rows = [(row.name, row.value) for row in data.rows]
    return _levels(words, name, rows, data.kind, one=data.total.name if data.total else "")


def alt_multiples(data: Multiples, *, words: Wording, name: str) -> Text:
    """Highest and lowest level in the last year."""
    rows = [(panel.name, panel.values[-1]) for panel in data.panels]
    return _levels(words, name, rows, data.kind, one="")


def alt_pyramid(data: Pyramid, *, words: Wording, name: str) -> Text:
    """Both sums and the range of the share of women."""
    if data.women.value is None or data.men.value is None:
        return _empty(words, name)
    sums: Fields = {"name": name, "women": words.number(data.women, "count"), "men": words.number(data.men, "count")}
    ends = _ends(words, [(g.name, g.share) for level in data.levels for g in level.grades], "pct1")
    return _first_short(words, (("alt_pyramid", sums | ends),) if ends else (), ("alt_pyramid_one", sums))


def _levels(words: Wording, name: str, rows: list[Named], kind: Kind, *, one: str) -> Text:
    ends = _ends(words, rows, kind)
    if ends:
        brief: Fields = {"name": name, "low": ends["low"], "high": ends["high"]}
        return _first_short(words, (("alt_levels", brief | ends),), ("alt_levels_brief", brief))
    known = [(row, claimed) for row, claimed in rows if claimed.value is not None]
    if not known:
        return _empty(words, name)
    value, row = words.number(known[0][1], kind), known[0][0] or one
    return words.text(words.label("chart", "alt_levels_one"), name=name, row=row, value=value)


def _ends(words: Wording, rows: Iterable[Named], kind: Kind) -> Fields:
    """Lowest and highest row; nothing when fewer than two rows have a value."""
    known = [(row, claimed) for row, claimed in rows if claimed.value is not None]
    if len(known) < 2:
        return {}
    low = min(known, key=lambda pair: float(pair[1].value or 0))
    high = max(known, key=lambda pair: float(pair[1].value or 0))
    return {
        "low": words.number(low[1], kind),
        "low_row": low[0],
        "high": words.number(high[1], kind),
        "high_row": high[0],
    }


def _empty(words: Wording, name: str) -> Text:
    return words.text(words.label("chart", "alt_empty"), name=name)


def _first_short(words: Wording, options: tuple[Option, ...], last: Option) -> Text:
    """The first text within the limit of an alternative text, else the last and shortest."""
    for key, fields in options:
        text = words.text(words.label("chart", key), **fields)
        if len(text_of(text)) <= LIMIT:
            return text
    return words.text(words.label("chart", last[0]), **last[1])
