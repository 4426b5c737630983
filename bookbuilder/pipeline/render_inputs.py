"""Puts together what each edition is rendered from: document, theme and fonts, with substitutes for missing glyphs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from itertools import chain

from bookbuilder.diagnostics import BookbuilderError
from bookbuilder.document.picture_files import read_picture
from bookbuilder.formats.book import Book
from bookbuilder.formats.format import formats
from bookbuilder.html import missing_glyphs
from bookbuilder.html.font_family import Fonts
from bookbuilder.html.font_scripts import fit_fonts
from bookbuilder.html.font_stand_ins import report_stand_ins, with_stand_ins
from bookbuilder.html.reading_rules import report_reading
from bookbuilder.html.theme import Theme, theme
from bookbuilder.html.theme_inheritance import DEFAULT
from bookbuilder.locales import Locale
from bookbuilder.pipeline.build_request import BuildRequest
from bookbuilder.pipeline.context import Context
from bookbuilder.pipeline.locale_reading import LocaleReading
from bookbuilder.pipeline.locale_version import LocaleVersion, versions
from bookbuilder.pipeline.notes_place import with_notes_in_place
from bookbuilder.pipeline.plan import Plan
from bookbuilder.pipeline.printed_document import PrintedDocument, own_words_with_stand_ins, printed_document
from bookbuilder.pipeline.read_locales import Readings, source_of
from bookbuilder.project import Edition, Project


@dataclass(frozen=True, slots=True)
class EditionInputs:
    """What the books of all editions are made from: context, plan, locales, pseudo-locales made from the source, fonts."""

    context: Context
    plan: Plan
    readings: Readings
    pseudo: Readings
    fonts: Fonts

    def of(self, edition: Edition) -> tuple[LocaleReading, ...]:
        """Return the locales of an edition, the leading one first."""
        return tuple(self.pseudo.get(version) or self.readings[version] for version in versions(edition))


def make_books(inputs: EditionInputs, request: BuildRequest) -> tuple[Book, ...]:
    """Return the inputs of each edition's renderer, in the order of the plan; reports `glyph.*` and `theme.*`."""
    plan, printed = inputs.plan, dict[tuple[LocaleVersion, ...], PrintedDocument]()
    for _, edition in (*plan.wanted, *plan.only_laid_out):
        if versions(edition) not in printed:
            printed[versions(edition)] = _printed(inputs, edition)
    return tuple(
        _book(inputs, printed[versions(edition)], project, edition, request) for project, edition in plan.all
    )


def _printed(inputs: EditionInputs, edition: Edition) -> PrintedDocument:
    (first, *others), context, plan = inputs.of(edition), inputs.context, inputs.plan
    document, fonts, world = first.document, inputs.fonts, context.world
    if others:
        from bookbuilder.pipeline.bilingual_document import bilingual_document  # loaded only where it is used

        source = source_of(plan.project, inputs.readings, edition.locale.variant)
        document = bilingual_document(first, others[0], source, world, context.runner)
    texts = chain.from_iterable(
        missing_glyphs.texts(project, other_edition)
        for project, other_edition in plan.all
        if versions(other_edition) == versions(edition)
    )
    words = partial(first.rights.words, locale=first.locale)
    return printed_document(context, plan.project, document, fonts, texts, edition, words)


def _book(
    inputs: EditionInputs, printed: PrintedDocument, project: Project, edition: Edition, request: BuildRequest
) -> Book:
    (reading, *others), context = inputs.of(edition), inputs.context
    own = project is inputs.plan.project and not others
    siblings = _siblings(inputs.readings, edition) if own else {}
    if printed.stand_ins:
        project, edition = missing_glyphs.replace_in_settings(project, edition, printed.stand_ins)
    cover = edition.locale.cover
    if cover and read_picture(context.world, cover.path, cover.span, context.findings) is None:
        edition = replace(edition, locale=replace(edition.locale, cover=None))
    script = reading.locale.script
    edition_theme = _theme(inputs, edition, script, printed, request)
    handed_out = formats()[edition.format].hands_out_fonts
    report_stand_ins(
        inputs.fonts,
        edition_theme,
        edition.name,
        context.findings,
        handed_out=handed_out,
        for_printer=bool(edition.printer),
    )
    book = Book(
        world=context.world,
        project=project,
        edition=edition,
        locale=own_words_with_stand_ins(context, inputs.plan.project, printed, inputs.fonts, reading.locale),
        document=printed.document,
        theme=edition_theme,
        fonts=fit_fonts(with_stand_ins(inputs.fonts, edition_theme, handed_out=handed_out), script),
        rights=reading.rights,
        siblings=siblings,
        runner=context.runner,
        single_pass=request.single_pass and not request.draft,
        without_patches=tuple(request.without_patches),
        drawn_stand_ins=printed.drawn,
        beside=own_words_with_stand_ins(context, inputs.plan.project, printed, inputs.fonts, others[0].locale)
        if others
        else None,
    )
    return book if request.export else with_notes_in_place(book)


def _theme(
    inputs: EditionInputs, edition: Edition, script: str, printed: PrintedDocument, request: BuildRequest
) -> Theme:
    """Return the theme of an edition; that of a draft is ours if its own cannot be used."""
    world, findings = inputs.context.world, inputs.context.findings
    of_edition = partial(theme, bilingual=bool(edition.beside), reading=edition.reading)
    try:
        made = of_edition(world, edition.theme, inputs.fonts, script, printed.used, findings)
    except BookbuilderError as error:
        if not request.draft:
            raise
        findings.extend(error.diagnostics)
        return of_edition(world, DEFAULT, inputs.fonts, script, printed.used, findings, branded=False)
    if edition.reading:
        printed_sizes = formats()[edition.format].paginate is not None
        report_reading(made, edition.reading, edition.span, findings, printed=printed_sizes)
    return made


def _siblings(readings: Readings, edition: Edition) -> dict[str, tuple[Locale, frozenset[str]]]:
    """Return the other locales of the book by name, each with the ids of its chapters."""
    return {
        version.name: (reading.locale, frozenset(c.id for c in reading.document.heads))
        for version, reading in readings.items()
        if version.name != edition.locale.name
    }


def report_missing_glyphs(inputs: EditionInputs) -> None:
    """Report characters that no font has in the readable part of a book with errors, together with these."""
    texts: dict[LocaleVersion, list[str]] = {}
    for project, edition in inputs.plan.wanted:
        version = LocaleVersion.of(edition.locale)
        if version in inputs.readings:
            texts.setdefault(version, []).extend(missing_glyphs.texts(project, edition))
    for version, printed in texts.items():
        document, fonts, context = inputs.readings[version].document, inputs.fonts, inputs.context
        missing = missing_glyphs.refused(
            missing_glyphs.uncovered(document, fonts, printed), inputs.plan.project.glyphs
        )
        missing_glyphs.report_missing(missing, document, fonts, context.world, context.findings)
