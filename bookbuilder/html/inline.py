"""Renders inline nodes as XHTML."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import assert_never

from markupsafe import Markup

from bookbuilder.document import nodes
from bookbuilder.document.anchors import call_anchor, note_anchor
from bookbuilder.document.issue_references import SOURCE
from bookbuilder.document.moved_notes import is_address, shown_address
from bookbuilder.document.walk import plain
from bookbuilder.html.chapter_renderer import Renderer, element
from bookbuilder.html.formula import formula
from bookbuilder.html.italic_words import emphasis_class
from bookbuilder.html.margin_note import margin_note
from bookbuilder.html.marked_word import marked_word
from bookbuilder.html.picture_classes import setting_classes
from bookbuilder.html.picture_sources import with_sources
from bookbuilder.html.qr import code
from bookbuilder.html.reference import reference
from bookbuilder.html.ruby import ruby_markup
from bookbuilder.html.short_ranges import with_unbroken_ranges

ELEMENTS = {
    "emphasis": "em", "strong": "strong", "strike": "s", "subscript": "sub", "superscript": "sup", "mark": "mark",
    "keyboard": "kbd",
}  # fmt: skip


def inlines(content: Sequence[nodes.Inline], r: Renderer) -> Markup:
    """Return the markup of inlines."""
    parts = [_inline(node, r) for node in content]
    if r.medium.formula and any(map(_is_displayed, content)):
        parts = _with_line_breaks(parts, content)
    return Markup("").join(parts)


def _is_displayed(node: nodes.Inline) -> bool:
    return isinstance(node, nodes.Formula) and node.display


def _with_line_breaks(parts: Sequence[Markup], content: Sequence[nodes.Inline]) -> list[Markup]:
    """Return the parts of a paragraph in print with line breaks around displayed formulas: each is a line by itself, and
    nothing else is stretched to fill the line before it."""
    result: list[Markup] = []
    for index, (part, node) in enumerate(zip(parts, content, strict=True)):
        before = content[index - 1] if index else None
        parted = _is_displayed(node) or (before is not None and _is_displayed(before))
        if parted and before is not None and nodes.Break not in (type(node), type(before)):
            result.append(Markup("<br/>"))
        result.append(part)
    return result


def _inline(node: nodes.Inline, r: Renderer) -> Markup:
    match node:
        case nodes.Text(text):
            return with_unbroken_ranges(text)
        case nodes.Styled(kind) if kind == SOURCE and r.medium.web:
            return Markup("")
        # Not hidden by the style sheet of a theme: one without the rule would print other numbers.
        case nodes.Styled("pad", content):
            return element(
                "span",
                Markup(' class="pad" style="visibility: hidden" aria-hidden="true"'),
                inlines(content, r),
            )
        case nodes.Styled("margin"):
            return margin_note(node, inlines, r)
        case nodes.Styled("address", content):
            picture = code(plain(content)) if r.medium.links == "qr" else Markup("")
            text = breakable(plain(content))
            return picture + Markup('<span class="address"{}>{}</span>').format(r.forward, text)
        case nodes.Styled(kind, content):
            name = ELEMENTS.get(kind, "span")
            classes = () if name != "span" or kind == "span" else (kind,)
            if name == "em" and (other := emphasis_class(plain(content), r.medium.locale.script)):
                classes = (other,)
            attributes = r.attributes(node, *classes)
            return element(name, attributes, inlines(content, r))
        case nodes.Abbreviation(expansion, content):
            return element("abbr", r.attributes(node, title=expansion), inlines(content, r))
        case nodes.Ruby():
            return ruby_markup(node, inlines(node.content, r), r)
        case nodes.CodeText(text):
            return element("code", r.forward + r.attributes(node), text)
        case nodes.Formula():
            return formula(node, r)
        case nodes.Link():
            return _link(node, r)
        case nodes.Reference():
            return reference(node, _in_link(node.content, r), r)
        case nodes.Image():
            return image(node, r)
        case nodes.NoteRef():
            return _note(node, r)
        case nodes.Fact(content=content) | nodes.NameUse(content=content) | nodes.Claim(content=content):
            return inlines(content, r)
        case nodes.Citation(content=content):
            return element("span", r.attributes(node, "citation"), inlines(content, r))
        case nodes.Value(text, machine, time):
            name, key = ("time", "datetime") if time else ("data", "value")
            return element(name, r.attributes(node, **{key: machine}), _expanded(text, node.expansions))
        case nodes.IndexMark(content=content):
            return marked_word(node, inlines(content, r), r)
        case nodes.Locators(targets):
            return _locators(targets, r)
        case nodes.Break():
            return Markup("<br/>")
        case _:
            assert_never(node)


def _in_link(content: Sequence[nodes.Inline], r: Renderer) -> Markup:
    """Return the markup of the words of a link, which hold no other link."""
    r.in_link, before = True, r.in_link
    result = inlines(content, r)
    r.in_link = before
    return result


def _expanded(text: str, expansions: Sequence[tuple[int, int, str]]) -> Markup:
    parts, last = Markup(""), 0
    for start, end, words in expansions:
        parts += with_unbroken_ranges(text[last:start])
        parts += Markup('<abbr title="{}">{}</abbr>').format(words, text[start:end])
        last = end
    return parts + with_unbroken_ranges(text[last:])


def image(node: nodes.Image, r: Renderer, description: str = "", *, in_figure: bool = False) -> Markup:
    """Return an image; decorative ones are hidden from assistive technology. `description` is added to print's alt text.
    How one `in_figure` is set is said by its figure."""
    alt = node.alt
    if r.medium.footnotes and description:
        alt = f"{alt} {description}"
    role = "" if alt or r.medium.footnotes else "presentation"
    size = r.medium.size(node.shown) if r.medium.size else None
    width, height = (f"{round(number)}" for number in size) if size else ("", "")
    classes = () if in_figure else setting_classes(node.setting, r)
    attributes = r.attributes(
        node,
        *classes,
        src=r.medium.image(node.shown),
        title=node.title,
        role=role,
        width=width,
        height=height,
    )
    shown = Markup('<img{} alt="{}"/>').format(attributes, alt)
    return shown if r.medium.footnotes else with_sources(node, shown, r, in_figure=in_figure)


def _link(node: nodes.Link, r: Renderer) -> Markup:
    attributes = r.attributes(node, href=node.address, title=node.title)
    shown = shown_address(node)
    link = element("a", attributes + (r.forward if is_address(node) else ""), inlines(node.content, r))
    if r.medium.links == "none" or not shown:
        return link
    if r.medium.links == "inline" or r.no_footnotes:
        return link + Markup(' <span class="address"{}>({})</span>').format(r.forward, breakable(shown))
    r.number += 1
    picture = code(node.address) if r.medium.links == "qr" else Markup("")
    text = Markup('<span class="address"{}>{}</span>').format(r.forward, breakable(shown))
    return link + Markup('<span class="footnote" data-number="{}">{}{}</span>').format(
        r.figures(r.number), picture, text
    )


_PARTED = re.compile(r"(?<=[/.\-_?&=])")


def breakable(address: str) -> Markup:
    """Return an address with break opportunities after slashes and dots."""
    return Markup("<wbr/>").join(_PARTED.split(address))


def _call(node: nodes.NoteRef, target: nodes.Target, r: Renderer) -> Markup:
    """Return the call of a note that stands elsewhere."""
    r.call_counts[node.number] += 1
    label = "" if r.medium.footnotes else r.say("Note {number}", number=node.number)
    return Markup('<a{} id="{}" class="noteref" href="{}"{}>{}</a>').format(
        r.types("noteref", "doc-noteref"),
        call_anchor(target.anchor, r.call_counts[node.number]),
        r.medium.href(target),
        Markup(' aria-label="{}"').format(label) if label else "",
        r.figures(node.number),
    )


def _note(node: nodes.NoteRef, r: Renderer) -> Markup:
    if node.resolved is not None:
        return _call(node, node.resolved, r)
    note = r.notes.get(node.number)
    if note is None:
        return Markup("")
    if r.medium.footnotes:
        return _footnote(note, r)
    anchor = note_anchor(r.chapter.id, note.label)
    r.call_counts[note.number] += 1
    label = r.say("Note {number}", number=node.number)
    return Markup('<a{} id="{}" class="noteref" href="#{}" aria-label="{}">{}</a>').format(
        r.types("noteref", "doc-noteref"),
        call_anchor(anchor, r.call_counts[note.number]),
        anchor,
        label,
        r.figures(node.number),
    )


def _footnote(note: nodes.Note, r: Renderer) -> Markup:
    """Return a footnote in print at its first call; later calls are its number."""
    if r.no_footnotes:
        return Markup("")
    anchor = note_anchor(r.chapter.id, note.label) if note.repeated else ""
    if note.number in r.printed_numbers:
        number = r.figures(r.printed_numbers[note.number])
        return Markup('<a class="noteref" href="#{}">{}</a>').format(anchor, number)
    r.number += 1
    r.printed_numbers[note.number] = r.number
    attributes = Markup(' id="{}"').format(anchor) if anchor else Markup("")
    kind = "" if not note.blocks or isinstance(note.blocks[0], nodes.Paragraph) else " block"
    r.no_footnotes = True
    content = _lines(note.blocks, r)
    r.no_footnotes = False
    return Markup('<span class="footnote{}"{} data-number="{}">{}</span>').format(
        kind, attributes, r.figures(r.printed_numbers[note.number]), content
    )


def _lines(content: Sequence[nodes.Block], r: Renderer) -> Markup:
    """Return the content of a footnote. It is inside a paragraph, which HTML would end at a list or table; so elements are
    spans named after them, and the PDF restores their roles (`formats.pdf.engine.typeset`)."""
    paragraphs = [block for block in content if isinstance(block, nodes.Paragraph)]
    if len(paragraphs) == len(content):
        return Markup("<br/>").join(_note_line(block, r) for block in paragraphs)
    first = content[0]
    line = _note_line(first, r) if isinstance(first, nodes.Paragraph) else Markup("")
    inner = r.blocks(content[1:] if isinstance(first, nodes.Paragraph) else content, r)
    joined = _BETWEEN.sub("", inner)  # WeasyPrint would render it as a line
    return line + Markup(_TAG.sub(_as_span, joined))  # already markup


def _note_line(block: nodes.Paragraph, r: Renderer) -> Markup:
    """Return a paragraph of a footnote, which has an element only for its language."""
    text = inlines(block.content, r)
    return element("span", r.languages(block.lang), text) if block.lang else text


def _as_span(tag: re.Match[str]) -> str:
    if tag["end"]:
        return "</span>"
    closed = "></span>" if tag["void"] else ">"
    return f'<span data-as="{tag["name"]}"{tag["own"]}{closed}'


_BETWEEN = re.compile("(?<=>)\n(?=<)")
"""A line end between two tags."""
_TAG = re.compile(
    r"<(?P<end>/?)(?P<name>p|ul|ol|li|dl|dt|dd|blockquote|div|table|caption|thead|tbody|tr|th|td|pre|hr)\b"
    r"(?P<own>(?: [^<>]*?)?)(?P<void>/?)>"
)
"""A tag of a block element; attributes contain no angle brackets, which are escaped."""


def _locators(targets: Sequence[nodes.Target], r: Renderer) -> Markup:
    """Return the locators of an index entry: pages with joined ranges in print, else links.

    Without pages, chapters are the links; several places in one are numbered after its name.
    """
    page = r.medium.page
    if page is None:
        chapters: dict[str, list[nodes.Target]] = {}
        for target in targets:
            chapters.setdefault(target.chapter, []).append(target)
        parts = [_places(chapter, r) for chapter in chapters.values()]
        return Markup('<span class="locators">{}</span>').format(Markup(", ").join(parts))
    if r.medium.separate:
        each = [
            Markup('<a href="{}">{}</a>').format(r.medium.href(target), r.medium.folio(target))
            for target in targets
        ]
        return Markup('<span class="locators">{}</span>').format(Markup(", ").join(each))
    pages = {page(target): target for target in reversed(targets)}
    runs: list[list[str]] = []
    order = {label: index for index, label in enumerate(dict.fromkeys(page(target) for target in targets))}
    # Roman page numbers come first, in book order, since they do not sort by letters.
    for label in sorted(pages, key=lambda p: (p.isdigit(), int(p) if p.isdigit() else order[p])):
        last = runs[-1][-1] if runs else ""
        if last.isdigit() and label.isdigit() and int(label) == int(last) + 1:
            runs[-1].append(label)
        else:
            runs.append([label])

    def link(label: str) -> Markup:
        return Markup('<a href="{}">{}</a>').format(r.medium.href(pages[label]), r.medium.folio(pages[label]))

    parts = [link(run[0]) if len(run) == 1 else link(run[0]) + "–" + link(run[-1]) for run in runs]
    return Markup('<span class="locators">{}</span>').format(Markup(", ").join(parts))


def _places(targets: Sequence[nodes.Target], r: Renderer) -> Markup:
    """Return links to an index entry's places in one chapter: `Kapitel 4`, or `Kapitel 4 (1, 2)`."""
    name = targets[0].name
    if len(targets) == 1:
        return Markup('<a href="{}">{}</a>').format(r.medium.href(targets[0]), name)
    links = (
        Markup('<a href="{}" aria-label="{}">{}</a>').format(
            # Translators: a link of an index: chapter 4, place 2
            r.medium.href(target),
            r.say("{name}, place {number}", name=name, number=number),
            r.figures(number),
        )
        for number, target in enumerate(targets, 1)
    )
    return Markup("{} ({})").format(name, Markup(", ").join(links))
