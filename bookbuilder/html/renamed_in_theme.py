"""Replaces old names in a theme (settings, selectors, kinds of chapters and pages) by today's, and reports them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bookbuilder import renamed
from bookbuilder.diagnostics import Report, Span

Places = dict[tuple[str | int, ...], tuple[int, int]]
"""Line and column of each key of a TOML text."""


def _any(words: Mapping[str, str], before: str = "") -> str:
    """Return a pattern for whole words, the longest first; one that ends with a hyphen goes on."""
    ends = (
        (word, "" if word.endswith("-") else r"(?![\w-])") for word in sorted(words, key=len, reverse=True)
    )
    return "|".join(re.escape(before + word) + end for word, end in ends)


_SETTING = rf"\b(?:{_any(renamed.TOKENS, 'theme.')})"
_SHEET = re.compile(rf"/\*(?:.*?\*/|.*)|({_SETTING}|{_any(renamed.SELECTORS)})", re.DOTALL)
_KIND = rf"(?<=[=!]=)\s*[\"'](?:{_any(renamed.KINDS)})[\"']"
_PAGE = rf"{{% block kind %}}(?:{_any(renamed.PAGES)})"
_TEMPLATE = re.compile(rf"{{#(?:.*?#}}|.*)|({_SETTING}|{_KIND}|{_PAGE})", re.DOTALL)
_WORD = re.compile(r"[\w-]+(?=[\"']?$)")


def respelled(text: str, path: str, report: Report) -> str:
    """Return a style sheet (`.css`) or a template in which all is called as it is called now; old words are reported."""
    out: list[str] = []
    last, line, begin = 0, 1, 0
    for found in (_SHEET if path.endswith(".css") else _TEMPLATE).finditer(text):
        if not (old := found[1]):
            continue  # a comment
        start = found.end() - len(old.lstrip())
        if more := text.count("\n", last, start):
            line, begin = line + more, text.rindex("\n", last, start) + 1
        word = _now(old)
        renamed.tell(report, Span(path, line, start - begin + 1), old.strip(), word.strip())
        out += [text[last : found.start()], word]
        last = found.end()
    return "".join([*out, text[last:]])


def _now(old: str) -> str:
    """Return the current spelling of a match of one of the patterns."""
    if old.startswith("theme."):
        return f"theme.{renamed.TOKENS[old.removeprefix('theme.')]}"
    if old in renamed.SELECTORS:
        return renamed.SELECTORS[old]
    words = renamed.PAGES if "%" in old else renamed.KINDS
    return _WORD.sub(lambda word: words[word[0]], old)


def settings(
    own: Mapping[str, Any], places: Places, path: str, report: Report, above: tuple[str, ...] = ()
) -> dict[str, Any]:
    """Return the settings of a theme.toml as they are called now, and note in `places` where they stand.

    Old ones are reported; they count for nothing beside the new one.
    """
    out: dict[str, Any] = {}
    for key, value in own.items():
        keys = (*above, key)
        if isinstance(value, dict):
            out[key] = settings(value, places, path, report, keys)
            continue
        old = ".".join(keys[-2:])
        new = renamed.TOKENS.get(old)
        if new is None:
            out[key] = value
            continue
        name = new.rpartition(".")[2]
        span = Span(path, *places.get(keys, (0, 0)))
        renamed.tell(report, span, old, new)
        if name not in own:
            out[name] = value
            places[*above, name] = places.get(keys, (0, 0))
    return out
