"""`bookbuilder explain`: explains a diagnostic by its code."""

from __future__ import annotations

import sys
from contextlib import redirect_stdout
from pathlib import Path
from typing import Annotated

import typer

from bookbuilder.phrases import Phrase

Code = Annotated[
    str | None,
    typer.Argument(
        metavar="[CODE]",
        help="The word in brackets at the end of a message, such as image.alt; without one, all are listed.",
        show_default=False,
    ),
]


def codes() -> tuple[str, ...]:
    """Return the codes of all messages."""
    from bookbuilder import discovery

    with redirect_stdout(sys.stderr):
        return tuple(discovery.rules())


def command(code: Code = None) -> None:
    """Say what a message means and what to do about it."""
    from rich.text import Text

    from bookbuilder import discovery, renamed
    from bookbuilder.cli.shared import exit_codes, print_findings
    from bookbuilder.cli.shared.os_error import os_diagnostic
    from bookbuilder.diagnostics import nearest
    from bookbuilder.repairs.repair import repairs

    try:
        with redirect_stdout(sys.stderr):
            rules = discovery.rules()
    except OSError as error:  # rules stand beside the code, and loading that loads WeasyPrint
        found = (os_diagnostic(error),)
        print_findings.diagnostics(found, print_findings.err(), Path())
        raise typer.Exit(exit_codes.code(found, strict=False)) from None
    console = print_findings.out()
    translation = console.translation
    if code is None:
        width = max(map(len, rules))
        for rule in rules.values():
            console.print(
                Text.assemble(
                    (f"{rule.code:<{width}}", "bold"),
                    f"  {translation.text(rule.severity.value):<7}  ",
                    _plain(translation.sentence(rule.sentence, rule.code)),
                )
            )
        return
    said = code.strip("[]")
    code = renamed.CODES.get(said, said)
    if code not in rules:
        hint = nearest(code, rules) or Phrase("`bookbuilder explain` lists all codes")
        lines = (
            translation.phrase("no message has the code {code!r}", code=code),
            f"  {translation.text('hint')}: {translation.text(hint)}",
        )
        print_findings.err().print("\n".join(lines), markup=False)
        raise typer.Exit(exit_codes.USAGE)
    rule = rules[code]
    if code != said:
        console.print(translation.phrase("{old} is called {code} now", old=said, code=code), markup=False)
    sentence = _plain(translation.sentence(rule.sentence, rule.code))
    console.print(
        Text.assemble((rule.code, "bold"), f" ({translation.text(rule.severity.value)}): {sentence}")
    )
    console.print()
    console.print(translation.why(rule.why), markup=False, soft_wrap=not console.is_terminal)
    if repair := repairs().get(code):
        ways = Phrase(
            "`bookbuilder todo` lists all places, and with `--fix {code}` mends them as a draft shows them",
            code=code,
        )
        console.print()
        console.print(
            Phrase("To do: {advice}. {ways}.", advice=repair.words[code].advice, ways=ways),
            markup=False,
            soft_wrap=not console.is_terminal,
        )


def _plain(sentence: str) -> str:
    """Return the sentence of a rule with … for its values."""
    import string

    return "".join(
        text + ("…" if field is not None else "") for text, field, _, _ in string.Formatter().parse(sentence)
    )
