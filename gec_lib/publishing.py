"""The index pages: every finished edition of a profile, and the progress that the newest one found."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from gec_lib import __version__
from gec_lib.blocks import Fact, Masthead, Span, Text
from gec_lib.codelists import ALL
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
from gec_lib.wording import Wording, load_wording

PROGRESS = "progress.json"
Data = Mapping[str, Any]


def notebooks_of(home: Home) -> Path:
    """The folder of notebooks of a home, or of the nearest folder above it.

    Raises
    ------
    FileNotFoundError
        When there is none.
    """
    for root in (home.root, *home.root.parents):
        if (root / "notebooks").is_dir():
            return root / "notebooks"
    raise FileNotFoundError(f"no folder notebooks in {home.root} or above it; run gec inside the project")


def write_indexes(outputs: Path, *, profiles: Iterable[str], lang: str) -> list[Path]:
    """Write ``index.html`` for each profile that has an edition with a progress summary."""
    written = []
    for profile in profiles:
        found = list(manifests(outputs, profile=profile))
        whole = [
            folder for folder, data in found if data["parameters"]["level"] == ALL and (folder / PROGRESS).is_file()
        ]
        if not whole:
            continue
        newest = max(whole, key=lambda folder: (_manifest(found, folder)["parameters"]["year"], folder.as_posix()))
        progress = json.loads((newest / PROGRESS).read_text(encoding="utf-8"))
        page = index_page(outputs / profile, found, progress, words=load_wording(lang), profile=profile)
        path = outputs / profile / "index.html"
        temporary = path.with_suffix(".html.new")
        temporary.write_text(page, encoding="utf-8", newline="\n")
        temporary.replace(path)
        written.append(path)
    return written


def index_page(root: Path, found: Sequence[tuple[Path, Data]], data: Data, *, words: Wording, profile: str) -> str:
    """The page from manifests and the progress of the newest edition."""
    masthead = Masthead(
        agency=_text(words, data["agency"]),
        title=words.text(words.label("report", "index_title")),
        subtitle=_text(words, data["subtitle"]),
        facts=(
            Fact(words.text(words.label("report", "data_until")), words.inline(data["as_of"], "date")),
            Fact(words.text(words.label("report", "profile")), _text(words, words.label("profile", profile))),
            Fact(words.text(words.label("report", "snapshot")), (Span(data["snapshot"], structure="snapshot"),)),
        ),
        profile=profile,
        synthetic=words.label("report", "synthetic") if data["synthetic"] else "",
    )
    ordered = sorted(found, key=lambda item: _order(item[1]))
    return render_index(
        [_entry(root, folder, manifest, words) for folder, manifest in ordered],
        masthead=masthead,
        lead=tuple(Span(**span) for span in data["lead"]),
        progress=_progress(data["rows"], words),
        coverage=_coverage(data, words),
        version=__version__,
        lang=words.lang,
    )


def _manifest(found: Sequence[tuple[Path, Data]], folder: Path) -> Data:
    return next(data for path, data in found if path == folder)


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
