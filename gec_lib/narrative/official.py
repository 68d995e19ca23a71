"""What stands around the report on its official copy: offices, number and date with blanks, bases, who signs."""

from __future__ import annotations

from datetime import date

from gec_lib.blocks import Official, Span, Text
from gec_lib.codelists import ALL
from gec_lib.narrative.draft import Draft
from gec_lib.plan import Evidence

MIDTERM, FINAL, ANNUAL = "midterm", "final", "annual"
REVIEW = "sơ kết"  # how plans, which are Vietnamese, name the mid-term review


def official(draft: Draft) -> Official:
    """The head and the foot of the official copy, from the office of the day and from the plan."""
    office, lang, words = draft.office, draft.lang, draft.words
    day = date.fromisoformat(str(draft.snapshot.as_of))
    issuer = _text(draft, office.name.text(lang))
    symbol = office.symbol or words.label("docx", "symbol_unknown")
    month, year = words.label("month", str(day.month)), str(day.year)
    return Official(
        superior=_text(draft, office.superior.text(lang)),
        issuer=issuer,
        number=_label(draft, "number", symbol=symbol),
        place_date=_label(
            draft,
            "place_date",
            place=office.place.text(lang),
            month=month,
            year=year,
        ),
        subject=subject(draft),
        addressee=_label(draft, "addressee", addressee=office.addressee.text(lang)),
        basis=basis(draft),
        opening=opening(draft),
        recipients=tuple(_text(draft, item.text(lang)) for item in office.recipients),
        signatory=tuple(_text(draft, line) for line in office.signatory),
        day=day.isoformat(),
        attached=_label(draft, "attached_dated", symbol=symbol, month=month, year=year, issuer=issuer),
    )


def subject(draft: Draft) -> Text:
    """What the report is about (trích yếu), in the plan's own words."""
    named = draft.plan.subject.text(draft.lang)
    if draft.kind == ANNUAL:
        text = _label(draft, "subject_annual", subject=named, year=str(draft.year))
    elif draft.kind in (MIDTERM, FINAL):
        text = _label(draft, f"subject_{draft.kind}", subject=named)
    else:
        return ()
    if draft.level == ALL:
        return text
    return draft.words.text(
        draft.words.label("docx", "subject_scope"), subject=text, level=draft.level_name(draft.level)
    )


def basis(draft: Draft) -> tuple[Text, ...]:
    """The documents that the report rests on; one that nobody read carries its mark."""
    lines = []
    for item in draft.plan.bases:
        citation = (Span(item.citation.text(draft.lang), cite="basis"),)
        if item.evidence is Evidence.ASSUMED:
            mark = draft.words.label("note", "assumed")
            lines.append(draft.words.text(draft.words.label("docx", "basis_assumed"), citation=citation, mark=mark))
        else:
            lines.append(citation)
    if draft.kind in (MIDTERM, FINAL):  # the opening of an annual report cites the plan in full itself
        plan = draft.plan
        lines.append(
            draft.words.text(
                draft.words.label("docx", "basis_plan"),
                number=Span(plan.number, cite=plan.number),
                date=draft.words.inline(plan.date.isoformat(), "date_long"),
                issuer=_text(draft, plan.issuer.text(draft.lang)),
                subject=_text(draft, plan.subject.text(draft.lang)),
                short=Span(plan.short, cite=plan.short),
            )
        )
    return tuple(lines)


def opening(draft: Draft) -> Text:
    """The sentence that opens the report; empty for pages that are no report on the plan."""
    plan, issuer = draft.plan, draft.office.name.text(draft.lang)
    if draft.kind == FINAL:
        period = (plan.period.start, draft.year)
        return draft.words.sentence("O3", period=period, issuer=issuer, plan_short=plan.short).text
    clause = _clause(draft)
    if draft.kind == MIDTERM and clause:
        base = plan.baseline.year
        return draft.words.sentence(
            "O2", clause=clause, plan_short=plan.short, issuer=issuer, base_year=base, year=draft.year
        ).text
    if draft.kind not in (ANNUAL, MIDTERM):
        return ()
    return draft.words.sentence(
        "O1",
        plan_no=plan.number,
        plan_date=plan.date.isoformat(),
        plan_issuer=plan.issuer.text(draft.lang),
        plan_subject=plan.subject.text(draft.lang),
        plan_short=plan.short,
        issuer=issuer,
        year=draft.year,
    ).text


def _clause(draft: Draft) -> str:
    """The task of the plan that asks for a mid-term review, in words."""
    for task in draft.plan.tasks:
        if REVIEW in task.text.casefold():
            return draft.words.label("docx", "clause").format(no=task.number, section=task.clause.split(".")[0])
    return ""


def _text(draft: Draft, words: str) -> Text:
    return draft.words.text("{x}", x=words)


def _label(draft: Draft, key: str, **values: Text | str) -> Text:
    return draft.words.text(draft.words.label("docx", key), **values)
