"""Reads citations as Zotero and Mendeley keep them in documents: JSON with the sources in it."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bookbuilder.importers.manuscript import nodes
from bookbuilder.sources.locators import LABELS

_TAG = re.compile(r"<(/?)(i|b|sup|sub|em|strong)>")
_STYLES = {"i": "emphasis", "em": "emphasis", "b": "strong", "strong": "strong", "sup": "sup", "sub": "sub"}
_TEX = re.compile(r"\\([&%$#_])")
DEPTH = 8
"""Marks inside marks; more are words."""


@dataclass(frozen=True, slots=True)
class ReadCitation:
    """What a citation cites, and the items of the sources by the keys that it has for them; empty if it does not say."""

    works: tuple[nodes.CitedWork, ...] = ()
    sources: Mapping[str, Mapping[str, object]] = field(default_factory=dict)


UNREAD = ReadCitation()


def read_csl_citation(text: str) -> ReadCitation:
    """Return a citation from the JSON that a text has, perhaps with other words around it.

    >>> item = '{"itemData": {"type": "book", "title": "A"}, "locator": "5", "label": "page"}'
    >>> read_csl_citation('ZOTERO_ITEM CSL_CITATION {"citationItems": [' + item + ']} RND1').works[0].locator
    '5'
    """
    start = text.find("{")
    try:
        data = json.JSONDecoder().raw_decode(text, start)[0] if start >= 0 else None
    except (ValueError, RecursionError):
        return UNREAD
    items = data.get("citationItems") if isinstance(data, dict) else None
    if not isinstance(items, list) or not items:
        return UNREAD
    works: list[nodes.CitedWork] = []
    sources: dict[str, Mapping[str, object]] = {}
    for item in items:
        source = item.get("itemData") if isinstance(item, dict) else None
        if not isinstance(source, dict) or item.get("author-only"):
            return UNREAD
        key = _key(item, source)
        sources[key] = _without_tex(source) if "mendeley.com" in key else source
        works.append(_work(key, item))
    return ReadCitation(tuple(works), sources)


def _without_tex(source: Mapping[str, Any]) -> dict[str, object]:
    """Return an item of Mendeley without signs of BibTeX, which it has from the files that it read."""
    return {
        name: _TEX.sub(r"\1", value).replace("{", "").replace("}", "") if isinstance(value, str) else value
        for name, value in source.items()
    }


def _key(item: Mapping[str, Any], source: Mapping[str, Any]) -> str:
    """Return what tells a source from others: an address, since other names count anew in each citation."""
    addresses = item.get("uris") or item.get("uri")
    if isinstance(addresses, list) and addresses and isinstance(addresses[0], str):
        return addresses[0]
    return json.dumps(source, sort_keys=True)


def _work(key: str, item: Mapping[str, Any]) -> nodes.CitedWork:
    locator, label = _text(item, "locator"), _text(item, "label") or "page"
    return nodes.CitedWork(
        key,
        rich_words(_text(item, "prefix")),
        (label if label in LABELS else "page") if locator else "",
        locator,
        rich_words(_text(item, "suffix")),
        "none" if item.get("suppress-author") is True else "",
    )


def _text(item: Mapping[str, Any], name: str) -> str:
    value = item.get(name)
    return " ".join(str(value).split()) if isinstance(value, str | int) else ""


def rich_words(text: str) -> tuple[nodes.Inline, ...]:
    """Return words with the few tags that such programs know.

    >>> rich_words("vgl. <i>auch</i>")
    (Text(text='vgl. '), Styled(kind='emphasis', content=(Text(text='auch'),), lang=''))
    """
    stack: list[tuple[str, list[nodes.Inline]]] = [("", [])]
    last = 0
    for match in _TAG.finditer(text):
        _add(stack[-1][1], text[last : match.start()])
        last = match.end()
        if not match[1] and len(stack) <= DEPTH:
            stack.append((match[2], []))
        elif match[1] and stack[-1][0] == match[2]:
            name, content = stack.pop()
            stack[-1][1].append(nodes.Styled(_STYLES[name], tuple(content)))
        else:
            _add(stack[-1][1], match[0])
    _add(stack[-1][1], text[last:])
    while len(stack) > 1:  # a tag that nothing closes
        name, content = stack.pop()
        stack[-1][1].extend((nodes.Text(f"<{name}>"), *content))
    return tuple(stack[0][1])


def _add(content: list[nodes.Inline], text: str) -> None:
    if text:
        content.append(nodes.Text(html.unescape(text)))
