"""What an edition was made from and what it consists of: hashes, versions, parameters; no time and no place."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from gec_lib.runs.editions import Edition, parameters_of

MANIFEST = "manifest.json"
LIBRARY = Path(__file__).resolve().parent.parent
LOCK = "requirements.lock"
# given by the user of the project, then those of ours that make bytes
GIVEN = ("jupyterlab", "pandas", "matplotlib", "seaborn", "papermill", "nbconvert")
OURS = ("gec", "ipykernel", "ipython", "jinja2", "mistune", "nbclient", "nbformat", "numpy", "pyarrow", "python-docx",
        "scipy", "xlsxwriter")  # fmt: skip
IGNORED = ("__pycache__",)


def digest(content: bytes) -> str:
    """SHA-256 in hexadecimal digits.

    Examples
    --------
    >>> digest(b"")[:12]
    'e3b0c44298fc'
    """
    return hashlib.sha256(content).hexdigest()


def tree(folder: Path) -> dict[str, str]:
    """Hash of every file below a folder, by its path from there.

    Parameters
    ----------
    folder : Path
        May be missing: then there is nothing in it.
    """
    paths = (path for path in folder.rglob("*") if path.is_file() and not set(IGNORED) & set(path.parts))
    return {path.relative_to(folder).as_posix(): digest(path.read_bytes()) for path in sorted(paths)}


def together(hashes: Mapping[str, str]) -> str:
    """One hash for many files and their names."""
    return digest("".join(f"{name}\t{value}\n" for name, value in sorted(hashes.items())).encode())


@cache
def library() -> str:
    """Hash of the library: code, templates, styles, messages."""
    return together(tree(LIBRARY))


@cache
def packages() -> Mapping[str, str]:
    """Versions of Python and of the packages that make an edition; those that are not installed are left out."""
    found = {"python": platform.python_version()}
    for name in (*GIVEN, *OURS):
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


def system() -> str:
    """The platform for which equal bytes are promised."""
    return f"{platform.system()} {platform.machine()}"


def inputs_of(edition: Edition, *, notebook: Path, parameters: Mapping[str, str]) -> dict[str, Any]:
    """Everything that an edition is made from.

    Parameters
    ----------
    edition : Edition
        Its snapshot is named by its content.
    notebook : Path
        The notebook of its kind.
    parameters : mapping
        Hashes of the files in ``params``, see `tree`; the same for all editions of a run.
    """
    return {
        "snapshot": edition.snapshot,
        "notebook": digest(notebook.read_bytes()) if notebook.is_file() else "missing",
        "library": library(),
        "lock": lock(),
        "params": dict(parameters),
        "packages": dict(packages()),
        "platform": system(),
    }


@cache
def lock() -> str:
    """Hash of the list of packages beside the library; empty for a library that was installed without it."""
    path = LIBRARY.parent / LOCK
    return digest(path.read_bytes()) if path.is_file() else ""


def manifest(edition: Edition, *, folder: Path, version: str, title: str, inputs: Mapping[str, Any]) -> dict[str, Any]:
    """The manifest of an edition whose files stand in a folder."""
    return {
        "kind": edition.kind,
        "title": title,
        "parameters": edition.parameters,
        "snapshot": edition.snapshot,
        "version": version,
        "inputs": inputs,
        "outputs": tree(folder),
    }


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """The manifest of a finished edition, or None when there is none that can be read."""
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return None
    if not isinstance(found, dict) or not isinstance(found.get("outputs"), dict):
        return None
    whole = set(found.get("parameters", ())) == set(parameters_of(found.get("kind", "")))
    return found if whole and "kind" in found else None


def edition_of(made: Mapping[str, Any]) -> Edition:
    """The edition that a manifest describes."""
    return Edition(kind=made["kind"], **made["parameters"])


def outputs_now(folder: Path) -> dict[str, str]:
    """Hashes of an edition's files as they stand, the manifest apart."""
    return {name: value for name, value in tree(folder).items() if name != MANIFEST}


def differences(before: Mapping[str, Any], now: Mapping[str, Any], *, prefix: str = "") -> Iterable[str]:
    """Names of entries that differ between two mappings, with what became of them; short values are told.

    Examples
    --------
    >>> list(differences({"a": "1", "p": {"x": "1", "y": "2"}}, {"a": "1", "p": {"x": "3", "z": "2"}}))
    ['p/x 1 → 3', 'p/y is missing', 'p/z is new']
    """
    for name in sorted({*before, *now}):
        old, new, place = before.get(name), now.get(name), prefix + name
        if isinstance(old, Mapping) and isinstance(new, Mapping):
            yield from differences(old, new, prefix=f"{place}/")
        elif old is None:
            yield f"{place} is new"
        elif new is None:
            yield f"{place} is missing"
        elif old != new:
            yield f"{place} {old} → {new}" if len(f"{old}{new}") < 40 else f"{place} changed"


def reasons(folder: Path, *, inputs: Mapping[str, Any]) -> list[str]:
    """Why an edition must be built; empty when what stands there is what would be built.

    Parameters
    ----------
    folder : Path
        Place of the edition.
    inputs : mapping
        What it would be made from now.
    """
    made = read_manifest(folder)
    if made is None:
        return ["not built yet"]
    changed = list(differences(made.get("inputs", {}), inputs))
    return changed + list(differences(made["outputs"], outputs_now(folder), prefix="file "))


def write_json(path: Path, data: Mapping[str, Any]) -> None:
    """Write JSON that depends on its content alone."""
    text = json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    path.write_text(text, encoding="utf-8", newline="\n")
