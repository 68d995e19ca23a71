"""Numbers are printed from exact values, rounded half up, in the marks of the language."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gec_lib.blocks import Span
from gec_lib.claims import Claimed
from gec_lib.wording import FORMATS, WordingError, load_wording, same_printed, workbook_format

VI, EN = load_wording("vi"), load_wording("en")


@pytest.mark.parametrize(
    ("value", "kind", "vi", "en"),
    [
        (1234567, "count", "1.234.567", "1,234,567"),
        (999, "count", "999", "999"),
        (0, "count", "0", "0"),
        (Fraction(2, 7), "pct1", "28,6%", "28.6%"),
        (Fraction(1, 8), "pct1", "12,5%", "12.5%"),
        (Fraction(1094, 1885), "pct2", "58,04%", "58.04%"),
        (Fraction(1, 2), "pct", "50%", "50%"),
        (Fraction(995, 1000), "pct", "99,5%", "99.5%"),
        (Fraction(9995, 10000), "pct", "99,95%", "99.95%"),
        (Fraction(45, 100_000), "pp1", "0,0", "0.0"),
        (Fraction(5, 10_000), "pp1", "0,1", "0.1"),
        (Fraction(45, 1_000_000), "pp2", "0,00", "0.00"),
        (Fraction(5, 100_000), "pp2", "0,01", "0.01"),
        (Fraction(161, 1000), "pp1", "16,1", "16.1"),
        (Fraction(-4, 1000), "pp1", "−0,4", "−0.4"),
        (Fraction(-4, 1000), "signed_pp1", "−0,4", "−0.4"),
        (Fraction(4, 1000), "signed_pp1", "+0,4", "+0.4"),
        (Fraction(-4, 10_000), "signed_pp1", "0,0", "0.0"),
        (Fraction(-5, 10_000), "signed_pp1", "−0,1", "−0.1"),
        (-12, "signed_count", "−12", "−12"),
        (1200, "signed_count", "+1.200", "+1,200"),
        (Fraction(30, 29), "ratio2", "1,03", "1.03"),
        (0.9195, "index3", "0,920", "0.920"),
        (2.5, "hours1", "2,5", "2.5"),
        (0.25, "hours1", "0,3", "0.3"),
        (1_234_567_890, "million1", "1.234,6", "1,234.6"),
        (Fraction(7, 1000), "permille1", "7,0‰", "7.0‰"),
    ],
)
def test_hand_worked_numbers(value, kind, vi, en):
    assert (VI.digits(value, kind), EN.digits(value, kind)) == (vi, en)


def test_a_half_is_never_lost_to_binary_fractions():
    # 0.285 × 100 is 28.499999999999996 in floating point; the float that a table holds still reads 28.5
    assert VI.digits(Fraction(2865, 10_000), "pct1") == "28,7%"
    assert VI.digits(0.2865, "pct1") == "28,7%"


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_printed_share_is_within_half_a_step(num, den):
    share = Fraction(num, den)
    printed = VI.digits(share, "pct1").removesuffix("%").replace(".", "").replace(",", ".")
    assert abs(Fraction(printed) - share * 100) <= Fraction(1, 20)


@given(st.integers(-(10**12), 10**12))
def test_a_count_reads_back(count):
    assert int(VI.digits(count, "count").replace(".", "").replace("−", "-")) == count


def test_a_count_is_never_rounded():
    with pytest.raises(WordingError, match="whole number"):
        VI.digits(Fraction(5, 2), "count")


def test_a_number_carries_its_claim():
    assert VI.number(Claimed("T3-02a.2025.all.value", Fraction(2, 7)), "pct1") == Span(
        "28,6%", claim="T3-02a.2025.all.value"
    )


def test_a_mark_is_shown_and_is_no_number():
    cell = VI.cell(Claimed("x", None, "c"), "count")
    assert (cell.text, cell.value, cell.mark) == ((Span("c"),), None, "c")
    assert VI.label("mark", cell.mark) == "Ẩn do số lượng nhỏ"


@pytest.mark.parametrize(
    ("value", "kind", "held", "code"),
    [
        (1234567, "count", 1234567.0, "#,##0"),
        (Fraction(1, 8), "pct1", 0.125, "0.0%"),
        (Fraction(161, 1000), "pp1", 16.1, "0.0"),
        (Fraction(-4, 1000), "signed_pp1", -0.4, "+0.0;−0.0;0.0"),
        (2_500_000, "million1", 2.5, "#,##0.0"),
    ],
)
def test_a_workbook_holds_the_typed_number(value, kind, held, code):
    cell = VI.cell(Claimed("x", value), kind)
    assert (cell.value, cell.format) == (held, code)


def test_every_kind_has_a_workbook_format():
    assert all(workbook_format(kind) for kind in FORMATS)


def test_alike_in_print_is_not_equal():
    assert same_printed(Fraction(28_58, 100_00), Fraction(28_62, 100_00), "pct1")
    assert not same_printed(Fraction(28_54, 100_00), Fraction(28_62, 100_00), "pct1")
