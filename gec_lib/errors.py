"""Errors that the program tells in the user's language: the text is for Python, a key and its fields for the words."""

from __future__ import annotations


class WordedError(Exception):
    """An error with a key of ``messages/cli.*.toml`` (without its ``error_``) and the fields of that text.

    Parameters
    ----------
    text : str
        The English text: where, what was found, what was expected, what to do.
    key : str
        The key of the text in the user's language; empty when there is none, and the English text is told.
    **fields : object
        What the words of the key hold.

    Examples
    --------
    >>> class ShelfError(WordedError, ValueError):
    ...     '''A book that is not there.'''
    >>> error = ShelfError("found no book 7; expected one of 1, 2", key="no_book", found=7)
    >>> str(error), error.key, error.fields
    ('found no book 7; expected one of 1, 2', 'no_book', {'found': 7})
    """

    def __init__(self, text: str = "", *, key: str = "", **fields: object) -> None:
        super().__init__(text)
        self.key, self.fields = key, fields
