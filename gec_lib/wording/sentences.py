"""The words of one language: sentences from the bank, numbers and labels as inline text."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from gec_lib.blocks import Cell, Sentence, Span, Text, text_of
from gec_lib.claims import DIGITS, ZERO, Claimed, Number
from gec_lib.wording.names import inside, join_names
from gec_lib.wording.numerals import FORMATS, Marks, WordingError, digits, scaled, workbook_format
from gec_lib.wording.templates import (
    LABELS,
    LISTS,
    PLAIN,
    STRUCTURE,
    Piece,
    bound,
    declarations,
    load_messages,
    parse,
    problems,
)


@dataclass(frozen=True)
class Goal:
    """What a target demands: its value and the operator of the plan (``at_least``, ``more_than``)."""

    value: Claimed
    operator: str


@dataclass(frozen=True)
class Wording:
    """The words of one language. Build with `load_wording`.

    Examples
    --------
    >>> vi = load_wording("vi")
    >>> vi.number(Claimed("T3-02a.2025.all.value", Fraction(2, 7)), "pct1").t
    '28,6%'
    >>> vi.label("verdict", "not_met")
    'Không đạt'
    """

    lang: str
    templates: Mapping[str, tuple[Piece, ...]] = field(repr=False)
    items: Mapping[str, str] = field(repr=False)
    labels: Mapping[str, Mapping[str, str]] = field(repr=False)

    def sentence(self, key: str, /, **values: object) -> Sentence:
        """A whole sentence of the bank.

        Parameters
        ----------
        key : str
            Key of the bank, such as ``T9`` or ``T23.up``.
        **values
            One value for every declared field and nothing else: `Claimed` for figures, `Goal` for what a target
            demands, pairs (Claimed, name) for lists of figures, whole numbers for years, ``"2025-12-20"`` or a date
            for dates, text for names.

        Raises
        ------
        WordingError
            Unknown key, missing or unknown field, a value of the wrong type, or a figure that is only a mark:
            what is missing, hidden or undefined has its own sentence.
        """
        if key not in self.templates:
            raise WordingError(f"no sentence {key!r} in language {self.lang!r}; see gec_lib/messages/sentences.toml")
        kinds = declarations()[key].fields
        missing, unknown = sorted(kinds.keys() - values.keys()), sorted(values.keys() - kinds.keys())
        if missing or unknown:
            raise WordingError(
                f"sentence {key!r}: missing {missing or 'nothing'}, unknown {unknown or 'nothing'}; "
                f"expected exactly {list(kinds)}"
            )
        spans: list[Span] = []
        for piece in self.templates[key]:
            try:
                spans += self._piece(piece, kinds, values, key)
            except WordingError as error:
                raise WordingError(f"sentence {key!r}, field {piece.text!r}: {error}") from None
        return Sentence(key, _joined(spans))

    def _piece(self, piece: Piece, kinds: Mapping[str, str], values: Mapping[str, object], key: str) -> Text:
        if piece.kind == "literal":
            return (Span(piece.text),)
        if piece.kind == "structure":
            return (Span(piece.text, structure="text"),)
        if piece.kind == "choice":
            return (Span(piece.forms[0] if _is_one(values[piece.text]) else piece.forms[1]),)
        kind, value = kinds[piece.text], values[piece.text]
        if kind == "noun" and piece.agree:
            value = self.noun(str(value), one=piece.agree == "one" or _is_one(values.get(piece.agree)))
        if kind in LISTS:
            return self._figures(value, LISTS[kind], self.items[key])
        text = self.inline(value, kind)
        return (_capital(text[0]), *text[1:]) if piece.starts and kind in PLAIN else text

    def inline(self, value: object, kind: str) -> Text:
        """A single value as inline text: claim, citation, structure or plain words, by its type."""
        if kind in FORMATS:
            return (self._figure(value, kind),)
        if kind == "goal":
            if not isinstance(value, Goal):
                raise WordingError(f"expected a Goal (value and operator of the plan), found {value!r}")
            word = self.label("operator", str(value.operator))
            return (*((Span(f"{word} "),) if word else ()), self._figure(value.value, "pct"))
        if kind == "doc":
            return (Span(_words(value), cite=_words(value)),)
        if kind in STRUCTURE:
            return (Span(self._structure(value, kind), structure=kind),)
        if kind == "names":
            return _named(join_names(_several(value), word=self.label("list", "and")))
        return _named(inside(_words(value)) if kind == "phrase" else _words(value))

    def number(self, claimed: Claimed, kind: str) -> Span:
        """A figure, or its mark, as a span.

        Parameters
        ----------
        claimed : Claimed
            Shares as parts of one; differences of shares likewise; money in đồng.
        kind : str
            A key of `FORMATS`.
        """
        if claimed.value is None:
            return Span(claimed.mark, claim=claimed.id if claimed.mark == ZERO else "")
        return Span(self.digits(claimed.value, kind), claim=claimed.id)

    def cell(self, claimed: Claimed, kind: str) -> Cell:
        """A table cell: what is shown, and the number for workbooks with its format; or the mark that stands for it."""
        shown = (self.number(claimed, kind),)
        if claimed.value is None:
            return Cell(shown, mark=claimed.mark)
        return Cell(shown, value=float(scaled(claimed.value, kind)), format=workbook_format(kind))

    def digits(self, value: Number, kind: str) -> str:
        """The printed number without a claim, for axes and tests; see `gec_lib.wording.numerals.digits`."""
        return digits(value, kind, Marks(self.label("number", "decimal"), self.label("number", "group")))

    def label(self, group: str, key: str) -> str:
        """A short text: a verdict word, a table head, a word of a chart or page."""
        try:
            return self.labels[group][key]
        except KeyError:
            known = sorted(self.labels.get(group, {})) or sorted(self.labels)
            raise WordingError(f"no label {group}.{key} in language {self.lang!r}; known: {known}") from None

    def noun(self, plural: str, *, one: bool) -> str:
        """A unit noun in the number that the language asks for; Vietnamese has one form."""
        return self.label("singular", plural) if one and "singular" in self.labels else plural

    def text(self, template: str, /, **values: Span | Text | str) -> Text:
        """Inline text for headings, captions and notes, from a template in the notation of the bank.

        A span or a tuple of spans is taken as it is; a text that holds a digit becomes structure.

        Examples
        --------
        >>> [span.structure for span in load_wording("vi").text("Bảng {no}. {what}", no="3", what="Đội ngũ")]
        ['', 'name', '']
        """
        spans: list[Span] = []
        pieces = parse(template)
        named = {piece.text for piece in pieces if piece.kind in ("field", "choice")}
        if named != values.keys():
            raise WordingError(f"text {template!r}: fields {sorted(named)}, given {sorted(values)}")
        for piece in pieces:
            if piece.kind == "literal" and DIGITS.search(piece.text):
                raise WordingError(f"text {template!r}: write the digits in {piece.text!r} as {{{{…}}}}")
            value = values.get(piece.text, ())
            shown = (value,) if isinstance(value, Span) else _named(value) if isinstance(value, str) else value
            if piece.kind == "choice":
                shown = (Span(piece.forms[0] if text_of(shown) == "1" else piece.forms[1]),)
            spans += shown if piece.kind in ("field", "choice") else self._piece(piece, {}, {}, "")
        return _joined(spans)

    def _figure(self, value: object, kind: str) -> Span:
        if not isinstance(value, Claimed):
            raise WordingError(
                f"expected a Claimed for type {kind}, found {value!r}; file the number in the book first"
            )
        if value.value is None:
            raise WordingError(f"claim {value.id!r} has no value but the mark {value.mark!r}; use the sentence for it")
        return self.number(value, kind)

    def _figures(self, value: object, kind: str, item: str) -> Text:
        several = [
            tuple(span for piece in parse(item) for span in self._piece(piece, {"n": kind, "name": "phrase"}, part, ""))
            for part in ({"n": n, "name": name} for n, name in _pairs(value))
        ]
        return _chain(several, self.label("list", "and"))

    def _structure(self, value: object, kind: str) -> str:
        if kind == "year":
            return str(_year(value))
        if kind == "school_year":
            return self.label("range", "school_year").format(first=_year(value), last=_year(value) + 1)
        if kind == "period":
            first, last = (_year(part) for part in _several(value))
            return self.label("range", "period").format(first=first, last=last)
        if kind in ("date", "date_long"):
            day = _date(value)
            pattern = self.label("date", "short" if kind == "date" else "long")
            return pattern.format(day=day.day, month=self.label("month", str(day.month)), year=day.year)
        if kind == "refs":
            return join_names([str(part) for part in _several(value)], word=self.label("list", "and"))
        if kind == "param" and isinstance(value, Fraction | int):
            return self.digits(value, "ratio2")
        return _words(value)


@functools.cache
def load_wording(lang: str) -> Wording:
    """The words of a language, checked: every declared sentence and no other, with the declared fields.

    Raises
    ------
    WordingError
        With the whole list of what is missing or strange.
    """
    messages = load_messages(lang)
    labels = messages.pop(LABELS)
    declared = declarations()
    faults = [f"{key}: no text" for key in declared.keys() - messages.keys()]
    faults += [f"{key}: not declared in sentences.toml" for key in messages.keys() - declared.keys()]
    templates = {}
    for key in sorted(declared.keys() & messages.keys()):
        pieces = parse(messages[key]["text"])
        faults += problems(key, declared[key], pieces, messages[key])
        templates[key] = bound(pieces, declared[key].fields)
    if faults:
        raise WordingError(f"messages of language {lang!r}:\n" + "\n".join(sorted(faults)))
    items = {key: table["item"] for key, table in messages.items() if "item" in table}
    return Wording(lang, templates, items, labels)


def _is_one(value: object) -> bool:
    return isinstance(value, Claimed) and value.value == 1


def _capital(span: Span) -> Span:
    return Span(span.t[:1].upper() + span.t[1:], structure=span.structure)


def _named(words: str) -> Text:
    return (Span(words, structure="name" if DIGITS.search(words) else ""),)


def _words(value: object) -> str:
    if isinstance(value, bool | float) or not isinstance(value, str | int) or not str(value).strip():
        raise WordingError(f"expected a text, found {value!r}")
    return str(value)


def _year(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise WordingError(f"expected a year as a whole number, found {value!r}")
    return value


def _date(value: object) -> date:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise WordingError(f"expected a date such as '2025-12-19', found {value!r}") from None


def _several(value: object) -> list[Any]:
    if isinstance(value, str) or not isinstance(value, Sequence) or not value:
        raise WordingError(f"expected a list that is not empty, found {value!r}")
    return list(value)


def _pairs(value: object) -> list[tuple[object, object]]:
    pairs = _several(value)
    if any(not isinstance(pair, tuple) or len(pair) != 2 for pair in pairs):
        raise WordingError(f"expected pairs (Claimed, name), found {value!r}")
    return pairs


def _chain(several: Sequence[Text], word: str) -> Text:
    spans: list[Span] = []
    for i, text in enumerate(several):
        if i:
            spans.append(Span(f" {word} " if i == len(several) - 1 else ", "))
        spans += text
    return tuple(spans)


def _joined(spans: Iterable[Span]) -> Text:
    """Neighbouring plain spans as one."""
    out: list[Span] = []
    for span in spans:
        if out and out[-1] == Span(out[-1].t) and span == Span(span.t):
            out[-1] = Span(out[-1].t + span.t)
        else:
            out.append(span)
    return tuple(out)
