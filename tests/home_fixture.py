"""A small synthetic home with real workbooks, and editions drafted from it without a notebook.

Nine schools of the synthetic district in three levels (one of two levels; two with missing returns of the last year;
those that hold doctorates), all its wards and its office. It is made once for a run of the tests, whatever the number
of workers.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from gec_lib.attachments import Files
from gec_lib.claims import Book
from gec_lib.codelists import OFFICE, PUBLIC, WARD
from gec_lib.collecting import demo_snapshot
from gec_lib.demo.district import build_district
from gec_lib.demo.write import UNITS, write_district
from gec_lib.disclosure import Disclosure
from gec_lib.home import Home
from gec_lib.indicators import Dataset
from gec_lib.ledger.archive import locked
from gec_lib.publish.show import Shown
from gec_lib.report import Report, dataset_of, open_edition, results_of

SEED = 379
SCHOOLS = (
    "99000001",
    "99000031",  # no equality return in the last year
    "99000040",  # no start-of-year return in the last year
    "99000052",
    "99000059",
    "99000076",
    "99000078",
    "99000097",  # two levels
)
SECTIONS = (
    "masthead",
    "conclusion",
    "situation",
    "leadership",
    "targets",
    "tasks",
    "assessment",
    "directions",
    "recommendations",
    "tables",
    "quality",
    "method",
    "sources",
)


@dataclass(frozen=True)
class Drafted:
    """An edition as data: what every section shows, the files beside it, and the book of its claims."""

    report: Report
    sections: Mapping[str, Shown]
    files: Files

    @property
    def book(self) -> Book:
        return self.report.draft.book

    @property
    def blocks(self) -> list[Any]:
        return [shown.block for shown in self.sections.values()]


@dataclass
class SmallHome:
    """The home, and what its editions share: one dataset, one set of decisions on small counts."""

    home: Home
    snapshot: str
    _shared: dict[str, Any] = field(default_factory=dict)

    @property
    def tree(self) -> Path:
        """The folder that looks like a checkout."""
        return self.home.root.parent.parent

    def report(self, kind: str, *, year: int, level: str, lang: str, profile: str) -> Report:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("GEC_HOME", str(self.home.root))
            edition = open_edition(kind, snapshot=self.snapshot, year=year, level=level, lang=lang, profile=profile)
        data: Dataset = self._shared.setdefault("data", None) or dataset_of(edition)
        self._shared["data"] = data
        found = results_of(edition, data)
        known = self._shared.setdefault("hidden", {}) if profile == PUBLIC else {}
        return Report(edition, found, Disclosure(profile, found, known))

    def draft(self, kind: str, *, year: int, level: str, lang: str, profile: str) -> Drafted:
        """Every section of an edition, drafted in the order of the notebooks; remembered."""
        key = (kind, year, level, lang, profile)
        if key not in self._shared:
            report = self.report(kind, year=year, level=level, lang=lang, profile=profile)
            sections = {name: getattr(report, name)() for name in SECTIONS}
            self._shared[key] = Drafted(report, sections, report.files())
        return self._shared[key]


def open_small_home(params: Path, folder: Path) -> SmallHome:
    """The home in a folder that all workers of a run share; whoever comes first makes it.

    It stands as ``build/demo`` below a folder with ``params`` and ``notebooks``, as in a checkout.
    """
    tree = folder / "tree"
    root, finished = tree / "build" / "demo", folder / "snapshot.txt"
    with locked(folder / "small_home.lock"):
        if not finished.is_file():
            shutil.rmtree(tree, ignore_errors=True)
            shutil.copytree(params, tree / "params")
            shutil.copytree(params.parent / "notebooks", tree / "notebooks")
            snapshot = make_home(root, params)
            finished.write_text(snapshot, encoding="utf-8")
    return SmallHome(Home(root), finished.read_text(encoding="utf-8"))


def make_home(root: Path, params: Path) -> str:
    """Parameters, register, workbooks, intake, snapshot: the way of the demo home, with fewer schools."""
    home = Home(root)
    shutil.copytree(params, home.params)
    shutil.copyfile(params / "demo_offices.yaml", home.params / "offices.yaml")
    district = build_district(home.params, seed=SEED)
    units = district.units[district.units["unit"].isin(SCHOOLS) | district.units["unit_type"].isin((WARD, OFFICE))]
    incoming, register = home.data / "incoming", home.data / "register"
    write_district(district, incoming, units=set(units["unit"]))
    register.mkdir(parents=True)
    (incoming / UNITS).unlink()
    units.to_csv(register / UNITS, index=False, lineterminator="\n")
    return demo_snapshot(home, moved=lambda done: None)
