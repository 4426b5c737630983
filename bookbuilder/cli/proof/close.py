"""`bookbuilder proof close`: keeps that marks in proofs are done."""

from __future__ import annotations

from pathlib import Path

from bookbuilder.cli.shared.decide_marks import By, Marks, Text
from bookbuilder.cli.shared.translations import BookOption


def command(marks: Marks, book: BookOption = Path(), by: By = "", text: Text = "") -> None:
    """Close marks that are done, or about which nothing is to be done.

    The chapters stay as they are.
    """
    from bookbuilder.cli.shared.decide_marks import decide
    from bookbuilder.proof.decision import DecisionKind

    decide(book, DecisionKind.CLOSE, marks, by, text)
