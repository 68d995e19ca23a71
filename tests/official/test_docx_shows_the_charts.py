"""Charts stand in the Word file as pictures: to size, with what they tell, their numbers in an annex."""

from __future__ import annotations

import base64
import dataclasses
import io
import zipfile
from fractions import Fraction

import docx
import pytest
from docx.oxml.ns import qn
from PIL import Image

from gec_lib import blocks as b
from gec_lib.blocks import Span, text_of
from gec_lib.claims import Claimed
from gec_lib.figures import Bar, Bars, Line, Tone, figure_of
from gec_lib.publish.docx import render_docx
from gec_lib.wording import load_wording

DOTS_PER_MM = 36000  # English metric units
MADE_WHEN_BY_WHOM = {b"tEXt", b"iTXt", b"zTXt", b"tIME", b"eXIf"}


def words(text: str) -> b.Text:
    return (Span(text, structure="place"),)


@pytest.fixture(scope="module")
def figure() -> b.Figure:
    """A chart drawn by the library."""
    rows = (
        Bar("Mầm non", Claimed("A.value", Fraction(47, 50)), Claimed("A.num", 47), Claimed("A.den", 50)),
        Bar("Tiểu học", Claimed("B.value", Fraction(1)), Claimed("B.num", 29), Claimed("B.den", 29)),
    )
    return figure_of(
        Bars(None, rows, Line("T1.2025", 1.0, "chỉ tiêu 100%"), "pct1", Tone.ONE),
        words=load_wording("vi"),
        stamp="SỐ LIỆU MÔ PHỎNG",
        id="hinh-x",
        name="tỷ lệ trường",
        title=words("Hình 1. Thấp nhất ở mầm non"),
        subtitle=words("Tỷ lệ trường (%)"),
        caption=words("Bảng số liệu của Hình 1"),
        notes=(words("Nguồn: báo cáo của các trường."),),
    )


def chunks(data: bytes) -> list[bytes]:
    """The kinds of parts of a PNG file, read by hand."""
    found, at = [], 8
    while at < len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        found.append(data[at + 4 : at + 8])
        at += 12 + length
    return found


def test_a_chart_is_drawn_for_paper_at_two_hundred_dots_an_inch(figure):
    data = base64.b64decode(figure.png)
    picture = Image.open(io.BytesIO(data))
    assert abs(picture.width - 152 / 25.4 * 200) <= 1
    wide = [float(x) for x in figure.wide.split('viewBox="')[1].split('"')[0].split()]
    assert picture.height / picture.width == pytest.approx(wide[3] / wide[2], abs=0.005)
    assert len(data) < 60_000


def test_a_picture_says_neither_when_nor_by_what_it_was_made(figure):
    data = base64.b64decode(figure.png)
    assert not MADE_WHEN_BY_WHOM & set(chunks(data))
    assert b"matplotlib" not in data and b"Software" not in data


def test_paper_is_white_and_the_marks_keep_their_colour(figure):
    picture = Image.open(io.BytesIO(base64.b64decode(figure.png))).convert("RGB")
    shares = {colour: n / (picture.width * picture.height) for n, colour in picture.getcolors(1 << 20)}
    assert max(shares, key=shares.get) == (255, 255, 255)
    petrol = (0x0A, 0x5A, 0x7A)
    assert sum(s for c, s in shares.items() if all(abs(x - y) <= 6 for x, y in zip(c, petrol, strict=True))) > 0.02


@pytest.fixture(scope="module")
def charted(figure, make, masthead, sample, tmp_path_factory):
    """A Word file with the chart, and a chart whose table follows in the text; no claims, since none is printed."""
    plain = b.plain(dataclasses.replace(figure))
    annex = b.Group((b.Heading(2, "phu-luc", words("Phụ lục: phương pháp")), sample.PROSE), role="annex")
    document = make(sample.PROSE, annex, masthead=masthead)
    document = dataclasses.replace(document, blocks=(*document.blocks[:2], plain, document.blocks[2]))
    path = tmp_path_factory.mktemp("charted") / "report.docx"
    path.write_bytes(render_docx(document))
    return path


def test_the_picture_carries_what_the_chart_tells(charted, figure):
    shape = docx.Document(str(charted)).inline_shapes[0]
    assert round(shape.width / DOTS_PER_MM) == 152
    assert shape._inline.docPr.get("descr") == text_of(figure.alt)
    with zipfile.ZipFile(charted) as archive:
        media = [name for name in archive.namelist() if name.startswith("word/media/")]
        assert [archive.read(name) for name in media] == [base64.b64decode(figure.png)]


def test_caption_picture_and_source_stay_together(charted):
    file = docx.Document(str(charted))
    at = next(i for i, p in enumerate(file.paragraphs) if p.text.startswith("Hình 1."))
    caption, unit, picture, source = file.paragraphs[at : at + 4]
    assert caption.style.paragraph_format.keep_with_next and unit.style.paragraph_format.keep_with_next
    assert picture._p.pPr.find(qn("w:keepNext")) is not None
    assert list(picture._p.iter(qn("w:drawing"))) and source.text.startswith("Nguồn:")


def test_the_numbers_of_a_chart_stand_in_an_annex_of_their_own(charted):
    texts = [p.text for p in docx.Document(str(charted)).paragraphs]
    titles = [text for text in texts if text.startswith("Phụ lục")]
    assert titles == ["Phụ lục I", "Phụ lục II"]
    assert texts[texts.index("Phụ lục II") + 1] == "Số liệu của các hình"
    assert [i for i, t in enumerate(texts) if t == "Bảng số liệu của Hình 1"] > [texts.index("Phụ lục II")]
