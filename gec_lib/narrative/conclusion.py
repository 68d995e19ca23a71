"""The first screen: who reports on what, the verdicts in one sentence and one matrix, and what to read beside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gec_lib.blocks import Fact, Group, Masthead, Sentence, Span, Text, VerdictCell, VerdictMatrix, VerdictRow
from gec_lib.claims import MISSING, NOT_APPLICABLE, UNDEFINED
from gec_lib.codelists import ALL, EQUALITY
from gec_lib.narrative.case import OPEN, Case
from gec_lib.narrative.detail_sentences import attainment_sentence
from gec_lib.narrative.draft import Draft
from gec_lib.narrative.followup import opening as followup
from gec_lib.narrative.lead import details, lead
from gec_lib.narrative.official import official
from gec_lib.plan import Evidence
from gec_lib.results import Finding

NOT_A_VERDICT = "not_applicable"
SUPPRESSED = "suppressed"
ONE_YEAR = ("annual", "quality", "school")


def masthead(draft: Draft) -> Masthead:
    """Agency, title, plan and territory; data up to which day, how many schools, which profile and snapshot."""
    plan, words, lang = draft.plan, draft.words, draft.lang
    first, last = draft.found.years[0], draft.year
    span = str(last) if draft.kind in ONE_YEAR else f"{first}–{last}"
    returns = draft.coverage(stream=EQUALITY, level=draft.level)
    received = draft.text(
        "n_of_m", n=words.number(returns["received"], "count"), m=words.number(returns["due"], "count")
    )
    facts = [
        Fact(draft.text("data_until"), words.inline(draft.snapshot.as_of, "date")),
        Fact(draft.text("schools_returned"), received),
        Fact(draft.text("profile"), words.text("{x}", x=words.label("profile", draft.profile))),
        Fact(draft.text("snapshot"), (Span(draft.snapshot.id, structure="snapshot"),)),
    ]
    number = (Span(plan.number, cite=plan.number),)
    return Masthead(
        agency=words.text("{a} · {b}", a=draft.office.superior.text(lang), b=draft.office.name.text(lang)),
        title=draft.text("title", edition=words.label("edition", draft.kind), span=span),
        subtitle=draft.text(
            "subtitle",
            number=number,
            date=words.inline(plan.date.isoformat(), "date"),
            scope=draft.level_name(draft.level),
            territory=words.text("{x}", x=plan.territory.text(lang)),
        ),
        facts=tuple(facts),
        profile=draft.profile,
        synthetic=words.label("report", "synthetic") if draft.snapshot.synthetic else "",
        official=official(draft),
    )


def conclusion(draft: Draft) -> Group:
    """Lead sentence, verdict matrix, and what the matrix does not say."""
    shown = (ALL, *draft.found.codes.school_levels()) if draft.level == ALL else (draft.level, ALL)
    findings = draft.found.findings(year=draft.year, levels=shown)
    own = [Case(draft, f) for f in findings if f.level == draft.level and f.applies]
    blocks: list[Any] = [draft.heading(2, "ket-luan", "conclusion")]
    blocks += draft.paragraph(lead(draft, own), style="lead")
    blocks.append(matrix(draft, findings, shown))
    blocks += draft.paragraph(details(draft, own))
    blocks += followup(draft)
    blocks.append(draft.heading(3, "doc-cung-bang", "read_beside"))
    blocks += draft.paragraph(beside(draft, own), style="list")
    return Group(tuple(blocks))


def matrix(draft: Draft, findings: Sequence[Finding], levels: Sequence[str]) -> VerdictMatrix:
    """Targets × levels; no cell is empty."""
    words = draft.words
    rows = []
    for _, item in draft.plan.target_indicators():
        cells = [cell(Case(draft, f)) for level in levels for f in findings if f.item is item and f.level == level]
        first = next(f for f in findings if f.item is item)
        target = words.inline(Case(draft, first).goal, "goal")
        rows.append(
            VerdictRow(
                title=draft.text("numbered", no=item.id, title=words.text("{x}", x=item.title.text(draft.lang))),
                detail=draft.text("detail", what=item.detail.text(draft.lang), target=target),
                cells=tuple(cells),
                href=f"#chi-so-{item.id}" if _many(draft, item.id) else f"#chi-tieu-{item.id}",
            )
        )
    return VerdictMatrix(
        caption=draft.text("matrix_caption", year=str(draft.year)),
        subtitle=draft.text("matrix_subtitle"),
        head=draft.text("matrix_head"),
        columns=tuple(words.text("{x}", x=draft.level_name(level)) for level in levels),
        rows=tuple(rows),
        keys=(("firm", words.label("report", "key_firm")), ("open", words.label("report", "key_open"))),
    )


def _many(draft: Draft, id: str) -> bool:
    return any(
        len(target.indicators) > 1 and any(i.id == id for i in target.indicators) for target in draft.plan.targets
    )


def cell(case: Case) -> VerdictCell:
    """Value, verdict, firmness and people to the target; or the state that stands for them."""
    draft, finding, words = case.draft, case.finding, case.draft.words
    if not finding.applies:
        word = words.label("verdict", NOT_A_VERDICT)
        return VerdictCell(NOT_A_VERDICT, word, note=draft.text("z_by_residence", mark=NOT_APPLICABLE))
    if case.hidden:
        return VerdictCell(SUPPRESSED, words.label("verdict", SUPPRESSED), note=draft.text("c_hidden"))
    verdict = finding.judgement.verdict
    word = words.label("verdict", verdict.value)
    if not case.has_value:
        if finding.count is not None:
            return VerdictCell("undefined", words.label("mark", UNDEFINED), note=draft.text("nothing_to_divide"))
        return VerdictCell(verdict.value, word, value=(Span(MISSING),), note=draft.text("nothing_reported"))
    state, firm_word = case.firm
    shown = case.value()
    return VerdictCell(
        verdict.value,
        word,
        value=(words.number(shown, "pct1"),),
        firm=state,
        # the solid bar says firm; only an open conclusion needs the word
        firm_word=firm_word if state == OPEN else "",
        note=note(case),
    )


def note(case: Case) -> Text:
    """What stands under a verdict: how many are missing, or the counts."""
    draft, words = case.draft, case.draft.words
    if case.settled or not case.finding.needed:
        return draft.text(
            "n_of_m_unit", n=words.number(case.num, "count"), m=words.number(case.den, "count"), unit=case.noun
        )
    n = words.number(case.needed, "count")
    if case.finding.of_schools and case.finding.needed == len(case.finding.missing):
        return draft.text("unproven", n=n, unit=case.noun)
    if case.finding.item.people == "women":
        return draft.text("short_women", n=n)
    return draft.text("short", n=n, unit=words.noun(case.noun, one=case.finding.needed == 1))


def beside(draft: Draft, cases: Sequence[Case]) -> list[Sentence]:
    """What the targets hide, what they rest on: attainment by sex, the reading of target 1, the base year."""
    said: list[Sentence] = []
    for case in cases:
        if case.code == "T3-01a" and case.has_value and not case.hidden:
            said += attainment_sentence(draft, met=case.settled, level=draft.level)
        if any(rule.implied for rule in case.finding.item.rules):
            said += draft.say("A12", id=case.finding.item.id, target=case.goal)
    if draft.plan.baseline.evidence is Evidence.ASSUMED:
        said += draft.say("K12", plan_short=draft.plan.short, base_year=draft.plan.baseline.year)
    if draft.snapshot.synthetic:
        said += draft.say("K9")
    return said
