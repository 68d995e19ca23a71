"""Which units were there, which returns they owed, and which file stands for each return."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

LEVELS = ("preschool", "primary", "lower_secondary")
ALL = "all"
# The day on which a unit of the register owes the stream's return, and the last day on which it is on time.
REFERENCE = {
    "start_of_year": "09-30",
    "end_of_year": "05-31",
    "equality": "12-15",
    "universalisation": "09-30",
}
DEADLINE = {
    "start_of_year": "10-31",
    "end_of_year": "06-30",
    "equality": "12-19",
    "universalisation": "10-03",
}
SCHOOLS_COUNTED_ON = "09-30"
OF_SCHOOLS = {"start_of_year": "dn", "end_of_year": "cn", "equality": "bdg"}
SUFFIX = {"preschool": "mn", "primary": "th", "lower_secondary": "thcs"}
OF_WARDS = ("pc_mn", "pc_thcs", "pc_xmc")


class Key(NamedTuple):
    """What makes two files the same return."""

    form: str
    year: int
    unit: str
    level: str


class Place(NamedTuple):
    """One level of a unit; wards have the level ``none``."""

    unit: str
    level: str


@dataclass(frozen=True)
class Accepted:
    """The file that stands for a return."""

    key: Key
    version: str
    file: str
    name: str


@dataclass(frozen=True)
class Received:
    """What the ledger adds up to on a day.

    ``on_time`` are the returns of which a file came by the deadline; ``corrections`` the numbers put right without a
    new workbook: the cell, what it said then, what it should say.
    """

    accepted: Mapping[Key, Accepted]
    on_time: frozenset[Key]
    corrections: Mapping[tuple[str, str, str], tuple[Any, Fraction]]


@dataclass(frozen=True)
class Register:
    """The rows of ``units.csv``."""

    rows: tuple[Mapping[str, str], ...]

    def there(self, day: str, *, unit_type: str, level: str) -> list[Place]:
        """Units valid on a day, at one level or (``all``) at each of their levels."""
        found = [
            Place(row["unit"], row["level"])
            for row in self.rows
            if row["unit_type"] == unit_type
            and level in (ALL, row["level"])
            and row["valid_from"] <= day <= (row["valid_to"] or "9999-12-31")
        ]
        return sorted(found)

    def schools(self, year: int, *, level: str) -> list[Place]:
        return self.there(f"{year}-{SCHOOLS_COUNTED_ON}", unit_type="school", level=level)

    def wards(self, year: int) -> list[Place]:
        return self.there(f"{year}-{SCHOOLS_COUNTED_ON}", unit_type="ward", level=ALL)


def read_register(path: Path) -> Register:
    with path.open(encoding="utf-8", newline="") as file:
        return Register(tuple(csv.DictReader(file)))


def read_ledger(path: Path, *, as_of: str) -> Received:
    """Follow the ledger line by line: the last accepted file stands, unless it was superseded or rejected since."""
    accepted: dict[Key, Accepted] = {}
    on_time: set[Key] = set()
    corrections: dict[tuple[str, str, str], tuple[Any, Fraction]] = {}
    for line in _lines(path, as_of=as_of):
        key = Key(line["form"], line["year"], line["unit"], line["level"])
        action = line["action"]
        if action == "accepted":
            accepted[key] = Accepted(key, line["version"], line["file"], line["name"])
        elif action in ("superseded", "rejected") and key in accepted and accepted[key].file == line["file"]:
            del accepted[key]
        elif action == "corrected" and line["correction"]["until"] >= as_of:
            made = line["correction"]
            corrections[line["file"], made["sheet"], made["cell"]] = (made["was"], Fraction(str(made["value"])))
        # a rejected file counts for punctuality when its structure was sound, and only the ledger knows that
        counts = action == "accepted" or (action == "rejected" and line["on_time"])
        if counts and line["received"] <= f"{key.year}-{DEADLINE[line['stream']]}":
            on_time.add(key)
    return Received(accepted, frozenset(on_time), corrections)


def _lines(path: Path, *, as_of: str) -> Iterable[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for text in file:
            line = json.loads(text)
            if line["year"] is not None and line["received"] <= as_of:
                yield line


def owed(register: Register, *, stream: str, year: int, level: str) -> dict[str, list[Key]]:
    """Returns of a stream that were due, by unit: at ``all`` a unit with several levels or forms owes several."""
    day = f"{year}-{REFERENCE[stream]}"
    found: dict[str, list[Key]] = {}
    if stream == "universalisation":
        for place in register.there(day, unit_type="ward", level=ALL):
            found[place.unit] = [Key(form, year, *place) for form in OF_WARDS]
        return found
    for place in register.there(day, unit_type="school", level=level):
        form = f"{OF_SCHOOLS[stream]}_{SUFFIX[place.level]}"
        found.setdefault(place.unit, []).append(Key(form, year, *place))
    return found


def punctuality(register: Register, received: Received, *, stream: str, year: int, level: str) -> dict[str, int]:
    """Units that owed returns of a stream: how many sent all of them, in time or late, and how many did not."""
    due = owed(register, stream=stream, year=year, level=level)
    sent = [unit for unit, keys in due.items() if all(key in received.accepted for key in keys)]
    in_time = [unit for unit in sent if all(key in received.on_time for key in due[unit])]
    return {
        "due": len(due),
        "received": len(sent),
        "on_time": len(in_time),
        "late": len(sent) - len(in_time),
        "missing": len(due) - len(sent),
    }
