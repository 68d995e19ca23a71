"""Blocks as the paragraphs and tables of an official report."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from docx.oxml.ns import qn
from docx.shared import Mm

from gec_lib.blocks import text_of
from gec_lib.publish import geometry
from gec_lib.publish.document import flat
from gec_lib.publish.docx import tables
from gec_lib.publish.docx.elements import Element, caption, frame, held, inline, labels, paragraph, run, w
from gec_lib.publish.docx.styles import Page

Block = Mapping[str, Any]

SECTION = re.compile(r"^[IVX]+\.\s")
PART = re.compile(r"^([IVX]+)\.\d")
PICTURE = 152.0  # millimetres
DONE = "./."
LISTED = {"list": "- ", "todo": "□ "}  # what stands before each line of a list


@dataclass(frozen=True)
class Sheet:
    """Where blocks are set: the part that holds pictures, the paper, the language."""

    part: Any
    page: Page
    lang: str

    def word(self, key: str) -> str:
        return labels(self.lang)[key]


def is_wide(blocks: Sequence[Block]) -> bool:
    """Whether a table asks for paper laid across."""
    found = [block.get("table", block) for block in flat(blocks) if block["kind"] in ("table", "figure")]
    return any(len(table["columns"]) > tables.WIDE for table in found)


def render(blocks: Sequence[Block], sheet: Sheet) -> list[Element]:
    """Everything that the blocks say, in their order."""
    found = list(flat(blocks))
    elements: list[Element] = []
    named: set[str] = set()
    at = 0
    while at < len(found):
        block, following = found[at], found[at + 1] if at + 1 < len(found) else None
        at += 1
        if block["kind"] == "heading":
            elements += _section_of(block, named, sheet)
            if following is not None and following["kind"] == "banner" and block["level"] > 2:
                elements.append(paragraph("Heading3", *inline(block["text"]), frame(": "), *verdict(following)))
                at += 1
                continue
        elements += RENDER[block["kind"]](block, following, sheet)
    return elements


def finish(elements: list[Element]) -> list[Element]:
    """End the text of the report with “./.” after its last sentence, which stays on the page of the signature."""
    last = elements[-1] if elements else None
    if last is None or last.tag != qn("w:p"):
        last = paragraph("Body", frame(DONE))
        held([last])
        return [*elements, last]
    held([last])
    said = "".join(t.text or "" for t in last.iter(qn("w:t")))
    last.append(frame(DONE[1:] if said.endswith(".") else DONE))
    return elements


def _section_of(block: Block, named: set[str], sheet: Sheet) -> list[Element]:
    """The heading above III.1 where no block gives one."""
    text = text_of(block["text"])
    if SECTION.match(text):
        named.add(text.split(".")[0])
    part = PART.match(text)
    if part is None or part[1] in named:
        return []
    named.add(part[1])
    return [paragraph("Heading1", frame(f"{part[1]}. {sheet.word('results')}"))]


def heading(block: Block, following: Block | None, sheet: Sheet) -> list[Element]:
    section = block["level"] <= 2 and not PART.match(text_of(block["text"]))
    return [paragraph("Heading1" if section else "Heading2", *inline(block["text"]))]


def sentences(block: Block, following: Block | None, sheet: Sheet) -> list[Element]:
    items = [inline(item["text"]) for item in block.get("items", ())]
    if block.get("style") in LISTED:
        return [paragraph("Body", frame(LISTED[block["style"]]), *runs) for runs in items]
    joined = [part for runs in items for part in (*runs, frame(" "))][:-1]
    return [paragraph("Source" if block.get("style") == "note" else "Body", *joined)]


def quote(block: Block, following: Block | None, sheet: Sheet) -> list[Element]:
    return [paragraph("Body", *inline(block["text"], "i"), frame(" ("), *inline(block["place"]), frame(")."))]


def verdict(block: Block) -> list[Element]:
    """■ **Không đạt** (chưa chắc); 97,0% so với chỉ tiêu 100%."""
    runs = [frame(f"{tables.VERDICT_MARKS[block['verdict']]} "), run(block["word"], "b")]
    if block.get("firm_word"):
        runs += [frame(" ("), run(block["firm_word"]), frame(")")]
    if block.get("text"):
        runs += [frame("; "), *inline(block["text"]), frame(".")]
    return runs


def banner(block: Block, following: Block | None, sheet: Sheet) -> list[Element]:
    return [paragraph("Body", frame(f"{sheet.word('verdict')}: "), *verdict(block))]


def people(block: Block, following: Block | None, sheet: Sheet) -> list[Element]:
    said = [part for text in block.get("text", ()) for part in (frame(" "), *inline(text))]
    return [paragraph("Body", *inline(block["title"], "i"), frame(":"), *said)]


def firmness(block: Block, following: Block | None, sheet: Sheet) -> list[Element]:
    """The range in words: the bar of the page becomes its four values."""
    runs = inline(block["title"], "i")
    runs += [frame(" ("), run(block["firm_word"]), frame(")")] if block.get("firm_word") else []
    runs.append(frame(":"))
    shown = block.get("labels", {})
    named = [key for key in ("low", "high", "value", "target") if shown.get(key)]
    for key in named:
        runs += [frame(f"{';' if key != named[0] else ''} {sheet.word(key)} "), *inline(shown[key])]
    runs += [frame(".")] if named else []
    for text in block.get("text", ()):
        runs += [frame(" "), *inline(text)]
    return [paragraph("Body", *runs)]


def table(block: Block, following: Block | None, sheet: Sheet) -> list[Element]:
    return tables.table(block, width=sheet.page.text)


def matrix(block: Block, following: Block | None, sheet: Sheet) -> list[Element]:
    return tables.matrix(block, width=sheet.page.text, lang=sheet.lang)


def tasks(block: Block, following: Block | None, sheet: Sheet) -> list[Element]:
    return tables.tasks(block, width=sheet.page.text, lang=sheet.lang)


def figure(block: Block, following: Block | None, sheet: Sheet) -> list[Element]:
    """Caption, picture with its alternative text, notes; the table behind it stands in an annex (`behind`).

    Without a picture (``png``, in base 64) the alternative text is printed, which tells the finding, and the table
    unless it follows anyway.
    """
    elements = [paragraph("Caption", *caption(block["title"]))]
    if block.get("subtitle"):
        elements.append(paragraph("Unit", *inline(block["subtitle"])))
    if block.get("png"):
        keep = tables.KEEP if block.get("notes") else ()
        elements.append(paragraph("Picture", w("r", _picture(block, sheet)), extra=map(w, keep)))
    else:
        elements.append(paragraph("Body", frame(f"{sheet.word('described')}: ", "i"), *inline(block["alt"])))
    elements += [paragraph("Source", *inline(text)) for text in block.get("notes", ())]
    data = block.get("table")
    if data and not block.get("png") and not geometry.repeats(data, following):
        elements += tables.table(data, width=sheet.page.text)
    return elements


def behind(blocks: Sequence[Block]) -> list[Block]:
    """The tables behind the pictures, but for those that stand in the text just below."""
    found = list(flat(blocks))
    pairs = zip(found, [*found[1:], None], strict=True)
    pictures = [(block, following) for block, following in pairs if block["kind"] == "figure" and block.get("png")]
    return [b["table"] for b, following in pictures if b.get("table") and not geometry.repeats(b["table"], following)]


def _picture(block: Block, sheet: Sheet) -> Element:
    inline_picture = sheet.part.new_pic_inline(io.BytesIO(base64.b64decode(block["png"])), width=Mm(PICTURE))
    about = inline_picture.docPr
    about.set("descr", text_of(block["alt"]))
    about.set("name", block["id"])
    return w("drawing", inline_picture)


MARKS = {"strong": "b", "b": "b", "em": "i", "i": "i"}
BREAKS = ("p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "tr", "br")


class Said(HTMLParser):
    """Paragraphs of an analyst's words, which come as HTML without scripts: only text, bold and italic are kept."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.paragraphs: list[list[Element]] = [[]]
        self.marks: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BREAKS and self.paragraphs[-1]:
            self.paragraphs.append([])
        if tag in MARKS:
            self.marks.append(MARKS[tag])

    def handle_endtag(self, tag: str) -> None:
        if tag in MARKS and self.marks:
            self.marks.pop()

    def handle_data(self, data: str) -> None:
        if data.strip() or self.paragraphs[-1]:
            self.paragraphs[-1].append(run(re.sub(r"\s+", " ", data), *self.marks))


def commentary(block: Block, following: Block | None, sheet: Sheet) -> list[Element]:
    """**Nhận định:** an analyst's words in ordinary style, with their author."""
    said = [runs for runs in Said(block.get("html", "")).paragraphs if runs]
    if not said:
        return []
    by = [run(block[key]) for key in ("author", "role", "date") if block.get(key)]
    signed = [part for item in by for part in (item, frame(", "))][:-1]
    head = [frame(sheet.word("remark"), "b"), *([frame(" ("), *signed, frame(")")] if by else []), frame(": ", "b")]
    return [paragraph("Body", *(head if runs is said[0] else []), *runs) for runs in said]


def sources(block: Block, following: Block | None, sheet: Sheet) -> list[Element]:
    """Where the sources are: the list itself, one line a number, is for the screen and the workbook."""
    return [paragraph("Body", frame(sheet.word("sources")))]


def nothing(block: Block, following: Block | None, sheet: Sheet) -> list[Element]:
    return []


RENDER: Mapping[str, Callable[[Block, Block | None, Sheet], list[Element]]] = {
    "heading": heading,
    "sentences": sentences,
    "quote": quote,
    "banner": banner,
    "people": people,
    "firmness": firmness,
    "table": table,
    "matrix": matrix,
    "tasks": tasks,
    "figure": figure,
    "commentary": commentary,
    "sources": sources,
    "masthead": nothing,  # printed by the head and the foot of the copy
}
