"""A real edition, built by ``gec run`` from workbooks: every file, nothing else, and a page that works in a browser."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import openpyxl
import pandas as pd
import pytest

from gec_lib.ledger.archive import locked
from tests.home_fixture import SmallHome

FILES = {
    "report.html",
    "report.docx",
    "tables.xlsx",
    "report.ipynb",
    "indicators.csv",
    "claims.json",
    "sources.parquet",
    "faults.csv",
    "manifest.json",
    "progress.json",
}
KILOBYTE = 1000


@pytest.fixture(scope="session")
def outputs(small_home: SmallHome) -> Path:
    """``outputs`` after one run of the final evaluation, all levels together; built once for all workers."""
    folder = small_home.tree.parent / "outputs"
    with locked(folder.with_suffix(".lock")):
        if not (folder / "said.txt").is_file():
            command = [sys.executable, "-m", "gec_lib.cli", "--home", str(small_home.home.root), "run", "final"]
            command += ["--year", "2025", "--level", "all", "--workers", "1", "--outputs", str(folder)]
            done = subprocess.run(command, capture_output=True, text=True, timeout=240)
            assert done.returncode == 0, done.stdout + done.stderr
            (folder / "said.txt").write_text(done.stdout, encoding="utf-8")
    return folder


@pytest.fixture
def edition(outputs: Path) -> Path:
    return outputs / "internal" / "final-2025" / "all" / "vi"


@pytest.fixture
def manifest(edition: Path) -> dict[str, Any]:
    return json.loads((edition / "manifest.json").read_text(encoding="utf-8"))


def test_the_program_prints_where_the_pages_are(outputs: Path, edition: Path):
    said = (outputs / "said.txt").read_text(encoding="utf-8").split()
    assert said == [str(edition / "report.html"), str(outputs / "internal" / "index.html")]


def test_every_file_is_there_and_no_other(outputs: Path, edition: Path):
    assert {path.name for path in edition.iterdir()} == FILES
    kept = {path.relative_to(outputs).as_posix() for path in outputs.rglob("*") if path.is_file()}
    stray = {p for p in kept if not p.startswith("internal/final-2025/all/vi/")} - {"internal/index.html", "said.txt"}
    assert {p for p in stray if not p.startswith((".log", ".runs")) and not p.endswith(".log")} == set()


def test_the_manifest_names_every_file_with_its_hash(edition: Path, manifest: dict[str, Any]):
    hashes = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in edition.iterdir()
        if path.name != "manifest.json"
    }
    assert manifest["outputs"] == hashes
    assert set(manifest["parameters"]) == {"snapshot", "year", "level", "lang", "profile"}
    assert manifest["snapshot"] == manifest["parameters"]["snapshot"]
    assert manifest["kind"] == "final"


def test_nothing_tells_the_machine_or_the_hour(edition: Path):
    for name in sorted(FILES - {"report.docx", "tables.xlsx", "sources.parquet"}):
        text = (edition / name).read_text(encoding="utf-8")
        assert "/tmp/" not in text and "/work/" not in text and "pytest-" not in text, name
        assert not re.search(r"T\d\d:\d\d:\d\d", text), name


def test_claims_and_cells_belong_together(edition: Path):
    claims = json.loads((edition / "claims.json").read_text(encoding="utf-8"))
    cells = pd.read_parquet(edition / "sources.parquet")
    for id, claim in claims.items():
        if claim.get("cells"):
            assert len(cells[cells["claim"].eq(id)]) == claim["cells"], id
        assert set(claim.get("inputs", ())) <= claims.keys()
    page = (edition / "report.html").read_text(encoding="utf-8")
    linked = set(re.findall(r'href="#(c-[^"]+)"', page))
    assert len(linked) > 100
    assert linked <= set(re.findall(r'id="(c-[^"]+)"', page))


def test_a_number_can_be_followed_to_its_workbook(edition: Path, small_home: SmallHome):
    """The doctorates of the page are those that the named cells of the received workbooks hold."""
    claims = json.loads((edition / "claims.json").read_text(encoding="utf-8"))
    cells = pd.read_parquet(edition / "sources.parquet")
    incoming = {path.name: path for path in (small_home.home.data / "incoming").rglob("*.xlsx")}
    for id in ("T3-02a.2025.all.T.num", "T3-02a.2025.all.T.den"):
        total = 0
        for source in cells[cells["claim"].eq(id)].itertuples():
            content = incoming[source.name].read_bytes()
            assert hashlib.sha256(content).hexdigest() == source.file
            sheet = openpyxl.load_workbook(incoming[source.name], data_only=True)[source.sheet]
            total += int(sheet[source.cell].value or 0)
        assert total == int(claims[id]["value"]) > 0


def test_the_executed_notebook_holds_no_trace_of_an_error(edition: Path):
    notebook = nbformat.read(edition / "report.ipynb", as_version=4)
    kinds = {output.output_type for cell in notebook.cells for output in cell.get("outputs", [])}
    assert kinds <= {"execute_result", "display_data"}


def test_the_tables_beside_the_page_can_be_read(edition: Path):
    rows = list(csv.DictReader((edition / "indicators.csv").open(encoding="utf-8")))
    assert {"T1-01a", "T2-01a", "T3-01a", "T3-02a"} <= {row["indicator"] for row in rows}
    assert len((edition / "faults.csv").read_text(encoding="utf-8").splitlines()) >= 1


def test_the_page_is_small(edition: Path):
    page = (edition / "report.html").read_text(encoding="utf-8")
    annex = page[page.index('id="nguon-tung-con-so"') :]
    bare = re.sub(r'<svg.*?</svg>|(?<=")data:image[^"]*', "", page[: len(page) - len(annex)], flags=re.DOTALL)
    assert len(bare.encode()) < 250 * KILOBYTE
    assert len(page.encode()) < 1500 * KILOBYTE


class Visit:
    def __init__(self, browser: Any, path: Path, width: int, height: int) -> None:
        self.page = browser.new_context(viewport={"width": width, "height": height}).new_page()
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto(path.as_uri())
        self.page.wait_for_load_state("networkidle")


@pytest.fixture
def pages(edition: Path, outputs: Path) -> Iterator[list[Path]]:
    yield [edition / "report.html", outputs / "internal" / "index.html"]


@pytest.mark.browser
def test_in_a_browser_nothing_is_fetched_and_nothing_complains(chromium, pages):
    for path in pages:
        seen = Visit(chromium, path, 1280, 1160)
        assert [url for url in seen.requests if not url.startswith("data:")] == [seen.page.url]
        assert seen.complaints == []
        seen.page.context.close()


@pytest.mark.browser
def test_the_first_screen_holds_the_whole_verdict_matrix(chromium, edition):
    seen = Visit(chromium, edition / "report.html", 1280, 1160)
    box = seen.page.locator("table.matrix").bounding_box()
    assert box["y"] + box["height"] <= 1160
    assert box["x"] >= 0 and box["x"] + box["width"] <= 1280
    assert seen.page.locator("table.matrix tbody tr").count() >= 4
    assert "MÔ PHỎNG" in seen.page.locator(".stamp").first.inner_text()
    seen.page.context.close()


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
def test_the_page_never_scrolls_sideways(chromium, pages, width):
    for path in pages:
        seen = Visit(chromium, path, width, 800)
        seen.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        assert seen.page.evaluate("document.documentElement.scrollWidth") == width
        seen.page.context.close()


@pytest.mark.browser
def test_the_index_leads_to_the_page(chromium, outputs, edition):
    seen = Visit(chromium, outputs / "internal" / "index.html", 1280, 800)
    links = seen.page.eval_on_selector_all("a[href]", "all => all.map(a => a.href)")
    assert (edition / "report.html").as_uri() in links
    named = [link for link in links if link.startswith("file:")]
    assert [link for link in named if not Path(link.removeprefix("file://").split("#")[0]).exists()] == []
    seen.page.context.close()


def stock(tree: Path, out: Path, *given: str) -> Any:
    environment = {key: value for key, value in os.environ.items() if key not in ("GEC_HOME", "CI")}
    command = [sys.executable, "-m", "papermill", "notebooks/final.ipynb", str(out), "--no-progress-bar", *given]
    done = subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr[-3000:]
    return nbformat.read(out, as_version=4)


def printed(notebook: Any) -> str:
    return "".join(o["data"].get("text/html", "") for c in notebook.cells for o in c.get("outputs", []) if "data" in o)


@pytest.mark.parametrize("given", [(), ("-p", "year", "2025", "-p", "level", "primary")], ids=["bare", "parameters"])
def test_stock_papermill_runs_the_notebook_and_writes_nothing_else(small_home: SmallHome, tmp_path: Path, given):
    before = {path: path.stat().st_mtime_ns for path in small_home.tree.rglob("*") if path.is_file()}
    notebook = stock(small_home.tree, tmp_path / "out.ipynb", *given)
    after = {path: path.stat().st_mtime_ns for path in small_home.tree.rglob("*") if path.is_file()}
    assert after == before
    assert not (small_home.tree / "outputs").exists() and not (small_home.home.root / "outputs").exists()
    text = printed(notebook)
    assert ("Tiểu học" in text) and ("Toàn địa bàn" in text)
    errors = [o for cell in notebook.cells for o in cell.get("outputs", []) if o["output_type"] == "error"]
    assert errors == [] and "SỐ LIỆU MÔ PHỎNG" in text
