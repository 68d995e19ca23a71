"""Blocks and whole pages as HTML: one file, offline, readable without script."""

from __future__ import annotations

import base64
import functools
import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup, escape

from gec_lib import blocks, claims
from gec_lib.publish import geometry, guard, sources
from gec_lib.publish.document import Document, DocumentError, walk
from gec_lib.publish.sources import Links

HERE = Path(__file__).parent
MESSAGES = HERE.parent / "messages"

VERDICTS = (
    "met",
    "maintained",
    "on_track",
    "needs_acceleration",
    "behind",
    "moving_away",
    "not_met",
    "no_data",
    "not_comparable",
    "suppressed",
)
STATES = {"not_applicable": claims.NOT_APPLICABLE, "undefined": claims.UNDEFINED, "missing": claims.MISSING}
TASK_SHAPES = ("full", "part", "none")
TASK_STATES = {"missing": claims.MISSING, "not_applicable": claims.NOT_APPLICABLE}
MARK_NAMES = dict(zip(claims.MARKS, ("zero", "undefined", "missing", "hidden", "not_applicable"), strict=True))
COMMAND = "gec verify"  # what the foot of the page tells to run
RANGE = re.compile(r"\d+–\d+")
CITED = re.compile(r'<span data-claim="([^"]+)">(.*?)</span>', re.DOTALL)


@functools.cache
def labels(lang: str) -> Mapping[str, str]:
    """Words of the page around the blocks, in one language."""
    with (MESSAGES / f"pages.{lang}.toml").open("rb") as stream:
        return dict(tomllib.load(stream)["label"]["page"])


def inline(text: Iterable[Mapping[str, str]] | None, *, links: Links) -> Markup:
    """Inline text: a number becomes a link to its source, a mention of a block a link to that block.

    Examples
    --------
    >>> from gec_lib.publish.sources import Links
    >>> inline([{"t": "tăng "}, {"t": "16,1", "claim": "x"}], links=Links({"x": "c-x"}))
    Markup('tăng <a class="n" href="#c-x">16,1</a>')
    """
    return Markup("").join(_unbroken(_span(span, links, Markup("<b>%s</b>"))) for span in text or ())


def inline_svg(text: Iterable[Mapping[str, str]] | None, *, links: Links) -> Markup:
    """The same inside ``<svg>``, where ``<b>`` would end the drawing."""
    return Markup("").join(_span(span, links, Markup("%s")) for span in text or ())


def _span(span: Mapping[str, str], links: Links, strong: Markup) -> Markup:
    text = escape(span["t"])
    if span.get("strong"):
        text = strong % text
    if span.get("claim") in links.claims:
        return Markup('<a class="n" href="#%s">%s</a>') % (links.claims[span["claim"]], text)
    place = span.get("cite") or span.get("structure") or ""
    if place in links.blocks:
        return Markup('<a href="#%s">%s</a>') % (place, text)
    return text


def _unbroken(html: Markup) -> Markup:
    """Ranges such as 2021–2025 stay on one line."""
    return Markup(RANGE.sub(r'<span class="nb">\g<0></span>', str(html)))


def commentary(html: str, *, links: Links) -> Markup:
    """An analyst's words, already rendered with escaping on; cited figures become links to their sources."""

    def cited(match: re.Match[str]) -> str:
        place = links.claims.get(match[1])
        return f'<a class="n" href="#{place}">{match[2]}</a>' if place else match[2]

    return Markup(CITED.sub(cited, html))


def known(verdict: str) -> str:
    """The verdict itself, when the sprite has its shape.

    Raises
    ------
    ValueError
        For a key that has no shape; states such as not applicable are written with their mark instead.
    """
    if verdict not in VERDICTS:
        raise ValueError(f"verdict {verdict!r} has no mark; known: {', '.join((*VERDICTS, *STATES))}")
    return verdict


def unknown(kind: str) -> str:
    """Refuse a block of a kind that has no macro."""
    raise ValueError(f"no macro renders a block of kind {kind!r}; add one to templates/blocks.html.j2")


def bound(links: Links) -> dict[str, Any]:
    """What macros call, bound to the places of one page."""
    return {
        "text": functools.partial(inline, links=links),
        "svg_text": functools.partial(inline_svg, links=links),
        "commentary": functools.partial(commentary, links=links),
        "links": links,
    }


@functools.cache
def environment() -> Environment:
    """Templates with escaping on: names from workbooks are hostile until escaped."""
    env = Environment(
        loader=FileSystemLoader(HERE / "templates"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    env.globals.update(
        plain_text=blocks.text_of,
        geometry=geometry,
        known=known,
        unknown=unknown,
        states=STATES,
        verdicts=VERDICTS,
        task_shapes=TASK_SHAPES,
        task_states=TASK_STATES,
        mark_names=MARK_NAMES,
    )
    return env


def render_block(data: Mapping[str, Any], *, lang: str, links: Links = sources.NOWHERE) -> str:
    """One block as an HTML fragment.

    Parameters
    ----------
    data : mapping
        A block in plain form (`gec_lib.blocks.plain`).
    lang : str
        Language of the labels around the content.
    links : Links
        Places of the page; a number outside them is printed without link.

    Examples
    --------
    >>> render_block({"kind": "heading", "level": 2, "id": "a", "text": [{"t": "<A>"}]}, lang="vi")
    '<h2 id="a">&lt;A&gt;</h2>'
    """
    module = environment().get_template("blocks.html.j2").make_module({"label": labels(lang), **bound(links)})
    return str(module.block(data, None)).strip()  # type: ignore[attr-defined]


def render_page(document: Document) -> str:
    """The page of an edition, complete in one file.

    Parameters
    ----------
    document : Document
        Blocks, claims and what the page says of itself.

    Returns
    -------
    str
        HTML without any address outside the page itself and the files beside it.

    Raises
    ------
    DocumentError
        When an id stands twice, a printed claim has no record, or the page says more, or less, than the blocks.
    """
    words = labels(document.lang)
    places = sources.links(document)
    listed = sources.annex(document, places=places, words=words)
    entries = sources.by_name(listed)
    found = list(walk(document.blocks))
    page = environment().get_template("page.html.j2")
    html = page.render(
        document=document,
        label=words,
        masthead=next((b for b in found if b["kind"] == blocks.Masthead.kind), None),
        contents=[b for b in found if b["kind"] == blocks.Heading.kind and b["level"] == 2],
        files=[(name, words.get("file_" + re.sub(r"\W", "_", name), name)) for name in document.meta.files],
        entries=entries,
        bare=not any(b["kind"] == blocks.SourceList.kind for b in found),
        data=Markup(sources.popover_data(entries)),
        **frame(document.synthetic, lang=document.lang),
        **bound(places),
    )
    lines = (value for entry in listed for value in vars(entry).values())
    guard.guard_page(document, _checked(html), form=(*words.values(), *lines, COMMAND))
    return html


def frame(synthetic: str, *, lang: str) -> dict[str, Any]:
    """Style, script and stamp that every page carries."""
    script = static("page.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    head, _, rest = synthetic.partition(" · ")
    stamp = f"{head} · {labels(lang)['print_stamp']}" if synthetic else ""
    return {
        "style": Markup(static("page.css")),
        "script": Markup(script),
        "script_hash": digest,
        "stamp_head": head,
        "stamp_rest": rest,
        "stamp_css": Markup(_css_string(stamp)),
        "lang": lang,
    }


@functools.cache
def static(name: str) -> str:
    """A style or script without comments of its own and without indentation."""
    text = re.sub(r"/\*.*?\*/", "", (HERE / "static" / name).read_text("utf-8"), flags=re.DOTALL)
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


def _css_string(text: str) -> str:
    """Text as a CSS string that can end neither the string nor the style element."""
    return '"' + "".join(c if c.isalnum() or c in " ·-" else f"\\{ord(c):x} " for c in text) + '"'


ID = re.compile(r'<[^<>]*?\sid="([^"]*)"')


def _checked(html: str) -> str:
    seen: set[str] = set()
    for id in ID.findall(html):
        if id in seen:
            raise DocumentError(f"the id {id!r} stands twice on the page; give headings, tables and figures own ids")
        seen.add(id)
    return html
