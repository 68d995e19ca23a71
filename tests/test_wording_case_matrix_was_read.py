"""The whole case matrix of the sentence bank stands as text that was read; whatever differs is named."""

import difflib
import re

from gec_lib.wording import declarations
from tests.golden.matrix import GOLDEN, matrix

HOW = (
    "The words of the reports changed. Read the lines below in both languages; if they are right, write the text anew "
    "with `python -m tests.golden.matrix` and commit it with the change."
)


PAGE_OF_A_SCHOOL = "SP"  # its returns and tasks are never one in all: three returns a year, the tasks of a plan


def test_every_sentence_in_every_case_is_as_it_was_read():
    kept, now = GOLDEN.read_text(encoding="utf-8").splitlines(), matrix().splitlines()
    different = list(difflib.unified_diff(kept, now, "read", "now", lineterm="", n=1))
    assert different == [], "\n".join([HOW, *different])


def test_the_matrix_holds_every_sentence_in_both_languages():
    text = GOLDEN.read_text(encoding="utf-8")
    for key in declarations():
        block = re.search(rf"^{re.escape(key)}\n((?:  .*\n)+)", text, re.MULTILINE)
        assert block is not None, key
        assert {line[2:4] for line in block[1].splitlines()} == {"vi", "en"}, key


def test_no_sentence_counts_a_single_case_as_a_multitude():
    """Where the case of one would read "toàn bộ 1 trường", the bank has a sentence of its own."""
    wrong = re.compile(r"\b(all|none of the|cả|toàn bộ) 1 ", re.IGNORECASE)
    found, key = [], ""
    for line in GOLDEN.read_text(encoding="utf-8").splitlines():
        key = line if line[:1] != " " else key
        if wrong.search(line) and not key.startswith(PAGE_OF_A_SCHOOL):
            found.append(f"{key}: {line}")
    assert found == []
