"""The official copy of a report as a Word file, in the layout of Decree 30/2020, from the blocks alone."""

from __future__ import annotations

from gec_lib.publish.docx.copy import render_docx

__all__ = ["render_docx"]
