"""A home is the folder given, else ``GEC_HOME``, else the nearest parent that holds ``params/plan.yaml``."""

from __future__ import annotations

from pathlib import Path

import pytest

from gec_lib.home import Home, HomeError, find_home


@pytest.fixture
def homes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Path]:
    """Three homes, the inner one inside the outer one; the working folder lies deep in the inner one."""
    places = {"outer": tmp_path / "outer", "inner": tmp_path / "outer" / "build" / "demo", "other": tmp_path / "other"}
    for place in places.values():
        (place / "params").mkdir(parents=True)
        (place / "params" / "plan.yaml").touch()
    deep = places["inner"] / "data" / "forms"
    deep.mkdir(parents=True)
    monkeypatch.chdir(deep)
    monkeypatch.delenv("GEC_HOME", raising=False)
    return places


def test_the_nearest_parent_is_the_home(homes):
    assert find_home() == Home(homes["inner"])


def test_the_environment_comes_before_the_working_folder(homes, monkeypatch):
    monkeypatch.setenv("GEC_HOME", str(homes["other"]))
    assert find_home() == Home(homes["other"])


def test_what_the_user_names_comes_first(homes, monkeypatch):
    monkeypatch.setenv("GEC_HOME", str(homes["other"]))
    assert find_home(homes["outer"]) == Home(homes["outer"])
    assert find_home("../../../..").root == homes["outer"]


def test_a_folder_that_was_named_is_not_replaced_by_its_parents(homes, monkeypatch):
    with pytest.raises(HomeError, match=r"data is no home: params/plan.yaml is missing there"):
        find_home(homes["inner"] / "data")
    monkeypatch.setenv("GEC_HOME", str(homes["inner"] / "data"))
    with pytest.raises(HomeError, match="is no home"):
        find_home()


def test_no_home_says_where_it_looked_and_what_to_do(tmp_path, monkeypatch):
    monkeypatch.delenv("GEC_HOME", raising=False)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(HomeError) as refused:
        find_home()
    for part in (str(tmp_path), "params/plan.yaml", "--home", "GEC_HOME"):
        assert part in str(refused.value)


def test_a_home_has_three_folders():
    home = Home(Path("x"))
    assert (home.params, home.data, home.outputs) == (Path("x/params"), Path("x/data"), Path("x/outputs"))
