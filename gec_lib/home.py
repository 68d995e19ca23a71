"""The home: the folder that holds ``params``, ``data`` and ``outputs`` of one district."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from gec_lib.errors import WordedError

PLAN = Path("params") / "plan.yaml"


class HomeError(WordedError, FileNotFoundError):
    """No home was found."""


@dataclass(frozen=True)
class Home:
    """A district's folder."""

    root: Path

    @property
    def params(self) -> Path:
        return self.root / "params"

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def outputs(self) -> Path:
        return self.root / "outputs"


def find_home(home: Path | str | None = None) -> Home:
    """The given home, else ``GEC_HOME``, else the nearest parent that holds ``params/plan.yaml``.

    Parameters
    ----------
    home : Path or str, optional
        A folder named by the user.

    Raises
    ------
    HomeError
        When the folder holds no ``params/plan.yaml``; says where it looked and what to do.
    """
    named = home or os.environ.get("GEC_HOME")
    if named:
        root = Path(named).resolve()
        if (root / PLAN).is_file():
            return Home(root)
        raise HomeError(
            f"{root} is no home: {PLAN.as_posix()} is missing there; name a folder that holds it",
            key="is_no_home",
            root=root,
            plan=PLAN.as_posix(),
        )
    start = Path.cwd().resolve()
    for root in (start, *start.parents):
        if (root / PLAN).is_file():
            return Home(root)
    raise HomeError(
        f"no {PLAN.as_posix()} in {start} or above it; change to the project's folder, "
        "pass --home FOLDER or set GEC_HOME",
        key="no_home",
        root=start,
        plan=PLAN.as_posix(),
    )
