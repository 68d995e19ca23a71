"""Districts that nobody invented: the small synthetic home with its observations edited to a case.

Each function takes a snapshot and gives another one; the reporting year alone is edited, unless it says otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import pandas as pd
import pytest

from gec_lib import blocks
from gec_lib.codelists import FILLED
from gec_lib.disclosure import Disclosure
from gec_lib.publish.show import Shown
from gec_lib.report import OpenEdition, Report, dataset_of, open_edition, results_of
from gec_lib.results import Results
from gec_lib.snapshots import Snapshot
from tests.home_fixture import SECTIONS, SmallHome

YEAR = 2025
STAFF = ("managers", "principals", "vice_principals", "teachers", "pioneer_leaders", "other_staff", "staff")
DEGREES = ("principals", "vice_principals", "teachers", "other_staff")
LATE = ("99000031", "99000040")  # schools of the small home with a return missing in the last year
ONE = "99000052"  # a school of one level with all its returns


def _edited(snapshot: Snapshot, rows: pd.Series, **columns: object) -> Snapshot:
    """The snapshot with the columns of some rows set; a text names the column that is taken over."""
    data = snapshot.observations.copy()
    for column, value in columns.items():
        data.loc[rows, column] = data.loc[rows, value] if isinstance(value, str) else value
    return replace(snapshot, observations=data)


def _asked(snapshot: Snapshot, *measures: str) -> pd.Series:
    data = snapshot.observations
    return data["year"].eq(YEAR) & data["measure"].isin(measures) & data["status"].isin(FILLED)


def _only(snapshot: Snapshot, keep: Callable[[pd.DataFrame], pd.Series]) -> Snapshot:
    """The snapshot of fewer units."""
    tables = {name: getattr(snapshot, name) for name in ("observations", "remarks", "faults", "files", "units", "due")}
    return replace(snapshot, **{name: table[keep(table)].reset_index(drop=True) for name, table in tables.items()})


def all_met(snapshot: Snapshot) -> Snapshot:
    """Every school teaches gender content and carries out every task, all have graduated, every doctor is a woman."""
    made = _only(snapshot, lambda table: ~table["unit"].isin(LATE))
    made = _edited(made, _asked(made, "task_yes", "gender_lessons", "task_done", "task_evidence"), total=1.0)
    finished = _asked(made, "youth_finished")
    data = made.observations
    keys = ["unit", "level", "category", "group"]
    required = data[_asked(made, "residents_required")].set_index(keys)[["total", "female"]]
    for column in ("total", "female"):
        found = pd.MultiIndex.from_frame(data.loc[finished, keys])
        made = _edited(made, finished, **{column: required[column].reindex(found).to_numpy()})
    made = _edited(made, _asked(made, "youth_unfinished"), total=0.0, female=0.0)
    doctors = _asked(made, *DEGREES) & made.observations["category"].eq("doctor")
    return _edited(made, doctors, female="total")


def nothing_reported(snapshot: Snapshot) -> Snapshot:
    """Not one return of the reporting year has come."""
    made = replace(snapshot, files=snapshot.files[snapshot.files["year"].ne(YEAR)])
    kept = snapshot.observations["year"].ne(YEAR) | snapshot.observations["measure"].isin(["school_operating"])
    due = snapshot.observations["year"].eq(YEAR) & snapshot.observations["measure"].eq("return_due")
    made = replace(made, observations=snapshot.observations[kept | due], faults=snapshot.faults.iloc[:0])
    return replace(made, remarks=snapshot.remarks[snapshot.remarks["year"].ne(YEAR)])


def one_school(snapshot: Snapshot) -> Snapshot:
    """One school and its ward."""
    units = snapshot.units
    ward = units.loc[units["unit"].eq(ONE), "ward"].iloc[0]
    return _only(snapshot, lambda table: table["unit"].isin([ONE, ward]))


def no_men(snapshot: Snapshot) -> Snapshot:
    """Every manager, teacher and member of staff is a woman."""
    return _edited(snapshot, _asked(snapshot, *STAFF), female="total")


def missed(snapshot: Snapshot) -> Snapshot:
    """No school teaches gender content, few graduated, no holder of a degree is a woman."""
    made = _edited(snapshot, _asked(snapshot, "task_yes", "gender_lessons", "task_done"), total=0.0)
    degrees = _asked(made, *DEGREES) & made.observations["category"].isin(["master", "doctor"])
    return _edited(made, degrees, female=0.0)


DISTRICTS: Mapping[str, Callable[[Snapshot], Snapshot]] = {
    "all_met": all_met,
    "nothing_reported": nothing_reported,
    "one_school": one_school,
    "no_men": no_men,
    "missed": missed,
}


def found_in(home: SmallHome, district: str, *, level: str, profile: str) -> tuple[OpenEdition, Results]:
    """The final edition of a district, and what is found in it; the same for every language."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GEC_HOME", str(home.home.root))
        edition = open_edition("final", snapshot=home.snapshot, year=YEAR, level=level, lang="vi", profile=profile)
    edition = replace(edition, snapshot=DISTRICTS[district](edition.snapshot))
    return edition, results_of(edition, dataset_of(edition))


def drafted(edition: OpenEdition, found: Results, *, lang: str) -> dict[str, Shown]:
    """The sections of the edition that hold sentences."""
    report = Report(replace(edition, lang=lang), found, Disclosure(edition.profile, found))
    return {name: getattr(report, name)() for name in SECTIONS if name not in ("masthead", "tables", "sources")}


def said(shown: Shown) -> str:
    """The generated sentences of a section, a line each."""
    return "\n".join(
        blocks.text_of(item["text"]) for block in _walk(shown.block) for item in block.get("items", ())
    ).replace("\u00a0", " ")


def _walk(block: object) -> list[dict[str, object]]:
    if not isinstance(block, dict):
        return []
    found = [block]
    for inner in block.get("blocks", ()):
        found += _walk(inner)
    return found
