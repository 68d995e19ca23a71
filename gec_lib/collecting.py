"""What the commands around the collection of returns do: forms out, workbooks in, coverage, the demo home."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path

import pandas as pd

from gec_lib.codelists import load_codes
from gec_lib.coverage import coverage, due
from gec_lib.demo import make_demo_home
from gec_lib.home import Home
from gec_lib.indicators import INDICATORS
from gec_lib.ledger import IntakeResult, examine, load_rules, read_lines, standing, take_in
from gec_lib.plan import Plan, load_plan
from gec_lib.register import load_register, units_at
from gec_lib.returns.forms import Identity, write_form
from gec_lib.returns.layouts import forms_due, load_layouts
from gec_lib.snapshots import files_table, freeze

STAMP = ".demo"
Moved = Callable[[int], None]


def target_measures(plan: Plan) -> frozenset[str]:
    """Measures behind the plan's targets: a blank among them rejects a return."""
    wanted = {item.indicator for _, item in plan.target_indicators()}
    return frozenset(
        term.measure for item in INDICATORS if item.code in wanted for side in item.terms() for term in side
    )


def received_days(text: str) -> dt.date | Mapping[str, dt.date]:
    """A day, or the days of a CSV file with the columns name and received.

    Raises
    ------
    ValueError
        When the text is neither.
    """
    path = Path(text)
    if path.is_file():
        with path.open(encoding="utf-8-sig", newline="") as stream:
            return {row["name"]: dt.date.fromisoformat(row["received"]) for row in csv.DictReader(stream)}
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"--received: found {text!r}, expected a day YYYY-MM-DD or a CSV file") from None


def take(
    home: Home,
    files: Iterable[Path],
    *,
    received: dt.date | Mapping[str, dt.date],
    by: str,
    replaces: str,
    check: bool,
    moved: Moved,
) -> IntakeResult:
    """Take files in, or only examine them."""
    rules = load_rules(home, target_measures=target_measures(load_plan(home.params)))
    if check:
        return examine(home, files, received=received, rules=rules, replaces=replaces)
    done = 0

    def progress(outcome: object) -> None:
        nonlocal done
        done += 1
        moved(done)

    return take_in(home, files, received=received, by=by, rules=rules, replaces=replaces, progress=progress)


def write_forms(home: Home, *, year: int, units: Collection[str], folder: Path) -> list[Path]:
    """An empty return for every form that every unit of the register owes in a year.

    Raises
    ------
    LookupError
        When a unit asked for owes nothing in that year.
    """
    codes, layouts, plan = load_codes(home.params), load_layouts(home.params), load_plan(home.params)
    register = units_at(load_register(home.data), date=plan.calendar.reference.on(year).isoformat())
    wanted = register[register["unit"].isin(units)] if units else register
    unknown = sorted(set(units) - set(wanted["unit"]))
    if unknown:
        raise LookupError(f"not in the register of {year}: {', '.join(unknown)}; check the codes in data/register")
    written = []
    for unit in wanted.itertuples():
        for layout in forms_due(layouts, unit_type=unit.unit_type, level=unit.level, year=year):
            identity = Identity(layout.form, layout.version, year, unit.unit, unit.name, unit.level, synthetic=False)
            path = folder / f"{layout.form}-{unit.unit}-{year}.xlsx"
            path.parent.mkdir(parents=True, exist_ok=True)
            write_form(path, layout, identity=identity, codes=codes)
            written.append(path)
    return written


def coverage_now(home: Home, *, year: int, as_of: str) -> pd.DataFrame:
    """What became of the returns of a year so far, with the names of units."""
    plan, units = load_plan(home.params), load_register(home.data)
    owed = due(units, load_layouts(home.params), years=[year], calendar=plan.calendar)
    names = dict(zip(units["unit"], units["name"], strict=True))
    judged = standing(read_lines(home), as_of=as_of).verdicts.values()
    cov = coverage(owed, files=files_table(judged))
    return cov.assign(name=cov["unit"].map(names))


def demo_is_fresh(root: Path, *, template: Path, seed: int) -> bool:
    """Whether the synthetic district stands as these parameters and this seed would make it."""
    stamp = root / STAMP
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == _stamp(template, seed)


def make_demo(root: Path, *, template: Path, seed: int, workers: int, moved: Moved) -> Home:
    """Make the synthetic district's home from scratch; its stamp is written last."""
    import shutil

    for part in ("archive", "store", "snapshots", "ledger.jsonl"):
        path = root / "data" / part
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    (root / STAMP).unlink(missing_ok=True)
    home = make_demo_home(root, template=template, seed=seed, workers=workers)
    (root / STAMP).write_text(_stamp(template, seed), encoding="utf-8")
    moved(1)
    return home


def demo_snapshot(home: Home, *, moved: Moved) -> str:
    """Take in what the synthetic schools sent and freeze it on the day after the last receipt."""
    incoming = home.data / "incoming"
    days = received_days(str(incoming / "received.csv"))
    assert isinstance(days, Mapping)
    files = sorted(incoming.rglob("*.xlsx"))
    take(home, files, received=days, by="demo", replaces="", check=False, moved=lambda n: moved(n * 1 // len(files)))
    return freeze(home, as_of=max(days.values()).isoformat())


def _stamp(template: Path, seed: int) -> str:
    digest = hashlib.sha256(str(seed).encode())
    for path in sorted(template.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(template).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
