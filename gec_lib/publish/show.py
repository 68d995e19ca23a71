"""What a cell of a notebook shows: a block for people in JupyterLab, and as data for publishing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from gec_lib import blocks
from gec_lib.claims import Book
from gec_lib.publish.document import Record, printed
from gec_lib.publish.html import environment, render_block, static
from gec_lib.publish.untraced import guard


@dataclass(frozen=True)
class Shown:
    """A block in plain form with the claims that it prints and those they are computed from."""

    block: Mapping[str, Any]
    claims: Mapping[str, Record]
    lang: str

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        """Three views of the block: HTML to read in the notebook, data to publish, bare text."""
        return {
            blocks.MIME: {"block": self.block, "claims": self.claims},
            "text/html": fragment(self.block, lang=self.lang),
            "text/plain": "".join(span["t"] for span in blocks.spans(self.block)),
        }


def show(block: Any, book: Book, *, lang: str) -> Shown:
    """Guard a block's numbers and bind them to their claims.

    Parameters
    ----------
    block : dataclass
        A block of `gec_lib.blocks`.
    book : Book
        The claims of the edition.
    lang : str
        Language of the labels around the content.

    Raises
    ------
    ClaimError
        When the block prints a digit without claim, citation or structure, or a claim that was never filed.

    Examples
    --------
    >>> from gec_lib.blocks import Sentence, Sentences, Span
    >>> show(Sentences((Sentence("A1", (Span("Có 7 người."),)),)), Book(), lang="vi")
    Traceback (most recent call last):
        ...
    gec_lib.claims.ClaimError: block sentences prints 'Có 7 người.' without a claim; ...
    """
    data = blocks.plain(block)
    guard(data)
    return Shown(data, book.records(id for id, _ in printed(data)), lang)


def fragment(data: Mapping[str, Any], *, lang: str) -> str:
    """A block as HTML that stands alone in a notebook; a figure is embedded once, in its wide form."""
    body = render_block(data, lang=lang)
    marks = environment().get_template("sprite.html.j2").render() if "<use" in body else ""
    # a page has its own frame; in a notebook the block itself says that its data are synthetic
    mark = data.get("synthetic", "")
    stamp = Markup('<p class="stamp" role="note"><b>{}</b></p>').format(mark) if mark else ""
    return f'<div class="gec"><style>{static("cell.css")}</style>{marks}{stamp}{body}</div>'
