"""Layouts of the returns: which cell of which form holds which observation, read from ``params/layouts``.

A changed form is a new CSV file and a line in ``index.csv``; no code changes.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from gec_lib.codelists import ALL, Codes, Measure, load_codes, read_table, split
from gec_lib.returns.records import (
    FIELDS,
    NOTE_FIELD,
    Book,
    Column,
    Key,
    Layout,
    LayoutError,
    RemarkField,
    Row,
    Rule,
    label_for,
    normal,
)

__all__ = [
    "Book",
    "Column",
    "Key",
    "Layout",
    "LayoutError",
    "RemarkField",
    "Row",
    "Rule",
    "forms_due",
    "label_for",
    "layout_for",
    "layout_of",
    "load_layouts",
    "normal",
]
ROW_GROUP = "row"
EVIDENCE = ("verified", "assumed", "plan")
KNOWN = "a measure of params/measures.csv"
KNOWN_CODE = "a code of params/codes.csv"
ColumnSet = tuple[dict[str, str], ...]


@functools.cache
def load_layouts(params: Path) -> tuple[Layout, ...]:
    """All layouts of a home.

    Parameters
    ----------
    params : Path
        The folder ``params`` of a home.

    Raises
    ------
    LayoutError
        For an unknown measure, category, group, column set or field, a cell asked twice, a repeated row code;
        names file and line.
    """
    codes = load_codes(params)
    sets = _column_sets(params / "column_sets.csv", codes)
    book = _book(params)
    index = params / "layouts" / "index.csv"
    return tuple(
        _layout(params, entry, where=f"{index}, line {line}", codes=codes, sets=sets, book=book)
        for line, entry in enumerate(read_table(index), start=2)
    )


def layout_for(layouts: Iterable[Layout], *, form: str, year: int) -> Layout:
    """The version of a form that is owed for a reporting year.

    Raises
    ------
    LayoutError
        When no version covers the year; lists the versions of the form.
    """
    versions = [layout for layout in layouts if layout.form == form]
    for layout in versions:
        if layout.owed_in(year):
            return layout
    known = ", ".join(f"{v.version} ({v.year_from}–{v.year_to or ''})" for v in versions) or "no version at all"
    raise LayoutError(
        f"params/layouts/index.csv: form {form!r} has no version for {year}; found {known}; add a line for that year"
    )


def layout_of(layouts: Iterable[Layout], *, form: str, version: str) -> Layout | None:
    """The layout with exactly this form and version, or nothing."""
    return next((layout for layout in layouts if (layout.form, layout.version) == (form, version)), None)


def forms_due(layouts: Iterable[Layout], *, unit_type: str, level: str, year: int) -> tuple[Layout, ...]:
    """The layouts that a unit owes at a level for a reporting year, in the order of ``index.csv``."""
    return tuple(
        layout for layout in layouts if layout.unit_type == unit_type and layout.level == level and layout.owed_in(year)
    )


class _Words(dict[str, str]):
    """The fixed words of the forms; one that a home does not have is told by the file in which it is missing."""

    def __missing__(self, key: str) -> str:
        raise LayoutError(
            f"layouts/words.csv of the home has no line {key!r}; expected one with its words in both languages: copy "
            "it from the params of the project"
        )


def _book(params: Path) -> Book:
    words = read_table(params / "layouts" / "words.csv")
    rules = {
        row["id"]: Rule(
            id=row["id"],
            severity=row["severity"],
            forms=split(row["forms"]),
            missing_left=row["missing_left"],
            missing_right=row["missing_right"],
            message_vi=row["message_vi"],
            message_en=row["message_en"],
            expected_vi=row["expected_vi"],
            expected_en=row["expected_en"],
            groups=split(row["groups"]),
            scope=row["scope"],
            tier=row["tier"],
            planted=row["planted_fault_vi"],
        )
        for row in read_table(params / "checks.csv")
    }
    remarks = (RemarkField(**row) for row in read_table(params / "layouts" / "remarks.csv"))
    return Book(
        words=_Words({row["key"]: row["vi"] for row in words}),
        words_en=_Words({row["key"]: row["en"] for row in words}),
        remarks=tuple(remarks),
        rules=rules,
    )


def _column_sets(path: Path, codes: Codes) -> dict[str, ColumnSet]:
    sets: dict[str, list[dict[str, str]]] = {}
    for line, row in enumerate(read_table(path), start=2):
        where = f"{path}, line {line}"
        _expect(row["field"] in FIELDS, where, f"field {row['field']!r}", f"one of {', '.join(FIELDS)}")
        _expect(not row["measure"] or row["measure"] in codes.measures, where, f"measure {row['measure']!r}", KNOWN)
        if row["group"] not in ("", ROW_GROUP):
            _expect(row["group"] in codes.lists["group"], where, f"group {row['group']!r}", KNOWN_CODE)
        sets.setdefault(row["column_set"], []).append(row)
    return {name: tuple(sorted(rows, key=lambda r: int(r["position"]))) for name, rows in sets.items()}


def _expect(condition: bool, where: str, found: str, expected: str) -> None:
    if not condition:
        raise LayoutError(f"{where}: found {found}; expected {expected}; correct that line")


def _layout(
    params: Path, entry: Mapping[str, str], *, where: str, codes: Codes, sets: Mapping[str, ColumnSet], book: Book
) -> Layout:
    for column, list_name in (("stream", "stream"), ("level", "level"), ("unit_type", "unit_type")):
        _expect(entry[column] in codes.lists[list_name], where, f"{column} {entry[column]!r}", KNOWN_CODE)
    _expect(entry["period"] in codes.lists["period"], where, f"period {entry['period']!r}", KNOWN_CODE)
    _expect(entry["evidence"] in EVIDENCE, where, f"evidence {entry['evidence']!r}", f"one of {', '.join(EVIDENCE)}")
    path = params / "layouts" / f"{entry['form']}-{entry['version']}.csv"
    _expect(path.is_file(), where, f"no file {path.name}", f"the rows of the form in {path}")
    day, month = entry["reference_day"].split("/")
    return Layout(
        form=entry["form"],
        version=entry["version"],
        year_from=int(entry["year_from"]),
        year_to=int(entry["year_to"]) if entry["year_to"] else None,
        stream=entry["stream"],
        period=entry["period"],
        level=entry["level"],
        unit_type=entry["unit_type"],
        title_vi=entry["title_vi"],
        title_en=entry["title_en"],
        evidence=entry["evidence"],
        reference_day=(int(day), int(month)),
        remarks=entry["remarks"] == "yes",
        rows=_rows(path, codes=codes, sets=sets, top=book.words["this_year"]),
        book=book,
        codes=codes,
    )


def _rows(path: Path, *, codes: Codes, sets: Mapping[str, ColumnSet], top: str) -> tuple[Row, ...]:
    table = read_table(path)
    sheets: dict[str, list[ColumnSet]] = {}
    for line, row in enumerate(table, start=2):
        _check_row(row, f"{path}, line {line}", codes=codes, sets=sets)
        sheets.setdefault(row["sheet"], []).append(sets[row["column_set"]])
    headers = {sheet: tuple((top, name) for name in _headers(used, path)) for sheet, used in sheets.items()}
    rows = tuple(_row(row, sets[row["column_set"]], headers[row["sheet"]]) for row in table)
    _refuse_repeats(path, rows)
    return rows


def _check_row(row: Mapping[str, str], where: str, *, codes: Codes, sets: Mapping[str, ColumnSet]) -> None:
    column_set = row["column_set"]
    _expect(column_set in sets, where, f"column set {column_set!r}", "a set of params/column_sets.csv")
    _expect(row["measure"] in codes.measures, where, f"measure {row['measure']!r}", KNOWN)
    _expect(row["group"] in codes.lists["group"], where, f"group {row['group']!r}", KNOWN_CODE)
    for code in (row["measure"], *(c["measure"] for c in sets[column_set] if c["measure"])):
        measure = codes.measures[code]
        _expect(
            row["category"] in _categories(measure, codes), where, f"category {row['category']!r} of {code}", KNOWN_CODE
        )


def _categories(measure: Measure, codes: Codes) -> set[str]:
    return {ALL} if measure.dimension == "none" else {ALL, *codes.lists[measure.dimension]}


def _headers(sets: Sequence[ColumnSet], path: Path) -> tuple[str, ...]:
    """Headings of a sheet's value columns: those of its widest set; single columns share the first one."""
    widest = max(sets, key=len)
    for column_set in sets:
        pairs = zip(column_set, widest, strict=False)
        same = all(a["field"] == b["field"] and a["group"] == b["group"] for a, b in pairs)
        found, expected = column_set[0]["column_set"], widest[0]["column_set"]
        _expect(same, str(path), f"column set {found!r}", f"the first columns of {expected!r}, which shares its sheet")
    if len(widest) > 1:
        return tuple(column["header_vi"] for column in widest)
    return (" / ".join(dict.fromkeys(column_set[0]["header_vi"] for column_set in sets)),)


def _row(row: Mapping[str, str], column_set: ColumnSet, headers: Sequence[tuple[str, ...]]) -> Row:
    columns = tuple(
        Column(
            header=header,
            field=column["field"],
            group=row["group"] if column["group"] in ("", ROW_GROUP) else column["group"],
            measure="" if column["field"] == NOTE_FIELD else column["measure"] or row["measure"],
            position=position,
        )
        for position, (column, header) in enumerate(zip(column_set, headers, strict=False))
    )
    return Row(
        sheet=row["sheet"],
        section=row["section"],
        order=int(row["row_order"]),
        code=row["row_code"],
        code_status=row["code_status"],
        label=row["label_vi"],
        measure=row["measure"],
        category=row["category"],
        group=row["group"],
        columns=columns,
        required=row["required"] == "yes",
        note=row["note"],
    )


def _refuse_repeats(path: Path, rows: Iterable[Row]) -> None:
    places: set[tuple[str, str]] = set()
    asked: set[tuple[Key, str]] = set()
    for line, row in enumerate(rows, start=2):
        where = f"{path}, line {line}"
        _expect(
            (row.sheet, row.code) not in places, where, f"row code {row.code!r} again", "each row code once a sheet"
        )
        places.add((row.sheet, row.code))
        for column in row.columns:
            cell = (row.key(column), column.field)
            _expect(cell not in asked, where, f"{cell} again", "each measure, category and group once a form")
            asked.add(cell)
