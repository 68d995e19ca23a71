"""Annexes: the tables behind the text, coverage, method, and where every number comes from."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from gec_lib.blocks import Cell, Column, Group, Row, Sentence, SourceList, Table
from gec_lib.claims import Claimed
from gec_lib.codelists import ALL, EQUALITY, FEMALE, INTERNAL, MALE, PUBLIC, STREAMS, TOTAL, WARD
from gec_lib.coverage import without_office
from gec_lib.indicators import Indicator
from gec_lib.narrative import charts
from gec_lib.narrative.draft import Draft, names_of
from gec_lib.narrative.situation import STAFF, levels_shown, source_note, women_table
from gec_lib.narrative.tables import columns, row, share_cells, table, year_heads
from gec_lib.narrative.tasks import code_of
from gec_lib.narrative.work import PLAN
from gec_lib.verdicts.judgement import NEEDS_ACCELERATION_FROM, ON_TRACK_FROM

AGES = ("T2-04a15", "T2-04a16", "T2-04a17", "T2-04a18", "T2-01a")
MASTERS, DOCTORS = "T3-01a", "T3-02a"
DEGREES = {"staff": STAFF, "masters": MASTERS, "doctors": DOCTORS}
MOST_NAMES = 3
CLAUSE = re.compile(rf"{PLAN}.*|[IVX]+(\.\d+)*")


def annexes(draft: Draft) -> Group:
    """Tables of results."""
    blocks: list[Any] = [draft.heading(2, "phu-luc-so-lieu", "annex_tables")]
    blocks.append(targets_table(draft))
    if draft.level == ALL and draft.found.asks(AGES[-1]):
        blocks.append(ages_table(draft))
    if draft.found.asks(MASTERS):
        blocks.append(women_table(draft, "table_degrees", DEGREES, notes=(source_note(draft, "source_degrees"),)))
    return Group(tuple(blocks), role="annex")


def targets_table(draft: Draft) -> Table:
    """Every indicator of the targets by level and year."""
    rows: list[Row] = []
    for _, item in draft.plan.target_indicators():
        levels = [level for level in levels_shown(draft) if level in item.levels]
        if not levels:
            continue
        title = draft.text("numbered", no=item.id, title=draft.words.text("{x}", x=item.title.text(draft.lang)))
        rows.append(Row((Cell(title),), role="group"))
        for level in levels:
            cells = [(draft.value(item.indicator, year=year, level=level), "pct1") for year in draft.found.years]
            name = draft.words.text("{x}", x=draft.level_name(level))
            rows.append(row(draft, name, cells, role="total" if level == ALL else "row"))
    heads = year_heads(draft, draft.found.years)
    years = draft.found.years
    return table(
        draft,
        key="table_targets",
        subtitle="unit_percent",
        head_columns=columns(draft.text("row_head"), [((), heads)]),
        rows=rows,
        years=f"{years[0]}–{years[-1]}",
    )


def ages_table(draft: Draft) -> Table:
    """Ages 15 to 18: within the programme and graduated, by sex."""
    triple = (draft.text("required"), draft.text("graduated"), draft.text("percent"))
    groups = [
        (draft.text("total"), triple),
        (draft.text("women_head"), triple),
        (draft.text("men_head"), triple),
    ]
    rows = []
    for code in AGES:
        cells: list[tuple[Claimed, str]] = []
        for sex in (TOTAL, FEMALE, MALE):
            cells += share_cells(draft, code, year=draft.year, level=ALL, sex=sex)
        key = "ages_all" if code == AGES[-1] else "age"
        title = draft.text(key) if code == AGES[-1] else draft.text(key, n=code[-2:])
        rows.append(row(draft, title, cells, role="total" if code == AGES[-1] else "row"))
    return table(
        draft,
        key="table_ages",
        subtitle="unit_people",
        head_columns=columns(draft.text("age_head"), groups),
        rows=[rows[-1], *rows[:-1]],
        notes=(draft.text("source_survey"),),
        year=str(draft.year),
    )


def quality(draft: Draft) -> Group:
    """Coverage of the returns: said before anyone has to ask."""
    blocks: list[Any] = [draft.heading(2, "chat-luong-so-lieu", "annex_quality_heading")]
    blocks += draft.paragraph(coverage_sentences(draft))
    blocks.append(charts.coverage(draft, levels=levels_shown(draft)))
    by_day = charts.returns(draft)
    blocks += [by_day] if by_day is not None else []
    blocks.append(coverage_table(draft))
    return Group(tuple(blocks), role="annex")


def coverage_sentences(draft: Draft) -> list[Sentence]:
    """Who reported, who was late, who did not."""
    returns = draft.coverage(stream=EQUALITY, level=draft.level)
    said = coverage_lead(draft)
    if not returns["missing"].value:
        return said
    cov = without_office(draft.snapshot.coverage)
    cov = cov[cov["year"].eq(draft.year) & cov["stream"].eq(EQUALITY) & ~cov["received"]]
    if draft.level != ALL:
        cov = cov[cov["level"].eq(draft.level)]
    absent = sorted(cov["unit"].unique())
    if draft.profile == INTERNAL and len(absent) <= MOST_NAMES and returns["received"].value:
        names = names_of(draft, absent)
        said += draft.say("C3", as_of=draft.snapshot.as_of, n_missing=returns["missing"], names=names)
    due = draft.plan.calendar.deadline(EQUALITY).last_day(draft.year).isoformat()
    return said + draft.say("K20", due=due)


def coverage_lead(draft: Draft) -> list[Sentence]:
    """How many schools the figures come from."""
    returns = draft.coverage(stream=EQUALITY, level=draft.level)
    due = draft.plan.calendar.deadline(EQUALITY).last_day(draft.year).isoformat()
    if not returns["received"].value:
        return draft.say("C5.none", as_of=draft.snapshot.as_of, n_expected=returns["due"])
    if not returns["missing"].value:
        if not returns["late"].value:
            return draft.say("C1", n_expected=returns["due"], due=due)
        return draft.say("C2.plain", n_expected=returns["due"], n_late=returns["late"])
    share = draft.computed(
        f"coverage.{EQUALITY}.{draft.year}.{draft.level}.share",
        _fraction(returns["received"], returns["due"]),
        unit="%",
        label=draft.words.label("report", "coverage_received"),
        inputs=[returns["received"], returns["due"]],
    )
    return draft.say(
        "O8", n_received=returns["received"], n_expected=returns["due"], value=share, n_missing=returns["missing"]
    )


def _fraction(a: Claimed, b: Claimed) -> Fraction:
    return Fraction(int(a.value or 0), int(b.value or 1))


def coverage_table(draft: Draft) -> Table:
    """Returns by stream: due, received, on time, late, missing."""
    keys = ("due", "received", "on_time", "late", "missing")
    cov = without_office(draft.snapshot.coverage)
    present = set(cov[cov["year"].eq(draft.year)]["stream"])
    rows = []
    for stream in STREAMS:
        if stream not in present or (draft.level != ALL and not _at_level(draft, stream)):
            continue
        found = draft.coverage(stream=stream, level=draft.level)
        title = draft.words.text("{x}", x=draft.codes_label("stream", stream))
        rows.append(row(draft, title, [(found[key], "count") for key in keys]))
    heads = [draft.text(f"coverage_{key}") for key in keys]
    return table(
        draft,
        key="table_coverage",
        subtitle="unit_returns",
        head_columns=columns(draft.text("return_head"), [((), heads)]),
        rows=rows,
        year=str(draft.year),
    )


def _at_level(draft: Draft, stream: str) -> bool:
    cov = without_office(draft.snapshot.coverage)
    return bool((cov["year"].eq(draft.year) & cov["stream"].eq(stream) & cov["level"].eq(draft.level)).any())


def method(draft: Draft) -> Group:
    """How the figures are made and what they do not say."""
    said: list[Sentence] = []
    for key in ("K1", "K2", "K3", "K7"):
        said += draft.say(key)
    said += draft.say("K19", on_track=ON_TRACK_FROM, accelerate=NEEDS_ACCELERATION_FROM)
    names = [draft.codes_label("level", level) for level in draft.found.codes.school_levels()]
    said += draft.say("K14", levels=names, office=draft.office.name.text(draft.lang))
    said += draft.say("K13")
    said += breaks_sentences(draft)
    if draft.found.asks(MASTERS):
        said += draft.say("M13")
    said += draft.say("K17")
    if draft.profile == PUBLIC:
        said += draft.say("K18")
    blocks: list[Any] = [draft.heading(2, "phuong-phap", "annex_method_heading")]
    blocks += draft.paragraph(said, style="list")
    blocks.append(definitions_table(draft))
    return Group(tuple(blocks), role="annex")


def breaks_sentences(draft: Draft) -> list[Sentence]:
    """Years collected in retrospect, and wards kept within old boundaries."""
    said: list[Sentence] = []
    years = [year for year in draft.snapshot.retrospective if year in draft.found.years]
    if years:
        said += draft.say("K15", years=[str(year) for year in years])
    moved = [b for b in draft.plan.breaks if b.unit == WARD and b.from_year <= draft.year]
    expected = draft.found.data.expected
    wards = expected[expected["year"].eq(draft.year) & expected["unit_type"].eq(WARD)]["unit"].nunique()
    if moved and wards and draft.level == ALL:
        label = draft.words.label("report", "wards")
        n = draft.parameter(f"register.{draft.year}.wards", int(wards), unit=label, label=label)
        said += draft.say("K16", n_wards=n, break_reason=moved[0].reason.text(draft.lang))
    return said


def definitions_table(draft: Draft) -> Table:
    """Numerator and denominator of every indicator of the edition in words; what is assumed carries its mark."""
    used = {id.split(".")[0] for id in draft.book.claims}
    targets = draft.plan.target_indicators()
    named = {item.indicator: f"{item.id}. {item.title.text(draft.lang)}" for _, item in targets}
    tasks = [code_of(task) for task in draft.plan.tasks]
    if tasks and used & set(tasks):  # one way of counting for all of them
        named[tasks[0]] = draft.words.label("report", "tasks_row")
    others = [i for i in draft.found.indicators if i.code in used and i.code not in (*named, *tasks)]
    rows = [_definition(draft, draft.found.indicator(code), title) for code, title in named.items()]
    rows += [_definition(draft, indicator, indicator.name(draft.lang)) for indicator in others]
    heads = ("indicator_head", "numerator_head", "denominator_head", "reference_head")
    return table(
        draft,
        key="table_definitions",
        subtitle="definitions_subtitle",
        head_columns=tuple(Column(draft.text(key), align="left") for key in heads),
        rows=rows,
    )


def _definition(draft: Draft, indicator: Indicator, title: str) -> Row:
    numerator, denominator = indicator.sides(draft.lang)
    mark = f" ({draft.words.label('note', 'assumed')})" if indicator.assumed else ""
    texts = (f"{title[:1].upper()}{title[1:]}{mark}", numerator, denominator, _reference(draft, indicator))
    return Row(tuple(Cell(draft.words.text("{x}", x=text)) for text in texts))


def _reference(draft: Draft, indicator: Indicator) -> str:
    """Law, paper or form; clauses of a plan only when it is the plan of the report."""
    own = f"{PLAN}{draft.plan.short}"
    if own in indicator.reference:
        return indicator.reference
    kept = [part for part in indicator.reference.split("; ") if not CLAUSE.fullmatch(part)]
    return "; ".join(kept) or own


def sources(draft: Draft) -> Group:
    """The annex that every number link leads to; its lines follow from the numbers printed."""
    heading = draft.heading(2, "nguon-tung-con-so", "annex_sources")
    return Group((heading, SourceList(())), role="annex")
