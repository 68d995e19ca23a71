"""The quality edition: who reported, which conclusions hang on the missing, which faults the returns hold."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from gec_lib.blocks import Cell, Column, Group, Row, Sentence, Table, Text
from gec_lib.claims import Claimed
from gec_lib.codelists import ALL, INTERNAL
from gec_lib.narrative import charts
from gec_lib.narrative.annexes import MOST_NAMES, coverage_sentences, coverage_table
from gec_lib.narrative.case import Case
from gec_lib.narrative.draft import Draft, names_of
from gec_lib.narrative.situation import levels_shown
from gec_lib.narrative.tables import columns, row, share_cells, table

# Cells filled in, person cells split by sex.
FILLING = ("N17-2b", "S02-3a")
# messages read "…: found X; WHAT IS WRONG (expected). What to do."
WHAT = re.compile(r"; ([^;(]+?) \(")


def coverage(draft: Draft) -> Group:
    """Returns due, received, on time, late, missing."""
    blocks: list[Any] = [draft.heading(2, "nop-bao-cao", "quality_coverage")]
    blocks += draft.paragraph(coverage_sentences(draft), style="lead")
    blocks.append(charts.coverage(draft, levels=levels_shown(draft)))
    by_day = charts.returns(draft)
    blocks += [by_day] if by_day is not None else []
    blocks.append(coverage_table(draft))
    blocks.append(_filling_table(draft))
    return Group(tuple(blocks))


def _filling_table(draft: Draft) -> Table:
    """How many cells of the returns received were filled in, and how many person cells were split by sex."""
    rows = []
    for level in levels_shown(draft):
        title = draft.words.text("{x}", x=draft.level_name(level))
        cells = [cell for code in FILLING for cell in share_cells(draft, code, year=draft.year, level=level)]
        rows.append(row(draft, title, cells, role="total" if level == ALL else "row"))
    groups = []
    for kind in ("required", "sexed"):
        heads = [draft.text(f"cells_{kind}_{what}") for what in ("whole", "part", "share")]
        groups.append((draft.text(f"cells_{kind}"), heads))
    return table(
        draft,
        key="table_filling",
        subtitle="unit_filling",
        head_columns=columns(draft.text("level"), groups),
        rows=rows,
        year=str(draft.year),
    )


def open_conclusions(draft: Draft) -> Group:
    """Targets whose verdict the missing returns could change."""
    levels = levels_shown(draft)
    found = [Case(draft, f) for f in draft.found.findings(year=draft.year, levels=levels) if f.applies]
    unsure = [case for case in found if case.has_value and not case.hidden and not case.finding.firmness.firm]
    blocks: list[Any] = [draft.heading(2, "ket-luan-chua-chac", "quality_open")]
    if not unsure:
        judged = sum(case.has_value and not case.hidden for case in found)
        label = draft.words.label("report", "tally_judged")
        n = draft.parameter(f"quality.{draft.year}.{draft.level}.judged", judged, unit="", label=label)
        return Group((*blocks, *draft.paragraph(draft.say("O9.firm", n_judged=n))))
    blocks.append(_open_table(draft, unsure))
    return Group(tuple(blocks))


def _open_table(draft: Draft, cases: list[Case]) -> Table:
    rows = []
    for case in cases:
        low, high = case.bounds
        title = draft.words.text("{x}", x=f"{case.finding.item.id}. {case.finding.item.title.text(draft.lang)}")
        verdict = case.label("verdict", case.finding.judgement.verdict.value)
        other = case.finding.firmness.verdict_high.value
        rows.append(
            Row(
                (
                    Cell(title),
                    Cell(draft.words.text("{x}", x=draft.level_name(case.finding.level))),
                    Cell(draft.words.text("{x}", x=f"{verdict} → {case.label('verdict', other)}")),
                    draft.words.cell(low, "pct1"),
                    draft.words.cell(high, "pct1"),
                    Cell(_deciding(draft, case)),
                )
            )
        )
    heads = [("indicator_head", "left"), ("level", "left"), ("verdict_head", "left"), ("bound_low_head", "right")]
    heads += [("bound_high_head", "right"), ("deciding_head", "left")]
    return table(
        draft,
        key="table_open",
        subtitle="unit_percent",
        head_columns=tuple(Column(draft.text(key), align=align) for key, align in heads),
        rows=rows,
        year=str(draft.year),
    )


def _deciding(draft: Draft, case: Case) -> Text:
    units = case.finding.firmness.deciding
    if draft.profile == INTERNAL and len(units) <= MOST_NAMES:
        return draft.words.inline(names_of(draft, units), "names")
    return (draft.words.number(case.counted("deciding", len(units), label="deciding"), "count"),)


def faults(draft: Draft) -> Group:
    """Faults and doubts by kind: how many, in how many schools."""
    found = draft.snapshot.faults
    found = found[found["year"].eq(draft.year)]
    if draft.level != ALL:
        found = found[found["level"].eq(draft.level)]
    blocks: list[Any] = [draft.heading(2, "loi-so-lieu", "quality_faults")]
    if not len(found):
        return Group((*blocks, *draft.paragraph(draft.say("Q3"))))
    blocks += draft.paragraph(_faults_sentence(draft, found))
    blocks.append(_faults_table(draft, found))
    return Group(tuple(blocks))


def _faults_sentence(draft: Draft, found: pd.DataFrame) -> list[Sentence]:
    return draft.say(
        "Q2.found",
        n_faults=_count(draft, "all", "n", len(found)),
        k=_count(draft, "all", "units", int(found["unit"].nunique())),
    )


def _count(draft: Draft, rule: str, what: str, number: int) -> Claimed:
    label = draft.words.label("report", f"faults_{what}")
    return draft.parameter(f"faults.{draft.year}.{draft.level}.{rule}.{what}", number, unit="", label=label)


def _faults_table(draft: Draft, found: pd.DataFrame) -> Table:
    grouped = found.groupby(["severity", "rule"], sort=True)
    rows = []
    for (severity, rule), part in grouped:
        words = draft.words.label("report", f"severity_{severity.lower()}")
        title = draft.words.text("{x}", x=f"{words}: {_kind(part[f'message_{draft.lang}'].iloc[0])}")
        n, units = _count(draft, rule, "n", len(part)), _count(draft, rule, "units", int(part["unit"].nunique()))
        rows.append(row(draft, title, [(n, "count"), (units, "count")]))
    heads = (
        Column(draft.text("fault_head"), align="left"),
        Column(draft.text("faults_n_head")),
        Column(draft.text("faults_units_head")),
    )
    return table(draft, key="table_faults", subtitle="unit_faults", head_columns=heads, rows=rows, year=str(draft.year))


def _kind(message: str) -> str:
    """What a check found, out of its message: the part between what stands there and what was expected."""
    found = WHAT.search(message)
    return found[1] if found else message


def breaks(draft: Draft) -> Group:
    """Declared breaks in series, with what they forbid."""
    rows = []
    for item in draft.plan.breaks:
        effect = draft.words.label("report", "break_forbids" if item.forbids_pace else "break_noted")
        mark = "" if item.evidence == "verified" else f" ({draft.words.label('note', 'assumed')})"
        texts = (str(item.from_year), f"{item.reason.text(draft.lang)}{mark}", effect)
        rows.append(Row(tuple(Cell(draft.words.text("{x}", x=text)) for text in texts)))
    heads = tuple(Column(draft.text(key), align="left") for key in ("break_year", "break_reason", "break_effect"))
    heading = draft.heading(2, "thay-doi-chuoi", "quality_breaks")
    made = table(draft, key="table_breaks", subtitle="breaks_subtitle", head_columns=heads, rows=rows)
    return Group((heading, made))
