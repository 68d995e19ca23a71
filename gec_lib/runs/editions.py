"""Which editions a run builds, and where each of them lives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

PARAMETERS = ("snapshot", "year", "level", "lang", "profile")
FILES = ("report.html", "report.ipynb", "claims.json", "indicators.csv", "faults.csv", "sources.parquet")
MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Edition:
    """One report: a kind of notebook with its five parameters."""

    kind: str
    snapshot: str
    year: int
    level: str
    lang: str
    profile: str

    @property
    def parameters(self) -> dict[str, str | int]:
        """What the notebook's parameters cell takes, typed."""
        return {name: value for name, value in asdict(self).items() if name in PARAMETERS}

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
