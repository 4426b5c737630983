"""Asks the user questions on the terminal, in the user's language."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import typer

from bookbuilder.cli.shared import print_findings
from bookbuilder.phrases import Phrase

T = TypeVar("T")
YES_OR_NO = Phrase("y/n")
"""What a question that wants a yes or a no shows; its first letter is a yes in the language, as is an English one."""


def asked(question: str, default: str | None = None, *, show_default: bool = True) -> str:
    """Return the answer to a question, a `Phrase`; without a default it is asked again until there is one."""
    text = print_findings.user_language().text(question)
    answer: str = typer.prompt(text, default=default, show_default=show_default, err=True)
    return answer


def asked_value(question: str, convert: Callable[[str], T], default: str | None = None) -> T:
    """Return an answer as a value; as long as `convert` refuses it (`typer.BadParameter`), say why and ask again."""
    while True:
        try:
            return convert(asked(question, default))
        except typer.BadParameter as error:
            console = print_findings.err()
            refusal = console.translation.text(error.message)
            console.print(f"{console.translation.phrase('Error')}: {refusal}", markup=False)


def confirmed(question: str) -> bool:
    """Return whether the user says yes; no answer is a no."""
    letters = print_findings.user_language().text(YES_OR_NO)
    text = Phrase("{question} [{letters}]", question=question, letters=letters)
    return asked(text, "", show_default=False).strip().casefold()[:1] in {"y", letters[:1].casefold()}
