"""A fault: which rule, where, what was found, what was expected, and the words to the clerk."""

from __future__ import annotations

from dataclasses import dataclass

from gec_lib.returns.records import Book

LONGEST_FOUND = 160  # a message quotes what the clerk typed, not a page of it


@dataclass(frozen=True)
class Fault:
    """One finding in a return; ``FAIL`` rejects it, ``WARNING`` asks for a word of explanation."""

    rule: str
    severity: str
    sheet: str
    cell: str
    row_code: str
    found: str
    expected: str
    message_vi: str
    message_en: str
    explained: bool = False


class _Blank(dict[str, str]):
    """A field no message of this rule has a value for stays empty instead of failing."""

    def __missing__(self, key: str) -> str:
        return "…"


def make_fault(
    rule: str,
    *,
    book: Book,
    sheet: str,
    cell: str,
    found: str,
    value: str = "",
    row_code: str = "",
    severity: str | None = None,
    explained: bool = False,
    **fields: str,
) -> Fault:
    """Word a fault from ``params/checks.csv``.

    Parameters
    ----------
    rule : str
        Id of the rule.
    book : Book
        Rules and words of the home.
    sheet, cell, row_code : str
        Where it is.
    found : str
        What the cell holds, as the clerk typed it, or one of our own words such as "trống"; empty means blank.
    value : str
        What the rule's column ``expected`` speaks of: a number, a code, a label.
    severity : str, optional
        Overrules the rule's own severity.
    explained : bool
        Whether the clerk explained the row.
    **fields : str
        Further fields of the message: ``form``, ``unit``, ``other_unit``, ``other_form``, ``other_year``.
    """
    known = book.rules[rule]
    found = found or book.words["blank"]
    found = found if len(found) <= LONGEST_FOUND else f"{found[:LONGEST_FOUND]}…"
    expected_vi = known.expected_vi.format_map(_Blank(value=value))
    expected_en = known.expected_en.format_map(_Blank(value=book.in_english(value)))
    shown = {**fields, "sheet": sheet, "cell": cell, "row_code": row_code}
    vi = _Blank({**shown, "found": found, "expected": expected_vi})
    en = _Blank({**shown, "found": book.in_english(found), "expected": expected_en})
    return Fault(
        rule=rule,
        severity=severity or known.severity,
        sheet=sheet,
        cell=cell,
        row_code=row_code,
        found=found,
        expected=expected_vi,
        message_vi=known.message_vi.format_map(vi),
        message_en=known.message_en.format_map(en),
        explained=explained,
    )
