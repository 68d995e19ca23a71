"""Charts of a report: each from claimed numbers, with its finding as title."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import pandas as pd

from gec_lib.blocks import Figure, Text
from gec_lib.claims import Claimed
from gec_lib.codelists import ALL, EQUALITY, FEMALE, MALE
from gec_lib.coverage import without_office
from gec_lib.figures import (
    Bar,
    Bars,
    CoverageByLevel,
    Dumbbell,
    Goal,
    Line,
    Observed,
    Pair,
    ReturnsByDay,
    Season,
    Share,
    Tone,
    Trajectory,
    figure_of,
)
from gec_lib.formulas import wilson
from gec_lib.narrative.case import Case
from gec_lib.narrative.changes import FEWEST
from gec_lib.narrative.draft import Draft
from gec_lib.verdicts import Rule
from gec_lib.verdicts.plan_rules import rules_of
from gec_lib.wording import inside


def block(
    draft: Draft, data: Any, *, slug: str, name: str, title: Text, subtitle: Text, notes: Sequence[Text]
) -> Figure:
    """A numbered figure."""
    number = draft.next_figure()
    return figure_of(
        data,
        words=draft.words,
        stamp=draft.words.label("chart", "stamp") if draft.snapshot.synthetic else "",
        id=f"hinh-{slug}",
        name=name,
        title=draft.text("figure_caption", no=number, what=title),
        subtitle=subtitle,
        caption=draft.text("figure_table_caption", no=number),
        notes=tuple(notes),
    )


# -- trajectory ---------------------------------------------------------------------------------------------------


def trajectory(case: Case) -> Figure | None:
    """Value by year, required path, targets; the interval where people are counted."""
    draft, finding = case.draft, case.finding
    known = {year: count.value for year, count in sorted(finding.series.items()) if year in draft.found.years}
    # a value that the profile hides may not be drawn either
    values = {y: value for y, value in known.items() if value is not None and case.value(y).value is not None}
    if len(values) < 2:
        return None
    first_year, last_year = min(values), max(values)
    first, last = values[first_year], values[last_year]
    women = finding.item.people == "women"
    short = first < finding.rule.value
    data = Trajectory(
        points=tuple(_observed(case, year) for year in values),
        goals=tuple(_goal(case, rule) for rule in rules_of(finding.item, base_year=draft.plan.baseline.year)),
        path=((first_year, float(first)), (finding.rule.deadline, float(finding.rule.value))) if short else (),
        projection=(),
        breaks=(),
        kind="pct1",
        tone=Tone.WOMEN if women else Tone.ONE,
        counts=draft.words.label("report", f"counts_{finding.item.people}"),
        remark="",
    )
    change = last - first
    told: dict[str, Any] = {"indicator": case.name, "period": (first_year, last_year)}
    key = "X2.stable" if abs(change) < finding.item.material_change else "X2.up" if change > 0 else "X2.down"
    if key != "X2.stable" and abs(change) * finding.series[last_year].den < FEWEST:
        key, told = "X2.few", {**told, "unit": case.noun}
    return block(
        draft,
        data,
        slug=f"duong-{finding.item.id}",
        name=case.name,
        title=draft.words.sentence(key, **told).text,
        subtitle=draft.text("figure_series", scope=draft.level_name(finding.level), years=f"{first_year}–{last_year}"),
        notes=[draft.text("note_interval")] if women else [],
    )


def _goal(case: Case, rule: Rule) -> Goal:
    return Goal(
        id=f"{case.finding.item.id}.{rule.deadline}",
        year=rule.deadline,
        value=float(rule.value),
        label=case.label("report", "goal_label").format(year=rule.deadline),
        shown=case.draft.goal_words(rule),
    )


def _observed(case: Case, year: int) -> Observed:
    draft, finding = case.draft, case.finding
    at: dict[str, Any] = {"year": year, "level": finding.level}
    num = draft.count(case.code, side="num", **at)
    den = draft.count(case.code, side="den", **at)
    low = high = None
    if finding.item.people == "women":
        count = finding.series[year]
        bounds = wilson(count.num, total=count.den)
        low, high = (
            draft.computed(
                f"{case.code}.{year}.{finding.level}.{what}",
                float(number),
                unit="%",
                label=f"{case.label('report', what)}, {case.name}, {year}",
                inputs=[num, den],
            )
            for what, number in (("interval_low", bounds.lower), ("interval_high", bounds.upper))
        )
    return Observed(year, case.value(year), num, den, low, high)


# -- by level -----------------------------------------------------------------------------------------------------


def attainment(draft: Draft, *, levels: Sequence[str]) -> Figure | None:
    """Women's and men's own rates of holding a master's, by level."""
    pairs = {level: _pair(draft, level) for level in levels}
    whole = next(iter(pairs.values()))
    if whole.women.value is None or whole.men.value is None:
        return None
    total, rows = (whole, tuple(pairs.values())[1:]) if len(pairs) > 1 else (None, (whole,))
    gap = float(whole.women.value) - float(whole.men.value)
    key = "similar" if abs(gap) < float(draft.plan.material_change) else "lower" if gap < 0 else "higher"
    return block(
        draft,
        Dumbbell(total=total, rows=rows),
        slug="trinh-do",
        name=draft.found.indicator("T3-R1a").name(draft.lang),
        title=draft.text(f"figure_attainment_{key}"),
        subtitle=draft.text("figure_attainment_subtitle", year=str(draft.year)),
        notes=[draft.text("note_small_base"), draft.text("note_mix")] if rows else [],
    )


def _pair(draft: Draft, level: str) -> Pair:
    def of(sex: str) -> tuple[Claimed, Claimed]:
        value = draft.value("T3-R1a", year=draft.year, level=level, sex=sex)
        return value, draft.count("T3-R1a", year=draft.year, level=level, side="den", sex=sex)

    (women, women_base), (men, men_base) = of(FEMALE), of(MALE)
    ratio = draft.value("T3-R3a", year=draft.year, level=level)
    return Pair(draft.level_name(level), women, men, women_base, men_base, ratio)


def by_level(case: Case, *, levels: Sequence[str]) -> Figure | None:
    """The value at every level beside the target."""
    draft, finding = case.draft, case.finding
    found = [level for level in levels if level in finding.item.levels]
    bars = [_bar(case, level) for level in found]
    known = [bar for bar in bars[1:] if bar.value.value is not None]
    if len(known) < 2:
        return None
    line = Line(
        f"{finding.item.id}.{finding.rule.deadline}",
        float(finding.rule.value),
        draft.words.label("report", "target_label").format(target=draft.goal_words(finding.rule)),
    )
    return block(
        draft,
        Bars(
            total=bars[0],
            rows=tuple(bars[1:]),
            line=line,
            kind="pct1",
            tone=Tone.WOMEN if finding.item.people == "women" else Tone.ONE,
        ),
        slug=f"cap-{finding.item.id}",
        name=case.name,
        title=_extremes(draft, known),
        subtitle=draft.text("figure_levels_subtitle", what=finding.item.title.text(draft.lang), year=str(draft.year)),
        notes=[],
    )


def _extremes(draft: Draft, bars: Sequence[Bar]) -> Text:
    """Which level is highest and which lowest; a tie is not named."""
    values = [Fraction(bar.value.value or 0) for bar in bars]
    names = {
        side: inside(bars[values.index(edge)].name)
        for side, edge in (("high", max(values)), ("low", min(values)))
        if values.count(edge) == 1
    }
    key = "figure_levels" if len(names) == 2 else "_".join(("figure_levels", *names)) if names else "figure_levels_same"
    return draft.text(key, **names)


def _bar(case: Case, level: str) -> Bar:
    draft, year = case.draft, case.finding.year
    return Bar(
        draft.level_name(level),
        draft.value(case.code, year=year, level=level),
        draft.count(case.code, year=year, level=level, side="num"),
        draft.count(case.code, year=year, level=level, side="den"),
    )


# -- returns ------------------------------------------------------------------------------------------------------


def coverage(draft: Draft, *, levels: Sequence[str]) -> Figure:
    """On time, late and missing returns by level."""
    rows = []
    for level in levels:
        found = draft.coverage(stream=EQUALITY, level=level)
        rows.append(Share(draft.level_name(level), found["on_time"], found["late"], found["missing"], found["due"]))
    total, rest = (rows[0], tuple(rows[1:])) if len(rows) > 1 else (None, tuple(rows))
    on_time = draft.words.number(rows[0].on_time, "count")
    due = draft.words.number(rows[0].due, "count")
    return block(
        draft,
        CoverageByLevel(total=total, rows=rest),
        slug="nop-bao-cao",
        name=draft.words.label("report", "coverage_name"),
        title=draft.text("figure_coverage", n=on_time, m=due),
        subtitle=draft.text("figure_coverage_subtitle", year=str(draft.year)),
        notes=[draft.text("source_ledger")],
    )


def returns(draft: Draft) -> Figure | None:
    """Cumulative returns to the deadline, beside earlier years."""
    cov = without_office(draft.snapshot.coverage)
    cov = cov[cov["stream"].eq(EQUALITY) & cov["year"].isin(draft.found.years)]
    if draft.level != ALL:
        cov = cov[cov["level"].eq(draft.level)]
    seasons = [_season(draft, cov[cov["year"].eq(year)], year) for year in draft.found.years[-3:]]
    found = draft.coverage(stream=EQUALITY, level=draft.level)
    if any(season is None for season in seasons) or not found["on_time"].value:
        return None
    deadline = draft.plan.calendar.deadline(EQUALITY).last_day(draft.year)
    return block(
        draft,
        ReturnsByDay(deadline, tuple(s for s in seasons if s is not None), found["on_time"], found["due"]),
        slug="theo-ngay",
        name=draft.words.label("report", "coverage_name"),
        title=draft.text(
            "figure_returns",
            n=draft.words.number(found["on_time"], "count"),
            m=draft.words.number(found["due"], "count"),
            due=draft.words.inline(deadline.isoformat(), "date"),
        ),
        subtitle=draft.text("figure_returns_subtitle"),
        notes=[draft.text("source_ledger")],
    )


def _season(draft: Draft, cov: pd.DataFrame, year: int) -> Season | None:
    """Returns received by each day before and after the deadline; a school of two levels counts when both are in."""
    grouped = cov.groupby("unit").agg(received=("received", "all"), day=("received_date", "max"))
    days = sorted(date.fromisoformat(day) for day in grouped.loc[grouped["received"], "day"])
    if not days:
        return None
    deadline = draft.plan.calendar.deadline(EQUALITY).last_day(year)
    counts: dict[int, int] = {}
    for number, day in enumerate(days, start=1):
        counts[(day - deadline).days] = number
    return Season(year, tuple(counts), tuple(counts.values()))
