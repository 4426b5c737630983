"""Finds how deeply the elements of a page stand in one another, and the styles written in it, as its own parser does.

Most pages are plain: every end tag ends the innermost element, and nothing in them is read in one way by one parser and
in another by the next. A quick look finds that out, and then the tags can be counted. Any other page is parsed: by the
parser that print uses, or as XML for an e-book.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from html.entities import html5
from typing import Any


@dataclass(slots=True)
class PageMarkup:
    """What a page has: `deep` says that its elements stand in one another deeper than a limit; nothing else is known then.
    Otherwise `attributes` are its style attributes, and `sheets` its style elements."""

    deep: bool = False
    attributes: list[str] = field(default_factory=list)
    sheets: list[str] = field(default_factory=list)


def page_markup(page: str, limit: int, *, xml: bool = False) -> PageMarkup:
    """Return the depth and the styles of a page of HTML, or of XML, or of a piece of one.

    >>> page_markup("<p style='color: red'>a", 9)
    PageMarkup(deep=False, attributes=['color: red'], sheets=[])
    >>> page_markup("<div/>" * 9, 9).deep, page_markup("<div/>" * 9, 9, xml=True).deep
    (True, False)
    """
    if xml:
        return _of_xml(page, limit)
    return _plain(page, limit) or _of_html(page, limit)


# -- plain pages ------------------------------------------------------------------------------------------------------

_SPACE = r"[ \t\n\f\r]"
_ATTRIBUTE = (
    rf"""{_SPACE}++(?P<key>[^ \t\n\f\r"'<>/=\0]++)"""
    rf"""(?:{_SPACE}*+={_SPACE}*+(?:"(?P<double>[^"\0]*+)"|'(?P<single>[^'\0]*+)'|(?P<bare>[^ \t\n\f\r"'=<>`\0]++)))?"""
)
_UNNAMED = re.sub(r"\?P<\w+>", "?:", _ATTRIBUTE)
_TAG = re.compile(
    rf"<(?:!--(?!-?>)(?:[^-]|-(?!-))*+-->|!(?i:doctype)[^<>\[\0]*+>|/(?P<end>[a-zA-Z][^ \t\n\f\r/<>\0]*+){_SPACE}*+>"
    rf"|(?P<name>[a-zA-Z][^ \t\n\f\r/<>\0]*+)(?P<attributes>(?:{_UNNAMED})*+){_SPACE}*+(?P<closed>/?)>|(?P<odd>[a-zA-Z/!?]))"
)
_STYLED = re.compile(_ATTRIBUTE)
_REFERENCE = re.compile(r"&(?!#[0-9]+;|#[xX][0-9a-fA-F]+;|(?P<name>[a-zA-Z0-9]+;))")
_NAMED = re.compile(r"&([a-zA-Z0-9]+;)")
_VOID = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
))  # fmt: skip
_TEXTS = ("style", "script", "title", "textarea")
"""Elements of HTML that hold text, and no tags."""
_ODD = frozenset((
    "frame", "frameset", "iframe", "image", "isindex", "listing", "noembed", "noframes", "noscript", "plaintext", "select",
    "template", "xmp",
))  # fmt: skip
"""Elements that change how the rest of a page is parsed."""
_DRAWN = ("svg", "math")
_HTML_INSIDE = frozenset((
    "foreignobject", "desc", "title", "annotation-xml", "mi", "mo", "mn", "ms", "mtext",
))  # fmt: skip
"""Elements of a drawing or a formula in which tags are those of HTML."""
_OUT_OF_DRAWING = frozenset((
    "b", "big", "blockquote", "body", "br", "center", "code", "dd", "div", "dl", "dt", "em", "embed", "font", "h1", "h2",
    "h3", "h4", "h5", "h6", "head", "hr", "i", "img", "li", "listing", "menu", "meta", "nobr", "ol", "p", "pre", "ruby",
    "s", "small", "span", "strong", "strike", "sub", "sup", "table", "tt", "u", "ul", "var",
))  # fmt: skip
"""Elements that end a drawing or a formula around them."""
_IMPLIED = 2
"""Elements that a table, or a page, has without their being written."""


def _plain(page: str, limit: int) -> PageMarkup | None:
    """Return what a page of HTML has; None if it is not plain, or perhaps too deep."""
    found = PageMarkup()
    open_elements: list[str] = []
    drawn = tables = at = 0  # `drawn`: how many elements are open when a drawing begins
    while match := _TAG.search(page, at):
        at = match.end()
        if match["odd"]:
            return None
        if end := match["end"]:
            if not open_elements or open_elements.pop() != end.lower():
                return None
            drawn = 0 if drawn > len(open_elements) else drawn
            tables -= end.lower() == "table"
            continue
        name = (match["name"] or "").lower()
        if not name:
            continue
        if drawn and (name in _OUT_OF_DRAWING or open_elements[-1] in _HTML_INSIDE):
            return None
        if name in _ODD or not _take_styles(match["attributes"], found):
            return None
        if drawn or name in _DRAWN:
            if match["closed"]:
                continue
        elif name in _VOID:
            continue
        elif match["closed"]:
            return None
        if name in _TEXTS:
            at = _after_text(page, at, name, found, drawn=bool(drawn))
            if not at:
                return None
            continue
        open_elements.append(name)
        drawn = drawn or (len(open_elements) if name in _DRAWN else 0)
        tables += name == "table"
        if len(open_elements) + _IMPLIED * (tables + 1) > limit:
            return None
    return None if open_elements else found


def _take_styles(attributes: str, found: PageMarkup) -> bool:
    """Take in the style attribute among others; return whether it is plain."""
    if "style" not in attributes.lower():
        return True
    for match in _STYLED.finditer(attributes):
        if match["key"].lower() != "style":
            continue
        value = match["double"] or match["single"] or match["bare"] or ""
        # Without a semicolon, or by an unknown name, a reference in an attribute is not what it is elsewhere.
        if any(not one["name"] for one in _REFERENCE.finditer(value)):
            return False
        if any(name not in html5 for name in _NAMED.findall(value)):
            return False
        found.attributes.append(unescape(value))
    return True


def _after_text(page: str, start: int, name: str, found: PageMarkup, *, drawn: bool) -> int:
    """Take in a text that is a style sheet; return where its end tag ends, 0 if the text is not plain."""
    end = re.compile(rf"</{name}{_SPACE}*+>", re.IGNORECASE).search(page, start)
    text = page[start : end.start()] if end else "<!--"
    tags = drawn and ("<" in text or (name == "style" and "&" in text))
    if not end or tags or "\0" in text or f"</{name}" in text.lower():
        return 0
    if name == "script" and "<!--" in text:
        return 0
    if name == "style":
        found.sheets.append(text)
    return end.end()


# -- all others -------------------------------------------------------------------------------------------------------


class _TooDeepError(Exception):
    """Elements stand in one another too deeply."""


def _of_html(page: str, limit: int) -> PageMarkup:
    """Return what a page has as tinyhtml5 parses it, which ends at the first element that is too deep: the parser takes
    time for each element that is open."""
    from tinyhtml5.parser import HTMLParser
    from tinyhtml5.treebuilder import TreeBuilder

    class LimitedElements(list[Any]):
        def append(self, element: Any) -> None:
            if len(self) >= limit:
                raise _TooDeepError
            super().append(element)

    class LimitedTreeBuilder(TreeBuilder):  # type: ignore[misc] # tinyhtml5 has no types
        def reset(self) -> None:
            super().reset()
            self.open_elements = LimitedElements()

    parser = HTMLParser(namespace_html_elements=False)
    tree = LimitedTreeBuilder(namespace_html_elements=False)
    parser.tree = tree
    # Each phase of tinyhtml5 keeps the builder with which the parser was made.
    for phase in parser.phases.values():
        phase.tree = tree
    try:
        root = parser.parse(page)
    except _TooDeepError:
        return PageMarkup(deep=True)
    found = PageMarkup()
    waiting = [(root, 1)]
    while waiting:  # what is moved in front of a table may stand deeper than what was open
        element, depth = waiting.pop()
        if depth > limit:
            return PageMarkup(deep=True)
        waiting += [(child, depth + 1) for child in element]
        if not isinstance(element.tag, str):
            continue
        if "style" in element.attrib:
            found.attributes.append(element.attrib["style"])
        if element.tag.rpartition("}")[2] == "style":
            found.sheets.append("".join(element.itertext()))
    return found


_WHOLE = re.compile(r"\ufeff?\s*<(?:\?xml|!DOCTYPE)")


def _of_xml(page: str, limit: int) -> PageMarkup:
    """Return what a page has as XML. Of a page that is not well-formed, only the part before the fault counts, since no
    reader of e-books reads on."""
    # expat builds and loads nothing.
    from xml.parsers import expat  # noqa: TID251

    found = PageMarkup()
    names: list[str] = []
    text: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        names.append(name.rpartition(":")[2])
        if len(names) > limit:
            raise _TooDeepError
        if "style" in attributes:
            found.attributes.append(attributes["style"])

    def end(_: str) -> None:
        if names.pop() == "style":
            found.sheets.append("".join(text))
            text.clear()

    def characters(some: str) -> None:
        if names and names[-1] == "style":
            text.append(some)

    parser = expat.ParserCreate()
    parser.UseForeignDTD()  # an unknown entity is no fault here
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, characters
    try:
        # A piece of a page may have several roots, and XML has one.
        for piece in [page] if _WHOLE.match(page) else ["<x>", page, "</x>"]:
            parser.Parse(piece)
    except expat.ExpatError:
        pass
    except _TooDeepError:
        return PageMarkup(deep=True)
    return found
