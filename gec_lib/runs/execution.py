"""One edition: the notebook executed by papermill, published from what it shows, and described by its manifest."""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from gec_lib.runs.editions import Edition
from gec_lib.runs.engine_names import Engine
from gec_lib.runs.failures import Failure, Kind, RunError
from gec_lib.runs.limits import TIMEOUT
from gec_lib.runs.manifest import MANIFEST, manifest, write_json
from gec_lib.runs.notebooks import execute

ATTACHMENTS = "application/vnd.gec.files+json"
BESIDE = ("report.docx", "tables.xlsx", "claims.json", "indicators.csv", "faults.csv", "report.ipynb")


@dataclass(frozen=True)
class Task:
    """Everything that the making of one edition depends on; another process gets it as JSON.

    Attributes
    ----------
    edition : Edition
        What to make.
    notebook : Path
        The notebook of its kind.
    home : Path
        The home whose snapshot and parameters the notebook reads; its working folder.
    folder : Path
        Where the files go: a temporary folder.
    version : str
        Version of the code, for the page and the manifest.
    inputs : mapping
        Hashes of everything the edition is made from.
    timeout : int
        Seconds that one cell may take.
    """

    edition: Edition
    notebook: Path
    home: Path
    folder: Path
    version: str
    inputs: Mapping[str, Any]
    timeout: int = TIMEOUT

    def plain(self) -> dict[str, Any]:
        """The task as JSON data."""
        return {
            **{key: str(value) if isinstance(value, Path) else value for key, value in vars(self).items()},
            "edition": asdict(self.edition),
        }


def read_task(data: Mapping[str, Any]) -> Task:
    """The task that `Task.plain` described."""
    paths = {key: Path(data[key]) for key in ("notebook", "home", "folder")}
    edition = Edition(**data["edition"])
    return Task(edition, version=data["version"], inputs=data["inputs"], timeout=data["timeout"], **paths)


def make(task: Task, *, engine: Engine) -> Failure | None:
    """Execute and publish an edition into the task's folder; a failure is returned, not raised."""
    os.environ["GEC_HOME"] = str(task.home)
    try:
        executed = execute(task.edition, notebook=task.notebook, home=task.home, engine=engine, timeout=task.timeout)
        publish(task.edition, executed, folder=task.folder, version=task.version, inputs=task.inputs)
    except RunError as error:
        return error.failure
    except Exception as error:
        return Failure(Kind.INTERNAL, task.notebook.name, f"{type(error).__name__}: {error}")
    return None


def perform(data: Mapping[str, Any]) -> dict[str, Any]:
    """`make` for a forked process: a task as JSON in, a failure as JSON out."""
    failure = make(read_task(data["task"]), engine=Engine.FORKED)
    return {"failure": asdict(failure) if failure else None}


def publish(edition: Edition, executed: Any, *, folder: Path, version: str, inputs: Mapping[str, Any]) -> None:
    """Write everything that an edition consists of into a folder, from the executed notebook alone."""
    import nbformat

    from gec_lib.publish.document import DocumentError, document_from_notebook
    from gec_lib.publish.docx import render_docx
    from gec_lib.publish.html import render_page
    from gec_lib.publish.workbook import render_workbook

    files = attachments(executed)
    executed.metadata["gec"] = {
        "lang": edition.lang,
        "snapshot": edition.snapshot,
        "version": version,
        "files": list(BESIDE),
    }
    try:
        document = document_from_notebook(executed)
        page, official, tables = render_page(document), render_docx(document), render_workbook(document)
    except DocumentError as error:
        raise RunError(Failure(Kind.PAGE, f"{edition.kind}.ipynb", str(error))) from None
    nbformat.write(executed, str(folder / "report.ipynb"))
    (folder / "report.html").write_text(page, encoding="utf-8", newline="\n")
    (folder / "report.docx").write_bytes(official)
    (folder / "tables.xlsx").write_bytes(tables)
    write_json(folder / "claims.json", dict(document.claims))
    for name, content in files.items():
        if Path(name).name != name:
            text = f"a cell carries the file {name!r}; expected a name without folders"
            raise RunError(Failure(Kind.PAGE, f"{edition.kind}.ipynb", text))
        if name.endswith(".parquet"):
            (folder / name).write_bytes(base64.b64decode(content))
        elif name.endswith((".csv", ".json")):
            (folder / name).write_text(content, encoding="utf-8", newline="\n")
    card = json.loads(files.get("card.json", "{}"))
    (folder / "card.json").unlink(missing_ok=True)
    made = manifest(edition, folder=folder, version=version, title=document.title, inputs=inputs)
    write_json(folder / MANIFEST, {**made, **card})


def attachments(executed: Any) -> Mapping[str, str]:
    """Files that the notebook's last cell carries: CSV as text, Parquet in base 64."""
    found: dict[str, str] = {}
    for cell in executed.cells:
        for output in cell.get("outputs", []):
            found.update(output.get("data", {}).get(ATTACHMENTS, {}))
    return found
