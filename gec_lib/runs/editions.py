"""Which editions a run builds, and where each of them lives."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from gec_lib.home import Home

PARAMETERS = ("snapshot", "year", "level", "lang", "profile")


PLAIN = re.compile(r"[\w-]+")


class EditionNameError(ValueError):
    """A part of an edition's name that could lead out of its folder."""


@dataclass(frozen=True)
class Edition:
    """One report: a kind of notebook with its five parameters."""

    kind: str
    snapshot: str
    year: int
    level: str
    lang: str
    profile: str

    def __post_init__(self) -> None:
        for name in (self.kind, self.snapshot, self.level, self.lang, self.profile):
            if not PLAIN.fullmatch(name):
                raise EditionNameError(f"{name!r} cannot name an edition's folder; expected letters, digits, _ and -")

    @property
    def parameters(self) -> dict[str, str | int]:
        """What the notebook's parameters cell takes, typed."""
        return {name: value for name, value in asdict(self).items() if name in PARAMETERS}

    @property
    def seed(self) -> int:
        """Seed of the global random generators: the same for the same edition, another for another."""
        return int.from_bytes(hashlib.sha256(f"{self} {self.snapshot}".encode()).digest()[:4], "big")

    def folder(self, outputs: Path) -> Path:
        """``outputs/<profile>/<kind>-<year>/<level>/<lang>``."""
        return outputs / self.profile / f"{self.kind}-{self.year}" / self.level / self.lang

    def __str__(self) -> str:
        return f"{self.profile}/{self.kind}-{self.year}/{self.level}/{self.lang}"


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
