"""Flows through the school years: dropout, leaving, repetition, transition, and their parity.

Return Y of the end of the year speaks of school year Y−1/Y: it stands over the pupils of 30 September of Y−1
(lag 1).
"""

from __future__ import annotations

from gec_lib.codelists import FEMALE, MALE, SCHOOL, WARD
from gec_lib.indicators.completion import COMPLETERS, GRADUATION
from gec_lib.indicators.derived import adjusted_parity
from gec_lib.indicators.records import (
    BlankRule,
    Contrast,
    Crossed,
    Direction,
    Indicator,
    Input,
    Pool,
    Term,
    less,
    term,
)
from gec_lib.indicators.shapes import END_FORM, GSO, UIS, Words, derived, pooled, record

ENROLLED = term("pupils", lag=1)
DROPOUTS, SUMMER, LEAVERS = term("dropouts"), term("summer_dropouts"), term("leavers")
ENROLLED_WORDS = ("học sinh tại ngày 30/9 năm trước", "pupils on 30 September of the year before")
PLANNED_ROWS = "rows of the end-of-year forms; groups are asked by the plan"
FEWEST = 10


def _leaving(
    code: str, name: Words, num: tuple[Term, ...], den: Term, numerator: Words, *, splits: tuple[str, ...] = ()
) -> Indicator:
    return pooled(
        code,
        name,
        num,
        (den,),
        numerator=numerator,
        denominator=ENROLLED_WORDS,
        direction=Direction.DOWN,
        clause="III.9",
        reference=GSO,
        by_sex=True,
        sensitive=True,
        splits=splits,
        assumed=END_FORM,
    )


N09_1A = _leaving(
    "N09-1a",
    ("tỷ lệ bỏ học trong năm học", "dropout rate within the school year"),
    (term("dropouts", "*"),),
    term("pupils", "*", lag=1),
    ("học sinh bỏ học trong năm học", "pupils who dropped out within the school year"),
    splits=("grade", "group"),
)
N09_1B = _leaving(
    "N09-1b",
    ("tỷ lệ bỏ học kể cả trong hè", "dropout rate, the summer included"),
    (DROPOUTS, SUMMER),
    ENROLLED,
    ("học sinh bỏ học trong năm học và trong hè", "pupils who dropped out within the year or in the summer"),
)
N09_1C = _leaving(
    "N09-1c",
    ("tỷ lệ thôi học vì mọi lý do", "share of pupils who left for any reason"),
    (LEAVERS,),
    ENROLLED,
    ("học sinh thôi học vì mọi lý do", "pupils who left for any reason"),
)
N09_2A = pooled(
    "N09-2a",
    ("cơ cấu thôi học theo lý do", "leavers by reason"),
    (term("leavers", "*"),),
    (LEAVERS,),
    numerator=("học sinh thôi học theo lý do", "leavers for the reason"),
    denominator=("học sinh thôi học", "leavers"),
    direction=Direction.NEUTRAL,
    clause="III.9",
    reference="CSDL ngành, reasons 01–10",
    by_sex=True,
    sensitive=True,
    splits=("reason",),
    assumed=END_FORM,
    note_vi="Chỉ công bố ở cấp địa bàn.",
    note_en="Published for the whole area only.",
)
N09_4A = record(
    "N09-4a",
    ("tỷ lệ chuyển cấp từ tiểu học lên THCS, theo tuyển mới", "transition to lower secondary, by new entrants"),
    formula=Crossed((term("new_entrants", "straight"),), (term("completers", level="@sends"),)),
    numerator=(
        "tuyển mới lớp 6 vừa hoàn thành tiểu học năm học trước",
        "new entrants to grade 6 who completed primary the year before",
    ),
    denominator=("học sinh hoàn thành tiểu học", "pupils who completed primary"),
    unit="%",
    direction=Direction.UP,
    clause="III.9",
    reference=f"{UIS}, effective transition rate; {GSO}",
    unit_type=SCHOOL,
    blank=BlankRule.UNIT_OUT,
    by_sex=True,
    assumed=END_FORM,
    note_vi="Chỉ tính cho toàn địa bàn; vẫn gồm học sinh từ ngoài địa bàn, nên đọc cùng N09-4b.",
    note_en="The whole area only; pupils from elsewhere are among the entrants: read it beside N09-4b.",
)


def _onward(code: str, name: Words, destinations: str, numerator: Words) -> Indicator:
    everybody = term("leavers_destination")
    return pooled(
        code,
        name,
        (term("leavers_destination", destinations),),
        (everybody, less(term("leavers_destination", "abroad"))),
        numerator=numerator,
        denominator=("học sinh hoàn thành cấp học, trừ em ra nước ngoài", "completers, less those who went abroad"),
        clause="III.9",
        reference=f"{UIS}, effective transition rate, by destination",
        by_sex=True,
        assumed="destinations are traced by the school",
        note_vi="Em chưa xác minh được ở lại mẫu số.",
        note_en="Those who were not traced stay in the denominator.",
    )


N09_4B = _onward(
    "N09-4b",
    ("tỷ lệ chuyển cấp từ tiểu học lên THCS, theo nơi đến", "transition to lower secondary, by destination"),
    "in_area|out_area",
    ("học sinh hoàn thành tiểu học đang học lớp 6", "completers of primary now in grade 6"),
)
N09_4C = _onward(
    "N09-4c",
    ("tỷ lệ chuyển cấp từ THCS lên THPT, GDTX hoặc GDNN", "transition from lower secondary onwards"),
    "thpt_public|thpt_private|gdtx|gdnn",
    ("học sinh hoàn thành THCS đang học THPT, GDTX hoặc GDNN", "completers now in upper secondary or vocational"),
)
N09_6A = pooled(
    "N09-6a",
    ("tỷ lệ lưu ban", "repetition rate"),
    (term("repeaters"),),
    (ENROLLED,),
    numerator=("học sinh lưu ban đang học lại tại ngày 30/9", "repeaters on 30 September"),
    denominator=ENROLLED_WORDS,
    direction=Direction.DOWN,
    clause="III.9",
    reference=f"{GSO}; {UIS}, repetition rate",
    by_sex=True,
)


def _parity(code: str, of: str, vi: str, en: str, **more: object) -> Indicator:
    return derived(
        code,
        (f"chỉ số cân bằng giới điều chỉnh của {vi}", f"adjusted gender parity index of {en}"),
        adjusted_parity,
        Input(of, FEMALE),
        Input(of, MALE),
        numerator=("tỷ lệ ở nữ", "rate of girls"),
        denominator=("tỷ lệ ở nam", "rate of boys"),
        unit="lần",
        clause="I.1; III.9",
        reference="UNESCO UIS, adjusted gender parity index",
        blank=BlankRule.REFUSE,
        **more,
    )


N09_7A = _parity("N09-7a", "N07-2a", "tỷ lệ học THCS đúng tuổi", "net enrolment", unit_type=WARD)
N09_7B = _parity(
    "N09-7b",
    "N09-1b",
    "tỷ lệ bỏ học kể cả trong hè",
    "dropout",
    least=FEWEST,
    note_vi="Dưới 10 trường hợp mỗi giới thì không tính; với bỏ học, chỉ số đọc ngược lại.",
    note_en="Not formed below ten cases of either sex; for dropout it reads the other way round.",
)
N09_7C = _parity("N09-7c", "N09-4c", "tỷ lệ chuyển cấp sau THCS", "transition after lower secondary")
N09_7D = _parity("N09-7d", "N07-1a", "tỷ lệ hoàn thành THCS", "completion of lower secondary", versions=GRADUATION)
N09_8A = pooled(
    "N09-8a",
    ("tỷ lệ chuyển trường trong số học sinh rời trường", "share of transfers among those who left the school"),
    (term("transfers_out"),),
    (term("transfers_out"), LEAVERS),
    numerator=("học sinh chuyển đi", "pupils who transferred out"),
    denominator=("học sinh chuyển đi và thôi học", "pupils who transferred out or left"),
    direction=Direction.NEUTRAL,
    clause="III.9",
    reference="CSDL ngành, status 04, 05, 08, 09",
    by_sex=True,
    sensitive=True,
    assumed=END_FORM,
)


def _contrast(code: str, name: Words, formula: Contrast, **more: object) -> Indicator:
    return record(
        code,
        name,
        formula=formula,
        numerator=("tỷ lệ của nhóm trừ tỷ lệ của phần còn lại", "rate of the group less rate of everybody else"),
        denominator=("", ""),
        unit="điểm phần trăm",
        direction=Direction.PARITY,
        clause="III.9",
        reference="SDG 4.5.1, parity of groups",
        unit_type=SCHOOL,
        blank=BlankRule.UNIT_OUT,
        by_sex=True,
        sensitive=True,
        splits=("group",),
        assumed=PLANNED_ROWS,
        note_vi="Các nhóm chồng lấn nhau, không cộng; dưới 10 học sinh thì không tính.",
        note_en="Groups overlap and are never added; not formed below ten pupils.",
        **more,
    )


N09_9A = _contrast(
    "N09-9a",
    ("chênh lệch tỷ lệ bỏ học của nhóm yếu thế", "gap in dropout of a disadvantaged group"),
    Contrast(Pool((DROPOUTS,), (ENROLLED,)), ("*",), FEWEST),
)
N09_9B = _contrast(
    "N09-9b",
    ("chênh lệch hoàn thành cấp học của học sinh dân tộc thiểu số", "gap in completion of minority pupils"),
    Contrast(Pool((COMPLETERS,), (term("pupils_end", "@last_grade"),)), ("ethnic_minority",), FEWEST),
)
C_01A = pooled(
    "C-01a",
    ("tỷ lệ nữ trong học sinh vào giáo dục nghề nghiệp sau THCS", "share of girls entering vocational training"),
    (term("leavers_destination", "@vocational", sex=FEMALE),),
    (term("leavers_destination", "@vocational"),),
    numerator=("nữ vào giáo dục nghề nghiệp", "girls entering vocational training"),
    denominator=("học sinh vào giáo dục nghề nghiệp", "pupils entering vocational training"),
    direction=Direction.NEUTRAL,
    clause="III.9",
    reference="Nghị quyết 28/NQ-CP, target 3",
    assumed="target of the national strategy; destinations are traced by the school",
    note_vi="Em vừa học nghề vừa học GDTX được đếm ở GDTX.",
    note_en="Those in both vocational and continuing education count in the latter.",
)

FLOWS = (
    N09_1A, N09_1B, N09_1C, N09_2A, N09_4A, N09_4B, N09_4C, N09_6A,
    N09_7A, N09_7B, N09_7C, N09_7D, N09_8A, N09_9A, N09_9B, C_01A,
)  # fmt: skip
