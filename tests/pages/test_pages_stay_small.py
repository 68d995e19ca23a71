"""A page without its pictures stays within 250 kB, the annex of sources included."""

from __future__ import annotations

import dataclasses
import re

from gec_lib.publish.html import render_page

BUDGET = 250_000


def weight(page: str) -> int:
    return len(re.sub(r"data:image/svg\+xml;base64,[A-Za-z0-9+/=]+", "", page).encode())


def test_the_sample_is_light(page):
    assert weight(page) < 100_000


def test_a_full_report_fits_the_budget(document):
    """Nearly seven hundred numbers, each with its own source: more than a final report prints."""
    rows, claims = [], {}
    for i in range(55):
        cells = [{"text": [{"t": "Trường Tiểu học mẫu"}]}]
        for j in range(10):
            id = f"T3-02a.{2021 + j // 2}.unit{i:02}.F.num{j}"
            claims[id] = {
                "id": id,
                "value": "4",
                "unit": "person",
                "indicator": f"T3-{i:02}a",
                "label": f"Tỷ lệ nữ trong số tiến sĩ, {2021 + j // 2}, Tiểu học mẫu {i:02}",
                "formula": "4 / 14",
                "numerator": f"nữ có trình độ tiến sĩ là trình độ cao nhất, nhóm {i}",
                "denominator": f"người có trình độ tiến sĩ là trình độ cao nhất, nhóm {i}",
                "cells": 12,
                "first": f"bdg_th-990000{i:02}-2025.xlsx › 18 nhiệm vụ › E{j}",
            }
            cells.append({"text": [{"t": "28,6", "claim": id}]})
        rows.append({"cells": cells, "role": "row"})
    columns = [{"label": [{"t": "Trường"}], "align": "left"}] + [{"label": [{"t": "Nữ"}], "align": "right"}] * 10
    table = {"kind": "table", "id": "long", "caption": [{"t": "Bảng dài"}], "columns": columns, "rows": rows}
    full = dataclasses.replace(document, blocks=(*document.blocks, table), claims={**document.claims, **claims})
    assert weight(render_page(full)) < BUDGET
