"""An analyst's paragraph stands in its section, or the run says which file has no place; it never disappears."""

from __future__ import annotations

from pathlib import Path

import pytest

from gec_lib.commentary import CommentaryError, check_sections


def test_a_paragraph_for_a_section_that_is_not_there_is_refused_by_name():
    files = {"III.3": Path("III.3.vi.md"), "III.33": Path("III.33.vi.md")}
    with pytest.raises(CommentaryError, match=r"III\.33\.vi\.md: no section 'III\.33'; this edition has III\.3, V\.1"):
        check_sections(files, sections={"V.1", "III.3"})


def test_paragraphs_with_their_sections_pass():
    check_sections({"III.3": Path("III.3.vi.md")}, sections={"III.3", "IV"})
