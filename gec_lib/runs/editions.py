"""Which editions a run builds, and where each of them lives."""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from gec_lib.codelists import INTERNAL
from gec_lib.codelists import SCHOOL as UNIT
from gec_lib.home import Home

PARAMETERS = ("snapshot", "year", "level", "lang", "profile")
SCHOOL = "school"  # the kind of edition that is for one school, and the parameter that names it

PLAIN = re.compile(r"[\w-]+")


class EditionNameError(ValueError):
    """A part of an edition's name that could lead out of its folder."""


class SchoolError(ValueError):
    """A feedback page that cannot be made: a school that nothing was due from, a level of no school, a profile."""


def parameters_of(kind: str) -> tuple[str, ...]:
    """Names of the parameters of a kind's notebook.

    Examples
    --------
    >>> parameters_of("annual") == PARAMETERS, parameters_of("school")[-1]
    (True, 'school')
    """
    return (*PARAMETERS, SCHOOL) if kind == SCHOOL else PARAMETERS


@dataclass(frozen=True)
class Edition:
    """One report: a kind of notebook with its five parameters, and the school when it is one school's page."""

    kind: str
    snapshot: str
    year: int
    level: str
    lang: str
    profile: str
    school: str = ""

    def __post_init__(self) -> None:
        if (self.kind == SCHOOL) != bool(self.school):
            raise EditionNameError(f"kind {self.kind!r} with school {self.school!r}; only {SCHOOL!r} is for a school")
        for name in (self.kind, self.snapshot, self.level, self.lang, self.profile, *filter(None, (self.school,))):
            if not PLAIN.fullmatch(name):
                raise EditionNameError(f"{name!r} cannot name an edition's folder; expected letters, digits, _ and -")

    @property
    def parameters(self) -> dict[str, str | int]:
        """What the notebook's parameters cell takes, typed."""
        return {name: value for name, value in asdict(self).items() if name in parameters_of(self.kind)}

    @property
    def seed(self) -> int:
        """Seed of the global random generators: the same for the same edition, another for another."""
        return int.from_bytes(hashlib.sha256(f"{self} {self.snapshot}".encode()).digest()[:4], "big")

    def folder(self, outputs: Path) -> Path:
        """``outputs/<profile>/<kind>-<year>/<level>/<lang>``; a school's page has the school before the language."""
        return outputs / str(self)

    def __str__(self) -> str:
        parts = (self.profile, f"{self.kind}-{self.year}", self.level, self.school, self.lang)
        return "/".join(part for part in parts if part)


def matrix(
    *,
    kinds: Sequence[tuple[str, int]],
    snapshot: str,
    levels: Sequence[str],
    langs: Sequence[str],
    profiles: Sequence[str],
) -> Iterator[Edition]:
    """Every combination, in the order given: kind and year, profile, language, level."""
    for kind, year in kinds:
        for profile in profiles:
            for lang in langs:
                for level in levels:
                    yield Edition(kind=kind, snapshot=snapshot, year=year, level=level, lang=lang, profile=profile)


def feedback(
    *, home: Home, snapshot: str, year: int, levels: Sequence[str], langs: Sequence[str], schools: Sequence[str]
) -> list[Edition]:
    """The feedback pages of schools: one for each school and level from which a return was due in the year.

    Parameters
    ----------
    home : Home
        Whose snapshot.
    snapshot : str
        Its id.
    year : int
        Reporting year.
    levels, langs : sequence of str
        School levels, in their order, and languages.
    schools : sequence of str
        Codes of schools; empty for all of them.

    Raises
    ------
    SchoolError
        For a school that owed nothing at these levels in the year; names the codes that are spelled most alike.
    """
    owing = _owing(home, snapshot, year=year)
    here = [(level, school) for level in levels for school in owing.get(level, ()) if not schools or school in schools]
    for school in schools:
        if not any(found == school for _, found in here):
            raise SchoolError(_unknown(school, owing, year=year, levels=levels))
    if not here:
        raise SchoolError(
            f"no school owed a return of {year} at level {', '.join(levels)}; choose another year or level"
        )
    made = functools.partial(Edition, SCHOOL, snapshot=snapshot, year=year, profile=INTERNAL)
    return [made(level=level, lang=lang, school=school) for lang in langs for level, school in here]


def _owing(home: Home, snapshot: str, *, year: int) -> dict[str, list[str]]:
    """Schools by level from which a return was due in a year."""
    import pyarrow.parquet as pq

    columns = ["year", "unit", "unit_type", "level"]
    rows = pq.read_table(home.data / "snapshots" / snapshot / "due.parquet", columns=columns).to_pylist()
    found = {(row["level"], row["unit"]) for row in rows if row["year"] == year and row["unit_type"] == UNIT}
    owing: dict[str, list[str]] = {}
    for level, school in sorted(found):
        owing.setdefault(level, []).append(school)
    return owing


def _unknown(school: str, owing: Mapping[str, Sequence[str]], *, year: int, levels: Sequence[str]) -> str:
    import difflib

    at = [level for level, schools in owing.items() if school in schools]
    if at:
        return f"school {school} has returns of {year} at level {', '.join(at)}, not at {', '.join(levels)}"
    every = sorted({code for schools in owing.values() for code in schools})
    near = ", ".join(difflib.get_close_matches(school, every, n=3)) or ", ".join(every[:3]) or "none"
    return f"no school {school!r} owed a return of {year}; codes spelled most alike: {near}"


def snapshot_named(name: str, *, home: Home) -> str:
    """The id of a snapshot, found without reading it.

    Parameters
    ----------
    name : str
        An id, or ``newest``.
    home : Home
        Whose snapshots.

    Raises
    ------
    SnapshotError
        When there is no such snapshot.
    """
    folder = home.data / "snapshots"
    pointer = folder / name
    id = pointer.read_text(encoding="utf-8").strip() if pointer.is_file() else name
    if (folder / id / "snapshot.json").is_file():
        return id
    from gec_lib.snapshots import open_snapshot

    return open_snapshot(home, name).id  # says what is wrong, and which snapshots there are
