"""One finding in one draft: its numbers as claims, each computed once and filed with the counts behind it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from gec_lib.claims import UNDEFINED, Claimed
from gec_lib.codelists import TOTAL
from gec_lib.narrative.draft import Draft
from gec_lib.results import Finding
from gec_lib.verdicts import Verdict
from gec_lib.wording import Goal

SETTLED = (Verdict.MET, Verdict.MAINTAINED)
FIRM, OPEN = "firm", "open"


@dataclass(frozen=True)
class Case:
    """A target's indicator at one level, as the sections say it."""

    draft: Draft
    finding: Finding

    @property
    def code(self) -> str:
        return self.finding.item.indicator

    @property
    def name(self) -> str:
        """The indicator as it stands in a sentence."""
        return self.finding.item.name.text(self.draft.lang)

    @property
    def noun(self) -> str:
        """What is counted: people, schools."""
        return self.finding.item.unit_noun.text(self.draft.lang)

    @property
    def short_noun(self) -> str:
        """What is missing: women where the target is on women."""
        return self.label("report", "women_short") if self.finding.item.people == "women" else self.noun

    @property
    def settled(self) -> bool:
        return self.finding.judgement.verdict in SETTLED

    @property
    def has_value(self) -> bool:
        return self.finding.count is not None and self.finding.count.den > 0

    @property
    def hidden(self) -> bool:
        """Whether the profile hides this value."""
        finding = self.finding
        return self.draft.hidden.hides_rate(self.code, year=finding.year, level=finding.level, sex=TOTAL)

    def key(self, what: str) -> str:
        return f"{self.code}.{self.finding.year}.{self.finding.level}.{what}"

    def label(self, group: str, key: str) -> str:
        return self.draft.words.label(group, key)

    def value(self, year: int | None = None) -> Claimed:
        """The value of the reporting year, or of another one."""
        return self.draft.value(self.code, year=year or self.finding.year, level=self.finding.level)

    def count(self, side: str) -> Claimed:
        return self.draft.count(self.code, year=self.finding.year, level=self.finding.level, side=side)

    @property
    def num(self) -> Claimed:
        return self.count("num")

    @property
    def den(self) -> Claimed:
        return self.count("den")

    @property
    def goal(self) -> Goal:
        """What the plan demands in the year."""
        rule = self.finding.rule
        id = f"target.{self.finding.item.id}.{rule.deadline}"
        return Goal(self.draft.parameter(id, rule.value, unit="%", label=self.name), rule.operator)

    def computed(self, what: str, number: Fraction, *, label: str, unit: str) -> Claimed:
        """A number found by the verdict (margins, bounds, people), filed with the counts it comes from."""
        return self.draft.computed(
            self.key(what),
            number,
            unit=unit,
            label=f"{self.label('report', label)}, {self.name}",
            inputs=[self.num, self.den],
        )

    def points(self, what: str, number: Fraction | None) -> Claimed:
        """Percentage points of a judgement, filed as a difference of shares of one without its sign."""
        if number is None:
            return Claimed(self.key(what), None, UNDEFINED)
        return self.computed(what, abs(number) / 100, label=what, unit=self.label("unit", "points"))

    def signed(self, what: str, number: Fraction) -> Claimed:
        """What a part brings to a change, as a difference of shares of one with its sign."""
        return self.computed(what, number, label=f"part_{what}", unit=self.label("unit", "points"))

    @property
    def needed(self) -> Claimed:
        """People or schools still missing."""
        if self.finding.needed is None:
            return Claimed(self.key("needed"), None, UNDEFINED)
        return self.computed("needed", Fraction(self.finding.needed), label="needed", unit=self.noun)

    @property
    def bounds(self) -> tuple[Claimed, Claimed]:
        """The lowest and the highest value that the missing returns leave open."""
        low, high = self.finding.firmness.low, self.finding.firmness.high
        if low is None or high is None:
            return Claimed(self.key("low"), None, UNDEFINED), Claimed(self.key("high"), None, UNDEFINED)
        return (
            self.computed("low", low, label="bound_low", unit="%"),
            self.computed("high", high, label="bound_high", unit="%"),
        )

    @property
    def missing(self) -> Claimed:
        """Units without a usable return."""
        return self.counted("missing", len(self.finding.missing), label="coverage_missing")

    def counted(self, what: str, number: int, *, label: str) -> Claimed:
        """A count of units that the register gives."""
        return self.draft.parameter(
            self.key(what), number, unit=self.label("report", "schools"), label=self.label("report", label)
        )

    @property
    def firm(self) -> tuple[str, str]:
        """Firm or open, and its word; both empty where there is no value."""
        if not self.has_value:
            return "", ""
        state = FIRM if self.finding.firmness.firm else OPEN
        return state, self.label("firm", state)
