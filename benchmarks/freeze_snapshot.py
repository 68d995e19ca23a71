"""How long intake, freezing and opening take: ``python benchmarks/freeze_snapshot.py --schools 134 --rows 150``.

Five years of three returns a school; the returns to freeze are made up of rows, those to take in are real workbooks.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

from gec_lib.codelists import UNIT_COLUMNS
from gec_lib.ledger import store
from gec_lib.ledger.lines import ACCEPTED, Line, append
from gec_lib.snapshots import freeze, open_snapshot

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "ledger"))
from conftest import make_district  # noqa: E402

FORMS = (("dn_th", "start_of_year"), ("cn_th", "end_of_year"), ("bdg_th", "equality"))
YEARS = range(2021, 2026)


def rows_of(line: Line, count: int) -> pd.DataFrame:
    places = np.arange(count)
    columns = {
        "measure": [f"measure_{place % 30}" for place in places],
        "category": [f"category_{place // 30}" for place in places],
        "total": places.astype("float64"),
        "female": places // 2.0,
        "cell_total": [f"D{place}" for place in places],
        "cell_female": [f"E{place}" for place in places],
    }
    same = {
        name: getattr(line, name)
        for name in ("year", "stream", "unit", "unit_type", "level", "form", "version", "file")
    }
    return pd.DataFrame(columns).assign(**same, period="y", group="all", status="reported", sheet="Học sinh")


def main(schools: int, rows: int, folder: Path) -> None:
    district = make_district(folder / "real", ROOT / "params")
    paths = district.every_return(years=YEARS)
    start = time.perf_counter()
    district.take(*paths)
    print(f"intake: {(time.perf_counter() - start) / len(paths) * 1000:.0f} ms a workbook ({len(paths)} of them)")
    home = make_district(folder / "many", ROOT / "params").home
    units = [f"99{number:06d}" for number in range(schools)]
    ward = "99001,ward,none,Phường mẫu 1,,99001,no,2010-01-01,"
    register = [f"{unit},school,primary,Tiểu học mẫu,public,99001,yes,2010-01-01," for unit in units]
    text = "\n".join((",".join(UNIT_COLUMNS), ward, *register)) + "\n"
    (home.data / "register" / "units.csv").write_text(text, encoding="utf-8")
    lines = [
        Line(
            action=ACCEPTED,
            file=hashlib.sha256(f"{year}{form}{unit}".encode()).hexdigest(),
            name=f"{unit}.xlsx",
            received=f"{year}-06-01",
            by="An",
            form=form,
            version="1",
            year=year,
            stream=stream,
            unit=unit,
            unit_type="school",
            level="primary",
        )
        for year in YEARS
        for form, stream in FORMS
        for unit in units
    ]
    for line in lines:
        frame = rows_of(line, rows)
        store.put(home, line, rows={store.OBSERVATIONS: list(frame.itertuples(index=False, name=None))})
    append(home, lines)
    start = time.perf_counter()
    name = freeze(home, as_of="2025-12-31")
    print(f"freeze: {time.perf_counter() - start:.1f} s for {len(lines)} returns of {rows} observations ({name})")
    start = time.perf_counter()
    snapshot = open_snapshot(home, name)
    print(f"open: {(time.perf_counter() - start) * 1000:.0f} ms for {len(snapshot.observations)} rows")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--schools", type=int, required=True)
    parser.add_argument("--rows", type=int, required=True)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        main(arguments.schools, arguments.rows, Path(temporary))
