"""Writes what Python-Markdown and the extensions that MkDocs is used with have of their own in the Markdown that we read."""

from __future__ import annotations

import re

from bookbuilder.diagnostics import Report, Span
from bookbuilder.importers.markdown_sources.emoji_shortcodes import with_emoji
from bookbuilder.importers.markdown_sources.markdown_lines import changed_outside_code, outside_code
from bookbuilder.importers.mkdocs.admonitions import with_callouts
from bookbuilder.importers.mkdocs.icons import without_icons
from bookbuilder.importers.source import ImportSource
from bookbuilder.world import decode

_ATTRIBUTES = re.compile(r"\{:[ \t]*(?=[#.A-Za-z][^{}\n]*\})")
_SNIPPET = re.compile(r"^([ \t]*)-{1,8}8<-{1,8} [\"']([^\"'\n:]{1,300})[\"'][ \t]*$", re.MULTILINE)


def plain_markdown(text: str, source: ImportSource, place: Span, report: Report) -> str:
    """Return a page with callouts for its admonitions, emoji for shortcodes, `{.class}` for `{: .class}`, and with the files
    that it includes as a whole (`--8<-- "file"`), which are named from the top of the source. Reports `import.icons`."""
    lines = with_callouts(_SNIPPET.sub(lambda match: _included(match, source), text).split("\n"))
    for number in outside_code(lines):
        if "{:" in lines[number]:
            lines[number] = changed_outside_code(_ATTRIBUTES, lambda _: "{", lines[number])
    return with_emoji("\n".join(without_icons(lines, place, report)))


def _included(match: re.Match[str], source: ImportSource) -> str:
    """Return the content of a file that is included, indented as its name is; it includes nothing itself."""
    if not source.has(match[2]):
        return match[0]
    text = decode(source.read(match[2]), source.shown(match[2])).rstrip("\n")
    return "\n".join(f"{match[1]}{line}" if line else "" for line in text.split("\n"))
