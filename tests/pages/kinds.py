"""One page of every kind, drafted from the small home cell by cell of its notebook, and the lists that lead to them.

The pages are those of ``gec run``, without kernels and without the Word files and workbooks beside them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat
import nbformat.v4
import pytest
from click.testing import CliRunner

from gec_lib.cli import gec
from gec_lib.publish.document import document_from_notebook
from gec_lib.publish.html import render_page
from gec_lib.publishing import write_indexes
from gec_lib.report import Report, dataset_of, disclosure_of, open_edition, results_of
from gec_lib.runs.editions import Edition
from gec_lib.runs.execution import BESIDE
from gec_lib.runs.manifest import MANIFEST, manifest
from tests.home_fixture import SmallHome

LAST_DAY = "2025-12-29"
CALL = re.compile(r"^report\.(\w+)\(\)", re.MULTILINE)
# name of the page: what is asked for
EDITIONS: Mapping[str, Mapping[str, Any]] = {
    "final": {"kind": "final", "year": 2025, "level": "all"},
    "final-public": {"kind": "final", "year": 2025, "level": "all", "profile": "public"},
    "final-english": {"kind": "final", "year": 2025, "level": "preschool", "lang": "en"},
    "midterm": {"kind": "midterm", "year": 2023, "level": "lower_secondary"},
    "annual": {"kind": "annual", "year": 2024, "level": "preschool"},
    "quality": {"kind": "quality", "year": 2025, "level": "all"},
    "school": {"kind": "school", "year": 2025, "level": "primary", "school": "99000097"},
}
NAMES = (*EDITIONS, "index", "index-public", "schools", "coverage")


def build(home: SmallHome, folder: Path) -> dict[str, str]:
    """Write every page below a folder.

    Returns
    -------
    dict
        Path of each page below the folder, by its name.
    """
    pages = {name: _edition(home, folder, asked).relative_to(folder).as_posix() for name, asked in EDITIONS.items()}
    write_indexes(folder, profiles=["internal", "public"], lang="vi")
    pages |= {"index": "internal/index.html", "index-public": "public/index.html"}
    pages |= {"schools": "internal/school-2025/index.html", "coverage": "coverage/coverage.html"}
    _coverage(home, folder / pages["coverage"])
    return pages


def _edition(home: SmallHome, folder: Path, asked: Mapping[str, Any]) -> Path:
    edition = Edition(**{"snapshot": home.snapshot, "lang": "vi", "profile": "internal", **asked})
    drafted = nbformat.v4.new_notebook()
    files: dict[str, str] = {}
    report = _report(home, edition)
    notebook = nbformat.read(home.tree / "notebooks" / f"{edition.kind}.ipynb", as_version=4)
    for name in CALL.findall("\n".join(cell.source for cell in notebook.cells)):
        shown = getattr(report, name)()
        if name == "files":
            files = shown.content
            continue
        output = nbformat.v4.new_output("execute_result", data=shown._repr_mimebundle_(), execution_count=1)
        drafted.cells.append(nbformat.v4.new_code_cell(outputs=[output]))
    drafted.metadata["gec"] = {"lang": edition.lang, "snapshot": home.snapshot, "version": "1.0", "files": list(BESIDE)}
    document = document_from_notebook(drafted)
    own = edition.folder(folder)
    own.mkdir(parents=True)
    (own / "report.html").write_text(render_page(document), encoding="utf-8")
    for name in BESIDE:
        (own / name).write_bytes(b"")
    if "progress.json" in files:
        (own / "progress.json").write_text(files["progress.json"], encoding="utf-8")
    made = manifest(edition, folder=own, version="1.0", title=document.title, inputs={})
    (own / MANIFEST).write_text(json.dumps({**made, **json.loads(files["card.json"])}), encoding="utf-8")
    return own / "report.html"


def _report(home: SmallHome, edition: Edition) -> Report:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GEC_HOME", str(home.home.root))
        opened = open_edition(edition.kind, **edition.parameters)
    data = home._shared["data"] = home._shared.get("data") or dataset_of(opened)
    found = results_of(opened, data)
    return Report(opened, found, disclosure_of(opened, found))


def _coverage(home: SmallHome, page: Path) -> None:
    page.parent.mkdir(parents=True)
    asked = ["--year", "2025", "--as-of", LAST_DAY, "--page", str(page), "--letters", str(page.parent / "letters")]
    done = CliRunner().invoke(gec, ["--home", str(home.home.root), "coverage", *asked])
    assert done.exit_code == 0, done.output
