"""The looks of a return: fonts, fills and borders of its cells (colours of the design's tokens)."""

from __future__ import annotations

from typing import Any

INPUT_FILL, INPUT_BORDER = "#FFFBE6", "#6F7B84"
LOCKED_FILL, LOCKED_INK = "#F5F6F4", "#4A545C"
LINK_INK = "#0A5A7A"
RULE, INK = "#C9D0D5", "#1B242C"
HEAD_FILL = "#E3E7EA"
STAMP_INK, STAMP_FILL = "#7A1F1F", "#FFF6E5"


class Looks:
    """The formats of one workbook; a format belongs to the workbook that made it."""

    def __init__(self, workbook: Any) -> None:
        add = workbook.add_format
        box = {"border": 1, "border_color": RULE, "valign": "vcenter"}
        entry = {
            "border": 1,
            "border_color": INPUT_BORDER,
            "bg_color": INPUT_FILL,
            "locked": False,
            "valign": "vcenter",
        }
        locked = {**box, "bg_color": LOCKED_FILL, "font_color": LOCKED_INK}
        right = {"align": "right", "indent": 1}
        self.plain = add({"valign": "vcenter"})
        self.bold = add({"bold": True, "valign": "vcenter"})
        self.title = add({"bold": True, "font_size": 14, "valign": "vcenter"})
        self.note = add({"italic": True, "font_color": LOCKED_INK, "valign": "vcenter"})
        self.link = add({"font_color": LINK_INK, "underline": 1, "valign": "vcenter"})
        self.faint = add({**locked, "font_size": 8, "align": "left"})
        self.mark = add({"font_color": LOCKED_INK, "align": "right", "valign": "vcenter"})
        self.stamp = add(
            {"bold": True, "align": "center", "valign": "vcenter", "font_color": STAMP_INK, "bg_color": STAMP_FILL}
        )
        self.head = add(
            {**box, "border_color": INK, "bold": True, "align": "center", "bg_color": HEAD_FILL, "text_wrap": True}
        )
        self.band = add({"bold": True, "bg_color": LOCKED_FILL, "valign": "vcenter"})
        self.centre = add({**box, "align": "center"})
        self.centre_faint = add({**box, "align": "center", "font_color": LOCKED_INK})
        self.label = add({**box, "indent": 1, "text_wrap": True})
        self.label_deep = add({**box, "indent": 2, "text_wrap": True})
        self.input = add({**entry, **right})
        self.date_input = add({**entry, **right, "num_format": "dd/mm/yyyy"})
        self.text_input = add({**entry, "align": "left", "text_wrap": True})
        self.locked = add({**locked, **right})
        self.date_locked = add({**locked, **right, "num_format": "dd/mm/yyyy"})
        self.locked_text = add({**locked, "align": "left"})
        self.result = add({**box, "align": "center"})
