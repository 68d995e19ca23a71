"""A number has one key and a key one number; what is computed leads to what it is computed from."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gec_lib.blocks import Sentence, Sentences, Span
from gec_lib.claims import MARKS, Book, Claimed, ClaimError, Source, digest, exact, unclaimed
from gec_lib.publish.show import show


def book_of(value: int | Fraction) -> Book:
    book = Book()
    book.file("P.num", value, unit="người", label="nữ")
    return book


def test_two_numbers_under_one_key_are_refused_with_both():
    with pytest.raises(ClaimError, match=r"'P.num' was filed as 4, now as 5"):
        book_of(4).file("P.num", 5, unit="người", label="nữ")


def test_the_same_number_may_be_said_again():
    book = book_of(Fraction(1, 2))
    assert book.file("P.num", Fraction(2, 4), unit="người", label="nữ") == Claimed("P.num", Fraction(1, 2))
    assert len(book.claims) == 1


def test_nearly_the_same_is_not_the_same():
    with pytest.raises(ClaimError):
        book_of(Fraction(1, 3)).file("P.num", Fraction(333, 1000), unit="%", label="nữ")


@given(st.one_of(st.integers(), st.fractions()))
def test_a_claim_reads_back_exactly(value):
    assert Fraction(exact(value)) == value


@pytest.mark.parametrize(("value", "mark"), [(None, ""), (4, "c")])
def test_a_number_has_a_value_or_a_mark_and_never_both(value, mark):
    with pytest.raises(ClaimError):
        Claimed("P.num", value, mark)
    assert all(Claimed("P.num", None, sign).value is None for sign in MARKS)


def test_records_bring_all_that_a_number_is_computed_from():
    book = Book()
    num = book.file("P.num", 1, unit="", label="a", sources=[Source("f" * 64, "tep.xlsx", "GV", "E12")])
    den = book.file("P.den", 2, unit="", label="b")
    share = book.file("P.value", Fraction(1, 2), unit="%", label="c", inputs=[num, den])
    book.file("P.gap", Fraction(1, 4), unit="", label="d", inputs=[share])
    book.file("Q.num", 9, unit="", label="e")
    records = book.records(["P.gap"])
    assert list(records) == ["P.den", "P.gap", "P.num", "P.value"]
    assert records["P.num"]["cells"] == 1 and records["P.num"]["first"] == "tep.xlsx › GV › E12"
    assert len(str(records["P.num"]["digest"])) == 12


def test_a_claim_that_was_never_filed_is_named():
    with pytest.raises(ClaimError, match=r"no claim 'P.x' was filed"):
        Book().records(["P.x"])


@given(st.permutations([Source("a", "", "S", "A1"), Source("a", "", "S", "B1"), Source("b", "", "S", "A1")]))
def test_the_hash_of_cells_does_not_depend_on_their_order(sources):
    assert digest(sources) == digest(sorted(sources, key=str))


def test_the_hash_of_cells_depends_on_every_cell():
    assert digest([Source("a", "", "S", "A1")]) != digest([Source("a", "", "S", "A2")])


@pytest.mark.parametrize("text", ["7 người", "mục ٣", "²", "28,6%"])
def test_a_bare_digit_of_any_script_is_found(text):
    found = unclaimed([{"t": text}])
    assert found == ([text] if text != "²" else found)


@pytest.mark.parametrize("kind", ["claim", "cite", "structure"])
def test_a_digit_in_a_claim_a_citation_or_structure_is_free(kind):
    assert unclaimed([{"t": "7", kind: "x"}]) == []


def test_nothing_is_shown_with_an_unclaimed_number_or_a_claim_of_nobody():
    bare = Sentences((Sentence("T1", (Span("Có 7 người."),)),))
    with pytest.raises(ClaimError, match=r"'Có 7 người\.' without a claim"):
        show(bare, Book(), lang="vi")
    stray = Sentences((Sentence("T1", (Span("7", claim="P.x"),)),))
    with pytest.raises(ClaimError, match=r"no claim 'P.x'"):
        show(stray, Book(), lang="vi")
