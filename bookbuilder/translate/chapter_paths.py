"""Finds the files of each chapter: source, translation, and the state of the translation."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from bookbuilder.diagnostics import BookbuilderError
from bookbuilder.document.picture_variants import variants
from bookbuilder.locales.private_use import is_easy
from bookbuilder.markdown.data_files.read_rows import CSV, XLSX
from bookbuilder.markdown.front_matter import translates
from bookbuilder.markdown.included_texts import included_texts
from bookbuilder.project import Project
from bookbuilder.project.shared_facts import NAMES
from bookbuilder.translate import GLOSSARY
from bookbuilder.world import Workspace

BOOK = "book.toml"
INCLUDED = "include"
"""Begins the stems of files that chapters include."""
WORDS = "book.toml#words"
"""Stands for a file in files for translators: the program's words for a language, in book.toml."""
PICTURES = "pictures.toml"
"""Has the words in drawings, and alternative texts, as units for translators."""
SETTINGS = (NAMES, GLOSSARY, PICTURES, WORDS)
"""What has texts to translate outside the chapters and the metadata; it has no state."""


def is_data(path: str) -> bool:
    """Whether a file is a data file, the texts of which count as one more chapter in files for translators."""
    return path.lower().endswith((*CSV, *XLSX))


@dataclass(frozen=True, slots=True)
class ChapterPaths:
    """The files of a chapter in one locale. `source` or `target` is empty if there is no such file; `state` is always set,
    since it may be written. The texts of book.toml count as one more chapter, in one file for all locales,
    and so does each file that chapters include. `free`: the locale tells the book in other words (`free_translation`)."""

    locale: str
    stem: str
    source: str
    target: str
    state: str
    free: bool = False


def chapters(world: Workspace, project: Project, locale: str) -> tuple[ChapterPaths, ...]:
    """Return the chapters of a locale in book order: book.toml, the chapters of the source, then those without a source.

    A file translates the chapter of the same name, or else the one that its front matter names (`translates`). If two files
    translate the same chapter, the first counts; a build reports the other.

    Raises `BookbuilderError` if a folder cannot be read.
    """
    sources = {PurePosixPath(path).stem: path for path in chapter_files(world, project.source)}
    targets: dict[str, str] = {}
    for path in sorted(
        chapter_files(world, locale), key=lambda path: PurePosixPath(path).stem not in sources
    ):
        targets.setdefault(_answered(world, path, sources), path)
    texts = [ChapterPaths(locale, BOOK, BOOK, BOOK, state_path(locale, BOOK))] if world.exists(BOOK) else []
    named = (
        ChapterPaths(locale, stem, sources.get(stem, ""), targets.get(stem, ""), state_path(locale, stem))
        for stem in (*sources, *(stem for stem in targets if stem not in sources))
    )
    every = (*texts, *named, *_included(world, project, locale, tuple(sources.values())))
    return tuple(replace(paths, free=is_easy(project.locales[locale].tag)) for paths in every)


def _included(
    world: Workspace, project: Project, locale: str, sources: Sequence[str]
) -> Iterator[ChapterPaths]:
    """Yield the files that chapters of the source include, which are translated as chapters are: below the folder of the
    locale, or beside the file with the name of the locale."""
    found: dict[str, None] = {}
    for path in sources:
        try:
            text = world.text(path)
        except BookbuilderError:  # reported when the chapter is read
            continue
        if "include" in text:
            found |= dict.fromkeys(included_texts(text, path, project.flavour, world).paths)
    for path in sorted(found.keys() - {*sources}):
        stem = f"{INCLUDED}/{PurePosixPath(path).with_suffix('')}"
        paths = ChapterPaths(locale, stem, path, "", state_path(locale, stem))
        names = (new_target(paths), *variants(path, locale, project.locales[locale].tag))
        target = next((name for name in names if world.exists(name)), "")
        yield replace(paths, target=target)


def new_target(paths: ChapterPaths) -> str:
    """Return the file that a translator would begin for a source.

    >>> new_target(ChapterPaths("en", "a", "chapters/de/a.md", "", "")), new_target(ChapterPaths("en", "b", "b.md", "", ""))
    ('chapters/en/a.md', 'b.en.md')
    """
    path = PurePosixPath(paths.source)
    if path.parts[0] == "chapters" and len(path.parts) > 2:
        return PurePosixPath("chapters", paths.locale, *path.parts[2:]).as_posix()
    return path.with_name(f"{path.stem}.{paths.locale}{path.suffix}").as_posix()


def _answered(world: Workspace, path: str, sources: Collection[str]) -> str:
    """Return the name of the chapter that a file translates, or its own name if there is none."""
    stem = PurePosixPath(path).stem
    if stem in sources:
        return stem  # without reading the file
    try:
        text = translates(world.text(path), path)
    except BookbuilderError:  # reported when the chapter is read
        return stem
    return text.text if text and text.text in sources else stem


def chapter_files(world: Workspace, locale: str) -> list[str]:
    """Return the chapter files of a locale, in book order."""
    return [
        path for path in world.files(f"chapters/{locale}") if path.endswith(".md") and path.count("/") == 2
    ]


def translated_locales(project: Project) -> tuple[str, ...]:
    """Return the locales with translations of their own, in the order of book.toml; not those that inherit another one."""
    return tuple(
        name for name, locale in project.locales.items() if name != project.source and not locale.inherits
    )


def state_folder(locale: str) -> str:
    """Return the folder of a locale's translation states."""
    return f"l10n/{locale}"


def state_path(locale: str, stem: str) -> str:
    """Return the state file of a chapter. That of book.toml is in a subfolder, so that no chapter name can collide."""
    return f"{state_folder(locale)}/{'book/texts' if stem == BOOK else stem}.toml"
