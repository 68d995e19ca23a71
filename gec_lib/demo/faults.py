"""A small district with one planted fault of each kind, as workbooks: for training, and to prove the checks.

Every fault has a unit of its own, named after the rule, whose figures are those of a school or ward of the synthetic
district; its other returns are clean. Faults over the whole area have a year of their own, in which only a few units
are open.
"""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pandas as pd

from gec_lib.codelists import NONE, SCHOOL, UNIT_COLUMNS, WARD, load_codes
from gec_lib.demo.district import build_district
from gec_lib.demo.lenders import Lenders, Values
from gec_lib.demo.planted import AREAS, NEIGHBOURS, PLANTS, Add, Day, Edit, Edits, Like, Place, Plant
from gec_lib.plan import load_plan
from gec_lib.returns import damage
from gec_lib.returns.forms import Identity, write_form
from gec_lib.returns.layouts import Layout, layout_for, load_layouts

FIRST_SCHOOL, FIRST_WARD, FILLER = 99_100_000, 99_100, "99999"
BEFORE, BESIDE = -1, 0
SITTING = 3  # days before the deadline on which a return comes in


@dataclass(frozen=True)
class Sent:
    """One workbook of the district; ``rule`` and ``told`` say which fault is planted in it and where it is told."""

    name: str
    layout: Layout
    identity: Identity
    values: Values = field(repr=False)
    received: dt.date
    rule: str = ""
    told: Place | None = None


@dataclass(frozen=True)
class Faults:
    """The register and the workbooks of the district of faults."""

    units: pd.DataFrame = field(repr=False)
    sent: tuple[Sent, ...]


def write_faults(folder: Path, *, params: Path, seed: int) -> list[tuple[Path, str]]:
    """Write the district of faults: workbooks by year, ``received.csv`` and ``units.csv`` as ``write_district`` does.

    Parameters
    ----------
    folder : Path
        Where the files go.
    params : Path
        The folder ``params`` of a home.
    seed : int
        Seed of the synthetic district that lends its figures.

    Returns
    -------
    list of (Path, str)
        The workbooks with a planted fault and the rule that finds it; the others are clean. Rule CF10 speaks of the
        ledger and has no workbook.
    """
    faults = plant_faults(params, seed=seed)
    codes = load_codes(params)
    written = []
    for sent in faults.sent:
        path = folder / str(sent.identity.year) / sent.name
        path.parent.mkdir(parents=True, exist_ok=True)
        write_form(path, sent.layout, identity=sent.identity, codes=codes, values=sent.values)
        damage.DAMAGE.get(sent.rule, damage.nothing)(path)
        if sent.rule:
            written.append((path, sent.rule))
    _write(folder / "received.csv", [("name", "received"), *((s.name, s.received.isoformat()) for s in faults.sent)])
    _write(folder / "units.csv", [UNIT_COLUMNS, *faults.units.itertuples(index=False, name=None)])
    return written


def _write(path: Path, rows: list[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows(rows)


def plant_faults(params: Path, *, seed: int) -> Faults:
    """The district of faults before it is written.

    Parameters
    ----------
    params : Path
        The folder ``params`` of a home.
    seed : int
        Seed of the synthetic district that lends its figures.
    """
    district = build_district(params, seed=seed)
    garden = _Garden(params, Lenders(district), max(made.year for made in district.returns))
    for number, plant in enumerate(PLANTS, start=1):
        garden.plant(plant, number)
    return Faults(pd.DataFrame(garden.rows, columns=list(UNIT_COLUMNS), dtype="str"), tuple(garden.sent))


class _Garden:
    """What planting gathers: register rows and workbooks."""

    def __init__(self, params: Path, lenders: Lenders, last: int) -> None:
        self.layouts, self.calendar = load_layouts(params), load_plan(params).calendar
        self.lenders, self.last = lenders, last
        self.rows: list[tuple[str, ...]] = []
        self.sent: list[Sent] = []
        areas = {plant.rule: last - 2 - place for place, plant in enumerate(AREAS)}
        self.year_of = {plant.rule: areas.get(plant.rule, last) for plant in PLANTS}
        # A ward to which schools belong and that owes nothing: it is open in January only.
        for year in {last, *areas.values()}:
            self._register(FILLER, f"Phường mẫu {FILLER}", WARD, NONE, (f"{year}-01-01", f"{year}-01-31"), chief="no")

    def plant(self, plant: Plant, number: int) -> None:
        year = self.year_of[plant.rule]
        layout = layout_for(self.layouts, form=plant.form, year=year)
        unit = str((FIRST_WARD if layout.unit_type == WARD else FIRST_SCHOOL) + number)
        since = f"{year - bool(plant.before)}-01-01"
        self._open(plant, layout, unit, since=since, until=f"{year}-12-31")
        lent = self.lenders.next(plant, year=year, layouts=self.layouts)
        for lag, forms in ((BEFORE, plant.before), (BESIDE, plant.beside)):
            for form, edits in forms.items():
                lender = lent
                if not lent.has(form):  # a form of the school's other level
                    lender = self.lenders.next(Plant(plant.rule, form), year=year, layouts=self.layouts)
                self._send(form, unit, plant.rule, year + lag, lender.values(form, year + lag), edits)
        for place, (form, edits) in enumerate(NEIGHBOURS.get(plant.rule, {}).items(), start=1):
            self._neighbour(plant, form, edits, unit=str(int(unit) + 500 * place), year=year)
        values = lent.values(plant.form, year)
        if plant.rule == "CY04":
            values = lent.values(plant.form, year - 1)
        self._faulty(plant, layout, unit, year, values)

    def _faulty(self, plant: Plant, layout: Layout, unit: str, year: int, values: Values) -> None:
        identity = _identity(layout, unit, _name(plant.rule, layout), year)
        earlier = layout_for(self.layouts, form=plant.form, year=year - 1)
        changed = {
            "ST01": replace(identity, version=""),
            "ST07": replace(identity, unit=f"{unit[:-4]}9999"),
            "ST11": replace(identity, version=earlier.version),
            "ST13": replace(identity, unit_name=f"Phường mẫu cũ {unit}"),
        }
        if plant.rule in ("ST10", "ST12"):
            self._twin(plant, layout, unit, year, values)
        edited = {**values, **_edited(plant.edits, layout, values, year)}
        if plant.rule == "ST10":
            edited = {**values, **_edited({("G02", "D"): Add(1)}, layout, values, year)}
        late = {"ST14": -SITTING, "ST10": 1}.get(plant.rule, SITTING)
        due = self.calendar.deadline(layout.stream).last_day(year)
        name = f"{plant.rule}-{plant.form}-{unit}-{year}.xlsx"
        who = changed.get(plant.rule, identity)
        told = plant.told or damage.TOLD.get(plant.rule)
        made = Sent(name, layout, who, edited, due - dt.timedelta(days=late), plant.rule, told)
        self.sent.append(made)

    def _twin(self, plant: Plant, layout: Layout, unit: str, year: int, values: Values) -> None:
        """A clean return that comes before: of the same unit (ST10), or of another one with the same figures (ST12)."""
        other = unit if plant.rule == "ST10" else str(int(unit) - 500)
        if other != unit:
            span = (f"{year}-01-01", f"{year}-12-31")
            self._register(other, f"{_name(plant.rule, layout)}A", SCHOOL, layout.level, span, chief="yes")
        self._send(plant.form, other, plant.rule, year, values, {})

    def _neighbour(self, plant: Plant, form: str, edits: Edits, *, unit: str, year: int) -> None:
        layout = layout_for(self.layouts, form=form, year=year)
        if layout.unit_type == WARD:
            unit = str(int(unit) % 1_000 + FIRST_WARD)
        span = (f"{year}-01-01", f"{year}-12-31")
        self._register(unit, f"{_name(plant.rule, layout)}A", layout.unit_type, layout.level, span, chief="yes")
        lent = self.lenders.next(replace(plant, form=form), year=year, layouts=self.layouts)
        self._send(form, unit, plant.rule, year, lent.values(form, year), edits)

    def _send(self, form: str, unit: str, rule: str, year: int, values: Values, edits: Edits) -> None:
        """A clean return."""
        layout = layout_for(self.layouts, form=form, year=year)
        filled = {**values, **_edited(edits, layout, values, year)}
        day = self.calendar.deadline(layout.stream).last_day(year) - dt.timedelta(days=SITTING)
        identity = _identity(layout, unit, _name(rule, layout), year)
        self.sent.append(Sent(f"{form}-{unit}-{year}.xlsx", layout, identity, filled, day))

    def _open(self, plant: Plant, layout: Layout, unit: str, *, since: str, until: str) -> None:
        """The unit's rows of the register, wrong where the fault lies there."""
        name, level, kind = _name(plant.rule, layout), layout.level, layout.unit_type
        if plant.rule == "ST08":
            until = f"{int(until[:4])}-06-30"
        if plant.rule == "ST13":
            self._register(unit, f"Phường mẫu cũ {unit}", kind, level, (since, f"{since[:4]}-06-30"), chief="no")
            since = f"{since[:4]}-07-01"
        if plant.rule in ("ST09", "CF07"):
            other = layout_for(self.layouts, form="dn_th", year=int(until[:4])).level
            self._register(unit, name, kind, other, (since, until), chief="yes")
            if plant.rule == "ST09":
                return
        self._register(unit, name, kind, level, (since, until), chief="no" if plant.rule == "CF07" else "yes")

    def _register(self, unit: str, name: str, kind: str, level: str, span: tuple[str, str], *, chief: str) -> None:
        ward = unit if kind == WARD else FILLER
        owner = "" if kind == WARD else "public"
        self.rows.append((unit, kind, level, name, owner, ward, "no" if kind == WARD else chief, *span))


def _name(rule: str, layout: Layout) -> str:
    return f"{'Phường' if layout.unit_type == WARD else 'Trường'} mẫu {rule}"


def _identity(layout: Layout, unit: str, name: str, year: int) -> Identity:
    return Identity(layout.form, layout.version, year, unit, name, layout.level, synthetic=True)


def _edited(edits: Edits, layout: Layout, values: Values, year: int) -> Values:
    """The values after what the clerk typed."""
    changed = dict(values)
    for place, edit in edits.items():
        key, at = _cell(layout, place)
        total, female = changed.get(key, (None, None))
        typed = _typed(edit, female if at else total, layout, values, year)
        changed[key] = (total, typed) if at else (typed, female)
    return changed


def _cell(layout: Layout, place: Place) -> tuple[tuple[str, str, str], int]:
    code, letter = place
    row = next(row for row in layout.rows if row.code == code)
    column = row.columns[ord(letter) - ord("D")]
    return row.key(column), 0 if column.field == "total" else 1


def _typed(edit: Edit, old: float | int | str | None, layout: Layout, values: Values, year: int) -> Any:
    if isinstance(edit, Add):
        return int(old or 0) + edit.number
    if isinstance(edit, Like):
        key, at = _cell(layout, (edit.code, edit.column))
        return round(float(values[key][at] or 0) * edit.factor) + edit.plus
    if isinstance(edit, Day):
        return year * 10_000 + edit.number
    return edit.format(year=year) if isinstance(edit, str) else edit
