"""A small home with real workbooks: two schools, one of two levels, and a ward."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from gec_lib.codelists import UNIT_COLUMNS, load_codes
from gec_lib.home import Home
from gec_lib.ledger import IntakeResult, Rules, load_rules, take_in
from gec_lib.returns.forms import Identity, write_form
from gec_lib.returns.layouts import forms_due, layout_for

UNITS = (
    "99001,ward,none,Phường mẫu 1,,99001,no,2010-01-01,",
    "99000001,school,primary,TH&THCS mẫu 01,public,99001,no,2010-01-01,",
    "99000001,school,lower_secondary,TH&THCS mẫu 01,public,99001,yes,2010-01-01,",
    "99000002,school,primary,Tiểu học mẫu 02,public,99001,yes,2010-01-01,",
)


@dataclass(frozen=True)
class District:
    """A home, and a folder outside it in which workbooks arrive."""

    home: Home
    inbox: Path
    rules: Rules

    def write(
        self, form: str, unit: str, *, year: int, name: str = "", synthetic: bool = True, pupils: int = 10
    ) -> Path:
        """A workbook that is accepted: ``pupils`` in one grade, zero elsewhere."""
        layout = layout_for(self.rules.layouts, form=form, year=year)
        codes = self.rules.codes
        values: dict[tuple[str, str, str], tuple[float | str | None, float | None]] = {}
        for measure, category, group in layout.keys:
            unit_of = codes.measure(measure).unit
            values[measure, category, group] = ("z", None) if unit_of == "date" else (0, 0)
        for counted in ("pupils", "pupils_by_age", "pupils_end", "new_entrants", "in_lower_secondary"):
            keys = [key for key in layout.keys if key[0] == counted and key[2] == "all"]
            whole, parts = [key for key in keys if key[1] == "all"], [key for key in keys if key[1] != "all"]
            first = parts[:1] if counted != "new_entrants" else []
            values |= dict.fromkeys((*whole, *first), (pupils, 1))
        if ("task_people", "n14_1", "all") in layout.keys:
            values["task_people", "n14_1", "all"] = (1, 1)
        path = self.inbox / (name or f"{form}-{unit}-{year}.xlsx")
        identity = Identity(form, layout.version, year, unit, "mẫu", layout.level, synthetic)
        write_form(path, layout, identity=identity, codes=codes, values=values)
        return path

    def every_return(self, *, years: range) -> list[Path]:
        """All returns that the three units owe."""
        return [
            self.write(layout.form, row["unit"], year=year)
            for year in years
            for row in self.rules.units.to_dict("records")
            for layout in forms_due(self.rules.layouts, unit_type=row["unit_type"], level=row["level"], year=year)
        ]

    def take(self, *paths: Path, received: str | Mapping[str, str] = "2021-06-01", replaces: str = "") -> IntakeResult:
        days = (
            dt.date.fromisoformat(received)
            if isinstance(received, str)
            else {name: dt.date.fromisoformat(day) for name, day in received.items()}
        )
        return take_in(
            self.home,
            paths,
            received=days,
            by="An",
            rules=self.rules,
            replaces=replaces,
            progress=lambda outcome: None,
        )


@pytest.fixture
def district(tmp_path: Path, params: Path) -> District:
    return make_district(tmp_path, params)


@pytest.fixture
def new_district(tmp_path: Path, params: Path) -> Callable[[str], District]:
    return lambda name: make_district(tmp_path / name, params)


def make_district(root: Path, params: Path) -> District:
    home, inbox = Home(root / "home"), root / "inbox"
    inbox.mkdir(parents=True)
    shutil.copytree(params, home.params)
    register = home.data / "register" / "units.csv"
    register.parent.mkdir(parents=True)
    register.write_text("\n".join((",".join(UNIT_COLUMNS), *UNITS)) + "\n", encoding="utf-8")
    assert load_codes(home.params)
    return District(home, inbox, load_rules(home, target_measures=("youth_finished",)))
