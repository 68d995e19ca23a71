"""A hand-made report with everything an office adds, and its Word file and workbook."""

from __future__ import annotations

import base64
import dataclasses
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from gec_lib import blocks as b
from gec_lib.blocks import Span
from gec_lib.publish.document import Document, Meta
from gec_lib.publish.docx import render_docx
from gec_lib.publish.show import show
from gec_lib.publish.workbook import render_workbook


def words(text: str) -> b.Text:
    return (Span(text, structure="place"),)


def png(width: int, height: int) -> str:
    """A grey picture in base 64, made by hand."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + b"\x99" * width for _ in range(height))
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    data = b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return base64.b64encode(data).decode()


OFFICIAL = b.Official(
    superior=words("UBND quận Mẫu"),
    issuer=words("Phòng Giáo dục và Đào tạo"),
    number=words("Số:        /BC-PGDĐT"),
    place_date=words("Quận Mẫu, ngày       tháng 12 năm 2025"),
    subject=words("Tổng kết việc thực hiện Chiến lược quốc gia về bình đẳng giới giai đoạn 2021 - 2025"),
    addressee=words("Kính gửi: Ủy ban nhân dân quận Mẫu."),
    basis=(words("Chương trình 04-CTr/QU ngày 04/6/2021 của Quận ủy"), words("Kế hoạch số 379/KH-PGD&ĐT")),
    opening=words("Giai đoạn 2021 - 2025 đã kết thúc; Phòng báo cáo kết quả như sau:"),
    recipients=(words("Như trên"), words("Các cơ sở giáo dục trực thuộc"), words("Lưu: VT")),
    signatory=(words("KT. TRƯỞNG PHÒNG"), words("PHÓ TRƯỞNG PHÒNG")),
    day="2025-12-20",
)


@pytest.fixture(scope="session")
def sample() -> ModuleType:
    """The hand-made report of the pages' tests: ``BLOCKS``, each block by name, and ``BOOK``."""
    from tests.pages import sample

    return sample


@pytest.fixture(scope="session")
def make(sample: ModuleType) -> Callable[..., Document]:
    """A document from blocks, as it comes out of a notebook."""

    def document(*content: Any, masthead: b.Masthead, lang: str = "vi") -> Document:
        shown = [show(block, sample.BOOK, lang=lang) for block in (masthead, *content)]
        claims: dict[str, Any] = {}
        for one in shown:
            claims.update(one.claims)
        return Document(
            blocks=tuple(dict(one.block) for one in shown),
            claims=claims,
            lang=lang,
            title=b.text_of(masthead.title),
            profile="internal",
            synthetic=masthead.synthetic,
            meta=Meta("9f3ac41e07b2", "1.0.0", ()),
        )

    return document


@pytest.fixture(scope="session")
def masthead(sample: ModuleType) -> b.Masthead:
    """The sample's masthead with what the office adds."""
    return dataclasses.replace(sample.MASTHEAD, official=OFFICIAL)


@pytest.fixture(scope="session")
def document(sample: ModuleType, masthead: b.Masthead, make: Callable[..., Document]) -> Document:
    """The whole sample; its second figure has a picture, its annex a table of nine columns."""
    made = make(*sample.BLOCKS[1:], masthead=masthead)
    for block in made.blocks:
        if block["kind"] == "figure" and block["id"] == "hinh-7":
            block["png"] = png(60, 20)
    annex = made.blocks[-1]
    staff = next(block for block in annex["blocks"] if block["kind"] == "table")
    staff["columns"].append({"label": [{"t": "Ghi chú"}], "align": "left"})
    for row in staff["rows"]:
        if row.get("role") != "group":
            row["cells"].append({"text": [{"t": "đủ"}]})
    return made


@pytest.fixture(scope="session")
def word(document: Document, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Word file of the sample."""
    path = tmp_path_factory.mktemp("official") / "report.docx"
    path.write_bytes(render_docx(document))
    return path


@pytest.fixture(scope="session")
def workbook(document: Document, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook of the sample."""
    path = tmp_path_factory.mktemp("official") / "tables.xlsx"
    path.write_bytes(render_workbook(document))
    return path
