"""A form being written: what every sheet of one workbook needs, and where its rows and columns begin."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gec_lib.codelists import Codes
from gec_lib.returns.looks import Looks
from gec_lib.returns.records import Identity, Layout

STAMP_ROW, TITLE_ROW, UNIT_ROW, RULE_ROW, TOP_ROW, HEAD_ROW, FIRST_ROW = range(7)
ORDER, LABEL, CODE, FIRST_VALUE = range(4)


@dataclass(frozen=True)
class Draft:
    """What every sheet of one workbook needs."""

    workbook: Any
    looks: Looks
    layout: Layout
    identity: Identity
    codes: Codes
    remarks: Mapping[tuple[str, str], str]
    explanations: Mapping[str, str]
    due: datetime.date | None = None

    def word(self, key: str) -> str:
        return self.layout.book.words[key]
