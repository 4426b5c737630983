"""The cover page alone, for formats that show it as a picture.

It stands here because it is made from the same template and style sheet as the cover of the PDF, and WeasyPrint is known
in this folder alone; the e-book imports this function for its cover image.
"""

from __future__ import annotations

from bookbuilder.diagnostics import Report
from bookbuilder.formats.format import Book
from bookbuilder.formats.pdf import log
from bookbuilder.formats.pdf.resources import case, theme_files
from bookbuilder.html import parts
from bookbuilder.html.environment import environment, render
from bookbuilder.html.styles import stylesheet


def cover_page(book: Book, width: float, height: float, report: Report) -> bytes:
    """Return the cover of a book as a PDF of one page, `width` by `height` mm; reports `glyph.missing`, `pdf.warning`."""
    env = environment(book.world, book.theme, "pdf", book.locale)
    css = stylesheet(
        book.world, book.theme, book.locale, ("base.css", "cover.css"), medium="print", edition=book.edition
    )
    css += f"@page {{ size: {width}mm {height}mm; margin: 0 }}\nbody {{ margin: 0 }}\n"
    html = render(
        env,
        "cover-page.html.j2",
        **book.about,
        days=parts.days(book.document.chapters),
    )
    from bookbuilder.formats.pdf import weasy

    with weasy.typesetter(book.world, case(book.world, book.fonts)) as (fonts, messages):
        layout = weasy.lay_out(str(html), css, theme_files(book.theme), fonts)
        pages = layout.document.copy(layout.document.pages[:1])
        data = pages.write_pdf(pdf_identifier=b"cover")
    log.explain(messages, book, report)
    return bytes(data)
