"""Plain WeasyPrint with the same HTML, style sheet, fonts and hyphenation: one document, none of our changes to it.

`python -m tests.bench.plain prepare BOOK FOLDER` writes what it is given; `… print FOLDER OUT.pdf` is what is measured.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

TARGETS = ".pn::after { content: target-counter(attr(data-page), page) }\n"
"""Page numbers as CSS has them."""


def prepare(root: Path, folder: Path) -> None:
    """Write the HTML of a book, its style sheet and a fontconfig file into a folder."""
    from bookbuilder.diagnostics import Findings
    from bookbuilder.formats.book import Book
    from bookbuilder.formats.format import formats
    from bookbuilder.formats.pdf.font_directory import font_directory
    from bookbuilder.formats.pdf.parts import Labels, Parts
    from bookbuilder.formats.pdf.print_css import print_sheet
    from bookbuilder.html import missing_glyphs
    from bookbuilder.html.environment import environment
    from bookbuilder.html.font_scripts import fit_fonts
    from bookbuilder.html.fonts import fonts
    from bookbuilder.html.resource_loads import SCHEME
    from bookbuilder.html.theme import theme
    from bookbuilder.pipeline.context import Context
    from bookbuilder.pipeline.plan import plan_editions
    from bookbuilder.pipeline.read_locale import read_locale
    from bookbuilder.project import load
    from bookbuilder.world import World

    world, findings = World(root.resolve()), Findings()
    project = load(world, findings, formats())
    assert project is not None
    (edition,) = (one for one in plan_editions(project, ("de",), ()) if one.format == "pdf")
    reading = read_locale(Context(world, findings), project, project.locales["de"], None)
    families = fonts(world, findings)
    looks = theme(
        world, edition.theme, families, "Latn", missing_glyphs.used_characters(reading.document), findings
    )
    book = Book(world, project, edition, reading.locale, reading.document, looks, fit_fonts(families, "Latn"))
    html = Parts(book, environment(world, looks, "pdf", book.locale)).book_page(Labels())
    html = re.sub(
        r'<span data-page="([^"]*)">[^<]*</span>', r'<span class="pn" data-page="#\1"></span>', html
    )
    html = html.replace(f'src="{SCHEME}', f'src="{root.resolve().as_uri()}/')
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "book.html").write_text(html, encoding="utf-8")
    (folder / "book.css").write_text(print_sheet(book) + TARGETS, encoding="utf-8")
    (folder / "case.json").write_text(json.dumps(str(font_directory(world, book.fonts).path)))
    patterns = world.read_asset("package/locales/de/hyph-de-1996.pat.txt")
    (folder / "hyph_de.dic").write_bytes(b"UTF-8\n" + patterns)


def run(folder: Path, out: Path) -> None:
    """Lay out and write the book."""
    import os

    font_directory = json.loads((folder / "case.json").read_text())
    os.environ |= {"FONTCONFIG_FILE": f"{font_directory}/fonts.conf", "FONTCONFIG_PATH": font_directory}
    import pyphen
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    patterns = folder / "hyph_de.dic"
    pyphen.LANGUAGES |= {"de": patterns, "de_DE": patterns}
    fonts = FontConfiguration()
    sheet = CSS(filename=folder / "book.css", font_config=fonts)
    html = HTML(filename=folder / "book.html")
    html.write_pdf(out, stylesheets=[sheet], font_config=fonts, pdf_variant="pdf/a-3a", pdf_tags=True)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["prepare", book, folder]:
            prepare(Path(book), Path(folder))
        case ["print", folder, out]:
            run(Path(folder), Path(out))
        case _:
            sys.exit(__doc__)
