"""GEC: evaluations of gender-equality plans in education.

The facade that notebooks import; everything is loaded when it is first used, so that ``import gec_lib`` and
``gec --help`` stay quick.
"""

from __future__ import annotations

import importlib
from typing import Any

__version__ = "0.1.0"

_HOMES = {
    "Report": "gec_lib.report",
    "dataset_of": "gec_lib.report",
    "disclosure_of": "gec_lib.report",
    "explore": "gec_lib.exploring",
    "open_dataset": "gec_lib.exploring",
    "open_edition": "gec_lib.report",
    "results_of": "gec_lib.report",
}

__all__ = [*sorted(_HOMES), "__version__"]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'gec_lib' has no attribute {name!r}; it offers {', '.join(__all__)}")
    return getattr(importlib.import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
