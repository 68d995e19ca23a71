"""The case matrix of the sentence bank: every template in every case that changes its words, in both languages.

``python -m tests.golden.matrix`` writes ``sentences.txt`` anew; read what changed in both languages before it is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

from gec_lib.blocks import text_of
from gec_lib.claims import Claimed
from gec_lib.wording import FORMATS, Goal, declarations, load_wording
from gec_lib.wording.templates import LISTS

GOLDEN = Path(__file__).parent / "sentences.txt"
LANGS = ("vi", "en")

# What fields of words hold in real reports, Vietnamese and English
WORDS: dict[str, tuple[str, str]] = {
    "indicator": ("tỷ lệ nữ tiến sĩ trong tổng số tiến sĩ", "the share of women among doctorate holders"),
    "level": ("Tiểu học", "Primary"),
    "level_hi": ("Mầm non", "Preschool"),
    "level_lo": ("Trung học cơ sở", "Lower secondary"),
    "issuer": ("Phòng Giáo dục và Đào tạo", "the Education and Training Office"),
    "plan_issuer": ("Phòng Giáo dục và Đào tạo quận Mẫu", "the Education and Training Office of Sample district"),
    "plan_subject": ("Thực hiện Chiến lược quốc gia về bình đẳng giới", "the National Strategy on Gender Equality"),
    "body": ("UBND quận Mẫu", "The People's Committee of Sample district"),
    "old_body": ("Phòng Giáo dục và Đào tạo", "the Education and Training Office"),
    "new_body": ("UBND phường Mẫu", "the People's Committee of Sample ward"),
    "office": ("Phòng Giáo dục và Đào tạo", "the Education and Training Office"),
    "legal_doc": ("Nghị định số 20/2014/NĐ-CP", "Decree No. 20/2014/NĐ-CP"),
    "clause": ("nhiệm vụ 17, mục III", "task 17, section III"),
    "area": ("quận Mẫu", "Sample district"),
    "annex": ("Phụ lục: chất lượng số liệu", "Annex: data quality"),
    "band": ("15–60 tuổi", "15–60"),
    "break_reason": ("địa giới các phường thay đổi từ ngày 01/7/2025", "ward boundaries changed on 1 July 2025"),
    "cause": ("thiếu tài liệu, hướng dẫn", "lack of materials or guidance"),
    "commentary": ("giao việc rõ người, rõ thời gian", "name the person and the day"),
    "contact": ("tổ tổng hợp", "the data team"),
    "degree": ("tiến sĩ", "doctorate"),
    "factor": ("giữa các cấp học", "school levels"),
    "group": ("Khuyết tật", "Disability"),
    "matter": ("tập huấn lồng ghép giới cho giáo viên mới", "train new teachers in integrating gender"),
    "method": ("CAGR", "CAGR"),
    "numerator_def": ("nữ có trình độ tiến sĩ", "women holding a doctorate"),
    "denominator_def": ("người có trình độ tiến sĩ", "people holding a doctorate"),
    "date_ref": ("ngày 30/9", "30 September"),
    "reason": ("thiếu kinh phí", "lack of funds"),
    "reason_1": ("thiếu người phụ trách", "nobody in charge"),
    "reason_2": ("thiếu kinh phí", "lack of funds"),
    "role": ("hiệu trưởng", "principal"),
    "section": ("mục III", "section III"),
    "source": ("báo cáo thống kê", "the statistical return"),
    "status_alt": ("Chậm", "Behind"),
    "task_short": ("Tập huấn lồng ghép giới", "Training of staff in integration"),
    "title": ("Đội ngũ theo trình độ", "Staff by degree"),
    "when": ("từ ngày 15/11 đến ngày 15/12", "15 November to 15 December"),
    "school": ("Tiểu học mẫu 01", "Tiểu học mẫu 01"),
    "unit": ("Tiểu học mẫu 01", "Tiểu học mẫu 01"),
    "sheet": ("Đội ngũ", "Đội ngũ"),
    "cell": ("E12", "E12"),
    "cells": ("E12, F12", "E12, F12"),
    "stream": ("báo cáo bình đẳng giới", "equality return"),
    "ward": ("Phường mẫu 1", "Phường mẫu 1"),
}
NOUNS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "unit": (("người", "trường"), ("people", "schools")),
}
YEARS = {
    "prev_year": 2024,
    "base_year": 2021,
    "deadline": 2030,
    "next_start": 2026,
    "deadline_next": 2030,
    "next_year": 2026,
}
OWN = {  # words that only one sentence holds
    ("VK1", "matter"): ("tập thể Tiểu học mẫu 01", "the staff of Tiểu học mẫu 01"),
    ("VK2", "matter"): ("quy định về thi đua, khen thưởng", "the rules on commendation"),
    ("VR2", "matter"): ("tiêu chí công nhận trường", "the criteria by which a school counts"),
    ("VR6", "body"): ("UBND các phường", "The People's Committees of the wards"),
    ("VR7", "body"): ("các trường", "the schools"),
    ("VC4", "body"): ("các trường", "the schools"),
}
LEVEL_NOUN = {"VC1": (("cấp",), ("levels",))}
NAMES = ("Phường mẫu 1", "Phường mẫu 2", "Phường mẫu 3")
PARTS = (("Mầm non", "Preschool"), ("Tiểu học", "Primary"), ("THCS", "Lower secondary"))
REFS = ("7", "8", "15")
LISTS_OF = {"years": ("2021", "2022", "2023")}
FIXED: dict[str, Any] = {
    "year": 2025, "school_year": 2024, "period": (2021, 2025), "date": "2025-12-19", "date_long": "2021-08-16",
    "ref": "III.2", "param": Fraction(19, 20),
}  # fmt: skip
AMOUNTS = {"million1": 2_500_000, "hours1": Fraction(5, 2), "mean1": Fraction(34, 10), "ratio2": Fraction(103, 100)}
DIGITS = re.compile(r"[\d.,]*\d")


def sample(key: str, lang: str, *, count: int, operator: str, length: int, noun: int) -> dict[str, object]:
    """Values for all fields of a sentence in one case."""
    side = LANGS.index(lang)
    values: dict[str, object] = {}
    for name, kind in declarations()[key].fields.items():
        number = count if kind in ("count", "signed_count") else AMOUNTS.get(kind, Fraction(2, 7))
        claim = Claimed(f"{key}.{name}", number)
        if kind in LISTS:
            amount = count if kind == "list_count" else Fraction(2, 7)
            pairs = [(Claimed(f"{key}.{name}.{i}", amount), part[side]) for i, part in enumerate(PARTS)]
            values[name] = pairs[:length]
        elif kind == "goal":
            values[name] = Goal(Claimed(f"{key}.{name}", Fraction(1, 2)), operator)
        elif kind == "noun":
            nouns = LEVEL_NOUN.get(key, NOUNS["unit"])[side]
            values[name] = nouns[noun % len(nouns)]
        elif kind in ("names", "refs"):
            values[name] = list(LISTS_OF.get(name, NAMES if kind == "names" else REFS)[:length])
        elif kind == "year":
            values[name] = YEARS.get(name, FIXED["year"])
        elif kind in FORMATS or kind in FIXED:
            values[name] = claim if kind in FORMATS else FIXED[kind]
        elif kind == "doc" and name not in WORDS:
            values[name] = "379/KH-PGD&ĐT" if name == "plan_no" else "379"
        else:
            values[name] = OWN.get((key, name), WORDS.get(name, (f"[{name}]",) * 2))[side]
    return values


def cases(key: str, lang: str) -> Iterator[str]:
    """The sentence in its usual case, then with one thing changed at a time.

    A case whose words (numbers apart) were written before is left out, and so is the case of one where the bank has
    a sentence of its own for it (``KEY.one``).
    """
    words, seen = load_wording(lang), set()
    usual: dict[str, Any] = {"count": 1234, "operator": "at_least", "length": 3, "noun": 0}
    counts = (2,) if f"{key}.one" in declarations() else (1, 2)
    changes = [
        {},
        *({"count": n} for n in counts),
        {"operator": "more_than"},
        {"noun": 1},
        {"length": 1},
        {"length": 2},
    ]
    for change in changes:
        text = text_of(words.sentence(key, **sample(key, lang, **{**usual, **change})).text).replace("\u00a0", " ")
        shape = DIGITS.sub("#", text)
        if shape not in seen:
            seen.add(shape)
            yield text


def matrix() -> str:
    """The whole matrix as text: keys in order, Vietnamese before English."""
    lines: list[str] = []
    for key in sorted(declarations()):
        lines.append(key)
        lines += [f"  {lang}  {text}" for lang in LANGS for text in cases(key, lang)]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    GOLDEN.write_text(matrix(), encoding="utf-8")
