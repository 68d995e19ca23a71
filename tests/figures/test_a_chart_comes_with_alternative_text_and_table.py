"""A chart without alternative text is refused; its table holds every claim that the drawing prints."""

from __future__ import annotations

import dataclasses

import pytest

from gec_lib.blocks import plain, spans, text_of
from gec_lib.claims import unclaimed
from gec_lib.figures import claims_of, figure_of
from gec_lib.wording import load_messages


def figure(chart, words):
    text = words.text("{what}", what="Tỷ lệ nữ")
    return figure_of(
        chart,
        words=words,
        stamp="",
        id="hinh",
        name="tỷ lệ nữ trong số tiến sĩ của các trường",
        title=text,
        subtitle=text,
        caption=text,
        notes=(),
    )


def test_alternative_text_and_table_are_claimed_and_short(chart, words):
    block = figure(chart, words)
    assert 20 < len(text_of(block.alt)) <= 250
    assert unclaimed(spans(plain(block))) == []


def test_the_table_holds_what_the_drawing_prints(chart, words):
    block = figure(chart, words)
    tabled = {span["claim"] for span in spans(plain(block.table)) if span.get("claim")}
    assert set(claims_of(block.wide)) - marked(chart) <= tabled


def marked(data):
    """Ids of claims that have only a mark: a mark is not a number, so the table needs no claim for it."""
    if dataclasses.is_dataclass(data):
        own = {data.id} if getattr(data, "mark", "") else set()
        return own.union(*(marked(getattr(data, f.name)) for f in dataclasses.fields(data)))
    return set().union(*(marked(item) for item in data)) if isinstance(data, tuple) else set()


def test_every_row_of_a_table_is_as_wide_as_its_head(chart, words):
    table = figure(chart, words).table
    assert {len(row.cells) for row in table.rows if row.role != "group"} == {len(table.columns)}


def test_a_figure_without_alternative_text_is_refused(inputs, words):
    block = figure(inputs["Bars: ordinary"], words)
    with pytest.raises(ValueError, match="no alternative text"):
        dataclasses.replace(block, alt=())


def test_alternative_text_of_a_trajectory_in_words(inputs, words):
    alt = text_of(figure(inputs["Trajectory: with projection"], words).alt)
    wanted = {
        "vi": "Biểu đồ đường: tỷ lệ nữ trong số tiến sĩ của các trường từ 12,5% năm 2021 đến 28,6% năm 2025; "
        "chỉ tiêu 30% năm 2025.",
        "en": "Line chart: tỷ lệ nữ trong số tiến sĩ của các trường from 12.5% in 2021 to 28.6% in 2025; "
        "target 30% in 2025.",
    }
    assert alt == wanted[words.lang]


def test_the_stamp_is_inside_every_image_of_synthetic_data_and_in_no_other(inputs, words):
    data = inputs["Bars: ordinary"]
    bare = figure(data, words)
    stamp = words.label("chart", "stamp")
    text = words.text("{what}", what="Tỷ lệ nữ")
    around = {"id": "hinh", "name": "x", "title": text, "subtitle": text, "caption": text, "notes": ()}
    stamped = figure_of(data, words=words, stamp=stamp, **around)
    assert stamp not in bare.wide + bare.narrow
    assert stamp in stamped.wide and stamp in stamped.narrow


def test_both_languages_have_the_same_labels():
    vi, en = (load_messages(lang)["label"]["chart"] for lang in ("vi", "en"))
    assert vi.keys() == en.keys()
