"""What schools write in words: sample sentences of ``demo_remarks.csv``, references of evidence, explanations."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path

from gec_lib.codelists import ALL, read_table
from gec_lib.demo.desk import Desk
from gec_lib.demo.draws import chance
from gec_lib.demo.people import Key, Value

EVIDENCE = "evidence"
# How many schools write something in a field; the rest leave it empty, as people do.
CHANCES: Mapping[str, float] = {"mo_hinh": 0.45, "uu_diem": 0.9, "han_che": 0.75, "bai_hoc": 0.4, "kien_nghi": 0.55}
CAUSE_CHANCE = 0.22


@functools.cache
def sentences(params: Path) -> dict[tuple[str, str], tuple[str, ...]]:
    """Sample sentences by (field, category)."""
    bank: dict[tuple[str, str], tuple[str, ...]] = {}
    for row in read_table(params / "demo_remarks.csv"):
        key = (row["field"], row["category"])
        bank[key] = (*bank.get(key, ()), row["text"])
    return bank


def remarks_of(desk: Desk, values: Mapping[Key, Value]) -> dict[tuple[str, str], str]:
    """The opinions of a school in a year, and a reference for every task it has carried out."""
    rng = desk.fresh("remarks")
    found: dict[tuple[str, str], str] = {}
    for key, choices in sentences(desk.setting.folder).items():
        luck, place = rng.uniform(), int(rng.integers(len(choices)))
        if luck < CHANCES.get(key[0], CAUSE_CHANCE):
            found[key] = choices[place]
    if not values["task_count", "n04_4", ALL][0]:
        found.pop(("mo_hinh", ALL), None)
    for task in desk.setting.codes.members("task"):
        if values["task_done", task, ALL][0]:
            number = 1 + int(200 * chance(desk.seed, "document", desk.school.unit, desk.year, task))
            found[EVIDENCE, task] = f"Số {number}/KH-mẫu"
    return found
