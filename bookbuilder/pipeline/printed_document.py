"""The document of an edition as it is printed: what becomes of characters that no font of the book has."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from bookbuilder.diagnostics import BookbuilderError, Findings, Span
from bookbuilder.document.document import Document
from bookbuilder.document.drawing_words import with_words
from bookbuilder.document.replace_missing_glyphs import replace_missing_glyphs
from bookbuilder.html import missing_glyphs
from bookbuilder.html.drawing_texts import drawing_characters
from bookbuilder.html.font_family import Fonts
from bookbuilder.locales import Locale
from bookbuilder.pipeline.context import Context
from bookbuilder.project import Edition, Project

WordsOf = Callable[[str], Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class PrintedDocument:
    """The document of an edition as printed, the characters it uses, and the substitutes for those that no font has (empty:
    none are missing, or the book refuses substitutes); `drawn` are those in drawings, where there is no room for words."""

    document: Document
    used: frozenset[str]
    stand_ins: Mapping[str, str]
    drawn: Mapping[str, str]


def printed_document(
    context: Context,
    project: Project,
    document: Document,
    fonts: Fonts,
    texts: Iterable[str],
    edition: Edition,
    words: WordsOf = lambda _: {},
) -> PrintedDocument:
    """Return a document with what the book wants for missing characters; `texts` are those of book.toml that are printed,
    `words` gives the translations of the words in a drawing.
    Reports `glyph.missing`, `glyph.drawing`, `glyph.replaced`."""
    world, findings, way = context.world, context.findings, project.glyphs
    missing = missing_glyphs.uncovered(document, fonts, texts)
    drawn = dict(_drawn(context, document, fonts, edition, words))
    with_marks = missing_glyphs.with_marks(missing, document, fonts)
    refused = missing_glyphs.refused(with_marks, way)
    missing_glyphs.report_missing([c for c in refused if c in missing], document, fonts, world, findings)
    language = document.locale.partition("-")[0]
    for path, (span, characters) in drawn.items():
        left = missing_glyphs.refused(characters, way)
        missing_glyphs.report_drawn(left, path, span, language, world, findings)
    replaced = [c for c in with_marks if c not in refused]
    places = {c: span for span, characters in drawn.values() for c in characters}
    in_drawings = [c for c in sorted(places) if not missing_glyphs.refused([c], way)]
    if way == "error" or not (replaced or in_drawings):
        return PrintedDocument(document, missing_glyphs.used_characters(document), {}, {})
    stand_ins = missing_glyphs.replacements(replaced, way, document, fonts, world, findings)
    in_place = missing_glyphs.replacements(in_drawings, "box", document, fonts, world, findings, places)
    document = replace_missing_glyphs(document, stand_ins)
    return PrintedDocument(document, missing_glyphs.used_characters(document), stand_ins, in_place)


def _drawn(
    context: Context, document: Document, fonts: Fonts, edition: Edition, words: WordsOf
) -> Iterator[tuple[str, tuple[Span, list[str]]]]:
    """Yield the drawings that have characters which no font has, by path, with their place. A drawing that cannot be read
    is reported elsewhere."""
    images = [image for galley in document.galleys for image in galley.summary.images]
    pictures = {image.source: image.span for image in images if image.source.casefold().endswith(".svg")}
    for locale in edition.locales:
        if locale.cover and locale.cover.path.casefold().endswith(".svg"):
            pictures.setdefault(locale.cover.path, locale.cover.span)
    for path, span in pictures.items():
        try:
            data = context.world.read(path)
        except BookbuilderError:
            continue
        if missing := missing_glyphs.not_covered([drawing_characters(with_words(data, words(path)))], fonts):
            yield path, (span, missing)


def own_words_with_stand_ins(
    context: Context, project: Project, printed: PrintedDocument, fonts: Fonts, locale: Locale
) -> Locale:
    """Return a locale whose own words are printed with the fonts of the book, if the book wants that of its text. The first
    character that is replaced is reported, unless the text has some."""
    way = project.glyphs
    if way == "error":
        return locale
    characters = missing_glyphs.own_characters(locale, context.world)
    missing = [c for c in missing_glyphs.not_covered([characters], fonts) if c not in printed.stand_ins]
    refused = missing_glyphs.refused(missing, way)
    silent = Findings()
    table = missing_glyphs.replacements(
        [c for c in missing if c not in refused], way, printed.document, fonts, context.world, silent
    )
    if not printed.stand_ins:
        context.findings.extend(silent.sorted()[:1])
    return replace(locale, stand_ins={**printed.stand_ins, **table}) if table or printed.stand_ins else locale
