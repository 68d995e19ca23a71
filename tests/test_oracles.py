"""Every row of the published data that concerns parity, intervals, progress and disclosure is reproduced.

The data stay in ../shared/oracles (see its README for sources and licences); a line a file is printed with
the number of rows and the greatest difference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from gec_lib import formulas, verdicts
from gec_lib.suppression import Structure, audit
from gec_lib.verdicts import Direction, UNStatus

Compare = Callable[..., None]


@pytest.fixture
def oracles(shared: Path) -> Path:
    return shared / "oracles"


@pytest.fixture
def compare(oracles: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Compare]:
    """Compare all rows of a file with what was published, within a tolerance, and print the greatest difference."""
    rows = pd.read_csv(oracles / "MANIFEST.csv").set_index("file")["rows"]

    def _compare(file: str, *, found: np.ndarray, published: np.ndarray, tolerance: float) -> None:
        found, published = np.asarray(found, dtype=float), np.asarray(published, dtype=float)
        assert len(found) == rows[file], f"{file}: {rows[file]} rows were published, {len(found)} were computed"
        difference = np.abs(found - published).max()
        with capsys.disabled():
            print(
                f"\n  {file:<40}{len(found):>6} rows   max difference {difference:.2e}   allowed {tolerance:.0e}",
                end="",
            )
        assert difference <= tolerance  # NaN fails too

    yield _compare


def test_adjusted_parity_index_of_unesco(oracles: Path, compare: Compare):
    table = pd.read_csv(oracles / "uis_gpia.csv")
    found = formulas.adjusted_parity_index(table["rate_f"], male=table["rate_m"])
    compare("uis_gpia.csv", found=found, published=table["gpia_published"], tolerance=1e-4)


def test_adjusted_parity_index_with_zeros_and_source_errors(oracles: Path, compare: Compare):
    """0/0 is not defined whatever the source printed; one zero gives 0 or 2; a source error is not copied."""
    table = pd.read_csv(oracles / "uis_gpia_edge_cases.csv")
    kind = table["class"]
    found = formulas.adjusted_parity_index(table["rate_f"], male=table["rate_m"])
    assert set(kind) == {"zero_over_zero", "one_zero", "rounded_or_source_error"}
    assert found[kind == "zero_over_zero"].isna().all()
    assert (found[kind == "one_zero"] == table["gpia_published"][kind == "one_zero"]).all()
    wrong = kind == "rounded_or_source_error"
    ratio = table["rate_f"] / table["rate_m"]
    by_definition = np.where(ratio <= 1, ratio, 2 - 1 / ratio)  # UIS metadata of 4.5.1
    assert (np.abs(by_definition - table["gpia_published"])[wrong] > 1e-4).all(), "these rows are source errors"
    stated = pd.Series(by_definition).mask(kind == "zero_over_zero").mask(table["rate_m"].eq(0) & ratio.gt(0), 2.0)
    compare("uis_gpia_edge_cases.csv", found=found.fillna(-1), published=stated.fillna(-1), tolerance=1e-9)


def test_parity_index_of_the_world_bank(oracles: Path, compare: Compare):
    table = pd.read_csv(oracles / "wb_gpi_unadjusted.csv")
    found = formulas.parity_index(table["rate_f"], male=table["rate_m"])
    compare("wb_gpi_unadjusted.csv", found=found, published=table["gpi_published"], tolerance=2e-5)


def test_female_share_of_the_world_bank(oracles: Path, compare: Compare):
    table = pd.read_csv(oracles / "wb_female_share.csv")
    found = 100 * formulas.share(table["female"], whole=table["total"])
    compare("wb_female_share.csv", found=found, published=table["pct_female_published"], tolerance=2e-5)


def test_wilson_interval_of_newcombe(oracles: Path, compare: Compare):
    table = pd.read_csv(oracles / "newcombe1998_wilson_single.csv")
    found = formulas.wilson(table["x"], total=table["n"])
    difference = pd.concat([found.lower - table["lower"], found.upper - table["upper"]], axis=1).abs().max(axis=1)
    compare("newcombe1998_wilson_single.csv", found=difference, published=0 * difference, tolerance=5.001e-5)


def test_difference_of_rates_of_newcombe(oracles: Path, compare: Compare):
    table = pd.read_csv(oracles / "newcombe1998_difference_method10.csv")
    found = formulas.newcombe_difference(
        table["x1"], total=table["n1"], events_other=table["x2"], total_other=table["n2"]
    )
    difference = pd.concat([found.lower - table["lower"], found.upper - table["upper"]], axis=1).abs().max(axis=1)
    compare("newcombe1998_difference_method10.csv", found=difference, published=0 * difference, tolerance=5.001e-5)


def test_progress_status_of_eustat(oracles: Path, compare: Compare):
    table = pd.read_csv(oracles / "eustat_progress.csv")

    def status(row: pd.Series) -> UNStatus:
        direction = Direction.UP if row["desired"] == "increase" else Direction.DOWN
        years = row["last_year"] - row["base_year"]
        if row["rule"] == "no_target":
            return verdicts.un_status_without_target(
                row["base_value"], value=row["last_value"], years=years, direction=direction
            )
        return verdicts.un_status(
            row["base_value"],
            value=row["last_value"],
            target=row["target"],
            years=years,
            years_to_target=int(row["rule"].removeprefix("target_")) - row["base_year"],
            direction=direction,
        )

    compare("eustat_progress.csv", found=table.apply(status, axis=1), published=table["score_published"], tolerance=0)


def test_attackers_interval_of_the_handbook(oracles: Path, compare: Compare):
    """Hundepool et al., example 3: x11 can be worked out to lie from 3 to 6."""
    table = pd.read_csv(oracles / "sdc_handbook_example3.csv").set_index("row")
    table.index = table.index.astype(str)
    hidden = table.apply(lambda column: column.astype(str).str.startswith("x"))
    counts = table.mask(hidden, 0).astype(int)  # nobody knows what the hidden cells hold
    structure = Structure({"Total": ("1", "2", "3")}, {"total": ("c1", "c2")})
    ranges = audit(counts, structure=structure, hidden=hidden)
    assert len(ranges) == 4
    # printed there for x11; the other three follow from it by subtraction
    published = {("1", "c1"): (3, 6), ("1", "c2"): (1, 4), ("2", "c1"): (0, 3), ("2", "c2"): (0, 3)}
    difference = [np.abs(ranges.loc[cell].to_numpy() - np.array(limits)).max() for cell, limits in published.items()]
    compare("sdc_handbook_example3.csv", found=difference, published=[0] * 4, tolerance=0)
