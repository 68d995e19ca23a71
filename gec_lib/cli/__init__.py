"""The program ``gec``: each command calls one function; imports wait until a command needs them."""

from __future__ import annotations

import sys

import click

from gec_lib.cli import editions, proof, returns, showing
from gec_lib.cli.frame import INTERNAL, STOPPED, USAGE, gec

__all__ = ["editions", "gec", "main", "proof", "returns", "showing"]


def main() -> None:
    """Entry point: known errors end with their message and code, unknown ones with code 4."""
    try:
        gec.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(USAGE)
    except click.Abort:
        sys.exit(STOPPED)
    except Exception as error:
        # A bare key or place that is not there is our mistake, not the user's; our own errors say what to do.
        known = isinstance(error, ValueError | FileNotFoundError | LookupError)
        if known and type(error) not in (KeyError, IndexError):
            click.echo(f"gec: {error}", err=True)
            sys.exit(USAGE)
        click.echo(f"gec: {type(error).__name__}: {error}", err=True)
        sys.exit(INTERNAL)
