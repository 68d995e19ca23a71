"""Of the returns received, the cells that were asked, those filled in, and the person cells split by sex."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from gec_lib.codelists import OBSERVATION_COLUMNS
from gec_lib.ledger.filling import filling_observations
from gec_lib.returns.layouts import layout_of, load_layouts
from gec_lib.snapshots import open_snapshot

# measure, category, total, female, status, whether a cell for women stands beside the total
ROWS = (
    ("principals", "all", 1, 1, "reported", True),  # two cells, two filled, split
    ("teachers", "all", 20, None, "reported", True),  # two cells, one filled, not split
    ("teachers", "master", None, None, "blank", True),  # two cells, none filled
    ("teachers", "doctor", None, None, "not_applicable", True),  # does not apply: no cell
    ("pupils", "all", None, None, "not_asked", True),  # the short form does not ask it: no cell
    ("teachers", "university", 15, 12, "corrected", True),  # two cells, two filled, split
    ("sexuality_programme", "all", 0, None, "reported", False),  # one cell, filled with a true zero
    ("classes", "all", None, None, "blank", False),  # one cell, blank
)


def observations(rows, **further):
    made = []
    for place, (measure, category, total, female, status, split) in enumerate(rows, start=8):
        made.append(
            dict.fromkeys(OBSERVATION_COLUMNS, "")
            | {"year": 2025, "stream": "start_of_year", "unit": "99000051", "unit_type": "school", "level": "primary"}
            | {"form": "dn_th", "version": "2025", "group": "all", "measure": measure, "category": category}
            | {"total": total, "female": female, "status": status, "cell_total": f"D{place}"}
            | {"cell_female": f"E{place}" if split else ""}
            | further
        )
    return pd.DataFrame(made, columns=list(OBSERVATION_COLUMNS)).astype({"total": "float64", "female": "float64"})


@pytest.fixture(scope="module")
def layouts(params):
    return load_layouts(params)


def counted(table):
    return {(row.measure, row.category): row.total for row in table.itertuples()}


def test_cells_as_counted_by_hand(layouts):
    """2+2+2+2 cells of four person rows, 1+1 of two others; filled 2+1+0+2 and 1+0; split 2 of 4."""
    found = filling_observations(observations(ROWS), layouts=layouts)
    assert counted(found) == {
        ("cells_required", "start_of_year"): 10,
        ("cells_filled", "start_of_year"): 6,
        ("cells_sexed", "start_of_year"): 4,
        ("cells_sexed_filled", "start_of_year"): 2,
    }
    assert list(found.columns) == list(OBSERVATION_COLUMNS)
    assert set(found["stream"]) == {"register"} and set(found["file"]) == {""}


def test_a_row_that_may_stay_blank_is_not_required(layouts):
    layout = layout_of(layouts, form="dn_th", version="2025")
    rows = tuple(replace(row, required=row.measure != "teachers") for row in layout.rows)
    found = counted(filling_observations(observations(ROWS), layouts=(replace(layout, rows=rows),)))
    assert found["cells_required", "start_of_year"] == 4  # the principal's two, the programme, the classes
    assert found["cells_filled", "start_of_year"] == 3
    assert found["cells_sexed", "start_of_year"] == 4


def test_streams_units_and_levels_are_counted_apart(layouts):
    """A figure of an imported table has no cell."""
    both = [observations(ROWS[:1]), observations(ROWS[:2], unit="99000052"), observations(ROWS[:1], cell_total="")]
    found = filling_observations(pd.concat(both), layouts=layouts)
    required = found[found["measure"] == "cells_required"].set_index("unit")["total"].to_dict()
    assert required == {"99000051": 2, "99000052": 4}


def test_nothing_received_is_nothing_counted(layouts):
    assert filling_observations(observations(()), layouts=layouts).empty


def test_a_snapshot_holds_them_and_the_indicators_give_a_share(small_home):
    snapshot = open_snapshot(small_home.home, small_home.snapshot)
    rows = snapshot.observations
    mine = rows[rows["year"].eq(2025) & rows["unit"].eq("99000001") & rows["measure"].str.startswith("cells_")]
    found = counted(mine)
    # the workbooks of the samples: 4 person rows in the end-of-year form, 36 and four others in the start-of-year form
    assert (found["cells_required", "end_of_year"], found["cells_sexed", "end_of_year"]) == (8, 4)
    assert (found["cells_required", "start_of_year"], found["cells_sexed", "start_of_year"]) == (76, 36)
    # the school that sent no equality return has no cells of it, not zero cells
    absent = rows["year"].eq(2025) & rows["unit"].eq("99000031") & rows["category"].eq("equality")
    assert rows[absent & rows["measure"].str.startswith("cells_")].empty
    draft = small_home.report("quality", year=2025, level="all", lang="vi", profile="internal").draft
    for code in ("N17-2b", "S02-3a"):
        share = draft.value(code, year=2025, level="all").value
        assert 0.9 < share < 1, code
    # nobody kept the checks that ran: the parts stay missing, and so does the score
    assert draft.value("N17-2d", year=2025, level="all").value is None
    assert draft.value("N17-2a", year=2025, level="all").value is None
