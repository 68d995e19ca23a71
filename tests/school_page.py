"""A school's page drafted from the small home, without a notebook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pytest

from gec_lib.attachments import Files
from gec_lib.narrative.school_case import SchoolCase
from gec_lib.publish.show import Shown
from gec_lib.report import Report, dataset_of, disclosure_of, open_edition, results_of
from tests.home_fixture import SmallHome

SECTIONS = ("school", "next_steps", "contribution", "own_figures", "own_tasks", "open_cells", "own_sources")
GOOD, MISSING, STAFF_MISSING, TWO_LEVELS = "99000052", "99000031", "99000040", "99000097"


@dataclass(frozen=True)
class Page:
    """What every section shows, and the files beside it."""

    report: Report
    sections: Mapping[str, Shown]
    files: Files

    @property
    def case(self) -> SchoolCase:
        return self.report.case

    @property
    def blocks(self) -> list[Mapping[str, object]]:
        return [shown.block for shown in self.sections.values()]

    def text(self, name: str) -> str:
        """The bare text of a section."""
        return str(self.sections[name]._repr_mimebundle_()["text/plain"])


def report_of(
    home: SmallHome, unit: str, *, level: str, lang: str = "vi", year: int = 2025, ward: str | None = None
) -> Report:
    """The report of a school's page; ``ward`` moves every school of the register into one ward first."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GEC_HOME", str(home.home.root))
        found = open_edition(
            "school", snapshot=home.snapshot, year=year, level=level, lang=lang, profile="internal", school=unit
        )
    if ward is not None:
        units = found.snapshot.units
        moved = units.assign(ward=units["ward"].where(units["unit_type"].ne("school"), ward))
        found = replace(found, snapshot=replace(found.snapshot, units=moved))
    results = results_of(found, dataset_of(found))
    return Report(found, results, disclosure_of(found, results))


def page_of(home: SmallHome, unit: str, *, level: str, lang: str = "vi", year: int = 2025) -> Page:
    """Every section of a school's page; made once for each school, level, language and year."""
    pages = home._shared.setdefault("pages of schools", {})
    key = (unit, level, lang, year)
    if key not in pages:
        report = report_of(home, unit, level=level, lang=lang, year=year)
        pages[key] = Page(report, {name: getattr(report, name)() for name in SECTIONS}, report.files())
    return pages[key]
