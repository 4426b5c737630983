"""A finished book into one document of pandoc: its metadata, and its chapters one after the other."""

from __future__ import annotations

from bookbuilder.document import nodes
from bookbuilder.document.walk import walk
from bookbuilder.exporters.conversion import BookConversion, ExportConversion
from bookbuilder.exporters.convert_blocks import blocks, styled_paragraph, styled_words
from bookbuilder.exporters.convert_inlines import inlines
from bookbuilder.exporters.review import PROPERTY
from bookbuilder.formats.book import Book
from bookbuilder.locales import Locale, dates
from bookbuilder.pandoc import pandoc_ast as ast
from bookbuilder.pandoc.pandoc_ast import Blocks, Element, Inlines


def book_document(book: Book, conversion: BookConversion) -> Element:
    """Return the document of a book."""
    content = _titles(book) if conversion.dialect.title else []
    for chapter in book.document.chapters:
        content += _chapter(chapter, _state(chapter, conversion, book.locale, book.beside))
    metadata = _metadata(book)
    if conversion.review.id:
        metadata[PROPERTY] = ast.meta_text(conversion.review.id)
    return ast.document(metadata, content)


def _titles(book: Book) -> Blocks:
    """Return the titles of the book and its authors, for a format without metadata."""
    edition, words = book.edition.locale, book.locale.typography
    authors = ", ".join(person.name for person in book.project.authors_in(edition))
    result: Blocks = [ast.header(1, ast.attributes(), ast.words(words(edition.title)))]
    for text in (words(edition.subtitle), authors, dates.date(book.project.date, book.locale)):
        result += [ast.para(ast.words(text))] if text else []
    return result


def anchors(book: Book) -> dict[str, str]:
    """Return the anchors of the book that are link targets, each with its kind: the title of a `chapter`, a `heading`,
    the `label` of a figure or table, or anything else (empty)."""
    chapters = book.document.chapters
    wanted: set[str] = set()
    for node in walk(chapters):
        match node:
            case nodes.Reference(resolved=target) if target is not None:
                wanted.add(target.anchor)
            case nodes.IndexMark(resolved=nodes.Target() as target):
                wanted.add(target.anchor)
            case nodes.Locators(targets=targets):
                wanted.update(target.anchor for target in targets)
            case _:
                pass
    kinds = dict.fromkeys(wanted, "")
    kinds |= {chapter.id: "chapter" for chapter in chapters if chapter.id in wanted and chapter.number}
    for node in walk(chapters):
        if node.id in wanted:
            kinds[node.id] = _named(node)
    return dict(sorted(kinds.items()))


def _named(node: nodes.Node) -> str:
    """Return the kind of an anchor: what its name is made from."""
    match node:
        case nodes.Heading():
            return "heading"
        case nodes.Figure(number=number) | nodes.Table(number=number) | nodes.Code(number=number) if number:
            return "label"
        case _:
            return ""


def _state(
    chapter: nodes.Chapter, conversion: BookConversion, locale: Locale, beside: Locale | None
) -> ExportConversion:
    other = chapter.beside
    second = _state(other, conversion, beside, None) if other is not None and beside is not None else None
    notes = {note.number: note for note in chapter.notes}
    return ExportConversion(conversion, chapter, locale, notes, blocks, second=second)


def _chapter(chapter: nodes.Chapter, state: ExportConversion) -> Blocks:
    content = [*_opening(state), *blocks(chapter.blocks, state), *_endnotes(state)]
    if chapter.lang and state.dialect.attributes:
        return [ast.div(ast.attributes("", (), {"lang": chapter.lang}), content)]
    return content


def _endnotes(state: ExportConversion) -> Blocks:
    """Return the notes of a chapter under their title, where the format has none."""
    result: Blocks = []
    for one in (state, state.second):
        if one is None or not one.endnotes:
            continue
        # Translators: the heading of the footnotes of a chapter
        result += one.dialect.heading(2, "", (), ast.words(one.locale.say("Notes")))
        for number, note in one.endnotes:
            sign, first = ast.words(f"[{number}] "), note[:1]
            if first and first[0]["t"] in ("Para", "Plain"):
                result += [ast.para([*sign, *first[0]["c"]]), *note[1:]]
            else:
                result += [ast.para(sign[:1]), *note]
    return result


def _opening(state: ExportConversion) -> Blocks:
    """Return the heading of a chapter and the lines below it, in a bilingual one those of both languages."""
    chapter, locale = state.chapter, state.locale
    # Translators: above the title of a chapter
    label = locale.say("Chapter {number}", number=chapter.number) if chapter.number else ""
    anchor = chapter.id if state.dialect.contents or chapter.id in state.book.anchors else ""
    result: Blocks = []
    result += styled_paragraph(inlines(chapter.kicker, state), "Kicker", state)
    if chapter.title:
        result += state.dialect.chapter_heading(anchor, label, inlines(chapter.title, state))
    result += styled_paragraph(inlines(chapter.subtitle, state), "Chapter Subtitle", state)
    result += styled_paragraph(inlines(chapter.summary, state), "Summary", state)
    result += styled_paragraph(_dateline(state), "Dateline", state)
    if chapter.author:
        # Translators: the author of a chapter; mind that the name is not inflected
        byline = ast.words(locale.say("By {name}", name=chapter.author))
        result += styled_paragraph(byline, "Byline", state)
    if state.second is not None:
        other = _opening(state.second)
        result.append(ast.div(ast.attributes("", (), {"lang": state.second.chapter.lang}), other))
    return result


def _dateline(state: ExportConversion) -> Inlines:
    chapter = state.chapter
    day = ast.words(dates.date(chapter.date, state.locale, "day")) if chapter.date else []
    place = styled_words(inlines(chapter.place, state), "Place", state)
    return [*day, *([*ast.words(" · ")] if day and place else []), *place]


def _metadata(book: Book) -> dict[str, Element]:
    """Return what the file says about the book: pandoc knows these names."""
    project, edition, words = book.project, book.edition.locale, book.locale.typography
    texts = {
        "title": words(edition.title),
        "subtitle": words(edition.subtitle),
        "date": dates.date(project.date, book.locale),
        "description": words(edition.description),
        "publisher": project.imprints[edition.name].publisher,
        "rights": project.imprints[edition.name].rights,
    }
    result = {name: ast.meta_text(text) for name, text in texts.items() if text}
    result["lang"] = ast.meta_text(book.locale.tag)
    if book.locale.direction == "rtl":
        result["dir"] = ast.meta_text("rtl")
    if authors := project.authors_in(edition):
        result["author"] = ast.meta_list(ast.meta_text(person.name) for person in authors)
    if topics := project.topics(edition):
        result["keywords"] = ast.meta_list(ast.meta_text(topic) for topic in topics)
    return result
