"""Languages hold the same sentences with the same fields, and the same labels."""

import re

import pytest

from gec_lib.wording import declarations, load_messages, load_wording
from gec_lib.wording.templates import parse

LANGS = ("vi", "en")
ONE_LANGUAGE = {"singular"}  # a language without plurals needs no singular
MESSAGES = {lang: load_messages(lang) for lang in LANGS}


def fields(template):
    return {p.text for p in parse(template) if p.kind in ("field", "choice")}


@pytest.mark.parametrize("lang", LANGS)
def test_a_language_has_every_sentence_and_no_other(lang):
    assert MESSAGES[lang].keys() - {"label"} == set(declarations())


@pytest.mark.parametrize("key", sorted(declarations()))
def test_a_sentence_has_the_same_fields(key):
    vi, en = (fields(MESSAGES[lang][key]["text"]) for lang in LANGS)
    assert vi == en == set(declarations()[key].fields)


@pytest.mark.parametrize("key", sorted(declarations()))
def test_fields_are_declared_in_the_order_of_the_vietnamese_text(key):
    order = list(dict.fromkeys(p.text for p in parse(MESSAGES["vi"][key]["text"]) if p.kind == "field"))
    assert list(declarations()[key].fields) == order


def test_labels_are_the_same():
    groups = [{g: set(t) for g, t in MESSAGES[lang]["label"].items() if g not in ONE_LANGUAGE} for lang in LANGS]
    for group in groups[0].keys() | groups[1].keys():
        assert groups[0].get(group) == groups[1].get(group), group


def test_labels_of_a_language_have_the_same_fields():
    for group in MESSAGES["vi"]["label"].keys() - {"date", "range", "number"}:
        for key, text in MESSAGES["vi"]["label"][group].items():
            assert set(re.findall(r"\{(\w+)\}", text)) == set(
                re.findall(r"\{(\w+)\}", MESSAGES["en"]["label"][group][key])
            ), (group, key)


def test_catalogue_parts_exist(params):
    catalogue = params / "indicator_formulas.csv"
    parts = {entry.part for entry in declarations().values() if entry.part}
    assert all(re.fullmatch(r"[TNS]\d\d?-(R?\d\d?)[a-z]?\d*", part) for part in parts)
    if catalogue.exists():
        known = catalogue.read_text(encoding="utf-8")
        assert all(part[:5] in known for part in parts)


@pytest.mark.parametrize("lang", LANGS)
def test_loading_is_checked_and_cached(lang):
    assert load_wording(lang) is load_wording(lang)
