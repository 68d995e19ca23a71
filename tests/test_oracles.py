"""Every row of the published data is reproduced, or the stated rule where equality is not the rule.

The data stay in ../shared/oracles (see its README for sources and licences); a line a file is printed with
the number of rows and the greatest difference.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from gec_lib import formulas, verdicts
from gec_lib.codelists import NONE, UNIT_COLUMNS, WARD
from gec_lib.register import units_at
from gec_lib.suppression import Structure, audit, suppress
from gec_lib.verdicts import Direction, UNStatus

Compare = Callable[..., None]
Rule = Callable[[str, int], None]


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


@pytest.fixture
def rule_holds(oracles: Path, capsys: pytest.CaptureFixture[str]) -> Rule:
    """For files where a stated rule is checked instead of equality: all rows were used."""
    rows = pd.read_csv(oracles / "MANIFEST.csv").set_index("file")["rows"]

    def _print(file: str, used: int) -> None:
        assert np.isnan(rows[file]) or used == rows[file], f"{file}: {rows[file]} rows were published, {used} used"
        with capsys.disabled():
            print(f"\n  {file:<40}{used:>6} rows   stated rule holds", end="")

    return _print


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


def test_parity_by_wealth_and_location(oracles: Path, compare: Compare):
    table = pd.read_csv(oracles / "uis_wealth_location_parity.csv")
    found = formulas.parity_index(table["disadvantaged"], male=table["advantaged"])
    compare("uis_wealth_location_parity.csv", found=found, published=table["published"], tolerance=1e-4)


def test_parity_of_literacy(oracles: Path, compare: Compare):
    table = pd.read_csv(oracles / "wb_gpi_literacy_2dp.csv")
    found = formulas.parity_index(table["rate_f"], male=table["rate_m"])
    compare("wb_gpi_literacy_2dp.csv", found=found, published=table["gpi_published"], tolerance=0.005)


def test_women_among_illiterates(oracles: Path, compare: Compare):
    table = pd.read_csv(oracles / "wb_illiterate_population.csv")
    found = 100 * formulas.share(table["female"], whole=table["total"])
    compare("wb_illiterate_population.csv", found=found, published=table["pct_female_published"], tolerance=0.01)


def test_repeaters(oracles: Path, compare: Compare):
    table = pd.read_csv(oracles / "wb_repeaters_pct.csv")
    found = 100 * formulas.share(table["repeaters"], whole=table["enrolment"])
    compare("wb_repeaters_pct.csv", found=found, published=table["pct_repeaters_published"], tolerance=1e-5)


def flows(table: pd.DataFrame) -> pd.DataFrame:
    """Repetition, promotion and dropout of each row, in percent."""
    repetition = formulas.repetition_rate(table["repeaters_t1"], enrolled=table["enrol_t"])
    promotion = formulas.promotion_rate(
        table["enrol_next_t1"], repeaters_above_next=table["repeaters_next_t1"], enrolled=table["enrol_t"]
    )
    dropout = formulas.dropout_rate(promotion, repetition=repetition)
    return 100 * pd.DataFrame({"repetition": repetition, "promotion": promotion, "dropout": dropout})


def test_repetition_and_dropout_by_grade(oracles: Path, compare: Compare):
    table = pd.read_csv(oracles / "uis_flow_rates.csv")
    found = flows(table)
    compare("uis_flow_rates.csv", found=found["repetition"], published=table["repetition_published"], tolerance=1e-5)
    compare("uis_flow_rates.csv", found=found["dropout"], published=table["dropout_published"], tolerance=1e-5)


def test_negative_dropout_is_returned_and_flagged(oracles: Path, compare: Compare):
    """Pupils who moved in push it below 0; the source printed something else, and nothing is clipped here."""
    file = "uis_flow_rates_negative_dropout.csv"
    table = pd.read_csv(oracles / file)
    found = flows(table)
    for name in found:
        compare(file, found=found[name], published=table[name], tolerance=1e-5)
    flagged = formulas.outside_range(found["dropout"] / 100).astype(bool)
    assert (flagged == table["neg"]).all() and table["neg"].sum() == 19


def test_survival_from_rates(oracles: Path, compare: Compare):
    table = pd.read_csv(oracles / "uis_survival.csv")
    found = pd.Series(np.nan, index=table.index)
    for last, rows in table.groupby("last_grade"):
        repetition = [rows[f"rep_g{grade}"] / 100 for grade in range(1, last)]
        dropout = [rows[f"drop_g{grade}"] / 100 for grade in range(1, last)]
        promotion = [1 - r - d for r, d in zip(repetition, dropout, strict=True)]
        found[rows.index] = 100 * formulas.survival_rate(promotion, repetition=repetition)
    compare("uis_survival.csv", found=found, published=table["survival_published"], tolerance=1e-4)


def test_survival_from_counts(oracles: Path, compare: Compare):
    table = pd.read_csv(oracles / "uis_survival_from_counts.csv")
    counts = pd.concat(
        [pd.read_csv(oracles / f"uis_flow_rates{part}.csv") for part in ("", "_negative_dropout")], ignore_index=True
    ).drop_duplicates(["level", "grade", "sex", "country", "year"])
    rates = (
        flows(counts).set_index(pd.MultiIndex.from_frame(counts[["level", "sex", "country", "year", "grade"]])) / 100
    )

    def survival(row: pd.Series) -> float:
        grades = [
            rates.loc[(row["level"], row["sex"], row["country"], row["year"], g)] for g in range(1, row["last_grade"])
        ]
        return 100 * formulas.survival_rate(
            [g["promotion"] for g in grades], repetition=[g["repetition"] for g in grades]
        )

    found = table.apply(survival, axis=1)
    compare("uis_survival_from_counts.csv", found=found, published=table["survival_published"], tolerance=1e-4)


def test_transition(oracles: Path, compare: Compare):
    table = pd.read_csv(oracles / "uis_transition.csv")
    entrants = table["enrol_ls1_t1"] - table["repeaters_ls1_t1"]
    found = 100 * formulas.transition_rate(
        entrants, last_grade=table["enrol_last_t"], repeaters_next=table["repeaters_last_t1"]
    )
    compare("uis_transition.csv", found=found, published=table["transition_published"], tolerance=1e-4)


def test_gross_enrolment(oracles: Path, compare: Compare):
    table = pd.read_csv(oracles / "uis_gross_enrolment_ratio.csv")
    found = 100 * formulas.gross_enrolment_ratio(table["enrolment"], population=table["population"])
    compare("uis_gross_enrolment_ratio.csv", found=found, published=table["ger_published"], tolerance=2e-4)


def test_gross_intake_to_the_last_grade(oracles: Path, compare: Compare):
    table = pd.read_csv(oracles / "uis_gross_intake_last_grade.csv")
    found = 100 * formulas.gross_intake_ratio(
        table["enrol_last"], repeaters=table["repeaters_last"], population=table["population"]
    )
    compare("uis_gross_intake_last_grade.csv", found=found, published=table["gir_published"], tolerance=1e-5)


def test_out_of_school(oracles: Path, compare: Compare):
    table = pd.read_csv(oracles / "uis_out_of_school.csv")
    found = 100 * formulas.out_of_school_rate(table["out_of_school"], population=table["population"])
    compare("uis_out_of_school.csv", found=found, published=table["rate_published"], tolerance=1e-4)


def test_effects_of_two_factors(oracles: Path, compare: Compare):
    """The two effects add up to the difference of the products; published products are rounded to a cent."""
    table = pd.read_csv(oracles / "dasgupta1993_2_1.csv").set_index("pop")
    white, black = table.loc["white"], table.loc["black"]
    first, second = formulas.two_factor_effects(
        white["avg_earnings"],
        second=white["earner_prop"],
        first_other=black["avg_earnings"],
        second_other=black["earner_prop"],
    )
    exact = table["avg_earnings"] * table["earner_prop"]
    assert first + second == pytest.approx(exact["white"] - exact["black"], abs=1e-9)
    found = [exact["black"], exact["black"] + first + second]
    compare("dasgupta1993_2_1.csv", found=found, published=table["crude_published"], tolerance=0.005001)


def test_pupils_by_class_and_teacher(oracles: Path, compare: Compare):
    table = pd.read_csv(oracles / "vn_gso_national_ratios.csv")
    found = formulas.share(table["pupils"], whole=table["denominator"])
    compare("vn_gso_national_ratios.csv", found=found, published=table["published"], tolerance=0.07)


def test_provinces_add_up_to_their_region(oracles: Path, rule_holds: Rule):
    """Pupils, girls, teachers, women, classes: levels add up to the total and provinces to the region."""
    file = "vn_gso_red_river_delta_2013_2016.csv"
    table = pd.read_csv(oracles / file)
    names = ["pupils", "girls", "teachers", "women_teachers", "classes"]
    keys = ["year", "level"]
    provinces = table[table["unit_type"].eq("province")].groupby(keys)[names].sum()
    region = table[table["unit"].eq("Red River Delta")].set_index(keys)[names]
    assert (provinces - region).abs().to_numpy().max() == 0
    parts = table[table["level"].ne("Total")].groupby(["unit", "year"])[names].sum(min_count=3)
    whole = table[table["level"].eq("Total")].set_index(["unit", "year"])[names].reindex(parts.index)
    known = whole.notna().all(axis=1)
    assert known.sum() == 72 and (parts[known] - whole[known]).abs().to_numpy().max() == 0
    shares = formulas.share(table["girls"], whole=table["pupils"]).dropna()
    assert not formulas.outside_range(shares).any()
    rule_holds(file, len(table))


def test_real_schools_keep_their_totals_under_suppression(oracles: Path, rule_holds: Rule):
    """Grades of real schools by sex: no small count shows, no total moves, nothing hidden can be worked out."""
    file = "it_schools_molise_2022_23.csv"
    table = pd.read_csv(oracles / file)
    table["T"] = table["male_students"] + table["female_students"]
    for _, school in list(table[table["province_description"].eq("Isernia")].groupby("school_code"))[::4]:
        counts = school[["female_students", "male_students", "T"]].set_axis(["F", "M", "T"], axis=1)
        counts.index = (school["order"] + " " + school["grade"].astype(str)).to_list()
        grades = tuple(counts.index)
        counts.loc["all"] = counts.sum()
        structure = Structure({"all": grades}, {"T": ("F", "M")})
        plan = suppress(counts, structure=structure, threshold=5, width=5, published=None)
        small = counts.ge(1) & counts.lt(5) & ~plan.shown
        assert not (small & ~plan.hidden).to_numpy().any()
        widths = audit(counts, structure=structure, hidden=plan.hidden).pipe(lambda r: r["high"] - r["low"])
        assert not (widths == 0).any(), "a hidden count can be worked out"
    rule_holds(file, len(table))
    assert (table["male_students"].sum(), table["female_students"].sum()) == (15422, 14050)


def test_wards_are_named_by_code_and_date(oracles: Path, compare: Compare):
    """All wards of the city before and from 1 July: 96 codes name another ward on the other side of the day."""
    text = {"dtype": str, "keep_default_na": False}
    old = pd.read_csv(oracles / "vn_hanoi_wards_before_2025.csv", **text)
    new = pd.read_csv(oracles / "vn_hanoi_wards_from_2025_07.csv", **text)
    pairs = pd.read_csv(oracles / "vn_hanoi_old_to_new_wards.csv", **text)
    reused = pd.read_csv(oracles / "vn_code_reused_for_other_name.csv", **text)
    day, eve = "2025-07-01", "2025-06-30"
    units = pd.concat(
        [wards(old["old_code"], old["old_ward"], "2014-04-01", eve), wards(new["new_code"], new["new_ward"], day, "")],
        ignore_index=True,
    )
    before, after = units_at(units, date=eve), units_at(units, date=day)
    assert before["unit"].is_unique and after["unit"].is_unique
    compare(
        "vn_hanoi_wards_before_2025.csv",
        found=sorted(before["unit"].astype(int)),
        published=sorted(old["old_code"].astype(int)),
        tolerance=0,
    )
    compare(
        "vn_hanoi_wards_from_2025_07.csv",
        found=sorted(after["unit"].astype(int)),
        published=sorted(new["new_code"].astype(int)),
        tolerance=0,
    )
    both = before.merge(after, on="unit", suffixes=("_old", "_new"))
    kind = r"^(Phường|Xã|Thị trấn) "
    renamed = both[
        both["name_old"].str.replace(kind, "", regex=True) != both["name_new"].str.replace(kind, "", regex=True)
    ]
    compare(
        "vn_code_reused_for_other_name.csv",
        found=sorted(renamed["unit"].astype(int)),
        published=sorted(reused["code"].astype(int)),
        tolerance=0,
    )
    assert set(pairs["old_code"]) == set(before["unit"]) and set(pairs["new_code"]) == set(after["unit"])
    parts = pairs.groupby("old_code")["kind"].transform("size")
    split = parts.gt(1)
    compare("vn_hanoi_old_to_new_wards.csv", found=split, published=pairs["kind"].eq("split"), tolerance=0)


def wards(codes: pd.Series, names: pd.Series, first: str, last: str) -> pd.DataFrame:
    """A register of wards."""
    frame = pd.DataFrame({"unit": codes, "name": names, "unit_type": WARD, "level": NONE, "ward": codes})
    frame = frame.assign(valid_from=first, valid_to=last)
    return frame.reindex(columns=list(UNIT_COLUMNS), fill_value="")


def test_wards_of_the_old_district(oracles: Path, compare: Compare, rule_holds: Rule):
    """Ten old wards; every split one has a default heir; the outlines are wards of the new list."""
    table = pd.read_csv(oracles / "vn_nam_tu_liem_old_to_new.csv", dtype=str)
    defaults = table[table["is_default"].eq("True")].groupby("old_code").size()
    compare(
        "vn_nam_tu_liem_old_to_new.csv", found=table["old_code"].map(defaults), published=[1] * len(table), tolerance=0
    )
    assert len(defaults) == 10
    outlines = json.loads((oracles / "vn_wards_2025_nam_tu_liem_area.geojson").read_text(encoding="utf-8"))
    new = set(pd.read_csv(oracles / "vn_hanoi_wards_from_2025_07.csv", dtype=str)["new_code"])
    rule_holds("vn_wards_2025_nam_tu_liem_area.geojson", len(outlines["features"]))
    assert len(outlines["features"]) == 7 and {code_of(item) for item in outlines["features"]} <= new


def code_of(feature: dict[str, dict[str, object]]) -> str:
    return next(str(value).zfill(5) for key, value in feature["properties"].items() if "code" in key.lower())


def test_rows_of_the_official_primary_form(oracles: Path, params: Path, rule_holds: Rule):
    """Counting the rows of the official form gives the row codes that the layout reads."""
    table = pd.read_csv(oracles / "vn_moet_primary_report_rows.csv", dtype=str, keep_default_na=False)
    item = table["chi_tieu"].str.strip(" ,-+")
    table["row"] = np.nan
    start = int(table.index[table["tt"].eq("1.1.")][0])
    headings = item.isin(["Chia ra theo vùng:", "Chia ra:", "Trong đó:", "Trong đó"])
    counted = (table.index >= start) & ~headings
    table.loc[counted, "row"] = np.arange(1, counted.sum() + 1)
    layout = pd.read_csv(params / "layouts" / "dn_th-2018.csv", dtype=str).set_index("measure")["row_code"]
    content = table["chi_tieu"].str.contains("giới tính, phòng chống bạo lực, xâm hại")
    assert table.loc[content, "row"].tolist() == [int(layout["sexuality_programme"])]
    assert table.loc[table["tt"].eq("II"), "row"].tolist() == [int(layout["classes"])]
    rule_holds("vn_moet_primary_report_rows.csv", len(table))


def test_columns_of_the_official_list_of_schools(oracles: Path, rule_holds: Rule):
    """The register holds what the ministry's list requires of code, name, level, ownership and ward."""
    lines = (oracles / "vn_school_list_template_columns.txt").read_text(encoding="utf-8").splitlines()
    required = {line.split("*")[0].strip() for line in lines if "*" in line}
    ours = {
        "MA_TRUONG": "unit",
        "TEN_TRUONG_HOC": "name",
        "CAP_HOC": "level",
        "LOAI_HINH_TRUONG": "ownership",
        "MA_XA_PHUONG": "ward",
    }
    assert set(ours) <= required and set(ours.values()) <= set(UNIT_COLUMNS)
    rule_holds("vn_school_list_template_columns.txt", len(lines) - 1)


def test_every_published_file_is_used(oracles: Path):
    here = Path(__file__).read_text(encoding="utf-8")
    files = pd.read_csv(oracles / "MANIFEST.csv")["file"]
    assert [file for file in files if f'"{file}"' not in here] == []
