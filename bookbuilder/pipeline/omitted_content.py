"""Says what a translation omits because it is not translated: whole chapters, and parts of others."""

from __future__ import annotations

from collections.abc import Sequence

from bookbuilder.document.assemble_book import OmittedContent
from bookbuilder.document.chapter_survey import Survey
from bookbuilder.document.nodes import Inline, Styled, Text
from bookbuilder.document.walk import bare, plain


def omitted_content(sources: Sequence[Survey], translated: Sequence[Survey], tag: str) -> OmittedContent:
    """Return what a translation omits of its source, whose language is `tag` (BCP 47); `translated` are its own
    chapters."""
    heads = {source_survey.head.id: source_survey.head for source_survey in translated}
    titles: list[str] = []
    names: dict[str, tuple[Inline, ...]] = {}

    def named(words: str) -> tuple[Inline, ...]:
        return (Styled("span", (Text(words),), lang=tag),) if words else ()

    for source_survey in sources:
        translated_head = heads.get(source_survey.head.id)
        if translated_head is None:
            titles.append(plain(bare(source_survey.head.title)))
            names[source_survey.head.id] = named(titles[-1])
        if translated_head is None or translated_head.fallback:
            for anchor in source_survey.anchors:
                names.setdefault(anchor.id, named(anchor.name))
    return OmittedContent(tuple(titles), names)
