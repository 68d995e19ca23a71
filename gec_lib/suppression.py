"""Which counts a public edition hides, and what a reader could still work out about them.

A table of counts adds up in rows and columns. Small counts are hidden first; then as many others as it takes so
that nobody can subtract a hidden count out of what is shown; then an audit computes, for every hidden cell, the
exact range that all shown cells leave to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from scipy.optimize import linprog

Cell: TypeAlias = tuple[str, str]
Mask: TypeAlias = pd.DataFrame


@dataclass(frozen=True)
class Structure:
    """How a table adds up.

    Parameters
    ----------
    rows : mapping of row to rows
        Total row -> the rows it is the sum of, in every column.
    columns : mapping of column to columns
        Total column -> the columns it is the sum of, in every row, such as ``{"T": ("F", "M")}``.
    """

    rows: Mapping[str, tuple[str, ...]]
    columns: Mapping[str, tuple[str, ...]]

    def sums(self, table: pd.DataFrame) -> Iterator[tuple[Cell, tuple[Cell, ...]]]:
        """Every sum of the table: the total's cell and the cells of its parts."""
        for total, parts in self.rows.items():
            for column in table.columns:
                yield (total, column), tuple((part, column) for part in parts)
        for total, parts in self.columns.items():
            for row in table.index:
                yield (row, total), tuple((row, part) for part in parts)


@dataclass(frozen=True)
class Plan:
    """What is hidden in one table, and what is left to guess.

    Parameters
    ----------
    hidden : DataFrame of bool
        The cells to print as hidden.
    small : DataFrame of bool
        Those of them that are hidden because they are small; the others protect them.
    shown : DataFrame of bool
        The cells shown by decision, and those that these give away in any case.
    ranges : DataFrame
        ``low`` and ``high`` of every hidden cell, indexed by row and column.
    width : int
        The width of a range that was asked for.
    """

    hidden: Mask
    small: Mask
    shown: Mask
    ranges: pd.DataFrame
    width: int

    @property
    def narrow(self) -> pd.DataFrame:
        """Hidden cells whose range is narrower than asked, because the cells shown by decision leave no more."""
        return self.ranges[self.ranges["high"] - self.ranges["low"] < self.width]


def suppress(table: pd.DataFrame, *, structure: Structure, threshold: int, width: int, published: Mask | None) -> Plan:
    """Hide small counts and what would give them away.

    Parameters
    ----------
    table : DataFrame of int
        Counts; every sum of the structure holds exactly.
    structure : Structure
        What adds up to what.
    threshold : int
        Counts from 1 to ``threshold - 1`` are small: 5, or 10 for sensitive measures. A zero is not small.
    width : int
        The least width of the range left to a hidden cell, where the published cells leave that much.
    published : DataFrame of bool or None
        Cells shown by decision whatever they hold; all others are protected given them.

    Returns
    -------
    Plan

    Raises
    ------
    TypeError
        When the table does not hold whole numbers.
    ValueError
        When a sum does not hold, or a label is missing.

    References
    ----------
    Hundepool et al., Handbook on Statistical Disclosure Control, chapter 4 (primary and secondary suppression).

    Examples
    --------
    >>> table = pd.DataFrame({"F": [21], "M": [3], "T": [24]}, index=["a"])
    >>> plan = suppress(
    ...     table, structure=Structure({}, {"T": ("F", "M")}), threshold=5, width=5, published=None
    ... )
    >>> plan.hidden.loc["a"].tolist()
    [True, True, False]
    """
    _check(table, structure)
    by_decision = published if published is not None else table.ne(table)
    spans = _spans(table, structure, by_decision)
    # what the published cells give away is out already: to hide it would only pretend
    shown = by_decision | _mask(table, spans.index[spans == 0])
    small = table.ge(1) & table.lt(threshold) & ~shown
    needed = {cell: min(width, span) for cell, span in spans.items()}
    hidden = small.copy()
    while True:
        _hide_partners(table, structure, hidden, shown)
        ranges = _ranges(table, structure, hidden)
        guessed = [cell for cell, low, high in ranges.itertuples() if high - low < needed[cell]]
        if not guessed:
            return Plan(hidden, small, shown, ranges, width)
        for cell in guessed:
            _hide_one(table, structure, hidden, shown, near=cell)


def audit(table: pd.DataFrame, *, structure: Structure, hidden: Mask) -> pd.DataFrame:
    """The range that a reader can work out for every hidden cell from the shown cells and the sums.

    Parameters
    ----------
    table : DataFrame of int
        Counts; what stands in the hidden cells is not looked at.
    structure : Structure
        What adds up to what.
    hidden : DataFrame of bool
        The cells not shown.

    Returns
    -------
    DataFrame
        Columns ``low`` and ``high`` (infinite when nothing limits it), one row a hidden cell.

    Raises
    ------
    ValueError
        When no whole numbers of 0 or more fit the shown cells.

    References
    ----------
    Fischetti and Salazar 2000, Management Science 46:1445 (the attacker's problem).

    Examples
    --------
    >>> table = pd.DataFrame({"F": [0], "M": [0], "T": [24]}, index=["a"])
    >>> hidden = pd.DataFrame({"F": [True], "M": [True], "T": [False]}, index=["a"])
    >>> audit(table, structure=Structure({}, {"T": ("F", "M")}), hidden=hidden).loc[("a", "F")].tolist()
    [0.0, 24.0]
    """
    _check_labels(table, structure)
    return _ranges(table, structure, hidden)


def hidden_rates(hidden: Mask, *, numerator: str, denominator: str, complement: str) -> pd.Series:
    """Rows whose rate is hidden, because its numerator, denominator or complement is.

    A rate and its base give the count back, and the rate itself is one minus the complement's.

    Parameters
    ----------
    hidden : DataFrame of bool
        :attr:`Plan.hidden`.
    numerator, denominator, complement : str
        Columns, such as F, T and M.

    Examples
    --------
    >>> hidden = pd.DataFrame({"F": [False, False], "M": [True, False], "T": [False, False]}, index=["a", "b"])
    >>> hidden_rates(hidden, numerator="F", denominator="T", complement="M").tolist()
    [True, False]
    """
    return hidden[[numerator, denominator, complement]].any(axis=1)


def _spans(table: pd.DataFrame, structure: Structure, shown: Mask) -> pd.Series:
    """The width that the cells shown by decision leave to each other cell; without any of them there is no limit."""
    if not shown.to_numpy().any():
        return pd.Series(np.inf, index=table.stack().index)
    return _ranges(table, structure, ~shown).diff(axis="columns")["high"]


def _hide_partners(table: pd.DataFrame, structure: Structure, hidden: Mask, shown: Mask) -> None:
    """Until no sum has exactly one hidden cell, hide the smallest other cell of such a sum; works in place."""
    changed = True
    while changed:
        changed = False
        for total, parts in structure.sums(table):
            cells = (total, *parts)
            if sum(_at(hidden, cell) for cell in cells) == 1:
                changed |= _hide_smallest(table, hidden, shown, cells)


def _hide_one(table: pd.DataFrame, structure: Structure, hidden: Mask, shown: Mask, *, near: Cell) -> None:
    """Hide one more cell: in a sum of the given cell, else in a sum with any hidden cell, else anywhere."""
    sums = [(total, *parts) for total, parts in structure.sums(table)]
    own = [cell for cells in sums if near in cells for cell in cells]
    linked = [cell for cells in sums if any(_at(hidden, cell) for cell in cells) for cell in cells]
    for candidates in (own, linked, [cell for cells in sums for cell in cells]):
        if _hide_smallest(table, hidden, shown, candidates):
            return


def _hide_smallest(table: pd.DataFrame, hidden: Mask, shown: Mask, cells: Iterable[Cell]) -> bool:
    """Hide the smallest cell that may be hidden, zeros last because their place is often known; False when none is."""
    free = [cell for cell in cells if not _at(hidden, cell) and not _at(shown, cell)]
    if not free:
        return False
    row, column = min(free, key=lambda cell: (_at(table, cell) == 0, _at(table, cell)))
    hidden.loc[row, column] = True
    return True


def _ranges(table: pd.DataFrame, structure: Structure, hidden: Mask) -> pd.DataFrame:
    """Least and greatest whole number in each hidden cell that all sums allow."""
    cells = [(row, column) for row in table.index for column in table.columns if hidden.loc[row, column]]
    place = {cell: i for i, cell in enumerate(cells)}
    left, right = [], []
    for total, parts in structure.sums(table):
        equation, known = np.zeros(len(cells)), 0
        for cell, sign in ((total, -1), *((part, 1) for part in parts)):
            if cell in place:
                equation[place[cell]] += sign
            else:
                known -= sign * _at(table, cell)
        left.append(equation)
        right.append(known)
    limits = [(_extreme(i, left, right, +1), _extreme(i, left, right, -1)) for i in range(len(cells))]
    index = pd.MultiIndex.from_tuples(cells, names=["row", "column"])
    return pd.DataFrame(limits, index=index, columns=["low", "high"], dtype=float)


def _extreme(i: int, left: list[np.ndarray], right: list[int], sign: int) -> float:
    size = len(left[0]) if left else i + 1
    goal = np.zeros(size)
    goal[i] = sign
    equations = {"A_eq": np.array(left), "b_eq": right} if left else {}
    found = linprog(goal, bounds=(0, None), method="highs", **equations)
    if found.status == 0 and not float(found.fun).is_integer():
        found = linprog(goal, bounds=(0, None), integrality=np.ones(size), method="highs", **equations)
    if found.status == 4:  # "unbounded or infeasible": without presolve the solver says which
        found = linprog(goal, bounds=(0, None), method="highs", options={"presolve": False}, **equations)
    if found.status == 2:
        raise ValueError("no counts fit the shown cells: a shown total differs from the sum of its shown parts")
    if found.status == 3:
        return float(np.inf)
    if found.status != 0:
        # an answer that the solver does not vouch for must not pass as protection
        raise RuntimeError(f"the range of a hidden cell was not found: {found.message}")
    return float(round(sign * found.fun))


def _check(table: pd.DataFrame, structure: Structure) -> None:
    _check_labels(table, structure)
    if not all(pd.api.types.is_integer_dtype(kind) for kind in table.dtypes):
        raise TypeError(f"suppression needs whole numbers, found {set(map(str, table.dtypes))}; use astype(int)")
    for total, parts in structure.sums(table):
        found = sum(_at(table, part) for part in parts)
        if found != _at(table, total):
            raise ValueError(
                f"row {total[0]!r}, column {total[1]!r} holds {_at(table, total)}, its parts add up to {found}; "
                "correct the table before hiding anything"
            )


def _check_labels(table: pd.DataFrame, structure: Structure) -> None:
    rows = {label for total, parts in structure.rows.items() for label in (total, *parts)}
    columns = {label for total, parts in structure.columns.items() for label in (total, *parts)}
    unknown = sorted((rows - set(table.index)) | (columns - set(table.columns)))
    if unknown or not (table.index.is_unique and table.columns.is_unique):
        raise ValueError(f"the table needs unique labels and every row and column of its sums; missing: {unknown}")


def _at(frame: pd.DataFrame, cell: Cell) -> int:
    value: Any = frame.at[cell[0], cell[1]]
    return int(value)


def _mask(table: pd.DataFrame, cells: pd.Index) -> Mask:
    mask = pd.DataFrame(False, index=table.index, columns=table.columns)
    for row, column in cells:
        mask.loc[row, column] = True
    return mask
