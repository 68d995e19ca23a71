"""The page about the checks, written from the rules themselves: ``python -m gec_lib.returns.manual``."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from gec_lib.codelists import FAIL
from gec_lib.returns.catalogue import CHECKS
from gec_lib.returns.checks import STRUCTURE_RULES
from gec_lib.returns.layouts import load_layouts
from gec_lib.returns.records import Rule

FAMILIES: Mapping[str, str] = {
    "ST": "The file, its form and its unit",
    "TY": "What a cell may hold",
    "RW": "Within one row",
    "SM": "Sums and their parts",
    "SB": "Subsets and conditions",
    "CF": "Between forms",
    "CY": "Between years",
    "CU": "Over the whole area",
    "PC": "The forms of the wards",
}
KINDS: Mapping[str, str] = {
    "WhileReading": "structure, type",
    "OfLedger": "receipt",
    "Relation": "sum, subset",
    "Composed": "sum",
    "Groups": "subset",
    "Within": "subset",
    "Near": "change",
    "Implies": "implication",
    "OverArea": "change",
    "Special": "function",
}
HEAD = """# The checks of a return

This page is written by `python -m gec_lib.returns.manual` from `params/checks.csv` and the records of
`gec_lib/returns/catalogue.py`; a test compares it with them. Do not edit it by hand.

A return passes (PASS), is taken with a question (WARNING: a word of explanation in the column "Giải thích" settles
it) or is sent back (FAIL). Faults of structure ({structure}) stop the rest: figures that stand nobody knows where are
not compared. A check that needs another form, the year before or other units is left out while these are not there;
a check over the whole area runs once every unit that owes one of its forms has sent it, and is told at that return.
A return is judged by what was accepted before it; in one run the ledger takes returns in the order in which they fall
due. Where the office corrected a figure of another return (`gec returns correct`), the corrected figure is compared,
as long as the correction holds.

*Blank* says what an empty cell means on the left and on the right side, as in DHIS2: `skip` leaves the check out,
`zero` counts it as 0, `never` compares all the same. *Kind* is the kind of record; a function stands for a rule that
none of them holds. {count} rules, {fail} of them FAIL.

Plausible shares and jumps are judged on totals, and small counts raise no doubt: a difference must exceed a number of
people as well as a share (CY01, CY03, CF01), or three times the square root of both counts together, which is how far
two counts stray by chance (CY02); shares ask for rows of 20, 30 or 100 people (CY07, RW06, RW07). RW08 and PC06 leave
a margin of five and two people. RW06 and RW09 are silent where last year's row was the same. CY04 and ST12 ask for at
least 15 figures that are not zero. CU01 and CU02 compare the units of one area; a code of a ward that changed its
meaning is sent with its name (ST13).
"""


def checks_page(params: Path) -> str:
    """The page as Markdown.

    Parameters
    ----------
    params : Path
        The folder ``params`` of a home.
    """
    rules = load_layouts(params)[0].book.rules
    kinds = {entry.rule: KINDS[type(entry).__name__] for entry in CHECKS}
    fail = sum(rule.severity == FAIL for rule in rules.values())
    structure = ", ".join(sorted(STRUCTURE_RULES))
    parts = [HEAD.format(structure=structure, count=len(rules), fail=fail)]
    for family, title in FAMILIES.items():
        members = [rule for rule in rules.values() if rule.id.startswith(family)]
        parts.append(f"## {title}\n\n{_table(members, kinds)}\n")
    return "\n".join(parts)


def _table(rules: Iterable[Rule], kinds: Mapping[str, str]) -> str:
    lines = ["| Rule | Severity | Kind | Forms | Blank | Planted fault | Message |", "|---|---|---|---|---|---|---|"]
    for rule in rules:
        blank = f"{rule.missing_left}, {rule.missing_right}"
        forms = ", ".join(rule.forms)
        message = f"{rule.message_vi} ({rule.expected_vi})<br>{rule.message_en} ({rule.expected_en})"
        cells = (rule.id, rule.severity, kinds[rule.id], forms, blank, rule.planted, message)
        lines.append("| " + " | ".join(cell.replace("|", r"\|") for cell in cells) + " |")
    return "\n".join(lines)


if __name__ == "__main__":
    root = Path(__file__).resolve().parents[2]
    (root / "docs" / "checks.md").write_text(checks_page(root / "params"), encoding="utf-8")
    sys.stdout.write("docs/checks.md\n")
