"""What several test files need: the outside world, or the reason why it is absent."""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

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


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A headless chromium; absent on a person's machine is a skip, absent in CI a failure."""
    if importlib.util.find_spec("playwright") is None:
        absent("playwright is not installed")
    from playwright.sync_api import sync_playwright

    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if path is None:
        absent("no chromium on the search path")
    with sync_playwright() as tools:
        browser = tools.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
        )
        yield browser
        browser.close()
