"""The page docs/indicators.md, made from the catalogue: ``python -m gec_lib.indicators.catalogue_page`` writes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from gec_lib.codelists import ALL, FEMALE, MALE, TOTAL, WARD, Codes, load_codes
from gec_lib.indicators import SUBJECTS, task_indicators
from gec_lib.indicators.dataset import levels_of
from gec_lib.indicators.records import (
    AnyCondition,
    BlankRule,
    Condition,
    Contrast,
    CountCells,
    CountUnits,
    Crossed,
    Derived,
    Direction,
    Equal,
    Filled,
    Headcount,
    Indicator,
    InWindow,
    Pool,
    Term,
    ToTarget,
)
from gec_lib.indicators.versions import breaks_in
from gec_lib.plan import load_plan

PAGE = Path("docs") / "indicators.md"
DIRECTIONS = {Direction.UP: "↑", Direction.DOWN: "↓", Direction.PARITY: "= 1 / 0", Direction.NEUTRAL: "–"}
BLANKS = {
    BlankRule.UNIT_OUT: "a school that lacks a side leaves both; coverage is printed",
    BlankRule.BLANK_IS_NO: "no answer counts as not proven; the range is printed too",
    BlankRule.REFUSE: "no total while a unit is missing, only a range",
    BlankRule.NO_CELL: "known to the system, no cell is filled",
}
INTRODUCTION = """\
# Catalogue of indicators

Written by `python -m gec_lib.indicators.catalogue_page` from `gec_lib/indicators/`; a test fails when this page is \
stale. Do not edit it.

A code is the id of the catalogue and the letter of its formula (`T3-01a`). Shares are fractions of one: `%` and `‰` \
say how they are printed. `+` adds terms, `measure[a+b]` adds categories, `@name` picks the categories whose \
attribute `name` is yes in `params/codes.csv`, `*` is every part, `:F` and `:M` are women and men, `−k y` is the same \
stream k reporting years earlier. Levels are those at which both sides are asked. Values below 0, and shares above 1, \
are returned as they are with the flag `outside_range`.

A denominator of 0 is undefined, never 0. A cell marked z contributes nothing; where a whole side is z, the unit \
leaves both sides. A unit that was not open then has nothing to answer. A school of several levels counts once in a \
count of schools, and only if each of its levels satisfies.

**assumed** marks what no source was read for. **Versions** are wordings of a legal definition, from old to new; \
values on two sides of such a break are not compared.
"""


def page(params: Path) -> str:
    """The page as Markdown.

    Parameters
    ----------
    params : Path
        The folder ``params`` of a home: levels, definitions and the plan's tasks are read there.

    Examples
    --------
    >>> page(Path("params")).splitlines()[0]
    '# Catalogue of indicators'
    """
    codes = load_codes(params)
    subjects = {**SUBJECTS, "Tasks of the plan": task_indicators(load_plan(params), codes)}
    parts = [INTRODUCTION, *_contents(subjects)]
    for title, records in subjects.items():
        parts.append(f"\n## {title}\n")
        parts += [block for record in records for block in _record(record, codes)]
    return "\n".join(parts)


def _contents(subjects: Mapping[str, tuple[Indicator, ...]]) -> Iterator[str]:
    total = sum(len(records) for records in subjects.values())
    yield f"{total} formulas in {len(subjects)} subjects: "
    yield ", ".join(f"{title} ({len(records)})" for title, records in subjects.items()) + "."


def _record(record: Indicator, codes: Codes) -> Iterator[str]:
    levels = " · ".join(codes.label("level", level, lang="en") for level in _levels(record, codes))
    numerator, denominator = record.sides("en")
    so, mau = record.sides("vi")
    yield f"### {record.code}\n"
    yield f"**{record.vi}**  \n{record.en}\n"
    yield f"- unit {record.unit}; better {DIRECTIONS[record.direction]}; clause {record.clause}"
    yield f"- {so}" + (f" / {mau}" if mau else "")
    yield f"- {numerator}" + (f" / {denominator}" if denominator else "")
    yield f"- formula: `{formula_text(record)}`"
    yield f"- asked of {'wards' if record.unit_type == WARD else 'schools'}: {levels or 'as its inputs'}"
    further = [*(["sex"] if record.by_sex else []), *record.splits]
    if further:
        yield f"- shown further by {', '.join(further)}"
    yield f"- blank: {BLANKS[record.blank]}"
    yield f"- reference: {record.reference}"
    if record.note_en:
        yield f"- {record.note_vi} {record.note_en}"
    if record.versions:
        yield f"- versions: {' → '.join(codes.label('definition', v, lang='vi') for v in record.versions)}"
    broken = [item for item in breaks_in(record, codes) if item.redefined]
    for item in broken:
        yield f"- **break** from {item.from_year}: {codes.label('break', item.code, lang='vi')}"
    if record.assumed:
        yield f"- **assumed**: {record.assumed}"
    yield ""


def _levels(record: Indicator, codes: Codes) -> tuple[str, ...]:
    if isinstance(record.formula, Crossed):
        return (ALL,)
    found = levels_of(record, codes)
    return tuple(level for level in found if level in codes.school_levels()) or found


def formula_text(record: Indicator) -> str:
    """The formula as one line.

    Examples
    --------
    >>> from gec_lib.indicators import find
    >>> formula_text(find("S02-2a"))
    'teachers:F / teachers'
    """
    formula = record.formula
    if isinstance(formula, Pool | Crossed):
        return f"{_sum(formula.numerator)} / {_sum(formula.denominator)}"
    if isinstance(formula, Headcount):
        return _sum(formula.heads)
    if isinstance(formula, CountUnits):
        return f"units where {_all(formula.conditions)} / units {_among(formula.among)}"
    if isinstance(formula, CountCells):
        pairs = "pairs of unit and category"
        return f"{pairs} where {_all(formula.conditions)} / {pairs} {_among(formula.among)}"
    if isinstance(formula, Derived):
        inputs = ", ".join(i.code + ("" if i.sex == TOTAL else f":{i.sex}") for i in formula.inputs)
        return f"{formula.function.__name__}({inputs})"
    if isinstance(formula, Contrast):
        return f"({_sum(formula.of.numerator)} / {_sum(formula.of.denominator)}) of a group − of everybody else"
    assert isinstance(formula, ToTarget)
    return f"people still missing for {formula.of} under the rule in force"


def _sum(terms: tuple[Term, ...]) -> str:
    first, *rest = terms
    return _term(first) + "".join(f" {'+' if t.sign > 0 else '−'} {_term(t)}" for t in rest)


def _term(term: Term) -> str:
    categories = "" if term.category == (ALL,) else f"[{'+'.join(term.category)}]"
    sex = {FEMALE: ":F", MALE: ":M", TOTAL: ""}[term.sex]
    at = f" at {term.level}" if term.level else ""
    return f"{term.measure}{categories}{sex}{f' −{term.lag} y' if term.lag else ''}{at}"


def _all(conditions: tuple[AnyCondition, ...]) -> str:
    return " and ".join(_condition(condition) for condition in conditions)


def _among(conditions: tuple[AnyCondition, ...]) -> str:
    return f"where {_all(conditions)}" if conditions else "asked"


def _condition(condition: AnyCondition) -> str:
    if isinstance(condition, Condition):
        return f"{_sum(condition.terms)} ≥ {condition.minimum}"
    if isinstance(condition, Equal):
        return f"{_sum(condition.left)} = {_sum(condition.right)}"
    if isinstance(condition, Filled):
        return f"{_sum(condition.terms)} is answered"
    assert isinstance(condition, InWindow)
    first, last = (f"{day}/{month}" for month, day in (condition.first, condition.last))
    return f"{_sum(condition.terms)} from {first} to {last} of the year"


if __name__ == "__main__":
    PAGE.write_text(page(Path("params")), encoding="utf-8")
