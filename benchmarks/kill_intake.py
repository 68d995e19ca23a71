"""Kill intake at random moments, again and again, and look whether anything is ever half in.

Run ``python benchmarks/kill_intake.py --kills 100 --returns 200 --seed 7``. After every kill: each line of the ledger
names a whole archived file, each accepted return has its whole Parquet file, no file has two verdicts. After every
finished round: the snapshot is the one of a run that nobody disturbed, and the ledger holds each file once. Needs
``fork``.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq

from gec_lib.codelists import UNIT_COLUMNS
from gec_lib.home import Home
from gec_lib.ledger import load_rules, read_lines, standing
from gec_lib.ledger.archive import archived
from gec_lib.ledger.store import store_path
from gec_lib.snapshots import freeze

ROOT = Path(__file__).resolve().parent.parent
# The small home of the tests serves here too.
sys.path.insert(0, str(ROOT / "tests" / "ledger"))
from conftest import UNITS, District, make_district  # noqa: E402

AS_OF = "2022-12-31"
YEARS = range(2021, 2023)


def in_child(work: Callable[[], object], *, seconds: float | None) -> bool:
    """Do some work in a child; kill it after some seconds; whether it ended by itself."""
    child = os.fork()
    if child == 0:
        try:
            work()
        except BaseException as error:
            print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)
            os._exit(1)
        os._exit(0)
    if seconds is not None:
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status) != 0:
        raise SystemExit("the intake failed by itself")
    return os.WIFEXITED(status)


def look(home: Home) -> int:
    """Check that everything is fully in or absent; the number of files that are in."""
    lines = read_lines(home)
    for line in lines:
        archived(home, line.file, name=line.name)
    for line in standing(lines, as_of=AS_OF).current.values():
        assert pq.read_table(store_path(home, line, kind="observations")).num_rows > 0, line
    counts = Counter((line.file, line.action) for line in lines)
    assert set(counts.values()) <= {1}, "a file stands twice in the ledger"
    return sum(1 for _, action in counts if action != "received")


def snapshot_of(home: Home, answer: Path) -> str:
    """Freeze in a child: a parent that had a DuckDB connection must not fork."""
    in_child(lambda: answer.write_text(freeze(home, as_of=AS_OF)), seconds=None)
    return answer.read_text()


def fresh(district: District) -> None:
    for name in ("archive", "store", "snapshots"):
        shutil.rmtree(district.home.data / name, ignore_errors=True)
    for path in district.home.data.glob("*.*"):
        path.unlink()


def grown(district: District, *, schools: int) -> District:
    """The small home with some primary schools more, each of which owes three returns a year."""
    more = [f"{99_000_100 + n},school,primary,mẫu {n},public,99001,yes,2010-01-01," for n in range(schools)]
    register = district.home.data / "register" / "units.csv"
    register.write_text("\n".join((",".join(UNIT_COLUMNS), *UNITS, *more)) + "\n", encoding="utf-8")
    return replace(district, rules=load_rules(district.home, target_measures=district.rules.target_measures))


def main(kills: int, seed: int, returns: int, folder: Path) -> None:
    district = make_district(folder, ROOT / "params")
    least = len(district.every_return(years=YEARS))
    each = 3 * len(YEARS)
    district = grown(district, schools=-(-max(0, returns - least) // each))
    paths = district.every_return(years=YEARS)
    (district.inbox / "broken.xlsx").write_bytes(b"no workbook")
    paths.append(district.inbox / "broken.xlsx")
    rng, answer = random.Random(seed), folder / "id"
    start = time.perf_counter()
    in_child(lambda: district.take(*paths), seconds=None)
    whole_run = time.perf_counter() - start
    expected = snapshot_of(district.home, answer)
    done, rounds, progress = 0, 0, []
    while done < kills:
        fresh(district)
        while done < kills and look(district.home) < len(paths):
            ended = in_child(lambda: district.take(*paths), seconds=rng.uniform(0, whole_run))
            done += not ended
            progress.append(look(district.home))
        in_child(lambda: district.take(*rng.sample(paths, len(paths))), seconds=None)
        assert look(district.home) == len(paths), "a file was lost"
        assert snapshot_of(district.home, answer) == expected, "another snapshot than that of an undisturbed run"
        rounds += 1
    partial = sum(0 < count < len(paths) for count in progress)
    print(
        f"{done} kills, {rounds} rounds of {len(paths)} files, {partial} kills in the middle of the work; "
        f"always snapshot {expected}; seed {seed}"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, required=True)
    parser.add_argument("--returns", type=int, required=True, help="how many come in a round, at least")
    parser.add_argument("--seed", type=int, required=True)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        main(arguments.kills, arguments.seed, arguments.returns, Path(temporary))
