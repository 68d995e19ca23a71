"""Commands that build editions: report, run."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gec_lib.cli.frame import (
    FOLDER,
    LANG,
    OK,
    PROFILE,
    REPORT_FAILED,
    SEED,
    WORKERS,
    Words,
    bar,
    demo_home,
    gec,
    home_of,
    places_of,
)

if TYPE_CHECKING:
    from gec_lib.home import Home
    from gec_lib.runs.batch import Outcome
    from gec_lib.runs.editions import Edition


def _steering(command: Any) -> Any:
    """Options that say how a run goes about its work."""
    for option in (
        click.option("--workers", default=WORKERS, show_default=True, help="Số tiến trình. / Processes."),
        click.option("--force", is_flag=True, help="Lập lại cả khi không đổi. / Build unchanged editions too."),
        click.option("--why", is_flag=True, help="Nói vì sao lập lại. / Say why each edition is built."),
        click.option("--cluster", metavar="ADDRESS", help="Chạy trên cụm Dask. / Run on a Dask scheduler."),
        click.option("--stock", is_flag=True, help="Dùng nhân Jupyter thường. / Use stock Jupyter kernels."),
    ):
        command = option(command)
    return command


@gec.command("report")
@click.option("--outputs", type=FOLDER, help="Nơi để báo cáo. / Where editions go.")
@click.option(
    "--seed", default=SEED, show_default=True, help="Số mầm của số liệu mô phỏng. / Seed of the synthetic data."
)
@_steering
@click.pass_context
def report_command(context: click.Context, outputs: Path | None, seed: int, workers: int, **how: Any) -> None:
    """Dựng quận mô phỏng và lập báo cáo giữa kỳ, tổng kết. / Build the synthetic district and its evaluations."""
    from gec_lib.plan import load_plan
    from gec_lib.report import DEMO_HOME
    from gec_lib.runs.editions import matrix

    words, home = context.obj["words"], home_of(context)
    demo = demo_home(words, home.root / DEMO_HOME, template=home.params, seed=seed, workers=workers)
    editions = matrix(
        kinds=[(edition.kind, edition.year) for edition in load_plan(demo.params).editions],
        snapshot=_demo_snapshot(words, demo),
        levels=_levels(demo),
        langs=["vi"],
        profiles=["internal"],
    )
    sys.exit(_run(words, demo, list(editions), outputs=outputs or home.outputs, workers=workers, **how))


@gec.command("run")
@click.argument("kind")
@click.option("--year", type=int, required=True, help="Năm báo cáo. / Reporting year.")
@click.option("--level", "levels", multiple=True, help="Cấp học; mặc định mọi cấp. / Level; all of them by default.")
@click.option("--school", "schools", multiple=True, metavar="CODE", help="Mã trường (phiếu school). / School code.")
@click.option("--edition-lang", "langs", multiple=True, type=LANG, help="Ngôn ngữ báo cáo. / Language.")
@click.option("--profile", "profiles", multiple=True, type=PROFILE, help="Hồ sơ. / Profile.")
@click.option("--snapshot", default="newest", show_default=True)
@click.option("--outputs", type=FOLDER)
@_steering
@click.pass_context
def run_command(
    context: click.Context,
    kind: str,
    year: int,
    levels: tuple[str, ...],
    schools: tuple[str, ...],
    langs: tuple[str, ...],
    profiles: tuple[str, ...],
    snapshot: str,
    outputs: Path | None,
    workers: int,
    **how: Any,
) -> None:
    """Chạy sổ tay, ghi báo cáo và trang mục lục. / Execute the notebooks, write editions and the index."""
    from gec_lib.runs.editions import SCHOOL, matrix, snapshot_named

    words, home = context.obj["words"], home_of(context)
    named: dict[str, Any] = {"snapshot": snapshot_named(snapshot, home=home), "langs": langs or ["vi"]}
    editions: Iterable[Edition]
    if kind == SCHOOL:
        editions = _feedback(home, year=year, levels=levels, schools=schools, profiles=profiles, **named)
    elif schools:
        raise click.UsageError(f"--school belongs to the kind {SCHOOL!r}, not to {kind!r}; leave it out")
    else:
        where: dict[str, Any] = {"levels": levels or _levels(home), "profiles": profiles or ["internal"]}
        editions = matrix(kinds=[(kind, year)], **where, **named)
    sys.exit(_run(words, home, list(editions), outputs=outputs or home.outputs, workers=workers, **how))


def _feedback(home: Home, *, levels: tuple[str, ...], profiles: tuple[str, ...], **which: Any) -> list[Edition]:
    """Feedback pages of schools; they stay between the office and the school."""
    from gec_lib.codelists import ALL, PUBLIC
    from gec_lib.runs.editions import SchoolError, feedback

    if PUBLIC in profiles:
        raise SchoolError(
            "a school's feedback page is for the school and the office: single schools are small numbers, and only "
            "outputs/public may be published; leave --profile out"
        )
    known = _levels(home)[1:]
    strange = [level for level in levels if level not in known]
    if strange:
        hint = " (a school has a page for each of its levels)" if ALL in strange else ""
        raise SchoolError(f"level {strange[0]!r}{hint}; expected one of {', '.join(known)}")
    return feedback(home=home, levels=levels or known, **which)


def _demo_snapshot(words: Words, demo: Home) -> str:
    """Take the synthetic workbooks in and freeze them; nothing is done twice."""
    from gec_lib.collecting import demo_snapshot

    with bar(words("reading"), 1) as moved:
        return demo_snapshot(demo, moved=moved)


def _levels(home: Home) -> list[str]:
    from gec_lib.codelists import ALL, load_codes

    return [ALL, *load_codes(home.params).school_levels()]


def _run(
    words: Words,
    home: Home,
    editions: list[Edition],
    *,
    outputs: Path,
    workers: int,
    force: bool,
    why: bool,
    stock: bool,
    cluster: str | None,
) -> int:
    """Build editions and the index, say what became of them; the exit code."""
    from gec_lib.runs.batch import always, check_kinds, reasons, run
    from gec_lib.runs.engine_names import Engine

    places = places_of(home, outputs)
    check_kinds(editions, places=places)
    outcomes: list[Outcome] = []
    with ExitStack() as stack, bar(words("building"), len(editions)) as moved:

        def done(outcome: Outcome) -> None:
            outcomes.append(outcome)
            moved(len(outcomes))

        engine: Any = Engine.STOCK if stock else None
        if cluster:
            from gec_lib.runs.cluster import connected

            engine = stack.enter_context(connected(cluster))
            workers = engine.slots
        judge = always if force else reasons
        run(editions, places=places, workers=workers, judge=judge, engine=engine, done=done)
    outcomes.sort(key=lambda outcome: editions.index(outcome.edition))
    _report(words, outcomes, why=why)
    _index(words, outcomes, outputs)
    return OK if all(outcome.finished for outcome in outcomes) else REPORT_FAILED


def _report(words: Words, outcomes: list[Outcome], *, why: bool) -> None:
    for outcome in outcomes:
        if why:
            click.echo(f"{outcome.edition}: " + (", ".join(outcome.reasons) or words("unchanged")), err=True)
        if outcome.finished:
            click.echo(outcome.folder / "report.html")
    failed = [outcome for outcome in outcomes if not outcome.finished]
    if failed:
        click.echo(words("failed", n=len(failed)), err=True)
    for outcome in failed:
        assert outcome.failure
        click.echo(f"  {outcome.edition} · {words('failure_' + outcome.failure.kind)}", err=True)
        click.echo(f"    {outcome.failure}", err=True)


def _index(words: Words, outcomes: Iterable[Outcome], outputs: Path) -> None:
    """Write the index of every profile in which something was built or whose index is missing."""
    stale = {
        outcome.edition.profile
        for outcome in outcomes
        if outcome.finished and not (outcome.unchanged and (outputs / outcome.edition.profile / "index.html").is_file())
    }
    if not stale:
        return
    from gec_lib.publishing import write_indexes

    for path in write_indexes(outputs, profiles=sorted(stale), lang=words.lang):
        click.echo(path)
