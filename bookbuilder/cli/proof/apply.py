"""`bookbuilder proof apply`: writes what marks in proofs want."""

from __future__ import annotations

from pathlib import Path

from bookbuilder.cli.shared.decide_marks import By, Marks
from bookbuilder.cli.shared.options import Jail, Jobs
from bookbuilder.cli.shared.translations import BookOption


def command(marks: Marks, book: BookOption = Path(), by: By = "", jobs: Jobs = 1, jail: Jail = True) -> None:
    """Write the words of accepted marks into the chapters.

    `accept` does so at once; this is for marks whose words could not be written then.
    """
    from bookbuilder.cli.shared.decide_marks import decide
    from bookbuilder.proof.decision import DecisionKind

    decide(book, DecisionKind.APPLY, marks, by, jobs=jobs, jail=jail)
