"""Who issues reports, to whom, and who signs: the offices of a home by date."""

from __future__ import annotations

import functools
import warnings
from datetime import date
from pathlib import Path

from gec_lib.models import Evidence, Record, Words, read_model


class Office(Record):
    """Who issues reports in a span of days, to whom, and who signs."""

    valid_from: date
    valid_to: date | None = None
    superior: Words
    name: Words
    place: Words
    symbol: str
    addressee: Words
    signatory: tuple[str, ...]
    recipients: tuple[Words, ...]
    evidence: Evidence


class Offices(Record):
    """The territory's name and its offices by date."""

    area: Words
    offices: tuple[Office, ...]

    def at(self, day: date) -> Office:
        """The office on a day; an undeclared successor is said in brackets and warned about."""
        for office in self.offices:
            if office.valid_from <= day and (office.valid_to is None or day <= office.valid_to):
                return office
        warnings.warn(
            f"params/offices.yaml declares no office for {day.isoformat()}; the report prints a placeholder",
            stacklevel=2,
        )
        gap = Words(vi="[cần khai báo đơn vị kế thừa]", en="[successor office to be declared]")
        return Office(
            valid_from=day,
            superior=gap,
            name=gap,
            place=gap,
            symbol="",
            addressee=gap,
            signatory=(gap.vi,),
            recipients=(gap,),
            evidence=Evidence.ASSUMED,
        )


@functools.cache
def load_offices(params: Path) -> Offices:
    """The offices of a home."""
    return read_model(params / "offices.yaml", Offices)
