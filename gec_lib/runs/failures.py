"""What can go wrong with an edition, as a closed set: a failure is returned and listed, it never stops the others."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Kinds of failure of an edition."""

    CELL = "cell"  # a cell raised an error
    EXIT = "exit"  # a cell called sys.exit: the cells after it never ran
    INTERRUPTED = "interrupted"  # a cell raised KeyboardInterrupt
    NO_PARAMETERS = "no_parameters"  # no cell is tagged "parameters"
    PARAMETERS = "parameters"  # names differ from those that an edition gives
    DIED = "died"  # the process of the notebook died, twice
    TIMEOUT = "timeout"  # a cell took too long
    INPUT = "input"  # a cell asked for input
    WIDGET = "widget"  # a cell showed a widget, which needs a live page
    PAGE = "page"  # the notebook ran, but is no finished edition
    INTERNAL = "internal"  # an error of the program


@dataclass(frozen=True)
class Failure:
    """Why an edition was not built.

    Attributes
    ----------
    kind : Kind
        Kind of failure.
    notebook : str
        File name of the notebook.
    message : str
        What was found, what was expected, what to do.
    cell : str
        Id of the cell, when one is to blame.
    line : str
        Last line of that cell.

    Examples
    --------
    >>> print(Failure(Kind.CELL, "final.ipynb", "ZeroDivisionError: division by zero", cell="setup", line="1 / 0"))
    final.ipynb, cell setup: ZeroDivisionError: division by zero
        last line: 1 / 0
    """

    kind: Kind
    notebook: str
    message: str
    cell: str = ""
    line: str = ""

    def __str__(self) -> str:
        place = f"{self.notebook}, cell {self.cell}" if self.cell else self.notebook
        return f"{place}: {self.message}" + (f"\n    last line: {self.line}" if self.line else "")


class RunError(RuntimeError):
    """An edition could not be built."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(str(failure))
        self.failure = failure

    @property
    def kind(self) -> Kind:
        return self.failure.kind
