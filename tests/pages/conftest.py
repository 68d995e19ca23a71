"""The sample report, its page, and a browser that may reach nothing outside it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from gec_lib import blocks
from gec_lib.ledger.archive import locked
from gec_lib.publish.document import Document, Meta
from gec_lib.publish.html import render_page
from gec_lib.publish.show import show
from tests.home_fixture import SmallHome


@pytest.fixture(scope="session")
def sample() -> ModuleType:
    """The hand-made report: ``BLOCKS``, each block by name, and ``BOOK``."""
    from tests.pages import sample

    return sample


@pytest.fixture(scope="session")
def sample_index() -> ModuleType:
    """The hand-made index."""
    from tests.pages import sample_index

    return sample_index


@pytest.fixture(scope="session")
def document(sample: ModuleType) -> Document:
    """The hand-made report as it comes out of a notebook."""
    shown = [show(block, sample.BOOK, lang="vi") for block in sample.BLOCKS]
    claims: dict[str, Any] = {}
    for one in shown:
        claims.update(one.claims)
    return Document(
        blocks=tuple(dict(one.block) for one in shown),
        claims=claims,
        lang="vi",
        title=blocks.text_of(sample.MASTHEAD.title),
        profile="internal",
        synthetic=sample.SYNTHETIC,
        meta=Meta("9f3ac41e07b2", "1.0.0", ("report.docx", "tables.xlsx", "claims.json")),
    )


@pytest.fixture(scope="session")
def page(document: Document) -> str:
    """The page of the hand-made report."""
    return render_page(document)


@pytest.fixture(scope="session")
def index_page(sample_index: ModuleType) -> str:
    """The hand-made index page."""
    return str(sample_index.render())


@pytest.fixture(scope="session")
def address(page: str, index_page: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A folder with ``report.html`` and ``index.html``, as a file address."""
    folder = tmp_path_factory.mktemp("pages")
    (folder / "report.html").write_text(page, "utf-8")
    (folder / "index.html").write_text(index_page, "utf-8")
    return folder.as_uri()


@pytest.fixture(scope="session")
def kinds(small_home: SmallHome) -> dict[str, Path]:
    """A page of every kind by its name (`tests.pages.kinds`); built once for all workers, read-only."""
    from tests.pages.kinds import build

    folder = small_home.tree.parent / "pages-of-every-kind"
    with locked(folder.with_suffix(".lock")):
        if not (folder / "pages.json").is_file():
            shutil.rmtree(folder, ignore_errors=True)
            (folder / "pages.json").write_text(json.dumps(build(small_home, folder)), encoding="utf-8")
    names = json.loads((folder / "pages.json").read_text(encoding="utf-8"))
    return {name: folder / path for name, path in names.items()}
