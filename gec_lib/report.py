"""An edition as a notebook sees it: open it, draft it, show its sections one a cell.

The setup cell of every notebook walks the whole way of the data in five lines, so that reading it is reading the
method; what follows are the sections of the report.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from gec_lib.attachments import Files, files_of, files_of_school
from gec_lib.codelists import ALL, LANGUAGES, PROFILES, PUBLIC, SCHOOL, Codes, load_codes
from gec_lib.commentary import load_commentary
from gec_lib.disclosure import Disclosure
from gec_lib.home import Home, find_home
from gec_lib.indicators import Dataset, catalogue
from gec_lib.narrative import annexes, assessment, conclusion, directions, quality, school, situation, targets, tasks
from gec_lib.narrative.draft import Draft
from gec_lib.narrative.school_case import SchoolCase, open_case
from gec_lib.narrative.school_returns import of_school
from gec_lib.offices import Offices, load_offices
from gec_lib.plan import Plan, check_indicators, load_plan
from gec_lib.publish.show import Shown, show
from gec_lib.results import Results, prepare, results
from gec_lib.snapshots import Snapshot, open_snapshot
from gec_lib.wording import load_wording

DEMO = "demo"
DEMO_HOME = Path("build") / "demo"


class EditionError(ValueError):
    """A parameter of a notebook that this home does not know."""


@dataclass(frozen=True)
class OpenEdition:
    """What a notebook's parameters stand for: snapshot, plan, codes, offices, and the years looked at."""

    kind: str
    year: int
    level: str
    lang: str
    profile: str
    home: Home
    snapshot: Snapshot
    plan: Plan
    codes: Codes
    offices: Offices
    school: str = ""

    @property
    def years(self) -> tuple[int, ...]:
        """From the first year of the edition to the reporting year; a school is shown beside the year before."""
        if self.school:
            return (self.year - 1, self.year)
        return tuple(range(self.plan.edition(self.kind, year=self.year).from_year, self.year + 1))


def open_edition(
    kind: str, *, snapshot: str, year: int, level: str, lang: str, profile: str, school: str = ""
) -> OpenEdition:
    """Check the parameters of a notebook and open what they name.

    Parameters
    ----------
    kind : str
        Kind of edition.
    snapshot : str
        Id of a snapshot, ``newest``, or ``demo`` for the synthetic district that ``gec report`` builds.
    year : int
        Reporting year.
    level : str
        A school level of ``params/codes.csv``, or ``all``.
    lang, profile : str
        Language of the text; internal or public.
    school : str
        Code of the school whose feedback page it is; empty for every other kind.

    Raises
    ------
    EditionError
        Naming the parameter, what was found and what is known.
    """
    _one_of("lang", lang, LANGUAGES)
    _one_of("profile", profile, PROFILES)
    home = find_home()
    if snapshot == DEMO:
        home, snapshot = _demo_home(home), "newest"
    plan, codes = load_plan(home.params), load_codes(home.params)
    _one_of("level", level, (ALL, *codes.school_levels()))
    opened = open_snapshot(home, snapshot)
    known = sorted(int(y) for y in opened.due["year"].unique())
    if not isinstance(year, int) or isinstance(year, bool):
        raise EditionError(f"parameter year: found {year!r}, expected a whole number")
    if year not in known:
        raise EditionError(
            f"parameter year: found {year}, expected one of {', '.join(map(str, known))}: snapshot {opened.id} holds "
            f"what was received up to {opened.as_of}; freeze one with a later day (gec snapshot --as-of)"
        )
    check_indicators(plan, [i.code for i in catalogue(plan, codes)], path=home.params / "plan.yaml")
    edition = OpenEdition(kind, year, level, lang, profile, home, opened, plan, codes, load_offices(home.params))
    return _of_school(edition, school) if school or kind == SCHOOL else edition


def _of_school(edition: OpenEdition, school: str) -> OpenEdition:
    """The edition with what one school's page may know: its own returns, and everybody's observations of two years.

    Raises
    ------
    EditionError
        For another kind, the public profile, or a school from which nothing was due at the level in the year.
    """
    _one_of("kind", edition.kind, (SCHOOL,))
    if not isinstance(school, str):
        raise EditionError(f"parameter school: found the number {school}, expected text; papermill takes it with -r")
    if edition.profile == PUBLIC:
        raise EditionError("parameter profile: a school's page is for the school and the office; found public")
    due = edition.snapshot.due
    due = due[due["year"].eq(edition.year) & due["level"].eq(edition.level) & due["unit_type"].eq(SCHOOL)]
    _one_of("school", school, sorted(due["unit"].unique()))
    page = replace(edition, school=school)
    own = of_school(edition.snapshot, unit=school, level=edition.level, years=page.years)
    return replace(page, snapshot=own)


def _one_of(name: str, found: object, known: object) -> None:
    if found not in known:  # type: ignore[operator]
        listed = ", ".join(str(item) for item in known)  # type: ignore[attr-defined]
        raise EditionError(f"parameter {name}: found {found!r}, expected one of {listed}")


def _demo_home(home: Home) -> Home:
    """The synthetic district beside a home, or the home itself when it is that district."""
    if (home.root / DEMO_HOME / "params" / "plan.yaml").is_file():
        return Home(home.root / DEMO_HOME)
    if home.root.parts[-2:] == DEMO_HOME.parts:
        return home
    raise EditionError(f"no synthetic district in {DEMO_HOME.as_posix()}; run `gec report` (or `make report`) once")


def dataset_of(edition: OpenEdition) -> Dataset:
    """Observations of the snapshot and the units expected in every year."""
    return prepare(edition.snapshot, plan=edition.plan, codes=edition.codes)


def results_of(edition: OpenEdition, data: Dataset) -> Results:
    """Indicators and verdicts of the edition's years."""
    units = edition.snapshot.units
    names = dict(zip(units["unit"], units["name"], strict=True))
    return results(data, year=edition.year, level=edition.level, years=edition.years, names=names)


def disclosure_of(edition: OpenEdition, found: Results) -> Disclosure:
    """What the profile hides, decided before anything is shown."""
    return Disclosure(edition.profile, found)


class Report:
    """The sections of an edition; each method is what one cell of a notebook shows."""

    def __init__(self, edition: OpenEdition, found: Results, hidden: Disclosure) -> None:
        self.edition = edition
        self.draft = Draft(
            kind=edition.kind,
            found=found,
            words=load_wording(edition.lang),
            hidden=hidden,
            snapshot=edition.snapshot,
            office=edition.offices.at(date.fromisoformat(edition.snapshot.as_of)),
            area=edition.offices.area.text(edition.lang),
            commentary=load_commentary(
                edition.home.params, kind=edition.kind, year=edition.year, level=edition.level, lang=edition.lang
            ),
            params=edition.home.params,
        )

    def _show(self, section: Callable[[Draft], Any]) -> Shown:
        return show(section(self.draft), book=self.draft.book, lang=self.edition.lang)

    def masthead(self) -> Shown:
        """Who reports, on what, with which data."""
        return self._show(conclusion.masthead)

    def conclusion(self) -> Shown:
        """Lead, verdict matrix, what to read beside it."""
        return self._show(conclusion.conclusion)

    def situation(self) -> Shown:
        """Section I."""
        return self._show(situation.situation)

    def leadership(self) -> Shown:
        """Section II."""
        return self._show(situation.leadership)

    def targets(self) -> Shown:
        """Section III: one part for each target of the plan."""
        return self._show(targets.targets)

    def tasks(self) -> Shown:
        """Section IV."""
        return self._show(tasks.tasks)

    def assessment(self) -> Shown:
        """Section V."""
        return self._show(assessment.assessment)

    def directions(self) -> Shown:
        """Section VI."""
        return self._show(directions.directions)

    def recommendations(self) -> Shown:
        """Section VII."""
        return self._show(directions.recommendations)

    def tables(self) -> Shown:
        """Annex of figures."""
        return self._show(annexes.annexes)

    def quality(self) -> Shown:
        """Annex of data quality."""
        return self._show(annexes.quality)

    def open_conclusions(self) -> Shown:
        """Quality edition: conclusions that hang on missing returns."""
        return self._show(quality.open_conclusions)

    def coverage(self) -> Shown:
        """Quality edition: returns due, received, late, missing."""
        return self._show(quality.coverage)

    def faults(self) -> Shown:
        """Quality edition: faults by kind."""
        return self._show(quality.faults)

    def breaks(self) -> Shown:
        """Quality edition: declared breaks in series."""
        return self._show(quality.breaks)

    def method(self) -> Shown:
        """Annex of method."""
        return self._show(annexes.method)

    def sources(self) -> Shown:
        """Annex that every number link leads to."""
        return self._show(annexes.sources)

    # -- one school's page ------------------------------------------------------------------------------------------

    @functools.cached_property
    def case(self) -> SchoolCase:
        """The school of a feedback page."""
        return open_case(self.draft, unit=self.edition.school, params=self.edition.home.params)

    def _page(self, section: Callable[[SchoolCase], Any]) -> Shown:
        return show(section(self.case), book=self.draft.book, lang=self.edition.lang)

    def school(self) -> Shown:
        """School: which one, when its return came, what the page is for."""
        return self._page(school.masthead)

    def next_steps(self) -> Shown:
        """School: what to do next, what went well."""
        return self._page(school.next_steps)

    def contribution(self) -> Shown:
        """School: its part of the area's targets, its shares beside its level and its ward."""
        return self._page(school.contribution)

    def own_figures(self) -> Shown:
        """School: its figures against the year before, and its returns."""
        return self._page(school.figures)

    def own_tasks(self) -> Shown:
        """School: the tasks of the plan as it reported them."""
        return self._page(school.tasks)

    def open_cells(self) -> Shown:
        """School: every cell to mend or to explain."""
        return self._page(school.faults)

    def own_sources(self) -> Shown:
        """School: what the page is for, and the annex that every number link leads to."""
        return self._page(school.sources)

    def files(self) -> Files:
        """Tables that are written beside the report."""
        return files_of_school(self.case) if self.edition.school else files_of(self.draft)
