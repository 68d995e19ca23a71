"""The index of a profile: progress at a glance, coverage, and every edition with its files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markupsafe import Markup

from gec_lib import blocks, claims
from gec_lib.blocks import Figure, Masthead, Text, plain
from gec_lib.codelists import LANGUAGES
from gec_lib.publish.html import bound, environment, frame, labels, static
from gec_lib.publish.sources import NOWHERE
from gec_lib.verdicts import Verdict

SHOWN_FILES = ("report.html", "report.docx", "tables.xlsx")


@dataclass(frozen=True)
class Entry:
    """An edition in the list; ``folder`` is its place below the index, ``files`` the files that exist there.

    ``verified`` is the outcome of ``gec verify`` in words, for example "✓ khớp", or empty. ``page`` is set for a list
    of many editions: the page in the folder that the line leads to instead of files.
    """

    title: str
    scope: str
    term: str
    profile: str
    date: str
    folder: str
    files: tuple[str, ...]
    verified: str = ""
    page: str = ""


@dataclass(frozen=True)
class ProgressCell:
    """A verdict or a state in one year: its word for those who do not see the mark, the value, a note."""

    verdict: str
    word: str
    value: Text = ()
    note: Text = ()


@dataclass(frozen=True)
class ProgressRow:
    """A level over the years; ``role`` is row or total."""

    label: Text
    cells: tuple[ProgressCell, ...]
    role: str = "row"


@dataclass(frozen=True)
class ProgressGroup:
    """A target with its levels."""

    label: Text
    rows: tuple[ProgressRow, ...]


@dataclass(frozen=True)
class Progress:
    """Targets × levels × years; ``now`` is the column of the reporting year, counted from 0."""

    caption: Text
    subtitle: Text
    head: Text
    columns: tuple[Text, ...]
    now: int
    groups: tuple[ProgressGroup, ...]
    keys: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class CoverageBar:
    """Returns of a level: on time, late, missing (for drawing), and the same in words; ``role`` is row or total."""

    label: Text
    on_time: int
    late: int
    missing: int
    text: Text
    role: str = "row"


@dataclass(frozen=True)
class Coverage:
    """Who returned by the deadline, with the cumulative figure where there is one."""

    title: Text
    bars: tuple[CoverageBar, ...]
    notes: tuple[Text, ...] = ()
    figure: Figure | None = None


def existing(folder: Path) -> tuple[str, ...]:
    """The files of an edition that the list links to, those that exist, in fixed order.

    Parameters
    ----------
    folder : Path
        The folder of the edition.
    """
    return tuple(name for name in SHOWN_FILES if (folder / name).is_file())


def render_index(
    entries: Sequence[Entry],
    *,
    masthead: Masthead,
    lead: Text,
    progress: Progress | None,
    coverage: Coverage | None,
    version: str,
    lang: str,
) -> str:
    """The index page of a profile, complete in one file.

    Parameters
    ----------
    entries : sequence of Entry
        Editions of this profile in the order of the list.
    masthead : Masthead
        Agency, title and facts; its synthetic mark stamps the page.
    lead : Text
        One sentence: how many targets are met, how many schools returned.
    progress, coverage : Progress, Coverage or None
        None where the snapshot has nothing to say yet.
    version : str
        Version of the code, for the footer.
    lang : str
        Language of the page's own words.

    Returns
    -------
    str
        HTML; numbers are not linked, since their sources stand in the editions.
    """
    page = environment().get_template("index.html.j2")
    return page.render(
        label=labels(lang),
        title=blocks.text_of(masthead.title),
        masthead=plain(masthead),
        lead=plain(lead),
        progress=plain(progress),
        keys=_keys(progress, lang) if progress else [],
        paceless=_paceless,
        verified=any(entry.verified for entry in entries),
        coverage=plain(coverage),
        bars=[bar_widths(bar) for bar in coverage.bars] if coverage else [],
        rows=[_row(entry, lang) for entry in entries],
        version=version,
        index_style=Markup(static("index.css")),
        **frame(masthead.synthetic, lang=lang),
        **bound(NOWHERE),
    )


def bar_widths(bar: CoverageBar) -> list[tuple[str, float]]:
    """Percent of the bar on time and late; what is left is missing."""
    whole = (bar.on_time + bar.late + bar.missing) or 1
    return [(name, round(100 * count / whole, 2)) for name, count in (("on", bar.on_time), ("late", bar.late)) if count]


def _paceless(cell: Mapping[str, Any]) -> bool:
    """Whether a year has its value but no earlier one to compare with: the same mark, other words."""
    spans = cell.get("value") or ()
    return cell["verdict"] == Verdict.NO_DATA and any(s.get("claim") and s["t"] != claims.UNDEFINED for s in spans)


def _keys(progress: Progress, lang: str) -> list[tuple[str, str]]:
    """The key of the marks; the mark of missing data says what it means beside a value, where it stands there."""
    cells = (plain(cell) for group in progress.groups for row in group.rows for cell in row.cells)
    more = f"; {labels(lang)['no_pace_key']}" if any(map(_paceless, cells)) else ""
    return [(key, words + more * (key == Verdict.NO_DATA)) for key, words in progress.keys]


def _row(entry: Entry, lang: str) -> dict[str, Any]:
    base = f"{entry.folder.rstrip('/')}/" if entry.folder else ""
    shown = (entry.page,) if entry.page else [name for name in SHOWN_FILES if name in entry.files]
    own = entry.folder.rsplit("/", 1)[-1]
    links = [(base + name, name.rsplit(".", 1)[-1]) for name in shown]
    return {
        "title": entry.title,
        "href": links[0][0] if links else "",
        "lang": own if own in LANGUAGES and own != lang else "",
        "scope": entry.scope,
        "term": entry.term,
        "profile": labels(lang).get(f"profile_{entry.profile}", entry.profile),
        "links": links,
        "date": entry.date,
        "verified": entry.verified,
    }
