"""Commands around returns: the synthetic district, forms out, workbooks in, coverage, snapshots."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import click

from gec_lib.cli.frame import FAULTS, FOLDER, OK, SEED, WORKERS, bar, demo_home, gec, home_of


@gec.command("demo-data")
@click.argument("folder", type=FOLDER)
@click.option("--seed", default=SEED, show_default=True)
@click.option("--workers", default=WORKERS, show_default=True)
@click.pass_context
def demo_data(context: click.Context, folder: Path, seed: int, workers: int) -> None:
    """Ghi một quận mô phỏng thành các tệp Excel. / Write a synthetic district as workbooks, a home of its own."""
    words = context.obj["words"]
    demo = demo_home(words, folder, template=home_of(context).params, seed=seed, workers=workers)
    click.echo(words("demo_written", folder=demo.root))


@gec.command("forms")
@click.option("--year", type=int, required=True, help="Năm báo cáo. / Reporting year.")
@click.option("--school", "schools", multiple=True, help="Mã đơn vị. / Unit code.")
@click.option("--output", type=FOLDER, help="Nơi để biểu. / Where forms go.")
@click.pass_context
def forms_command(context: click.Context, year: int, schools: tuple[str, ...], output: Path | None) -> None:
    """Tạo biểu báo cáo cho từng đơn vị. / A return workbook for every unit, form and year."""
    from gec_lib.collecting import write_forms

    words, home = context.obj["words"], home_of(context)
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

    words, home = context.obj["words"], home_of(context)
    files = _files(paths)
    with bar(words("reading"), len(files)) as moved:
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
    cov = coverage_now(home_of(context), year=year, as_of=as_of)
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

    click.echo(freeze(home_of(context), as_of=as_of))


def _files(paths: Iterable[Path]) -> list[Path]:
    """Files named, and every file inside folders named, receipts lists apart."""
    found: list[Path] = []
    for path in paths:
        inside = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        found += [p for p in inside if p.name not in ("received.csv", "units.csv")]
    return found
