"""A home with tiny notebooks, whose editions are made in a blink: what the tests of runs are played with."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import nbformat
import pandas as pd
import pyarrow.parquet as pq
import pytest

from gec_lib.codelists import FAULT_COLUMNS, FILE_COLUMNS, OBSERVATION_COLUMNS, REMARK_COLUMNS, UNIT_COLUMNS
from gec_lib.coverage import DUE_COLUMNS
from gec_lib.ledger import store
from gec_lib.runs.batch import Places
from gec_lib.runs.editions import Edition
from gec_lib.runs.pools import Pool, pool
from gec_lib.snapshots import snapshot_id

AS_OF = "2025-12-20"
PARAMETERS = "\n".join(
    ('snapshot = "newest"', "year: int = 2025", 'level = "all"', 'lang = "vi"', 'profile = "internal"')
)
# number of persons in the snapshot, times the factor of params/factor.txt
SETUP = """
from pathlib import Path
import pyarrow.parquet as pq
from gec_lib import blocks
from gec_lib.blocks import Fact, Masthead, Sentence, Sentences, Span
from gec_lib.claims import Book, Source
from gec_lib.publish.show import show
rows = pq.read_table(Path("data/snapshots") / snapshot / "observations.parquet").to_pylist()
factor = int(Path("params/factor.txt").read_text())
book = Book()
number = book.file("P.2025.all.num", int(rows[0]["total"]) * factor, unit="people", label="Số người",
    formula="total", sources=[Source("ab" * 32, "a.xlsx", "S1", "E12")])
"""
MASTHEAD = """
show(Masthead((Span("Phòng"),), (Span("Báo cáo thử"),), (Span("Thử"),), (), profile), book, lang=lang)
"""
SENTENCE = """
show(Sentences((Sentence("A1", (Span("Có "), Span(str(number.value), claim=number.id), Span(" người."))),)), book,
    lang=lang)
"""
FILES = """
from gec_lib.attachments import Files
Files({"indicators.csv": f"indicator,num\\nP,{number.value}\\n"})
"""
REPORT = (SETUP, MASTHEAD, SENTENCE, FILES)


@pytest.fixture(scope="module")
def lent() -> Iterator[Pool]:
    """One pool for all runs of a test file: starting it takes longer than a tiny edition."""
    with pool(None, workers=2) as made:
        yield made


def tiny_home(root: Path, *, notebooks: Mapping[str, Sequence[str]]) -> Places:
    """A home with one snapshot of one row, and a notebook for each kind; its cells follow the parameters cell."""
    (root / "params").mkdir(parents=True)
    (root / "params" / "plan.yaml").write_text("number: 379\n", encoding="utf-8")
    (root / "params" / "factor.txt").write_text("1", encoding="utf-8")
    (root / "notebooks").mkdir()
    for kind, cells in notebooks.items():
        write_notebook(root / "notebooks" / f"{kind}.ipynb", [PARAMETERS, *cells])
    write_snapshot(root, total=7)
    return Places(root / "notebooks", root, root / "outputs", "0.1.0")


def write_notebook(path: Path, cells: Sequence[str], *, tagged: bool = True) -> None:
    """A notebook whose first cell holds the parameters."""
    made = [nbformat.v4.new_code_cell(source.strip(), id=f"cell-{n}") for n, source in enumerate(cells)]
    if tagged:
        made[0].metadata["tags"] = ["parameters"]
    kernelspec = {"display_name": "Python 3", "language": "python", "name": "python3"}
    nbformat.write(nbformat.v4.new_notebook(cells=made, metadata={"kernelspec": kernelspec}), str(path))


def write_snapshot(root: Path, *, total: int, named: str = "") -> str:
    """A snapshot with one observation; ``named`` puts it under a name that is not its own."""
    row = dict.fromkeys(OBSERVATION_COLUMNS, "x") | {"year": 2025, "total": float(total), "female": None}
    frames = {
        "observations": (pd.DataFrame([row]), OBSERVATION_COLUMNS),
        "remarks": (pd.DataFrame(), REMARK_COLUMNS),
        "faults": (pd.DataFrame(), FAULT_COLUMNS),
        "files": (pd.DataFrame(), FILE_COLUMNS),
        "units": (pd.DataFrame(), UNIT_COLUMNS),
        "due": (pd.DataFrame(), DUE_COLUMNS),
    }
    tables = {
        name: store.to_table(frame.reindex(columns=list(columns)), columns=columns)
        for name, (frame, columns) in frames.items()
    }
    id = named or snapshot_id(tables, as_of=AS_OF)
    folder = root / "data" / "snapshots" / id
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        pq.write_table(table, folder / f"{name}.parquet")
    card = {"id": id, "as_of": AS_OF, "synthetic": True}
    (folder / "snapshot.json").write_text(json.dumps(card), encoding="utf-8")
    (folder.parent / "newest").write_text(f"{id}\n", encoding="utf-8")
    return id


def edition(places: Places, kind: str, *, level: str = "all") -> Edition:
    """An edition of the newest snapshot."""
    newest = (places.home / "data" / "snapshots" / "newest").read_text(encoding="utf-8").strip()
    return Edition(kind=kind, snapshot=newest, year=2025, level=level, lang="vi", profile="internal")


def contents(outputs: Path) -> dict[str, bytes]:
    """Every file of every edition, by its path."""
    found = (path for path in outputs.rglob("*") if path.is_file() and path.name != ".log")
    return {path.relative_to(outputs).as_posix(): path.read_bytes() for path in sorted(found)}
