"""Arithmetic on counts and rates of women and men: nothing is rounded, nothing is looked up.

Every function takes numbers, arrays or Series (Series must share one index) and answers in the same kind.
Rates and shares are fractions of 1, gaps are percentage points. What cannot be divided is NaN, never 0 or 1.
Raw values outside of their range (negative dropout, more than 100 %) are returned as they are; `outside_range`
tells which.
"""

from gec_lib.formulas.effects import Effects, gap_contributions, kitagawa, share_change, two_factor_effects
from gec_lib.formulas.enrolment import (
    completion_rate,
    gross_enrolment_ratio,
    gross_intake_ratio,
    literacy_rate,
    net_enrolment_rate,
    out_of_school_rate,
)
from gec_lib.formulas.flows import (
    dropout_rate,
    outside_range,
    promotion_rate,
    repetition_rate,
    survival_rate,
    transition_rate,
)
from gec_lib.formulas.intervals import Interval, clopper_pearson, jeffreys, newcombe_difference, wilson
from gec_lib.formulas.parity import (
    adjusted_parity_index,
    gap,
    odds_ratio,
    parity_index,
    representation_index,
    risk_ratio,
    share,
)
from gec_lib.formulas.schools import (
    Prior,
    concentration,
    differs_from_rate,
    false_discovery,
    funnel_limits,
    prior_of_rates,
    shrunken_rate,
)

__all__ = [
    "Effects",
    "Interval",
    "Prior",
    "adjusted_parity_index",
    "clopper_pearson",
    "completion_rate",
    "concentration",
    "differs_from_rate",
    "dropout_rate",
    "false_discovery",
    "funnel_limits",
    "gap",
    "gap_contributions",
    "gross_enrolment_ratio",
    "gross_intake_ratio",
    "jeffreys",
    "kitagawa",
    "literacy_rate",
    "net_enrolment_rate",
    "newcombe_difference",
    "odds_ratio",
    "out_of_school_rate",
    "outside_range",
    "parity_index",
    "prior_of_rates",
    "promotion_rate",
    "repetition_rate",
    "representation_index",
    "risk_ratio",
    "share",
    "share_change",
    "shrunken_rate",
    "survival_rate",
    "transition_rate",
    "two_factor_effects",
    "wilson",
]
