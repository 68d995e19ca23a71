"""The commands ``gec returns …``: what people decide about accepted returns, each with who, when and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from gec_lib.cli.frame import Program, Words, gec, home_of

if TYPE_CHECKING:
    from gec_lib.home import Home


@gec.group("returns", cls=Program)
def returns_group() -> None:
    """Duyệt, chốt, mở lại, đính chính biểu đã nhận. / Approve, lock, reopen, correct accepted returns."""


def day_of(text: str | None) -> dt.date:
    """A day given on the command line, else today; the only clock of the program, and the ledger keeps what it said."""
    if text is None:
        return dt.date.today()
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise click.UsageError(f"{text!r}: YYYY-MM-DD") from None


def warn_of_corrections(words: Words, home: Home, *, as_of: str) -> None:
    """Say which corrections are over, or are to be looked at again."""
    from gec_lib.ledger import State, review

    for finding in review(home, as_of=as_of):
        if finding.state is not State.HOLDS:
            click.echo(_told(words, finding), err=True)


def _person(command: Callable[..., Any]) -> Callable[..., Any]:
    """Options that every decision takes."""
    for option in (
        click.option("--on", help="Ngày quyết định (YYYY-MM-DD); mặc định hôm nay. / Day; today by default."),
        click.option("--why", default="", help="Lý do. / Reason."),
        click.option("--by", required=True, help="Người quyết định. / Who decides."),
    ):
        command = option(command)
    return command


def _which(command: Callable[..., Any]) -> Callable[..., Any]:
    """Options that choose returns."""
    for option in (
        click.option("--level", default="", help="Cấp học; mặc định mọi cấp. / Level; all by default."),
        click.option("--school", default="", help="Mã đơn vị; mặc định mọi đơn vị. / Unit; all by default."),
        click.option("--form", default="", help="Mã biểu; mặc định mọi biểu. / Form; all by default."),
        click.option("--year", type=int, required=True, help="Năm báo cáo. / Reporting year."),
    ):
        command = option(command)
    return command


def _decide(context: click.Context, action: str, *, on: str | None, by: str, why: str, **which: Any) -> None:
    from gec_lib.ledger import accepted, decide

    words, home = context.obj["words"], home_of(context)
    keys = accepted(home, year=which["year"], form=which["form"], unit=which["school"], level=which["level"])
    lines = decide(home, keys, action=action, by=by, why=why, on=day_of(on).isoformat())
    click.echo(words(f"decided_{action}", n=len(lines), by=by))


@returns_group.command("approve")
@_which
@_person
@click.pass_context
def approve(context: click.Context, **options: Any) -> None:
    """Duyệt biểu đã nhận. / Approve accepted returns."""
    _decide(context, "approved", **options)


@returns_group.command("lock")
@_which
@_person
@click.pass_context
def lock(context: click.Context, **options: Any) -> None:
    """Chốt biểu đã nhận: không thay thế, không đính chính. / Lock: no replacement, no correction."""
    _decide(context, "locked", **options)


@returns_group.command("reopen")
@_which
@_person
@click.pass_context
def reopen(context: click.Context, **options: Any) -> None:
    """Mở lại biểu đã chốt, có lý do. / Reopen locked returns, with a reason."""
    _decide(context, "reopened", **options)


@returns_group.command("correct")
@click.option("--year", type=int, required=True, help="Năm báo cáo. / Reporting year.")
@click.option("--form", required=True, help="Mã biểu. / Form.")
@click.option("--school", required=True, help="Mã đơn vị. / Unit.")
@click.option("--sheet", required=True, help="Tên sheet trong biểu. / Sheet of the workbook.")
@click.option("--cell", required=True, help="Ô, ví dụ E18. / Cell, such as E18.")
@click.option("--value", type=float, required=True, help="Số đúng. / The right number.")
@click.option("--until", required=True, help="Có hiệu lực đến hết ngày (YYYY-MM-DD). / Last day of the correction.")
@_person
@click.pass_context
def correct_command(
    context: click.Context,
    year: int,
    form: str,
    school: str,
    sheet: str,
    cell: str,
    value: float,
    until: str,
    by: str,
    why: str,
    on: str | None,
) -> None:
    """Đính chính một ô của biểu đã nhận. / Correct one cell of an accepted return."""
    from gec_lib.codelists import load_codes
    from gec_lib.ledger import ReturnKey, Wish, correct
    from gec_lib.returns.layouts import layout_for, load_layouts

    words, home = context.obj["words"], home_of(context)
    level = layout_for(load_layouts(home.params), form=form, year=year).level
    line = correct(
        home,
        ReturnKey(form, year, school, level),
        wish=Wish(sheet, cell.upper(), value, until),
        codes=load_codes(home.params),
        by=by,
        why=why,
        on=day_of(on).isoformat(),
    )
    made = line.correction
    assert made is not None
    was = "…" if made.was is None else f"{made.was:g}"
    click.echo(
        words("decided_corrected", sheet=made.sheet, cell=made.cell, was=was, value=f"{made.value:g}", until=until)
    )


@returns_group.command("corrections")
@click.option("--as-of", help="Tính đến ngày (YYYY-MM-DD); mặc định hôm nay. / As of this day; today by default.")
@click.pass_context
def corrections_command(context: click.Context, as_of: str | None) -> None:
    """Các đính chính và hiệu lực của chúng. / Corrections and what became of them."""
    from gec_lib.ledger import review

    words, home = context.obj["words"], home_of(context)
    findings = review(home, as_of=day_of(as_of).isoformat())
    for finding in findings:
        click.echo(_told(words, finding))
    if not findings:
        click.echo(words("no_corrections"))


def _told(words: Words, finding: Any) -> str:
    line, made = finding.line, finding.line.correction
    found = "…" if finding.found is None else f"{finding.found:g}"
    place = f"{line.form}, {line.year}, {line.unit}, {made.sheet} {made.cell}"
    return words(
        f"correction_{finding.state}",
        place=place, value=f"{made.value:g}", found=found, until=made.until, by=line.by, why=line.why,
    )  # fmt: skip
