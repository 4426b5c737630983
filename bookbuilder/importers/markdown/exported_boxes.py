"""Makes placeholders of the boxes that our export for pandoc writes for them."""

from __future__ import annotations

import re

from bookbuilder.markdown.escape_markdown import escape_value

_BOX = re.compile(r"^(:{3,}) \{[^{}\n]{0,200}\.box \.missing\}\n(.*?)^\1$", re.DOTALL | re.MULTILINE)
_SOURCE = re.compile(r"(?:\A|(?<=\n))(`+) ?((?:(?!\1).)+?) ?\1\n*\Z")


def with_placeholders(text: str) -> str:
    """Return Markdown with `::: missing` for boxes with that class; a last paragraph of code is where the part is from.

    >>> print(with_placeholders("::: {.box .missing}\\nA map\\n\\n`https://example.org/1`\\n:::"))
    ::: missing {source="https://example.org/1"}
    A map
    :::
    """
    return _BOX.sub(_placeholder, text) if ".missing}" in text else text


def _placeholder(box: re.Match[str]) -> str:
    words, options = box[2], ""
    if source := _SOURCE.search(words):
        words = words[: source.start()].rstrip("\n")
        options = f" {{source={escape_value(source[2])}}}"
    words = words.strip("\n")
    return f"{box[1]} missing{options}\n{words}{chr(10) if words else ''}{box[1]}"
