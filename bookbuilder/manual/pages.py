"""The pages of the manual in the order of its contents, and the sections of a page."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass

from bookbuilder.importers.markdown_sources.markdown_lines import headings, matches_outside_code, outside_code
from bookbuilder.importers.mdbook import summary_chapters
from bookbuilder.world import Assets

FOLDER = "docs"
CONTENTS = "SUMMARY.md"
"""The page that lists the others, as mdBook reads it."""


@dataclass(frozen=True, slots=True)
class ManualPage:
    """A page: its path in the manual, its name (`checks`, or `start/manuscript`), its title, and its text."""

    path: str
    title: str
    text: str

    @property
    def name(self) -> str:
        """The path without its ending."""
        return self.path.removesuffix(".md")

    def section(self, title: str) -> str:
        """Return a section with its heading, up to the next one that is not below it; empty if there is none.

        >>> ManualPage("a.md", "A", "# A\\n\\n## B\\n\\n### C\\n\\nText.\\n\\n## D\\n").section("b")
        '## B\\n\\n### C\\n\\nText.\\n'
        """
        lines = self.text.split("\n")
        found = headings(lines)
        for number, one in enumerate(found):
            if one.words.strip("`").casefold() == title.casefold():
                end = next(
                    (other.line for other in found[number + 1 :] if other.level <= one.level), len(lines)
                )
                return "\n".join(lines[one.line : end]).rstrip("\n") + "\n"
        return ""


_LINK = re.compile(r"(!?)\[([^\]\n]*)\]\((?!https?:|mailto:)([^)\s]*)\)")


def without_link_targets(text: str) -> str:
    """Return Markdown for a terminal, where a link leads nowhere: its words, and the page that `bookbuilder help` shows.

    >>> without_link_targets("See [this](../print.md#a) and [that](#b), not `[x](y)`: ![Pages](p.png)")
    'See this (→ print) and that, not `[x](y)`: Pages (picture)'
    """
    lines = text.split("\n")
    for number in outside_code(lines):
        parts, kept = [], 0
        for match in matches_outside_code(_LINK, lines[number]):
            page = posixpath.basename(match[3].partition("#")[0]).removesuffix(".md")
            tail = " (picture)" if match[1] else f" (→ {page})" if page not in ("", match[2]) else ""
            parts += [lines[number][kept : match.start()], match[2], tail]
            kept = match.end()
        lines[number] = "".join([*parts, lines[number][kept:]])
    return "\n".join(lines)


def pages(world: Assets, language: str = "") -> Iterator[ManualPage]:
    """Yield the pages that the contents name, in their order; those that are translated into a language, in that one."""
    summary = world.read_asset(f"{FOLDER}/{CONTENTS}").decode()
    for title, path, _ in summary_chapters(summary):
        own = f"{FOLDER}/{language}/{path}"
        if language and world.asset_exists(own):
            text = world.read_asset(own).decode()
            head = next((one.words for one in headings(text.split("\n"))), title)
            yield ManualPage(path, head, text)
        else:
            yield ManualPage(path, title, world.read_asset(f"{FOLDER}/{path}").decode())
