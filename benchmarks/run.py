"""Twenty annual reports made in four ways, in turn: medians and ratios.

    python benchmarks/run.py --home build/demo --reports 20 --repeat 3

shell   one `papermill` and one `jupyter nbconvert` for each report, as in a shell loop
pool    papermill's and nbconvert's Python interface in a pool of two processes
ours    `gec_lib.runs`, its start included, page, Word file, workbook and manifest too
floor   the same cells as plain Python in two warm processes: no kernel, no IPython, no page

then: ours again when nothing has changed, and one export to HTML by nbconvert and by ours.
"""

from __future__ import annotations

import argparse
import ast
import multiprocessing
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import psutil

from gec_lib.codelists import load_codes
from gec_lib.home import Home
from gec_lib.runs.batch import Places, run
from gec_lib.runs.editions import Edition, matrix, snapshot_named
from gec_lib.runs.surroundings import surroundings

BIN = Path(sys.executable).parent
WORKERS = 2


def editions_of(home: Home, *, kind: str, reports: int) -> list[Edition]:
    """Years times levels of one kind, the newest years first, as many as asked for."""
    import pyarrow.parquet as pq

    snapshot = snapshot_named("newest", home=home)
    due = pq.read_table(home.data / "snapshots" / snapshot / "due.parquet", columns=["year"])
    years = sorted({int(year) for year in due["year"].to_pylist()}, reverse=True)
    levels = ["all", *load_codes(home.params).school_levels()]
    every = matrix(
        kinds=[(kind, year) for year in years], snapshot=snapshot, levels=levels, langs=["vi"], profiles=["internal"]
    )
    return list(every)[:reports]


def shell(editions: Sequence[Edition], notebook: Path, home: Home, folder: Path) -> None:
    """The stock tools, one process after another."""
    env = {**os.environ, "GEC_HOME": str(home.root)}
    for number, edition in enumerate(editions):
        out = folder / f"{number}.ipynb"
        given = [word for name, value in edition.parameters.items() for word in (_flag(value), name, str(value))]
        command = [BIN / "papermill", "--no-progress-bar", "-k", "python3", "--cwd", home.root, notebook, out, *given]
        subprocess.run(command, check=True, env=env, capture_output=True)
        subprocess.run([BIN / "jupyter", "nbconvert", "--to", "html", out], check=True, env=env, capture_output=True)


def _flag(value: object) -> str:
    return "-p" if isinstance(value, int) else "-r"


def pool(editions: Sequence[Edition], notebook: Path, home: Home, folder: Path) -> None:
    """The stock tools' Python interface, two at a time."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(WORKERS, mp_context=context) as workers:
        tasks = [(e.parameters, notebook, home.root, folder / f"{n}.ipynb") for n, e in enumerate(editions)]
        list(workers.map(_stock, *zip(*tasks, strict=True)))


EXPORTER: list[Any] = []


def _stock(parameters: dict[str, Any], notebook: Path, home: Path, out: Path) -> None:
    import nbconvert
    import papermill

    os.environ["GEC_HOME"] = str(home)
    EXPORTER[:] = EXPORTER or [nbconvert.HTMLExporter()]
    papermill.execute_notebook(notebook, out, parameters, kernel_name="python3", cwd=home, progress_bar=False)
    page, _ = EXPORTER[0].from_filename(str(out))
    out.with_suffix(".html").write_text(page, encoding="utf-8")


def ours(editions: Sequence[Edition], notebook: Path, home: Home, folder: Path) -> None:
    """The runner, in a process of its own so that its start counts."""
    worker = ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"))
    with worker:
        worker.submit(_ours, list(editions), notebook.parent, home.root, folder).result()


def _ours(editions: list[Edition], notebooks: Path, home: Path, folder: Path) -> None:
    outcomes = run(editions, places=Places(notebooks, home, folder, "bench"), workers=WORKERS)
    assert all(outcome.finished for outcome in outcomes), [str(outcome.failure) for outcome in outcomes]


class Floor:
    """Two warm processes that run the cells of a notebook as plain Python."""

    def __init__(self, notebook: Path, home: Home) -> None:
        os.environ.update(surroundings(home.root))
        self.pool = ProcessPoolExecutor(WORKERS, mp_context=multiprocessing.get_context("spawn"))
        self.notebook = notebook

    def warm(self, edition: Edition) -> None:
        """Import everything in both processes."""
        list(self.pool.map(_plain, [edition] * WORKERS * 2, [self.notebook] * WORKERS * 2))

    def __call__(self, editions: Sequence[Edition], *ignored: object) -> None:
        list(self.pool.map(_plain, editions, [self.notebook] * len(editions)))


def _plain(edition: Edition, notebook: Path) -> int:
    import nbformat

    names: dict[str, Any] = {}
    size = 0
    for cell in nbformat.read(notebook, as_version=4).cells:
        if cell.cell_type == "code":
            shown = _last_value(cell.source, names)
            if "parameters" in cell.metadata.get("tags", ()):
                names.update(edition.parameters)
            if hasattr(shown, "_repr_mimebundle_"):
                size += len(shown._repr_mimebundle_())
    return size


def _last_value(source: str, names: dict[str, Any]) -> Any:
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "cell", "exec"), names)
    return eval(compile(ast.Expression(last.value), "cell", "eval"), names) if last else None


def spent() -> float:
    """Processor seconds of this process and of all that it started, those that have ended too."""
    whole = psutil.Process()
    return sum(sum(process.cpu_times()[:4]) for process in (whole, *whole.children()))


def timed(way: Callable[..., None], *given: object) -> tuple[float, float]:
    """Seconds of one call in an empty folder: by the clock, and of processors, which a busy machine changes less."""
    folder = Path(tempfile.mkdtemp(prefix="gec-bench-"))
    try:
        began, before = time.perf_counter(), spent()
        way(*given, folder)
        return time.perf_counter() - began, spent() - before
    finally:
        shutil.rmtree(folder)


def unchanged(editions: Sequence[Edition], notebook: Path, home: Home, folder: Path) -> None:
    """Time of a run of which nothing changed; printed, because its folder must be filled first."""
    places = Places(notebook.parent, home.root, folder, "bench")
    run(list(editions), places=places, workers=WORKERS)
    began = time.perf_counter()
    outcomes = run(list(editions), places=places, workers=WORKERS)
    assert all(outcome.unchanged for outcome in outcomes)
    print(f"| nothing changed, {len(editions)} reports | {time.perf_counter() - began:.3f} s |")
    export(outcomes[0].folder / "report.ipynb")


def export(path: Path, *, times: int = 5) -> None:
    """One executed notebook to HTML, by nbconvert's own exporter and by ours, both made once before."""
    import nbconvert
    import nbformat

    from gec_lib.publish.exporter import EditionExporter

    notebook = nbformat.read(path, as_version=4)
    for name, exporter in (("nbconvert HTMLExporter", nbconvert.HTMLExporter()), ("ours", EditionExporter())):
        exporter.from_notebook_node(notebook)
        found = []
        for _ in range(times):
            began = time.perf_counter()
            exporter.from_notebook_node(notebook)
            found.append(time.perf_counter() - began)
        print(f"| HTML export, {name} | {statistics.median(found) * 1000:.0f} ms |")


def main() -> None:
    """Run the ways in turn and print what they took."""
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("--home", type=Path, default=Path("build/demo"))
    given.add_argument("--kind", default="annual")
    given.add_argument("--reports", type=int, default=20)
    given.add_argument("--repeat", type=int, default=3)
    options = given.parse_args()
    home = Home(options.home.resolve())
    notebook = Path("notebooks").resolve() / f"{options.kind}.ipynb"
    editions = editions_of(home, kind=options.kind, reports=options.reports)
    floor = Floor(notebook, home)
    floor.warm(editions[0])
    ways: dict[str, Callable[..., None]] = {"shell": shell, "pool": pool, "ours": ours, "floor": floor}
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
    for _ in range(options.repeat):
        for name, way in ways.items():
            found[name].append(timed(way, editions, notebook, home))
            print(f"  {name} {found[name][-1][0]:.1f} s, load {os.getloadavg()[0]:.1f}", file=sys.stderr)
    print(f"{len(editions)} reports of kind {options.kind}, {options.repeat} rounds in turn, medians\n")
    print("| way | s | s a report | processor s a report | ours by the clock | ours by processor |")
    print("|---|---|---|---|---|---|")
    middle = {name: [statistics.median(part) for part in zip(*rounds, strict=True)] for name, rounds in found.items()}
    for name, (clock, processor) in middle.items():
        share = [each / ours for each, ours in zip((clock, processor), middle["ours"], strict=True)]
        each = f"{clock / len(editions):.2f} | {processor / len(editions):.2f}"
        print(f"| {name} | {clock:.1f} | {each} | {share[0]:.2f} × as fast | {share[1]:.2f} × as cheap |")
    print("\n| what | took |\n|---|---|")
    timed(unchanged, editions, notebook, home)


if __name__ == "__main__":
    main()
