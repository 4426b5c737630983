"""Records what other issues of a series may refer to: the places of a book with their names, pages and web addresses, and
its index marks. Nothing is published for that; what was built before is taken from the cache."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from bookbuilder.document.chapter_survey import survey_chapter
from bookbuilder.document.nodes import Box, Chapter, Heading
from bookbuilder.document.walk import bare, plain, walk
from bookbuilder.formats.book import Book
from bookbuilder.formats.format import Format, formats
from bookbuilder.formats.pagemap import PageMap
from bookbuilder.formats.web.addresses import href, public
from bookbuilder.pipeline.artifacts import load, read_books
from bookbuilder.pipeline.build_request import BuildRequest
from bookbuilder.pipeline.context import Context
from bookbuilder.pipeline.plan import edition_to_record
from bookbuilder.project import Edition, Project, ProjectLocale
from bookbuilder.project.issue_record import (
    IssueRecord,
    RecordedEdition,
    RecordedIndex,
    RecordedMark,
    RecordedPlace,
)


def record_issue(context: Context) -> IssueRecord | None:
    """Return the record of a book in all its locales; None if it has errors, which are reported.

    The pages are those of its first edition with pages, in print before one for the screen.
    """
    kinds, project = formats(), load(context.quiet)
    name = edition_to_record(project, kinds) if project else ""
    planned = read_books(context, BuildRequest((), (name,) if name else ()))
    if planned.project is None or not planned.books:
        return None
    editions = {}
    for book in planned.books[planned.only_laid_out :]:
        if book.beside is None and book.edition.locale.name not in editions:
            context.progress(f"{book.edition.languages}: {book.edition.name}")
            editions[book.edition.locale.name] = _edition(book, _pages(book, kinds, context))
    if context.failed():
        return None
    project = planned.project
    return IssueRecord(project.id, project.date, project.source, editions)


def issue_number(project: Project, locale: ProjectLocale) -> str:
    """Return the number of an issue as readers call it (`3/2022`): what its imprint says, or its volume; empty if none."""
    return project.imprints[locale.name].issue or (str(project.volume) if project.volume else "")


def _pages(book: Book, kinds: Mapping[str, Format], context: Context) -> Mapping[str, str]:
    """Return the folios of all anchors."""
    paginate = kinds[book.edition.format].paginate
    found: list[PageMap] = []
    if paginate is not None:
        paginate(replace(book, paged=found.append), context.findings, context.progress)
    return found[0].anchors if found else {}


def _edition(book: Book, pages: Mapping[str, str]) -> RecordedEdition:
    chapters = book.document.chapters
    titles = {chapter.id: plain(bare(chapter.title)) for chapter in chapters}
    surveys = [survey_chapter(chapter) for chapter in chapters]
    marks = tuple(
        RecordedMark(mark.entry, mark.id or survey.head.id, mark.index, mark.sub, mark.name)
        for survey in surveys
        for mark in survey.marks
    )
    marked = {mark.anchor for mark in marks}
    places = {
        anchor: RecordedPlace(
            titles.get(anchor) or target.name or titles.get(target.chapter, ""),
            pages.get(anchor, ""),
            href(target, ""),
        )
        for anchor, target in sorted(book.document.targets.items())
        if target.name or anchor in marked
    }
    project, locale = book.project, book.edition.locale
    return RecordedEdition(
        book.locale.tag,
        locale.title,
        locale.series,
        issue_number(project, locale),
        _web_address(book),
        places,
        marks,
        dict(_indexes(chapters)),
    )


def _indexes(chapters: tuple[Chapter, ...]) -> Iterator[tuple[str, RecordedIndex]]:
    for chapter in chapters:
        for node in walk(chapter):
            if isinstance(node, Box) and node.kind == "index" and node.classes:
                first = node.blocks[0] if node.blocks else None
                titled = isinstance(first, Heading) and "letter" not in first.classes
                title = plain(bare(first.content)) if isinstance(first, Heading) and titled else ""
                yield node.classes[0], RecordedIndex(title, plain(bare(chapter.title)))


def _web_address(book: Book) -> str:
    """Return the address of the first web edition in the same locale; empty if there is none, or it is not known."""
    web: Iterator[Edition] = (
        edition
        for edition in book.project.editions.values()
        if edition.format == "web" and edition.beside is None and edition.web.address
    )
    return next((public(replace(book, edition=replace(one, locale=book.edition.locale))) for one in web), "")
