"""A number seen while exploring is the number printed in the reports; what is not known is refused by name."""

from __future__ import annotations

from pathlib import Path

import pytest

import gec_lib as gec
from gec_lib.exploring import ExploreError
from tests.home_fixture import SmallHome


@pytest.fixture
def district(small_home: SmallHome, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(small_home.tree)
    monkeypatch.delenv("GEC_HOME", raising=False)
    return small_home.tree


def test_the_numbers_are_those_of_the_report(district: Path, small_home: SmallHome):
    view = gec.explore("T3-01a", year=2025, level="all", lang="vi")
    claims = small_home.draft("final", year=2025, level="all", lang="vi", profile="internal").book.claims
    table = view.table()
    row = table[table["year"].eq(2025)].iloc[0]
    assert int(row["num"]) == int(claims["T3-01a.2025.all.T.num"].value)
    assert int(row["den"]) == int(claims["T3-01a.2025.all.T.den"].value)
    assert len(view.sources("num")) == claims["T3-01a.2025.all.T.num"].cells
    assert view.chart()._repr_mimebundle_()["text/html"]
    assert "50%" in view.verdict()._repr_mimebundle_()["text/plain"]


def test_a_cell_may_be_run_again(district: Path):
    for _ in range(2):
        assert len(gec.explore("T1-01a", year=2025, level="all", lang="vi").table()) > 0


def test_schools_stand_behind_the_number(district: Path):
    view = gec.explore("T3-01a", year=2025, level="primary", lang="en")
    units, table = view.units(), view.table()
    row = table[table["year"].eq(2025)].iloc[0]
    assert units["num"].sum() == row["num"] and units["den"].sum() == row["den"]
    assert len(units) == 3


def test_a_ward_is_a_part_of_the_whole(district: Path):
    whole = gec.explore("T2-01a", year=2025, level="all", lang="vi").table()
    total = 0
    for number in range(1, 11):
        part = gec.explore("T2-01a", year=2025, level="all", lang="vi", ward=f"990{number:02d}").table()
        total += int(part[part["year"].eq(2025)]["den"].iloc[0])
    assert total == int(whole[whole["year"].eq(2025)]["den"].iloc[0])


@pytest.mark.parametrize(
    ("indicator", "more", "said"),
    [
        ("T9-99", {}, r"'T9-99'.*T3-01a"),
        ("T3-01a", {"ward": "77777"}, r"'77777'.*99001"),
        ("T3-01a", {"level": "secondary"}, r"'secondary'.*lower_secondary"),
        ("T3-01a", {"year": 1999}, r"1999.*2025"),
        ("T3-01a", {"lang": "fr"}, r"'fr'.*vi, en"),
    ],
)
def test_what_is_not_known_is_refused_with_what_is(district: Path, indicator, more, said):
    with pytest.raises((ExploreError, ValueError), match=said):
        gec.explore(indicator, **{"year": 2025, "level": "all", "lang": "vi", **more})
