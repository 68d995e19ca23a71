"""A table to look at: its columns and codes in the reader's language, nothing cut silently, saved as CSV on demand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pandas as pd
from markupsafe import Markup

from gec_lib.publish.html import static
from gec_lib.wording import Wording

MOST_ROWS = 20
TEXT, YEAR = "text", "year"


class ExploreError(ValueError):
    """A ward, a column, a cell or a mapping that is not there."""


@dataclass(frozen=True)
class Head:
    """How a column of the data is shown.

    ``kind`` is text, year, or a key of `gec_lib.wording.FORMATS`; ``words`` are the words of its codes.
    """

    name: str
    label: str
    kind: str = TEXT
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, repr=False)
class Listing:
    """A table with a title, shown in the words of a language.

    Attributes
    ----------
    data : DataFrame
        The table itself, with the names and codes of the library: what one computes on.
    heads : tuple of Head
        The columns that are shown; one without any entry is left out.
    title : str
        What the table shows, and of where.
    words : Wording
        The language.
    notes : tuple of str
        What to know when reading it.
    most : int
        Rows shown; the line below the table says how many there are and how to see all.
    nothing : str
        What an empty table says.
    """

    data: pd.DataFrame
    heads: tuple[Head, ...]
    title: str
    words: Wording
    notes: tuple[str, ...] = ()
    most: int = MOST_ROWS
    nothing: str = ""

    def __getitem__(self, name: Any) -> Any:
        return self.data[name]

    def __len__(self) -> int:
        return len(self.data)

    @property
    def empty(self) -> bool:
        return len(self.data) == 0

    def all(self) -> Listing:
        """The same table with every row."""
        return replace(self, most=max(len(self.data), 1))

    def named(self) -> pd.DataFrame:
        """Every row under the heads of the language, with its words; numbers as they are, without rounding."""
        return pd.DataFrame({head.label: _named(self.data[head.name], head) for head in self._shown_heads()})

    def to_csv(self, path: str | Path) -> Path:
        """Write every row into a CSV file that a spreadsheet opens with its letters intact.

        Parameters
        ----------
        path : str or Path
            The file; relative paths start at the working folder.
        """
        target = Path(path).resolve()
        self.named().to_csv(target, index=False, encoding="utf-8-sig", lineterminator="\n")
        return target

    def _shown_heads(self) -> list[Head]:
        filled = {head.name: self.data[head.name].replace("", None).notna().any() for head in self.heads}
        return [head for head in self.heads if filled[head.name]] or list(self.heads)

    def _printed(self) -> list[list[str]]:
        rows = self.data.head(self.most)
        columns = [[_printed(value, head, self.words) for value in rows[head.name]] for head in self._shown_heads()]
        return [list(row) for row in zip(*columns, strict=True)]

    def _remarks(self) -> list[str]:
        """The notes, and how much of the table is seen."""
        if self.empty:
            return [self.nothing or self.words.label("explore", "no_row"), *self.notes]
        if len(self.data) <= self.most:
            return list(self.notes)
        return [
            self.words.label("explore", "rows_cut").format(shown=self.most, all=len(self.data)),
            *self.notes,
        ]

    def _repr_html_(self) -> str:
        heads = self._shown_heads()
        # styles stand in the cells: Jupyter's own rules for tables would win over a class
        side = ["left" if head.kind == TEXT else "right" for head in heads]
        cell = Markup('<{tag} style="text-align:{side}">{text}</{tag}>')

        def line(texts: list[str], tag: str) -> Markup:
            cells = (cell.format(tag=tag, side=at, text=text) for at, text in zip(side, texts, strict=True))
            return Markup("<tr>{}</tr>").format(Markup("").join(cells))

        caption = Markup('<caption style="white-space:nowrap"><b>{}</b></caption>').format(self.title)
        if self.empty:
            table = Markup("<p><b>{}</b></p>").format(self.title)
        else:
            body = Markup("").join(line(row, "td") for row in self._printed())
            head = line([head.label for head in heads], "th")
            table = Markup("<table>{}<thead>{}</thead><tbody>{}</tbody></table>").format(caption, head, body)
        notes = Markup("").join(Markup('<p class="note">{}</p>').format(note) for note in self._remarks())
        return f'<div class="gec"><style>{static("cell.css")}</style>{table}{notes}</div>'

    def __repr__(self) -> str:
        frame = pd.DataFrame(self._printed(), columns=[head.label for head in self._shown_heads()])
        rows = () if self.empty else (frame.to_string(index=False),)
        return "\n".join((self.title, *rows, *self._remarks()))


def _named(column: pd.Series, head: Head) -> pd.Series:
    return column.map(lambda code: head.words.get(code, code)) if head.words else column


def _printed(value: Any, head: Head, words: Wording) -> str:
    """A value as text; an empty entry stays empty."""
    if value is None or value is pd.NA or value != value:
        return ""
    if head.kind in (TEXT, YEAR):
        return str(head.words.get(value, value))
    number = float(value)
    if head.kind == "count":
        return words.digits(int(number), "count") if number.is_integer() else words.digits(number, "ratio2")
    return words.digits(number, head.kind)
