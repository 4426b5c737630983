"""Says what a translation goes without where a book leaves out what is missing: whole chapters, and parts of others."""

from __future__ import annotations

from collections.abc import Sequence

from bookbuilder.document.assemble_book import OmittedContent
from bookbuilder.document.chapter_survey import Survey
from bookbuilder.document.nodes import Inline, Styled, Text
from bookbuilder.document.walk import bare, plain


def omitted_content(sources: Sequence[Survey], own: Sequence[Survey], tag: str) -> OmittedContent:
    """Return what the chapters of a translation (`own`) lack of those of the source, whose language is `tag` (BCP 47)."""
    heads = {one.head.id: one.head for one in own}
    titles: list[str] = []
    names: dict[str, tuple[Inline, ...]] = {}

    def named(words: str) -> tuple[Inline, ...]:
        return (Styled("span", (Text(words),), lang=tag),) if words else ()

    for one in sources:
        here = heads.get(one.head.id)
        if here is None:
            titles.append(plain(bare(one.head.title)))
            names[one.head.id] = named(titles[-1])
        if here is None or here.fallback:
            for anchor in one.anchors:
                names.setdefault(anchor.id, named(anchor.name))
    return OmittedContent(tuple(titles), names)
