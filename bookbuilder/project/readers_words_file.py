"""Reads `l10n/<locale>/words.txt`: the words that the readers of a text in easy language know, one a line."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bookbuilder.diagnostics import Report, Rule, Severity, Span
from bookbuilder.world import BookFiles

ENTRY = Rule(
    "words.entry",
    "{text!r} is not a word",
    "words.txt has a word on each line, perhaps with other forms of it behind a space, and notes behind #. A text that has a"
    " word which is not there is told.",
    Severity.WARNING,
)
_WORD = re.compile(r"[^\W\d_](?:[^\W_]|[.'’·\u00ad-](?=[^\W_]))*\.?")


@dataclass(frozen=True, slots=True)
class ReadersWords:
    """The words of a list, and its file."""

    path: str
    words: tuple[str, ...]


def readers_words(world: BookFiles, locale: str, report: Report) -> ReadersWords | None:
    """Return the list of a locale, by its name; None if it has none. Reports `words.entry`, and leaves out such entries."""
    path = f"l10n/{locale}/words.txt"
    if not world.exists(path):
        return None
    words: list[str] = []
    for number, line in enumerate(world.text(path).removeprefix("\ufeff").split("\n"), 1):
        for match in re.finditer(r"\S+", line.partition("#")[0]):
            if _WORD.fullmatch(match[0]):
                words.append(match[0])
            else:
                span = Span(path, number, match.start() + 1)
                report(
                    ENTRY, span, hint="write one word a line; what stands behind # is a note", text=match[0]
                )
    return ReadersWords(path, tuple(dict.fromkeys(words)))
