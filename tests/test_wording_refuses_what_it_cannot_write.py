"""A sentence is written whole or not at all; the error names the sentence, the field and what was expected."""

from fractions import Fraction

import pytest

from gec_lib.blocks import Span, text_of
from gec_lib.claims import Claimed
from gec_lib.wording import Goal, WordingError, load_messages, load_wording
from gec_lib.wording.templates import merged

VI = load_wording("vi")
GOOD = {"n_expected": Claimed("coverage.expected", 100), "due": "2025-12-19"}


def test_a_whole_sentence():
    sentence = VI.sentence("C1", **GOOD)
    assert sentence.key == "C1"
    assert text_of(sentence.text).replace("\u00a0", " ") == (
        "Toàn bộ 100 trường đã nộp báo cáo đúng hạn, chậm nhất là ngày 19/12/2025."
    )
    assert [(s.t, s.claim, s.structure) for s in sentence.text if s.claim or s.structure] == [
        ("100", "coverage.expected", ""),
        ("19/12/2025", "", "date"),
    ]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"n_expected": GOOD["n_expected"]}, "missing \\['due'\\]"),
        ({**GOOD, "deu": "2025-12-19"}, "unknown \\['deu'\\]"),
        ({**GOOD, "n_expected": 100}, "expected a Claimed"),
        ({**GOOD, "n_expected": Claimed("x", None, "…")}, "mark '…'"),
        ({**GOOD, "n_expected": Claimed("x", Fraction(1, 2))}, "whole number"),
        ({**GOOD, "due": "19/12/2025"}, "'due'.*date"),
    ],
)
def test_a_wrong_field_is_named(values, said):
    with pytest.raises(WordingError, match=f"'C1'.*{said}"):
        VI.sentence("C1", **values)


def test_an_unknown_sentence_is_named():
    with pytest.raises(WordingError, match="'C99'"):
        VI.sentence("C99")


def test_the_operator_of_the_plan_is_said():
    half = Claimed("T3-01a.2030.target", Fraction(1, 2))
    values = {"indicator": "tỷ lệ nữ thạc sĩ"}
    assert text_of(VI.sentence("VD2", target=Goal(half, "more_than"), **values).text).endswith("(trên 50%).")
    assert text_of(VI.sentence("VD2", target=Goal(half, "at_least"), **values).text).endswith("(50%).")
    with pytest.raises(WordingError, match="operator"):
        VI.sentence("VD2", target=Goal(half, "about"), **values)
    with pytest.raises(WordingError, match="expected a Goal"):
        VI.sentence("VD2", target=half, **values)


@pytest.mark.parametrize("year", ["2025", 2025.0, True, None])
def test_a_year_is_a_whole_number(year):
    with pytest.raises(WordingError, match="year"):
        VI.sentence("O7", prev_year=year)


@pytest.mark.parametrize("names", [[], "Phường mẫu 1"])
def test_a_list_is_a_list_and_not_empty(names):
    with pytest.raises(WordingError, match="list"):
        VI.sentence("G3", value=Claimed("x", Fraction(1, 2)), names=names)


def test_a_key_in_two_files_is_refused_with_both_names():
    label = {"label": {"page": {"home": "Trang đầu"}}}
    with pytest.raises(WordingError, match=r"label\.page\.home stands in both a\.toml and b\.toml"):
        merged({"a.toml": label, "b.toml": label})
    with pytest.raises(WordingError, match=r"T1 stands in both a\.toml and b\.toml"):
        merged({"a.toml": {"T1": {"text": "x"}}, "b.toml": {"T1": {"text": "y"}}})


def test_files_may_share_a_group_of_labels():
    both = merged({"a": {"label": {"page": {"x": "1"}}}, "b": {"label": {"page": {"y": "2"}}}})
    assert both["label"]["page"] == {"x": "1", "y": "2"}


def test_an_unknown_language_is_refused():
    with pytest.raises(WordingError, match="'fr'"):
        load_messages("fr")


def test_an_unknown_label_names_the_known_ones():
    with pytest.raises(WordingError, match="not_met"):
        VI.label("verdict", "failed")


def test_text_for_headings_marks_what_holds_digits():
    assert VI.text("Bảng {no}. {what}", no="3", what="Đội ngũ") == (
        Span("Bảng "),
        Span("3", structure="name"),
        Span(". Đội ngũ"),
    )
    number = Span("28,6%", claim="x")
    assert VI.text("còn {n}", n=number) == (Span("còn "), number)
    with pytest.raises(WordingError, match="digits"):
        VI.text("Bảng 3. Đội ngũ")
    with pytest.raises(WordingError, match="fields"):
        VI.text("Bảng {no}", on="3")
