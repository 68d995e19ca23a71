"""The index pages: every finished edition of a profile, and the progress that the newest one found."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from gec_lib import __version__
from gec_lib.blocks import Fact, Masthead, Span, Text
from gec_lib.codelists import ALL
from gec_lib.files import write_whole
from gec_lib.home import Home
from gec_lib.publish.index import (
    Coverage,
    CoverageBar,
    Entry,
    Progress,
    ProgressCell,
    ProgressGroup,
    ProgressRow,
    existing,
    render_index,
)
from gec_lib.runs.batch import manifests
from gec_lib.runs.editions import SCHOOL
from gec_lib.wording import Wording, load_wording

PROGRESS, INDEX = "progress.json", "index.html"
Data = Mapping[str, Any]


PROJECT = Path(__file__).resolve().parent.parent


def notebooks_of(home: Home) -> Path:
    """The folder of notebooks of a home, of the nearest folder above it, or else of the project that gec runs from.

    Raises
    ------
    FileNotFoundError
        When there is none.
    """
    for root in (home.root, *home.root.parents, PROJECT):
        if (root / "notebooks").is_dir():
            return root / "notebooks"
    raise FileNotFoundError(
        f"no folder notebooks in {home.root}, above it, or in {PROJECT}; copy the project's notebooks there"
    )


def write_indexes(outputs: Path, *, profiles: Iterable[str], lang: str) -> list[Path]:
    """Write the list pages of each profile.

    ``index.html`` where an edition has a progress summary; the pages of single schools, which are many, stand in a
    list of their own for each year, ``school-<year>/index.html``, to which the index leads by one line.
    """
    written, words = [], load_wording(lang)
    for profile in profiles:
        root = outputs / profile
        every = list(manifests(outputs, profile=profile))
        schools = [item for item in every if SCHOOL in item[1]["parameters"]]
        found = [item for item in every if item not in schools]
        years = sorted({data["parameters"]["year"] for _, data in schools}, reverse=True)
        by_year = {year: [item for item in schools if item[1]["parameters"]["year"] == year] for year in years}
        for year, pages in by_year.items():
            written.append(_write(_list_of(root, year) / INDEX, school_page(_list_of(root, year), pages, words=words)))
        summed = [(data["parameters"], folder) for folder, data in found if (folder / PROGRESS).is_file()]
        if not summed:
            continue
        # the newest year, told by the whole area where that was made
        newest = max(summed, key=lambda item: (item[0]["year"], item[0]["level"] == ALL, item[1].as_posix()))[1]
        progress = json.loads((newest / PROGRESS).read_text(encoding="utf-8"))
        lists = [_list_entry(year, pages, words) for year, pages in by_year.items()]
        page = index_page(root, found, progress, words=words, profile=profile, lists=lists)
        written.append(_write(root / INDEX, page))
    return written


def _write(path: Path, page: str) -> Path:
    write_whole(path, page.encode())
    return path


def _list_of(root: Path, year: int) -> Path:
    """Folder of the feedback pages of a year."""
    return root / f"{SCHOOL}-{year}"


def _list_entry(year: int, pages: Sequence[tuple[Path, Data]], words: Wording) -> Entry:
    """The one line of the index that stands for all feedback pages of a year."""
    profile, dates = pages[0][1]["parameters"]["profile"], [data["as_of"] for _, data in pages]
    return Entry(
        title=words.label("edition", SCHOOL),
        scope=words.label("report", "school_list_scope").format(n=len(pages)),
        term=str(year),
        profile=words.label("profile", profile),
        date=max(dates),
        folder=f"{SCHOOL}-{year}",
        files=(),
        page=INDEX,
    )


def school_page(root: Path, pages: Sequence[tuple[Path, Data]], *, words: Wording) -> str:
    """The list of the feedback pages of one year: by level, then by code of the school, then by language."""
    newest = max(
        (data for _, data in pages), key=lambda data: (data["as_of"], data["parameters"]["lang"] == words.lang)
    )
    given = newest["parameters"]
    masthead = Masthead(
        agency=_text(words, newest["agency"]),
        title=words.text(words.label("report", "school_list_title"), year=str(given["year"])),
        subtitle=(),
        facts=_facts(words, newest["as_of"], given["profile"], newest["snapshot"]),
        profile=given["profile"],
        synthetic=words.label("report", "synthetic") if newest["synthetic"] else "",
    )
    lead = words.text(words.label("report", "school_list_lead"), n=str(len(pages)))
    ordered = sorted(pages, key=lambda item: _school_order(item[1], words.lang))
    return render_index(
        [_school_entry(root, folder, data, words) for folder, data in ordered],
        masthead=masthead,
        lead=lead,
        progress=None,
        coverage=None,
        version=__version__,
        lang=words.lang,
    )


def _school_order(data: Data, lang: str) -> tuple[int, str, bool, str]:
    given = data["parameters"]
    return data["rank"], given[SCHOOL], given["lang"] != lang, given["lang"]


def _school_entry(root: Path, folder: Path, data: Data, words: Wording) -> Entry:
    """A school with its level and ward, and how much is open."""
    given = data["parameters"]
    open_work = [
        words.label("report", f"school_list_{what}").format(n=data[what]) for what in ("missing", "open") if data[what]
    ]
    return Entry(
        title=data["name"],
        scope=" · ".join((data["scope"], data["ward"], *open_work)),
        term=f"{data['term']}, {given['lang']}",
        profile=words.label("profile", given["profile"]),
        date=data["as_of"],
        folder=folder.relative_to(root).as_posix(),
        files=existing(folder),
    )


def index_page(
    root: Path,
    found: Sequence[tuple[Path, Data]],
    data: Data,
    *,
    words: Wording,
    profile: str,
    lists: Sequence[Entry] = (),
) -> str:
    """The page from manifests, the progress of the newest edition, and lines that lead to lists of many editions."""
    masthead = Masthead(
        agency=_text(words, data["agency"]),
        title=words.text(words.label("report", "index_title")),
        subtitle=_text(words, data["subtitle"]),
        facts=_facts(words, data["as_of"], profile, data["snapshot"]),
        profile=profile,
        synthetic=words.label("report", "synthetic") if data["synthetic"] else "",
    )
    ordered = sorted(found, key=lambda item: _order(item[1]))
    return render_index(
        [*(_entry(root, folder, manifest, words) for folder, manifest in ordered), *lists],
        masthead=masthead,
        lead=tuple(Span(**span) for span in data["lead"]),
        progress=_progress(data["rows"], words),
        coverage=_coverage(data, words),
        version=__version__,
        lang=words.lang,
    )


def _facts(words: Wording, as_of: str, profile: str, snapshot: str) -> tuple[Fact, ...]:
    return (
        Fact(words.text(words.label("report", "data_until")), words.inline(as_of, "date")),
        Fact(words.text(words.label("report", "profile")), _text(words, words.label("profile", profile))),
        Fact(words.text(words.label("report", "snapshot")), (Span(snapshot, structure="snapshot"),)),
    )


def _order(manifest: Data) -> tuple[int, str, bool, str]:
    """Newest year first, then kind; the whole area before its levels."""
    given = manifest["parameters"]
    return -given["year"], manifest["kind"], given["level"] != ALL, given["level"]


def _entry(root: Path, folder: Path, manifest: Data, words: Wording) -> Entry:
    given = manifest["parameters"]
    return Entry(
        title=manifest["title"],
        scope=manifest["scope"],
        term=manifest["term"],
        profile=words.label("profile", given["profile"]),
        date=manifest["as_of"],
        folder=folder.relative_to(root).as_posix(),
        files=existing(folder),
    )


def _progress(rows: list[Data], words: Wording) -> Progress:
    years = sorted({row["year"] for row in rows})
    groups = []
    for target in dict.fromkeys(row["target"] for row in rows):
        own = [row for row in rows if row["target"] == target]
        levels = dict.fromkeys(row["level"] for row in own)
        label = words.text(words.label("report", "numbered"), no=target, title=_text(words, own[0]["title"]))
        lines = tuple(_level_row([row for row in own if row["level"] == level], years, words) for level in levels)
        groups.append(ProgressGroup(label, lines))
    keys = dict.fromkeys(row["verdict"] for row in rows)
    return Progress(
        caption=words.text(words.label("report", "progress_caption")),
        subtitle=words.text(words.label("report", "progress_subtitle")),
        head=words.text(words.label("report", "progress_head")),
        columns=tuple(_text(words, str(year)) for year in years),
        now=len(years) - 1,
        groups=tuple(groups),
        keys=tuple((verdict, words.label("verdict", verdict)) for verdict in keys),
    )


def _level_row(rows: list[Data], years: list[int], words: Wording) -> ProgressRow:
    cells = []
    for year in years:
        row = next(item for item in rows if item["year"] == year)
        value = (Span(row["shown"], claim=row["claim"]),) if row["shown"] else ()
        cells.append(ProgressCell(row["verdict"], words.label("verdict", row["verdict"]), value=value))
    role = "total" if rows[0]["level"] == ALL else "row"
    return ProgressRow(_text(words, rows[0]["level_name"]), tuple(cells), role=role)


def _coverage(data: Data, words: Wording) -> Coverage:
    bars = []
    for row in data["coverage"]:
        counts = {key: str(row[key]) for key in ("on_time", "late", "missing", "due")}
        bars.append(
            CoverageBar(
                label=_text(words, row["level_name"]),
                on_time=row["on_time"],
                late=row["late"],
                missing=row["missing"],
                text=words.text(words.label("report", "coverage_bar"), **counts),
                role="total" if row["level"] == ALL else "row",
            )
        )
    title = words.text(words.label("report", "coverage_title"), due=words.inline(data["due"], "date"))
    return Coverage(title=title, bars=(*bars[1:], bars[0]))


def _text(words: Wording, text: str) -> Text:
    return words.text("{x}", x=text)
