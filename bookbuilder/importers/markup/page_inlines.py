"""Reads the inline content of HTML into runs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from lxml import etree

from bookbuilder.diagnostics import Report, Span
from bookbuilder.importers.manuscript import nodes
from bookbuilder.importers.manuscript.losses import EXTERNAL, OBJECT
from bookbuilder.importers.manuscript.runs import PLAIN, StyledRun, nested
from bookbuilder.importers.manuscript.style_roles import UNCONFIRMED
from bookbuilder.importers.markup.mathml import mathml_latex
from bookbuilder.importers.markup.page import MarkupPage, PageLinks, classes, identifier, kinds, resolved
from bookbuilder.importers.markup.page_citations import citation_words, cited_work
from bookbuilder.importers.safe_xml import local
from bookbuilder.importers.source import ImportSource
from bookbuilder.pandoc.kept_citations import CITED, PRINTED, WORK

SKIPPED = (
    "script",
    "style",
    "template",
    "head",
    "meta",
    "link",
    "colgroup",
    "col",
    "title",
    "noscript",
    "input",
    "button",
    "select",
)
"""Elements that print nothing."""
PROGRAMS = {
    "iframe": "a page within the page", "object": "an embedded object", "embed": "an embedded object", "video": "a film",
    "audio": "a sound", "canvas": "a drawing by a script", "applet": "a program",
}  # fmt: skip
_STYLES = {
    "b": "strong", "strong": "strong", "i": "emphasis", "em": "emphasis", "cite": "emphasis", "dfn": "emphasis",
    "var": "emphasis", "u": "underline", "s": "strike", "strike": "strike", "del": "strike", "sub": "sub", "sup": "sup",
    "mark": "mark",
}  # fmt: skip
_CODE = ("code", "kbd", "samp", "tt")
_MATH_MARKS = re.compile(r"\A(?:\\\(|\\\[|\${1,2})\s?|\s?(?:\\\)|\\\]|\${1,2})\Z")
_SPACE = re.compile(r"[ \t\n\r\f]+")


@dataclass(slots=True)
class PageReading:
    """The state of reading pages: what was found so far. `language` is that of the book, if it is known."""

    source: ImportSource
    links: PageLinks
    report: Report
    images: dict[str, nodes.Image] = field(default_factory=dict)
    pending: list[nodes.Anchor] = field(default_factory=list)
    reported: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Around:
    """What is around an inline: its styles, language, and whether it is in a link."""

    styles: frozenset[str] = PLAIN
    lang: str = ""
    code: bool = False


def element_language(element: etree._Element) -> str:
    """Return the language that an element says it is in; empty if it says none."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] in ("lang", "xml:lang") and str(value).strip():
            return str(value).strip()
    return ""


class InlineReader:
    """Reads inline content of one page."""

    def __init__(self, page: MarkupPage, reading: PageReading) -> None:
        """Begin a text."""
        self.page, self.reading = page, reading
        self.runs: list[StyledRun] = []

    def span(self, element: etree._Element) -> Span:
        """Return the place of an element: its line in the page."""
        return Span(self.reading.source.shown(self.page.path), element.sourceline or 0)

    def anchor(self, element: etree._Element) -> None:
        """Add the anchor of an element, if something refers to it."""
        if (name := identifier(element)) and f"{self.page.path}#{name}" in self.reading.links.anchors:
            self.runs.append(StyledRun(nodes.Anchor(f"{self.page.path}#{name}")))

    def children(self, element: etree._Element, around: Around) -> None:
        """Read what is within an element."""
        self.text(element.text, around)
        for one in element:
            if isinstance(one.tag, str):
                self.element(one, around)
            self.text(one.tail, around)

    def text(self, text: str | None, around: Around) -> None:
        """Read words; spaces in a row are one."""
        if text:
            words = _SPACE.sub(" ", text)
            self.runs.append(
                StyledRun(nodes.Code(words) if around.code else nodes.Text(words), around.styles, around.lang)
            )

    def element(self, element: etree._Element, around: Around) -> None:
        """Read an inline element."""
        name = local(element)
        if name in SKIPPED:
            return
        if lang := element_language(element):
            around = replace(around, lang=lang)
        if name != "a":
            self.anchor(element)
        if name in _STYLES:
            around = replace(around, styles=around.styles | {_STYLES[name]})
        if classes(element) & {"smallcaps", "small-caps", "sc"} or "small-caps" in element.get("style", ""):
            around = replace(around, styles=around.styles | {"smallcaps"})
        match name:
            case "br":
                self.runs.append(StyledRun(nodes.Break(), around.styles, around.lang))
            case "wbr":
                self.runs.append(StyledRun(nodes.Text("\u200b"), around.styles, around.lang))
            case "img" | "image":
                self._picture(element)
            case "svg":
                self._drawing(element, around)
            case "math":
                self._formula(element)
            case "a":
                self._link(element, around)
            case "q":
                self.text("“", around)
                self.children(element, around)
                self.text("”", around)
            case "rp":  # the brackets of readers that cannot set ruby
                pass
            case "rt":
                self.text("(", around)
                self.children(element, around)
                self.text(")", around)
            case "span" if CITED in classes(element):
                self._citation(element, around)
            case "span" if "math" in classes(element):
                text = " ".join("".join(str(part) for part in element.itertext()).split())
                display = "display" in classes(element)
                self.runs.append(StyledRun(nodes.Formula(_MATH_MARKS.sub("", text), display)))
            case _ if name in _CODE:
                self.children(element, replace(around, code=True))
            case _ if name in PROGRAMS:
                address = element.get("src") or element.get("data") or ""
                self.reading.report(OBJECT, self.span(element), what=PROGRAMS[name], hint=address[:200])
                self.children(element, around)
            case _:
                self.children(element, around)

    def _citation(self, element: etree._Element, around: Around) -> None:
        """Read a citation as pandoc writes it for us; without words of its own its keys are printed."""
        parts: dict[str, list[etree._Element]] = {PRINTED: [], WORK: []}
        for one in element:
            for kind in parts.keys() & classes(one):
                parts[kind].append(one)
        works = tuple(cited_work(one, self._within) for one in parts[WORK])
        printed = tuple(node for one in parts[PRINTED] for node in self._within(one))
        source = citation_words(works)
        content = printed if nodes.plain_text(printed).strip() else (nodes.Text(source),)
        self.runs.append(StyledRun(nodes.Citation(content, source, works), around.styles, around.lang))

    def _within(self, element: etree._Element) -> tuple[nodes.Inline, ...]:
        """Return what is within an element."""
        inner = InlineReader(self.page, self.reading)
        inner.children(element, Around())
        return finished(inner.runs)

    def _link(self, element: etree._Element, around: Around) -> None:
        href = element.get("href", "")
        target = self.page.target(href) if href else None
        links = self.reading.links
        if target is not None and target in links.notes:
            # In the note itself the link leads back, and calls nothing.
            if not any(one is links.notes[target] for one in element.iterancestors()):
                self.anchor(element)
                self.runs.append(StyledRun(nodes.NoteCall(target)))
            return
        if kinds(element) & {"backlink", "doc-backlink"} or classes(element) & {
            "footnote-back",
            "footnote-backref",
        }:
            return
        self.anchor(element)
        start = len(self.runs)
        self.children(element, around)
        content = nested(self.runs[start:])
        if not href or not content:
            return
        wrapped: nodes.Inline = (
            nodes.Reference(target, content) if target is not None else nodes.Link(_whole(href), content)
        )
        if nodes.plain_text(content).strip():
            self.runs[start:] = [StyledRun(wrapped)]

    def _picture(self, element: etree._Element) -> None:
        href = next(
            (
                str(value)
                for key, value in element.attrib.items()
                if str(key).rpartition("}")[2] in ("src", "href")
            ),
            "",
        )
        alt = element.get("alt")
        decorative = alt == "" or bool(kinds(element) & {"presentation", "none"})
        unconfirmed = UNCONFIRMED in classes(element)
        picture = nodes.Picture("", (alt or "").strip(), decorative, unconfirmed)
        if href.startswith("data:"):
            self._embedded(href, picture)
            return
        target = resolved(self.page.path, _path(href))
        if "://" in href or href.startswith("//") or not self.reading.source.has(target):
            where = href[:200] or "without an address"
            self.reading.report(EXTERNAL, self.span(element), what="a picture", address=where, hint=_COPY)
            self.text(alt, Around())
            return
        if target not in self.reading.images:
            self.reading.images[target] = nodes.Image(target, self.reading.source.read(target))
        self.runs.append(StyledRun(replace(picture, key=target)))

    def _embedded(self, href: str, picture: nodes.Picture) -> None:
        import base64
        import binascii

        head, _, data = href.partition(",")
        kind = head.removeprefix("data:").partition(";")[0].rpartition("/")[2].partition("+")[0]
        try:
            content = base64.b64decode(data, validate=False) if "base64" in head else b""
        except (binascii.Error, ValueError):
            content = b""
        key = f"data-{len(self.reading.images) + 1}"
        self.reading.images[key] = nodes.Image(f"embedded-{len(self.reading.images) + 1}.{kind}", content)
        self.runs.append(StyledRun(replace(picture, key=key)))

    def _drawing(self, element: etree._Element, around: Around) -> None:
        """Read a drawing within the page: a picture that it only frames, or a file of its own."""
        framed = [one for one in element.iter() if local(one) == "image"]
        if framed:
            for one in framed:
                self._picture(one)
            return
        title = next((one.text or "" for one in element.iter() if local(one) == "title"), "")
        key = f"{self.page.path}-drawing-{len(self.reading.images) + 1}"
        data = etree.tostring(element, with_tail=False)
        self.reading.images[key] = nodes.Image(f"drawing-{len(self.reading.images) + 1}.svg", data)
        self.runs.append(StyledRun(nodes.Picture(key, title.strip()), around.styles))

    def _formula(self, element: etree._Element) -> None:
        latex = mathml_latex(element) or element.get("alttext", "")
        if latex.strip():
            display = element.get("display") == "block"
            self.runs.append(StyledRun(nodes.Formula(" ".join(latex.split()), display)))


_COPY = "copy the picture beside the manuscript, and let its address name that file"


def _path(href: str) -> str:
    from urllib.parse import unquote

    return unquote(href.partition("#")[0].partition("?")[0])


def _whole(href: str) -> str:
    return f"https:{href}" if href.startswith("//") else href


def finished(runs: Sequence[StyledRun]) -> tuple[nodes.Inline, ...]:
    """Return the runs of a text as inlines: no space at its ends, at the ends of its lines, or after another one."""
    out: list[StyledRun] = []
    space = True
    for run in runs:
        node = run.node
        if isinstance(node, nodes.Text | nodes.Code):
            words = node.text.lstrip(" ") if space else node.text
            if not words:
                continue
            space = words.endswith(" ")
            out.append(StyledRun(replace(node, text=words), run.styles, run.lang))
        else:
            if isinstance(node, nodes.Break):
                _trim(out)
                space = True
            elif not isinstance(node, nodes.Anchor):
                space = False
            out.append(run)
    _trim(out)
    while out and isinstance(out[-1].node, nodes.Break):
        out.pop()
        _trim(out)
    return nested(out)


def _trim(runs: list[StyledRun]) -> None:
    """Take the spaces from the end of runs."""
    while runs and isinstance(node := runs[-1].node, nodes.Text | nodes.Code):
        words = node.text.rstrip(" ")
        if words:
            runs[-1] = StyledRun(replace(node, text=words), runs[-1].styles, runs[-1].lang)
            return
        runs.pop()
