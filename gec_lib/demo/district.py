"""The synthetic district: its register and every return, made from parameters and a seed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from gec_lib.codelists import ALL, END_OF_YEAR, EQUALITY, NONE, OFFICE, SCHOOL, START_OF_YEAR, WARD
from gec_lib.demo import pupils, staff
from gec_lib.demo.bureau import inspected, office_values
from gec_lib.demo.course import make_course
from gec_lib.demo.desk import Desk
from gec_lib.demo.parameters import DemoError, Setting, load_setting
from gec_lib.demo.people import Key, Value
from gec_lib.demo.receipts import late_returns, missing_returns, received_on, with_blanks
from gec_lib.demo.remarks import remarks_of
from gec_lib.demo.schools import Bureau, School, Ward, make_bureau, make_register, make_schools, make_wards
from gec_lib.demo.survey import make_survey, returns_of
from gec_lib.demo.tasks import equality_values
from gec_lib.returns.layouts import Layout, forms_due, load_layouts


@dataclass(frozen=True, eq=False)
class Return:
    """One return: form, unit, reporting year, values, and the day it arrived (None: never)."""

    form: str
    version: str
    stream: str
    year: int
    unit: str
    unit_type: str
    unit_name: str
    level: str
    values: Mapping[Key, Value] = field(repr=False)
    remarks: Mapping[tuple[str, str], str] = field(repr=False)
    explanations: Mapping[str, str] = field(repr=False)
    received: dt.date | None

    @property
    def name(self) -> str:
        """The file of the return; no other return of the district has the same name."""
        return f"{self.form}-{self.unit}-{self.year}.xlsx"


@dataclass(frozen=True, eq=False)
class District:
    """A register and all returns that its units owe, in the order of units, years and forms."""

    params: Path
    seed: int
    units: pd.DataFrame = field(repr=False)
    returns: tuple[Return, ...] = field(repr=False)

    def find(self, *, form: str, unit: str, year: int) -> Return | None:
        """A return by form, unit and year, or None."""
        return next((r for r in self.returns if (r.form, r.unit, r.year) == (form, unit, year)), None)


def build_district(params: Path, *, seed: int) -> District:
    """Make the synthetic district.

    Parameters
    ----------
    params : Path
        A folder ``params`` with the parameters of the demo, layouts and code lists.
    seed : int
        Equal seeds give equal districts.

    Returns
    -------
    District
        The register and every return owed in the years of ``demo_district.yaml``; start-of-year returns of the year
        before are there too, because flows of the first year stand over them.

    Raises
    ------
    DemoError
        When a parameter is missing or a form asks for something the demo does not make.

    Examples
    --------
    >>> from gec_lib.home import find_home
    >>> district = build_district(find_home().params, seed=379)
    >>> len(set(district.units.query("unit_type == 'ward'")["unit"]))
    10
    """
    setting = load_setting(params)
    layouts = load_layouts(params)
    schools, wards = make_schools(setting, seed=seed), make_wards(setting, seed=seed)
    bureau = make_bureau(setting)
    made = [*_school_returns(setting, layouts, schools, seed=seed), *_ward_returns(setting, layouts, wards, seed=seed)]
    own = _office_returns(setting, layouts, bureau, made, seed=seed)
    return District(
        params=params,
        seed=seed,
        units=make_register(schools, wards, bureau, setting),
        returns=(*_posted(setting, made, schools, seed=seed), *own),
    )


def _school_returns(
    setting: Setting, layouts: tuple[Layout, ...], schools: tuple[School, ...], *, seed: int
) -> Iterator[Return]:
    years = (setting.first - 1, *setting.years)
    for school in schools:
        life = pupils.live(make_course(school, setting, seed=seed))
        classes = {y: sum(v.facts.classes.values()) for y, v in life.items()}
        team = staff.serve(staff.make_house(school, setting, seed=seed), classes)
        for year in years:
            for layout in forms_due(layouts, unit_type=SCHOOL, level=school.level, year=year):
                before = year < setting.first and layout.stream != START_OF_YEAR
                if not before and school.open_on(layout.reference_date(year).isoformat()):
                    yield _made(setting, layout, school, year, life[year], team, seed=seed)


def _posted(setting: Setting, made: list[Return], schools: tuple[School, ...], *, seed: int) -> tuple[Return, ...]:
    """The returns with the day each arrives, None for those that never do."""
    known = {(school.unit, school.level): school for school in schools}
    days: dict[Return, dt.date] = {}
    for stream, year in sorted({(r.stream, r.year) for r in made}):
        owed = [r for r in made if (r.stream, r.year) == (stream, year)]
        owing = [known[r.unit, r.level] for r in owed if (r.unit, r.level) in known]
        missing = {(s.unit, s.level) for s in missing_returns(setting, owing, stream=stream, year=year, seed=seed)}
        arriving = [r for r in owed if (r.unit, r.level) not in missing]
        units = dict.fromkeys((r.unit, r.level) for r in arriving)
        late = late_returns(setting, units, stream=stream, year=year, seed=seed)
        for r in arriving:
            days[r] = received_on(
                setting, stream=stream, year=year, topic=r.name, late=(r.unit, r.level) in late, seed=seed
            )
    return tuple(replace(r, received=days.get(r)) for r in made)


def _made(
    setting: Setting,
    layout: Layout,
    school: School,
    year: int,
    life: pupils.SchoolYear,
    team: Mapping[int, staff.StaffYear],
    *,
    seed: int,
) -> Return:
    desk = Desk(school=school, setting=setting, seed=seed, year=year, facts=life.facts, staff=team[year].everybody)
    remarks: dict[tuple[str, str], str] = {}
    if layout.stream == START_OF_YEAR:
        programme = desk.yes(desk.value("sexuality_programme", ALL), "programme")
        values = {**life.start, **team[year].values, ("sexuality_programme", ALL, ALL): (int(programme), None)}
    elif layout.stream == END_OF_YEAR:
        values = dict(life.end)
    else:
        values = equality_values(desk)
        remarks = remarks_of(desk, values)
    values = _asked(layout, values, where=f"{layout.form} {school.unit} {year}")
    return Return(
        form=layout.form,
        version=layout.version,
        stream=layout.stream,
        year=year,
        unit=school.unit,
        unit_type=SCHOOL,
        unit_name=school.name,
        level=school.level,
        values=with_blanks(
            setting, values, unit=school.unit, level=school.level, form=layout.form, year=year, seed=seed
        ),
        remarks=remarks,
        explanations=_explained(layout, team, year) if layout.stream == START_OF_YEAR else {},
        received=None,
    )


def _asked(layout: Layout, values: Mapping[Key, Value], *, where: str) -> dict[Key, Value]:
    """Only what the form asks for, all of it."""
    absent = [key for key in layout.keys if key not in values]
    if absent:
        raise DemoError(f"{where}: the form asks for {absent[0]}, which the demo does not make; expected every row")
    return {key: values[key] for key in layout.keys}


def _explained(layout: Layout, team: Mapping[int, staff.StaffYear], year: int) -> dict[str, str]:
    """The clerk's words for what a check will ask: a vacancy, a doctorate more than last year."""
    words: dict[str, str] = {}
    for key, row in layout.keys.items():
        if key == (staff.PRINCIPALS, ALL, ALL) and team[year].vacant:
            words[row.code] = "Khuyết hiệu trưởng, đang chờ bổ nhiệm"
        if key[1] == staff.DOCTOR and year - 1 in team:
            now, then = team[year].values.get(key), team[year - 1].values.get(key)
            if now != then:
                words[row.code] = "Đã kiểm tra: một người vừa được cấp bằng tiến sĩ"
    return words


def _ward_returns(
    setting: Setting, layouts: tuple[Layout, ...], wards: tuple[Ward, ...], *, seed: int
) -> Iterator[Return]:
    survey = make_survey(setting, wards, seed=seed)
    for year in setting.years:
        answers = returns_of(survey, year)
        for ward in wards:
            for layout in forms_due(layouts, unit_type=WARD, level=NONE, year=year):
                yield Return(
                    form=layout.form,
                    version=layout.version,
                    stream=layout.stream,
                    year=year,
                    unit=ward.unit,
                    unit_type=WARD,
                    unit_name=ward.name,
                    level=NONE,
                    values=_asked(layout, answers[ward.unit], where=f"{layout.form} {ward.unit} {year}"),
                    remarks={},
                    explanations={},
                    received=None,
                )


def _office_returns(
    setting: Setting, layouts: tuple[Layout, ...], bureau: Bureau, made: list[Return], *, seed: int
) -> Iterator[Return]:
    """The office's own form, never late, so that it takes no place among the late returns of others."""
    for year in setting.years:
        answers = [(r.unit, r.values) for r in made if (r.stream, r.year) == (EQUALITY, year)]
        values = office_values(setting, year=year, schools=inspected(answers), seed=seed)
        for layout in forms_due(layouts, unit_type=OFFICE, level=NONE, year=year):
            unfiled = Return(
                form=layout.form,
                version=layout.version,
                stream=layout.stream,
                year=year,
                unit=bureau.unit,
                unit_type=OFFICE,
                unit_name=bureau.name,
                level=NONE,
                values=_asked(layout, values, where=f"{layout.form} {bureau.unit} {year}"),
                remarks={},
                explanations={},
                received=None,
            )
            day = received_on(setting, stream=layout.stream, year=year, topic=unfiled.name, late=False, seed=seed)
            yield replace(unfiled, received=day)
