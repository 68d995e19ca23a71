"""Whole sentences by language, number formats, labels: the only place where a number becomes text.

``messages/sentences.toml`` says which fields a sentence has and of which type; ``messages/<lang>.toml`` holds its
text. What can be said in two ways is two sentences with two keys, never one joined from parts. A figure enters as a
`Claimed`, so the link to its cells cannot get lost.
"""

from gec_lib.wording.names import (
    Direction,
    Quantifier,
    collation_key,
    direction,
    inside,
    join_names,
    quantifier,
    sort_names,
)
from gec_lib.wording.numerals import FORMATS, WordingError, same_printed, workbook_format
from gec_lib.wording.sentences import Goal, Wording, load_wording
from gec_lib.wording.templates import declarations, load_messages

__all__ = [
    "FORMATS",
    "Direction",
    "Goal",
    "Quantifier",
    "Wording",
    "WordingError",
    "collation_key",
    "declarations",
    "direction",
    "inside",
    "join_names",
    "load_messages",
    "load_wording",
    "quantifier",
    "same_printed",
    "sort_names",
    "workbook_format",
]
