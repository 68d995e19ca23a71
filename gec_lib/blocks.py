"""What a cell of a notebook shows: blocks, as plain data.

A block is all that publishing needs: HTML, Docx, workbook and claims are built from the blocks of the executed
notebook alone. Inline text is a tuple of spans; a span with digits is a claim, a citation or structure
(years, dates, numbers of sections, tables and figures).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, ClassVar

MIME = "application/vnd.gec.block+json"


@dataclass(frozen=True)
class Span:
    """A run of text. At most one of ``claim`` (key), ``cite`` and ``structure`` is set."""

    t: str
    claim: str = ""
    cite: str = ""
    structure: str = ""
    strong: bool = False


Text = tuple[Span, ...]


@dataclass(frozen=True)
class Heading:
    """A heading; ``id`` is an ASCII slug."""

    kind: ClassVar[str] = "heading"
    level: int
    id: str
    text: Text


@dataclass(frozen=True)
class Sentence:
    """One whole sentence of the bank with its key."""

    key: str
    text: Text


@dataclass(frozen=True)
class Sentences:
    """A paragraph of generated sentences; ``style`` is lead, body, note, list or todo (lines to tick off)."""

    kind: ClassVar[str] = "sentences"
    items: tuple[Sentence, ...]
    style: str = "body"


@dataclass(frozen=True)
class Quote:
    """A clause of the plan in its own words, with its place."""

    kind: ClassVar[str] = "quote"
    text: Text
    place: Text


@dataclass(frozen=True)
class Cell:
    """A table cell: the text shown, the typed number for workbooks, or a mark with its meaning."""

    text: Text
    value: float | None = None
    format: str = ""
    mark: str = ""


@dataclass(frozen=True)
class Column:
    """A table column; ``group`` is the head above it."""

    label: Text
    align: str = "right"
    group: Text = ()


@dataclass(frozen=True)
class Row:
    """A table row; ``role`` is row, total or group (one head cell over the whole width)."""

    cells: tuple[Cell, ...]
    role: str = "row"


@dataclass(frozen=True)
class Table:
    """A table with caption (number, what, place, year), sub-line (unit, time point) and notes."""

    kind: ClassVar[str] = "table"
    id: str
    caption: Text
    subtitle: Text
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[Text, ...] = ()


@dataclass(frozen=True)
class Figure:
    """A chart drawn twice as SVG (wide, narrow) and once as PNG in base 64 (for paper), with its finding as title,
    alternative text and table."""

    kind: ClassVar[str] = "figure"
    id: str
    title: Text
    subtitle: Text
    wide: str
    narrow: str
    alt: Text
    table: Table
    notes: tuple[Text, ...] = ()
    png: str = ""

    def __post_init__(self) -> None:
        if not "".join(span.t for span in self.alt).strip():
            raise ValueError(f"figure {self.id!r} has no alternative text; say kind of chart, from-to, target, finding")


@dataclass(frozen=True)
class VerdictCell:
    """A cell of the verdict matrix: value, verdict word, firmness and people to the target, or a state."""

    verdict: str
    word: str
    value: Text = ()
    firm: str = ""
    firm_word: str = ""
    note: Text = ()


@dataclass(frozen=True)
class VerdictRow:
    """A target of the plan over the columns of the matrix."""

    title: Text
    detail: Text
    cells: tuple[VerdictCell, ...]
    href: str = ""


@dataclass(frozen=True)
class VerdictMatrix:
    """Targets × levels, the first thing a reader sees. ``firm`` of a cell is firm, open or empty."""

    kind: ClassVar[str] = "matrix"
    caption: Text
    subtitle: Text
    head: Text
    columns: tuple[Text, ...]
    rows: tuple[VerdictRow, ...]
    keys: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Banner:
    """The verdict of one sub-target above its section."""

    kind: ClassVar[str] = "banner"
    verdict: str
    word: str
    text: Text
    firm: str = ""
    firm_word: str = ""


@dataclass(frozen=True)
class People:
    """How many people (or schools) are missing: dots up to forty, a bar above."""

    kind: ClassVar[str] = "people"
    title: Text
    women: int
    men: int
    needed: int
    text: tuple[Text, ...]
    dots: str = "people"


@dataclass(frozen=True)
class Firmness:
    """Between which values the missing returns leave the result; shares of one, for drawing only."""

    kind: ClassVar[str] = "firmness"
    title: Text
    firm: str
    firm_word: str
    low: float
    high: float
    value: float
    target: float
    labels: Mapping[str, Text]
    text: tuple[Text, ...]


@dataclass(frozen=True)
class TaskMark:
    """State of a task in a year: full, part, none, missing or not_applicable, and its word."""

    state: str
    word: str
    claim: str = ""


@dataclass(frozen=True)
class TaskRow:
    number: Text
    title: Text
    marks: tuple[TaskMark, ...]


@dataclass(frozen=True)
class TaskMatrix:
    """Tasks × years."""

    kind: ClassVar[str] = "tasks"
    id: str
    caption: Text
    subtitle: Text
    columns: tuple[Text, ...]
    rows: tuple[TaskRow, ...]
    keys: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Commentary:
    """An analyst's own words; ``html`` is already rendered from Markdown with escaping on."""

    kind: ClassVar[str] = "commentary"
    author: str
    role: str
    date: str
    html: str


@dataclass(frozen=True)
class Fact:
    label: Text
    value: Text


@dataclass(frozen=True)
class Official:
    """What stands around the report on its official copy, and is printed by the Docx alone.

    ``day`` is the ISO date up to which data were taken in; the number and the day of signing are left blank.
    ``attached`` ties an annex to its report.
    """

    superior: Text
    issuer: Text
    number: Text
    place_date: Text
    subject: Text
    addressee: Text
    basis: tuple[Text, ...]
    opening: Text
    recipients: tuple[Text, ...]
    signatory: tuple[Text, ...]
    day: str
    attached: Text = ()


@dataclass(frozen=True)
class Masthead:
    """Who reports, on what, with which data."""

    kind: ClassVar[str] = "masthead"
    agency: Text
    title: Text
    subtitle: Text
    facts: tuple[Fact, ...]
    profile: str
    synthetic: str = ""
    official: Official | None = None


@dataclass(frozen=True)
class SourceEntry:
    claim: str
    shown: str
    label: str
    formula: str
    first: str
    more: str = ""


@dataclass(frozen=True)
class SourceList:
    """The annex that every number link leads to."""

    kind: ClassVar[str] = "sources"
    entries: tuple[SourceEntry, ...]


@dataclass(frozen=True)
class Group:
    """Blocks that belong together; ``role`` is section, pair (side by side) or annex."""

    kind: ClassVar[str] = "group"
    blocks: tuple[Any, ...]
    role: str = "section"


def plain(value: Any) -> Any:
    """A block as JSON-ready data; every block and nothing else carries ``kind``."""
    if is_dataclass(value) and not isinstance(value, type):
        data = {f.name: plain(getattr(value, f.name)) for f in fields(value)}
        data = {key: item for key, item in data.items() if key in ("t", "text", "rows") or not _empty(item)}
        kind = getattr(value, "kind", None)
        return {"kind": kind, **data} if kind else data
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    return value


def _empty(item: Any) -> bool:
    return item is None or item is False or item == "" or item == []


def spans(data: Any) -> Iterator[dict[str, str]]:
    """All spans of a block in plain form, in document order."""
    if isinstance(data, dict):
        if "t" in data:
            yield data
            return
        for item in data.values():
            yield from spans(item)
    elif isinstance(data, list):
        for item in data:
            yield from spans(item)


def text_of(text: Text | list[dict[str, str]]) -> str:
    """The bare characters of inline text.

    Examples
    --------
    >>> text_of((Span("tăng "), Span("16,1", claim="x")))
    'tăng 16,1'
    """
    return "".join(span.t if isinstance(span, Span) else span["t"] for span in text)
