"""A school's page is built, listed, left alone, proven and traced like every edition; what cannot be is refused."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest

from gec_lib.cli import main
from gec_lib.ledger.archive import locked
from gec_lib.publishing import school_page, write_indexes
from gec_lib.runs.batch import manifests
from gec_lib.runs.editions import (
    PARAMETERS,
    Edition,
    EditionNameError,
    SchoolError,
    feedback,
    parameters_of,
)
from gec_lib.runs.manifest import edition_of, read_manifest
from gec_lib.runs.places import OLD, WORK, sweep
from gec_lib.runs.trace import newest_first
from gec_lib.wording import load_wording
from tests.home_fixture import SmallHome
from tests.school_page import GOOD, TWO_LEVELS

LEVELS = ("preschool", "primary", "lower_secondary")
# links, fields and pictures that a screen reader could not name
NAMELESS = """[...document.querySelectorAll('a, input, img')].filter(
    e => !(e.textContent.trim() || e.alt || e.labels?.length || e.querySelector('[aria-label]'))
).map(e => e.outerHTML)"""
FILES = {
    "report.html",
    "report.docx",
    "tables.xlsx",
    "report.ipynb",
    "indicators.csv",
    "claims.json",
    "sources.parquet",
    "faults.csv",
    "manifest.json",
}


def page(**changed: Any) -> Edition:
    given = {"kind": "school", "snapshot": "967bbcd38ced", "year": 2025, "level": "primary", "lang": "vi"}
    return Edition(**{**given, "profile": "internal", "school": GOOD, **changed})


# -- which ----------------------------------------------------------------------------------------------------------


def test_the_school_stands_in_name_folder_and_parameters(tmp_path: Path):
    assert str(page()) == f"internal/school-2025/primary/{GOOD}/vi"
    assert page().folder(tmp_path) == tmp_path / "internal" / "school-2025" / "primary" / GOOD / "vi"
    assert tuple(page().parameters) == (*PARAMETERS, "school") == parameters_of("school")
    assert page().seed != page(school=TWO_LEVELS).seed
    other = Edition("annual", snapshot="a", year=2025, level="all", lang="vi", profile="internal")
    assert tuple(other.parameters) == PARAMETERS and str(other) == "internal/annual-2025/all/vi"


@pytest.mark.parametrize("changed", [{"school": ""}, {"kind": "annual"}, {"school": "../public"}, {"school": "a/b"}])
def test_a_school_and_its_kind_belong_together(changed):
    with pytest.raises(EditionNameError):
        page(**changed)


def test_every_school_that_owed_a_return_has_a_page_for_each_of_its_levels(small_home: SmallHome):
    given: dict[str, Any] = {"home": small_home.home, "snapshot": small_home.snapshot, "year": 2025, "langs": ["vi"]}
    every = feedback(levels=LEVELS, schools=[], **given)
    assert [(e.level, e.school) for e in every] == [
        ("preschool", "99000001"),
        ("preschool", "99000031"),
        ("preschool", "99000040"),
        ("primary", GOOD),
        ("primary", "99000059"),
        ("primary", TWO_LEVELS),
        ("lower_secondary", "99000076"),
        ("lower_secondary", "99000078"),
        ("lower_secondary", TWO_LEVELS),
    ]
    assert {e.profile for e in every} == {"internal"}
    both = feedback(levels=LEVELS, schools=[TWO_LEVELS], **{**given, "langs": ["vi", "en"]})
    assert [(e.level, e.lang) for e in both] == [(lv, lang) for lang in ("vi", "en") for lv in LEVELS[1:]]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"schools": ["99000095"]}, "99000095.*spelled most alike.*9900009"),
        (
            {"schools": [GOOD], "levels": ["preschool"]},
            f"{GOOD} has returns of 2025 at level primary, not at preschool",
        ),
        ({"year": 2019}, "no school owed a return of 2019"),
    ],
)
def test_a_school_that_owed_nothing_is_refused(small_home: SmallHome, changed, words):
    given = {"levels": LEVELS, "schools": [], "year": 2025, "langs": ["vi"], **changed}
    with pytest.raises(SchoolError, match=words):
        feedback(home=small_home.home, snapshot=small_home.snapshot, **given)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("school", "--school", "12345678"), "no school '12345678'"),
        (("school", "--profile", "public"), "may be published"),
        (("school", "--level", "all"), "a page for each of its levels"),
        (("annual", "--school", GOOD), "--school belongs to"),
    ],
)
def test_wrong_use_ends_with_two_and_a_reason(small_home: SmallHome, monkeypatch, capsys, tmp_path, words, said):
    where = ["--year", "2025", "--outputs", str(tmp_path / "out")]
    monkeypatch.setattr(sys, "argv", ["gec", "--home", str(small_home.home.root), "run", *words, *where])
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


# -- a run ----------------------------------------------------------------------------------------------------------


def gec(small_home: SmallHome, *words: object) -> str:
    command = [sys.executable, "-m", "gec_lib.cli", "--home", str(small_home.home.root), *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="session")
def outputs(small_home: SmallHome) -> Path:
    """The pages of two schools, one of two levels; built once for all workers."""
    folder = small_home.tree.parent / "outputs-of-schools"
    with locked(folder.with_suffix(".lock")):
        if not (folder / "said.txt").is_file():
            schools = ("--school", GOOD, "--school", TWO_LEVELS)
            said = gec(small_home, "run", "school", "--year", 2025, *schools, "--outputs", folder)
            (folder / "said.txt").write_text(said, encoding="utf-8")
    return folder


@pytest.fixture
def good(outputs: Path) -> Path:
    return outputs / "internal" / "school-2025" / "primary" / GOOD / "vi"


def test_every_file_is_there_and_the_manifest_names_the_school(good: Path):
    assert {path.name for path in good.iterdir()} == FILES
    made = read_manifest(good)
    assert made is not None and made["parameters"]["school"] == GOOD
    assert str(edition_of(made)) == f"internal/school-2025/primary/{GOOD}/vi"
    assert made["name"] == "Trường Tiểu học mẫu 02"


def test_a_second_run_leaves_the_pages_alone_and_a_proof_finds_the_same_bytes(small_home, outputs):
    where = ("--year", 2025, "--school", TWO_LEVELS, "--level", "primary", "--outputs", outputs)
    before = {path: path.stat().st_mtime_ns for path in outputs.rglob("report.html")}
    assert "không đổi" in gec(small_home, "run", "school", *where, "--why")
    assert {path: path.stat().st_mtime_ns for path in outputs.rglob("report.html")} == before
    said = gec(small_home, "verify", outputs / "internal" / "school-2025" / "primary" / TWO_LEVELS)
    assert "trùng khớp" in said


def test_pages_of_schools_are_listed_apart_and_found_last(outputs: Path):
    found = list(manifests(outputs, profile="internal"))
    assert len(found) == 3
    assert newest_first(outputs, profile="internal")[-1].parts[-4].startswith("school-")
    [listed] = [p for p in write_indexes(outputs, profiles=["internal"], lang="vi") if p.parent.name == "school-2025"]
    text = listed.read_text(encoding="utf-8")
    for folder, made in found:
        assert f'href="{folder.relative_to(listed.parent).as_posix()}/report.html"' in text
        assert made["name"].replace("&", "&amp;") in text
    assert "3 phiếu" in text
    english = school_page(listed.parent, found, words=load_wording("en"))
    assert "Feedback pages of schools, 2025" in english


def test_the_index_gives_all_pages_of_schools_one_line(outputs: Path, tmp_path: Path):
    area = tmp_path / "internal" / "annual-2025" / "all" / "vi"
    area.mkdir(parents=True)
    pages = tmp_path / "internal" / "school-2025"
    pages.symlink_to(outputs / "internal" / "school-2025")
    row = {"target": "1", "title": "A", "level": "all", "level_name": "B", "year": 2025, "verdict": "met"}
    progress = {"rows": [{**row, "firm": "firm", "shown": "1", "claim": "x"}], "coverage": [], "agency": "C"}
    count = {"level": "all", "level_name": "B", "on_time": 1, "late": 0, "missing": 0, "due": 1}
    more = {"coverage": [count], "subtitle": "D", "as_of": "2025-12-29", "snapshot": "ab", "synthetic": True}
    data = {**progress, **more, "due": "2025-12-20", "lead": [{"t": "E"}]}
    (area / "progress.json").write_text(json.dumps(data), encoding="utf-8")
    card = {"kind": "annual", "title": "Năm", "scope": "B", "term": "2025", "as_of": "2025-12-29", "snapshot": "ab"}
    given = {"snapshot": "ab", "year": 2025, "level": "all", "lang": "vi", "profile": "internal"}
    (area / "manifest.json").write_text(json.dumps({**card, "parameters": given, "outputs": {}}), encoding="utf-8")
    write_indexes(tmp_path, profiles=["internal"], lang="vi")
    text = (tmp_path / "internal" / "index.html").read_text(encoding="utf-8")
    assert text.count("school-2025/") == 2  # the line's name and its file
    assert 'href="school-2025/index.html"' in text and "3 phiếu" in text


def test_what_a_killed_run_set_aside_comes_back_beside_its_other_language(tmp_path: Path):
    """Half of the move of a page was done: the older page is in the work folder, another language stands in place."""
    there = tmp_path / "internal" / "school-2025" / "primary" / GOOD
    (there / "en").mkdir(parents=True)
    dead = tmp_path / WORK / f"{OLD}-abc-999999999"
    kept = dead / there.relative_to(tmp_path) / "vi"
    kept.mkdir(parents=True)
    (kept / "manifest.json").write_text("{}", encoding="utf-8")
    sweep(tmp_path)
    assert (there / "vi" / "manifest.json").is_file() and (there / "en").is_dir()


def test_a_page_is_small_and_tells_no_machine(good: Path):
    text = (good / "report.html").read_text(encoding="utf-8")
    assert len(text.encode()) < 200_000
    assert "/tmp/" not in text and not re.search(r"T\d\d:\d\d:\d\d", text)


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
def test_in_a_browser_nothing_is_fetched_nothing_complains_nothing_scrolls_sideways(chromium, outputs, good, width):
    for path in (good / "report.html", outputs / "internal" / "school-2025" / "index.html"):
        context = chromium.new_context(viewport={"width": width, "height": 900})
        seen, requests, complaints = context.new_page(), [], []
        seen.on("request", lambda request, to=requests: to.append(request.url))
        seen.on("console", lambda message, to=complaints: to.append(message.text))
        seen.on("pageerror", lambda error, to=complaints: to.append(str(error)))
        seen.goto(path.as_uri())
        seen.wait_for_load_state("networkidle")
        assert [url for url in requests if not url.startswith("data:")] == [path.as_uri()]
        assert complaints == []
        seen.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        assert seen.evaluate("document.documentElement.scrollWidth") == width
        assert "MÔ PHỎNG" in seen.locator(".stamp").first.inner_text()
        assert seen.evaluate(NAMELESS) == []
        assert seen.evaluate("[...document.querySelectorAll('th')].every(e => e.scope)")
        context.close()


@pytest.mark.browser
def test_the_first_thing_to_do_stands_on_the_first_screen(chromium, good):
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    seen = context.new_page()
    seen.goto(good.joinpath("report.html").as_uri())
    box = seen.locator(".todo li").first.bounding_box()
    assert box["y"] + box["height"] < 700
    context.close()


@pytest.mark.parametrize(
    ("given", "name"),
    [((), "Tiểu học mẫu 02"), (("-r", "school", TWO_LEVELS, "-p", "level", "lower_secondary"), "TH&amp;THCS mẫu 01")],
    ids=["bare", "parameters"],
)
def test_stock_papermill_runs_the_notebook_and_writes_nothing_else(small_home: SmallHome, tmp_path: Path, given, name):
    tree = small_home.tree
    before = {path: path.stat().st_mtime_ns for path in tree.rglob("*") if path.is_file()}
    environment = {key: value for key, value in os.environ.items() if key not in ("GEC_HOME", "CI")}
    command = [sys.executable, "-m", "papermill", "notebooks/school.ipynb", str(tmp_path / "out.ipynb"), *given]
    done = subprocess.run(
        [*command, "--no-progress-bar"], cwd=tree, env=environment, capture_output=True, text=True, timeout=240
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert {path: path.stat().st_mtime_ns for path in tree.rglob("*") if path.is_file()} == before
    notebook = nbformat.read(tmp_path / "out.ipynb", as_version=4)
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert [output for output in outputs if output["output_type"] == "error"] == []
    html = "".join(output["data"].get("text/html", "") for output in outputs if "data" in output)
    assert f"Phiếu phản hồi: Trường {name}" in html and "SỐ LIỆU MÔ PHỎNG" in html
