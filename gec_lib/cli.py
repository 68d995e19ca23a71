"""The program ``gec``: each command calls one function; imports wait until a command needs them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gec_lib import __version__

if TYPE_CHECKING:
    from gec_lib.home import Home
    from gec_lib.runs.execution import Outcome

OK, FAULTS, USAGE, REPORT_FAILED, INTERNAL = 0, 1, 2, 3, 4
SEED = 379
WORKERS = 2
FOLDER = click.Path(path_type=Path, file_okay=False)
LANG = click.Choice(["vi", "en"])
PROFILE = click.Choice(["internal", "public"])


class Words:
    """Messages of the program in the language asked for, loaded when first needed."""

    def __init__(self, lang: str) -> None:
        self.lang = lang

    def __call__(self, key: str, **values: object) -> str:
        from gec_lib.wording import load_wording

        return load_wording(self.lang).label("cli", key).format(**values)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="gec")
@click.option("--home", type=FOLDER, help="Thư mục của địa bàn. / A district's folder.")
@click.option("--lang", type=LANG, default="vi", help="Ngôn ngữ thông báo. / Language of messages.")
@click.pass_context
def gec(context: click.Context, home: Path | None, lang: str) -> None:
    """GEC: đánh giá kế hoạch bình đẳng giới ngành giáo dục. / Evaluations of gender-equality plans in education."""
    context.obj = {"home": home, "words": Words(lang)}


def _home(context: click.Context) -> Home:
    from gec_lib.home import find_home

    return find_home(context.obj["home"])


@contextmanager
def _bar(label: str, total: int) -> Iterator[Callable[[int], None]]:
    from tqdm import tqdm

    with tqdm(total=total, desc=label, unit="", ascii=" #", file=sys.stderr, disable=None) as bar:

        def moved_to(done: int) -> None:
            bar.update(done - bar.n)

        yield moved_to


@gec.command("report")
@click.option("--outputs", type=FOLDER, help="Nơi để báo cáo. / Where editions go.")
@click.option(
    "--seed", default=SEED, show_default=True, help="Số mầm của số liệu mô phỏng. / Seed of the synthetic data."
)
@click.option("--workers", default=WORKERS, show_default=True, help="Số tiến trình. / Processes.")
@click.pass_context
def report_command(context: click.Context, outputs: Path | None, seed: int, workers: int) -> None:
    """Dựng quận mô phỏng và lập báo cáo giữa kỳ, tổng kết. / Build the synthetic district and its evaluations."""
    from gec_lib.report import DEMO_HOME

    words, home = context.obj["words"], _home(context)
    root = home.root / DEMO_HOME
    demo = _demo_home(words, root, template=home.params, seed=seed, workers=workers)
    snapshot = _demo_snapshot(words, demo)
    plan = _plan(demo)
    kinds = [(edition.kind, edition.year) for edition in plan.editions]
    target = outputs or home.outputs
    sys.exit(
        _run_editions(
            words, demo, kinds=kinds, snapshot=snapshot, levels=(), langs=["vi"], profiles=["internal"],
            outputs=target, workers=workers,
        )
    )  # fmt: skip


@gec.command("demo-data")
@click.argument("folder", type=FOLDER)
@click.option("--seed", default=SEED, show_default=True)
@click.option("--workers", default=WORKERS, show_default=True)
@click.pass_context
def demo_data(context: click.Context, folder: Path, seed: int, workers: int) -> None:
    """Ghi một quận mô phỏng thành các tệp Excel. / Write a synthetic district as workbooks, a home of its own."""
    words = context.obj["words"]
    demo = _demo_home(words, folder, template=_home(context).params, seed=seed, workers=workers)
    click.echo(words("demo_written", folder=demo.root))


@gec.command("forms")
@click.option("--year", type=int, required=True, help="Năm báo cáo. / Reporting year.")
@click.option("--school", "schools", multiple=True, help="Mã đơn vị. / Unit code.")
@click.option("--output", type=FOLDER, help="Nơi để biểu. / Where forms go.")
@click.pass_context
def forms_command(context: click.Context, year: int, schools: tuple[str, ...], output: Path | None) -> None:
    """Tạo biểu báo cáo cho từng đơn vị. / A return workbook for every unit, form and year."""
    from gec_lib.collecting import write_forms

    words, home = context.obj["words"], _home(context)
    folder = output or home.data / "forms" / str(year)
    written = write_forms(home, year=year, units=schools, folder=folder)
    click.echo(words("forms_written", n=len(written), folder=folder))


@gec.command("intake")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@click.option("--received", required=True, help="Ngày nhận (YYYY-MM-DD) hoặc tệp CSV name,received. / Day, or a CSV.")
@click.option("--by", default="", help="Người nhận. / Who takes the files in.")
@click.option("--replace", default="", help="Lý do thay thế bản đã nhận. / Reason for replacing accepted returns.")
@click.option("--check", is_flag=True, help="Chỉ kiểm tra, không ghi. / Only check, write nothing.")
@click.pass_context
def intake_command(
    context: click.Context, paths: tuple[Path, ...], received: str, by: str, replace: str, check: bool
) -> None:
    """Đọc, kiểm tra, nhận hoặc trả lại biểu. / Read, check, accept or reject returns."""
    from gec_lib.collecting import received_days, take

    words, home = context.obj["words"], _home(context)
    files = _files(paths)
    with _bar(words("reading"), len(files)) as moved:
        result = take(home, files, received=received_days(received), by=by, replaces=replace, check=check, moved=moved)
    lang = words.lang
    for outcome in result.outcomes:
        for fault in outcome.faults:
            text = fault.message_vi if lang == "vi" else fault.message_en
            click.echo(f"{outcome.path.name}: {fault.severity}: {text}")
    accepted, rejected = len(result.having("accepted")), len(result.having("rejected"))
    click.echo(words("intake_done", n=len(files), accepted=accepted, rejected=rejected))
    sys.exit(FAULTS if rejected else OK)


@gec.command("coverage")
@click.option("--year", type=int, required=True, help="Năm báo cáo. / Reporting year.")
@click.option("--as-of", default="9999-12-31", help="Tính đến ngày. / As of this day.")
@click.pass_context
def coverage_command(context: click.Context, year: int, as_of: str) -> None:
    """Đơn vị phải nộp, đã nộp, đúng hạn, muộn, chưa nộp. / Due, received, on time, late, missing."""
    from gec_lib.collecting import coverage_now
    from gec_lib.coverage import summary

    words = context.obj["words"]
    cov = coverage_now(_home(context), year=year, as_of=as_of)
    if cov.empty:
        raise click.UsageError(words("no_returns_due", year=year))
    click.echo(summary(cov, by=["stream", "level"]).to_string(index=False))
    for row in cov[~cov["received"]].itertuples():
        click.echo(words("missing_return", name=row.name, form=row.form, deadline=row.deadline))


@gec.command("snapshot")
@click.option("--as-of", required=True, help="Số liệu nhận đến ngày (YYYY-MM-DD). / Returns received up to this day.")
@click.pass_context
def snapshot_command(context: click.Context, as_of: str) -> None:
    """Chụp số liệu đã nhận; in mã bản chụp. / Freeze what is accepted; print the id."""
    from gec_lib.snapshots import freeze

    click.echo(freeze(_home(context), as_of=as_of))


@gec.command("run")
@click.argument("kind")
@click.option("--year", type=int, required=True, help="Năm báo cáo. / Reporting year.")
@click.option("--level", "levels", multiple=True, help="Cấp học; mặc định mọi cấp. / Level; all of them by default.")
@click.option("--edition-lang", "langs", multiple=True, type=LANG, help="Ngôn ngữ báo cáo. / Language.")
@click.option("--profile", "profiles", multiple=True, type=PROFILE, help="Hồ sơ. / Profile.")
@click.option("--snapshot", default="newest", show_default=True)
@click.option("--outputs", type=FOLDER)
@click.option("--workers", default=WORKERS, show_default=True)
@click.pass_context
def run_command(
    context: click.Context,
    kind: str,
    year: int,
    levels: tuple[str, ...],
    langs: tuple[str, ...],
    profiles: tuple[str, ...],
    snapshot: str,
    outputs: Path | None,
    workers: int,
) -> None:
    """Chạy sổ tay, ghi báo cáo và trang mục lục. / Execute the notebooks, write editions and the index."""
    from gec_lib.snapshots import open_snapshot

    words, home = context.obj["words"], _home(context)
    id = open_snapshot(home, snapshot).id
    code = _run_editions(
        words, home, kinds=[(kind, year)], snapshot=id, levels=levels, langs=langs or ["vi"],
        profiles=profiles or ["internal"], outputs=outputs or home.outputs, workers=workers,
    )  # fmt: skip
    sys.exit(code)


@gec.command("indicators")
@click.pass_context
def indicators_command(context: click.Context) -> None:
    """Danh mục chỉ tiêu, lấy từ mã nguồn. / The catalogue, from the code."""
    from gec_lib.indicators import INDICATORS

    for item in INDICATORS:
        click.echo(f"{item.code:10} {item.unit:16} {item.clause:24} {item.name(context.obj['words'].lang)}")


@gec.command("lab")
@click.pass_context
def lab_command(context: click.Context) -> None:
    """Mở JupyterLab ở thư mục sổ tay. / Open JupyterLab on the notebooks."""
    import subprocess

    home = _home(context)
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        f"--notebook-dir={home.root}",
        "--LabApp.default_url=/lab/tree/notebooks",
    ]
    sys.exit(subprocess.call(command, cwd=home.root))


def _files(paths: Iterable[Path]) -> list[Path]:
    """Files named, and every file inside folders named, receipts lists apart."""
    found: list[Path] = []
    for path in paths:
        inside = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        found += [p for p in inside if p.name not in ("received.csv", "units.csv")]
    return found


def _plan(home: Home) -> Any:
    from gec_lib.plan import load_plan

    return load_plan(home.params)


def _demo_home(words: Words, root: Path, *, template: Path, seed: int, workers: int) -> Home:
    """The synthetic district's home; made anew only when its seed or its parameters changed."""
    from gec_lib.collecting import demo_is_fresh, make_demo

    if demo_is_fresh(root, template=template, seed=seed):
        from gec_lib.home import Home

        return Home(root)
    with _bar(words("writing_demo"), 1) as moved:
        return make_demo(root, template=template, seed=seed, workers=workers, moved=moved)


def _demo_snapshot(words: Words, demo: Home) -> str:
    """Take the synthetic workbooks in and freeze them; nothing is done twice."""
    from gec_lib.collecting import demo_snapshot

    with _bar(words("reading"), 1) as moved:
        return demo_snapshot(demo, moved=moved)


def _run_editions(
    words: Words,
    home: Home,
    *,
    kinds: list[tuple[str, int]],
    snapshot: str,
    levels: Iterable[str],
    langs: Iterable[str],
    profiles: Iterable[str],
    outputs: Path,
    workers: int,
) -> int:
    from gec_lib.publishing import notebooks_of, write_indexes
    from gec_lib.runs.batch import failures, run
    from gec_lib.runs.editions import matrix

    profiles = list(profiles)
    chosen = list(levels) or _levels(home)
    editions = list(matrix(kinds=kinds, snapshot=snapshot, levels=chosen, langs=list(langs), profiles=profiles))
    finished: list[Outcome] = []
    with _bar(words("building"), len(editions)) as moved:

        def done(outcome: Outcome) -> None:
            finished.append(outcome)
            moved(len(finished))

        outcomes = run(
            editions, notebooks=notebooks_of(home), home=home.root, outputs=outputs, version=__version__,
            workers=workers, done=done,
        )  # fmt: skip
    built = [outcome for outcome in outcomes if outcome.built]
    for outcome in built:
        click.echo(Path(outcome.folder) / "report.html")
    for path in write_indexes(outputs, profiles=profiles, lang=words.lang) if built else []:
        click.echo(path)
    failed = len(outcomes) - len(built)
    if failed:
        click.echo(words("failed", n=failed) + "\n" + failures(outcomes), err=True)
        return REPORT_FAILED
    return OK


def _levels(home: Home) -> list[str]:
    from gec_lib.codelists import ALL, load_codes

    return [ALL, *load_codes(home.params).school_levels()]


def main() -> None:
    """Entry point: known errors end with their message and code, unknown ones with code 4."""
    try:
        gec.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(USAGE)
    except click.Abort:
        sys.exit(130)
    except (ValueError, FileNotFoundError, LookupError) as error:
        click.echo(f"gec: {error}", err=True)
        sys.exit(USAGE)
    except Exception as error:
        click.echo(f"gec: {type(error).__name__}: {error}", err=True)
        sys.exit(INTERNAL)


if __name__ == "__main__":
    main()
