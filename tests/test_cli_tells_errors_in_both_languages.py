"""What an office's clerk reads when something is missing: Vietnamese first, English when asked for, and what to do."""

from __future__ import annotations

import ast
import pickle
import re
import shutil
import string
from pathlib import Path

import pytest
from click.testing import CliRunner

from gec_lib.cli import gec
from gec_lib.codelists import UNIT_COLUMNS
from gec_lib.home import HomeError
from gec_lib.wording import load_wording
from tests.house import modules, tree_of
from tests.ledger.conftest import District, make_district

VIETNAMESE = re.compile("[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]")
PERSON = ("--by", "Bình", "--on", "2021-12-20")
SCHOOL = ("--year", "2021", "--form", "dn_th", "--school", "99000002")
CELL = (*SCHOOL, "--sheet", "Học sinh", "--cell", "D8", "--value", "12", "--until", "2022-06-30")


@pytest.fixture
def district(tmp_path: Path, params: Path) -> District:
    made = make_district(tmp_path, params)
    shutil.copy(params / "demo_offices.yaml", made.home.params / "offices.yaml")
    made.take(made.write("dn_th", "99000002", year=2021), received="2021-10-20")
    return made


def told(district: District, *arguments: str) -> tuple[str, str]:
    """The error in Vietnamese and in English; it is wrong usage in both."""
    texts = []
    for lang in ("vi", "en"):
        done = CliRunner().invoke(gec, ["--home", str(district.home.root), "--lang", lang, *arguments])
        assert done.exit_code == 2, (done.output, done.exception)
        texts.append(done.output)
    return texts[0], texts[1]


def test_every_key_of_an_error_has_words_with_its_fields():
    keys: dict[str, str] = {}
    for module in modules():
        for node in ast.walk(tree_of(module)):
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
                for given in node.exc.keywords:
                    if given.arg == "key" and isinstance(given.value, ast.Constant):
                        keys[str(given.value.value)] = str(module)
    assert len(keys) >= 14
    vietnamese, english = (load_wording(lang).labels["cli"] for lang in ("vi", "en"))
    assert not [f"{where}: {key}" for key, where in keys.items() if f"error_{key}" not in vietnamese]
    for key in [key for key in vietnamese if key.startswith("error_")]:
        fields = [
            {name for _, name, _, _ in string.Formatter().parse(text[key]) if name} for text in (vietnamese, english)
        ]
        assert fields[0] == fields[1], key
        assert VIETNAMESE.search(vietnamese[key]) and not VIETNAMESE.search(english[key])


def test_a_missing_register_says_what_to_write_and_how_to_try(district):
    (district.home.data / "register" / "units.csv").unlink()
    vietnamese, english = told(district, "coverage", "--year", "2021")
    for text in (vietnamese, english):
        assert "units.csv" in text and ",".join(UNIT_COLUMNS) in text and "--home build/demo" in text
    assert "Chưa có danh bạ" in vietnamese and "There is no register" in english


def test_a_missing_file_of_parameters_is_named(district, tmp_path):
    (district.home.params / "letters.yaml").unlink()
    arguments = ("coverage", "--year", "2021", "--as-of", "2021-12-30", "--letters", str(tmp_path / "l"))
    vietnamese, english = told(district, *arguments)
    assert "Không có tệp tham số" in vietnamese and "There is no parameter file" in english
    assert all("letters.yaml" in text for text in (vietnamese, english))


def test_decisions_that_cannot_be_made_name_the_option_that_is_missing(district):
    vietnamese, english = told(district, "returns", "correct", *CELL, *PERSON)
    assert "phải có lý do; ghi bằng --why" in vietnamese and "say why with --why" in english
    CliRunner().invoke(gec, ["--home", str(district.home.root), "returns", "lock", "--year", "2021", *PERSON])
    vietnamese, english = told(district, "returns", "correct", *CELL, *PERSON, "--why", "x")
    assert "Biểu dn_th năm 2021 của đơn vị 99000002 đã chốt" in vietnamese and "is locked; reopen it" in english
    vietnamese, _ = told(district, "returns", "lock", *SCHOOL, *PERSON)
    assert "đã chốt từ trước" in vietnamese
    wrong = tuple("99000009" if word == "99000002" else word for word in CELL)
    vietnamese, english = told(district, "returns", "correct", *wrong, *PERSON, "--why", "x")
    assert "Chưa nhận biểu dn_th năm 2021 của đơn vị 99000009" in vietnamese and "was accepted" in english


def test_an_unknown_school_and_a_bad_day_are_named(district, tmp_path):
    out = str(tmp_path / "f")
    vietnamese, english = told(district, "forms", "--year", "2021", "--school", "12345678", "--output", out)
    assert "không có đơn vị 12345678" in vietnamese and "has no unit 12345678" in english
    vietnamese, english = told(district, "snapshot", "--as-of", "30/10/2021")
    assert "“30/10/2021” không phải một ngày" in vietnamese and "“30/10/2021” is no day" in english


def test_commands_are_listed_in_the_language_asked_for():
    vietnamese = CliRunner().invoke(gec, ["--help"]).output.partition("Lệnh:")[2]
    english = CliRunner().invoke(gec, ["--lang", "en", "--help"]).output.partition("Commands:")[2]
    for name in gec.commands:
        assert f"  {name} " in vietnamese and f"  {name} " in english
    assert VIETNAMESE.search(vietnamese) and not VIETNAMESE.search(english)
    decisions = CliRunner().invoke(gec, ["--lang", "en", "returns", "--help"]).output.partition("Commands:")[2]
    assert "Approve accepted returns." in decisions and not VIETNAMESE.search(decisions)


def test_the_text_for_python_stays_english_and_travels_between_processes():
    error = HomeError("no plan in a", key="no_home", root="a", plan="b")
    again = pickle.loads(pickle.dumps(error))
    assert isinstance(error, FileNotFoundError)
    assert (str(again), again.key, again.fields) == ("no plan in a", "no_home", {"root": "a", "plan": "b"})
