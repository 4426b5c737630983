"""Reads abbreviations.toml, the book's own abbreviations: abbreviation = "the words that a screen reader says"."""

from __future__ import annotations

import unicodedata
from typing import TypeGuard

from bookbuilder.diagnostics import Findings, Report, Rule
from bookbuilder.locales.words_by_language import WordsByLanguage
from bookbuilder.project.project import Project
from bookbuilder.project.words_by_language_file import read_entries
from bookbuilder.world import Reader

FILE = "abbreviations.toml"
SYNTAX = Rule(
    "abbreviations.syntax",
    "abbreviations.toml cannot be read: {problem}",
    "abbreviations.toml is TOML: an abbreviation, and the words that somebody hears for it. Those of the book's first"
    " language stand at the top, those of another below its tag, such as [en].",
)
VALUE = Rule(
    "abbreviations.value",
    "{key!r} has no words: {value!r}",
    'An abbreviation stands with the words that somebody hears for it, "OSZE" = "Organisation für …", or with false if it'
    " is to be read as it is written.",
)
TABLE = Rule(
    "abbreviations.locale",
    "the book has no language {tag!r}",
    "Abbreviations of a language stand below its tag or the name of its locale in book.toml.",
)


def book_abbreviations(world: Reader, project: Project, report: Report | None = None) -> WordsByLanguage:
    """Return the book's abbreviations: abbreviation → words, empty for one that is switched off.

    Reports `abbreviations.*` if `report` is given; wrong entries are left out.
    """
    reporter = report or Findings()
    by_tag: dict[str, dict[str, str]] = {}
    hint = 'an abbreviation stands in quotes: "z. B." = "zum Beispiel"'
    for entry in read_entries(world, project, FILE, reporter, SYNTAX, TABLE, hint):
        words = "" if entry.value is False else entry.value
        key = " ".join(entry.key.split())
        if _said(words) and key and (words.strip() or entry.value is False):
            by_tag.setdefault(entry.tag, {})[key] = " ".join(words.split())
        else:
            reporter(
                VALUE,
                entry.span,
                key=entry.key,
                value=entry.value,
                hint="false, without quotes, switches it off",
            )
    return WordsByLanguage(by_tag)


def _said(words: object) -> TypeGuard[str]:
    """Whether a value is a text that XML can hold."""
    return isinstance(words, str) and not any(
        unicodedata.category(c) == "Cc" for c in " ".join(words.split())
    )
