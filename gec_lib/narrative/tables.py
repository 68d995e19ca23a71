"""Small helpers that turn claimed numbers into table rows, the same way in every section."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from gec_lib.blocks import Cell, Column, Row, Table, Text
from gec_lib.claims import Claimed
from gec_lib.narrative.draft import Draft


def head(text: Text) -> Cell:
    """The first cell of a row."""
    return Cell(text)


def numbers(draft: Draft, cells: Iterable[tuple[Claimed, str]]) -> tuple[Cell, ...]:
    """Claimed numbers as cells."""
    return tuple(draft.words.cell(claimed, kind) for claimed, kind in cells)


def row(draft: Draft, title: Text, cells: Iterable[tuple[Claimed, str]], *, role: str = "row") -> Row:
    """A row of a title and claimed numbers."""
    return Row((head(title), *numbers(draft, cells)), role=role)


def share_cells(draft: Draft, code: str, **at: Any) -> list[tuple[Claimed, str]]:
    """A share as it stands in tables: the whole, the part of it, the share; ``at`` says the year, level and sex."""
    return [
        (draft.count(code, side="den", **at), "count"),
        (draft.count(code, side="num", **at), "count"),
        (draft.value(code, **at), "pct1"),
    ]


def columns(first: Text, groups: Sequence[tuple[Text, Sequence[Text]]]) -> tuple[Column, ...]:
    """The head column, then number columns under their group heads."""
    return (
        Column(first, align="left"),
        *(Column(label, group=group) for group, labels in groups for label in labels),
    )


def year_heads(draft: Draft, years: Iterable[int]) -> list[Text]:
    """Years as heads of columns; a year collected in retrospect carries its mark."""
    mark = f" ({draft.words.label('note', 'retrospective')})"
    marked = draft.snapshot.retrospective
    return [draft.words.text("{x}", x=f"{year}{mark if year in marked else ''}") for year in years]


def table(
    draft: Draft,
    *,
    key: str,
    subtitle: str,
    head_columns: tuple[Column, ...],
    rows: Sequence[Row],
    notes: Sequence[Text] = (),
    **values: Text | str,
) -> Table:
    """A numbered table; ``key`` and ``subtitle`` are labels of reports."""
    number = draft.next_table()
    caption = draft.text("table_caption", no=number, what=draft.text(key, **values))
    return Table(
        id=f"bang-{number}",
        caption=caption,
        subtitle=draft.text(subtitle),
        columns=head_columns,
        rows=tuple(rows),
        notes=tuple(notes),
    )
