"""Where labels go: pushed apart in their order, or to the free place nearest to what they name."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

Point = tuple[float, float]
Spot = tuple[Point, Point]
Array = npt.NDArray[Any]
SHORTLIST = 120


@dataclass(frozen=True)
class Box:
    """A rectangle in points, ``y`` upwards."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def middle(self) -> Point:
        return (self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2

    def grown(self, by: float) -> Box:
        return Box(self.x0 - by, self.y0 - by, self.x1 + by, self.y1 + by)

    def shared(self, other: Box) -> float:
        """Area that two boxes have in common."""
        wide = min(self.x1, other.x1) - max(self.x0, other.x0)
        high = min(self.y1, other.y1) - max(self.y0, other.y0)
        return wide * high if wide > 0 and high > 0 else 0.0

    def nearest(self, point: Point) -> Point:
        """The point of the box that lies nearest to another point."""
        return min(max(point[0], self.x0), self.x1), min(max(point[1], self.y0), self.y1)

    def distance(self, point: Point) -> float:
        """Distance from a point to the box, 0 inside."""
        x, y = self.nearest(point)
        return float(((x - point[0]) ** 2 + (y - point[1]) ** 2) ** 0.5)


def spread(wanted: Sequence[float], *, gaps: Sequence[float], low: float, high: float) -> list[float]:
    """Move labels apart along one axis, keeping their order and staying as near as possible to where they belong.

    Parameters
    ----------
    wanted : sequence of float
        Wanted middles in ascending order.
    gaps : sequence of float
        Least distance between neighbours, one less than ``wanted``.
    low, high : float
        Between which the middles must stay; when there is less room than the gaps need, the gaps win.

    Returns
    -------
    list of float
        Least-squares positions (pooling of adjacent violators).

    Examples
    --------
    >>> spread([10.0, 12.0, 40.0], gaps=[10, 10], low=0, high=50)
    [6.0, 16.0, 40.0]
    """
    if not wanted:
        return []
    offsets = [0.0]
    for gap in gaps:
        offsets.append(offsets[-1] + gap)
    pools: list[tuple[float, int]] = []
    for value, offset in zip(wanted, offsets, strict=True):
        total, count = value - offset, 1
        while pools and pools[-1][0] / pools[-1][1] > total / count:
            before, many = pools.pop()
            total, count = total + before, count + many
        pools.append((total, count))
    flat = [total / count for total, count in pools for _ in range(count)]
    top = max(low, high - offsets[-1])
    return [min(max(value, low), top) + offset for value, offset in zip(flat, offsets, strict=True)]


@dataclass
class Crowd:
    """What a label must keep clear of, with how bad it is to touch it (per square point, per point of length)."""

    limits: Box
    boxes: list[tuple[Box, float]] = field(default_factory=list)
    lines: list[tuple[Point, Point, float]] = field(default_factory=list)

    def add_box(self, box: Box, *, weight: float) -> None:
        self.boxes.append((box, weight))

    def add_line(self, points: Sequence[Point], *, weight: float) -> None:
        self.lines.extend((a, b, weight) for a, b in itertools.pairwise(points))

    def place(
        self, spots: Sequence[Spot], *, width: float, height: float, pull: float, margin: float
    ) -> tuple[Box, Point]:
        """The cheapest of the given spots, and the anchor that it belongs to.

        Parameters
        ----------
        spots : sequence of (corner, anchor)
            Lower left corners to choose from, each with the point that the label names; the first wins a tie.
        width, height : float
            Size of the label.
        pull : float
            Price of a point of distance between label and anchor.
        margin : float
            Clear space wanted around the label.

        The box found joins the crowd, so that later labels keep clear of it.
        """
        places = np.array(spots, dtype=float).reshape(len(spots), 4)
        x, y, anchors = places[:, 0], places[:, 1], places[:, 2:]
        near = np.column_stack((np.clip(anchors[:, 0], x, x + width), np.clip(anchors[:, 1], y, y + height)))
        far = np.hypot(*(near - anchors).T)
        rooms = np.column_stack((x - margin, y - margin, x + width + margin, y + height + margin))
        price = pull * far + self._covered(rooms)
        # Leaders are judged only for the places that are good without them: a tenth of the work.
        good = np.argsort(np.round(price, 6), kind="stable")[:SHORTLIST]
        price = price[good] + np.where(far[good] > 8, self._struck(near[good], anchors[good]), 0.0)
        best = int(good[np.argmin(np.round(price, 6))])
        corner, anchor = spots[best]
        box = Box(corner[0], corner[1], corner[0] + width, corner[1] + height)
        self.add_box(box, weight=40)
        return box, anchor

    def _covered(self, rooms: Array) -> Array:
        """What labels at these places would cover, and by how much they would leave the sheet."""
        area = (rooms[:, 2] - rooms[:, 0]) * (rooms[:, 3] - rooms[:, 1])
        limits = np.array([_corners(self.limits)])
        price = 50 * (area - _shared(rooms, limits)[:, 0])
        if self.boxes:
            others = np.array([_corners(box) for box, _ in self.boxes])
            price = price + _shared(rooms, others) @ np.array([weight for _, weight in self.boxes])
        if self.lines:
            starts = np.array([a for a, _, _ in self.lines])
            ends = np.array([b for _, b, _ in self.lines])
            inside = _crossed(rooms[:, None, :], starts[None], ends[None])
            price = price + inside @ np.array([weight for _, _, weight in self.lines])
        return price

    def _struck(self, starts: Array, ends: Array) -> Array:
        """What leaders from starts to ends would run through; the last stretch belongs to what they point at."""
        ends = starts + 0.94 * (ends - starts)
        price = np.zeros(len(starts))
        if self.boxes:
            others = np.array([_corners(box) for box, _ in self.boxes])
            inside = _crossed(others[None], starts[:, None, :], ends[:, None, :])
            price = price + inside @ np.array([weight for _, weight in self.boxes])
        for a, b, weight in self.lines:
            price = price + 4 * weight * _meet(starts, ends, np.array(a), np.array(b))
        return price


def _corners(box: Box) -> tuple[float, float, float, float]:
    return box.x0, box.y0, box.x1, box.y1


def _shared(rooms: Array, others: Array) -> Array:
    """Area that each room has in common with each other box."""
    sides = []
    for low, high in ((0, 2), (1, 3)):
        side = np.minimum(rooms[:, None, high], others[None, :, high])
        side -= np.maximum(rooms[:, None, low], others[None, :, low])
        sides.append(np.maximum(side, 0.0, out=side))
    return sides[0] * sides[1]


def _crossed(boxes: Array, starts: Array, ends: Array) -> Array:
    """Length of straight lines inside boxes (Liang and Barsky), all against all by broadcasting."""
    enter, leave = np.float64(0.0), np.float64(1.0)
    for low, high in ((0, 2), (1, 3)):
        start, step = starts[..., low], ends[..., low] - starts[..., low]
        step = np.where(step == 0, 1e-9, step)
        near, far = (boxes[..., low] - start) / step, (boxes[..., high] - start) / step
        enter = np.maximum(enter, np.minimum(near, far))
        leave = np.minimum(leave, np.maximum(near, far))
    length = np.hypot(ends[..., 0] - starts[..., 0], ends[..., 1] - starts[..., 1])
    return np.maximum(leave - enter, 0.0) * length


def _meet(starts: Array, ends: Array, a: Array, b: Array) -> Array:
    """Which of the lines from starts to ends cut the line from a to b."""

    def side(p: Array, q: Array, r: Array) -> Array:
        return (q[..., 0] - p[..., 0]) * (r[..., 1] - p[..., 1]) - (q[..., 1] - p[..., 1]) * (r[..., 0] - p[..., 0])

    apart = side(starts, ends, a) * side(starts, ends, b) < 0
    return apart & (side(a, b, starts) * side(a, b, ends) < 0)


def around(anchor: Point, *, width: float, height: float, reach: Sequence[float]) -> list[Spot]:
    """Spots of places close to a mark: below right first, then above, below, at the sides, farther and farther."""
    x, y = anchor
    found: list[Point] = []
    for d in reach:
        below, above, level = y - d - height, y + d, y - height / 2
        found += [(x + 3, below), (x - width / 2, below), (x - width / 2, above), (x + 3, above)]
        found += [(x - width - 3, above), (x - width - 3, below), (x + d, level), (x - d - width, level)]
    return [(corner, anchor) for corner in found]


def scattered(anchors: Sequence[Point], *, limits: Box, width: float, height: float) -> list[Spot]:
    """Spots on a grid over an area, for labels that have a leader to one of several anchors."""
    step, across, up = 8, 100, 80
    spots: list[Spot] = []
    for x, y in anchors:
        left, right = max(limits.x0, x - across - width / 2), min(limits.x1 - width, x + across - width / 2)
        low, high = max(limits.y0, y - up), min(limits.y1 - height, y + up)
        columns, rows = int(max(right - left, 0) // step) + 1, int(max(high - low, 0) // step) + 1
        spots += [((left + i * step, low + j * step), (x, y)) for i in range(columns) for j in range(rows)]
        spots += [((x - width / 2, y + 5), (x, y)), ((x - width / 2, y - 5 - height), (x, y))]
    return spots
