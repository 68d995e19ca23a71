"""How completely the accepted returns were filled in: cells asked and filled, person cells split by sex."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from gec_lib.codelists import (
    ALL,
    FILLED,
    NOT_APPLICABLE,
    NOT_ASKED,
    OBSERVATION_COLUMNS,
    OBSERVATION_KEY,
    REGISTER,
    REPORTED,
)
from gec_lib.coverage import SHEET, WHOLE_YEAR
from gec_lib.returns.layouts import Layout

# The measures of the stream "register" in params/measures.csv; their category is the stream of the returns.
REQUIRED, VALID, SEXED, SPLIT = ("cells_required", "cells_filled", "cells_sexed", "cells_sexed_filled")
ROW_KEY = ["form", "version", "measure", "category", "group"]
RETURN_OF = ["year", "unit", "unit_type", "level", "stream"]


def filling_observations(observations: pd.DataFrame, *, layouts: Iterable[Layout]) -> pd.DataFrame:
    """Cells of the returns as ordinary measures of the stream ``register``, by unit, level and stream of the return.

    ``cells_required`` are the cells of required rows that were asked and apply to the unit, ``cells_filled`` those of
    them with a valid value; ``cells_sexed`` are the totals that have a cell for women beside them, and
    ``cells_sexed_filled`` those of them whose cell for women has a value. A total and its women are two cells.

    Parameters
    ----------
    observations : DataFrame
        ``OBSERVATION_COLUMNS`` of the accepted returns, corrections applied.
    layouts : iterable of Layout
        The forms; figures of no form, such as those of an imported table, have no cells and are not counted.

    Returns
    -------
    DataFrame
        ``OBSERVATION_COLUMNS``; no row for a unit whose returns of a stream were not received.
    """
    asked = observations[~observations["status"].isin((NOT_APPLICABLE, NOT_ASKED)) & observations["cell_total"].ne("")]
    rows = pd.MultiIndex.from_frame(asked[ROW_KEY])
    required = rows.isin(_required(layouts))
    given, split = asked["status"].isin(FILLED), asked["cell_female"].ne("")
    total, women = given & asked["total"].notna(), given & split & asked["female"].notna()
    counts = {
        REQUIRED: required * (1 + split.astype("int64")),
        VALID: required * (total.astype("int64") + women.astype("int64")),
        SEXED: split.astype("int64"),
        SPLIT: women.astype("int64"),
    }
    counted = asked[RETURN_OF].assign(**counts).groupby(RETURN_OF, as_index=False, sort=True)[list(counts)].sum()
    table = counted.melt(RETURN_OF, var_name="measure", value_name="total").rename(columns={"stream": "category"})
    table = table.assign(period=WHOLE_YEAR, stream=REGISTER, group=ALL, status=REPORTED, form=REGISTER, version="")
    table = table.assign(file="", sheet=SHEET, cell_total="", cell_female="", female=float("nan"))
    table["total"] = table["total"].astype("float64")
    return table[list(OBSERVATION_COLUMNS)].sort_values(list(OBSERVATION_KEY), kind="stable", ignore_index=True)


def _required(layouts: Iterable[Layout]) -> list[tuple[str, ...]]:
    """The rows that must be filled, as ``ROW_KEY``."""
    return [(one.form, one.version, *key) for one in layouts for key, row in one.keys.items() if row.required]
