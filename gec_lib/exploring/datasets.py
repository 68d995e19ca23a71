"""Any table that came through the CSV layout: totals, women, men and shares over any dimension, with its faults."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from gec_lib.blocks import Column, Figure
from gec_lib.claims import Book, Claimed
from gec_lib.codelists import ALL, BLANK, FILLED, Codes
from gec_lib.exploring.csv_faults import CsvFault, doubtful_rows
from gec_lib.exploring.listing import TEXT, YEAR, ExploreError, Head, Listing
from gec_lib.figures import Bar, Bars, Tone, figure_of
from gec_lib.formulas import share
from gec_lib.publish.show import Shown, show
from gec_lib.returns.datasets import DatasetMapping
from gec_lib.wording import Wording, inside

MOST_BARS = 40
FLAGS = OUTSIDE, EMPTY, PARTLY, INCOMPLETE = "outside", "empty", "partly", "incomplete"
NEWEST = "newest"
DIMENSIONS = ("year", "unit_type", "unit", "level", "category", "group", "stream", "period")
# Dimensions whose member ``all`` stands beside the parts that it is the sum of.
WHOLES = ("level", "category", "group")
# A total of another kind: a region beside its provinces.
KINDS_OF_UNIT = "unit_type"


@dataclass(frozen=True)
class Dataset:
    """Observations of a CSV file, as tables of totals and women in the words of a language."""

    observations: pd.DataFrame
    found: tuple[CsvFault, ...]
    title: str
    codes: Codes
    words: Wording
    mapping: DatasetMapping | None

    def faults(self) -> Listing:
        """Cells that could not be read and rows whose numbers cannot be, in plain words, with what became of them."""
        labels = self.words.labels["explore"]
        rows = [
            (f.line, f.cell, f.found, labels[f"csv_{f.what}"].format(column=f.column), labels[f"csv_then_{f.then}"])
            for f in self.found
        ]
        names = ["line", "cell", "found", "what", "then"]
        kinds = {"line": "count"}
        heads = tuple(Head(name, self._word(f"csv_{name}"), kinds.get(name, TEXT)) for name in names)
        notes = (self._word("csv_note").format(n=len(rows)),) if rows else ()
        title = f"{self.title}: {self._word('csv_faults')}"
        return Listing(
            pd.DataFrame(rows, columns=names), heads, title, self.words, notes, nothing=self._word("csv_none")
        )

    def table(self, measure: str, *, by: Sequence[str], only: Mapping[str, Any] | None = None) -> Listing:
        """Total, female, male and the share of women of a measure over any dimensions; nothing is lost.

        Parameters
        ----------
        measure : str
            Code of what is counted.
        by : list of str
            Columns of the observations.
        only : mapping, optional
            Members that are kept, by dimension: ``{"level": "all"}``.

        Returns
        -------
        Listing
            Columns ``by``, total, female, male, share (of one), flag. A group without a number stays in sight; where
            a row gives no number of women, its group has neither men nor share; ``flag`` says so, and where a row
            holds more women than people.

        Raises
        ------
        ExploreError
            For a measure, a column or a member that the file does not have.
        """
        rows = self._rows(measure, only or {})
        unknown = [name for name in by if name not in self.observations.columns]
        if unknown:
            raise ExploreError(f"by: no column {', '.join(unknown)}; known: {', '.join(self.observations.columns)}")
        told = rows["female"].notna().any()
        blank, silent = rows["total"].isna(), rows["female"].isna()
        # what only one side tells fits no share; a row without any number takes nothing from it
        rows = rows.assign(blank=blank, lacking=blank ^ silent, outside=doubtful_rows(rows))
        groups = rows.groupby(list(by), sort=True, as_index=False)
        counts = groups[["blank", "lacking", "outside"]].sum()
        table = groups[["total", "female"]].sum(min_count=1).merge(counts, on=list(by))
        whole = table["lacking"].eq(0)
        table["male"] = (table["total"] - table["female"]).where(whole)
        table["share"] = share(table["female"], whole=table["total"]).where(whole)
        table["flag"] = np.select(
            [table["outside"].gt(0), table["total"].isna(), table["blank"].gt(0), table["lacking"].gt(0) & told],
            [OUTSIDE, EMPTY, PARTLY, INCOMPLETE],
            "",
        )
        table = table.drop(columns=["blank", "lacking", "outside"])
        table = table.sort_values(list(by), key=self._order, kind="stable", ignore_index=True)
        return Listing(table, self._heads(by), self._title(measure, only or {}), self.words, self._twice(rows, by))

    def years(self) -> tuple[int, ...]:
        """Years of the file."""
        return tuple(sorted(int(year) for year in self.observations["year"].unique()))

    def chart(
        self,
        measure: str,
        *,
        by: str,
        year: int | str = NEWEST,
        only: Mapping[str, Any] | None = None,
        most: int = MOST_BARS,
    ) -> Shown:
        """Share of women of a measure over one dimension in one year, the largest groups first.

        Parameters
        ----------
        measure, only
            As in `table`.
        by : str
            The dimension; ``year`` shows every year.
        year : int or str
            A year of the file, or ``newest``.
        most : int
            Bars drawn; the rest is said below.
        """
        shown = dict(only or {}) | ({} if by == YEAR else {YEAR: self.year_of(year)})
        table = self.table(measure, by=[by], only=shown)
        data = table.data
        drawable = data["share"].between(0, 1)
        bars = data[drawable] if by == YEAR else data[drawable].nlargest(most, "total")
        book = Book()
        figure = self._figure(measure, by, bars, book=book, title=table.title)
        left_out, beyond = int((~drawable).sum()), int(drawable.sum()) - len(bars)
        notes = [
            *((self._word("csv_not_drawn"), left_out),) * bool(left_out),
            *((self._word("csv_most"), beyond),) * bool(beyond),
        ]
        texts = [self.words.text("{x}", x=text.format(n=n)) for text, n in notes]
        texts += [self.words.text("{x}", x=note) for note in table.notes]
        return show(replace(figure, notes=tuple(texts)), book=book, lang=self.words.lang)

    def year_of(self, year: int | str) -> int:
        """A year of the file; ``newest`` is the last.

        Raises
        ------
        ExploreError
            Naming the years of the file.
        """
        known = self.years()
        if year == NEWEST:
            return known[-1]
        if str(year) not in map(str, known):
            raise ExploreError(f"year: found {year!r}, expected one of {', '.join(map(str, known))} or {NEWEST}")
        return int(year)

    # -- words ------------------------------------------------------------------------------------------------------

    def member(self, dimension: str, code: object) -> str:
        """A member in words: the label of the home's code list, else the file's own word for it, else the code."""
        text = str(code)
        for name in self._lists(dimension):
            if text in self.codes.lists.get(name, {}):
                return self.codes.label(name, text, lang=self.words.lang)
        source = getattr(self.mapping, dimension, None)
        own = {value: key for key, value in source.values.items()} if source is not None else {}
        return own.get(text, text)

    def _lists(self, dimension: str) -> list[str]:
        """Code lists in which the members of a dimension may stand."""
        if dimension != "category":
            return [dimension]
        return [self.codes.measures[measure].dimension for measure in self.observations["measure"].unique()]

    def _order(self, column: pd.Series) -> pd.Series:
        """Ranks of members: those of the code lists in their order, then all others as text."""
        known = [code for name in self._lists(str(column.name)) for code in self.codes.lists.get(name, {})]
        ranks = {code: number for number, code in enumerate(dict.fromkeys(known))}
        return column.map(lambda code: (ranks.get(code, len(ranks)), code))

    def _word(self, key: str) -> str:
        return self.words.label("explore", key)

    def _dimension(self, name: str) -> str:
        return self._word(f"dim_{name}") if name in DIMENSIONS else name

    def _title(self, measure: str, only: Mapping[str, Any]) -> str:
        kept = [self.member(name, member) for name, member in only.items()]
        return ", ".join((f"{self.title}: {self.codes.measures[measure].label(self.words.lang)}", *kept))

    def _heads(self, by: Sequence[str]) -> tuple[Head, ...]:
        dimensions = []
        for name in by:
            members = {} if name == YEAR else {c: self.member(name, c) for c in self.observations[name].unique()}
            dimensions.append(Head(name, self._dimension(name), YEAR if name == YEAR else TEXT, members))
        counts = [Head(name, self._word(f"csv_{name}"), "count") for name in ("total", "female", "male")]
        flags = {name: self._word(f"csv_flag_{name}") for name in FLAGS}
        flag = Head("flag", self._word("flag"), TEXT, flags)
        return (*dimensions, *counts, Head("share", self._word("csv_share"), "pct1"), flag)

    # -- rows -------------------------------------------------------------------------------------------------------

    def _rows(self, measure: str, only: Mapping[str, Any]) -> pd.DataFrame:
        known = sorted(self.observations["measure"].unique())
        if measure not in known:
            raise ExploreError(f"measure: found {measure!r}, expected one of {', '.join(known)}")
        rows = self.observations[
            self.observations["measure"].eq(measure) & self.observations["status"].isin((*FILLED, BLANK))
        ]
        for name, member in only.items():
            if name not in rows.columns:
                raise ExploreError(f"only: no column {name!r}; known: {', '.join(DIMENSIONS)}")
            members = sorted(self.observations[name].astype(str).unique())
            if str(member) not in members:
                raise ExploreError(f"only: {name} has no {member!r}; known: {', '.join(members)}")
            rows = rows[rows[name].astype(str).eq(str(member))]
        return rows

    def _twice(self, rows: pd.DataFrame, by: Sequence[str]) -> tuple[str, ...]:
        """Warns where a sum holds a total and its parts."""
        pooled = [name for name in WHOLES if name not in by and ALL in set(rows[name]) and rows[name].nunique() > 1]
        if "unit" not in by and KINDS_OF_UNIT not in by and rows[KINDS_OF_UNIT].nunique() > 1:
            pooled.append(KINDS_OF_UNIT)
        return tuple(
            self._word("csv_twice").format(
                dimension=self._dimension(name),
                members=", ".join(self.member(name, code) for code in rows[name].unique()),
                code=name,
            )
            for name in pooled
        )

    def _figure(self, measure: str, by: str, table: pd.DataFrame, *, book: Book, title: str) -> Figure:
        words = self.words

        def claimed(row: Any, what: str, unit: str, name: str) -> Claimed:
            value = getattr(row, what)
            number = float(value) if what == "share" else int(value)
            return book.file(f"{measure}.{by}.{row.key}.{what}", number, unit=unit, label=f"{title}, {name}")

        bars = []
        for row in table.rename(columns={by: "key"}).itertuples():
            name = self.member(by, row.key)
            counts = (claimed(row, "female", "", name), claimed(row, "total", "", name))
            bars.append(Bar(name, claimed(row, "share", "%", name), *counts))
        what = words.label("explore", "csv_share_of").format(what=self.codes.measures[measure].label(words.lang))
        figure = figure_of(
            Bars(total=None, rows=tuple(bars), line=None, kind="pct1", tone=Tone.WOMEN),
            words=words,
            stamp="",
            id="hinh-du-lieu",
            name=f"{what}, {title}",
            title=words.text("{x}", x=title),
            subtitle=words.text(self._word("csv_subtitle"), what=what, dimension=inside(self._dimension(by))),
            caption=words.text("{x}", x=title),
            notes=(),
        )
        heads = [self._dimension(by), *(self._word(f"csv_{name}") for name in ("female", "total", "share"))]
        columns = tuple(Column(words.text("{x}", x=head)) for head in heads[: len(figure.table.columns)])
        return replace(figure, alt=self._alt(what, title, bars), table=replace(figure.table, columns=columns))

    def _alt(self, what: str, title: str, bars: Sequence[Bar]) -> Any:
        """Highest and lowest bar."""
        words = self.words
        known = sorted((bar for bar in bars if bar.value.value is not None), key=lambda bar: bar.value.value or 0)
        if not known:
            return words.text(self._word("csv_alt_empty"), name=what, title=title)
        low, high = known[0], known[-1]
        return words.text(
            self._word("csv_alt"), name=what, title=title,
            low=words.number(low.value, "pct1"), low_row=low.name,
            high=words.number(high.value, "pct1"), high_row=high.name,
        )  # fmt: skip
