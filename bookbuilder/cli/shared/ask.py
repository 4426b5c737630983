"""Asks the user questions on the terminal, in the user's language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import typer

from bookbuilder.cli.shared.print_findings import user_language
from bookbuilder.phrases import Phrase

YES_OR_NO = Phrase("y/n")
"""What a question that wants a yes or a no shows; its first letter is a yes in the language, as is an English one."""


def asked(question: str, **how: Any) -> Any:
    """Return the answer to a question, a `Phrase`; `how` is for `typer.prompt`. A `BadParameter` of its `value_proc` is
    printed, and the question is asked again."""
    said = user_language()
    if convert := how.get("value_proc"):
        how["value_proc"] = _saying(convert)
    return typer.prompt(said.text(question), err=True, **how)


def confirmed(question: str) -> bool:
    """Return whether the user says yes; no answer is a no."""
    letters = user_language().text(YES_OR_NO)
    answer = asked(
        Phrase("{question} [{letters}]", question=question, letters=letters), default="", show_default=False
    )
    return answer.strip().casefold()[:1] in {"y", letters[:1].casefold()}


def _saying(convert: Callable[[str], Any]) -> Callable[[str], Any]:
    """Return a conversion whose refusals are in the user's language."""

    def converted(answer: str) -> Any:
        try:
            return convert(answer)
        except typer.BadParameter as error:
            raise typer.BadParameter(user_language().text(error.message)) from None

    return converted
