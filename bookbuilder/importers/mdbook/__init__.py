"""Imports an mdBook or GitBook: `SUMMARY.md` names the chapters in order."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator
from urllib.parse import unquote

from bookbuilder import toml
from bookbuilder.diagnostics import BookbuilderError, Findings, Rule, Severity, Span
from bookbuilder.importers.importer import NOT_MINE, Files, Importer, ImportRequest, Recognition
from bookbuilder.importers.manuscript.nodes import Metadata
from bookbuilder.importers.markdown_sources.emoji_shortcodes import with_emoji
from bookbuilder.importers.markdown_sources.file_links import MISSING
from bookbuilder.importers.markdown_sources.markdown_book import TEXTS, TakenFile, markdown_book
from bookbuilder.importers.markdown_sources.yaml_values import text_of, texts_of
from bookbuilder.importers.markup.page import resolved
from bookbuilder.importers.mdbook.gitbook_settings import gitbook_metadata, named_summary
from bookbuilder.importers.mdbook.gitbook_tags import without_tags
from bookbuilder.importers.mdbook.languages import chosen, contents_of, languages, report_languages
from bookbuilder.importers.source import FILE, ImportSource
from bookbuilder.project.flavour import Flavour
from bookbuilder.world import Reader, decode

UNLISTED = Rule(
    "import.unlisted",
    "{count} texts are in no contents and were left out: {names}",
    "A book of this kind prints what its contents name. Add a line there for what is missing.",
    Severity.WARNING,
)
_LINE = re.compile(r"(\s*)(?:[-*+]\s+)?\[([^\]]*)\]\(\s*<?([^)>\s]*)>?[^)]*\)")
_INCLUDE = re.compile(r"\{\{#(?:include|rustdoc_include)\s{1,20}([^\s}:]{1,300})\s{0,20}\}\}")


def summary_path(source: ImportSource) -> str:
    """Return the path of `SUMMARY.md`, by another name if a GitBook says so: that in the folder which the settings of the
    book name, or the nearest one; empty if there is none. A file of that name without chapters is a text."""
    if named := named_summary(source):
        return named
    found = [
        name
        for name in source.names
        if posixpath.basename(name).lower() == "summary.md" and _names_chapters(source, name)
    ]
    if len(found) < 2:
        return found[0] if found else ""
    folder = _text_folder(source)
    return min(found, key=lambda name: (posixpath.dirname(name) != folder, name.count("/"), name))


def _names_chapters(source: ImportSource, path: str) -> bool:
    """Whether a file of contents names a file that is there."""
    text = source.read(path).decode("utf-8", "replace")
    hrefs = (unquote(href.partition("#")[0]) for _, href, _ in summary_chapters(text))
    return any(href and source.has(resolved(path, href)) for href in hrefs)


def _text_folder(source: ImportSource) -> str:
    """Return the folder of the texts that the settings of an mdBook or a GitBook name."""
    folder = ""
    try:
        if source.has("book.toml"):
            book = toml.loads(source.read("book.toml").decode("utf-8", "replace")).get("book", {})
            folder = text_of(book.get("src")) or "src" if isinstance(book, dict) else "src"
        elif source.has("book.json"):
            settings = json.loads(source.read("book.json"))
            folder = text_of(settings.get("root")) if isinstance(settings, dict) else ""
    except (toml.TomlError, ValueError, RecursionError):
        return ""
    folder = posixpath.normpath(folder)
    return "" if folder == "." else folder


def recognize(request: ImportRequest, _: Reader) -> Recognition:
    """Return how sure it is that a source is an mdBook or GitBook."""
    if request.source.kind == FILE or not summary_path(request.source):
        return NOT_MINE
    if languages(request.source):
        return Recognition(0.95, "LANGS.md names its languages, and a SUMMARY.md in each its chapters")
    return Recognition(0.95, "SUMMARY.md names its chapters")


def run(request: ImportRequest, world: Reader, findings: Findings) -> Files | None:
    """Return the files of the book that an mdBook makes, or None after an error."""
    source = request.source
    found = languages(source)
    taken = chosen(found, request.locale) if found else None
    path = contents_of(source, taken.folder) if taken else summary_path(source)
    if taken:
        report_languages(found, taken, source, findings)
    try:
        text = decode(source.read(path), source.shown(path))
        is_gitbook = not any(posixpath.basename(name) == "book.toml" for name in source.names)
        files = []
        for title, href, numbered in summary_chapters(text):
            target = resolved(path, unquote(href.partition("#")[0]))
            if source.has(target):
                content = with_includes(decode(source.read(target), source.shown(target)), target, source)
                content = with_emoji(_plain(content, target, source)) if is_gitbook else content
                files.append(TakenFile(target, title, numbered, content))
            elif href:
                findings(MISSING, Span(source.shown(path)), path=href[:200], hint="add it, and import again")
    except BookbuilderError as error:
        findings.extend(error.diagnostics)
        return None
    files = list({file.path: file for file in reversed(files)}.values())[::-1]
    report_unlisted(source, posixpath.dirname(path), {file.path for file in files} | {path}, findings)
    return markdown_book(files, _metadata(source, path), request, world, findings, Flavour.MDBOOK)


def _plain(text: str, path: str, source: ImportSource) -> str:
    """Return a text of GitBook without its tags, with the files that it includes."""

    def read(name: str) -> str | None:
        target = next((one for one in (resolved(path, name), name.lstrip("/")) if source.has(one)), "")
        return decode(source.read(target), source.shown(target)) if target else None

    return without_tags(text, read)


def report_unlisted(source: ImportSource, folder: str, used: set[str], findings: Findings) -> None:
    """Report files of Markdown below a folder that are no chapters (`import.unlisted`)."""
    left = [
        name
        for name in source.names
        if name.lower().endswith(TEXTS)
        and name.startswith(f"{folder}/" if folder else "")
        and name not in used
    ]
    if left:
        hint = "add them to the contents, and import again"
        findings(UNLISTED, Span(source.name), count=len(left), names=", ".join(left[:10]), hint=hint)


def summary_chapters(text: str) -> Iterator[tuple[str, str, bool]]:
    """Yield title, address and whether it is numbered of each chapter that a `SUMMARY.md` names."""
    for line in text.split("\n"):
        if match := _LINE.match(line):
            yield (
                re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", match[2]).strip(),
                match[3],
                line.lstrip().startswith(("-", "*", "+")),
            )


def with_includes(text: str, path: str, source: ImportSource) -> str:
    """Return a text with whole files included where it says so; they include nothing themselves."""

    def content(match: re.Match[str]) -> str:
        target = resolved(path, match[1].strip())
        if not source.has(target):
            return match[0]
        return decode(source.read(target), source.shown(target)).rstrip("\n")

    return _INCLUDE.sub(content, text)


def _metadata(source: ImportSource, path: str) -> Metadata:
    """Return what `book.toml`, or the `book.json` of a GitBook, says beside or above the text."""
    folder = posixpath.dirname(path)
    folders = list(dict.fromkeys((posixpath.dirname(folder), folder, "")))
    for name in (posixpath.join(one, "book.toml") for one in folders):
        if source.has(name):
            try:
                book = toml.loads(source.read(name).decode("utf-8", "replace")).get("book", {})
            except toml.TomlError:
                continue
            if isinstance(book, dict):
                return Metadata(
                    title=text_of(book.get("title")),
                    authors=texts_of(book.get("authors")),
                    language=text_of(book.get("language")),
                    description=text_of(book.get("description")),
                )
    return gitbook_metadata(source, folders)


IMPORTER = Importer("mdbook", "An mdBook or GitBook, whose SUMMARY.md names the chapters.", recognize, run)
