"""Asks what no validator can judge, and keeps the answers: the end of `bookbuilder check --sign`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path

import typer

from bookbuilder.api import Result
from bookbuilder.cli import _exit, _show
from bookbuilder.diagnostics import Findings
from bookbuilder.signature.content import Content
from bookbuilder.signature.questions import QUESTIONS, Question
from bookbuilder.signature.signed import FILE, NONE, YES, Signature, signatures, written
from bookbuilder.world import World


def sign(book: Path, result: Result) -> int:
    """Ask for each language that has an e-book, write `signatures.toml`, and return the exit code.

    Nobody can sign what has errors, or what was not proved because a validator is missing.
    """
    console = _show.err()
    if result.failed or not all(verdict.ran for verdict in result.verdicts):
        what = "mend what is wrong" if result.failed else "install what is missing"
        console.print(f"nothing was signed: {what} first, for a signature comes on top of all that is proved")
        return _exit.BOOK
    if not result.contents:
        console.print(
            "there is nothing to sign: the book has no e-book, which is what would say that it conforms"
        )
        return _exit.BOOK
    world = World(book.resolve())
    known = signatures(world, Findings())
    console.print(
        "\nThe validators are done; what follows only a person can judge. Answer yes, or say in a few words what is not as"
        " it should be. Ctrl-C ends this, and nothing is kept."
    )
    for content in result.contents:
        known[content.locale] = _asked(content, known.get(content.locale), world.today)
    world.publish(".", [(FILE, {"": written(known).encode("utf-8", "replace")})])
    for content in result.contents:
        wrong = known[content.locale].wrong
        console.print(
            f"{content.locale}: "
            + (
                f"kept; no claim is made, for {', '.join(wrong)} is not as it should be"
                if wrong
                else "signed; from the next build on the e-book says that it conforms to EPUB Accessibility 1.1 at level AA"
            )
        )
    console.print(f"{FILE} belongs to the book: put it under version control")
    return _exit.FINE


def _asked(content: Content, before: Signature | None, today: dt.date) -> Signature:
    console = _show.err()
    console.print(f"\n{content.locale}", style="bold")
    if before:
        changed = before.changed(content)
        console.print(
            f"{before.by} signed on {before.date}; "
            + (f"changed since: {', '.join(changed)}" if changed else "nothing has changed since"),
            markup=False,
        )
    answers = {
        one.key: _answer(number, one, content.counts, before) for number, one in enumerate(QUESTIONS, 1)
    }
    by = typer.prompt(
        "Your name, as it shall stand in the e-book", default=before.by if before else None, err=True
    )
    day = typer.prompt("The day", default=today.isoformat(), value_proc=_day, err=True)
    program = f"bookbuilder {metadata.version('bookbuilder')}"
    return Signature(by.strip(), day, program, answers, dict(content.pieces))


def _answer(number: int, one: Question, counts: Mapping[str, int], before: Signature | None) -> str:
    if not counts[one.key]:
        return NONE
    things = f" {counts[one.key]} {one.things}." if one.things else ""
    last = before.answers.get(one.key, "") if before else ""
    said: str = typer.prompt(
        f"\n{number}. {one.text}{things} (WCAG {one.criterion})",
        default=last if last not in ("", NONE) else None,
        value_proc=_said,
        err=True,
    )
    return said


def _said(answer: str) -> str:
    said = answer.strip()
    if said.casefold() in ("y", YES):
        return YES
    if said.casefold() in ("", "n", "no", NONE):
        raise typer.BadParameter("say in a few words what is not as it should be")
    return said


def _day(answer: str) -> dt.date:
    try:
        return dt.date.fromisoformat(answer.strip())
    except ValueError:
        raise typer.BadParameter("write it as 2026-01-31") from None
