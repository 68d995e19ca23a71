"""What schools owe: returns on time, and the tasks of the plan."""

from __future__ import annotations

from gec_lib.codelists import SCHOOL
from gec_lib.indicators.records import BlankRule, CountUnits, Direction, Indicator, at_least, term

N17_1A = Indicator(
    code="N17-1a",
    vi="tỷ lệ trường nộp báo cáo bình đẳng giới đúng hạn",
    en="share of schools whose equality return was on time",
    unit="%",
    direction=Direction.UP,
    clause="IV; III.17",
    reference="Kế hoạch 379, IV",
    formula=CountUnits(
        (at_least(term("return_on_time", "equality")),), among=(at_least(term("return_due", "equality")),)
    ),
    unit_type=SCHOOL,
    blank=BlankRule.NO_CELL,
    numerator_vi="trường có báo cáo nhận trong hạn",
    numerator_en="schools whose return was received in time",
    denominator_vi="trường phải nộp báo cáo",
    denominator_en="schools due to report",
)


def task_done(item: str, *, vi: str, en: str, clause: str) -> Indicator:
    """The share of schools that carried out a task and keep evidence of it.

    One indicator per task of the plan, made from the plan's own list; counted like target 1 over the register.
    """
    return Indicator(
        code=f"N13-{item}",
        vi=f"tỷ lệ trường đã thực hiện và có minh chứng: {vi}",
        en=f"share of schools that carried out, with evidence: {en}",
        unit="%",
        direction=Direction.UP,
        clause=clause,
        reference=f"Kế hoạch 379, {clause}",
        formula=CountUnits((at_least(term("task_done", item)), at_least(term("task_evidence", item)))),
        unit_type=SCHOOL,
        blank=BlankRule.BLANK_IS_NO,
        numerator_vi="trường đã thực hiện nhiệm vụ và có ít nhất một minh chứng",
        numerator_en="schools that carried out the task and keep at least one piece of evidence",
        denominator_vi="trường đang hoạt động trong danh bạ",
        denominator_en="schools in the register",
        assumed="self-report of the school",
    )


DUTIES = (N17_1A,)
