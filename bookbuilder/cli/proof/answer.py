"""`bookbuilder proof answer`: answers marks in proofs."""

from __future__ import annotations

from pathlib import Path

import typer

from bookbuilder.cli.shared.decide_marks import By, Marks, Text
from bookbuilder.cli.shared.translations import BookOption


def command(marks: Marks, book: BookOption = Path(), by: By = "", text: Text = "") -> None:
    """Answer marks: what --text says is kept beside them.

    They stay open until they are accepted, rejected or closed.
    """
    from bookbuilder.cli.shared.decide_marks import decide
    from bookbuilder.proof.decision import DecisionKind

    if not text.strip():
        raise typer.BadParameter("say what the answer is", param_hint="--text")
    decide(book, DecisionKind.ANSWER, marks, by, text)
