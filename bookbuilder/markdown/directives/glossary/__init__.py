"""`::: glossary`: the terms that the book explains to its readers, what they mean, and where they stand."""

from __future__ import annotations

from bookbuilder.diagnostics import Report, Rule, Severity, Span, nearest
from bookbuilder.document import nodes
from bookbuilder.document.anchors import term_anchor
from bookbuilder.document.book_context import BookContext, GlossaryEntry
from bookbuilder.locales.collation import collation
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


def run(call: Call, report: Report) -> tuple[nodes.Block, ...]:
    """Return the place for the glossary. Reports `glossary.show` and `glossary.places`."""
    what, places = call.options.get("show", SHOWN[0]), call.options.get("places", "yes")
    if what not in SHOWN:
        hint = nearest(what, SHOWN) or "write show=all, or take it out"
        report(SHOW, call.places.get("show", call.span), what=what, hint=hint)
    if places not in ("yes", "no"):
        report(PLACES, call.places.get("places", call.span), value=places)
    return call.pending()


def expand(pending: nodes.Pending, book: BookContext, report: Report) -> tuple[nodes.Block, ...]:
    """Return the glossary: each term with its meaning and its places, in the order of the language. Reports
    `glossary.empty`."""
    places: dict[str, list[nodes.Target]] = {}
    for mark in book.marks:
        if mark.index == nodes.TERMS and mark.target not in (known := places.setdefault(mark.entry, [])):
            known.append(mark.target)
    shows_all = pending.options.get("show") == "all"
    wanted = {key: entry for key, entry in book.terms.items() if shows_all or key in places}
    if not wanted:
        if not book.incomplete:
            report(EMPTY, pending.span, hint="mark a term: [words]{term=name}")
        return ()
    for key, entry in wanted.items():
        for what, lang in (("name", entry.words_lang), ("meaning", entry.meaning_lang)):
            if lang:
                report(
                    UNTRANSLATED, entry.span, hint=HINTS[what], name=key, what=what, locale=book.locale.tag
                )
    order = collation(book.locale)
    listed = sorted(wanted.items(), key=lambda pair: (order.key(pair[1].words), pair[0]))
    shows_places = pending.options.get("places", "yes") != "no"
    items = tuple(
        _item(key, entry, tuple(places.get(key, ())) if shows_places else (), pending)
        for key, entry in listed
    )
    blocks: list[nodes.Block] = [*pending.blocks, nodes.Definitions(items, span=pending.span)]
    if pending.title:
        heading = nodes.Heading(2, pending.title, span=pending.span, id=pending.id or "book-glossary")
        blocks.insert(0, heading)
    return (
        nodes.Box(
            "glossary", tuple(blocks), span=pending.span, classes=pending.classes, element="section",
            id="" if pending.title else pending.id, role="doc-glossary",
        ),
    )  # fmt: skip


def _item(
    key: str, entry: GlossaryEntry, places: tuple[nodes.Target, ...], pending: nodes.Pending
) -> nodes.Definition:
    span = pending.span
    term = _in_language(entry.words, entry.words_lang, entry.span)
    line: tuple[nodes.Inline, ...] = (_in_language(entry.meaning, entry.meaning_lang, entry.span),)
    if places:
        line = (*line, nodes.Text("\u2002", span=span), nodes.Locators(places, span=span))
    return nodes.Definition((term,), (nodes.Paragraph(line, span=span),), span=span, id=term_anchor(key))


def _in_language(text: str, lang: str, span: Span) -> nodes.Inline:
    words = nodes.Text(text, span=span)
    return nodes.Styled("span", (words,), lang=lang, span=span) if lang else words


DIRECTIVE = Directive(
    "glossary",
    "The terms that the book explains to its readers, from glossary.toml, and where they stand.",
    run,
    {
        "show": "`all`: also terms that are not marked in the text",
        "places": "`no`: without the pages of print and the links of the others",
    },
    title=True,
    expand=expand,
)
