"""Rates of a population: enrolment, completion, out of school, literacy. Counts of residents, never of schools."""

from __future__ import annotations

from gec_lib.formulas.kinds import Values, as_given, divide


def gross_enrolment_ratio(enrolled: Values, *, population: Values) -> Values:
    """Pupils of a level, of any age, over residents of the level's official age.

    Parameters
    ----------
    enrolled : float, array or Series
        Pupils of the level.
    population : float, array or Series
        Residents of the official age.

    Returns
    -------
    float, array or Series
        Fractions of 1, above 1 with many pupils outside the age; NaN where nobody is of that age.

    References
    ----------
    UNESCO Institute for Statistics, Glossary, "Gross enrolment ratio".

    Examples
    --------
    >>> gross_enrolment_ratio(110, population=100)
    1.1
    """
    return as_given(divide, enrolled, population)


def net_enrolment_rate(enrolled_of_age: Values, *, population: Values) -> Values:
    """Residents of the official age who attend the level over all residents of that age.

    Parameters
    ----------
    enrolled_of_age, population : float, array or Series
        Residents of the official age: those attending, and everybody.

    References
    ----------
    UNESCO Institute for Statistics, Glossary, "Net enrolment rate".

    Examples
    --------
    >>> net_enrolment_rate(95, population=100)
    0.95
    """
    return as_given(divide, enrolled_of_age, population)


def gross_intake_ratio(enrolled: Values, *, repeaters: Values, population: Values) -> Values:
    """Pupils new to a grade over residents of the age that the grade is for; in the last grade a proxy of completion.

    Parameters
    ----------
    enrolled, repeaters : float, array or Series
        Pupils and repeaters of the grade.
    population : float, array or Series
        Residents of the age.

    References
    ----------
    UNESCO Institute for Statistics, Glossary, "Gross intake ratio to the last grade".

    Examples
    --------
    >>> gross_intake_ratio(100, repeaters=10, population=100)
    0.9
    """
    return as_given(lambda e, r, n: divide(e - r, n), enrolled, repeaters, population)


def completion_rate(completers: Values, *, beginners: Values) -> Values:
    """Completers of a level over the pupils of its first grade when they began.

    Parameters
    ----------
    completers : float, array or Series
        Pupils who completed the level in a year.
    beginners : float, array or Series
        Pupils of the first grade as many years before as the level has grades.

    Returns
    -------
    float, array or Series
        Fractions of 1, above 1 where pupils moved in on the way, returned as it is.

    References
    ----------
    GSO, metadata of district indicators: an approximation, not a true cohort.

    Examples
    --------
    >>> completion_rate(105, beginners=100)
    1.05
    """
    return as_given(divide, completers, beginners)


def out_of_school_rate(out_of_school: Values, *, population: Values) -> Values:
    """Residents of school age who attend nowhere over all residents of that age.

    Parameters
    ----------
    out_of_school, population : float, array or Series
        Residents of the age.

    References
    ----------
    UNESCO Institute for Statistics, Glossary, "Out-of-school rate".

    Examples
    --------
    >>> out_of_school_rate(4, population=100)
    0.04
    """
    return as_given(divide, out_of_school, population)


def literacy_rate(illiterate: Values, *, population: Values) -> Values:
    """Residents of an age band who are not illiterate over all residents of the band.

    Parameters
    ----------
    illiterate, population : float, array or Series
        Residents of one band; bands are nested and never added.

    References
    ----------
    Decree 20/2014/NĐ-CP, articles 19–21.

    Examples
    --------
    >>> literacy_rate(1, population=100)
    0.99
    """
    return as_given(lambda x, n: divide(n - x, n), illiterate, population)
