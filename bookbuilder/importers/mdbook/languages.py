"""Reads the list of the languages of a GitBook, which names a folder for each."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from dataclasses import dataclass

from bookbuilder.diagnostics import Report, Rule, Severity, Span
from bookbuilder.importers.source import ImportSource
from bookbuilder.markdown.attributes import valid_tag
from bookbuilder.phrases import Phrase

LANGUAGES = Rule(
    "import.languages",
    "of the {count} languages of this book, the one in {folder} was imported; left out: {others}",
    "A GitBook with a LANGS.md is one book for each language. An import makes a book of the first, or of that which"
    " `--locale` names; `--also` adds others to it as its translations.",
    Severity.NOTICE,
)
FILE = "LANGS.md"
_LINE = re.compile(r"\s{0,20}[-*+]\s{1,9}\[([^\]\n]{1,200})\]\(\s{0,9}(?:\./)?([^)\s]{1,200}?)/?\s{0,9}\)")


@dataclass(frozen=True, slots=True)
class BookLanguage:
    """A language of a book: its name as a reader sees it, and its folder."""

    name: str
    folder: str


def languages(source: ImportSource) -> tuple[BookLanguage, ...]:
    """Return the languages of a book that have contents, in their order."""
    if not source.has(FILE):
        return ()
    found = _LINE.findall(source.read(FILE).decode("utf-8", "replace"))
    return tuple(BookLanguage(name, folder) for name, folder in found if contents_of(source, folder))


def contents_of(source: ImportSource, folder: str) -> str:
    """Return the path of the contents in a folder; empty if there are none."""
    return next((one for one in source.names if one.lower() == f"{folder.lower()}/summary.md"), "")


def chosen(found: Sequence[BookLanguage], tag: str) -> BookLanguage:
    """Return the first of several languages, or that of a tag."""
    wanted = (
        one for one in found if tag and one.folder.lower().replace("_", "-") in (tag.lower(), tag.lower()[:2])
    )
    return next(wanted, found[0])


def report_languages(
    found: Sequence[BookLanguage], taken: BookLanguage, source: ImportSource, report: Report
) -> None:
    """Report the languages that are not imported (`import.languages`)."""
    others = [one for one in found if one != taken]
    if others:
        tag = posixpath.basename(others[0].folder)
        hint = Phrase(
            "`bookbuilder import {name}/{folder} --also {tag}={name}/{other}` takes two",
            name=source.name,
            folder=taken.folder,
            tag=tag,
            other=others[0].folder,
        )
        report(
            LANGUAGES,
            Span(source.shown(FILE)),
            count=len(found),
            folder=f"{taken.folder}/",
            others=", ".join(f"{one.name} ({one.folder}/)" for one in others[:12]),
            hint=hint if valid_tag(tag) else "",
        )
