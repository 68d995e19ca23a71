"""Coverage as the office sees it on a day, in a language: sentences, bars, tables, every unit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from gec_lib.blocks import Text
from gec_lib.codelists import ALL, NONE, STREAMS, Codes
from gec_lib.coverage import COUNTS_ON, is_ahead, summary_on
from gec_lib.publish.coverage_page import Counted, CountTable, Missing, UnitRow, ordered
from gec_lib.publish.index import CoverageBar
from gec_lib.wording import Wording

GROUP = "coverage"
UNIT = ["unit", "name", "unit_type", "level", "ward"]


@dataclass(frozen=True)
class View:
    """Coverage as it is shown on a day, in a language."""

    cov: pd.DataFrame
    words: Wording
    codes: Codes
    on: dt.date

    def say(self, key: str, **values: object) -> str:
        return self.words.label(GROUP, key).format(**values)

    def day(self, day: dt.date) -> str:
        return "".join(span.t for span in self.words.inline(day, "date"))

    def text(self, text: str) -> Text:
        return self.words.text("{x}", x=text)

    def level(self, level: str) -> str:
        """A level's name; what has none is called by the kinds of units there are."""
        if level != NONE:
            return self.codes.label("level", level, lang=self.words.lang)
        kinds = self.cov.loc[self.cov["level"] == NONE, "unit_type"].unique()
        return ", ".join(self.kind(kind) for kind in self.codes.members("unit_type") if kind in kinds)

    def kind(self, unit_type: str) -> str:
        return self.codes.label("unit_type", unit_type, lang=self.words.lang)

    def rank(self, level: str, unit_type: str) -> str:
        """What a unit is: its level, or its kind."""
        return self.kind(unit_type) if level == NONE else self.level(level)

    def numbers(self, counts: Mapping[str, int]) -> dict[str, str]:
        return {name: self.words.digits(count, "count") for name, count in counts.items()}

    def lead(self) -> Text:
        counts = self.total()
        units = self.cov.loc[~self.cov["received"], "unit"].nunique()
        key = "lead_ahead" if counts["ahead"] else "lead" if counts["overdue"] else "lead_all"
        return self.text(self.say(key, **self.numbers(counts), units=units))

    def total(self) -> dict[str, int]:
        """The counts of all returns."""
        return counts_of(summary_on(self.cov, by=[], on=self.on.isoformat()))[0]

    def bars(self) -> tuple[CoverageBar, ...]:
        rows = [(level, counts) for level, counts in self._by("level")]
        order = {level: place for place, level in enumerate((*self.codes.members("level"), NONE))}
        rows.sort(key=lambda row: order[row[0]])
        rows.append((ALL, self.total()))
        return tuple(
            CoverageBar(
                label=self.text(self.say("all") if level == ALL else self.level(level)),
                on_time=counts["on_time"],
                late=counts["late"],
                missing=counts["overdue"] + counts["ahead"],
                text=self.text(self.say("bar_ahead" if counts["ahead"] else "bar", **self.numbers(counts))),
                role="total" if level == ALL else "row",
            )
            for level, counts in rows
        )

    def streams(self) -> tuple[str, ...]:
        present = set(self.cov["stream"])
        return tuple(stream for stream in STREAMS if stream in present)

    def by_stream(self) -> CountTable:
        table, rows = summary_on(self.cov, by=["stream", "level"], on=self.on.isoformat()), []
        for stream in self.streams():
            for level in (*self.codes.school_levels(), NONE):
                part = table[(table["stream"] == stream) & (table["level"] == level)]
                name = self.codes.label("stream", stream, lang=self.words.lang)
                label = name if level == NONE else f"{name}, {self.level(level)}"
                rows += [Counted(label, self.numbers(counts)) for counts in counts_of(part)]
        return CountTable("by-stream", self.say("by_stream_caption"), self.say("head_stream"), self._with_total(rows))

    def by_ward(self) -> CountTable:
        rows = [Counted(ward, self.numbers(counts)) for ward, counts in self._by("ward_name")]
        rows.sort(key=lambda row: _natural(row.label))
        return CountTable("by-ward", self.say("by_ward_caption"), self.say("head_ward"), self._with_total(rows))

    def missing(self, letters: Mapping[str, str]) -> tuple[Missing, ...]:
        rows = self.cov[~self.cov["received"]].sort_values(["deadline", "form", "unit"])
        return tuple(
            Missing(
                name=row.name,
                unit=row.unit,
                level=self.rank(row.level, row.unit_type),
                ward=row.ward_name,
                title=row.title_vi if self.words.lang == "vi" else row.title_en,
                due=self.day(first_late(row.deadline)),
                overdue=self._overdue(first_late(row.deadline)),
                letter=letters.get(row.unit, ""),
            )
            for row in rows.rename(columns={"name": "unit_name"}).assign(name=rows["name"]).itertuples(index=False)
        )

    def units(self) -> tuple[UnitRow, ...]:
        """Every unit at every level, those without any return too."""
        keys = self.cov[[*UNIT, "ward_name"]].drop_duplicates()
        order = {level: place for place, level in enumerate((*self.codes.school_levels(), NONE))}
        made = []
        for unit in keys.to_dict("records"):
            own = self.cov[(self.cov["unit"] == unit["unit"]) & (self.cov["level"] == unit["level"])]
            cells = tuple(self._cell(own[own["stream"] == stream]) for stream in self.streams())
            row = UnitRow(
                unit["name"], unit["unit"], self.rank(unit["level"], unit["unit_type"]), unit["ward_name"], cells
            )
            made.append((order[unit["level"]], _natural(unit["name"]), row))
        return tuple(row for _, _, row in sorted(made, key=lambda item: item[:2]))

    def _cell(self, rows: pd.DataFrame) -> tuple[str, str]:
        """The worst of a unit's returns of one stream, and the last day of receipt."""
        if rows.empty:
            return ("", "")
        if not rows["received"].all():
            return ("missing" if self._overdue_in(rows) else "ahead", "")
        last = dt.date.fromisoformat(rows["received_date"].max())
        return ("on_time" if rows["on_time"].all() else "late", self.day(last))

    def _overdue_in(self, rows: pd.DataFrame) -> bool:
        return bool((~rows["received"] & ~is_ahead(rows, on=self.on.isoformat())).any())

    def _overdue(self, due: dt.date) -> str:
        left = (due - self.on).days
        return self.say("not_overdue", n=left) if left > 0 else self.say("overdue_days", n=1 - left)

    def _by(self, column: str) -> list[tuple[str, dict[str, int]]]:
        table = summary_on(self.cov, by=[column], on=self.on.isoformat())
        return list(zip(table[column].astype(str), counts_of(table), strict=True))

    def _with_total(self, rows: Iterable[Counted]) -> tuple[Counted, ...]:
        everything = self.numbers(self.total())
        return ordered([*rows, Counted(self.say("all"), everything, role="total")])


def counts_of(table: pd.DataFrame) -> list[dict[str, int]]:
    """The counts of every row of a summary."""
    return [{name: int(row[name]) for name in COUNTS_ON} for row in table.to_dict("records")]


def first_late(deadline: str) -> dt.date:
    """The day before which a return has to be there, from the last day on time."""
    return dt.date.fromisoformat(deadline) + dt.timedelta(days=1)


def _natural(name: str) -> tuple[tuple[bool, int, str], ...]:
    """A key that puts ward 2 before ward 10."""
    return tuple((not part.isdigit(), int(part) if part.isdigit() else 0, part) for part in name.split())
