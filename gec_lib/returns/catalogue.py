"""The checks of a return, every rule of ``params/checks.csv`` by name: the records that say what must hold.

Words, severity and what a blank means come from ``params/checks.csv``; a new check is a line there and a record here.
"""

from __future__ import annotations

from dataclasses import dataclass

from gec_lib.returns import patterns, specials
from gec_lib.returns.catalogue_equality import EQUALITY
from gec_lib.returns.kinds import (
    AT_LEAST,
    AT_MOST,
    EQUAL,
    GROUP,
    RATE,
    ROW,
    AreaTerm,
    Composed,
    Groups,
    Implies,
    Near,
    OverArea,
    Part,
    Pick,
    Relation,
    Special,
    T,
    Within,
    degrees,
    item,
)


@dataclass(frozen=True)
class WhileReading:
    """A rule of structure or type that :mod:`gec_lib.returns.reading` raises at the cell itself."""

    rule: str


@dataclass(frozen=True)
class OfLedger:
    """A rule about the receipt of returns, which the ledger raises."""

    rule: str


Check = WhileReading | OfLedger | Special | Relation | Near | Implies | Composed | Groups | Within | OverArea
Checks = tuple[Check, ...]


STRUCTURE: tuple[WhileReading | Special, ...] = (
    *(WhileReading(rule) for rule in ("ST01", "ST02", "ST03", "ST04", "ST05", "ST06", "ST11", "ST16")),
    Special("ST07", specials.unit_registered),
    Special("ST08", specials.unit_open),
    Special("ST09", specials.level_offered),
    Special("ST13", specials.ward_certain),
)
RECEIPT: Checks = (
    Special("ST10", specials.return_unique),
    Special("ST12", specials.seen_elsewhere),
    OfLedger("ST14"),
    OfLedger("CF10"),
)
CELLS: Checks = (
    *(WhileReading(f"TY{number:02d}") for number in (*range(1, 8), 13)),
    *(WhileReading(rule) for rule in ("ST15", "ST17")),
    Special("TY08", specials.required_filled),
    Special("TY09", specials.may_not_apply),
    Special("TY10", specials.amounts_in_dong),
    Special("TY11", specials.women_given),
    Relation("TY12", (item("task_count", "n12_1"),), AT_MOST, (), plus=8),
    Relation("TY12", (item("task_count", "n17_1"),), AT_MOST, (), plus=60),
)
ROWS: Checks = (
    Within("RW01", (Part(ROW, women=True),), (Part(ROW, women=False),)),
    Within("RW02", (Part(GROUP, women=False),), (Part(ROW, women=False),)),
    Within("RW03", (Part(GROUP, women=True),), (Part(ROW, women=True),)),
    Within("RW03", (Part(GROUP, women=True),), (Part(GROUP, women=False),)),
    Within(
        "RW04",
        (Part(ROW, women=True), Part(GROUP, women=True, factor=-1)),
        (Part(ROW, women=False), Part(GROUP, women=False, factor=-1)),
    ),
    Within("RW05", (Part(GROUP, women=False),), (Part(ROW, women=False),)),
    Within("RW05", (Part(GROUP, women=True),), (Part(GROUP, women=False),)),
    Special("RW06", patterns.one_sex),
    Special("RW07", patterns.share_of_girls),
    Within("RW08", (Part(GROUP, women=False),), (Part(ROW, women=False, factor=0.3),), plus=5),
    Special("RW09", patterns.copied_column),
)
SUMS: Checks = (
    Relation("SM01", (T("pupils"),), EQUAL, (T("pupils", Pick.PARTS),)),
    Relation("SM02", (T("pupils"),), EQUAL, (T("pupils", Pick.TOPS),)),
    Composed("SM03", "pupils"),
    Relation("SM04", (T("pupils"),), EQUAL, (T("pupils_by_age", Pick.PARTS),)),
    Relation("SM05", (T("managers"),), EQUAL, (T("principals"), T("vice_principals"))),
    Relation("SM06", (T("staff"),), EQUAL, (T("managers"), T("teachers"), T("pioneer_leaders"), T("other_staff"))),
    Relation("SM07", (T("teachers"),), EQUAL, (T("teachers", Pick.PARTS),)),
    Relation("SM08", (T("principals", Pick.ASKED),), AT_MOST, (T("principals"),)),
    Relation("SM08", (T("vice_principals", Pick.ASKED),), AT_MOST, (T("vice_principals"),)),
    Relation("SM10", (T("teachers"),), EQUAL, (T("teachers_by_standard", Pick.PARTS),)),
    Relation("SM11", (T("pupils_end"),), EQUAL, (T("pupils_end", Pick.PARTS),)),
    Relation("SM12", (T("leavers"),), EQUAL, (T("leavers", Pick.PARTS),)),
    Relation("SM13", (T("dropouts"),), EQUAL, (T("dropouts", Pick.PARTS),)),
    Relation("SM14", (T("dropouts"),), EQUAL, (T("leavers", Pick.FLAGGED, mark="dropout"),)),
    Relation("SM15", (T("leavers_destination"),), EQUAL, (T("leavers_destination", Pick.PARTS),)),
    Relation("SM19", (T("new_entrants", Pick.EACH),), AT_MOST, (T("new_entrants", Pick.WHOLE, mark="subset_of"),)),
    Relation("SM20", (T("classes"),), EQUAL, (T("classes", Pick.TOPS),)),
)
SCHOOLS: Checks = (
    Groups("SB01", "pupils"),
    Relation("SB03", (T("new_entrants"),), AT_MOST, (T("pupils", Pick.FIRST, mark="t1_grade"),)),
    Relation("SB03", (T("new_entrants"), T("repeaters")), AT_LEAST, (T("pupils", Pick.FIRST, mark="t1_grade"),)),
    Relation("SB04", (T("repeaters"),), AT_MOST, (T("pupils", factor=0.1),), over=RATE),
    Relation("SB05", (T("pupils_official_age", Pick.EACH),), AT_MOST, (T("pupils", Pick.EACH),)),
    Relation("SB06", (T("pupils_life_skills"),), AT_MOST, (T("pupils_end"),)),
    Relation("SB07", (T("completers"),), AT_MOST, (T("pupils_end", Pick.LAST, mark="t1_grade"),)),
    Groups("SB08", "dropouts"),
    Relation("SB09", degrees("other_staff"), AT_MOST, (T("other_staff"), T("pioneer_leaders"))),
    Relation("SB10", degrees("teachers"), AT_MOST, (item("teachers_by_standard", "above"),)),
    Relation("SB37", (T("summer_dropouts"),), AT_MOST, (T("pupils_end"),)),
    Relation("CF03", (T("teachers"),), AT_MOST, (T("classes", factor=3.5),), over=RATE),
    Relation("CF03", (T("teachers"),), AT_LEAST, (T("classes", factor=0.8),), over=RATE),
    Relation("CF04", (T("pupils"),), AT_MOST, (T("classes", factor=60),), over=RATE),
    Relation("CF04", (T("pupils"),), AT_LEAST, (T("classes", factor=8),), over=RATE),
    Relation(
        "CF06",
        degrees("teachers", "other_staff"),
        AT_MOST,
        (T("teachers"), T("pioneer_leaders"), T("other_staff")),
    ),
    Special("CF07", specials.one_principal),
    Special("CF08", specials.principal_there),
)
MOVES = (
    T("pupils", lag=1),
    T("transfers_in"),
    T("returners"),
    T("transfers_out", factor=-1),
    T("leavers", factor=-1),
)
YEARS: Checks = (
    Near("CF01", (T("pupils_end"),), MOVES, least=2, share=0.005, base=(T("pupils", lag=1),)),
    Near(
        "CY01",
        (T("pupils", Pick.EACH),),
        (T("pupils", Pick.BELOW, mark="t1_grade", lag=1),),
        least=10,
        share=0.12,
        over=RATE,
    ),
    Near("CY02", (T("teachers"),), (T("teachers", lag=1),), least=5, noise=3, over=RATE),
    Near("CY02", (T("other_staff"),), (T("other_staff", lag=1),), least=5, noise=3, over=RATE),
    Near("CY03", (T("pupils"),), (T("pupils", lag=1),), least=30, share=0.25, over=RATE),
    Special("CY04", patterns.figures_of_last_year),
    Special("CY05", patterns.masters_kept),
    Relation(
        "CY06",
        degrees(*patterns.DEGREES, ranks=("doctor",)),
        EQUAL,
        degrees(*patterns.DEGREES, ranks=("doctor",), lag=1),
        over=RATE,
    ),
    Special("CY07", patterns.share_jumps),
    Relation(
        "CY08", (T("completers"),), AT_MOST, (T("pupils", Pick.LAST, mark="t1_grade", factor=1.05, lag=1),), plus=3
    ),
    Special("CY09", patterns.tenfold),
    Relation("CY10", (T("repeaters"),), AT_MOST, (T("pupils_end"), T("completers", factor=-1)), plus=5),
)
AREA: Checks = (
    OverArea("CU01", AreaTerm("new_entrants", ("straight_in_area",)), AT_MOST, AreaTerm("completers")),
    OverArea(
        "CU02",
        AreaTerm("new_entrants", ("straight_in_area",)),
        EQUAL,
        AreaTerm("leavers_destination", ("in_area",)),
        share=0.05,
    ),
    OverArea("CU03", AreaTerm("pupils_official_age"), EQUAL, AreaTerm("in_grade1"), share=0.2),
    OverArea(
        "CU05",
        AreaTerm("in_lower_secondary"),
        EQUAL,
        AreaTerm("pupils"),
        share=0.25,
    ),
    OverArea("CU07", AreaTerm("youth_finished", ("a15",)), EQUAL, AreaTerm("completers"), share=0.25),
)
REQUIRED, FINISHED = T("residents_required", Pick.ASKED), T("youth_finished", Pick.ASKED)
LEVEL_3 = (item("pcgd_recognised", "thcs_3"),)
WARDS: Checks = (
    Relation(
        "PC01",
        (T("residents_required", Pick.EACH),),
        EQUAL,
        (T("residents", Pick.EACH), T("residents_exempt", Pick.EACH, factor=-1)),
    ),
    Relation("PC02", (T("youth_finished", Pick.EACH),), AT_MOST, (T("residents_required", Pick.EACH),)),
    Relation("PC03", (T("youth_in_upper", Pick.PARTS),), AT_MOST, (FINISHED,)),
    Relation(
        "PC04",
        (T("youth_unfinished", Pick.PARTS),),
        EQUAL,
        (REQUIRED, T("youth_finished", Pick.ASKED, factor=-1)),
    ),
    Relation(
        "PC05",
        (item("youth_finished", "a16"),),
        AT_LEAST,
        (T("youth_finished", codes=("a15",), factor=0.9, lag=1),),
        over=RATE,
    ),
    Relation(
        "PC06",
        (T("residents_exempt", Pick.EACH),),
        AT_MOST,
        (T("residents", Pick.EACH, factor=0.03),),
        plus=2,
        over=RATE,
    ),
    Special("PC07", patterns.complete_twice),
    Relation(
        "PC08", (T("band_population", Pick.EACH),), AT_MOST, (T("band_population", Pick.WHOLE, mark="nested_in"),)
    ),
    Relation("PC09", (T("illiterate_1", Pick.EACH),), AT_MOST, (T("illiterate_1", Pick.WHOLE, mark="nested_in"),)),
    Relation("PC09", (T("illiterate_2", Pick.EACH),), AT_MOST, (T("illiterate_2", Pick.WHOLE, mark="nested_in"),)),
    Relation("PC10", (T("illiterate_1", Pick.EACH),), AT_MOST, (T("illiterate_2", Pick.EACH),)),
    Relation("PC11", (T("illiterate_2", Pick.EACH),), AT_MOST, (T("band_population", Pick.EACH),)),
    Relation("PC12", (item("residents", *patterns.YOUTH),), AT_MOST, (item("band_population", "b15_25"),)),
    Relation("PC13", (T("in_preschool", Pick.EACH),), AT_MOST, (T("residents", Pick.EACH),)),
    Relation("PC14", (T("preschool_completed", Pick.EACH),), AT_MOST, (T("residents", Pick.EACH),)),
    Relation("PC14", (T("in_grade1", Pick.EACH),), AT_MOST, (T("residents", Pick.EACH),)),
    Relation("PC15", (T("pcgd_recognised", Pick.EACH),), AT_MOST, (T("pcgd_recognised", Pick.BELOW),)),
    Relation(
        "PC16",
        (FINISHED,),
        AT_LEAST,
        (T("residents_required", Pick.ASKED, factor=0.95),),
        when=LEVEL_3,
        over=RATE,
    ),
    Relation(
        "PC16",
        (T("youth_in_upper", Pick.PARTS),),
        AT_LEAST,
        (item("residents", *patterns.YOUTH, factor=0.8),),
        when=LEVEL_3,
        over=RATE,
    ),
    Relation("PC17", (T("in_lower_secondary", Pick.EACH),), AT_MOST, (T("residents", Pick.EACH),)),
    Near(
        "CU06",
        (item("residents", "a16"),),
        (T("residents", codes=("a15",), lag=1),),
        least=20,
        share=0.15,
        over=RATE,
    ),
)
CHECKS: Checks = (
    *STRUCTURE,
    *RECEIPT,
    *CELLS,
    *ROWS,
    *SUMS,
    *SCHOOLS,
    *EQUALITY,
    *YEARS,
    *AREA,
    *WARDS,
)
