"""Numbers the questions of an interview, for references to one of them."""

from __future__ import annotations

from bookbuilder.document import nodes

INTERVIEW, QUESTION = "interview", "question"
"""The kind of the box, and the class of the paragraph with a question."""


def question_numbers(box: nodes.Box) -> dict[str, int]:
    """Return the anchors that authors gave to questions of an interview, with the numbers of these in it."""
    if box.kind != INTERVIEW:
        return {}
    asked = [
        block for block in box.blocks if isinstance(block, nodes.Paragraph) and QUESTION in block.classes
    ]
    return {question.id: number for number, question in enumerate(asked, 1) if question.id}
