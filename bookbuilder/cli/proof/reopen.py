"""`bookbuilder proof reopen`: opens marks in proofs again."""

from __future__ import annotations

from pathlib import Path

from bookbuilder.cli.shared.decide_marks import By, Marks, Text
from bookbuilder.cli.shared.translations import BookOption


def command(marks: Marks, book: BookOption = Path(), by: By = "", text: Text = "") -> None:
    """Open marks again about which something was decided.

    Words that are in the chapters by now stay there.
    """
    from bookbuilder.cli.shared.decide_marks import decide
    from bookbuilder.proof.decision import DecisionKind

    decide(book, DecisionKind.REOPEN, marks, by, text)
