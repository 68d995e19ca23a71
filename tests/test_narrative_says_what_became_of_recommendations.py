"""Recommendations are data: who, what, by when; the next edition opens with what became of each of them."""

from __future__ import annotations

import pytest

from gec_lib.codelists import ALL
from gec_lib.models import PlanError
from gec_lib.narrative import conclusion, directions
from gec_lib.narrative.draft import Draft
from gec_lib.narrative.followup import Kind, State, load_recommendations
from gec_lib.publish.show import show
from tests.edited_districts import said
from tests.home_fixture import SmallHome

KEPT = """\
recommendations:
  - id: money
    to: {vi: UBND quận, en: the district}
    what: {vi: bố trí kinh phí tập huấn, en: fund the training}
    due: 2024-06-30
    outcome: {state: done, on: 2024-05-20, note: {vi: Công văn 12, en: Letter 12}}
  - id: teams
    kind: commendation
    to: {vi: UBND quận, en: the district}
    what: {vi: tập thể Tiểu học mẫu 01, en: the staff of a school}
    outcome: {state: dropped}
  - id: rules
    kind: amendment
    to: {vi: Sở GDĐT, en: the city department}
    what: {vi: quy định về thi đua, en: the rules on commendation}
    due: 2024-12-31
"""


def drafted(home: SmallHome, folder, *, kind: str, year: int, profile: str) -> Draft:
    draft = home.report(kind, year=year, level=ALL, lang="vi", profile=profile).draft
    draft.params = folder
    return draft


def section(draft: Draft, make) -> str:
    return said(show(make(draft), book=draft.book, lang="vi"))


@pytest.fixture
def kept(tmp_path):
    path = tmp_path / "commentary" / "midterm-2023" / ALL / "recommendations.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(KEPT, encoding="utf-8")
    return tmp_path


def test_they_name_who_what_and_when(kept):
    found = load_recommendations(kept / "commentary" / "midterm-2023" / ALL / "recommendations.yaml")
    assert [(item.id, item.kind, item.outcome.state) for item in found] == [
        ("money", Kind.RECOMMENDATION, State.DONE),
        ("teams", Kind.COMMENDATION, State.DROPPED),
        ("rules", Kind.AMENDMENT, State.OPEN),
    ]


def test_one_without_a_day_is_refused(tmp_path):
    path = tmp_path / "recommendations.yaml"
    path.write_text("recommendations:\n  - {id: a, to: {vi: x, en: x}, what: {vi: y, en: y}}\n", encoding="utf-8")
    with pytest.raises(ValueError, match="'a' names no day; add due"):
        load_recommendations(path)


def test_an_unknown_outcome_is_refused_with_its_line(tmp_path):
    path = tmp_path / "recommendations.yaml"
    path.write_text(KEPT.replace("state: dropped", "state: forgotten"), encoding="utf-8")
    with pytest.raises(PlanError, match="line"):
        load_recommendations(path)


def test_the_edition_that_makes_them_prints_them_with_their_kind(small_home, kept):
    draft = drafted(small_home, kept, kind="midterm", year=2023, profile="internal")
    text = section(draft, directions.recommendations)
    assert "Đề nghị UBND quận bố trí kinh phí tập huấn, trước ngày 30/6/2024." in text
    assert "Đề nghị UBND quận khen thưởng tập thể Tiểu học mẫu 01." in text
    assert "Đề nghị Sở GDĐT sửa đổi, bổ sung quy định về thi đua, trước ngày 31/12/2024." in text


def test_the_next_edition_opens_with_what_became_of_them(small_home, kept):
    draft = drafted(small_home, kept, kind="final", year=2025, profile="internal")
    assert (
        "Báo cáo năm 2023 nêu 3 kiến nghị; đến nay 1 kiến nghị đã thực hiện, 1 chưa xong và 1 không tiếp tục."
        in section(draft, conclusion.conclusion)
    )


def test_who_is_commended_is_not_published(small_home, kept):
    draft = drafted(small_home, kept, kind="final", year=2025, profile="public")
    assert "Báo cáo năm 2023 nêu 2 kiến nghị" in section(draft, conclusion.conclusion)
    shown = drafted(small_home, kept, kind="midterm", year=2023, profile="public")
    assert "khen thưởng tập thể" not in section(shown, directions.recommendations)


def test_without_an_earlier_edition_nothing_is_said(small_home, kept):
    draft = drafted(small_home, kept, kind="midterm", year=2023, profile="internal")
    assert "kiến nghị; đến nay" not in section(draft, conclusion.conclusion)
