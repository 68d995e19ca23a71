"""Office files that repeat byte for byte: a zip written again with sorted names, fixed dates and fixed properties."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime

EPOCH = datetime(1980, 1, 1)  # the first day that a zip can hold
CORE = "docProps/core.xml"
DATED = re.compile(rb"(<dcterms:(created|modified)\b[^>]*>)[^<]*(</dcterms:\2>)")
OWNERS, READABLE = 0o600, 0o644  # who may read a file once it is unpacked
UNIX = 3


def entry(name: str, *, mode: int = OWNERS) -> zipfile.ZipInfo:
    """The place of a file in a zip that repeats: nothing of it depends on the day or the machine.

    Examples
    --------
    >>> entry("a.txt").date_time
    (1980, 1, 1, 0, 0, 0)
    """
    place = zipfile.ZipInfo(name, EPOCH.timetuple()[:6])
    place.compress_type, place.external_attr, place.create_system = zipfile.ZIP_DEFLATED, mode << 16, UNIX
    return place


def rewritten(data: bytes, *, created: datetime) -> bytes:
    """The same office file as it comes out again and again.

    Parameters
    ----------
    data : bytes
        A file of Word or Excel as its library saved it, with the time of day in names' dates and properties.
    created : datetime
        What the file says of its own making, for example the day of the data.

    Returns
    -------
    bytes
        Entries in alphabetical order, dated 1 January 1980; "created" and "modified" set.

    Examples
    --------
    >>> def made(*names):
    ...     buffer = io.BytesIO()
    ...     with zipfile.ZipFile(buffer, "w") as archive:
    ...         for name in names:
    ...             archive.writestr(name, name)
    ...     return buffer.getvalue()
    >>> rewritten(made("b", "a"), created=EPOCH) == rewritten(made("a", "b"), created=EPOCH)
    True
    """
    stamp = b"\\g<1>" + created.strftime("%Y-%m-%dT%H:%M:%SZ").encode() + b"\\g<3>"
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in sorted(old.namelist()):
            content = old.read(name)
            new.writestr(entry(name), DATED.sub(stamp, content) if name == CORE else content)
    return buffer.getvalue()
