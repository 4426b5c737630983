"""Marks what a translation still has from its source, so that it is set in the language and direction of the source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, get_args

from msgspec.structs import replace

from bookbuilder.document import nodes
from bookbuilder.document.source_fallback import TEXT_FIELDS, in_language
from bookbuilder.document.walk import node_fields, plain, transform
from bookbuilder.locales import Locale
from bookbuilder.locales.copied_text import Likeness, SourceTexts, normal

_FIELDS = tuple(name for name in TEXT_FIELDS if name != "author")
_INLINES = get_args(nodes.Inline)
_DESCENDED = nodes.Row | nodes.Definition | nodes.Note | nodes.Pending
"""Nodes whose language is that of what they hold."""


def mark_untranslated(
    chapter: nodes.Chapter, source: nodes.Chapter, tag: str, locale: Locale
) -> nodes.Chapter:
    """Return a chapter of an edition whose texts that equal those of its `source`, in the language `tag` (BCP 47), have
    this language.

    The largest block of which nothing is translated gets it: a list, a table, the whole chapter. What the program makes in
    it, such as an index, stays in the language of the edition.
    """
    if chapter.lang or not chapter.translate:
        return chapter
    tag = source.lang or tag
    texts = SourceTexts(tag, frozenset(map(normal, _texts(source))))
    found = {texts.likeness(text, locale) for text in _texts(chapter)}
    if Likeness.COPY not in found:
        return chapter
    untouched = Likeness.OWN not in found
    marker = _Marker(texts, locale, untouched)
    fields = {name: marker.value(getattr(chapter, name)) for name in _FIELDS}
    if untouched:
        return replace(chapter, **fields, lang=tag, blocks=keep_generated(chapter.blocks, tag, locale))
    return replace(chapter, **fields, blocks=marker.value(chapter.blocks), notes=marker.value(chapter.notes))


def keep_generated(blocks: tuple[nodes.Block, ...], tag: str, locale: Locale) -> tuple[nodes.Block, ...]:
    """Return blocks in the language `tag` in which what the program makes of the whole book, an index for example, is in
    the language of the edition, and its title and the words before it are not."""

    def change(node: nodes.Node) -> nodes.Node:
        if not isinstance(node, nodes.Pending):
            return node
        words = node.options.get("title", "")
        title = node.title or ((nodes.Text(words, span=node.span),) if words else ())
        before = tuple(replace(block, lang=block.lang or tag) for block in node.blocks)
        return replace(node, title=in_language(title, tag), blocks=before, lang=locale.tag)

    result: tuple[nodes.Block, ...] = transform(blocks, change)
    return result


def mark_references(chapter: nodes.Chapter, locale: Locale) -> nodes.Chapter:
    """Return a chapter whose references without words, in passages of another language, are marked as words of the book's
    language: "Chapter 3" is said by the program."""

    def is_foreign(node: nodes.Node | nodes.Chapter) -> bool:
        return bool(node.lang) and node.lang.split("-")[0].casefold() != locale.language

    def mark(node: nodes.Node) -> nodes.Node:
        named = not isinstance(node, nodes.Reference) or node.content or node.lang
        return node if named else replace(node, lang=locale.tag)

    def change(node: nodes.Node) -> nodes.Node:
        marked: nodes.Node = transform(node, mark) if is_foreign(node) else node
        return marked

    result: nodes.Chapter = transform(chapter, mark if is_foreign(chapter) else change)
    return result


@dataclass(frozen=True, slots=True)
class _Marker:
    """Marks texts of a chapter in `locale`; in an `untouched` one, short texts that equal the source are copies as well."""

    texts: SourceTexts
    locale: Locale
    untouched: bool

    def line(self, content: Any) -> Any:
        """Return inlines, marked if they are a copy."""
        return in_language(content, self.texts.tag) if self._copied(content) else content

    def value(self, value: Any) -> Any:
        """Return a node, or a tuple of nodes, with marks."""
        if isinstance(value, tuple):
            if _is_line(value):
                return self.line(value)
            return tuple(self.value(part) for part in value)
        if not isinstance(value, nodes.Node) or isinstance(value, _INLINES) or value.lang:
            return value
        if self._copied(value) and not isinstance(value, _DESCENDED):
            return replace(value, lang=self.texts.tag)
        inner = {name: self.value(getattr(value, name)) for name in node_fields(type(value))}
        return replace(value, **{name: new for name, new in inner.items() if new is not getattr(value, name)})

    def _copied(self, value: object) -> bool:
        """Whether none of the texts in a value is translated, and one at least is certainly that of the source."""
        found = {self.texts.likeness(text, self.locale) for text in _lines(value)}
        certain = Likeness.COPY in found or (self.untouched and any(map(str.isalpha, "".join(_lines(value)))))
        return certain and Likeness.OWN not in found


def _texts(chapter: nodes.Chapter) -> Iterator[str]:
    yield from _lines(tuple(getattr(chapter, name) for name in _FIELDS))
    yield from _lines((chapter.blocks, chapter.notes))


def _lines(value: object) -> Iterator[str]:
    """Yield the text of each paragraph, heading, cell or caption in a value that has no language of its own; formulas have
    none."""
    if isinstance(value, tuple):
        if _is_line(value):
            yield plain(
                tuple(part for part in value if not part.lang and not isinstance(part, nodes.Formula))
            )
            return
        for part in value:
            yield from _lines(part)
    elif isinstance(value, nodes.Node) and not value.lang and value.translate:
        for name in node_fields(type(value)):
            inner = getattr(value, name)
            if isinstance(inner, tuple):
                yield from _lines(inner)


def _is_line(value: tuple[object, ...]) -> bool:
    return bool(value) and all(isinstance(part, _INLINES) for part in value)
