"""Finds the place in the files of a theme where something that was made of them is written."""

from __future__ import annotations

from difflib import SequenceMatcher

from bookbuilder.diagnostics import Span
from bookbuilder.html.theme import Theme

LEAST = 10
"""Letters that two texts share at least, if one is made of the other."""
MANY = 2000
"""Letters of the longest line that is compared."""


def place(theme: Theme, words: str) -> Span:
    """Return the first place in a template or a style sheet of a theme where some words stand; only the folder of the theme
    if they were put together from others."""
    if words:
        sources = {f"templates/{name}": text for name, text in theme.templates.items()} | dict(theme.sheets)
        for name, text in sorted(sources.items()):
            found = within(theme.path(name), text, words)
            if found.line:
                return found
    return Span(f"styles/{theme.name}")


def likeliest(theme: Theme, line: str) -> Span:
    """Return the place in a template of a theme from which a line of a page most likely came, by the longest piece that both
    have; only the folder of the theme if they have too little."""
    best, size = Span(f"styles/{theme.name}"), LEAST // 2
    for name, text in sorted(theme.templates.items()):
        for number, own in enumerate(text.split("\n"), 1):
            match = SequenceMatcher(None, line, own, autojunk=False).find_longest_match()
            if match.size > size and len(own) < MANY:
                best, size = Span(theme.path(f"templates/{name}"), number, match.b + 1), match.size
    return best


def within(path: str, text: str, words: str, line: str = "") -> Span:
    """Return the place of some words in a file, for choice in the line that holds all of `line`; only the file if they are
    not there."""
    start = max(0, text.find(line)) if line else 0
    at = text.find(words, start)
    for size in range(min(len(words), 200), LEAST - 1, -1):  # the rest may come from an expression
        if at < 0:
            at = text.find(words[:size])
    if at < 0:
        return Span(path)
    return Span(path, text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))
