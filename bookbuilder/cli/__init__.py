"""The command line: one file a command, found by walking. A new file with a function `command` is a new command.

A folder is a group of commands: `facts/rates.py` is `bookbuilder facts rates`. A trailing underscore is dropped
(`import_.py`, since `import` is a Python keyword); other underscores become hyphens.
"""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import typer

    from bookbuilder.cli.shared.replay_build import Lookup
    from bookbuilder.program_language.translation import Translation

NAME = "bookbuilder"
_SHARED = "shared"
"""The folder here that holds no commands but what they share."""
OPEN_NO_MORE = "the system lets this program open no more files; `ulimit -n 256` allows more [system.limit]"
"""Said where not even the modules that say it otherwise can be loaded."""
_IN_FRONT = ("help",)
"""Commands that read nothing of a book, and run in the process that the terminal knows: their pager asks it for keys."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code; `argv` is the command line without the program's name.

    Without `argv` this owns the process: it handles signals, and ends all child processes. With `argv` it is an ordinary
    function call.

    0 fine, 1 the book has errors, 2 wrong usage, 3 a tool is missing, 70 a bug of ours, 128 plus the number of a signal
    that interrupted it.
    """
    if argv is not None:
        return _result(list(argv))
    import signal

    held = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
    words = sys.argv[1:]  # noqa: TID251 # typer would look there as well
    from bookbuilder.cli.shared import safe_output

    safe_output.reopen_streams()
    looked = _looked(words)
    # If nothing has changed, there are no child processes, and nothing of the book is parsed.
    if (looked and looked.previous) or words[:1] in ([name] for name in _IN_FRONT):
        signal.pthread_sigmask(signal.SIG_SETMASK, held)
        return _whole(words, looked)
    from bookbuilder.jail.supervise import supervise

    signal.pthread_sigmask(signal.SIG_SETMASK, held)
    return supervise(lambda: _whole(words, looked), _say_interrupted, _say_ended)


def _looked(words: list[str]) -> Lookup | None:
    """Return what is known of a command line; None if the lookup fails, since the command will fail in the same way."""
    try:
        from bookbuilder.cli.shared.replay_build import look_up

        return look_up(words)
    except Exception:  # noqa: BLE001 # whatever fails here fails again where it is reported
        return None


def _whole(words: list[str], looked: Lookup | None) -> int:
    """Run a command in a process of its own."""
    from bookbuilder.cli.shared import exit_codes, safe_output
    from bookbuilder.cli.shared.print_findings import user_language

    safe_output.guard_streams()
    user_language()  # asked before the command is confined
    try:
        code = _result(words, looked)
        sys.stdout.flush()
        sys.stderr.flush()
    except safe_output.OutputError as error:
        safe_output.discard_stdout()
        code = exit_codes.report_unwritten(error)
    if code != exit_codes.FINE:
        exit_codes.exit_soon(code)
    return code


def _result(words: list[str], looked: Lookup | None = None) -> int:
    from bookbuilder.cli.shared import exit_codes
    from bookbuilder.cli.shared.replay_build import look_up, replay_or_start
    from bookbuilder.cli.shared.safe_output import OutputError
    from bookbuilder.jail.rlimits import tight_on_memory

    try:
        line = replay_or_start(looked or look_up(words))
        if isinstance(line, int):
            return line
        return _run(words, line)
    except SystemExit as end:  # typer has printed help or a usage error
        return (
            end.code
            if isinstance(end.code, int)
            else exit_codes.FINE
            if end.code is None
            else exit_codes.USAGE
        )
    except KeyboardInterrupt:  # before typer handles it
        return exit_codes.INTERRUPTED
    except OutputError:
        raise
    except MemoryError as error:
        return exit_codes.report_memory(error)
    except Exception as error:  # noqa: BLE001 # anything else is a bug, and is reported as one
        if refused := _refused(error):
            return refused
        return exit_codes.report_memory(error) if tight_on_memory() else exit_codes.report_bug(error)


def _run(words: list[str], line: object) -> int:
    """Run a command in the language of the user; return the exit code, or raise `SystemExit` with it."""
    from bookbuilder.cli.shared import exit_codes
    from bookbuilder.cli.shared.print_findings import user_language
    from bookbuilder.program_language.translation import IN_ENGLISH

    translation = user_language()
    command = root_command(_first_word(words), translation)
    arguments = {"args": words, "prog_name": NAME, "obj": line}
    if translation.language == IN_ENGLISH.language:
        command(**arguments)
        return exit_codes.FINE
    from bookbuilder.cli.shared.localized_help import run_localized

    return run_localized(command, arguments, translation)


def _refused(error: Exception) -> int:
    """Report an error of the operating system and return the exit code; 0 for other errors, which are bugs."""
    reason = str(error)
    if isinstance(error, ImportError) and "Too many open files" in reason:  # while loading a library
        error = OSError(errno.EMFILE, "Too many open files")
    if not isinstance(error, OSError):
        return 0
    from bookbuilder.cli.shared import exit_codes

    if _folder_is_gone():
        from bookbuilder.cli.shared import print_findings
        from bookbuilder.phrases import Phrase

        print_findings.refusal(
            Phrase("the folder that this runs in is not there any more"), Phrase("go to one that is: cd ~")
        )
        return exit_codes.USAGE
    try:
        from bookbuilder.cli.shared.report_error import report_error

        return report_error(error, Path())
    except Exception:  # noqa: BLE001 # not an error of the system, or it cannot even be reported
        if error.errno not in (errno.EMFILE, errno.ENFILE):
            return 0
        print(f"bookbuilder: error: {OPEN_NO_MORE}", file=sys.stderr)
    return exit_codes.BOOK


def _folder_is_gone() -> bool:
    """Whether somebody has deleted the current folder: then no path can be resolved."""
    try:
        Path.cwd()  # noqa: TID251 # nothing is read there
    except FileNotFoundError:
        return True
    return False


def _say_interrupted(number: int) -> None:
    from bookbuilder.cli.shared.termination import print_interrupted

    print_interrupted(number)


def _say_ended(number: int, doing: tuple[str, ...]) -> int:
    from bookbuilder.cli.shared.termination import print_ended

    return print_ended(number, doing)


def _first_word(words: Sequence[str]) -> str:
    """Return the first word of a command line if it is a command or a group; empty if not."""
    return next((word for word in words[:1] if word in map(_name, _plugins(__name__))), "")


@cache
def root_command(only: str = "", translation: Translation | None = None) -> Callable[..., object]:
    """Return the command line as one function of its arguments, the whole or with the `only` command that is wanted: to load
    them all takes long. Its help is in English, or in the language of a translation. It is made once, also where `main` is
    called often."""
    import typer
    from typer.main import get_command

    from bookbuilder.cli.shared.options import version

    app = typer.Typer(
        name=NAME,
        help="A folder of markdown chapters becomes a press-ready PDF, an e-book and a web edition, in every language"
        " of the book.",
        epilog="Start with: bookbuilder new my-book. The manual: bookbuilder docs, or bookbuilder help.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(version)
    _add(app, __name__, only)
    group = get_command(app)
    for command in _all(group):
        for option in command.get_params(typer.Context(command, help_option_names=["-h", "--help"])):
            if getattr(option, "is_flag", False):
                option.metavar = ""  # typer would print <bool> after a flag
    if translation and translation.language != "en":
        from bookbuilder.cli.shared.localized_help import localize_help

        localize_help(group, translation)
    return group


def commands(package: str = __name__) -> Iterator[str]:
    """Yield the words of every command: `build`, `facts rates` …"""
    for found in _plugins(package):
        module = import_module(f"{package}.{found}")
        name = _name(found)
        if hasattr(module, "__path__"):
            yield from (f"{name} {inner}" for inner in commands(module.__name__))
        else:
            yield name


def _add(app: typer.Typer, package: str, only: str = "") -> None:
    """Add the commands of a package, or `only` one of them; a subpackage is a group."""
    import typer

    from bookbuilder.cli.shared.command_jail import confine_command

    for found in _plugins(package):
        name = _name(found)
        if only not in ("", name):
            continue
        module = import_module(f"{package}.{found}")
        text = _paragraphs(module.__doc__ or "")
        if hasattr(module, "__path__"):
            group = typer.Typer(no_args_is_help=True)
            app.add_typer(group, name=name, help=text)
            group.callback()(_nothing)
            _add(group, module.__name__)
        else:
            app.command(name, help=_paragraphs(module.command.__doc__))(confine_command(module.command))


def _plugins(package: str) -> Iterator[str]:
    from bookbuilder import discovery

    return (name for name in discovery.names(package) if (package, name) != (__name__, _SHARED))


def _nothing() -> None:
    """Take no options: a group has none of its own."""


def _all(command: Any) -> Iterator[Any]:
    """Yield a command and its subcommands."""
    yield command
    for inner in vars(command).get("commands", {}).values():
        yield from _all(inner)


def _name(module: str) -> str:
    return module.rpartition(".")[2].rstrip("_").replace("_", "-")


def _paragraphs(docstring: str) -> str:
    """Return a docstring with one line a paragraph, which typer wraps to the terminal's width."""
    return "\n\n".join(" ".join(part.split()) for part in docstring.split("\n\n"))
