"""One notebook executed by papermill: parameters checked, failures typed, everything that changes by itself removed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from gec_lib.runs.editions import Edition
from gec_lib.runs.engine_names import Engine
from gec_lib.runs.failures import Failure, Kind, RunError
from gec_lib.runs.limits import TIMEOUT, TRIES

KERNEL = "python3"
WIDGET = "application/vnd.jupyter.widget-view+json"
ASKED = "StdinNotImplementedError"
# what Python prints of addresses and of the names that ipykernel gives to cells
ADDRESS = re.compile(r"\b0x[0-9a-fA-F]{6,}")
CELL_FILE = re.compile(r"[^\s\"'<>]*ipykernel_\d+[/\\]\d+\.py")


def execute(edition: Edition, *, notebook: Path, home: Path, engine: Engine, timeout: int = TIMEOUT) -> Any:
    """The executed notebook, without times and machine paths.

    Parameters
    ----------
    edition : Edition
        Gives the parameters.
    notebook : Path
        The notebook of its kind.
    home : Path
        Working folder of the notebook.
    engine : Engine
        What runs the cells: a forked process, or a stock kernel.
    timeout : int
        Seconds that one cell may take.

    Raises
    ------
    RunError
        With its `Failure`; a notebook whose process died is tried once more before.
    """
    check_parameters(edition, notebook=notebook)
    for left in reversed(range(TRIES)):
        try:
            executed = _papermill(edition, notebook, home, engine, timeout)
        except RunError as error:
            if error.kind is not Kind.DIED or not left:
                raise
        else:
            _check(executed, notebook)
            return normalised(executed)
    raise AssertionError("the last try returns or raises")


def check_parameters(edition: Edition, *, notebook: Path) -> None:
    """Refuse a notebook whose parameters are not exactly those of an edition.

    Raises
    ------
    RunError
        Listing both sets: papermill itself only logs an unknown name and runs with the default.
    """
    import papermill

    own, given = set(papermill.inspect_notebook(str(notebook))), set(edition.parameters)
    if own == given:
        return
    if not own:
        text = f"no cell is tagged 'parameters'; an edition gives {_listed(given)}; tag the cell that assigns them"
        raise RunError(Failure(Kind.NO_PARAMETERS, notebook.name, text))
    text = (
        f"the parameters cell has {_listed(own)}; an edition gives {_listed(given)}; "
        f"unknown here: {_listed(given - own)}; not given: {_listed(own - given)}; make the names equal"
    )
    raise RunError(Failure(Kind.PARAMETERS, notebook.name, text))


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "none"


def _papermill(edition: Edition, notebook: Path, home: Path, engine: Engine, timeout: int) -> Any:
    import papermill
    from nbclient.exceptions import CellTimeoutError, DeadKernelError

    from gec_lib.runs import engines

    engines.register()
    try:
        return papermill.execute_notebook(
            str(notebook),
            None,
            parameters=edition.parameters,
            kernel_name=KERNEL,
            engine_name=engine.value,
            cwd=str(home),
            progress_bar=False,
            execution_timeout=timeout,
            seed=edition.seed,
        )
    except papermill.PapermillExecutionError as error:
        raise RunError(_failed_cell(error, notebook)) from None
    except CellTimeoutError as error:
        text = f"a cell took longer than {timeout} s and was stopped"
        raise RunError(Failure(Kind.TIMEOUT, notebook.name, text, line=_cell_in(str(error)))) from None
    except DeadKernelError:
        text = f"the process of the notebook died {TRIES} times; memory may be short, or a library crashed"
        raise RunError(Failure(Kind.DIED, notebook.name, text)) from None


def _failed_cell(error: Any, notebook: Path) -> Failure:
    kinds = {"KeyboardInterrupt": Kind.INTERRUPTED, "SystemExit": Kind.EXIT, ASKED: Kind.INPUT}
    kind = kinds.get(error.ename, Kind.CELL)
    cell = _ids(notebook).get(error.source, str(error.exec_count))
    return _blame(kind, notebook, cell=cell, source=error.source, ename=error.ename, evalue=error.evalue)


def _blame(kind: Kind, notebook: Path, *, cell: str, source: str, ename: str, evalue: str) -> Failure:
    texts = {
        Kind.INTERRUPTED: "the cell raised KeyboardInterrupt; nothing was published",
        Kind.EXIT: f"the cell called sys.exit({evalue}); the cells after it never ran: end a report with its last cell",
        Kind.INPUT: "the cell asked for input; nobody sits at a run: make it a parameter",
        Kind.WIDGET: "the cell showed a widget, which needs a live page; show a table or a figure instead",
    }
    lines = source.strip().splitlines()
    message = texts.get(kind, f"{ename}: {evalue}")
    return Failure(kind, notebook.name, message, cell=cell, line=lines[-1].strip() if lines else "")


def _ids(notebook: Path) -> dict[str, str]:
    """Cell ids by source: papermill's error names a cell by its source alone."""
    import nbformat

    return {cell.source: cell.get("id", "") for cell in nbformat.read(notebook, as_version=4).cells}


def _cell_in(message: str) -> str:
    """Last line of the cell that nbclient's message about a timeout quotes."""
    lines = [line for line in message.splitlines() if line.strip() and not line.startswith("---")]
    return lines[-1].strip() if len(lines) > 1 else ""


def _check(executed: Any, notebook: Path) -> None:
    """Refuse what papermill lets pass: a quiet sys.exit, and widgets."""
    for cell in executed.cells:
        for output in cell.get("outputs", ()):
            kind = (
                Kind.EXIT
                if output.output_type == "error" and output.ename == "SystemExit"
                else Kind.WIDGET
                if WIDGET in output.get("data", ())
                else None
            )
            if kind:
                evalue = output.get("evalue", "")
                raise RunError(
                    _blame(kind, notebook, cell=cell.id, source=cell.source, ename=kind.value, evalue=evalue)
                )


def normalised(notebook: Any) -> Any:
    """Drop what differs between two runs of the same thing: times, paths, versions, random ids, addresses."""
    notebook.metadata = {
        key: value for key, value in notebook.metadata.items() if key in ("kernelspec", "language_info")
    }
    notebook.metadata.get("language_info", {}).pop("version", None)
    for number, cell in enumerate(notebook.cells):
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell["id"] = f"injected-{number}"
        if cell.cell_type == "code":
            cell.outputs = [_scrubbed(output) for output in _merged(cell.outputs)]
    return notebook


def _merged(outputs: Iterable[Any]) -> list[Any]:
    """One output for each stream, stdout first: how a kernel cuts and mixes them depends on the clock."""
    streams: dict[str, Any] = {}
    others: list[Any] = []
    for output in outputs:
        if output.output_type != "stream":
            others.append(output)
        elif output.name in streams:
            streams[output.name].text += output.text
        else:
            streams[output.name] = output
    return [*(streams[name] for name in sorted(streams, reverse=True)), *others]


def _scrubbed(output: Any) -> Any:
    if output.output_type == "stream":
        output.text = _clean(output.text)
    elif "text/plain" in output.get("data", ()):
        output.data["text/plain"] = _clean(output.data["text/plain"])
    return output


def _clean(text: str) -> str:
    return ADDRESS.sub("0x0", CELL_FILE.sub("<cell>", text))
