"""`::: interview {question="Name" answer="Name"}`: questions, and answers below them."""

from __future__ import annotations

from collections.abc import Sequence

from bookbuilder.diagnostics import Report, Rule
from bookbuilder.document.interview_questions import INTERVIEW, QUESTION
from bookbuilder.document.nodes import Block, Box, Definitions, Inline, Paragraph, Styled
from bookbuilder.markdown.directive import Call, Directive
from bookbuilder.markdown.speakers import named, spoken

EMPTY = Rule(
    "interview.empty",
    "this interview has no question",
    "A question stands in a line of its own. Its answer begins on the line below with a colon and a space; further"
    " paragraphs of it are indented by two spaces.",
)


def run(call: Call, report: Report) -> tuple[Block, ...]:
    """Return the questions and answers; reports `interview.empty`."""
    if not any(isinstance(block, Definitions) for block in call.blocks):
        report(EMPTY, call.span, hint="write the question, and below it `: ` and the answer")
    asks, answers = (_name(call, key) for key in ("question", "answer"))
    blocks: list[Block] = []
    for block in call.blocks:
        if not isinstance(block, Definitions):
            blocks.append(block)
            continue
        for item in block.items:
            question = (Styled("strong", item.term, span=item.span),)
            words = named(asks, question)
            blocks.append(Paragraph(words, span=item.span, id=item.id, classes=(QUESTION,)))
            blocks += spoken(answers, item.blocks, "answer")
    box = Box(
        INTERVIEW, tuple(blocks), call.title, "section", "doc-qna",
        span=call.span, id=call.id, classes=call.classes, lang=call.lang,
    )  # fmt: skip
    return (box,)


def _name(call: Call, key: str) -> Sequence[Inline]:
    """Return the name of a speaker, which an option gives; nothing without it."""
    name, place = call.options.get(key, ""), call.places.get(key, call.span)
    return call.chapter.inline(name, place, lambda _: place) if name else ()


DIRECTIVE = Directive(
    "interview",
    "Questions and answers, with the names of those who speak.",
    run,
    {
        "question": "who asks, printed before each question",
        "answer": "who answers, printed before each answer",
    },
    title=True,
    translated_options=("question", "answer"),
)
