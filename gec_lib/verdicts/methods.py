"""Other methods by name, printed beside the verdict and never deciding it; floats suffice here."""

from __future__ import annotations

from enum import IntEnum


class Direction(IntEnum):
    """Which way the indicator should go."""

    UP = 1
    DOWN = -1


class UNStatus(IntEnum):
    """Colours of the United Nations progress chart."""

    STAGNATION = 1
    FAIR = 2
    ON_TRACK = 3


def cagr(base: float, *, value: float, years: int) -> float:
    """Compound growth a year between two values of the same sign, as a fraction of 1.

    Examples
    --------
    >>> cagr(100.0, value=121.0, years=2)
    0.1000...
    """
    return float((value / base) ** (1 / years) - 1)


def cagr_ratio(
    base: float, *, value: float, target: float, years: int, years_to_target: int, direction: Direction, zero: float
) -> float:
    """Observed over required compound growth, as Eurostat and Open SDG compute it.

    Parameters
    ----------
    base, value, target : float
        Values in the base year, in the latest year and to be reached, in any one unit.
    years, years_to_target : int
        From the base year to the latest year, and to the deadline.
    direction : Direction
        Where the indicator should go.
    zero : float
        Stands in for a base or target of 0; the result hangs on it, so that it must be named (Open SDG: 0.001).

    Returns
    -------
    float
        1 is the required growth, below 0 is the wrong way.

    References
    ----------
    Open SDG, docs/progress-methodology.md.

    Examples
    --------
    >>> cagr_ratio(42, value=46, target=50, years=2, years_to_target=4, direction=Direction.UP, zero=0.001)
    1.0445...
    """
    start, end = base or zero, target or zero
    required = cagr(start, value=end, years=years_to_target)
    if not required:
        return float("nan")
    return direction * cagr(start, value=value or zero, years=years) / abs(required)


def un_ratio(base: float, *, value: float, target: float, years: int, years_to_target: int) -> float:
    """Part of the way to the target that the observed compound growth would have made by the deadline.

    Parameters are those of :func:`cagr_ratio`; base and value are not 0.

    References
    ----------
    United Nations Statistics Division, SDG Progress Chart, Technical Note 2023.

    Examples
    --------
    >>> un_ratio(42, value=46, target=50, years=2, years_to_target=4)
    1.0476...
    """
    if target == base:
        return float("nan")
    expected = value * (1 + cagr(base, value=value, years=years)) ** (years_to_target - years)
    return (expected - base) / (target - base)


def un_status(
    base: float, *, value: float, target: float, years: int, years_to_target: int, direction: Direction
) -> UNStatus:
    """Status on the United Nations progress chart for an indicator with a target.

    The chart's tolerance of one point at 0 and 100 % is left out: the plan says 100 %.

    Examples
    --------
    >>> un_status(10, value=18, target=30, years=2, years_to_target=4, direction=Direction.UP).name
    'ON_TRACK'
    """
    if direction * (value - target) >= 0:
        return UNStatus.ON_TRACK
    return _status(un_ratio(base, value=value, target=target, years=years, years_to_target=years_to_target), 0.10, 0.95)


def un_status_without_target(base: float, *, value: float, years: int, direction: Direction) -> UNStatus:
    """Status on the United Nations progress chart for an indicator without a target: 0.5 and 2 % a year.

    Examples
    --------
    >>> un_status_without_target(32.2, value=33.4, years=8, direction=Direction.UP).name
    'STAGNATION'
    """
    return _status(direction * cagr(base, value=value, years=years), 0.005, 0.02)


def _status(found: float, fair: float, good: float) -> UNStatus:
    return UNStatus.ON_TRACK if found >= good else UNStatus.FAIR if found >= fair else UNStatus.STAGNATION
