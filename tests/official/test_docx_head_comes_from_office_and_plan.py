"""What stands around the report comes from the office of the day and from the plan, never from code."""

from __future__ import annotations

import warnings
from datetime import date
from types import SimpleNamespace

import pytest

from gec_lib.blocks import text_of
from gec_lib.claims import unclaimed
from gec_lib.narrative.official import official
from gec_lib.offices import load_offices
from gec_lib.plan import load_plan
from gec_lib.wording import load_wording


@pytest.fixture
def draft(params):
    """As much of a draft as the head of a report needs."""

    def made(*, kind="final", day="2025-01-05", lang="vi", level="all"):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            office = load_offices(params).at(date.fromisoformat(day))
        return SimpleNamespace(
            kind=kind,
            lang=lang,
            level=level,
            year=2025,
            words=load_wording(lang),
            plan=load_plan(params),
            office=office,
            snapshot=SimpleNamespace(as_of=day),
            level_name=lambda level: "Tiểu học",
        )

    return made


def test_the_office_of_the_day_issues_and_leaves_number_and_day_blank(draft):
    head = official(draft())
    assert text_of(head.superior) == "UBND quận Nam Từ Liêm"
    assert text_of(head.issuer) == "Phòng Giáo dục và Đào tạo"
    assert " ".join(text_of(head.number).split()) == "Số: /BC-PGD&ĐT"
    assert " ".join(text_of(head.place_date).split()) == "Nam Từ Liêm, ngày tháng 01 năm 2025"
    assert [text_of(line) for line in head.signatory] == ["KT. TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG"]
    assert text_of(head.recipients[-1]) == "Lưu: VT"


def test_an_undeclared_successor_is_said_in_brackets(draft):
    head = official(draft(day="2025-12-29"))
    assert text_of(head.issuer) == "[cần khai báo đơn vị kế thừa]"
    assert text_of(head.number).endswith("/BC")


@pytest.mark.parametrize(
    ("kind", "subject", "opening"),
    [
        ("annual", "Kết quả thực hiện Chiến lược quốc gia", "Thực hiện Kế hoạch số 379/KH-PGD&ĐT ngày 16 tháng 8"),
        ("midterm", "Sơ kết, đánh giá giữa kỳ việc thực hiện Chiến lược", "Thực hiện việc sơ kết, đánh giá giữa kỳ"),
        ("final", "Tổng kết việc thực hiện Chiến lược quốc gia", "Giai đoạn 2021 - 2025 đã kết thúc;"),
    ],
)
def test_each_kind_of_report_opens_in_its_own_words(draft, kind, subject, opening):
    head = official(draft(kind=kind))
    assert text_of(head.subject).startswith(subject)
    assert text_of(head.opening).startswith(opening)
    assert text_of(head.opening).endswith("như sau:")


def test_the_plan_is_cited_in_full_once(draft):
    """Decree: type, number, date, issuer and subject when a document is named first."""
    for kind in ("annual", "midterm", "final"):
        head = official(draft(kind=kind))
        said = " ".join([*map(text_of, head.basis), text_of(head.opening)])
        assert said.count("379/KH-PGD&ĐT") == 1
        assert "ngày 16 tháng 8 năm 2021 của Phòng Giáo dục và Đào tạo quận Nam Từ Liêm về việc thực hiện" in said
        assert said.index("sau đây gọi tắt là Kế hoạch 379") > said.index("379/KH-PGD&ĐT")


def test_a_report_on_one_level_says_which(draft):
    assert text_of(official(draft(level="primary")).subject).endswith("(cấp Tiểu học)")


def test_a_page_that_is_no_report_on_the_plan_has_no_opening(draft):
    head = official(draft(kind="school"))
    assert head.opening == () and head.subject == ()


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_digit_is_cited_or_structure(draft, lang):
    head = official(draft(lang=lang))
    texts = [head.number, head.place_date, head.subject, head.addressee, head.opening, *head.basis, *head.recipients]
    spans = [{"t": s.t, "claim": s.claim, "cite": s.cite, "structure": s.structure} for text in texts for s in text]
    assert unclaimed(spans) == []
