"""The planted faults: for every rule what a clerk does wrong in which form, and the cell where it has to be told.

A place is a row code and a column letter of the workbook, as the clerk sees it. The figures of the form are those of a
synthetic school; an edit says what the clerk types instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

Place = tuple[str, str]


@dataclass(frozen=True)
class Add:
    """The figure is wrong by a number."""

    number: int


@dataclass(frozen=True)
class Like:
    """The figure is that of another cell of the form, times a factor, plus a number."""

    code: str
    column: str
    factor: float = 1
    plus: int = 0


@dataclass(frozen=True)
class Day:
    """A day of the reporting year, month and day as one number."""

    number: int


class Size(Enum):
    """Which synthetic school lends its figures: the next one, or the next large one."""

    NEXT = "next"
    LARGE = "large"


Edit = Add | Like | Day | int | float | str | None
Edits = Mapping[Place, Edit]


@dataclass(frozen=True)
class Plant:
    """One planted fault: ``beside`` and ``before`` are the unit's other forms of the year and of the year before."""

    rule: str
    form: str
    edits: Edits = field(default_factory=dict)
    told: Place | None = None
    beside: Mapping[str, Edits] = field(default_factory=dict)
    before: Mapping[str, Edits] = field(default_factory=dict)
    size: Size = Size.NEXT


def one(rule: str, form: str, told: Place, edit: Edit, **more: Edit) -> Plant:
    """A fault of one cell, told there; ``more`` names further cells of the same column by their codes."""
    return Plant(rule, form, {told: edit} | {(code, told[1]): value for code, value in more.items()}, told)


def cells(column: str, **edits: Edit) -> dict[Place, Edit]:
    """Edits in one column, by row code; ``_`` stands for the dot of a code."""
    return {(code.replace("_", "."), column): edit for code, edit in edits.items()}


def same(codes: str, others: str, columns: str) -> dict[Place, Edit]:
    """Rows that repeat other rows in some columns."""
    pairs = zip(codes.split(), others.split(), strict=True)
    return {(code, column): Like(other, column) for code, other in pairs for column in columns}


DN, CN, BDG, PC = "dn_thcs", "cn_thcs", "bdg_thcs", "pc_thcs"
STAFF: Mapping[str, Edits] = {DN: {}}
PUPIL_ROWS = (*(f"G{number:02d}" for number in range(3, 17)), *(f"K{number:02d}" for number in range(1, 7)))
CELLS = (
    one("TY01", DN, ("G04", "D"), "12 em"),
    one("TY02", DN, ("G03", "D"), "2.09"),
    one("TY03", DN, ("G05", "D"), -3),
    one("TY04", DN, ("G33", "D"), "12,5"),
    one("TY05", BDG, ("N02.1", "D"), 2),
    one("TY06", DN, ("G04", "E"), "98,5%"),
    one("TY07", BDG, ("N06.4", "D"), "31/11/{year}"),
    one("TY08", DN, ("K04", "D"), None),
    one("TY09", DN, ("G03", "D"), "z"),
    one("TY10", BDG, ("NV01", "G"), 5),
    one("TY11", DN, ("G04", "E"), None),
    one("TY12", BDG, ("N12.1", "D"), 25),
    one("TY13", DN, ("K04", "D"), "-"),
)
ROWS = (
    one("RW01", DN, ("G33", "E"), 400),
    one("RW02", DN, ("G04", "F"), 5_000),
    Plant("RW03", DN, {("G04", "F"): 5, ("G04", "G"): 8}, ("G04", "G")),
    Plant("RW04", DN, {("G04", "D"): 40, ("G04", "E"): 38, ("G04", "F"): 10, ("G04", "G"): 2}, ("G04", "E")),
    Plant("RW05", PC, {("G01", "D"): 7, ("G01", "E"): 3, ("G01", "H"): 9, ("G01", "I"): 2}, ("G01", "H")),
    one("RW06", DN, ("G05", "E"), Like("G05", "D")),
    one("RW07", DN, ("G03", "E"), Like("G03", "D", 0.62)),
    one("RW08", DN, ("G03", "F"), Like("G03", "D", 0.97)),
    Plant("RW09", DN, {(code, "E"): Like(code, "D") for code in PUPIL_ROWS}, ("G03", "E")),
)
SUMS = (
    one("SM01", DN, ("G03", "D"), Add(10)),
    one("SM02", "dn_mn", ("G83", "D"), Like("G90", "D")),
    Plant("SM03", "dn_mn", {("G104", "D"): Add(-4)}, ("G90", "D")),
    Plant("SM04", DN, {("G12", "D"): 0, ("G12", "E"): 0}, ("G03", "D")),
    one("SM05", DN, ("G18", "D"), Add(2)),
    Plant("SM06", DN, {("G32", "D"): Add(1)}, ("G17", "D")),
    Plant("SM07", DN, {("G29", "D"): Add(3)}, ("G25", "D")),
    Plant("SM08", DN, {("G20", "D"): 1, ("G21", "D"): 1, ("G20", "E"): 0, ("G21", "E"): 0}, ("G20", "D")),
    Plant("SM10", DN, {("K15", "D"): Add(4)}, ("G25", "D")),
    Plant("SM11", CN, {("G02", column): 0 for column in "DEFG"}, ("G01", "D")),
    one("SM12", CN, ("G09", "D"), Add(2)),
    Plant("SM13", CN, {("G21", "D"): Add(6)}, ("G20", "D")),
    Plant("SM14", CN, cells("D", G09=Add(2), G17=Add(2), G20=Add(2), G24=Add(2)), ("G20", "D")),
    Plant("SM15", BDG, {("N09.D1", "D"): Add(-3)}, ("N09.D0", "D")),
    one("SM19", DN, ("K06", "D"), Like("G14", "D", plus=5)),
    one("SM20", "dn_mn", ("G55", "D"), Like("G69", "D")),
)
SCHOOLS = (
    one("SB01", DN, ("K03", "D"), Like("G03", "D", plus=300)),
    one("SB03", DN, ("G14", "D"), Like("G04", "D", plus=50)),
    one("SB04", DN, ("G15", "D"), Like("G03", "D", 0.2)),
    one("SB05", "dn_th", ("G52", "D"), Like("G37", "D")),
    one("SB06", CN, ("K25", "D"), Like("G01", "D", 3)),
    one("SB07", CN, ("G25", "D"), Like("G05", "D", plus=10)),
    one("SB08", CN, ("K24", "D"), Like("G20", "D", plus=2)),
    one("SB09", DN, ("K11", "D"), 20),
    Plant("SB10", DN, {("K15", "D"): 0, ("K15", "E"): 0, ("G29", "D"): 5}, ("G29", "D")),
    Plant("SB37", DN, {("K04", "D"): 2_000}, ("K04", "D"), beside={CN: {}}),
    Plant("CF03", DN, cells("D", G02=24, G25=3), ("G25", "D")),
    Plant("CF04", DN, {("G02", "D"): 4}, ("G03", "D")),
    one("CF06", DN, ("G29", "D"), 60),
    Plant("CF07", DN, {}, ("G19", "D"), beside={"dn_th": {}}),
    Plant("CF08", DN, {(code, c): 0 for code in ("G19", "G20", "G21") for c in "DE"}, ("G19", "D")),
)
EQUALITY = (
    Plant("SB11", BDG, {("N03.1", "D"): 320}, ("N03.1", "D"), beside=STAFF),
    Plant("SB12", BDG, {("N11.7", "D"): 360}, ("N11.7", "D"), beside=STAFF),
    Plant("SB13", BDG, cells("D", N11_5=10, N11_4=0), ("N11.5", "D")),
    Plant("SB14", BDG, {("N11.4", "D"): 500}, ("N11.4", "D"), beside=STAFF),
    one("SB15", BDG, ("N14.2", "D"), Like("N14.1", "D", plus=3)),
    one("SB16", BDG, ("N14.1", "D"), 60),
    Plant("SB17", BDG, cells("D", N05_3=1, N05_4=2, N05_5=3), ("N05.5", "D")),
    Plant("SB18", BDG, cells("D", N09_1=12, N09_2=20), ("N09.2", "D")),
    Plant("SB19", BDG, cells("D", N09_3=4, N09_4=9), ("N09.4", "D")),
    Plant("SB20", BDG, {("N09.3", "D"): 900}, ("N09.3", "D"), beside=STAFF),
    Plant("SB21", BDG, cells("D", N15_3=1, N15_4=2), ("N15.4", "D")),
    Plant("SB22", BDG, cells("D", N11_1=2, N11_2=4), ("N11.2", "D")),
    Plant("SB23", BDG, {("N04.5", "D"): 9_000}, ("N04.5", "D"), beside=STAFF),
    Plant("SB24", BDG, cells("D", N04_1=0, N04_2=0, N04_3=0, N04_5=300), ("N04.1", "D")),
    Plant("SB25", BDG, cells("D", N03_1=30, N03_2=4), ("N03.2", "D")),
    Plant("SB26", BDG, {("NV05", "D"): 1, ("NV05", "E"): 1, ("NV05", "F"): 0}, ("NV05", "F")),
    Plant("SB27", BDG, {("NV05", "D"): 0, ("NV05", "E"): 1, ("NV05", "F"): 2}, ("NV05", "D")),
    one("SB28", BDG, ("N01.1", "D"), 0, NV01=1),
    Plant("SB29", BDG, cells("D", N06_1=1, N06_2=3, N06_4=Day(1020), N06_5=Day(1030)), ("N06.4", "D")),
    Plant("SB30", BDG, {("N02.2", "D"): 0, ("TL.g6", "D"): 48}, ("N02.2", "D")),
    Plant("SB31", BDG, {(f"TL.g{n}", "D"): 0 for n in range(6, 10)}, ("TL.g6", "D"), beside={DN: {("G01", "D"): 1}}),
    Plant("SB33", BDG, cells("D", N05_3=2, N05_4=0, N05_5=0), ("N05.4", "D")),
    Plant("SB34", BDG, cells("D", N05_1=0, N05_2=200), ("N05.1", "D")),
    Plant("SB35", BDG, cells("D", N01_2=2, N01_3=4), ("N01.3", "D")),
    Plant("SB36", BDG, cells("D", N06_3=0, N06_6=5_000), ("N06.3", "D")),
    Plant("SB38", BDG, {("NV07", "G"): 0, ("NV07", "H"): 15_000_000}, ("NV07", "H")),
    Plant("SB39", BDG, {("N17.2", "D"): 5_000}, ("N17.2", "D"), beside=STAFF),
    Plant("CF09", BDG, {("N09.D0", "D"): Add(-30), ("N09.D1", "D"): Add(-30)}, ("N09.D0", "D"), beside={CN: {}}),
)
YEARS = (
    Plant("CF01", CN, {("G01", "D"): Add(-15), ("G02", "D"): Add(-15)}, ("G01", "D"), before=STAFF),
    Plant("CY01", DN, {("G05", "D"): Add(60), ("G06", "D"): Add(-60)}, ("G05", "D"), before=STAFF),
    Plant("CY02", DN, {("G25", "D"): Like("G25", "D", 0.1)}, ("G25", "D"), before=STAFF, size=Size.LARGE),
    Plant("CY03", DN, {("G03", "D"): Like("G03", "D", 0.1)}, ("G03", "D"), before=STAFF),
    Plant("CY04", DN, {}, ("G02", "D"), before=STAFF),
    Plant("CY05", DN, {("G29", "D"): 0, ("G29", "E"): 0}, ("G29", "D"), before=STAFF, size=Size.LARGE),
    Plant("CY06", DN, {("G30", "D"): Add(1)}, ("G30", "D"), before=STAFF),
    Plant("CY07", DN, {("G05", "E"): Like("G05", "D", 0.81)}, ("G05", "E"), before=STAFF),
    Plant("CY08", CN, {("G25", "D"): Like("G05", "D", 1.5)}, ("G25", "D"), before=STAFF),
    Plant("CY09", DN, {("G03", "D"): Like("G03", "D", 0.1)}, ("G03", "D"), before=STAFF, size=Size.LARGE),
    Plant("CY10", DN, {("G15", "D"): Like("G03", "D", 0.95)}, ("G15", "D"), beside={CN: {}}),
)
WARDS = (
    one("PC01", PC, ("G13", "D"), Add(9)),
    one("PC02", PC, ("G18", "D"), Like("G14", "D", plus=5)),
    one("PC03", PC, ("G21", "D"), Add(3_000)),
    one("PC04", PC, ("K31", "D"), Add(-3)),
    Plant("PC05", PC, {("G18", "D"): Like("G18", "D", 0.5)}, ("G18", "D"), before={PC: {}}),
    one("PC06", PC, ("G09", "D"), 60),
    Plant(
        "PC07",
        PC,
        same("G17 G18 G19 G20", "G13 G14 G15 G16", "DEFGHI"),
        ("G17", "D"),
        before={
            PC: same("G17 G18 G19 G20", "G13 G14 G15 G16", "DEFGHI")
            | cells("D", K31=0, K32=0, K33=0, K34=0)
            | cells("E", K31=0, K32=0, K33=0, K34=0)
        },
    ),
    Plant("PC08", "pc_xmc", {("G02", "D"): Like("G01", "D", 0.5)}, ("G01", "D")),
    Plant("PC09", "pc_xmc", cells("D", G04=3, G05=0), ("G04", "D")),
    one("PC10", "pc_xmc", ("G04", "D"), Like("G07", "D", plus=5)),
    one("PC11", "pc_xmc", ("G07", "D"), Like("G01", "D", plus=5)),
    Plant("PC12", "pc_xmc", {("G01", "D"): Like("G01", "D", 0.1)}, ("G01", "D"), beside={PC: {}}),
    one("PC13", "pc_mn", ("G07", "D"), Like("G02", "D", plus=5)),
    one("PC14", "pc_mn", ("G10", "D"), Like("G05", "D", plus=5)),
    Plant("PC15", PC, cells("D", G31=0, G32=1), ("G32", "D")),
    Plant(
        "PC16",
        PC,
        cells("D", G30=1, G31=1, G32=1, **{f"G{n}": Like(f"G{n}", "D", 0.9) for n in range(17, 21)}),
        ("G17", "D"),
    ),
    one("PC17", PC, ("G26", "D"), Like("G02", "D", plus=20)),
    Plant("CU06", PC, {("G06", "D"): Like("G06", "D", 2)}, ("G06", "D"), before={PC: {}}),
)
# Told over the whole area, at the return that completes it; each of these has a year of its own.
AREAS = (
    Plant("CU01", DN, cells("D", G14=Like("G04", "D"), K05=Like("G04", "D"), K06=Like("G04", "D")), ("K06", "D")),
    Plant("CU02", "bdg_th", {("N09.D1", "D"): Like("N09.D0", "D")}, ("N09.D1", "D")),
    Plant("CU03", "dn_th", {}, ("52", "D")),
    Plant("CU05", DN, {}, ("G03", "D")),
    Plant("CU07", PC, {}, ("G17", "D")),
)
# The returns of the other units of the area: form, and what is typed there.
NEIGHBOURS: Mapping[str, Mapping[str, Edits]] = {
    "CU01": {"cn_th": {("G27", "D"): 5, ("G27", "E"): 2, ("G27", "F"): 0, ("G27", "G"): 0}},
    "CU02": {DN: {}},
    "CU03": {"pc_mn": {("G11", column): 0 for column in "DEFG"}},
    "CU05": {PC: {}},
    "CU07": {CN: {}},
}
# Faults of the file itself: what is done to it stands in faults.py.
FILES = (
    *(Plant(rule, DN) for rule in ("ST01", "ST02", "ST03", "ST04", "ST05", "ST06", "ST07", "ST08", "ST09", "ST10")),
    *(Plant(rule, DN) for rule in ("ST11", "ST12", "ST14", "ST15", "ST16", "ST17")),
    Plant("ST13", "pc_mn"),
)
PLANTS: tuple[Plant, ...] = (*FILES, *CELLS, *ROWS, *SUMS, *SCHOOLS, *EQUALITY, *YEARS, *WARDS, *AREAS)
