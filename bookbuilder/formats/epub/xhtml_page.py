"""Builds the XHTML documents of an e-book, and checks that they are well-formed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from lxml import etree
from markupsafe import Markup

from bookbuilder.diagnostics import NOWHERE, BookbuilderError, Rule, Span, diagnostic
from bookbuilder.formats.epub.epub_styles import FILES
from bookbuilder.html import theme_pictures
from bookbuilder.html.draft_mark import marked
from bookbuilder.html.environment import render
from bookbuilder.html.resource_loads import SCHEME
from bookbuilder.html.template_sandbox import Sandbox
from bookbuilder.html.theme import Theme
from bookbuilder.html.theme_position import MANY, likely_position
from bookbuilder.xml_parser import xml_root

MARKUP = Rule(
    "epub.markup",
    "the page {name} of the e-book is not well-formed: {problem}",
    "An e-book is made of XML. A template of the theme must close every element and write &#160; where HTML has &nbsp;;"
    " and a chapter must not hold control characters.",
)

FOLDER = "text"
"""The folder of the documents in the package; their addresses are relative to it."""
_XHTML = "{http://www.w3.org/1999/xhtml}"
_NAMESPACES = {
    "{http://www.w3.org/2000/svg}": "svg",
    "{http://www.w3.org/1998/Math/MathML}": "mathml",
}


@dataclass(frozen=True, slots=True)
class XhtmlPage:
    """A document of the e-book. `id` is that of the manifest, `file` its file name (`03-montag.xhtml`), `properties` are
    computed from its contents, `span` is the place that it comes from."""

    id: str
    file: str
    title: str
    data: bytes
    properties: tuple[str, ...] = ()
    span: Span = NOWHERE

    @property
    def name(self) -> str:
        """The path in the package."""
        return f"{FOLDER}/{self.file}"


@dataclass(frozen=True, slots=True)
class XhtmlContent:
    """The content of a document: its id in the manifest, title, body, and source position. `part` is `front`, `main` or
    `back`; `lang` is its language, if it is another one than that of the book, `direction` how it runs; `properties` are
    the manifest properties that are known in advance."""

    uid: str
    title: str
    body: Markup
    span: Span
    part: str = ""
    lang: str = ""
    direction: str = "ltr"
    properties: tuple[str, ...] = ()


def page(
    env: Sandbox,
    content: XhtmlContent,
    *,
    theme: Theme | None = None,
    sheets: tuple[str, ...] = FILES,
    draft: str = "",
    changes: Sequence[Callable[[etree._Element], None]] = (),
) -> XhtmlPage:
    """Return a document from the template `page.xhtml.j2`.

    `draft` is the word that marks it as a draft, `changes` are applied to the finished document. Raises `BookbuilderError`
    (`epub.markup`) if it is not well-formed: at the likely position in a template of the `theme`, or at the span of the
    content.
    """
    uid, title, file = content.uid, content.title, f"{content.uid}.xhtml"
    text = render(
        env,
        "page.xhtml.j2",
        title=title,
        body=content.body,
        part=content.part,
        lang=content.lang,
        direction=content.direction,
        styles=[f"../{sheet}" for sheet in sheets],
    )
    data = (marked(str(text), draft) + "\n").encode()
    root = well_formed(data, file, content.span, theme)
    for change in changes:
        change(root)
    if changes:
        data = etree.tostring(root, encoding="UTF-8", xml_declaration=True, doctype="<!DOCTYPE html>") + b"\n"
    return XhtmlPage(uid, file, title, data, (*content.properties, *_properties(root)), content.span)


def relocate_page_pictures(page: XhtmlPage, places: Mapping[str, str]) -> XhtmlPage:
    """Return a document with the final addresses of the theme's pictures."""
    if not places or SCHEME.encode() not in page.data:
        return page
    root = xml_root(page.data)
    for node in root.iter():
        for key, value in node.attrib.items():
            if SCHEME in value:
                node.set(
                    key,
                    theme_pictures.relocate_pictures(f'"{value}"', places)[1:-1]
                    if value.startswith(SCHEME)
                    else theme_pictures.relocate_pictures(value, places),
                )
    data = etree.tostring(root, encoding="UTF-8", xml_declaration=True, doctype="<!DOCTYPE html>") + b"\n"
    return replace(page, data=data)


def well_formed(data: bytes, file: str, span: Span, theme: Theme | None) -> etree._Element:
    """Return a document as a tree; raises `BookbuilderError` (`epub.markup`) if it is not well-formed."""
    try:
        return xml_root(data)
    except etree.XMLSyntaxError as error:
        message = error.msg or "it is empty"
        lines = data.decode(errors="replace").split("\n")
        # For an unclosed element, the parser also names the line on which it was opened.
        numbers = [*map(int, re.findall(r"\bline (\d+)", message)), error.lineno or 0]
        existing = [lines[number - 1] for number in numbers if 0 < number <= len(lines)]
        places = (likely_position(theme, line[:MANY].strip()) for line in existing) if theme else ()
        found = next((place for place in places if place.line), span)
        raise BookbuilderError(diagnostic(MARKUP, found, name=file, problem=message)) from None


def _properties(root: etree._Element) -> tuple[str, ...]:
    """Return the manifest properties of a document (EPUB 3.3, D.5.4)."""
    result = set()
    for node in root.iter():
        tag = node.tag
        if not isinstance(tag, str):
            continue
        result |= {name for namespace, name in _NAMESPACES.items() if tag.startswith(namespace)}
        if tag in (f"{_XHTML}script", f"{_XHTML}form") or any(
            str(key).startswith("on") for key in node.attrib
        ):
            result.add("scripted")
    return tuple(sorted(result))
