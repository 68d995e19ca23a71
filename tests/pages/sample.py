"""A report made by hand, with every kind of block; numbers and names are invented samples."""

from __future__ import annotations

from gec_lib import blocks as b
from gec_lib.blocks import Span
from gec_lib.claims import Book, Source

BOOK = Book()
SYNTHETIC = "SỐ LIỆU MÔ PHỎNG · dữ liệu tạo ra để thử công cụ, không dùng để báo cáo"
LEVELS = ("Toàn địa bàn", "Mầm non", "Tiểu học", "THCS")


def t(text: str) -> b.Text:
    return (Span(text),)


def s(text: str) -> b.Text:
    """Structure: years, numbers of sections, tables and figures."""
    return (Span(text, structure="place"),)


def n(text: str, id: str, value: float | int, **more: str) -> Span:
    """A claimed number, filed under ``id``."""
    sources = [Source("f" * 64, "th-mau-05.xlsx", "GV", cell) for cell in ("E47", "F47", "E48")]
    BOOK.file(
        id,
        value,
        unit="person",
        label="Tỷ lệ nữ trong số tiến sĩ (trình độ cao nhất)",
        indicator=id.split(".")[0],
        formula=more.get("formula", ""),
        numerator=more.get("numerator", ""),
        denominator=more.get("denominator", ""),
        sources=sources,
    )
    return Span(text, claim=id)


def sentence(*parts: str | Span) -> b.Sentence:
    return b.Sentence("S1", tuple(Span(p) if isinstance(p, str) else p for p in parts))


def share(target: str, level: int, text: str, value: float) -> b.Text:
    return (n(text, f"{target}.2025.{level}.value", value, formula="4 / 14"),)


MASTHEAD = b.Masthead(
    agency=t("UBND QUẬN MẪU · PHÒNG GIÁO DỤC VÀ ĐÀO TẠO"),
    title=s("Đánh giá cuối kỳ 2021–2025: bình đẳng giới trong giáo dục"),
    subtitle=s("Thực hiện Kế hoạch số 379/KH-PGD&ĐT ngày 16/8/2021 · Toàn địa bàn (10 phường trước 1/7/2025)"),
    facts=(
        b.Fact(t("Số liệu đến"), s("20/12/2025")),
        b.Fact(t("Trường đã nộp"), (n("70", "C-01.2025.all", 70), Span(" trên "), n("72", "C-02.2025.all", 72))),
        b.Fact(t("Hồ sơ"), t("nội bộ")),
        b.Fact(t("Bản chụp số liệu"), s("9f3ac41e07b2")),
    ),
    profile="internal",
    synthetic=SYNTHETIC,
)

LEAD = b.Sentences(
    (
        sentence(
            "Trong ",
            n("4", "V-01", 4),
            " chỉ số của toàn địa bàn, ",
            n("1", "V-02", 1),
            " chỉ số đạt từ đầu kỳ và được duy trì, ",
            n("3", "V-03", 3),
            " chỉ số không đạt.",
        ),
        sentence("Hai chỉ số chỉ còn thiếu ", n("1", "V-04", 1), " trường và ", n("1", "V-05", 1), " người."),
    ),
    style="lead",
)

MET, KEPT, NOT_MET = ("met", "Đạt"), ("maintained", "Đạt từ đầu kỳ – duy trì"), ("not_met", "Không đạt")


def cell(kind: tuple[str, str], value: b.Text, note: b.Text, *, firm: str) -> b.VerdictCell:
    word = "chưa chắc" if firm == "open" else ""
    return b.VerdictCell(*kind, value=value, firm=firm, firm_word=word, note=note)


def state(verdict: str, note: str) -> b.VerdictCell:
    return b.VerdictCell(verdict, "không áp dụng", note=t(note))


MATRIX = b.VerdictMatrix(
    caption=s("Kết luận theo chỉ tiêu và cấp học, năm 2025"),
    subtitle=t("Giá trị, kết luận, số trường hoặc số người còn thiếu, độ chắc của kết luận"),
    head=t("Chỉ tiêu của Kế hoạch"),
    columns=tuple(t(level) for level in LEVELS),
    rows=(
        b.VerdictRow(
            s("1. Đưa nội dung giới vào chương trình"),
            (Span("Trường có nội dung / trường đã nộp. Chỉ tiêu: "), Span("100%", cite="plan.1")),
            (
                cell(
                    NOT_MET,
                    share("T1-01", 0, "98,6%", 0.986),
                    (Span("còn "), n("1", "T1-05.a", 1), Span(" trường THCS")),
                    firm="firm",
                ),
                cell(MET, share("T1-01", 1, "100%", 1), (n("1", "T1-05.b", 1), Span(" trường chưa nộp")), firm="open"),
                cell(
                    MET,
                    share("T1-01", 2, "100%", 1),
                    (n("18", "T1-05.c", 18), Span(" trên "), n("18", "T1-05.d", 18), Span(" trường")),
                    firm="firm",
                ),
                cell(
                    NOT_MET,
                    share("T1-01", 3, "93,3%", 0.933),
                    (Span("còn "), n("1", "T1-05.e", 1), Span(" trường")),
                    firm="firm",
                ),
            ),
        ),
        b.VerdictRow(
            s("2. Tốt nghiệp THCS, 15–18 tuổi"),
            (Span("Người 15–18 tuổi cư trú trên địa bàn. Chỉ tiêu: 100%", cite="plan.2"),),
            (
                cell(
                    NOT_MET,
                    share("T2-01", 0, "98,7%", 0.987),
                    (
                        Span("còn "),
                        n("143", "T2-02", 143),
                        Span(" em: "),
                        n("58", "T2-03", 58),
                        Span(" nữ, "),
                        n("85", "T2-04", 85),
                        Span(" nam"),
                    ),
                    firm="firm",
                ),
                *(state("not_applicable", "theo nơi cư trú, không tính theo cấp"),) * 3,
            ),
        ),
        b.VerdictRow(
            s("3a. Nữ trong số thạc\u00a0sĩ"),
            (Span("Chỉ tiêu: từ 50% trở lên", cite="plan.3"),),
            (
                cell(
                    KEPT,
                    share("T3-01", 0, "75,2%", 0.752),
                    (Span("thừa "), n("138", "T3-05", 138), Span(" người so với mức "), Span("50%", cite="plan.3")),
                    firm="firm",
                ),
                cell(
                    KEPT,
                    share("T3-01", 1, "98,3%", 0.983),
                    (n("58", "T3-05.b", 58), Span(" trên "), n("59", "T3-05.c", 59), Span(" thạc sĩ")),
                    firm="firm",
                ),
                cell(
                    KEPT,
                    share("T3-01", 2, "78,5%", 0.785),
                    (n("168", "T3-05.d", 168), Span(" trên "), n("214", "T3-05.e", 214), Span(" thạc sĩ")),
                    firm="firm",
                ),
                cell(
                    KEPT,
                    share("T3-01", 3, "67,6%", 0.676),
                    (n("186", "T3-05.f", 186), Span(" trên "), n("275", "T3-05.g", 275), Span(" thạc sĩ")),
                    firm="firm",
                ),
            ),
        ),
        b.VerdictRow(
            s("3b. Nữ trong số tiến\u00a0sĩ"),
            (Span("Chỉ tiêu: từ 30% trở lên", cite="plan.4"),),
            (
                cell(
                    NOT_MET,
                    share("T3-02", 0, "28,6%", 0.286),
                    (Span("thiếu "), n("1", "T3-07.a", 1), Span(" nữ tiến sĩ")),
                    firm="open",
                ),
                state("undefined", "không có tiến sĩ"),
                cell(
                    NOT_MET,
                    share("T3-02", 2, "25,0%", 0.25),
                    (Span("thiếu "), n("1", "T3-07.b", 1), Span(" nữ tiến sĩ")),
                    firm="firm",
                ),
                cell(
                    MET,
                    share("T3-02", 3, "30,0%", 0.3),
                    (Span("bớt "), n("1", "T3-07.c", 1), Span(" nữ thì không đạt")),
                    firm="open",
                ),
            ),
            href="chi-tieu-3",
        ),
    ),
    keys=(
        ("firm", "kết luận chắc chắn: không đổi dù trường chưa nộp báo cáo thế nào"),
        ("open", "chưa chắc: có thể đổi, xem lý do trong mục của chỉ tiêu"),
    ),
)

POINTS = b.Sentences(
    (
        sentence(
            "Nữ chiếm ",
            n("75,2%", "T3-01.2025.0.value", 0.752),
            " số thạc sĩ, nhưng chỉ ",
            n("12,4%", "T3-R1.F", 0.124),
            " nữ có bằng thạc sĩ so với ",
            n("23,1%", "T3-R1.M", 0.231),
            " nam (",
            Span("Hình 6", structure="hinh-6"),
            ").",
        ),
        sentence(
            "Chỉ tiêu ",
            Span("2", structure="target"),
            " tính theo nơi cư trú, các chỉ tiêu còn lại tính theo trường; không cộng chung được.",
        ),
    ),
    style="list",
)


def drawing(width: int, height: int) -> str:
    """A small line chart in the manner of matplotlib: size in points, text kept as text."""
    step = (width - 80) / 4
    points = [
        (50 + i * step, height - 40 - v * (height - 90) / 35) for i, v in enumerate((12.5, 11.1, 20.0, 25.0, 28.6))
    ]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    marks = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="#4F2277"/>' for x, y in points)
    names = "".join(
        f'<g id="axis:year"><text x="{x:.1f}" y="{height - 20}" text-anchor="middle">{2021 + i}</text></g>'
        for i, (x, _) in enumerate(points)
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}pt" height="{height}pt" viewBox="0 0 {width} {height}" '
        'font-family="\'DejaVu Sans\', Verdana, sans-serif" font-size="9.5" fill="#1B242C">'
        f'<path d="M40 {height - 40}H{width - 10}" stroke="#8A949B"/>'
        f'<polyline points="{line}" fill="none" stroke="#4F2277" stroke-width="2"/>'
        f'{marks}{names}<g id="claim:T3-02.value.2025">'
        f'<text x="{points[4][0]:.1f}" y="{points[4][1] - 10:.1f}" text-anchor="middle" '
        'font-weight="700">28,6%</text></g>'
        f'<text x="{width - 10}" y="{height - 4}" text-anchor="end" font-size="7" fill="#7A1F1F" '
        'font-weight="700">SỐ LIỆU MÔ PHỎNG</text></svg>'
    )


YEARS = ("2021", "2022", "2023", "2024", "2025")


def row(name: str, id: str, texts: tuple[str, ...], *, role: str) -> b.Row:
    cells = tuple(
        b.Cell((n(x, f"{id}.{y}", float(x.replace(",", ".").replace("−", "-"))),))
        for x, y in zip(texts, YEARS, strict=True)
    )
    return b.Row((b.Cell(t(name)), *cells), role=role)


SERIES = b.Table(
    id="bang-6",
    caption=s("Bảng 6. Tiến sĩ và nữ tiến sĩ, 2021–2025"),
    subtitle=t("Đơn vị: người; tỷ lệ tính bằng %, chênh lệch tính bằng điểm phần trăm"),
    columns=(b.Column((), align="left"), *(b.Column(s(y)) for y in YEARS)),
    rows=(
        row("Tổng số tiến sĩ", "T3-02.den", ("8", "9", "10", "12", "14"), role="row"),
        row("Trong đó: nữ", "T3-02.num", ("1", "1", "2", "3", "4"), role="row"),
        row("Tỷ lệ nữ", "T3-02.value", ("12,5", "11,1", "20,0", "25,0", "28,6"), role="total"),
        row("Chênh so với đường cần đi", "T3-02.gap", ("0,0", "−5,8", "−1,3", "−0,6", "−1,4"), role="row"),
    ),
    notes=(s("Nguồn: báo cáo đầu năm học của các trường, số liệu đến 30/9. Trình độ cao nhất."),),
)


def figure(number: int, title: str, table: b.Table) -> b.Figure:
    return b.Figure(
        id=f"hinh-{number}",
        title=s(f"Hình {number}. {title}"),
        subtitle=s("Tỷ lệ nữ trong số tiến sĩ (%), toàn địa bàn, 2021–2025"),
        wide=drawing(518, 200),
        narrow=drawing(252, 200),
        alt=(
            Span("Đường nối năm điểm từ ", structure="alt"),
            n("12,5%", "T3-02.value.2021", 12.5),
            Span(" lên "),
            n("28,6%", "T3-02.value.2025", 28.6),
            Span(", dưới chỉ tiêu."),
        ),
        table=table,
        notes=(s("Nguồn: biểu ĐN-TH, ĐN-THCS các năm. Khoảng tin cậy Wilson 95%: số ít nên khoảng rất rộng."),),
    )


BEHIND = b.Table(
    id="so-lieu-hinh-6",
    caption=s("Số liệu vẽ trong Hình 6"),
    subtitle=t("%"),
    columns=(b.Column(t("Năm"), align="left"), b.Column(t("Tỷ lệ"))),
    rows=(b.Row((b.Cell(s("2025")), b.Cell((n("28,6", "T3-02.value.2025", 28.6),)))),),
)

PEOPLE = b.People(
    title=t("Còn thiếu bao nhiêu người"),
    women=4,
    men=10,
    needed=1,
    text=(
        (
            n("4", "T3-02.num.2025", 4),
            Span(" nữ, "),
            n("10", "T3-02.men.2025", 10),
            Span(" nam. Thêm "),
            n("1", "T3-07.a", 1),
            Span(" nữ tiến sĩ thì đạt: "),
            n("5", "T3-08.num", 5),
            Span(" trên "),
            n("15", "T3-08.den", 15),
            Span(", tức "),
            n("33,3%", "T3-08.value", 0.333),
            Span("."),
        ),
    ),
)

FIRMNESS = b.Firmness(
    title=t("Kết luận chắc đến đâu"),
    firm="open",
    firm_word="chưa chắc",
    low=0.267,
    high=0.333,
    value=0.286,
    target=0.30,
    labels={
        "low": (n("26,7%", "T3-02.low", 0.267),),
        "high": (n("33,3%", "T3-02.high", 0.333),),
        "value": (n("28,6%", "T3-02.2025.0.value", 0.286),),
        "target": (Span("chỉ tiêu 30%", cite="plan.4"),),
    },
    text=(
        (
            Span("Hai", structure="count"),
            Span(" trường chưa nộp; năm trước "),
            Span("THCS mẫu 11", structure="name", strong=True),
            Span(" có "),
            n("1", "T3-09", 1),
            Span(" tiến sĩ. Nếu là nam: "),
            n("26,7%", "T3-02.low", 0.267),
            Span(", không đạt. Nếu là nữ: "),
            n("33,3%", "T3-02.high", 0.333),
            Span(", "),
            Span("đạt", strong=True),
            Span(". Trường này quyết định kết luận."),
        ),
    ),
)

PROSE = b.Sentences(
    (
        sentence(
            Span("Từ năm 2021 đến năm 2025", structure="years"),
            ", số tiến sĩ của các trường tăng từ ",
            n("8", "T3-02.den.2021", 8),
            " lên ",
            n("14", "T3-02.den.2025", 14),
            " người, số nữ tăng từ ",
            n("1", "T3-02.num.2021", 1),
            " lên ",
            n("4", "T3-02.num.2025", 4),
            " người.",
        ),
        sentence("Tỷ lệ nữ tăng ", n("16,1", "T3-02.change", 16.1), " điểm phần trăm."),
        sentence(
            Span("Cuối năm 2025", structure="years"),
            ", nữ chiếm ",
            n(
                "28,6%",
                "T3-02.all",
                0.286,
                formula="4 / 14",
                numerator="4 nữ tiến sĩ: Tiểu học 1, THCS 3",
                denominator="14 tiến sĩ, 12 trường (70 trên 72 đã nộp)",
            ),
            " số tiến sĩ, thấp hơn chỉ tiêu ",
            n("1,4", "T3-02.short", 1.4),
            " điểm phần trăm.",
        ),
    )
)

TASK_NAMES = (
    "Lãnh đạo, chỉ đạo; rà soát văn bản",
    "Chương trình BĐG, phòng bạo lực giới",
    "Tập huấn lồng ghép giới",
    "Cuộc thi, diễn đàn, câu lạc bộ",
    "Phối hợp cha mẹ học sinh",
    "CNTT và Tháng hành động",
    "Phổ cập THCS chính quy",
    "Thống kê mù chữ tách giới",
    "Rà soát bỏ học, trẻ em gái",
    "Hỗ trợ phụ nữ bồi dưỡng",
    "Chỉ dẫn lớp thạc sĩ, tiến sĩ",
    "Tuyên truyền đa dạng",
    "Kế hoạch công tác năm",
    "Tập huấn cán bộ BĐG",
    "Thanh tra, kiểm tra",
    "Phối hợp liên ngành",
    "Sơ kết, tổng kết, khen thưởng",
    "Nguồn lực tài chính",
)
STATES = (
    "pfffp",
    "pppff",
    "npppf",
    "fffff",
    "nnppf",
    "pffff",
    "fffff",
    "ppfff",
    "pppff",
    "npppp",
    "nnnpp",
    "fffff",
    "pffff",
    "nppff",
    "ppppf",
    "nnppp",
    "mzfzf",
    "nnnpp",
)
MARKS = {
    "f": b.TaskMark("full", "làm đủ"),
    "p": b.TaskMark("part", "làm một phần"),
    "n": b.TaskMark("none", "chưa làm"),
    "m": b.TaskMark("missing", "chưa có số liệu"),
    "z": b.TaskMark("not_applicable", "không áp dụng năm đó"),
}

TASKS = b.TaskMatrix(
    id="bang-9",
    caption=s("Bảng 9. Thực hiện 18 nhiệm vụ, 2021–2025"),
    subtitle=(Span("Mức làm đủ: từ 95% số trường có minh chứng; một phần: từ 50%", cite="method"),),
    columns=(t("Nhiệm vụ (theo số của Kế hoạch)"), *(s(y) for y in YEARS)),
    rows=tuple(
        b.TaskRow(s(str(i)), t(name), tuple(MARKS[mark] for mark in marks))
        for i, (name, marks) in enumerate(zip(TASK_NAMES, STATES, strict=True), start=1)
    ),
    keys=tuple((mark.state, mark.word) for mark in MARKS.values()),
)


def staff(name: str, id: str, texts: tuple[str, ...], *, role: str) -> b.Row:
    cells = tuple(
        b.Cell((Span(x),), mark=x)
        if x == "–"
        else b.Cell((n(x, f"{id}.{i}", float(x.replace(".", "").replace(",", "."))),))
        for i, x in enumerate(texts)
    )
    return b.Row((b.Cell(t(name)), *cells), role=role)


STAFF = b.Table(
    id="bieu-iii-2",
    caption=s("Biểu III.2. Cán bộ quản lý và giáo viên theo trình độ, tách giới"),
    subtitle=s("Đơn vị: người; %. Thời điểm 30/9"),
    columns=(
        b.Column(t("Cấp học"), align="left"),
        b.Column(t("Tổng số"), group=t("Đội ngũ")),
        b.Column(t("Nữ"), group=t("Đội ngũ")),
        *(b.Column(t(x), group=t("Thạc sĩ")) for x in ("Tổng số", "Nữ", "% nữ")),
        *(b.Column(t(x), group=t("Tiến sĩ")) for x in ("Tổng số", "Nữ", "% nữ")),
    ),
    rows=(
        b.Row(
            (
                b.Cell(
                    (
                        Span("Năm 2025 (", structure="year"),
                        n("70", "C-01.2025.all", 70),
                        Span(" trên "),
                        n("72", "C-02.2025.all", 72),
                        Span(" trường)"),
                    )
                ),
            ),
            role="group",
        ),
        staff("Toàn địa bàn", "S.all", ("3.900", "3.310", "548", "412", "75,2", "14", "4", "28,6"), role="total"),
        staff("Mầm non", "S.1", ("1.448", "1.426", "59", "58", "98,3", "0", "0", "–"), role="row"),
        staff("Tiểu học", "S.2", ("1.246", "1.064", "214", "168", "78,5", "4", "1", "25,0"), role="row"),
        b.Row((b.Cell(s("Năm 2024 (tất cả các trường)")),), role="group"),
        staff("Toàn địa bàn", "S24.all", ("3.842", "3.261", "521", "388", "74,5", "12", "3", "25,0"), role="total"),
        staff("THCS", "S24.3", ("1.192", "813", "258", "172", "66,7", "8", "2", "25,0"), role="row"),
    ),
    notes=(
        (
            Span("Ký hiệu: – không có hiện tượng; … chưa có số liệu; c đã ẩn; z không áp dụng; "),
            Span("0", structure="mark"),
            Span(" là số không thật."),
        ),
    ),
)

SAID = b.Commentary(
    author="Tổ THCS",
    role="",
    date="22/12/2025",
    html="<p>Phần lớn nữ tiến sĩ công tác ở cấp THCS. Đề nghị ưu tiên giới thiệu khóa học trực tuyến "
    "(<span data-place>nhiệm vụ 11</span>) cho giáo viên tiểu học đã có bằng thạc sĩ.</p>",
)

BLOCKS = (
    MASTHEAD,
    b.Heading(2, "ket-luan", t("Kết luận")),
    LEAD,
    MATRIX,
    b.Heading(3, "doc-cung", t("Điều cần đọc cùng bảng trên")),
    POINTS,
    b.Heading(2, "chi-tieu-3", s("III.3. Chỉ tiêu 3: nữ thạc\u00a0sĩ, nữ tiến\u00a0sĩ")),
    b.Quote(
        (Span("“Tỷ lệ nữ tiến sĩ trong tổng số người có trình độ tiến sĩ đạt 30% vào năm 2025.”", cite="plan"),),
        (Span("Kế hoạch 379, mục I.2.3", cite="plan"),),
    ),
    b.Heading(3, "nu-thac-si", s("3.1. Nữ thạc\u00a0sĩ")),
    b.Banner(
        "maintained",
        KEPT[1],
        (Span("75,2%", claim="T3-01.2025.0.value", strong=True), Span(" so với chỉ tiêu "), Span("50%", cite="plan.3")),
        "firm",
        "kết luận chắc chắn",
    ),
    figure(6, "Nữ tiến sĩ tăng từ 2022", BEHIND),
    b.Heading(3, "nu-tien-si", s("3.2. Nữ tiến\u00a0sĩ")),
    b.Banner(
        "not_met",
        NOT_MET[1],
        (Span("28,6%", claim="T3-02.2025.0.value", strong=True), Span(" so với chỉ tiêu "), Span("30%", cite="plan.4")),
        "open",
        "kết luận chưa chắc",
    ),
    PROSE,
    b.Group((PEOPLE, FIRMNESS), role="pair"),
    figure(7, "Nữ tiến sĩ tăng đều từ 2022 nhưng dừng ngay dưới chỉ tiêu", SERIES),
    SERIES,
    SAID,
    b.Heading(2, "nhiem-vu", s("IV. Kết quả thực hiện 18 nhiệm vụ")),
    b.Sentences(
        (
            sentence(
                Span("Năm 2025", structure="year"),
                ", ",
                n("13", "K-01", 13),
                " nhiệm vụ được làm đủ, ",
                n("5", "K-02", 5),
                " nhiệm vụ làm một phần, không nhiệm vụ nào chưa làm.",
            ),
        )
    ),
    TASKS,
    b.Group(
        (
            b.Heading(2, "phu-luc-3", s("Phụ lục III. Đội ngũ")),
            STAFF,
            b.Heading(2, "phu-luc-7", s("Phụ lục VII. Nguồn từng con số")),
            b.SourceList(
                (
                    b.SourceEntry(
                        "T3-02.all",
                        "28,6%",
                        "T3-02 · Nữ trong số tiến sĩ",
                        "4 / 14",
                        "th-mau-05.xlsx › GV › E47, F47",
                        "và 11 ô",
                    ),
                )
            ),
        ),
        role="annex",
    ),
)
