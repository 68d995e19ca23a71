"""Why: what arithmetic says, and what schools wrote. Nothing here is a cause that the report itself asserts."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pandas as pd

from gec_lib.blocks import Row, Sentence, Table
from gec_lib.claims import Claimed
from gec_lib.codelists import ALL, EQUALITY, read_table
from gec_lib.narrative.case import Case
from gec_lib.narrative.draft import Draft
from gec_lib.narrative.mix import parts_of_change
from gec_lib.narrative.tables import columns, row, table

EXTERNAL, INTERNAL_CAUSE, LESSONS, PROPOSALS = "khach_quan", "chu_quan", "bai_hoc", "kien_nghi"  # fields of the form
OTHER = "khac"
LEAST = Fraction(10, 100)
FEWEST = 3  # a cause that fewer schools name is not the cause named by schools
MOST_NAMES = 3
KEYS = {EXTERNAL: "VC5", INTERNAL_CAUSE: "VC6"}


def arithmetic(draft: Draft, cases: list[Case]) -> list[Sentence]:
    """How much of a change of a share comes from the mix of levels, where both parts point the same way."""
    said: list[Sentence] = []
    for case in cases:
        parts = parts_of_change(case)
        if parts is None or parts[0] * parts[1] <= 0:
            continue
        share = parts[0] / (parts[0] + parts[1])
        if not LEAST <= share <= 1 - LEAST:  # a part this small explains nothing
            continue
        part = case.computed("part_mix", share, label="part_mix", unit="%")
        words = draft.words
        factor, unit = words.label("report", "factor_levels"), words.label("report", "level_unit")
        said += draft.say("VC1", part=part, indicator=case.name, factor=factor, unit=unit)
    return said


def reported(draft: Draft) -> list[Sentence]:
    """The external and the internal cause that most schools named."""
    said: list[Sentence] = []
    for field, key in KEYS.items():
        counts = {code: n for code, n in named(draft, field).items() if code != OTHER and n >= FEWEST}
        most = max(counts.values(), default=0)
        top = [code for code, n in counts.items() if n == most]
        if 0 < len(top) <= MOST_NAMES:  # a larger tie names nobody: the table shows all
            names = [label(draft, field, code) for code in top]
            k = counted(draft, f"{field}.{top[0]}", most)
            tied = ".tied" if len(top) > 1 else ""
            said += draft.say(f"{key}{tied}", reason=names, k=k, n_schools=reporting(draft))
    return said


def causes_table(draft: Draft) -> Table | None:
    """Every coded cause with the number of schools that named it."""
    rows: list[Row] = []
    for field in KEYS:
        for code, number in named(draft, field).items():
            title = draft.words.text("{x}", x=_labels(draft)[field, code])
            rows.append(row(draft, title, [(counted(draft, f"{field}.{code}", number), "count")]))
    if not rows:
        return None
    return table(
        draft,
        key="table_causes",
        subtitle="unit_schools",
        head_columns=columns(draft.text("cause_head"), [((), [draft.text("schools_n_head")])]),
        rows=rows,
        notes=(draft.text("note_causes"),),
        year=str(draft.year),
    )


def written(draft: Draft, field: str, key: str) -> list[Sentence]:
    """How many schools wrote something in a field of the return: lessons, proposals."""
    number = int(_remarks(draft, field)["unit"].nunique())
    if not number:
        return []
    return draft.say(key, k=counted(draft, field, number), n_schools=reporting(draft), year=draft.year)


def named(draft: Draft, field: str) -> Mapping[str, int]:
    """Schools that named each coded cause, in the order of the form; causes that nobody named are left out."""
    rows = _remarks(draft, field)
    counts = rows.groupby("category")["unit"].nunique().to_dict()
    order = [code for known, code in _labels(draft) if known == field]
    return {code: int(counts[code]) for code in order if counts.get(code)}


def _remarks(draft: Draft, field: str) -> pd.DataFrame:
    rows = draft.snapshot.remarks
    rows = rows[rows["year"].eq(draft.year) & rows["field"].eq(field) & rows["text"].fillna("").str.strip().ne("")]
    return rows if draft.level == ALL else rows[rows["level"].eq(draft.level)]


def reporting(draft: Draft) -> Claimed:
    """Schools whose equality return is in."""
    return draft.coverage(stream=EQUALITY, level=draft.level)["received"]


def counted(draft: Draft, what: str, number: int) -> Claimed:
    """A number of schools that wrote something."""
    words = draft.words
    return draft.parameter(
        f"remarks.{draft.year}.{draft.level}.{what}",
        number,
        unit=words.label("report", "schools"),
        label=words.label("report", "schools_n_head"),
    )


def _labels(draft: Draft) -> dict[tuple[str, str], str]:
    path = draft.params / "layouts" / "remarks.csv" if draft.params is not None else None
    if path is None or not path.is_file():
        return {}
    table: list[dict[str, Any]] = read_table(path)
    return {(line["field"], line["category"]): line[f"label_{draft.lang}"] for line in table}


def label(draft: Draft, field: str, code: str) -> str:
    """A coded cause in words; the form puts the kind of cause before a colon."""
    return _labels(draft)[field, code].split(": ", 1)[-1]
