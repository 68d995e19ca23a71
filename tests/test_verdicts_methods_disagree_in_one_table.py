"""The methods on the plan's own cases, with the reason of each disagreement; docs/method.md has the table."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from gec_lib.verdicts import Count, Line, Operator, Rule, anticipated_gap, compare, current_status

CASES = {
    "10 → 18 → 30": ({2021: Count(10, 100), 2023: Count(18, 100)}, Fraction(30, 100)),
    "99.0 → 99.3 → 100": ({2021: Count(990, 1000), 2023: Count(993, 1000)}, Fraction(1)),
}
# Domain §11 gives the numbers of points, CAGR and UN; ESCAP's follow from its formula: a line through two points.
EXPECTED = {
    "10 → 18 → 30": [
        ("points", 0.8, "needs_acceleration", "same"),
        ("cagr", 1.0809, "on_track", "compound_growth"),
        ("un_chart", 1.12, "on_track", "compound_growth"),
        ("un_chart_tolerant", 1.12, "on_track", "compound_growth"),
        ("escap_current", 4.0, None, "no_status"),
        ("escap_anticipated", 0.2, "needs_acceleration", "same"),
    ],
    "99.0 → 99.3 → 100": [
        ("points", 0.6, "needs_acceleration", "same"),
        ("cagr", 0.6018, "needs_acceleration", "same"),
        ("un_chart", 0.6009, "needs_acceleration", "same"),
        ("un_chart_tolerant", 0.6009, "met", "tolerance"),
        ("escap_current", 3.0, None, "no_status"),
        ("escap_anticipated", 0.4, "needs_acceleration", "same"),
    ],
}
ROWS = {
    "points": "percentage points (default)",
    "cagr": "compound growth (Eurostat, Open SDG)",
    "un_chart": "UN progress chart, its tolerance left out",
    "un_chart_tolerant": "UN progress chart with its tolerance",
    "escap_current": "ESCAP current status, out of 10 (assumed)",
    "escap_anticipated": "ESCAP anticipated progress, gap (assumed)",
}


def lines(case: str, *, year: int = 2023) -> tuple[Line, ...]:
    series, value = CASES[case]
    rule = Rule(Operator.AT_LEAST, value, 2025, onwards=False, base_year=2021, pace_from=2021, until=None)
    return compare(series, rule=rule, year=year, breaks=())


@pytest.mark.parametrize("case", CASES)
def test_numbers_statuses_and_reasons(case: str):
    found = [(x.method.value, x.number, x.status and x.status.value, x.why.value) for x in lines(case)]
    for (method, number, status, why), wanted in zip(found, EXPECTED[case], strict=True):
        assert (method, status, why) == (wanted[0], wanted[2], wanted[3])
        assert number == pytest.approx(wanted[1], abs=5e-5)


@pytest.mark.parametrize("case", CASES)
def test_what_no_source_was_read_for_is_marked(case: str):
    assert [x.method.value for x in lines(case) if x.assumed] == ["escap_current", "escap_anticipated"]


def test_the_table_stands_in_the_method(root: Path):
    text = (root / "docs" / "method.md").read_text(encoding="utf-8")
    for method, name in ROWS.items():
        cells = [name]
        for case in CASES:
            line = next(x for x in lines(case) if x.method.value == method)
            status = line.status.value.replace("_", " ") if line.status else "none"
            cells.append(f"{line.number:.2f}, {status}")
        assert "| " + " | ".join(cells) + " |" in text


def test_a_zero_base_has_a_growth_only_by_its_stand_in():
    rule = Rule(Operator.AT_LEAST, Fraction(1, 2), 2025, onwards=False, base_year=2021, pace_from=2021, until=None)
    found = compare({2021: Count(0, 10), 2023: Count(1, 10)}, rule=rule, year=2023, breaks=())
    chart = next(line for line in found if line.method.value == "un_chart")
    assert (chart.number, chart.status, chart.why.value) == (None, None, "no_number")


def test_after_the_deadline_there_is_nothing_to_compare():
    series, value = CASES["10 → 18 → 30"]
    rule = Rule(Operator.AT_LEAST, value, 2025, onwards=False, base_year=2021, pace_from=2021, until=None)
    assert compare({**series, 2025: Count(28, 100)}, rule=rule, year=2025, breaks=()) == ()


def test_escap_by_hand():
    """Ten points of ten at the target, below 0 when it falls; later years weigh more in the line."""
    assert current_status(0.5, value=0.75, target=1.0) == 5.0
    assert current_status(0.5, value=0.25, target=1.0) == -5.0
    # a line that bends upwards in its last year: the weighted slope lies above the plain one of .05
    assert anticipated_gap({1: 0.1, 2: 0.1, 3: 0.2}, target=0.3, deadline=5) < (0.3 - (0.4 / 3 + 3 * 0.05)) / 0.2
