"""Tables and data that are written beside a report, carried by the notebook's last cell."""

from __future__ import annotations

import base64
import io
import json
from dataclasses import dataclass
from typing import Any

import pandas as pd

from gec_lib.blocks import Span, plain
from gec_lib.codelists import ALL, EQUALITY, FEMALE, MALE, PUBLIC, TOTAL
from gec_lib.commentary import check_sections
from gec_lib.narrative import conclusion, school
from gec_lib.narrative.case import Case
from gec_lib.narrative.draft import Draft
from gec_lib.narrative.school_case import SchoolCase

MIME = "application/vnd.gec.files+json"


@dataclass(frozen=True)
class Files:
    """Files that publishing writes beside the page: CSV and JSON as text, Parquet in base 64."""

    content: dict[str, str]

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        names = ", ".join(self.content)
        return {MIME: self.content, "text/plain": names}


def files_of(draft: Draft) -> Files:
    """Indicators, faults, sources and the progress summary of an edition.

    Raises
    ------
    CommentaryError
        When a paragraph stands in a file named for a section that the edition does not have.
    """
    check_sections(draft.commentary, sections=draft.sections)
    return Files(
        {
            "indicators.csv": indicators_csv(draft),
            "faults.csv": faults_csv(draft),
            "sources.parquet": sources_parquet(draft),
            "progress.json": json.dumps(progress(draft), ensure_ascii=False, sort_keys=True),
            "card.json": json.dumps(card(draft), ensure_ascii=False, sort_keys=True),
        }
    )


def files_of_school(case: SchoolCase) -> Files:
    """Figures, open cells and sources of one school's page; the progress of the area stands in the area's editions."""
    return Files(
        {
            "indicators.csv": school.indicators_csv(case),
            "faults.csv": faults_csv(case.draft),
            "sources.parquet": sources_parquet(case.draft),
            "card.json": json.dumps(school.card(case), ensure_ascii=False, sort_keys=True),
        }
    )


def card(draft: Draft) -> dict[str, str]:
    """How lists name the edition: scope, term, day of the data."""
    first, last = draft.found.years[0], draft.year
    return {
        "scope": draft.level_name(draft.level),
        "term": str(last) if draft.kind in conclusion.ONE_YEAR else f"{first}–{last}",
        "as_of": draft.snapshot.as_of,
    }


def indicators_csv(draft: Draft) -> str:
    """The indicators that the edition draws on, by year, level and sex; hidden counts carry their mark, no number."""
    lines = ["indicator,year,level,sex,num,den,value,status"]
    used = {claim.indicator for claim in draft.book.claims.values()}
    for indicator in draft.found.indicators:
        if indicator.code not in used:
            continue
        for year in draft.found.years:
            for level in (ALL, *draft.found.levels(indicator.code)):
                for sex in (TOTAL, FEMALE, MALE) if indicator.by_sex else (TOTAL,):
                    line = _line(draft, indicator.code, year, level, sex)
                    if line:
                        lines.append(line)
    return "\n".join(lines) + "\n"


def _line(draft: Draft, code: str, year: int, level: str, sex: str) -> str:
    row = draft.found.at(code, year=year, level=level, sex=sex)
    if row is None:
        return ""
    hide = draft.hidden
    num = "c" if hide.hides(code, year=year, level=level, sex=sex, side="num") else _plain(row["num"])
    den = "c" if hide.hides(code, year=year, level=level, sex=sex, side="den") else _plain(row["den"])
    hidden = hide.hides_rate(code, year=year, level=level, sex=sex) or "c" in (num, den)
    value = "c" if hidden else "" if pd.isna(row["value"]) else f"{row['value']:.6f}"
    return f"{code},{year},{level},{sex},{num},{den},{value},{row['status']}"


def _plain(number: float) -> str:
    return "" if pd.isna(number) else f"{number:.15g}"  # hours may be halves


def faults_csv(draft: Draft) -> str:
    """Faults of the reporting year; the public profile names no school and so lists none."""
    faults = draft.snapshot.faults
    faults = faults[faults["year"].eq(draft.year)]
    if draft.level != ALL:
        faults = faults[faults["level"].eq(draft.level)]
    if draft.profile == PUBLIC:
        faults = faults.iloc[0:0]
    order = ["unit", "form", "sheet", "cell", "rule"]
    return faults.sort_values(order, kind="stable").to_csv(index=False, lineterminator="\n")


def sources_parquet(draft: Draft) -> str:
    """The full list of cells behind every claim, as Parquet in base 64; empty in the public profile."""
    rows = [
        (id, source.file, source.name, source.sheet, source.cell)
        for id in sorted(draft.book.sources)
        for source in draft.book.sources[id]
        if draft.profile != PUBLIC
    ]
    frame = pd.DataFrame(rows, columns=["claim", "file", "name", "sheet", "cell"], dtype="str")
    buffer = io.BytesIO()
    frame.to_parquet(buffer, index=False, compression="zstd")
    return base64.b64encode(buffer.getvalue()).decode("ascii")


def progress(draft: Draft) -> dict[str, Any]:
    """Targets × levels × years with value, verdict and firmness, for the index page."""
    rows = []
    for year in draft.found.years:
        for finding in draft.found.findings(year=year, levels=(ALL, *draft.found.codes.school_levels())):
            if not finding.applies:
                continue
            case = Case(draft, finding)
            shown = None if case.hidden else case.value()
            rows.append(
                {
                    "target": finding.item.id,
                    "title": finding.item.title.text(draft.lang),
                    "level": finding.level,
                    "level_name": draft.level_name(finding.level),
                    "year": year,
                    "verdict": "suppressed" if case.hidden else finding.judgement.verdict.value,
                    "firm": "" if case.hidden else case.firm[0],
                    "shown": draft.words.number(shown, "pct1").t if shown is not None else "",
                    "claim": shown.id if shown is not None and shown.value is not None else "",
                }
            )
    plan, snapshot = draft.plan, draft.snapshot
    due = plan.calendar.deadline(EQUALITY).first_late_day(draft.year).isoformat()
    lead = [sentence.text for sentence in conclusion.lead(draft, _own(draft))]
    spans = [span for text in lead for span in (*text, Span(" "))]
    return {
        "rows": rows,
        "coverage": _coverage(draft),
        "agency": f"{draft.office.superior.text(draft.lang)} · {draft.office.name.text(draft.lang)}",
        "subtitle": f"{plan.number}, {plan.period.start}–{plan.period.end}",
        "as_of": snapshot.as_of,
        "snapshot": snapshot.id,
        "synthetic": snapshot.synthetic,
        "due": due,
        "lead": plain(spans),
    }


def _own(draft: Draft) -> list[Case]:
    found = draft.found.findings(year=draft.year, levels=[draft.level])
    return [Case(draft, finding) for finding in found if finding.applies]


def _coverage(draft: Draft) -> list[dict[str, Any]]:
    found = []
    for level in (ALL, *draft.found.codes.school_levels()):
        returns = draft.coverage(stream=EQUALITY, level=level)
        counts = {key: int(claimed.value or 0) for key, claimed in returns.items()}
        found.append({"level": level, "level_name": draft.level_name(level), **counts})
    return found
