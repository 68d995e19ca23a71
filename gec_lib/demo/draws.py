"""Draws of the synthetic district: every stream of chance is named, so that one more school changes no other."""

from __future__ import annotations

import hashlib
import math

import numpy as np
from numpy.typing import NDArray

Flags = NDArray[np.bool_]
Whole = NDArray[np.int64]
Real = NDArray[np.float64]


def generator(seed: int, *words: object) -> np.random.Generator:
    """A generator of its own for a topic.

    Parameters
    ----------
    seed : int
        The seed of the district.
    *words : object
        What the stream is for: topic, unit, level, year.

    Examples
    --------
    >>> first = generator(1, "pupils", "99000001").integers(0, 1000)
    >>> int(first) == int(generator(1, "pupils", "99000001").integers(0, 1000))
    True
    """
    digest = _digest(*words)
    key = tuple(int.from_bytes(digest[i : i + 4], "little") for i in range(0, 16, 4))
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=key))


def chance(seed: int, *words: object) -> float:
    """One number between zero and one for a topic: as ``generator(...).uniform()``, but ten times as quick.

    Examples
    --------
    >>> 0 <= chance(1, "plan", "99000001") < 1
    True
    """
    return int.from_bytes(_digest(seed, *words)[:8], "little") / 2**64


def _digest(*words: object) -> bytes:
    return hashlib.blake2b("/".join(map(str, words)).encode(), digest_size=16).digest()


def nearly(rng: np.random.Generator, expected: float) -> int:
    """A whole number whose mean is ``expected`` and that is never a full one away from it.

    Examples
    --------
    >>> nearly(generator(1, "x"), 4.0)
    4
    """
    return math.floor(max(0.0, expected) + rng.uniform())


def some(rng: np.random.Generator, chances: Real) -> Flags:
    """Which members are drawn, each with a chance of its own."""
    return rng.uniform(size=len(chances)) < chances


def pick(rng: np.random.Generator, allowed: Flags, count: int, weights: Real) -> Flags:
    """Exactly ``count`` of the allowed members (all of them when there are fewer), drawn by weight."""
    chosen = np.zeros(len(allowed), dtype=bool)
    places = np.flatnonzero(allowed)
    if count >= len(places):
        chosen[places] = True
    elif count > 0:
        chances = weights[places] / weights[places].sum()
        chosen[rng.choice(places, size=count, replace=False, p=chances)] = True
    return chosen


def by_sex(female: Flags, share_drawn: float, share_there: float) -> Real:
    """Weights that give women a share of ``share_drawn`` among the drawn when they are ``share_there`` of all."""
    return np.where(female, share_drawn / share_there, (1 - share_drawn) / (1 - share_there))


def women_among(rng: np.random.Generator, count: int, share: float, *, women: int, men: int) -> int:
    """Women among ``count`` persons of a body of ``women`` and ``men``, near a share."""
    return int(min(women, count, max(0, count - men, nearly(rng, count * share))))


def skewed(rng: np.random.Generator, spread: float) -> float:
    """A positive factor with mean one and the given coefficient of variation (gamma)."""
    if spread <= 0:
        return 1.0
    shape = 1 / spread**2
    return float(rng.gamma(shape, 1 / shape))


def rate(rng: np.random.Generator, mean: float, deviation: float) -> float:
    """A rate between zero and one with the given mean and standard deviation (beta)."""
    if mean <= 0 or mean >= 1 or deviation <= 0:
        return float(min(1.0, max(0.0, mean)))
    deviation = min(deviation, 0.9 * math.sqrt(mean * (1 - mean)))
    size = mean * (1 - mean) / deviation**2 - 1
    return float(rng.beta(mean * size, (1 - mean) * size))


def tally(member: Flags, female: Flags) -> tuple[int, int]:
    """Members, and women among them."""
    return int(member.sum()), int((member & female).sum())
