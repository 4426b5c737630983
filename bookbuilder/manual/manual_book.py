"""Makes a book of the pages of the manual: its chapters are the pages that its contents name."""

from __future__ import annotations

from collections.abc import Sequence

from bookbuilder import toml
from bookbuilder.diagnostics import Findings
from bookbuilder.document.picture_variants import narrow_variant
from bookbuilder.importers.importer import Files, ImportRequest
from bookbuilder.importers.manuscript.nodes import Metadata
from bookbuilder.importers.markdown_sources.markdown_book import TakenFile, markdown_book
from bookbuilder.importers.source import FOLDER as FOLDER_KIND
from bookbuilder.importers.source import ImportSource
from bookbuilder.manual.pages import FOLDER, pages
from bookbuilder.manual.translated_pages import answering, chapter_names, translated_files
from bookbuilder.project.flavour import Flavour
from bookbuilder.world import Reader

SETTINGS = "manual.toml"
"""The book.toml of the manual."""


def manual_files(world: Reader, findings: Findings) -> Files:
    """Return the files of the manual as a book, path → contents: the pages of the source, and in each other locale of its
    settings those that are translated.

    Links to files that are no pages, such as decisions, become words. A drawing takes the one for narrow screens along that
    stands beside it. Reports what an import reports.
    """
    settings = world.read_asset(f"{FOLDER}/{SETTINGS}")
    data = toml.loads(settings.decode())
    book = data["book"]
    names = tuple(path.removeprefix(f"{FOLDER}/") for path in world.asset_files(FOLDER))
    source = ImportSource("manual", FOLDER_KIND, names, lambda name: world.read_asset(f"{FOLDER}/{name}"))

    def chapters(taken: Sequence[TakenFile], locale: str) -> Files:
        request = ImportRequest(source, book["id"], locale=locale, date=book["date"].isoformat())
        files = markdown_book(taken, Metadata(), request, world, findings, Flavour.GFM)
        assert files is not None, "the manual has pages"
        return files

    every = tuple(pages(world))
    files = chapters(
        [TakenFile(page.path, page.title, numbered=False, text=page.text) for page in every], book["source"]
    )
    narrow = {
        narrow_variant(path): source.read(narrow_variant(name))
        for name in names
        if narrow_variant(name) in names
        for path, content in files.items()
        if content == source.read(name)
    }
    theme = {name: source.read(name) for name in names if name.startswith("styles/")}
    stems = chapter_names(files, book["source"])
    others: dict[str, bytes] = {}
    for locale in sorted(data["locales"].keys() - {book["source"]}):
        taken, there = translated_files(every, locale, world)
        wanted = [page.path in there for page in every]
        others |= answering(chapters(taken, locale), locale, stems, wanted)
    return {**files, **narrow, **theme, **others, "book.toml": settings}
