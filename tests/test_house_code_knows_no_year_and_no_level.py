"""Years, levels and grades are data of a home: the code of the library names none of them."""

from __future__ import annotations

import re
from pathlib import Path

from gec_lib.codelists import ALL, NONE, load_codes
from tests.house import literals, modules

YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
# laws by their number or name, and the namespaces of office formats
CITED = re.compile(r"\d+/20\d\d/[A-ZĐ]|Luật [\w ]+ 20\d\d|http://\S+")
# File and text, each with its reason; the list may only shrink.
MAY_SAY_A_YEAR = {
    ("gec_lib/wording/sentences.py", "expected a date such as '2025-12-19', found "): "an example in an error text",
    (
        "gec_lib/indicators/curriculum.py",
        "row code of the lower-secondary form and of the regime of 2025",
    ): "names the forms that were not read",
}


def test_no_year_stands_in_the_code():
    wrong = []
    for module in modules():
        for line, value in literals(module):
            if value == 2000:  # a round limit
                continue
            text = CITED.sub("", str(value))
            if YEAR.search(text) and (module.as_posix(), value) not in MAY_SAY_A_YEAR:
                wrong.append(f"{module}, line {line}: {value!r}; a year belongs into params/")
    assert wrong == []


def test_no_exception_outlives_its_text():
    said = {(module.as_posix(), value) for module in modules() for _, value in literals(module)}
    assert set(MAY_SAY_A_YEAR) <= said


def test_no_level_and_no_grade_stands_in_the_code(params: Path):
    lists = load_codes(params).lists
    known = {*lists["level"], *lists["grade"]} - {ALL, NONE}
    assert "primary" in known and "g5" in known
    wrong = [
        f"{module}, line {line}: {value!r}; ask params/codes.csv by list or attribute"
        for module in modules()
        for line, value in literals(module)
        if isinstance(value, str) and known & set(re.split(r"[|,;=]", value))
    ]
    assert wrong == []
