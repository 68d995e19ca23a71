"""Reading the library's own code: files, modules, strings; for the tests of the house rules."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LIBRARY = ROOT / "gec_lib"


def modules() -> list[Path]:
    """Every file of the library, as a path below the checkout."""
    return sorted(path.relative_to(ROOT) for path in LIBRARY.rglob("*.py"))


@cache
def tree_of(module: Path) -> ast.Module:
    return ast.parse((ROOT / module).read_text(encoding="utf-8"))


def part_of(module: Path) -> str:
    """The part of the house a file belongs to: ``ledger`` for gec_lib/ledger/store.py."""
    return module.relative_to("gec_lib").with_suffix("").parts[0]


def imports(module: Path) -> Iterator[tuple[int, str]]:
    """Line and full name of everything imported, wherever the import stands: inside functions too."""
    for node in ast.walk(tree_of(module)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, name.name) for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module == "gec_lib":
            yield from ((node.lineno, f"gec_lib.{name.name}") for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, node.module or "."


def docstrings(module: Path) -> set[int]:
    """Identities of the nodes that are docstrings."""
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    found = set()
    for node in ast.walk(tree_of(module)):
        if isinstance(node, kinds) and ast.get_docstring(node, clean=False) is not None:
            found.add(id(node.body[0].value))  # type: ignore[attr-defined]
    return found


def literals(module: Path) -> Iterator[tuple[int, str | int]]:
    """Line and value of every text and whole number in the code, docstrings apart."""
    apart = docstrings(module)
    for node in ast.walk(tree_of(module)):
        if not isinstance(node, ast.Constant) or id(node) in apart or isinstance(node.value, bool):
            continue
        if isinstance(node.value, str | int):
            yield node.lineno, node.value
