"""`::: sources`: the list of the sources that the book cites, as its style prints them."""

from __future__ import annotations

from collections.abc import Iterator

from bookbuilder.diagnostics import Report, Rule, Severity, Span, nearest
from bookbuilder.document import nodes
from bookbuilder.document.book_context import BookContext
from bookbuilder.document.printed_citations import PrintedSource, entry_anchor
from bookbuilder.markdown.directive import Call, Directive
from bookbuilder.sources.csl_variables import TYPES

EMPTY = Rule(
    "sources.empty",
    "there is nothing to list: {problem}",
    "`::: sources` lists what the book cites; `uncited=yes` adds what it does not cite, `of`, `language` and `cited` leave"
    " some out.",
    Severity.WARNING,
)
TYPE = Rule(
    "sources.type",
    "there are no sources of the type {type!r}",
    '`of` names types of CSL, with blanks between them: `of="book report"`.',
)
ALONE = "chapter"
NO = ("no", "false", "none")


def run(call: Call, report: Report) -> tuple[nodes.Block, ...]:
    """Return a placeholder for the list, which `expand` replaces when all citations are printed. Reports `sources.type`."""
    for word in call.options.get("of", "").split():
        if word not in TYPES:
            report(TYPE, call.places.get("of", call.span), type=word, hint=nearest(word, TYPES))
    return call.pending()


def lists_all(pending: nodes.Pending) -> bool:
    """Whether a list has what is not cited as well."""
    return pending.directive == "sources" and pending.options.get("uncited", "no") not in NO


def expand(pending: nodes.Pending, book: BookContext, report: Report) -> tuple[nodes.Block, ...]:
    """Return the list: a heading if it has a title, and an item for each source. Reports `sources.empty`."""
    entries = tuple(_selected(pending, book))
    if not entries:
        problem = "no source is cited" if not book.citations.entries else "no source is of this kind"
        if not book.incomplete:
            report(EMPTY, pending.span, problem=problem)
        return ()
    shows_places = pending.options.get("places", "yes") not in NO
    items = tuple(_item(entry, book, pending, shows_places=shows_places) for entry in entries)
    listed = nodes.List(ordered=False, items=items, span=pending.span, classes=("entries",))
    blocks: list[nodes.Block] = [listed]
    title = pending.title
    if title:
        level = min(pending.level + 1, 6)
        words = ("sources", *pending.options.get("of", "").split(), pending.options.get("language", ""))
        anchor = pending.id or "-".join(filter(None, words))
        blocks.insert(0, nodes.Heading(level, title, span=pending.span, id=anchor))
    box = nodes.Box(
        "sources", tuple(blocks), role="doc-bibliography", span=pending.span, classes=pending.classes,
        id="" if title else pending.id,
    )  # fmt: skip
    return (box,)


def _selected(pending: nodes.Pending, book: BookContext) -> Iterator[PrintedSource]:
    types = pending.options.get("of", "").split()
    language = pending.options.get("language", "")
    chapter = _chapter(pending, book) if pending.options.get("cited", "") == ALONE else ""
    for entry in book.citations.entries:
        if types and entry.type not in types:
            continue
        if language and entry.language.partition("-")[0] != language.partition("-")[0]:
            continue
        if chapter and chapter not in (*(cited_in for cited_in, _ in entry.places), *entry.behind_facts):
            continue
        if not entry.places and not entry.behind_facts and not lists_all(pending):
            continue
        yield entry


def _chapter(pending: nodes.Pending, book: BookContext) -> str:
    """Return the chapter that a list stands in."""
    return next((chapter.id for chapter in book.chapters if chapter.span.path == pending.span.path), "")


def _item(
    entry: PrintedSource, book: BookContext, pending: nodes.Pending, *, shows_places: bool
) -> nodes.Item:
    span = pending.span
    content: list[nodes.Inline] = list(entry.content)
    if entry.archived:
        # Translators: behind a source: a copy of the page, by an archive of the web
        before, behind = book.locale.say_around("archived: {address}", "address")
        link = nodes.Link(entry.archived, (nodes.Text(entry.archived, span=span),), span=span)
        content += [nodes.Text(f" ({before}", span=span), link, nodes.Text(f"{behind})", span=span)]
    if entry.places and shows_places:
        targets = tuple(_targets(entry, book))
        # Translators: behind a source: the pages or chapters that cite it
        before, behind = book.locale.say_around("cited: {places}", "places")
        cited = (nodes.Text(before, span=span), nodes.Locators(targets, span=span), *_text(behind, span))
        content += [
            nodes.Text("\u2002", span=span),
            nodes.Styled("span", cited, classes=("places",), span=span),
        ]
    paragraph = nodes.Paragraph(tuple(content), span=span, id=entry_anchor(entry.key), classes=("bibentry",))
    return nodes.Item((paragraph,), span=span)


def _text(words: str, span: Span) -> tuple[nodes.Inline, ...]:
    return (nodes.Text(words, span=span),) if words else ()


def _targets(entry: PrintedSource, book: BookContext) -> Iterator[nodes.Target]:
    for chapter, anchor in entry.places:
        name = book.targets[chapter].name
        yield nodes.Target(chapter, anchor, name)


DIRECTIVE = Directive(
    "sources",
    "The list of the sources that the book cites, as its style prints them.",
    run,
    {
        "of": 'lists those of some types alone: `book`, or several in quotes: `"book report"`',
        "language": "lists those in one language alone",
        "cited": "`chapter` lists what this chapter cites alone",
        "uncited": "`yes` lists what the book does not cite as well",
        "places": "`no` leaves out where each source is cited",
    },
    title=True,
    expand=expand,
)
