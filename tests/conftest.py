"""What several test files need: the outside world, or the reason why it is absent."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

if TYPE_CHECKING:
    from tests.home_fixture import SmallHome

# the clock of a busy machine decides nothing
hypothesis.settings.register_profile("gec", deadline=None)
hypothesis.settings.load_profile("gec")

ROOT = Path(__file__).resolve().parent.parent
CI = os.environ.get("CI") == "true"


def absent(reason: str) -> None:
    """Skip on a person's machine, fail in CI, where everything is made present."""
    if CI:
        pytest.fail(f"{reason} (CI must provide it)")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def params(root: Path) -> Path:
    """The ``params`` folder of the checkout."""
    return root / "params"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the published data that the formulas are checked against."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        absent("the folder ../shared with published data is not here")
    return folder


@pytest.fixture(scope="session")
def small_home(params: Path, tmp_path_factory: pytest.TempPathFactory) -> SmallHome:
    """A small synthetic home, read-only; made once a run, and only when a test asks for it."""
    from tests.home_fixture import open_small_home

    base = tmp_path_factory.getbasetemp()
    return open_small_home(params, base.parent if base.name.startswith("popen-") else base)
