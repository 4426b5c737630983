"""Finds the chapter files of a locale, and which chapter of the source each of them translates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from bookbuilder.diagnostics import BookbuilderError, Findings, Rule, Severity, Span, nearest
from bookbuilder.locales.private_use import is_easy
from bookbuilder.markdown.front_matter import NO, front_matter_value, translates
from bookbuilder.markdown.included_texts import included_texts
from bookbuilder.phrases import Phrase
from bookbuilder.project import ProjectLocale
from bookbuilder.project.flavour import Flavour
from bookbuilder.world import BookFiles

NO_CHAPTERS = Rule(
    "chapters.missing",
    "there are no chapters in {folder}",
    "The chapters of a locale are the .md files in chapters/<locale>, in the order of their names.",
)
MISSING_CHAPTER = Rule(
    "chapter.missing",
    "this chapter has no counterpart in {folder}",
    "Every locale of a book has the same chapters, in files of the same name, or with `translates` in the front matter"
    " of another one. A translator copies the file and swaps its words.",
)
EXTRA_CHAPTER = Rule(
    "chapter.extra",
    "this chapter translates nothing: there is no {path}",
    "Every chapter of a translation answers the chapter of the same file name in the source language, or the one that"
    " its front matter names: `translates: 03-name`.",
)

NO_ORIGINAL = Rule(
    "chapter.unknown",
    "this chapter translates {name!r}, which is no chapter of the source",
    "`translates` names a chapter of the language that the book was written in: its file without .md.",
)
RIVAL = Rule(
    "chapter.rival",
    "this chapter translates {name}, as {first} does",
    "A chapter has one translation in each language. It is the file of the same name, or the one that says `translates`.",
)
TWO_CHAPTERS = Rule(
    "chapter.torn",
    "this file has the name of {own}, but says that it translates {name}",
    "A file that has the name of a chapter of the source translates that chapter. `translates` is for files that are called"
    " otherwise.",
)
ORIGINAL = Rule(
    "chapter.original",
    "this chapter is in the language that the book was written in, so it translates nothing",
    "`translates` stands in the chapters of a translation, where their files have other names than those of the source.",
)


BORROWED = Rule(
    "chapter.borrowed",
    "{locale} has no translation of this chapter, so it is printed in the language of the source",
    'With missing = "source" in book.toml a chapter that is not translated is printed as its author wrote it; a line above'
    " it tells readers.",
    Severity.NOTICE,
)
LEFT_OUT = Rule(
    "chapter.omitted",
    "{locale} has no translation of this chapter, so it is omitted",
    'With missing = "omit" in book.toml a book goes without what is not translated.',
    Severity.NOTICE,
)


FOLDER = Rule(
    "chapter.folder",
    "this is a folder, and a chapter is a file",
    "The chapters of a locale are the .md files in chapters/<locale> itself. Pictures may stand in folders beside them.",
)
UNREAD = Rule(
    "chapter.unread",
    "this file is not read as a chapter",
    "The chapters of a locale are the files in chapters/<locale> itself whose names end in .md; one in a folder there, or"
    " with another ending, is left out of the book.",
    Severity.WARNING,
)


@dataclass(frozen=True, slots=True)
class ChapterFile:
    """A chapter's file: path, text (None if unreadable), and the name of the chapter that it is or translates. `borrowed`:
    it is the source's file, since there is no translation."""

    path: str
    text: str | None
    name: str
    borrowed: bool = False

    @property
    def stem(self) -> str:
        """The stem of the file name."""
        return _stem(self.path)


def chapter_files(
    world: BookFiles,
    settings: ProjectLocale,
    source: str,
    findings: Findings,
    *,
    inherits: bool,
    flavour: Flavour = Flavour.BOOKBUILDER,
) -> list[ChapterFile]:
    """Return the chapter files of a locale, in the order of the book.

    `source` is the locale that it was translated from (empty: none); one that `inherits` may lack chapters. Chapters that
    are not to be translated are borrowed from the source. Reports `chapters.missing` and `chapter.*`.
    """
    locale, missing = settings.name, settings.untranslated.missing
    folder = f"chapters/{locale}"
    paths = _chapters(world, locale)
    if not paths and not inherits and (not source or missing != "source"):
        hint = "write a first chapter, for example 01-analysis.md"
        findings(NO_CHAPTERS, settings.span, folder=folder, hint=hint)
    originals = {_stem(path): path for path in _chapters(world, source)} if source else {}
    result: list[ChapterFile] = []
    for path in paths:
        try:
            text = world.text(path)
        except BookbuilderError as error:
            findings.extend(error.diagnostics)
            result.append(ChapterFile(path, None, _stem(path)))
            continue
        result.append(ChapterFile(path, text, _chapter_name(path, text, originals, source, findings)))
    own = (locale, settings.tag) if source else None
    _report_stray_files(world, folder, result, own, flavour, findings)
    if source and (paths or missing == "source"):
        path_by_chapter: dict[str, str] = {}
        for file in result:
            if file.name in path_by_chapter:
                findings(
                    RIVAL,
                    Span(file.path),
                    name=file.name,
                    first=path_by_chapter[file.name],
                    hint="take one of them away",
                )
            elif file.name not in originals and file.name == _stem(file.path):
                findings(EXTRA_CHAPTER, Span(file.path), path=f"chapters/{source}/{file.name}.md")
            path_by_chapter.setdefault(file.name, file.path)
        untranslated = [] if inherits else sorted(originals.keys() - path_by_chapter)
        kept_in_source = [name for name in untranslated if _is_untranslatable(world, originals[name])]
        untranslated = [name for name in untranslated if name not in kept_in_source]
        chosen = missing == "omit" and is_easy(settings.tag)
        for name in untranslated if missing in ("source", "omit") and not chosen else ():
            findings(BORROWED if missing == "source" else LEFT_OUT, Span(originals[name]), locale=locale)
        for name in untranslated if missing not in ("source", "omit") else ():
            findings(
                MISSING_CHAPTER,
                Span(originals[name]),
                folder=folder,
                hint=Phrase("add {folder}/{name}.md", folder=folder, name=name),
            )
        order = {name: index for index, name in enumerate(originals)}
        result = [
            file for file in result if path_by_chapter[file.name] == file.path
        ]  # of rivals only the first stays
        result += [
            _borrowed(world, originals[name], findings)
            for name in (*kept_in_source, *(untranslated if missing == "source" else ()))
        ]
        if any(_stem(file.path) != file.name or file.borrowed for file in result):
            result.sort(key=lambda file: order.get(file.name, len(order)))
    return result


def _report_stray_files(
    world: BookFiles,
    folder: str,
    chapters: Sequence[ChapterFile],
    locale: tuple[str, str] | None,
    flavour: Flavour,
    findings: Findings,
) -> None:
    """Report files of a folder that look like chapters, but are none, unless a chapter includes them."""
    named = [path for path in world.folders(folder) if path.casefold().endswith(_ENDINGS)]
    for path in named:
        findings(FOLDER, Span(path), hint="put its text into a file of this name")
    included: frozenset[str] | None = None
    for path in world.files(folder):
        if any(path.startswith(f"{folder_path}/") for folder_path in named):
            continue
        inner = path.removeprefix(f"{folder}/")
        if inner.casefold().endswith(_ENDINGS) and ("/" in inner or not inner.endswith(".md")):
            if included is None:
                included = _included(world, chapters, locale, flavour)
            if path in included:
                continue
            name = PurePosixPath(inner).stem
            findings(
                UNREAD,
                Span(path),
                hint=Phrase("if it is one, call it {folder}/{name}.md", folder=folder, name=name),
            )


def _included(
    world: BookFiles, chapters: Sequence[ChapterFile], locale: tuple[str, str] | None, flavour: Flavour
) -> frozenset[str]:
    """Return the files that chapters include."""
    return frozenset(
        path
        for file in chapters
        for path in included_texts(file.text or "", file.path, flavour, world, locale).paths
    )


_ENDINGS = (".md", ".markdown", ".mdown", ".mkd")


def _is_untranslatable(world: BookFiles, path: str) -> bool:
    try:
        result = front_matter_value(world.text(path), path, "translate")
    except BookbuilderError:  # reported when the chapter is read
        return False
    return result is not None and result.text in NO


def _borrowed(world: BookFiles, path: str, findings: Findings) -> ChapterFile:
    try:
        text: str | None = world.text(path)
    except BookbuilderError as error:
        findings.extend(error.diagnostics)
        text = None
    return ChapterFile(path, text, _stem(path), borrowed=True)


def _chapter_name(path: str, text: str, originals: Mapping[str, str], source: str, findings: Findings) -> str:
    """Return the name of the chapter that a file is or translates: its own, or the one in its front matter."""
    stem, original = _stem(path), translates(text, path)
    if original is None:
        return stem
    if not source:
        findings(ORIGINAL, original.span, hint="take the line out")
        return stem
    if stem in originals and stem != original.text:
        hint = "give the file another name, or take the line out"
        findings(TWO_CHAPTERS, original.span, own=stem, name=original.text, hint=hint)
        return stem
    if original.text not in originals:
        findings(NO_ORIGINAL, original.span, name=original.text, hint=nearest(original.text, originals))
    return original.text


def _stem(path: str) -> str:
    return PurePosixPath(path).stem


def _chapters(world: BookFiles, locale: str) -> list[str]:
    """Return the paths of a locale's chapters, in the order of the book."""
    paths = world.files(f"chapters/{locale}")
    return [path for path in paths if path.endswith(".md") and path.count("/") == 2]
