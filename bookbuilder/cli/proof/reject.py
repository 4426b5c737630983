"""`bookbuilder proof reject`: keeps that marks in proofs are not followed."""

from __future__ import annotations

from pathlib import Path

from bookbuilder.cli.shared.decide_marks import By, Marks, Text
from bookbuilder.cli.shared.translations import BookOption


def command(marks: Marks, book: BookOption = Path(), by: By = "", text: Text = "") -> None:
    """Reject marks: the chapters stay as they are.

    What --text says is in the report, for the person who made the mark.
    """
    from bookbuilder.cli.shared.decide_marks import decide
    from bookbuilder.proof.decision import DecisionKind

    decide(book, DecisionKind.REJECT, marks, by, text)
