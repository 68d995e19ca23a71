"""What an explored indicator says in words and in a chart: of the area as the reports do, of a ward without verdict."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from gec_lib.blocks import Figure, Group, Heading, Sentence, Sentences, Span, Text
from gec_lib.codelists import ALL
from gec_lib.figures import Bar, Bars, Goal, Observed, Tone, Trajectory
from gec_lib.figures.style import Kind
from gec_lib.indicators.records import CountCells, CountUnits, Crossed, Headcount, Indicator, Pool, ToTarget
from gec_lib.narrative import charts
from gec_lib.narrative.case import Case
from gec_lib.narrative.draft import Draft
from gec_lib.narrative.verdict_sentences import firmness_sentences, opening, person_sentences
from gec_lib.verdicts import Operator
from gec_lib.verdicts.plan_rules import rules_of

LEAST_POINTS = 2
# Below this distance to the target one decimal would print zero points.
NARROW = Fraction(1, 2000)


def place(draft: Draft, *, ward: str) -> str:
    """Level and ward, or level and area: Tiểu học, Phường mẫu 1."""
    name = draft.level_name(draft.level)
    return name if ward or draft.level == ALL else f"{name}, {draft.area}"


def verdict(draft: Draft, code: str, case: Case | None, *, ward: str, title: str) -> Group:
    """The sentences on the plan's target, under a title that says whose figure it is."""
    heading = Heading(3, "xem-ket-luan", draft.words.text("{x}", x=title))
    if case is not None and not case.finding.applies:
        said = [_sentence(draft, "by_residence")]
    elif case is None:
        said = [_sentence(draft, "no_target"), _value(draft, code)]
    elif ward:
        said = [_sentence(draft, "ward_no_target"), _value(draft, code), *_gap(case), *_silent(case)]
    else:
        said = [*opening(case), *firmness_sentences(case), *person_sentences(case)]
    return Group((heading, Sentences(tuple(said))))


def _sentence(draft: Draft, key: str, **values: Span | Text | str) -> Sentence:
    return Sentence(f"explore.{key}", draft.words.text(draft.words.label("explore", key), **values))


def _value(draft: Draft, code: str) -> Sentence:
    """The value with its counts, or what stands in its way."""
    value = draft.value(code, **draft.at)
    named = {"place": draft.level_name(draft.level), "year": str(draft.year)}
    if value.value is None:
        return _sentence(draft, "value_none", **named, why=draft.words.label("mark", value.mark))
    indicator = draft.found.indicator(code)
    shown = draft.words.number(value, chart_kind(indicator, value.value))
    sides = [draft.count(code, side=side, **draft.at) for side in ("num", "den")] if _is_share(indicator) else []
    if not sides or any(side.value is None for side in sides):
        return _sentence(
            draft, "value_alone", **named, value=shown, unit=indicator.unit if indicator.unit != "%" else ""
        )
    counts = dict(zip(("num", "den"), (draft.words.number(side, "count") for side in sides), strict=True))
    return _sentence(draft, "value_of_counts", **named, value=shown, **counts)


def _gap(case: Case) -> list[Sentence]:
    """How far a ward's value is from what the plan asks of the whole area."""
    draft, finding = case.draft, case.finding
    count = finding.count
    if count is None or not count.den:
        return []
    wanted = draft.words.inline(case.goal, "goal")
    gap = Fraction(count.num, count.den) - finding.rule.value
    if not gap:
        key = "gap_none" if finding.rule.operator is Operator.AT_LEAST else "gap_none_over"
        return [_sentence(draft, key, target=wanted)]
    points = case.computed("gap", abs(gap), label="gap" if gap < 0 else "margin", unit=case.label("unit", "points"))
    shown = draft.words.number(points, "pp1" if abs(gap) >= NARROW else "pp2")
    return [_sentence(draft, "gap_below" if gap < 0 else "gap_above", target=wanted, gap=shown)]


def _silent(case: Case) -> list[Sentence]:
    """How many units of a ward gave nothing."""
    if not case.finding.missing:
        return []
    return [_sentence(case.draft, "ward_missing", n=case.draft.words.number(case.missing, "count"))]


# -- charts -------------------------------------------------------------------------------------------------------


def chart(draft: Draft, code: str, case: Case | None, *, ward: str) -> Figure:
    """The series against the target, or the levels of the year where there is no series."""
    figure = None
    if case is not None:
        figure = _of_ward(case) if ward else charts.trajectory(case)
    return figure or _levels(draft, code)


def _of_ward(case: Case) -> Figure | None:
    """Values of a ward by year beside the target of the area; no way to it, because none is asked of a ward."""
    draft, finding = case.draft, case.finding
    years = [y for y, count in sorted(finding.series.items()) if y in draft.found.years and count.den]
    if len(years) < LEAST_POINTS:
        return None
    where = draft.level_name(finding.level)
    data = Trajectory(
        points=tuple(_observed(case, year) for year in years),
        goals=tuple(
            Goal(
                id=f"{finding.item.id}.{rule.deadline}",
                year=rule.deadline,
                value=float(rule.value),
                label=case.label("explore", "goal_of_area").format(year=rule.deadline),
                shown=draft.goal_words(rule),
            )
            for rule in rules_of(finding.item, base_year=draft.plan.baseline.year)
        ),
        path=(),
        projection=(),
        breaks=(),
        kind="pct1",
        tone=Tone.WOMEN if finding.item.people == "women" else Tone.ONE,
        counts=case.label("report", f"counts_{finding.item.people}"),
        remark="",
    )
    return charts.block(
        draft,
        data,
        slug=f"phuong-{finding.item.id}",
        name=f"{case.name}, {where}",
        title=draft.words.text("{x}", x=f"{where}: {case.name}"),
        subtitle=draft.text("figure_series", scope=where, years=f"{years[0]}–{years[-1]}"),
        notes=[draft.words.text(draft.words.label("explore", "ward_no_target"))],
    )


def _observed(case: Case, year: int) -> Observed:
    at: dict[str, Any] = {"year": year, "level": case.finding.level}
    num, den = (case.draft.count(case.code, side=side, **at) for side in ("num", "den"))
    return Observed(year, case.value(year), num, den, None, None)


def _levels(draft: Draft, code: str) -> Figure:
    """The levels of the place beside each other in the reporting year."""
    indicator = draft.found.indicator(code)
    bars = []
    for level in (ALL, *draft.found.levels(code)):
        at: dict[str, Any] = {"year": draft.year, "level": level}
        counts = [draft.count(code, side=side, **at) for side in ("num", "den")] if _is_share(indicator) else [None] * 2
        bars.append(Bar(draft.level_name(level), draft.value(code, **at), *counts))
    where, name = draft.level_name(ALL), indicator.name(draft.lang)
    known = [float(bar.value.value) for bar in bars if bar.value.value is not None]
    return charts.block(
        draft,
        Bars(
            total=bars[0],
            rows=tuple(bars[1:]),
            line=None,
            kind=chart_kind(indicator, max(known, default=0.0)),
            tone=Tone.ONE,
        ),
        slug="xem",
        name=f"{name}, {where}",
        title=draft.words.text("{x}", x=f"{where}: {name}"),
        subtitle=draft.words.text(
            draft.words.label("explore", "levels_subtitle"), year=str(draft.year), unit=indicator.unit
        ),
        notes=[],
    )


def _is_share(indicator: Indicator) -> bool:
    """Whether the value is a part of a whole, both counted."""
    return indicator.unit == "%" and isinstance(indicator.formula, CountCells | CountUnits | Crossed | Pool)


def chart_kind(indicator: Indicator, value: object) -> Kind:
    """How a value is drawn and said: a share, a whole number, a ratio."""
    if indicator.unit == "%":
        return "pct1"
    whole = isinstance(indicator.formula, Headcount | ToTarget) and float(value).is_integer()  # type: ignore[arg-type]
    return "count" if whole else "ratio2"
