"""The command line: one file a command, found by walking. A new file with a function `command` is a new command."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bookbuilder import discovery
from bookbuilder.cli import _exit

NAME = "bookbuilder"


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code; `argv` is the command line without the program's name.

    0 fine, 1 the book has errors, 2 wrong usage, 3 a tool is missing, 70 a bug of ours, 130 interrupted.
    """
    try:
        _command()(args=None if argv is None else list(argv), prog_name=NAME)
    except SystemExit as end:  # how typer ends, having printed help or what was wrong with the arguments
        return end.code if isinstance(end.code, int) else _exit.FINE if end.code is None else _exit.USAGE
    except Exception:  # noqa: BLE001 # whatever comes up here is a bug, and says so
        return _exit.apologize()
    return _exit.FINE


def _command() -> Callable[..., object]:
    """Return the whole command line as one function of its arguments."""
    import typer
    from typer.main import get_command

    from bookbuilder.cli._options import version

    app = typer.Typer(
        name=NAME,
        help="A folder of markdown chapters becomes a press-ready PDF, an e-book and a web edition, in every language"
        " of the book.",
        epilog="Start with: bookbuilder new my-book",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(version)
    for module in discovery.modules(__name__):
        name = module.__name__.rpartition(".")[2]
        app.command(name, help=_paragraphs(module.command.__doc__))(module.command)
    group = get_command(app)
    for command in (group, *vars(group)["commands"].values()):
        for option in command.get_params(typer.Context(command, help_option_names=["-h", "--help"])):
            if getattr(option, "is_flag", False):
                option.metavar = ""  # typer would print <bool> behind a flag, which takes no word
    return group


def _paragraphs(docstring: str) -> str:
    """Return a docstring with one line a paragraph, which typer wraps to the width of the terminal."""
    return "\n\n".join(" ".join(part.split()) for part in docstring.split("\n\n"))
