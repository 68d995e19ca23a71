"""What people call in JupyterLab: one indicator of the district, or any table that came through the CSV layout.

The same functions as the reports: a number seen here is the number printed there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from gec_lib.blocks import Figure, Sentences
from gec_lib.claims import Book, Claimed
from gec_lib.codelists import ALL, FILLED, TOTAL, load_codes
from gec_lib.decomposition import Edit, reading_of, sensitivity, what_if
from gec_lib.figures import Bar, Bars, Tone, figure_of
from gec_lib.formulas import share
from gec_lib.home import find_home
from gec_lib.narrative import charts
from gec_lib.narrative.case import Case
from gec_lib.narrative.verdict_sentences import firmness_sentences, opening, person_sentences
from gec_lib.publish.show import Shown, show
from gec_lib.report import Report, dataset_of, disclosure_of, open_edition, results_of
from gec_lib.results import Finding, breaks_of
from gec_lib.returns.datasets import load_mapping, read_csv
from gec_lib.returns.layouts import load_layouts
from gec_lib.verdicts import compare
from gec_lib.wording import load_wording

MOST_BARS = 40


class ExploreError(ValueError):
    """A ward, a column or a mapping that is not there."""


@dataclass(frozen=True)
class View:
    """One indicator in one year, at one level, in the whole area or one ward."""

    report: Report
    code: str
    ward: str

    @property
    def _where(self) -> dict[str, Any]:
        return {"year": self.report.draft.year, "level": self.report.draft.level}

    def table(self) -> pd.DataFrame:
        """Numerator, denominator and value by year, and by ward when one is chosen."""
        found = self.report.draft.found
        by = ["year"] + (["ward"] if self.ward else []) + (["level"] if self.report.draft.level != ALL else [])
        table = found.table(self.code, by=by)
        if self.ward:
            table = table[table["ward"].eq(self.ward)]
        if self.report.draft.level != ALL:
            table = table[table["level"].eq(self.report.draft.level)]
        return table[table["year"].isin(found.years)].reset_index(drop=True)

    def units(self) -> pd.DataFrame:
        """The schools or wards behind the value: who is in, missing or out, with their counts."""
        found = self.report.draft.found
        table = found.units(self.code, **self._where)
        table = table[table["ward"].eq(self.ward)] if self.ward else table
        return table.assign(name=table["unit"].map(found.names)).reset_index(drop=True)

    def chart(self) -> Shown:
        """The way to the target for an indicator of the plan, the levels beside each other for any other."""
        draft = self.report.draft
        case = self._case()
        figure = charts.trajectory(case) if case is not None else None
        return show(figure or _levels(self), book=draft.book, lang=draft.lang)

    def verdict(self) -> Shown:
        """The verdict of the plan's target, how firm it is, what one person would do."""
        draft, case = self.report.draft, Case(self.report.draft, self._finding())
        said = (*opening(case), *firmness_sentences(case), *person_sentences(case))
        return show(Sentences(said), book=draft.book, lang=draft.lang)

    def what_if(self, edits: Sequence[Edit]) -> pd.DataFrame:
        """Count, value, verdict, people missing and firmness of the plan's target as they are, and on edited counts."""
        draft, finding = self.report.draft, self._finding()
        other = what_if(draft.found, edits, target=finding.item.id, **self._where)
        rows = [
            (name, f.count and f.count.num, f.count and f.count.den, f.judgement.value and float(f.judgement.value),
             f.judgement.verdict.value, f.needed, f.firmness.firm)
            for name, f in (("reported", finding), ("edited", other))
        ]  # fmt: skip
        return pd.DataFrame(rows, columns=["counts", "num", "den", "value", "verdict", "needed", "firm"])

    def readings(self) -> pd.DataFrame:
        """The two readings of missing returns beside the verdict; neither decides."""
        read = reading_of(self.report.draft.found, self._finding())
        rows = [
            (r.assumption.value, r.value and float(r.value), r.judgement.verdict.value, ", ".join(r.unknown))
            for r in read
        ]
        return pd.DataFrame(rows, columns=["assumption", "value", "verdict", "unknown"])

    def methods(self) -> pd.DataFrame:
        """Other methods by name beside the verdict, and why they disagree; empty once the deadline has come."""
        found, finding = self.report.draft.found, self._finding()
        breaks = breaks_of(found.plan, finding.indicator)
        lines = compare(finding.series, rule=finding.rule, year=finding.year, breaks=breaks)
        columns = ["method", "number", "status", "assumed", "why"]
        return pd.DataFrame(
            [(x.method.value, x.number, x.status, x.assumed, x.why.value) for x in lines], columns=columns
        )

    def definitions(self) -> pd.DataFrame:
        """The figure over public schools alone and by other definitions, with the verdict that each would get."""
        units = self.report.edition.snapshot.units
        found = sensitivity(self.report.draft.found, self.code, units=units, **self._where)
        rows = [(v.code, v.public_only, v.value and float(v.value), v.verdict, v.changes) for v in found]
        return pd.DataFrame(rows, columns=["indicator", "public_only", "value", "verdict", "changes"])

    def _finding(self) -> Finding:
        case = self._case()
        if case is None:
            raise ExploreError(f"{self.code} is no indicator of a target; see params/plan.yaml for those that are")
        return case.finding

    def sources(self, side: str = "num") -> pd.DataFrame:
        """Every cell behind the numerator (``num``) or the denominator (``den``)."""
        draft = self.report.draft
        cells = draft.origins.of(self.code, side=side, sex=TOTAL, **self._where)
        rows = [(source.name, source.sheet, source.cell, source.file[:12]) for source in cells]
        return pd.DataFrame(rows, columns=["workbook", "sheet", "cell", "hash"])

    def _case(self) -> Case | None:
        draft = self.report.draft
        findings = draft.found.findings(year=draft.year, levels=[draft.level])
        return next((Case(draft, f) for f in findings if f.item.indicator == self.code), None)


def _levels(view: View) -> Figure:
    draft = view.report.draft
    levels = (ALL, *draft.found.levels(view.code))
    bars = []
    for level in levels:
        at: dict[str, Any] = {"year": draft.year, "level": level}
        num, den = (draft.count(view.code, side=side, **at) for side in ("num", "den"))
        bars.append(Bar(draft.level_name(level), draft.value(view.code, **at), num, den))
    name = draft.found.indicator(view.code).name(draft.lang)
    return charts.block(
        draft,
        Bars(total=bars[0], rows=tuple(bars[1:]), line=None, kind="pct1", tone=Tone.ONE),
        slug="xem",
        name=name,
        title=draft.words.text("{x}", x=name),
        subtitle=draft.words.text("{x}", x=str(draft.year)),
        notes=[],
    )


def explore(indicator: str, *, year: int, level: str, lang: str, ward: str = "", snapshot: str = "demo") -> View:
    """Open one indicator of the district.

    Parameters
    ----------
    indicator : str
        Code of the catalogue (``gec indicators`` lists them).
    year, level, lang
        Reporting year, school level or ``all``, language of the words.
    ward : str
        Code of a ward of the register, or empty for the whole area.
    snapshot : str
        Id, ``newest`` or ``demo``.

    Raises
    ------
    ExploreError, EditionError
        Naming what is not known and what is.
    """
    edition = open_edition("annual", snapshot=snapshot, year=year, level=level, lang=lang, profile="internal")
    found = results_of(edition, dataset_of(edition))
    known = [item.code for item in found.indicators]
    if indicator not in known:
        raise ExploreError(f"indicator: found {indicator!r}, expected one of {', '.join(known)}")
    wards = sorted(set(found.data.expected["ward"]))
    if ward and ward not in wards:
        raise ExploreError(f"ward: found {ward!r}, expected one of {', '.join(wards)} or nothing")
    return View(Report(edition, found, disclosure_of(edition, found)), indicator, ward)


@dataclass(frozen=True)
class Dataset:
    """Observations of a CSV file, as tables of totals and women."""

    observations: pd.DataFrame
    faults: tuple[Any, ...]
    title: str

    def table(self, measure: str, *, by: Sequence[str]) -> pd.DataFrame:
        """Total, female, male and the share of women of a measure over any dimensions; nothing is lost.

        Raises
        ------
        ExploreError
            For a measure or a column that the file does not have.
        """
        known = sorted(self.observations["measure"].unique())
        if measure not in known:
            raise ExploreError(f"measure: found {measure!r}, expected one of {', '.join(known)}")
        unknown = [name for name in by if name not in self.observations.columns]
        if unknown:
            raise ExploreError(f"by: no column {', '.join(unknown)}; known: {', '.join(self.observations.columns)}")
        rows = self.observations[self.observations["measure"].eq(measure) & self.observations["status"].isin(FILLED)]
        table = rows.groupby(list(by), as_index=False, sort=True)[["total", "female"]].sum(min_count=1)
        table["male"] = table["total"] - table["female"]
        table["share"] = share(table["female"], whole=table["total"])
        return table

    def chart(self, measure: str, *, by: str, lang: str, most: int = MOST_BARS) -> Shown:
        """Share of women of a measure over one dimension, the largest groups first."""
        table = self.table(measure, by=[by]).dropna(subset=["share"]).nlargest(most, "total")
        words = load_wording(lang)
        book = Book()

        def claimed(row: Any, what: str, unit: str) -> Claimed:
            value = getattr(row, what)
            number = float(value) if what == "share" else int(value)
            return book.file(f"{measure}.{by}.{row.key}.{what}", number, unit=unit, label=f"{row.key}")

        bars = tuple(
            Bar(str(row.key), claimed(row, "share", "%"), claimed(row, "female", ""), claimed(row, "total", ""))
            for row in table.rename(columns={by: "key"}).itertuples()
        )
        figure = figure_of(
            Bars(total=None, rows=bars, line=None, kind="pct1", tone=Tone.WOMEN),
            words=words,
            stamp="",
            id="hinh-du-lieu",
            name=words.label("chart", "share_of_women"),
            title=words.text("{x}", x=self.title),
            subtitle=words.text("{x}", x=f"{words.label('chart', 'share_of_women')}, {measure}, {by}"),
            caption=words.text("{x}", x=self.title),
            notes=(),
        )
        return show(figure, book=book, lang=lang)


def open_dataset(path: str, *, mapping: str = "") -> Dataset:
    """Read a CSV file of one's own or of someone else's.

    Parameters
    ----------
    path : str
        A CSV file; relative paths start at the home.
    mapping : str
        Name of a file in ``params/datasets`` that says which column is what; empty for the plain layout.

    Raises
    ------
    ExploreError
        When the file or the mapping is not there, or no row could be read.
    """
    home = find_home()
    file = Path(path) if Path(path).is_absolute() else home.root / path
    if not file.is_file():
        raise ExploreError(f"no file {path!r} in the home; give a path to a CSV file")
    codes, layouts = load_codes(home.params), load_layouts(home.params)
    described = None
    if mapping:
        where = home.params / "datasets" / f"{mapping}.yaml"
        if not where.is_file():
            known = sorted(p.stem for p in where.parent.glob("*.yaml"))
            raise ExploreError(f"mapping: found {mapping!r}, expected one of {', '.join(known)} or nothing")
        described = load_mapping(where, codes=codes)
    reading = read_csv(file, layouts=layouts, codes=codes, mapping=described)
    if reading.observations.empty:
        first = reading.faults[0].message_en if reading.faults else "the file is empty"
        raise ExploreError(f"{file.name}: no row could be read: {first}")
    title = described.title if described is not None else file.stem
    return Dataset(reading.observations, reading.faults, title)
