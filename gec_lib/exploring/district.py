"""One indicator of the district or of a ward, as a person in JupyterLab asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from gec_lib.codelists import ALL, NONE, TOTAL
from gec_lib.decomposition import sensitivity, what_if
from gec_lib.exploring import assumptions, saying
from gec_lib.exploring.assumptions import Given
from gec_lib.exploring.listing import TEXT, YEAR, ExploreError, Head, Listing
from gec_lib.indicators.records import Derived, Headcount, Indicator, ToTarget
from gec_lib.narrative.case import Case
from gec_lib.narrative.draft import Draft
from gec_lib.publish.show import Shown, show
from gec_lib.report import Report
from gec_lib.results import Finding, Results, breaks_of
from gec_lib.verdicts import compare

# By what a unit says; everything else is a ratio.
KINDS = {"%": "pct1", "‰": "permille1"}


@dataclass(frozen=True)
class View:
    """One indicator in one year, at one level, in the whole area or one ward; every view is of that place alone."""

    report: Report
    code: str
    ward: str

    @property
    def draft(self) -> Draft:
        return self.report.draft

    @property
    def found(self) -> Results:
        return self.report.draft.found

    @property
    def indicator(self) -> Indicator:
        return self.found.indicator(self.code)

    @property
    def place(self) -> str:
        """What is shown: Tiểu học, Phường mẫu 1."""
        return saying.place(self.draft, ward=self.ward)

    @property
    def title(self) -> str:
        """The indicator and where."""
        name = self.indicator.name(self.lang)
        return f"{self.code}. {name[:1].upper()}{name[1:]}: {self.place}"

    @property
    def _where(self) -> dict[str, Any]:
        return self.draft.at

    def table(self) -> Listing:
        """Numerator, denominator and value by year."""
        level = self.draft.level
        table = self.found.table(self.code, by=["year"] + (["level"] if level != ALL else []))
        if level != ALL:
            table = table[table["level"].eq(level)]
        table = table[table["year"].isin(self.found.years)].reset_index(drop=True)
        heads = (
            Head("year", self._word("year"), YEAR),
            *self._counts(),
            Head("value", self._word("value"), kind_of(self.indicator, table["value"])),
            Head("status", self._word("status"), TEXT, self._words("status_")),
            Head("units", self._word("units"), "count"),
            Head("expected", self._word("expected"), "count"),
            Head("flag", self._word("flag"), TEXT, self._words("flag_")),
        )
        years = f"{min(self.found.years)}–{max(self.found.years)}"
        return self._listing(table, heads, f"{self.title}, {years}", [*self._sides(), *self._several()])

    def units(self) -> Listing:
        """The schools or wards behind the value: who is in, missing or out, with their counts."""
        title = f"{self.title}, {self.draft.year}"
        if self._inputs:
            return self._of_inputs(title)
        table = self.found.units(self.code, **self._where)
        names = {"name": table["unit"].map(self.found.names), "ward_name": table["ward"].map(self.found.names)}
        table = table.assign(**names).reset_index(drop=True)
        levels = {level: Draft.level_name(self.draft, level) for level in self.found.codes.school_levels()}
        heads = (
            Head("unit", self._word("unit")),
            Head("name", self._word("name")),
            Head("level", self._word("level"), TEXT, {**levels, NONE: "", ALL: self._word("level_all")}),
            Head("ward_name", self._word("ward")),
            *self._counts(),
            Head("state", self._word("state"), TEXT, self._words("state_")),
        )
        return self._listing(table, heads, title, [*self._sides(), *self._several()])

    def chart(self) -> Shown:
        """The way to the target for an indicator of the plan, the levels beside each other for any other.

        For a ward the plan's target is drawn for orientation, and no way to it: the plan asks none of a ward.
        """
        return show(saying.chart(self.draft, self.code, self._case(), ward=self.ward), self.draft.book, lang=self.lang)

    def verdict(self) -> Shown:
        """The verdict of the plan's target, how firm it is, what one person would do.

        A ward has no target and an indicator may have none: then the value is told, and for a ward how far it is from
        what the plan asks of the whole area.
        """
        block = saying.verdict(self.draft, self.code, self._case(), ward=self.ward, title=self.title)
        return show(block, self.draft.book, lang=self.lang)

    @property
    def lang(self) -> str:
        return self.draft.lang

    def compared(self, edits: Sequence[Given] = ()) -> Listing:
        """The value, and the verdict where there is one, under other assumptions and on other counts, in one table.

        Parameters
        ----------
        edits : sequence
            As in `what_if`; none leaves out the row of edited counts.
        """
        rows = assumptions.rows(self.found, self.code, self._case(), edits=edits, units=self._register, **self._where)
        table = pd.DataFrame(rows, columns=list(assumptions.COLUMNS))
        named = [
            self._word(f"if_{row.what}").format(indicator=self.found.indicator(row.code).name(self.lang))
            for row in table.itertuples()
        ]
        table = table.assign(named=pd.Series(named, index=table.index, dtype="str"))
        heads = (
            Head("named", self._word("if")),
            *self._counts(),
            Head("value", self._word("value"), kind_of(self.indicator, table["value"])),
            *self._judged(),
        )
        notes = [self._word("if_ward")] if self.ward else []
        return self._listing(table, heads, f"{self.title}, {self.draft.year}", [self._word("if_note"), *notes])

    def what_if(self, edits: Sequence[Given]) -> Listing:
        """Count, value, verdict, people missing and firmness of the plan's target as they are, and on edited counts.

        Parameters
        ----------
        edits : sequence
            Cells of returns of the year with other counts: `gec_lib.decomposition.Edit`, or its fields as a list
            (unit, level, measure, total, women, and the category where the measure has any).
        """
        finding = self._finding()
        given = assumptions.edits_of(edits, self.found, **self._where)
        other = what_if(self.found, given, target=finding.item.id, **self._where)
        rows = [
            (name, f.count and f.count.num, f.count and f.count.den, *assumptions.judged(f.judgement), f.needed,
             assumptions.FIRM if f.firmness.firm else assumptions.OPEN)
            for name, f in (("reported", finding), ("edited", other))
        ]  # fmt: skip
        columns = ["counts", "num", "den", "value", "gap", "verdict", "needed", "firm"]
        heads = (
            Head("counts", self._word("if"), TEXT, self._words("if_")),
            *self._counts(),
            Head("value", self._word("value"), kind_of(self.indicator)),
            *self._judged(),
            Head("needed", self._word("needed"), "count"),
            *(() if self.ward else (Head("firm", self._word("firm"), TEXT, self.draft.words.labels["firm"]),)),
        )
        table = pd.DataFrame(rows, columns=columns)
        return self._listing(table, heads, f"{self.title}, {self.draft.year}", [self._word("if_note")])

    def readings(self) -> Listing:
        """The two readings of missing returns beside the verdict; neither decides."""
        rows = assumptions.readings(self.found, self._finding())
        table = pd.DataFrame(rows, columns=["assumption", "value", "gap", "verdict", "unknown"])
        heads = (
            Head("assumption", self._word("if"), TEXT, self._words("if_")),
            Head("value", self._word("value"), kind_of(self.indicator)),
            *self._judged(),
            Head("unknown", self._word("unknown")),
        )
        return self._listing(table, heads, f"{self.title}, {self.draft.year}", [])

    def methods(self) -> Listing:
        """Other methods by name beside the verdict, and why they disagree.

        Empty once the deadline has come, and for a ward, of which the plan asks nothing.
        """
        finding = self._finding()
        breaks = breaks_of(self.found.plan, finding.indicator)
        lines = compare(finding.series, rule=finding.rule, year=finding.year, breaks=breaks) if not self.ward else ()
        rows = [(x.method.value, x.number, x.status, x.assumed, x.why.value) for x in lines]
        table = pd.DataFrame(rows, columns=["method", "number", "status", "assumed", "why"])
        heads = (
            Head("method", self._word("method"), TEXT, self._words("method_")),
            Head("number", self._word("number"), "ratio2"),
            Head("status", self._word("verdict"), TEXT, self.draft.words.labels["verdict"]),
            Head("why", self._word("why"), TEXT, self._words("why_")),
        )
        listing = self._listing(table, heads, f"{self.title}, {self.draft.year}", [self._word("methods_note")])
        return replace(listing, nothing=self._word("methods_ward")) if self.ward else listing

    def definitions(self) -> Listing:
        """The figure over public schools alone and by other definitions, with the verdict that each would get."""
        found = sensitivity(self.found, self.code, units=self._register, **self._where)
        rows = [(v.code, v.public_only, v.value and float(v.value), v.verdict, v.changes) for v in found]
        table = pd.DataFrame(rows, columns=["indicator", "public_only", "value", "verdict", "changes"])
        heads = (
            Head("indicator", self._word("indicator")),
            Head("public_only", self._word("public_only"), TEXT, {True: self._word("yes"), False: ""}),  # type: ignore[dict-item]
            Head("value", self._word("value"), kind_of(self.indicator, table["value"])),
            *self._judged()[1:],
        )
        return self._listing(table, heads, f"{self.title}, {self.draft.year}", [])

    def sources(self, side: str = "num") -> Listing:
        """Every cell behind the numerator (``num``) or the denominator (``den``)."""
        if side not in ("num", "den"):
            raise ExploreError(f"side: found {side!r}, expected one of num, den")
        title = f"{self._word(f'cells_{side}')} · {self.title}, {self.draft.year}"
        if self._inputs:
            return self._of_inputs(title)
        cells = self.draft.origins.of(self.code, side=side, sex=TOTAL, **self._where)
        rows = [(source.name, source.sheet, source.cell, source.file[:12]) for source in cells]
        columns = ["workbook", "sheet", "cell", "hash"]
        heads = tuple(Head(name, self._word(name)) for name in columns)
        return self._listing(pd.DataFrame(rows, columns=columns), heads, title, [])

    # -- what the views share ---------------------------------------------------------------------------------------

    @property
    def _register(self) -> pd.DataFrame:
        return self.report.edition.snapshot.units

    def _word(self, key: str) -> str:
        return self.draft.words.label("explore", key)

    def _words(self, prefix: str) -> dict[str, str]:
        labels = self.draft.words.labels["explore"]
        return {key.removeprefix(prefix): text for key, text in labels.items() if key.startswith(prefix)}

    def _counts(self) -> tuple[Head, Head]:
        return Head("num", self._word("num"), "count"), Head("den", self._word("den"), "count")

    def _judged(self) -> tuple[Head, ...]:
        """Distance to the plan's target, and the verdict, which a ward has not."""
        gap = Head("gap", self._word("gap"), "signed_pp1")
        verdicts = self.draft.words.labels["verdict"]
        return (gap,) if self.ward else (gap, Head("verdict", self._word("verdict"), TEXT, verdicts))

    def _sides(self) -> list[str]:
        """What is divided by what, in words."""
        numerator, denominator = self.indicator.sides(self.lang)
        said = [self._word("numerator_is").format(what=numerator)] if numerator else []
        return said + ([self._word("denominator_is").format(what=denominator)] if denominator else [])

    @property
    def _inputs(self) -> list[str]:
        """Indicators that this one is computed from; none where it has counts of its own."""
        formula = self.indicator.formula
        if isinstance(formula, Derived):
            return list(dict.fromkeys(item.code for item in formula.inputs))
        return [formula.of] if isinstance(formula, ToTarget) else []

    def _of_inputs(self, title: str) -> Listing:
        """An indicator without counts of its own sends the reader to those it is computed from."""
        nothing = self._word("computed_from").format(codes=", ".join(self._inputs))
        return replace(self._listing(pd.DataFrame(), (), title, []), nothing=nothing)

    def _several(self) -> list[str]:
        """Why there may be more rows than schools."""
        if self._inputs:
            return []
        expected = self.found.units(self.code, **self._where)
        rows, units = len(expected), expected["unit"].nunique()
        return [self._word("several_levels").format(rows=rows, units=units)] if rows > units else []

    def _listing(self, table: pd.DataFrame, heads: tuple[Head, ...], title: str, notes: Sequence[str]) -> Listing:
        synthetic = [self.draft.words.label("report", "synthetic")] if self.draft.snapshot.synthetic else []
        return Listing(table, heads, title, self.draft.words, (*notes, *synthetic))

    def _finding(self) -> Finding:
        case = self._case()
        if case is None:
            raise ExploreError(f"{self.code} is no indicator of a target; see params/plan.yaml for those that are")
        return case.finding

    def _case(self) -> Case | None:
        findings = self.found.findings(year=self.draft.year, levels=[self.draft.level])
        return next((Case(self.draft, f) for f in findings if f.item.indicator == self.code), None)


def kind_of(indicator: Indicator, values: pd.Series | None = None) -> str:
    """How the values of an indicator are printed; two decimals where one would print nothing but zero."""
    kind = KINDS.get(indicator.unit, "count" if isinstance(indicator.formula, Headcount | ToTarget) else "ratio2")
    tiny = values is not None and kind == "pct1" and 0 < pd.to_numeric(values).abs().max() < 0.01
    return "pct2" if tiny else kind
