"""Sections I and II: schools, pupils, staff; who leads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gec_lib.blocks import Group, Sentence, Table, Text
from gec_lib.claims import MISSING, Claimed
from gec_lib.codelists import ALL, SCHOOL, START_OF_YEAR
from gec_lib.narrative.draft import Draft
from gec_lib.narrative.office import office_sentences
from gec_lib.narrative.tables import columns, row, share_cells, table

PUPILS, STAFF, TEACHERS = "S02-1a", "S02-2c", "S02-2a"
MANAGERS, PRINCIPALS, DEPUTIES = "N01-3a", "N01-3b", "N01-3c"
PLANS, LED = "N01-1a", "N01-2b"
PEOPLE = {"pupils": PUPILS, "staff": STAFF, "teachers": TEACHERS}
LEADERS = {"managers": MANAGERS, "principals": PRINCIPALS, "deputies": DEPUTIES}


def levels_shown(draft: Draft) -> tuple[str, ...]:
    """The rows of a table: the whole area and every level, or the edition's own level."""
    return (ALL, *draft.found.codes.school_levels()) if draft.level == ALL else (draft.level,)


def schools(draft: Draft, level: str) -> Claimed:
    """Schools of the register on the reference day; a school of several levels counts once in the whole area."""
    expected = draft.found.data.expected
    here = expected[expected["year"].eq(draft.year) & expected["unit_type"].eq(SCHOOL)]
    if level != ALL:
        here = here[here["level"].eq(level)]
    label = f"{draft.words.label('report', 'schools_in_register')}, {draft.year}, {draft.level_name(level)}"
    return draft.parameter(
        f"register.{draft.year}.{level}.schools",
        int(here["unit"].nunique()),
        unit=draft.words.label("report", "schools"),
        label=label,
    )


def situation(draft: Draft) -> Group:
    """Section I: how many schools, pupils and staff, by sex; never a share of pupils against one half."""
    reference = draft.plan.calendar.reference.on(draft.year).isoformat()
    blocks: list[Any] = [draft.heading(2, "dac-diem-tinh-hinh", "situation")]
    blocks += draft.paragraph(_schools_sentence(draft, reference), _pupils_sentence(draft), _change_sentence(draft))
    pupils, staff = _pupils_sentence(draft), _staff_sentence(draft)
    blocks += draft.paragraph(staff)
    blocks += draft.paragraph([] if pupils or staff else draft.say("S10", year=draft.year))
    blocks += draft.paragraph(draft.say("S3") if pupils else [], style="note")
    blocks.append(women_table(draft, "table_situation", PEOPLE))
    return Group((*blocks, *draft.comment("I")))


def _schools_sentence(draft: Draft, reference: str) -> list[Sentence]:
    if draft.level == ALL:
        levels = draft.found.codes.school_levels()
        parts = [(schools(draft, level), draft.codes_label("level", level)) for level in levels]
        parts = [part for part in parts if part[0].value]
        total = schools(draft, ALL)
        said = draft.say("S1", date_ref=reference, total=total, parts=parts) if parts else []
        # the parts are more than the whole where a school has several levels: said beside them
        several = sum(part[0].value or 0 for part in parts) != total.value
        return said + draft.say("K13") if said and several else said
    name = draft.codes_label("level", draft.level)
    return draft.say("S1.level", date_ref=reference, n=schools(draft, draft.level), level=name)


def _pupils_sentence(draft: Draft) -> list[Sentence]:
    total = draft.count(PUPILS, year=draft.year, level=draft.level, side="den")
    women = draft.count(PUPILS, year=draft.year, level=draft.level, side="num")
    value = draft.value(PUPILS, year=draft.year, level=draft.level)
    if total.value is None or women.value is None or value.value is None:
        return []
    if draft.level == ALL:
        return draft.say("S2", total=total, women=women, value=value)
    return draft.say("S2.level", level=draft.codes_label("level", draft.level), total=total, women=women, value=value)


def _change_sentence(draft: Draft) -> list[Sentence]:
    now = draft.count(PUPILS, year=draft.year, level=draft.level, side="den")
    before = draft.count(PUPILS, year=draft.year - 1, level=draft.level, side="den")
    if now.value is None or before.value is None or now.value == before.value:
        return []
    up = now.value > before.value
    more, less = (now, before) if up else (before, now)
    label = draft.words.label("report", "change_pupils")
    diff = draft.difference(f"{PUPILS}.{draft.year}.{draft.level}.den.change", more, less, unit="", label=label)
    previous = draft.plan.calendar.reference.on(draft.year - 1).isoformat()
    return draft.say("S4.up" if up else "S4.down", date_prev=previous, diff_n=diff, value_prev=before, value=now)


def _staff_sentence(draft: Draft) -> list[Sentence]:
    total = draft.count(STAFF, year=draft.year, level=draft.level, side="den")
    women = draft.count(STAFF, year=draft.year, level=draft.level, side="num")
    men = draft.men(STAFF, year=draft.year, level=draft.level)
    value = draft.value(STAFF, year=draft.year, level=draft.level)
    if any(item.value is None for item in (total, women, men, value)):
        return []
    if men.value == 0:
        return draft.say("S6", total=total, unit=draft.level_name(draft.level))
    return draft.say("S5", total=total, women=women, value=value, men=men)


def women_table(draft: Draft, key: str, groups: Mapping[str, str], *, notes: tuple[Text, ...] = ()) -> Table:
    """People by level: all, women, and the share of women.

    Parameters
    ----------
    draft : Draft
        The edition.
    key : str
        Label of the caption.
    groups : mapping of str to str
        Label of a group of people to the indicator that is the share of women in it.
    notes : tuple of Text
        Notes below it; the source line of the start-of-year forms when empty.
    """
    triple = (draft.text("total"), draft.text("of_which_women"), draft.text("percent_women"))
    levels = levels_shown(draft)
    rows = [
        row(
            draft,
            draft.words.text("{x}", x=draft.level_name(level)),
            [cell for code in groups.values() for cell in share_cells(draft, code, year=draft.year, level=level)],
            role="total" if level == levels[0] else "row",
        )
        for level in levels
    ]
    return table(
        draft,
        key=key,
        subtitle="unit_people",
        head_columns=columns(draft.text("level"), [(draft.text(label), triple) for label in groups]),
        rows=rows,
        notes=notes or (source_note(draft),),
        year=str(draft.year),
    )


def _led_by_women(draft: Draft) -> list[Sentence]:
    k, n = (draft.count(LED, side=side, **draft.at) for side in ("num", "den"))
    return draft.say("L8", k=k, n_schools=n) if k.value is not None and n.value else []


def source_note(draft: Draft, key: str = "source_forms") -> Text:
    """Source line of tables that come from the start-of-year forms."""
    return draft.text(key, stream=draft.codes_label("stream", START_OF_YEAR))


def leadership(draft: Draft) -> Group:
    """Section II: managers by sex beside teachers by sex."""
    blocks: list[Any] = [draft.heading(2, "lanh-dao-chi-dao", "leadership")]
    blocks += draft.paragraph(office_sentences(draft))
    blocks += draft.paragraph(_plans_sentence(draft), _managers_sentences(draft))
    blocks.append(women_table(draft, "table_managers", LEADERS))
    if draft.profile == "public":
        blocks += draft.paragraph(draft.say("L9"), style="note")
    return Group((*blocks, *draft.comment("II")))


def _plans_sentence(draft: Draft) -> list[Sentence]:
    """Schools with a plan of their own for the year."""
    if not draft.asks(PLANS):
        return []
    k, n = (draft.count(PLANS, side=side, **draft.at) for side in ("num", "den"))
    value = draft.value(PLANS, **draft.at)
    if k.value is None or n.value is None or value.value is None:
        return []
    if k.value == n.value:
        return draft.say("L3", n_schools=n, year=draft.year)
    if k.value == 0 and n.value != 1:
        return draft.say("L4.none", year=draft.year)
    label = draft.words.label("report", "not_proven")
    rest = draft.difference(f"{PLANS}.{draft.year}.{draft.level}.rest", n, k, unit="", label=label)
    return draft.say("L4", k=k, n_schools=n, value=value, year=draft.year, rest=rest)


def _managers_sentences(draft: Draft) -> list[Sentence]:
    year, level = draft.year, draft.level
    total = draft.count(MANAGERS, year=year, level=level, side="den")
    women = draft.count(MANAGERS, year=year, level=level, side="num")
    value, reference = draft.value(MANAGERS, year=year, level=level), draft.value(TEACHERS, year=year, level=level)
    if any(item.value is None for item in (total, women, value, reference)):
        return draft.say("L15", year=year) if total.mark == MISSING else []
    said = draft.say("L5", total=total, women=women, value=value) + _led_by_women(draft)
    roles = {
        "women_ht": draft.count(PRINCIPALS, year=year, level=level, side="num"),
        "total_ht": draft.count(PRINCIPALS, year=year, level=level, side="den"),
        "women_pht": draft.count(DEPUTIES, year=year, level=level, side="num"),
        "total_pht": draft.count(DEPUTIES, year=year, level=level, side="den"),
    }
    if all(item.value is not None for item in roles.values()):
        said += draft.say("L5.roles", **roles)
    low, high = sorted((value, reference), key=lambda item: item.value or 0)
    label = draft.words.label("report", "gap_managers")
    gap = draft.difference(f"N01-4a.{year}.{level}.value", high, low, unit="", label=label)
    if gap.value is None or gap.value < draft.plan.material_change:
        return said + draft.say("L7", value=value, value_ref=reference)
    return said + draft.say("L6.below" if low is value else "L6.above", value=value, diff_pp=gap, value_ref=reference)
