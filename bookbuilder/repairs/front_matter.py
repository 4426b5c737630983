"""Front matter that cannot be read becomes code below the title; a key with a value that it cannot have goes."""

from __future__ import annotations

import re

from bookbuilder.markdown.escape_markdown import escape_text
from bookbuilder.repairs.literal_block import fenced
from bookbuilder.repairs.markdown_text import MarkdownText, SourceEdit
from bookbuilder.yaml_nodes import yaml_string


def mend_front_matter(chapter: MarkdownText, line: int, *, whole: bool) -> list[SourceEdit]:
    """Return the edit for the key at a line (from 1) of the front matter, or for all of it."""
    head = chapter.lines[1 : chapter.body - 1]
    if not whole:
        first, last = _key(head, line - 2)
        start, end = chapter.starts[first + 1], chapter.starts[last + 1]
        is_title = head[first].startswith("title:") and not any(
            one.startswith("title:") for one in head[:first]
        )
        words = _words(" ".join(head[first:last]).partition(":")[2]) if is_title else ""
        return [
            SourceEdit(
                start,
                end,
                f"title: {yaml_string(escape_text(words) or chapter.stem)}\n" if is_title else "",
            )
        ]
    found = next((match[1] for one in head if (match := re.match(r"title:\s*(.+)", one))), "")
    title = escape_text(_words(found)) or chapter.stem
    new = [f"title: {yaml_string(title)}", "---", "", *fenced(head, "yaml"), ""]
    return [SourceEdit(chapter.starts[1], chapter.starts[chapter.body] - 1, "\n".join(new))]


def _words(value: str) -> str:
    """Return the words of a value, without quotation marks and brackets."""
    return " ".join(re.sub(r"[\[\]{}\"'>|]", " ", value).split())


def _key(head: list[str], at: int) -> tuple[int, int]:
    """Return the lines of the key at a line, with those that go on below it: the first one, and the one behind it."""
    at = min(max(at, 0), len(head) - 1)
    first = next((n for n in range(at, -1, -1) if re.match(r"[^\s#-]", head[n])), 0)
    last = next((n for n in range(first + 1, len(head)) if re.match(r"[^\s#-]", head[n])), len(head))
    return first, last
