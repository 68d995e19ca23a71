"""Templates of sentences: notation, declared fields, files of messages, and the checks made when they load.

``{value}`` is a field; ``{unit|to_go}`` a noun that agrees with the count ``to_go`` (``{unit|one}``: singular);
``[k: school|schools]`` one of two words by the count ``k``; ``{{18}}`` a number that belongs to the text itself.
"""

from __future__ import annotations

import functools
import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

from gec_lib.wording.numerals import FORMATS, WordingError

FILES = ("", "charts.", "cli.", "docx.", "letters.", "pages.", "reports.")
LABELS = "label"
NBSP = "\u00a0"

LISTS = {f"list_{kind}": kind for kind in ("count", "pct1")}
STRUCTURE = ("year", "school_year", "period", "date", "date_long", "ref", "refs", "param")
PLAIN = ("name", "phrase", "noun", "names")
TYPES = (*FORMATS, *LISTS, *STRUCTURE, *PLAIN, "goal", "doc")
CLASSES = ("must", "change", "distribution", "context")
ONCE = ("edition", "section", "none")


@dataclass(frozen=True)
class Declared:
    """What `sentences.toml` says of a sentence; ``part`` is the catalogue part whose claims alone it may use."""

    fields: Mapping[str, str]
    kind: str
    cause: bool = False
    max_once: str = "none"
    part: str = ""


@dataclass(frozen=True)
class Piece:
    """A piece of a template: literal text, structure, a field, or a word chosen by a count."""

    kind: str
    text: str
    agree: str = ""
    forms: tuple[str, str] = ("", "")
    starts: bool = False


BARE = re.compile(r"[\d{}|\[\]]")
NOTATION = re.compile(
    r"\{\{(?P<structure>[^{}]+)\}\}"
    r"|\{(?P<field>\w+)(?:\|(?P<agree>\w+))?\}"
    r"|\[(?P<by>\w+): (?P<one>[^|\]]*)\|(?P<many>[^\]]*)\]"
)


def parse(template: str) -> tuple[Piece, ...]:
    """A template as pieces.

    Examples
    --------
    >>> [piece.kind for piece in parse("Có {k} trong {{18}} nhiệm vụ.")]
    ['literal', 'field', 'literal', 'structure', 'literal']
    """
    pieces: list[Piece] = []
    end = 0
    for found in NOTATION.finditer(template):
        if found.start() > end:
            pieces.append(Piece("literal", template[end : found.start()]))
        starts = found.start() == 0 or template[: found.start()].endswith((". ", ".\n"))
        if found["structure"]:
            pieces.append(Piece("structure", found["structure"]))
        elif found["field"]:
            pieces.append(Piece("field", found["field"], agree=found["agree"] or "", starts=starts))
        else:
            pieces.append(Piece("choice", found["by"], forms=(found["one"], found["many"]), starts=starts))
        end = found.end()
    if end < len(template):
        pieces.append(Piece("literal", template[end:]))
    return tuple(pieces)


@functools.cache
def declarations() -> Mapping[str, Declared]:
    """Every sentence of the bank with its typed fields; the same for all languages."""
    known = {}
    for key, table in read_toml("sentences.toml").items():
        table = dict(table)
        entry = Declared(table.pop("fields"), table.pop("class"), **table)
        strange = [kind for kind in entry.fields.values() if kind not in TYPES]
        if strange or entry.kind not in CLASSES or entry.max_once not in ONCE:
            raise WordingError(f"sentences.toml, {key}: unknown type, class or max_once in {table} {strange}")
        known[key] = entry
    return known


def load_messages(lang: str) -> dict[str, Any]:
    """All messages of a language: sentences by key, and ``label`` with its groups.

    Raises
    ------
    WordingError
        When the language has no file, or two files hold the same key (both are named).
    """
    folder = resources.files("gec_lib.messages")
    if not folder.joinpath(f"{lang}.toml").is_file():
        raise WordingError(f"no messages for language {lang!r}: expected gec_lib/messages/{lang}.toml")
    names = [f"{part}{lang}.toml" for part in FILES]
    return merged({name: read_toml(name) for name in names if folder.joinpath(name).is_file()})


def merged(files: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The tables of several files as one; a key that stands in two of them is refused with both names."""
    whole: dict[str, Any] = {LABELS: {}}
    seen: dict[str, str] = {}
    for name, tables in files.items():
        for key, table in tables.items():
            groups = table.items() if key == LABELS else ((None, {key: table}),)
            for group, entries in groups:
                target = whole if group is None else whole[LABELS].setdefault(group, {})
                for entry, value in entries.items():
                    path = entry if group is None else f"{LABELS}.{group}.{entry}"
                    if path in seen:
                        raise WordingError(f"{path} stands in both {seen[path]} and {name}; keep one")
                    seen[path] = name
                    target[entry] = value
    return whole


def read_toml(name: str) -> dict[str, Any]:
    """A file of `gec_lib/messages`, in NFC."""
    text = resources.files("gec_lib.messages").joinpath(name).read_text(encoding="utf-8")
    try:
        return tomllib.loads(unicodedata.normalize("NFC", text))
    except tomllib.TOMLDecodeError as error:
        raise WordingError(f"gec_lib/messages/{name}: {error}") from None


def problems(key: str, entry: Declared, pieces: Sequence[Piece], table: Mapping[str, str]) -> list[str]:
    """What is wrong with the text of a sentence: other fields than declared, bare digits, a stray item."""
    used = {p.text for p in pieces if p.kind in ("field", "choice")} | {
        p.agree for p in pieces if p.agree not in ("", "one")
    }
    found = []
    if used != entry.fields.keys():
        found.append(f"{key}: text uses {sorted(used)}, declared are {sorted(entry.fields)}")
    found += [
        f"{key}: {p.text!r} holds a bare digit or brace" for p in pieces if p.kind == "literal" and BARE.search(p.text)
    ]
    if ("item" in table) != any(kind in LISTS for kind in entry.fields.values()):
        found.append(f"{key}: 'item' belongs to sentences with a list of figures and to no other")
    return found


def bound(pieces: Sequence[Piece], kinds: Mapping[str, str]) -> tuple[Piece, ...]:
    """Tie a count to the word after it, and a year or a number of section to the word before it."""
    out = list(pieces)
    for i, piece in enumerate(out):
        if piece.kind != "literal":
            continue
        before, after = (_role(out[j], kinds) if 0 <= j < len(out) else "" for j in (i - 1, i + 1))
        text = piece.text
        if before == "count" and ((text[:1] == " " and text[1:2].isalpha()) or text == " "):
            text = NBSP + text[1:]
        if after == "label" and text.endswith(" ") and text[-2:-1].isalpha():
            text = text[:-1] + NBSP
        out[i] = Piece("literal", text)
    return tuple(out)


def _role(piece: Piece, kinds: Mapping[str, str]) -> str:
    kind = kinds.get(piece.text, "") if piece.kind == "field" else piece.kind
    if kind in ("count", "signed_count", "structure", "hours1", "mean1", "million1"):
        return "count"
    return "label" if kind in ("year", "ref") else ""
