"""What the commands around the collection of returns do: forms out, workbooks in, answers, reminders, the demo home."""

from gec_lib.collecting.chasing import coverage_now, coverage_page, missing_list, write_letters
from gec_lib.collecting.demo import demo_is_fresh, demo_snapshot, make_demo, make_faults
from gec_lib.collecting.receiving import Returned, received_days, rules_of, send_back, take, target_measures
from gec_lib.collecting.sending import Kind, write_forms

__all__ = [
    "Kind",
    "Returned",
    "coverage_now",
    "coverage_page",
    "demo_is_fresh",
    "demo_snapshot",
    "make_demo",
    "make_faults",
    "missing_list",
    "received_days",
    "rules_of",
    "send_back",
    "take",
    "target_measures",
    "write_forms",
    "write_letters",
]
