"""Eight million observations: every school-based indicator by year, level and province, and two of them beside SQL.

``python benchmarks/scale.py`` writes synthetic Parquet files (40,000 schools, 10 years, 20 cells a school and year) and
runs every task in a process of its own, in turn with the query a person would write for DuckDB: from the file, and
with the data open. Both end with the same table (counts, value, schools counted in, schools expected), compared.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from gec_lib.codelists import ALL, BLANK, REGISTER, REPORTED, SCHOOL, UNIVERSALISATION, Codes, load_codes
from gec_lib.indicators import catalogue, compute
from gec_lib.indicators.dataset import Dataset, read_dataset
from gec_lib.indicators.records import Indicator
from gec_lib.plan import load_plan

PARAMS = Path(__file__).resolve().parent.parent / "params"
FIRST, PROVINCES, SEED = 2016, 63, 379
BY = ["year", "level", "ward"]
FIRST_CELLS = ("principals/master", "vice_principals/master", "teachers/master", "other_staff/master")
COMPARED = ["num", "den", "value", "units", "expected"]

# What a person would write; {parts} is the number of grades of each level, 3 of 100 schools open later.
T3_01 = """
WITH answers AS (
    SELECT year, unit, level, sum(female) AS num, sum(total) AS den, count(total) AS filled
    FROM {obs}
    WHERE measure IN ('principals', 'vice_principals', 'teachers', 'other_staff')
      AND category = 'master' AND "group" = 'all'
    GROUP BY ALL)
SELECT e.year, e.level, e.ward, sum(num) FILTER (filled = 4) AS num, sum(den) FILTER (filled = 4) AS den,
       sum(num) FILTER (filled = 4) / nullif(sum(den) FILTER (filled = 4), 0) AS value,
       count(*) FILTER (filled = 4) AS units, count(*) AS expected
FROM {units} e LEFT JOIN answers USING (year, unit, level)
GROUP BY ALL ORDER BY ALL
"""
N09_1 = """
WITH parts(level, n) AS (VALUES {parts}),
cells AS (
    SELECT year + (measure = 'pupils')::INT AS year, unit, level, measure, total
    FROM {obs}
    WHERE measure IN ('dropouts', 'pupils') AND category <> 'all' AND "group" = 'all'),
answers AS (
    SELECT year, unit, level, sum(total) FILTER (measure = 'dropouts') AS num,
           sum(total) FILTER (measure = 'pupils') AS den,
           count(total) FILTER (measure = 'dropouts') AS out_cells, count(total) FILTER (measure = 'pupils') AS in_cells
    FROM cells GROUP BY ALL),
asked AS (
    SELECT e.year, e.level, e.ward, num, den, coalesce(out_cells = n AND in_cells = n, false) AS known
    FROM {units} e JOIN parts USING (level) LEFT JOIN answers USING (year, unit, level)
    WHERE e.year = (SELECT min(year) FROM {units}) OR EXISTS (
        SELECT 1 FROM {units} b WHERE b.year = e.year - 1 AND b.unit = e.unit AND b.level = e.level))
SELECT year, level, ward, sum(num) FILTER (known) AS num, sum(den) FILTER (known) AS den,
       sum(num) FILTER (known) / nullif(sum(den) FILTER (known), 0) AS value,
       count(*) FILTER (known) AS units, count(*) AS expected
FROM asked GROUP BY ALL ORDER BY ALL
"""
QUERIES = {"T3-01a": T3_01, "N09-1a": N09_1}
# each from the file, and with the data open (a prepared dataset, tables in memory)
TASKS = (
    *(f"{code} {way} {state}" for code in QUERIES for state in ("file", "open") for way in ("ours", "query")),
    "all",
)


def cells_of(level: str, codes: Codes, count: int) -> list[tuple[str, str]]:
    """The first cells of a school's returns: those of the two indicators, then measure by measure."""
    order = {"dropouts": 0, "pupils": 1}
    records = [m for m in codes.measures.values() if level in m.levels and m.stream not in (REGISTER, UNIVERSALISATION)]
    found = [(name.split("/")[0], "master") for name in FIRST_CELLS]
    for record in sorted(records, key=lambda m: order.get(m.code, 2)):
        parts = codes.parts(record.dimension, level=level) if record.dimension != "none" else (ALL,)
        whole = () if record.code in order or parts == (ALL,) else (ALL,)
        found += [(record.code, part) for part in (*whole, *parts) if (record.code, part) not in found]
    return found[:count]


def write(folder: Path, *, schools: int, years: int, cells: int) -> int:
    """Write units and observations in the order of a snapshot (year, unit, measure, category)."""
    codes, random = load_codes(PARAMS), np.random.default_rng(SEED)
    levels = codes.school_levels()
    level = random.choice(len(levels), schools, p=[0.4, 0.35, 0.25])
    names = np.array([f"{99_000_000 + i:08d}" for i in range(schools)])
    province = random.integers(0, PROVINCES, schools)
    opened = np.where(random.random(schools) < 0.03, random.integers(0, years, schools), 0)
    of_level = [sorted(cells_of(name, codes, cells)) for name in levels]
    pairs = sorted({pair for found in of_level for pair in found})
    place = {pair: number for number, pair in enumerate(pairs)}
    size = max(map(len, of_level))
    table = np.array([[*(place[p] for p in found), *[-1] * (size - len(found))] for found in of_level])
    units, rows, written = [], None, 0
    for step in range(years):
        here = np.flatnonzero(opened <= step)
        units.append(pd.DataFrame({"year": FIRST + step, "unit": names[here], "unit_type": SCHOOL,
                                   "level": np.array(levels)[level[here]],
                                   "ward": [f"{p + 1:05d}" for p in province[here]]}))  # fmt: skip
        sent = here[random.random(len(here)) >= 0.01]
        pair = table[level[sent]].ravel()
        school = np.repeat(sent, size)[pair >= 0]
        pair = pair[pair >= 0]
        total = random.integers(0, 120, len(pair)).astype(float)
        female = random.binomial(total.astype(int), 0.6).astype(float)
        blank = random.random(len(pair)) < 0.002
        part = pa.table({
            "year": np.full(len(pair), FIRST + step), "unit": coded(school, names),
            "level": coded(level[school], levels), "measure": coded(pair, [m for m, _ in pairs]),
            "category": coded(pair, [c for _, c in pairs]), "group": coded(0 * pair, [ALL]),
            "status": coded(blank.astype(int), [REPORTED, BLANK]),
            "total": pa.array(np.where(blank, np.nan, total), from_pandas=True),
            "female": pa.array(np.where(blank, np.nan, female), from_pandas=True),
        })  # fmt: skip
        rows = rows or pq.ParquetWriter(folder / "observations.parquet", part.schema, compression="zstd")
        rows.write_table(part)
        written += len(pair)
    assert rows is not None
    rows.close()
    pd.concat(units, ignore_index=True).to_parquet(folder / "units.parquet", index=False)
    return written


def coded(places: np.ndarray, words: Sequence[str]) -> pa.Array:
    """Text by its place in a list, as plain strings."""
    known, at = np.unique(np.array(words), return_inverse=True)
    coded = pa.DictionaryArray.from_arrays(pa.array(at[places], type=pa.int32()), pa.array(known.tolist()))
    return coded.cast(pa.string())


def opened(folder: Path, *, measures: Collection[str]) -> Dataset:
    """The dataset over some measures of the file."""
    units = pq.read_table(folder / "units.parquet", read_dictionary=["unit", "unit_type", "level", "ward"]).to_pandas()
    return read_dataset(
        folder / "observations.parquet",
        measures=measures,
        expected=units,
        codes=load_codes(PARAMS),
        plan=load_plan(PARAMS),
    )


def measures_of(item: Indicator) -> set[str]:
    return {term.measure for side in item.terms() for term in side}


def one(data: Dataset, code: str) -> pd.DataFrame:
    """One indicator as a table."""
    item = next(i for i in of_schools() if i.code == code)
    return compute(item, data, by=BY, catalogue=of_schools())


def of_one(folder: Path, code: str) -> Dataset:
    """The dataset that one indicator needs."""
    return opened(folder, measures=measures_of(next(i for i in of_schools() if i.code == code)))


def of_schools() -> tuple[Indicator, ...]:
    found = catalogue(load_plan(PARAMS), load_codes(PARAMS))
    return tuple(item for item in found if item.unit_type == SCHOOL)


def every(folder: Path) -> dict[str, float]:
    """Every school-based indicator from the file to its table; seconds until the data stood, and after."""
    start = time.perf_counter()
    data = opened(folder, measures=load_codes(PARAMS).measures)
    ready = time.perf_counter()
    spent = {}
    for item in of_schools():
        before = time.perf_counter()
        compute(item, data, by=BY, catalogue=of_schools())
        spent[item.code] = time.perf_counter() - before
    slow = sorted(spent, key=lambda code: -spent[code])[:5]
    return {"open": ready - start, "indicators": len(spent), **{code: spent[code] for code in slow}}


def query(connection: Any, code: str, *, obs: str, units: str) -> pd.DataFrame:
    """The same table by a hand-written query on the same files, or on tables made of them."""
    codes = load_codes(PARAMS)
    levels = codes.measure("dropouts").levels
    parts = ", ".join(f"('{level}', {len(codes.parts('grade', level=level))})" for level in levels)
    return connection.execute(QUERIES[code].format(obs=obs, units=units, parts=parts)).df()


def cold_query(folder: Path, code: str) -> pd.DataFrame:
    obs, units = (f"'{folder / name}.parquet'" for name in ("observations", "units"))
    return query(duckdb.connect(), code, obs=obs, units=units)


def loaded(folder: Path) -> Any:
    """A connection that holds both files as tables in memory."""
    connection = duckdb.connect()
    for name in ("observations", "units"):
        connection.execute(f"CREATE TABLE {name} AS SELECT * FROM '{folder / name}.parquet'")
    return connection


def task_of(folder: Path, name: str) -> Callable[[], object]:
    """What is timed; what comes before it, such as opening, is done here."""
    if name == "all":
        return lambda: every(folder)
    code, way, state = name.split()
    if way == "ours":
        if state == "file":
            return lambda: one(of_one(folder, code), code)
        data = of_one(folder, code)
        return lambda: one(data, code)
    if state == "file":
        return lambda: cold_query(folder, code)
    connection = loaded(folder)
    return lambda: query(connection, code, obs="observations", units="units")


def worker(folder: Path, name: str) -> None:
    """Run one task and print what it cost; imports and parameters are paid before the clock starts."""
    of_schools()
    task = task_of(folder, name)
    before = resource.getrusage(resource.RUSAGE_SELF)
    start = time.perf_counter()
    found = task()
    seconds = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_SELF)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    if isinstance(found, pd.DataFrame):
        found.to_pickle(folder / f"{name}.pickle")
    more = found if isinstance(found, dict) else {}
    print(json.dumps({"seconds": seconds, "cpu": cpu, "peak_mib": after.ru_maxrss / 1024, "more": more}))


def measured(folder: Path, task: str, *, times: int) -> dict[str, Any]:
    """The least of some runs, each in a process of its own."""
    runs = []
    for _ in range(times):
        command = [sys.executable, __file__, "--folder", str(folder), "--task", task]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{task} ended with {done.returncode}\n{done.stderr[-3000:]}")
        runs.append(json.loads(done.stdout.splitlines()[-1]))
    return {**runs[0], **{name: min(run[name] for run in runs) for name in ("seconds", "cpu", "peak_mib")}}


def same(folder: Path, code: str) -> None:
    """Both ways give the same table, row by row."""
    ours, theirs = (
        pd.read_pickle(folder / f"{code} {way} file.pickle")
        .astype({"level": "str", "ward": "str"})
        .sort_values(BY, ignore_index=True)[[*BY, *COMPARED]]
        for way in ("ours", "query")
    )
    # a group of which nobody is asked has no row in the query
    ours = ours[ours["expected"].gt(0)].reset_index(drop=True)
    pd.testing.assert_frame_equal(ours, theirs, check_dtype=False, rtol=1e-12)


def main(sizes: Sequence[int], *, years: int, cells: int, times: int) -> None:
    for schools in sizes:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            rows = write(folder, schools=schools, years=years, cells=cells)
            print(f"\n{schools} schools x {years} years, {rows:,} observations, load {os.getloadavg()[0]:.1f}")
            for task in TASKS:
                found = measured(folder, task, times=1 if task == "all" else times)
                more = " ".join(f"{key} {value:.2f}" for key, value in found["more"].items())
                print(
                    f"  {task:<18} {found['seconds']:7.2f} s   CPU {found['cpu']:7.2f} s   "
                    f"peak {found['peak_mib']:6.0f} MiB   {more}",
                    flush=True,
                )
            for code in QUERIES:
                same(folder, code)
            print("  both ways give the same tables")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--schools", type=int, nargs="+", default=[5_000, 10_000, 20_000, 40_000])
    parser.add_argument("--years", type=int, default=10)
    parser.add_argument("--cells", type=int, default=20, help="cells a school and year")
    parser.add_argument("--times", type=int, default=3, help="runs of which the least counts")
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--task", choices=TASKS)
    given = parser.parse_args()
    if given.task:
        worker(given.folder, given.task)
    else:
        main(given.schools, years=given.years, cells=given.cells, times=given.times)
