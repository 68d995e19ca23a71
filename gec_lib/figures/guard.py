"""The guard of the charts: every text with a digit belongs to a claim, to an axis or to a target of the plan."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree

from gec_lib.claims import DIGITS

NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
OWNERS = ("claim:", "axis:", "target:")


def unclaimed_texts(svg: str) -> list[str]:
    """Texts of a drawing that hold a number nobody answers for.

    A text answers by the ``id`` of its group: keys joined by ``;``, each ``claim:<id>``, ``axis:<what>`` or
    ``target:<id>``. A text with claims alone must not hold more numbers than claims.

    Parameters
    ----------
    svg : str
        A drawing of this package.

    Returns
    -------
    list of str
        The texts, in document order; empty when all is well.

    Examples
    --------
    >>> unclaimed_texts('<svg><g id="claim:T3-02a.value"><text>28,6%</text></g><g><text>tăng 16</text></g></svg>')
    ['tăng 16']
    >>> unclaimed_texts('<svg><g id="claim:T3-02a.value"><text>4/14</text></g></svg>')
    ['4/14']
    """
    return [text for text, keys in _texts(svg) if DIGITS.search(text) and not _answered(text, keys)]


def claims_of(svg: str) -> list[str]:
    """Keys of the claims that a drawing prints, in document order, each once.

    Examples
    --------
    >>> claims_of('<svg><g id="claim:a.num;claim:a.den"><text>4/14</text></g></svg>')
    ['a.num', 'a.den']
    """
    keys = [key for _, keys in _texts(svg) for key in keys if key.startswith("claim:")]
    return [key.removeprefix("claim:") for key in dict.fromkeys(keys)]


def numbers_of(svg: str) -> list[str]:
    """Keys of the claims that a drawing prints as numbers; a claim drawn as a mark alone is left out.

    Examples
    --------
    >>> numbers_of('<svg><g id="claim:a.num"><text>4</text></g><g id="claim:b.num"><text>–</text></g></svg>')
    ['a.num']
    """
    keys = [key for text, keys in _texts(svg) if DIGITS.search(text) for key in keys if key.startswith("claim:")]
    return [key.removeprefix("claim:") for key in dict.fromkeys(keys)]


def _answered(text: str, keys: tuple[str, ...]) -> bool:
    if not keys or not all(key.startswith(OWNERS) and key.split(":", 1)[1] for key in keys):
        return False
    if not all(key.startswith("claim:") for key in keys):
        return True
    return len(NUMBER.findall(text)) <= len(keys)


def _texts(svg: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every piece of text with the keys of its nearest group; styles are no text."""
    yield from _walk(ElementTree.fromstring(svg), ())


def _walk(element: ElementTree.Element, keys: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    tag = element.tag.rsplit("}", 1)[-1]
    if tag == "style":
        return
    if tag == "g":
        own = element.get("id", "")
        keys = tuple(own.split(";")) if own.startswith(OWNERS) else ()
    if element.text and element.text.strip():
        yield element.text.strip(), keys
    for child in element:
        yield from _walk(child, keys)
        if child.tail and child.tail.strip():
            yield child.tail.strip(), keys
