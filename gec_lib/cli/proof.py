"""Commands that prove editions: verify, packet, trace."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gec_lib import __version__
from gec_lib.cli.frame import FAULTS, FOLDER, OK, PROFILE, WORKERS, Words, bar, gec, home_of, places_of

if TYPE_CHECKING:
    from gec_lib.home import Home
    from gec_lib.runs.batch import Outcome
    from gec_lib.runs.verify import Verdict


FILE = click.Path(path_type=Path, dir_okay=False)


@gec.command("verify")
@click.argument("path", type=click.Path(path_type=Path, exists=True))
@click.option("--workers", default=WORKERS, show_default=True, help="Số tiến trình. / Processes.")
@click.option("--stock", is_flag=True, help="Dùng nhân Jupyter thường. / Use stock Jupyter kernels.")
@click.pass_context
def verify_command(context: click.Context, path: Path, workers: int, stock: bool) -> None:
    """Lập lại báo cáo và so từng byte. / Execute editions, or those of a packet, again and compare every byte."""
    from gec_lib.runs.engine_names import Engine
    from gec_lib.runs.packet import opened
    from gec_lib.runs.verify import editions_in, verify

    words = context.obj["words"]
    spoiled: tuple[str, ...] = ()
    with ExitStack() as stack:
        if path.is_dir():
            places = places_of(_home_of(context, editions_in(path)), path)
        else:
            places, spoiled = stack.enter_context(opened(path, version=__version__))
        found = editions_in(places.outputs)
        with bar(words("verifying"), len(found)) as moved:
            done: list[Outcome] = []

            def one_more(outcome: Outcome) -> None:
                done.append(outcome)
                moved(len(done))

            engine = Engine.STOCK if stock else None
            verdicts = verify(places.outputs, places=places, workers=workers, engine=engine, done=one_more)
        _say(words, verdicts, root=places.outputs, spoiled=spoiled)
    sys.exit(FAULTS if spoiled or not all(verdict.equal for verdict in verdicts) else OK)


def _say(words: Words, verdicts: Sequence[Verdict], *, root: Path, spoiled: Sequence[str]) -> None:
    for line in spoiled:
        click.echo(line)
    for verdict in verdicts:
        name = verdict.folder.relative_to(root).as_posix()
        click.echo(f"{root if name == '.' else name}: " + words("equal" if verdict.equal else "different"))
        for line in verdict.differences:
            click.echo(f"  {line}")


def _home_of(context: click.Context, folders: Sequence[Path]) -> Home:
    """The home that holds the snapshots of editions: the one in force, else the synthetic district beside it."""
    from gec_lib.home import Home
    from gec_lib.report import DEMO_HOME
    from gec_lib.runs.manifest import read_manifest

    home = home_of(context)
    beside = Home(home.root / DEMO_HOME)
    wanted = {made["snapshot"] for folder in folders if (made := read_manifest(folder))}
    has_all = [all((each.data / "snapshots" / id).is_dir() for id in wanted) for each in (home, beside)]
    return beside if has_all == [False, True] else home


@gec.command("packet")
@click.argument("folders", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option(
    "--output", type=click.Path(path_type=Path, dir_okay=False), default=Path("packet.zip"), show_default=True
)
@click.pass_context
def packet_command(context: click.Context, folders: tuple[Path, ...], output: Path) -> None:
    """Đóng gói để người đánh giá lập lại. / One zip with everything an evaluator needs to make editions again."""
    from gec_lib.runs.packet import pack
    from gec_lib.runs.verify import editions_in

    words = context.obj["words"]
    home = _home_of(context, [path for folder in folders for path in editions_in(folder)])
    packed = pack(folders, places=places_of(home, home.outputs), file=output)
    click.echo(words("packed", n=len(packed), file=output))


@gec.command("trace")
@click.argument("claim")
@click.option("--outputs", type=FOLDER, help="Nơi có báo cáo. / Where editions are.")
@click.option("--edition", "folder", type=FOLDER, help="Một báo cáo nhất định. / One given edition.")
@click.option("--profile", type=PROFILE, default="internal", show_default=True, help="Hồ sơ. / Profile.")
@click.option("--cells", default=20, show_default=True, help="Số ô in ra nhiều nhất. / Cells printed at most.")
@click.pass_context
def trace_command(
    context: click.Context, claim: str, outputs: Path | None, folder: Path | None, profile: str, cells: int
) -> None:
    """Lần từ một con số về từng ô của biểu gốc. / From a printed number back to the cells of workbooks."""
    from gec_lib.runs.trace import newest_first, trace

    words = context.obj["words"]
    folders = [folder] if folder else newest_first(outputs or home_of(context).outputs, profile=profile)
    found = trace(claim, folders=folders)
    click.echo(f"{words('edition')}: {found.folder}")
    for id, record in found.claims.items():
        click.echo(f"\n{id}" + (f" = {record['value']}" if "value" in record else ""))
        for key in ("label", "unit", "formula", "numerator", "denominator", "inputs"):
            if record.get(key):
                value = record[key]
                click.echo(f"  {words('claim_' + key)}: {', '.join(value) if isinstance(value, list) else value}")
        own = [cell for cell in found.cells if cell.claim == id]
        if record.get("cells"):
            click.echo(f"  {words('claim_cells', n=record['cells'])}")
        for cell in own[:cells]:
            click.echo(f"    {cell.name or cell.file[:12]} › {cell.sheet} › {cell.cell}  ({cell.file[:12]})")
        if len(own) > cells:
            click.echo("    " + words("more_cells", n=len(own) - cells))
