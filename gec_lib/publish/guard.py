"""The last guard of the numbers: what a finished page, Word file or workbook says is what the blocks say.

The first guard works on blocks (`gec_lib.publish.show.guard`) and on charts (`gec_lib.figures.guard`); this one reads
the files back, so that a number which a template, a macro or a writer added is found too. It compares words, not
digits alone: a number spelled out is a word that no block holds. Order and looks are left to the tests.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from html.parser import HTMLParser
from typing import Any

from gec_lib import blocks
from gec_lib.blocks import text_of
from gec_lib.claims import HIDDEN, NOT_APPLICABLE, ClaimError
from gec_lib.publish import extracts, geometry, untraced
from gec_lib.publish.document import Document, DocumentError, flat, walk

WORD = re.compile(r"\w+(?:[.,]\d+)*")
FOOTER_CODE = re.compile(r"&[A-Z]")
TAG = re.compile(r"<[^>]*>")
BARE = ("mark", "word", "firm_word", "author", "role", "date", "synthetic")
WITHIN = ("a", "b")  # tags inside a word or between two that belong together
VOID = ("img", "source", "input", "br", "meta", "link", "use", "circle", "path", "rect", "line")
SILENT = ("script", "style", "template")
ANNEX = "src"
LETTERS = (HIDDEN, NOT_APPLICABLE)  # marks that are letters
AGAIN = re.compile(r" \(\d+\)$")  # the second sheet of one name
ROUNDING = 1e-9  # what a workbook may lose of a number


class GuardError(DocumentError):
    """A finished file that says more, or less, than the blocks."""


def words(texts: Iterable[str]) -> Counter[str]:
    """Words and numbers of texts, without regard to case; "28,6%" is one.

    Examples
    --------
    >>> sorted(words(["Nữ đạt 28,6%", "nữ"]).items())
    [('28,6', 1), ('nữ', 2), ('đạt', 1)]
    """
    return Counter(word for text in texts for word in WORD.findall(unicodedata.normalize("NFC", text).casefold()))


def said(data: Any) -> Iterator[str]:
    """Everything that a block in plain form says: inline texts, bare words, an analyst's paragraphs."""
    if isinstance(data, Mapping):
        for key, item in data.items():
            if key == "keys":
                yield from (text for pair in item for text in pair)
            elif key == "html":
                yield TAG.sub(" ", item)
            elif key in BARE and isinstance(item, str):
                yield item
            elif key != "entries":
                yield from said(item)
    elif isinstance(data, list | tuple):
        if data and all(isinstance(item, Mapping) and "t" in item for item in data):
            yield text_of(list(data))
        else:
            for item in data:
                yield from said(item)


def recorded(document: Document) -> list[str]:
    """What the records of the claims say: names, formulas, units, files and cells."""
    parts = [item for record in document.claims.values() for item in record.values()]
    entries = [e for b in walk(document.blocks) if b["kind"] == blocks.SourceList.kind for e in b.get("entries", ())]
    parts += [item for entry in entries for item in entry.values()]
    return [str(part) for item in parts for part in (item if isinstance(item, list) else [item])] + list(
        document.claims
    )


def guard_blocks(document: Document) -> None:
    """Refuse a notebook whose blocks print a number without owner, whatever made them, or draw one of no claim."""
    for block in document.blocks:
        try:
            untraced.guard(block)
        except ClaimError as error:
            raise GuardError(str(error)) from None
        lost = [id for id in untraced.drawn_claims(block) if id not in document.claims]
        if lost:
            raise GuardError(f"a chart draws the number of claim {lost[0]!r}, which the notebook does not hold")


def guard_copy(document: Document, data: bytes, *, form: Iterable[str]) -> None:
    """Refuse a Word file that says what no block says; ``form`` are the words of the form itself."""
    told, own = extracts.read_docx(data)
    allowed = words(said(document.blocks)) + _attached(document)
    _nothing_more("report.docx", words(told), allowed)
    _known("report.docx", words(own), words([*form, *LETTERS]))
    _nothing_less("report.docx", words(told), document)


def guard_page(document: Document, page: str, *, form: Iterable[str]) -> None:
    """Refuse a page that says what no block says; its frame and its annex of sources say what they were given."""
    guard_blocks(document)
    reader = Page()
    reader.feed(page)
    own = words([*form, *LETTERS])
    told = words(reader.told)
    _nothing_more("report.html", Counter({w: n for w, n in told.items() if w not in own}), words(said(document.blocks)))
    meta = (document.meta.snapshot, document.meta.version, *document.meta.files, document.title, document.synthetic)
    given = own + words(meta) + words(said(document.blocks)) + words(recorded(document))
    _known("report.html", words(reader.aside), given)
    _nothing_less("report.html", told, document)


def guard_workbook(document: Document, data: bytes, *, form: Iterable[str]) -> None:
    """Refuse a workbook with a word that neither blocks nor records hold, or with other numbers than its tables."""
    texts, found = extracts.read_workbook(data)
    texts = [FOOTER_CODE.sub(" ", text) if text.startswith("&") else text for text in texts]
    given = words([*form, *LETTERS, document.title, *recorded(document), *said(document.blocks)])
    names = extracts.sheet_names(data)
    cut = words(AGAIN.sub("", name) for name in names)
    _known("tables.xlsx", Counter({w: n for w, n in cut.items() if not any(g.startswith(w) for g in given)}), given)
    _known("tables.xlsx", words(texts), given + words(names))
    numbers = numbers_of(document)
    if len(numbers) != len(found):
        raise GuardError(f"tables.xlsx has {len(found)} sheets; the blocks make {len(numbers)}")
    for place, (expected, written) in enumerate(zip(numbers, found, strict=True), start=1):
        if any(abs(a - b) > ROUNDING for a, b in zip(expected, written, strict=False)) or len(expected) != len(written):
            wrong = (Counter(written) - Counter(expected)) or (Counter(expected) - Counter(written))
            raise GuardError(f"tables.xlsx, sheet {place}: numbers {sorted(wrong)} differ from those of the table")


def _attached(document: Document) -> Counter[str]:
    """The line that ties an annex to its report, which stands under the title of each (and of one that is added)."""
    masthead: Mapping[str, Any] = next((b for b in walk(document.blocks) if b["kind"] == blocks.Masthead.kind), {})
    official = masthead.get("official", {})
    line = official.get("attached") or official.get("issuer") or masthead.get("agency", [])
    annexes = sum(b["kind"] == blocks.Group.kind and b.get("role") == "annex" for b in document.blocks)
    return words([text_of(line)] * (annexes + 1))


def numbers_of(document: Document) -> list[list[float]]:
    """The numbers that each sheet of the workbook must hold, in the order of its cells, read from the blocks."""
    found: list[list[float]] = [[]]  # the contents
    listed = list(flat(document.blocks))
    for block, following in zip(listed, [*listed[1:], None], strict=True):
        kind = block["kind"]
        if kind == blocks.Table.kind:
            found.append(_of_table(block, document))
        elif kind == blocks.Figure.kind and not geometry.repeats(block["table"], following):
            found.append(_of_table(block["table"], document))
        elif kind == blocks.VerdictMatrix.kind:
            cells = [cell.get("value", []) for row in block["rows"] for cell in row["cells"]]
            found.append([x for text in cells for x in _alone(text, document)])
        elif kind == blocks.TaskMatrix.kind:
            found.append([])
    if document.claims:
        pairs = [(Fraction(str(r["value"])), r.get("cells")) for r in document.claims.values()]
        found.append([float(x) for pair in pairs for x in pair if x is not None])
    return found


def _of_table(block: Mapping[str, Any], document: Document) -> list[float]:
    found: list[float] = []
    for row in block["rows"]:
        for cell in row["cells"] if row.get("role") != "group" else ():
            if cell.get("value") is not None:
                found.append(float(cell["value"]))
            elif not cell.get("mark"):
                found += _alone(cell.get("text", []), document)
    return found


def _alone(text: Sequence[Mapping[str, str]], document: Document) -> list[float]:
    """The number of a text that is nothing but one claim."""
    if len(text) != 1 or text[0].get("claim") not in document.claims:
        return []
    return [float(Fraction(str(document.claims[text[0]["claim"]]["value"])))]


def _nothing_more(name: str, told: Counter[str], allowed: Counter[str]) -> None:
    more = told - allowed
    if more:
        raise GuardError(f"{name} says {_listed(more)}, which no block says; only blocks may speak of numbers")


def _known(name: str, found: Counter[str], given: Counter[str]) -> None:
    unknown = Counter({word: n for word, n in found.items() if word not in given})
    if unknown:
        raise GuardError(f"{name} says {_listed(unknown)} around the blocks; neither its form nor its sources say it")


def _nothing_less(name: str, told: Counter[str], document: Document) -> None:
    """Every number of a claim in sentences and tables of the text is in the file."""
    wanted: Counter[str] = Counter()
    for block in walk(document.blocks):
        if block["kind"] in (blocks.Sentences.kind, blocks.Table.kind):
            wanted += words(span["t"] for span in blocks.spans(block) if span.get("claim"))
    less = Counter({word: n for word, n in wanted.items() if told[word] < n})
    if less:
        raise GuardError(f"{name} leaves out {_listed(less)}, which the blocks say")


def _listed(found: Mapping[str, int]) -> str:
    return ", ".join(repr(word) for word in sorted(found)[:5])


class Page(HTMLParser):
    """The texts of a page: those of the blocks (``told``), those of its frame and annex (``aside``)."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[bool, bool]] = []  # aside?, inside a word?
        self.parts: tuple[list[str], list[str]] = ([], [])
        self.silent = 0

    @property
    def told(self) -> list[str]:
        return "".join(self.parts[0]).split("\n")

    @property
    def aside(self) -> list[str]:
        return "".join(self.parts[1]).split("\n")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        classes = (names.get("class") or "").split()
        within = tag in WITHIN or "nb" in classes
        self._break(within)
        for name in ("aria-label", "title", "data-l"):
            self.parts[1].append(f"\n{names.get(name) or ''}\n")
        if tag == "img":
            self.parts[0].append(f"\n{names.get('alt') or ''}\n")
        self.silent += tag in SILENT
        if tag not in VOID:
            above = bool(self.open) and self.open[-1][0]
            self.open.append((above or "data-page" in names or ANNEX in classes or tag in ("title", "summary"), within))

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in SILENT
        if tag not in VOID:
            self._break(self.open.pop()[1])

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.parts[bool(self.open) and self.open[-1][0]].append(data.replace("\n", " "))

    def _break(self, within: bool) -> None:
        if not within:
            for part in self.parts:
                part.append("\n")
