"""An index made by hand; numbers are invented samples."""

from __future__ import annotations

from gec_lib.blocks import Masthead, Span, Text
from gec_lib.publish.index import (
    Coverage,
    CoverageBar,
    Entry,
    Progress,
    ProgressCell,
    ProgressGroup,
    ProgressRow,
    render_index,
)

LEVELS = ("Toàn địa bàn", "Mầm non", "Tiểu học", "THCS")
WORDS = {
    "met": "Đạt",
    "maintained": "Đạt từ đầu kỳ – duy trì",
    "on_track": "Đúng tiến độ",
    "needs_acceleration": "Cần tăng tốc",
    "behind": "Chậm",
    "moving_away": "Thụt lùi",
    "not_met": "Không đạt",
    "no_data": "Chưa đủ số liệu",
    "not_comparable": "Không so sánh được",
    "suppressed": "Đã ẩn",
}


def s(text: str) -> Text:
    return (Span(text, structure="sample"),)


def cells(line: str) -> tuple[ProgressCell, ...]:
    found = []
    for part in line.split("|"):
        verdict, _, value = part.strip().partition(" ")
        found.append(ProgressCell(verdict, WORDS.get(verdict, "không có"), s(value) if value else ()))
    return tuple(found)


def group(title: str, *lines: str) -> ProgressGroup:
    rows = tuple(
        ProgressRow(s(level), cells(line), "row" if i else "total")
        for i, (level, line) in enumerate(zip(LEVELS, lines, strict=False))
    )
    return ProgressGroup(s(title), rows)


PROGRESS = Progress(
    caption=s("Tiến độ: chỉ tiêu × cấp học × năm"),
    subtitle=s("Kết luận tính tại mỗi năm; cột 2025 là kết luận cuối kỳ; cột 2030 là định hướng"),
    head=s("Chỉ tiêu, cấp học"),
    columns=tuple(s(y) for y in ("2021", "2022", "2023", "2024", "2025", "2030")),
    now=4,
    groups=(
        group(
            "1. Nội dung giới trong chương trình (100%)",
            "no_data 61,1%|needs_acceleration 77,8%|on_track 88,6%|on_track 95,8%|not_met 98,6%|no_data mốc gốc 2025",
            "no_data 71,1%|on_track 86,8%|on_track 94,7%|met 100%|met 100%|undefined",
            "no_data 55,6%|needs_acceleration 77,8%|on_track 88,9%|met 100%|met 100%|undefined",
            "no_data 43,8%|behind 56,3%|needs_acceleration 73,3%|needs_acceleration 81,3%|not_met 93,3%|undefined",
        ),
        group(
            "2. Tốt nghiệp THCS, 15–18 tuổi (100%)",
            "no_data 96,1%|behind 96,9%|behind 97,4%|behind 98,2%|not_met 98,7%|not_comparable khác định nghĩa",
        ),
        group(
            "3b. Nữ trong số tiến sĩ (từ 30%)",
            "suppressed đã ẩn|suppressed đã ẩn|suppressed đã ẩn|suppressed đã ẩn|not_met c|no_data mốc gốc 2025",
            "undefined|undefined|undefined|undefined|undefined|undefined",
        ),
    ),
    keys=tuple(WORDS.items()),
)

COVERAGE = Coverage(
    title=s("Nộp báo cáo đến hạn 20/12/2025"),
    bars=(
        CoverageBar(
            s("Mầm non"), 35, 2, 1, (Span("35", strong=True), Span(" đúng hạn, 2 muộn, 1 thiếu / 38", structure="x"))
        ),
        CoverageBar(
            s("Tiểu học"), 17, 1, 0, (Span("17", strong=True), Span(" đúng hạn, 1 muộn, 0 thiếu / 18", structure="x"))
        ),
        CoverageBar(
            s("THCS"), 12, 3, 1, (Span("12", strong=True), Span(" đúng hạn, 3 muộn, 1 thiếu / 16", structure="x"))
        ),
        CoverageBar(
            s("Tất cả"),
            64,
            6,
            2,
            (Span("64", strong=True), Span(" đúng hạn, 6 muộn, 2 thiếu / 72", structure="x")),
            "total",
        ),
    ),
    notes=(s("Chưa nộp: 1 trường mầm non, 1 trường THCS."),),
)

FILES = ("report.html", "report.docx", "tables.xlsx")
ENTRIES = (
    *(
        Entry("Đánh giá cuối kỳ", level, "2021–2025", "public", "22/12/2025", f"final-2025/{i}/vi", FILES, "✓ khớp")
        for i, level in enumerate(LEVELS)
    ),
    Entry("Báo cáo năm", "Toàn địa bàn", "2025", "public", "22/12/2025", "annual-2025/all/vi", FILES, "✓ khớp"),
    Entry("Báo cáo năm", "Toàn địa bàn", "2024", "public", "23/12/2024", "annual-2024/all/vi", FILES[:1], "✓ khớp"),
    Entry(
        "Chất lượng số liệu",
        "Toàn địa bàn",
        "2025",
        "public",
        "22/12/2025",
        "quality-2025/all/vi",
        FILES,
        "✗ khác 1 tệp",
    ),
)


def render(entries: tuple[Entry, ...] = ENTRIES) -> str:
    return render_index(
        entries,
        masthead=Masthead(
            agency=s("UBND QUẬN MẪU · PHÒNG GIÁO DỤC VÀ ĐÀO TẠO"),
            title=s("Bình đẳng giới trong giáo dục: tiến độ và các báo cáo"),
            subtitle=s("Kế hoạch 379/KH-PGD&ĐT, giai đoạn 2021–2025, định hướng 2030"),
            facts=(),
            profile="public",
            synthetic="SỐ LIỆU MÔ PHỎNG · dữ liệu tạo ra để thử công cụ, không dùng để báo cáo",
        ),
        lead=s(
            "Kết thúc năm 2025: 1 chỉ tiêu đạt từ đầu kỳ và duy trì, 3 chỉ tiêu không đạt. "
            "70 trong 72 trường đã nộp báo cáo."
        ),
        progress=PROGRESS,
        coverage=COVERAGE,
        version="1.0.0",
        lang="vi",
    )
