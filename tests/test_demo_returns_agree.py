"""Every return of the synthetic district keeps the rules of ``params/checks.csv`` that reject a return.

The expressions of that file are computed here by a small interpreter of their own (``ast``, no code of the library),
so that neither the demo nor the library's checks is its own judge.
"""

from __future__ import annotations

import ast
import csv
import itertools
import math
from collections.abc import Iterator, Mapping

import pytest

from gec_lib.demo import build_district

COLUMNS = tuple(itertools.product(("all", "ethnic_minority", "disability"), ("T", "F")))
# Rules about the file, the cell or the ledger: no question to values.
NOT_OF_VALUES = {
    *(f"ST{n:02d}" for n in (*range(1, 12), 13, 16, 17)),
    *(f"TY{n:02d}" for n in (*range(1, 8), 11)),
    *(f"RW{n:02d}" for n in range(1, 6)),  # tested below by hand
    "CF10",
}
Values = Mapping[tuple[str, str, str], tuple]


class NotAskedError(Exception):
    """The column or the other year does not exist for this unit."""


@pytest.fixture(scope="module")
def district(params):
    return build_district(params, seed=379)


@pytest.fixture(scope="module")
def years(district):
    """Values of all returns of a (unit, level), by year; and the forms they came from."""
    found: dict[tuple[str, str], dict[int, dict]] = {}
    forms: dict[tuple[str, str, int], set[str]] = {}
    for made in district.returns:
        found.setdefault((made.unit, made.level), {}).setdefault(made.year, {}).update(made.values)
        forms.setdefault((made.unit, made.level, made.year), set()).add(made.form)
    return found, forms


@pytest.fixture(scope="module")
def rules(params):
    with (params / "checks.csv").open(encoding="utf-8-sig", newline="") as stream:
        return [row for row in csv.DictReader(stream) if row["severity"] == "FAIL" and row["id"] not in NOT_OF_VALUES]


class Judge:
    """Computes one expression for one unit, year and column."""

    def __init__(self, history, year: int, column: tuple[str, str], last: str, star: str = "") -> None:
        self.history, self.year, self.column, self.last, self.star = history, year, column, last, star

    def term(self, measure: str, cat="all", grp=None, sex=None, lag=0) -> float:
        values = self.history.get(self.year - lag)
        if values is None:
            raise NotAskedError
        asked = {key for key in values if key[0] == measure}
        if not asked:
            return 0.0  # a measure that no form of the level has contributes nothing
        group, which = grp or self.column[0], sex or self.column[1]
        category = cat.replace("@last_grade", self.last).replace("*", self.star)
        total = 0.0
        for part in category.split("|"):
            if (measure, part, group) not in asked:
                raise NotAskedError
            cell = values[measure, part, group][0 if which == "T" else 1]
            if which == "F" and cell is None and values[measure, part, group][0] is not None:
                raise NotAskedError
            total += 0 if cell in (None, "z") else cell
        return total

    def parts(self, measure: str) -> list[str]:
        """The parts of a measure's dimension: everything that is no sum and no nested entry."""
        keys = {key[1] for key in self.history[self.year] if key[0] == measure and key[2] == "all"}
        return sorted(keys - {"all", "kindergarten", "straight", "straight_in_area"}) or ["all"]

    def of(self, node: ast.AST) -> float | bool:
        match node:
            case ast.Expression(body=body):
                return self.of(body)
            case ast.Constant(value=value):
                return value
            case ast.BoolOp(op=ast.And(), values=values):
                return all(self.of(value) for value in values)
            case ast.BoolOp(op=ast.Or(), values=values):
                return any(self.of(value) for value in values)
            case ast.Compare():
                return self.compared(node)
            case ast.BinOp(left=left, op=op, right=right):
                a, b = self.of(left), self.of(right)
                return {ast.Add: lambda: a + b, ast.Sub: lambda: a - b, ast.Mult: lambda: a * b}[type(op)]()
            case ast.Call(func=ast.Name(id=name), args=args, keywords=keywords):
                return self.called(name, args, {k.arg: ast.literal_eval(k.value) for k in keywords})
        raise NotImplementedError(ast.dump(node))

    def compared(self, node: ast.Compare) -> bool:
        sides = [self.of(side) for side in (node.left, *node.comparators)]
        truth = {ast.Eq: lambda a, b: math.isclose(a, b), ast.LtE: lambda a, b: a <= b, ast.GtE: lambda a, b: a >= b,
                 ast.Gt: lambda a, b: a > b}  # fmt: skip
        return all(truth[type(op)](a, b) for op, a, b in zip(node.ops, sides, sides[1:], strict=False))

    def called(self, name: str, args: list[ast.expr], keywords: dict) -> float:
        if name == "sum_of":
            inner = args[0]
            assert isinstance(inner, ast.Call) and isinstance(inner.func, ast.Name)
            parts = self.parts(inner.func.id)
            return sum(Judge(self.history, self.year, self.column, self.last, part).of(inner) for part in parts)
        if name in ("abs", "max"):
            return {"abs": abs, "max": max}[name](*(self.of(arg) for arg in args))
        if name == "principals_of_school":
            return self.term("principals")
        return self.term(name, **keywords)


def stars(tree: ast.Expression, judge: Judge) -> Iterator[str]:
    """The categories that a bare ``*`` runs through, led by the first term that has one."""
    summed = {id(arg) for call in ast.walk(tree) if isinstance(call, ast.Call) for arg in call.args}
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and id(call) not in summed:
            cats = [ast.literal_eval(k.value) for k in call.keywords if k.arg == "cat"]
            if cats == ["*"]:
                yield from judge.parts(call.func.id)
                return
    yield ""


def test_no_return_breaks_a_rule_that_rejects(years, rules):
    found, forms = years
    trees = {rule["id"]: ast.parse(rule["expression"], mode="eval") for rule in rules}
    tried: dict[str, int] = dict.fromkeys(trees, 0)
    broken = []
    for (unit, level), history in found.items():
        grades = {key[1] for values in history.values() for key in values if key[0] == "pupils"}
        last = max(grades & {"kg_5", "g5", "g9"}, default="")
        for year, rule in itertools.product(history, rules):
            wanted = rule["forms"].replace("*", "").split("|")
            if not any(form.startswith(prefix) for form in forms[unit, level, year] for prefix in wanted):
                continue
            if rule["scope"] == "cross-form" and len(forms[unit, level, year]) < 3:
                continue  # of the year before the first only the start-of-year return is made
            tree = trees[rule["id"]]
            # A rule that names groups compares them with everybody, so it speaks of that column only.
            for column in [c for c in COLUMNS if c[0] == "all" or "grp=" not in rule["expression"]]:
                try:
                    for star in list(stars(tree, Judge(history, year, column, last))):
                        holds = Judge(history, year, column, last, star).of(tree)
                        tried[rule["id"]] += 1
                        if not holds:
                            broken.append((rule["id"], unit, level, year, column, star))
                except NotAskedError:
                    continue
    assert not broken, broken[:10]
    assert not [rule for rule, times in tried.items() if times == 0]


def test_columns_of_a_row_agree(district):
    for made in district.returns:
        where = (made.form, made.unit, made.year)
        for (measure, category, group), (total, female) in made.values.items():
            if female is None:
                continue
            assert 0 <= female <= total, (*where, measure, category)
            assert float(2 * total).is_integer() and float(2 * female).is_integer()
            if group != "all" and (measure, category, "all") in made.values:
                whole, women = made.values[measure, category, "all"]
                assert female <= women and total <= whole and women - female <= whole - total, (*where, measure)


def test_blanks_spare_targets_and_female_cells(district, params):
    blank = {
        (made.form[:3], key) for made in district.returns for key, value in made.values.items() if value[0] is None
    }
    assert blank
    spared = ("teachers", "principals", "vice_principals", "other_staff", "gender_lessons", "youth_finished")
    assert not [key for _, key in blank if key[0] in (*spared, "residents_required") or key[1] == "n02_2"]
    for made in district.returns:
        assert all(value[1] is None for value in made.values.values() if value[0] is None)
    cells = sum(len(made.values) for made in district.returns)
    empty = sum(value[0] is None for made in district.returns for value in made.values.values())
    assert 0.002 < empty / cells < 0.02
    careless = sum(any(value[0] is None for value in made.values.values()) for made in district.returns)
    assert careless < 0.15 * len(district.returns)


def test_flows_stand_over_the_autumn_before(years):
    found, _ = years
    seen = 0
    for history in found.values():
        for year, values in history.items():
            start = history.get(year - 1, {}).get(("pupils", "all", "all"))
            if start is None or ("transfers_in", "all", "all") not in values:
                continue
            for sex in (0, 1):
                moved = {
                    m: values[m, "all", "all"][sex] for m in ("transfers_in", "returners", "transfers_out", "leavers")
                }
                now = values["pupils_end", "all", "all"][sex]
                arrived, left = moved["transfers_in"] + moved["returners"], moved["transfers_out"] + moved["leavers"]
                assert now == start[sex] + arrived - left
                seen += 1
    assert seen > 400


def test_a_cohort_moves_up(years):
    found, _ = years
    for (_, level), history in found.items():
        for year in list(history)[1:]:
            before, now = history[year - 1], history[year]
            for low, high in (("g1", "g2"), ("g4", "g5"), ("g6", "g7"), ("g8", "g9")):
                if ("pupils", high, "all") in now and ("pupils", low, "all") in before:
                    a, b = before["pupils", low, "all"][0], now["pupils", high, "all"][0]
                    assert abs(b - a) <= max(12, 0.15 * a), (level, year, low, a, b)


def test_degrees_do_not_vanish(years):
    found, _ = years
    for history in found.values():
        for year in list(history)[1:]:
            before, now = history[year - 1], history[year]
            if ("teachers", "all", "all") not in now or ("teachers", "all", "all") not in before:
                continue
            posts = ("principals", "vice_principals", "teachers", "other_staff")
            masters = [sum(v[m, d, "all"][0] for m in posts for d in ("master", "doctor")) for v in (before, now)]
            shrunk = before["teachers", "all", "all"][0] - now["teachers", "all", "all"][0]
            assert masters[1] >= masters[0] - max(3, shrunk)
