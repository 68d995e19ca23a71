"""Commands around returns: the synthetic district, forms out, workbooks in, coverage, snapshots."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gec_lib.cli.decisions import day_of, warn_of_corrections
from gec_lib.cli.frame import FAULTS, FOLDER, OK, SEED, WORKERS, Words, bar, demo_home, gec, home_of
from gec_lib.codelists import ACCEPTED, FAIL

if TYPE_CHECKING:
    from pandas import DataFrame

    from gec_lib.codelists import Codes
    from gec_lib.ledger import IntakeResult, Outcome

FILE = click.Path(path_type=Path, dir_okay=False)
# Locks of Excel and LibreOffice while a file is open, and hidden files: nobody sent them.
BESIDE = ("~$", ".")
# As many lines of one kind as a screen shows; of missing returns, the page and the CSV hold all.
LISTED = 20


@gec.command("demo-data")
@click.argument("folder", type=FOLDER)
@click.option("--seed", default=SEED, show_default=True)
@click.option("--workers", default=WORKERS, show_default=True)
@click.option("--faults", is_flag=True, help="Mỗi loại lỗi một tệp, để tập huấn. / One fault of each kind, to train.")
@click.pass_context
def demo_data(context: click.Context, folder: Path, seed: int, workers: int, faults: bool) -> None:
    """Ghi một quận mô phỏng thành các tệp Excel. / Write a synthetic district as workbooks, a home of its own."""
    words = context.obj["words"]
    if faults:
        from gec_lib.collecting import make_faults

        made = make_faults(folder, template=home_of(context).params, seed=seed)
        click.echo(words("faults_written", folder=made.data / "incoming", planted=made.data / "planted.csv"))
        return
    demo = demo_home(words, folder, template=home_of(context).params, seed=seed, workers=workers)
    click.echo(words("demo_written", folder=demo.root))


@gec.command("forms")
@click.option("--year", type=int, required=True, help="Năm báo cáo. / Reporting year.")
@click.option("--school", "schools", multiple=True, help="Mã đơn vị. / Unit code.")
@click.option("--form", "forms", multiple=True, help="Mã biểu. / Form code.")
@click.option(
    "--retrospective", "kind", flag_value="retrospective", help="Biểu ngắn, hồi cứu. / Short forms for earlier years."
)
@click.option("--output", type=FOLDER, help="Nơi để biểu. / Where forms go.")
@click.pass_context
def forms_command(
    context: click.Context,
    year: int,
    schools: tuple[str, ...],
    forms: tuple[str, ...],
    kind: str | None,
    output: Path | None,
) -> None:
    """Tạo biểu báo cáo cho từng đơn vị, có số liệu năm trước. / A return workbook for every unit, form and year."""
    from gec_lib.collecting import Kind, write_forms

    words, home = context.obj["words"], home_of(context)
    folder = output or home.data / "forms" / str(year)
    wanted = Kind(kind or Kind.USUAL)
    written = write_forms(home, year=year, units=schools, forms=forms, kind=wanted, folder=folder)
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
    from gec_lib.collecting import received_days, send_back, take

    words, home = context.obj["words"], home_of(context)
    files, strange = _files(paths)
    for path in strange[:LISTED]:
        click.echo(words("not_a_return", path=path))
    if len(strange) > LISTED:
        click.echo(words("more_strange", n=len(strange) - LISTED))
    with bar(words("reading"), len(files)) as moved:
        result = take(home, files, received=received_days(received), by=by, replaces=replace, check=check, moved=moved)
    answers = (
        {} if check else {id(item.outcome.line): item for item in send_back(home, result.outcomes, lang=words.lang)}
    )
    for outcome in result.outcomes:
        _tell(words, outcome)
        sent = answers.get(id(outcome.line))
        if sent is not None and sent.copy is not None:
            click.echo("  " + words("intake_copy", copy=sent.copy, letter=sent.letter.name))
        elif sent is not None and outcome.faults:
            click.echo("  " + words("intake_letter", letter=sent.letter))
    _total(words, result)
    sys.exit(FAULTS if result.having("rejected") else OK)


@gec.command("coverage")
@click.option("--year", type=int, required=True, help="Năm báo cáo. / Reporting year.")
@click.option("--as-of", help="Tính đến ngày (YYYY-MM-DD); mặc định hôm nay. / As of this day; today by default.")
@click.option("--page", type=FILE, help="Ghi trang HTML dùng ngoại tuyến. / Write an offline HTML page.")
@click.option("--letters", type=FOLDER, help="Ghi thư nhắc từng đơn vị. / Write a reminder for every missing unit.")
@click.option("--csv", "table", type=FILE, help="Ghi danh sách biểu chưa nộp. / Write the list of missing returns.")
@click.pass_context
def coverage_command(
    context: click.Context, year: int, as_of: str | None, page: Path | None, letters: Path | None, table: Path | None
) -> None:
    """Đơn vị phải nộp, đã nộp, đúng hạn, muộn, chưa nộp. / Due, received, on time, late, missing."""
    from gec_lib.codelists import load_codes
    from gec_lib.collecting import coverage_now, coverage_page, missing_list, write_letters
    from gec_lib.files import write_whole

    words, home, day = context.obj["words"], home_of(context), day_of(as_of)
    cov = coverage_now(home, year=year, as_of=day.isoformat())
    if cov.empty:
        raise click.UsageError(words("no_returns_due", year=year))
    codes, missing = load_codes(home.params), missing_list(cov, on=day)
    _count(words, codes, cov, day)
    _list(words, missing)
    if table is not None:
        write_whole(table, _csv(words, codes, missing).encode("utf-8-sig"))
        click.echo(words("table_written", n=len(missing), table=table))
    links: dict[str, str] = {}
    if letters is not None:
        written = write_letters(home, cov, on=day, folder=letters, lang=words.lang)
        click.echo(words("letters_written" if written else "letters_none", n=len(written), folder=letters))
        links = {unit: _link(path, page) for unit, path in written.items()} if page else {}
    if page is not None:
        html = coverage_page(home, cov, year=year, on=day, letters=links, lang=words.lang)
        write_whole(page, html.encode())
        click.echo(words("page_written", page=page))


@gec.command("snapshot")
@click.option("--as-of", required=True, help="Số liệu nhận đến ngày (YYYY-MM-DD). / Returns received up to this day.")
@click.pass_context
def snapshot_command(context: click.Context, as_of: str) -> None:
    """Chụp số liệu đã nhận; in mã bản chụp. / Freeze what is accepted; print the id."""
    from gec_lib.snapshots import freeze

    words, home = context.obj["words"], home_of(context)
    click.echo(freeze(home, as_of=as_of))
    if as_of > day_of(None).isoformat():
        click.echo(words("future_snapshot", day=_day(words, as_of)), err=True)
    warn_of_corrections(words, home, as_of=as_of)


def _total(words: Words, result: IntakeResult) -> None:
    """How many files came to what; what was accepted by an earlier run is not counted again."""
    known = [outcome for outcome in result.having(ACCEPTED) if not outcome.new]
    for outcome in known[:LISTED]:
        click.echo(words("known_file", name=outcome.path.name))
    counts = {
        "n": len(result.outcomes),
        "accepted": len(result.having(ACCEPTED)) - len(known),
        "rejected": len(result.having("rejected")),
    }
    click.echo(words("intake_done_known" if known else "intake_done", known=len(known), **counts))


def _tell(words: Words, outcome: Outcome) -> None:
    """What became of a file, and its faults, in plain words."""
    shown = [fault for fault in outcome.faults if not fault.explained]
    errors = sum(fault.severity == FAIL for fault in shown)
    if shown or outcome.line.action != ACCEPTED:
        known = words(f"file_{outcome.line.action}", name=outcome.path.name, errors=errors, doubts=len(shown) - errors)
        click.echo(known)
    for fault in shown:
        text = fault.message_vi if words.lang == "vi" else fault.message_en
        click.echo(f"  {words('fault_' + fault.severity)}: {text}")


def _count(words: Words, codes: Codes, cov: DataFrame, day: dt.date) -> None:
    """Counts by stream and level, and by ward."""
    from gec_lib.codelists import NONE
    from gec_lib.coverage import COUNTS_ON, summary_on

    labels = {
        name: cov[name].map({code: known.label(words.lang) for code, known in codes.lists[name].items()})
        for name in ("stream", "level", "unit_type")
    }
    # What has no level is called what it is: a ward, the office.
    rank = labels["level"].where(cov["level"] != NONE, labels["unit_type"])
    named = cov.assign(stream=labels["stream"], level=rank)
    heads = {name: words(f"coverage_{name}") for name in (*COUNTS_ON, "stream", "level", "ward_name")}
    for by in (["stream", "level"], ["ward_name"], []):
        click.echo(summary_on(named, by=by, on=day.isoformat()).rename(columns=heads).to_string(index=False) + "\n")


def _list(words: Words, missing: DataFrame) -> None:
    """The first missing returns, overdue ones before those not yet due, and how to get the others."""
    for row in missing.head(LISTED).itertuples():
        title = row.title_vi if words.lang == "vi" else row.title_en
        key = "ahead_return" if row.ahead else "missing_return"
        click.echo(words(key, name=row.name, form=title, deadline=_day(words, row.deadline)))
    if len(missing) > LISTED:
        click.echo(words("more_missing", n=len(missing) - LISTED))


def _csv(words: Words, codes: Codes, missing: DataFrame) -> str:
    """The list of missing returns as a table that spreadsheets open."""
    title = "title_vi" if words.lang == "vi" else "title_en"
    level = {code: known.label(words.lang) for code, known in codes.lists["level"].items()}
    columns = {
        "unit": missing["unit"],
        "name": missing["name"],
        "level_name": missing["level"].map(level).fillna(""),
        "ward_name": missing["ward_name"],
        "form": missing["form"],
        "title": missing[title],
        "deadline": missing["deadline"],
        "state": missing["ahead"].map({True: words("coverage_ahead"), False: words("coverage_overdue")}),
    }
    return missing[[]].assign(**columns).to_csv(index=False, lineterminator="\n")


def _day(words: Words, iso: str) -> str:
    """A day as the language writes it."""
    from gec_lib.wording import load_wording

    return "".join(span.t for span in load_wording(words.lang).inline(dt.date.fromisoformat(iso), "date"))


def _link(path: Path, page: Path) -> str:
    """A letter's place as seen from the page."""
    return Path(os.path.relpath(path.resolve(), page.resolve().parent)).as_posix()


def _files(paths: Iterable[Path]) -> tuple[list[Path], list[Path]]:
    """Files named, and those inside folders named that may be returns; then the other files of the folders.

    Receipts lists and what programs leave beside files are neither. A file named by itself is always read: whoever
    names it says that a school sent it as its return, and it gets an answer.
    """
    from gec_lib.ledger.tables import TABLE_SUFFIX
    from gec_lib.returns.containers import SUFFIXES

    found: list[Path] = []
    strange: list[Path] = []
    for path in paths:
        inside = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        for file in inside:
            if file.name in ("received.csv", "units.csv") or file.name.startswith(BESIDE):
                continue
            known = file.suffix.casefold() in (*SUFFIXES, TABLE_SUFFIX) or file == path
            (found if known else strange).append(file)
    return found, strange
