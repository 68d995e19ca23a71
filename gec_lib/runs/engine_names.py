"""Names of the engines behind papermill, and the one that papermill finds by itself."""

from __future__ import annotations

from enum import StrEnum
from typing import Any


class Engine(StrEnum):
    """What runs the cells of a notebook."""

    FORKED = "gec"  # a process forked for the notebook
    STOCK = "gec-stock"  # a stock Jupyter kernel


class EntryPoint:
    """The engine for ``papermill --engine gec``, named in ``pyproject.toml``.

    papermill loads entry points while it is itself being imported, so this class imports nothing of papermill before
    it is used.
    """

    @classmethod
    def execute_notebook(cls, *args: Any, **kwargs: Any) -> Any:
        """Execute a notebook in a forked process, or on a stock kernel where there is no safe fork."""
        return _engine().execute_notebook(*args, **kwargs)

    @classmethod
    def nb_kernel_name(cls, nb: Any, name: str | None = None) -> str:
        """Name of the notebook's kernel."""
        return str(_engine().nb_kernel_name(nb, name))

    @classmethod
    def nb_language(cls, nb: Any, language: str | None = None) -> str:
        """Language of the notebook."""
        return str(_engine().nb_language(nb, language))


def _engine() -> Any:
    from gec_lib.runs.engines import ForkedEngine, StockEngine
    from gec_lib.runs.processes import forkable

    return ForkedEngine if forkable() else StockEngine
