"""Small pieces of WordprocessingML: runs, paragraphs, rules and fields, with lengths in millimetres and points."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

MESSAGES = Path(__file__).parents[2] / "messages"
FRAME = "Frame"  # character style of everything that comes from no block
SIGNS, SYMBOLS = "●◐□", "Segoe UI Symbol"
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
PERIOD = re.compile(r"(?<=\d) - (?=\d)")  # 2021 - 2025 stays on one line
UNBROKEN = "\u00a0-\u00a0"
CAPTION = re.compile(r"^\S+ \S*?\w(?=\.\s)\.")

Span = Mapping[str, Any]
Element = Any  # of lxml, which carries no types


@functools.cache
def labels(lang: str) -> Mapping[str, str]:
    """Words of the official copy and of the workbook around the blocks."""
    with (MESSAGES / f"docx.{lang}.toml").open("rb") as stream:
        return dict(tomllib.load(stream)["label"]["docx"])


def clean(text: str) -> str:
    """The text without characters that XML cannot hold; names from workbooks may carry them."""
    return NOT_XML.sub("\ufffd", text)


def twips(mm: float) -> int:
    """Millimetres in twentieths of a point.

    Examples
    --------
    >>> twips(25.4)
    1440
    """
    return round(mm * 1440 / 25.4)


def w(tag: str, *children: Element, **attributes: object) -> Element:
    """An element of the namespace ``w`` with attributes of the same namespace."""
    element = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), str(value))
    element.extend(children)
    return element


def run(text: str, *marks: str, style: str = "") -> Element:
    """Characters; ``marks`` are names of switches such as ``b``, ``i``, ``caps``; ``style`` a character style."""
    props = [w("rStyle", val=style)] if style else []
    props += [w(mark) for mark in marks]
    shown = w("t")
    shown.text = PERIOD.sub(UNBROKEN, clean(text))
    shown.set(qn("xml:space"), "preserve")
    return w("r", *([w("rPr", *props)] if props else []), shown)


def frame(text: str, *marks: str) -> Element:
    """Characters that come from no block: punctuation between texts, words of the form."""
    return run(text, *marks, style=FRAME)


def inline(text: Iterable[Span] | None, *marks: str) -> list[Element]:
    """The runs of an inline text, one a span; a span of the form's own is marked so."""
    return [
        run(
            span["t"],
            *(("b",) if span.get("strong") and "b" not in marks else ()),
            *marks,
            style=FRAME if span.get("structure") == FRAME else "",
        )
        for span in text or ()
    ]


def symbol(text: str) -> Element:
    """A sign of the task matrix; circles come from one font, since Times New Roman lacks the half circle."""
    made = frame(text)
    if text.strip() not in SIGNS:
        return made
    made.rPr.append(w("rFonts", ascii=SYMBOLS, hAnsi=SYMBOLS, eastAsia=SYMBOLS, cs=SYMBOLS))
    return made


def caption(text: Iterable[Span]) -> list[Element]:
    """A caption with its number in bold: **Bảng 6.** Tiến sĩ và nữ tiến sĩ."""
    spans = list(text)
    found = CAPTION.match("".join(span["t"] for span in spans))
    bold = found.end() if found else 0
    runs: list[Element] = []
    for span in spans:
        head, tail = span["t"][: max(bold, 0)], span["t"][max(bold, 0) :]
        runs += [run(head, "b")] if head else []
        runs += [run(tail)] if tail else []
        bold -= len(span["t"])
    return runs


def paragraph(style: str, *runs: Element, extra: Iterable[Element] = ()) -> Element:
    """A paragraph of a named style; ``extra`` are further properties in the order of the schema."""
    return w("p", w("pPr", w("pStyle", val=style), *extra), *runs)


def held(elements: Iterable[Element]) -> None:
    """Keep each paragraph, those in tables too, on the page of what follows it."""
    for element in elements:
        for found in element.iter(qn("w:pPr")):
            if found.find(qn("w:keepNext")) is None:
                found.insert(1, w("keepNext"))


def rule(width: float, inside: float) -> Element:
    """A line of ½ pt and ``width`` mm, centred within ``inside`` mm, as the border of an empty paragraph."""
    side = twips(max((inside - width) / 2, 0))
    border = w("pBdr", w("top", val="single", sz=4, space=0, color="000000"))
    return paragraph("Rule", extra=[border, w("ind", left=side, right=side, firstLine=0)])


def ink(text: str, size: float) -> float:
    """Roughly how many millimetres a line of bold Times New Roman takes at ``size`` points.

    Examples
    --------
    >>> round(ink("PHÒNG GIÁO DỤC VÀ ĐÀO TẠO", 12))  # measured with the font: 66
    65
    """
    em = sum(1.0 if c == "%" else 0.70 if c.isupper() else 0.47 if c.isalnum() else 0.27 for c in text)
    return em * size * 25.4 / 72


def page_field() -> list[Element]:
    """The number of the page, counted by the word processor."""
    parts = (w("fldChar", fldCharType="begin"), w("instrText"), w("fldChar", fldCharType="separate"))
    parts[1].text = "PAGE"
    return [w("r", part) for part in parts] + [frame("–"), w("r", w("fldChar", fldCharType="end"))]
