"""A small invented town: two levels, three tasks, three targets, five schools, two years; no line of the library."""

from __future__ import annotations

import csv
import datetime as dt
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from gec_lib.codelists import UNIT_COLUMNS, Codes, load_codes, read_table
from gec_lib.collecting import take
from gec_lib.home import Home
from gec_lib.ledger import IntakeResult
from gec_lib.returns.forms import Identity, write_form
from gec_lib.returns.layouts import Layout, forms_due, layout_for, load_layouts
from gec_lib.snapshots import freeze

OWN = Path(__file__).resolve().parent
LEVELS = "infant|junior"
MEASURES = (
    "pupils",
    "managers",
    "principals",
    "vice_principals",
    "teachers",
    "task_planned",
    "task_done",
    "task_evidence",
    "budget_planned",
    "budget_spent",
    "task_yes",
    "school_operating",
    "return_due",
    "return_received",
    "return_on_time",
)
YEARS = (2024, 2025)
UNITS = (
    "77001,ward,none,Xã mẫu 1,,77001,no,2010-01-01,",
    "77002,ward,none,Xã mẫu 2,,77002,no,2010-01-01,",
    "S1,school,infant,Trẻ nhỏ mẫu A,public,77001,yes,2010-01-01,",
    "S2,school,infant,Trẻ nhỏ mẫu B,public,77002,yes,2010-01-01,",
    "S3,school,junior,Cơ sở mẫu C,public,77001,yes,2010-01-01,",
    "S4,school,junior,Cơ sở mẫu D,public,77001,yes,2010-01-01,",
    "S5,school,junior,Cơ sở mẫu E,public,77002,yes,2010-01-01,",
)
# Worked by hand: women among principals 1 of 5, then 2 of 5; among managers 4 of 10, then 5 of 10.
PRINCIPALS = {2024: {"S1": 1}, 2025: {"S1": 1, "S3": 1}}
DEPUTIES = {"S1": 1, "S2": 1, "S4": 1}
INSPECTED = {2024: ("S1", "S3"), 2025: ("S1", "S2", "S3", "S4", "S5")}
Values = dict[tuple[str, str, str], tuple[float | str | None, float | None]]


def make_params(folder: Path, *, source: Path) -> None:
    """The town's own lists, forms and plan; what every district shares comes from ``source``."""
    folder.mkdir(parents=True)
    for name in ("plan.yaml", "offices.yaml"):
        shutil.copyfile(OWN / name, folder / name)
    shutil.copytree(OWN / "layouts", folder / "layouts")
    for name in ("remarks.csv", "words.csv"):
        shutil.copyfile(source / "layouts" / name, folder / "layouts" / name)
    for name in ("checks.csv", "column_sets.csv", "letters.yaml"):
        shutil.copyfile(source / name, folder / name)
    own = read_table(OWN / "own_codes.csv")
    lists = {row["list"] for row in own} | {"subject", "form", "form_version"}
    _write(folder / "codes.csv", [*own, *(row for row in read_table(source / "codes.csv") if row["list"] not in lists)])
    measures = [row for row in read_table(source / "measures.csv") if row["code"] in MEASURES]
    _write(folder / "measures.csv", [row | {"levels": LEVELS} for row in measures])


def make_home(root: Path, *, source: Path) -> tuple[Home, str, IntakeResult]:
    """The home with every return of the town taken in, and its snapshot."""
    home = Home(root)
    make_params(home.params, source=source)
    register = home.data / "register" / "units.csv"
    register.parent.mkdir(parents=True)
    register.write_text("\n".join((",".join(UNIT_COLUMNS), *UNITS)) + "\n", encoding="utf-8")
    files = list(_returns(home))
    days = {path.name: dt.date(int(path.parent.name), 10 if path.name.startswith("sy") else 11, 12) for path in files}
    result = take(home, files, received=days, by="An", replaces="", check=False, moved=lambda done: None)
    return home, freeze(home, as_of="2025-12-15"), result


def _returns(home: Home) -> Iterable[Path]:
    codes, layouts = load_codes(home.params), load_layouts(home.params)
    for year in YEARS:
        for line in UNITS:
            unit, unit_type, level, name = line.split(",")[:4]
            for due in forms_due(layouts, unit_type=unit_type, level=level, year=year):
                layout = layout_for(layouts, form=due.form, year=year)
                path = home.data / "incoming" / str(year) / f"{layout.form}-{unit}-{year}.xlsx"
                path.parent.mkdir(parents=True, exist_ok=True)
                identity = Identity(layout.form, layout.version, year, unit, name, level, synthetic=True)
                write_form(path, layout, identity=identity, codes=codes, values=_values(layout, codes, unit, year))
                yield path


def _values(layout: Layout, codes: Codes, unit: str, year: int) -> Values:
    woman, deputy = PRINCIPALS[year].get(unit, 0), DEPUTIES.get(unit, 0)
    known: dict[str, tuple[float, float | None]] = {
        "pupils": (120, 61),
        "managers": (2, woman + deputy),
        "principals": (1, woman),
        "vice_principals": (1, deputy),
        "teachers": (20, 14),
        "task_yes": (int(unit in INSPECTED[year]), None),
        "budget_planned": (0, None),
        "budget_spent": (0, None),
    }
    found: Values = {}
    for measure, category, group in layout.keys:
        done = category == "train" or (category == "mentor" and unit in ("S1", "S3"))
        found[measure, category, group] = known.get(measure, (int(done), None))
    return found


def _write(path: Path, rows: list[Mapping[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
