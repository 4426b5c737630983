"""Renders block nodes as XHTML, one block a line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from string import ascii_lowercase
from typing import assert_never

from markupsafe import Markup, escape
from msgspec import structs

from bookbuilder.document import nodes
from bookbuilder.document.anchors import call_anchor, note_anchor
from bookbuilder.document.figure_groups import GROUP, part_label
from bookbuilder.document.table_spans import column_count
from bookbuilder.document.walk import bare, outline_text, spoken_text, walk
from bookbuilder.html import callout
from bookbuilder.html.caption import caption, described, numbered_label, spoken_description
from bookbuilder.html.chapter_renderer import Renderer, element
from bookbuilder.html.chart import chart_picture
from bookbuilder.html.code import code
from bookbuilder.html.figure_group import figure_group
from bookbuilder.html.glossary import GLOSSARY, glossary
from bookbuilder.html.inline import image, inlines
from bookbuilder.html.margin_note import kept_margin_notes, take_margin_notes
from bookbuilder.html.marked_word import term_notes
from bookbuilder.html.medium import Medium
from bookbuilder.html.numbered_list import NUMBERED_LIST, numbered_list
from bookbuilder.html.picture_classes import setting_classes
from bookbuilder.html.table import table
from bookbuilder.html.title_phrases import title_markup
from bookbuilder.locales import direction

EMPTY = Markup("")
NARROW = 3
"""Tables with at most so many columns fit into half a page."""


def renderer(medium: Medium, chapter: nodes.Chapter) -> Renderer:
    """Return the renderer for a chapter."""
    other, second = chapter.beside, None
    if other is not None and medium.beside is not None:
        second = renderer(replace(medium, locale=medium.beside, beside=None), other)
    tags = {chapter.lang, *(node.lang for node in walk(chapter))}
    has_rtl = any(direction(tag) == "rtl" for tag in tags if tag)
    return Renderer(
        medium, chapter, {note.number: note for note in chapter.notes}, blocks, second=second, has_rtl=has_rtl
    )


def blocks(content: Sequence[nodes.Block], r: Renderer) -> Markup:
    """Return the markup of blocks."""
    return Markup("\n").join(_block(block, r) + take_margin_notes(r) for block in content)


def notes(r: Renderer) -> Markup:
    """Return the endnotes of a chapter, in a bilingual one those of both languages; empty without notes, and in print, which
    has footnotes."""
    first, second = _notes(r), _notes(r.second) if r.second else EMPTY
    if not r.second or not (first or second):
        return first
    return _side_by_side(first, second, r.languages(r.second.chapter.lang), "notes-of-both")


def _notes(r: Renderer) -> Markup:
    if r.medium.footnotes or not (r.notes or r.terms):
        return EMPTY
    lines = [
        _note(structs.replace(note, calls=r.call_counts[number]), r.chapter.id, r)
        for number, note in sorted(r.notes.items())
    ]
    lines += [term_notes(r, inlines)] if r.terms else []
    # Translators: the heading of the footnotes of a chapter
    title = r.say("Notes")
    name, role = ("div", Markup(' role="group"')) if r.medium.single_page else ("section", EMPTY)
    attributes = Markup(' class="notes"{} aria-label="{}"').format(role, title)
    return element(name, attributes, "\n" + Markup("\n").join(lines) + "\n")


def _note(note: nodes.Note, chapter: str, r: Renderer) -> Markup:
    """Return a note of a chapter, with links back to its calls."""
    anchor = note_anchor(chapter, note.label)
    back = _back(note, nodes.Target(chapter, anchor, ""), r)
    inner = blocks(note.blocks, r)
    opening = Markup("<p>")
    # Of a note that begins with a list, say, the link back is a paragraph by itself.
    first = inner.removeprefix(opening) if inner.startswith(opening) else Markup("</p>\n") + inner
    name = "div" if r.medium.footnotes else "aside"
    attributes = r.types("footnote", "doc-footnote") + Markup(' id="{}" class="note"').format(anchor)
    return element(name, attributes, opening + back + first)


def _back(note: nodes.Note, there: nodes.Target, r: Renderer) -> Markup:
    """Return the backlink from a note to its call: its number, or a letter for each of several calls."""
    role, number = r.types("", "doc-backlink"), r.figures(note.number)
    # Translators: the link behind a note, back to its number in the text
    label = r.say("Back to the call of note {number}", number=note.number)

    def link(call: int, kind: str, label: str, words: str) -> Markup:
        place = structs.replace(there, anchor=call_anchor(there.anchor, call))
        href = f"#{place.anchor}" if there.chapter == r.chapter.id else r.medium.href(place)
        said = EMPTY if r.medium.footnotes else Markup(' aria-label="{}"').format(label)
        return Markup('<a{} href="{}" class="backlink{}"{}>{}</a> ').format(role, href, kind, said, words)

    if note.calls < 2 or r.medium.footnotes:
        return link(1, "", label, number)
    letters = [ascii_lowercase[n] if n < 26 else r.figures(n + 1) for n in range(note.calls)]
    links = (link(n, " again", f"{label}, {letter}", letter) for n, letter in enumerate(letters, 1))
    return Markup('<span class="backlink">{}</span> {}').format(number, Markup("").join(links))


def _endnotes(node: nodes.Endnotes, r: Renderer) -> Markup:
    """Return notes that stand behind their chapter in print, or in a chapter of their own."""
    r.no_footnotes, before = True, r.no_footnotes
    lines = Markup("\n").join(_note(note, node.chapter, r) for note in node.notes)
    r.no_footnotes = before
    return element("div", Markup(' class="notes endnotes"'), "\n" + lines + "\n")


def _block(node: nodes.Block, r: Renderer) -> Markup:
    match node:
        case nodes.Heading(level, content):
            r.no_footnotes, before = True, r.no_footnotes
            text = title_markup(inlines(content, r), r, node.lang)
            r.no_footnotes = before
            link = r.permalink(node, spoken_text(content))
            outline = r.outline or (outline_text(content) if r.medium.footnotes else "")
            attributes, r.outline = r.attributes(node, data_outline=outline), ""
            return element(f"h{min(level, 6)}", attributes, text + link)
        case nodes.Paragraph(content):
            if _is_formula(content):
                return element("p", r.attributes(node, "equation-block"), inlines(content, r))
            return element("p", r.attributes(node, **r.lines(node)), inlines(content, r) + r.permalink(node))
        case nodes.List():
            return _list(node, r)
        case nodes.Definitions(items):
            lines = []
            for item in items:
                lines.append(element("dt", r.attributes(item, **r.source(item)), inlines(item.term, r)))
                lines.append(element("dd", EMPTY, blocks(item.blocks, r)))
            return element("dl", r.attributes(node), Markup("\n").join(lines))
        case nodes.Quote(content):
            return element("blockquote", r.attributes(node), blocks(content, r))
        case nodes.Box():
            return _box(node, r)
        case nodes.Figure():
            return _figure(node, r)
        case nodes.Table():
            return table(node, r)
        case nodes.Code():
            return code(node, r)
        case nodes.Rule():
            return Markup("<hr{}/>").format(r.attributes(node))
        case nodes.PageBreak():
            attributes = r.attributes(node, "pagebreak")
            return Markup("<div{}></div>").format(attributes) if r.medium.footnotes or node.id else EMPTY
        case nodes.Endnotes():
            return _endnotes(node, r)
        case nodes.Parallel():
            return _parallel(node, r)
        case nodes.Pending():
            return EMPTY
        case _:
            assert_never(node)


def _is_formula(content: Sequence[nodes.Inline]) -> bool:
    """Whether a paragraph is a formula in a line of its own, and nothing else."""
    match content:
        case (nodes.Formula(display=True),):
            return True
        case _:
            return False


def _parallel(node: nodes.Parallel, r: Renderer) -> Markup:
    """Return a row of a bilingual chapter; its class describes its content for style sheets."""
    match (node.first.blocks, node.second.blocks, r.second):
        case ((nodes.Figure() as heading,), (nodes.Figure() as other,), Renderer() as beside) if node.shared:
            return _shared(heading, other, r, beside, node.second.lang)
        case ((nodes.Heading() as heading, *_), (nodes.Heading() as other, *_), _) if r.medium.footnotes:
            r.outline = f"{spoken_text(bare(heading.content))} / {spoken_text(bare(other.content))}"
    first = blocks(node.first.blocks, r)
    r.outline = ""
    second = blocks(node.second.blocks, r.second or r)
    return _side_by_side(first, second, r.languages(node.second.lang), _kind(node))


def _kind(node: nodes.Parallel) -> str:
    """Return the class of a row: `heading`, `set-off` for figures and the like, or `text`; `wide` blocks do not fit side by
    side."""
    both = (*node.first.blocks, *node.second.blocks)
    if any(
        isinstance(block, nodes.Table) and column_count((*block.head, *block.body)) > NARROW for block in both
    ):
        return "set-off wide"
    if any(isinstance(block, nodes.Figure) and block.image.setting.page for block in both):
        return "set-off wide"  # on pages of their own, one after the other
    if all(isinstance(block, nodes.Heading) for block in both):
        return "heading"
    return (
        "set-off"
        if any(isinstance(block, nodes.Figure | nodes.Table | nodes.Code | nodes.Box) for block in both)
        else "text"
    )


def _side_by_side(first: Markup, second: Markup, own: Markup, kind: str) -> Markup:
    halves = (
        Markup('<div class="half {}"{}>{}</div>').format(
            name, value, Markup("\n{}\n").format(text) if text else EMPTY
        )
        for name, value, text in (("first", EMPTY, first), ("second", own, second))
    )
    return Markup('<div class="parallel {}">\n{}\n</div>').format(kind, Markup("\n").join(halves))


def _shared(first: nodes.Figure, other: nodes.Figure, r: Renderer, second: Renderer, lang: str) -> Markup:
    """Return a picture shared by both languages, with captions side by side; its alternative text is in both."""
    alts = dict.fromkeys(alt for alt in (first.image.alt, other.image.alt) if alt)
    spoken = " ".join(
        filter(None, (spoken_description(first.description), spoken_description(other.description)))
    )
    picture = image(structs.replace(first.image, alt=" / ".join(alts)), r, spoken, in_figure=True)
    place = second.attributes(structs.replace(other, classes=(), lang=""))
    captions = _side_by_side(
        _caption(first, r), _caption(other, second), r.languages(lang) + place, "captions"
    )
    attributes = r.attributes(first, "across", **r.place(first))
    return element("figure", attributes, picture + "\n" + element("figcaption", EMPTY, captions))


def _list(node: nodes.List, r: Renderer) -> Markup:
    name = "ol" if node.ordered else "ul"
    first = node.start if node.ordered and node.start != 1 else None
    attributes = r.attributes(node, "" if node.tight else "loose", start="" if first is None else str(first))
    if (
        first is not None and r.medium.footnotes
    ):  # WeasyPrint treats the attribute as a presentational hint, which it ignores here
        attributes += Markup(' style="counter-reset: list-item {}"').format(first - 1)
    return element(name, attributes, Markup("\n").join(_item(item, node.tight, r) for item in node.items))


def _item(item: nodes.Item, tight: bool, r: Renderer) -> Markup:
    """Return a list item; in a tight list, paragraphs have no element of their own."""
    parts: list[Markup] = []
    asked: dict[str, str] = {}
    for block in item.blocks:
        if tight and isinstance(block, nodes.Paragraph):
            asked = asked or r.lines(block)
            text = inlines(block.content, r)
            attributes = r.attributes(block)
            shown = element("span", attributes, text) if attributes else text
            parts.append(shown + take_margin_notes(r))
        else:
            parts.append(_block(block, r) + take_margin_notes(r))
    kind = "" if item.done is None else "task"
    if item.done is not None:
        first, sign = (parts or [EMPTY])[0], _task(item.done, r)
        loose = first.startswith("<p") and not tight
        parts[:1] = [
            Markup(first.replace(Markup(">"), Markup(">") + sign + " ", 1)) if loose else sign + " " + first
        ]
    return element("li", r.attributes(item, kind, **(asked or r.source(item))), Markup("\n").join(parts))


def _task(done: bool, r: Renderer) -> Markup:
    """Return the sign of a task, with the words that a screen reader says for it: in a PDF by its expansion."""
    # Translators: what a screen reader says for the sign before a task
    words, sign = (r.say("done:"), "☑") if done else (r.say("to do:"), "☐")
    if r.medium.footnotes:
        return Markup('<abbr class="sign" title="{}">{}</abbr>').format(words, sign)
    return Markup('<span class="sign" role="img" aria-label="{}">{}</span>').format(words, sign)


def _box(node: nodes.Box, r: Renderer) -> Markup:
    if node.kind == GROUP:
        return figure_group(node, r)
    if node.kind == callout.CALLOUT or node.element == callout.DETAILS:
        return callout.box(node, blocks(node.blocks, r), r)
    if node.kind == GLOSSARY:
        return glossary(node, r)
    if node.kind == NUMBERED_LIST:
        return numbered_list(node, blocks(node.blocks, r), r)
    title = EMPTY
    label = ""
    if words := (inlines(node.title, r) or escape(callout.default_title(node, r.medium.locale))):
        title = element("p", Markup(' class="title"'), title_markup(words, r, node.lang)) + "\n"
        spoken = spoken_text(node.title) or callout.default_title(node, r.medium.locale)
        label = spoken if node.element == "aside" else ""
    attributes = r.attributes(node, "box", node.kind, aria_label="" if r.medium.footnotes else label)
    types = r.types(
        {"doc-pullquote": "pullquote", "doc-epigraph": "epigraph", "doc-qna": "qna"}.get(node.role, ""),
        node.role,
    )
    return element(node.element, attributes + types, title + blocks(node.blocks, r))


def _figure(node: nodes.Figure, r: Renderer) -> Markup:
    if node.drawn:
        picture = chart_picture(node, r, spoken_description(node.description[:-1]))
    else:
        picture = image(node.image, r, spoken_description(node.description), in_figure=True)
    parts = [picture, element("figcaption", EMPTY, _caption(node, r))]
    attributes = r.attributes(node, *setting_classes(node.image.setting, r), **r.place(node))
    return element("figure", attributes, Markup("\n").join(parts))


def _caption(node: nodes.Figure, r: Renderer) -> Markup:
    label = part_label(node.part) if node.part else numbered_label(node, r)
    text = caption(label, node.caption, r)
    if node.credit:
        # Chinese and Japanese have no spaces between sentences.
        space = "" if r.medium.locale.language in ("ja", "zh") else " "
        text += Markup('{}<span class="credit">{}</span>').format(space, node.credit)
    if node.description and not r.medium.footnotes:
        # Inside the caption: a figure may have no content after it (HTML, 4.4.12).
        title = r.say("The data as a table") if node.drawn else r.say("Description of the picture")
        with kept_margin_notes(r):
            text += "\n" + described(node.description, title, r)
    return text
