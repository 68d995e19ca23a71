"""The ledger: the archive of received files, the lines of what happened to them, and the store built from both."""

from gec_lib.ledger.corrections import Corrected, Finding, State, applied, review
from gec_lib.ledger.decisions import Wish, accepted, correct, decide
from gec_lib.ledger.intake import IntakeResult, Outcome, examine, take_in
from gec_lib.ledger.judging import Rules, load_rules
from gec_lib.ledger.lines import Correction, LedgerError, Line, ReturnKey, Standing, read_lines, standing
from gec_lib.ledger.rebuilding import rebuild

__all__ = [
    "Corrected",
    "Correction",
    "Finding",
    "IntakeResult",
    "LedgerError",
    "Line",
    "Outcome",
    "ReturnKey",
    "Rules",
    "Standing",
    "State",
    "Wish",
    "accepted",
    "applied",
    "correct",
    "decide",
    "examine",
    "load_rules",
    "read_lines",
    "rebuild",
    "review",
    "standing",
    "take_in",
]
