"""Checks with a function of their own, second part: figures that look wrong as a whole, and those of the year before.

Every one of them is a doubt, and small counts raise none: a school of nine children may well have nine girls.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from gec_lib.codelists import ALL
from gec_lib.returns.areas import MIN_FIGURES, AreaTotals
from gec_lib.returns.cases import Case, Cell, Cells
from gec_lib.returns.faults import Fault
from gec_lib.returns.kinds import CLOSE, HOLDS, TURNED, OverArea
from gec_lib.returns.numbers import as_typed
from gec_lib.returns.records import DATE, YES_NO, Key

LARGE_ROW = 30  # RW06: from here on a row of one sex is a surprise
MANY_PUPILS, FEWEST_GIRLS, MOST_GIRLS = 100, 0.38, 0.56  # RW07
SAME_ROWS = 5  # RW09
SOME_PEOPLE, JUMP = 20, 0.25  # CY07
MANY, TIMES = 50, 5  # CY09
SAME_SHARE = 0.9  # CY04
DEGREES = ("teachers", "other_staff", "principals", "vice_principals")
YOUTH = ("a15", "a16", "a17", "a18")


def one_sex(rule: str, case: Case) -> Iterator[Fault]:
    """RW06: a row of many people has women and men; silent where last year's row was the same."""
    totals = case.totals
    for key, women in case.women.items():
        total = totals[key]
        if _is_one_sex(total, women) and not _is_one_sex(*_pair(case.before, key)):
            yield case.fault(rule, women, value=f"1–{as_typed(total.value - 1)}")


def _pair(cells: Cells, key: Key) -> tuple[Cell | None, Cell | None]:
    return cells.totals.get(key), cells.women.get(key)


def _is_one_sex(total: Cell | None, women: Cell | None) -> bool:
    return total is not None and women is not None and total.value >= LARGE_ROW and women.value in (0, total.value)


def share_of_girls(rule: str, case: Case) -> Iterator[Fault]:
    """RW07: the share of girls among all pupils is plausible."""
    total, girls = _pair(case.own, ("pupils", ALL, ALL))
    if total is None or girls is None or not total.value >= MANY_PUPILS or math.isnan(girls.value):
        return
    if not FEWEST_GIRLS * total.value - CLOSE <= girls.value <= MOST_GIRLS * total.value + CLOSE:
        least, most = math.ceil(FEWEST_GIRLS * total.value), math.floor(MOST_GIRLS * total.value)
        yield case.fault(rule, girls, value=f"{least}–{most}")


def copied_column(rule: str, case: Case) -> Iterator[Fault]:
    """RW09: the column of women is not another column again; silent where last year's was the same."""
    for sheet in case.layout.sheets:
        keys = [key for key, cell in case.women.items() if cell.sheet == sheet and key[2] == ALL]
        for column in _columns(case, keys):
            if _is_copy(case.own, keys, column) and not _is_copy(case.before, keys, column):
                yield case.fault(rule, case.women[keys[0]], value="")
                break


def _columns(case: Case, keys: Sequence[Key]) -> list[tuple[str, int]]:
    """The columns beside that of women: group, and 0 for totals or 1 for women."""
    rows = {key[:2] for key in keys}
    groups = dict.fromkeys(group for measure, category, group in case.totals if (measure, category) in rows)
    return [(group, at) for group in groups for at in (0, 1) if (group, at) != (ALL, 1)]


def _is_copy(cells: Cells, keys: Sequence[Key], column: tuple[str, int]) -> bool:
    group, at = column
    same = 0
    for measure, category, own in keys:
        women, other = cells.women.get((measure, category, own)), cells[at].get((measure, category, group))
        if women is None or other is None or not (women.value > 0 or other.value > 0):
            continue
        if women.value != other.value:
            return False
        same += 1
    return same >= SAME_ROWS


def figures_of_last_year(rule: str, case: Case) -> Iterator[Fault]:
    """CY04: this year's figures are not last year's again; zeros, answers and dates say nothing."""
    pairs = []
    for key, cell in case.totals.items() if case.before.totals else ():
        earlier = case.before.totals.get(key)
        counted = case.codes.measures[key[0]].unit not in (YES_NO, DATE)
        if counted and earlier is not None and earlier.form == cell.form and (cell.value > 0 or earlier.value > 0):
            pairs.append((cell, earlier))
    same = [cell for cell, earlier in pairs if cell.value == earlier.value]
    if len(pairs) >= MIN_FIGURES and len(same) >= SAME_SHARE * len(pairs):
        limit = math.ceil(SAME_SHARE * len(pairs))
        yield case.fault(rule, same[0], found=f"{len(same)}/{len(pairs)}", value=f"< {limit}/{len(pairs)}")


def masters_kept(rule: str, case: Case) -> Iterator[Fault]:
    """CY05: holders of a master's leave with the teachers who leave, not otherwise."""
    now, then = (_sum(cells, DEGREES, "master") for cells in (case.own, case.before))
    teachers = [cells.totals.get(("teachers", ALL, ALL)) for cells in (case.own, case.before)]
    if math.isnan(now) or math.isnan(then) or None in teachers:
        return
    left = teachers[1].value - teachers[0].value  # type: ignore[union-attr]
    least = then - max(2.0, 0.0 if math.isnan(left) else left)
    if now < least:
        cell = case.totals["teachers", "master", ALL]
        other = case.before.totals["teachers", "master", ALL]
        yield case.fault(rule, cell, found=as_typed(now), value=f"≥ {as_typed(least)}", other_cell=other.name)


def _sum(cells: Cells, measures: Sequence[str], category: str) -> float:
    found = [cells.totals.get((measure, category, ALL)) for measure in measures]
    return math.nan if None in found else sum(cell.value for cell in found if cell is not None)


def share_jumps(rule: str, case: Case) -> Iterator[Fault]:
    """CY07: the share of women in a row of some people moves by at most a quarter in a year."""
    for key, women in case.women.items() if case.before.totals else ():
        total, (then, women_then) = case.totals[key], _pair(case.before, key)
        if then is None or women_then is None or not (total.value >= SOME_PEOPLE and then.value >= SOME_PEOPLE):
            continue
        share = women_then.value / then.value
        if abs(women.value / total.value - share) > JUMP + CLOSE:
            least = math.ceil(max(0.0, share - JUMP) * total.value - CLOSE)
            most = math.floor(min(1.0, share + JUMP) * total.value + CLOSE)
            yield case.fault(rule, women, value=f"{least}–{most}", other_cell=women_then.name)


def tenfold(rule: str, case: Case) -> Iterator[Fault]:
    """CY09: no figure of some size is more than five times, or less than a fifth of, last year's."""
    for key, cell in case.totals.items() if case.before.totals else ():
        then = case.before.totals.get(key)
        if then is None or not (cell.value >= MANY and then.value >= MANY):
            continue
        if case.codes.measures[key[0]].unit == DATE:
            continue
        if not then.value / TIMES <= cell.value <= then.value * TIMES:
            value = f"{math.ceil(then.value / TIMES)}–{as_typed(then.value * TIMES)}"
            yield case.fault(rule, cell, value=value, other_cell=then.name)


def complete_twice(rule: str, case: Case) -> Iterator[Fault]:
    """PC07: exactly everybody finished, two years running, is shown by the register of the ward."""
    required, finished = (
        [_over(cells, measure) for cells in (case.own, case.before)]
        for measure in ("residents_required", "youth_finished")
    )
    if required[0] >= MANY_PUPILS and all(need == done for need, done in zip(required, finished, strict=True)):
        cell = case.totals["youth_finished", YOUTH[0], ALL]
        yield case.fault(rule, cell, found=as_typed(finished[0]), value=f"< {as_typed(required[0])}")


def _over(cells: Cells, measure: str) -> float:
    found = [cells.totals.get((measure, age, ALL)) for age in YOUTH]
    return math.nan if None in found else sum(cell.value for cell in found if cell is not None)


def run_over_area(check: OverArea, case: Case) -> Iterator[Fault]:
    """Compare two sums over the whole area, told at the return that completes it."""
    if case.area is None:
        return
    sums = AreaTotals(case.area, case.book.rules[check.rule].forms)
    left, right = (sums.of(term.measure, term.codes) for term in (check.left, check.right))
    if left is None or right is None:
        return
    allowed = check.share * right
    if abs(left - right) <= allowed + CLOSE if check.share else HOLDS[check.compare](left, right):
        return
    mine, other, shown, wanted, compare = check.left, check.right, left, right, check.compare
    if check.left.measure not in case.layout.measures:
        mine, other, shown, wanted, compare = check.right, check.left, right, left, TURNED[check.compare]
    cell = next(
        cell for key, cell in case.totals.items() if key[0] == mine.measure and key[1] in (mine.codes or key[1:2])
    )
    value = f"{as_typed(wanted)} ± {math.floor(allowed)}" if check.share else f"{compare.value} {as_typed(wanted)}"
    units = sums.units(other.measure) - {case.identity.unit}
    yield case.fault(check.rule, cell, found=as_typed(shown), value=value, other_unit=_named(units))


def _named(units: set[str]) -> str:
    """A unit by its code; of several, the first and how many more."""
    first, *rest = sorted(units)
    return f"{first} (+{len(rest)})" if rest else first
