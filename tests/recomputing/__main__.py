"""``python -m tests.recomputing HOME EDITION...``: recompute every claim of finished editions from the workbooks."""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from tests.recomputing.claims import Recomputed
from tests.recomputing.comparing import (
    DIFFERENT,
    EQUAL,
    NOT_RECOMPUTED,
    Compared,
    compare,
    open_home,
    read_edition,
)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.recomputing", description=__doc__)
    parser.add_argument("home", type=Path, help="a home: the folder that holds data/ (build/demo for the sample)")
    parser.add_argument("editions", type=Path, nargs="+", help="folders that hold claims.json and manifest.json")
    given = parser.parse_args(arguments)
    homes: dict[str, Recomputed] = {}
    results: list[Compared] = []
    started = time.monotonic()
    print("| edition | claims | equal | different | not recomputed |\n|---|---|---|---|---|")
    for folder in given.editions:
        edition = read_edition(folder.resolve())
        home = homes.setdefault(edition.as_of, open_home(given.home / "data", as_of=edition.as_of))
        every = compare(edition, home, sorted(edition.claims))
        by_key = {one.key: one for one in every}
        for name, keys in {**edition.sections, "100 drawn": edition.drawn()}.items():
            missing = compare(edition, home, [key for key in keys if key not in by_key])
            every += missing
            _line(f"{edition.name} {name}", [*missing, *(by_key[key] for key in keys if key in by_key)])
        _line(f"{edition.name} all", every)
        results += [one for one in every if one.result != EQUAL]
    print(f"\n{time.monotonic() - started:.0f} s")
    for one in results:
        print(one)
    return 1 if results else 0


def _line(name: str, compared: list[Compared]) -> None:
    tally = Counter(one.result for one in compared)
    counts = [len(compared), tally[EQUAL], tally[DIFFERENT], tally[NOT_RECOMPUTED]]
    print(f"| {name} | {' | '.join(map(str, counts))} |")


if __name__ == "__main__":
    sys.exit(main())
