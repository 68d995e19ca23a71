"""What the office itself did: documents, inspections, joint programmes, commendations, from its own form."""

from __future__ import annotations

from typing import Any

import pandas as pd

from gec_lib.blocks import Sentence
from gec_lib.claims import HIDDEN, MISSING, Claimed
from gec_lib.codelists import ALL, FILLED, OFFICE, PUBLIC
from gec_lib.narrative.draft import Draft

ACTS, PEOPLE = "office_acts", "office_people"
ITEMS = "office_item"


def office_sentences(draft: Draft) -> list[Sentence]:
    """The office's acts of the year; that its form is missing is said. Only in the report on the whole area."""
    if draft.level != ALL or not {ACTS, PEOPLE} <= draft.found.codes.measures.keys():
        return []
    issuer = draft.office.name.text(draft.lang)
    if _rows(draft).empty:
        return draft.say("L14", issuer=issuer, year=draft.year)
    return [
        *_documents(draft, issuer),
        *_inspections(draft, issuer),
        *_told(draft, "L12", {"n": "programmes", "n_active": "programmes_active"}, issuer=issuer),
    ]


def awards(draft: Draft) -> list[Sentence]:
    """Who was commended, by the office's form."""
    if draft.level != ALL or not {ACTS, PEOPLE} <= draft.found.codes.measures.keys():
        return []
    teams, people = act(draft, "teams_awarded"), act(draft, "people_awarded")
    women = act(draft, "people_awarded", column="female")
    if any(item.value is None for item in (teams, people, women)) or not (teams.value or people.value):
        return []
    issuer = draft.office.name.text(draft.lang)
    return draft.say("L13", issuer=issuer, n_col=teams, n_ind=people, women=women)


def _documents(draft: Draft, issuer: str) -> list[Sentence]:
    issued = act(draft, "documents_issued")
    said: list[Sentence] = []
    if issued.value == 0:
        said += draft.say("L2", year=draft.year, issuer=issuer)
    elif issued.value is not None:
        said += draft.say("L1.office", year=draft.year, issuer=issuer, n=issued)
    reviewed = {"n_reviewed": "documents_reviewed", "n_changed": "documents_amended"}
    return said + _told(draft, "L10", reviewed, issuer=issuer)


def _inspections(draft: Draft, issuer: str) -> list[Sentence]:
    said = _told(draft, "L11", {"n": "inspections", "k": "schools_inspected"}, issuer=issuer)
    return said + _told(draft, "L11.found", {"n_viol": "violations", "n_fixed": "violations_remedied"})


def _told(draft: Draft, key: str, named: dict[str, str], **others: str) -> list[Sentence]:
    """A sentence of several acts, if all are known and the first is not zero."""
    figures = {name: act(draft, category) for name, category in named.items()}
    first = next(iter(figures.values()))
    if not first.value or any(item.value is None for item in figures.values()):
        return []
    return draft.say(key, **others, **figures)


def _rows(draft: Draft) -> pd.DataFrame:
    rows = draft.snapshot.observations
    asked = rows["unit_type"].eq(OFFICE) & rows["year"].eq(draft.year) & rows["measure"].isin([ACTS, PEOPLE])
    return rows[asked & rows["status"].isin(FILLED)]


def act(draft: Draft, category: str, *, column: str = "total") -> Claimed:
    """One figure of the office's form with its cell, or the mark of what was not reported."""
    id = f"office.{draft.year}.{category}.{column}"
    rows = _rows(draft)
    rows = rows[rows["category"].eq(category)]
    if rows.empty or rows[column].isna().any():
        return Claimed(id, None, MISSING)
    measure = draft.found.codes.measure(str(rows["measure"].iloc[0]))
    number = int(rows[column].sum())
    if draft.profile == PUBLIC and measure.sensitive and 0 < number < draft.plan.disclosure.sensitive:
        return Claimed(id, None, HIDDEN)
    cells: Any = rows[["file", "sheet", f"cell_{column}"]].itertuples(index=False)
    return draft.book.file(
        id,
        number,
        unit=draft.codes_label("unit", measure.unit),
        label=f"{draft.codes_label(ITEMS, category)}, {draft.year}",
        sources=draft.origins.named((file, sheet, cell) for file, sheet, cell in cells if cell),
    )
