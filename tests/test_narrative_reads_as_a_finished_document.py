"""Districts at the edges: all met, nothing reported, one school, no men, targets missed. Each is a finished document.

The districts are the small synthetic home with its observations edited (`tests.edited_districts`).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping

import pytest

from gec_lib.codelists import ALL, LANGUAGES
from gec_lib.publish.show import Shown, guard
from tests.edited_districts import DISTRICTS, LATE, drafted, found_in, said
from tests.home_fixture import SmallHome

MUST = (
    "conclusion",
    "situation",
    "targets",
    "tasks",
    "assessment",
    "directions",
    "recommendations",
    "quality",
    "method",
)
CASES = [(name, ALL) for name in DISTRICTS] + [("one_school", "primary"), ("nothing_reported", "preschool")]
each = pytest.mark.parametrize(("district", "level"), CASES)
UNFINISHED = re.compile(
    r"\bn/?a\b|\b[Nn]a[Nn]\b|None|[{}]|  | ,|\.\.|[Tt]oàn bộ 1 |[Cc]ả 1 |\b[Aa]ll 1 |\d{4}-\d\d-\d\d"
    r"|\b[TN]\d\d?-\d|\b(not_met|no_data|at_least|preschool_|lower_secondary)\b"
)

Sections = Mapping[str, Shown]


@pytest.fixture(scope="module")
def document(small_home: SmallHome):
    """Sections of a district's final edition, drafted once."""
    edited = functools.cache(lambda district, level: found_in(small_home, district, level=level, profile="internal"))
    return functools.cache(lambda district, level, lang: drafted(*edited(district, level), lang=lang))


@each
def test_every_section_says_something_and_leaves_nothing_open(document, district, level):
    for lang in LANGUAGES:
        sections: Sections = document(district, level, lang)
        for name, shown in sections.items():
            guard(shown.block)
            text = said(shown)
            assert text or name not in MUST, (lang, name)
            assert not UNFINISHED.search(text), (lang, name, UNFINISHED.search(text))


def test_where_all_is_met_the_conclusion_says_so_and_no_target_is_a_shortcoming(document):
    vi: Sections = document("all_met", ALL, "vi")
    assert "mọi chỉ số đều đạt" in said(vi["conclusion"])
    assert "0 chỉ số" not in said(vi["conclusion"])
    assert "không đạt" not in said(vi["assessment"])
    assert "Toàn bộ 18 nhiệm vụ của Kế hoạch được ít nhất 95% số trường thực hiện" in said(vi["assessment"])
    assert said(vi["directions"]).count("Duy trì") == 4


def test_what_nobody_reported_is_missing_and_never_zero(document):
    vi: Sections = document("nothing_reported", ALL, "vi")
    assert "chưa đủ số liệu để đánh giá chỉ số nào" in said(vi["conclusion"])
    assert "chưa có báo cáo nào trong 8 báo cáo" in said(vi["conclusion"])
    assert said(vi["targets"]).count("Chưa có số liệu về") == 4
    assert "18 nhiệm vụ chưa có số liệu" in said(vi["tasks"])
    everything = "\n".join(said(shown) for shown in vi.values())
    # a figure of the year would be a zero that nobody reported
    assert not re.search(r"\b0(/| trong tổng số )\d", everything)
    assert "0,0%" not in everything
    assert "Đề nghị 8 trường chưa nộp báo cáo năm 2025" in said(vi["recommendations"])


@pytest.mark.parametrize("level", [ALL, "primary"])
def test_one_school_is_the_only_school_and_no_multitude(document, level):
    vi, en = (document("one_school", level, lang) for lang in LANGUAGES)
    assert "Trường duy nhất phải báo cáo đã nộp báo cáo đúng hạn" in said(vi["conclusion"])
    assert "The only school expected to report did so on time" in said(en["conclusion"])
    assert "trường duy nhất đã thực hiện và có minh chứng" in said(vi["tasks"])
    if level == ALL:
        assert "có 1 cơ sở giáo dục, gồm 1 trường tiểu học." in said(vi["situation"])
        assert "tập trung ở" not in said(vi["targets"])  # one ward concentrates nothing


def test_without_men_no_sex_is_set_against_the_other(document):
    vi: Sections = document("no_men", ALL, "vi")
    assert re.search(r"Toàn bộ [\d.]+ cán bộ quản lý, giáo viên, nhân viên .* là nữ", said(vi["situation"]))
    assert "không áp dụng" in said(vi["situation"])
    for name in ("conclusion", "assessment"):
        assert "ở nữ" not in said(vi[name]), name


def test_where_targets_are_missed_each_is_a_shortcoming_with_its_number(document):
    vi: Sections = document("missed", ALL, "vi")
    lead = said(vi["conclusion"])
    assert "mọi chỉ số đều không đạt" in lead
    assert "còn thiếu 8 trường (đưa nội dung giới vào chương trình)" in lead
    found = re.findall(r"không đạt chỉ tiêu, còn thiếu (\d+) (\w+)", said(vi["assessment"]))
    assert [noun for _, noun in found] == ["trường", "người", "nữ", "nữ"]
    assert found[0] == ("8", "trường")
    assert "Toàn bộ 18 nhiệm vụ của Kế hoạch được thực hiện và có minh chứng ở dưới 60%" in said(vi["assessment"])
    assert "Cả 4 người có trình độ tiến sĩ đều là nam" in said(vi["targets"])


def test_the_late_schools_of_the_district_are_those_of_the_home(small_home):
    """The edits lean on them: without them every return is in."""
    edition = small_home.report("final", year=2025, level=ALL, lang="vi", profile="internal").edition
    due = edition.snapshot.coverage
    late = due[due["year"].eq(2025) & ~due["received"]]
    assert set(late["unit"]) == set(LATE)
