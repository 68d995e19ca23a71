"""Plan 379's clauses become rules as ruling 3 reads them: 2025 at least 50 %, 2030 more than 50 %."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from gec_lib.plan import load_plan
from gec_lib.verdicts import Operator, Rule
from gec_lib.verdicts.plan_rules import rule_at, rules_of


def test_masters_and_doctorates(params: Path):
    items = {item.id: item for _, item in load_plan(params).target_indicators()}
    half, third = Fraction(1, 2), Fraction(30, 100)
    assert rules_of(items["3a"], base_year=2021) == (
        Rule(Operator.AT_LEAST, half, 2025, onwards=True, base_year=2021, pace_from=2021, until=2030),
        Rule(Operator.MORE_THAN, half, 2030, onwards=True, base_year=2021, pace_from=2025, until=None),
    )
    assert rules_of(items["3b"], base_year=2021) == (
        Rule(Operator.AT_LEAST, third, 2025, onwards=False, base_year=2021, pace_from=2021, until=None),
        Rule(Operator.AT_LEAST, Fraction(35, 100), 2030, onwards=False, base_year=2021, pace_from=2025, until=None),
    )
    deciding = {year: rule_at(items["3b"], year=year, base_year=2021).deadline for year in (2021, 2025, 2026, 2030)}
    assert deciding == {2021: 2025, 2025: 2025, 2026: 2030, 2030: 2030}
