"""The official copy keeps to Decree 30/2020, appendix I: asserted from the XML with the ranges of the decree."""

from __future__ import annotations

import dataclasses
import re
import zipfile
from pathlib import Path

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from gec_lib.publish.docx import render_docx

DOTS_PER_MM = 36000  # English metric units


@pytest.fixture(scope="module")
def file(word: Path):
    return docx.Document(str(word))


def paragraphs(file):
    """All paragraphs of the body, those in tables too, in their order."""
    from docx.text.paragraph import Paragraph

    return [Paragraph(p, file) for p in file.element.body.iter(qn("w:p"))]


def only(file, text: str):
    found = [p for p in paragraphs(file) if text in p.text]
    assert found, text
    return found[0]


def test_paper_is_a4_with_the_margins_of_the_decree(file):
    for number, section in enumerate(file.sections):
        sides = sorted((round(section.page_width / DOTS_PER_MM), round(section.page_height / DOTS_PER_MM)))
        assert sides == [210, 297]
        assert 20 <= round(section.top_margin / DOTS_PER_MM, 1) <= 25
        assert 20 <= round(section.bottom_margin / DOTS_PER_MM, 1) <= 25
        assert 30 <= round(section.left_margin / DOTS_PER_MM, 1) <= 35
        assert 15 <= round(section.right_margin / DOTS_PER_MM, 1) <= 20
        if number == 0:
            assert section.page_width < section.page_height


def test_every_letter_is_times_new_roman_and_black(word):
    with zipfile.ZipFile(word) as archive:
        styles = archive.read("word/styles.xml").decode()
        body = archive.read("word/document.xml").decode()
        assert "word/stylesWithEffects.xml" not in archive.namelist()
    assert set(re.findall(r'w:ascii="([^"]+)"', styles)) == {"Times New Roman"}
    assert set(re.findall(r'w:color w:val="(\w+)"', styles)) == {"000000", "7A1F1F"}
    assert "w:color" not in body.replace('w:color="000000"', "").replace('w:color="auto"', "")
    signs = re.findall(r'<w:r><w:rPr><w:rStyle w:val="Frame"/><w:rFonts [^>]*></w:rPr><w:t[^>]*>([^<]*)', body)
    assert signs and body.count("<w:rFonts") == len(signs)
    assert set("".join(signs).replace(" ", "")) <= set("●◐□")


# text, least and greatest size, bold, italic, alignment: the table of the decree, typed from it
ELEMENTS = [
    ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, 13, True, False, ALIGN.CENTER),
    ("Độc lập - Tự do - Hạnh phúc", 13, 14, True, False, ALIGN.CENTER),
    ("UBND quận Mẫu", 12, 13, False, False, ALIGN.CENTER),
    ("Phòng Giáo dục và Đào tạo", 12, 13, True, False, ALIGN.CENTER),
    ("/BC-PGDĐT", 13, 13, False, False, ALIGN.CENTER),
    ("Quận Mẫu, ngày", 13, 14, False, True, ALIGN.CENTER),
    ("Báo cáo", 13, 14, True, False, ALIGN.CENTER),
    ("Tổng kết việc thực hiện", 13, 14, True, False, ALIGN.CENTER),
    ("Kính gửi:", 13, 14, False, False, ALIGN.CENTER),
    ("Giai đoạn 2021\u00a0-\u00a02025 đã kết thúc", 13, 14, False, False, ALIGN.JUSTIFY),
    ("III.3. Chỉ tiêu 3", 13, 14, True, False, ALIGN.LEFT),
    ("IV. Kết quả", 13, 14, True, False, ALIGN.LEFT),
    ("KT. TRƯỞNG PHÒNG", 13, 14, True, False, ALIGN.CENTER),
    ("Họ và tên người ký", 13, 14, True, False, ALIGN.CENTER),
    ("Nơi nhận:", 12, 12, True, True, ALIGN.LEFT),
    ("Lưu: VT", 11, 11, False, False, ALIGN.LEFT),
    ("Phụ lục III", 14, 14, True, False, ALIGN.CENTER),
    ("(Kèm theo Báo cáo", 13, 14, False, True, ALIGN.CENTER),
]


@pytest.mark.parametrize(("text", "least", "most", "bold", "italic", "align"), ELEMENTS, ids=[e[0] for e in ELEMENTS])
def test_each_element_has_its_size_and_look(file, text, least, most, bold, italic, align):
    style = only(file, text).style
    assert least <= style.font.size.pt <= most
    assert (bool(style.font.bold), bool(style.font.italic)) == (bold, italic)
    assert style.paragraph_format.alignment == align


@pytest.mark.parametrize("text", ["UBND quận Mẫu", "Phòng Giáo dục và Đào tạo", "Báo cáo", "IV. Kết quả"])
def test_agencies_kind_of_text_and_sections_stand_in_capitals(file, text):
    assert only(file, text).style.font.all_caps


def test_body_is_fourteen_points_indented_and_spaced(file):
    style = only(file, "Từ năm 2021 đến năm 2025").style
    shape = style.paragraph_format
    assert style.font.size == Pt(14)
    assert abs(shape.first_line_indent - Mm(12.7)) < Mm(0.1)
    assert shape.space_after >= Pt(6)
    assert 1.0 <= shape.line_spacing <= 1.5


def test_head_stands_in_one_table_without_borders(file):
    head = file.tables[0]
    left, right = (cell.text.splitlines() for cell in head.rows[0].cells)
    assert [line for line in left if line] == ["UBND quận Mẫu", "Phòng Giáo dục và Đào tạo"]
    assert [line for line in right if line] == ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
    assert head._tbl.tblPr.find(qn("w:tblBorders")) is None


def test_rules_are_drawn_under_motto_agency_and_title(file):
    """Full length of the motto; a third to a half of the agency's name (measured in Times New Roman: 56 and 66 mm)."""
    widths = []
    for cell in file.tables[0].rows[0].cells:
        rule = next(p for p in cell.paragraphs if p._p.pPr.find(qn("w:pBdr")) is not None)
        indent = rule.paragraph_format
        widths.append((cell.width - indent.left_indent - indent.right_indent) / DOTS_PER_MM)
    assert 66 / 3 <= widths[0] <= 66 / 2
    assert abs(widths[1] - 56) < 5
    title = [p.text for p in paragraphs(file)].index("Báo cáo")
    assert any(p._p.pPr.find(qn("w:pBdr")) is not None for p in paragraphs(file)[title + 1 : title + 4])


def test_page_number_stands_top_centre_and_not_on_the_first_page(file):
    first = file.sections[0]
    number = first.header.paragraphs[0]
    assert [i.text for i in number._p.iter(qn("w:instrText"))] == ["PAGE"]
    assert number.style.paragraph_format.alignment == ALIGN.CENTER
    assert 13 <= number.style.font.size.pt <= 14
    assert first.header_distance < first.top_margin
    for section in file.sections:
        assert section.different_first_page_header_footer
        assert not list(section.first_page_header._element.iter(qn("w:instrText")))


def test_annexes_are_numbered_apart_and_lie_across_when_wide(file):
    assert len(file.sections) == 2
    annex = file.sections[1]
    assert annex._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"
    assert annex.page_width > annex.page_height  # a table of nine columns


def test_text_ends_with_its_mark_and_only_recipients_and_signature_follow(file):
    texts = [p.text for p in paragraphs(file)]
    ends = [i for i, text in enumerate(texts) if text.endswith("./.")]
    assert len(ends) == 1
    annex = next(i for i, text in enumerate(texts) if text.startswith("Phụ lục III"))
    after = [text for text in texts[ends[0] + 1 : annex] if text.strip()]
    assert after == [
        "Nơi nhận:",
        "- Như trên;",
        "- Các cơ sở giáo dục trực thuộc;",
        "- Lưu: VT.",
        "KT. TRƯỞNG PHÒNG",
        "PHÓ TRƯỞNG PHÒNG",
        "Họ và tên người ký",
    ]


def test_last_sentence_takes_the_mark_without_a_second_full_stop(make, masthead, sample, tmp_path):
    (tmp_path / "a.docx").write_bytes(render_docx(make(sample.PROSE, masthead=masthead)))
    texts = [p.text for p in paragraphs(docx.Document(str(tmp_path / "a.docx")))]
    assert any(text.endswith("điểm phần trăm./.") for text in texts)


def tables(file):
    """Tables with a grid, as the reader sees them."""
    return [t for t in file.tables if t._tbl.tblPr.find(qn("w:tblBorders")) is not None]


def test_tables_have_a_full_grid_and_a_head_on_every_page(file):
    assert len(tables(file)) >= 4
    for table in tables(file):
        borders = table._tbl.tblPr.find(qn("w:tblBorders"))
        assert {(b.tag.split("}")[1], b.get(qn("w:sz"))) for b in borders} == {
            (side, "4") for side in ("top", "left", "bottom", "right", "insideH", "insideV")
        }
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


def test_columns_fill_the_width_of_the_text(file):
    """160 mm upright, 247 mm across."""
    for table in tables(file):
        width = sum(int(c.get(qn("w:w"))) for c in table._tbl.tblGrid) / 1440 * 25.4
        assert min(abs(width - 160), abs(width - 247)) < 0.5


def test_numbers_stand_right_and_names_left(file):
    table = next(t for t in tables(file) if "Tổng số tiến sĩ" in t.rows[1].cells[0].text)
    assert table.rows[1].cells[0].paragraphs[0].alignment == ALIGN.LEFT
    assert {c.paragraphs[0].alignment for c in table.rows[1].cells[1:]} == {ALIGN.RIGHT}


def test_verdicts_are_told_by_character_and_word(file):
    assert any(p.text.startswith("3.2. Nữ tiến\u00a0sĩ: ■ Không đạt (kết luận chưa chắc)") for p in paragraphs(file))
    assert any("○ Đạt từ đầu kỳ – duy trì" in p.text for p in paragraphs(file))


def test_synthetic_mark_stands_in_the_first_header_and_every_footer(file, document, masthead, make, sample, tmp_path):
    for section in file.sections:
        for part in (section.first_page_header, section.footer, section.first_page_footer):
            mark = part.paragraphs[0]
            assert mark.text == "SỐ LIỆU MÔ PHỎNG – không dùng để báo cáo"
            assert str(mark.style.font.color.rgb) == "7A1F1F" and mark.style.font.bold and mark.style.font.all_caps
    real = make(sample.PROSE, masthead=dataclasses.replace(masthead, synthetic=""))
    (tmp_path / "real.docx").write_bytes(render_docx(real))
    with zipfile.ZipFile(tmp_path / "real.docx") as archive:
        assert not any("MÔ PHỎNG" in archive.read(name).decode("utf-8", "ignore") for name in archive.namelist())


def test_picture_is_set_to_size_with_its_alternative_text(file):
    shapes = file.inline_shapes
    assert len(shapes) == 1
    assert round(shapes[0].width / DOTS_PER_MM) == 152
    about = shapes[0]._inline.docPr
    assert about.get("descr") == "Đường nối năm điểm từ 12,5% lên 28,6%, dưới chỉ tiêu."


def test_file_says_its_language_and_title(file, document):
    assert file.core_properties.language == "vi-VN"
    assert file.core_properties.title == document.title


def test_a_page_that_no_office_issues_has_no_signature(make, sample, tmp_path):
    (tmp_path / "b.docx").write_bytes(render_docx(make(sample.PROSE, masthead=sample.MASTHEAD)))
    texts = [p.text for p in paragraphs(docx.Document(str(tmp_path / "b.docx")))]
    assert "Nơi nhận:" not in texts and "Họ và tên người ký" not in texts
    assert any(text.startswith("UBND QUẬN MẪU") for text in texts)
