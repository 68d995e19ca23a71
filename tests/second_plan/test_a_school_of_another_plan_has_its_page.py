"""The feedback page knows no plan: schools of the invented town have theirs, with the town's own targets and tasks."""

from __future__ import annotations

from pathlib import Path

import pytest

from gec_lib.codelists import LANGUAGES
from gec_lib.home import Home
from gec_lib.narrative.school_case import Where
from gec_lib.publish.show import guard
from gec_lib.report import Report, dataset_of, disclosure_of, open_edition, results_of
from tests.school_page import SECTIONS
from tests.second_plan.district import make_home


@pytest.fixture(scope="module")
def town(params: Path, tmp_path_factory: pytest.TempPathFactory) -> Home:
    home, _, _ = make_home(tmp_path_factory.mktemp("town-of-schools"), source=params)
    return home


def report(home: Home, unit: str, level: str, *, lang: str = "vi") -> Report:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GEC_HOME", str(home.root))
        found = open_edition(
            "school", snapshot="newest", year=2025, level=level, lang=lang, profile="internal", school=unit
        )
    results = results_of(found, dataset_of(found))
    return Report(found, results, disclosure_of(found, results))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("unit", "level"), [("S1", "infant"), ("S4", "junior")])
def test_every_section_is_written(town: Home, unit: str, level: str, lang: str):
    page = report(town, unit, level, lang=lang)
    for name in SECTIONS:
        shown = getattr(page, name)()
        guard(shown.block)
        assert "379" not in str(shown.block), name
    assert page.files().content["indicators.csv"].count("\n") > 1


def test_its_figures_are_those_worked_by_hand(town: Home):
    """Women among managers: S4 has its deputy, one of two; at its level C, D, E have 1 + 1 + 0 of six."""
    case = report(town, "S4", "junior").case
    own, beside = (case.count("N01-3a", where=w, year=2025, side="num").value for w in (Where.SCHOOL, Where.LEVEL))
    assert (own, beside) == (1, 2)
    assert case.count("N01-3a", where=Where.LEVEL, year=2025, side="den").value == 6
    assert case.value("N01-3a", where=Where.WARD, year=2025).mark == "c"  # C alone stands beside it in its ward
