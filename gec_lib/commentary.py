"""Analysts' own paragraphs: Markdown files by edition, level and section, kept across re-runs, never edited.

``params/commentary/<kind>-<year>/<level>/<section>.<lang>.md``, for example
``params/commentary/final-2025/all/III.3.vi.md``. A file begins with its author::

    ---
    author: Nguyễn Văn A
    role: Tổ THCS
    date: 2025-12-22
    ---
    Cả {{claim:T3-02a.2025.all.T.num}} nữ tiến sĩ đều công tác ở cấp THCS.

Figures are cited as ``{{claim:ID}}``; any other number is refused, except where a word before it says that it names
a place or a time ("nhiệm vụ 11", "năm 2025") and in dates. The text is rendered with escaping on, so that nothing in
it becomes markup.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from pathlib import Path

import mistune

from gec_lib.blocks import Commentary, text_of
from gec_lib.models import PlanError, Record, read_text_model
from gec_lib.wording import Wording, load_wording

FOLDER = "commentary"
FRONT = re.compile(r"\A---\n(.*?)\n---\n(.*)\Z", re.DOTALL)
CITED = re.compile(r"\{\{claim:([^{}\s]+)\}\}")


TAGGED = re.compile(r"(<[^>]*>)")
DATE = r"\d{1,2}/\d{1,2}(?:/\d{4})?"
NUMBERED = r"(?:[IVX]+\.)?\d(?:[\w/-]|&amp;|\.(?=\w))*(?![\w.,]*\s*%)"  # 11, III.3, 379/KH-PGD&ĐT; no percentage
YEARS = r"\d{4}(?:\s*[-–]\s*\d{4})?(?![\w.,]*\s*%)"
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


class CommentaryError(ValueError):
    """A paragraph without author, or one that cites a number nobody filed; the text names the file."""


class Byline(Record):
    """Who wrote a paragraph, and when."""

    author: str
    role: str
    date: date


def load_commentary(params: Path, *, kind: str, year: int, level: str, lang: str) -> Mapping[str, Path]:
    """Files of an edition's paragraphs by section (``III.3``, ``V.3`` …).

    Parameters
    ----------
    params : Path
        The folder ``params`` of a home.
    kind, year, level, lang
        The edition.
    """
    folder = params / FOLDER / f"{kind}-{year}" / level
    return {path.name.removesuffix(f".{lang}.md"): path for path in sorted(folder.glob(f"*.{lang}.md"))}


def check_sections(commentary: Mapping[str, Path], *, sections: Collection[str]) -> None:
    """Refuse a paragraph for which an edition has no section: it would be lost without a word.

    Raises
    ------
    CommentaryError
        Naming the file and the sections there are.
    """
    for section, path in commentary.items():
        if section not in sections:
            raise CommentaryError(f"{path}: no section {section!r}; this edition has {', '.join(sorted(sections))}")


def read_commentary(path: Path, *, cite: Callable[[str], str]) -> Commentary:
    """A paragraph with its author, rendered; ``cite`` gives the printed number of a claim.

    Parameters
    ----------
    path : Path
        The Markdown file.
    cite : callable
        From a claim's id to what is printed of it.

    Raises
    ------
    CommentaryError
        When the head is missing, or a cited claim was not filed in this edition.
    """
    found = FRONT.match(path.read_text(encoding="utf-8").replace("\r\n", "\n"))
    if found is None:
        raise CommentaryError(f"{path}: expected a head between two lines '---' with author, role and date")
    try:
        byline = read_text_model(found[1], Byline, path=path)
    except PlanError as error:
        raise CommentaryError(str(error)) from None
    words = load_wording(path.name.split(".")[-2])
    written = words.label("docx", "written").format(date=text_of(words.inline(byline.date.isoformat(), "date_long")))
    render = mistune.create_markdown(escape=True)
    text = _placed(str(render(found[2])), words, path=path)

    def cited(match: re.Match[str]) -> str:
        id = html.unescape(match[1])
        try:
            shown = cite(id)
        except KeyError:
            raise CommentaryError(f"{path}: cites claim {id!r}, which this edition does not hold") from None
        return f'<span data-claim="{html.escape(id)}">{html.escape(shown)}</span>'

    return Commentary(author=byline.author, role=byline.role, date=written, html=CITED.sub(cited, text).strip())


def _placed(text: str, words: Wording, *, path: Path) -> str:
    """Mark the numbers that name a place or a time, and refuse the others; tags and citations are left alone."""
    places, times, ordinal = (words.label("docx", key) for key in ("places", "times", "ordinal"))
    place = rf"\b(?:{places})(?:\s+{re.escape(ordinal)})?\s+{NUMBERED}"
    known = re.compile(rf"{place}|\b(?:{times})\s+{YEARS}|\b{DATE}\b", re.IGNORECASE)
    parts = TAGGED.split(text)
    for i, part in enumerate(parts):
        if part.startswith("<"):
            continue
        bare = html.unescape(CITED.sub("", known.sub("", part)))
        found = NUMBER.search(bare)
        if found:
            raise CommentaryError(
                f"{path}: the number {found[0]!r} in {bare.strip()[:80]!r} comes from no claim; cite it as "
                "{{claim:ID}} (the ids stand in claims.json), or name the place it counts, such as 'mục III.3'"
            )
        kept = CITED.split(part)  # text, id, text, id …: an id may look like a place
        kept[::2] = [known.sub(r"<span data-place>\g<0></span>", piece) for piece in kept[::2]]
        parts[i] = "".join(f"{{{{claim:{piece}}}}}" if odd else piece for odd, piece in _alternating(kept))
    return "".join(parts)


def _alternating(pieces: list[str]) -> Iterator[tuple[int, str]]:
    return ((i % 2, piece) for i, piece in enumerate(pieces))
