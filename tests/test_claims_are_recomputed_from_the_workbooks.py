"""What an edition claims is what its workbooks give, worked a second time without a line of the library.

A bounded sample on the small home; ``python -m tests.recomputing`` does the same for whole editions, and its result is
kept in ``benchmarks/RESULTS.md``.
"""

from __future__ import annotations

import ast
import hashlib
import json
import shutil
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.home_fixture import SmallHome
from tests.recomputing import judging
from tests.recomputing.__main__ import main
from tests.recomputing.claims import Recomputed
from tests.recomputing.comparing import BLOCK, DIFFERENT, EQUAL, Edition, compare, open_home, sections_of
from tests.recomputing.counting import District
from tests.recomputing.judging import Rule
from tests.recomputing.received import Key, Place, Received, Register, punctuality, read_ledger
from tests.recomputing.series import Series
from tests.recomputing.workbooks import Cell, WorkbookError

EDITIONS = [
    ("final", 2025, "all"),
    ("final", 2025, "preschool"),
    ("final", 2025, "primary"),
    ("final", 2025, "lower_secondary"),
    ("midterm", 2023, "all"),
]
NAMES = [f"{kind}-{year}-{level}" for kind, year, level in EDITIONS]
ALLOWED = {"argparse", "collections", "csv", "dataclasses", "decimal", "fractions", "hashlib", "itertools", "json"} | {
    "__future__", "math", "openpyxl", "pathlib", "random", "re", "statistics", "sys", "tests", "time", "typing"
}  # fmt: skip


def as_of(home: SmallHome) -> str:
    frozen = home.home.data / "snapshots" / home.snapshot / "snapshot.json"
    return str(json.loads(frozen.read_text(encoding="utf-8"))["as_of"])


def edition(home: SmallHome, kind: str, year: int, level: str) -> Edition:
    drafted = home.draft(kind, year=year, level=level, lang="vi", profile="internal")
    claims: dict[str, Mapping[str, Any]] = {}
    for shown in drafted.sections.values():
        claims |= shown.claims
    sections = sections_of(drafted.sections["targets"].block, claims)
    return Edition(f"{kind}-{year}/{level}", home.snapshot, as_of(home), "internal", claims, sections)


@pytest.fixture(scope="module")
def recomputed(small_home: SmallHome) -> Recomputed:
    """The small home, each workbook read once."""
    return open_home(small_home.home.data, as_of=as_of(small_home))


# -- the promise --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "year", "level"), EDITIONS, ids=NAMES)
def test_every_claim_of_the_sections_on_targets_is_equal(small_home, recomputed, kind, year, level):
    found = edition(small_home, kind, year, level)
    assert list(found.sections) == ["III.1", "III.2", "III.3"]
    assert found.sections["III.1"] and found.sections["III.3"]
    keys = [key for section in found.sections.values() for key in section]
    assert [str(one) for one in compare(found, recomputed, keys) if one.result != EQUAL] == []


@pytest.mark.parametrize(("kind", "year", "level"), EDITIONS, ids=NAMES)
def test_a_hundred_claims_drawn_with_the_snapshot_are_equal(small_home, recomputed, kind, year, level):
    found = edition(small_home, kind, year, level)
    drawn = found.drawn()
    assert len(set(drawn)) == 100
    assert drawn == replace(found, name="again").drawn()
    assert [str(one) for one in compare(found, recomputed, drawn) if one.result != EQUAL] == []


def test_every_other_claim_is_equal_too(small_home, recomputed):
    found = edition(small_home, *EDITIONS[0])
    compared = compare(found, recomputed, sorted(found.claims))
    assert Counter(one.result for one in compared) == {EQUAL: len(found.claims)}


def test_nothing_of_the_library_is_used():
    for path in sorted(Path(__file__).parent.joinpath("recomputing").glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        imports = [name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names]
        imports += [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
        assert {name.split(".")[0] for name in imports} <= ALLOWED, path.name
        assert all(name.startswith("tests.recomputing") for name in imports if name.startswith("tests")), path.name


# -- it can fail --------------------------------------------------------------------------------------------------


def test_one_count_changed_is_named(small_home, recomputed):
    found = edition(small_home, *EDITIONS[0])
    key = "T3-01a.2025.all.T.num"
    wrong = {**found.claims[key], "value": str(int(found.claims[key]["value"]) + 1)}
    compared = compare(replace(found, claims={**found.claims, key: wrong}), recomputed, found.sections["III.3"])
    assert [one.key for one in compared if one.result == DIFFERENT] == [key]
    right = found.claims[key]["value"]
    assert str(next(one for one in compared if one.key == key)) == (
        f"{key}: the edition says {wrong['value']}, the workbooks give {right} (different)"
    )


@pytest.mark.parametrize("field", ["cells", "first", "digest"])
def test_another_source_is_named(small_home, recomputed, field):
    found = edition(small_home, *EDITIONS[0])
    key = "T1-01a.2025.all.T.num"
    wrong = {**found.claims[key], field: 1 if field == "cells" else "elsewhere"}
    compared = compare(replace(found, claims={**found.claims, key: wrong}), recomputed, [key])
    assert [one.result for one in compared] == [DIFFERENT]


def test_a_claim_of_an_unknown_kind_is_never_called_equal(small_home, recomputed):
    found = edition(small_home, *EDITIONS[0])
    key = "T3-01a.2025.all.luck"
    odd = replace(found, claims={key: {"id": key, "value": "1"}})
    assert [one.result for one in compare(odd, recomputed, [key])] == ["not recomputed"]
    assert [one.result for one in compare(replace(odd, claims={}), recomputed, [key])] == [DIFFERENT]


def changed_home(recomputed: Recomputed, folder: Path, *, key: Key, sheet: str, cell: str, by: int) -> tuple[str, str]:
    """A copy of the home in which one cell of one workbook is another; returns its hash before and after."""
    district = recomputed.district
    old = district.received.accepted[key].file
    shutil.copytree(district.data / "register", folder / "register")
    shutil.copyfile(district.data / "ledger.jsonl", folder / "ledger.jsonl")
    (folder / "archive").mkdir()
    book = openpyxl.load_workbook(district.data / "archive" / f"{old}.xlsx")
    book[sheet][cell].value += by
    path = folder / "archive" / f"{old}.xlsx"
    book.save(path)
    return old, hashlib.sha256(path.read_bytes()).hexdigest()


def opened(recomputed: Recomputed, folder: Path, *, as_of: str) -> Recomputed:
    """The copy, with what was read of the other workbooks."""
    rows = dict(recomputed.district._rows)
    district = District(folder, recomputed.district.register, read_ledger(folder / "ledger.jsonl", as_of=as_of), rows)
    return Recomputed(Series(district, recomputed.series.first_year))


def test_one_cell_changed_is_named(small_home, recomputed, tmp_path):
    found = edition(small_home, *EDITIONS[0])
    assert recomputed.number("T3-01a.2025.all.T.num") is not None  # every start-of-year return is read by now
    key = Key("dn_th", 2025, "99000052", "primary")
    master = recomputed.district.rows(key)[1].cells["G100"]["Trong đó: Nữ"]  # women among teachers with a master's
    old, new = changed_home(recomputed, tmp_path, key=key, sheet=master.sheet, cell=master.name, by=1)

    untold = opened(recomputed, tmp_path, as_of=found.as_of)
    del untold.district._rows[old]
    with pytest.raises(WorkbookError, match=r"dn_th-99000052-2025\.xlsx.* is not the file that was received"):
        untold.number("T3-01a.2025.all.T.num")

    # the forger also renames the file and mends the ledger
    (tmp_path / "archive" / f"{old}.xlsx").rename(tmp_path / "archive" / f"{new}.xlsx")
    ledger = tmp_path / "ledger.jsonl"
    ledger.write_text(ledger.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    told = opened(recomputed, tmp_path, as_of=found.as_of)
    different = {one.key for one in compare(found, told, found.sections["III.3"]) if one.result == DIFFERENT}
    assert {"T3-01a.2025.all.T.num", "T3-01a.2025.all.T.value", "T3-03a.2025.all.T.num"} <= different
    assert "T3-01a.2024.all.T.num" not in different
    assert told.number("T3-01a.2025.all.T.num") == recomputed.number("T3-01a.2025.all.T.num") + 1


def test_the_script_says_what_it_found_and_fails_on_a_difference(small_home, tmp_path, capsys):
    found = edition(small_home, *EDITIONS[1])
    kept = {key: claim for key, claim in found.claims.items() if key.startswith(("T1-01a.2025.preschool", "target.1"))}
    folder = tmp_path / "final-2025" / "preschool" / "vi"
    folder.mkdir(parents=True)
    block = {"blocks": [{"blocks": [{"kind": "sentences", "text": [{"claim": key} for key in kept]}]}]}
    cell = {"id": "targets", "outputs": [{"data": {BLOCK: {"block": block}}}]}
    manifest = {"snapshot": found.snapshot, "as_of": found.as_of, "parameters": {"profile": "internal"}}
    for name, data in (("manifest.json", manifest), ("report.ipynb", {"cells": [cell]}), ("claims.json", kept)):
        (folder / name).write_text(json.dumps(data), encoding="utf-8")
    home = str(small_home.home.root)

    assert main([home, str(folder)]) == 0
    said = capsys.readouterr().out
    assert f"| final-2025/preschool/vi III.1 | {len(kept)} | {len(kept)} | 0 | 0 |" in said

    kept["T1-01a.2025.preschool.T.den"] = {**kept["T1-01a.2025.preschool.T.den"], "value": "0"}
    (folder / "claims.json").write_text(json.dumps(kept), encoding="utf-8")
    assert main([home, str(folder)]) == 1
    assert "T1-01a.2025.preschool.T.den: the edition says 0, the workbooks give" in capsys.readouterr().out


# -- the second hand is checked too --------------------------------------------------------------------------------


def line(action: str, file: str, received: str, **further: object) -> dict[str, object]:
    return {
        "action": action, "file": file, "name": f"{file}.xlsx", "received": received, "form": "bdg_mn", "version": "1",
        "year": 2025, "stream": "equality", "unit": "A", "level": "preschool", "on_time": False, **further,
    }  # fmt: skip


def standing(folder: Path, lines: Iterable[Mapping[str, object]], *, as_of: str = "2025-12-31") -> Received:
    path = folder / "ledger.jsonl"
    path.write_text("\n".join(json.dumps(one) for one in lines) + "\n", encoding="utf-8")
    return read_ledger(path, as_of=as_of)


KEY = Key("bdg_mn", 2025, "A", "preschool")


def test_the_file_that_replaced_another_stands_and_the_first_was_on_time(tmp_path):
    sent_again = [
        line("accepted", "one", "2025-12-19"),
        line("superseded", "one", "2025-12-22"),
        line("accepted", "two", "2025-12-22"),
    ]
    found = standing(tmp_path, sent_again)
    assert found.accepted[KEY].file == "two" and KEY in found.on_time
    earlier = standing(tmp_path, sent_again, as_of="2025-12-20")
    assert earlier.accepted[KEY].file == "one"


def test_a_rejected_file_never_stands_and_its_successor_may_still_be_late(tmp_path):
    found = standing(tmp_path, [line("rejected", "one", "2025-12-18"), line("accepted", "two", "2025-12-20")])
    assert found.accepted[KEY].file == "two" and KEY not in found.on_time
    sound = line("rejected", "one", "2025-12-18", on_time=True)
    assert KEY in standing(tmp_path, [sound, line("accepted", "two", "2025-12-20")]).on_time
    assert standing(tmp_path, [sound]).accepted == {}


def test_a_school_of_two_levels_is_in_when_both_its_returns_are(tmp_path):
    row = {"unit": "A", "unit_type": "school", "valid_from": "2010-09-01", "valid_to": ""}
    register = Register(({**row, "level": "primary"}, {**row, "level": "lower_secondary"}))
    one = standing(tmp_path, [line("accepted", "one", "2025-12-01", form="bdg_th", level="primary")])
    counted = punctuality(register, one, stream="equality", year=2025, level="all")
    assert counted == {"due": 1, "received": 0, "on_time": 0, "late": 0, "missing": 1}
    counted = punctuality(register, one, stream="equality", year=2025, level="primary")
    assert counted == {"due": 1, "received": 1, "on_time": 1, "late": 0, "missing": 0}
    assert register.schools(2025, level="all") == [Place("A", "lower_secondary"), Place("A", "primary")]


def test_a_correction_holds_while_the_workbook_still_says_what_was_corrected(tmp_path):
    made = {"sheet": "S", "cell": "D8", "was": 5, "value": 6, "until": "2026-06-30"}
    found = standing(
        tmp_path, [line("accepted", "one", "2025-12-01"), line("corrected", "one", "2025-12-05", correction=made)]
    )
    assert found.corrections == {("one", "S", "D8"): (5, Fraction(6))}
    over = {**made, "until": "2025-12-10"}
    assert standing(tmp_path, [line("corrected", "one", "2025-12-05", correction=over)]).corrections == {}


@pytest.mark.parametrize(("written", "number"), [(5, 5), ("-", 0), (None, None), ("z", None), (1.5, Fraction(3, 2))])
def test_a_cell_is_read_as_the_clerk_meant_it(written, number):
    assert Cell("S", "D8", written).number == number


def test_a_cell_that_holds_words_is_refused():
    with pytest.raises(WorkbookError, match=r"S!D8 holds '1\.234'"):
        _ = Cell("S", "D8", "1.234").number


PHD = Rule(Fraction(30, 100), 2025)


@pytest.mark.parametrize(
    ("series", "rule", "verdict"),
    [
        ({2021: (10, 100), 2023: (18, 100)}, PHD, "needs_acceleration"),  # 8 of 20 points in half of the time: 0.80
        ({2021: (990, 1000), 2023: (993, 1000)}, Rule(Fraction(1), 2025), "needs_acceleration"),  # exactly 0.60
        ({2021: (10, 100), 2023: (195, 1000)}, PHD, "on_track"),  # 9.5 of 20: exactly 0.95
        ({2021: (10, 100), 2023: (10, 100)}, PHD, "behind"),
        ({2021: (10, 100), 2023: (9, 100)}, PHD, "moving_away"),
        ({2021: (30, 100), 2023: (3, 10)}, PHD, "maintained"),
        ({2023: (3, 10)}, PHD, "met"),
        ({2023: (2, 10)}, PHD, "no_data"),
    ],
)
def test_verdicts_as_worked_by_hand(series, rule, verdict):
    exact = {year: (Fraction(counted), Fraction(of)) for year, (counted, of) in series.items()}
    assert judging.verdict(exact, rule, year=2023) == verdict


def test_wilson_is_newcombes():
    """Newcombe 1998, table I, method 3: 81 of 263 and 0 of 20."""
    assert judging.wilson((Fraction(81), Fraction(263))) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert judging.wilson((Fraction(0), Fraction(20))) == pytest.approx((0.0, 0.1611), abs=5e-5)
