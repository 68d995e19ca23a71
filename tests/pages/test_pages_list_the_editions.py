"""The index lists every edition with the files that exist, and links nothing else."""

from __future__ import annotations

import re

from gec_lib.publish.index import Entry, existing


def rows(page: str) -> list[str]:
    table = page.split('class="tbl editions"')[1]
    return re.findall(r"<tr><th scope=\"row\">.*?</tr>", table, re.DOTALL)


def test_every_edition_is_listed_in_order(index_page, sample_index):
    found = [re.sub(r"<[^>]+>", " ", row) for row in rows(index_page)]
    assert len(found) == len(sample_index.ENTRIES)
    for text, entry in zip(found, sample_index.ENTRIES, strict=True):
        assert entry.title in text and entry.scope in text and entry.verified in text
        assert "công khai" in text


def test_only_files_that_exist_are_linked(sample_index):
    entry = Entry("Báo cáo", "THCS", "2025", "public", "1/1", "annual/x", ("report.html", "tables.xlsx"))
    page = sample_index.render((entry,))
    assert re.findall(r'href="(annual/[^"]+)"', page) == [
        "annual/x/report.html",
        "annual/x/report.html",
        "annual/x/tables.xlsx",
    ]


def test_existing_looks_into_the_folder(tmp_path):
    (tmp_path / "report.html").write_text("x")
    (tmp_path / "other.txt").write_text("x")
    assert existing(tmp_path) == ("report.html",)


def test_the_reporting_year_is_shaded_once_a_row(index_page, sample_index):
    table = index_page.split('class="tbl progress"')[1].split("</table>")[0]
    levels = sum(len(group.rows) for group in sample_index.PROGRESS.groups)
    assert len(re.findall(r'<td class="now">', table)) == levels
    assert re.findall(r'<th scope="col" class="now">([^<]*)</th>', table) == ["2025"]


def test_every_mark_has_its_word_for_those_who_do_not_see_it(index_page):
    table = index_page.split('class="tbl progress"')[1].split("</table>")[0]
    marks = re.findall(r'<use href="#v-[a-z_]+"/></svg>(.{0,18})', table)
    assert marks and all(after.startswith('<span class="vh">') for after in marks)


def test_the_list_is_complete_without_script(index_page):
    assert "hidden" not in "".join(rows(index_page))
    assert '<p class="find" hidden>' in index_page


def test_hostile_names_are_escaped(sample_index):
    attack = '<script>alert(1)</script>"'
    page = sample_index.render((Entry(attack, attack, attack, attack, attack, attack, ("report.html",), attack),))
    assert "<script>alert" not in page
