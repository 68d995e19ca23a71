"""The catalogue: one explicit tuple of indicators."""

from __future__ import annotations

from gec_lib.codelists import Codes
from gec_lib.indicators.activities import ACTIVITIES
from gec_lib.indicators.attainment import ATTAINMENT
from gec_lib.indicators.completion import COMPLETION
from gec_lib.indicators.counts import compute, unit_counts
from gec_lib.indicators.curriculum import CURRICULUM
from gec_lib.indicators.dataset import Dataset, dataset
from gec_lib.indicators.duties import DUTIES, task_done
from gec_lib.indicators.enrolment import ENROLMENT
from gec_lib.indicators.flows import FLOWS
from gec_lib.indicators.literacy import LITERACY
from gec_lib.indicators.people import PEOPLE
from gec_lib.indicators.qualification import QUALIFICATION
from gec_lib.indicators.quality import QUALITY
from gec_lib.indicators.records import Indicator
from gec_lib.indicators.study import STUDY
from gec_lib.indicators.tasks import TASKS
from gec_lib.plan import Plan

SUBJECTS: dict[str, tuple[Indicator, ...]] = {
    "Gender content in teaching": CURRICULUM,
    "Graduation at ages 15 to 18": ATTAINMENT,
    "Degrees of staff": QUALIFICATION,
    "Study and training of staff": STUDY,
    "Women among pupils, staff and managers": PEOPLE,
    "Residents at school": ENROLMENT,
    "Completion of a level": COMPLETION,
    "Flows through the school years": FLOWS,
    "Literacy": LITERACY,
    "Plans, training, support, inspection, money": TASKS,
    "Activities": ACTIVITIES,
    "Returns on time": DUTIES,
    "Quality of the data": QUALITY,
}
INDICATORS: tuple[Indicator, ...] = tuple(item for records in SUBJECTS.values() for item in records)

__all__ = [
    "INDICATORS",
    "SUBJECTS",
    "Dataset",
    "Indicator",
    "catalogue",
    "compute",
    "dataset",
    "find",
    "task_indicators",
    "unit_counts",
]


class UnknownIndicatorError(KeyError):
    """A code that the catalogue does not hold."""


def task_indicators(plan: Plan, codes: Codes) -> tuple[Indicator, ...]:
    """One indicator for each task of the plan."""
    return tuple(
        task_done(
            task.item,
            vi=codes.label("task", task.item, lang="vi"),
            en=codes.label("task", task.item, lang="en"),
            clause=task.clause,
        )
        for task in plan.tasks
    )


def catalogue(plan: Plan, codes: Codes) -> tuple[Indicator, ...]:
    """The indicators of the library and those of the plan's tasks."""
    return (*INDICATORS, *task_indicators(plan, codes))


def find(code: str) -> Indicator:
    """An indicator of the library by its code.

    Examples
    --------
    >>> find("T3-01a").unit
    '%'
    """
    for item in INDICATORS:
        if item.code == code:
            return item
    raise UnknownIndicatorError(f"no indicator {code!r}; known: {', '.join(item.code for item in INDICATORS)}")
