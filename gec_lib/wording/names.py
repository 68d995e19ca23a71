"""Words around numbers and names: quantifiers, directions, lists, alphabetical order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from enum import StrEnum
from fractions import Fraction

from gec_lib.claims import Number
from gec_lib.wording.numerals import WordingError


class Direction(StrEnum):
    """Where a number went, from exact values, never from printed ones."""

    UP = "up"
    DOWN = "down"
    SAME = "same"


class Quantifier(StrEnum):
    """Words for k of n; always followed by the counts themselves."""

    ALL = "all"
    NEARLY_ALL = "nearly_all"
    MOST = "most"
    MORE_THAN_HALF = "more_than_half"
    HALF = "half"
    NEARLY_HALF = "nearly_half"
    SOME = "some"
    FEW = "few"
    NONE = "none"
    ONLY = "only"
    BOTH = "both"
    ONE_OF_TWO = "one_of_two"
    NEITHER = "neither"


def quantifier(k: int, n: int) -> Quantifier | None:
    """The word for k of n; None below ten, where only the counts are said.

    Examples
    --------
    >>> quantifier(92, 100), quantifier(3, 4), quantifier(1, 2)
    (<Quantifier.NEARLY_ALL: 'nearly_all'>, None, <Quantifier.ONE_OF_TWO: 'one_of_two'>)
    """
    if not 0 <= k <= n or n == 0:
        raise WordingError(f"quantifier of {k} in {n}: expected 0 ≤ k ≤ n and n > 0")
    if n == 1:
        return Quantifier.ONLY
    if n == 2:
        return (Quantifier.NEITHER, Quantifier.ONE_OF_TWO, Quantifier.BOTH)[k]
    if n < 10:
        return None
    if k in (0, n):
        return Quantifier.NONE if k == 0 else Quantifier.ALL
    if 2 * k == n:
        return Quantifier.HALF
    share = Fraction(k, n)
    steps = (
        (Fraction(9, 10), Quantifier.NEARLY_ALL),
        (Fraction(6, 10), Quantifier.MOST),
        (Fraction(1, 2), Quantifier.MORE_THAN_HALF),
        (Fraction(4, 10), Quantifier.NEARLY_HALF),
        (Fraction(1, 10), Quantifier.SOME),
    )
    return next((word for least, word in steps if share >= least), Quantifier.FEW)


def direction(diff: Number) -> Direction:
    """Up, down or same, from the exact difference."""
    return Direction.UP if diff > 0 else Direction.DOWN if diff < 0 else Direction.SAME


def join_names(names: Sequence[str], *, word: str) -> str:
    """Names as a list: A · A và B · A, B và C.

    Examples
    --------
    >>> join_names(["A", "B", "C"], word="và")
    'A, B và C'
    """
    if not names:
        raise WordingError("an empty list of names; use the sentence for none")
    return f"{', '.join(names[:-1])} {word} {names[-1]}" if len(names) > 1 else names[0]


ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
TONES = "\u0300\u0309\u0303\u0301\u0323"


def collation_key(name: str) -> tuple[object, ...]:
    """Vietnamese alphabetical order (letters, then tones, then digits by value), the same on every machine.

    Examples
    --------
    >>> sorted(["Đống Đa", "Dịch Vọng", "Phường 10", "Phường 2", "Ô Chợ Dừa", "Nhật Tân"], key=collation_key)
    ['Dịch Vọng', 'Đống Đa', 'Nhật Tân', 'Ô Chợ Dừa', 'Phường 2', 'Phường 10']
    """
    letters: list[tuple[int, int, str]] = []
    tones: list[int] = []
    for part in re.findall(r"\d+|\D", unicodedata.normalize("NFC", name).lower()):
        if part.isdecimal():
            letters.append((1, int(part), ""))
            tones.append(0)
            continue
        marks = unicodedata.normalize("NFD", part)
        letter = unicodedata.normalize("NFC", "".join(c for c in marks if c not in TONES))
        letters.append((2, ALPHABET.index(letter), "") if letter in ALPHABET else (0, 0, letter))
        tones.append(next((TONES.index(c) + 1 for c in marks if c in TONES), 0))
    return (tuple(letters), tuple(tones), name)


def sort_names(names: Iterable[str]) -> list[str]:
    """Names in Vietnamese alphabetical order."""
    return sorted(names, key=collation_key)


def inside(phrase: str) -> str:
    """A catalogue name as it stands inside a sentence: first letter small unless it opens an abbreviation.

    Examples
    --------
    >>> inside("Tỷ lệ nữ thạc sĩ"), inside("GPIA của đi học"), inside("Inter-agency work")
    ('tỷ lệ nữ thạc sĩ', 'GPIA của đi học', 'inter-agency work')
    """
    first = re.split(r"[\s,-]", phrase, maxsplit=1)[0]
    return phrase if first[1:] != first[1:].lower() or not first.isalpha() else phrase[:1].lower() + phrase[1:]
