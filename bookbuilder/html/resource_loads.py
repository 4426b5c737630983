"""Finds the resources that a style sheet or page loads: `url(…)` in any spelling, images, style sheets, scripts.

A book contains everything it shows. External resources are missing offline, may change or vanish, and tell others who
reads the book, and when.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import tinycss2
from lxml import etree, html

SCHEME = "book:"
"""The scheme of the book's own files until their final location is known: `book:images/map.svg`."""


@dataclass(frozen=True, slots=True)
class Load:
    """A loaded resource: its address, what loads it (`url()`, `<img src>`), and the position in the text (from 1; 0:
    unknown)."""

    address: str
    by: str
    line: int = 0
    column: int = 0

    @property
    def elsewhere(self) -> bool:
        """Whether it is external: by a scheme other than ours and `data:`, or a host."""
        address = strip_address(self.address)
        return bool(_ABROAD.match(address)) and not address.lower().startswith(("data:", SCHEME))


_ABROAD = re.compile(r"[a-z][a-z0-9+.-]*:|[/\\]{2}", re.IGNORECASE)
_HOST = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?[/\\]{2}", re.IGNORECASE)


def strip_address(address: str) -> str:
    """Return an address without the characters that browsers ignore (URL Standard, 4.4): surrounding control characters and
    spaces, line ends and tabs."""
    return re.sub("[\t\r\n]", "", address.strip("".join(map(chr, range(0x21)))))


# -- style sheets ------------------------------------------------------------------------------------------------

_ANYTHING = re.compile(
    r"\\|url\s*\(|@import|\bsrc\s*\(|image\s*\(|image-set\s*\(|cross-fade\s*\(|//", re.IGNORECASE
)
"""A sheet without any of these loads nothing; without a backslash, none of them can be escaped."""
_WORDS = frozenset(
    {"format", "local", "tech", "symbols", "counter", "counters", "attr", "string", "content", "element"}
)
"""Functions whose strings are no addresses."""


_BREAKS = re.compile("\r\n?|\f")
_RULE_END = re.compile(r"(?<=}\n)(?=[^\s}])")
"""Where a rule probably ends: behind the last bracket of a line, if the next line is not indented."""
_SHORT, _LONG = 4_000, 200_000
"""Letters of the parts of sheets of which many are remembered, and some: a face of a font that is written into its sheet
stands in each page of a single file."""
_NEXT = "@next"


def of_css(css: str) -> Iterator[Load]:
    """Yield what a style sheet, or the declarations of a `style` attribute, load.

    A sheet is read rule by rule, and a rule that was read before is not read again: most are in several sheets of a book.
    """
    if not _ANYTHING.search(css):
        return
    parts, line = _RULE_END.split(_BREAKS.sub("\n", css)), 0
    for index, part in enumerate(parts):
        loads = _of_part(part)
        whole = loads is not None
        if loads is None:  # something is still open
            loads = tuple(_in_tokens(tinycss2.parse_component_value_list("".join(parts[index:])), ""))
        for load in loads:
            yield replace(load, line=load.line + line)
        if not whole:
            return
        line += part.count("\n")


def _of_part(part: str) -> tuple[Load, ...] | None:
    if len(part) < _SHORT:
        return _of_short_rules(part)
    return _of_long_rules(part) if len(part) < _LONG else _of_rules(part)


def _of_rules(part: str) -> tuple[Load, ...] | None:
    """Return what whole rules load; None if what follows them would not be read as if it stood alone."""
    *tokens, following = tinycss2.parse_component_value_list(part + _NEXT)
    last = next((token for token in reversed(tokens) if token.type != "whitespace"), None)
    whole = following.type == "at-keyword" and last is not None and last.type == "{} block"
    return tuple(_in_tokens(tokens, "")) if whole else None


_of_short_rules = lru_cache(maxsize=2048)(_of_rules)
_of_long_rules = lru_cache(maxsize=32)(_of_rules)


@dataclass(slots=True)
class _Level:
    """The tokens in brackets, or of a whole sheet, and what has been read of them: the function around them, the current
    @-rule, whether a custom property is being declared, and the last identifier."""

    tokens: Iterator[Any]
    function: str
    rule: str = ""
    custom: bool = False
    before: str = ""


def _in_tokens(tokens: Iterable[Any], function: str) -> Iterator[Load]:
    """Yield what tokens load. Brackets may be thousands deep, so this does not call itself."""
    levels = [_Level(iter(tokens), function)]
    while levels:
        level = levels[-1]
        token = next(level.tokens, None)
        if token is None:
            levels.pop()
            continue
        kind = token.type
        if kind == "at-keyword":
            level.rule = token.lower_value
        elif kind == "literal":
            if token.value == ";":
                level.rule, level.custom = "", False
            elif token.value == ":" and level.before.startswith("--"):
                level.custom = True  # may be passed to a function that loads it
        if kind == "ident":
            level.before = token.value
        elif kind not in ("whitespace", "comment"):
            level.before = ""
        named_only = level.rule in ("namespace", "document", "-moz-document")
        if kind == "url" and not named_only:
            yield Load(token.value, "url()", token.source_line, token.source_column)
        elif kind == "string":
            by = level.function or f"@{level.rule}"
            loads = level.function and level.function.rstrip("()") not in _WORDS
            custom = level.custom and _HOST.match(strip_address(token.value))
            if level.rule == "import" or loads or custom:
                yield Load(token.value, by, token.source_line, token.source_column)
        elif kind == "function":
            name = token.lower_name
            inner = "" if level.rule == "import" and name not in ("url", "src") else f"{name}()"
            if not named_only:
                levels.append(_Level(iter(token.arguments), inner))
        elif kind in ("{} block", "() block", "[] block"):
            if kind == "{} block":
                level.rule, level.custom = "", False
            levels.append(_Level(iter(token.content), level.function if kind == "() block" else ""))


# -- pages -------------------------------------------------------------------------------------------------------

_LINKS = frozenset({"a", "area"})
_QUIET = frozenset(
    {
        "alternate",
        "author",
        "bookmark",
        "canonical",
        "external",
        "help",
        "license",
        "me",
        "next",
        "prev",
        "search",
        "tag",
    }
)
"""Link relations that load nothing."""
_ADDRESSES = frozenset(
    {
        "href",
        "src",
        "srcset",
        "imagesrcset",
        "poster",
        "data",
        "action",
        "formaction",
        "background",
        "ping",
        "manifest",
    }
    | {"codebase", "archive", "classid", "code", "lowsrc", "dynsrc", "icon", "longdesc", "usemap"}
)
_LISTS = frozenset({"archive", "ping"})
_CANDIDATES = frozenset({"srcset", "imagesrcset"})
_CANDIDATE = re.compile(r"[\s,]*(\S+)")
_SAID = frozenset(
    {
        "cite",
        "content",
        "value",
        "title",
        "alt",
        "itemtype",
        "itemid",
        "vocab",
        "prefix",
        "property",
        "typeof",
        "about",
    }
    | {"resource", "profile", "datetime", "placeholder", "summary", "label"}
)
_TEXT = frozenset({"noscript", "iframe", "noembed", "noframes", "xmp", "template"})
"""Elements whose text some parsers treat as markup."""
_FOREIGN = frozenset({"style", "title", "textarea"})
"""Elements whose text is markup inside SVG."""
_DATA = frozenset({"application/ld+json", "application/json", "text/plain"})
_REFRESH = re.compile(r"url\s*=\s*[\"']?(.*)", re.IGNORECASE | re.DOTALL)


def of_page(root: etree._Element) -> Iterator[Load]:
    """Yield what a page loads, from its XHTML, HTML or SVG tree."""
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        name = element.tag.rpartition("}")[2].lower()
        line = int(element.sourceline or 0)
        for key, value in element.attrib.items():
            yield from _of_attribute(
                name, str(key).rpartition("}")[2].rpartition(":")[2].lower(), str(value), element, line
            )
        text = element.text or ""
        if name == "style":
            yield from (Load(load.address, load.by, line and line + load.line - 1) for load in of_css(text))
        if "<" in text and (name in _TEXT or (name in _FOREIGN and _drawn(element))):
            yield from of_page(_parsed(text))
        if name == "script" and str(element.get("type", "")).lower() not in _DATA:
            yield Load(script_load(str(element.get("src") or text)), "<script>", line)


def script_load(script: str) -> str:
    """Return the address by which a script is reported: one in a file has its address, another a hash of its text. A format
    that has scripts of its own knows them by it."""
    name = script if len(script) < 200 and "\n" not in script else hashlib.sha256(script.encode()).hexdigest()
    return f"javascript:{name}"


def _of_attribute(element: str, key: str, value: str, node: etree._Element, line: int) -> Iterator[Load]:
    by = f"<{element} {key}>"
    if key == "style":
        yield from (Load(load.address, by, line) for load in of_css(value))
    elif key == "srcdoc":
        yield from of_page(_parsed(value))
    elif key == "http-equiv" and value.strip().lower() == "refresh":
        match = _REFRESH.search(str(node.get("content", "")))
        if match:
            yield Load(match[1], "<meta refresh>", line)
    elif key == "href" and (element in _LINKS or (element == "link" and _named_only(node))):
        return
    elif key in _CANDIDATES:
        yield from (Load(address, by, line) for address in _candidates(value))
    elif key in _LISTS:
        yield from (Load(one.split()[0], by, line) for one in value.split(",") if one.strip())
    elif key in _ADDRESSES:
        yield Load(value, by, line)
    elif key not in _SAID and not key.startswith(("data-", "aria-", "xmlns")):
        if _HOST.match(strip_address(value)):
            yield Load(value, by, line)
        elif "(" in value:  # fill="url(…)"
            yield from (Load(load.address, by, line) for load in of_css(value))


def _candidates(value: str) -> Iterator[str]:
    """Yield the addresses in a `srcset` (HTML, 4.8.4.2): one ends with white space, so it may contain commas; what follows
    it, up to a comma, says when it is shown.

    >>> tuple(_candidates("data:image/png;base64,AA 1x, b.png 2x,c.png,"))
    ('data:image/png;base64,AA', 'b.png', 'c.png')
    """
    position = 0
    while match := _CANDIDATE.match(value, position):
        address, position = match[1].rstrip(","), match.end()
        if address:
            yield address
        if address == match[1]:
            position = value.find(",", position)
            if position < 0:
                return


def _named_only(link: etree._Element) -> bool:
    return _QUIET.issuperset(str(link.get("rel", "stylesheet")).lower().split())


def _drawn(element: etree._Element) -> bool:
    return any(
        str(ancestor.tag).rpartition("}")[2].lower() in ("svg", "math")
        for ancestor in element.iterancestors()
    )


def _parsed(text: str) -> etree._Element:
    return html.document_fromstring(
        f"<html><body>{text}</body></html>".encode(), parser=html.HTMLParser(encoding="utf-8")
    )


def of_html(page: str) -> Iterator[Load]:
    """Yield what an HTML page loads; one in which a theme's templates have written no element loads nothing."""
    with suppress(etree.ParserError):
        root = html.document_fromstring(
            page.encode(), parser=html.HTMLParser(encoding="utf-8", huge_tree=True)
        )
        yield from of_page(root)
