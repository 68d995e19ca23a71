"""What a trajectory shows, as plain records, and the few questions that its drawing asks of them."""

from __future__ import annotations

from dataclasses import dataclass

from gec_lib.claims import Claimed
from gec_lib.figures.style import COUNTS_BELOW, Kind, Tone

COUNTS_ROW = 13.0


@dataclass(frozen=True)
class Observed:
    """The value of one year with its counts and the bounds of its interval (None when none is drawn)."""

    year: int
    value: Claimed
    num: Claimed | None
    den: Claimed | None
    low: Claimed | None
    high: Claimed | None


@dataclass(frozen=True)
class Goal:
    """A target: ``id`` of the plan, its year, its number, and the two lines printed at it (label and number)."""

    id: str
    year: int
    value: float
    label: str
    shown: str


@dataclass(frozen=True)
class Expected:
    """A year of the projection with the bounds of its fan."""

    year: int
    value: Claimed
    low: Claimed | None
    high: Claimed | None


@dataclass(frozen=True)
class Break:
    """Before which year the series is cut, and why (printed at the cut)."""

    year: int
    label: str


@dataclass(frozen=True)
class Trajectory:
    """What a trajectory shows.

    ``points`` in ascending years; values are shares of one, counts, points or ratios according to ``kind``.
    ``path`` is the required path as (year, value) corners, empty when none was required; ``counts`` names the
    counts under the years ("nữ / tổng số tiến sĩ"); ``remark`` stands where a projection would be
    ("không dự báo"), empty when nobody expects one.
    """

    points: tuple[Observed, ...]
    goals: tuple[Goal, ...]
    path: tuple[tuple[int, float], ...]
    projection: tuple[Expected, ...]
    breaks: tuple[Break, ...]
    kind: Kind
    tone: Tone
    counts: str
    remark: str


def bound(claimed: Claimed | None) -> float | None:
    """The number behind a claim, None when there is none or nothing to print."""
    return None if claimed is None or claimed.value is None else float(claimed.value)


def valued(data: Trajectory) -> list[tuple[Observed, float]]:
    """The years that have a value."""
    return [(p, float(p.value.value)) for p in data.points if p.value.value is not None]


def last_year(data: Trajectory) -> int:
    """The last year with a value, else the last year at all."""
    return max((p.year for p, _ in valued(data)), default=max((p.year for p in data.points), default=0))


def all_years(data: Trajectory) -> list[int]:
    """Every year that something is drawn at."""
    return sorted({*(p.year for p in data.points), *(g.year for g in data.goals), *(e.year for e in data.projection)})


def all_values(data: Trajectory) -> list[float]:
    """Every number that the value axis must hold."""
    found = [value for _, value in valued(data)]
    found += [g.value for g in data.goals] + [value for _, value in data.path]
    claimed = [c for p in data.points if p.value.value is not None for c in (p.low, p.high)]
    claimed += [c for e in data.projection for c in (e.value, e.low, e.high)]
    return found + [v for v in map(bound, claimed) if v is not None]


def pieces(data: Trajectory) -> list[list[tuple[int, float]]]:
    """The line, cut where a year has no value and where the series breaks."""
    cuts = {b.year for b in data.breaks}
    found: list[list[tuple[int, float]]] = [[]]
    for point in data.points:
        if point.year in cuts or point.value.value is None:
            found.append([])
        if point.value.value is not None:
            found[-1].append((point.year, float(point.value.value)))
    return [piece for piece in found if piece]


def small_base(data: Trajectory) -> bool:
    """Whether counts must stand under the years: some base is under fifty."""
    bases = [bound(p.den) for p in data.points if p.num is not None]
    return any(base is not None and base < COUNTS_BELOW for base in bases)
