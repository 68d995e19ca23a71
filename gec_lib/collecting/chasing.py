"""Who returned and who did not: counts, the office's page, reminders."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from gec_lib import __version__
from gec_lib.blocks import Fact, Masthead
from gec_lib.claims import UNDEFINED
from gec_lib.codelists import INTERNAL, load_codes
from gec_lib.collecting.sending import is_synthetic
from gec_lib.collecting.view import GROUP, View, first_late
from gec_lib.coverage import coverage, due, is_ahead
from gec_lib.files import write_whole
from gec_lib.home import Home
from gec_lib.ledger import read_lines, standing
from gec_lib.letters import Owed, Sender, load_letter_rules, reminder, to_remind
from gec_lib.offices import load_offices
from gec_lib.plan import load_plan
from gec_lib.publish.coverage_page import CoveragePage, render_coverage
from gec_lib.register import load_register, units_at
from gec_lib.returns.layouts import layout_for, load_layouts
from gec_lib.snapshots import files_table
from gec_lib.wording import load_wording


def coverage_now(home: Home, *, year: int, as_of: str) -> pd.DataFrame:
    """What became of the returns of a year so far, with the names of units, their wards and their forms.

    Parameters
    ----------
    home : Home
        The home.
    year : int
        Reporting year.
    as_of : str
        ISO day; files received later are left out.

    Returns
    -------
    DataFrame
        ``coverage.COVERAGE_COLUMNS``, ``name``, ``ward_name``, ``title_vi`` and ``title_en`` (of the form).
    """
    plan, units, layouts = load_plan(home.params), load_register(home.data), load_layouts(home.params)
    owed = due(units, layouts, years=[year], calendar=plan.calendar)
    judged = standing(read_lines(home), as_of=as_of).verdicts.values()
    cov = coverage(owed, files=files_table(judged))
    on = plan.calendar.reference.on(year).isoformat()
    names = dict(zip(units["unit"], units["name"], strict=True)) | _names(units_at(units, date=on))
    forms = {form: layout_for(layouts, form=form, year=year) for form in cov["form"].unique()}
    return cov.assign(
        name=cov["unit"].map(names),
        ward_name=cov["ward"].map(names).fillna(cov["ward"]).replace("", UNDEFINED),
        title_vi=cov["form"].map({form: layout.title_vi for form, layout in forms.items()}),
        title_en=cov["form"].map({form: layout.title_en for form, layout in forms.items()}),
    )


def missing_list(cov: pd.DataFrame, *, on: dt.date) -> pd.DataFrame:
    """The returns that have not come, overdue ones first.

    Parameters
    ----------
    cov : DataFrame
        From :func:`coverage_now`.
    on : date
        The day that tells overdue from not yet due.

    Returns
    -------
    DataFrame
        The columns of ``cov`` and ``ahead``; in the order of deadline, form and unit, those not yet due last.
    """
    rows = cov[~cov["received"]]
    rows = rows.assign(ahead=is_ahead(rows, on=on.isoformat()))
    return rows.sort_values(["ahead", "deadline", "form", "unit", "level"], kind="stable", ignore_index=True)


def write_letters(home: Home, cov: pd.DataFrame, *, on: dt.date, folder: Path, lang: str) -> dict[str, Path]:
    """A reminder for every unit whose return is overdue or soon due, as a text file named by the unit's code.

    Parameters
    ----------
    home : Home
        The home.
    cov : DataFrame
        From :func:`coverage_now`.
    on : date
        The day of the letters.
    folder : Path
        Where they go.
    lang : str
        Their language.
    """
    sender, written = _sender(home, on=on, lang=lang), {}
    for unit, rows in cov[~cov["received"]].groupby("unit", sort=True):
        owed = []
        for row in rows.sort_values(["deadline", "form"]).itertuples():
            owed.append(Owed(row.title_vi if lang == "vi" else row.title_en, first_late(row.deadline)))
        named = to_remind(owed, on=on, rules=sender.rules)
        if not named:
            continue
        first = rows.iloc[0]
        text = reminder(sender, name=str(first["name"]), unit_type=str(first["unit_type"]), owed=named, on=on)
        path = folder / f"{unit}.txt"
        write_whole(path, text.encode())
        written[str(unit)] = path
    return written


def coverage_page(
    home: Home, cov: pd.DataFrame, *, year: int, on: dt.date, letters: Mapping[str, str], lang: str
) -> str:
    """The office's page of returns as one HTML file.

    Parameters
    ----------
    home : Home
        The home.
    cov : DataFrame
        From :func:`coverage_now`.
    year : int
        Reporting year.
    on : date
        The day up to which files are counted.
    letters : mapping of str to str
        Links to the reminders, by unit; empty without letters.
    lang : str
        Language of the page.
    """
    words, codes = load_wording(lang), load_codes(home.params)
    view = View(cov, words, codes, on)
    sender = _sender(home, on=on, lang=lang)
    return render_coverage(
        CoveragePage(
            masthead=_masthead(home, view, sender, year=year),
            lead=view.lead(),
            bars=view.bars(),
            tables=(view.by_stream(), view.by_ward()),
            missing=view.missing(letters),
            streams=tuple(codes.label("stream", stream, lang=lang) for stream in view.streams()),
            units=view.units(),
            words=words.labels[GROUP],
            version=__version__,
        ),
        lang=lang,
    )


def _masthead(home: Home, view: View, sender: Sender, *, year: int) -> Masthead:
    counts, lang = view.total(), view.words.lang
    area = load_offices(home.params).area.text(lang)
    return Masthead(
        agency=view.text(sender.issuer),
        title=view.text(view.say("title", year=year)),
        subtitle=view.text(view.say("subtitle", area=area, date=view.day(view.on))),
        facts=(
            Fact(view.text(view.say("fact_until")), view.words.inline(view.on, "date")),
            Fact(view.text(view.say("fact_received")), view.text(view.say("fact_count", **view.numbers(counts)))),
            Fact(view.text(view.say("fact_profile")), view.text(view.say("fact_internal"))),
        ),
        profile=INTERNAL,
        synthetic=view.words.label("report", "synthetic") if sender.stamp else "",
    )


def _sender(home: Home, *, on: dt.date, lang: str) -> Sender:
    stamp = is_synthetic(home, standing(read_lines(home), as_of=on.isoformat()))
    return Sender(load_offices(home.params).at(on), load_letter_rules(home.params), load_wording(lang), stamp)


def _names(units: pd.DataFrame) -> dict[str, str]:
    return dict(zip(units["unit"], units["name"], strict=True))
