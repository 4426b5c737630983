"""`::: glossary`: the terms that the book explains to its readers, what they mean, and where they stand."""

from __future__ import annotations

from msgspec.structs import replace

from bookbuilder.diagnostics import Report, Rule, Severity, nearest
from bookbuilder.document import nodes
from bookbuilder.document.book_context import BookContext
from bookbuilder.document.reader_terms import CHAPTER, LIST_OF_TERMS, entry_anchor
from bookbuilder.markdown.directive import Call, Directive

EMPTY = Rule(
    "glossary.empty",
    "there is no term that the glossary could explain",
    "The glossary for readers has the terms of glossary.toml that have a `meaning` and are marked in the text,"
    " [words]{term=name}; with show=all also those that are not.",
)
SHOW = Rule(
    "glossary.show",
    "a glossary cannot show {what!r}",
    "A glossary has the terms that are marked in the text (`used`), or all that have a meaning (`all`).",
)
OF = Rule(
    "glossary.of",
    "a glossary cannot be of {what!r}",
    "A glossary has the terms of the book, or with of=chapter those that its chapter marks.",
)
PLACES = Rule(
    "glossary.places", "places={value} is neither yes nor no", "With places=no the pages are left out."
)
UNTRANSLATED = Rule(
    "glossary.untranslated",
    "the term {name} has no {what} in {locale}; the book prints that of the source",
    "The glossary for readers explains a term in the words of each locale: meaning = { de = …, en = … }.",
    Severity.WARNING,
)
HINTS = {"name": "add it under the name of the locale, or to its entry", "meaning": "add it to its meaning"}
SHOWN = ("used", "all")
BOOK = "book"


def run(call: Call, report: Report) -> tuple[nodes.Block, ...]:
    """Return the place for the glossary. Reports `glossary.show`, `glossary.of` and `glossary.places`."""
    what, of = call.options.get("show", SHOWN[0]), call.options.get("of", BOOK)
    if what not in SHOWN:
        hint = nearest(what, SHOWN) or "write show=all, or take it out"
        report(SHOW, call.places.get("show", call.span), what=what, hint=hint)
    if of not in (BOOK, CHAPTER):
        report(OF, call.places.get("of", call.span), what=of, hint=nearest(of, (BOOK, CHAPTER)))
    if (places := call.options.get("places", "yes")) not in ("yes", "no"):
        report(PLACES, call.places.get("places", call.span), value=places)
    return call.pending()


def expand(pending: nodes.Pending, book: BookContext, report: Report) -> tuple[nodes.Block, ...]:
    """Return the glossary with the places of each term; its terms are there (`document.reader_terms`). Reports
    `glossary.empty` and `glossary.untranslated`."""
    listed = pending.blocks[-1] if pending.blocks else None
    if not isinstance(listed, nodes.Definitions) or nodes.TERMS not in listed.classes:
        if not book.incomplete:
            report(EMPTY, pending.span, hint="mark a term: [words]{term=name}")
        return ()
    chapter = pending.options.get(nodes.TERMS, "")
    terms = {entry_anchor(key, chapter): term for key, term in book.terms.items()}
    for term in (terms[item.id] for item in listed.items):
        for what, lang in (("name", term.words_lang), ("meaning", term.meaning_lang)):
            if lang:
                report(
                    UNTRANSLATED,
                    term.span,
                    hint=HINTS[what],
                    name=term.key,
                    what=what,
                    locale=book.locale.tag,
                )
    places = _places(book, chapter) if pending.options.get("places", "yes") != "no" else {}
    items = tuple(_with_places(item, places.get(terms[item.id].key, ())) for item in listed.items)
    blocks = [*pending.blocks[:-1], replace(listed, items=items, classes=())]
    if pending.title:
        anchor = pending.id or (f"{chapter}-glossary" if chapter else "book-glossary")
        blocks.insert(0, nodes.Heading(2, pending.title, span=pending.span, id=anchor))
    return (
        nodes.Box(
            LIST_OF_TERMS, tuple(blocks), span=pending.span, classes=pending.classes, element="section",
            id="" if pending.title else pending.id, role="doc-glossary",
        ),
    )  # fmt: skip


def _places(book: BookContext, chapter: str) -> dict[str, tuple[nodes.Target, ...]]:
    """Return where each term stands in the book, or in a chapter."""
    places: dict[str, dict[nodes.Target, None]] = {}
    for mark in book.marks:
        if mark.index == nodes.TERMS and chapter in ("", mark.target.chapter):
            places.setdefault(mark.entry, {})[mark.target] = None
    return {key: tuple(targets) for key, targets in places.items()}


def _with_places(item: nodes.Definition, places: tuple[nodes.Target, ...]) -> nodes.Definition:
    match item.blocks:
        case (nodes.Paragraph(content) as meaning,) if places:
            gap = nodes.Text("\u2002", span=item.span)
            line = (*content, gap, nodes.Locators(places, span=item.span))
            return replace(item, blocks=(replace(meaning, content=line),))
        case _:
            return item


DIRECTIVE = Directive(
    "glossary",
    "The terms that the book explains to its readers, from glossary.toml, and where they stand.",
    run,
    {
        "of": "`chapter`: the terms that its chapter marks, alone",
        "show": "`all`: also terms that are not marked in the text",
        "places": "`no`: without the pages of print and the links of the others",
    },
    title=True,
    expand=expand,
)
