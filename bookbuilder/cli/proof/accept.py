"""`bookbuilder proof accept`: puts words where marks in proofs want them."""

from __future__ import annotations

from pathlib import Path

from bookbuilder.cli.shared.decide_marks import By, Marks, Text
from bookbuilder.cli.shared.options import Jail, Jobs
from bookbuilder.cli.shared.translations import BookOption


def command(
    marks: Marks,
    book: BookOption = Path(),
    by: By = "",
    text: Text = "",
    jobs: Jobs = 1,
    jail: Jail = True,
) -> None:
    """Accept marks: the words that they want are written into the chapters.

    Words that are put in, struck out or replaced are written where they stand now; a comment becomes a task, which
    `close` ends. What cannot be written is told, and is left to be done by hand.
    """
    from bookbuilder.cli.shared.decide_marks import decide
    from bookbuilder.proof.decision import DecisionKind

    decide(book, DecisionKind.ACCEPT, marks, by, text, jobs=jobs, jail=jail)
