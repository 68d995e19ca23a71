"""An .xls workbook before it is opened: the places of its cells, read from its records without making a grid.

The file is a container of sectors (compound file) with one stream of records; a sheet is the run of records that a
BOUNDSHEET record points to. References: [MS-CFB] 2.1-2.6, [MS-XLS] 2.1.4 and 2.4.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from gec_lib.returns.grids import MAX_COLUMNS, TooFarError, TooMuchTextError

FREE = 0xFFFFFFFA  # sector numbers from here on have a meaning of their own
SMALLEST = 4096  # smaller streams lie elsewhere; a workbook is never that small
BOUNDSHEET, END, SST, CONTINUE, SHARED_TEXT, MANY = 0x0085, 0x000A, 0x00FC, 0x003C, 0x00FD, 0x00BD
CELLS = frozenset({0x0002, 0x0003, 0x0004, 0x0005, 0x0006, 0x00D6, SHARED_TEXT, 0x0203, 0x0204, 0x0205, 0x027E, MANY})
LONGEST_TEXT, MAX_TEXT = 2**17, 2**29
NAMES = ("Workbook", "Book")


def scan(data: bytes, *, max_rows: int, max_cells: int) -> None:
    """Look at every cell of an ``.xls`` file.

    Parameters
    ----------
    data : bytes
        The file.
    max_rows, max_cells : int
        The last row and the number of cells of all sheets.

    Raises
    ------
    TooFarError
        When a cell lies beyond the last row or column, or the grids would have too many cells.
    TooMuchTextError
        When a long text may be repeated too often.
    ValueError
        When the file is no such workbook.
    """
    stream = _stream(data)
    records = list(_records(stream, 0))
    text = min(LONGEST_TEXT, sum(length for kind, _, length in records if kind in (SST, CONTINUE)))
    cells = texts = 0
    for kind, at, length in records:
        if kind != BOUNDSHEET or length < 4:
            continue
        rows = columns = 0
        for inner, place, size in _records(stream, struct.unpack_from("<I", stream, at)[0]):
            if inner not in CELLS or size < 4:
                continue
            row, column = struct.unpack_from("<HH", stream, place)
            column = struct.unpack_from("<H", stream, place + size - 2)[0] if inner == MANY else column
            rows, columns, texts = max(rows, row + 1), max(columns, column + 1), texts + (inner == SHARED_TEXT)
        cells += rows * columns
        if rows > max_rows or columns > MAX_COLUMNS or cells > max_cells:
            raise TooFarError
    if text * texts > MAX_TEXT:
        raise TooMuchTextError


def _records(stream: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """Kind, place and length of the records from a place on, up to the end of the sheet."""
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        if at + 4 + length > len(stream):
            return
        yield kind, at + 4, length
        if kind == END:
            return
        at += 4 + length


def _stream(data: bytes) -> bytes:
    """The stream of records."""
    if len(data) < 512:
        raise ValueError("shorter than its header")
    shift = struct.unpack_from("<H", data, 30)[0]
    if shift not in (9, 12):
        raise ValueError("no sectors of a known size")
    size = 1 << shift
    table = _table(data, size)
    directory = _chain(data, size, table, struct.unpack_from("<I", data, 48)[0])
    for at in range(0, len(directory) - 127, 128):
        length = struct.unpack_from("<H", directory, at + 64)[0]
        name = directory[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", errors="replace")
        if name in NAMES:
            first, total = struct.unpack_from("<II", directory, at + 116)
            if total < SMALLEST:
                raise ValueError("a stream too small for a workbook")
            return _chain(data, size, table, first)[:total]
    raise ValueError("no stream of a workbook")


def _table(data: bytes, size: int) -> list[int]:
    """The number of the next sector of every sector."""
    places = list(struct.unpack_from("<109I", data, 76))
    extra = struct.unpack_from("<I", data, 68)[0]
    for _ in range(len(data) // size):
        if extra >= FREE:
            break
        block = _sector(data, size, extra)
        *more, extra = struct.unpack(f"<{size // 4}I", block)
        places += more
    joined = b"".join(_sector(data, size, place) for place in places if place < FREE)
    return list(struct.unpack(f"<{len(joined) // 4}I", joined))


def _sector(data: bytes, size: int, number: int) -> bytes:
    block = data[(number + 1) * size : (number + 2) * size]
    return block + bytes(size - len(block)) if block else bytes(size)


def _chain(data: bytes, size: int, table: list[int], number: int) -> bytes:
    blocks: list[bytes] = []
    while number < FREE:
        if number >= len(table) or len(blocks) > len(data) // size:
            raise ValueError("a chain of sectors that does not end")
        blocks.append(_sector(data, size, number))
        number = table[number]
    return b"".join(blocks)
