"""Names of the engines behind papermill."""

from __future__ import annotations

from enum import StrEnum


class Engine(StrEnum):
    """What runs the cells of a notebook."""

    FORKED = "gec"  # a process forked for the notebook
    STOCK = "gec-stock"  # a stock Jupyter kernel
