"""Makes the cover page alone, for formats that show it as a picture.

It stands here because it is made from the same template and style sheet as the cover of the PDF, by the same engine; the
e-book imports this function for its cover image.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial

import msgspec

from bookbuilder.build_step import Step
from bookbuilder.cache_key import excluded
from bookbuilder.diagnostics import Report
from bookbuilder.formats.book import Book
from bookbuilder.formats.pdf import typesetter_messages
from bookbuilder.formats.pdf.compile.font_files import FontDirectory
from bookbuilder.formats.pdf.font_directory import font_directory
from bookbuilder.formats.pdf.hyphen_glyphs import with_hyphens
from bookbuilder.formats.pdf.resource import Resource
from bookbuilder.formats.pdf.theme_resources import theme_resources
from bookbuilder.html import book_parts, self_contained
from bookbuilder.html.draft_mark import marked
from bookbuilder.html.environment import environment, render
from bookbuilder.html.styles import stylesheet
from bookbuilder.typed_decoding import from_msgpack
from bookbuilder.world import Workspace


@dataclass(frozen=True, slots=True)
class PageJob:
    """A page to be laid out: its HTML, its style sheet, what both may name, and the directory with the fonts."""

    world: Workspace = field(metadata=excluded("a page is made of what the other fields say"))
    font_directory: FontDirectory = field(
        metadata=excluded("where fonts lie is of no account; `fonts` says which they are")
    )
    html: str
    css: str
    resources: Mapping[str, Resource] = field(default_factory=dict)
    without_patches: tuple[str, ...] = ()
    fonts: str = field(init=False)

    def __post_init__(self) -> None:
        """Name the fonts: their directory is named by its content."""
        object.__setattr__(self, "fonts", self.font_directory.name)


def cover_page(book: Book, width: float, height: float, report: Report) -> bytes:
    """Return the cover of a book as a PDF of one page, `width` by `height` mm; reports `glyph.missing`, `pdf.warning`."""
    css = stylesheet(
        book.world,
        book.theme,
        book.locale,
        ("base.css", "cover.css"),
        ("draft",) if book.project.draft else (),
        medium="print",
        edition=book.edition,
        picture=book.picture,
    )
    env = environment(
        book.world, book.theme, "pdf", book.locale, book.picture, partial(str, css), book.language_of
    )
    css += f"@page {{ size: {width}mm {height}mm; margin: 0 }}\nbody {{ margin: 0 }}\n"
    cover = render(env, "cover-page.html.j2", **book.about, days=book_parts.days(book.document.heads))
    html = marked(str(cover), book.draft_mark)
    resources = theme_resources(book.world, book.theme, html, css)
    fonts = font_directory(book.world, with_hyphens(book).fonts)
    job = PageJob(book.world, fonts, html, css, resources, book.without_patches)
    ((messages, data),) = book.runner.run(PAGE, [job])
    self_contained.report_page(html, "the cover", book.theme, report)
    typesetter_messages.explain(messages, book, report)
    return data


def _decode(data: bytes) -> tuple[list[str], bytes]:
    return from_msgpack(data, tuple[list[str], bytes])


PAGE = Step(f"{__name__}:lay_out", PageJob, _decode, lambda job: len(job.html))


def lay_out(job: PageJob) -> bytes:
    """Return the messages of WeasyPrint, and the first page as a PDF, encoded."""
    # Imported here: it loads WeasyPrint, which only the process that lays out needs.
    from bookbuilder.formats.pdf.engine.whole_document import LayoutOptions, first_page

    setting = LayoutOptions(
        job.world, job.font_directory, job.css, job.resources, without_patches=job.without_patches
    )
    page = first_page(setting, job.html)
    return msgspec.msgpack.encode((page.messages, page.data))
