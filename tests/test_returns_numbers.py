"""Numbers as clerks type them are read as meant, or refused; nothing is guessed."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gec_lib.codelists import load_codes
from gec_lib.returns.cells import judge
from gec_lib.returns.numbers import Kind, parse

CODES = load_codes(Path(__file__).resolve().parent.parent / "params")
PUPILS, HOURS, ANSWER, DAY = (
    CODES.measure(code) for code in ("pupils", "task_hours", "subject_integrated", "action_date")
)


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [  # the first seven are the vectors of the domain notes
        ("1.234", Kind.NUMBER, 1234),
        ("98,75%", Kind.RATE, 98.75),
        ("2.090", Kind.NUMBER, 2090),
        ("2.09", Kind.AMBIGUOUS, None),
        ("-", Kind.DASH, 0),
        ("…", Kind.MISSING, None),
        ("", Kind.BLANK, None),
        ("2,09", Kind.AMBIGUOUS, None),
        ("2.5", Kind.AMBIGUOUS, None),
        ("1,234", Kind.AMBIGUOUS, None),
        ("0.123", Kind.AMBIGUOUS, None),
        ("...", Kind.MISSING, None),
        ("–", Kind.DASH, 0),
        ("1.234.567", Kind.NUMBER, 1234567),
        ("1,234,567", Kind.NUMBER, 1234567),
        ("1.234,5", Kind.NUMBER, 1234.5),
        ("1,234.5", Kind.NUMBER, 1234.5),
        ("1 234", Kind.NUMBER, 1234),
        ("1\u00a0234", Kind.NUMBER, 1234),
        ("12\u00a0", Kind.NUMBER, 12),
        ("1\u202f234\u202f567", Kind.NUMBER, 1234567),
        ("12,5", Kind.NUMBER, 12.5),
        ("12,5 %", Kind.RATE, 12.5),
        ("-3", Kind.NUMBER, -3),
        ("−3", Kind.NUMBER, -3),
        ("Z", Kind.NOT_APPLICABLE, None),
        ("   ", Kind.BLANK, None),
        ("007", Kind.NUMBER, 7),
        ("12 em", Kind.TEXT, None),
        ("12.34.567", Kind.TEXT, None),
        ("12 34", Kind.TEXT, None),
        ("1e3", Kind.TEXT, None),
        ("31/11/2024", Kind.TEXT, None),
        ("30/11/2024", Kind.DATE, 20241130),
        (None, Kind.BLANK, None),
        (7.0, Kind.NUMBER, 7),
        (True, Kind.TEXT, None),
        (float("nan"), Kind.TEXT, None),
        (datetime.date(2024, 11, 30), Kind.DATE, 20241130),
    ],
)
def test_what_a_cell_holds(text: object, kind: Kind, value: float | None):
    parsed = parse(text)
    assert (parsed.kind, parsed.value) == (kind, value)


@pytest.mark.parametrize(
    ("raw", "measure", "rule"),
    [
        (2090, PUPILS, None),
        ("12 em", PUPILS, "TY01"),
        (True, PUPILS, "TY01"),
        (datetime.date(2024, 10, 5), PUPILS, "TY01"),  # a spreadsheet made a date of 5/10
        ("2.09", PUPILS, "TY02"),
        (2.09, PUPILS, "TY02"),
        (-3, PUPILS, "TY03"),
        ("12,5", PUPILS, "TY04"),
        (12.5, PUPILS, "TY04"),
        ("98,5%", PUPILS, "TY06"),
        (0.985, PUPILS, "TY06"),  # a cell formatted as a percentage holds the fraction
        ("-", PUPILS, "TY13"),
        ("…", PUPILS, None),
        (2.5, HOURS, None),
        ("2,5", HOURS, None),
        (2.25, HOURS, "TY02"),
        (12.3, HOURS, "TY04"),
        (1.0, ANSWER, None),
        ("0", ANSWER, None),
        (2, ANSWER, "TY05"),
        ("có", ANSWER, "TY05"),
        ("z", ANSWER, None),
        ("15/11/2024", DAY, None),
        (datetime.datetime(2024, 11, 15), DAY, None),
        (20241115, DAY, None),
        ("31/11/2024", DAY, "TY07"),
        (45611, DAY, "TY07"),
    ],
)
def test_which_rule_of_type_a_cell_offends(raw: object, measure: object, rule: str | None):
    assert judge(raw, measure).rule == rule  # type: ignore[arg-type]


@given(st.integers(0, 10**12))
def test_every_count_is_read_back_from_every_unambiguous_way_to_write_it(count: int):
    plain, dots = str(count), f"{count:,}".replace(",", ".")
    spaces = f"{count:,}".replace(",", "\u00a0")
    for text in (plain, dots, spaces, f" {plain} "):
        assert parse(text).value == count
    assert parse(count).value == parse(float(count)).value == count


@given(st.text(max_size=12))
def test_no_text_breaks_the_reader_and_every_value_is_a_count_or_refused(text: str):
    judged = judge(text, PUPILS)
    assert judged.value != judged.value or (judged.value >= 0 and judged.value.is_integer())


@given(st.integers(1, 999), st.integers(1, 99))
def test_a_lost_thousands_mark_is_never_taken_for_a_number(whole: int, hundreds: int):
    for text in (f"{whole}.{hundreds:02d}", f"{whole},{hundreds:02d}"):
        assert judge(text, PUPILS).rule == "TY02"
