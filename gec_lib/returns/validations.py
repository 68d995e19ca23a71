"""What the cells of a form accept, and the words a clerk reads when they do not."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from gec_lib.codelists import Codes
from gec_lib.returns.drafts import FIRST_ROW, FIRST_VALUE, Draft
from gec_lib.returns.records import DATE, FEMALE_FIELD, HOUR, NOTE_FIELD, YES_NO, Row


def collect(ranges: dict[str, list[str]], line: int, row: Row, codes: Codes) -> None:
    """Add the cells of a row to the ranges of their kinds."""
    for column in row.columns:
        if column.field == NOTE_FIELD:
            continue
        measure = codes.measures[column.measure]
        if column.field == FEMALE_FIELD and not measure.sexed:
            continue
        kind = measure.unit if measure.unit in (YES_NO, DATE, HOUR) else "count"
        ranges.setdefault(kind, []).append(xl_rowcol_to_cell(line, FIRST_VALUE + column.position))


def validate(sheet: Any, ranges: Mapping[str, list[str]], form: Draft) -> None:
    """What the cells of each kind accept, with the words that say so."""
    rules: dict[str, dict[str, Any]] = {
        "count": {"validate": "integer", "criteria": ">=", "value": 0, "error_type": "warning"},
        HOUR: {"validate": "decimal", "criteria": ">=", "value": 0, "error_type": "warning"},
        YES_NO: {"validate": "list", "source": ["1", "0", "z", "…"], "error_type": "stop"},
        DATE: {
            "validate": "date",
            "criteria": ">=",
            "value": datetime.date(form.identity.year - 1, 1, 1),
            "error_type": "warning",
        },
    }
    for kind, cells in ranges.items():
        text = form.word(f"{kind}_text").format(year=form.identity.year)
        title = form.word(f"{kind}_title")
        told = {"input_title": title, "input_message": text} if kind in (YES_NO, DATE) else {}
        rule = {**rules[kind], "multi_range": " ".join(cells), "error_title": title, "error_message": text, **told}
        sheet.data_validation(cells[0], rule)


def confirm(sheet: Any, form: Draft, column: int, last: int) -> None:
    """The last column offers a word that confirms an odd figure, and takes any other words."""
    rule = {
        "validate": "list",
        "source": [form.word("confirm")],
        "input_title": form.word("explanation"),
        "input_message": form.word("confirm_text"),
        "show_error": False,
    }
    sheet.data_validation(FIRST_ROW, column, last, column, rule)
