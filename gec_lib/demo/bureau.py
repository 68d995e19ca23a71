"""The acts of the education office of the synthetic district: its own form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from gec_lib.codelists import ALL, NONE
from gec_lib.demo.draws import generator, nearly, women_among
from gec_lib.demo.parameters import Parameter, Setting
from gec_lib.demo.people import Key, Value

ACTS, PEOPLE = "office_acts", "office_people"
# An act and the part of it that its "trong đó" asks for.
PARTS = {
    "documents_reviewed": "documents_amended",
    "violations": "violations_remedied",
    "programmes": "programmes_active",
}
COUNTED = ("documents_reviewed", "documents_issued", "programmes", "teams_awarded")
# The item of the equality return in which a school says that the office inspected it.
INSPECTED: Key = ("task_yes", "n15_1", ALL)


def inspected(answers: Iterable[tuple[str, Mapping[Key, Value]]]) -> int:
    """The schools that say they were inspected, each once whatever the number of its levels.

    Parameters
    ----------
    answers : iterable of (str, mapping)
        Unit and values of each equality return of a year.

    Examples
    --------
    >>> inspected([("1", {INSPECTED: (1, None)}), ("1", {INSPECTED: (1, None)}), ("2", {INSPECTED: (0, None)})])
    1
    """
    return len({unit for unit, values in answers if values.get(INSPECTED, (0, None))[0] == 1})


def office_values(setting: Setting, *, year: int, schools: int, seed: int) -> dict[Key, Value]:
    """All values of the office's form.

    Parameters
    ----------
    setting : Setting
        Parameters of the demo.
    year : int
        Reporting year.
    schools : int
        Schools inspected in it: what the schools themselves say.
    seed : int
        The seed of the district.
    """
    found = {item: nearly(_fresh(item, year, seed), _need(setting, item).at(year)) for item in COUNTED}
    found["schools_inspected"] = schools
    # An inspection goes to several schools; the parameters say to how many, and how often it finds something.
    found["inspections"] = -(-schools // round(_need(setting, "inspections").at(year)))
    rate = _need(setting, "violations").at(year)
    found["violations"] = int(_fresh("violations", year, seed).binomial(schools, rate))
    for whole, part in PARTS.items():
        share = min(1.0, _need(setting, part).at(year))
        found[part] = int(_fresh(part, year, seed).binomial(found[whole], share))
    return {(ACTS, item, ALL): (count, None) for item, count in found.items()} | _awarded(setting, year, seed)


def _awarded(setting: Setting, year: int, seed: int) -> dict[Key, Value]:
    item = "people_awarded"
    parameter, rng = _need(setting, item), _fresh(item, year, seed)
    count = nearly(rng, parameter.at(year))
    women = women_among(rng, count, parameter.women_at(year), women=count, men=count)
    return {(PEOPLE, item, ALL): (count, women)}


def _need(setting: Setting, item: str) -> Parameter:
    return setting.need(PEOPLE if item == "people_awarded" else ACTS, level=NONE, category=item)


def _fresh(item: str, year: int, seed: int) -> np.random.Generator:
    return generator(seed, "office", item, year)
