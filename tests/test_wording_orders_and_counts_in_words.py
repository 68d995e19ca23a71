"""Names stand in Vietnamese alphabetical order on every machine; words for parts follow the exact counts."""

import random
from fractions import Fraction

import pytest

from gec_lib.wording import (
    Direction,
    Quantifier,
    WordingError,
    direction,
    inside,
    join_names,
    load_wording,
    quantifier,
    sort_names,
)

# letters a ă â … d đ e ê … o ô ơ … u ư, then tones ngang huyền hỏi ngã sắc nặng, then numbers by value
ORDERED = [
    "An", "Ăn", "Ân", "Cầu Diễn", "Dịch Vọng", "Đại Mỗ", "Mễ Trì", "Mỹ Đình 1", "Mỹ Đình 2", "Mỹ Đình 10",
    "Oanh", "Ông", "Ơn", "Phú Đô", "Tây Mỗ", "Trung Văn", "Xuân Phương", "Yên",
]  # fmt: skip
TONES = ["ma", "mà", "mả", "mã", "má", "mạ"]


@pytest.mark.parametrize("names", [ORDERED, TONES])
def test_names_sort_as_the_alphabet_says(names):
    for seed in range(20):
        shuffled = list(names)
        random.Random(seed).shuffle(shuffled)
        assert sort_names(shuffled) == names


def test_lists_are_joined():
    assert join_names(["A"], word="và") == "A"
    assert join_names(["A", "B"], word="và") == "A và B"
    assert join_names(["A", "B", "C"], word="và") == "A, B và C"


@pytest.mark.parametrize(
    ("k", "n", "word"),
    [
        (100, 100, Quantifier.ALL), (99, 100, Quantifier.NEARLY_ALL), (90, 100, Quantifier.NEARLY_ALL),
        (89, 100, Quantifier.MOST), (60, 100, Quantifier.MOST), (59, 100, Quantifier.MORE_THAN_HALF),
        (51, 100, Quantifier.MORE_THAN_HALF), (50, 100, Quantifier.HALF), (49, 100, Quantifier.NEARLY_HALF),
        (40, 100, Quantifier.NEARLY_HALF), (39, 100, Quantifier.SOME), (10, 100, Quantifier.SOME),
        (9, 100, Quantifier.FEW), (1, 100, Quantifier.FEW), (0, 100, Quantifier.NONE),
        (9, 9, None), (3, 4, None), (0, 3, None),
        (2, 2, Quantifier.BOTH), (1, 2, Quantifier.ONE_OF_TWO), (0, 2, Quantifier.NEITHER), (1, 1, Quantifier.ONLY),
    ],
)  # fmt: skip
def test_quantifiers_follow_the_counts(k, n, word):
    assert quantifier(k, n) == word


@pytest.mark.parametrize(("k", "n"), [(3, 2), (-1, 5), (0, 0)])
def test_no_word_for_impossible_counts(k, n):
    with pytest.raises(WordingError):
        quantifier(k, n)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_quantifier_has_a_word(lang):
    assert all(load_wording(lang).label("quantifier", word) for word in Quantifier)


def test_direction_comes_from_exact_values():
    assert direction(Fraction(1, 10**9)) is Direction.UP
    assert direction(-1) is Direction.DOWN
    assert direction(Fraction(1, 3) - Fraction(2, 6)) is Direction.SAME


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Tỷ lệ nữ thạc sĩ", "tỷ lệ nữ thạc sĩ"),
        ("Đội ngũ", "đội ngũ"),
        ("GPIA của đi học", "GPIA của đi học"),
        ("CTGD, phòng chống", "CTGD, phòng chống"),
        ("15–18 tuổi", "15–18 tuổi"),
    ],
)
def test_a_name_stands_inside_a_sentence(name, expected):
    assert inside(name) == expected
