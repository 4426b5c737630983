"""Asks the user what no validator can judge, and stores the answers as a signature (`check --sign`)."""

from __future__ import annotations

import datetime as dt
import textwrap
from importlib import metadata
from pathlib import Path

import typer

from bookbuilder.accessibility_review.questions import QUESTIONS, Question
from bookbuilder.accessibility_review.signatures_file import (
    FILE,
    NONE,
    YES,
    Signature,
    signatures,
    signatures_toml,
)
from bookbuilder.accessibility_review.signed_content import SignedContent
from bookbuilder.api import Result
from bookbuilder.cli.shared import exit_codes, print_findings
from bookbuilder.cli.shared.report_error import report_error
from bookbuilder.diagnostics import BookbuilderError, Findings
from bookbuilder.phrases import Phrase
from bookbuilder.world import World

HINDERS = ("epub.undescribed", "epub.moving")
"""Findings that prevent a claim of conformance, whatever a person says (`formats.epub.accessibility`)."""


def sign(book: Path, result: Result) -> int:
    """Ask about each language with an e-book, write `signatures.toml`, and return the exit code.

    A book with errors, or one not fully validated, cannot be signed.
    """
    if result.failed or not all(verdict.ran for verdict in result.verdicts):
        what = "mend what is wrong" if result.failed else "install what is missing"
        _say(f"nothing was signed: {what} first, for a signature comes on top of all that is proved")
        return exit_codes.BOOK
    if not result.contents:
        _say("there is nothing to sign: the book has no e-book, which is what would say that it conforms")
        return exit_codes.BOOK
    world = World(book.resolve())
    stored = signatures(world, Findings())
    _say(
        "\nThe validators are done; what follows only a person can judge. Answer yes, or say in a few words what is not as"
        " it should be. Ctrl-C ends this, and nothing is kept."
    )
    try:
        for content in result.contents:
            stored[content.locale] = _asked(content, stored.get(content.locale), world.today)
    except typer.Abort:
        _say("\nnothing was kept")
        return exit_codes.INTERRUPTED
    try:
        world.publish(".", [(FILE, {"": signatures_toml(stored).encode("utf-8", "replace")})])
    except (BookbuilderError, OSError) as error:
        return report_error(error, book)
    hinders = [str(diagnostic.span) for diagnostic in result.diagnostics if diagnostic.code in HINDERS]
    for content in result.contents:
        wrong = stored[content.locale].wrong
        if wrong:
            text = f"kept; no claim is made, for {', '.join(wrong)} is not as it should be"
        elif hinders:
            text = f"signed; no claim is made as long as pictures stand in its way: {', '.join(hinders)}"
        else:
            text = "signed; from the next build on the e-book says that it conforms to EPUB Accessibility 1.1 at level AA"
        _say(f"{content.locale}: {text}")
    _say(f"{FILE} belongs to the book: put it under version control")
    return exit_codes.FINE


def _asked(content: SignedContent, before: Signature | None, today: dt.date) -> Signature:
    _say(f"\n{content.locale}", style="bold")
    if before:
        changed = before.changed(content)
        what = (
            Phrase("changed since: {changed}", changed=", ".join(changed))
            if changed
            else "nothing has changed since"
        )
        _say(f"{before.by} signed on {before.date}; {what}")
    answers = dict.fromkeys((question.key for question in QUESTIONS), NONE)
    for number, one in enumerate((question for question in QUESTIONS if content.counts[question.key]), 1):
        answers[one.key] = _answer(number, one, content.counts[one.key], before)
    by = typer.prompt(
        "Your name, as it shall stand in the e-book", default=before.by if before else None, err=True
    )
    day = typer.prompt("The day", default=today.isoformat(), value_proc=_day, err=True)
    program = f"bookbuilder {metadata.version('bookbuilder')}"
    return Signature(by.strip(), day, program, answers, dict(content.pieces))


def _answer(number: int, question: Question, count: int, before: Signature | None) -> str:
    things = f"{count} {question.things}; " if question.things else ""
    last = before.answers.get(question.key, "") if before else ""
    _say(f"\n{number}. {question.text} ({things}WCAG {question.criterion})")
    answer: str = typer.prompt(
        "yes, or why not", default=last if last not in ("", NONE) else None, value_proc=_said, err=True
    )
    return answer


def _say(text: str, **how: str) -> None:
    """Print wrapped text for a person; `how` is for rich."""
    print_findings.err().print("\n".join(textwrap.fill(line, 79) for line in text.split("\n")), **how)


def _said(answer: str) -> str:
    text = answer.strip()
    if text.casefold() in ("y", YES):
        return YES
    if text.casefold() in ("", "n", "no", NONE):
        raise typer.BadParameter("say in a few words what is not as it should be")
    return text


def _day(answer: str) -> dt.date:
    try:
        return dt.date.fromisoformat(answer.strip())
    except ValueError:
        raise typer.BadParameter("write it as 2026-01-31") from None
