"""Targets as rules over counts, decided in whole numbers: ``2 * F > N``, never a rounded percentage."""

from __future__ import annotations

import operator
from dataclasses import dataclass
from fractions import Fraction

from gec_lib.plan import Operator


@dataclass(frozen=True)
class Count:
    """How many count (women, graduates, schools) out of how many; ``den`` 0 says that there is nothing to divide.

    Whole numbers only: a float is refused, because 0.1 + 0.2 would decide a verdict.

    Examples
    --------
    >>> Count(3, 10).value
    Fraction(3, 10)
    >>> Count(0, 0).value is None
    True
    """

    num: int
    den: int

    def __post_init__(self) -> None:
        for name in ("num", "den"):
            found = getattr(self, name)
            try:
                whole = operator.index(found)
            except TypeError:
                raise TypeError(f"Count.{name} is a whole number, found {found!r}; give int(...)") from None
            if whole < 0:
                raise ValueError(f"Count.{name} is 0 or more, found {whole}; check the return it comes from")
            object.__setattr__(self, name, whole)

    @property
    def value(self) -> Fraction | None:
        """The exact value, or None where there is nothing to divide."""
        return Fraction(self.num, self.den) if self.den else None


@dataclass(frozen=True)
class Rule:
    """One target of the plan for one indicator.

    Parameters
    ----------
    operator : Operator
        At least the value, or more than it.
    value : Fraction
        The level to reach, as a fraction of 1.
    deadline : int
        The year by which, or (``onwards``) from which, it has to be reached.
    onwards : bool
        "From the year on": judged anew every year from the deadline. Otherwise the deadline year decides.
    base_year : int
        The plan's base year: a target met then and now is maintained.
    pace_from : int
        The year from which the pace is measured: the base year, or the year of the earlier rule that this one follows.
    until : int or None
        The year in which a later rule of the same indicator takes over.

    Raises
    ------
    ValueError
        When the value lies outside 0 and 1 or can never be met, or the years are not in order.
    """

    operator: Operator
    value: Fraction
    deadline: int
    onwards: bool
    base_year: int
    pace_from: int
    until: int | None

    def __post_init__(self) -> None:
        object.__setattr__(self, "operator", Operator(self.operator))  # plain text would compare as another operator
        if not isinstance(self.value, Fraction):
            raise TypeError(f"Rule.value is an exact Fraction, found {self.value!r}; give Fraction(1, 2) for 50 %")
        if not 0 <= self.value <= 1 or (self.value == 1 and self.operator is Operator.MORE_THAN):
            raise ValueError(
                f"a rule {self.operator} {self.value} can never be met or missed; give a value from 0 to 1"
            )
        if not self.base_year <= self.pace_from < self.deadline or (self.until or self.deadline + 1) <= self.deadline:
            raise ValueError(
                "a rule needs base_year <= pace_from < deadline < until, found "
                f"{self.base_year}, {self.pace_from}, {self.deadline}, {self.until}; correct the plan"
            )


def satisfies(count: Count, *, rule: Rule) -> bool:
    """Whether the counts meet the rule, in whole numbers.

    Raises
    ------
    ValueError
        When there is nothing to divide: that is neither met nor not met.

    Examples
    --------
    >>> half = Rule(Operator.MORE_THAN, Fraction(1, 2), 9, onwards=True, base_year=0, pace_from=5, until=None)
    >>> satisfies(Count(50, 100), rule=half), satisfies(Count(51, 100), rule=half)
    (False, True)
    """
    if not count.den:
        raise ValueError("nothing to divide: ask for the verdict, which is no_data, instead")
    counted, needed = count.num * rule.value.denominator, rule.value.numerator * count.den
    return counted > needed if rule.operator is Operator.MORE_THAN else counted >= needed


def in_force(rule: Rule, *, year: int) -> bool:
    """Whether the rule is to be judged in a year: from its pace year to its deadline, or on until a later rule.

    Examples
    --------
    >>> rule = Rule(Operator.AT_LEAST, Fraction(1, 2), 5, onwards=True, base_year=1, pace_from=1, until=9)
    >>> [in_force(rule, year=year) for year in (1, 5, 8, 9)]
    [True, True, True, False]
    """
    last = rule.deadline if not rule.onwards else year if rule.until is None else rule.until - 1
    return rule.pace_from <= year <= last
