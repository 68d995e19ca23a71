"""The plan's rules as rules over counts."""

from __future__ import annotations

from gec_lib.plan import TargetIndicator
from gec_lib.verdicts.rules import Rule, in_force


def rules_of(item: TargetIndicator, *, base_year: int) -> tuple[Rule, ...]:
    """The rules of a target's indicator in order of their years.

    The first is paced from the base year, each later one from the year of the one before it; a rule that holds
    from a year on does so until the next takes over.
    """
    ordered = sorted(item.rules, key=lambda rule: rule.year)
    return tuple(
        Rule(
            operator=rule.operator,
            value=rule.value,
            deadline=rule.year,
            onwards=rule.from_year is not None,
            base_year=base_year,
            pace_from=ordered[i - 1].year if i else base_year,
            until=ordered[i + 1].year if i + 1 < len(ordered) and rule.from_year is not None else None,
        )
        for i, rule in enumerate(ordered)
    )


def rule_at(item: TargetIndicator, *, year: int, base_year: int) -> Rule:
    """The rule that decides in a year: the first one in force, else the last of all."""
    rules = rules_of(item, base_year=base_year)
    return next((rule for rule in rules if in_force(rule, year=year)), rules[-1])
