"""A claim: a number with its indicator, its inputs and its sources; and the guard against unclaimed numbers.

Nothing prints a bare number. A function that finds a number files it in the edition's book and gets back a
`Claimed`: the only object that sentences, table cells, figures and alternative texts accept.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from fractions import Fraction
from typing import NamedTuple

Number = int | float | Fraction

ZERO, UNDEFINED, MISSING, HIDDEN, NOT_APPLICABLE = MARKS = ("0", "–", "…", "c", "z")


class ClaimError(ValueError):
    """Two different numbers under one key, or a printed number without a claim."""


class Source(NamedTuple):
    """One cell of one workbook as received; sources sort by file, sheet and cell."""

    file: str
    name: str
    sheet: str
    cell: str

    def __str__(self) -> str:
        return " › ".join(part for part in (self.name or self.file[:12], self.sheet, self.cell) if part)


@dataclass(frozen=True)
class Claim:
    """A number and where it comes from.

    ``id`` is a readable key such as ``T3-02a.2025.all.F.num``; ``value`` the exact number as text
    (``"4"``, ``"2/7"``, ``"0.0825"``); ``inputs`` the claims it is computed from; ``cells`` how many cells of
    workbooks stand behind it, ``first`` the first of them and ``digest`` the hash of the whole list.
    """

    id: str
    value: str
    unit: str
    label: str
    indicator: str = ""
    formula: str = ""
    numerator: str = ""
    denominator: str = ""
    inputs: tuple[str, ...] = ()
    cells: int = 0
    first: str = ""
    digest: str = ""


@dataclass(frozen=True)
class Claimed:
    """A number bound to its claim, or the mark that stands for it.

    ``mark`` is one of the five marks when there is nothing to print: ``–`` undefined, ``…`` not reported,
    ``c`` hidden, ``z`` not applicable; then ``value`` is None.
    """

    id: str
    value: Number | None
    mark: str = ""

    def __post_init__(self) -> None:
        if (self.value is None) != bool(self.mark):
            raise ClaimError(f"claim {self.id!r}: either a value or a mark, got {self.value!r} and {self.mark!r}")


def exact(value: Number) -> str:
    """The number as text from which it can be read back.

    Examples
    --------
    >>> exact(Fraction(2, 7)), exact(4), exact(0.0825)
    ('2/7', '4', '0.0825')
    """
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(round(value, 12))
    return str(value)


def digest(sources: Iterable[Source]) -> str:
    """First 12 hexadecimal digits of the SHA-256 over the sorted list of cells."""
    lines = sorted(f"{s.file}\t{s.sheet}\t{s.cell}" for s in sources)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12]


@dataclass
class Book:
    """The claims of one edition, in the order in which they were filed."""

    claims: dict[str, Claim] = field(default_factory=dict)
    sources: dict[str, tuple[Source, ...]] = field(default_factory=dict)

    def file(
        self,
        id: str,
        value: Number,
        *,
        unit: str,
        label: str,
        indicator: str = "",
        formula: str = "",
        numerator: str = "",
        denominator: str = "",
        inputs: Sequence[Claimed] = (),
        sources: Sequence[Source] = (),
    ) -> Claimed:
        """File a number under a readable key and return what may be printed.

        Raises
        ------
        ClaimError
            When another number was filed under the same key.
        """
        known = self.claims.get(id)
        if known is not None:
            if known.value != exact(value):
                raise ClaimError(f"claim {id!r} was filed as {known.value}, now as {exact(value)}")
            return Claimed(id, value)
        self.claims[id] = Claim(
            id=id,
            value=exact(value),
            unit=unit,
            label=label,
            indicator=indicator,
            formula=formula,
            numerator=numerator,
            denominator=denominator,
            inputs=tuple(c.id for c in inputs),
            cells=len(sources),
            first=str(sources[0]) if sources else "",
            digest=digest(sources) if sources else "",
        )
        if sources:
            self.sources[id] = tuple(sources)
        return Claimed(id, value)

    def records(self, ids: Iterable[str]) -> dict[str, dict[str, object]]:
        """The named claims and everything they are computed from, as plain data, sorted by key."""
        wanted, queue = set(), list(ids)
        while queue:
            id = queue.pop()
            if id in wanted:
                continue
            if id not in self.claims:
                raise ClaimError(f"no claim {id!r} was filed")
            wanted.add(id)
            queue.extend(self.claims[id].inputs)
        return {id: _plain(self.claims[id]) for id in sorted(wanted)}


def _plain(claim: Claim) -> dict[str, object]:
    return {key: list(v) if isinstance(v, tuple) else v for key, v in asdict(claim).items() if v not in ("", (), 0)}


DIGITS = re.compile(r"\d")


def unclaimed(spans: Iterable[Mapping[str, str]]) -> list[str]:
    """Texts that hold a digit and are neither a claim nor a citation nor structure.

    Parameters
    ----------
    spans : iterable of mappings
        Inline spans of blocks: ``t`` text, and one of ``claim``, ``cite``, ``structure`` where it applies.

    Examples
    --------
    >>> unclaimed([{"t": "tăng "}, {"t": "28,6%", "claim": "T3-02a.2025.all.value"}, {"t": " trong 7 người"}])
    [' trong 7 người']
    """
    free = ("claim", "cite", "structure")
    return [s["t"] for s in spans if DIGITS.search(s["t"]) and not any(s.get(kind) for kind in free)]
