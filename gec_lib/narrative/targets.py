"""Section III: every target in its own words, its verdict, its numbers, how firm it is, and who is missing."""

from __future__ import annotations

from typing import Any

from gec_lib.blocks import Figure, Group, Quote, Row, Span, Table
from gec_lib.codelists import ALL
from gec_lib.narrative import charts
from gec_lib.narrative.boxes import banner, firmness_box, people_box
from gec_lib.narrative.case import Case
from gec_lib.narrative.changes import people, year_before
from gec_lib.narrative.detail_sentences import detail
from gec_lib.narrative.distribution import distribution
from gec_lib.narrative.draft import Draft
from gec_lib.narrative.mix import of_attainment, of_change
from gec_lib.narrative.situation import levels_shown
from gec_lib.narrative.tables import columns, row, table, year_heads
from gec_lib.narrative.verdict_sentences import firmness_sentences, hand_over, opening, person_sentences
from gec_lib.plan import Target
from gec_lib.results import Finding
from gec_lib.wording import inside

MASTERS = "T3-01a"


def section(draft: Draft, target: Target, findings: tuple[Finding, ...]) -> Group:
    """One target: heading, the plan's words, then each of its indicators."""
    title = draft.words.text("{x}", x=target.title.text(draft.lang))
    blocks: list[Any] = [draft.heading(2, f"chi-tieu-{target.id}", "target", no=target.id, title=title)]
    blocks += [_quote(draft, quote.vi, quote.clause) for quote in target.quotes[:1]]
    for finding in findings:
        if len(findings) > 1:
            item = draft.words.text("{x}", x=finding.item.title.text(draft.lang))
            slug = f"chi-so-{finding.item.id}"
            blocks.append(draft.heading(3, slug, "sub_target", no=finding.item.id, title=item))
        blocks += indicator_blocks(Case(draft, finding))
    return Group((*blocks, *draft.comment(f"III.{target.id}")))


def _quote(draft: Draft, words: str, clause: str) -> Quote:
    """The plan's own words are a citation, digits included."""
    plan = (Span(draft.plan.short, cite=draft.plan.number),)
    return Quote((Span(f"“{words}”", cite=draft.plan.number),), draft.text("clause_of_plan", plan=plan, clause=clause))


def indicator_blocks(case: Case) -> list[Any]:
    """Banner, sentences, boxes and table of one indicator."""
    draft, finding = case.draft, case.finding
    if not finding.applies:
        level = draft.codes_label("level", finding.level)
        return list(draft.paragraph(draft.say("T16", indicator=case.name, level=level)))
    if case.hidden:
        if finding.level == ALL:
            where = draft.level_name(ALL)
        else:
            level = inside(draft.codes_label("level", finding.level))
            where = draft.words.label("report", "at_level").format(level=level)
        return list(draft.paragraph(draft.say("T15", indicator=case.name, unit=where)))
    blocks: list[Any] = [banner(case)]
    said = opening(case)
    blocks += draft.paragraph(said)
    blocks += draft.paragraph(detail(case, said=said), [] if case.code != MASTERS else of_attainment(draft))
    blocks += draft.paragraph(year_before(case), people(case), of_change(case))
    blocks += draft.paragraph(distribution(case) if case.has_value else [])
    blocks += draft.paragraph(firmness_sentences(case), person_sentences(case))
    boxes = tuple(box for box in (people_box(case), firmness_box(case)) if box is not None)
    if boxes:
        blocks.append(Group(boxes, role="pair"))
    blocks += draft.paragraph(hand_over(case))
    blocks += figures(case)
    blocks.append(series_table(case))
    return blocks


def figures(case: Case) -> list[Figure]:
    """The way to the target, the levels beside it, and what a share of women alone would hide."""
    draft = case.draft
    found = [charts.trajectory(case)]
    if draft.level == ALL:
        found.append(charts.by_level(case, levels=levels_shown(draft)))
    if case.code == MASTERS:
        found.append(charts.attainment(draft, levels=levels_shown(draft)))
    return [figure for figure in found if figure is not None]


def series_table(case: Case) -> Table:
    """Counts and share by year."""
    draft, finding = case.draft, case.finding
    years = [year for year in draft.found.years if year <= finding.year]
    at = {"level": finding.level}
    numerator, denominator = finding.indicator.sides(draft.lang)
    rows: list[Row] = []
    for side, words in (("den", denominator), ("num", numerator)):
        cells = [(draft.count(case.code, year=year, side=side, **at), "count") for year in years]
        rows.append(row(draft, draft.words.text("{x}", x=words[:1].upper() + words[1:]), cells))
    cells = [(draft.value(case.code, year=year, **at), "pct1") for year in years]
    rows.append(row(draft, draft.text("series_value"), cells, role="total"))
    heads = year_heads(draft, years)
    return table(
        draft,
        key="table_series",
        subtitle="unit_series_schools" if finding.of_schools else "unit_people",
        head_columns=columns(draft.text("row_head"), [((), heads)]),
        rows=rows,
        what=finding.item.title.text(draft.lang),
        scope=draft.level_name(finding.level),
        years=f"{years[0]}–{years[-1]}",
    )


def targets(draft: Draft) -> Group:
    """Section III: one part for each target of the plan, at the edition's level."""
    found = draft.found.findings(year=draft.year, levels=[draft.level])
    parts = [
        section(draft, target, tuple(finding for finding in found if finding.target is target))
        for target in draft.plan.targets
    ]
    return Group(tuple(parts))
