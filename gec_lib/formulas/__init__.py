"""Arithmetic on counts and rates of women and men: nothing is rounded, nothing is looked up.

Every function takes numbers, arrays or Series (Series must share one index) and answers in the same kind.
Rates and shares are fractions of 1, gaps are percentage points. What cannot be divided is NaN, never 0 or 1.
"""

from gec_lib.formulas.intervals import Interval, clopper_pearson, jeffreys, newcombe_difference, wilson
from gec_lib.formulas.parity import (
    adjusted_parity_index,
    gap,
    parity_index,
    representation_index,
    risk_ratio,
    share,
)

__all__ = [
    "Interval",
    "adjusted_parity_index",
    "clopper_pearson",
    "gap",
    "jeffreys",
    "newcombe_difference",
    "parity_index",
    "representation_index",
    "risk_ratio",
    "share",
    "wilson",
]
