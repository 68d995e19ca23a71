"""The whole official copy: sections, headers and footers, annexes, and a file that repeats byte for byte."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from datetime import datetime
from typing import Any

import docx
from docx.oxml.ns import qn

from gec_lib import blocks
from gec_lib.publish import guard
from gec_lib.publish.document import Document, walk
from gec_lib.publish.docx import body, head, styles
from gec_lib.publish.docx.body import Sheet
from gec_lib.publish.docx.elements import FRAME, Element, frame, inline, page_field, paragraph, run, w
from gec_lib.publish.zipped import EPOCH, rewritten

Block = Mapping[str, Any]

NUMBERED = re.compile(r"(?P<number> [IVXLC]+)?[.:]\s*")
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
WORD_FORMAT = 15  # the version of the word processor whose layout rules hold
AUTHOR = "GEC"
UNUSED = ("thumbnail", "stylesWithEffects", "customXml", "numbering")  # of the default document


def render_docx(document: Document) -> bytes:
    """The official copy of an edition.

    Parameters
    ----------
    document : Document
        Blocks of an executed notebook; the copy says what they say and nothing else.

    Returns
    -------
    bytes
        A Word file; the same document gives the same bytes.

    Raises
    ------
    GuardError
        When the file says more, or less, than the blocks.

    References
    ----------
    Nghị định 30/2020/NĐ-CP, phụ lục I.
    """
    masthead = next(b for b in walk(document.blocks) if b["kind"] == blocks.Masthead.kind)
    file = docx.Document()
    _prepare(file, document)
    upright = Sheet(file.part, styles.PORTRAIT, document.lang)
    main = [b for b in document.blocks if not _is_annex(b)]
    elements = head.opening(masthead, upright)
    elements += body.finish(body.render(main, upright))
    elements += head.closing(masthead, upright)
    references = _headers(file, document)
    page = styles.PORTRAIT
    root = file.element.body
    root.remove(root.sectPr)
    for number, group in enumerate(_annexes(document)):
        if not _is_list_of_sources(group):
            elements.append(_break(styles.section(page, *references)))
            references = []
            page = styles.LANDSCAPE if body.is_wide(group["blocks"]) else styles.PORTRAIT
        elements += _annex(group, masthead, Sheet(file.part, page, document.lang), number=number)
    root.extend(elements)
    root.append(styles.section(page, *references))
    buffer = io.BytesIO()
    file.save(buffer)
    data = rewritten(buffer.getvalue(), created=created(masthead))
    form = (*body.labels(document.lang).values(), *ROMAN, document.synthetic)
    guard.guard_copy(document, data, form=form)
    return data


def created(masthead: Block) -> datetime:
    """The day of the data, which stands for the day of making: no clock reaches a report."""
    day = masthead.get("official", {}).get("day")
    return datetime.fromisoformat(day) if day else EPOCH


def _is_annex(block: Block) -> bool:
    return block["kind"] == blocks.Group.kind and block.get("role") == "annex"


def _annexes(document: Document) -> list[Block]:
    """The annexes of the report, and one with the tables behind its pictures before the list of sources."""
    found: list[Block] = [block for block in document.blocks if _is_annex(block)]
    data = body.behind(document.blocks)
    if not data:
        return found
    words = body.labels(document.lang)
    title = [{"t": f"{words['annex']}: {words['behind']}", "structure": FRAME}]
    heading = {"kind": blocks.Heading.kind, "level": 2, "id": "", "text": title}
    at = next((i for i, group in enumerate(found) if _is_list_of_sources(group)), len(found))
    annex = {"kind": blocks.Group.kind, "role": "annex", "blocks": [heading, *data]}
    return [*found[:at], annex, *found[at:]]


def _is_list_of_sources(group: Block) -> bool:
    """Whether an annex is one sentence on paper, which needs no page of its own."""
    kinds = [block["kind"] for block in group["blocks"]]
    return kinds == [blocks.Heading.kind, blocks.SourceList.kind]


def _annex(group: Block, masthead: Block, sheet: Sheet, *, number: int) -> list[Element]:
    """An annex: number, title, the report it belongs to, content."""
    first, *rest = group["blocks"]
    if first["kind"] != blocks.Heading.kind:
        return body.render(group["blocks"], sheet)
    return [*_titled(first["text"], sheet, number=number), head.attached(masthead, sheet), *body.render(rest, sheet)]


def _titled(text: Sequence[Block], sheet: Sheet, *, number: int) -> list[Element]:
    """Number and title of an annex on lines of their own; a Roman numeral is added where the title has none."""
    word, lead = sheet.word("annex"), text[0]["t"]
    found = NUMBERED.match(lead, len(word)) if lead.startswith(word) else None
    if found is None:
        return [paragraph("AnnexTitle", *inline(text))]
    own = found["number"]
    numeral = run(own) if own else frame(f" {ROMAN[number]}")
    rest = lead[found.end() :]
    title = [{**text[0], "t": rest[:1].upper() + rest[1:]}, *text[1:]]
    named = run(word, style=FRAME if text[0].get("structure") == FRAME else "")
    return [paragraph("Annex", named, numeral), paragraph("AnnexTitle", *inline(title))]


def _break(section: Element) -> Element:
    """The end of a section, carried by an empty paragraph."""
    ended = paragraph("Rule")
    ended.pPr.append(section)
    return ended


def _prepare(file: Any, document: Document) -> None:
    """Empty the default document: own styles, own properties, the layout rules of a current word processor."""
    styles.write_styles(file.styles.element, lang=document.lang)
    mode = w("compatSetting", name="compatibilityMode", uri="http://schemas.microsoft.com/office/word", val=WORD_FORMAT)
    settings = file.settings.element
    settings.replace(settings.find(qn("w:compat")), w("compat", mode))
    for relations in (file.part.package.rels, file.part.rels):
        for key, relation in list(relations.items()):
            if relation.reltype.rpartition("/")[2] in UNUSED:
                del relations[key]
    properties = file.core_properties
    properties.title = document.title
    properties.language = styles.LANGUAGE[document.lang]
    properties.author = properties.last_modified_by = AUTHOR
    properties.comments = document.synthetic
    properties.keywords = " ".join(part for part in (document.meta.snapshot, document.meta.version) if part)
    properties.revision = 1
    properties.created = properties.modified = EPOCH


def _headers(file: Any, document: Document) -> list[Element]:
    """Page number top centre, none on the first page; the synthetic mark in the first header and every footer."""
    section = file.sections[0]
    section.different_first_page_header_footer = True
    number = paragraph("PageNumber", *page_field())
    stamp = [_stamp(document)] if document.synthetic else []
    for part, content in (
        (section.header, [number]),
        (section.first_page_header, stamp),
        (section.footer, stamp),
        (section.first_page_footer, stamp),
    ):
        part.is_linked_to_previous = False
        element = part._element
        for child in list(element):
            element.remove(child)
        element.extend([*_copies(content)] or [paragraph("PageNumber")])
    return [ref for ref in section._sectPr if ref.tag in (qn("w:headerReference"), qn("w:footerReference"))]


def _copies(elements: Sequence[Element]) -> list[Element]:
    return [deepcopy(element) for element in elements]


def _stamp(document: Document) -> Element:
    mark = document.synthetic.partition(" · ")[0]
    return paragraph("Stamp", frame(f"{mark} – {body.labels(document.lang)['stamp']}"))
