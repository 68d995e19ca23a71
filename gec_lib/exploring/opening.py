"""Opening what a person wants to look at: one indicator of the district, or a CSV file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from gec_lib.codelists import load_codes
from gec_lib.exploring.csv_faults import HEADING_CELL, faults_of
from gec_lib.exploring.datasets import Dataset
from gec_lib.exploring.district import View
from gec_lib.exploring.listing import ExploreError
from gec_lib.exploring.wards import known_ward, of_ward, ward_draft
from gec_lib.home import Home, find_home
from gec_lib.report import DEMO, DEMO_HOME, Report, dataset_of, disclosure_of, open_edition, results_of
from gec_lib.returns.datasets import load_mapping, read_csv
from gec_lib.returns.faults import Fault
from gec_lib.returns.layouts import load_layouts
from gec_lib.wording import load_wording


def explore(indicator: str, *, year: int, level: str, lang: str, ward: str | int = "", snapshot: str = DEMO) -> View:
    """Open one indicator of the district or of one of its wards.

    Parameters
    ----------
    indicator : str
        Code of the catalogue (``gec indicators`` lists them).
    year, level, lang
        Reporting year, school level or ``all``, language of the words.
    ward : str or int
        Code of a ward of the register, or empty for the whole area. A whole number is taken as its code.
    snapshot : str
        Id, ``newest`` or ``demo``.

    Raises
    ------
    ExploreError, EditionError
        Naming what is not known and what is.
    """
    home = find_home()
    if snapshot == DEMO and not _has_demo(home):
        raise ExploreError(
            f"snapshot: found {DEMO!r}, but no synthetic district stands in {DEMO_HOME.as_posix()} of {home.root}; run "
            '`gec report` (or `make report`) once, or set snapshot to "newest" (or an id) for the data of this home'
        )
    edition = open_edition("annual", snapshot=snapshot, year=year, level=level, lang=lang, profile="internal")
    found = results_of(edition, dataset_of(edition))
    known = [item.code for item in found.indicators]
    if indicator not in known:
        raise ExploreError(f"indicator: found {indicator!r}, expected one of {', '.join(known)}")
    chosen = known_ward(ward, found=found)
    if chosen:
        found = of_ward(found, ward=chosen, indicator=indicator, units=edition.snapshot.units)
    report = Report(edition, found, disclosure_of(edition, found))
    if chosen:
        report.draft = ward_draft(report.draft, ward=chosen)
    return View(report, indicator, chosen)


def _has_demo(home: Home) -> bool:
    """Whether the synthetic district stands beside the home, or is the home."""
    beside = home.root / DEMO_HOME / "params" / "plan.yaml"
    return beside.is_file() or home.root.parts[-2:] == DEMO_HOME.parts


def open_dataset(path: str, *, mapping: str = "", lang: str) -> Dataset:
    """Read a CSV file of one's own or of someone else's.

    Parameters
    ----------
    path : str
        A CSV file; relative paths start at the home.
    mapping : str
        Name of a file in ``params/datasets`` that says which column is what; empty for the plain layout.
    lang : str
        Language of the words.

    Raises
    ------
    ExploreError
        When the file or the mapping is not there, or no row could be read.
    """
    home = find_home()
    file = Path(path) if Path(path).is_absolute() else home.root / path
    if not file.is_file():
        raise ExploreError(f"no file {path!r} in {home.root}; give a path to a CSV file")
    codes, layouts, words = load_codes(home.params), load_layouts(home.params), load_wording(lang)
    described = None
    if mapping:
        where = home.params / "datasets" / f"{mapping}.yaml"
        if not where.is_file():
            known = sorted(p.stem for p in where.parent.glob("*.yaml"))
            raise ExploreError(f"mapping: found {mapping!r}, expected one of {', '.join(known)} or nothing")
        described = load_mapping(where, codes=codes)
    reading = read_csv(file, layouts=layouts, codes=codes, mapping=described)
    if reading.observations.empty:
        raise ExploreError(f"{file.name}: no row could be read; {_why(reading.faults)}")
    title = described.title if described is not None else file.stem
    faults = faults_of(reading, path=file)
    return Dataset(reading.observations, faults, title, codes, words, described)


def _why(faults: Sequence[Fault]) -> str:
    """Why nothing was read, in one sentence."""
    if not faults:
        return "it holds no line below its heads"
    heads = [fault for fault in faults if fault.cell == HEADING_CELL]
    if heads:
        lacking = ", ".join(fault.expected for fault in heads)
        return f"the first line is {heads[0].found!r}; expected there also {lacking}; correct it, or name a mapping"
    return f"cell {faults[0].cell}: {faults[0].message_en}"
