"""Positions in the SVG, read back through the labels of its own axis, are the values that went in."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from gec_lib.figures import CHARTS

SVG = "{http://www.w3.org/2000/svg}"


def root_of(chart, look, size="wide"):
    return ElementTree.fromstring(getattr(CHARTS[type(chart)][0](chart, look=look), size))


def group(root, id):
    return next(g for g in root.iter(f"{SVG}g") if g.get("id") == id)


def translate(text):
    return tuple(float(v) for v in re.search(r"translate\(([-\d.]+)[ ,]([-\d.]+)\)", text.get("transform")).groups())


def texts(root, prefix):
    """Where texts of a kind stand: id without prefix -> (x, y), and what they say."""
    found = {}
    for g in root.iter(f"{SVG}g"):
        if g.get("id", "").startswith(prefix):
            text = g.find(f"{SVG}text")
            where = (float(text.get("x")), float(text.get("y"))) if text.get("x") else translate(text)
            found[g.get("id").removeprefix(prefix)] = (where, text.text)
    return found


def scale(root, axis):
    """The function from points to values that the labels of the value axis promise."""
    marks = [(float(key), where[axis]) for key, (where, _) in texts(root, "axis:value:").items()]
    (v0, p0), (v1, p1) = min(marks), max(marks)
    return lambda point: v0 + (point - p0) / (p1 - p0) * (v1 - v0)


def corners(element):
    """Corners of a drawn path."""
    pairs = re.findall(r"[ML] ([-\d.]+) ([-\d.]+)", element.find(f".//{SVG}path").get("d"))
    return [(float(x), float(y)) for x, y in pairs]


def uses(element):
    return [(float(u.get("x")), float(u.get("y"))) for u in element.iter(f"{SVG}use")]


@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_trajectory(inputs, look, size):
    root = root_of(inputs["Trajectory: with projection"], look, size)
    shift = 0.36 * 9  # labels stand on their baseline, a little below their line
    value = scale(root, 1)
    years = {int(k): where[0] for k, (where, _) in texts(root, "axis:year:").items()}
    found = uses(group(root, "values:2021"))
    assert [value(y + shift) for _, y in found] == pytest.approx([1 / 8, 1 / 9, 2 / 10, 3 / 12, 4 / 14], abs=1e-3)
    assert found[0][0] == pytest.approx(years[2021], abs=0.01) and found[-1][0] == pytest.approx(years[2025], abs=0.01)
    (x0, y0), (x1, _) = corners(group(root, "goal:T3b.2025"))
    assert value(y0 + shift) == pytest.approx(0.30, abs=1e-3)
    assert (x0 + x1) / 2 == pytest.approx(years[2025], abs=0.01)
    assert [value(y + shift) for _, y in corners(group(root, "path"))] == pytest.approx([0.125, 0.3, 0.35], abs=1e-3)


def test_trajectory_prints_value_and_counts(inputs, look):
    root = root_of(inputs["Trajectory: with projection"], look)
    said = {key: text for key, (_, text) in texts(root, "claim:").items()}
    assert said["T.2021.value"] == "12,5%" and said["T.2025.value"] == "28,6%" and said["P.2030.value"] == "42,0%"
    assert said["T.2025.num;claim:T.2025.den"] == "4/14"


def test_trajectory_is_not_joined_over_a_break_or_a_year_without_value(inputs, look):
    assert [len(uses(g)) for g in pieces(root_of(inputs["Trajectory: break in series"], look))] == [5, 2]
    assert [len(uses(g)) for g in pieces(root_of(inputs["Trajectory: hidden years"], look))] == [1, 1]
    assert pieces(root_of(inputs["Trajectory: all hidden"], look)) == []


def pieces(root):
    return [g for g in root.iter(f"{SVG}g") if g.get("id", "").startswith("values:")]


@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_dumbbell(inputs, look, size):
    root = root_of(inputs["Dumbbell: ordinary"], look, size)
    value = scale(root, 0)
    wanted = {"all.F": 0.124, "all.M": 0.231, "p.F": 0.041, "p.M": 0.045, "s.F": 0.158, "l.M": 0.231}
    for key, share in wanted.items():
        ((x, _),) = uses(group(root, f"mark:D.{key}"))
        assert value(x) == pytest.approx(share, abs=5e-4), key


def test_dumbbell_is_hollow_and_starred_where_the_base_is_under_thirty(inputs, look):
    root = root_of(inputs["Dumbbell: ordinary"], look)
    fill = {key: use_style(group(root, f"mark:D.{key}")) for key in ("p.F", "p.M")}
    assert "fill: #4f2277" in fill["p.F"].lower() and "fill: #ffffff" in fill["p.M"].lower()
    names = [text.text for text in root.iter(f"{SVG}text")]
    assert "Mầm non\u00a0*" in names and "Tiểu học" in names


def use_style(element):
    return " ".join(u.get("style", "") for u in element.iter(f"{SVG}use"))


def test_bars_begin_at_zero_and_end_at_their_value(inputs, look):
    root = root_of(inputs["Bars: ordinary"], look)
    value = scale(root, 0)
    for key, share in {"all": 412 / 548, "p": 176 / 179, "l": 17 / 29}.items():
        xs = [x for x, _ in corners(group(root, f"bar:B.{key}"))]
        assert value(min(xs)) == pytest.approx(0, abs=1e-3) and value(max(xs)) == pytest.approx(share, abs=1e-3)
    assert value(corners(group(root, "goal:T3a"))[0][0]) == pytest.approx(0.5, abs=1e-3)


def test_returns_by_day(inputs, look):
    root = root_of(inputs["ReturnsByDay: three years"], look)
    value, days = scale(root, 1), texts(root, "axis:day:")
    x, y = corners(group(root, "season:2025"))[-1]
    assert value(y + 0.36 * 9) == pytest.approx(64, abs=0.2)
    assert x == pytest.approx(days["0"][0][0], abs=0.01) and days["0"][1] == "20/12"
    assert days["-10"][1] == "10/12" and days["-20"][1] == "30/11"


def test_coverage_bars_share_their_length_by_the_counts(inputs, look):
    root = root_of(inputs["CoverageByLevel: ordinary"], look)
    spans = []
    for part in "olm":
        xs = [x for x, _ in corners(group(root, f"part:V.l.{part}"))]
        spans.append(max(xs) - min(xs))
    assert [span / sum(spans) for span in spans] == pytest.approx([12 / 16, 3 / 16, 1 / 16], abs=1e-3)


def test_a_hidden_count_has_no_length(inputs, look):
    root = root_of(inputs["CoverageByLevel: ends and hidden"], look)
    assert not [g for g in root.iter(f"{SVG}g") if g.get("id", "").startswith("part:V.l.")]


def test_slope_keeps_the_order_of_the_values(inputs, look):
    root = root_of(inputs["Slopes: ordinary"], look)
    ends = {key[2:-2]: where[1] for key, (where, _) in texts(root, "claim:").items() if key.endswith(".b")}
    order = sorted(ends, key=lambda name: ends[name])
    assert order == [
        "15–18 tuổi tốt nghiệp THCS",
        "Trường đưa nội dung giới vào chương trình",
        "Nữ hiệu trưởng / hiệu trưởng",
        "Nữ thạc sĩ / thạc sĩ",
        "Nữ tiến sĩ / tiến sĩ",
    ]


def test_pyramid_bars_are_as_long_as_their_counts(inputs, look):
    root = root_of(inputs["Pyramid: ordinary"], look)
    length = {}
    for key in ("1.F", "1.M", "7.F"):
        xs = [x for x, _ in corners(group(root, f"bar:L.{key}"))]
        length[key] = max(xs) - min(xs)
    assert length["1.F"] / length["1.M"] == pytest.approx(2410 / 2655, abs=1e-3)
    assert length["7.F"] / length["1.M"] == pytest.approx(1921 / 2655, abs=1e-3)
