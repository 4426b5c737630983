"""Keeps the translations of the manual: says which blocks of docs/de are older than those in English, and records those
that have been looked at (`bookbuilder status` and `bookbuilder translate sync`, on the manual as a book).

    python scripts/manual_translation.py          lists what is not up to date; ends with 1 if there is anything
    python scripts/manual_translation.py --sync   records that all translated pages are up to date
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from bookbuilder import toml
from bookbuilder.cli import main as bookbuilder
from bookbuilder.cli.shared.new_book import write_book
from bookbuilder.diagnostics import Findings
from bookbuilder.manual.manual_book import SETTINGS, manual_files
from bookbuilder.manual.pages import pages
from bookbuilder.manual.translated_pages import chapter_names, with_renamed_links
from bookbuilder.project import load
from bookbuilder.translate.chapter_status import ChapterStatus, chapter_statuses
from bookbuilder.world import World

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"


def locales() -> tuple[str, tuple[str, ...]]:
    """Return the source language of the manual, and its other locales."""
    settings = toml.loads((DOCS / SETTINGS).read_text(encoding="utf-8"))
    source = settings["book"]["source"]
    return source, tuple(sorted(settings["locales"].keys() - {source}))


def tracked_book() -> Mapping[str, bytes]:
    """Return the files of the manual as a book whose chapters are named after their pages, with the recorded states.

    The chapters of the book that is built have numbers, and the links to them as well: with those, a new page would make all
    the following ones look changed.
    """
    source, others = locales()
    files = manual_files(World(ROOT), Findings())
    names = dict(zip(chapter_names(files, source), page_names(), strict=True))
    made: dict[str, bytes] = {}
    for path, data in files.items():
        place = PurePosixPath(path)
        if place.suffix == ".md":
            made[f"{place.parent}/{names[place.stem]}.md"] = with_renamed_links(data, names)
        else:
            made[path] = data
    for locale in others:
        for kept, path in states(locale).items():
            if kept.exists():
                made[path] = kept.read_bytes()
    return made


def page_names() -> list[str]:
    """Return the name of each page as that of a chapter: `start-manuscript`."""
    return [page.name.replace("/", "-") for page in pages(World(ROOT))]


def states(locale: str) -> Mapping[Path, str]:
    """Return the places of the states of a locale, and their paths in the book: of the settings, and of each page."""
    folder = DOCS / locale / "l10n"
    stems = {page.name: name for page, name in zip(pages(World(ROOT)), page_names(), strict=True)}
    own = {folder / f"{name}.toml": f"l10n/{locale}/{stem}.toml" for name, stem in stems.items()}
    return {folder / "book.toml": f"l10n/{locale}/book/texts.toml", **own}


def translated(root: Path) -> Iterator[ChapterStatus]:
    """Yield the status of each page that is translated, in a book of the manual, and of its title."""
    project = load(World(root), Findings(), ("pdf", "epub", "web"))
    assert project is not None
    yield from (one for one in chapter_statuses(World(root), project, locales()[1]) if one.target)


def sync(root: Path) -> None:
    """Record that the translations are up to date, and bring their states from a book of the manual into docs."""
    for locale in locales()[1]:
        assert bookbuilder(["translate", "sync", "--locale", locale, "--same", "--book", str(root)]) == 0
        for place, path in states(locale).items():
            if (root / path).exists():
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes((root / path).read_bytes())


def main(options: list[str]) -> int:
    """Say what is not up to date, after recording it if that is wanted; return 1 if anything is not."""
    with TemporaryDirectory() as folder:
        write_book(Path(folder), tracked_book())
        if "--sync" in options:
            sync(Path(folder))
        left = 0
        for chapter in translated(Path(folder)):
            for block in chapter.open:
                left += 1
                print(f"{chapter.locale} {chapter.stem}:{block.line}: {block.status}: {block.text}")
    return int(bool(left))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
