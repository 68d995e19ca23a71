"""Verdicts on targets, by exact fractions of counts: rule, judgement, people to target, firmness, other methods."""

from gec_lib.verdicts.comparison import Line, Method, Why, anticipated_gap, compare, current_status
from gec_lib.verdicts.firmness import (
    Firmness,
    Missing,
    firmness_of_people,
    firmness_of_schools,
    people_range,
    school_range,
)
from gec_lib.verdicts.judgement import Judgement, Reason, Verdict, judge
from gec_lib.verdicts.methods import Direction, UNStatus, cagr_ratio, un_ratio, un_status, un_status_without_target
from gec_lib.verdicts.people import OnePerson, converted, effect_of_one, extra_women, one_person
from gec_lib.verdicts.projection import NoForecast, Projection, project
from gec_lib.verdicts.readings import Assumption, Guess, Reading, readings
from gec_lib.verdicts.rules import Count, Operator, Rule, in_force, satisfies

__all__ = [
    "Assumption",
    "Count",
    "Direction",
    "Firmness",
    "Guess",
    "Judgement",
    "Line",
    "Method",
    "Missing",
    "NoForecast",
    "OnePerson",
    "Operator",
    "Projection",
    "Reading",
    "Reason",
    "Rule",
    "UNStatus",
    "Verdict",
    "Why",
    "anticipated_gap",
    "cagr_ratio",
    "compare",
    "converted",
    "current_status",
    "effect_of_one",
    "extra_women",
    "firmness_of_people",
    "firmness_of_schools",
    "in_force",
    "judge",
    "one_person",
    "people_range",
    "project",
    "readings",
    "satisfies",
    "school_range",
    "un_ratio",
    "un_status",
    "un_status_without_target",
]
