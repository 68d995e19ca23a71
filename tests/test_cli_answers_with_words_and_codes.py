"""The program ``gec``: quick to help, exit codes that can be relied on, errors that name the place."""

from __future__ import annotations

import re
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner

from gec_lib import __version__
from gec_lib.cli import frame, gec, main
from gec_lib.codelists import load_codes
from gec_lib.indicators import INDICATORS
from gec_lib.returns.layouts import load_layouts
from gec_lib.returns.reading import read_workbook
from tests.home_fixture import SmallHome

Result = subprocess.CompletedProcess[str]
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """The program in this process, from its entry point, in an empty folder: exit code, output, errors."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GEC_HOME", raising=False)

    def go(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["gec", *map(str, words)])
        code = 0
        try:
            main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
        said = capsys.readouterr()
        return code, said.out, said.err

    return go


@pytest.fixture
def home(small_home: SmallHome, tmp_path: Path) -> Path:
    """A copy of the small home that a test may change."""
    copy = tmp_path / "home"
    shutil.copytree(small_home.home.root, copy, ignore=shutil.ignore_patterns("incoming"))
    return copy


def spoiled(small_home: SmallHome, tmp_path: Path) -> tuple[Path, str, str]:
    """A start-of-year return with more women than people in one cell: the file, its sheet, the cell of the women."""
    source = small_home.home.data / "incoming" / "2025" / "dn_th-99000052-2025.xlsx"
    observed = small_home.report("final", year=2025, level="all", lang="vi", profile="internal").edition.snapshot
    rows = observed.observations
    row = rows[rows["unit"].eq("99000052") & rows["year"].eq(2025) & rows["measure"].eq("teachers")].iloc[0]
    path = tmp_path / source.name
    book = openpyxl.load_workbook(source)
    book[row["sheet"]][row["cell_female"]].value = int(row["total"]) + 7
    book.save(path)
    return path, row["sheet"], row["cell_female"]


def test_help_comes_at_once():
    spent = []
    for _ in range(3):
        began = time.perf_counter()
        done = subprocess.run([sys.executable, "-m", "gec_lib.cli", "--help"], capture_output=True, text=True)
        spent.append(time.perf_counter() - began)
        assert done.returncode == 0 and "gec" in done.stdout
    median = statistics.median(spent)
    print(f"gec --help: {median:.2f} s")
    assert median < 0.6, "0.3 s on a quiet machine"


def test_help_loads_nothing_heavy():
    code = (
        "import sys; from gec_lib.cli import gec; "
        "heavy = {'pandas', 'numpy', 'matplotlib', 'papermill', 'pydantic', 'duckdb', 'openpyxl'} & set(sys.modules); "
        "print(*sorted(heavy))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.returncode, done.stdout.strip()) == (0, "")


@pytest.mark.parametrize("command", ["", *sorted(gec.commands)])
def test_every_command_explains_itself_in_both_languages(command: str):
    result = CliRunner().invoke(gec, [command, "--help"] if command else ["--help"])
    assert result.exit_code == 0
    assert re.search(r"[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", result.output)
    options = [p for p in (gec.commands[command].params if command else gec.params) if getattr(p, "help", None)]
    own = [p.help for p in options if p.name not in ("version", "help")]  # type: ignore[attr-defined]
    assert all(" / " in words for words in own)


def test_the_commands_of_the_task_are_there():
    wanted = {"report", "demo-data", "forms", "intake", "coverage", "snapshot", "run", "indicators", "lab"}
    assert wanted <= set(gec.commands)


def test_version(run: Run):
    assert run("--version")[:2] == (0, f"gec, version {__version__}\n")


def test_the_catalogue_is_listed_in_the_language_asked_for(run: Run):
    code, said, _ = run("--lang", "en", "indicators")
    assert code == 0
    assert [line.split()[0] for line in said.splitlines()] == [item.code for item in INDICATORS]
    assert "share of women among" in said and "share of women among" not in run("indicators")[1]


def test_no_home_is_a_usage_error_that_says_what_to_do(run: Run, tmp_path: Path):
    code, _, said = run("coverage", "--year", 2025)
    assert code == 2
    assert "params/plan.yaml" in said and str(tmp_path) in said and "--home" in said and "GEC_HOME" in said


def test_a_folder_that_is_no_home_is_named(run: Run, tmp_path: Path):
    code, _, said = run("--home", tmp_path, "snapshot", "--as-of", "2025-12-31")
    assert code == 2 and f"{tmp_path} không phải thư mục của một địa bàn" in said


def test_an_unknown_command_or_option_is_a_usage_error(run: Run):
    assert run("repotr")[0] == 2
    code, _, said = run("run", "final", "--yaer", 2025)
    assert code == 2 and "--yaer" in said


def test_a_misspelt_kind_is_refused_with_the_known_ones(run: Run, small_home: SmallHome, tmp_path: Path):
    code, _, said = run("--home", small_home.home.root, "run", "finale", "--year", 2025, "--outputs", tmp_path / "out")
    assert code in (2, 3) and "finale" in said
    assert "final" in said and "midterm" in said and "annual" in said
    assert not list((tmp_path / "out").rglob("*.html"))


def test_an_unknown_level_is_refused_with_the_known_ones(run: Run, small_home: SmallHome, tmp_path: Path):
    out = tmp_path / "out"
    words = ("run", "final", "--year", 2025, "--level", "secondary", "--workers", 1, "--outputs", out)
    code, _, said = run("--home", small_home.home.root, *words)
    assert code in (2, 3) and "'secondary'" in said and "lower_secondary" in said
    assert not [p for p in out.rglob("*") if p.is_file() and p.suffix in (".html", ".ipynb", ".csv")]


def test_an_unknown_snapshot_is_refused_with_the_known_ones(run: Run, small_home: SmallHome, tmp_path: Path):
    words = ("run", "final", "--year", 2025, "--snapshot", "abc", "--outputs", tmp_path / "out")
    code, _, said = run("--home", small_home.home.root, *words)
    assert code == 2 and "“abc”" in said and small_home.snapshot in said


def test_an_error_nobody_foresaw_has_a_code_of_its_own(
    run: Run, monkeypatch: pytest.MonkeyPatch, small_home: SmallHome
):
    def broken(*args: Any, **more: Any) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("gec_lib.snapshots.freeze", broken)
    code, _, said = run("--home", small_home.home.root, "snapshot", "--as-of", "2025-12-31")
    assert code == frame.INTERNAL == 4
    assert said == "gec: RuntimeError: the disk is full\n"


def test_a_good_return_is_taken_in_once(run: Run, home: Path, small_home: SmallHome):
    form = small_home.home.data / "incoming" / "2025" / "dn_th-99000052-2025.xlsx"
    code, said, _ = run("--home", home, "intake", form, "--received", "2025-10-20", "--by", "An")
    assert code == 0 and "1" in said


@pytest.mark.parametrize(("lang", "word"), [("vi", "nữ"), ("en", "female")])
def test_a_bad_return_is_rejected_with_sheet_and_cell(
    run: Run, home: Path, small_home: SmallHome, tmp_path: Path, lang: str, word: str
):
    path, sheet, cell = spoiled(small_home, tmp_path)
    words = ("intake", path, "--received", "2025-10-30", "--by", "An", "--replace", "đính chính")
    code, said, _ = run("--home", home, "--lang", lang, *words)
    assert code == frame.FAULTS == 1
    lines = [line for line in said.splitlines() if re.search(rf"\b{cell}\b", line)]
    assert any(sheet in line and word in line.lower() for line in lines), said


def test_checking_writes_nothing(run: Run, home: Path, small_home: SmallHome, tmp_path: Path):
    path, _, cell = spoiled(small_home, tmp_path)
    before = {p: p.stat().st_mtime_ns for p in home.rglob("*")}
    code, said, _ = run("--home", home, "intake", path, "--received", "2025-10-30", "--by", "An", "--check")
    assert code == 1 and cell in said
    assert {p: p.stat().st_mtime_ns for p in home.rglob("*")} == before


def test_a_day_that_is_no_day_is_refused(run: Run, home: Path, small_home: SmallHome):
    form = small_home.home.data / "incoming" / "2025" / "dn_th-99000052-2025.xlsx"
    code, _, said = run("--home", home, "intake", form, "--received", "30/10/2025", "--by", "An")
    assert code == 2 and "30/10/2025" in said and "YYYY-MM-DD" in said


def test_a_file_that_is_not_there_is_a_usage_error(run: Run, home: Path):
    assert run("--home", home, "intake", home / "none.xlsx", "--received", "2025-10-30", "--by", "An")[0] == 2


def test_coverage_names_what_is_missing(run: Run, small_home: SmallHome):
    code, said, _ = run("--home", small_home.home.root, "coverage", "--year", 2025, "--as-of", "2026-01-31")
    assert code == 0
    missing = [line for line in said.splitlines() if line.startswith("Chưa nộp")]
    assert len(missing) == 2 and all("Mầm non mẫu" in line for line in missing)
    # the office's own form is counted under its name: due, received, on time, late, overdue, ahead
    counted = [line.split() for line in said.splitlines() if "Phòng Giáo dục và Đào tạo" in line]
    assert [line[-6:] for line in counted] == [["1", "1", "1", "0", "0", "0"]]
    assert "Không theo cấp" not in said


def test_coverage_of_a_year_nobody_owes_is_a_usage_error(run: Run, small_home: SmallHome):
    code, _, said = run("--home", small_home.home.root, "coverage", "--year", 1990)
    assert code == 2 and "1990" in said


def test_the_forms_of_a_school_can_be_read_back(run: Run, home: Path, tmp_path: Path):
    out = tmp_path / "forms"
    code, said, _ = run("--home", home, "forms", "--year", 2025, "--school", "99000097", "--output", out)
    files = sorted(out.rglob("*.xlsx"))
    assert code == 0 and str(out) in said
    levels = {file.name.split("-")[0] for file in files}
    assert levels == {"dn_th", "cn_th", "bdg_th", "dn_thcs", "cn_thcs", "bdg_thcs"}
    codes, layouts = load_codes(home / "params"), load_layouts(home / "params")
    for file in files:
        reading = read_workbook(file, layouts=layouts, codes=codes)
        assert reading.layout is not None and reading.layout.form == file.name.split("-")[0]
        assert set(reading.observations["unit"]) == {"99000097"}


def test_a_school_that_the_register_does_not_know_is_named(run: Run, home: Path, tmp_path: Path):
    code, _, said = run("--home", home, "forms", "--year", 2025, "--school", "12345678", "--output", tmp_path / "f")
    assert code == 2 and "12345678" in said


def test_the_same_content_is_the_same_snapshot(run: Run, home: Path, small_home: SmallHome):
    day = small_home.report("final", year=2025, level="all", lang="vi", profile="internal").edition.snapshot.as_of
    code, said, _ = run("--home", home, "snapshot", "--as-of", day)
    assert code == 0 and said.split()[0] == small_home.snapshot
    earlier = run("--home", home, "snapshot", "--as-of", "2024-12-31")[1].split()[0]
    assert re.fullmatch(r"[0-9a-f]{12}", earlier) and earlier != small_home.snapshot
