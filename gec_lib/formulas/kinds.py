"""What every formula shares: division that answers NaN for 0, and answers in the kind of the question."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import numpy as np
import pandas as pd

Values = TypeVar("Values", float, np.ndarray, pd.Series)


def divide(numerator: Any, denominator: np.ndarray) -> np.ndarray:
    """Quotient, NaN where the denominator is 0."""
    return np.divide(numerator, np.where(denominator == 0, np.nan, denominator))


def arrays(*inputs: Any) -> list[np.ndarray]:
    """Float arrays of numbers, arrays and Series of one index."""
    series = [x for x in inputs if isinstance(x, pd.Series)]
    # pandas would align by label and fill with NaN: a wrong table would look like missing data
    if any(not x.index.equals(series[0].index) for x in series):
        raise ValueError("the Series have different indexes: reindex them to one before computing")
    plain = (x.to_numpy(dtype=float, na_value=np.nan) if isinstance(x, pd.Series) else x for x in inputs)
    return [np.asarray(x, dtype=float) for x in plain]


def like(result: Any, inputs: Sequence[Any]) -> Any:
    """The result in the kind of the inputs."""
    for x in inputs:
        if isinstance(x, pd.Series):
            return pd.Series(result, index=x.index)
    return float(result) if np.ndim(result) == 0 else result


def as_given(compute: Callable[..., np.ndarray], *inputs: Values) -> Values:
    """Compute on float arrays and answer in the kind of the inputs."""
    result: Values = like(compute(*arrays(*inputs)), inputs)
    return result
