"""Head and foot of the official copy: offices, number, date, title, addressee; recipients and who signs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gec_lib.blocks import text_of
from gec_lib.publish.docx import tables
from gec_lib.publish.docx.body import Sheet
from gec_lib.publish.docx.elements import Element, frame, ink, inline, paragraph, rule

Block = Mapping[str, Any]

OFFICES, NATION = 75.0, 97.0  # millimetres, so that agency and national name each stay on one line
OUTDENT = -6.0
RECIPIENTS, SIGNATURE = 80.0, 80.0
PART_OF_TEXT = 0.42  # length of the short rules; the decree asks for a third to a half
SUBJECT_RULE = 42.0


def opening(masthead: Block, sheet: Sheet) -> list[Element]:
    """Everything above the first section."""
    official = masthead.get("official")
    if official is None:
        return _plain_opening(masthead, sheet)
    elements = [_head_table(official, sheet), paragraph("Title", frame(sheet.word("report")))]
    elements += _subject(official.get("subject") or masthead["title"], sheet)
    elements += [_facts(masthead), paragraph("Addressee", *inline(official["addressee"]))]
    lines = official.get("basis", ())
    for line in lines:
        end = "." if line is lines[-1] else ";"
        elements.append(paragraph("Basis", frame(f"{sheet.word('basis')} "), *inline(line), frame(end)))
    if official.get("opening"):
        elements.append(paragraph("Body", *inline(official["opening"])))
    return elements


def _plain_opening(masthead: Block, sheet: Sheet) -> list[Element]:
    """The head of a page that no office issues: agency and title."""
    elements = [paragraph("Issuer", *inline(masthead["agency"])), paragraph("Title", frame(sheet.word("report")))]
    elements += _subject(masthead["title"], sheet)
    if masthead.get("subtitle"):
        elements.append(paragraph("Facts", *inline(masthead["subtitle"])))
    return [*elements, _facts(masthead)]


def _head_table(official: Block, sheet: Sheet) -> Element:
    issuer, motto = text_of(official["issuer"]), sheet.word("motto")
    left = [
        paragraph("Superior", *inline(official["superior"])),
        paragraph("Issuer", *inline(official["issuer"])),
        rule(PART_OF_TEXT * min(ink(issuer.upper(), 12), OFFICES), OFFICES),
    ]
    right = [
        paragraph("Nation", frame(sheet.word("nation"))),
        paragraph("Motto", frame(motto)),
        rule(ink(motto, 13), NATION),
    ]
    number = paragraph("Number", *inline(official["number"]))
    dated = paragraph("PlaceDate", *inline(official["place_date"]))
    widths = [OFFICES, NATION]
    rows = [_beside(left, right, widths), _beside([number], [dated], widths)]
    return tables.bare(widths, rows, indent=OUTDENT)


def _beside(left: Sequence[Element], right: Sequence[Element], widths: Sequence[float]) -> Element:
    cells = [tables.cell(*c, width=x, place="top") for c, x in zip((left, right), widths, strict=True)]
    return tables.row(cells)


def _subject(text: Sequence[Any], sheet: Sheet) -> list[Element]:
    return [paragraph("Subject", *inline(text)), rule(SUBJECT_RULE, sheet.page.text)]


def _facts(masthead: Block) -> Element:
    """Up to which day, from how many schools, which snapshot: in brackets under the title."""
    runs: list[Element] = []
    for fact in masthead.get("facts", ()):
        runs += [frame("; " if runs else "("), *inline(fact["label"]), frame(": "), *inline(fact["value"])]
    return paragraph("Facts", *runs, *([frame(")")] if runs else []))


def closing(masthead: Block, sheet: Sheet) -> list[Element]:
    """Recipients on the left, the signature on the right; nothing where no office issues the page."""
    official = masthead.get("official")
    if official is None:
        return []
    names = official.get("recipients", ())
    left = [paragraph("RecipientsHead", frame(sheet.word("recipients")))]
    for name in names:
        end = "." if name is names[-1] else ";"
        left.append(paragraph("Recipients", frame("- "), *inline(name), frame(end)))
    right = [paragraph("Signatory", *inline(line)) for line in official.get("signatory", ())]
    right.append(paragraph("Signer", frame(sheet.word("signer"))))
    widths = [RECIPIENTS, SIGNATURE]
    return [tables.bare(widths, [_beside(left, right, widths)], indent=0), paragraph("Rule")]


def attached(masthead: Block, sheet: Sheet) -> Element:
    """The line under the title of an annex that ties it to its report."""
    official = masthead.get("official", {})
    if official.get("attached"):
        return paragraph("Attached", *inline(official["attached"]))
    words, _, after = sheet.word("attached").partition("{issuer}")
    issuer = official.get("issuer") or masthead["agency"]
    return paragraph("Attached", frame(words), *inline(issuer), frame(after))
