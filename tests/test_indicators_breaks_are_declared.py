"""A record that changed its legal definition and the plan's declared break name each other."""

from __future__ import annotations

from pathlib import Path

from gec_lib.codelists import load_codes
from gec_lib.indicators import catalogue
from gec_lib.indicators.records import Derived
from gec_lib.indicators.versions import breaks_in
from gec_lib.plan import load_plan
from gec_lib.results import breaks_of


def test_every_redefined_indicator_stands_in_the_plans_break_and_no_other(params: Path):
    plan, codes = load_plan(params), load_codes(params)
    records = catalogue(plan, codes)
    for declared in plan.breaks:
        if not declared.indicators:
            continue
        redefined = {r.code for r in records for b in breaks_in(r, codes) if b.redefined and b.code == declared.id}
        assert set(declared.indicators) == redefined, declared.id
        assert declared.forbids_pace
        assert declared.from_year == int(codes.get("break", declared.id).attr["from"])


def test_what_is_computed_from_a_redefined_indicator_breaks_with_it(params: Path):
    plan, codes = load_plan(params), load_codes(params)
    records = {r.code: r for r in catalogue(plan, codes)}
    for record in records.values():
        if isinstance(record.formula, Derived):
            inherited = {y for i in record.formula.inputs for y in breaks_of(plan, records[i.code])}
            assert inherited == set(breaks_of(plan, record)), record.code


def test_no_pace_across_the_end_of_the_diploma(params: Path):
    """Domain §0, finding 2: values from 2026 on count confirmed completion, those before count diplomas."""
    plan = load_plan(params)
    records = {r.code: r for r in catalogue(plan, load_codes(params))}
    for code in ("T2-01a", "T2-03a", "T2-08a", "N07-1a", "N09-7d"):
        assert breaks_of(plan, records[code]) == (2026,)
    # the pupils in upper secondary over all residents never counted a diploma
    assert breaks_of(plan, records["T2-05a"]) == ()
