"""Makes callouts, titles and links of the tags of GitBook, such as `{% hint %}`, and leaves out those that only group."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Sequence

from bookbuilder.importers.markdown_sources.markdown_lines import outside_code

DEPTH = 12
"""Hints within one another; deeper ones stay as they are written."""
_HINT = re.compile(r"[ \t]*(\{%-?\s{0,9}(?:end)?hint\b[^%\n]{0,200}%\})[ \t]*")
_OPEN = re.compile(r"[ \t]*\{%-?\s{0,9}hint\b([^%\n]{0,200})%\}\Z")
_CLOSE = re.compile(r"[ \t]*\{%-?\s{0,9}endhint\s{0,9}-?%\}\Z")
_OPTION = re.compile(r"([\w-]{1,40})=(?:\"([^\"\n]{0,1000})\"|'([^'\n]{0,1000})')")
_KINDS = {
    "info": "note",
    "success": "tip",
    "tip": "tip",
    "warning": "warning",
    "danger": "danger",
    "working": "note",
}
_GROUPS = "code|tabs|tab|content-ref|embed|stepper|step|columns|column|raw|updates|update|swagger|openapi"
_TAG = re.compile(
    rf"([ \t]*)\{{%-?\s{{0,9}}(?:end(?:{_GROUPS})|({_GROUPS}|file|include)\b([^%\n]{{0,1000}}?))\s{{0,9}}-?%\}}[ \t]*\Z"
)
_FILE_NAME = re.compile(r"\{%\s{0,9}filename\s{0,9}%\}([^\n{}]{1,300})\{%\s{0,9}endfilename\s{0,9}%\}")


def without_tags(text: str, read: Callable[[str], str | None]) -> str:
    """Return a text of GitBook in Markdown. `read` returns the text of a file that it includes, or None.

    >>> print(without_tags('{% hint style="danger" %}\\nMind the gap.\\n{% endhint %}', lambda _: None))
    > [!danger]
    > Mind the gap.
    """
    if "{%" not in text:
        return text
    lines = text.split("\n")
    for number in outside_code(lines):
        lines[number] = (
            _HINT.sub(r"\n\1\n", lines[number]).strip("\n") if _HINT.search(lines[number]) else lines[number]
        )
    return "\n".join(_converted("\n".join(lines).split("\n"), read, 0))


def _converted(lines: Sequence[str], read: Callable[[str], str | None], depth: int) -> list[str]:
    visible = set(outside_code(lines))
    out: list[str] = []
    number = 0
    while number < len(lines):
        line = lines[number]
        number += 1
        if number - 1 not in visible or "{%" not in line:
            out.append(line)
        elif (hint := _OPEN.match(line)) and depth < DEPTH and (end := _end_of_hint(lines, number, visible)):
            kind = _KINDS.get(_options(hint[1]).get("style", ""), "note")
            body = _converted(lines[number:end], read, depth + 1)
            if out and out[-1].strip():
                out.append("")
            out += [f"> [!{kind}]", *(f"> {one}".rstrip() for one in _trimmed(body)), ""]
            number = end + 1
        elif tag := _TAG.match(line):
            out += [
                f"{tag[1]}{one}" if one else ""
                for one in _instead(tag[2] or "", _options(tag[3] or ""), read)
            ]
        else:
            out.append(_FILE_NAME.sub(lambda name: f"**{name[1].strip()}**", line))
    return out[:-1] if out and not out[-1] and lines and lines[-1].strip() else out


def _end_of_hint(lines: Sequence[str], start: int, visible: set[int]) -> int:
    """Return the line that ends a hint whose content begins at a line; 0 if nothing does."""
    inner = 0
    for number in range(start, len(lines)):
        if number in visible and _OPEN.match(lines[number]):
            inner += 1
        elif number in visible and _CLOSE.match(lines[number]):
            if not inner:
                return number
            inner -= 1
    return 0


def _instead(name: str, options: dict[str, str], read: Callable[[str], str | None]) -> list[str]:
    """Return the lines that stand in the place of a tag."""
    if name in ("tab", "code", "update") and (title := options.get("title", options.get("date", ""))):
        return ["", f"**{title}**", ""]
    if name in ("embed", "swagger", "openapi") and (address := options.get("url", options.get("src", ""))):
        return ["", f"[{address}](<{address}>)", ""]
    if name == "file" and (path := options.get("src", "")):
        return ["", f"[{posixpath.basename(path)}](<{path}>)", ""]
    if name == "include":
        return (read(next(iter(options.values()), "")) or "").split("\n")
    return [""]


def _options(text: str) -> dict[str, str]:
    """Return the options of a tag; an include names its file without a key."""
    found = {key: double or single for key, double, single in _OPTION.findall(text)}
    bare = re.match(r"\s*[\"']([^\"'\n]{1,300})[\"']", text)
    return {"": bare[1], **found} if bare else found


def _trimmed(lines: list[str]) -> list[str]:
    while lines and not lines[0].strip():
        lines = lines[1:]
    while lines and not lines[-1].strip():
        lines = lines[:-1]
    return lines
