"""Begins a line with each sentence of a text of book.toml in easy language, as paragraphs of its chapters do."""

from __future__ import annotations

from markupsafe import Markup, escape

from bookbuilder.diagnostics import NOWHERE
from bookbuilder.document import nodes
from bookbuilder.document.sentence_lines import begin_lines
from bookbuilder.document.word_groups import join_groups
from bookbuilder.locales import Locale
from bookbuilder.locales.compound_words import joined
from bookbuilder.locales.easy_words import WORD_GROUPS, easy_words
from bookbuilder.locales.sentence_starts import sentence_rules
from bookbuilder.world import Assets


def sentence_markup(text: str, locale: Locale, world: Assets) -> Markup:
    """Return a text as markup; in easy language with its word groups together, a line for each sentence, and the parts of
    long words joined as the locale says."""
    if not locale.is_easy:
        return escape(text)
    if locale.compounds:
        text = joined(text, locale.compounds)
    content = begin_lines((nodes.Text(text, span=NOWHERE),), sentence_rules(locale, world))
    if groups := easy_words(locale, world).get(WORD_GROUPS):
        content = join_groups(content, groups.find)
    return Markup().join(
        escape(node.text) if isinstance(node, nodes.Text) else Markup("<br/>") for node in content
    )
