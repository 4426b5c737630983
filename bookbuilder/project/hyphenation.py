"""Reads the book's own exceptions of hyphenation: `hyphenation.toml`, word = "Wort-tren-nung"."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass

from bookbuilder.diagnostics import BookbuilderError, Findings, Report, Rule, Span
from bookbuilder.project.model import Project
from bookbuilder.project.places import KeyPath, nearest_place, places
from bookbuilder.world import World

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


@dataclass(frozen=True, slots=True)
class Exceptions:
    """The exceptions by the tag of their language: word → word with hyphens."""

    words: Mapping[str, Mapping[str, str]]

    def of(self, tag: str) -> tuple[Mapping[str, str], ...]:
        """Return the exceptions that hold for a tag: those of its language, then those of its region."""
        parts = tag.replace("_", "-").split("-")
        tags = ("-".join(parts[: number + 1]).lower() for number in range(len(parts)))
        return tuple(self.words[one] for one in tags if one in self.words)


def exceptions(world: World, project: Project, report: Report | None = None) -> Exceptions:
    """Return the book's exceptions; reports `hyphenation.*` if somebody listens. What is wrong is left out."""
    tell = report or Findings()
    if not world.exists(FILE):
        return Exceptions({})
    try:
        text = world.text(FILE)
        data = tomllib.loads(text)
    except BookbuilderError as error:
        tell(SYNTAX, Span(FILE), problem=error.diagnostics[0].message)
        return Exceptions({})
    except (ValueError, RecursionError) as error:
        match = re.search(r" \(at line (\d+), column (\d+)\)$", str(error))
        place = Span(FILE, int(match[1]), int(match[2])) if match else Span(FILE)
        hint = 'a word with other letters than a to z stands in quotes: "Übergang" = "Über-gang"'
        tell(SYNTAX, place, hint=hint, problem=str(error).removesuffix(match[0] if match else ""))
        return Exceptions({})
    known = places(text)

    def span(*path: str) -> Span:
        key: KeyPath = path
        return Span(FILE, *nearest_place(key, known))

    source = project.locales[project.source].tag.split("-")[0].lower()
    tags = {name: locale.tag for name, locale in project.locales.items()}
    found: dict[str, dict[str, str]] = {}
    path: tuple[str, ...]
    for key, value in data.items():
        if isinstance(value, dict):
            tag = tags.get(key, key).replace("_", "-").lower()
            if tag.split("-")[0] not in {t.split("-")[0].lower() for t in tags.values()}:
                tell(TABLE, span(key), tag=key, hint=f"its languages: {', '.join(tags)}")
                continue
            words, path = value, (key,)
        else:
            tag, words, path = source, {key: value}, ()
        for word, parted in words.items():
            if isinstance(parted, str) and parted.replace("-", "").lower() == word.lower() and word:
                found.setdefault(tag, {})[word] = parted
            else:
                tell(WORD, span(*path, word), key=word, value=str(parted))
    return Exceptions(found)
