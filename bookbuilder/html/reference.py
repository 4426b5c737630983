"""Renders cross-references; in print they may have the number of the page."""

from __future__ import annotations

from typing import assert_never

from markupsafe import Markup, escape

from bookbuilder.document import nodes
from bookbuilder.html.chapter_renderer import Renderer, element
from bookbuilder.html.printed_note_numbers import with_waiting_number

_ANY_PAGE = "1000"
"""A placeholder for a page number while typography is applied to the text around it."""
_ANY_NAME = "\ufffc"
"""One for the words of the reference."""


def reference(node: nodes.Reference, content: Markup, r: Renderer) -> Markup:
    """Return the markup of a reference with its `content`: its words, or the name of the target."""
    target = node.resolved
    if target is None:
        return content
    if node.form is nodes.RefForm.FOLIO and r.medium.page is None:
        return Markup("")
    content = with_waiting_number(node, target, content, r)
    if r.medium.page is not None:
        content = _with_page(node, target, content, r)
    role = r.types(node.role.removeprefix("doc-"), node.role) if node.role else Markup("")
    made = element("a", role + r.attributes(node, "ref", href=r.medium.href(target)), content)
    return Markup(' <span class="page">{}</span>').format(made) if node.form is nodes.RefForm.FOLIO else made


def _with_page(node: nodes.Reference, target: nodes.Target, content: Markup, r: Renderer) -> Markup:
    typeset, folio = r.medium.locale.typography, r.medium.folio(target)
    match node.form:
        case nodes.RefForm.TEXT | nodes.RefForm.BARE:
            return content
        case nodes.RefForm.FOLIO:
            return folio
        case nodes.RefForm.PAGE:
            # Translators: in the middle of a sentence: see page 12; abbreviate it where the word would change its form
            words = typeset(r.say("page {number}", number=_ANY_PAGE))
        case nodes.RefForm.TEXT_PAGE:
            # Translators: in the middle of a sentence: see figure 3 on page 12
            words = typeset(r.say("{name} on page {number}", name=_ANY_NAME, number=_ANY_PAGE))
        case _:
            assert_never(node.form)
    before, name, behind = words.partition(_ANY_NAME)
    return _filled(before, folio) + (content if name else Markup("")) + _filled(behind, folio)


def _filled(words: str, folio: Markup) -> Markup:
    """Return words with the number of a page in its place, if they have one."""
    before, page, after = words.partition(_ANY_PAGE)
    return escape(before) + (folio + escape(after) if page else Markup(""))
