"""What a short retrospective return was never asked: said as such, so that nobody takes it for a blank."""

from __future__ import annotations

import math
from collections.abc import Iterable

from gec_lib.codelists import NOT_ASKED
from gec_lib.returns.layouts import Layout, LayoutError, layout_for
from gec_lib.returns.reading import Reading, Rows


def with_gaps(reading: Reading, *, layouts: Iterable[Layout]) -> Rows:
    """The observations of a return; a retrospective one gets a row for all that the usual form would have asked.

    Parameters
    ----------
    reading : Reading
        What the file says.
    layouts : iterable of Layout
        The layouts of the home.

    Returns
    -------
    tuple of tuple
        In the order of ``OBSERVATION_COLUMNS``; the added rows have the status ``not_asked``, no number and no cell.
    """
    layout, who = reading.layout, reading.identity
    if layout is None or who is None or not layout.retrospective:
        return reading.rows
    try:
        usual = layout_for(layouts, form=layout.form, year=who.year)
    except LayoutError:
        return reading.rows  # the form did not exist in that year: nothing was left out
    owner = (who.year, layout.period, layout.stream, who.unit, layout.unit_type, layout.level)
    source = (math.nan, math.nan, NOT_ASKED, layout.form, layout.version, reading.file, "", "", "")
    return (*reading.rows, *((*owner, *key, *source) for key in usual.keys if key not in layout.keys))
