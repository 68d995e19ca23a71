"""Recommendations kept as data beside an edition, and what became of those of the edition before.

``params/commentary/<kind>-<year>/<level>/recommendations.yaml``::

    recommendations:
      - id: r1
        kind: recommendation          # or commendation, amendment (of a policy)
        to: {vi: "UBND quận", en: "the district People's Committee"}
        what: {vi: "bố trí kinh phí cho tập huấn", en: "fund the training"}
        due: 2024-12-20
        outcome: {state: done, on: 2024-11-05, note: {vi: "Quyết định số …", en: "Decision No. …"}}

What the generator recommends from figures stands beside these; ``outcome`` is filled in later, when the next
edition asks what became of each (done, open, dropped).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from enum import StrEnum
from pathlib import Path
from typing import Any

from gec_lib.blocks import Cell, Column, Row, Sentence, Text
from gec_lib.codelists import INTERNAL
from gec_lib.commentary import FOLDER
from gec_lib.models import Record, Words, read_model
from gec_lib.narrative.draft import Draft
from gec_lib.narrative.tables import table

FILE = "recommendations.yaml"


class Kind(StrEnum):
    """What is asked for."""

    RECOMMENDATION = "recommendation"
    COMMENDATION = "commendation"
    AMENDMENT = "amendment"


class State(StrEnum):
    """What became of it."""

    DONE = "done"
    OPEN = "open"
    DROPPED = "dropped"


class Outcome(Record):
    """What became of a recommendation, and since when."""

    state: State
    on: dt.date | None = None
    note: Words | None = None


class Recommendation(Record):
    """Who is asked to do what, by when."""

    id: str
    kind: Kind = Kind.RECOMMENDATION
    to: Words
    what: Words
    due: dt.date | None = None
    outcome: Outcome = Outcome(state=State.OPEN)


class Recommendations(Record):
    """The file of an edition."""

    recommendations: tuple[Recommendation, ...]


def load_recommendations(path: Path) -> tuple[Recommendation, ...]:
    """The recommendations of an edition; none where it has no file.

    Raises
    ------
    gec_lib.models.PlanError
        With file and line, when the file says something that the models do not know.
    """
    if not path.is_file():
        return ()
    found = read_model(path, Recommendations).recommendations
    for item in found:
        if item.kind is not Kind.COMMENDATION and item.due is None:
            raise ValueError(f"{path}: recommendation {item.id!r} names no day; add due: YYYY-MM-DD")
    return found


def own(draft: Draft) -> tuple[Recommendation, ...]:
    """The recommendations that the office adds to this edition."""
    if draft.params is None:
        return ()
    return load_recommendations(draft.params / FOLDER / f"{draft.kind}-{draft.year}" / draft.level / FILE)


def before(draft: Draft) -> tuple[int, tuple[Recommendation, ...]]:
    """Year and recommendations of the newest earlier edition of the same level that kept any."""
    if draft.params is None:
        return 0, ()
    found = []
    for path in sorted((draft.params / FOLDER).glob(f"*/{draft.level}/{FILE}")):
        year = path.parts[-3].rpartition("-")[2]
        if year.isdigit() and int(year) < draft.year:
            found.append((int(year), path))
    if not found:
        return 0, ()
    newest, file = max(found)
    return newest, load_recommendations(file)


def asked(draft: Draft) -> list[Sentence]:
    """The office's own recommendations as sentences; people to be commended are named inside only."""
    said: list[Sentence] = []
    for item in own(draft):
        to, what = item.to.text(draft.lang), item.what.text(draft.lang)
        if item.kind is Kind.COMMENDATION:
            said += draft.say("VK1", body=to, matter=what) if draft.profile == INTERNAL else []
        else:
            key = "VK2" if item.kind is Kind.AMENDMENT else "VR5"
            said += draft.say(key, body=to, matter=what, due=str(item.due))
    return said


def opening(draft: Draft) -> list[Any]:
    """What became of the recommendations of the edition before: a heading, a sentence, a table."""
    year, items = before(draft)
    if draft.profile != INTERNAL:
        items = tuple(item for item in items if item.kind is not Kind.COMMENDATION)
    if not items:
        return []
    states = Counter(item.outcome.state for item in items)
    numbers = {"n": len(items), **{f"n_{state.value}": states[state] for state in State}}
    claims = {
        name: draft.parameter(
            f"recommendations.{year}.{draft.level}.{name}", n, unit="", label=draft.words.label("report", "followup")
        )
        for name, n in numbers.items()
    }
    said = draft.say("VF1", prev_year=year, **claims)
    return [draft.heading(3, "kien-nghi-ky-truoc", "followup"), *draft.paragraph(said), _table(draft, items, year)]


def _table(draft: Draft, items: tuple[Recommendation, ...], year: int) -> Any:
    heads = ("followup_to", "followup_what", "followup_due", "followup_outcome")
    return table(
        draft,
        key="table_followup",
        subtitle="definitions_followup",
        head_columns=tuple(Column(draft.text(key), align="left") for key in heads),
        rows=[_row(draft, item) for item in items],
        year=str(year),
    )


def _row(draft: Draft, item: Recommendation) -> Row:
    words, lang = draft.words, draft.lang
    due: Text = words.inline(item.due.isoformat(), "date") if item.due else ()
    outcome = [words.label("report", f"followup_{item.outcome.state.value}")]
    if item.outcome.note is not None:
        outcome.append(item.outcome.note.text(lang))
    result = words.text("{x}", x="; ".join(outcome))
    if item.outcome.on is not None:
        result = (*result, *words.text(" ({day})", day=words.inline(item.outcome.on.isoformat(), "date")))
    return Row((
        Cell(words.text("{x}", x=item.to.text(lang))),
        Cell(words.text("{x}", x=item.what.text(lang))),
        Cell(due),
        Cell(result),
    ))  # fmt: skip
