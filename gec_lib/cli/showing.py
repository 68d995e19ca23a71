"""Commands that show what there is: the catalogue, the notebooks."""

from __future__ import annotations

import sys

import click

from gec_lib.cli.frame import gec, home_of


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

    home = home_of(context)
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        f"--notebook-dir={home.root}",
        "--LabApp.default_url=/lab/tree/notebooks",
    ]
    sys.exit(subprocess.call(command, cwd=home.root))
