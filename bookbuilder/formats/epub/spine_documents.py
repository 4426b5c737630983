"""Builds the documents of an e-book in spine order: cover, title page, front chapters, contents, chapters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from lxml import etree

from bookbuilder.diagnostics import Report
from bookbuilder.document import nodes
from bookbuilder.document.walk import walk
from bookbuilder.formats.book import Book
from bookbuilder.formats.epub import anchors_and_ids, semantics
from bookbuilder.formats.epub.epub_styles import FILES
from bookbuilder.formats.epub.file_names import unique_names
from bookbuilder.formats.epub.navigation_document import ContentsEntry, Landmark, contents_entries, nav
from bookbuilder.formats.epub.page_breaks import PageListEntry, PrintedPages
from bookbuilder.formats.epub.profiles import profile
from bookbuilder.formats.epub.xhtml_page import XhtmlContent, XhtmlPage
from bookbuilder.formats.epub.xhtml_page import page as make_page
from bookbuilder.formats.screen_charts import ScreenCharts
from bookbuilder.html import book_parts
from bookbuilder.html.environment import render
from bookbuilder.html.medium import Medium
from bookbuilder.html.template_sandbox import Sandbox
from bookbuilder.locales import direction


@dataclass(frozen=True, slots=True, eq=False)
class EpubDocuments:
    """The documents in spine order, the navigation document (outside the spine), the table of contents, and the list of
    printed pages."""

    spine: tuple[XhtmlPage, ...]
    nav: XhtmlPage
    contents: tuple[ContentsEntry, ...]
    printed: tuple[PageListEntry, ...] = ()


def build_documents(
    book: Book,
    env: Sandbox,
    image: Callable[[str], str],
    cover: str,
    report: Report,
    printed: PrintedPages | None = None,
) -> EpubDocuments:
    """Return the documents of a book. `image` returns the address of a picture, `cover` is that of the cover image,
    `printed` inserts the page breaks of the printed book. Reports `map.room`, `map.outside`.

    Raises `BookbuilderError` (`epub.markup`, `template.broken`).
    """
    say, edition = book.locale.say, book.edition.locale
    files = _files(book.document.chapters)

    def href(target: nodes.Target) -> str:
        file = files[target.chapter]
        return file if target.anchor == target.chapter else f"{file}#{target.anchor}"

    kind = profile(book)
    sheets = FILES if kind.newer_styles else FILES[:1]
    page = partial(make_page, theme=book.theme, sheets=sheets, draft=book.draft_mark)
    medium = Medium(
        book.locale, href=href, image=image, epub=True, details=kind.details, beside=book.beside,
        chart=ScreenCharts(book, report),
    )  # fmt: skip
    front = [c for c in book.document.chapters if c.part is nodes.Part.FRONT]
    body = [c for c in book.document.chapters if c.part is not nodes.Part.FRONT]
    in_front = {c.id for c in front}
    entries = book.document.contents
    front_entries = tuple(e for e in entries if e.target.chapter in in_front)
    entries = tuple(e for e in entries if e.target.chapter not in in_front)

    def turns(file: str) -> tuple[Callable[[etree._Element], None], ...]:
        return (partial(printed.set, file=file),) if printed else ()

    def own(name: str, title: str, **values: object) -> XhtmlPage:
        text = render(
            env,
            f"{name}.xhtml.j2",
            **book.about,
            **values,
        )
        content = XhtmlContent(name, title, text, edition.span, part="front", direction=book.locale.direction)
        return page(env, content, changes=turns(f"{name}.xhtml"))

    changes = (anchors_and_ids.add_anchors(_targets(book)), anchors_and_ids.add_block_ids)

    def chapter(node: nodes.Chapter) -> XhtmlPage:
        text = book_parts.chapter(node, medium, env, semantics=semantics.attributes(node.kind))
        uid = files[node.id].removesuffix(".xhtml")
        content = XhtmlContent(
            uid, book_parts.head(node), text, node.span, part=node.part, lang=node.lang,
            direction=direction(node.lang) if node.lang else book.locale.direction,
        )  # fmt: skip
        return page(env, content, changes=(*turns(files[node.id]), *changes))

    contents = own(
        "contents",
        say("Contents"),
        contents=book_parts.contents(entries, medium, env, chapters=book.document.chapters),
    )
    title = own("titlepage", edition.title)
    listed = contents_entries(
        ((say("Title page"), title.file),),
        front_entries,
        ((say("Contents"), contents.file),),
        entries,
        medium,
        book_parts.contents_numbers(entries, book.locale, env, book.document.chapters),
    )
    landmarks = _landmarks(book, files, cover=kind.cover)
    spine = (
        *((own("cover", say("Cover"), image=cover),) if kind.cover else ()),
        title,
        *(chapter(c) for c in front),
        contents,
        *(chapter(c) for c in body),
    )
    marks = printed.marks if printed else ()
    ways = nav(env, listed, landmarks, marks)
    content = XhtmlContent(
        "nav", say("Contents"), ways, edition.span, direction=book.locale.direction, properties=("nav",)
    )
    return EpubDocuments(spine, page(env, content), listed, marks)


def _targets(book: Book) -> frozenset[str]:
    """Return the anchors that are link targets, besides notes and whole chapters."""
    result: list[nodes.Target] = []
    for node in walk(book.document.chapters):
        match node:
            case nodes.Reference(resolved=nodes.Target() as target):
                result.append(target)
            case nodes.IndexMark(resolved=nodes.Target() as target):
                result.append(target)
            case nodes.Locators(targets):
                result += targets
    waiting = list(book.document.contents)
    while waiting:
        entry = waiting.pop()
        result.append(entry.target)
        waiting += entry.entries
    return frozenset(target.anchor for target in result if target.anchor != target.chapter)


def _files(chapters: tuple[nodes.Chapter, ...]) -> dict[str, str]:
    """Return chapter → file. File names depend on the chapter's name, never on its position, since readers bind notes and
    bookmarks to them. They begin with a letter, since XML ids cannot begin with a digit."""
    names = unique_names(chapter.id for chapter in chapters)
    return {chapter.id: f"c-{names[chapter.id]}.xhtml" for chapter in chapters}


def _landmarks(book: Book, files: dict[str, str], *, cover: bool) -> tuple[Landmark, ...]:
    """Return the landmarks: each term once, in spine order."""
    say = book.locale.say
    result = [
        *((Landmark("cover", "cover.xhtml", say("Cover")),) if cover else ()),
        Landmark("titlepage", "titlepage.xhtml", say("Title page")),
        Landmark("toc", "contents.xhtml", say("Contents")),
    ]
    main = next((c for c in book.document.chapters if c.part is nodes.Part.MAIN), None)
    if main is not None:
        # Translators: where the text proper begins, behind the front matter
        result.append(Landmark("bodymatter", files[main.id], say("Start of the text")))
    for chapter in book.document.chapters:
        term = semantics.term(chapter.kind)
        if term != "chapter" and all(term != landmark.type for landmark in result):
            result.append(Landmark(term, files[chapter.id], book_parts.head(chapter)))
    return tuple(result)
