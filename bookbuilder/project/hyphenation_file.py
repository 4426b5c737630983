"""Reads hyphenation.toml, the book's own hyphenation exceptions: word = "Wort-tren-nung"."""

from __future__ import annotations

from bookbuilder.diagnostics import Findings, Report, Rule
from bookbuilder.locales.words_by_language import WordsByLanguage
from bookbuilder.project.project import Project
from bookbuilder.project.words_by_language_file import read_entries
from bookbuilder.world import Reader

FILE = "hyphenation.toml"
SYNTAX = Rule(
    "hyphenation.syntax",
    "hyphenation.toml cannot be read: {problem}",
    "hyphenation.toml is TOML: a word, and the same word with a hyphen wherever it may part. Words of the book's first"
    " language stand at the top, those of another below its tag, such as [en].",
)
WORD = Rule(
    "hyphenation.word",
    "{key!r} is not {value!r} without its hyphens",
    'An exception says where a word may part: Staubecken = "Stau-be-cken". A word without any hyphen is never parted.',
)
TABLE = Rule(
    "hyphenation.locale",
    "the book has no language {tag!r}",
    "Exceptions for a language stand below its tag or the name of its locale in book.toml.",
)


def hyphenation_exceptions(world: Reader, project: Project, report: Report | None = None) -> WordsByLanguage:
    """Return the book's exceptions: word → word with hyphens. Reports `hyphenation.*` if `report` is given.

    Wrong entries are left out.
    """
    reporter = report or Findings()
    by_tag: dict[str, dict[str, str]] = {}
    hint = 'a word with other letters than a to z stands in quotes: "Übergang" = "Über-gang"'
    for entry in read_entries(world, project, FILE, reporter, SYNTAX, TABLE, hint):
        word, hyphenated = entry.key, entry.value
        if isinstance(hyphenated, str) and hyphenated.replace("-", "").lower() == word.lower() and word:
            by_tag.setdefault(entry.tag, {})[word] = hyphenated
        else:
            reporter(WORD, entry.span, key=word, value=str(hyphenated))
    return WordsByLanguage(by_tag)
