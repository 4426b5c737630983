"""Finds the pages of the manual that are translated, and makes chapters of them that answer those of the source."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping, Sequence

from bookbuilder.importers.importer import Files
from bookbuilder.importers.markdown_sources.markdown_book import TakenFile
from bookbuilder.importers.markdown_sources.markdown_lines import changed_outside_code, outside_code
from bookbuilder.manual.pages import FOLDER, ManualPage
from bookbuilder.world import Assets

_LINK = re.compile(r"(\]\()([^)\s:#]+)((?:#[^)\s]*)?\))")


def translated_files(
    pages: Sequence[ManualPage], locale: str, world: Assets
) -> tuple[list[TakenFile], frozenset[str]]:
    """Return the files of a translated manual, one for each page of the source in the same order, and the paths of those
    that are translated. Others have a title alone, so that links to them have a target."""
    there = {page.path for page in pages if world.asset_exists(f"{FOLDER}/{locale}/{page.path}")}
    files = [
        TakenFile(
            page.path,
            page.title,
            numbered=False,
            text=with_links_of_source(
                world.read_asset(f"{FOLDER}/{locale}/{page.path}").decode(), page.path, locale
            )
            if page.path in there
            else f"# {page.title}\n",
        )
        for page in pages
    ]
    return files, frozenset(there)


def with_links_of_source(text: str, path: str, locale: str) -> str:
    """Return a translated page whose links lead on as if it stood in the place of the page of the source.

    >>> with_links_of_source("[a](b.md) [c](../../d.md#e) `[x](y.md)`", "start/f.md", "de")
    '[a](b.md) [c](../d.md#e) `[x](y.md)`'
    """
    folder = posixpath.dirname(path)

    def change(match: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(locale, folder, match[2])).removeprefix(f"{locale}/")
        # From the root: a path without one would be taken from the folder where the user is.
        return match[1] + posixpath.relpath(f"/{target}", f"/{folder}") + match[3]

    lines = text.split("\n")
    for number in outside_code(lines):
        lines[number] = changed_outside_code(_LINK, change, lines[number])
    return "\n".join(lines)


def answering(made: Files, locale: str, names: Sequence[str], wanted: Sequence[bool]) -> Files:
    """Return the chapters of a translated manual that are `wanted`, under the names of the chapters of the source. Both
    sequences have one item for each page; `made` has all chapters, in the same order."""
    own = chapter_names(made, locale)
    renamed = {old: new for old, new in zip(own, names, strict=True) if old != new}

    def change(match: re.Match[bytes]) -> bytes:
        name = match[1].decode()
        return f"]({renamed.get(name, name)}.md".encode()

    return {
        f"chapters/{locale}/{new}.md": re.sub(
            rb"\]\(([\w-]+)\.md", change, made[f"chapters/{locale}/{old}.md"]
        )
        for old, new, here in zip(own, names, wanted, strict=True)
        if here
    }


def with_renamed_links(chapter: bytes, names: Mapping[str, str]) -> bytes:
    """Return a chapter whose links to other chapters have their new names.

    >>> with_renamed_links(b"[a](01-a.md#b) [c](https://c/01-a.md)", {"01-a": "02-b"})
    b'[a](02-b.md#b) [c](https://c/01-a.md)'
    """

    def change(match: re.Match[bytes]) -> bytes:
        name = match[1].decode()
        return f"]({names.get(name, name)}.md".encode()

    return re.sub(rb"\]\(([^)\s/]+)\.md", change, chapter)


def chapter_names(files: Mapping[str, object], locale: str) -> list[str]:
    """Return the names of a locale's chapters in the files of a book, in their order."""
    place = f"chapters/{locale}/"
    paths = sorted(path for path in files if path.startswith(place) and path.endswith(".md"))
    return [path.removeprefix(place).removesuffix(".md") for path in paths]
