"""One edition: the notebook executed by papermill in a temporary folder, published, and moved when finished."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gec_lib.runs.editions import MANIFEST, Edition

ATTACHMENTS = "application/vnd.gec.files+json"
WORK = ".work"
KERNEL = "python3"
BESIDE = ("claims.json", "indicators.csv", "faults.csv", "report.ipynb")
TIMEOUT = 300


class RunError(RuntimeError):
    """An edition could not be built; the text names notebook, cell and last line."""


@dataclass(frozen=True)
class Outcome:
    """What became of an edition: the finished folder, or why there is none."""

    edition: Edition
    folder: str = ""
    failure: str = ""

    @property
    def built(self) -> bool:
        return not self.failure


def build(edition: Edition, *, notebook: Path, home: Path, outputs: Path, version: str) -> Outcome:
    """Execute, publish and move one edition; a failure leaves nothing behind and is returned, not raised.

    Parameters
    ----------
    edition : Edition
        What to build.
    notebook : Path
        The notebook of its kind.
    home : Path
        The home whose snapshot and parameters the notebook reads; its working folder.
    outputs : Path
        Where editions live.
    version : str
        Version of the code, for the page and the manifest.
    """
    work = outputs / WORK
    work.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f"{edition.kind}-", suffix=f"-{os.getpid()}", dir=work))
    try:
        executed = execute(edition, notebook=notebook, home=home, folder=folder)
        publish(edition, executed, folder=folder, version=version)
        return Outcome(edition, folder=str(_move(folder, edition.folder(outputs))))
    except RunError as error:
        return Outcome(edition, failure=str(error))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def check_parameters(edition: Edition, *, notebook: Path) -> None:
    """Refuse a notebook whose parameters are not exactly those of an edition.

    Raises
    ------
    RunError
        Listing both sets: papermill itself only logs an unknown name and runs with the default.
    """
    import papermill

    own = set(papermill.inspect_notebook(str(notebook)))
    given = set(edition.parameters)
    if own != given:
        raise RunError(
            f"{notebook.name}: the parameters cell has {', '.join(sorted(own)) or 'none'}; "
            f"an edition gives {', '.join(sorted(given))}; "
            f"unknown here: {', '.join(sorted(given - own)) or 'none'}, "
            f"not given: {', '.join(sorted(own - given)) or 'none'}; make the names equal"
        )


def execute(edition: Edition, *, notebook: Path, home: Path, folder: Path) -> Any:
    """The executed notebook, without times and machine paths in its metadata.

    Raises
    ------
    RunError
        When a cell fails or the kernel dies.
    """
    import papermill
    from nbclient.exceptions import CellTimeoutError, DeadKernelError

    check_parameters(edition, notebook=notebook)
    os.environ.update({"GEC_HOME": str(home), "PYTHONHASHSEED": "0"})
    os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")
    try:
        executed = papermill.execute_notebook(
            str(notebook),
            str(folder / "report.ipynb"),
            parameters=edition.parameters,
            kernel_name=KERNEL,
            cwd=str(home),
            progress_bar=False,
            request_save_on_cell_execute=False,
            execution_timeout=TIMEOUT,
        )
    except papermill.PapermillExecutionError as error:
        cell = error.source.strip().splitlines()
        raise RunError(
            f"{notebook.name}, cell {error.exec_count}: {error.ename}: {error.evalue}"
            + (f"\n    last line of the cell: {cell[-1]}" if cell else "")
        ) from None
    except (CellTimeoutError, DeadKernelError) as error:
        last = (str(error).strip().splitlines() or [type(error).__name__])[-1]
        raise RunError(f"{notebook.name}: {type(error).__name__}: {last}") from None
    return normalised(executed)


def normalised(notebook: Any) -> Any:
    """Drop what differs between two runs of the same thing: times, paths, versions, random ids."""
    notebook.metadata = {
        key: value for key, value in notebook.metadata.items() if key in ("kernelspec", "language_info")
    }
    notebook.metadata.get("language_info", {}).pop("version", None)
    for number, cell in enumerate(notebook.cells):
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell["id"] = f"injected-{number}"
    return notebook


def publish(edition: Edition, executed: Any, *, folder: Path, version: str) -> None:
    """Write everything that an edition consists of into a folder, from the executed notebook alone."""
    import nbformat

    from gec_lib.publish.document import DocumentError, document_from_notebook
    from gec_lib.publish.html import render_page

    files = attachments(executed)
    executed.metadata["gec"] = {
        "lang": edition.lang,
        "snapshot": edition.snapshot,
        "version": version,
        "files": list(BESIDE),
    }
    try:
        document = document_from_notebook(executed)
        page = render_page(document)
    except DocumentError as error:
        raise RunError(f"{edition.kind}.ipynb: {error}") from None
    nbformat.write(executed, str(folder / "report.ipynb"))
    (folder / "report.html").write_text(page, encoding="utf-8", newline="\n")
    _write_json(folder / "claims.json", dict(document.claims))
    for name, content in files.items():
        if name.endswith(".parquet"):
            (folder / name).write_bytes(base64.b64decode(content))
        elif name.endswith((".csv", ".json")):
            (folder / name).write_text(content, encoding="utf-8", newline="\n")
    card = json.loads(files.get("card.json", "{}"))
    (folder / "card.json").unlink(missing_ok=True)
    made = manifest(edition, folder=folder, version=version, title=document.title)
    _write_json(folder / MANIFEST, {**made, **card})


def attachments(executed: Any) -> Mapping[str, str]:
    """Files that the notebook's last cell carries: CSV as text, Parquet in base 64."""
    found: dict[str, str] = {}
    for cell in executed.cells:
        for output in cell.get("outputs", []):
            found.update(output.get("data", {}).get(ATTACHMENTS, {}))
    return found


def manifest(edition: Edition, *, folder: Path, version: str, title: str) -> dict[str, Any]:
    """What the edition was made from and the hash of every file; no time stands in it."""
    hashes = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir()) if path.is_file()
    }
    return {
        "kind": edition.kind,
        "title": title,
        "parameters": edition.parameters,
        "snapshot": edition.snapshot,
        "version": version,
        "outputs": hashes,
    }


def _write_json(path: Path, data: Mapping[str, Any]) -> None:
    path.write_text(
        json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8", newline="\n"
    )


def _move(folder: Path, final: Path) -> Path:
    """Put the finished folder in place of an older edition: two renames, no half-made state."""
    final.parent.mkdir(parents=True, exist_ok=True)
    old = folder.with_name("old-" + folder.name)
    if final.exists():
        final.rename(old)
    folder.rename(final)
    final.chmod(0o755)
    shutil.rmtree(old, ignore_errors=True)
    return final
