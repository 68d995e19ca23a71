"""Why a number is what it is, how it would read otherwise, and what would change it; nothing here decides a verdict."""

from gec_lib.decomposition.missing import reading_of
from gec_lib.decomposition.schools import FollowUp, concentrated, follow_up
from gec_lib.decomposition.sensitivity import Variant, public_only, sensitivity
from gec_lib.decomposition.what_if import Edit, EditError, what_if
from gec_lib.decomposition.why import (
    Difference,
    Strata,
    group_by_sex,
    share_of_women_change,
    unit_gaps,
    why_sexes_differ,
    why_years_differ,
)

__all__ = [
    "Difference",
    "Edit",
    "EditError",
    "FollowUp",
    "Strata",
    "Variant",
    "concentrated",
    "follow_up",
    "group_by_sex",
    "public_only",
    "reading_of",
    "sensitivity",
    "share_of_women_change",
    "unit_gaps",
    "what_if",
    "why_sexes_differ",
    "why_years_differ",
]
