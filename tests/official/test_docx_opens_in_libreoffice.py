"""A word processor opens the copy and prints it: pages, page numbers, the mark of synthetic data, the fonts."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest

from tests.conftest import absent


@pytest.fixture(scope="module")
def printed(word, tmp_path_factory):
    """The copy as PDF."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None or shutil.which("pdftotext") is None:
        absent("no LibreOffice or no poppler-utils on the search path")
    folder = tmp_path_factory.mktemp("printed")
    profile = (folder / "profile").as_uri()
    command = [office, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    done = subprocess.run([*command, str(word)], capture_output=True, text=True, timeout=120, check=False)
    path = folder / "report.pdf"
    if not path.exists():
        absent(f"LibreOffice cannot convert Word files here: {done.stderr[-200:]}")
    return path


def pages(path) -> list[str]:
    text = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True).stdout
    return text.split("\f")[:-1]


def lines(page: str) -> list[str]:
    return [line.strip() for line in page.splitlines() if line.strip()]


def test_every_page_carries_the_synthetic_mark_and_the_first_page_no_number(printed):
    first, *others = (lines(page) for page in pages(printed))
    mark = "SỐ LIỆU MÔ PHỎNG – KHÔNG DÙNG ĐỂ BÁO CÁO"
    assert first[0] == mark and first[-1] == mark
    assert all(page[-1] == mark for page in others)
    numbered = [page[0] for page in others if page[0] != mark]
    assert numbered[:2] == ["2", "3"]
    assert others[-1][0] == mark or numbered[-1] == "2"  # the annex begins again


def test_head_keeps_to_single_lines(printed):
    """Decree: agency and national name each on one line, side by side."""
    head = lines(pages(printed)[0])[1:4]
    assert re.fullmatch(r"UBND QUẬN MẪU\s+CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", head[0])
    assert re.fullmatch(r"PHÒNG GIÁO DỤC VÀ ĐÀO TẠO\s+Độc lập - Tự do - Hạnh phúc", head[1])
    assert re.fullmatch(r"Số:\s+/BC-PGDĐT\s+Quận Mẫu, ngày\s+tháng 12 năm 2025", head[2])


def test_paper_stays_a4_and_the_annex_lies_across(printed):
    info = subprocess.run(
        ["pdfinfo", "-f", "1", "-l", "99", str(printed)], capture_output=True, text=True, check=True
    ).stdout
    sizes = {tuple(round(float(x)) for x in pair) for pair in re.findall(r"size:\s+([\d.]+) x ([\d.]+)", info)}
    assert sizes == {(595, 842), (842, 595)}
