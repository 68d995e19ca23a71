"""What the mix of school levels brings to a difference of shares, and what happens within each level.

Kitagawa 1955 (JASA 50:1168), in exact fractions: with the weights ``w`` of the levels and their rates ``r``, the
difference is the sum of ``Δw × mean r`` (the mix) and ``Δr × mean w`` (within the levels). It is arithmetic: it
says where a difference lies, not why it is there.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from gec_lib.blocks import Sentence
from gec_lib.claims import Claimed
from gec_lib.codelists import ALL, FEMALE, MALE, TOTAL
from gec_lib.narrative.case import Case
from gec_lib.narrative.changes import material
from gec_lib.narrative.draft import Draft
from gec_lib.verdicts import Count

Parts = Mapping[str, Count]
ATTAINMENT = "T3-R1a"


def split(now: Parts, other: Parts) -> tuple[Fraction, Fraction] | None:
    """The part of the mix and the part within the levels of ``share(now) − share(other)``.

    Parameters
    ----------
    now, other : mapping of level to Count
        The counts of both sides. A level that only one side has carries that side's rate on both.

    Returns
    -------
    tuple of Fraction or None
        Mix and within; they add up to the whole difference exactly. None where a side has nobody.

    Examples
    --------
    >>> split({"a": Count(1, 2), "b": Count(0, 2)}, {"a": Count(1, 2), "b": Count(0, 6)})
    (Fraction(1, 8), Fraction(0, 1))
    """
    total, total_other = (sum(part.den for part in side.values()) for side in (now, other))
    if not total or not total_other:
        return None
    mix = within = Fraction(0)
    for level in sorted({*now, *other}):
        here, there = now.get(level, Count(0, 0)), other.get(level, Count(0, 0))
        rate, rate_other = _rate(here, there), _rate(there, here)
        weight, weight_other = Fraction(here.den, total), Fraction(there.den, total_other)
        mix += (weight - weight_other) * (rate + rate_other) / 2
        within += (rate - rate_other) * (weight + weight_other) / 2
    return mix, within


def _rate(own: Count, other: Count) -> Fraction:
    used = own if own.den else other
    return Fraction(used.num, used.den) if used.den else Fraction(0)


def of_change(case: Case) -> list[Sentence]:
    """How much of the change since the base year comes from the mix of levels; the area's own level alone."""
    parts = parts_of_change(case)
    if parts is None:
        return []
    mix, within = parts
    draft = case.draft
    return draft.say("M18", mix=case.signed("mix", mix), within=case.signed("within", within))


def parts_of_change(case: Case) -> tuple[Fraction, Fraction] | None:
    """Mix and within of a material change since the base year; None where there is none, or nobody may see it."""
    finding, draft = case.finding, case.draft
    year = finding.rule.base_year
    base, now = finding.series.get(year), finding.count
    if draft.level != ALL or finding.item.people != "women" or base is None or now is None or year >= finding.year:
        return None
    if not base.den or not now.den or not material(now, base, threshold=finding.item.material_change):
        return None
    sides = [_by_level(draft, case.code, year=y) for y in (finding.year, year)]
    if any(side is None for side in sides):
        return None
    today, before = sides
    assert today is not None and before is not None
    if _sum(today) != now or _sum(before) != base:  # a school of several levels would count twice
        return None
    return split(today, before)


def of_attainment(draft: Draft) -> list[Sentence]:
    """How much of the gap between women and men lies in the levels at which they work."""
    if draft.level != ALL:
        return []
    women, men = (_by_level(draft, ATTAINMENT, year=draft.year, sex=sex) for sex in (FEMALE, MALE))
    if women is None or men is None:
        return []
    high, low = (men, women) if _share(men) >= _share(women) else (women, men)
    if _share(high) - _share(low) < draft.plan.material_change:
        return []
    parts = split(high, low)
    if parts is None:
        return []
    values = [draft.value(ATTAINMENT, sex=sex, **draft.at) for sex in (FEMALE, MALE)]
    names = {"diff_pp": parts[0] + parts[1], "mix": parts[0], "within": parts[1]}
    key = "M19" if min(parts) >= 0 else "M19.mixed"
    return draft.say(key, **{key: _points(draft, key, part, values) for key, part in names.items()})


def _points(draft: Draft, what: str, part: Fraction, inputs: list[Claimed]) -> Claimed:
    id = f"{ATTAINMENT}.{draft.year}.{draft.level}.{what}"
    label = draft.words.label("report", "gap_sexes" if what == "diff_pp" else f"part_{what}")
    return draft.computed(id, part, unit=draft.words.label("unit", "points"), label=label, inputs=inputs)


def _by_level(draft: Draft, code: str, *, year: int, sex: str = TOTAL) -> dict[str, Count] | None:
    found: dict[str, Count] = {}
    for level in draft.found.levels(code):
        num, den = (draft.count(code, side=side, year=year, level=level, sex=sex) for side in ("num", "den"))
        if num.value is None or den.value is None:
            return None
        found[level] = Count(int(num.value), int(den.value))
    return found


def _sum(parts: Parts) -> Count:
    return Count(sum(part.num for part in parts.values()), sum(part.den for part in parts.values()))


def _share(parts: Parts) -> Fraction:
    whole = _sum(parts)
    return Fraction(whole.num, whole.den) if whole.den else Fraction(0)
