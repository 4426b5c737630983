"""The lines of a list of picture credits: each credit once, with the numbers of its figures."""

from __future__ import annotations

from collections.abc import Callable

from bookbuilder.document import nodes
from bookbuilder.document.book_context import BookContext
from bookbuilder.locales import join_list

Line = tuple[nodes.Inline, ...]
_GAP = "\0"
"""Stands for a field that is filled with a node."""


def credit_lines(whole: BookContext, given: Callable[[str], nodes.Inline]) -> list[Line]:
    """Return the credits of the pictures of a book: that of the cover, then those of figures by their numbers, then those of
    other pictures by their chapters. `given` makes a credit a node."""
    locale = whole.locale
    by_credit: dict[str, dict[int, None]] = {}  # figures side by side have one number
    for one in whole.credits:
        if one.number:
            by_credit.setdefault(one.credit, {})[one.number] = None
    lines = [
        # Translators: in a list of picture credits; the picture on the cover of the book
        labelled(_around(locale.say("Cover: {credit}", credit=_GAP)), given(one.credit))
        for one in whole.credits
        if one.chapter is None
    ]
    for credit, numbers in by_credit.items():
        listed = join_list([str(n) for n in numbers], locale)
        # Translators: in the imprint; the credit of one picture, or of several: Figures 1, 4: DPA
        words = locale.say_many(
            "Figure {numbers}: {credit}",
            "Figures {numbers}: {credit}",
            len(numbers),
            numbers=listed,
            credit=_GAP,
        )
        lines.append(labelled(_around(words), given(credit)))
    others = dict.fromkeys(
        (one.chapter.name, one.credit) for one in whole.credits if one.chapter and not one.number
    )
    for name, credit in others:
        # Translators: in a list of picture credits; a picture that is no figure, by its chapter: Chapter 3: DPA
        words = locale.say("{chapter}: {credit}", chapter=name[:1].upper() + name[1:], credit=_GAP)
        lines.append(labelled(_around(words), given(credit)))
    return lines


def labelled(words: tuple[str, str], *content: nodes.Inline) -> Line:
    """Return a labelled line: the words before its value, and perhaps behind it."""
    before, behind = words
    label = before.rstrip()
    line: Line = (
        nodes.Styled("span", (nodes.Text(label),), classes=("label",)),
        nodes.Text(before[len(label) :]),
        *content,
    )
    return (*line, nodes.Text(behind)) if behind else line


def _around(words: str) -> tuple[str, str]:
    before, _, behind = words.partition(_GAP)
    return before, behind
