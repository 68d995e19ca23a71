"""The ledger is appended whole: crashes leave no half line in use, crowds of writers no mixed or lost one."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from gec_lib.home import Home
from gec_lib.ledger.lines import (
    ACCEPTED,
    LOCKED,
    RECEIVED,
    REJECTED,
    REOPENED,
    SUPERSEDED,
    LedgerError,
    Line,
    append,
    ledger_path,
    read_lines,
    standing,
)

WRITER = """
import sys
from pathlib import Path
from gec_lib.home import Home
from gec_lib.ledger.lines import Line, append
for number in range(40):
    append(Home(Path(sys.argv[1])), [Line(action="received", file=f"{number}", name="ư" * number, received="2025-12-01",
                                          by=sys.argv[2]), Line(action="rejected", file=f"{number}", name="x",
                                          received="2025-12-01", by=sys.argv[2])])
"""


def line(action: str, file: str, *, received: str = "2025-12-01", **more: object) -> Line:
    return Line(action=action, file=file, name=f"{file}.xlsx", received=received, by="An", form="f", unit="u", **more)


def test_lines_come_back_as_written_and_numbered(tmp_path):
    home = Home(tmp_path)
    append(home, [line(RECEIVED, "a"), line(ACCEPTED, "a", why="Đúng mẫu", on_time=True, year=2025)])
    append(home, [line(LOCKED, "a")])
    lines = read_lines(home)
    assert [item.seq for item in lines] == [1, 2, 3]
    assert lines[1].why == "Đúng mẫu"
    assert lines[1].year == 2025
    assert lines[1].on_time is True
    text = ledger_path(home).read_bytes()
    assert text.endswith(b"\n")
    assert b"\r" not in text
    assert "Đúng mẫu".encode() in text


@pytest.mark.parametrize("cut", [1, 5, 60])
def test_a_half_written_last_line_is_ignored_then_cut_off(tmp_path, cut):
    home = Home(tmp_path)
    append(home, [line(RECEIVED, "a"), line(ACCEPTED, "a")])
    whole = ledger_path(home).read_bytes()
    ledger_path(home).write_bytes(whole[:-cut])
    assert [item.action for item in read_lines(home)] == [RECEIVED]
    append(home, [line(ACCEPTED, "a")])
    assert ledger_path(home).read_bytes() == whole


def test_a_half_written_first_line_is_no_ledger_yet(tmp_path):
    home = Home(tmp_path)
    ledger_path(home).parent.mkdir()
    ledger_path(home).write_bytes(b'{"seq": 1, "act')
    assert read_lines(home) == ()
    assert [item.seq for item in append(home, [line(RECEIVED, "a")])] == [1]
    assert len(read_lines(home)) == 1


def test_a_long_last_line_is_found_whole(tmp_path):
    home = Home(tmp_path)
    append(home, [line(RECEIVED, "a"), line(ACCEPTED, "a", why="x" * 200_000)])
    append(home, [line(LOCKED, "a", why="y" * 200_000)])
    assert [item.seq for item in read_lines(home)] == [1, 2, 3]


def test_writers_at_the_same_time_lose_and_mix_nothing(tmp_path):
    names = ("An", "Bình", "Chi")
    crowd = [subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path), name]) for name in names]
    assert [writer.wait(timeout=60) for writer in crowd] == [0, 0, 0]
    lines = read_lines(Home(tmp_path))
    assert [item.seq for item in lines] == list(range(1, 241))
    for name in names:
        assert [item.file for item in lines if item.by == name] == [str(n // 2) for n in range(80)]
    pairs = [(lines[place].by, lines[place + 1].by) for place in range(0, 240, 2)]
    assert all(one == other for one, other in pairs)


@pytest.mark.parametrize("change", [{"seq": 7}, {"action": "eaten"}, {"unknown": 1}])
def test_a_line_changed_by_hand_is_refused_and_named(tmp_path, change):
    home = Home(tmp_path)
    append(home, [line(RECEIVED, "a"), line(ACCEPTED, "a")])
    first, second = ledger_path(home).read_text(encoding="utf-8").splitlines()
    ledger_path(home).write_text(
        json.dumps({**json.loads(first), **change}) + "\n" + second + "\n", encoding="utf-8", newline="\n"
    )
    with pytest.raises(LedgerError, match=r"ledger.jsonl, line 1: .*appended, never edited"):
        read_lines(home)


def test_an_action_nobody_knows_or_nobody_did_is_refused(tmp_path):
    home = Home(tmp_path)
    with pytest.raises(LedgerError, match=r"found action 'eaten' for a.xlsx; expected one of received, accepted"):
        append(home, [line("eaten", "a")])
    with pytest.raises(LedgerError, match=r"nobody is named for received a.xlsx"):
        append(home, [Line(action=RECEIVED, file="a", name="a.xlsx", received="2025-12-01", by=" ")])
    assert not ledger_path(home).exists()


def test_what_the_lines_add_up_to():
    first, second = line(ACCEPTED, "a"), line(ACCEPTED, "b", received="2025-12-22")
    bad = line(REJECTED, "c")
    lines = [first, bad, second, line(SUPERSEDED, "a", received="2025-12-22")]
    state = standing(lines, as_of="2025-12-31")
    assert {key: item.file for key, item in state.current.items()} == {first.key: "b"}
    assert {file: item.action for (file, _), item in state.verdicts.items()} == {
        "a": SUPERSEDED,
        "b": ACCEPTED,
        "c": REJECTED,
    }
    assert state.verdicts["a", first.key].received == "2025-12-01"


def test_a_replacement_received_later_changes_nothing_earlier():
    lines = [
        line(ACCEPTED, "a"),
        line(ACCEPTED, "b", received="2026-01-05"),
        line(SUPERSEDED, "a", received="2026-01-05"),
    ]
    state = standing(lines, as_of="2025-12-31")
    assert [item.file for item in state.current.values()] == ["a"]
    assert [item.action for item in state.verdicts.values()] == [ACCEPTED]


def test_a_crash_between_the_two_lines_of_a_replacement_leaves_one_return():
    lines = [line(ACCEPTED, "a"), line(ACCEPTED, "b")]
    state = standing(lines, as_of="2025-12-31")
    assert [item.file for item in state.current.values()] == ["b"]
    assert [item.action for item in state.verdicts.values()] == [SUPERSEDED, ACCEPTED]


def test_a_lock_holds_until_it_is_reopened():
    lines = [line(ACCEPTED, "a"), line(LOCKED, "a")]
    key = lines[0].key
    assert standing(lines, as_of="2025-12-31").locks == {key}
    assert standing([*lines, line(REOPENED, "a")], as_of="2025-12-31").locks == frozenset()
