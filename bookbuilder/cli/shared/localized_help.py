"""Says the help of commands in the language of the user: texts of commands and options, and what typer adds to them.

English needs none of this, and does not load it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import typer

from bookbuilder.phrases import Phrase
from bookbuilder.program_language.translation import Translation

HELP_NAMES = ["-h", "--help"]
USAGE = Phrase("Usage: ")
METAVARS = {
    "options_metavar": Phrase("[OPTIONS]"),
    "subcommand_metavar": Phrase("COMMAND [ARGS]..."),
}
"""What typer prints behind the name of a command, by the attribute of the command."""
TYPER_WORDS = {
    "DEFAULT_STRING": "[default: {}]",
    "ENVVAR_STRING": "[env var: {}]",
    "REQUIRED_LONG_STRING": Phrase("[required]"),
    "ARGUMENTS_PANEL_TITLE": Phrase("Arguments"),
    "OPTIONS_PANEL_TITLE": Phrase("Options"),
    "COMMANDS_PANEL_TITLE": Phrase("Commands"),
    "ERRORS_PANEL_TITLE": Phrase("Error"),
    "ABORTED_TEXT": Phrase("Aborted."),
    "RICH_HELP": "Try [blue]'{command_path} {help_option}'[/] for help.",
}
"""Words of `typer.rich_utils`, by the names of its settings; typer fills in the braces."""


def help_texts(group: Any) -> Iterator[tuple[Any, str, str]]:
    """Yield each text of the help of a command and of its subcommands: its object, the attribute that holds it, the text."""
    for command in _with_subcommands(group):
        for attribute in ("help", "short_help", "epilog"):
            if text := getattr(command, attribute, None):
                yield command, attribute, text
        for parameter in command.get_params(typer.Context(command, help_option_names=HELP_NAMES)):
            if text := getattr(parameter, "help", None):
                yield parameter, "help", text
            default = getattr(parameter, "show_default", None)
            if isinstance(default, str) and " " in default:  # words, not a value
                yield parameter, "show_default", default


def localize_help(group: Any, translation: Translation) -> None:
    """Put the texts of commands into a language; typer's own words follow when it makes a page of help."""
    for holder, attribute, text in help_texts(group):
        setattr(holder, attribute, translation.text(text))
    for command in _with_subcommands(group):
        for attribute, text in METAVARS.items():
            if getattr(command, attribute, None) == text:
                setattr(command, attribute, translation.text(text))
        command.context_class = _context_class(command.context_class, translation)


def _context_class(original: type[Any], translation: Translation) -> type[Any]:
    """Return the class of contexts whose pages of help have the words of a language."""

    class Formatter(original.formatter_class):  # type: ignore[misc, name-defined] # typer keeps its class private
        """Writes the line with the usage."""

        def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
            """Write it behind a word of the language."""
            super().write_usage(prog, args, translation.text(USAGE) if prefix is None else prefix)

    class LocalizedContext(original):  # type: ignore[misc] # typer keeps its class private
        """A context whose pages of help begin with a usage in the language of the user."""

        formatter_class = Formatter

        def make_formatter(self) -> Any:
            """Return what writes the usage, with which each page of help and each wrong usage begins."""
            _put_words(translation)
            return super().make_formatter()

    return LocalizedContext


def _put_words(translation: Translation) -> None:
    from typer import rich_utils  # rich is slow to load, and only a page of help or an error needs it

    for name, word in TYPER_WORDS.items():
        setattr(rich_utils, name, translation.text(word))


def _with_subcommands(command: Any) -> Iterator[Any]:
    yield command
    for inner in vars(command).get("commands", {}).values():
        yield from _with_subcommands(inner)


def run_localized(command: Callable[..., object], arguments: dict[str, Any], translation: Translation) -> int:
    """Run a command line, and return its exit code; wrong usage is reported in a language, as typer does it in English."""
    from bookbuilder.cli.shared import exit_codes, print_findings
    from bookbuilder.cli.shared.usage_errors import USAGE_ERROR, localized_error

    try:
        code = command(**arguments, standalone_mode=False)
    except typer.Abort:
        print_findings.err().print(TYPER_WORDS["ABORTED_TEXT"])
        return exit_codes.BOOK
    except USAGE_ERROR as error:
        from typer import rich_utils

        _put_words(translation)
        rich_utils.rich_format_error(localized_error(error, translation))
        return exit_codes.USAGE
    return code if isinstance(code, int) else exit_codes.FINE
