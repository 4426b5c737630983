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
from bookbuilder.cli.shared.ask import asked, asked_value
from bookbuilder.cli.shared.report_error import report_error
from bookbuilder.diagnostics import BookbuilderError, Findings
from bookbuilder.phrases import Phrase, counted
from bookbuilder.world import World

_YES, _NO = Phrase("yes"), Phrase("no")
HINDERS = ("epub.undescribed", "epub.moving")
"""Findings that prevent a claim of conformance, whatever a person says (`formats.epub.accessibility`)."""


def sign(book: Path, result: Result) -> int:
    """Ask about each language with an e-book, write `signatures.toml`, and return the exit code.

    A book with errors, or one not fully validated, cannot be signed.
    """
    if result.failed or not all(verdict.ran for verdict in result.verdicts):
        _say(
            Phrase(
                "nothing was signed: mend what is wrong first, for a signature comes on top of all that is proved"
            )
            if result.failed
            else Phrase(
                "nothing was signed: install what is missing first, for a signature comes on top of all that is proved"
            )
        )
        return exit_codes.BOOK
    if not result.contents:
        _say(
            Phrase(
                "there is nothing to sign: the book has no e-book, which is what would say that it conforms"
            )
        )
        return exit_codes.BOOK
    world = World(book.resolve())
    stored = signatures(world, Findings())
    _say(
        Phrase(
            "\nThe validators are done; what follows only a person can judge. Answer yes, or say in a few words what is not"
            " as it should be. Ctrl-C ends this, and nothing is kept."
        )
    )
    try:
        for content in result.contents:
            stored[content.locale] = _asked(content, stored.get(content.locale), world.today)
    except typer.Abort:
        _say(Phrase("\nnothing was kept"))
        return exit_codes.INTERRUPTED
    try:
        world.publish(".", [(FILE, {"": signatures_toml(stored).encode("utf-8", "replace")})])
    except (BookbuilderError, OSError) as error:
        return report_error(error, book)
    hinders = [str(diagnostic.span) for diagnostic in result.diagnostics if diagnostic.code in HINDERS]
    for content in result.contents:
        wrong = stored[content.locale].wrong
        if wrong:
            text = Phrase(
                "{locale}: kept; no claim is made, for {names} is not as it should be",
                locale=content.locale,
                names=", ".join(wrong),
            )
        elif hinders:
            text = Phrase(
                "{locale}: signed; no claim is made as long as pictures stand in its way: {places}",
                locale=content.locale,
                places=", ".join(hinders),
            )
        else:
            text = Phrase(
                "{locale}: signed; from the next build on the e-book says that it conforms to EPUB Accessibility 1.1 at"
                " level AA",
                locale=content.locale,
            )
        _say(text)
    _say(Phrase("{file} belongs to the book: put it under version control", file=FILE))
    return exit_codes.FINE


def _asked(content: SignedContent, before: Signature | None, today: dt.date) -> Signature:
    _say(f"\n{content.locale}", style="bold")
    if before:
        changed = before.changed(content)
        what = (
            Phrase("changed since: {changed}", changed=", ".join(changed))
            if changed
            else Phrase("nothing has changed since")
        )
        _say(Phrase("{name} signed on {date}; {what}", name=before.by, date=before.date, what=what))
    answers = dict.fromkeys((question.key for question in QUESTIONS), NONE)
    for number, one in enumerate((question for question in QUESTIONS if content.counts[question.key]), 1):
        answers[one.key] = _answer(number, one, content.counts[one.key], before)
    by = asked(Phrase("Your name, as it shall stand in the e-book"), before.by if before else None)
    day = asked_value(Phrase("The day"), _day, today.isoformat())
    program = f"bookbuilder {metadata.version('bookbuilder')}"
    return Signature(by.strip(), day, program, answers, dict(content.pieces))


def _answer(number: int, question: Question, count: int, before: Signature | None) -> str:
    last = before.answers.get(question.key, "") if before else ""
    said = print_findings.user_language()
    things = f"{said.text(counted(count, *question.things))}; " if question.things else ""
    _say(f"\n{number}. {said.text(question.text)} ({things}WCAG {question.criterion})")
    return asked_value(Phrase("yes, or why not"), _said, last if last not in ("", NONE) else None)


def _say(text: str, **how: str) -> None:
    """Print wrapped text for a person, a `Phrase` in the user's language; `how` is for rich."""
    text = print_findings.user_language().text(text) if isinstance(text, Phrase) else text
    print_findings.err().print("\n".join(textwrap.fill(line, 79) for line in text.split("\n")), **how)


def _said(answer: str) -> str:
    text = answer.strip()
    said = print_findings.user_language()
    if text.casefold() in ("y", YES, said.text(_YES)):
        return YES
    if text.casefold() in ("", "n", "no", NONE, said.text(_NO)):
        raise typer.BadParameter(Phrase("say in a few words what is not as it should be"))
    return text


def _day(answer: str) -> dt.date:
    try:
        return dt.date.fromisoformat(answer.strip())
    except ValueError:
        raise typer.BadParameter(Phrase("write it as 2026-01-31")) from None
