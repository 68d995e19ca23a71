"""Paper, margins and styles of the official copy: Decree 30/2020, appendix I, read exactly.

Sizes are in points, lengths in millimetres. Nothing of the word processor's default look is left: the styles below
are all that the file holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gec_lib.publish.docx.elements import FRAME, Element, twips, w

FONT = "Times New Roman"
LANGUAGE = {"vi": "vi-VN", "en": "en-GB"}
PAPER = (210.0, 297.0)
TOP, BOTTOM, LEFT, RIGHT = 20.0, 20.0, 30.0, 20.0
HEADER = 10.0  # from the edge to the page number, inside the top margin
FIRST_LINE = 12.7
SINGLE = 240
STAMP = "7A1F1F"
AFTER = 6.0


@dataclass(frozen=True)
class Style:
    """A paragraph style; ``keep`` holds it on the page of what follows, ``outline`` makes it a heading."""

    id: str
    name: str
    size: float = 14
    marks: tuple[str, ...] = ()
    align: str = "both"
    first: float = 0.0
    left: float = 0.0
    before: float = 0.0
    after: float = AFTER
    line: float = 1.15
    keep: tuple[str, ...] = ()
    outline: int | None = None
    color: str = ""


STYLES = (
    Style("Body", "Body Text", first=FIRST_LINE),
    Style(
        "Heading1",
        "heading 1",
        before=6,
        marks=("b", "caps"),
        align="left",
        first=FIRST_LINE,
        keep=("keepNext",),
        outline=0,
    ),
    Style(
        "Heading2", "heading 2", before=6, marks=("b",), align="left", first=FIRST_LINE, keep=("keepNext",), outline=1
    ),
    Style("Heading3", "heading 3", before=6, align="left", first=FIRST_LINE, keep=("keepNext",), outline=2),
    Style("Superior", "Superior", 12, ("caps",), "center", after=0, line=1),
    Style("Issuer", "Issuer", 12, ("b", "caps"), "center", after=0, line=1),
    Style("Nation", "Nation", 12, ("b",), "center", after=0, line=1),
    Style("Motto", "Motto", 13, ("b",), "center", after=0, line=1),
    Style("Number", "Number", 13, (), "center", before=6, after=0, line=1),
    Style("PlaceDate", "Place and date", 13, ("i",), "center", before=6, after=0, line=1),
    Style("Title", "Title", 14, ("b", "caps"), "center", before=18, after=0, keep=("keepNext",)),
    Style("Subject", "Subject", 14, ("b",), "center", left=10, after=0, keep=("keepNext",)),
    Style("Facts", "Facts", 12, ("i",), "center", after=8, line=1),
    Style("Addressee", "Addressee", 14, (), "center", before=4, after=8),
    Style("Basis", "Basis", 14, ("i",), first=FIRST_LINE),
    Style("Rule", "Rule", 4, (), "center", before=2, after=4, line=1),
    Style("Caption", "caption", 13, (), "left", before=6, after=2, line=1, keep=("keepNext",)),
    Style("Unit", "Unit", 12, ("i",), "right", after=2, line=1, keep=("keepNext",)),
    Style("Cell", "Table cell", 12, (), "left", before=1, after=1, line=1),
    Style("SmallCell", "Small table cell", 11, (), "left", before=1, after=1, line=1),
    Style("Source", "Source", 12, ("i",), "both", before=2, after=4, line=1),
    Style("Picture", "Picture", 12, (), "center", after=2, line=1),
    Style("Signatory", "Signatory", 14, ("b",), "center", after=0, line=1),
    Style("Signer", "Signer", 14, ("b",), "center", before=54, after=0, line=1),
    Style("RecipientsHead", "Recipients head", 12, ("b", "i"), "left", after=0, line=1),
    Style("Recipients", "Recipients", 11, (), "left", after=0, line=1),
    Style("Annex", "Annex", 14, ("b",), "center", after=0, line=1.15, keep=("keepNext",), outline=0),
    Style("AnnexTitle", "Annex title", 14, ("b", "caps"), "center", after=2, line=1.15, keep=("keepNext",)),
    Style("Attached", "Attached", 13, ("i",), "center", after=8, line=1),
    Style("PageNumber", "Page number", 13, (), "center", after=0, line=1),
    Style("Stamp", "Stamp", 10, ("b", "caps"), "center", after=0, line=1, color=STAMP),
)


def half_points(size: float) -> list[Element]:
    return [w("sz", val=round(size * 2)), w("szCs", val=round(size * 2))]


def defaults(lang: str) -> Element:
    """What holds where no style says otherwise."""
    fonts = w("rFonts", ascii=FONT, hAnsi=FONT, eastAsia=FONT, cs=FONT)
    language = w("lang", val=LANGUAGE[lang], eastAsia=LANGUAGE[lang], bidi="ar-SA")
    props = w("rPr", fonts, w("color", val="000000"), *half_points(14), language)
    return w("docDefaults", w("rPrDefault", props), w("pPrDefault"))


def paragraph_style(style: Style) -> Element:
    """The definition of a paragraph style, its properties in the order of the schema."""
    spacing = w(
        "spacing",
        before=round(style.before * 20),
        after=round(style.after * 20),
        line=round(style.line * SINGLE),
        lineRule="auto",
    )
    indent = w("ind", left=twips(style.left), right=twips(style.left), firstLine=twips(style.first))
    flow = [w(name) for name in style.keep] + [w("widowControl"), spacing, indent, w("jc", val=style.align)]
    if style.outline is not None:
        flow.append(w("outlineLvl", val=style.outline))
    color = [w("color", val=style.color)] if style.color else []
    return w(
        "style",
        w("name", val=style.name),
        w("basedOn", val="Normal"),
        w("qFormat"),
        w("pPr", *flow),
        w("rPr", *[w(mark) for mark in style.marks], *color, *half_points(style.size)),
        type="paragraph",
        styleId=style.id,
    )


def write_styles(root: Any, *, lang: str) -> None:
    """Replace all styles of a document by ours."""
    for child in list(root):
        root.remove(child)
    normal = w("style", w("name", val="Normal"), w("qFormat"), type="paragraph", styleId="Normal", default=1)
    margins = w("tblCellMar", *(w(side, w=0, type="dxa") for side in ("top", "left", "bottom", "right")))
    table = w(
        "style", w("name", val="Normal Table"), w("tblPr", margins), type="table", styleId="TableNormal", default=1
    )
    letters = w("style", w("name", val="Frame"), type="character", styleId=FRAME, customStyle=1)
    root.extend([defaults(lang), normal, table, letters, *(paragraph_style(style) for style in STYLES)])


@dataclass(frozen=True)
class Page:
    """A sheet of paper: width and height in millimetres."""

    width: float
    height: float

    @property
    def text(self) -> float:
        """Width of the text in millimetres."""
        return self.width - LEFT - RIGHT


PORTRAIT = Page(*PAPER)
LANDSCAPE = Page(*reversed(PAPER))


def section(page: Page, *references: Element) -> Element:
    """Section properties: paper, margins, first page of its own, numbers from one."""
    size: dict[str, object] = {"w": twips(page.width), "h": twips(page.height)}
    if page is LANDSCAPE:
        size["orient"] = "landscape"
    return w(
        "sectPr",
        *references,
        w("type", val="nextPage"),
        w("pgSz", **size),
        w(
            "pgMar",
            top=twips(TOP),
            right=twips(RIGHT),
            bottom=twips(BOTTOM),
            left=twips(LEFT),
            header=twips(HEADER),
            footer=twips(HEADER),
            gutter=0,
        ),
        w("pgNumType", start=1),
        w("titlePg"),
    )
