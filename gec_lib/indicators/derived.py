"""Functions of two values of other indicators, in the order in which records name them."""

from __future__ import annotations

import numpy as np

from gec_lib import formulas


def adjusted_parity(women: np.ndarray, men: np.ndarray) -> np.ndarray:
    """Adjusted gender parity index of a rate of women and the same rate of men."""
    return np.asarray(formulas.adjusted_parity_index(women, male=men), dtype=float)


def ratio(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """One value over another; undefined where the second is 0."""
    return np.asarray(formulas.parity_index(part, male=whole), dtype=float)


def difference(women: np.ndarray, men: np.ndarray) -> np.ndarray:
    """Percentage points by which the first rate is above the second."""
    return np.asarray(formulas.gap(women, male=men), dtype=float)


def quality_score(*shares: np.ndarray) -> np.ndarray:
    """Points out of 100, each share bringing the same part of them."""
    return np.asarray(100 * np.mean(shares, axis=0), dtype=float)
