"""Writing the synthetic district: workbooks through the form writer, receipts, the register, a whole home."""

from __future__ import annotations

import concurrent.futures
import csv
import multiprocessing
import shutil
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path

from gec_lib.codelists import load_codes
from gec_lib.demo.district import District, Return, build_district
from gec_lib.demo.people import Key, Value
from gec_lib.files import whole
from gec_lib.home import Home
from gec_lib.returns.forms import Identity, write_form
from gec_lib.returns.layouts import layout_for, load_layouts

RECEIVED, UNITS = "received.csv", "units.csv"
BATCH = 24
Job = tuple[Return, Mapping[Key, Value]]


def write_district(
    district: District,
    folder: Path,
    *,
    years: Collection[int] | None = None,
    units: Collection[str] | None = None,
    progress: Callable[[int, int], None] | None = None,
    workers: int = 1,
) -> list[Path]:
    """Write the returns that arrived as workbooks, with the days they arrived.

    Equal districts give equal bytes, whatever the number of workers.

    Parameters
    ----------
    district : District
        What ``build_district`` made.
    folder : Path
        Where ``<year>/<form>-<unit>-<year>.xlsx``, ``received.csv`` (by file name) and ``units.csv`` go.
    years, units : collection, optional
        Only these reporting years, only these unit codes; all when not given.
    progress : callable, optional
        Called with the number of workbooks written and the number to write.
    workers : int, optional
        Processes that write; with more than one, a script that calls this needs ``if __name__ == "__main__"``.

    Returns
    -------
    list of Path
        The workbooks, in the order of the district.
    """
    jobs = _jobs(district, years=years, units=units)
    paths = [_place(folder, made) for made, _ in jobs]
    for parent in sorted({path.parent for path in paths} | {folder}):
        parent.mkdir(parents=True, exist_ok=True)
    batches = [jobs[i : i + BATCH] for i in range(0, len(jobs), BATCH)]
    done = 0
    for size in _run(district.params, folder, batches, workers=workers):
        done += size
        if progress is not None:
            progress(done, len(jobs))
    _write_csv(folder / RECEIVED, ("name", "received"), ((m.name, str(m.received)) for m, _ in jobs))
    _write_csv(folder / UNITS, tuple(district.units.columns), district.units.itertuples(index=False))
    return paths


def write_samples(folder: Path, *, params: Path, seed: int) -> list[Path]:
    """Write the few workbooks of the last year that the repository shows: one school a level, one ward, the office."""
    district = build_district(params, seed=seed)
    last = max(made.year for made in district.returns)
    arrived = [made for made in district.returns if made.year == last and made.received is not None]
    firsts: dict[tuple[str, str], str] = {}
    for made in arrived:
        kind = (made.unit_type, made.level)
        complete = sum(other.unit == made.unit for other in arrived) == len(
            {other.form for other in arrived if (other.unit_type, other.level) == kind}
        )
        if complete:
            firsts.setdefault(kind, made.unit)
    return write_district(district, folder, years=[last], units=set(firsts.values()), workers=1)


def make_demo_home(root: Path, *, template: Path, seed: int, workers: int = 1) -> Home:
    """Make the home of the synthetic district: parameters with sample offices, register, workbooks to take in.

    Parameters
    ----------
    root : Path
        The folder of the home; its params and data/incoming are replaced.
    template : Path
        A folder ``params`` to copy; its ``demo_offices.yaml`` becomes the home's ``offices.yaml``.
    seed : int
        The seed of the district.
    workers : int, optional
        Processes that write, as in ``write_district``.

    Returns
    -------
    Home
        The home, ready for intake of ``data/incoming``.
    """
    home = Home(root)
    shutil.rmtree(home.params, ignore_errors=True)
    shutil.copytree(template, home.params)
    shutil.copyfile(template / "demo_offices.yaml", home.params / "offices.yaml")
    if (template / "demo_commentary").is_dir():
        shutil.copytree(template / "demo_commentary", home.params / "commentary", dirs_exist_ok=True)
    incoming, register = home.data / "incoming", home.data / "register"
    shutil.rmtree(incoming, ignore_errors=True)
    register.mkdir(parents=True, exist_ok=True)
    write_district(build_district(home.params, seed=seed), incoming, workers=workers)
    (incoming / UNITS).replace(register / UNITS)
    return home


def _place(folder: Path, made: Return) -> Path:
    return folder / str(made.year) / made.name


def _jobs(district: District, *, years: Collection[int] | None, units: Collection[str] | None) -> list[Job]:
    by_key = {(made.form, made.unit, made.level, made.year): made for made in district.returns}
    jobs: list[Job] = []
    for made in district.returns:
        wanted = (years is None or made.year in years) and (units is None or made.unit in units)
        if wanted and made.received is not None:
            before = by_key.get((made.form, made.unit, made.level, made.year - 1))
            jobs.append((made, before.values if before is not None and before.received is not None else {}))
    return jobs


def _run(params: Path, folder: Path, batches: list[list[Job]], *, workers: int) -> Iterable[int]:
    if workers <= 1 or len(batches) <= 2:
        for batch in batches:
            yield _write_batch(params, folder, batch)
        return
    # spawn: a fork would inherit whatever threads and connections the caller has open.
    context = multiprocessing.get_context("spawn")
    with concurrent.futures.ProcessPoolExecutor(max_workers=workers, mp_context=context) as pool:
        yield from pool.map(_write_batch, *zip(*((params, folder, batch) for batch in batches), strict=True))


def _write_batch(params: Path, folder: Path, batch: list[Job]) -> int:
    codes, layouts = load_codes(params), load_layouts(params)
    for made, before in batch:
        write_form(
            _place(folder, made),
            layout_for(layouts, form=made.form, year=made.year),
            identity=Identity(
                form=made.form,
                version=made.version,
                year=made.year,
                unit=made.unit,
                unit_name=made.unit_name,
                level=made.level,
                synthetic=True,
            ),
            codes=codes,
            values=made.values,
            previous=before,
            remarks=made.remarks,
            explanations=made.explanations,
        )
    return len(batch)


def _write_csv(path: Path, header: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    with whole(path) as unfinished, unfinished.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(list(header))
        writer.writerows(rows)
