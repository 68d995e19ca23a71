"""Every sentence of the bank can be written in every language, with its numbers claimed and nothing left over."""

import dataclasses
import re
from fractions import Fraction

import pytest

from gec_lib.blocks import text_of
from gec_lib.claims import Claimed, unclaimed
from gec_lib.wording import FORMATS, Goal, declarations, load_wording
from gec_lib.wording.templates import LISTS, TYPES

LANGS = ("vi", "en")
KEYS = sorted(declarations())
FORMULA = {"O1", "O2", "O3"}  # the opening formula of an official document is one long sentence by custom
PLAIN = {
    "vi": {"name": "Phường mẫu 02", "phrase": "Tỷ lệ nữ tiến sĩ", "noun": "người", "part": "Mầm non"},
    "en": {"name": "Phường mẫu 02", "phrase": "The share of women", "noun": "people", "part": "Preschool"},
}
FIXED = {
    "year": 2025, "school_year": 2024, "period": (2021, 2025), "date": "2025-12-20", "date_long": "2021-08-16",
    "ref": "3", "refs": ("1", "2"), "param": Fraction(19, 20), "names": ["Phường mẫu 02", "Phường mẫu 03"],
    "doc": "379/KH-PGD&ĐT",
}  # fmt: skip


def sample(key, lang, count):
    """Values for all fields: counts are ``count``, shares 2/7."""
    values = {}
    for name, kind in declarations()[key].fields.items():
        number = count if kind in ("count", "signed_count") or kind == "list_count" else Fraction(2, 7)
        claim = Claimed(f"{key}.{name}", 2_500_000 if kind == "million1" else number)
        if kind in LISTS:
            values[name] = [(claim, PLAIN[lang]["part"]), (dataclasses.replace(claim, id="second"), "THCS")]
        elif kind == "goal":
            values[name] = Goal(Claimed(f"{key}.{name}", Fraction(1, 2)), "more_than")
        else:
            values[name] = claim if kind in FORMATS else FIXED[kind] if kind in FIXED else PLAIN[lang][kind]
    return values


def written(key, lang, count):
    return load_wording(lang).sentence(key, **sample(key, lang, count))


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("count", [0, 1, 2, 1234])
@pytest.mark.parametrize("key", KEYS)
def test_nothing_is_left_over(key, lang, count):
    text = text_of(written(key, lang, count).text)
    assert not re.search(r"[{}\[\]|]|  |NaN|None|null|nan\b|%%| [,.;:)]|\( ", text), text
    assert not re.search(r"\.\.(?!\.)|;;|,,", text), text
    assert text == text.strip()


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("key", KEYS)
def test_every_digit_is_claimed_cited_or_structure(key, lang):
    sentence = written(key, lang, 1234)
    assert unclaimed([dataclasses.asdict(span) for span in sentence.text]) == []


@pytest.mark.parametrize("key", KEYS)
def test_both_languages_print_the_same_claims(key):
    claims = [{span.claim for span in written(key, lang, 7).text if span.claim} for lang in LANGS]
    assert claims[0] == claims[1]
    figures = [
        n for n, kind in declarations()[key].fields.items() if kind in FORMATS or kind in LISTS or kind == "goal"
    ]
    assert {f"{key}.{name}" for name in figures} <= claims[0]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("key", KEYS)
def test_no_sentence_starts_with_a_numeral_or_a_small_letter(key, lang):
    text = text_of(written(key, lang, 1234).text)
    for part in re.split(r"(?<!No)(?<!Bảng 3)(?<!Hình 3)(?<!Table 3)(?<!Figure 3)\. ", text.replace("\u00a0", " ")):
        assert part[:1].isupper() or part[:1] in "“", part


@pytest.mark.parametrize("key", sorted(set(KEYS) - FORMULA))
def test_a_sentence_is_short_and_holds_at_most_four_numbers(key):
    spans = written(key, "vi", 7).text
    joined = "".join(f"\x01{s.t}\x02" if s.claim else s.t for s in spans)
    for part in re.split(r"\. ", joined):
        assert part.count("\x01") <= 4, part.replace("\x01", "").replace("\x02", "")
    for part in re.split(r"\. ", joined.replace("\u00a0", " ")):
        assert len(part.split()) <= 40, part


@pytest.mark.parametrize("key", KEYS)
def test_one_is_singular_in_english(key):
    text = text_of(written(key, "en", 1).text).replace("\u00a0", " ")
    found = re.search(
        r"(?<![\d.,/–])\b1 ((?!is\b|was\b|has\b|this\b|managers\b)\w+s|people|women|men|children)\b", text
    )
    assert not found, text


@pytest.mark.parametrize("key", KEYS)
def test_many_is_plural_in_english(key):
    text = text_of(written(key, "en", 7).text).replace("\u00a0", " ")
    assert not re.search(
        r"\b7 (school|ward|pupil|person|woman|girl|case|day|indicator|target|task|point|is|was|has)\b", text
    )


def test_every_type_is_used_or_known():
    used = {kind for entry in declarations().values() for kind in entry.fields.values()}
    assert used <= set(TYPES)


def test_numbers_hold_to_their_noun_and_sections_to_their_word():
    text = text_of(written("VH1", "vi", 7).text)
    assert "7\u00a0người" in text
    assert "mục\u00a03" in text


def test_names_open_a_sentence_with_a_capital_and_stand_inside_with_a_small_letter():
    assert text_of(written("T22", "vi", 7).text).startswith("Tỷ lệ nữ tiến sĩ năm")
    assert "kết luận về tỷ lệ nữ tiến sĩ không" in text_of(written("C7", "vi", 7).text)
    assert text_of(written("X1", "vi", 7).text).startswith("Bảng\u00a03. Tỷ lệ nữ tiến sĩ")


def test_lists_of_figures_name_every_part():
    text = text_of(written("S1", "vi", 50).text).replace("\u00a0", " ")
    assert text.endswith("có 50 cơ sở giáo dục, gồm 50 trường mầm non và 50 trường THCS.")
