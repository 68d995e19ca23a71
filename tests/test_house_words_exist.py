"""Every word that the code asks for exists in every language, and every sentence it says is declared."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from gec_lib.codelists import LANGUAGES
from gec_lib.wording import declarations, load_wording
from tests.house import modules, tree_of

# A method that takes a key of the labels of reports, and where in its arguments the key stands.
REPORT_KEYS = {"heading": (2,), "text": (0,)}
TABLE_KEYS = ("key", "subtitle")
Asked = tuple[str, int, str, str]


def patterns(node: ast.expr | None) -> Iterator[str]:
    """What a text may be, as regular expressions; nothing when the code does not say."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield re.escape(node.value)
    elif isinstance(node, ast.IfExp):
        yield from patterns(node.body)
        yield from patterns(node.orelse)
    elif isinstance(node, ast.JoinedStr):
        yield "".join(re.escape(p.value) if isinstance(p, ast.Constant) else ".+" for p in node.values)  # type: ignore[arg-type]


def name_of(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def calls() -> Iterator[tuple[Path, ast.Call]]:
    for module in modules():
        for node in ast.walk(tree_of(module)):
            if isinstance(node, ast.Call):
                yield module, node


def labels() -> Iterator[Asked]:
    """File, line, group and key of every label asked for in plain sight."""
    for module, call in calls():
        owner = name_of(call.func.value) if isinstance(call.func, ast.Attribute) else ""
        method, given = name_of(call.func), call.args
        if method == "label" and len(given) >= 2 and owner in ("words", "self", "case", "vi", "en"):
            for group in patterns(given[0]):
                yield from ((str(module), call.lineno, group, key) for key in patterns(given[1]))
        elif method in REPORT_KEYS and owner == "draft":
            for place in REPORT_KEYS[method]:
                yield from ((str(module), call.lineno, "report", key) for key in patterns(given[place]))
        elif method == "table" and "narrative" in module.parts:
            for keyword in call.keywords:
                if keyword.arg in TABLE_KEYS:
                    yield from ((str(module), call.lineno, "report", key) for key in patterns(keyword.value))


def sentences() -> Iterator[tuple[str, int, str]]:
    """File, line and key of every sentence said in plain sight."""
    for module, call in calls():
        owner = name_of(call.func.value) if isinstance(call.func, ast.Attribute) else ""
        if name_of(call.func) in ("say", "sentence") and owner in ("draft", "words") and call.args:
            yield from ((str(module), call.lineno, key) for key in patterns(call.args[0]))


def test_the_search_finds_what_it_looks_for():
    assert len(list(labels())) > 150
    assert len(list(sentences())) > 60


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_label_asked_for_exists(lang: str):
    known = load_wording(lang).labels
    missing = [
        f"{file}, line {line}: {group}.{key}"
        for file, line, group, key in labels()
        if not any(re.fullmatch(key, k) for g, keys in known.items() if re.fullmatch(group, g) for k in keys)
    ]
    assert missing == []


def test_every_sentence_said_is_declared():
    declared = declarations()
    wrong = [f"{f}, line {n}: {key}" for f, n, key in sentences() if not any(re.fullmatch(key, k) for k in declared)]
    assert wrong == []
