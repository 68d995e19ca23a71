"""Inputs that are hard to draw, one by one for every chart: ends of the scale, ties, one point, hidden, long names."""

from __future__ import annotations

import datetime
from fractions import Fraction

import pytest

from gec_lib.claims import Claimed
from gec_lib.figures import (
    Bar,
    Bars,
    Break,
    CoverageByLevel,
    Dumbbell,
    Expected,
    Goal,
    Grade,
    Level,
    Line,
    Multiples,
    Observed,
    Pair,
    Panel,
    Pyramid,
    ReturnsByDay,
    Season,
    Share,
    Slope,
    Slopes,
    Tone,
    Trajectory,
    look_of,
)
from gec_lib.wording import load_wording

LONG = "Mầm non công lập và ngoài công lập trên địa bàn"
LONGER = "Tỷ lệ trường có nội dung bình đẳng giới trong chương trình giảng dạy"


def claimed(id, value):
    """A claim; a text instead of a number is the mark that stands for it."""
    return Claimed(id, None, value) if isinstance(value, str) else Claimed(id, value)


def observed(year, num, den, bounds=None):
    if isinstance(num, str):
        keys = (f"T.{year}.value", f"T.{year}.num", f"T.{year}.den")
        return Observed(year, *(claimed(key, num) for key in keys), None, None)
    low, high = (
        (claimed(f"T.{year}.{side}", b) for side, b in zip("lh", bounds, strict=True)) if bounds else (None, None)
    )
    value = claimed(f"T.{year}.value", Fraction(num, den))
    return Observed(year, value, claimed(f"T.{year}.num", num), claimed(f"T.{year}.den", den), low, high)


def trajectory(
    points, goals, path=(), projection=(), breaks=(), tone=Tone.WOMEN, counts="nữ / tổng số tiến sĩ", remark=""
):
    return Trajectory(
        tuple(points), tuple(goals), tuple(path), tuple(projection), tuple(breaks), "pct1", tone, counts, remark
    )


G25 = Goal("T3b.2025", 2025, 0.3, "Chỉ tiêu 2025", "30%")
G30 = Goal("T3b.2030", 2030, 0.35, "Chỉ tiêu 2030", "35%")
FULL = Goal("T1.2025", 2025, 1.0, "Chỉ tiêu 2025", "100%")
# Wilson bounds of 1/8, 1/9, 2/10, 3/12, 4/14 at 95 %, from scipy.stats.binomtest
DOCTORS = (
    observed(2021, 1, 8, (0.0224, 0.4709)),
    observed(2022, 1, 9, (0.0199, 0.4350)),
    observed(2023, 2, 10, (0.0567, 0.5098)),
    observed(2024, 3, 12, (0.0889, 0.5323)),
    observed(2025, 4, 14, (0.1172, 0.5465)),
)
AHEAD = tuple(
    Expected(y, claimed(f"P.{y}.value", v), claimed(f"P.{y}.low", lo), claimed(f"P.{y}.high", hi))
    for y, v, lo, hi in ((2026, 0.31, 0.27, 0.36), (2028, 0.37, 0.27, 0.46), (2030, 0.42, 0.29, 0.55))
)
YEARS = range(2021, 2026)

TRAJECTORIES = {
    "with projection": trajectory(DOCTORS, (G25, G30), ((2021, 0.125), (2025, 0.3), (2030, 0.35)), AHEAD),
    "without projection": trajectory(DOCTORS[2:], (G25, G30), ((2023, 0.2), (2025, 0.3)), remark="không dự báo"),
    "one point": trajectory(DOCTORS[-1:], (G25,), remark="không dự báo"),
    "all at 100 %": trajectory(
        [observed(y, 38, 38, (0.9082, 1.0)) for y in YEARS], (FULL,), tone=Tone.ONE, counts=LONGER
    ),
    "all at 0 %": trajectory([observed(y, 0, 3, (0.0, 0.5615)) for y in YEARS], (G25,), ((2021, 0.0), (2025, 0.3))),
    "hidden years": trajectory(
        (observed(2021, "c", 0), observed(2022, "…", 0), DOCTORS[2], observed(2024, "–", 0), DOCTORS[4]), (G25, G30)
    ),
    "all hidden": trajectory([observed(y, "c", 0) for y in YEARS], (G25,)),
    "break in series": trajectory(
        [observed(y, n, 1000) for y, n in zip(range(2021, 2028), (961, 969, 974, 982, 987, 970, 975), strict=True)],
        (FULL, Goal("T2.2030", 2030, 1.0, "Chỉ tiêu 2030", "100%")),
        ((2021, 0.961), (2025, 1.0)),
        breaks=(Break(2026, "≠ khác định nghĩa,\nkhông nối"),),
        tone=Tone.BOTH,
    ),
    "falling": trajectory(
        [observed(y, n, 40, (n / 40 - 0.14, n / 40 + 0.16)) for y, n in zip(YEARS, (14, 13, 13, 12, 11), strict=True)],
        (G25, G30),
        ((2021, 0.35), (2025, 0.3)),
    ),
}


def pair(name, women, men, key, bases=(500, 400)):
    ratio = (
        "–" if isinstance(women, str) or isinstance(men, str) or not men else Fraction(str(women)) / Fraction(str(men))
    )
    parts = (("F", women), ("M", men), ("F.den", bases[0]), ("M.den", bases[1]), ("ratio", ratio))
    return Pair(name, *(claimed(f"D.{key}.{part}", value) for part, value in parts))


TOTAL = pair("Toàn địa bàn", 0.124, 0.231, "all")
DUMBBELLS = {
    "ordinary": Dumbbell(
        TOTAL,
        (
            pair("Mầm non", 0.041, 0.045, "p", (500, 22)),
            pair("Tiểu học", 0.158, 0.253, "s"),
            pair("THCS", 0.227, 0.231, "l"),
        ),
    ),
    "ends and ties": Dumbbell(
        pair("Toàn địa bàn", 1.0, 1.0, "all"),
        (pair(LONG, 0.0, 1.0, "p", (20, 20)), pair("Tiểu học", 0.0, 0.0, "s"), pair("THCS", 0.5, 0.5, "l")),
    ),
    "hidden": Dumbbell(TOTAL, (pair(LONG, "c", "c", "p", ("c", "c")), pair("THCS", 0.3, "…", "l"))),
    "single level": Dumbbell(pair("Mầm non", 0.545, 0.041, "p", (29, 30)), ()),
}


def series(name, start, end, tone=Tone.WOMEN):
    change = "–" if isinstance(start, str) or isinstance(end, str) else Fraction(str(end)) - Fraction(str(start))
    return Slope(name, *(claimed(f"S.{name}.{part}", v) for part, v in (("a", start), ("b", end), ("c", change))), tone)


SLOPES = {
    "ordinary": Slopes(
        2021,
        2025,
        (
            series("15–18 tuổi tốt nghiệp THCS", 0.961, 0.987, Tone.BOTH),
            series("Trường đưa nội dung giới vào chương trình", 0.611, 0.986, Tone.ONE),
            series("Nữ hiệu trưởng / hiệu trưởng", 0.681, 0.778),
            series("Nữ thạc sĩ / thạc sĩ", 0.712, 0.752),
            series("Nữ tiến sĩ / tiến sĩ", 0.125, 0.286),
        ),
    ),
    "six tied": Slopes(2021, 2025, tuple(series(f"{LONGER} {letter}", 1, 1) for letter in "abcdef")),
    "marks": Slopes(
        2021, 2025, (series("Nữ thạc sĩ", "…", 0.9), series("Nữ tiến sĩ", 0.5, "c"), series(LONG, "c", "c"))
    ),
    "one": Slopes(2021, 2025, (series("Nữ tiến sĩ / tiến sĩ", 0.125, 0.286),)),
}


def returns(seasons, received, due):
    return ReturnsByDay(
        datetime.date(2025, 12, 20), tuple(seasons), claimed("C.received", received), claimed("C.due", due)
    )


RETURNS = {
    "three years": returns(
        (
            Season(2023, (-30, -20, -10, -5, 0, 3, 7), (0, 2, 20, 40, 58, 66, 70)),
            Season(2024, (-30, -20, -10, -5, 0, 3, 7), (0, 3, 24, 47, 62, 68, 71)),
            Season(2025, (-30, -20, -10, -5, 0), (0, 4, 30, 52, 64)),
        ),
        64,
        72,
    ),
    "all at once": returns((Season(2025, (-30, -20, -2), (0, 72, 72)),), 72, 72),
    "nothing came": returns((Season(2024, (-30, 7), (0, 0)), Season(2025, (-30, -5), (0, 0))), 0, 1234),
}


def share(name, key, *counts):
    return Share(name, *(claimed(f"V.{key}.{part}", n) for part, n in zip("olmd", counts, strict=True)))


COVERAGES = {
    "ordinary": CoverageByLevel(
        share("Toàn địa bàn", "all", 64, 6, 2, 72),
        (share("Mầm non", "p", 35, 2, 1, 38), share("Tiểu học", "s", 17, 1, 0, 18), share("THCS", "l", 12, 3, 1, 16)),
    ),
    "ends and hidden": CoverageByLevel(
        share("Toàn địa bàn", "all", 1264, 0, 0, 1264),
        (share(LONG, "p", 0, 0, 1200, 1200), share("THCS", "l", "c", "c", "c", "c")),
    ),
    "single level": CoverageByLevel(None, (share("Mầm non", "p", 35, 2, 1, 38),)),
}


def bar(name, key, num, den):
    if isinstance(num, str):
        return Bar(name, *(claimed(f"B.{key}.{part}", num) for part in ("value", "num", "den")))
    return Bar(
        name, claimed(f"B.{key}", Fraction(num, den)), claimed(f"B.{key}.num", num), claimed(f"B.{key}.den", den)
    )


BARS = {
    "ordinary": Bars(
        bar("Toàn địa bàn", "all", 412, 548),
        (bar("Mầm non", "p", 176, 179), bar("Tiểu học", "s", 150, 191), bar("THCS", "l", 17, 29)),
        Line("T3a", 0.5, "chỉ tiêu từ 50%"),
        "pct1",
        Tone.WOMEN,
    ),
    "ends and marks": Bars(
        bar("Toàn địa bàn", "all", 1412, 1412),
        (bar(LONG, "p", 0, 179), bar("Tiểu học", "s", "c", 0), bar("THCS", "l", "–", 0)),
        Line("T1", 1.0, "chỉ tiêu 100%"),
        "pct1",
        Tone.ONE,
    ),
    "just below": Bars(None, (bar("Mầm non", "p", 29, 60),), Line("T3a", 0.5, "chỉ tiêu từ 50%"), "pct1", Tone.WOMEN),
    "no value": Bars(None, (bar("Mầm non", "p", "c", 0),), None, "pct1", Tone.WOMEN),
}


def panel(name, key, values):
    return Panel(name, tuple(claimed(f"M.{key}.{i}", v) for i, v in enumerate(values)))


MULTIPLES = {
    "ordinary": Multiples(
        tuple(YEARS),
        (
            panel("Toàn địa bàn", "all", (0.712, 0.72, 0.73, 0.745, 0.752)),
            panel("Mầm non", "p", (0.979, 0.98, 0.982, 0.982, 0.983)),
            panel("Tiểu học", "s", (0.754, 0.763, 0.77, 0.777, 0.785)),
            panel("THCS", "l", (0.669, 0.673, 0.672, 0.667, 0.676)),
        ),
        Line("T3a", 0.5, "chỉ tiêu 50%"),
        "pct1",
        Tone.WOMEN,
    ),
    "ends and marks": Multiples(
        tuple(YEARS),
        (
            panel("Toàn địa bàn", "all", (1, 1, 1, 1, 1)),
            panel(LONG, "p", ("c", "c", 0.982, "…", "c")),
            panel("THCS", "l", (0, 0, 0, 0, 0)),
        ),
        Line("T1", 1.0, "chỉ tiêu 100%"),
        "pct1",
        Tone.ONE,
    ),
    "one year": Multiples((2025,), (panel("Mầm non", "p", (0.3,)),), None, "pct1", Tone.WOMEN),
}


def grade(number, women, men):
    both = "c" if isinstance(women, str) else "–" if not women + men else Fraction(women, women + men)
    return Grade(f"Lớp {number}", *(claimed(f"L.{number}.{k}", v) for k, v in (("F", women), ("M", men), ("s", both))))


PYRAMIDS = {
    "ordinary": Pyramid(
        (
            Level("Tiểu học", tuple(grade(*g) for g in ((1, 2410, 2655), (2, 2362, 2601), (3, 2298, 2540)))),
            Level("THCS", tuple(grade(*g) for g in ((6, 1986, 2173), (7, 1921, 2104)))),
        ),
        claimed("L.F", 10977),
        claimed("L.M", 12073),
    ),
    "ends and marks": Pyramid(
        (Level("Trung học cơ sở", (grade(6, 3, 2173), grade(7, 0, 0), grade(8, "c", "c"))),),
        claimed("L.F", 3),
        claimed("L.M", 2173),
    ),
}

GROUPS = (TRAJECTORIES, DUMBBELLS, SLOPES, RETURNS, COVERAGES, BARS, MULTIPLES, PYRAMIDS)
INPUTS = {f"{type(data).__name__}: {name}": data for group in GROUPS for name, data in group.items()}


def pytest_generate_tests(metafunc):
    if "chart" in metafunc.fixturenames:
        metafunc.parametrize("chart", list(INPUTS.values()), ids=list(INPUTS))


@pytest.fixture(scope="session")
def inputs():
    """Every input by its name."""
    return INPUTS


@pytest.fixture(scope="session", params=["vi", "en"])
def words(request):
    return load_wording(request.param)


@pytest.fixture(scope="session")
def look():
    """Vietnamese, with the stamp of synthetic data."""
    words = load_wording("vi")
    return look_of(words, stamp=words.label("chart", "stamp"))
