"""500 workbooks of six sheets with 30 rows and 20 columns: read, checked, stored; pandas with openpyxl beside it.

Run ``python benchmarks/read_workbooks.py --files 500``. The forms are our own, from a layout made for this benchmark:
180 rows with total and women of six groups, last year's figures, the computed number of men, result and explanation.
``pandas.read_excel`` reads the same files in the same run, every sheet, without checking or storing anything.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from gec_lib.codelists import UNIT_COLUMNS, Codes, load_codes, read_table
from gec_lib.home import Home
from gec_lib.ledger import IntakeResult, Rules, load_rules, take_in
from gec_lib.returns.checks import check
from gec_lib.returns.forms import Identity, write_form
from gec_lib.returns.layouts import Layout, layout_for, load_layouts
from gec_lib.returns.reading import read_workbook

ROOT = Path(__file__).resolve().parent.parent
FORM, YEAR, SHEETS, ROWS = "bench", 2025, 6, 30
GROUPS = ("all", "ethnic_minority", "disability", "poor_or_near_poor", "orphan", "migrant")


def add_layout(params: Path) -> None:
    """A form of six sheets of 30 rows, each with twelve figures; twenty columns with those beside them."""
    with (params / "column_sets.csv").open("a", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream, lineterminator="\n")
        for place, (group, field) in enumerate((g, f) for g in GROUPS for f in ("total", "female")):
            rows.writerow(("BENCH", place + 1, f"{group} {field}", f"{group} {field}", group, field, ""))
    asked = list(wanted(params))
    with (params / "layouts" / f"{FORM}-1.csv").open("w", encoding="utf-8", newline="") as stream:
        names = list(read_table(params / "layouts" / "pc_xmc-2016.csv")[0])
        table = csv.DictWriter(stream, names, lineterminator="\n")
        table.writeheader()
        for number, (measure, category) in enumerate(asked):
            fixed = {"section": "I", "code_status": "assumed", "group": "all", "column_set": "BENCH", "required": "yes"}
            place = {"sheet": f"Trang {number // ROWS + 1}", "row_order": number + 1, "row_code": f"B{number}"}
            what = {"measure": measure, "category": category, "label_vi": f"{measure} {category}", "note": ""}
            table.writerow({**fixed, **place, **what})
    with (params / "layouts" / "index.csv").open(encoding="utf-8", newline="") as stream:
        index = list(csv.DictReader(stream))
    line = {**index[0], "form": FORM, "version": "1", "year_from": "2016", "year_to": "", "evidence": "assumed"}
    with (params / "layouts" / "index.csv").open("w", encoding="utf-8", newline="") as stream:
        table = csv.DictWriter(stream, list(index[0]), lineterminator="\n")
        table.writeheader()
        table.writerows([*index, line])


def wanted(params: Path) -> Iterator[tuple[str, str]]:
    """Enough measures of people with their categories."""
    codes, found = load_codes(params), 0
    for measure in codes.measures.values():
        if not measure.sexed:
            continue
        for category in ("all", *(codes.members(measure.dimension) if measure.dimension != "none" else ())):
            if found < SHEETS * ROWS:
                yield measure.code, category
                found += 1


def make(folder: Path, *, files: int) -> tuple[Home, list[Path]]:
    """A home with the form, its register and the workbooks to take in."""
    home = Home(folder / "home")
    shutil.copytree(ROOT / "params", home.params)
    load_codes.cache_clear()
    add_layout(home.params)
    layouts, codes = load_layouts(home.params), load_codes(home.params)
    layout = layout_for(layouts, form=FORM, year=YEAR)
    rows = [("99001", "ward", "none", "Phường mẫu 1", "", "99001", "no", "2010-01-01", "")]
    paths = []
    for number in range(files):
        unit = str(99_000_001 + number)
        rows.append((unit, "school", layout.level, f"mẫu {unit}", "public", "99001", "yes", "2010-01-01", ""))
        paths.append(folder / f"{unit}.xlsx")
        fill(paths[-1], layout, codes=codes, unit=unit, first=number)
    register = home.data / "register" / "units.csv"
    register.parent.mkdir(parents=True)
    register.write_text("\n".join(",".join(row) for row in (UNIT_COLUMNS, *rows)) + "\n", encoding="utf-8")
    return home, paths


def fill(path: Path, layout: Layout, *, codes: Codes, unit: str, first: int) -> None:
    """One workbook, full of figures that begin with some number."""
    values = {key: (900 + (first * 7 + at) % 800, 20 + at % 300) if key[2] == "all" else (9, 3)
              for at, key in enumerate(layout.keys)}  # fmt: skip
    identity = Identity(FORM, layout.version, YEAR, unit, f"mẫu {unit}", layout.level, synthetic=True)
    write_form(path, layout, identity=identity, codes=codes, values=values, previous=values)


def peak_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def take(home: Home, paths: list[Path], *, rules: Rules, replaces: str) -> IntakeResult:
    day = dt.date(YEAR, 10, 1)
    return take_in(
        home, paths, received=day, by="benchmark", rules=rules, replaces=replaces, progress=lambda outcome: None
    )


def main(files: int, folder: Path) -> None:
    home, paths = make(folder, files=files)
    rules = load_rules(home, target_measures=("teachers",))
    say = sys.stdout.write

    before, cpu, wall = peak_mib(), time.process_time(), time.perf_counter()
    taken = take(home, paths, rules=rules, replaces="")
    whole, whole_cpu, peak = time.perf_counter() - wall, time.process_time() - cpu, peak_mib()
    kinds = {verdict: len(taken.having(verdict)) for verdict in ("accepted", "rejected")}
    say(f"read, checked, stored: {whole:.1f} s ({whole_cpu:.1f} s CPU), peak {peak:.0f} MiB ({before:.0f} before)\n")
    say(f"verdicts: {kinds}\n")

    again, cpu = time.perf_counter(), time.process_time()
    take(home, paths, rules=rules, replaces="")
    known, known_cpu = time.perf_counter() - again, time.process_time() - cpu
    say(f"the same files again: {known:.2f} s ({known_cpu:.2f} s CPU)\n")
    layout = layout_for(rules.layouts, form=FORM, year=YEAR)
    for path in paths[:2]:
        fill(path, layout, codes=rules.codes, unit=path.stem, first=1000)
    again, cpu = time.perf_counter(), time.process_time()
    taken = take(home, paths, rules=rules, replaces="sent again")
    resent, resent_cpu = time.perf_counter() - again - known, time.process_time() - cpu - known_cpu
    new = sum(outcome.new for outcome in taken.outcomes)
    say(f"{new} of them sent again with other figures: {resent:.2f} s ({resent_cpu:.2f} s CPU) more;")
    say(f" a file took {whole / files:.3f} s ({whole_cpu / files:.3f} s CPU)\n")

    cpu = time.process_time()
    readings = [read_workbook(path, layouts=rules.layouts, codes=rules.codes) for path in paths]
    reading = time.process_time() - cpu
    cpu = time.process_time()
    for one in readings:
        check(one, codes=rules.codes, units=rules.units, previous=None, others=None)
    say(f"reading alone: {reading:.1f} s CPU; checking alone: {time.process_time() - cpu:.1f} s CPU\n")
    cells = sum(len(one.observations) for one in readings)
    del readings

    cpu, wall = time.process_time(), time.perf_counter()
    for path in paths:
        pd.read_excel(path, sheet_name=None, header=None, engine="openpyxl")
    slow, slow_cpu = time.perf_counter() - wall, time.process_time() - cpu
    say(f"pandas.read_excel with openpyxl: {slow:.1f} s ({slow_cpu:.1f} s CPU)\n")
    say(f"{files} files, {cells} observations; pandas takes {slow_cpu / reading:.1f} times our reading")
    say(f" and {slow_cpu / whole_cpu:.1f} times our reading, checking and storing by CPU,")
    say(f" {slow / whole:.1f} times by the clock\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, required=True)
    with tempfile.TemporaryDirectory() as temporary:
        main(parser.parse_args().files, Path(temporary))
