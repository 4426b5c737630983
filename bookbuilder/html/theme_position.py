"""Finds the position in a theme's templates or style sheets that produced some text."""

from __future__ import annotations

from difflib import SequenceMatcher

from bookbuilder.diagnostics import Span
from bookbuilder.html.theme import Theme

LEAST = 10
"""Shorter common texts, in characters, are coincidental."""
MANY = 2000
"""The longest line that is compared, in characters."""


def theme_position(theme: Theme, words: str) -> Span:
    """Return the first position of a text in a theme's templates or style sheets; only its folder if the text was
    composed."""
    if words:
        sources = {f"templates/{name}": text for name, text in theme.templates.items()} | dict(theme.sheets)
        for name, text in sorted(sources.items()):
            found = position_in(theme.path(name), text, words)
            if found.line:
                return found
    return Span(theme.folder)


def likely_position(theme: Theme, line: str) -> Span:
    """Return the likely position in a template of a line of output, by the longest common substring; only the theme's folder
    if that is too short."""
    best, size = Span(theme.folder), LEAST // 2
    for name, text in sorted(theme.templates.items()):
        for number, own in enumerate(text.split("\n"), 1):
            match = SequenceMatcher(None, line, own, autojunk=False).find_longest_match()
            if match.size > size and len(own) < MANY:
                best, size = Span(theme.path(f"templates/{name}"), number, match.b + 1), match.size
    return best


def position_in(path: str, text: str, words: str, line: str = "") -> Span:
    """Return the position of a text in a file, preferably on a line that contains `line`; only the file if there is none."""
    start = max(0, text.find(line)) if line else 0
    position = text.find(words, start)
    for size in range(min(len(words), 200), LEAST - 1, -1):  # the rest may come from an expression
        if position < 0:
            position = text.find(words[:size])
    if position < 0:
        return Span(path)
    return Span(path, text.count("\n", 0, position) + 1, position - text.rfind("\n", 0, position))
