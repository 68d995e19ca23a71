"""Who returned and who did not: counts, the office's page, reminders."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from gec_lib import __version__
from gec_lib.blocks import Fact, Masthead, Text
from gec_lib.codelists import ALL, INTERNAL, NONE, STREAMS, Codes, load_codes
from gec_lib.collecting.sending import is_synthetic
from gec_lib.coverage import COUNTS, coverage, due, summary
from gec_lib.home import Home
from gec_lib.ledger import read_lines, standing
from gec_lib.ledger.archive import write_whole
from gec_lib.letters import Owed, Sender, load_letter_rules, reminder
from gec_lib.plan import load_offices, load_plan
from gec_lib.publish.coverage_page import Counted, CountTable, CoveragePage, Missing, UnitRow, ordered, render_coverage
from gec_lib.publish.index import CoverageBar
from gec_lib.register import load_register, units_at
from gec_lib.returns.layouts import layout_for, load_layouts
from gec_lib.snapshots import files_table
from gec_lib.wording import Wording, load_wording

GROUP = "coverage"
UNIT = ["unit", "name", "unit_type", "level", "ward"]


def coverage_now(home: Home, *, year: int, as_of: str) -> pd.DataFrame:
    """What became of the returns of a year so far, with the names of units, their wards and their forms.

    Parameters
    ----------
    home : Home
        The home.
    year : int
        Reporting year.
    as_of : str
        ISO day; files received later are left out.

    Returns
    -------
    DataFrame
        ``coverage.COVERAGE_COLUMNS``, ``name``, ``ward_name`` and ``title`` (of the form, in Vietnamese).
    """
    plan, units, layouts = load_plan(home.params), load_register(home.data), load_layouts(home.params)
    owed = due(units, layouts, years=[year], calendar=plan.calendar)
    judged = standing(read_lines(home), as_of=as_of).verdicts.values()
    cov = coverage(owed, files=files_table(judged))
    on = plan.calendar.reference.on(year).isoformat()
    names = dict(zip(units["unit"], units["name"], strict=True)) | _names(units_at(units, date=on))
    titles = {form: layout_for(layouts, form=form, year=year).title_vi for form in cov["form"].unique()}
    return cov.assign(
        name=cov["unit"].map(names),
        ward_name=cov["ward"].map(names).fillna(cov["ward"]),
        title=cov["form"].map(titles),
    )


def write_letters(home: Home, cov: pd.DataFrame, *, year: int, on: dt.date, folder: Path, lang: str) -> dict[str, Path]:
    """A reminder for every unit whose return has not come, as a text file named by the unit's code.

    Parameters
    ----------
    home : Home
        The home.
    cov : DataFrame
        From :func:`coverage_now`.
    year : int
        Reporting year.
    on : date
        The day of the letters.
    folder : Path
        Where they go.
    lang : str
        Their language.
    """
    sender, written = _sender(home, on=on, lang=lang), {}
    layouts = load_layouts(home.params)
    for unit, rows in cov[~cov["received"]].groupby("unit", sort=True):
        owed = []
        for row in rows.sort_values(["deadline", "form"]).itertuples():
            layout = layout_for(layouts, form=row.form, year=year)
            owed.append(Owed(layout.title_vi if lang == "vi" else layout.title_en, _first_late(row.deadline)))
        first = rows.iloc[0]
        text = reminder(sender, name=str(first["name"]), unit_type=str(first["unit_type"]), year=year, owed=owed, on=on)
        path = folder / f"{unit}.txt"
        write_whole(path, text.encode())
        written[str(unit)] = path
    return written


def coverage_page(
    home: Home, cov: pd.DataFrame, *, year: int, on: dt.date, letters: Mapping[str, str], lang: str
) -> str:
    """The office's page of returns as one HTML file.

    Parameters
    ----------
    home : Home
        The home.
    cov : DataFrame
        From :func:`coverage_now`.
    year : int
        Reporting year.
    on : date
        The day up to which files are counted.
    letters : mapping of str to str
        Links to the reminders, by unit; empty without letters.
    lang : str
        Language of the page.
    """
    words, codes = load_wording(lang), load_codes(home.params)
    view = _View(cov, words, codes, on)
    sender = _sender(home, on=on, lang=lang)
    return render_coverage(
        CoveragePage(
            masthead=_masthead(home, view, sender, year=year),
            lead=view.lead(),
            bars=view.bars(),
            tables=(view.by_stream(), view.by_ward()),
            missing=view.missing(letters),
            streams=tuple(codes.label("stream", stream, lang=lang) for stream in view.streams()),
            units=view.units(),
            words=words.labels[GROUP],
            version=__version__,
        ),
        lang=lang,
    )


@dataclass(frozen=True)
class _View:
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
        """A level's name; a ward, which has none, is called what it is."""
        if level == NONE:
            return self.say("no_level")
        return self.codes.label("level", level, lang=self.words.lang)

    def numbers(self, counts: Mapping[str, int]) -> dict[str, str]:
        return {name: self.words.digits(count, "count") for name, count in counts.items()}

    def lead(self) -> Text:
        counts = _counts(summary(self.cov, by=[]))[0]
        units = self.cov.loc[~self.cov["received"], "unit"].nunique()
        key = "lead" if counts["missing"] else "lead_all"
        return self.text(self.say(key, **self.numbers(counts), units=units))

    def bars(self) -> tuple[CoverageBar, ...]:
        rows = [(level, counts) for level, counts in self._by("level")]
        order = {level: place for place, level in enumerate((*self.codes.members("level"), NONE))}
        rows.sort(key=lambda row: order[row[0]])
        rows.append((ALL, _counts(summary(self.cov, by=[]))[0]))
        return tuple(
            CoverageBar(
                label=self.text(self.say("all") if level == ALL else self.level(level)),
                on_time=counts["on_time"],
                late=counts["late"],
                missing=counts["missing"],
                text=self.text(self.say("bar", **self.numbers(counts))),
                role="total" if level == ALL else "row",
            )
            for level, counts in rows
        )

    def streams(self) -> tuple[str, ...]:
        present = set(self.cov["stream"])
        return tuple(stream for stream in STREAMS if stream in present)

    def by_stream(self) -> CountTable:
        table, rows = summary(self.cov, by=["stream", "level"]), []
        for stream in self.streams():
            for level in (*self.codes.school_levels(), NONE):
                part = table[(table["stream"] == stream) & (table["level"] == level)]
                name = self.codes.label("stream", stream, lang=self.words.lang)
                label = name if level == NONE else f"{name}, {self.level(level)}"
                rows += [Counted(label, self.numbers(counts)) for counts in _counts(part)]
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
                level=self.level(row.level),
                ward=row.ward_name,
                title=row.title,
                due=self.day(_first_late(row.deadline)),
                overdue=self._overdue(_first_late(row.deadline)),
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
            row = UnitRow(unit["name"], unit["unit"], self.level(unit["level"]), unit["ward_name"], cells)
            made.append((order[unit["level"]], _natural(unit["name"]), row))
        return tuple(row for _, _, row in sorted(made, key=lambda item: item[:2]))

    def _cell(self, rows: pd.DataFrame) -> tuple[str, str]:
        """The worst of a unit's returns of one stream, and the last day of receipt."""
        if rows.empty:
            return ("", "")
        if not rows["received"].all():
            return ("missing", "")
        last = dt.date.fromisoformat(rows["received_date"].max())
        return ("on_time" if rows["on_time"].all() else "late", self.day(last))

    def _overdue(self, due: dt.date) -> str:
        left = (due - self.on).days
        return self.say("not_overdue", n=left) if left > 0 else self.say("overdue_days", n=1 - left)

    def _by(self, column: str) -> list[tuple[str, dict[str, int]]]:
        table = summary(self.cov, by=[column])
        return list(zip(table[column].astype(str), _counts(table), strict=True))

    def _with_total(self, rows: Iterable[Counted]) -> tuple[Counted, ...]:
        everything = self.numbers(_counts(summary(self.cov, by=[]))[0])
        return ordered([*rows, Counted(self.say("all"), everything, role="total")])


def _masthead(home: Home, view: _View, sender: Sender, *, year: int) -> Masthead:
    counts, lang = _counts(summary(view.cov, by=[]))[0], view.words.lang
    area = load_offices(home.params).area.text(lang)
    return Masthead(
        agency=view.text(sender.issuer),
        title=view.text(view.say("title", year=year)),
        subtitle=view.text(view.say("subtitle", area=area, date=view.day(view.on))),
        facts=(
            Fact(view.text(view.say("fact_until")), view.words.inline(view.on, "date")),
            Fact(view.text(view.say("fact_received")), view.text(view.say("fact_count", **view.numbers(counts)))),
            Fact(view.text(view.say("fact_profile")), view.text(view.say("fact_internal"))),
        ),
        profile=INTERNAL,
        synthetic=view.words.label("report", "synthetic") if sender.stamp else "",
    )


def _sender(home: Home, *, on: dt.date, lang: str) -> Sender:
    stamp = is_synthetic(home, standing(read_lines(home), as_of=on.isoformat()))
    return Sender(load_offices(home.params).at(on), load_letter_rules(home.params), load_wording(lang), stamp)


def _names(units: pd.DataFrame) -> dict[str, str]:
    return dict(zip(units["unit"], units["name"], strict=True))


def _counts(table: pd.DataFrame) -> list[dict[str, int]]:
    return [{name: int(row[name]) for name in COUNTS} for row in table.to_dict("records")]


def _first_late(deadline: str) -> dt.date:
    return dt.date.fromisoformat(deadline) + dt.timedelta(days=1)


def _natural(name: str) -> tuple[tuple[bool, int, str], ...]:
    """A key that puts ward 2 before ward 10."""
    return tuple((not part.isdigit(), int(part) if part.isdigit() else 0, part) for part in name.split())
