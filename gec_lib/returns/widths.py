"""Widths of columns and heights of rows of a return, so that nothing is cut and a page stays readable on A4."""

from __future__ import annotations

from collections.abc import Iterable

# In characters of the workbook's own font, and points.
NARROWEST, WIDEST_LABEL, NARROWEST_LABEL = 10, 40, 26
LINE, LEAST, PADDING = 16, 24, 8
# A4 across between the margins, a character of 12 points, and the smallest print that can be read, in points.
PAGE_HEIGHT, PAGE_WIDTH, CHARACTER, SMALLEST_SCALE = 515, 785, 6, 0.66
ORDER, RESULT, EXPLANATION, NOTE, MONEY, DATE = 5, 11, 22, 24, 14, 12


def label_width(labels: Iterable[str]) -> int:
    """Characters for a column of labels: the longest of them, within reason; a longer one is wrapped.

    Examples
    --------
    >>> label_width(["Lớp 6"]), label_width(["x" * 30]), label_width(["x" * 90])
    (26, 32, 40)
    """
    longest = max((len(label) for label in labels), default=0)
    return min(WIDEST_LABEL, max(NARROWEST_LABEL, longest + 2))


def code_width(codes: Iterable[str]) -> int:
    """Characters for a column of codes, which are never wrapped."""
    return max(7, *(len(code) + 3 for code in codes))


def head_width(heading: str, *, least: int) -> int:
    """Characters for a column under a heading that is wrapped between words to three lines at most.

    Examples
    --------
    >>> head_width("Nữ", least=10), head_width("Số lượng / Có = 1, Không = 0", least=10)
    (10, 14)
    """
    longest_word = max((len(word) for word in heading.split()), default=0)
    return max(least, longest_word + 3, -(-len(heading) // 3) + 4)


def lines_of(text: str, *, width: float) -> int:
    """How many lines a text takes when it is wrapped between words.

    Parameters
    ----------
    text : str
        With its own line breaks.
    width : float
        Characters that fit on a line; bold or capital letters take more.

    Examples
    --------
    >>> lines_of("Trong đó: Nữ", width=9), lines_of("", width=9)
    (2, 1)
    """
    count = 0
    for paragraph in text.split("\n"):
        used, count = 0.0, count + 1
        for word in paragraph.split():
            if used and used + 1 + len(word) > width:
                used, count = 0.0, count + 1
            used += len(word) + (1 if used else 0)
    return count


def height(texts: Iterable[tuple[str, float]], *, least: float = LEAST) -> float:
    """Points that a row needs for its wrapped texts, each with the width of its column."""
    tallest = max((lines_of(text, width=width - 2) for text, width in texts), default=1)
    return max(least, LINE * tallest + PADDING)


def fits_one_page(wide: Iterable[float], tall: Iterable[float]) -> bool:
    """Whether a sheet is still readable when all of it is put on one page.

    Examples
    --------
    >>> fits_one_page([100], [24] * 28), fits_one_page([100], [24] * 60)
    (True, False)
    """
    by_width, by_height = PAGE_WIDTH / (CHARACTER * sum(wide)), PAGE_HEIGHT / sum(tall)
    return by_height >= SMALLEST_SCALE or by_width <= by_height
