"""Read and check mutated workbooks and CSV files: each is accepted or refused with a fault, none crashes or hangs.

Run ``python benchmarks/fuzz_returns.py --files 10000 --seed 379``. Good files of every kind (.xlsx, .csv, and .xls and
.ods where LibreOffice is installed) are damaged in many ways: bytes changed, cut, doubled; parts of the archive
changed, removed, swapped between forms; cells of the XML given other types, places and texts; strings that clerks,
spreadsheets and attackers write. Every file is read and checked in a child that may use 1 GiB of memory and 10 s.
"""

from __future__ import annotations

import argparse
import io
import multiprocessing
import queue
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, NamedTuple

from gec_lib.codelists import UNIT_COLUMNS, load_codes
from gec_lib.returns.forms import Identity, write_form
from gec_lib.returns.layouts import load_layouts

ROOT = Path(__file__).resolve().parent.parent
PARAMS = ROOT / "params"
LIMIT_SECONDS, LIMIT_BYTES = 10, 2**30
FORMS = ("dn_mn", "dn_thcs", "cn_th", "bdg_thcs", "pc_thcs", "pc_xmc")
TEXTS = (
    b"-", b"\xe2\x80\xa6", b"z", b"12 em", b"2.09", b"1.234", b"1e400", b"-1", b"nan", b"inf", b"98,5%", b"31/11/2024",
    b"=1+1", b"&amp;", b"&#x0;", b"&b;", b"<v>", b"]]>", b"\xff\xfe", b"\x00", b"e\xcc\x81", b"\xe2\x80\x8b",
    b"9" * 400, b"A" * 40_000, b"1048576", b"-2147483648", b"2147483648", b"", b" ", b"\xc2\xa0", b"TRUE", b"#REF!",
    b"0.5", b"1E5",
)  # fmt: skip
TOKENS = (
    (rb't="s"', rb't="str"'), (rb't="s"', rb't="b"'), (rb't="s"', rb't="d"'), (rb't="s"', rb't="inlineStr"'),
    (rb"<v>\d+</v>", b"<v>%s</v>"), (rb'r="[A-Z]+\d+"', b'r="%s"'), (rb"<row ", b"<rox "), (rb"</sheetData>", b""),
    (rb'ref="[^"]*"', b'ref="%s"'), (rb'Target="[^"]*"', b'Target="%s"'), (rb'name="[^"]*"', b'name="%s"'),
    (rb'r:id="[^"]*"', b'r:id="rId99"'), (rb'encoding="UTF-8"', b'encoding="UTF-16"'), (rb"<t>[^<]*</t>", b"<t>%s</t>"),
    (rb'numFmtId="\d+"', b'numFmtId="14"'), (rb"date1904", b"date1900"), (rb"<c ", b'<c t="e" '),
    (rb"<f>", b"<f t='shared'>"),
)  # fmt: skip
PLACES = (b"A1", b"ZZ9999", b"XFD1048576", b"A0", b"AAAA1", b"D9", b"C7", b"1", b"", b"A1:XFD1048576", b"D9:A1")


class Good(NamedTuple):
    """A file that is read without a fault."""

    suffix: str
    data: bytes


Mutation = Callable[[Good, Sequence[Good], random.Random], bytes]


def change_bytes(good: Good, others: Sequence[Good], draw: random.Random) -> bytes:
    data = bytearray(good.data)
    for _ in range(draw.choice((1, 3, 20, 200))):
        data[draw.randrange(len(data))] = draw.randrange(256)
    return bytes(data)


def cut_or_double(good: Good, others: Sequence[Good], draw: random.Random) -> bytes:
    one, two = sorted(draw.randrange(len(good.data)) for _ in range(2))
    kept = (good.data[:one], good.data[two:], good.data[:two] + good.data[one:], good.data[:one] + good.data[two:])
    return draw.choice(kept)


def splice(good: Good, others: Sequence[Good], draw: random.Random) -> bytes:
    other = draw.choice(others).data
    return good.data[: draw.randrange(len(good.data))] + other[draw.randrange(len(other)) :]


def in_a_part(good: Good, others: Sequence[Good], draw: random.Random) -> bytes:
    """Change one part of an archive, or the text of a CSV file; the archive itself stays right."""
    if good.suffix not in (".xlsx", ".ods"):
        return text_in(good.data, draw)
    parts = unpacked(good.data)
    name = draw.choice([name for name in sorted(parts) if name.endswith((".xml", ".rels"))])
    parts[name] = draw.choice((text_in, token_in, place_in, bytes_in))(parts[name], draw)
    return packed(parts)


def other_parts(good: Good, others: Sequence[Good], draw: random.Random) -> bytes:
    """Remove, empty, double or exchange parts of an archive."""
    if good.suffix not in (".xlsx", ".ods"):
        return lines_of(good.data, draw)
    parts = unpacked(good.data)
    name, second = draw.choice(sorted(parts)), draw.choice(sorted(parts))
    donor = draw.choice([other for other in others if other.suffix in (".xlsx", ".ods")])
    match draw.randrange(5):
        case 0:
            del parts[name]
        case 1:
            parts[name] = b""
        case 2:
            parts[name], parts[second] = parts[second], parts[name]
        case 3:
            parts |= {key: part for key, part in unpacked(donor.data).items() if draw.random() < 0.3}
        case _:
            parts[name] = parts[name] * draw.choice((2, 50))
    return packed(parts)


MUTATIONS: tuple[Mutation, ...] = (change_bytes, cut_or_double, splice, in_a_part, in_a_part, in_a_part, other_parts)


def text_in(data: bytes, draw: random.Random) -> bytes:
    for _ in range(draw.choice((1, 2, 10))):
        at = draw.randrange(len(data) + 1)
        data = data[:at] + draw.choice(TEXTS) + data[at + draw.randrange(8) :]
    return data


def token_in(data: bytes, draw: random.Random) -> bytes:
    old, new = draw.choice(TOKENS)
    value = draw.choice((*TEXTS, *PLACES))
    found = list(re.finditer(old, data))
    if not found:
        return text_in(data, draw)
    match = draw.choice(found)
    return data[: match.start()] + new.replace(b"%s", value) + data[match.end() :]


def place_in(data: bytes, draw: random.Random) -> bytes:
    found = list(re.finditer(rb'"[A-Z]{1,3}\d+"', data))
    for match in draw.sample(found, min(len(found), 3)):
        place = b'"' + draw.choice(PLACES) + b'"'
        data = data[: match.start()] + place + data[match.end() :]
    return data


def bytes_in(data: bytes, draw: random.Random) -> bytes:
    return change_bytes(Good("", data or b"x"), (), draw)


def lines_of(data: bytes, draw: random.Random) -> bytes:
    lines = data.split(b"\n")
    draw.shuffle(lines)
    return b"\n".join(lines[: draw.randrange(1, len(lines) + 1)] * draw.choice((1, 1, 30)))


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def good_files(folder: Path, *, suffixes: Sequence[str]) -> list[Good]:
    """Files of some of the kinds that are read, from the forms themselves."""
    codes, written = load_codes(PARAMS), []
    for layout in load_layouts(PARAMS):
        if layout.form in FORMS and layout.covers(2025):
            path = folder / f"{layout.form}.xlsx"
            unit = "99001" if layout.unit_type == "ward" else "99000001"
            who = Identity(layout.form, layout.version, 2025, unit, "Đơn vị mẫu", layout.level, True)
            values = {key: (1, 1 if codes.measures[key[0]].sexed else None) for key in layout.keys}
            values |= {key: (20251115, None) for key in layout.keys if codes.measures[key[0]].unit == "date"}
            write_form(path, layout, identity=who, codes=codes, values=values, previous=values)
            written.append(path)
    files = [Good(".xlsx", path.read_bytes()) for path in written if ".xlsx" in suffixes]
    head = "year,unit,level,measure,category,group,total,female\n"
    rows = "".join(
        f"2021,99000001,primary,pupils,g{n},all,1.234,600\n2021,99001,none,residents,a15,all,…,\n" for n in (1, 2)
    )
    files += [Good(".csv", (head + rows).encode())] * (".csv" in suffixes)
    office = shutil.which("soffice")
    for suffix in [suffix[1:] for suffix in (".xls", ".ods") if office and suffix in suffixes]:
        command = [
            office,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            suffix,
        ]
        subprocess.run([*command, "--outdir", str(folder), *map(str, written[1:3])], check=True, capture_output=True)
        files += [Good(f".{suffix}", path.with_suffix(f".{suffix}").read_bytes()) for path in written[1:3]]
    return files


def judge(path: Path) -> str:
    """Read and check one file; its verdict in a word."""
    import pandas as pd

    from gec_lib.returns.checks import check, result_of
    from gec_lib.returns.datasets import read_csv
    from gec_lib.returns.reading import read_workbook

    units = pd.DataFrame(
        [("99000001", "school", level, "mẫu", "public", "99001", "no", "2000-01-01", "")
         for level in load_codes(PARAMS).school_levels()]
        + [("99001", "ward", "none", "mẫu", "", "99001", "no", "2000-01-01", "")],
        columns=list(UNIT_COLUMNS),
    )  # fmt: skip
    codes = load_codes(PARAMS)
    reader = read_csv if path.suffix == ".csv" else read_workbook
    reading = reader(path, layouts=load_layouts(PARAMS), codes=codes)
    faults = check(reading, codes=codes, units=units, previous=None, others=reading.observations, target_measures=())
    if reading.layout is None and not faults and reading.observations.empty and path.suffix != ".csv":
        raise AssertionError("nothing was read and no fault says so")
    return str(result_of(faults))


def mutated(number: int, *, seed: int, files: Sequence[Good]) -> Good:
    """The file of a number: a good one, changed once or twice."""
    draw = random.Random(f"{seed}/{number}")
    good = draw.choice(files)
    data = good.data
    for _ in range(draw.choice((1, 1, 2))):
        before = Good(good.suffix, data or b"x")
        try:
            data = draw.choice(MUTATIONS)(before, files, draw)
        except Exception:  # the first change left no archive that could be opened for a second one
            data = change_bytes(before, files, draw)
    return Good(good.suffix, data)


def work(seed: int, numbers: range, files: Sequence[Good], folder: Path, results: multiprocessing.Queue) -> None:
    """Judge some mutated files in this process, within the limits."""
    resource.setrlimit(resource.RLIMIT_AS, (LIMIT_BYTES + address_space(), LIMIT_BYTES + address_space()))
    signal.signal(signal.SIGALRM, too_long)
    for number in numbers:
        suffix, data = mutated(number, seed=seed, files=files)
        path = folder / f"{number}{suffix}"
        path.write_bytes(data)
        results.put((number, suffix, "begun", 0.0))
        started = time.perf_counter()
        signal.alarm(LIMIT_SECONDS)
        try:
            verdict = judge(path)
        except BaseException as error:
            verdict = f"{type(error).__name__}: {error}"
        signal.alarm(0)
        results.put((number, suffix, verdict, time.perf_counter() - started))
        path.unlink()
    results.put((-1, "", str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss), 0.0))


class TooLong(BaseException):
    """Nothing in the library catches this."""


def too_long(*_: object) -> None:
    raise TooLong(f"more than {LIMIT_SECONDS} seconds")


def address_space() -> int:
    """What the process holds before any file is opened: the limit is for what a file makes it take besides."""
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    return pages * resource.getpagesize()


def fuzz(count: int, *, seed: int, suffixes: Sequence[str], folder: Path) -> dict[str, Any]:
    """Judge mutated files in a child; what became of them."""
    files = good_files(folder, suffixes=suffixes)
    for number, good in enumerate(files):
        path = folder / f"good{number}{good.suffix}"
        path.write_bytes(good.data)
        judge(path)  # also loads everything, so that the child starts warm
    context = multiprocessing.get_context("fork")
    found: dict[str, Any] = {"verdicts": Counter(), "bad": [], "slowest": 0.0, "peak_mib": 0}
    at = 0
    while at < count:
        results = context.Queue()
        child = context.Process(target=work, args=(seed, range(at, min(count, at + 500)), files, folder, results))
        child.start()
        at = listen(results, child, found, at)
        child.join()
    return found


def listen(results: multiprocessing.Queue, child: BaseProcess, found: dict[str, Any], at: int) -> int:
    """Hear what a child says until it is done or dead; the number of the next file."""
    begun = time.monotonic()
    while True:
        try:
            number, suffix, verdict, seconds = results.get(timeout=1)
        except queue.Empty:
            if child.is_alive() and time.monotonic() - begun < 3 * LIMIT_SECONDS:
                continue
            found["bad"].append((at, "the child died or hung"))
            child.kill()
            return at + 1
        begun = time.monotonic()
        if number < 0:
            found["peak_mib"] = max(found["peak_mib"], int(verdict) // 1024)
            return at
        if verdict == "begun":
            at = number
            continue
        at = number + 1
        found["slowest"] = max(found["slowest"], seconds)
        known = verdict in ("PASS", "WARNING", "FAIL")
        found["verdicts"][suffix, verdict if known else "bad"] += 1
        if not known:
            found["bad"].append((number, verdict))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--suffixes", nargs="*", default=[".xlsx", ".csv", ".xls", ".ods"], help="kinds of files")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        begun = time.perf_counter()
        found = fuzz(arguments.files, seed=arguments.seed, suffixes=arguments.suffixes, folder=Path(temporary))
        for key, value in found.items():
            sys.stdout.write(f"{key}: {value}\n")
        sys.stdout.write(f"seconds: {time.perf_counter() - begun:.0f}\n")
    raise SystemExit(bool(found["bad"]))
