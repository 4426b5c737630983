"""The questions about accessibility that only people can answer, each with its WCAG 2.1 criterion."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bookbuilder.document import nodes
from bookbuilder.document.walk import walk


@dataclass(frozen=True, slots=True)
class Question:
    """A question to be answered with yes if all is well.

    `criterion` is that of WCAG 2.1. `about` tells whether a node is one of the `things` in question (the words for one, and
    for `{count}`); without any in the book, the question is not asked. A question without `about` is about the whole book.
    """

    key: str
    text: str
    criterion: str
    things: tuple[str, str] | None = None
    about: Callable[[nodes.Node], bool] | None = None


def _told(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Image) and bool(node.alt)


def _decorative(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Image) and not node.alt


def _kind(*kinds: type[nodes.Node]) -> Callable[[nodes.Node], bool]:
    return lambda node: isinstance(node, kinds)


QUESTIONS = (
    Question(
        "alternatives",
        "Does each alternative text say what its picture says at that place, and no more?",
        "1.1.1",
        ("1 picture with an alternative text", "{count:,} pictures with an alternative text"),
        _told,
    ),
    Question(
        "decoration",
        "Are the pictures without an alternative text mere decoration?",
        "1.1.1",
        ("1 picture without an alternative text", "{count:,} pictures without an alternative text"),
        _decorative,
    ),
    Question(
        "details",
        "Does each chart, map or diagram that says more than two sentences have a long description, or is all of it in the"
        " text?",
        "1.1.1",
        ("1 figure of the book", "{count:,} figures of the book"),
        _kind(nodes.Figure),
    ),
    Question(
        "words-in-pictures",
        "Are words a picture only where their look matters, as in a logo or a facsimile, or in a drawing?",
        "1.4.5",
        ("1 picture with an alternative text", "{count:,} pictures with an alternative text"),
        _told,
    ),
    Question(
        "contrast",
        "Do words and lines in pictures stand out from what is behind them (4.5 : 1, large words and lines 3 : 1)?",
        "1.4.3, 1.4.11",
        ("1 picture with an alternative text", "{count:,} pictures with an alternative text"),
        _told,
    ),
    Question("colour", "Is nothing told by colour alone, in pictures, tables and text?", "1.4.1"),
    Question(
        "senses",
        "Does no sentence point at something by its place, shape or sound alone (“the red box on the right”)?",
        "1.3.3",
    ),
    Question(
        "order",
        "Does the book make sense read aloud from beginning to end: boxes, captions, quotes and notes where they stand?",
        "1.3.2",
    ),
    Question(
        "headings",
        "Does each heading say what is below it, and stand at the level that it has in the text?",
        "1.3.1, 2.4.6",
        ("1 heading of the book", "{count:,} headings of the book"),
        _kind(nodes.Heading),
    ),
    Question(
        "tables",
        "Is each table a table, and can each cell be understood by the headings of its column and row?",
        "1.3.1",
        ("1 table of the book", "{count:,} tables of the book"),
        _kind(nodes.Table),
    ),
    Question(
        "links",
        "Does each link say where it leads, in its own words or in its sentence?",
        "2.4.4",
        ("1 link of the book", "{count:,} links of the book"),
        _kind(nodes.Link, nodes.Reference),
    ),
    Question("language", "Are passages in another language than the book's marked as such?", "3.1.2"),
)


def count_things(chapter: nodes.Chapter) -> dict[str, int]:
    """Return the number of things in a chapter by the key of the question about them."""
    asked = {question.key: question.about for question in QUESTIONS if question.about is not None}
    all_nodes = list(walk(chapter))
    return {key: sum(map(about, all_nodes)) for key, about in asked.items()}
