"""The office's own acts come from its own form; years collected in retrospect carry their mark."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from gec_lib import blocks
from gec_lib.codelists import ALL, OFFICE
from gec_lib.narrative import annexes, directions, situation
from gec_lib.narrative.draft import Draft
from gec_lib.publish.show import show
from tests.edited_districts import said
from tests.home_fixture import SmallHome

ACTS = {
    "documents_reviewed": 14, "documents_amended": 3, "documents_issued": 5, "inspections": 4, "schools_inspected": 9,
    "violations": 2, "violations_remedied": 1, "programmes": 6, "programmes_active": 5, "teams_awarded": 7,
}  # fmt: skip


def office_rows(columns: pd.Index, year: int) -> pd.DataFrame:
    """The office's form of a year, filled by hand."""
    common = {"year": year, "period": "y", "stream": "equality", "unit": "99000", "unit_type": OFFICE, "level": "none"}
    common |= {"group": ALL, "status": "reported", "form": "vp_pgd", "version": "2021", "file": "f" * 64, "sheet": "S"}
    rows = [
        {**common, "measure": "office_acts", "category": name, "total": float(n), "cell_total": f"C{i}"}
        for i, (name, n) in enumerate(ACTS.items(), start=5)
    ]
    rows.append(
        {**common, "measure": "office_people", "category": "people_awarded", "total": 8.0, "female": 6.0,
         "cell_total": "C20", "cell_female": "D20"}
    )  # fmt: skip
    return pd.DataFrame(rows).reindex(columns=columns)


@pytest.fixture
def draft(small_home: SmallHome) -> Draft:
    """The final edition as if the office had not sent its own form."""
    found = small_home.report("final", year=2025, level=ALL, lang="vi", profile="internal").draft
    data = found.snapshot.observations
    found.snapshot = replace(found.snapshot, observations=data[data["unit_type"] != OFFICE])
    return found


def text_of(draft: Draft, section) -> str:
    return said(show(section(draft), book=draft.book, lang="vi"))


def test_without_the_form_its_absence_is_said(draft):
    assert "Biểu về việc của Phòng Giáo dục và Đào tạo năm 2025 chưa có" in text_of(draft, situation.leadership)


def test_the_form_is_told_with_its_cells(draft):
    data = draft.snapshot.observations
    draft.snapshot = replace(draft.snapshot, observations=pd.concat([data, office_rows(data.columns, 2025)]))
    text = text_of(draft, situation.leadership)
    for sentence in (
        "ban hành 5 văn bản chỉ đạo, hướng dẫn thực hiện Kế hoạch.",
        "rà soát 14 văn bản của mình về bình đẳng giới, trong đó 3 văn bản được sửa đổi hoặc kiến nghị sửa đổi.",
        "tổ chức 4 cuộc kiểm tra, giám sát có nội dung bình đẳng giới tại 9 trường.",
        "Kiểm tra kết luận 2 vi phạm về bình đẳng giới, trong đó 1 vi phạm đã khắc phục, xử lý xong.",
        "có 6 chương trình phối hợp với cơ quan khác đang có hiệu lực, trong đó 5 chương trình có hoạt động trong năm.",
    ):
        assert sentence in text
    assert "7 tập thể và 8 cá nhân (nữ 6 người) được khen thưởng" in text_of(draft, directions.recommendations)
    assert draft.book.claims["office.2025.documents_issued.total"].first.endswith("S › C7")


def test_years_collected_in_retrospect_are_said_and_marked(draft):
    files = draft.snapshot.files.copy()
    files.loc[files["year"].eq(2021) & files["status"].eq("accepted"), "version"] = "hoi_cuu"
    draft.snapshot = replace(draft.snapshot, files=files)
    assert "Số liệu năm 2021 có phần được thu thập hồi cứu" in text_of(draft, annexes.method)
    heads = [blocks.text_of(column.label) for column in annexes.targets_table(draft).columns]
    assert heads[1:3] == ["2021 (hồi cứu)", "2022"]


def test_no_year_is_marked_without_cause(draft):
    assert "hồi cứu" not in text_of(draft, annexes.method)


def test_small_acts_of_the_office_are_not_published(small_home):
    draft = small_home.report("final", year=2025, level=ALL, lang="vi", profile="public").draft
    data = draft.snapshot.observations
    draft.snapshot = replace(draft.snapshot, observations=pd.concat([data, office_rows(data.columns, 2025)]))
    assert "vi phạm" not in text_of(draft, situation.leadership)
