"""Breaks in a series: a legal definition or a form that changed, read from the code lists of the home."""

from __future__ import annotations

from dataclasses import dataclass

from gec_lib.codelists import Codes
from gec_lib.indicators.records import Indicator


@dataclass(frozen=True)
class SeriesBreak:
    """A break of the list ``break``: values before ``from_year`` are not comparable with those from it on.

    ``redefined`` is True where the wording of the definition changed, False where only the form did.
    """

    code: str
    from_year: int
    redefined: bool


def breaks_in(indicator: Indicator, codes: Codes) -> tuple[SeriesBreak, ...]:
    """Breaks that touch an indicator, by year.

    Parameters
    ----------
    indicator : Indicator
        From the catalogue; one derived from others carries the versions of its inputs itself.
    codes : Codes
        Code lists of the home: ``break`` with the attributes ``from`` and ``stream``, ``definition`` with ``break``.
    """
    of_law = {codes.get("definition", version).attr["break"] for version in indicator.versions}
    streams = {codes.measure(item.measure).stream for side in indicator.terms() for item in side}
    found = []
    for code in codes.members("break"):
        attr = codes.get("break", code).attr
        of_form = streams & {name.strip() for name in attr.get("stream", "").split(",")}
        if code in of_law or of_form:
            found.append(SeriesBreak(code, int(attr["from"]), redefined=code in of_law))
    return tuple(sorted(found, key=lambda item: (item.from_year, item.code)))
