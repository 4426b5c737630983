"""Inline nodes into inlines of pandoc."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import assert_never

from bookbuilder.document import nodes
from bookbuilder.document.anchors import note_anchor
from bookbuilder.document.formula_number import formula_number
from bookbuilder.document.normalize_letters import letters
from bookbuilder.document.walk import plain
from bookbuilder.exporters.conversion import PAGE_NUMBER, ExportConversion
from bookbuilder.exporters.review import FACT_STYLE, NAME_STYLE
from bookbuilder.markdown.convert_picture import UNCONFIRMED_CLASS
from bookbuilder.pandoc import pandoc_ast as ast
from bookbuilder.pandoc.pandoc_ast import Inlines

_KINDS = {
    "emphasis": "Emph",
    "strong": "Strong",
    "strike": "Strikeout",
    "subscript": "Subscript",
    "superscript": "Superscript",
}
UNCONFIRMED_STYLE = "Unconfirmed"
"""The style of characters of a picture whose alternative text somebody has to confirm."""
_CLASSES = {"smallcaps": "SmallCaps", "caps": "SmallCaps", "underline": "Underline"}
"""Classes of marked text that pandoc has an element for."""


def inlines(content: Sequence[nodes.Inline], state: ExportConversion) -> Inlines:
    """Return the inlines of nodes."""
    result: Inlines = []
    for node in content:
        if number := state.book.review.numbers.get(id(node)):
            result += state.dialect.text_mark(number)
        state.foreign += bool(node.lang)
        result += _inline(node, state)
        state.foreign -= bool(node.lang)
    return result


def _inline(node: nodes.Inline, state: ExportConversion) -> Inlines:
    match node:
        case nodes.Text(text):
            return _attributed(node, _text(node, text, state), state)
        case nodes.Styled("margin"):
            return _margin_note(node, state)
        case nodes.Styled(kind, content):
            return _styled(node, kind, inlines(content, state), state)
        case nodes.Abbreviation(expansion, content):
            inner = state.dialect.abbreviation(expansion, inlines(content, state))
            return _attributed(node, inner, state)
        case nodes.Ruby(reading, content):
            return [*inlines(content, state), *ast.words(f"（{reading}）")]
        case nodes.CodeText(text):
            return _attributed(node, _commented(node, text, state, lambda part: [ast.code(part)]), state)
        case nodes.Formula():
            return _formula(node, state)
        case nodes.Link(address, content, title):
            return [ast.link(inlines(content, state), address, title)]
        case nodes.Reference():
            return _reference(node, state)
        case nodes.Image():
            return image(node, state)
        case nodes.NoteRef():
            return _note(node, state)
        case nodes.Fact(content=content) | nodes.NameUse(content=content) | nodes.Claim(content=content):
            return inlines(content, state)
        case nodes.Citation(content=content):
            return _attributed(node, inlines(content, state), state)
        case nodes.Value(text):
            return _protected(FACT_STYLE, _attributed(node, _text(node, text, state), state), state)
        case nodes.IndexMark(index=nodes.TERMS, content=content):
            words = state.dialect.anchored(node.id, inlines(content, state))
            there = node.resolved
            return state.dialect.reference(there.anchor, words, named="") if there else words
        case nodes.IndexMark(content=content):
            words = state.dialect.index_mark(node, inlines(content, state))
            return _protected(NAME_STYLE, words, state) if node.name else words
        case nodes.Locators(targets):
            return _locators(targets, state)
        case nodes.Break():
            return [ast.LINE_BREAK]
        case _:
            assert_never(node)


def _protected(style: str, content: Inlines, state: ExportConversion) -> Inlines:
    """Return what does not come from the chapter, in a style that says so to whoever corrects the file."""
    if not (state.book.review.id and state.dialect.styles):
        return content
    return [ast.span(ast.attributes("", (), {"custom-style": style}), content)]


def _formula(node: nodes.Formula, state: ExportConversion) -> Inlines:
    """Return a formula, with its number if it has one."""
    content = state.dialect.formula(node)
    if node.number:
        content += [ast.SPACE, *ast.words(formula_number(node.section, node.number, state.locale))]
    return _attributed(node, content, state)


def _text(node: nodes.Text | nodes.Value, text: str, state: ExportConversion) -> Inlines:
    if isinstance(node, nodes.Value) and node.expansions and not state.book.comments.get(id(node)):
        result: Inlines = []
        last = 0
        for start, end, words in node.expansions:
            result += ast.words(text[last:start])
            result += state.dialect.abbreviation(words, ast.words(text[start:end]))
            last = end
        return result + ast.words(text[last:])
    return _commented(node, text, state, ast.words)


def _commented(
    node: nodes.Node, text: str, state: ExportConversion, make: Callable[[str], Inlines]
) -> Inlines:
    """Return the inlines of a text, with the edges of comments at their places."""
    result: Inlines = []
    last = 0
    for edge in state.book.comments.get(id(node), ()):
        if part := text[last : edge.offset]:
            result += make(part)
        result += state.dialect.comment(edge)
        last = edge.offset
    return result + (make(text[last:]) if text[last:] else [])


def _attributed(node: nodes.Node, content: Inlines, state: ExportConversion) -> Inlines:
    """Return inlines with the anchor and the language of their node."""
    anchor = state.anchor(node)
    if node.lang and state.dialect.attributes:
        content = [ast.span(ast.attributes("", (), {"lang": node.lang}), content)]
    return state.dialect.anchored(anchor, content) if anchor else content


def _margin_note(node: nodes.Styled, state: ExportConversion) -> Inlines:
    """Return a note in the margin as one at the foot of the page, or in brackets where there are none."""
    content = _styled(node, "span", inlines(node.content, state), state)
    if state.inside or not state.dialect.notes:
        return [*ast.words(" ("), *content, *ast.words(")")]
    return state.dialect.first_call("", [ast.para(content)])


def _styled(node: nodes.Styled, kind: str, content: Inlines, state: ExportConversion) -> Inlines:
    if element := _KINDS.get(kind):
        return _attributed(node, [ast.inline(element, content)], state)
    own = [name for name in node.classes if name not in _CLASSES]
    for name in node.classes:
        if name in _CLASSES and state.dialect.attributes:
            content = [ast.inline(_CLASSES[name], content)]
    if kind in ("mark", "keyboard"):
        own.insert(0, {"keyboard": "kbd"}.get(kind, kind))
    elif kind != "span":
        own.insert(0, kind)
    if own and state.dialect.attributes:
        style = "" if kind == "mark" or not state.dialect.styles else style_name(own[0])
        content = [ast.span(ast.attributes("", own, {"custom-style": style}), content)]
    return _attributed(node, content, state)


def style_name(word: str) -> str:
    """Return the name of the style for a class or a kind.

    >>> style_name("aside"), style_name("press-release")
    ('Aside', 'Press Release')
    """
    return word.replace("-", " ").replace("_", " ").title()


def image(node: nodes.Image, state: ExportConversion, description: str = "") -> Inlines:
    """Return a picture; `description` is added to its alternative text where the format has no other place for it."""
    picture = state.book.pictures.get(node.shown)
    alt = node.alt if state.dialect.descriptions else " ".join(filter(None, (node.alt, description)))
    room = state.room if state.dialect.styles else float("inf")
    sized = picture.size(room) if picture and state.dialect.attributes else {}
    marks = [UNCONFIRMED_CLASS] if UNCONFIRMED_CLASS in node.classes and state.dialect.attributes else []
    attrs = ast.attributes("", marks, sized)
    element = ast.image(ast.words(alt), picture.address if picture else "", node.title, attrs)
    return state.dialect.picture(element, alt)


def _reference(node: nodes.Reference, state: ExportConversion) -> Inlines:
    content, target = inlines(node.content, state), node.resolved
    if target is None:
        return content
    if node.form is nodes.RefForm.FOLIO:
        return state.dialect.page_reference(target.anchor, " ", "", content) if state.dialect.pages else []
    if node.form is nodes.RefForm.PAGE:
        before, behind = state.page_words()
        return state.dialect.page_reference(target.anchor, before, behind, content)
    same = letters(plain(node.content)) == letters(target.name)  # but for spaces that typography has changed
    named = state.book.anchors.get(target.anchor, "") if same else ""
    words = state.dialect.reference(target.anchor, content, named=named)
    if node.form is not nodes.RefForm.TEXT_PAGE or not state.dialect.pages:
        return words
    result: Inlines = []
    for part in state.named_page_words():
        if part is None:
            result += words
        elif PAGE_NUMBER in part:
            before, _, behind = part.partition(PAGE_NUMBER)
            result += state.dialect.page_reference(target.anchor, before, behind, content)
        else:
            result += ast.words(part)
    return result


def _note(node: nodes.NoteRef, state: ExportConversion) -> Inlines:
    note = state.notes.get(node.number)
    if note is None:
        return []
    number, anchor = state.locale.figures(node.number), note_anchor(state.chapter.id, note.label)
    if node.number in state.called:
        return state.dialect.repeated_call(number, anchor)
    state.called.add(node.number)
    if state.inside:  # a note has no notes: its words stand in brackets
        parts = [inlines(block.content, state) for block in note.blocks if isinstance(block, nodes.Paragraph)]
        joined = [element for part in parts for element in (ast.SPACE, *part)]
        return [*ast.words(" ("), *joined[1:], *ast.words(")")]
    state.inside, foreign, state.foreign = True, state.foreign, 0
    content = state.blocks(note.blocks, state)
    state.inside, state.foreign = False, foreign
    if foreign:
        content = state.dialect.note_in_foreign_text(content, state.locale.tag)
    if not state.dialect.notes:
        state.endnotes.append((number, content))
        return ast.words(f"[{number}]")
    return state.dialect.first_call(anchor if note.repeated else "", content)


def _locators(targets: Sequence[nodes.Target], state: ExportConversion) -> Inlines:
    """Return the places of an index entry: the names of chapters, with links to several places in one."""
    chapters: dict[str, list[nodes.Target]] = {}
    for target in targets:
        chapters.setdefault(target.chapter, []).append(target)
    result: Inlines = []
    for places in chapters.values():
        if result:
            result += ast.words(", ")
        name = ast.words(places[0].name)
        if len(places) == 1:
            result += state.dialect.locator(places[0].anchor, name)
            continue
        links: Inlines = []
        for number, target in enumerate(places, 1):
            links += ast.words(", ") if links else []
            figures = ast.words(state.locale.figures(number))
            links += state.dialect.locator(target.anchor, figures)
        result += [*name, *ast.words(" ("), *links, *ast.words(")")]
    return result
