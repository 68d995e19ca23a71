"""The frame of the program: its group, its words, its exit codes, and what several commands share."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gec_lib import __version__

if TYPE_CHECKING:
    from gec_lib.errors import WordedError
    from gec_lib.home import Home
    from gec_lib.runs.batch import Places

OK, FAULTS, USAGE, REPORT_FAILED, INTERNAL = 0, 1, 2, 3, 4
STOPPED = 130
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


class KnownError(click.ClickException):
    """An error told in the language of the user."""

    exit_code = USAGE

    def show(self, file: object = None) -> None:
        click.echo(f"gec: {self.message}", err=True)


class Program(click.Group):
    """A group that lists its commands, and tells the errors it has words for, in the language asked for."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        place = ("vi", "en").index(ctx.find_root().params.get("lang") or "vi")
        rows = []
        for name in self.list_commands(ctx):
            command = self.get_command(ctx, name)
            texts = (command.help or "").split(" / ") if command else [""]
            rows.append((name, texts[min(place, len(texts) - 1)]))
        with formatter.section("Commands" if place else "Lệnh"):
            formatter.write_dl(rows)

    def invoke(self, ctx: click.Context) -> object:
        from gec_lib.errors import WordedError

        try:
            return super().invoke(ctx)
        except (WordedError, FileNotFoundError) as error:
            told = _told(ctx.find_root().obj["words"], error)
            if not told:
                raise
            raise KnownError(told) from error


def _told(words: Words, error: WordedError | FileNotFoundError) -> str:
    """An error in the user's words; empty when there are none."""
    key = getattr(error, "key", "")
    if key:
        return words(f"error_{key}", **error.fields)  # type: ignore[union-attr]
    path = getattr(error, "filename", None)
    if not path:
        return ""
    return words("error_no_parameters" if "params" in Path(path).parts else "error_no_file", path=path)


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="gec")
@click.option("--home", type=FOLDER, help="Thư mục của địa bàn. / A district's folder.")
@click.option("--lang", type=LANG, default="vi", is_eager=True, help="Ngôn ngữ thông báo. / Language of messages.")
@click.pass_context
def gec(context: click.Context, home: Path | None, lang: str) -> None:
    """GEC: đánh giá kế hoạch bình đẳng giới ngành giáo dục. / Evaluations of gender-equality plans in education."""
    context.obj = {"home": home, "words": Words(lang)}


def home_of(context: click.Context) -> Home:
    from gec_lib.home import find_home

    return find_home(context.obj["home"])


@contextmanager
def bar(label: str, total: int) -> Iterator[Callable[[int], None]]:
    from tqdm import tqdm

    with tqdm(total=total, desc=label, unit="", ascii=" #", file=sys.stderr, disable=None) as shown:

        def moved_to(done: int) -> None:
            shown.update(done - shown.n)

        yield moved_to


def demo_home(words: Words, root: Path, *, template: Path, seed: int, workers: int) -> Home:
    """The synthetic district's home; made anew only when its seed or its parameters changed."""
    from gec_lib.collecting import demo_is_fresh, make_demo

    if demo_is_fresh(root, template=template, seed=seed):
        from gec_lib.home import Home

        return Home(root)
    with bar(words("writing_demo"), 1) as moved:
        return make_demo(root, template=template, seed=seed, workers=workers, moved=moved)


def places_of(home: Home, outputs: Path) -> Places:
    from gec_lib.publishing import notebooks_of
    from gec_lib.runs.batch import Places

    return Places(notebooks_of(home), home.root, outputs, __version__)
