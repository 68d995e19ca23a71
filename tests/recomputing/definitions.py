"""What is counted, written out by hand: the codes of the forms' rows, and the indicators over them.

Sources: ``indicator_formulas.csv`` and ``forms.csv`` of the brief, as a person reads them. Nothing is taken from the
library or from ``params/``.
"""

from __future__ import annotations

from dataclasses import dataclass

TOTAL, FEMALE, MALE = "T", "F", "M"
WOMEN_HEADING = "Trong đó: Nữ"
DONE_HEADING, EVIDENCE_HEADING = "Đã thực hiện (1/0)", "Số minh chứng"

# Rows of the start-of-year form: staff by post and highest degree, and pupils.
PRESCHOOL_2018 = {
    "pupils": "83",
    "managers": "123",
    "principals": "125+140",
    "principals: master": "129+144",
    "principals: doctor": "130+145",
    "vice-principals": "132+147",
    "vice-principals: master": "136+153",
    "vice-principals: doctor": "137+154",
    "teachers": "167",
    "teachers: master": "172+185",
    "teachers: doctor": "173+186",
    "other staff": "156",
    "other staff: master": "K11",
    "other staff: doctor": "K12",
}
PRESCHOOL_2025 = {
    "pupils": "G83",
    "managers": "G123",
    "principals": "G125",
    "principals: master": "G129",
    "principals: doctor": "G130",
    "vice-principals": "G132",
    "vice-principals: master": "G136",
    "vice-principals: doctor": "G137",
    "teachers": "G167",
    "teachers: master": "G172",
    "teachers: doctor": "G173",
    "other staff": "G156",
    "other staff: master": "K11",
    "other staff: doctor": "K12",
}
PRIMARY_2018 = {
    "pupils": "37",
    "managers": "79",
    "principals": "80",
    "principals: master": "84",
    "principals: doctor": "85",
    "vice-principals": "87",
    "vice-principals: master": "93",
    "vice-principals: doctor": "94",
    "teachers": "96",
    "teachers: master": "100",
    "teachers: doctor": "101",
    "pioneer leaders": "109",
    "other staff": "110",
    "other staff: master": "K11",
    "other staff: doctor": "K12",
}
PRIMARY_2025 = {noun: code if code.startswith("K") else f"G{code}" for noun, code in PRIMARY_2018.items()}
LOWER_SECONDARY = {
    "pupils": "G03",
    "managers": "G18",
    "principals": "G19",
    "principals: master": "G20",
    "principals: doctor": "G21",
    "vice-principals": "G22",
    "vice-principals: master": "G23",
    "vice-principals: doctor": "G24",
    "teachers": "G25",
    "teachers: master": "G29",
    "teachers: doctor": "G30",
    "pioneer leaders": "G32",
    "other staff": "G33",
    "other staff: master": "K11",
    "other staff: doctor": "K12",
}
# Pupils by grade, and rows of the end-of-year form: those who left during the year by grade, those who completed.
GRADES_PRIMARY = (
    "pupils of grade 1",
    "pupils of grade 2",
    "pupils of grade 3",
    "pupils of grade 4",
    "pupils of grade 5",
)
GRADES_LOWER = ("pupils of grade 6", "pupils of grade 7", "pupils of grade 8", "pupils of grade 9")
PRIMARY_2018 |= dict(zip(GRADES_PRIMARY, ("40", "41", "42", "43", "44"), strict=True))
PRIMARY_2025 |= dict(zip(GRADES_PRIMARY, ("G40", "G41", "G42", "G43", "G44"), strict=True))
LOWER_SECONDARY |= dict(zip(GRADES_LOWER, ("G04", "G05", "G06", "G07"), strict=True))
END_PRIMARY = {f"left during the year {grade}": f"G{21 + grade}" for grade in range(1, 6)}
END_LOWER = {f"left during the year {grade}": f"G{15 + grade}" for grade in range(6, 10)} | {"completed": "G25"}
# Rows of the ward's survey of ages 15 to 18.
WARD = {
    **{f"required: {age}": code for age, code in zip((15, 16, 17, 18), ("G13", "G14", "G15", "G16"), strict=True)},
    **{f"finished: {age}": code for age, code in zip((15, 16, 17, 18), ("G17", "G18", "G19", "G20"), strict=True)},
    "not studying": "K34",
}
ROWS = {
    ("dn_mn", "2018"): PRESCHOOL_2018,
    ("dn_mn", "2025"): PRESCHOOL_2025,
    ("dn_th", "2018"): PRIMARY_2018,
    ("dn_th", "2025"): PRIMARY_2025,
    ("dn_thcs", "2018"): LOWER_SECONDARY,
    ("dn_thcs", "2025"): LOWER_SECONDARY,
    ("cn_th", "2018"): END_PRIMARY,
    ("cn_th", "2025"): END_PRIMARY,
    ("cn_thcs", "2018"): END_LOWER,
    ("cn_thcs", "2025a"): END_LOWER,
    ("pc_thcs", "2016"): WARD,
}
# Lessons of the grades to which target 1 applies: in preschools the three years of kindergarten.
LESSONS = {
    "preschool": ("TL.kg_3", "TL.kg_4", "TL.kg_5"),
    "primary": ("TL.g1", "TL.g2", "TL.g3", "TL.g4", "TL.g5"),
    "lower_secondary": ("TL.g6", "TL.g7", "TL.g8", "TL.g9"),
}
CURRICULUM = "N02.2"

POSTS = ("principals", "vice-principals", "teachers", "other staff")
MASTERS = tuple(f"{post}: master" for post in POSTS)
DOCTORS = tuple(f"{post}: doctor" for post in POSTS)
STAFF = ("principals", "vice-principals", "teachers", "pioneer leaders", "other staff")
AGES = (15, 16, 17, 18)
REQUIRED = tuple(f"required: {age}" for age in AGES)
FINISHED = tuple(f"finished: {age}" for age in AGES)


SCHOOL_LEVELS = ("preschool", "primary", "lower_secondary")
ONE_EACH = "school"  # a denominator that counts every return once


@dataclass(frozen=True)
class Pool:
    """Heads over heads, added up over units; ``less`` is taken off the numerator.

    Names are those of ``ROWS``, of ``WARD``, or the codes of the equality form's rows. ``women`` says that the
    numerator is the women of its rows whatever sex is asked. A unit with a blank in any of the rows leaves both sides;
    over wards nothing is added up while one of them is missing.
    """

    num: tuple[str, ...]
    den: tuple[str, ...] = ()
    less: tuple[str, ...] = ()
    women: bool = False
    levels: tuple[str, ...] = SCHOOL_LEVELS

    @property
    def of_wards(self) -> bool:
        return self.num[0] in WARD


def women_among(*rows: str) -> Pool:
    """The share of women in some rows."""
    return Pool(rows, rows, women=True)


def earlier(years: int, *rows: str) -> tuple[str, ...]:
    """The same rows, so many reporting years before."""
    return tuple(f"{row} -{years}" for row in rows)


TASK_ROWS = tuple(f"NV{number:02d}" for number in range(1, 19))
PLANNED_HEADING, PLANNED_MONEY, SPENT_MONEY = (
    "Có trong kế hoạch năm (1/0)",
    "Kinh phí dự kiến (đồng)",
    "Kinh phí đã chi (đồng)",
)
BUDGET = tuple(f"{row} {PLANNED_MONEY}" for row in TASK_ROWS)
SPENT = tuple(f"{row} {SPENT_MONEY}" for row in TASK_ROWS)
PUPILS = ("pupils",)
POOLS = {
    "T2-01a": Pool(FINISHED, REQUIRED),
    "T2-02a": Pool(REQUIRED, less=FINISHED),
    "T2-02b": Pool(("not studying",)),
    **{f"T2-04a{age}": Pool((f"finished: {age}",), (f"required: {age}",)) for age in AGES},
    "T3-01a": women_among(*MASTERS),
    "T3-02a": women_among(*DOCTORS),
    "T3-03a": women_among(*MASTERS, *DOCTORS),
    "T3-R1a": Pool(MASTERS, STAFF),
    "T3-R1b": Pool(DOCTORS, STAFF),
    "T3-04a": women_among("N11.7"),
    "T3-04b": women_among("N11.8"),
    "T3-05a": Pool(("N11.5", "N11.6"), ("N11.4",)),
    "T3-05b": Pool(("N11.4",), STAFF),
    "T3-06a": Pool(("N11.1",)),
    "T3-06b": Pool(("N11.2",), ("N11.1",)),
    "T3-06c": Pool(("N11.3",), women=True),
    "N01-3a": women_among("managers"),
    "N01-3b": women_among("principals"),
    "N01-3c": women_among("vice-principals"),
    "N01-5a": Pool(("N01.2",)),
    "N01-5b": Pool(("N01.3",)),
    "N03-1a": Pool(("N03.1",), STAFF),
    "N04-1a": Pool(("N04.1",)),
    "N04-1b": Pool(("N04.2",)),
    "N04-1c": Pool(("N04.3",)),
    "N04-1d": Pool(("N04.5",), PUPILS),
    "N04-2a": Pool(("N04.4",)),
    "N04-2b": Pool(("N04.6",)),
    "N05-1b": women_among("N05.2"),
    "N05-2a": Pool(("N05.3",), PUPILS),
    "N05-2b": Pool(("N05.5",), ("N05.4",)),
    "N06-1b": Pool(("N06.2",)),
    "N06-2a": Pool(("N06.6",)),
    "N06-2b": Pool(("N06.6",), PUPILS),
    "N06-2c": Pool(("N06.3",)),
    "N07-1a": Pool(("completed",), earlier(4, "pupils of grade 6"), levels=("lower_secondary",)),
    "N09-1a": Pool(
        (*END_PRIMARY, *(row for row in END_LOWER if row != "completed")),
        earlier(1, *GRADES_PRIMARY, *GRADES_LOWER),
        levels=("primary", "lower_secondary"),
    ),
    "N09-3a": Pool(("N09.2",), ("N09.1",)),
    "N09-5a": Pool(("N09.4",), ("N09.3",), levels=("primary", "lower_secondary")),
    "N10-2a": women_among("N10.1"),
    "N12-1a": Pool(("N12.1",), (ONE_EACH,)),
    "N12-1b": Pool(("N12.2",), STAFF),
    "N12-1c": Pool(("N12.3",), PUPILS),
    "N14-1a": Pool(("N14.2",), ("N14.1",)),
    "N15-2a": Pool(("N15.3",)),
    "N15-2b": Pool(("N15.4",), ("N15.3",)),
    "N16-1a": Pool(("N16.1",)),
    "N16-1b": Pool(("N16.2",)),
    "N17-3a": Pool(("N17.1",)),
    "N17-3b": Pool(("N17.2",)),
    "N18-1a": Pool(BUDGET),
    "N18-1b": Pool(SPENT, BUDGET),
    "S02-1a": women_among("pupils"),
    "S02-2a": women_among("teachers"),
    "S02-2b": women_among("other staff"),
    "S02-2c": women_among(*STAFF),
}
# Evidence by task, under the name of its row.
POOLS |= {f"{row} {EVIDENCE_HEADING}": Pool((f"{row} {EVIDENCE_HEADING}",)) for row in TASK_ROWS}
TASKS = tuple(f"N13-n{row[-2:]}" for row in TASK_ROWS)


@dataclass(frozen=True)
class Asked:
    """A school does what is counted when one answer is at least 1 and, where given, the others add up to 1 or more."""

    answer: str
    others: tuple[str, ...] = ()
    lessons: bool = False


# Indicators that count schools of the register: target 1, its companions, and the eighteen tasks.
OF_SCHOOLS = {
    "T1-01a": Asked(CURRICULUM, lessons=True),
    "T1-01b": Asked(CURRICULUM),
    "T1-07a": Asked("N15.2"),
    "N01-1a": Asked("N01.1"),
    "N02-1a": Asked("N02.1"),
    "N05-1a": Asked("N05.1"),
    "N15-1a": Asked("N15.1"),
    **{
        task: Asked(f"{row} {DONE_HEADING}", (f"{row} {EVIDENCE_HEADING}",))
        for task, row in zip(TASKS, TASK_ROWS, strict=True)
    },
}
# Wards in which everybody who is required to has graduated, over wards with anybody required.
WARDS_DONE = "T2-08a"
# Pairs of school and task, of all that are planned: carried out. Evidence by task.
PAIRS_DONE, EVIDENCE_BY_TASK = "N13-1a", "N13-1b"
# Schools that a woman leads or helps to lead, of those with a principal or a vice-principal.
LED = "N01-2b"
LEADERS = ("principals", "vice-principals")
# Schools that held the month of action, its first and last day in the plan's month; wards that count illiterate women.
MONTH, MONTH_HELD, MONTH_DAYS = "N06-1a", "N06.1", ("N06.4", "N06.5")
FIRST_DAY, LAST_DAY = (11, 15), (12, 15)
WARDS_LITERACY, ILLITERATE = "N08-3a", "G09"
# Rows of the office's own form about the acts of the year.
OFFICE_FORM = "vp_pgd"
OFFICE = {
    "documents_reviewed": "VP01",
    "documents_amended": "VP02",
    "documents_issued": "VP03",
    "inspections": "VP04",
    "schools_inspected": "VP05",
    "violations": "VP06",
    "violations_remedied": "VP07",
    "programmes": "VP08",
    "programmes_active": "VP09",
    "teams_awarded": "VP10",
    "people_awarded": "VP11",
}
