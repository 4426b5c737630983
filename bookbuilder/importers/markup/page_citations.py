"""Reads the sources of a citation from HTML that pandoc has made for us (`pandoc.kept_citations`)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lxml import etree

from bookbuilder.importers.manuscript import nodes
from bookbuilder.importers.markup.page import classes
from bookbuilder.pandoc.kept_citations import PREFIX, SUFFIX

_AUTHORS = {"AuthorInText": "in-text", "SuppressAuthor": "none"}


def cited_work(
    element: etree._Element, read: Callable[[etree._Element], tuple[nodes.Inline, ...]]
) -> nodes.CitedWork:
    """Return a source of a citation; a place in it is among the words behind its key."""
    words: dict[str, tuple[nodes.Inline, ...]] = {PREFIX: (), SUFFIX: ()}
    for one in element:
        for kind in words.keys() & classes(one):
            words[kind] = read(one)
    if words[SUFFIX] and not nodes.plain_text(words[SUFFIX]).lstrip().startswith((",", ".", ":", ")")):
        # In LaTeX the style sets a comma there.
        words[SUFFIX] = (nodes.Text(", "), *words[SUFFIX])
    author = _AUTHORS.get(element.get("data-mode", ""), "")
    return nodes.CitedWork(element.get("data-key", ""), words[PREFIX], suffix=words[SUFFIX], author=author)


def citation_words(works: Sequence[nodes.CitedWork]) -> str:
    """Return a citation as words with its keys, for one whose sources nobody knows."""
    return f"[{'; '.join(map(_words, works))}]"


def _words(work: nodes.CitedWork) -> str:
    before, behind = (" ".join(nodes.plain_text(one).split()) for one in (work.prefix, work.suffix))
    return f"{before} {work.key}{behind}".strip()
