"""What surrounds a notebook's process: the same variables everywhere, so that it gives the same bytes everywhere."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

LIBRARY_PATH = Path(__file__).resolve().parent.parent.parent
FIXED = {
    "PYTHONHASHSEED": "0",
    # one notebook, one core: the pool fills the others; sums are made in one order
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "TZ": "UTC",
    "LC_ALL": "C.UTF-8",
    # debugpy warns of frozen modules on the terminal
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
}


def surroundings(home: Path | None = None) -> Mapping[str, str]:
    """Variables of a process that executes notebooks.

    Parameters
    ----------
    home : Path, optional
        The home that notebooks find; the one named in ``GEC_HOME`` by default.
    """
    named = {"GEC_HOME": str(home)} if home else {}
    # a user's IPython start-up files and history must not reach a report
    profile = Path(tempfile.gettempdir()) / f"gec-ipython-{_user()}"
    profile.mkdir(mode=0o700, exist_ok=True)
    # the library that runs this program is the one that notebooks import
    path = os.pathsep.join(filter(None, (str(LIBRARY_PATH), os.environ.get("PYTHONPATH", ""))))
    return {**os.environ, **FIXED, "IPYTHONDIR": str(profile), "PYTHONPATH": path, **named}


def _user() -> str:
    return str(os.getuid()) if hasattr(os, "getuid") else os.environ.get("USERNAME", "user")
