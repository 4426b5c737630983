"""Links the marked words of a book with the entries of its glossary and of its indexes, and finds where it uses a term for
the first time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from bookbuilder.diagnostics import Report, Rule, nearest
from bookbuilder.document import nodes
from bookbuilder.document.book_context import GlossaryEntry
from bookbuilder.document.chapter_survey import Survey
from bookbuilder.document.walk import walk

UNKNOWN = Rule(
    "glossary.unknown",
    "glossary.toml gives no meaning for {name!r}",
    "[words]{term=name} marks a term of the glossary for readers. In glossary.toml it has a `meaning`.",
)
LINKED = "linked"
"""The class of the box of an index to which the words in the text lead as well."""


class MarkLink(Struct, frozen=True, array_like=True, gc=False):
    """What a marked word gets when the whole book is known: the entry that it leads to (None: there is none), what the term
    means, the words of its entry, which are printed where it has none, and whether it is the first in the book."""

    target: nodes.Target | None
    meaning: str = ""
    words: str = ""
    lang: str = ""
    first: bool = False


def mark_links(
    surveys: Sequence[Survey],
    expanded: Iterable[nodes.Chapter],
    targets: Mapping[str, nodes.Target],
    terms: Mapping[str, GlossaryEntry],
    report: Report,
) -> list[dict[str, MarkLink]]:
    """Return for each chapter the links of its marks, by their anchors; `expanded` are the chapters that directives have
    expanded. Reports `glossary.unknown`."""
    entries = {
        mark: targets[entry] for chapter in expanded for mark, entry in _entries(chapter) if entry in targets
    }
    seen: set[str] = set()
    result = []
    for survey in surveys:
        links: dict[str, MarkLink] = {}
        for mark in survey.marks:
            target = entries.get(mark.id)
            if mark.index != nodes.TERMS:
                if target is not None:
                    links[mark.id] = MarkLink(target)
                continue
            term = terms.get(mark.entry)
            if term is None:
                report(UNKNOWN, mark.span, name=mark.entry, hint=partial(_hint, mark.entry, terms))
            elif mark.id:
                first = mark.entry not in seen
                links[mark.id] = MarkLink(target, term.meaning, term.words, term.words_lang, first)
                seen.add(mark.entry)
        result.append(links)
    return result


def with_link(mark: nodes.IndexMark, link: MarkLink) -> nodes.IndexMark:
    """Return a mark that leads to its entry."""
    content = mark.content or (nodes.Text(link.words, span=mark.span, lang=link.lang),)
    return replace(
        mark, content=content, resolved=link.target, words=link.words, meaning=link.meaning, first=link.first
    )


def _hint(name: str, terms: Mapping[str, GlossaryEntry]) -> str:
    return nearest(name, terms) or f'add meaning = "…" to [{name}] in glossary.toml'


def _entries(chapter: nodes.Chapter) -> Iterator[tuple[str, str]]:
    """Yield the anchor of each mark that an entry of a chapter lists, and that of the entry."""
    for box in walk(chapter.blocks):
        if not isinstance(box, nodes.Box) or not (box.kind == "glossary" or LINKED in box.classes):
            continue
        entry = ""
        for node in walk(box.blocks):
            match node:
                case nodes.Locators(targets=targets):
                    yield from ((target.anchor, entry) for target in targets)
                case nodes.Paragraph() | nodes.Definition() if node.id:
                    entry = node.id
                case _:
                    pass
