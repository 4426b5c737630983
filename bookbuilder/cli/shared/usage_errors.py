"""Turns the errors by which typer reports wrong usage into ones that say the same in the language of the user.

Typer and pydantic make their sentences with f-strings, so nothing but the text is left: the templates here are theirs, and
take the values out of it again.
"""

from __future__ import annotations

import copy
import re
import string
from functools import cache
from typing import Any

import typer

from bookbuilder.phrases import Phrase
from bookbuilder.program_language.translation import Translation

USAGE_ERROR: Any = typer.BadParameter.__base__
"""The class of all errors that report wrong usage, which typer keeps private."""
USAGE_ERRORS = (
    "Invalid value for {hint}: {message}",
    "Invalid value: {message}",
    "Missing argument {hint}.",
    "Missing option {hint}.",
    "Missing command.",
    "No such option: {option} (Possible options: {options})",
    "No such option: {option}",
    "No such command {command}. Did you mean {commands}?",
    "No such command {command}.",
    "Option {option} requires an argument.",
    "Option {option} does not take a value.",
    "Got unexpected extra argument(s) ({arguments})",
    "file {path} does not exist.",
    "dir {path} does not exist.",
    "path {path} does not exist.",
    "file {path} is a directory.",
    "dir {path} is a file.",
    "file {path} is not readable.",
    "dir {path} is not readable.",
    "path {path} is not readable.",
    "Value error, {value} is not one of {choices}.",
    "Input should be a valid integer, unable to parse string as an integer",
    "Input should be greater than or equal to {least}",
    "Input should be less than or equal to {most}",
)
"""Sentences of typer and pydantic; the first that fits is taken."""


def localized_error(error: Any, translation: Translation) -> Any:
    """Return an error of wrong usage that says the same in a language; a page of help, which is one for typer, as it is."""
    if type(error).__name__ == "NoArgsIsHelpError":
        return error
    if isinstance(error.message, Phrase):  # one of ours
        error = copy.copy(error)
        error.message = translation.text(error.message)
    return USAGE_ERROR(localized_usage(error.format_message(), translation), ctx=error.ctx)


def localized_usage(message: str, translation: Translation) -> str:
    """Return what typer says of wrong usage in a language; a sentence that has no template stays as it is.

    >>> from bookbuilder.program_language.translation import IN_ENGLISH
    >>> localized_usage("No such option: --leg (Possible options: --locale)", IN_ENGLISH)
    'No such option: --leg (Possible options: --locale)'
    """
    for template in USAGE_ERRORS:
        if match := _pattern(template).fullmatch(message):
            values = match.groupdict()
            if "message" in values:
                values["message"] = localized_usage(values["message"], translation)
            return translation.phrase(template, **values)
    return message


@cache
def _pattern(template: str) -> re.Pattern[str]:
    parts = string.Formatter().parse(template)
    # The shortest values: a command is followed by what may be meant.
    return re.compile(
        "".join(re.escape(text) + (f"(?P<{field}>.*?)" if field else "") for text, field, _, _ in parts),
        re.DOTALL,
    )
