"""Writes the emoji that shortcodes of GitHub, GitBook and MkDocs mean (`:tada:`)."""

from __future__ import annotations

import re

from rich.emoji import Emoji

from bookbuilder.importers.markdown_sources.markdown_lines import changed_outside_code, outside_code

_SHORTCODES = re.compile(r"(?<![\w:/@])(?::[a-z0-9_+-]{1,60}:)+(?![\w:])")


def with_emoji(text: str) -> str:
    """Return a text with emoji for their shortcodes outside code. Names that the table of rich does not have stay: it knows
    four of five that GitHub has.

    >>> with_emoji("Done :tada:, `:tada:` at 10:30:00, :octocat:")
    'Done 🎉, `:tada:` at 10:30:00, :octocat:'
    """
    if not _SHORTCODES.search(text):
        return text
    lines = text.split("\n")
    for number in outside_code(lines):
        lines[number] = changed_outside_code(_SHORTCODES, _emoji, lines[number])
    return "\n".join(lines)


def _emoji(match: re.Match[str]) -> str:
    return Emoji.replace(match[0])
