"""Forms out: an empty return for everything that a unit owes, with last year's figures for reference."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

import pandas as pd

from gec_lib.codelists import NOT_APPLICABLE, load_codes
from gec_lib.collecting.demo import STAMP
from gec_lib.errors import WordedError
from gec_lib.home import Home
from gec_lib.ledger import ReturnKey, Standing, applied, read_lines, standing, store
from gec_lib.ledger.intake import END_OF_TIME
from gec_lib.plan import load_plan
from gec_lib.register import load_register, units_at
from gec_lib.returns.forms import Identity, write_form
from gec_lib.returns.layouts import Key, Layout, forms_due, load_layouts
from gec_lib.returns.records import Value

NOT_APPLICABLE_MARK = "z"


class OwesNothingError(WordedError, LookupError):
    """A unit or a form that owes nothing, or does not exist."""


class Kind(StrEnum):
    """Which forms go out."""

    USUAL = "usual"  # what every unit owes
    RETROSPECTIVE = "retrospective"  # the short forms for years before the first collection


@dataclass(frozen=True)
class Filled:
    """What accepted returns say, with what the office corrected: last year's column of the forms."""

    values: Mapping[ReturnKey, Mapping[Key, Value]] = field(repr=False)

    def of(self, layout: Layout, *, unit: str, level: str, year: int) -> Mapping[Key, Value]:
        """The figures of a unit's return, or nothing when it was not accepted."""
        return self.values.get(ReturnKey(layout.form, year, unit, level), {})


def write_forms(
    home: Home, *, year: int, units: Collection[str], forms: Collection[str], kind: Kind, folder: Path
) -> list[Path]:
    """An empty return for every form that every unit of the register owes in a year.

    In a synthetic home the forms say that they are synthetic.

    Parameters
    ----------
    home : Home
        The home.
    year : int
        Reporting year.
    units, forms : collection of str
        Only these; all when empty.
    kind : Kind
        What every unit owes, or the short retrospective forms.
    folder : Path
        Where the workbooks go.

    Raises
    ------
    OwesNothingError
        When a unit or a form asked for owes nothing in that year.
    """
    codes, layouts, plan = load_codes(home.params), load_layouts(home.params), load_plan(home.params)
    register = units_at(load_register(home.data), date=plan.calendar.reference.on(year).isoformat())
    _known("units", units, register["unit"], year=year)
    _known("forms", forms, (layout.form for layout in layouts if layout.covers(year)), year=year)
    wanted = register[register["unit"].isin(units)] if units else register
    state = standing(read_lines(home), as_of=END_OF_TIME)
    last_year, synthetic = filled(home, state, year=year - 1), is_synthetic(home, state)
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for unit in wanted.itertuples():
        for layout in _forms_of(layouts, unit_type=unit.unit_type, level=unit.level, year=year, kind=kind):
            if forms and layout.form not in forms:
                continue
            path = folder / f"{layout.form}-{unit.unit}-{year}.xlsx"
            write_form(
                path,
                layout,
                identity=Identity(layout.form, layout.version, year, unit.unit, unit.name, unit.level, synthetic),
                codes=codes,
                previous=last_year.of(layout, unit=unit.unit, level=unit.level, year=year - 1),
                due=plan.calendar.deadline(layout.stream).first_late_day(year),
            )
            written.append(path)
    return written


def _forms_of(layouts: Sequence[Layout], *, unit_type: str, level: str, year: int, kind: Kind) -> tuple[Layout, ...]:
    if kind is Kind.USUAL:
        return forms_due(layouts, unit_type=unit_type, level=level, year=year)
    return tuple(
        layout
        for layout in layouts
        if layout.retrospective and layout.covers(year) and (layout.unit_type, layout.level) == (unit_type, level)
    )


def is_synthetic(home: Home, state: Standing) -> bool:
    """Whether a home is a synthetic district: made as one, or holding a return that is marked so."""
    return (home.root / STAMP).is_file() or any(line.synthetic for line in state.current.values())


def filled(home: Home, state: Standing, *, year: int) -> Filled:
    """What the accepted returns of a year say.

    Parameters
    ----------
    home : Home
        The home.
    state : Standing
        What the ledger adds up to.
    year : int
        Reporting year.
    """
    lines = [line for key, line in state.current.items() if key.year == year]
    corrections = [line for (key, _), line in state.corrections.items() if key.year == year]
    table = store.collect(home, lines, kind=store.OBSERVATIONS)
    last_day = max((line.received for line in corrections), default="")
    frame = store.to_frame(applied(table, corrections, as_of=last_day).table)
    values: dict[ReturnKey, dict[Key, Value]] = {}
    for row in frame.itertuples():
        key = ReturnKey(row.form, year, row.unit, row.level)
        total = NOT_APPLICABLE_MARK if row.status == NOT_APPLICABLE else _number(row.total)
        values.setdefault(key, {})[row.measure, row.category, row.group] = (total, _number(row.female))
    return Filled(values)


def _number(value: float) -> float | int | None:
    if pd.isna(value):
        return None
    return int(value) if value == int(value) else value


def _known(what: str, wanted: Collection[str], known: Iterable[str], *, year: int) -> None:
    strange = sorted(set(wanted) - set(known))
    if strange:
        raise OwesNothingError(
            f"{what} of {year}: found no {', '.join(strange)}; check the codes in data/register and "
            "params/layouts/index.csv",
            key=f"unknown_{what}",
            found=", ".join(strange),
            year=year,
        )
